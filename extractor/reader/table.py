"""Tables in text: what their rows name, and the figures of their cells.

The unit stands in the caption above, in the header, in the row, in a column of its own or in the
cell. The row's first words name the measure, or the header does and the row names a place or a
period. A table without a header says in its cells what they hold.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from extractor.numbers.period import PeriodMention
from extractor.numbers.quantity import Quantity
from extractor.numbers.unit import Unit, unit
from extractor.reader import undated
from extractor.reader.ascribing import ascribed, state, stated_of
from extractor.reader.caption import last_sentence, tells, times
from extractor.reader.column import (
    Column,
    columns_of,
    counted,
    has_amounts,
    in_unit,
    is_place,
    is_total,
    is_year,
    name_of,
    named_above,
    unit_column,
    values,
)
from extractor.reader.grid import grid_of, is_empty, is_numbering
from extractor.reader.grouping import Group, Row, groups
from extractor.reader.headed import Headings
from extractor.reader.owning import Owners, beside, counts_places, some_of
from extractor.reader.slots import Context, Slot
from extractor.reader.timing import PAST, Times
from extractor.reader.tokens import Kind, Token, Tokeniser
from extractor.schema import EditRule
from extractor.span import Span

_PLACES = re.compile(r"tỉnh|thành phố|địa phương|địa bàn|huyện")
_PLACED = re.compile(rf"cửa khẩu|{_PLACES.pattern}")
_INDEXED = re.compile(r"(?:[IVX]{1,4}|[A-ZĐa-zđ]|[0-9]{1,2}(?:\.[0-9]{1,2})*)[.)] |[-+*•] ")
"""What numbers a row's words."""
_INDEX = re.compile(r"(?:[IVX]{1,4}|[A-Za-zđĐ]|[0-9]{1,2}(?:\.[0-9]{1,2})*)[.)]?")


def read_table(
    tokeniser: Tokeniser,
    caption: Sequence[Span],
    rows: Sequence[Span],
    context: Context,
    rules: Sequence[EditRule],
    year: int | None,
) -> list[Slot] | None:
    """The figures of one table of lines, ``None`` where the lines are no table.

    ``caption`` is what stands right above it, ``year`` that of a period without one.
    """
    return read_grid(tokeniser, caption, grid_of(tokeniser.folded, rows), context, rules, year)


def read_grid(
    tokeniser: Tokeniser,
    caption: Sequence[Span],
    grid: Sequence[Sequence[Span]],
    context: Context,
    rules: Sequence[EditRule],
    year: int | None,
) -> list[Slot] | None:
    """The figures of rows of cells, ``None`` where no row holds a name and a number."""
    folded = tokeniser.folded
    captions = [tokeniser.cell(last_sentence(folded, stretch)) for stretch in caption]
    above = [token for tokens in captions for token in tokens]
    table = _Table(tokeniser, context.period, context.place, Times(folded))
    table.unit = next(filter(None, (unit(s.of(folded.text)) for s in reversed(caption))), None)
    table.estimate = any(t.kind is Kind.ESTIMATE for t in above)
    timed = [m for tokens in captions if not tells(tokens) for m in times(tokens)]
    if timed or context.period is None:
        table.period = next(iter([*times(above), *timed][-1:]), None)
    # «Cảng Quy Nhơn đón 128 lượt tàu.» stands by itself where «Số liệu như sau:» leads the table.
    leads = caption[-1:] != [] and caption[-1].of(folded.text).rstrip().endswith(":")
    nearest: set[str] = set()
    for stretch, tokens in zip(caption, captions, strict=True):
        named = {t.mention.name for t in tokens if is_place(t)}
        if leads and stretch.of(folded.text).rstrip().endswith("."):
            table.nearby = tuple(named.intersection(context.sites))
        else:
            nearest = named or nearest
    if len(nearest) == 1:  # «gồm cả địa bàn Bến Tre, Trà Vinh» is neither of them
        table.place, table.nearby = nearest.pop(), ()
    together = [name for tokens in captions for name in beside(tokens)]
    table.owners = Owners(together, some_of(folded, above))
    table.year = (table.period and table.period.year) or year
    grid = [cells for cells in grid if not is_numbering(folded.text, cells)]
    head = next((i for i, cells in enumerate(grid) if has_amounts(folded, cells)), None)
    if head is None:
        return None
    header, body = grid[:head], grid[head:]
    while header and len(header[0]) == 1 < max(map(len, grid)):
        header = header[1:]  # a line above the table's header
    headings = Headings(tokeniser, caption, header, body, estimate=table.estimate)
    context.cells.update(headings.cells())
    table.planned = {start for start, cell in headings.cells() if cell.planned is not None}
    table.columns = list(ascribed(headings.columns(columns_of(tokeniser, header, body))))
    table.dimension = unit_column(folded, body)
    for cells in header:
        table.unit = table.unit or next(
            (u for c in cells[:2] if (u := unit(c.of(folded.text)))), None
        )
        table.times.heading += " ".join(c.of(folded.lower) for c in cells[:2])
    table.date_by(header, body[0], () if timed else context.times)
    if not header and (table.unit is not None or table.dimension is not None):
        table.columns = counted(folded, table.columns, body)
    table.name_by(caption, body)
    grouped = groups([table.outline(cells) for cells in body], rules)
    for number, cells in enumerate(body):
        table.row(cells, grouped.get(number), number)
    table.slots = table.owners.own(table.slots)
    table.totals = table.owners.own(table.totals)
    table.name_total(rules)
    context.unsaid += table.unsaid
    return table.slots


