"""Numbers of a report that the reader takes for something else, and what is wrong about them.

Where a statement's numbers are read of another place or period, either the statement is not of
that which the report says or its numbers are not its own. They are not where the article has the
statement's own number and nothing in the report claims that, or where another statement, whose
other figures are its own, has got that number in exchange. A number that a sum of the statement
bears out stands among its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from typing import Literal

from extractor.checks.bearing import Bearing
from extractor.checks.evidence import Aspect
from extractor.checks.naming import official
from extractor.checks.statement import Statement
from extractor.reader import Told
from extractor.schema import FigureAt

Difference = Literal["number", "value", "place", "period", "scope"]
"""In what a reading differs: in which number of which figure it is, in what its digits say, where,
when, or in which of several scopes."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a report: whose it is and where the article prints it."""

    at: FigureAt
    aspect: Aspect
    text: str
    starts: frozenset[int]

    @property
    def field(self) -> str:
        """Where the report has the number."""
        part = "value" if self.aspect == "value" else f"{self.aspect}.percent"
        return f"{self.at.path}.{part}"


@dataclass(frozen=True, slots=True)
class Otherwise:
    """What a statement has and the reader takes for something else.

    ``numbers`` are those of which it is told, each with what it is taken for, the first in the
    message; ``borne_out`` that a sum speaks for the statement.
    """

    fields: tuple[str, ...]
    numbers: tuple[tuple[Number, Told], ...]
    difference: Difference
    certain: bool
    borne_out: bool
    statement: Statement

    @property
    def is_of_all(self) -> bool:
        """Whether it is told of what a statement is of, and not of a number in it."""
        return all(number.field not in self.fields for number, _ in self.numbers)


def surer(found: Sequence[Otherwise]) -> Iterator[Otherwise]:
    """What is told of numbers, certain also where another is certainly what they are given for."""
    taken: dict[tuple[str, ...], dict[str | None, Told]] = defaultdict(dict)
    for one in found:
        for _, told in one.numbers if one.certain else ():
            taken[_of(told)].setdefault(told.key.scope, told)
    for one in found:
        other = any(
            told.start != instead.start
            and one.statement.is_scope_of(instead)
            and not told.interval.meets(instead.interval)
            for number, told in one.numbers
            for instead in taken.get(_given(number, one.statement), {}).values()
        )
        yield replace(one, certain=True) if other and not one.borne_out else one


def among(
    found: Sequence[Otherwise], told: Sequence[Told], claimed: Set[int], bearing: Bearing
) -> Iterator[Otherwise]:
    """What is told of statements, of their numbers each where those are not their own.

    ``claimed`` is where the article prints the report's numbers.
    """
    missing: dict[tuple[str, ...], dict[str | None, Told]] = defaultdict(dict)
    for own in told:
        if own.start not in claimed and not own.headline:
            missing[_of(own)].setdefault(own.key.scope, own)
    exchanged = {
        (_given(number, one.statement), _of(read))
        for one in found
        if not one.is_of_all
        for number, read in one.numbers
    }

    def is_its_own(number: Number, read: Told, statement: Statement) -> bool:
        """Whether a number may stand in its statement, which is of something else."""
        of = _given(number, statement)
        if bearing.is_borne_out(statement.index, number.at.measure):
            return True
        instead = missing.get(of, {}).values()
        if any(statement.is_of(t) and not t.interval.meets(read.interval) for t in instead):
            return False
        return (_of(read), of) not in exchanged

    for one in found:
        values = [(n, t) for n, t in one.numbers if n.aspect == t.aspect == "value"]
        kept = not one.is_of_all or one.difference == "scope" or not values
        if kept or any(is_its_own(n, t, one.statement) for n, t in values):
            yield one
        else:
            for number, read in one.numbers:
                yield replace(one, fields=(number.field,), numbers=((number, read),))


def _of(told: Told) -> tuple[str, ...]:
    """Which number of what the reader reads."""
    key = told.key
    days = key.start.isoformat(), key.end.isoformat()
    return told.measure, told.aspect, official(key.place), *days


def _given(number: Number, statement: Statement) -> tuple[str, ...]:
    """Which number of what a report gives."""
    return number.at.measure, number.aspect, *statement.of
