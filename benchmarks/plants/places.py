"""Where in a record something can be planted: figures, their names as findings have them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from benchmarks.plants.known import Known, Planted
from benchmarks.regressions import Report, figures, spoilt

Path = tuple[int, str]
AMOUNT = ("value", "scale", "currency", "text")
"""What a figure says of its value."""


def shuffled(known: Known, dice: random.Random) -> list[tuple[Path, Report]]:
    """Every figure of a record, in an order that the dice give."""
    found = list(figures(known.data))
    return dice.sample(found, len(found))


def valued(known: Known, dice: random.Random) -> list[tuple[Path, Report]]:
    return [one for one in shuffled(known, dice) if one[1]["value"] is not None]


def told(known: Known, dice: random.Random, part: str) -> list[tuple[Path, Report]]:
    """Figures with a change or a share."""
    return [one for one in shuffled(known, dice) if one[1][part] is not None]


def absent(known: Known, dice: random.Random) -> Iterator[Path]:
    """Measures that a statement does not have."""
    statements = list(enumerate(known.data["statements"]))
    for index, statement in dice.sample(statements, len(statements)):
        empty = [name for name, value in statement.items() if value is None and name != "scope"]
        yield from ((index, name) for name in dice.sample(empty, len(empty)))


def named(path: Path) -> str:
    return f"statements.{path[0]}.{path[1]}"


def amount_at(path: Path) -> tuple[str, ...]:
    """The fields of a figure's value, without its change and share."""
    return tuple(f"{named(path)}.{part}" for part in AMOUNT)


def amount_of(figure: Report) -> Report:
    return {part: figure[part] for part in AMOUNT}


def with_amount(known: Known, path: Path, amount: Report) -> Planted:
    """The record with another value in a figure, its words with it."""
    return Planted(spoilt(known.data, path, **amount), amount_at(path))


def with_part(known: Known, path: Path, part: str, said: Report | None) -> Planted:
    """The record with another change or share in a figure."""
    return Planted(spoilt(known.data, path, **{part: said}), (f"{named(path)}.{part}",))


def bare(amount: Report, **parts: Any) -> Report:
    """A figure of that value and nothing else said of it."""
    return {**amount_of(amount), "approximate": False, "change": None, "plan": None, **parts}
