"""Numbers that the text leaves with two readings, settled by the arithmetic that ties them.

«1.312 tỷ USD» is 1312 or 1.312 billion. Among all combinations of readings of figures that rules
tie together the one under which the fewest rules are broken is taken. Where several are equal, the
one under which the fewest amounts lie far from all that is sure of the place; then one in which no
two marks part decimals («2,724» and «1,683» that add up to «4.407» are thousands), unless a
province would trade for a hundred billions by it; then the one that departs least from the text's
convention. A reading that stands in one of the equal ones and not in the one taken is left open.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from itertools import combinations, product
from math import prod
from typing import Literal

from extractor.numbers.interval import Interval
from extractor.numbers.region import REGIONS
from extractor.reader.home import HOME
from extractor.schema import Balance, EditRule, Part, Schema, Sum

_MOST = 10
"""Ambiguous figures tied together beyond which none is settled: 2 to this power are tried; so many
of one measure and period are not held against others either."""
FAR = 30
"""How many times more or less than all else that is said of a place is implausible."""
NEAR = 8
_VAST = 10**11
"""Dollars that hardly any province trades for in a year."""
LATELY = 5
"""Years in which no place's trade grows or shrinks by as much."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A figure as far as arithmetic sees it: what it is of, its readings in base units, its change
    on the year in percent, its currency, for each reading the mark that parts decimals in it,
    empty where none does or where no other reading is plausible, and what it should be by each
    reading of the amount planned of it and its share of that."""

    place: str
    start: date
    end: date
    scope: str | None
    measure: str
    readings: tuple[Interval, ...]
    change: Interval | None
    currency: str | None = None
    marks: tuple[str, ...] = ()
    planned: tuple[Interval, ...] = ()

    @property
    def period(self) -> tuple[date, date]:
        """First and last day."""
        return self.start, self.end


@dataclass(frozen=True, slots=True)
class Choice:
    """The index of the reading to take, and of those that the arithmetic bears out as well.

    ``borne_out`` says that with the reading taken a sum, a balance or a growth holds, ``leaning``
    that it goes by the text's convention and another amount that it is tied to does not.
    """

    pick: int
    open: tuple[int, ...] = ()
    borne_out: bool = False
    leaning: bool = False


def settle(figures: Sequence[Printed], schema: Schema) -> list[Choice]:
    """For each figure the reading to take; 0 is the text's convention."""
    chosen = [Choice(0, tuple(range(1, len(figure.readings)))) for figure in figures]
    by_place: dict[str, list[int]] = defaultdict(list)
    for index, figure in enumerate(figures):
        by_place[figure.place].append(index)
    for members in by_place.values():
        ties = list(_ties([(i, figures[i]) for i in members], schema))
        implausible = _implausible(figures, members, schema)
        taken: dict[int, int] = {}
        for open_ones, tied in _groups(figures, members, ties):
            if len(open_ones) > _MOST:
                continue
            ranked: list[tuple[int, int, bool, int, tuple[int, ...]]] = []
            for picks in product(*(range(len(figures[i].readings)) for i in open_ones)):
                chosen_here = dict(zip(open_ones, picks, strict=True))
                marks = {figures[i].marks[p] for i, p in chosen_here.items() if figures[i].marks}
                far = sum(pair in implausible for pair in chosen_here.items())
                mixed = len(marks - {""}) > 1
                broken = _broken(figures, tied, chosen_here)
                ranked.append((broken, far, mixed, sum(picks), picks))
            if _is_vast(figures, open_ones, min(ranked)[-1]):
                ranked = [(broken, far, False, n, picks) for broken, far, _, n, picks in ranked]
            fewest, _, best_mixed, departs, best = min(ranked)
            # What mixes marks and departs from the convention more often has nothing for it.
            equal = [
                picks
                for broken, _, mixed, departing, picks in ranked
                if broken == fewest and not (mixed > best_mixed and departing > departs)
            ]
            taken |= dict(zip(open_ones, best, strict=True))
            for place, index in enumerate(open_ones):
                others = {picks[place] for picks in equal} - {best[place]}
                leaning = any(best) and not best[place]
                chosen[index] = Choice(best[place], tuple(sorted(others)), leaning=leaning)
        for tie in ties:
            exact = tie.rule != "same" and not isinstance(tie.rule, Part)
            if exact and _holds(figures, tie, taken):
                for index in tie.members:
                    chosen[index] = replace(chosen[index], borne_out=True)
    return chosen


