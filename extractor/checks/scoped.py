"""The statements of a report by place and period, the numbers and the words of their scopes.

What the rules on scopes share: where a statement's values stand, what the deterministic reader
reads there, and which of two scopes has its words nearer to a number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction

from extractor.checks.grounding import ArticleText
from extractor.checks.naming import official
from extractor.checks.second_reading import printed_at
from extractor.checks.wording import quoted
from extractor.folding import fold_phrase
from extractor.reader import Around, Told
from extractor.record import Data, Finding
from extractor.schema import FigureAt, Schema

Apart = tuple[frozenset[str], frozenset[str]]
"""The words of each of two scopes that the other does not have."""

Of = tuple[str, str, str]
"""A place, in the folded spelling, and the ends of a period."""

_MOST = Fraction(1, 2)
"""How many of the words that tell a scope apart must stand near a number."""
_BACK = 5
"""Sentences, its own among them, in which a number's scope is looked for."""
_COMPARED = 8
"""Statements of one place and period beyond which no two are held against each other."""


class Scoped:
    """The statements of one report by place and period, and where their values stand.

    ``figures`` are those of each statement with the offsets of their values, ``alike`` the
    statements of each place and period, ``groups`` those of them that are held against each other,
    ``among`` the words of something else that a number follows.
    """

    def __init__(
        self,
        article: ArticleText,
        data: Data,
        every: Sequence[FigureAt],
        told: Sequence[Told],
        around: Sequence[Around],
        schema: Schema,
    ) -> None:
        self.article = article
        self.schema = schema
        self.among = {one.start: one.among for one in around}
        self._told: dict[tuple[str, Of], list[Told]] = defaultdict(list)
        for number in told:
            if number.aspect == "value":
                key = number.key
                of = (official(key.place), key.start.isoformat(), key.end.isoformat())
                self._told[number.measure, of].append(number)
        self.scopes = [statement["scope"] for statement in data["statements"]]
        self.places = [statement["place"] for statement in data["statements"]]
        self.words = [frozenset(bare(scope or "").split()) for scope in self.scopes]
        self.figures: dict[int, list[tuple[FigureAt, frozenset[int]]]] = defaultdict(list)
        for at in every:
            if at.figure["text"] is not None:
                starts = printed_at(article, at.figure["text"], "value")
                self.figures[at.statement].append((at, starts))
        alike: dict[Of, list[int]] = defaultdict(list)
        for index, statement in enumerate(data["statements"]):
            period = statement["period"]
            alike[official(statement["place"]), period["start"], period["end"]].append(index)
        self.alike = alike
        self.groups = [members[:_COMPARED] for members in alike.values()]

    def told_of(self, measure: str, of: Of) -> Sequence[Told]:
        """The amounts that are read of a measure, a place and a period."""
        return self._told.get((measure, of), ())

    def apart(self, one: int, other: int) -> Apart:
        """The words by which the scopes of two statements differ."""
        return self.words[one] - self.words[other], self.words[other] - self.words[one]

    def starts(self, index: int) -> frozenset[int]:
        """Where the values of a statement stand."""
        return frozenset(start for _, starts in self.figures[index] for start in starts)

    def votes(self, starts: frozenset[int], apart: Apart) -> set[int | None]:
        """Which of two sets of words stand nearer to each of some numbers."""
        return {nearer(self.article, start, apart) for start in starts}

    def named(self, index: int) -> str:
        """A statement's scope, as messages name it."""
        scope = self.scopes[index]
        return quoted(scope) if scope else "no scope"


def bare(words: str) -> str:
    """Words without commas, in the folded spelling."""
    return fold_phrase(words).replace(",", " ")


def nearer(article: ArticleText, start: int, apart: Apart) -> int | None:
    """Which of two sets of words the text has nearer to a number; ``None`` where neither."""
    lower = article.folded.lower
    paragraph = lower.rfind("\n", 0, start) + 1
    begin, end = article.sentence_start(start), article.sentence_end(start)
    for _ in range(_BACK):
        near = frozenset(bare(lower[begin:end]).split())
        shares = [Fraction(len(words & near), len(words) or 1) for words in apart]
        if max(shares) >= _MOST and shares[0] != shares[1]:
            return shares.index(max(shares))
        if begin <= paragraph:
            return None
        end = begin
        begin = max(paragraph, article.sentence_start(begin - 1))
    return None


def finding(fields: tuple[str, ...], message: str) -> Finding:
    """An error of the rule ``reading`` that is laid to the model."""
    return Finding(
        rule="reading",
        severity="error",
        attribution="model",
        fields=fields,
        message=message,
        suspect=fields[0],
    )
