"""Numbers and periods that cannot be.

Nothing can be a negative amount, a fall of more than all of it or a period that ends before it
starts; what else a measure cannot be is the schema's to declare.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extractor.checks.days import day_of
from extractor.checks.evidence import Claim
from extractor.checks.wording import ends, grouped
from extractor.exact_json import plain
from extractor.numbers.interval import Interval, decimal
from extractor.record import Data, Finding
from extractor.schema import Measure, Schema

_NOT_NEGATIVE = Interval.between(0, None)
_UP_TO_ALL = Interval.between(-100, None)


def check_numbers(numbers: Iterable[Claim], schema: Schema) -> list[Finding]:
    """Numbers of which nothing that they can stand for is possible, one finding each."""
    findings = []
    for number in numbers:
        for possible, message in _limits(schema.measure(number.measure), number):
            if not number.interval.meets(possible):
                findings.append(_outside(number, possible, message))
                break
    return findings


def _limits(measure: Measure, number: Claim) -> Iterator[tuple[Interval, str]]:
    """What a number of a measure can be, and what to say of one that is not.

    A signed measure may turn, so its change is free.
    """
    name = measure.name
    if number.aspect == "value":
        if not measure.signed:
            yield _NOT_NEGATIVE, f"{name} cannot be negative"
        yield measure.values, f"{name} is outside what the schema declares"
    elif number.aspect == "change":
        if not measure.signed:
            yield _UP_TO_ALL, f"{name} cannot fall by more than all"
        yield measure.changes, f"the change of {name} is outside what the schema declares"
    else:
        if not measure.signed:
            yield _NOT_NEGATIVE, f"{name} has no share of plan below zero"
        yield measure.shares, f"{name}'s share of plan is outside what the schema declares"


def _outside(number: Claim, possible: Interval, message: str) -> Finding:
    return Finding(
        rule="range",
        severity="error",
        attribution="source" if number.sound else "model",
        fields=(number.field,),
        message=f"{message}: {grouped(number.claimed)}",
        expected=ends(possible),
        actual=plain(decimal(number.exactly)),
        suspect=None if number.sound else number.field,
    )


def check_periods(data: Data) -> list[Finding]:
    """Periods whose days do not exist or that end before they start."""
    findings = []
    for index, statement in enumerate(data["statements"]):
        path = f"statements.{index}.period"
        days = {}
        for end in ("start", "end"):
            days[end] = day_of(statement["period"][end])
            if days[end] is None:
                findings.append(
                    _no_period(f"{path}.{end}", message=f"the period's {end} is no day YYYY-MM-DD")
                )
        start, end_day = days["start"], days["end"]
        if start is not None and end_day is not None and end_day < start:
            findings.append(
                _no_period(
                    f"{path}.start",
                    f"{path}.end",
                    message=f"the period ends on {end_day}, before it starts on {start}",
                )
            )
    return findings


def _no_period(*fields: str, message: str) -> Finding:
    return Finding(
        rule="range",
        severity="error",
        attribution="model",
        fields=fields,
        message=message,
        suspect=fields[0] if len(fields) == 1 else None,
    )
