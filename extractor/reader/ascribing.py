"""Which of a row's amounts its percentages are of, and what they state of it.

A column of changes or shares belongs to the columns of amounts that it stands behind, unless its
heading names a measure or a period of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import groupby

from extractor.folding import Folded
from extractor.numbers.period import PeriodMention
from extractor.numbers.quantity import Quantity
from extractor.reader.column import INDEX_FROM, Column
from extractor.reader.grid import is_number
from extractor.reader.slots import Slot, Stated
from extractor.span import Span

_MOST = Decimal(10**5)
"""Percent that no column of percentages holds more than."""


def ascribed(columns: Sequence[Column | None]) -> Iterator[Column | None]:
    """The columns, those of percentages with the measure that their place gives them.

    «Xuất khẩu | Tăng (%) | Nhập khẩu | Tăng (%)»: of the amounts right before them; where these are
    of several measures, one each in their order, or of none that the table tells.
    """
    amounts: list[Column] = []
    for stated, run in groupby(columns, lambda c: c is None or c.role != "amount"):
        if not stated:
            amounts = [c for c in run if c is not None]
            yield from amounts
            continue
        beside = list(run)
        measures = list({(c.measure and c.measure.mention, c.total): c for c in amounts}.values())
        for role in ("change", "share"):
            bare = [i for i, c in enumerate(beside) if c and c.role == role and _is_bare(c)]
            each = len(bare) == len(measures)
            for number, i in enumerate(bare if measures else ()):
                column = beside[i]
                assert column is not None
                if len(measures) > 1 and not each:
                    beside[i] = replace(column, unsaid=True)
                    continue
                of = measures[number if each else 0]
                beside[i] = replace(column, measure=of.measure, total=of.total)
        yield from beside


def _is_bare(column: Column) -> bool:
    return column.measure is None and column.period is None


def stated_of(found: Sequence[Slot], column: Column) -> Slot | None:
    """Which of the row's amounts a percentage is of: of the column's measure and period.

    Where the column says neither, the last that is no past year's, of several years the latest. A
    comparison with a period is of the same part of the year after, and of nothing where the row has
    none.
    """
    if column.unsaid and len({s.measure for s in found}) > 1:
        return None
    own = column.measure.mention if column.measure else "" if column.total else None
    named = [s for s in found if s.measure == own] or found
    if column.base is not None:
        named = [s for s in named if _year(s) in (0, column.base + 1)]
        if not named:
            return None
    period = column.period
    alike = [s for s in named if period is not None and _same(s.period, period)]
    if column.against and period is not None and period.year is not None:
        alike = [s for s in alike if s.period and s.period.year in (None, period.year + 1)]
        if not alike and period.kind != "year":
            return None
    latest = alike or [s for s in named if not s.back] or named
    years = [_year(s) for s in latest]
    parts = {(s.period.start, s.period.end) for s in latest if s.period is not None}
    if len(parts) == 1 and min(years):
        # Of two years the change is of the later, in whichever order their columns stand.
        return latest[years.index(max(years))]
    return latest[-1]


def _year(slot: Slot) -> int:
    """The year that a figure is of, 0 where it names none."""
    return (slot.period and slot.period.year) or 0


def _same(a: PeriodMention | None, b: PeriodMention) -> bool:
    """Whether both columns are of the same part of a year."""
    return a is not None and (a.start, a.end) == (b.start, b.end)


def state(folded: Folded, cell: Span, quantity: Quantity, column: Column, slot: Slot) -> bool:
    """Give the cell's percentage to the row's figure: a change, an index of 100, a share.

    Whether it is so given, and not left out since the figure has one.
    """
    value = quantity.value
    if abs(value) > _MOST:
        return True
    number = quantity.number.of(folded.text)
    span = Span(*(cell if is_number(cell.of(folded.text)) else quantity.span))
    before = folded.lower[cell.start : quantity.span.start].split()[-1:]
    if column.role == "share":
        slot.share, given = slot.share or Stated(span, value), slot.share
        return given is None
    if before in (["giảm"], ["▼"], ["↓"]):
        stated = Stated(Span(*cell), -abs(value))
    else:
        signed = column.grows or number[0] in "+-" or before in (["tăng"], ["▲"], ["↑"])
        index = not signed and value >= INDEX_FROM
        stated = Stated(span, value - 100 if index else value)
    slot.change, given = slot.change or stated, slot.change
    return given is None