def _is_vast(figures: Sequence[Printed], tied: Sequence[int], picks: Sequence[int]) -> bool:
    """Whether with these readings a province trades for what hardly any does."""
    return any(
        not (
            figures[i].place == HOME or figures[i].place in REGIONS or figures[i].currency == "VND"
        )
        and size(figures[i].readings[pick]) >= _VAST
        for i, pick in zip(tied, picks, strict=True)
    )


def _groups(
    figures: Sequence[Printed], members: Sequence[int], ties: Sequence[_Tie]
) -> Iterator[tuple[list[int], list[_Tie]]]:
    """The figures with several readings, those together that ties bind, and these ties."""
    group = {i: i for i in members if len(figures[i].readings) > 1}

    def leader(index: int) -> int:
        while group[index] != index:
            group[index] = index = group[group[index]]
        return index

    for tie in ties:
        first, *others = [i for i in tie.members if i in group] or [-1]
        for other in others:
            group[leader(other)] = leader(first)
    together: dict[int, tuple[list[int], list[_Tie]]] = {}
    for index in group:
        together.setdefault(leader(index), ([], []))[0].append(index)
    for tie in ties:
        bound = next((i for i in tie.members if i in group), None)
        if bound is not None:
            together[leader(bound)][1].append(tie)
    yield from together.values()


def _implausible(
    figures: Sequence[Printed], members: Sequence[int], schema: Schema
) -> set[tuple[int, int]]:
    """Figures and readings that lie far from what is sure of the place, where another one is near.

    A balance and a part may be as small as they like, and so may all of long ago.
    """
    small = {rule.measures[0] for rule in schema.rules if isinstance(rule, (Balance, Part))}
    sure: dict[str | None, Extent] = defaultdict(Extent)
    for index in members:
        figure = figures[index]
        if len(figure.readings) == 1 and figure.measure not in small:
            sure[figure.currency].add(figure, size(figure.readings[0]))
    found: set[tuple[int, int]] = set()
    for index in members:
        figure = figures[index]
        if len(figure.readings) < 2 or figure.measure in small:
            continue
        among = sure[figure.currency].around(figure)
        if among is None:
            continue
        if any(fits(reading, among, NEAR) for reading in figure.readings):
            found |= {
                (index, n)
                for n, reading in enumerate(figure.readings)
                if not fits(reading, among, FAR)
            }
    return found


class Extent:
    """How small and how large amounts of about one time are: those of long ago say nothing."""

    def __init__(self) -> None:
        self._of: dict[int, tuple[Fraction, Fraction]] = {}

    def add(self, figure: Printed, amount: Fraction) -> None:
        """Take in the size of a figure's amount."""
        least, most = self._of.get(figure.start.year, (amount, amount))
        self._of[figure.start.year] = min(least, amount), max(most, amount)

    def around(self, figure: Printed) -> tuple[Fraction, Fraction] | None:
        """The least and the most of the years around the figure's own, if there are any."""
        year = figure.start.year
        known = [self._of[y] for y in range(year - LATELY, year + LATELY + 1) if y in self._of]
        return (min(k[0] for k in known), max(k[1] for k in known)) if known else None


def size(reading: Interval) -> Fraction:
    """The middle of a printed amount, without its sign."""
    assert reading.low is not None
    assert reading.high is not None
    return abs(reading.low + reading.high) / 2


def exceeds(one: Interval, other: Interval) -> bool:
    """Whether an amount is more than another, however they were rounded."""
    assert one.low is not None
    assert other.high is not None
    return one.low > other.high


