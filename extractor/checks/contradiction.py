"""Headlines and leads that print another number than the text below them.

What a headline says again is the deterministic reader's to tell: an amount or a growth of a measure
of which the text tells too. It is held against the figures of the report that the reader reads
alike, so that a slip of the report is not laid to the headline, by intervals and with the hedges of
both; where the report has the headline's number, what the text says instead is told. A lead is a
paragraph like others and its numbers are the report's own; it contradicts the text where the reader
reads both as one number and the report has one of them alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from extractor.checks.bearing import Bearing
from extractor.checks.evidence import Aspect, Claim, hedge_unit
from extractor.checks.grounding import ArticleText
from extractor.checks.headlines import (
    Taken,
    is_alike,
    is_at,
    is_of,
    said_by,
    stands_above,
    words_of,
)
from extractor.checks.naming import is_same_place
from extractor.checks.scope_words import scope_words
from extractor.checks.wording import ends, extent, quoted, telling_digits
from extractor.exact_json import plain
from extractor.folding import fold_phrase
from extractor.numbers.hedge import Hedge, hedge_before
from extractor.numbers.interval import Interval, decimal
from extractor.reader import Binding, Reading, Restated, Told
from extractor.reader.doubting import ANOTHER
from extractor.record import Data, Finding
from extractor.schema import SCALE_FACTOR, Schema

_OF: Mapping[Aspect, str] = {"value": "", "change": "the change of ", "plan": "the share of "}


@dataclass(frozen=True, slots=True)
class Apart:
    """Where an article contradicts itself.

    ``starts`` are folded offsets of the numbers that a finding tells of and the report does not
    have, so that nothing else need ask for them. ``misread`` are the report's numbers that are a
    lead's, where sums hold with those of the text below it.
    """

    findings: tuple[Finding, ...]
    starts: frozenset[int]
    misread: tuple[Finding, ...]


def contradictions(
    article: ArticleText,
    reading: Reading,
    taken: Sequence[Taken],
    data: Data,
    numbers: Sequence[Claim],
    bindings: Mapping[str, Binding],
    schema: Schema,
) -> Apart:
    """Numbers of headlines and leads that no figure of the same place, period and measure can be.

    A headline that names no period may be about any that the text tells of, and is held against the
    one for which the reader takes it where the report has that; one amount that says what some
    other figure says is that figure under another name, no contradiction, and a growth neither
    where the text below prints the same percentage of whatever.
    """
    restated, bearing = reading.restated, Bearing(numbers, schema)
    sound = [n for n in numbers if n.sound]
    figures = [n for n in sound if f"statements.{n.statement}.{n.measure}" in bindings]
    findings: dict[tuple[str, ...], Finding] = {}
    for headline in restated:
        for said in said_by(article, headline, schema):
            same = [n for n in figures if is_of(n, said, headline, data)]
            known = any(is_alike(n, said) and n.interval.meets(said.interval) for n in sound)
            # What the text says too is not contradicted by it, whatever a report makes of that.
            known = known or any(_says_so(told, said, headline) for told in reading.told)
            if same and not known and not _is_printed(article, said, restated):
                # Where it says no time, the one for which the reader takes it, as elsewhere.
                timed = [n for n in same if is_at(n, headline, data)] or same
                nearest = min(timed, key=lambda n: abs(n.exactly - said.exactly))
                fields = tuple(dict.fromkeys(n.field for n in timed))
                words = f"a headline says {quoted(words_of(headline, said))}"
                finding = _contradiction(words, said, nearest.interval, nearest.exactly, fields)
                if len(fields) == 1:
                    finding = _fitting(finding, bearing.mended(nearest, said.interval))
                findings.setdefault(finding.fields, finding)
    starts = set()
    misread: list[Finding] = []
    for one in taken:
        starts.add(one.below.start)
        words = f"a headline says {quoted(one.words)}"
        below = one.below.interval
        finding = _contradiction(words, one.said, below, None, (one.claim.field,))
        findings.setdefault(finding.fields, finding)
    for lead, body, claim in _leads(article, reading.told, data, figures, schema):
        above, below = _open(article, lead), _open(article, body)
        is_the_leads = claim.interval.meets(above)
        starts.add(body.start if is_the_leads else lead.start)
        words = f"the lead says {quoted(lead.words)}"
        actual = None if is_the_leads else claim.exactly
        finding = _contradiction(
            words, replace(claim, interval=above), below, actual, (claim.field,)
        )
        if not is_the_leads:
            finding = _fitting(finding, bearing.mended(claim, above))
        elif mended := bearing.mended(claim, below):
            misread.append(stands_above(claim, lead.words, "the lead", body, mended))
        findings.setdefault(finding.fields, finding)
    return Apart(tuple(findings.values()), frozenset(starts), tuple(misread))


def _fitting(finding: Finding, mended: Sequence[str]) -> Finding:
    """A contradiction with what holds with the number above, where anything does with it alone."""
    if not mended:
        return finding
    holds = f"{finding.message}; with the one above {' and '.join(mended)} holds"
    return replace(finding, message=holds, suspect=finding.fields[0])


def _is_printed(article: ArticleText, said: Claim, restated: Sequence[Restated]) -> bool:
    """Whether the text prints a headline's percentage elsewhere, be it of a month or of a part."""
    if said.aspect == "value":
        return False
    own = [r.change for r in restated if r.change is not None]
    return any(
        said.claimed.copy_abs() in {reading.value.copy_abs() for reading in quantity.readings}
        for quantity in article.quantities
        if quantity.kind == "percent" and not any(span.overlaps(quantity.span) for span in own)
    )


