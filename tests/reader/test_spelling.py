"""Slips of the pen: what was meant is read, what is another word is left."""

from __future__ import annotations

import pytest

from extractor.folding import fold
from extractor.reader.tokens import vocabulary
from tests.reports import TRADE


def mended(text: str) -> str:
    return vocabulary(TRADE).spelling.mended(fold(text)).lower


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("Kim ngach xuât khẩu", "kim ngạch xuất khẩu"),
        ("xuat khau, nhâp khẩu", "xuất khẩu, nhập khẩu"),
        ("nhấp siêu, xuất siệu", "nhập siêu, xuất siêu"),
        ("uớc tính, uớc đạt", "ước tính, ước đạt"),
        ("KIM NGẠCH NHẬP KHẤU", "kim ngạch nhập khẩu"),
        ("thị trưòng", "thị trường"),
        ("315 triêu USD", "315 triệu usd"),
        ("tang 5%, giam hơn 3%", "tăng 5%, giảm hơn 3%"),
    ],
)
def test_a_slip_is_read_as_what_was_meant(printed, meant):
    assert mended(printed) == meant


@pytest.mark.parametrize(
    "printed",
    [
        "thị trưởng",
        "của khâu nhập",
        "bạn hàng ra nước ngoài",
        "giám 5 dự án",
        "giam giữ, giám sát",
        "Việt Nam trước",
        "lĩnh vực, giá trị, sản xuất",
    ],
)
def test_another_word_is_left(printed):
    folded = fold(printed)
    assert vocabulary(TRADE).spelling.mended(folded) is folded


def test_what_is_printed_stays():
    folded = vocabulary(TRADE).spelling.mended(fold("Kim ngach đạt 5 triêu USD"))
    assert folded.text == folded.original == "Kim ngach đạt 5 triêu USD"
    assert len(folded.lower) == len(folded.text)
