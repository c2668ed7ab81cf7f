"""Growths of a report that a table prints as indices, with the year before as 100, or not so.

A bare number of a column may be either: 115.8 is a growth of 115.8 or of 15.8. Where the amounts of
the table, a column beside it or its own values settle that it is an index, a report that has it for
the growth is wrong; where only the reader takes it for one, that is a warning.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from extractor.checks.evidence import Claim
from extractor.checks.grounding import ArticleText
from extractor.checks.second_reading import printed_at
from extractor.checks.wording import grouped, quoted
from extractor.reader import Reading
from extractor.record import Finding
from extractor.schema import FigureAt

_HUNDRED = Decimal(100)


def indices(
    article: ArticleText, every: Sequence[FigureAt], claims: Sequence[Claim], reading: Reading
) -> list[Finding]:
    """The growths of which every print is an index, or taken for one, and indices of growths."""
    sound = {claim.field: claim for claim in claims if claim.sound}
    grown = {told.start: told.interval for told in reading.told if told.aspect == "change"}
    in_prose = {one.start for one in reading.around}
    findings = []
    for at in every:
        claim = sound.get(f"{at.path}.change.percent")
        if claim is None:
            continue
        words = at.figure["change"]["text"]
        starts = printed_at(article, words, "change")
        printed = {article.quantities[article.after(start)].value for start in starts}
        if len(printed) != 1 or not starts.isdisjoint(in_prose):
            continue
        number = printed.pop()
        cells = [reading.cells.get(start) for start in starts]
        settled = {cell.index if cell is not None else None for cell in cells}
        if claim.claimed == number:
            read = all(start in grown and number - _HUNDRED in grown[start] for start in starts)
            if settled == {True} or read:
                findings.append(_finding(at, words, claim, index=True, certain=settled == {True}))
        elif claim.claimed == number - _HUNDRED and settled == {False}:
            findings.append(_finding(at, words, claim, index=False, certain=True))
    return findings


def _finding(at: FigureAt, words: str, claim: Claim, *, index: bool, certain: bool) -> Finding:
    is_one = "an index with the year before as 100" if index else "a growth and no index"
    change = claim.claimed - _HUNDRED if index else claim.claimed + _HUNDRED
    return Finding(
        rule="second_reading",
        severity="error" if certain else "warning",
        attribution="model",
        fields=(claim.field,),
        message=f"the change of {at.measure}: {quoted(words)} {'is' if certain else 'reads as'} "
        f"{is_one}: a change of {grouped(change)}%",
        suspect=claim.field,
    )
