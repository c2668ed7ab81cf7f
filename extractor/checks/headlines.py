"""What headlines above the text say again, and reports that have it in place of what the text says.

What a headline says again is the deterministic reader's to tell. The text below it is the article;
where the two disagree that is the article's own fault (``contradiction``), and still a report whose
number stands in the headline alone is not what the text says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from extractor.checks.amounts import read_amount
from extractor.checks.bearing import Bearing
from extractor.checks.evidence import Aspect, Claim
from extractor.checks.grounding import ArticleText
from extractor.checks.naming import official
from extractor.checks.percents import read_percent
from extractor.checks.second_reading import NAMES, printed_at
from extractor.checks.subject import Subject
from extractor.checks.wording import quoted
from extractor.folding import fold_phrase
from extractor.numbers.interval import Interval
from extractor.reader import Reading, Restated, Told
from extractor.record import Data, Finding
from extractor.schema import SCALE_FACTOR, FigureAt, Schema

_REACHED = re.compile(
    r"(?<!\w)(?:vượt|vượt qua|qua|cán|chạm|đạt)(?: (?:mốc|ngưỡng))(?: (?:hơn|trên))? ?\Z"
)
"""Before an amount: a mark that was reached, so that what is told is not below it."""
_MARK = re.compile(r"(?<!\w)(?:mốc|ngưỡng|sắp|hướng tới|hướng đến|kỳ vọng|dự báo|có thể)(?!\w)")
"""Before an amount: a mark on the way, which need not be where one stands."""
_NEARLY = 200
"""The part of a number by which another differs at most that is the same in other digits."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A report's number that is a headline's, ``said``, where the text has another, ``below``.

    ``mended`` are the rules that the report's number breaks and that hold with that of the text.
    """

    claim: Claim
    said: Claim
    words: str
    below: Told
    mended: tuple[str, ...]


def said_by(article: ArticleText, headline: Restated, schema: Schema) -> Iterator[Claim]:
    """A headline's amount and growth as a report's numbers, as far as they can be read."""
    at = FigureAt(0, headline.measure, headline.figure)
    places = {at.path: headline.amount, f"{at.path}.change": headline.change}
    printed = {path: span for path, span in places.items() if span is not None}
    subject = Subject(article, schema.measure(headline.measure), at, printed)
    if headline.amount is not None:
        read_amount(subject)
    if headline.change is not None:
        read_percent(subject, "change")
    for said in subject.numbers:
        span = headline.amount if said.aspect == "value" else headline.change
        if not said.sound or span is None:
            continue
        before = article.folded.lower[article.sentence_start(span.start) : span.start]
        reached = _REACHED.search(before)
        if _MARK.search(before[: reached.start()] if reached else before):
            continue
        yield replace(said, interval=Interval(said.exactly)) if reached else said


def words_of(headline: Restated, said: Claim) -> str:
    """The headline's own words for its amount or its growth."""
    part = headline.figure if said.aspect == "value" else headline.figure[said.aspect]
    return str(part["text"])


def is_of(number: Claim, said: Claim, headline: Restated, data: Data) -> bool:
    """Whether a number of a report is of what a headline tells of, as far as that says when."""
    place = data["statements"][number.statement]["place"]
    return (
        number.measure == said.measure
        and is_alike(number, said)
        and fold_phrase(place) == fold_phrase(headline.key.place)
        and (not headline.timed or is_at(number, headline, data))
    )


def is_at(number: Claim, headline: Restated, data: Data) -> bool:
    """Whether a number is of the days for which the reader takes a headline."""
    period = data["statements"][number.statement]["period"]
    days = (headline.key.start.isoformat(), headline.key.end.isoformat())
    return (period["start"], period["end"]) == days


def is_alike(number: Claim, said: Claim) -> bool:
    """Whether two numbers could be one: amounts of one currency, growths of one measure."""
    if said.aspect == "value":
        return (number.aspect, number.currency) == (said.aspect, said.currency)
    return (number.aspect, number.measure) == (said.aspect, said.measure)


# ---- reports that have a headline's number


def taken_from_headlines(
    article: ArticleText,
    reading: Reading,
    data: Data,
    numbers: Sequence[Claim],
    bearing: Bearing,
    schema: Schema,
) -> list[Taken]:
    """The numbers of a report that stand in headlines alone and that the text below has otherwise.

    The text has another of the same measure, place and period, in no rounding the headline's, and
    the report has that nowhere. A sum that holds with it alone says which it is; else it is told
    without a doubt and is the only one.
    """
    spans = [s for h in reading.restated for s in (h.amount, h.change) if s is not None]
    above = {q.number.start for span in spans for q in article.quantities_in(span)}
    sound = [n for n in numbers if n.sound]
    found: dict[str, Taken] = {}
    for headline in reading.restated:
        for said in said_by(article, headline, schema):
            for claim in sound:
                mine = is_of(claim, said, headline, data) and is_at(claim, headline, data)
                mine = mine and claim.interval.meets(said.interval)
                starts = _starts(article, claim, data, claim.aspect)
                if not mine or not starts <= above or _is_printed(article, claim, above):
                    continue
                values = _starts(article, claim, data, "value")
                below = list(_below(claim, said, reading.told, data))
                one, mended = _other(claim, below, reading.told, values, bearing)
                if one is None or any(
                    n.interval.meets(one.interval) for n in sound if is_alike(n, said)
                ):
                    continue
                words = words_of(headline, said)
                found.setdefault(claim.field, Taken(claim, said, words, one, mended))
    return list(found.values())


