"""Which numbers of a report the edit rules tie to each other, as a network.

A rule ties numbers on a basis where every number that it needs there is printed, and a value is
tied to what the year after implies of it; whether they are believed is not asked here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import product

from extractor.checks.days import year_before
from extractor.checks.evidence import Aspect, Claim
from extractor.checks.grouping import FACTOR_OF, Basis, Group
from extractor.checks.network import (
    Composition,
    Constraint,
    Containment,
    Network,
    Product,
    Work,
    in_units,
)
from extractor.numbers.interval import Interval
from extractor.schema import Balance, EditRule, Measure, Part, Schema

_NOT_NEGATIVE = Interval.between(0, None)
_POSITIVE = Interval.between(0, None, low_open=True)
_BASES: tuple[Basis, ...] = ("growth", "plan")

_Key = tuple[int, str, str, str | None]
"""Group, measure, what of it (an aspect or a basis) and currency."""


def network(found: Sequence[Group], schema: Schema, work: Work) -> Network:
    """The network of groups, all of them of one place and period, or of two a year apart.

    Whatever is asked of it raises ``Exhausted`` once ``work`` is done.
    """
    return _Builder(found, schema).built(work)


class _Builder:
    def __init__(self, found: Sequence[Group], schema: Schema) -> None:
        self._found = found
        self._schema = schema
        self._variables: dict[_Key, int] = {}
        self._starts: list[Interval] = []
        self._constraints: list[Constraint] = []
        self._of: dict[int, list[int]] = defaultdict(list)
        self._claims: dict[int, Claim] = {}

    def built(self, work: Work) -> Network:
        for rule in self._schema.rules:
            for basis in ("value", *_BASES):
                if isinstance(rule, Part):
                    self._contain(rule, basis)
                else:
                    self._compose(rule, basis)
        self._precede()
        aspects: tuple[Aspect, ...] = ("value", "change", "plan")
        for number, group in enumerate(self._found):
            for measure in self._schema.measures:
                for currency in group.currencies(measure.name) or [None]:
                    for aspect in aspects:
                        if group.of(measure.name, aspect, currency):
                            self._said(number, measure.name, aspect, currency)
        numbers = list(self._claims)
        return Network(
            [self._claims[n] for n in numbers],
            self._starts,
            [tuple(self._of[n]) for n in numbers],
            # What a rule holds against each other is worked out from what is printed.
            sorted(self._constraints, key=lambda c: not isinstance(c, Product)),
            work,
        )

    def _said(self, group: int, measure: str, aspect: Aspect, currency: str | None) -> int:
        """The variable of an aspect, with the claims that speak of it."""
        key = (group, measure, aspect, currency)
        if key not in self._variables:
            variable = self._add(key, _possible(self._schema.measure(measure), aspect))
            for claim in self._found[group].of(measure, aspect, currency):
                self._claims.setdefault(id(claim), claim)
                self._of[id(claim)].append(variable)
        return self._variables[key]

    def _add(self, key: _Key, start: Interval) -> int:
        self._variables[key] = len(self._starts)
        self._starts.append(start)
        return self._variables[key]

    def _amount(self, group: int, measure: str, basis: Basis, currency: str | None) -> int | None:
        """The variable of a measure on some basis; ``None`` where the group does not give it."""
        found = self._found[group]
        if not found.of(measure, "value", currency):
            return None
        value = self._said(group, measure, "value", currency)
        if basis == "value":
            return value
        percents = found.of(measure, FACTOR_OF[basis], currency)
        factors = [in_units(p.aspect, p.interval) for p in percents]
        if not percents or not all(f.low is not None and f.low > 0 for f in factors):
            return None
        key = (group, measure, basis, currency)
        if key not in self._variables:
            factor = self._said(group, measure, FACTOR_OF[basis], currency)
            self._starts[factor] = self._starts[factor].intersection(_POSITIVE) or _POSITIVE
            signed = self._schema.measure(measure).signed
            base = self._add(key, Interval() if signed else _NOT_NEGATIVE)
            self._constraints.append(Product(base, factor, value))
        return self._variables[key]

    def _compose(self, rule: EditRule, basis: Basis) -> None:
        signs = (-1, 1, -1) if isinstance(rule, Balance) else (-1, *[1] * (len(rule.measures) - 1))
        for number, group in enumerate(self._found):
            for currency in group.currencies(rule.measures[0]):
                terms = [self._amount(number, m, basis, currency) for m in rule.measures]
                given = tuple(t for t in terms if t is not None)
                if len(given) == len(terms):
                    self._constraints.append(Composition(given, signs))

    def _contain(self, rule: Part, basis: Basis) -> None:
        by_period: dict[tuple[str, str], list[int]] = defaultdict(list)
        for number, group in enumerate(self._found):
            by_period[group.period].append(number)
        currencies = dict.fromkeys(c for g in self._found for c in g.currencies(rule.part))
        for numbers, currency in product(by_period.values(), currencies):
            wholes = [
                self._amount(n, rule.whole, basis, currency)
                for n in numbers
                if self._found[n].of(rule.whole, "value", currency)
            ]
            given = tuple(w for w in wholes if w is not None)
            if not given or len(given) < len(wholes):
                continue
            for number in numbers:
                part = self._amount(number, rule.part, basis, currency)
                if part is not None:
                    self._constraints.append(Containment(part, given))

    def _precede(self) -> None:
        """Values of a year before are what values and growths of the year after imply."""
        by_key = {(g.scope, g.period): n for n, g in enumerate(self._found)}
        for number, group in enumerate(self._found):
            earlier = year_before(group.period)
            before = by_key.get((group.scope, earlier)) if earlier is not None else None
            if before is None:
                continue
            for measure in self._schema.measures:
                for currency in group.currencies(measure.name):
                    if self._found[before].of(measure.name, "value", currency):
                        implied = self._amount(number, measure.name, "growth", currency)
                        if implied is not None:
                            then = self._said(before, measure.name, "value", currency)
                            self._constraints.append(Composition((implied, then), (-1, 1)))


def _possible(measure: Measure, aspect: Aspect) -> Interval:
    """What a number of a measure can be in the network's units, whatever is claimed."""
    declared = {"value": measure.values, "change": measure.changes, "plan": measure.shares}[aspect]
    declared = in_units(aspect, declared)
    return declared if measure.signed else declared.intersection(_NOT_NEGATIVE) or _NOT_NEGATIVE
