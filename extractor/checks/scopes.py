"""Whether the numbers of a place and period stand in the scope whose words stand with them.

Of the words by which two scopes differ the article prints those of one nearer to a number than
those of the other: in its sentence, or in one before it in its paragraph. Where every number of
both statements that has such words has the other's, the scopes are exchanged. Where a number has
the other's and the other has no such measure, it was moved; where it has one that stands with the
number's own, the two are crossed. A number that is printed once tells of one scope: two statements
that both claim it cannot both be right. Scopes that are made up or left out are told by
``made_up_scopes``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations, permutations, product

from extractor.checks.evidence import Aspect
from extractor.checks.grounding import ArticleText
from extractor.checks.made_up_scopes import MadeUp
from extractor.checks.otherwise import Number
from extractor.checks.scope_words import Apart
from extractor.checks.scoped import Of, Scoped, finding
from extractor.checks.second_reading import ASPECTS, NAMES, numbers_of
from extractor.checks.wording import quoted
from extractor.reader import Around, Told
from extractor.record import Data, Finding
from extractor.schema import FigureAt, Schema


def misplaced_scopes(
    article: ArticleText,
    data: Data,
    every: Sequence[FigureAt],
    told: Sequence[Told],
    around: Sequence[Around],
    schema: Schema,
) -> list[Finding]:
    """What a report gives a scope that the text gives another one, or none.

    ``told`` is what the deterministic reader reads and ``around`` what it sees around the numbers,
    nothing where the report is its own.
    """
    report = Scoped(article, data, every, told, around, schema)
    placed, made_up = _Placed(report), MadeUp(report)
    found = [
        *placed.exchanged(),
        *placed.crossed(),
        *placed.shared(),
        *placed.moved(),
        *made_up.invented(),
        *made_up.left_out(),
    ]
    errors = {f.suspect for f in found if f.severity == "error"}
    return [f for f in found if f.severity == "error" or f.suspect not in errors]


class _Placed:
    """Which scopes the numbers of one report stand with."""

    def __init__(self, report: Scoped) -> None:
        self._report = report

    def exchanged(self) -> Iterator[Finding]:
        """The pairs of statements of which each has the scope that the text gives the other."""
        for pair, _ in self._pairs(exchanged=True):
            fields = tuple(f"statements.{index}.scope" for index in pair)
            said = " and ".join(map(self._report.named, pair))
            yield finding(fields, f"the words of {said} stand with each other's numbers")

    def crossed(self) -> Iterator[Finding]:
        """The numbers of one measure of which each stands with the other's scope."""
        for pair, apart in self._pairs(exchanged=False):
            figures = [{at.measure: at for at, _ in self._report.figures[index]} for index in pair]
            for measure, aspect in product(figures[0] if any(apart) else (), ASPECTS):
                if measure not in figures[1]:
                    continue
                own, other = (self._number(of[measure], aspect) for of in figures)
                if own is None or other is None or own.starts & other.starts:
                    continue
                votes = [self._report.votes(number.starts, apart) for number in (own, other)]
                if _are_exchanged(votes, apart):
                    for mine, its, index in ((own, other, pair[1]), (other, own, pair[0])):
                        what = f"{NAMES[aspect]}{measure}: {quoted(mine.text)} stands with"
                        said = (
                            f"{self._report.named(index)}, whose own is given as {quoted(its.text)}"
                        )
                        yield finding((mine.field,), f"{what} {said}")

    def _pairs(self, *, exchanged: bool) -> Iterator[tuple[tuple[int, int], Apart]]:
        """The pairs of statements, all whose numbers stand with the other's scope or not all."""
        for members in self._report.groups:
            for pair in combinations(members, 2):
                apart = self._report.apart(*pair)
                votes = [self._report.votes(self._report.starts(index), apart) for index in pair]
                if _are_exchanged(votes, apart) is exchanged:
                    yield pair, apart

    def _number(self, at: FigureAt, aspect: Aspect) -> Number | None:
        """The number of a figure where the article prints it."""
        return next((n for n in numbers_of(self._report.article, [at]) if n.aspect == aspect), None)

    def shared(self) -> Iterator[Finding]:
        """The figures of several scopes that claim one number which is printed less often.

        Where it reads as one of no scope and is given to none too, the other scope is made up.
        """
        made_up: set[int] = set()
        for of, members in zip(self._report.alike, self._report.groups, strict=True):
            claims: dict[tuple[str, frozenset[int]], list[FigureAt]] = defaultdict(list)
            for index in members:
                for at, starts in self._report.figures[index]:
                    claims[at.measure, starts].append(at)
            for (measure, starts), ats in claims.items():
                words = {self._report.words[at.statement] for at in ats}
                if not starts or len(words) <= len(starts):
                    continue
                others = self._of_no_scope(of, measure, starts, ats)
                for index in others:
                    if index not in made_up:
                        made_up.add(index)
                        what = f"{measure}: {quoted(ats[0].figure['text'])} is one number, given to"
                        what += " no scope too, and stands with none, not with "
                        what += self._report.named(index)
                        yield finding((f"statements.{index}.scope",), what)
                if others:
                    continue
                # First the one that the words speak against most.
                ats.sort(key=lambda at: self._is_of_another(at, starts, ats), reverse=True)
                fields = tuple(f"{at.path}.value" for at in ats)
                said = " and ".join(self._report.named(at.statement) for at in ats)
                what = f"{measure}: {quoted(ats[0].figure['text'])} is one number"
                yield finding(fields, f"{what}, and is given to {said}")

    def _of_no_scope(
        self, of: Of, measure: str, starts: frozenset[int], ats: Sequence[FigureAt]
    ) -> list[int]:
        """The statements whose scope is made up, where one without has the same number.

        It is read without a scope for certain, or no words of theirs stand near it.
        """
        report = self._report
        scoped = [at.statement for at in ats if report.words[at.statement]]
        read = [t for t in report.told_of(measure, of) if t.start in starts]
        if len(scoped) != len(ats) - 1 or any(t.key.scope is not None for t in read):
            return []
        if read and all(t.sure for t in read):
            return scoped
        apart = ((report.words[index], frozenset[str]()) for index in scoped)
        return scoped if all(report.votes(starts, words) == {None} for words in apart) else []

    def moved(self) -> Iterator[Finding]:
        """The figures whose numbers stand with the words of a scope that has no such measure."""
        for members in self._report.groups:
            for own, other in permutations(members, 2):
                apart = self._report.apart(own, other)
                measures = {at.measure for at, _ in self._report.figures[other]}
                for at, starts in self._report.figures[own] if all(apart) else ():
                    if at.measure not in measures and self._report.votes(starts, apart) == {1}:
                        words = quoted(at.figure["text"])
                        what = f"{at.measure}: {words} stands with {self._report.named(other)}"
                        yield finding(
                            (f"{at.path}.value",), f"{what}, not {self._report.named(own)}"
                        )

    def _is_of_another(self, at: FigureAt, starts: frozenset[int], ats: Sequence[FigureAt]) -> bool:
        """Whether the words of another of the figures' scopes stand nearer than its own."""
        others = (self._report.apart(at.statement, other.statement) for other in ats)
        return any(1 in self._report.votes(starts, apart) for apart in others)


def _are_exchanged(votes: Sequence[set[int | None]], apart: Apart) -> bool:
    """Whether both have the other's words near; one without a scope has none to be looked for."""
    told = [found - {None} for found in votes]
    return all(
        told[own] == {1 - own} or (not apart[1 - own] and not told[own] and bool(votes[own]))
        for own in (0, 1)
    ) and any(told)
