"""Tables in text: lines of cells parted by «|» or tabs, their unit mostly in the caption above.

The header says what a column holds: amounts (of a period of its own, maybe), changes on the year,
shares of plan. The row's first words name the measure, or the header does and the row names a
place or a period. A heading that spans several columns stands over the first of them alone. A
column that says neither is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal

from extractor.folding import Folded
from extractor.numbers.period import PeriodMention
from extractor.numbers.place import PlaceMention
from extractor.numbers.quantity import Quantity, Unit, quantities, unit
from extractor.reader import subject
from extractor.reader.slots import Clause, Context, Slot, Stated
from extractor.reader.tokens import Kind, Token, Tokeniser
from extractor.schema import EditRule
from extractor.span import Span

_CELL = re.compile(r"[^|\t]+")
_SEMICOLONS = 2
"""Semicolons from which a line of short cells, most of them numbers, is a row."""
_CELL_WORDS = 12
_NUMERIC = re.compile(r"\s*[+-]?[0-9][0-9.,]*\s*(?:%|phần trăm)?\s*")

_YEAR = re.compile(r"(?:19[5-9]|20[0-9])[0-9]")
"""A cell of four such digits in a heading, or at the head of a row, is a year and no amount."""

_INDEX_FROM = Decimal(50)
"""An unsigned percentage from here on, in a column of comparisons, is an index of 100."""

_RULE = re.compile(r"[-=_+|\s]*")
_PLACES = re.compile(r"tỉnh|thành phố|địa phương|địa bàn|huyện")
_SECTION_WORDS = 8
"""Words that the head of a section has at most."""

Role = Literal["amount", "change", "share"]


@dataclass(frozen=True, slots=True)
class _Column:
    """What a column's header says of its cells.

    ``against`` says that ``period`` is the one compared with («so với T8/2021 (%)»).
    """

    role: Role
    period: PeriodMention | None = None
    unit: Unit | None = None
    measure: Token | None = None
    estimate: bool = False
    past: bool = False
    against: bool = False
    total: bool = False
    place: str | None = None


def is_row(text: str) -> bool:
    """Whether a line is a row of a table: at least two cells, or one behind a bar."""
    return len(_CELL.findall(text)) >= 2 and ("|" in text or "\t" in text.strip("\t"))


def is_listed_row(text: str) -> bool:
    """Whether a line is a row whose cells are parted by semicolons: a name, then numbers alone."""
    cells = text.split(";")
    return len(cells) > _SEMICOLONS and all(_NUMERIC.fullmatch(c) for c in cells[1:] if c.strip())


def is_listed_header(text: str, below: str) -> bool:
    """Whether a line heads the row ``below`` it, both parted by semicolons."""
    cells = text.split(";")
    return (
        is_listed_row(below)
        and len(cells) == len(below.split(";"))
        and all(len(c.split()) <= _CELL_WORDS for c in cells)
    )


def extent(lines: Sequence[str], start: int) -> int:
    """Where the table that begins at line ``start`` ends.

    A rule or a short line between two rows belongs to it: the head of a section.
    """
    end = start + 1
    for index in range(start + 1, len(lines)):
        if is_row(lines[index]) or is_listed_row(lines[index]):
            end = index + 1
        elif index > end or len(lines[index].split()) > _SECTION_WORDS:
            break
    return end


def read_table(
    tokeniser: Tokeniser,
    caption: Sequence[Span],
    rows: Sequence[Span],
    context: Context,
    rules: Sequence[EditRule],
) -> list[Slot]:
    """The figures of one table. ``caption`` is what stands right above it."""
    folded = tokeniser.folded
    above = [token for stretch in caption for token in tokeniser.cell(stretch)]
    table = _Table(tokeniser, context.period, context.place)
    table.unit = next(filter(None, (unit(s.of(folded.text)) for s in reversed(caption))), None)
    table.estimate = any(t.kind is Kind.ESTIMATE for t in above)
    for token in above:
        if token.kind is Kind.PERIOD and token.mention.role == "own":
            table.period = token.mention
        elif _is_place(token):
            table.place = token.mention.name
    grid = [_cells(folded, row) for row in rows if not _RULE.fullmatch(row.of(folded.text))]
    grid = [cells for cells in grid if not table.is_numbering(cells)]
    head = next((i for i, cells in enumerate(grid) if _has_amounts(folded, cells)), 0)
    if not head:
        return []
    table.columns = _columns(tokeniser, grid[:head], grid[head:])
    for cells in grid[:head]:
        table.unit = table.unit or next(
            (u for c in cells[:2] if (u := unit(c.of(folded.text)))), None
        )
        table.label_heading += " ".join(c.of(folded.lower) for c in cells[:2])
    for cells in grid[head:]:
        table.row(cells)
    table.name_total(rules)
    return table.slots


def _cells(folded: Folded, row: Span) -> list[Span]:
    """The row's cells without the spaces around them, empty ones kept."""
    text = folded.text
    marks = "|\t" if is_row(row.of(text)) else ";"
    found = []
    start = row.start + (text[row.start] == "|")
    end = row.end - (text[row.end - 1] == "|")
    for index in range(start, end + 1):
        if index == end or text[index] in marks:
            cell = text[start:index]
            left = len(cell) - len(cell.lstrip())
            found.append(Span(start + min(left, len(cell)), start + max(left, len(cell.rstrip()))))
            start = index + 1
    return found


