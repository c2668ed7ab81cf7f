"""Figures that are marked as the article does not, and figures that are given twice."""

from __future__ import annotations

import pytest

from tests.checks.held import errors, one, rules
from tests.reports import figure, part, statement

TEXT = "6 tháng năm 2022, Lạng Sơn {}."


def about(value: int, **changes: object) -> dict:
    return figure(value, approximate=True, **changes)


@pytest.mark.parametrize(
    "words",
    [
        "ước xuất khẩu 425 triệu USD",
        "xuất khẩu 425 triệu USD (ước)",
        "xuất khẩu hơn 425 triệu USD",
        "có khoảng 30 doanh nghiệp, xuất khẩu 425 triệu USD",
    ],
)
def test_what_can_be_either_is_left_alone(words: str) -> None:
    text = TEXT.format(words)
    assert rules(text, statement(export=425)) == rules(text, statement(export=about(425))) == []


@pytest.mark.parametrize("hedge", ["ước đạt", "dự kiến", "khoảng", "gần", "xấp xỉ", "ước khoảng"])
def test_a_hedge_that_is_not_marked_is_laid_to_the_model(hedge: str) -> None:
    text = TEXT.format(f"xuất khẩu {hedge} 425 triệu USD")
    assert rules(text, statement(export=about(425))) == []
    finding = one(errors(text, statement(export=425)))
    assert (finding.rule, finding.attribution) == ("reading", "model")
    assert finding.fields == ("statements.0.export.approximate",)
    assert "is printed as an estimate, the report calls it exact" in finding.message


def test_a_mark_without_a_hedge_is_laid_to_the_model() -> None:
    text = TEXT.format("xuất khẩu 425 triệu USD")
    assert rules(text, statement(export=425)) == []
    finding = one(errors(text, statement(export=about(425))))
    assert finding.fields == ("statements.0.export.approximate",)
    assert "without a word of estimate, the report calls it approximate" in finding.message


def test_parts_of_an_estimate_are_estimated() -> None:
    text = TEXT.format("xuất nhập khẩu ước đạt 500 triệu USD; xuất khẩu 425 triệu USD")
    assert rules(text, statement(total=about(500), export=about(425))) == []
    finding = one(errors(text, statement(total=about(500), export=425)))
    assert "is part of an estimate" in finding.message


def test_parts_of_what_is_estimated_in_one_of_its_prints_are_estimated() -> None:
    text = TEXT.format("xuất nhập khẩu 500 triệu USD") + (
        "\nXuất nhập khẩu 6 tháng năm 2022 ước đạt 500 triệu USD; xuất khẩu 425 triệu USD."
    )
    assert rules(text, statement(total=about(500), export=about(425))) == []
    finding = one(errors(text, statement(total=about(500), export=425)))
    assert "is part of an estimate" in finding.message
    assert rules(text, statement(total=500, export=425)) == []


def test_an_estimate_of_an_earlier_paragraph_may_go_on_where_the_report_has_others() -> None:
    lead = TEXT.format("xuất khẩu ước đạt 425 triệu USD")
    later = f"{lead}\n{'Thời tiết thuận lợi. ' * 20}\nNhập khẩu của Lạng Sơn 75 triệu USD."
    assert rules(later, statement(export=about(425), import_=about(75))) == []
    assert rules(later, statement(export=about(425), import_=75)) == []
    found = errors(later, statement(import_=about(75)))
    assert "statements.0.import.approximate" in [f.suspect for f in found]


def test_a_value_that_is_printed_with_and_without_a_hedge_can_be_either() -> None:
    text = TEXT.format("xuất khẩu gần 425 triệu USD") + " Lạng Sơn xuất khẩu 425 triệu USD."
    assert rules(text, statement(export=425)) == rules(text, statement(export=about(425))) == []


TWICE = TEXT.format("xuất khẩu 425 triệu USD, tăng 5%; nhập khẩu 75 triệu USD")
GROWN = figure(425, change=part(5, "tăng 5%"))


def test_a_statement_that_is_given_twice_is_told_once() -> None:
    made = statement(export=GROWN, import_=75)
    assert rules(TWICE, made) == []
    finding = one(errors(TWICE, made, made))
    assert (finding.rule, finding.attribution) == ("repetition", "model")
    assert finding.fields == ("statements.1", "statements.0")


def test_a_figure_that_is_given_twice_is_told() -> None:
    finding = one(errors(TWICE, statement(export=GROWN), statement(export=GROWN, import_=75)))
    assert finding.fields == ("statements.1.export", "statements.0.export")
    assert finding.message == "export: «425 triệu USD» is said twice of the same"


def test_figures_of_other_times_and_scopes_may_be_alike() -> None:
    other = statement(export=GROWN, import_=75, scope="chính ngạch")
    found = rules(TWICE, statement(export=GROWN, import_=75), other)
    assert "repetition" not in found
