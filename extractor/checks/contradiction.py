"""Headlines that print another value than the text below them.

What a headline says again is the deterministic reader's to tell: an amount of a measure of which
the text tells too. It is held against the figures of the report that the reader reads alike, so
that a slip of the report is not laid to the headline, by intervals and with the hedges of both.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from extractor.checks.amounts import read_amount
from extractor.checks.evidence import Claim
from extractor.checks.grounding import ArticleText
from extractor.checks.subject import Subject
from extractor.checks.wording import ends, extent, quoted, telling_digits
from extractor.exact_json import plain
from extractor.folding import fold_phrase
from extractor.numbers.interval import decimal
from extractor.reader import Binding, Restated
from extractor.record import Data, Finding
from extractor.schema import FigureAt, Schema

_MARK = re.compile(r"(?<!\w)(?:mốc|ngưỡng|sắp|hướng tới|hướng đến|kỳ vọng|dự báo|có thể)(?!\w)")
"""Before an amount: a mark on the way, which need not be where one stands."""


def contradictions(
    article: ArticleText,
    restated: Sequence[Restated],
    data: Data,
    numbers: Sequence[Claim],
    bindings: Mapping[str, Binding],
    schema: Schema,
) -> list[Finding]:
    """Amounts of headlines that no figure of the same place, period and measure can be.

    A headline that names no period may be about any that the text tells of; one amount that says
    what some other figure says is that figure under another name, no contradiction.
    """
    values = [n for n in numbers if n.aspect == "value" and n.sound]
    figures = [n for n in values if n.field.removesuffix(".value") in bindings]
    findings: dict[tuple[str, ...], Finding] = {}
    for headline in restated:
        said = _said(article, headline, schema)
        if said is None:
            continue
        same = [n for n in figures if _is_of(n, said, headline, data)]
        known = any(n.currency == said.currency and n.interval.meets(said.interval) for n in values)
        if same and not known:
            finding = _contradiction(headline, said, same)
            findings.setdefault(finding.fields, finding)
    return list(findings.values())


def _said(article: ArticleText, headline: Restated, schema: Schema) -> Claim | None:
    """The headline's amount as a number of a report, ``None`` where it is none that can be read."""
    text, before = article.folded.lower, article.sentence_start(headline.span.start)
    if _MARK.search(text, before, headline.span.start):
        return None
    at = FigureAt(0, headline.measure, headline.figure)
    subject = Subject(article, schema.measure(headline.measure), at, {at.path: headline.span})
    read_amount(subject)
    return next((n for n in subject.numbers if n.sound), None)


def _is_of(number: Claim, said: Claim, headline: Restated, data: Data) -> bool:
    statement = data["statements"][number.statement]
    period = statement["period"]
    days = (headline.key.start.isoformat(), headline.key.end.isoformat())
    return (
        (number.measure, number.currency) == (said.measure, said.currency)
        and fold_phrase(statement["place"]) == fold_phrase(headline.key.place)
        and (not headline.timed or (period["start"], period["end"]) == days)
    )


def _contradiction(headline: Restated, said: Claim, same: Sequence[Claim]) -> Finding:
    nearest = min(same, key=lambda n: abs(n.exactly - said.exactly))
    digits = telling_digits(said.interval, nearest.interval, said.scale)
    unit = " ".join(filter(None, (None if said.scale == "one" else said.scale, said.currency)))
    return Finding(
        rule="contradiction",
        severity="warning",
        attribution="source",
        fields=tuple(dict.fromkeys(n.field for n in same)),
        message=(
            f"{headline.measure}: a headline says {quoted(headline.figure['text'])} "
            f"({extent(said.interval, said.scale, digits)} {unit}), the text below it "
            f"{extent(nearest.interval, said.scale, digits)}"
        ),
        expected=ends(said.interval),
        actual=plain(decimal(nearest.exactly)),
    )
