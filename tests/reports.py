"""Reports for tests: as short to write as they are to read."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

from extractor.schema import Figure, Measure, Report, Schema, Statement, load, of_report

TRADE: Schema = load("trade", Path(__file__).parents[1] / "schemas" / "trade.py")
BUDGET: Schema = load("budget", Path(__file__).parent / "schemas" / "budget.py")
TOURISM: Schema = load("tourism", Path(__file__).parent / "schemas" / "tourism.py")
INSURANCE: Schema = load("insurance", Path(__file__).parent / "schemas" / "insurance.py")
"""Schemas of other subjects than trade."""
MEASURES = tuple(measure.name for measure in TRADE.measures)


class _Statement(Statement):
    remark: str
    catch: Annotated[Figure | None, Measure(phrases=("sản lượng",))]


class _Report(Report):
    statements: list[_Statement]
    print_place: str


FISHING: Schema = of_report("trade", _Report)
"""A schema that asks for more than figures."""


def figure(value: object = 100, scale: str | None = "million", **changes: object) -> dict[str, Any]:
    """A figure of so many million US dollars, changed as said."""
    number = None if value is None else Decimal(str(value))
    text = None if value is None else f"{value} triệu USD"
    return {
        "value": number,
        "scale": scale if value is not None else None,
        "currency": "USD" if value is not None else None,
        "text": text,
        "approximate": False,
        "change": None,
        "plan": None,
    } | changes


def part(percent: object, text: str | None = None) -> dict[str, Any]:
    """A change on the year or a share of the plan."""
    return {"percent": Decimal(str(percent)), "text": text or f"{percent}%"}


def statement(
    place: str = "Lạng Sơn",
    scope: str | None = None,
    start: str = "2022-01-01",
    end: str = "2022-06-30",
    words: str = "6 tháng",
    **figures: Mapping[str, Any] | int | None,
) -> dict[str, Any]:
    """A statement; a measure given as a number is that many million US dollars."""
    given = {name.rstrip("_"): value for name, value in figures.items()}
    assert given.keys() <= set(MEASURES)
    return {
        "place": place,
        "scope": scope,
        "period": {"start": start, "end": end, "text": words},
        **{
            name: figure(given[name]) if isinstance(given.get(name), int) else given.get(name)
            for name in MEASURES
        },
    }


def report(*statements: dict[str, Any]) -> dict[str, Any]:
    """A trade report that fits its schema."""
    made = {"statements": list(statements)}
    assert TRADE.problems(made) == []
    return made


def catch(remark: str = "mùa lũ", print_place: str = "Huế", tons: int = 1) -> dict[str, Any]:
    """A report of the schema ``FISHING``."""
    head = {key: value for key, value in statement().items() if key in ("place", "scope", "period")}
    return {
        "statements": [{**head, "remark": remark, "catch": figure(tons)}],
        "print_place": print_place,
    }
