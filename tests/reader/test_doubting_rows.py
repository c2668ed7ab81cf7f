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


def test_an_amount_of_the_year_before_is_in_doubt_of_its_measure_with_the_later_one():
    reading = read(
        "Năm 2015, xuất khẩu của tỉnh Đồng Tháp đạt 811 triệu USD, tổng kim ngạch xuất nhập khẩu "
        "1.020 triệu USD. Cửa khẩu Thường Phước đạt 42,1 triệu USD. Cửa khẩu Dinh Bà đạt 58,7 "
        "triệu USD, trong khi năm 2014 là 71,2 triệu USD.",
        TRADE,
    )
    doubts = {
        (s["place"], s["period"]["start"][:4]): [d.of for d in reading.bindings[path].doubts]
        for path, s in (
            (path, reading.data["statements"][int(path.split(".")[1])]) for path in reading.bindings
        )
    }
    now, before = doubts["cửa khẩu Dinh Bà", "2015"], doubts["cửa khẩu Dinh Bà", "2014"]
    assert ("measure" in now, "measure" in before) == (True, True)


@pytest.mark.parametrize(
    ("name", "doubted"),
    [("trị giá kim ngạch", ("export", "import")), ("tổng kim ngạch xuất nhập khẩu", ())],
)
def test_a_bare_turnover_taken_for_the_whole_may_be_of_a_part_told_before(name, doubted):
    reading = read(
        "7 tháng đầu năm 2021, Long An xuất khẩu 3,3 tỷ USD. Nhập khẩu của Tây Ninh đạt 2 tỷ USD."
        f"\n\nCùng kỳ năm 2020, Long An có {name} đạt 6,4 tỷ USD.",
        TRADE,
    )
    (number,) = (n for n, s in enumerate(reading.data["statements"]) if s["total"] is not None)
    doubts = reading.bindings[f"statements.{number}.total"].doubts
    assert sum((d.others for d in doubts if d.of == "measure"), ()) == doubted
