"""Amounts of several places in a row that make up what was told of the whole that these are of.

«Chia theo cửa khẩu, Ba Nậm 318,2 triệu USD, Chàng Riệc 246,9 triệu USD, các lối mở còn lại 69,7
triệu USD» below a province's total, its exports and its imports: a row that names no measure is of
the one to which it adds up with what is left, to a unit of the last digit of each.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import islice

from extractor.folding import Folded
from extractor.numbers.place import is_site
from extractor.numbers.quantity import Quantity
from extractor.numbers.region import REGIONS
from extractor.reader.adding import is_made_up, size
from extractor.reader.anchor import Anchor
from extractor.reader.arithmetic import Found, is_bare
from extractor.reader.home import HOME
from extractor.reader.key import Key
from extractor.reader.slots import NO_MEASURE, Slot
from extractor.schema import Balance, Schema, Sum
from extractor.span import Span

_MOST = 12
"""Amounts of one time, told first, that can be the whole of a row."""
_LONGEST = 64
"""Places of one row."""
_RESTS = 2
"""Amounts that can be left over behind a row."""

_Told = tuple[Found, Key]
_Days = tuple[date, date]


def name_by_whole(
    folded: Folded,
    keyed: Sequence[_Told],
    left: Sequence[_Told],
    rests: Sequence[Quantity],
    about: Anchor,
    schema: Schema,
) -> list[_Told]:
    """Give each row the measure of the one whole that it makes up; the figures of the article then.

    Of ``left``, amounts that nothing gave a measure, those come in that a whole names; ``rests``,
    what is left over, are of no place.
    """
    told = [(f, key) for f, key in keyed if not f.paragraph.headline]
    spare = [(f, key) for f, key in left if f.slot.measure == NO_MEASURE]
    run = sorted([*told, *spare], key=lambda t: _where(t[0].slot))
    open_ones = {id(f.slot) for f, _ in run if _is_open(folded, f.slot, schema)}
    rows = list(_rows(run, open_ones, rests, about.place))
    wholes = _wholes(told, {id(slot) for row in rows for slot in row.slots}, schema)
    apart = {id(f.slot) for f, _ in spare}
    named: list[_Told] = []
    over: set[Span] = set()
    for row in rows:
        made = _made_up(row, wholes.get(row.days, ()), about)
        if made is None:
            wider = wholes.get(row.days, ())
            row.doubt(_of_gates(row, wider, schema), _too_small(row, wider, about))
            continue
        measure, taken = made
        for found, key in (*row.members, *row.following):
            if id(found.slot) in apart:
                named.append((found, key))
            if found.slot.measure != measure or found.slot.rivals:
                found.slot.measure, found.slot.manner = measure, "settled"
            found.slot.rivals, found.slot.astray = (), False
        for slot in row.slots:
            slot.portion = True
        over.update(rest.span for rest in taken)
    kept = [(f, k) for f, k in keyed if f.slot.quantity is None or f.slot.quantity.span not in over]
    if not named:
        return kept
    return sorted([*kept, *named], key=lambda t: (t[0].paragraph.headline, _where(t[0].slot)))


@dataclass(slots=True)
class _Row:
    """Amounts without a name, each of another place, of one time.

    ``following`` are the amounts of old and the growths told of these places between them,
    ``named`` the measures named of one of them, ``rests`` what is left over.
    """

    members: list[_Told]
    following: list[_Told] = field(default_factory=list)
    named: set[tuple[str, str]] = field(default_factory=set)
    rests: list[Quantity] = field(default_factory=list)

    @property
    def key(self) -> Key:
        """What the first amount is of."""
        return self.members[0][1]

    @property
    def days(self) -> _Days:
        """The time that all amounts are of."""
        return self.key.start, self.key.end

    @property
    def slots(self) -> list[Slot]:
        """Its places' figures."""
        return [found.slot for found, _ in self.members]

    @property
    def measures(self) -> set[str]:
        """The measures that its figures have so far."""
        return {slot.measure for slot in self.slots} - {NO_MEASURE}

    @property
    def places(self) -> set[str]:
        """The places of its amounts."""
        return {key.place for _, key in self.members}

    @property
    def amounts(self) -> list[Quantity]:
        """What its places have."""
        return [slot.quantity for slot in self.slots if slot.quantity is not None]

    def doubt(self, also: Sequence[str], ruled_out: Set[str]) -> None:
        """Leave all in doubt of what others may be of, or are of: a row is of one measure."""
        told = dict.fromkeys(m for slot in self.slots for m in (*slot.rivals, slot.measure))
        others = [m for m in dict.fromkeys((*told, *also)) if m not in ruled_out]
        bases = (found.slot for found, _ in self.following if found.slot.back)
        for slot in (*self.slots, *bases):
            if slot.manner == "inherited":
                slot.rivals = tuple(m for m in others if m not in (slot.measure, NO_MEASURE))

    def add(self, found: Found, key: Key, *, is_open: bool) -> bool:
        """Take in a figure, or pass over what is named of its places; whether it is no other's."""
        slot = found.slot
        now = slot.quantity is not None and (key.start, key.end) == self.days and not slot.back
        if key.place in self.places:
            if is_open and not now and slot.measure in self.measures:
                self.following.append((found, key))
            elif now and not is_open:
                self.named.add((key.place, slot.measure))
            return not (now and is_open)
        if not (is_open and now) or len(self.members) == _LONGEST or key.scope != self.key.scope:
            return False
        assert slot.quantity is not None
        if slot.quantity.currency != self.amounts[0].currency:
            return False
        self.members.append((found, key))
        return True


