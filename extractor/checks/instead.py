"""What an article says where a report says something else: the number claimed, the words there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractor.checks.edit_rules import as_given
from extractor.checks.evidence import Claim
from extractor.checks.naming import is_same_place
from extractor.folding import fold_phrase
from extractor.reader import Told, reading_of
from extractor.record import Data, Finding
from extractor.schema import Schema


@dataclass(frozen=True, slots=True)
class Instead:
    """``claimed`` is the report's number as it gives it, ``words`` are the article's."""

    claimed: str
    words: str


def read_instead(
    text: str, data: Data, claims: Sequence[Claim], schema: Schema, finding: Finding
) -> Instead | None:
    """What the article says of the number that a finding suspects.

    The number's own words where they are printed and say something else, else what the reader reads
    of the same measure, place and period, where that is one number and nothing of it is in doubt.
    ``None`` where the report gives no number, or neither says something else than it does.
    """
    claim = _suspected(finding, claims)
    if claim is None:
        return None
    statement = data["statements"][claim.statement]
    if finding.rule == "reading" and finding.actual is not None:
        figure = statement[claim.measure]
        part = figure if claim.aspect == "value" else figure[claim.aspect]
        # What makes an amount negative stands around its words.
        negated = finding.expected is not None and finding.expected[0] == -(finding.actual or 0)
        return None if negated or not part.get("span") else Instead(as_given(claim), part["text"])
    read = [
        told
        for told in reading_of(text, schema).told
        if (told.measure, told.aspect) == (claim.measure, claim.aspect)
        and told.sure
        and not told.headline
    ]
    same = _of(statement, read)
    if not same or not all(told.interval.meets(same[0].interval) for told in same):
        return None
    if claim.interval.meets(same[0].interval):
        return None
    return Instead(as_given(claim), same[0].words)


def _suspected(finding: Finding, claims: Sequence[Claim]) -> Claim | None:
    """The number of the report that a finding suspects, or whose words it does."""
    of = (finding.suspect or "").split(".")
    if of[-1] == "approximate":
        return None
    aspect = of[3] if of[3:] and of[3] in ("change", "plan") else "value"
    return next(
        (
            claim
            for claim in claims
            if of[:3] == ["statements", str(claim.statement), claim.measure]
            and claim.aspect == aspect
        ),
        None,
    )


def _of(statement: Data, read: Sequence[Told]) -> list[Told]:
    """The numbers of a statement's place, period and scope."""
    period = statement["period"]
    same = [
        told
        for told in read
        if (told.key.start.isoformat(), told.key.end.isoformat())
        == (period["start"], period["end"])
        and is_same_place(told.key.place, statement["place"])
    ]
    scope = fold_phrase(statement["scope"] or "")
    return [told for told in same if fold_phrase(told.key.scope or "") == scope]
