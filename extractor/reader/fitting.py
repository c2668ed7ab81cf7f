"""Amounts that unknown words keep from a measure's name, bound by the sum that they complete.

«nhập khẩu áp đảo với 291,2 triệu USD» may be imports or something else that is imported. Where the
place's whole and its other parts are told and leave exactly that amount, it is the missing one: a
part of something else adds up to the whole only by chance, and hardly to its last digit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import product
from math import prod

from extractor.numbers.interval import Interval
from extractor.reader.settle import Printed, holds
from extractor.schema import Part, Schema

_MOST = 12
"""Amounts without a name of one place and time beyond which none is tried."""
_COMBINED = 200
_FINE = 300
"""Units of its last digit that the largest amount must have for the sum to be no chance."""


def fitting(told: Sequence[Printed], left: Sequence[Printed], schema: Schema) -> list[int]:
    """Which of ``left`` complete a rule among ``told``, by index; each measure at most once.

    None where several would complete it.
    """
    named: dict[tuple[object, ...], dict[str, list[Interval]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for figure in told:
        named[_key(figure)][figure.measure].append(figure.readings[0])
    apart: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for index, figure in enumerate(left):
        apart[_key(figure)].append(index)
    found: list[int] = []
    for key, members in apart.items():
        if key in named and len(members) <= _MOST:
            found += _completing(named[key], [(i, left[i]) for i in members], schema)
    return found


def _completing(
    known: dict[str, list[Interval]], left: Sequence[tuple[int, Printed]], schema: Schema
) -> Iterator[int]:
    taken: set[str] = set()
    for rule in schema.rules:
        missing = [m for m in rule.measures if not known.get(m) and m not in taken]
        if isinstance(rule, Part) or not missing or len(missing) == len(rule.measures):
            continue
        offers = [
            [(None, r) for r in known[m]]
            if m not in missing
            else [(i, r) for i, figure in left if figure.measure == m for r in figure.readings]
            for m in rule.measures
        ]
        if not all(offers) or prod(map(len, offers)) > _COMBINED:
            continue
        complete = [
            tuple(i for i, _ in group if i is not None)
            for group in product(*offers)
            if any(_is_fine(r) for _, r in group) and holds(rule, [r for _, r in group])
        ]
        if len(set(complete)) == 1:
            taken.update(missing)
            yield from complete[0]


def _key(figure: Printed) -> tuple[object, ...]:
    return figure.place, figure.period, figure.scope, figure.currency


def _is_fine(amount: Interval) -> bool:
    """Whether an amount is printed to so many digits that it hardly fits by chance."""
    assert amount.low is not None
    assert amount.high is not None
    return abs(amount.low + amount.high) / 2 >= _FINE * (amount.high - amount.low)
