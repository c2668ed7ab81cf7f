"""The second reader: what the deterministic reader, given the article alone, makes of a report.

A figure is read alike where the reader finds the same value of the same measure, at the same place
and in the same period; a figure without a value, where it finds the same change or share. How it
was bound then says how well the article's words support it. The reader's silence says nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from extractor.checks.evidence import exact
from extractor.checks.wording import grouped, quoted
from extractor.reader import Binding, Doubt, reading_of
from extractor.record import Data, Finding, Severity
from extractor.schema import SCALE_FACTOR, FigureAt, Schema, figures

_Found = Mapping[tuple[Any, ...], Sequence[Binding]]


def read_alike(
    text: str, data: Data, every: Sequence[FigureAt], schema: Schema
) -> dict[str, Binding]:
    """How the reader bound the figures of ``data`` that it reads alike, by field."""
    found = _found(text, schema)
    met: Counter[tuple[Any, ...]] = Counter()
    alike = {}
    for at in every:
        key = _key(data, at)
        if key is not None and (bindings := found.get(key)):
            # What a report says twice is bound twice where the article says it twice.
            alike[at.path] = bindings[min(met[key], len(bindings) - 1)]
            met[key] += 1
    return alike


@lru_cache(maxsize=4)
def _found(text: str, schema: Schema) -> _Found:
    """What the reader finds in a text, by what it is of and says."""
    reading = reading_of(text, schema)
    found: dict[tuple[Any, ...], list[Binding]] = defaultdict(list)
    for at in figures(reading.data, schema):
        if (key := _key(reading.data, at)) is not None:
            found[key].append(reading.bindings[at.path])
    return found


def doubts(
    every: Sequence[FigureAt], bindings: Mapping[str, Binding], *, by_reader: bool
) -> list[Finding]:
    """What the reader could not settle of figures that it reads alike.

    An error where the reader itself answered, since then nothing else supports the figure.
    """
    severity: Severity = "error" if by_reader else "warning"
    findings = []
    for at in every:
        binding = bindings.get(at.path)
        for doubt in binding.doubts if binding is not None else ():
            part = "value" if at.figure["value"] is not None else "change.percent"
            field = f"{at.path}.{part}"
            findings.append(
                Finding(
                    rule="doubt",
                    severity=severity,
                    attribution="unknown",
                    fields=(field,),
                    message=f"{at.measure}: {_told(at, doubt)}",
                    suspect=field,
                )
            )
    return findings


def _told(at: FigureAt, doubt: Doubt) -> str:
    figure = at.figure
    words = figure["text"] or (figure["change"] or figure["plan"] or {}).get("text") or ""
    return left_open(figure, words, doubt)


def left_open(figure: Data, text: str, doubt: Doubt) -> str:
    """What the words of a number of a figure leave open, for people."""
    words, others = quoted(text), " or ".join(doubt.others)
    if doubt.of == "number":
        scale = None if figure["scale"] == "one" else figure["scale"]
        number = grouped(Decimal(str(figure["value"])))
        given = " ".join(filter(None, (number, scale, figure["currency"])))
        return f"{words} is {given} or {others}, and no sum or growth decides"
    if doubt.of == "measure":
        return f"{words} stands without a name, and can also be that of {others}"
    if doubt.of == "subject":
        return f"{words} may not be the place's own: {'; '.join(doubt.others)}"
    if doubt.of == "place":
        return f"{words} names no place of its own, and can also be of {quoted(others)}"
    if doubt.reckoned:
        return (
            f"{words} does not go with amounts of other times, and can also be of {quoted(others)}"
        )
    part = "year" if all(other.isdigit() for other in doubt.others) else "period"
    return f"{words} names no {part} of its own, and can also be of {quoted(others)}"


def _key(data: Data, at: FigureAt) -> tuple[Any, ...] | None:
    """What a figure is of and what it says; ``None`` where it has a number that nobody prints."""
    statement = data["statements"][at.statement]
    period, figure = statement["period"], at.figure
    of = (statement["place"], period["start"], period["end"], at.measure)
    if figure["value"] is None:
        return (*of, *((figure[p] or {}).get("percent") for p in ("change", "plan")))
    value = exact(figure["value"])
    if value is None:
        return None
    return (*of, figure["currency"], Fraction(value) * SCALE_FACTOR[figure["scale"] or "one"])
