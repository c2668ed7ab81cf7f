"""Numbers that the text leaves with two readings, settled by the arithmetic that ties them.

«1.312 tỷ USD» is 1312 or 1.312 billion. Among all combinations of readings of the figures of one
place the one under which the fewest edit rules are broken is taken; where several are equal, the
one that departs least from the text's convention. A reading that stands in one of the equal ones
and not in that is left open.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import product
from math import prod

from extractor.numbers.interval import Interval
from extractor.schema import EditRule, Part, Schema, Sum

_MOST = 10
"""Ambiguous figures of one place beyond which nothing is settled: 2 to this power are tried."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A figure as far as arithmetic sees it: what it is of, its readings in base units, its change
    on the year in percent, its currency."""

    place: str
    start: date
    end: date
    scope: str | None
    measure: str
    readings: tuple[Interval, ...]
    change: Interval | None
    currency: str | None = None

    @property
    def period(self) -> tuple[date, date]:
        """First and last day."""
        return self.start, self.end


@dataclass(frozen=True, slots=True)
class Choice:
    """The index of the reading to take, and of those that the arithmetic bears out as well.

    ``borne_out`` says that with the reading taken a sum, a balance or a growth holds.
    """

    pick: int
    open: tuple[int, ...] = ()
    borne_out: bool = False


def settle(figures: Sequence[Printed], schema: Schema) -> list[Choice]:
    """For each figure the reading to take; 0 is the text's convention."""
    chosen = [Choice(0, tuple(range(1, len(figure.readings)))) for figure in figures]
    by_place: dict[str, list[int]] = defaultdict(list)
    for index, figure in enumerate(figures):
        by_place[figure.place].append(index)
    for members in by_place.values():
        ties = list(_ties([(i, figures[i]) for i in members], schema))
        open_ones = [i for i in members if len(figures[i].readings) > 1]
        taken: dict[int, int] = {}
        if 0 < len(open_ones) <= _MOST:
            ranked = [
                (
                    _broken(figures, ties, dict(zip(open_ones, picks, strict=True))),
                    sum(picks),
                    picks,
                )
                for picks in product(*(range(len(figures[i].readings)) for i in open_ones))
            ]
            fewest, _, best = min(ranked)
            equal = [picks for broken, _, picks in ranked if broken == fewest]
            taken = dict(zip(open_ones, best, strict=True))
            for place, index in enumerate(open_ones):
                others = {picks[place] for picks in equal} - {best[place]}
                chosen[index] = Choice(best[place], tuple(sorted(others)))
        for tie in ties:
            if not isinstance(tie.rule, Part) and _holds(figures, tie, taken):
                for index in tie.members:
                    chosen[index] = replace(chosen[index], borne_out=True)
    return chosen


@dataclass(frozen=True, slots=True)
class _Tie:
    """A relation between figures, by index: an edit rule, or this year's and last year's value."""

    rule: EditRule | None
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
    for index, figure in members:
        if figure.change is None:
            continue
        before = (_year_before(figure.start), _year_before(figure.end))
        for other, base in named.get((before, figure.measure), ()):
            alike = base.scope == figure.scope or len(named[before, figure.measure]) == 1
            if alike and base.currency == figure.currency:
                yield _Tie(None, (index, other))


def _year_before(day: date) -> date:
    last = day.month == 2 and day.day >= 28
    return day.replace(year=day.year - 1, day=28) if last else day.replace(year=day.year - 1)


def _broken(figures: Sequence[Printed], ties: Sequence[_Tie], picks: dict[int, int]) -> int:
    """How many ties no numbers within the chosen readings satisfy."""
    return sum(not _holds(figures, tie, picks) for tie in ties)


def _holds(figures: Sequence[Printed], tie: _Tie, picks: dict[int, int]) -> bool:
    values = [figures[i].readings[picks.get(i, 0)] for i in tie.members]
    if tie.rule is None:
        change = figures[tie.members[0]].change
        assert change is not None
        return (values[1] * (change + Interval.point(100))).meets(values[0].scaled(100))
    if isinstance(tie.rule, Sum):
        whole, *parts = values
        total = parts[0]
        for part in parts[1:]:
            total = total + part
        return total.meets(whole)
    if isinstance(tie.rule, Part):
        return values[0].meets(values[1].up_to())
    return (values[1] - values[2]).meets(values[0])
