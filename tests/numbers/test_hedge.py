"""Hedges: which side of a printed number they open, and what only looks like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.folding import fold
from extractor.numbers.hedge import Hedge, hedge_before
from extractor.numbers.quantity_lexer import quantities

MORE = ("hơn", "trên", "vượt", "quá", "vượt quá", "không dưới")
LESS = ("gần", "dưới", "ngót", "chưa tới", "chưa đến", "chưa đầy", "suýt soát", "không quá")
ABOUT = ("khoảng", "xấp xỉ", "chừng", "quanh", "cỡ", "tầm", "độ chừng", "áng chừng", "~", "≈")
SIDES = {
    **dict.fromkeys(MORE, Hedge.MORE),
    **dict.fromkeys(LESS, Hedge.LESS),
    **dict.fromkeys(ABOUT, Hedge.ABOUT),
}


def hedge(text: str) -> Hedge:
    """The hedge of the text's only number."""
    folded = fold(text)
    [quantity] = quantities(folded)
    return hedge_before(folded, quantity.number.start)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("đạt hơn 27 tỷ USD", Hedge.MORE),
        ("trên 27 tỷ", Hedge.MORE),
        ("đạt gần 8,59 tỷ USD", Hedge.LESS),
        ("ở mức gần 59 tỷ", Hedge.LESS),
        ("đạt khoảng 2.700 triệu USD", Hedge.ABOUT),
        ("ước khoảng 2.700 triệu USD", Hedge.ABOUT),
        ("vượt mốc 700 tỷ USD", Hedge.MORE),
        ("gần tới 700 tỷ USD", Hedge.LESS),
        ("gần bằng 700 tỷ USD", Hedge.LESS),
        ("hơn $5 triệu", Hedge.MORE),
        ("hơn US$ 5 triệu", Hedge.MORE),
        ("tăng hơn 18%", Hedge.MORE),
        ("gấp gần 3 lần", Hedge.LESS),
        # the last one governs
        ("khoảng hơn 30 tỷ đồng", Hedge.MORE),
        ("hơn khoảng 30 tỷ đồng", Hedge.ABOUT),
        # verbs of change, an estimate, another number's, another word's
        ("cao hơn 14%", Hedge.NONE),
        ("nhiều hơn 29%", Hedge.NONE),
        ("ước 30 tỷ đồng", Hedge.NONE),
        ("lên tới 30 tỷ đồng", Hedge.NONE),
        ("gần biên giới đạt 30 tỷ đồng", Hedge.NONE),
        ("hơn nữa, đạt 30 tỷ đồng", Hedge.NONE),
        ("khoảng cách 30 tỷ đồng", Hedge.NONE),
        ("30 tỷ đồng", Hedge.NONE),
    ],
)
def test_hedges(text, expected):
    assert hedge(text) is expected


def test_a_hedge_is_of_the_number_behind_it_alone():
    folded = fold("xuất khẩu gần 5 tỷ USD, nhập khẩu 6 tỷ USD, tăng hơn 7%")
    found = [hedge_before(folded, q.number.start) for q in quantities(folded)]
    assert found == [Hedge.LESS, Hedge.NONE, Hedge.MORE]


@given(
    st.sampled_from(sorted(SIDES)),
    st.sampled_from(["", "xuất khẩu đạt ", "so với cùng kỳ, ", "(", "ước "]),
    st.sampled_from(["", " mức", " mốc", " ngưỡng"]),
    st.sampled_from(["5 tỷ USD", "1.200,5 triệu đồng", "18%", "$5 triệu"]),
    st.sampled_from([" ", "\u00a0", "  "]),
)
def test_every_word_opens_its_side_wherever_it_stands(word, before, between, number, space):
    text = f"{before}{word}{between} {number}".replace(" ", space)
    assert hedge(text) is SIDES[word]
    assert SIDES[word].approximate is (word not in MORE)
