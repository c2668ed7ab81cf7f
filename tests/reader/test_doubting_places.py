"""Of which place a figure is stays in doubt where a line above it names another."""

from __future__ import annotations

import pytest

from extractor.reader import read
from tests.reports import TRADE


@pytest.mark.parametrize(
    ("line", "others"),
    [
        ("1. Nhộn nhịp trở lại ở Lao Bảo", ("cửa khẩu Lao Bảo",)),
        ("1. Hàng qua cửa khẩu Lao Bảo (số của Hải quan)", ()),  # the items take its place
        ("1. Nhộn nhịp trở lại", ()),
        ("Nhộn nhịp trở lại ở cửa khẩu Lao Bảo.", ()),  # a sentence
    ],
)
def test_items_below_a_line_of_another_place_are_in_doubt(line, others):
    text = f"Quảng Trị 7 tháng 2019\n\n{line}\n- Xuất khẩu: 171,2 triệu USD, tăng 8,4%."
    (binding,) = read(text, TRADE).bindings.values()
    assert sum((d.others for d in binding.doubts if d.of == "place"), ()) == others
