"""What an article says where a report says something else: the number claimed, the words there.

It is told where the article was read to have a number of that very figure: of its measure, place,
period and scope. Words that a report quotes for a figure may be another's and say nothing of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractor.checks.edit_rules import as_given
from extractor.checks.evidence import Claim
from extractor.checks.grounding import ArticleText
from extractor.checks.naming import is_same_place
from extractor.checks.second_reading import printed_at
from extractor.checks.statement import is_same_scope
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

    The figure's own words where the reader reads them as that figure and they say something else,
    else what it reads of the figure, where that is one number and nothing of it is in doubt.
    ``None`` where the report gives no number, or the article has none of that figure, or the same.
    """
    claim = _suspected(finding, claims)
    # What makes an amount negative stands around its words.
    negated = finding.expected is not None and finding.expected[0] == -(finding.actual or 0)
    if claim is None or (finding.rule == "reading" and finding.actual is not None and negated):
        return None
    statement = data["statements"][claim.statement]
    read = _of(statement, _read(text, schema), claim)
    quoted = _printed(text, statement, claim)
    own = [told for told in read if told.start in quoted]
    scope = statement["scope"]
    sole = not scope and len({told.key.scope for told in read}) == 1
    if own and (not scope or any(_is_scope(told, scope, read) for told in own)):
        # A statement without a scope is of the only one that is read, else of whichever.
        said = own if sole else [told for told in own if _is_scope(told, scope, read)]
        return Instead(as_given(claim), said[0].words) if said and not claim.sound else None
    same = [told for told in read if told.sure and _is_scope(told, scope, read)]
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


@lru_cache(maxsize=4)
def _read(text: str, schema: Schema) -> Mapping[tuple[str, ...], Sequence[Told]]:
    """What is read of an article outside its headlines, by measure, aspect and days."""
    found: dict[tuple[str, ...], list[Told]] = defaultdict(list)
    for told in reading_of(text, schema).told:
        if not told.headline:
            days = told.key.start.isoformat(), told.key.end.isoformat()
            found[told.measure, told.aspect, *days].append(told)
    return found


def _of(
    statement: Data, read: Mapping[tuple[str, ...], Sequence[Told]], claim: Claim
) -> list[Told]:
    """The numbers of a claim's measure, place and period, of whatever scope."""
    period = statement["period"]
    same = read.get((claim.measure, claim.aspect, period["start"], period["end"]), ())
    return [told for told in same if is_same_place(told.key.place, statement["place"])]


def _printed(text: str, statement: Data, claim: Claim) -> frozenset[int]:
    """Where the article prints the words of a number."""
    figure = statement[claim.measure]
    part = figure if claim.aspect == "value" else figure[claim.aspect]
    if not part["text"]:
        return frozenset()
    return printed_at(ArticleText.of(text), part["text"], claim.aspect)


def _is_scope(told: Told, scope: str | None, read: Sequence[Told]) -> bool:
    """Whether a number is of a scope: in its very words where any is read in them, else alike."""
    exact = fold_phrase(scope or "")
    if any(fold_phrase(other.key.scope or "") == exact for other in read):
        return fold_phrase(told.key.scope or "") == exact
    return is_same_scope(told.key.scope, scope)
