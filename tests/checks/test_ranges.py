"""Numbers and periods that nothing can be."""

import pytest

from tests.checks.held import errors, one
from tests.reports import figure, part, statement


def test_a_negative_turnover_is_out_of_range() -> None:
    found = errors("Xuất khẩu 425 triệu USD", statement(export=figure(425) | {"value": -425}))
    finding = next(f for f in found if f.rule == "range")
    assert finding.fields == ("statements.0.export.value",)
    assert (finding.attribution, finding.expected, finding.actual) == (
        "model",
        (0, None),
        -(425 * 10**6),
    )


def test_a_negative_balance_is_not() -> None:
    text = "nhập siêu 425 triệu USD"
    assert errors(text, statement(balance=figure(425) | {"value": -425})) == []


def test_a_fall_of_more_than_all_that_the_article_prints_is_the_sources() -> None:
    text = "Xuất khẩu 425 triệu USD, giảm 105%"
    finding = one(errors(text, statement(export=figure(425, change=part(-105, "giảm 105%")))))
    assert (finding.rule, finding.attribution, finding.suspect) == ("range", "source", None)
    assert finding.expected == (-100, None)


def test_a_balance_may_fall_by_more_than_all() -> None:
    text = "xuất siêu 425 triệu USD, giảm 105%"
    assert errors(text, statement(balance=figure(425, change=part(-105, "giảm 105%")))) == []


@pytest.mark.parametrize(
    ("start", "end", "fields"),
    [
        ("2022-06-30", "2022-01-01", ("start", "end")),
        ("2022-01-01", "2022-06-31", ("end",)),
        ("2022-1-1", "2022-06-30", ("start",)),
        ("20220101", "2022-W05-1", ("start",)),
        ("", "sáu tháng", ("start",)),
        ("２０２２-01-01", "2022-06-30", ("start",)),
    ],
)
def test_an_impossible_period_is_out_of_range(
    start: str, end: str, fields: tuple[str, ...]
) -> None:
    finding = errors("", statement(start=start, end=end))[0]
    assert finding.rule == "range"
    assert finding.fields == tuple(f"statements.0.period.{name}" for name in fields)


def test_one_day_is_a_period() -> None:
    assert errors("", statement(start="2024-02-29", end="2024-02-29")) == []
