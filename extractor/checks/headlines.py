"""What headlines above the text say again, and reports that have it in place of what the text says.

What a headline says again is the deterministic reader's to tell. The text below it is the article;
where the two disagree that is the article's own fault (``contradiction``), and still a report whose
number stands in the headline alone is not what the text says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extractor.checks.amounts import read_amount
from extractor.checks.bearing import Bearing
from extractor.checks.evidence import Claim
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


@dataclass(frozen=True, slots=True)
class Taken:
    """A report's number that is a headline's, ``said``, where the text has another, ``below``."""

    claim: Claim
    said: Claim
    words: str
    below: Told


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
    article: ArticleText, reading: Reading, data: Data, numbers: Sequence[Claim], schema: Schema
) -> list[Taken]:
    """The numbers of a report that stand in headlines alone and that the text below has otherwise.

    The text has one number of the same measure, place and period, without a doubt and in no
    rounding the headline's, and the report does not have it.
    """
    above = {
        number.start
        for headline in reading.restated
        for span in (headline.amount, headline.change)
        if span is not None
        for quantity in article.quantities_in(span)
        for number in (quantity.number,)
    }
    sound = [n for n in numbers if n.sound]
    found: dict[str, Taken] = {}
    for headline in reading.restated:
        for said in said_by(article, headline, schema):
            for claim in sound:
                mine = is_of(claim, said, headline, data) and claim.interval.meets(said.interval)
                if not mine or not _starts(article, claim, data) <= above:
                    continue
                below = _below(claim, said, reading.told, data)
                if below is None or _is_printed(article, said, above):
                    continue
                if not any(n.interval.meets(below.interval) for n in sound if is_alike(n, said)):
                    taken = Taken(claim, said, words_of(headline, said), below)
                    found.setdefault(claim.field, taken)
    return list(found.values())


def misled(taken: Sequence[Taken], bearing: Bearing) -> list[Finding]:
    """That the text below a headline says otherwise than a report, and what holds with that.

    Nothing is said of a number that the others of its statement bear out.
    """
    findings = []
    for one in taken:
        claim = one.claim
        is_value = claim.aspect == "value"
        if is_value and bearing.is_borne_out(claim.statement, claim.measure):
            continue
        mended = (
            bearing.mended(claim.statement, claim.measure, one.below.interval) if is_value else ()
        )
        holds = f", with which {' and '.join(mended)} holds" if mended else ""
        findings.append(
            Finding(
                rule="second_reading",
                severity="error",
                attribution="model",
                fields=(claim.field,),
                message=f"{NAMES[claim.aspect]}{claim.measure}: {quoted(one.words)} stands in a "
                f"headline, the text below it says {quoted(one.below.words)}{holds}",
                suspect=claim.field,
            )
        )
    return findings


def _starts(article: ArticleText, claim: Claim, data: Data) -> frozenset[int]:
    """Where a number of a report is printed."""
    figure = data["statements"][claim.statement][claim.measure]
    part = figure if claim.aspect == "value" else figure[claim.aspect]
    return printed_at(article, part["text"], claim.aspect)


def _below(claim: Claim, said: Claim, told: Sequence[Told], data: Data) -> Told | None:
    """The one number that the text has of a claim's measure, place and period."""
    statement = data["statements"][claim.statement]
    of = (official(statement["place"]), statement["period"]["start"], statement["period"]["end"])
    every = [t for t in told if (t.measure, t.aspect) == (claim.measure, claim.aspect)]
    below = [t for t in every if not t.headline]
    if any(t.interval.meets(said.interval) for t in below):
        return None
    same = [t for t in below if _of(t) == of and t.sure and t.timed and t.placed]
    one = same and all(t.interval.meets(same[0].interval) for t in same)
    return same[0] if one else None


def _of(told: Told) -> tuple[str, str, str]:
    return official(told.key.place), told.key.start.isoformat(), told.key.end.isoformat()


def _is_printed(article: ArticleText, said: Claim, above: set[int]) -> bool:
    """Whether the article prints what a headline says elsewhere too, of whatever."""
    for quantity in article.quantities:
        if quantity.number.start in above:
            continue
        if said.aspect == "value":
            factor = SCALE_FACTOR[quantity.scale or "one"]
            worth = [abs(reading.value) * factor for reading in quantity.readings]
            if quantity.kind == "money" and any(one in said.interval for one in worth):
                return True
        elif quantity.kind == "percent":
            own = said.claimed.copy_abs()
            if any(reading.value.copy_abs() == own for reading in quantity.readings):
                return True
    return False
