"""Which mark parts decimals, by the numbers that leave no choice."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.folding import fold
from extractor.numbers.convention import Convention
from extractor.numbers.quantity_lexer import quantities


def of(text: str) -> Convention:
    folded = fold(text)
    return Convention.of(folded.text, quantities(folded))


@pytest.mark.parametrize(
    ("text", "decimal"),
    [
        ("tăng 42.5%, đạt 5,300 triệu USD", "."),
        ("tăng 42,5%, đạt 5.300 triệu USD", ","),
        ("tăng 42.5%, giảm 3,1%", None),
        ("đạt 5,300 triệu USD", None),
        ("mục 2.1 tăng 3%", None),
        ("đạt 25.244,56 triệu USD", ","),
        ("đạt 1.204.500 USD", ","),
        ("đạt 1,204,500 USD", "."),
        ("tăng 4,5%, 3,1%, 2,2%, 7,0% và 42,5%, giảm 3.1%", ","),
    ],
)
def test_what_a_text_bears_witness_of(text, decimal):
    assert of(text).decimal == decimal


def test_a_text_with_decimal_points_groups_by_commas():
    [amount] = quantities(fold("5,300 triệu USD"))
    assert Convention(points=1).first(amount).value == 5300
    assert Convention(commas=1).first(amount).value == Decimal("5.3")
    [billions] = quantities(fold("5,300 tỷ USD"))
    assert Convention(points=1).first(billions).value == Decimal("5.3")


def test_points_of_percentages_do_not_tell_what_points_of_amounts_do():
    [points, commas, _] = quantities(fold("2.938 triệu USD, 5,300 triệu USD, tăng 12.5%"))
    percents = of("tăng 12.5%")
    assert percents.first(points).value == 2938
    assert percents.first(commas).value == 5300
    assert (percents.tells("."), percents.tells(",")) == (False, True)
    assert of("đạt 12.5 triệu USD").first(points).value == Decimal("2.938")


@given(st.lists(st.decimals(min_value=1, max_value=10**6, places=2), min_size=1, max_size=20))
def test_numbers_printed_by_one_convention_bear_witness_of_it(values):
    english = " ".join(f"{value:,.2f}%" for value in values)
    assert of(english).decimal == "."
    assert of(english.translate(str.maketrans(",.", ".,"))).decimal == ","