def _says_so(told: Told, said: Claim, headline: Restated) -> bool:
    """Whether the text below a headline is read to say the same of the same measure and place."""
    return (
        not told.headline
        and (told.measure, told.aspect) == (said.measure, said.aspect)
        and is_same_place(told.key.place, headline.key.place)
        and told.interval.meets(said.interval)
    )


def _leads(
    article: ArticleText, told: Sequence[Told], data: Data, figures: Sequence[Claim], schema: Schema
) -> Iterator[tuple[Told, Told, Claim]]:
    """Numbers of the lead with those of one key below it that they cannot be.

    With them the report's number that is one of the two; none where it has both or neither. Where
    words for a scope stand with one below that the lead has not, the two are told of two scopes.
    """
    by_key: dict[tuple[object, ...], list[Told]] = {}
    for number in told:
        doubts = {other for doubt in number.doubts for other in doubt.others}
        # That two amounts are told of one thing is what is looked for here.
        own = number.lead or doubts <= {ANOTHER}
        near = own and number.manner != "inherited" and number.timed and number.placed
        if near and not number.headline:
            key = number.key
            of = (key.place, key.start, key.end, key.scope, number.measure, number.aspect)
            by_key.setdefault(of, []).append(number)
    for same in by_key.values():
        leads, bodies = [t for t in same if t.lead], [t for t in same if not t.lead]
        for lead in leads:
            said = _open(article, lead)
            apart = [body for body in bodies if not _open(article, body).meets(said)]
            if any(_of_other_scope(article, lead, body, schema) for body in apart):
                continue
            if not apart or len(apart) < len(bodies):
                continue
            body = apart[0]
            claims = [n for n in figures if _is_told(n, lead, data)]
            has = [[n for n in claims if n.interval.meets(_open(article, t))] for t in (lead, body)]
            if bool(has[0]) != bool(has[1]):
                yield lead, body, (has[0] or has[1])[0]


def _of_other_scope(article: ArticleText, lead: Told, body: Told, schema: Schema) -> bool:
    own, other = (scope_words(article, told.start, schema) for told in (lead, body))
    return other is not None and (own is None or own.kind != other.kind)


def _is_told(number: Claim, told: Told, data: Data) -> bool:
    statement, key = data["statements"][number.statement], told.key
    period = statement["period"]
    return (
        (number.measure, number.aspect) == (told.measure, told.aspect)
        and fold_phrase(statement["place"]) == fold_phrase(key.place)
        and (period["start"], period["end"]) == (key.start.isoformat(), key.end.isoformat())
    )


def _open(article: ArticleText, told: Told) -> Interval:
    """What a printed number can stand for where a hedge before it is taken to open both sides."""
    if hedge_before(article.folded, told.start) is Hedge.NONE:
        return told.interval
    index = article.after(told.start)
    quantity = article.quantities[index]
    reading = quantity.readings[0]
    scale = SCALE_FACTOR[quantity.scale or "one"] if told.aspect == "value" else 1
    return told.interval.widened(hedge_unit(reading.value.copy_abs(), reading.unit) * scale)


def _contradiction(
    words: str, said: Claim, below: Interval, actual: Fraction | None, fields: tuple[str, ...]
) -> Finding:
    """That what the words above say, ``said``, is not what the text below them tells."""
    digits = telling_digits(said.interval, below, said.scale)
    unit = "%"
    if said.aspect == "value":
        scale = None if said.scale == "one" else said.scale
        unit = "".join(f" {part}" for part in (scale, said.currency) if part)
    return Finding(
        rule="contradiction",
        severity="warning",
        attribution="source",
        fields=fields,
        message=(
            f"{_OF[said.aspect]}{said.measure}: {words} "
            f"({extent(said.interval, said.scale, digits)}{unit}), "
            f"the text below it {extent(below, said.scale, digits)}"
        ),
        expected=ends(said.interval),
        actual=None if actual is None else plain(decimal(actual)),
    )
