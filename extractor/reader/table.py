"""Tables in text: lines of cells parted by «|» or tabs, their unit mostly in the caption above.

The header says what a column holds: amounts (of a period of its own, maybe), changes on the year,
shares of plan. The row's first words name the measure, or the header does and the row names a
place. A column that says neither is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from extractor.folding import Folded
from extractor.numbers.period import PeriodMention
from extractor.numbers.place import PlaceMention
from extractor.numbers.quantity import Quantity, Unit, quantities, unit
from extractor.reader import subject
from extractor.reader.slots import Clause, Context, Slot, Stated
from extractor.reader.tokens import Kind, Token, Tokeniser
from extractor.span import Span

_CELL = re.compile(r"[^|\t]+")
_NUMERIC = re.compile(r"\s*[+-]?[0-9][0-9.,]*\s*%?\s*")

_INDEX_FROM = Decimal(50)
"""An unsigned percentage from here on, in a column of comparisons, is an index of 100."""

Role = Literal["amount", "change", "share"]


@dataclass(frozen=True, slots=True)
class _Column:
    """What a column's header says of its cells."""

    role: Role
    period: PeriodMention | None = None
    unit: Unit | None = None
    measure: Token | None = None
    estimate: bool = False
    past: bool = False


def is_row(text: str) -> bool:
    """Whether a line is a row of a table: at least two cells, or one behind a bar."""
    return len(_CELL.findall(text)) >= 2 and ("|" in text or "\t" in text.strip("\t"))


def read_table(
    tokeniser: Tokeniser, caption: Iterable[Span], rows: Sequence[Span], context: Context
) -> list[Slot]:
    """The figures of one table. ``caption`` is what stands right above it."""
    folded = tokeniser.folded
    above = [token for stretch in caption for token in tokeniser.tokens(stretch)]
    general = context.period
    for token in above:
        if token.kind is Kind.PERIOD and token.mention.role == "own":
            general = token.mention
    default = next(filter(None, (unit(stretch.of(folded.text)) for stretch in caption)), None)
    grid = [_cells(folded, row) for row in rows]
    head = next((i for i, cells in enumerate(grid) if any(_is_number(folded, c) for c in cells)), 0)
    if not head:
        return []
    columns = _columns(tokeniser, grid[:head], grid[head:])
    estimate = any(t.kind is Kind.ESTIMATE for t in above)
    place = next((t.mention.name for t in reversed(above) if _is_place(t)), context.place)
    slots: list[Slot] = []
    for cells in grid[head:]:
        slots += _row(tokeniser, cells, columns, default, general, place, estimate)
    return slots


def _cells(folded: Folded, row: Span) -> list[Span]:
    """The row's cells without the spaces around them, empty ones kept."""
    text = folded.text
    found = []
    start = row.start + (text[row.start] == "|")
    end = row.end - (text[row.end - 1] == "|")
    for index in range(start, end + 1):
        if index == end or text[index] in "|\t":
            cell = text[start:index]
            left = len(cell) - len(cell.lstrip())
            found.append(Span(start + min(left, len(cell)), start + max(left, len(cell.rstrip()))))
            start = index + 1
    return found


def _is_number(folded: Folded, cell: Span) -> bool:
    return _NUMERIC.fullmatch(cell.of(folded.text)) is not None


def _is_place(token: Token) -> bool:
    if token.kind is not Kind.PLACE:
        return False
    mention: PlaceMention = token.mention
    return mention.kind != "foreign"


def _columns(
    tokeniser: Tokeniser, header: Sequence[Sequence[Span]], body: Sequence[Sequence[Span]]
) -> list[_Column | None]:
    """What each column holds, by the words above it."""
    width = max((len(cells) for cells in (*header, *body)), default=0)
    columns: list[_Column | None] = []
    for index in range(width):
        words = [c[index] for c in header if len(c) > index and c[index].end > c[index].start]
        numeric = any(len(c) > index and _is_number(tokeniser.folded, c[index]) for c in body)
        columns.append(_column(tokeniser, words) if numeric else None)
    return columns


