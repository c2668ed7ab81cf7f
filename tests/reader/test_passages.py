"""Passages of our own, each with the figures that a reader of the language takes from it.

``passages.txt`` holds those of trade, ``budget.txt`` and ``tourism.txt`` those of the schemas of
that name, parted by «====»: a text, then its figures, each on a line that begins with «>»: place,
first and last day, measure, millions, change on the year, share of plan, «-» for what is not
printed. A passage without such a line holds nothing to take.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from extractor import schema
from extractor.reader import read
from tests.reports import BUDGET, TOURISM, TRADE

HERE = Path(__file__).resolve().parent
SCHEMAS = {
    "passages": TRADE,
    "budget": BUDGET,
    "tourism": TOURISM,
}
PASSAGES = [
    pytest.param(of, passage, id=passage.split("\n> ")[0][-40:])
    for name, of in SCHEMAS.items()
    for passage in (HERE / f"{name}.txt").read_text("utf-8").split("====\n")
]

Row = tuple[str, ...]


def parted(passage: str) -> tuple[str, list[Row]]:
    """The text and its figures; a place may hold spaces."""
    lines = passage.splitlines()
    figures = [tuple(line[2:].rsplit(" ", 6)) for line in lines if line.startswith("> ")]
    text = "\n".join(line for line in lines if not line.startswith("> "))
    return text, sorted(figures)


def taken(text: str, of: schema.Schema) -> list[Row]:
    """What the reader takes, spelled as in the passages."""
    data = read(text, of).data
    rows = []
    for at in schema.figures(data, of):
        statement, figure = data["statements"][at.statement], at.figure
        value = schema.base_value(figure)
        rows.append(
            (
                statement["place"],
                statement["period"]["start"],
                statement["period"]["end"],
                at.measure,
                number(value / 10**6 if value is not None else None),
                number(figure["change"] and figure["change"]["percent"]),
                number(figure["plan"] and figure["plan"]["percent"]),
            )
        )
    return sorted(rows)


def number(value: Decimal | int | None) -> str:
    """A number without trailing zeros, «-» for none."""
    return "-" if value is None else f"{Decimal(value).normalize():f}"


@pytest.mark.parametrize(("of", "passage"), PASSAGES)
def test_passage(of, passage):
    text, figures = parted(passage)
    assert taken(text, of) == figures
