"""Which place is meant where none is named, and what stays in doubt where several may be."""

from __future__ import annotations

import pytest

from extractor.reader import read
from tests.reports import TRADE

HIGH, LOW = "cửa khẩu Hữu Nghị", "cửa khẩu Chi Ma"


def pointed(text: str) -> tuple[str, tuple[str, ...]]:
    """The place of the last figure, and the places that it may be of as well."""
    reading = read(text, TRADE)
    number = len(reading.data["statements"]) - 1
    doubts = reading.bindings[f"statements.{number}.total"].doubts
    others = (name for d in doubts if d.of == "place" for name in d.others)
    return reading.data["statements"][number]["place"], tuple(others)


@pytest.mark.parametrize(
    ("told", "place", "others"),
    [
        ("Cửa khẩu Hữu Nghị đón 9.000 xe.", HIGH, ()),
        ("Ở cửa khẩu Chi Ma, xe xếp hàng dài.", LOW, ()),
        ("Cửa khẩu Hữu Nghị vắng hơn cửa khẩu Chi Ma.", HIGH, (LOW,)),
        ("Xe chuyển từ cửa khẩu Hữu Nghị sang cửa khẩu Chi Ma.", LOW, (HIGH,)),
        ("Kim ngạch qua cửa khẩu Hữu Nghị đạt 2 tỷ USD. Xe dồn sang Chi Ma.", LOW, (HIGH,)),
        ("Cửa khẩu Hữu Nghị đã đầy xe. Kim ngạch qua cửa khẩu Chi Ma đạt 2 tỷ USD.", LOW, ()),
    ],
)
@pytest.mark.parametrize("words", ["qua cửa khẩu này", "qua cửa khẩu nói trên", "tại đây"])
def test_gate_spoken_of(told, place, others, words):
    figure = f"Quý I/2021, tổng kim ngạch {words} đạt 320 triệu USD."
    assert pointed(f"Biên giới Lạng Sơn năm 2021\n\n{told} {figure}") == (place, others)


def test_gate_of_the_heading_is_meant_before_one_named_by_the_way():
    text = (
        "Biên giới Lạng Sơn\n\nMột vùng cửa khẩu rộng lớn đang đổi thay từng ngày.\n\n"
        "Hữu Nghị: đường mới chờ mười năm\n\n"
        "Đến Hữu Nghị, ai cũng kể chuyện cửa khẩu Chi Ma sẽ được nâng cấp.\n\n"
        "Năm 2021, tổng kim ngạch qua cửa khẩu này đạt 320 triệu USD."
    )
    assert pointed(text) == (HIGH, ())


@pytest.mark.parametrize(
    ("told", "place", "others"),
    [
        ("Mưa lũ làm đứt đường lên Chi Ma suốt ba tuần.", "Lạng Sơn", ()),
        ("Năm 2020, tỉnh nhập khẩu 640 triệu USD, nhờ máy dồn về Chi Ma.", "Lạng Sơn", ()),
        ("Năm 2020, tỉnh nhập khẩu 640 triệu USD, dẫn đầu là Chi Ma.", "Lạng Sơn", (LOW,)),
        ("Năm 2020, kim ngạch qua Hữu Nghị là 9 tỷ USD, xe đổ về Chi Ma.", HIGH, (LOW,)),
        ("Hàng dồn hết về Hữu Nghị, đường lên Chi Ma đứt.", "Lạng Sơn", ()),
        ("Chi Ma đứt đường suốt ba tuần.", LOW, ()),
        ("Năm 2021, ở Chi Ma xe đi suốt ngày.", LOW, ()),
        ("Lượng hàng qua Chi Ma tăng mạnh.", LOW, ()),
    ],
)
def test_place_that_was_only_named_by_the_way(told, place, others):
    text = f"Biên giới Lạng Sơn\n\n{told} Năm 2021, tổng kim ngạch đạt 320 triệu USD."
    assert pointed(text) == (place, others)


def test_gate_that_nothing_named_is_in_doubt():
    text = "Biên giới Lạng Sơn\n\nNăm 2021, tổng kim ngạch qua cửa khẩu này đạt 320 triệu USD."
    assert pointed(text) == ("Lạng Sơn", ("cửa khẩu này",))


def test_number_of_a_year_counts_no_gates():
    text = (
        "Biên giới Lạng Sơn\n\nChi Ma đông xe. Năm 2021 cửa khẩu này đạt kim ngạch 320 triệu USD."
    )
    assert pointed(text) == (LOW, ())


def test_last_of_several_places_in_a_row_is_in_doubt():
    figure = "tổng kim ngạch đạt 320 triệu USD."
    text = f"Biên giới Lạng Sơn\n\nNăm 2021, nhờ xe từ Cao Bằng, Bắc Kạn, {figure}"
    assert pointed(text) == ("Bắc Kạn", ("Lạng Sơn",))
