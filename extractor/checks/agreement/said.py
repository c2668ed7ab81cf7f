"""What one article says, number by number, in a form that can be held against other articles.

Besides what it prints an article implies two more numbers of each figure: by its change the value
of the year before, by its share the value planned for the year. Only sound numbers are heard: read
as the article prints them, and in no error that is not the article's own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal, NamedTuple

from extractor.checks.days import Days
from extractor.checks.evidence import Claim
from extractor.checks.grounding import ArticleText
from extractor.checks.second_reading import printed_at
from extractor.folding import fold_phrase
from extractor.numbers.interval import Interval
from extractor.record import ArticleRef, Data, Finding
from extractor.schema import SCALE_FACTOR

_PRINTS = 4
"""Prints of a number in whose sentences it is looked for."""

Quality = Literal["value", "change", "plan", "planned"]
"""What a number is: a value, a change or a share of plan in percent, or a planned value."""

Source = Literal["printed", "last_year", "plan"]
"""How an article says a number: in print, or by value and change, or by value and share."""


class Key(NamedTuple):
    """What a number is of; names in folded spelling."""

    place: str
    days: Days
    scope: str | None
    measure: str
    quality: Quality
    currency: str | None


@dataclass(frozen=True, slots=True)
class Witness:
    """An article with what it calls things, and the last day that it tells of.

    Two records of one text are one witness as far as agreement goes.
    """

    article_id: str
    source: str
    sha256: str
    until: date


@dataclass(frozen=True, slots=True)
class Said:
    """One number of one witness.

    ``claimed`` counts in ``scale``, ``percent`` is the change or the share by which an implied
    number follows from it. ``place`` and ``scope`` are the words of the report, ``days`` those of
    the statement, which an implied number is not of. ``sentences`` are the hashes of those in which
    the article prints the figure, which hold within one process.
    """

    witness: Witness
    days: Days
    place: str
    scope: str | None
    field: str
    how: Source
    claimed: Decimal
    scale: str | None
    interval: Interval
    approximate: bool
    percent: Decimal | None = None
    sentences: frozenset[int] = frozenset()

    @property
    def typical(self) -> Fraction:
        """The number by its printed digits alone, in base units or percent."""
        value = Fraction(self.claimed) * SCALE_FACTOR[self.scale or "one"]
        if self.percent is None:
            return value
        return value / (_base(self.how) + Fraction(self.percent)) * 100


Sayings = Sequence[tuple[Key, Said]]


def sayings(
    article: ArticleRef,
    text: str,
    data: Data,
    claims: Sequence[Claim],
    findings: Sequence[Finding],
) -> Sayings:
    """All that a checked report of an article with that ``text`` says of the periods that exist."""
    periods = [
        Days.of(statement["period"]["start"], statement["period"]["end"])
        for statement in data["statements"]
    ]
    until = max((days.end for days in periods if days is not None), default=date.min)
    witness = Witness(article.id, article.source, article.sha256, until)
    doubtful = {
        field
        for finding in findings
        if finding.severity == "error" and finding.attribution != "source"
        for field in (*finding.fields, finding.suspect)
    }
    printed = ArticleText.of(text)
    values: dict[tuple[int, str], tuple[Claim, frozenset[int]]] = {}
    heard: list[tuple[Key, Said]] = []
    for claim in claims:
        days = periods[claim.statement]
        if days is None or not claim.sound or claim.field in doubtful:
            continue
        statement = data["statements"][claim.statement]
        sentences = _sentences(printed, statement[claim.measure], claim)
        if claim.aspect == "value":
            values[claim.statement, claim.measure] = claim, sentences
        value, also = values.get((claim.statement, claim.measure), (None, frozenset[int]()))
        heard.extend(_said(claim, value, statement, days, witness, sentences | also))
    return heard


def _sentences(article: ArticleText, figure: Data, claim: Claim) -> frozenset[int]:
    """The sentences that print the words of a number, each by its hash."""
    part = figure if claim.aspect == "value" else figure[claim.aspect]
    if part["text"] is None:
        return frozenset()
    lower = article.folded.lower
    return frozenset(
        hash(" ".join(lower[article.sentence_start(start) : article.sentence_end(start)].split()))
        for start in sorted(printed_at(article, part["text"], claim.aspect))[:_PRINTS]
    )


def _said(
    claim: Claim,
    value: Claim | None,
    statement: Data,
    days: Days,
    witness: Witness,
    sentences: frozenset[int],
) -> Iterator[tuple[Key, Said]]:
    place, scope = statement["place"], statement["scope"] or None

    def key(days: Days, quality: Quality) -> Key:
        folded = fold_phrase(scope) if scope else None
        return Key(fold_phrase(place), days, folded or None, claim.measure, quality, claim.currency)

    approximate = bool(statement[claim.measure]["approximate"])
    yield (
        key(days, claim.aspect),
        Said(
            *(witness, days, place, scope, claim.field, "printed", claim.claimed, claim.scale),
            claim.interval,
            approximate,
            sentences=sentences,
        ),
    )
    if claim.aspect == "value" or value is None:
        return
    how: Source = "last_year" if claim.aspect == "change" else "plan"
    divisor = (claim.interval + Interval.point(_base(how))).scaled(Fraction(1, 100))
    of = days.year_before() if how == "last_year" else days.whole_year()
    if of is None or divisor.low is None or divisor.low <= 0 or claim.exactly + _base(how) <= 0:
        return
    yield (
        key(of, "value" if how == "last_year" else "planned"),
        Said(
            *(witness, days, place, scope, claim.field, how, value.claimed, value.scale),
            value.interval / divisor,
            approximate,
            claim.claimed,
            sentences,
        ),
    )


def _base(how: Source) -> int:
    """What a percentage is counted from."""
    return 100 if how == "last_year" else 0
