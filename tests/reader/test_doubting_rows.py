"""Places in a row: of which measure their amounts are, and when that is in doubt."""

from __future__ import annotations

import pytest

from extractor import schema
from extractor.reader import read
from tests.reports import TRADE

HEAD = "Quảng Trị năm 2022\n\n"


def rivals(text: str) -> dict[tuple[str, str], tuple[str, ...]]:
    """By place and measure what else each gate's amount may be of."""
    reading = read(HEAD + text, TRADE)
    found = {}
    for at in schema.figures(reading.data, TRADE):
        place = reading.data["statements"][at.statement]["place"]
        doubts = reading.bindings[at.path].doubts
        if place.startswith("cửa khẩu"):
            found[place, at.measure] = sum((d.others for d in doubts if d.of == "measure"), ())
    return found


LEAD = (
    "Năm 2022, tổng kim ngạch xuất nhập khẩu của tỉnh đạt 734,8 triệu USD, tăng 4%.\n\n"
    "Kim ngạch xuất khẩu đạt 512,5 triệu USD, tăng 6%.\n\n"
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Gates below exports, of whose province the total was told too.
        (
            LEAD + "Cửa khẩu Lao Bảo 302,7 triệu USD, La Lay 151,2 triệu USD.",
            {
                ("cửa khẩu Lao Bảo", "export"): ("total",),
                ("cửa khẩu La Lay", "export"): ("total",),
            },
        ),
        # They make up the exports, alone or with what is left.
        (
            LEAD + "Cửa khẩu Lao Bảo 361,3 triệu USD, La Lay 151,2 triệu USD.",
            {("cửa khẩu Lao Bảo", "export"): (), ("cửa khẩu La Lay", "export"): ()},
        ),
        (
            LEAD + "Cửa khẩu Lao Bảo 402,7 triệu USD, La Lay 251,2 triệu USD, các lối mở khác 80,9 "
            "triệu USD.",
            {("cửa khẩu Lao Bảo", "total"): (), ("cửa khẩu La Lay", "total"): ()},
        ),
        # What is in doubt of the first is in doubt of all, but for what is less than they come to.
        (
            "Năm 2022, xuất khẩu của tỉnh đạt 519,4 triệu USD, nhập khẩu 212,2 triệu USD. Lao Bảo "
            "góp 312,7 triệu USD, La Lay 188,3 triệu USD.",
            {
                ("cửa khẩu Lao Bảo", "total"): ("export",),
                ("cửa khẩu La Lay", "total"): ("export",),
            },
        ),
        # Nothing but exports was told.
        (
            "Kim ngạch xuất khẩu năm 2022 đạt 512,5 triệu USD, tăng 6%.\n\nCửa khẩu Lao Bảo 302,7 "
            "triệu USD, La Lay 151,2 triệu USD.",
            {("cửa khẩu Lao Bảo", "export"): (), ("cửa khẩu La Lay", "export"): ()},
        ),
    ],
)
def test_a_row_is_of_what_it_makes_up_or_in_doubt(text, expected):
    assert rivals(text) == expected


@pytest.mark.parametrize(
    ("lead", "scope"),
    [
        ("Xét theo cửa khẩu, Lao Bảo", None),
        ("Chia theo cửa khẩu, Lao Bảo", None),
        ("Xét theo nơi mở tờ khai, Lao Bảo", "Xét theo nơi mở tờ khai"),
    ],
)
def test_what_is_told_gate_by_gate_is_no_other_count(lead, scope):
    text = f"{HEAD}{LEAD}{lead} dẫn đầu với 302,7 triệu USD, La Lay 151,2 triệu USD."
    told = {s["place"]: s["scope"] for s in read(text, TRADE).data["statements"]}
    assert told["cửa khẩu Lao Bảo"] == scope
