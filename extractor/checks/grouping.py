"""Which statements speak of the same thing, and what they say of it together.

A group is one place, one period and one scope, names compared in folded spelling. The numbers that
its statements give for one measure must all hold at once; where they can, what is left is their
common interval.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from extractor.checks.evidence import Aspect, Claim
from extractor.folding import fold_phrase
from extractor.numbers.interval import Interval
from extractor.record import Data

Basis = Literal["value", "growth", "plan"]
"""What a rule is applied to: the values, the values a year before, or the planned values."""

FACTOR_OF: Mapping[Basis, Aspect] = {"growth": "change", "plan": "plan"}
"""The percentages that lead from a value to a basis."""


@dataclass(frozen=True, slots=True)
class Amount:
    """What a group says of a measure on some basis, and the numbers that say so.

    ``typical`` is the amount by the printed digits alone, for messages.
    """

    interval: Interval
    typical: Fraction
    numbers: tuple[Claim, ...]

    @property
    def scale(self) -> str | None:
        """The scale in which the amount is printed."""
        return self.numbers[0].scale


@dataclass(frozen=True, slots=True)
class Unusable:
    """Why a group says nothing of a measure on some basis although the value is there."""

    why: str
    numbers: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class _Said:
    """All numbers of one measure, aspect and currency in a group.

    ``agreed`` tells whether they can all hold. ``together`` is then what they leave open together,
    and ``decisive`` those that narrow it, the narrowest last; else it is all that they span.
    """

    numbers: tuple[Claim, ...]
    agreed: bool
    together: Interval
    decisive: tuple[Claim, ...]
    by_statement: Mapping[int, Claim]

    @classmethod
    def of(cls, numbers: Sequence[Claim]) -> _Said:
        left = Interval()
        decisive: list[Claim] = []
        by_statement = {n.statement: n for n in reversed(numbers)}
        for number in numbers:
            narrower = left.intersection(number.interval)
            if narrower is None:
                spanned = Interval.hull(n.interval for n in numbers)
                return cls(tuple(numbers), False, spanned, tuple(numbers), by_statement)
            if narrower != left:
                left, decisive = narrower, [*decisive, number]
        return cls(tuple(numbers), True, left, tuple(decisive), by_statement)

    def speaks(self, statement: int | None) -> Amount:
        """All of them together; where they disagree the statement's own, or whatever they span."""
        own = None if self.agreed or statement is None else self.by_statement.get(statement)
        if own is not None:
            return Amount(own.interval, own.exactly, (own,))
        return Amount(self.together, self.decisive[-1].exactly, self.decisive)


@dataclass(slots=True)
class Group:
    """The statements of one place, period and scope, with their numbers in the report's order."""

    place: str
    period: tuple[str, str]
    scope: str | None
    statements: list[int] = field(default_factory=list)
    numbers: dict[tuple[str, Aspect], list[Claim]] = field(
        default_factory=lambda: defaultdict(list)
    )
    _said: dict[tuple[str, Aspect, str | None], _Said] = field(default_factory=dict)

    def of(self, measure: str, aspect: Aspect, currency: str | None) -> tuple[Claim, ...]:
        """The numbers of one measure; a change without a value goes with any currency."""
        return self._all(measure, aspect, currency).numbers

    def agrees(self, measure: str, aspect: Aspect, currency: str | None) -> bool:
        """Whether the numbers of one measure can all hold."""
        return self._all(measure, aspect, currency).agreed

    def currencies(self, measure: str) -> list[str | None]:
        """The currencies in which a measure is given, in the report's order."""
        return list(dict.fromkeys(n.currency for n in self.numbers.get((measure, "value"), [])))

    def amount(
        self, measure: str, basis: Basis, currency: str | None, statement: int | None = None
    ) -> Amount | Unusable | None:
        """What the group says of ``measure``; in a conflict what ``statement`` says of it.

        On the basis of growth that is value / (1 + change/100), on that of plan value /
        (share/100). ``None`` where a number that it needs is not given.
        """
        values = self._all(measure, "value", currency)
        if not values.numbers:
            return None
        value = values.speaks(statement)
        if basis == "value":
            return value
        percents = self._all(measure, FACTOR_OF[basis], currency)
        if not percents.numbers:
            return None
        percent = percents.speaks(statement)
        numbers = value.numbers + percent.numbers
        base = 100 if basis == "growth" else 0
        divisor = (percent.interval + Interval.point(base)).scaled(Fraction(1, 100))
        if divisor.low is None or divisor.low <= 0 or percent.typical + base <= 0:
            what = "a fall to nothing" if basis == "growth" else "a share of nothing"
            return Unusable(f"{what} has no base ({measure})", numbers)
        typical = value.typical / ((percent.typical + base) / 100)
        return Amount(value.interval / divisor, typical, numbers)

    def _all(self, measure: str, aspect: Aspect, currency: str | None) -> _Said:
        key = (measure, aspect, currency)
        if key not in self._said:
            fitting = (currency,) if aspect == "value" else (currency, None)
            found = self.numbers.get((measure, aspect), [])
            self._said[key] = _Said.of([n for n in found if n.currency in fitting])
        return self._said[key]


def groups(data: Data, numbers: Iterable[Claim]) -> list[Group]:
    """The groups of a report, in the order in which they first occur."""
    by_key: dict[tuple[str, tuple[str, str], str | None], Group] = {}
    of_statement: list[Group] = []
    for index, statement in enumerate(data["statements"]):
        period = (statement["period"]["start"].strip(), statement["period"]["end"].strip())
        scope = fold_phrase(statement["scope"]) if statement["scope"] else None
        key = (fold_phrase(statement["place"]), period, scope or None)
        group = by_key.setdefault(key, Group(*key))
        group.statements.append(index)
        of_statement.append(group)
    for number in numbers:
        of_statement[number.statement].numbers[number.measure, number.aspect].append(number)
    return list(by_key.values())


def joined(one: Group, other: Group) -> Group:
    """Two groups as if they were one."""
    union = Group(one.place, one.period, None, one.statements + other.statements)
    for group in (one, other):
        for key, found in group.numbers.items():
            union.numbers[key].extend(found)
    return union