def _rows(
    run: Sequence[_Told], open_ones: set[int], rests: Sequence[Quantity], home: str
) -> Iterator[_Row]:
    """The rows of two places or more, in the order of the text."""
    over = {rest.span for rest in rests}
    row: _Row | None = None
    for found, key in run:
        slot = found.slot
        placed = key.place != home and (row is None or key.place not in row.places)
        if slot.quantity is not None and slot.quantity.span in over and not placed:
            continue
        is_open = id(slot) in open_ones
        if row is not None:
            if row.add(found, key, is_open=is_open):
                continue
            yield from _ended(row, rests, _where(slot))
        begins = is_open and key.place != home and slot.quantity is not None and not slot.back
        row = _Row([(found, key)]) if begins else None
    if row is not None:
        yield from _ended(row, rests, None)


def _ended(row: _Row, rests: Sequence[Quantity], end: int | None) -> Iterator[_Row]:
    """A row with what is left over of it, told before another figure; none of a single place."""
    if len(row.members) == 1:
        return
    first = bisect_left(rests, _where(row.slots[0]), key=_start)
    last = len(rests) if end is None else bisect_left(rests, end, key=_start)
    own = {amount.span for amount in row.amounts}
    over = (rest for rest in rests[first:last] if rest.span not in own)
    row.rests += islice(over, _RESTS)
    yield row


def _wholes(
    told: Sequence[_Told], portions: set[int], schema: Schema
) -> Mapping[_Days, Sequence[tuple[str, Slot]]]:
    """By their time the amounts told of places, with these, that a row can make up."""
    balances = {rule.measures[0] for rule in schema.rules if isinstance(rule, Balance)}
    found: dict[_Days, list[tuple[str, Slot]]] = defaultdict(list)
    for item, key in told:
        slot, alike = item.slot, found[key.start, key.end]
        if slot.quantity is None or slot.measure in balances or id(slot) in portions:
            continue
        if len(alike) < _MOST:
            alike.append((key.place, slot))
    return found


def _made_up(
    row: _Row, wholes: Sequence[tuple[str, Slot]], about: Anchor
) -> tuple[str, Sequence[Quantity]] | None:
    """The one measure of the wholes that a row makes up, and what is left over of it."""
    amounts = row.amounts
    widest = max(_width(place, about) for place in row.places)
    fitting: dict[str, Sequence[Quantity]] = {}
    for place, slot in wholes:
        if _width(place, about) <= widest:
            continue  # one beside them
        for count in range(len(row.rests) + 1):
            if slot.quantity and is_made_up(slot.quantity, [*amounts, *row.rests[:count]]):
                fitting.setdefault(slot.measure, row.rests[:count])
    if len(fitting) != 1:
        return None
    measure = next(iter(fitting))
    clashing = any((place, measure) in row.named for place in row.places)
    return None if clashing else (measure, fitting[measure])


def _too_small(row: _Row, wholes: Sequence[tuple[str, Slot]], about: Anchor) -> Set[str]:
    """The measures of which all that was told of wider places is less than what a row comes to."""
    sums = sum(map(size, row.amounts))
    widest = max(_width(place, about) for place in row.places)
    wider = [slot for place, slot in wholes if _width(place, about) > widest]
    most: dict[str, Decimal] = {}
    for slot in wider:
        assert slot.quantity is not None
        most[slot.measure] = max(size(slot.quantity), most.get(slot.measure, Decimal(0)))
    return {measure for measure, amount in most.items() if amount < sums}


def _of_gates(row: _Row, wholes: Sequence[tuple[str, Slot]], schema: Schema) -> Sequence[str]:
    """The whole of what a row of gates goes on with, where that was told of their province too.

    What passes through a gate is told of both ways, unless it is said of which.
    """
    if not all(map(is_site, row.places)):
        return ()
    parted = [rule.composition for rule in schema.rules if isinstance(rule, Sum)]
    told = {slot.measure for place, slot in wholes if not is_site(place)}
    return [whole for whole, parts in parted if whole in told and row.measures & {*parts}]


def _width(place: str, about: Anchor) -> int:
    """How wide a place is: a gate, a province, a region or an area of several, the country."""
    if place in REGIONS or place == about.area:
        return 2
    return 3 if place == HOME else not is_site(place)


def _is_open(folded: Folded, slot: Slot, schema: Schema) -> bool:
    """Whether no name of its own says of what measure a figure is."""
    if slot.measure == NO_MEASURE or slot.manner == "inherited":
        return True
    return slot.quantity is not None and is_bare(folded, slot, schema)


def _where(slot: Slot) -> int:
    if slot.quantity is not None:
        return slot.quantity.span.start
    stated = slot.change or slot.share
    return stated.span.start if stated is not None else slot.label.start


def _start(amount: Quantity) -> int:
    return amount.span.start