def fits(reading: Interval, sure: tuple[Fraction, Fraction] | None, times: int) -> bool:
    """Whether an amount lies among what is sure, or at most so many times off."""
    return sure is None or sure[0] / times <= size(reading) <= sure[1] * times


@dataclass(frozen=True, slots=True)
class _Tie:
    """A relation between figures, by index: an edit rule, this year's and last year's value by the
    growth, one value printed twice, or the share of a planned amount."""

    rule: EditRule | Literal["growth", "same", "plan"]
    members: tuple[int, ...]


def _ties(members: Sequence[tuple[int, Printed]], schema: Schema) -> Iterator[_Tie]:
    """The edit rules and the year-on-year relations among the figures of one place."""
    named: dict[tuple[tuple[date, date], str], list[tuple[int, Printed]]] = defaultdict(list)
    for index, figure in members:
        named[figure.period, figure.measure].append((index, figure))
    for period in dict.fromkeys(figure.period for _, figure in members):
        for rule in schema.rules:
            amounts = [named.get((period, m), []) for m in rule.measures]
            if prod(map(len, amounts)) > _MOST**2:
                continue
            for group in product(*amounts):
                if len({f.currency for _, f in group}) > 1:
                    continue
                scopes = {f.scope for _, f in group}
                sole = all(len(named[period, f.measure]) == 1 for _, f in group)
                if len(scopes) == 1 or sole:
                    yield _Tie(rule, tuple(index for index, _ in group))
    for restated in named.values():
        if len(restated) <= _MOST:
            yield from _restated(restated)
    yield from (_Tie("plan", (index,)) for index, figure in members if figure.planned)
    for index, figure in members:
        if figure.change is None:
            continue
        before = (_year_before(figure.start), _year_before(figure.end))
        bases = named.get((before, figure.measure), ())
        if len(bases) > _MOST:
            continue
        for other, base in bases:
            alike = base.scope == figure.scope or len(bases) == 1
            if alike and base.currency == figure.currency:
                yield _Tie("growth", (index, other))


def _restated(alike: Sequence[tuple[int, Printed]]) -> Iterator[_Tie]:
    """Figures of one measure and period that in one of their readings are one value."""
    for (i, a), (j, b) in combinations(alike, 2):
        several = len(a.readings) > 1 or len(b.readings) > 1
        one = several and a.scope == b.scope and a.currency == b.currency
        if one and any(x.meets(y) for x in a.readings for y in b.readings):
            yield _Tie("same", (i, j))


def _year_before(day: date) -> date:
    last = day.month == 2 and day.day >= 28
    return day.replace(year=day.year - 1, day=28) if last else day.replace(year=day.year - 1)


def _broken(figures: Sequence[Printed], ties: Sequence[_Tie], picks: dict[int, int]) -> int:
    """How many ties no numbers within the chosen readings satisfy."""
    return sum(not _holds(figures, tie, picks) for tie in ties)


def _holds(figures: Sequence[Printed], tie: _Tie, picks: dict[int, int]) -> bool:
    values = [figures[i].readings[picks.get(i, 0)] for i in tie.members]
    if tie.rule == "same":
        return values[0].meets(values[1])
    if tie.rule == "plan":
        return any(values[0].meets(amount) for amount in figures[tie.members[0]].planned)
    if tie.rule == "growth":
        change = figures[tie.members[0]].change
        assert change is not None
        return (values[1] * (change + Interval.point(100))).meets(values[0].scaled(100))
    return holds(tie.rule, values)


def holds(rule: EditRule, values: Sequence[Interval]) -> bool:
    """Whether numbers within the amounts of the rule's measures satisfy it."""
    if isinstance(rule, Sum):
        whole, *parts = values
        total = parts[0]
        for part in parts[1:]:
            total = total + part
        return total.meets(whole)
    if isinstance(rule, Part):
        return values[0].meets(values[1].up_to())
    return (values[1] - values[2]).meets(values[0])
