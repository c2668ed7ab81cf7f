"""What a statement of a report is of, and whether a number that is read is of it too.

Scopes are told apart by their words: of several the one that shares most of its words with the
scope that is read. One may be told in more words than the other, or in fewer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field
from fractions import Fraction

from extractor.checks.grounding import ArticleText
from extractor.checks.naming import is_same_place, official
from extractor.folding import fold_phrase
from extractor.reader import Told
from extractor.record import Data
from extractor.schema import FigureAt

ALIKE = Fraction(1, 2)
"""How many of all words two scopes share at least where they are one."""


@dataclass(frozen=True, slots=True)
class Scopes:
    """The scopes of all statements of one place and period, by their ``words``.

    ``unscoped`` are the measures that those without a scope have, ``None`` where there is no such.
    ``printed`` says that the article has the words of each as they are: other words for a scope
    may be like those of any.
    """

    words: tuple[frozenset[str], ...]
    unscoped: Set[str] | None
    printed: bool
    _nearest: dict[frozenset[str], Fraction] = field(default_factory=dict, init=False)

    def nearest(self, read: frozenset[str]) -> Fraction:
        """The likeness of the scope among them that is most like what is read."""
        if read not in self._nearest:
            self._nearest[read] = max(_likeness(read, own) for own in self.words)
        return self._nearest[read]

    def have(self, scope: str | None) -> bool:
        """Whether one of them is by its words the scope that is read."""
        read = _words(scope)
        alike = any(_are_alike(read, own) for own in self.words)
        return bool(read) and self.printed and alike


class Statement:
    """What a statement of a report is of, and the scopes of all of its place and period."""

    def __init__(self, index: int, statement: Data, scopes: Scopes) -> None:
        self.index = index
        self.path = f"statements.{index}"
        self.of = _of(statement)
        self.place = statement["place"]
        self.scope = _words(statement["scope"])
        self.words = statement["scope"]
        self.scopes = scopes

    def is_scope_of(self, told: Told) -> bool:
        """Whether no other statement's scope is nearer to what the reader reads."""
        read = _words(told.key.scope)
        own = _likeness(read, self.scope)
        if not self.scope and not any(_are_alike(read, other) for other in self.scopes.words):
            return True  # what has no words for its scope may be of one that no other has
        return self.scopes.nearest(read) <= own

    def is_of(self, told: Told) -> bool:
        """Whether a number is read as one of the statement's place, period and scope."""
        key, (place, *days) = told.key, self.of
        timed = [key.start.isoformat(), key.end.isoformat()] == days
        return timed and is_same_place(key.place, place) and self.is_scope_of(told)

    def is_without(self, measure: str, told: Told) -> bool:
        """Whether a number read without a scope would fill a gap of the statement without one.

        That the reader saw no scope is no evidence, but it saw that of other numbers.
        """
        unscoped = self.scopes.unscoped
        gap = unscoped is not None and measure not in unscoped
        return gap and told.key.scope is None and told.sure


def statements_of(
    article: ArticleText, data: Data, every: Sequence[FigureAt]
) -> Iterator[Statement]:
    """The statements of a report, each with the scopes of all of its place and period."""
    measures: dict[int, set[str]] = defaultdict(set)
    for at in every:
        measures[at.statement].add(at.measure)
    scopes: dict[tuple[str, str, str], list[frozenset[str]]] = defaultdict(list)
    unscoped: dict[tuple[str, str, str], set[str]] = {}
    reworded: set[tuple[str, str, str]] = set()
    for index, statement in enumerate(data["statements"]):
        scopes[_of(statement)].append(_words(statement["scope"]))
        if statement["scope"] and not article.occurrences(statement["scope"]):
            reworded.add(_of(statement))
        if not statement["scope"]:
            unscoped.setdefault(_of(statement), set()).update(measures[index])
    together = {
        of: Scopes(tuple(words), unscoped.get(of), of not in reworded)
        for of, words in scopes.items()
    }
    for index, statement in enumerate(data["statements"]):
        yield Statement(index, statement, together[_of(statement)])


def _of(statement: Data) -> tuple[str, str, str]:
    period = statement["period"]
    return official(statement["place"]), period["start"], period["end"]


def _words(scope: str | None) -> frozenset[str]:
    return frozenset(fold_phrase(scope or "").split())


def likeness(one: str | None, other: str | None) -> Fraction:
    """How many of all words two scopes share; two without words are alike."""
    return _likeness(_words(one), _words(other))


def is_same_scope(one: str | None, other: str | None) -> bool:
    """Whether two scopes are one, which may be told in more words or in fewer."""
    return _are_alike(_words(one), _words(other))


def _are_alike(a: frozenset[str], b: frozenset[str]) -> bool:
    within = bool(a and b) and (a <= b or b <= a)
    return within or _likeness(a, b) >= ALIKE


def _likeness(a: frozenset[str], b: frozenset[str]) -> Fraction:
    """How many of all words two scopes share (Jaccard); two that say nothing are alike."""
    return Fraction(len(a & b), len(a | b)) if a | b else Fraction(1)
