"""Periods of one year that imply each other: a part within a whole, two parts that make it.

A part says that the whole is not less, where the measure has no sign; the beginning of a period and
its rest together say what the whole is. What one article says of all of them is its own affair, and
what articles do not agree on is told already.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from extractor.checks.agreement.line import Line, Relation, Tells, Verdict
from extractor.checks.agreement.said import Key, Said
from extractor.checks.agreement.telling import gap, little
from extractor.checks.agreement.voices import Voice, common
from extractor.checks.agreement.wording import about, between, name, says, subject, words
from extractor.checks.days import Days
from extractor.numbers.interval import Interval
from extractor.schema import Schema

_PERIODS = 40
"""Periods of one year, place, scope and measure that are held against each other."""


class _Kin(NamedTuple):
    place: str
    scope: str | None
    measure: str
    currency: str | None
    year: Days


@dataclass(frozen=True, slots=True)
class _Agreed:
    """What all texts that tell of one period leave open together."""

    key: Key
    said: Said
    interval: Interval
    texts: frozenset[str]


def kin(heard: Mapping[Key, Sequence[Voice]], schema: Schema) -> Iterator[Line]:
    """Supports and disagreements between the values of different periods of a year."""
    families: dict[_Kin, dict[Days, _Agreed]] = defaultdict(dict)
    for key, spoken in heard.items():
        # What is implied carries the rounding of a percentage and the revision of a year.
        found = [voice for voice in spoken if voice.said.how == "printed"]
        if not found:
            continue
        year, shared = key.days.whole_year(), common(found)
        if key.quality != "value" or year is None or shared is None:
            continue
        texts = frozenset(voice.said.witness.sha256 for voice in found)
        family = families[_Kin(key.place, key.scope, key.measure, key.currency, year)]
        if len(family) < _PERIODS:
            family[key.days] = _Agreed(key, found[0].said, shared, texts)
    for of, family in families.items():
        signed = schema.measure(of.measure).signed
        for whole in family.values():
            parts = [part for days, part in family.items() if whole.key.days.holds(days)]
            apart = [part for part in parts if not part.texts & whole.texts]
            larger = [] if signed else [p for p in apart if not _fits(p, whole)]
            if larger:
                yield _larger(max(larger, key=lambda p: _excess(p, whole)), whole)
                continue
            yield from _sums(whole, parts, family)


def _fits(part: _Agreed, whole: _Agreed) -> bool:
    return part.interval.meets(whole.interval.up_to())


def _excess(part: _Agreed, whole: _Agreed) -> Fraction:
    return gap(part.interval, whole.interval)


def _larger(part: _Agreed, whole: _Agreed) -> Line:
    size = abs(part.said.typical)
    by_little = part.said.approximate and little(_excess(part, whole), size)
    tells: Tells | None = "revision" if by_little else None
    told = "; an estimate, and by little: likely a revision" if tells else ""
    message = (
        f"{subject(part.key, part.said)}: {name(part.said)} says {words(part.key, part.said)} for "
        f"{part.key.days}, more than {words(whole.key, whole.said)} that {name(whole.said)} says "
        f"for all of {whole.key.days}{told}"
    )
    return _line("disagreement", "part", tells, message, whole, part)


def _sums(
    whole: _Agreed, parts: Sequence[_Agreed], family: Mapping[Days, _Agreed]
) -> Iterator[Line]:
    for first in parts:
        days = whole.key.days.rest(first.key.days)
        rest = family.get(days) if days is not None else None
        if rest is None or whole.texts & first.texts & rest.texts:
            continue
        made = first.interval + rest.interval
        sides = (
            f"{words(first.key, first.said)} ({name(first.said)}, {first.key.days}) and "
            f"{words(rest.key, rest.said)} ({name(rest.said)}, {rest.key.days})"
        )
        head, said = subject(whole.key, whole.said), words(whole.key, whole.said)
        total = f"{said} ({name(whole.said)}, {whole.key.days})"
        if made.meets(whole.interval):
            message = f"{head}: {sides} make {total}"
            yield _line("support", "sum", None, message, whole, first, rest)
            continue
        size = abs(whole.said.typical)
        tells: Tells | None = "revision" if little(gap(made, whole.interval), size) else None
        told = "; by little: likely a revision" if tells else ""
        reach = between(whole.key, made, whole.said)
        message = f"{head}: {sides} make {reach}, not {total}{told}"
        yield _line("disagreement", "sum", tells, message, whole, first, rest)


def _line(
    verdict: Verdict, relation: Relation, tells: Tells | None, message: str, *of: _Agreed
) -> Line:
    ids = dict.fromkeys(each.said.witness.article_id for each in of)
    said = tuple(says(each.key, each.said) for each in of)
    return Line(verdict, relation, tells, about(of[0].key, of[0].said), message, said, tuple(ids))
