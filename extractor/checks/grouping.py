"""Which statements speak of the same thing, and what they say of it together.

A group is one place, one period and one scope, names compared in folded spelling. The numbers that
its statements give for one measure must all hold at once; where they can, what is left is their
common interval.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Literal

from extractor.checks.evidence import Aspect, Number
from extractor.folding import fold_phrase
from extractor.numbers.interval import Interval
from extractor.record import Data

Basis = Literal["value", "growth", "plan"]
"""What a rule is applied to: the values, the values a year before, or the planned values."""

_FACTOR_OF: dict[Basis, Aspect] = {"growth": "change", "plan": "plan"}


@dataclass(frozen=True, slots=True)
class Amount:
    """What a group says of a measure on some basis, and the numbers that say so.

    ``typical`` is the amount by the printed digits alone, for messages.
    """

    interval: Interval
    typical: Fraction
    numbers: tuple[Number, ...]

    @property
    def scale(self) -> str | None:
        """The scale in which the amount is printed."""
        return self.numbers[0].scale


@dataclass(frozen=True, slots=True)
class Unusable:
    """Why a group says nothing of a measure on some basis although the value is there."""

    why: str
    numbers: tuple[Number, ...]


@dataclass(slots=True)
class Group:
    """The statements of one place, period and scope, with their numbers in the report's order."""

    place: str
    period: tuple[str, str]
    scope: str | None
    statements: list[int] = field(default_factory=list)
    numbers: dict[tuple[str, Aspect], list[Number]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def of(self, measure: str, aspect: Aspect, currency: str | None) -> list[Number]:
        """The numbers of one measure; a change without a value goes with any currency."""
        found = self.numbers.get((measure, aspect), [])
        if aspect == "value":
            return [n for n in found if n.currency == currency]
        return [n for n in found if n.currency in (currency, None)]

    def currencies(self, measure: str) -> list[str | None]:
        """The currencies in which a measure is given, in the report's order."""
        return list(dict.fromkeys(n.currency for n in self.numbers.get((measure, "value"), [])))

    def amount(
        self, measure: str, basis: Basis, currency: str | None, statement: int | None = None
    ) -> Amount | Unusable | None:
        """What the group says of ``measure``, ``statement`` speaking first where others disagree.

        On the basis of growth that is value / (1 + change/100), on that of plan value /
        (share/100). ``None`` where a number that it needs is not given.
        """
        value = _together(self.of(measure, "value", currency), statement)
        if value is None or basis == "value":
            return value
        percent = _together(self.of(measure, _FACTOR_OF[basis], currency), statement)
        if percent is None:
            return None
        numbers = value.numbers + percent.numbers
        base = 100 if basis == "growth" else 0
        divisor = (percent.interval + Interval.point(base)).scaled(Fraction(1, 100))
        if divisor.low is None or divisor.low <= 0:
            what = "a fall to nothing" if basis == "growth" else "a share of nothing"
            return Unusable(f"{what} has no base ({measure})", numbers)
        typical = value.typical / ((percent.typical + base) / 100)
        return Amount(value.interval / divisor, typical, numbers)


def groups(data: Data, numbers: Iterable[Number]) -> list[Group]:
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
    union = replace(one, statements=one.statements + other.statements, numbers=defaultdict(list))
    for group in (one, other):
        for key, found in group.numbers.items():
            union.numbers[key].extend(found)
    return union


def common(numbers: Sequence[Number]) -> Interval | None:
    """What all the numbers leave open together, ``None`` where they cannot all hold."""
    left: Interval | None = Interval()
    for number in numbers:
        if left is not None and number.interval is not None:
            left = left.intersection(number.interval)
    return left


def _together(numbers: Sequence[Number], statement: int | None) -> Amount | None:
    """What several numbers of one measure say together; in a conflict the statement's own."""
    usable = [n for n in numbers if n.interval is not None]
    if not usable:
        return None
    own = [n for n in usable if n.statement == statement]
    if common(usable) is None:
        usable = own or usable
    ordered = own + [n for n in usable if n not in own]
    left, taken = Interval(), []
    for number in ordered:
        assert number.interval is not None
        narrower = left.intersection(number.interval)
        if narrower is None:
            left = Interval.hull(n.interval for n in usable if n.interval is not None)
            taken = ordered
            break
        if narrower != left or not taken:
            left, taken = narrower, [*taken, number]
    return Amount(left, taken[0].exactly, tuple(taken))
