"""Whether a figure is marked as approximate where the article says so, and only there.

A value is approximate where a hedge or a word of estimate leads each of its prints, and where it is
part of a value that is marked and that some print estimates. It is not where the article prints it
without such a word: where neither its sentence nor what was told before it has one, or where only
an earlier paragraph has and nothing else of its statement is approximate. In a table its headings
and the caption say it. All else says nothing, since an estimate may hold for what follows it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Literal

from extractor.checks.grounding import ArticleText
from extractor.checks.second_reading import printed_at
from extractor.checks.wording import quoted
from extractor.numbers.hedge import Hedge, hedge_before
from extractor.reader import Headed
from extractor.reader.lexicon import ESTIMATE
from extractor.record import Finding
from extractor.schema import FigureAt, Schema

_WORDS = "|".join(sorted(map(re.escape, ESTIMATE), key=len, reverse=True)).replace(r"\ ", " ")
_ESTIMATED = re.compile(rf"(?<!\w)(?:{_WORDS}|sơ bộ)(?!\w)")
_BESIDE = re.compile(
    rf"(?<!\w)(?:{_WORDS})"
    r"(?: (?:đạt|được|đạt được|là|ở|mức|lên|tới|đến|trị giá|thực hiện|tính))* ?\Z"
)
_HEDGED = re.compile(r"(?<!\w)(?:khoảng|xấp xỉ|gần|chừng|ngót|tầm|cỡ)(?!\w)")
_NEAR = 60
_PARAGRAPH = 400
"""Characters before a value in which its paragraph is still spoken of, whatever lines it has."""

_Said = Literal["estimated", "hedged", "plain", "plain so far", "open"]
"""How the article prints a value: behind a word of estimate or a hedge; without either, where no
estimate is told before it at all or not lately; in some other way."""
_PLAIN = ("plain", "plain so far")
PART = "is part of an estimate"
"""What is said of a figure that is marked otherwise than that which it is part of."""


def marks(
    article: ArticleText,
    every: Sequence[FigureAt],
    cells: Mapping[int, Headed],
    schema: Schema,
) -> list[Finding]:
    """The figures whose mark is not what the article says of their value."""
    said: dict[str, _Said] = {}
    told: set[str] = set()
    statements: dict[int, list[FigureAt]] = defaultdict(list)
    for at in every:
        if at.figure["value"] is not None and at.figure["text"] is not None:
            starts = printed_at(article, at.figure["text"], "value")
            each = {_said_at(article, start, cells.get(start)) for start in starts}
            said[at.path] = each.pop() if len(each) == 1 else "open"
            # What a heading says of its column says nothing of a part that prose tells.
            in_prose = starts.isdisjoint(cells)
            if in_prose and "estimated" in (said[at.path], *each):
                told.add(at.path)
            statements[at.statement].append(at)
    findings = []
    for figures in statements.values():
        marked = [at for at in figures if at.figure["approximate"]]
        estimates = {at.measure for at in marked if at.path in told}
        open_to_others = any(said[at.path] not in _PLAIN for at in marked)
        for at in figures:
            said_of = said[at.path]
            if at.figure["approximate"]:
                lone = said_of in _PLAIN and not open_to_others
                why = "is printed without a word of estimate" if lone else None
            elif said_of in ("estimated", "hedged"):
                why = "is printed as an estimate"
            else:
                why = PART if estimates & _wholes(at, schema) else None
            if why is not None:
                findings.append(_finding(at, why))
    return findings


def _said_at(article: ArticleText, start: int, cell: Headed | None) -> _Said:
    if cell is not None and cell.estimate is not None:
        return "estimated" if cell.estimate else "plain"
    lower = article.folded.lower
    begin, end = article.sentence_start(start), article.sentence_end(start)
    hedge = hedge_before(article.folded, start)
    if hedge.approximate:
        return "hedged"
    if _BESIDE.search(lower, max(begin, start - _NEAR), start):
        return "estimated"
    if hedge is Hedge.MORE or _ESTIMATED.search(lower, begin, end):
        return "open"
    if _HEDGED.search(lower, begin, end) or _ESTIMATED.search(lower, _lately(lower, start), start):
        return "open"
    return "plain so far" if _ESTIMATED.search(lower, 0, start) else "plain"


def _lately(lower: str, start: int) -> int:
    return min(lower.rfind("\n", 0, start) + 1, max(0, start - _PARAGRAPH))


def _wholes(at: FigureAt, schema: Schema) -> set[str]:
    """The measures that a figure's is part of."""
    compositions = [rule.composition for rule in schema.rules]
    return {whole for whole, parts in compositions if at.measure in parts}


def _finding(at: FigureAt, why: str) -> Finding:
    field = f"{at.path}.approximate"
    says = "approximate" if at.figure["approximate"] else "exact"
    return Finding(
        rule="reading",
        severity="error",
        attribution="model",
        fields=(field,),
        message=f"{at.measure}: {quoted(at.figure['text'])} {why}, the report calls it {says}",
        suspect=field,
    )
