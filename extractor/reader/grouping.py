"""Rows of a table that are the whole of the rows right below them, as their amounts show.

«Hàng qua các cửa khẩu | 3.302,5 | 3.524,8» and below it «- Xuất khẩu», «- Nhập khẩu», which add up
to it in every column: it is the sum of both, whatever its words say, and its place and time are
theirs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extractor.numbers.quantity import Quantity
from extractor.reader.adding import is_sum
from extractor.schema import EditRule

_BELOW = 8
"""Rows below a whole among which its parts stand."""
_TELLING = 3
"""Digits from which on an amount that adds up does so by no chance."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row's measure, where its words name one, and its amounts by column."""

    measure: str | None
    amounts: Mapping[int, Quantity]


@dataclass(frozen=True, slots=True)
class Group:
    """A row that is a whole, by its number, what it is of, and the rows of its parts."""

    head: int
    measure: str
    parts: tuple[int, ...]


def groups(rows: Sequence[Row], rules: Sequence[EditRule]) -> dict[int, Group]:
    """The groups among some rows, by the number of each row that belongs to one."""
    wholes = [(whole, set(parts)) for whole, parts in (r.composition for r in rules)]
    found: dict[int, Group] = {}
    for head, row in enumerate(rows):
        for whole, parts in wholes:
            if head in found or len(parts) < 2 or row.measure not in (None, whole):
                continue
            below = _below(rows, head, parts)
            if below and _adds_up(row, [rows[i] for i in below]):
                group = Group(head, whole, below)
                found |= dict.fromkeys((head, *below), group)
    return found


def _below(rows: Sequence[Row], head: int, parts: set[str]) -> tuple[int, ...]:
    """The rows of all parts, each told once before another of them is told again."""
    below: dict[str, int] = {}
    for index in range(head + 1, min(head + 1 + _BELOW, len(rows))):
        measure = rows[index].measure
        if measure in below:
            break
        if measure is not None and measure in parts:
            below[measure] = index
        if len(below) == len(parts):
            return tuple(below.values())
    return ()


def _adds_up(whole: Row, parts: Sequence[Row]) -> bool:
    """Whether the parts make up the whole in each column that has all of them."""
    shared = [c for c in whole.amounts if all(c in part.amounts for part in parts)]
    return any(_digits(whole.amounts[c]) >= _TELLING for c in shared) and all(
        is_sum(whole.amounts[c], [part.amounts[c] for part in parts]) for c in shared
    )


def _digits(quantity: Quantity) -> int:
    return len(quantity.readings[0].value.normalize().as_tuple().digits)
