"""An article as it is perturbed: the figures read of it, and texts made from it."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from extractor import schema
from extractor.folding import fold_phrase
from extractor.reader import read
from extractor.schema import Schema


class Seen(NamedTuple):
    """A figure by all that is said of it, its words aside: these are the article's."""

    place: str
    scope: str
    start: date
    end: date
    measure: str
    value: Decimal | None
    currency: str | None
    approximate: bool
    change: Decimal | None
    plan: Decimal | None
    others: tuple[str, ...]


class Printed(NamedTuple):
    """A figure with the number that it was read from; ``None`` where not just one is printed."""

    seen: Seen
    number: str | None


Move = Callable[[Seen], Seen]


def as_it_is(figure: Seen) -> Seen:
    return figure


@dataclass(frozen=True)
class Made:
    """A text made from an article's, and what each figure of the article becomes in it."""

    text: str
    move: Move = as_it_is


@dataclass(frozen=True)
class Given:
    """An article's text with what the reader takes from it as it stands."""

    text: str
    figures: tuple[Printed, ...]


Perturbation = Callable[[Given, random.Random], Iterator[Made]]


def given(text: str, of: Schema) -> Given:
    return Given(text, tuple(printed(text, of)))


def seen(text: str, of: Schema) -> list[Seen]:
    return [figure.seen for figure in printed(text, of)]


def printed(text: str, of: Schema) -> Iterator[Printed]:
    reading = read(text, of)
    for at in schema.figures(reading.data, of):
        statement, figure = reading.data["statements"][at.statement], at.figure
        numbers = re.findall(r"[0-9]+(?:[.,][0-9]+)*", figure["text"] or "")
        yield Printed(
            Seen(
                statement["place"],
                fold_phrase(statement["scope"] or ""),
                date.fromisoformat(statement["period"]["start"]),
                date.fromisoformat(statement["period"]["end"]),
                at.measure,
                schema.base_value(figure),
                figure["currency"],
                figure["approximate"],
                figure["change"] and Decimal(figure["change"]["percent"]),
                figure["plan"] and Decimal(figure["plan"]["percent"]),
                tuple(doubt.of for doubt in reading.bindings[at.path].doubts),
            ),
            numbers[0] if len(numbers) == 1 else None,
        )


def is_set(text: str) -> bool:
    """Whether lines are broken at a width, which words of another length would no longer fill."""
    return len(re.findall(r"(?m)^.{30,}[^\s.:;!?…]\r?\n[ \t]*(?=[^\W\d_A-ZĐ])", text)) >= 3


def is_row(line: str) -> bool:
    """Whether a line is a table's, whose cells bars, tabs, spaces or semicolons part."""
    return re.search(r"[|\t]| {3}\S", line) is not None or (
        line.count(";") >= 2 and line.rstrip()[-1] not in ".!?"
    )
