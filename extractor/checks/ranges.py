"""Numbers and periods that nothing can be: a negative turnover, a fall of more than all of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from extractor.checks.evidence import Claim
from extractor.checks.wording import grouped
from extractor.exact_json import plain
from extractor.numbers.interval import decimal
from extractor.record import Data, Finding, Number
from extractor.schema import Schema

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def check_numbers(numbers: Iterable[Claim], schema: Schema) -> list[Finding]:
    """Numbers outside what their kind allows; a signed measure may turn, so its change is free."""
    findings = []
    for number in numbers:
        signed = schema.measure(number.measure).signed
        if number.aspect == "value" and number.claimed < 0 and not signed:
            findings.append(_outside(number, 0, f"{number.measure} cannot be negative"))
        elif number.aspect == "change" and number.claimed < -100 and not signed:
            findings.append(
                _outside(number, -100, f"{number.measure} cannot fall by more than all")
            )
        elif number.aspect == "plan" and number.claimed < 0 and not signed:
            findings.append(
                _outside(number, 0, f"{number.measure} has no share of plan below zero")
            )
    return findings


def _outside(number: Claim, low: Number, message: str) -> Finding:
    return Finding(
        rule="range",
        severity="error",
        attribution="source" if number.sound else "model",
        fields=(number.field,),
        message=f"{message}: {grouped(number.claimed)}",
        expected=(low, None),
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
            days[end] = _day(statement["period"][end])
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


def _day(text: str) -> date | None:
    if not _DATE.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _no_period(*fields: str, message: str) -> Finding:
    return Finding(
        rule="range",
        severity="error",
        attribution="model",
        fields=fields,
        message=message,
        suspect=fields[0] if len(fields) == 1 else None,
    )