def _is_number(folded: Folded, cell: Span) -> bool:
    return _NUMERIC.fullmatch(cell.of(folded.text)) is not None


def _is_year(folded: Folded, cell: Span) -> bool:
    return _YEAR.fullmatch(cell.of(folded.text)) is not None


def _has_amounts(folded: Folded, cells: Sequence[Span]) -> bool:
    """Whether a row holds numbers that are no years."""
    return any(_is_number(folded, c) and not _is_year(folded, c) for c in cells)


def _spread(header: Sequence[Sequence[Span]]) -> list[list[Span]]:
    """The header's rows with each heading above all the columns that it spans.

    All but the last row can span: an empty cell there goes on with the one to its left.
    """
    spread = [list(cells) for cells in header]
    for cells in spread[:-1]:
        for index in range(2, len(cells)):
            if cells[index].start == cells[index].end:
                cells[index] = cells[index - 1]
    return spread


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
    spread = _spread(header)
    columns: list[_Column | None] = []
    for index in range(width):
        words = [c[index] for c in spread if len(c) > index and c[index].end > c[index].start]
        numeric = any(len(c) > index and _is_number(tokeniser.folded, c[index]) for c in body)
        columns.append(_column(tokeniser, words) if numeric else None)
    return columns


def _column(tokeniser: Tokeniser, words: Sequence[Span]) -> _Column | None:
    folded = tokeniser.folded
    text = " ".join(w.of(folded.lower) for w in words)
    tokens = [t for w in words for t in tokeniser.cell(w)]
    kinds = {t.kind for t in tokens}
    mentions: list[PeriodMention] = [t.mention for t in tokens if t.kind is Kind.PERIOD]
    own = next((m for m in mentions if m.role == "own"), None)
    past = next((m for m in mentions if m.role == "last_year"), None)
    relative = "%" in text or "phần trăm" in text or Kind.COMPARED in kinds or "tỷ lệ" in text
    measure = next((t for t in reversed(tokens) if t.kind is Kind.LABEL), None)
    if Kind.PLAN in kinds:
        return _Column("share", measure=measure) if relative else None
    if any(m.role == "previous" for m in mentions):
        return None
    if relative or re.search(r"tăng|giảm|\+/-", text):
        if Kind.PROPORTION in kinds:
            return None
        if past is not None or own is None:
            return _Column("change", own, measure=measure)
        against = [m for m in mentions if m.role == "own"][-1]
        return _Column("change", against, measure=measure, against=True)
    return _Column(
        "amount",
        past or own,
        unit(text),
        measure,
        estimate=Kind.ESTIMATE in kinds,
        past=past is not None,
        total=_is_total(tokens),
        place=next((t.mention.name for t in tokens if _is_place(t)), None),
    )


