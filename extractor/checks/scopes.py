"""Whether the numbers of a place and period stand in the scope whose words stand with them.

Of the words by which two scopes differ the article prints those of one nearer to a number than
those of the other: in its sentence, or in one before it in its paragraph. Where every number of
both statements that has such words has the other's, the scopes are exchanged. Where a number has
the other's and the other has no such measure, it was moved; where it has one that stands with the
number's own, the two are crossed. A number that is printed once tells of one scope: two statements
that both claim it cannot both be right. A scope whose words stand with none of its numbers may be
invented.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, permutations, product

from extractor.checks.evidence import Aspect
from extractor.checks.grounding import ArticleText
from extractor.checks.naming import official
from extractor.checks.second_reading import ASPECTS, NAMES, Number, numbers_of, printed_at
from extractor.checks.wording import quoted
from extractor.folding import fold_phrase
from extractor.record import Data, Finding
from extractor.schema import FigureAt

_Apart = tuple[frozenset[str], frozenset[str]]
"""The words of each of two scopes that the other does not have."""

_MOST = Fraction(1, 2)
"""How many of the words that tell a scope apart must stand near a number."""
_BACK = 5
"""Sentences, its own among them, in which a number's scope is looked for."""
_COMPARED = 8
"""Statements of one place and period beyond which no two are held against each other."""


def misplaced_scopes(article: ArticleText, data: Data, every: Sequence[FigureAt]) -> list[Finding]:
    """What a report gives a scope that the text gives another one, or none."""
    scopes = _Scopes(article, data, every)
    return [
        *scopes.exchanged(),
        *scopes.crossed(),
        *scopes.shared(),
        *scopes.moved(),
        *scopes.invented(),
    ]


