"""Whose the rows of a table are that name no place, where more than one can have them."""

from __future__ import annotations

import pytest

from extractor import schema
from extractor.reader import read
from tests.reports import TRADE

ROWS = """

Đơn vị: triệu USD

| {head} | Xuất khẩu |
|---|---|
| {first} | 310 |
| {second} | 120 |
| {last} | {sum} |
"""


def doubted(title: str, **cells: str) -> dict[str, tuple[str, ...]]:
    """By printed amount the other places that it can be of."""
    cells = {"head": "Tháng", "first": "7", "second": "8", "last": "9", "sum": "140", **cells}
    reading = read(f"# {title}{ROWS.format(**cells)}", TRADE)
    return {
        at.figure["text"]: doubt.others
        for at in schema.figures(reading.data, TRADE)
        for doubt in reading.bindings[at.path].doubts
        if doubt.of == "place"
    }


@pytest.mark.parametrize(
    ("title", "others"),
    [
        ("Xuất khẩu của Nam Định và Ninh Bình, năm 2023", ("Ninh Bình",)),
        ("Xuất khẩu của hai tỉnh Nam Định - Ninh Bình, năm 2023", ("Ninh Bình",)),
        (
            "Hàng qua hai cửa khẩu Pò Hèn và Bắc Đai, năm 2023",
            ("cửa khẩu Pò Hèn", "cửa khẩu Bắc Đai"),
        ),
        ("Xuất khẩu của ba tỉnh Tây Nguyên, năm 2023", ("some of Tây Nguyên",)),
        ("Xuất khẩu của các tỉnh Tây Nguyên, năm 2023", ()),
        ("Xuất khẩu của Nam Định, năm 2023", ()),
        ("Xuất khẩu của Nam Định qua hai cửa khẩu Pò Hèn và Bắc Đai, năm 2023", ()),
    ],
)
def test_rows_below_a_caption_of_several_places_can_be_of_each(title, others):
    expected = dict.fromkeys(("310", "120", "140"), others) if others else {}
    assert doubted(title) == expected


def test_a_sum_that_does_not_add_up_is_in_doubt_where_its_place_has_a_row():
    rows = {"head": "Tỉnh", "first": "Nam Định", "second": "Ninh Bình", "last": "Cộng"}
    title = "Xuất khẩu của Nam Định, năm 2023"
    assert doubted(title, **rows, sum="512") == {"512": ("Ninh Bình",)}
    assert doubted(title, **rows, sum="430") == {}
    elsewhere = "Xuất khẩu của cả nước, năm 2023"
    assert doubted(elsewhere, **rows, sum="512") == {}
