"""What an article does not print and yet says: numbers that follow from those that it prints.

Where all of a sum or a balance is printed but one value, that value follows; where the changes or
the shares are printed but one, the missing one follows through the bases that the others imply; of
a value and its change follows the value a year before, of a value and its share what was planned.
Each is an interval by the exact arithmetic of what the printed numbers leave open, and holds
whatever they were before they were rounded.

Only numbers that the article prints as claimed and of which no rule says anything bad are inputs.
A derived number is never an input, and is never given for what the report has.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import chain
from math import ceil, floor
from typing import Literal

from extractor.checks.evidence import Claim
from extractor.checks.grouping import FACTOR_OF, Amount, Basis, Group, groups
from extractor.checks.weighing import Named
from extractor.numbers.interval import Interval, decimal
from extractor.record import Data, Finding
from extractor.schema import Balance, Measure, Part, Schema, Sum

Derivable = Literal["value", "change", "plan", "previous", "planned"]
"""A value, a change or a share that is not printed, the value a year before, the planned value."""

_IMPLIED: dict[Basis, Derivable] = {"growth": "previous", "plan": "planned"}
_NOT_NEGATIVE = Interval.between(0, None)


@dataclass(frozen=True, slots=True)
class Derived:
    """A number that follows from printed ones, in base units of ``currency`` or in percent.

    ``rule`` is the edit rule that gives it, or ``change`` and ``plan`` for what a value and its
    percentage imply; ``inputs`` are the fields of the printed numbers.
    """

    statement: int
    measure: str
    what: Derivable
    interval: Interval
    currency: str | None
    rule: str
    inputs: tuple[str, ...]

    @property
    def field(self) -> str:
        """The field where a report would have the number: «statements.0.import.value».

        What a report has no field for is ``statements.0.export.previous`` or ``.planned``.
        """
        part = self.what if self.is_amount else f"{self.what}.percent"
        return f"statements.{self.statement}.{self.measure}.{part}"

    @property
    def is_amount(self) -> bool:
        """Whether the number is an amount of ``currency``, not a percentage."""
        return self.what not in ("change", "plan")

    @property
    def value(self) -> Decimal:
        """The middle of the interval, rounded to what the interval supports.

        One unit of its last digit is the largest power of ten that is not more than the interval
        is wide, so that the number still lies in the interval.
        """
        low, high = self.interval.low, self.interval.high
        assert low is not None
        assert high is not None
        middle, unit = (low + high) / 2, self._unit()
        return decimal(unit * round(middle / unit) if unit else middle)

    @property
    def shown(self) -> Interval:
        """The interval for people, its ends outward to a tenth of the last digit of ``value``."""
        low, high = self.interval.low, self.interval.high
        assert low is not None
        assert high is not None
        unit = self._unit() / 10
        if not unit:
            return self.interval
        return Interval(
            unit * floor(low / unit),
            unit * ceil(high / unit),
            self.interval.low_open,
            self.interval.high_open,
        )

    def _unit(self) -> Fraction:
        assert self.interval.low is not None
        assert self.interval.high is not None
        width = self.interval.high - self.interval.low
        unit = Fraction(1)
        while 10 * unit <= width:
            unit *= 10
        while 0 < width < unit:
            unit /= 10
        return unit if width else width


def derive(
    data: Data, claims: Sequence[Claim], findings: Sequence[Finding], schema: Schema
) -> list[Derived]:
    """Everything that follows from the printed numbers of a report, statements in order."""
    broken = Named(name for f in findings if f.severity != "info" for name in f.fields)
    good = [c for c in claims if c.sound and c not in broken]
    found: dict[tuple[str, str | None], Derived] = {}
    every = groups(data, claims)
    for said, usable in zip(every, groups(data, good), strict=True):
        for derived in chain(
            _compositions(said, usable, schema), _bases(said, usable, every, schema)
        ):
            bounded = derived.interval.low is not None and derived.interval.high is not None
            if bounded:
                found.setdefault((derived.field, derived.currency), derived)
    order = {measure.name: number for number, measure in enumerate(schema.measures)}
    return sorted(found.values(), key=lambda d: (d.statement, order[d.measure]))


def _compositions(said: Group, usable: Group, schema: Schema) -> Iterator[Derived]:
    """What sums and balances give where one of their numbers is not printed."""
    for rule in schema.rules:
        if isinstance(rule, Part):
            continue
        currencies = dict.fromkeys(c for m in rule.measures for c in usable.currencies(m))
        for currency in currencies:
            yield from _third_value(said, usable, rule, currency, schema)
            for basis in FACTOR_OF:
                yield from _third_percent(said, usable, rule, basis, currency, schema)


def _third_value(
    said: Group, usable: Group, rule: Sum | Balance, currency: str | None, schema: Schema
) -> Iterator[Derived]:
    missing = [m for m in rule.measures if not said.currencies(m)]
    if len(missing) == 1:
        third = _third(usable, rule, "value", currency, missing[0], schema)
        if third is not None:
            yield Derived(
                third.numbers[0].statement,
                missing[0],
                "value",
                third.interval,
                currency,
                rule.rule,
                _fields(third.numbers),
            )


def _third_percent(
    said: Group,
    usable: Group,
    rule: Sum | Balance,
    basis: Basis,
    currency: str | None,
    schema: Schema,
) -> Iterator[Derived]:
    aspect = FACTOR_OF[basis]
    missing = [m for m in rule.measures if not said.numbers.get((m, aspect))]
    # A balance may turn, and then its change and its share say nothing.
    if len(missing) != 1 or schema.measure(missing[0]).signed:
        return
    base = _third(usable, rule, basis, currency, missing[0], schema)
    value = usable.amount(missing[0], "value", currency)
    if value is None and not said.currencies(missing[0]):
        value = _third(usable, rule, "value", currency, missing[0], schema)
    if not isinstance(value, Amount) or base is None:
        return
    if base.interval.low is None or base.interval.low <= 0:
        return
    percent = (value.interval / base.interval).scaled(100)
    if basis == "growth":
        percent = percent - Interval.point(100)
    numbers = value.numbers + base.numbers
    yield Derived(
        numbers[0].statement,
        missing[0],
        aspect,
        percent,
        currency,
        f"{basis}_base",
        _fields(numbers),
    )


def _third(
    usable: Group,
    rule: Sum | Balance,
    basis: Basis,
    currency: str | None,
    missing: str,
    schema: Schema,
) -> Amount | None:
    """What a rule leaves for a measure that is missing from it; ``None`` where it cannot say."""
    signs = dict.fromkeys(rule.measures[1:], 1) | {rule.measures[0]: -1}
    if isinstance(rule, Balance):
        signs[rule.minus] = -1
    total = Interval.point(0)
    numbers: list[Claim] = []
    for measure in rule.measures:
        if measure == missing:
            continue
        agreed = all(usable.agrees(measure, a, currency) for a in ("value", *_aspects(basis)))
        amount = usable.amount(measure, basis, currency)
        if not agreed or not isinstance(amount, Amount):
            return None
        total = total + amount.interval.scaled(signs[measure])
        numbers.extend(amount.numbers)
    left = _possible(total.scaled(-signs[missing]), schema.measure(missing))
    return None if left is None else Amount(left, left.low or Fraction(0), tuple(numbers))


def _aspects(basis: Basis) -> Sequence[Literal["value", "change", "plan"]]:
    return () if basis == "value" else (FACTOR_OF[basis],)


def _bases(said: Group, usable: Group, every: Sequence[Group], schema: Schema) -> Iterator[Derived]:
    """What values and their percentages imply."""
    for measure in schema.measures:
        for currency in usable.currencies(measure.name):
            for basis, aspect in FACTOR_OF.items():
                if not all(usable.agrees(measure.name, a, currency) for a in ("value", aspect)):
                    continue
                amount = usable.amount(measure.name, basis, currency)
                if not isinstance(amount, Amount):
                    continue
                if basis == "growth" and _is_printed(said, measure, every):
                    continue
                interval = _possible(amount.interval, measure)
                if interval is not None:
                    yield Derived(
                        amount.numbers[0].statement,
                        measure.name,
                        _IMPLIED[basis],
                        interval,
                        currency,
                        aspect,
                        _fields(amount.numbers),
                    )


def a_year_before(day: str) -> str:
    """The same day of the year before, the last of a month being the last there too.

    Raises ``ValueError`` for what is no day YYYY-MM-DD.
    """
    now = date.fromisoformat(day)
    year = now.year - 1
    is_last = now.day == monthrange(now.year, now.month)[1]
    last = monthrange(year, now.month)[1]
    return date(year, now.month, last if is_last else min(now.day, last)).isoformat()


def _is_printed(said: Group, measure: Measure, every: Sequence[Group]) -> bool:
    """Whether the report has a measure's value of a year before, of the same place and scope."""
    before = tuple(a_year_before(day) for day in said.period)
    return any(
        (group.place, group.period, group.scope) == (said.place, before, said.scope)
        and group.currencies(measure.name)
        for group in every
    )


def _possible(interval: Interval, measure: Measure) -> Interval | None:
    return interval if measure.signed else interval.intersection(_NOT_NEGATIVE)


def _fields(numbers: Iterable[Claim]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(number.field for number in numbers))
