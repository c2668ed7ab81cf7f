"""What the amounts of «cùng kỳ năm 2023», «năm trước» are of where the sentence names no period.

«9 tháng … đạt 4.865, tăng 9,3%. Riêng tháng 9 đạt 512. Cùng kỳ năm 2023 đạt 4.451 triệu USD.»: of
the period told from whose amount and growth the base follows, else of the one told last. Where
neither is sure the others told are left as what it may be of as well.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import product

from extractor.folding import Folded
from extractor.numbers.interval import Interval
from extractor.reader.anchor import Anchor
from extractor.reader.figure import unit_of
from extractor.reader.key import Key, key_of
from extractor.reader.settle import size
from extractor.reader.slots import Slot, Stated
from extractor.schema import SCALE_FACTOR
from extractor.span import Span

_COMPARED = 50
"""Amounts of one measure and place, told last, that a base is held against."""
_TIMES = 2
"""How many times more or less than a year before an amount of which no growth is told may be."""

_Days = tuple[date, date]


def place_bases(folded: Folded, found: Iterable[tuple[Slot, Span]], about: Anchor) -> None:
    """Date each loose base; ``found`` are the slots in the order of the text, each with where its
    paragraph is."""
    told: dict[tuple[str, str], list[tuple[Slot, Span]]] = defaultdict(list)
    bases: dict[int, list[_Base]] = defaultdict(list)
    for slot, paragraph in found:
        if slot.quantity is None:
            continue
        alike = told[slot.measure, slot.place or about.place]
        if slot.loose and slot.period is not None:
            offered = _offered(folded, slot, paragraph, alike[-_COMPARED:], about)
            own = key_of(folded, slot, about, paragraph)
            if own is not None:
                base = _Base(slot, (own.start, own.end), offered)
                bases[slot.period.span.start].append(base)
        elif not slot.back:
            alike.append((slot, paragraph))
    for together in bases.values():
        _date(together)


def hand_growths_on(told: Iterable[tuple[Slot, Key]]) -> None:
    """Give a growth that stands behind a base to the amount a year later that it leads to.

    «Cùng kỳ năm 2022 con số này là 20,64 tỷ USD, như vậy giảm 15,6%», of an amount told before it
    that has no growth of its own.
    """
    alike: dict[tuple[object, ...], list[Slot]] = defaultdict(list)
    for slot, key in told:
        if slot.quantity is None:
            continue
        days = (key.start.month, key.start.day, key.end.month)
        of = slot.measure, key.place, key.scope, days
        for now in alike[*of, key.start.year + 1][-_COMPARED:]:
            if slot.change is not None and now.change is None and _grew(slot, now, slot.change):
                now.change, slot.change = slot.change, None
        alike[*of, key.start.year].append(slot)


@dataclass(frozen=True, slots=True)
class _Base:
    """A base, the days that it is of by the period told last, and by days of the year before what
    was told of them a year later."""

    slot: Slot
    days: _Days
    offered: Mapping[_Days, Sequence[Slot]]

    @property
    def borne_out(self) -> list[_Days]:
        """The days of which a growth says that the base is of them."""
        return [
            days
            for days, now in self.offered.items()
            if any(_grew(self.slot, s, s.change) for s in now)
        ]

    def may_be_of(self, days: _Days) -> bool:
        """Whether no growth told says that it is not."""
        now = self.offered.get(days, ())
        return not any(s.change for s in now) or any(_grew(self.slot, s, s.change) for s in now)


def _offered(
    folded: Folded,
    base: Slot,
    paragraph: Span,
    told: Sequence[tuple[Slot, Span]],
    about: Anchor,
) -> Mapping[_Days, Sequence[Slot]]:
    offered: dict[_Days, list[Slot]] = defaultdict(list)
    assert base.period is not None
    mention = replace(base.period, kind="relative")
    for slot, where in told:
        now = key_of(folded, slot, about, where)
        if now is None or slot.period is None or slot.scope != base.scope:
            continue
        dated = replace(slot.period, year=slot.period.year or now.end.year)
        then = key_of(folded, replace(base, period=mention, compared=dated), about, paragraph)
        if then is not None and then.end.year == now.end.year - 1:
            offered[then.start, then.end].append(replace(slot, period=dated))
    return offered


def _date(together: Sequence[_Base]) -> None:
    """Date the bases that one mention dates."""
    kept = any(base.days in base.borne_out for base in together)
    borne_out = {days for base in together for days in base.borne_out}
    if kept or len(borne_out) != 1:
        for base in together:
            if not kept and base.slot.period and base.slot.period.kind == "relative":
                _doubt(base)  # «năm trước» is a whole year unless a growth says otherwise
        return
    days = borne_out.pop()
    period = next(b.offered[days][-1].period for b in together if days in b.borne_out)
    for base in together:
        if base.may_be_of(days) and base.slot.period is not None:
            base.slot.period = replace(base.slot.period, kind="relative")
            base.slot.compared = period


def _doubt(base: _Base) -> None:
    others = [
        now[-1].period
        for days, now in base.offered.items()
        if days != base.days and base.may_be_of(days) and any(_is_near(base.slot, s) for s in now)
    ]
    slot = base.slot
    slot.meanwhile = (*slot.meanwhile, *(period for period in others if period is not None))


def _grew(base: Slot, now: Slot, change: Stated | None) -> bool:
    """Whether an amount is the base and its growth on the year in some of their readings."""
    if change is None:
        return False
    grown = Interval.printed(change.percent + 100, unit_of(change.percent))
    pairs = product(amounts(base), amounts(now))
    return any((before * grown).meets(after.scaled(100)) for before, after in pairs)


def _is_near(base: Slot, now: Slot) -> bool:
    pairs = product(amounts(base), amounts(now))
    return any(
        size(before) <= _TIMES * size(after) and size(after) <= _TIMES * size(before)
        for before, after in pairs
    )


def amounts(slot: Slot) -> list[Interval]:
    """What a slot's amount can stand for in base units, by each of its readings; none, if it has
    none."""
    quantity = slot.quantity
    if quantity is None:
        return []
    digits = 4 if slot.approximate else 1
    factor = SCALE_FACTOR[quantity.scale or "one"]
    return [Interval.printed(r.value, r.unit * digits).scaled(factor) for r in quantity.readings]