@dataclass
class _Table:
    """A table as far as it is read: what stands above it holds for every row."""

    tokeniser: Tokeniser
    period: PeriodMention | None
    place: str | None
    unit: Unit | None = None
    estimate: bool = False
    label_heading: str = ""
    columns: list[_Column | None] = field(default_factory=list)
    slots: list[Slot] = field(default_factory=list)
    totals: list[Slot] = field(default_factory=list)

    def is_numbering(self, cells: Sequence[Span]) -> bool:
        """A row that numbers the columns: A, 1, 2, 3."""
        texts = [c.of(self.tokeniser.folded.text) for c in cells if c.end > c.start]
        numbers = [t for t in texts if t.isdigit()]
        rising = [str(n) for n in range(1, len(numbers) + 1)]
        return len(numbers) > 1 and numbers == rising and all(len(t) <= 2 for t in texts)

    def row(self, cells: Sequence[Span]) -> None:
        """Read one row: a section's head, or a name with its numbers."""
        folded = self.tokeniser.folded
        first = next((c for c in cells if c.end > c.start and not _is_number(folded, c)), None)
        if cells and _is_year(folded, cells[0]):
            first = cells[0]
        if first is None:
            return
        if not any(_is_number(folded, c) for c in cells):
            self.unit = unit(first.of(folded.text)) or self.unit
            return
        tokens = self.tokeniser.cell(first)
        name = _measure(tokens)
        when = next((t.mention for t in tokens if t.kind is Kind.PERIOD), None)
        when = when if when is not None and when.role == "own" else None
        is_total = name is None and _is_total(tokens)
        place = self._place(tokens, first, name is None and not is_total)
        found: list[Slot] = []
        for cell, column in zip(cells, self.columns, strict=False):
            if column is None or cell.start <= first.start or not _is_number(folded, cell):
                continue
            if column.role == "amount":
                slot = self._amount(cell, column, name, first, place, when)
                if slot is not None:
                    found.append(slot)
            elif found:
                slot = _stated_of(found, column)
                if slot is not None:
                    _state(folded, cell, column.role, slot)
        self.totals += [s for s in found if not s.measure]
        self.slots += [s for s in found if s.measure]

    def _place(self, tokens: Sequence[Token], first: Span, alone: bool) -> str | None:
        """The place that the row is about: named in it, or what its words alone must be."""
        named = next((t.mention.name for t in tokens if _is_place(t)), None)
        common = all(t.kind in (Kind.NEUTRAL, Kind.STOP, Kind.PERIOD) for t in tokens)
        if named is not None or not alone or common:
            return named or self.place
        words = first.of(self.tokeniser.folded.text)
        if "cửa khẩu" in self.label_heading:
            return words if words.lower().startswith("cửa khẩu") else f"cửa khẩu {words}"
        return words if _PLACES.search(self.label_heading) else None

    def _amount(
        self,
        cell: Span,
        column: _Column,
        name: Token | None,
        first: Span,
        place: str | None,
        when: PeriodMention | None,
    ) -> Slot | None:
        folded = self.tokeniser.folded
        governing = column.unit or unit(first.of(folded.text)) or self.unit
        measure = name or column.measure
        total = column.total or self._may_total(first)
        if governing is None or place is None or (measure is None and not total):
            return None
        quantity = _quantity(folded, cell, governing)
        if quantity is None:
            return None
        quantity = self.tokeniser.convention.first(quantity)
        return Slot(
            measure.mention if measure is not None else "",
            measure.span if measure is not None else first,
            quantity=quantity,
            period=_period(column.period, when) or self.period,
            compared=self.period if column.past else None,
            place=column.place or place,
            approximate=column.estimate or (self.estimate and not column.past),
            back=column.past,
        )

    def _may_total(self, first: Span) -> bool:
        return _is_total(self.tokeniser.cell(first))

    def name_total(self, rules: Sequence[EditRule]) -> None:
        """A row that is called nothing but a total is that of the measures in the other rows."""
        measured = {slot.measure for slot in self.slots}
        for rule in rules:
            whole, parts = rule.composition
            if len(parts) > 1 and measured & set(parts) and whole not in measured:
                self.slots = [replace(s, measure=whole) for s in self.totals] + self.slots
                return


def _is_total(tokens: Sequence[Token]) -> bool:
    """Whether the words say «total» and nothing else."""
    words = [t for t in tokens if t.kind is not Kind.STOP]
    return (
        bool(words)
        and words[0].text.startswith(("tổng", "cộng"))
        and all(t.kind is Kind.NEUTRAL for t in words)
    )


def _period(column: PeriodMention | None, row: PeriodMention | None) -> PeriodMention | None:
    """What column and row say together: «Tháng 5» below «2024» is May of 2024."""
    if column is None or row is None:
        return column or row
    part, year = (column, row) if row.kind == "year" else (row, column)
    if year.kind == "year" and part.year is None:
        return replace(part, year=year.year)
    return column


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


def _stated_of(found: Sequence[Slot], column: _Column) -> Slot | None:
    """Which of the row's amounts a percentage is of: of the column's measure and period.

    Where the column says neither, the last that is no past year's, of several years the latest. A
    comparison with a period is of the same part of the year after, and of nothing where the row has
    none.
    """
    named = [s for s in found if column.measure and s.measure == column.measure.mention] or found
    period = column.period
    alike = [s for s in named if period is not None and _same(s.period, period)]
    if column.against and period is not None and period.year is not None:
        alike = [s for s in alike if s.period and s.period.year in (None, period.year + 1)]
        if not alike and period.kind != "year":
            return None
    latest = alike or [s for s in named if not s.back] or named
    years = [s.period.year or 0 if s.period is not None else 0 for s in latest]
    parts = {(s.period.start, s.period.end) for s in latest if s.period is not None}
    if len(parts) == 1 and min(years):
        # Of two years the change is of the later, in whichever order their columns stand.
        return latest[years.index(max(years))]
    return latest[-1]


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