def misled(taken: Sequence[Taken], bearing: Bearing) -> list[Finding]:
    """That the text below a headline says otherwise than a report, and what holds with that.

    Nothing is said of a number that the others of its statement bear out.
    """
    return [
        stands_above(one.claim, one.words, "a headline", one.below, one.mended)
        for one in taken
        if one.claim.aspect != "value"
        or not bearing.is_borne_out(one.claim.statement, one.claim.measure)
    ]


def restored(article: ArticleText, taken: Sequence[Taken]) -> dict[str, Decimal]:
    """By field what the text says instead, in the claim's scale, where a rule holds with that."""
    found: dict[str, Decimal] = {}
    for one in taken:
        quantity = article.quantities[article.after(one.below.start)]
        factor = Decimal(SCALE_FACTOR[quantity.scale or "one"])
        own = SCALE_FACTOR[one.claim.scale or "one"]
        for reading in quantity.readings if one.mended else ():
            base = (reading.value * factor).copy_abs().copy_sign(one.claim.claimed)
            if base in one.below.interval:
                found.setdefault(one.claim.field, base / own)
    return found


def stands_above(
    claim: Claim, words: str, where: str, below: Told, mended: Sequence[str]
) -> Finding:
    """That a report's number stands in a headline or a lead and the text below has another.

    ``mended`` are the rules that hold with that.
    """
    holds = f", with which {' and '.join(mended)} holds" if mended else ""
    return Finding(
        rule="second_reading",
        severity="error",
        attribution="model",
        fields=(claim.field,),
        message=f"{NAMES[claim.aspect]}{claim.measure}: {quoted(words)} stands in {where}, "
        f"the text below it says {quoted(below.words)}{holds}",
        suspect=claim.field,
    )


def _starts(article: ArticleText, claim: Claim, data: Data, aspect: Aspect) -> frozenset[int]:
    """Where a number of a claim's figure is printed."""
    figure = data["statements"][claim.statement][claim.measure]
    part = figure if aspect == "value" else figure[aspect]
    return frozenset() if part["text"] is None else printed_at(article, part["text"], aspect)


def _below(claim: Claim, said: Claim, told: Sequence[Told], data: Data) -> Iterator[Told]:
    """The numbers that the text has of a claim's measure, place and period.

    None where it has the headline's of any place and period.
    """
    statement = data["statements"][claim.statement]
    of = (official(statement["place"]), statement["period"]["start"], statement["period"]["end"])
    every = [
        t for t in told if (t.measure, t.aspect) == (claim.measure, claim.aspect) and not t.headline
    ]
    if not any(t.interval.meets(n.interval) for t in every for n in (said, claim)):
        yield from (t for t in every if _of(t) == of)


def _other(
    claim: Claim,
    below: Sequence[Told],
    told: Sequence[Told],
    values: Set[int],
    bearing: Bearing,
) -> tuple[Told | None, tuple[str, ...]]:
    """The number that the text has in place of a claim's, with the rules that hold with it alone.

    ``values`` is where the value of the claim's figure is printed.
    """
    for one in below:
        if mended := bearing.mended(claim, one.interval):
            return one, mended
    own = {_of(t) for t in told if t.start in values and t.measure == claim.measure}
    if not below or not all(t.interval.meets(below[0].interval) for t in below):
        return None, ()
    one = below[0]
    # What is told without a name is a growth's where the report reads its amount alike.
    named = one.manner != "inherited" or (claim.aspect != "value" and _of(one) in own)
    certain = named and not one.doubts and one.timed and one.placed
    return (one if certain else None), ()


def _of(told: Told) -> tuple[str, str, str]:
    return official(told.key.place), told.key.start.isoformat(), told.key.end.isoformat()


def _is_printed(article: ArticleText, claim: Claim, above: Set[int]) -> bool:
    """Whether the article prints a number of headlines elsewhere too, of whatever, or nearly it."""
    exactly = abs(claim.exactly)
    for quantity in article.quantities:
        if quantity.number.start in above:
            continue
        factor = SCALE_FACTOR[quantity.scale or "one"] if claim.aspect == "value" else 1
        alike = (
            quantity.currency == claim.currency
            if claim.aspect == "value"
            else quantity.kind == "percent"
        )
        if alike and any(
            abs(abs(Fraction(reading.value)) * factor - exactly) * _NEARLY <= exactly
            for reading in quantity.readings
        ):
            return True
    return False
