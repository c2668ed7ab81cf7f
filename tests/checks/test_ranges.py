"""Numbers and periods that cannot be, whatever the schema or because it says so."""

from typing import Annotated

import pytest

from extractor.checks import check
from extractor.errors import ConfigurationError
from extractor.numbers.interval import Interval
from extractor.record import Finding
from extractor.schema import Figure, Measure, Report, Statement, of_report
from tests.checks.held import errors, one
from tests.reports import figure, part, statement


class _Harvest(Statement):
    crop: Annotated[
        Figure | None,
        Measure(
            phrases=("sản lượng",),
            values=Interval.between(1000, 10**9),
            changes=Interval.between(-90, 300),
            shares=Interval.between(None, 200, high_open=True),
        ),
    ]


class _Harvests(Report):
    statements: list[_Harvest]


def harvest(text: str, **figures: object) -> list[Finding]:
    head = {key: statement()[key] for key in ("place", "scope", "period")}
    checked = check(text, {"statements": [head | figures]}, of_report("harvest", _Harvests))
    assert checked.crashed == ()
    return [f for f in checked.findings if f.severity == "error"]


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
    ("value", "text", "is_possible"),
    [
        (1000, "1.000 triệu USD", True),
        ("1000.1", "1.000,1 triệu USD", False),
        (1100, "1.100 triệu USD", False),
        # The digits leave what the schema allows open.
        (1, "1 tỷ USD", True),
        (2, "2 tỷ USD", False),
        (999, "999 USD", False),
    ],
)
def test_a_value_outside_what_the_schema_declares(
    value: object, text: str, is_possible: bool
) -> None:
    scale = "million" if "triệu" in text else "billion" if "tỷ" in text else "one"
    found = harvest(f"Sản lượng {text}", crop=figure(value, scale, text=text))
    if is_possible:
        assert found == []
        return
    finding = one(found)
    assert (finding.rule, finding.attribution) == ("range", "source")
    assert finding.fields == ("statements.0.crop.value",)
    assert finding.expected == (1000, 10**9)
    assert "outside what the schema declares" in finding.message


def test_a_value_that_is_outside_by_its_scale_alone_is_laid_to_the_model() -> None:
    found = harvest("Sản lượng 5 triệu USD", crop=figure(5, "trillion", text="5 triệu USD"))
    assert [(f.rule, f.attribution) for f in found] == [("reading", "model"), ("range", "model")]


@pytest.mark.parametrize(
    ("aspect", "percent", "words", "expected"),
    [
        ("change", 310, "tăng 310%", (-90, 300)),
        ("change", -95, "giảm 95%", (-90, 300)),
        ("plan", 250, "đạt 250% kế hoạch", (None, 200)),
    ],
)
def test_a_percentage_outside_what_the_schema_declares(
    aspect: str, percent: int, words: str, expected: tuple[int | None, int]
) -> None:
    crop = figure(5) | {aspect: part(percent, words)}
    finding = one(harvest(f"Sản lượng 5 triệu USD, {words}", crop=crop))
    assert (finding.rule, finding.expected) == ("range", expected)
    assert finding.fields == (f"statements.0.crop.{aspect}.percent",)


def test_a_percentage_inside_is_possible() -> None:
    text = "Sản lượng 5 triệu USD, tăng 299%, đạt 199% kế hoạch"
    crop = figure(5, change=part(299, "tăng 299%"), plan=part(199, "đạt 199% kế hoạch"))
    assert harvest(text, crop=crop) == []


def test_more_than_the_trade_of_the_world_is_no_turnover() -> None:
    text = "5.000 nghìn tỷ USD"
    made = statement(export=figure(5000, "trillion", text=text))
    assert errors(f"Xuất khẩu {text}", made) == []
    text = "5.000.000 nghìn tỷ USD"
    made = statement(export=figure(5_000_000, "trillion", text=text))
    assert one(errors(f"Xuất khẩu {text}", made)).rule == "range"


def test_what_a_measure_can_be_is_declared_as_an_interval() -> None:
    class Pair(Statement):
        crop: Annotated[Figure | None, Measure(phrases=("lúa",), values=(0, 5))]  # type: ignore[arg-type]

    class Pairs(Report):
        statements: list[Pair]

    with pytest.raises(ConfigurationError, match="crop") as caught:
        of_report("pairs", Pairs)
    assert caught.value.hint is not None
    assert "Interval.between" in caught.value.hint


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