def _column(tokeniser: Tokeniser, words: Sequence[Span]) -> _Column | None:
    folded = tokeniser.folded
    text = " ".join(w.of(folded.lower) for w in words)
    tokens = [t for w in words for t in tokeniser.tokens(w)]
    kinds = {t.kind for t in tokens}
    mentions: list[PeriodMention] = [t.mention for t in tokens if t.kind is Kind.PERIOD]
    own = next((m for m in mentions if m.role == "own"), None)
    past = next((m for m in mentions if m.role == "last_year"), None)
    relative = "%" in text or "phần trăm" in text or Kind.COMPARED in kinds or "tỷ lệ" in text
    if Kind.PLAN in kinds:
        return _Column("share") if relative else None
    if any(m.role == "previous" for m in mentions):
        return None
    if relative or re.search(r"tăng|giảm|\+/-", text):
        if Kind.PROPORTION in kinds:
            return None
        return _Column("change", own if past is not None or own is None else None)
    measure = next((t for t in reversed(tokens) if t.kind is Kind.LABEL), None)
    return _Column(
        "amount",
        past or own,
        unit(text),
        measure,
        estimate=Kind.ESTIMATE in kinds,
        past=past is not None,
    )


def _row(
    tokeniser: Tokeniser,
    cells: Sequence[Span],
    columns: Sequence[_Column | None],
    default: Unit | None,
    general: PeriodMention | None,
    place: str | None,
    estimate: bool,
) -> list[Slot]:
    """The figures of one row."""
    folded = tokeniser.folded
    first = next((c for c in cells if c.end > c.start and not _is_number(folded, c)), None)
    if first is None:
        return []
    tokens = tokeniser.tokens(first)
    name = _measure(tokens)
    here = next((t.mention.name for t in tokens if _is_place(t)), place)
    slots: list[Slot] = []
    for cell, column in zip(cells, columns, strict=False):
        if column is None or cell.start < first.start or not _is_number(folded, cell):
            continue
        if column.role == "amount":
            measure = name or column.measure
            governing = column.unit or unit(first.of(folded.text)) or default
            if measure is None or governing is None:
                continue
            quantity = _quantity(folded, cell, governing)
            if quantity is None:
                continue
            slots.append(
                Slot(
                    measure.mention,
                    measure.span,
                    quantity=quantity,
                    period=column.period if not column.past else general,
                    place=here,
                    approximate=column.estimate or (estimate and not column.past),
                    back=column.past,
                )
            )
            if column.past:
                slots[-1] = replace(slots[-1], period=column.period, compared=general)
            elif column.period is None:
                slots[-1].period = general
        elif slots:
            of_it = [s for s in slots if column.period and _same(s.period, column.period)]
            latest = of_it or [s for s in slots if not s.back] or slots
            _state(folded, cell, column.role, latest[-1])
    return slots


def _same(a: PeriodMention | None, b: PeriodMention) -> bool:
    """Whether both columns are of the same part of a year."""
    return a is not None and (a.start, a.end) == (b.start, b.end)


def _measure(tokens: Sequence[Token]) -> Token | None:
    """The measure that the row's words name, unless content makes it another one."""
    found = None
    for index, token in enumerate(tokens):
        if token.kind is not Kind.LABEL or subject.superseded(tokens, index):
            continue
        if subject.claimed(tokens, index, Clause(0)):
            return None
        found = token
    return found


def _quantity(folded: Folded, cell: Span, governing: Unit) -> Quantity | None:
    for quantity in quantities(folded, cell):
        return replace(
            quantity,
            span=Span(*quantity.number),
            scale=governing.scale,
            currency=governing.currency,
            kind="money",
        )
    return None


def _state(folded: Folded, cell: Span, role: Role, slot: Slot) -> None:
    """Give the cell's percentage to the row's figure: a change, an index of 100, a share."""
    for quantity in quantities(folded, cell):
        value = quantity.value
        text = cell.of(folded.text)
        if role == "share":
            slot.share = slot.share or Stated(Span(*cell), value)
        else:
            index = text[0] not in "+-" and value >= _INDEX_FROM
            change = value - 100 if index else value
            slot.change = slot.change or Stated(Span(*cell), change)
        return
