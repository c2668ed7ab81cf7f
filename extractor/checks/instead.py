"""What an article says where a report says something else: the number claimed, the words there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractor.checks.edit_rules import as_given
from extractor.checks.evidence import Aspect, Claim
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
    if finding.suspect is None:
        return None
    _, *parts = finding.suspect.split(".")
    if len(parts) < 2 or parts[1] not in {measure.name for measure in schema.measures}:
        return None
    statement, measure = int(parts[0]), parts[1]
    aspect: Aspect = "value"
    if len(parts) > 2:
        aspect = "change" if parts[2] == "change" else "plan" if parts[2] == "plan" else "value"
    own = (c for c in claims if (c.statement, c.measure, c.aspect) == (statement, measure, aspect))
    claim = next(own, None)
    if claim is None:
        return None
    if finding.rule == "reading":
        figure = data["statements"][statement][measure]
        part = figure if aspect == "value" else figure[aspect]
        return Instead(as_given(claim), part["text"]) if part.get("span") else None
    read = [
        told
        for told in reading_of(text, schema).told
        if (told.measure, told.aspect) == (measure, aspect) and told.sure and not told.headline
    ]
    same = _of(data["statements"][statement], read)
    if not same or not all(told.interval.meets(same[0].interval) for told in same):
        return None
    if claim.interval.meets(same[0].interval):
        return None
    return Instead(as_given(claim), same[0].words)


def _of(statement: Data, read: Sequence[Told]) -> list[Told]:
    """The numbers of a statement's place and period, of those its scope's where one is."""
    period = statement["period"]
    same = [
        told
        for told in read
        if (told.key.start.isoformat(), told.key.end.isoformat())
        == (period["start"], period["end"])
        and is_same_place(told.key.place, statement["place"])
    ]
    scope = fold_phrase(statement["scope"] or "")
    return [told for told in same if fold_phrase(told.key.scope or "") == scope] or same
