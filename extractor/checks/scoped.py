"""The statements of a report by place and period, the numbers and the words of their scopes.

What the rules on scopes share: where a statement's values stand, what the deterministic reader
reads there, and which of two scopes has its words nearer to a number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from extractor.checks.grounding import ArticleText
from extractor.checks.naming import official
from extractor.checks.scope_words import Apart, bare, nearer
from extractor.checks.second_reading import printed_at
from extractor.checks.wording import quoted
from extractor.reader import Around, Told
from extractor.record import Data, Finding
from extractor.schema import FigureAt, Schema

Of = tuple[str, str, str]
"""A place, in the folded spelling, and the ends of a period."""

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
