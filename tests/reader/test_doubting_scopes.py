"""Amounts of two ways of counting do not speak against each other where the text names the ways."""

from __future__ import annotations

import pytest

from extractor.reader import read
from tests.reports import TRADE

FIRST = "6 tháng đầu năm 2017, xuất khẩu của tỉnh đạt 581,4 triệu USD, tăng 8,9%."
SECOND = "6 tháng đầu năm 2017, xuất khẩu đạt 828,6 triệu USD, tăng 15,1%."


@pytest.mark.parametrize(
    ("first", "second", "doubted"),
    [
        ("", "", [1, 0]),
        ("Tính theo chủ hàng: ", "Tính theo tờ khai: ", [0, 0]),
        ("", "Đếm theo tờ khai, ", [0, 0]),
    ],
)
def test_two_ways_of_counting(first, second, doubted):
    text = f"Hải Dương năm 2017\n\n{first}{FIRST}\n\n{second}{SECOND}"
    bindings = read(text, TRADE).bindings.values()
    assert [len(binding.doubts) for binding in bindings] == doubted
