"""Whether two statements of one place and period have each other's scope.

Of the words by which two scopes differ the article prints those of one nearer to a number than
those of the other: in its sentence, or in one before it in its paragraph. Where every number of
both statements that has such words has the other's, the scopes are exchanged.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations

from extractor.checks.grounding import ArticleText
from extractor.checks.naming import official
from extractor.checks.second_reading import printed_at
from extractor.checks.wording import quoted
from extractor.folding import fold_phrase
from extractor.record import Data, Finding
from extractor.schema import FigureAt

_MOST = Fraction(1, 2)
"""How many of the words that tell a scope apart must stand near a number."""
_BACK = 5
"""Sentences, its own among them, in which a number's scope is looked for."""
_COMPARED = 8
"""Statements of one place and period beyond which no two are held against each other."""


def exchanged_scopes(article: ArticleText, data: Data, every: Sequence[FigureAt]) -> list[Finding]:
    """The pairs of statements of which each has the scope that the text gives the other."""
    starts: dict[int, set[int]] = defaultdict(set)
    for at in every:
        if at.figure["text"] is not None:
            starts[at.statement] |= printed_at(article, at.figure["text"], "value")
    alike: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for index, statement in enumerate(data["statements"]):
        period = statement["period"]
        alike[official(statement["place"]), period["start"], period["end"]].append(index)
    findings = []
    for members in alike.values():
        for one, other in combinations(members[:_COMPARED], 2):
            scopes = [data["statements"][index]["scope"] for index in (one, other)]
            words = [frozenset(fold_phrase(scope or "").split()) for scope in scopes]
            apart = words[0] - words[1], words[1] - words[0]
            votes = [{_nearer(article, s, apart) for s in starts[i]} for i in (one, other)]
            if _are_exchanged(votes, apart):
                findings.append(_finding((one, other), scopes))
    return findings


def _are_exchanged(
    votes: Sequence[set[int | None]], apart: tuple[frozenset[str], frozenset[str]]
) -> bool:
    """Whether both have the other's words near; one without a scope has none to be looked for."""
    told = [found - {None} for found in votes]
    return all(
        told[own] == {1 - own} or (not apart[1 - own] and not told[own] and bool(votes[own]))
        for own in (0, 1)
    ) and any(told)


def _nearer(
    article: ArticleText, start: int, apart: tuple[frozenset[str], frozenset[str]]
) -> int | None:
    """Which of two sets of words the text has nearer to a number; ``None`` where neither."""
    lower = article.folded.lower
    paragraph = lower.rfind("\n", 0, start) + 1
    begin, end = article.sentence_start(start), article.sentence_end(start)
    for _ in range(_BACK):
        near = frozenset(fold_phrase(lower[begin:end]).replace(",", " ").split())
        shares = [Fraction(len(words & near), len(words) or 1) for words in apart]
        if max(shares) >= _MOST and shares[0] != shares[1]:
            return shares.index(max(shares))
        if begin <= paragraph:
            return None
        end = begin
        begin = max(paragraph, article.sentence_start(begin - 1))
    return None


def _finding(pair: tuple[int, int], scopes: Sequence[str | None]) -> Finding:
    fields = tuple(f"statements.{index}.scope" for index in pair)
    said = " and ".join(quoted(scope) if scope else "no scope" for scope in scopes)
    return Finding(
        rule="reading",
        severity="error",
        attribution="model",
        fields=fields,
        message=f"the words of {said} stand with each other's numbers",
        suspect=fields[0],
    )