class _Scopes:
    """The statements of one report by place and period, and where their values stand."""

    def __init__(self, article: ArticleText, data: Data, every: Sequence[FigureAt]) -> None:
        self._article = article
        self._scopes = [statement["scope"] for statement in data["statements"]]
        self._words = [frozenset(_bare(scope or "").split()) for scope in self._scopes]
        self._figures: dict[int, list[tuple[FigureAt, frozenset[int]]]] = defaultdict(list)
        for at in every:
            if at.figure["text"] is not None:
                starts = printed_at(article, at.figure["text"], "value")
                self._figures[at.statement].append((at, starts))
        alike: dict[tuple[str, str, str], list[int]] = defaultdict(list)
        for index, statement in enumerate(data["statements"]):
            period = statement["period"]
            alike[official(statement["place"]), period["start"], period["end"]].append(index)
        self._groups = [members[:_COMPARED] for members in alike.values()]

    def exchanged(self) -> Iterator[Finding]:
        """The pairs of statements of which each has the scope that the text gives the other."""
        for pair, _ in self._pairs(exchanged=True):
            fields = tuple(f"statements.{index}.scope" for index in pair)
            said = " and ".join(map(self._named, pair))
            yield _finding(fields, f"the words of {said} stand with each other's numbers")

    def crossed(self) -> Iterator[Finding]:
        """The numbers of one measure of which each stands with the other's scope."""
        for pair, apart in self._pairs(exchanged=False):
            figures = [{at.measure: at for at, _ in self._figures[index]} for index in pair]
            for measure, aspect in product(figures[0] if any(apart) else (), ASPECTS):
                if measure not in figures[1]:
                    continue
                own, other = (self._number(of[measure], aspect) for of in figures)
                if own is None or other is None or own.starts & other.starts:
                    continue
                votes = [self._votes(number.starts, apart) for number in (own, other)]
                if _are_exchanged(votes, apart):
                    for mine, its, index in ((own, other, pair[1]), (other, own, pair[0])):
                        what = f"{NAMES[aspect]}{measure}: {quoted(mine.text)} stands with"
                        said = f"{self._named(index)}, whose own is given as {quoted(its.text)}"
                        yield _finding((mine.field,), f"{what} {said}")

    def _pairs(self, *, exchanged: bool) -> Iterator[tuple[tuple[int, int], _Apart]]:
        """The pairs of statements, all whose numbers stand with the other's scope or not all."""
        for members in self._groups:
            for pair in combinations(members, 2):
                apart = self._apart(*pair)
                votes = [self._votes(self._starts(index), apart) for index in pair]
                if _are_exchanged(votes, apart) is exchanged:
                    yield pair, apart

    def _number(self, at: FigureAt, aspect: Aspect) -> Number | None:
        """The number of a figure where the article prints it."""
        return next((n for n in numbers_of(self._article, [at]) if n.aspect == aspect), None)

    def shared(self) -> Iterator[Finding]:
        """The figures of several scopes that claim one number which is printed less often."""
        for members in self._groups:
            claims: dict[tuple[str, frozenset[int]], list[FigureAt]] = defaultdict(list)
            for index in members:
                for at, starts in self._figures[index]:
                    claims[at.measure, starts].append(at)
            for (measure, starts), ats in claims.items():
                if not starts or len({self._words[at.statement] for at in ats}) <= len(starts):
                    continue
                # First the one that the words speak against most.
                ats.sort(key=lambda at: self._is_of_another(at, starts, ats), reverse=True)
                fields = tuple(f"{at.path}.value" for at in ats)
                said = " and ".join(self._named(at.statement) for at in ats)
                what = f"{measure}: {quoted(ats[0].figure['text'])} is one number"
                yield _finding(fields, f"{what}, and is given to {said}")

    def moved(self) -> Iterator[Finding]:
        """The figures whose numbers stand with the words of a scope that has no such measure."""
        for members in self._groups:
            for own, other in permutations(members, 2):
                apart = self._apart(own, other)
                measures = {at.measure for at, _ in self._figures[other]}
                for at, starts in self._figures[own] if all(apart) else ():
                    if at.measure not in measures and self._votes(starts, apart) == {1}:
                        words = quoted(at.figure["text"])
                        what = f"{at.measure}: {words} stands with {self._named(other)}"
                        yield _finding((f"{at.path}.value",), f"{what}, not {self._named(own)}")

    def invented(self) -> Iterator[Finding]:
        """The statements with whose numbers no words of their scope stand."""
        for index, words in enumerate(self._words):
            starts = self._starts(index)
            if words and starts and self._votes(starts, (words, frozenset())) == {None}:
                what = f"no number of the statement stands with {self._named(index)}"
                yield replace(
                    _finding((f"statements.{index}.scope",), what),
                    rule="second_reading",
                    severity="warning",
                )

    def _apart(self, one: int, other: int) -> _Apart:
        return self._words[one] - self._words[other], self._words[other] - self._words[one]

    def _starts(self, index: int) -> frozenset[int]:
        return frozenset(start for _, starts in self._figures[index] for start in starts)

    def _votes(self, starts: frozenset[int], apart: _Apart) -> set[int | None]:
        return {_nearer(self._article, start, apart) for start in starts}

    def _is_of_another(self, at: FigureAt, starts: frozenset[int], ats: Sequence[FigureAt]) -> bool:
        """Whether the words of another of the figures' scopes stand nearer than its own."""
        others = (self._apart(at.statement, other.statement) for other in ats)
        return any(1 in self._votes(starts, apart) for apart in others)

    def _named(self, index: int) -> str:
        scope = self._scopes[index]
        return quoted(scope) if scope else "no scope"


def _bare(words: str) -> str:
    return fold_phrase(words).replace(",", " ")


def _are_exchanged(votes: Sequence[set[int | None]], apart: _Apart) -> bool:
    """Whether both have the other's words near; one without a scope has none to be looked for."""
    told = [found - {None} for found in votes]
    return all(
        told[own] == {1 - own} or (not apart[1 - own] and not told[own] and bool(votes[own]))
        for own in (0, 1)
    ) and any(told)


def _nearer(article: ArticleText, start: int, apart: _Apart) -> int | None:
    """Which of two sets of words the text has nearer to a number; ``None`` where neither."""
    lower = article.folded.lower
    paragraph = lower.rfind("\n", 0, start) + 1
    begin, end = article.sentence_start(start), article.sentence_end(start)
    for _ in range(_BACK):
        near = frozenset(_bare(lower[begin:end]).split())
        shares = [Fraction(len(words & near), len(words) or 1) for words in apart]
        if max(shares) >= _MOST and shares[0] != shares[1]:
            return shares.index(max(shares))
        if begin <= paragraph:
            return None
        end = begin
        begin = max(paragraph, article.sentence_start(begin - 1))
    return None


def _finding(fields: tuple[str, ...], message: str) -> Finding:
    return Finding(
        rule="reading",
        severity="error",
        attribution="model",
        fields=fields,
        message=message,
        suspect=fields[0],
    )