@dataclass
class _Table:
    """A table as far as it is read: what stands above it holds for every row.

    ``dimension`` is the column of the rows' units, ``section`` the measure that the head of the
    section names, or the caption where no row and no column does. ``nearby`` are places that the
    text told of right before what leads to the table, ``meanwhile`` times of other years that rows
    without a year may be of as well. ``unsaid`` is where percentages of a row with amounts
    stand that no heading gives to one of them, ``whole`` the place and the time of the group's head
    read last, ``scope`` what it counts where one was ``counted`` before it.
    """

    tokeniser: Tokeniser
    period: PeriodMention | None
    place: str | None
    times: Times
    nearby: tuple[str, ...] = ()
    meanwhile: tuple[PeriodMention, ...] = ()
    owners: Owners = field(default_factory=Owners)
    unit: Unit | None = None
    estimate: bool = False
    year: int | None = None
    dimension: int | None = None
    dimensioned: Unit | None = None
    section: Token | None = None
    columns: list[Column | None] = field(default_factory=list)
    slots: list[Slot] = field(default_factory=list)
    totals: list[Slot] = field(default_factory=list)
    unsaid: list[int] = field(default_factory=list)
    planned: set[int] = field(default_factory=set)
    whole: tuple[str | None, PeriodMention | None] = (None, None)
    scope: Span | None = None
    counted: bool = False

    def date_by(
        self, header: Sequence[Sequence[Span]], first: Sequence[Span], told: Sequence[PeriodMention]
    ) -> None:
        """Take the time that the headings say.

        Where they do not, it may be another of those that the text just ``told`` of.
        """
        at = self._name_cell(first)
        names = [c[at] for c in header if at is not None and len(c) == len(first)]
        if (named := undated.headed(self.tokeniser, names)) is not None:
            self.period, self.year = named, named.year
        elif (least := undated.compared(self.columns)) > (self.year or 0):
            self.year = least
            self.period = replace(self.period, year=least) if self.period is not None else None
        elif not least:
            self.meanwhile = tuple(t for t in told if t.year not in (None, self.year))

    def name_by(self, caption: Sequence[Span], body: Sequence[Sequence[Span]]) -> None:
        """Let the caption name what no heading does, or only with a word for any measure."""
        headings = [c.measure for c in self.columns if c is not None]
        cells = [cells[at] for cells in body if (at := self._name_cell(cells)) is not None]
        names = headings + [name_of(self.tokeniser.cell(cell)) for cell in cells]
        if any(name is not None and not self._is_generic(name) for name in names):
            return
        named = (named_above(self.tokeniser.cell(stretch)) for stretch in reversed(caption))
        self.section = next(filter(None, named), None)
        if self.section is not None:
            self.columns = [c and replace(c, measure=None) for c in self.columns]

    def _is_generic(self, name: Token) -> bool:
        return name.text.lower() in self.tokeniser.words.generic

    def outline(self, cells: Sequence[Span]) -> Row:
        """The measure that a row's words name, and its amounts by column."""
        at, folded = self._name_cell(cells), self.tokeniser.folded
        name = name_of(self.tokeniser.cell(cells[at])) if at is not None else None
        amounts = {
            index: stated[0]
            for index, (cell, column) in enumerate(zip(cells, self.columns, strict=False))
            if at is not None and index > at and column is not None and column.role == "amount"
            if (stated := values(folded, cell))
        }
        return Row(name.mention if name is not None else None, amounts)

    def row(self, cells: Sequence[Span], group: Group | None, number: int) -> None:
        """Read one row: a section's head, or a name with its numbers; a group's are of one place
        and time."""
        folded = self.tokeniser.folded
        at = self._name_cell(cells)
        if at is None:
            if self.section is None or not cells:
                return
            at = -1  # a row of numbers alone is of what the caption names
        first = cells[max(at, 0)]
        tokens = self.tokeniser.cell(first) if at >= 0 else []
        if not any(values(folded, c) for c in cells[at + 1 :]):
            self._head(first, tokens)
            return
        name = name_of(tokens)
        if name is not None and self.section is not None and self._is_generic(name):
            name = self.section
        together = name is None and counts_places(first.of(folded.lower))
        is_whole = name is None and (together or is_total(tokens))
        when = self.times.of(first, tokens, whole=is_whole)
        common = all(t.kind in (Kind.NEUTRAL, Kind.STOP, Kind.PERIOD, Kind.PLACE) for t in tokens)
        common = common or self.times.is_part(first) or bool(_PLACED.search(self.times.heading))
        if name is None and common and not is_whole:
            name = self.section
        named = name is not None and name is not self.section
        heads = group is not None and group.head == number
        settled = heads and name is None
        if group is not None and settled:
            name = Token(Kind.LABEL, first, "", group.measure)
            named = not _PLACED.search(self.times.heading)
        place = self._place(tokens, first, not named and not is_whole)
        if heads:
            self._open_group(first, place, when, strange=settled and not is_whole)
        elif group is not None:
            place, when = self._of_whole(tokens, place, when)
        measured, governing = self._unit_of(cells, first)
        if not measured:
            return
        found: list[Slot] = []
        placed: list[tuple[int, Slot]] = []
        for index, (cell, column) in enumerate(
            zip(cells[at + 1 :], self.columns[at + 1 :], strict=False)
        ):
            stated = values(folded, cell)
            if column is None or not stated or stated[0].number.start in self.planned:
                continue
            if column.role == "amount" and stated[0].kind != "percent":
                slot = self._amount(stated[0], column, name, first, tokens, place, when, governing)
                if slot is not None:
                    found.append(slot)
                    placed.append((index, slot))
                    if len(stated) > 1:
                        state(folded, cell, stated[1], Column("change"), slot)
            elif found and column.role != "amount":
                of = stated_of(found, column)
                taken = of is not None and state(folded, cell, stated[0], column, of)
                if not taken and (of is not None or column.unsaid):
                    self.unsaid.append(stated[0].number.start)
        if found and self.unit is None:
            self.unit = governing
        for slot in found if group is not None else ():
            slot.scope, slot.manner = self.scope, "settled" if settled else slot.manner
            slot.sited = self.whole[0] == slot.place != self.place
        own = place != self.place or any(map(is_place, tokens))
        found = self._owned(placed, at, own=own, whole=is_whole)
        self.totals += [s for s in found if not s.measure]
        self.slots += [s for s in found if s.measure]

    def _owned(
        self, placed: Sequence[tuple[int, Slot]], at: int, *, own: bool, whole: bool
    ) -> list[Slot]:
        """A row's figures but those that are sums of several places."""
        columns = self.columns[at + 1 :]
        parts = [s for i, s in placed if (column := columns[i]) is not None and column.place]
        if parts:
            # A place stands above each column, and a sum beside them.
            return [s for _, s in placed if s in parts or not self.owners.across(s, parts)]
        return self.owners.settle(placed, self.place, own=own, whole=whole)

    def _open_group(
        self, first: Span, place: str | None, when: PeriodMention | None, *, strange: bool
    ) -> None:
        """Take a whole's place and time for its parts.

        A second whole of the table's own place, in words of its own, counts something else.
        """
        self.whole = place, when
        strange = strange and place == self.place
        again, self.counted = strange and self.counted, self.counted or strange
        index = _INDEXED.match(self.tokeniser.folded.text, first.start, first.end)
        self.scope = Span(index.end() if index else first.start, first.end) if again else None

    def _of_whole(
        self, tokens: Sequence[Token], place: str | None, when: PeriodMention | None
    ) -> tuple[str | None, PeriodMention | None]:
        """The place and time of a part: those of its whole but for what it names itself."""
        own = any(is_place(t) for t in tokens)
        return place if own else self.whole[0] or place, when or self.whole[1]

    def _name_cell(self, cells: Sequence[Span]) -> int | None:
        """Where the row's name stands: its first words, and no index that numbers the row."""
        folded = self.tokeniser.folded
        if not cells:
            return None
        if is_year(folded, cells[0]) or self.times.is_part(cells[0]):
            return 0
        worded = [
            index
            for index, cell in enumerate(cells)
            if not is_empty(cell.of(folded.text)) and not values(folded, cell)
        ]
        index = (i for i in worded if not _INDEX.fullmatch(cells[i].of(folded.text)))
        return next(index, next(iter(worded), None))

    def _head(self, first: Span, tokens: Sequence[Token]) -> None:
        """What the head of a section names holds for the rows below."""
        self.unit = unit(first.of(self.tokeniser.folded.text)) or self.unit
        self.section = name_of(tokens) or self.section
        place = next((t.mention.name for t in tokens if is_place(t)), None)
        self.place = place or self.place

    def _unit_of(self, cells: Sequence[Span], first: Span) -> tuple[bool, Unit | None]:
        """Whether the row counts money at all, and the unit that it names."""
        folded = self.tokeniser.folded
        own = unit(first.of(folded.text))
        at = self.dimension
        if at is None or at >= len(cells):
            return True, own or self.unit
        text = cells[at].of(folded.text)
        found = unit(text)
        if found is None and text.strip("\"'- ").lower() not in ("", "nt", "như trên"):
            return False, None
        self.dimensioned = found or self.dimensioned
        return True, own or self.dimensioned or self.unit

    def _place(self, tokens: Sequence[Token], first: Span, alone: bool) -> str | None:
        """The place that the row is about: named in it, or what its words alone must be."""
        named = next((t.mention.name for t in tokens if is_place(t)), None)
        common = all(t.kind in (Kind.NEUTRAL, Kind.STOP, Kind.PERIOD) for t in tokens)
        if named is not None or not alone or common or self.times.is_part(first):
            return named or self.place
        words = first.of(self.tokeniser.folded.text)
        if "cửa khẩu" in self.times.heading:
            return words if words.lower().startswith("cửa khẩu") else f"cửa khẩu {words}"
        return words if _PLACES.search(self.times.heading) else None

    def _amount(
        self,
        stated: Quantity,
        column: Column,
        name: Token | None,
        first: Span,
        tokens: Sequence[Token],
        place: str | None,
        when: PeriodMention | None,
        governing: Unit | None,
    ) -> Slot | None:
        measure, total = name or column.measure, column.total or is_total(tokens)
        quantity = in_unit(stated, column.unit or governing)
        if quantity is None or place is None or (measure is None and not total):
            return None
        quantity = self.tokeniser.convention.first(quantity)
        named = _period(column.period, when)
        own, now = self._dated(named) or self.period, self.period if column.past else None
        if when is not None and when.role in PAST and not column.past:
            own, now = when, self._dated(column.period or self.times.last) or self.period
        dated = now is not None or (named is not None and named.year is not None)
        estimated = column.estimate or any(t.kind is Kind.ESTIMATE for t in tokens)
        return Slot(
            measure.mention if measure is not None else "",
            measure.span if measure is not None else first,
            quantity=quantity,
            period=own,
            compared=now,
            place=column.place or place,
            nearby=self.nearby if column.place is None and place == self.place else (),
            meanwhile=() if dated else self.meanwhile,
            approximate=estimated or (self.estimate and not column.past),
            back=column.past or now is not None,
        )

    def _dated(self, period: PeriodMention | None) -> PeriodMention | None:
        """«10 tháng» beside «10 tháng năm 2020» is of the table's own year."""
        undated = period is not None and period.year is None and period.role == "own"
        return replace(period, year=self.year) if period is not None and undated else period

    def name_total(self, rules: Sequence[EditRule]) -> None:
        """A row that is called nothing but a total is that of the measures in the other rows."""
        measured = {slot.measure for slot in self.slots}
        for rule in rules:
            whole, parts = rule.composition
            if len(parts) > 1 and measured & set(parts) and whole not in measured:
                self.slots = [replace(s, measure=whole) for s in self.totals] + self.slots
                return


def _period(column: PeriodMention | None, row: PeriodMention | None) -> PeriodMention | None:
    """What column and row say together: «Tháng 5» below «2024» is May of 2024."""
    if column is None or row is None:
        return column or row
    part, year = (column, row) if row.kind == "year" else (row, column)
    if year.kind == "year" and part.year is None:
        return replace(part, year=year.year)
    return column
