"""When a figure may be of another time than the one that its sentence named last."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor import schema
from extractor.reader import read

TRADE = schema.load("trade", Path(__file__).resolve().parents[2] / "schemas" / "trade.py")


def periods_in_doubt(text: str) -> dict[str, tuple[str, ...]]:
    """By its words each amount whose period is in doubt, with the other periods."""
    reading = read(text, TRADE)
    found = {}
    for at in schema.figures(reading.data, TRADE):
        others = [d.others for d in reading.bindings[at.path].doubts if d.of == "period"]
        if others:
            found[at.figure["text"]] = sum(others, ())
    return found


@pytest.mark.parametrize(
    ("said", "others"),
    [
        (", đi sau tháng 6 tới 2,7%; nhập khẩu 1,64 tỷ USD", {"1,64 tỷ USD": ("Tháng 7",)}),
        (", vượt tháng 6 tới 2,7%; nhập khẩu 1,64 tỷ USD", {}),
        ("; tính chung bảy tháng, nhập khẩu 11,64 tỷ USD, tăng 2,7%", {}),
        (", tăng 2,7%, còn tháng 6 nhập khẩu 1,7 tỷ USD", {}),
    ],
)
def test_a_time_that_a_rate_may_be_held_against_is_not_silently_of_what_follows(said, others):
    text = f"Thái Nguyên tháng 7/2022\n\nTháng 7, xuất khẩu của tỉnh đạt 2,3 tỷ USD{said}."
    assert periods_in_doubt(text) == others


@pytest.mark.parametrize(
    ("headline", "others"),
    [
        ("Quảng Nam xuất khẩu 640 triệu USD", {"640 triệu USD": ("11 tháng năm 2022",)}),
        ("Quảng Nam xuất khẩu gần 590 triệu USD!", {}),  # what the text tells as 586,4
        ("11 tháng năm 2022, Quảng Nam xuất khẩu 640 triệu USD", {}),
    ],
)
def test_a_headline_without_a_time_is_not_silently_of_one_that_nothing_is_told_of(headline, others):
    text = (
        f"{headline}\n\nĐơn hàng của Quảng Nam chững lại từ quý IV/2022.\n\nLũy kế 11 tháng năm "
        "2022, tỉnh xuất khẩu 586,4 triệu USD, nhập khẩu 512 triệu USD."
    )
    assert periods_in_doubt(text) == others
