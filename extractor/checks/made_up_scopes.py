"""Scopes that are made up or left out, or that tell no trade from another.

A scope whose words stand with none of its numbers, or of which the article has no words at all, may
be invented, or be another number's. It is where the deterministic reader binds its words to another
number of the same measure, place and period, or where it reads the numbers without a scope and
nothing else of their measure, place and period, from which a scope could tell them. What names
goods, a company, a market or a time is no scope (``no_scope``). One that the reader reads with a
statement's numbers was left out where all others of its place and period have others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from dataclasses import replace

from extractor.checks.no_scope import SENSES, counts_trade, no_scope, unknown_words
from extractor.checks.scope_words import is_one_scope, printed_words, scope_words
from extractor.checks.scoped import Of, Scoped, finding
from extractor.checks.wording import quoted
from extractor.folding import fold_phrase
from extractor.reader import Told
from extractor.record import Finding
from extractor.schema import FigureAt


class MadeUp:
    """Which statements of one report have a scope that they should not, or lack one."""

    def __init__(self, report: Scoped) -> None:
        self._report = report

    def invented(self) -> Iterator[Finding]:
        """The statements with whose numbers no words of their scope stand."""
        for of, members in self._report.alike.items():
            for index in members:
                if not self._report.words[index]:
                    continue
                field = (f"statements.{index}.scope",)
                named = self._report.named(index)
                sense = no_scope(
                    self._report.scopes[index], self._report.places[index], self._report.schema
                )
                if sense is not None:
                    what = f"{named} {SENSES[sense]}"
                    yield replace(finding(field, what), rule="second_reading")
                elif (is_alone := self._stands_alone(of, index)) is not None:
                    what = f"{named} has no words of any trade, and its numbers stand with it: "
                    found = _warning(field, f"{what}they are of that alone")
                    yield replace(found, severity="error" if is_alone else "warning")
                elif (instead := self._taken(of, index)) is not None:
                    at, number = instead
                    what = f"{at.measure}: {quoted(at.figure['text'])} reads as one of no scope"
                    what += f", and {quoted(number.words)} as that of {named}"
                    yield replace(finding(field, what), rule="second_reading")
                elif self._has_no_words(index):
                    what = f"the article has no words of {named}"
                    if len(members) == 1 and self._is_told_alone(of, index):
                        what += ", and nothing from which a scope tells the statement"
                        yield replace(finding(field, what), rule="grounding")
                    else:
                        yield _warning(field, what)
                elif self._stands_apart(index):
                    yield _warning(field, f"no number of the statement stands with {named}")

    def left_out(self) -> Iterator[Finding]:
        """The statements without a scope whose numbers are read of one that no other there has.

        A scope need not be told where it tells nothing apart, nor where the reader sees none.
        """
        for of, members in zip(self._report.alike, self._report.groups, strict=True):
            scoped = [index for index in members if self._report.words[index]]
            others = {self._report.scopes[index] for index in scoped}
            others |= {scope for index in scoped for _, _, scope in self._read_scopes(of, index)}
            for index in members if scoped else ():
                read = [] if self._report.words[index] else list(self._read_scopes(of, index))
                own = [(at, scope) for at, sure, scope in read if scope is not None and sure]
                if own and not any(self._is_among(scope, others) for _, scope in own):
                    at, scope = own[0]
                    what = f"{at.measure}: {quoted(at.figure['text'])} stands with {quoted(scope)}"
                    what += ", a scope that the statement leaves out"
                    found = _warning((f"statements.{index}.scope",), what)
                    alone = all(scope is not None for _, _, scope in read)
                    alone = alone and counts_trade(scope, of[0], self._report.schema)
                    yield replace(found, severity="error" if alone else "warning")

    def _is_among(self, scope: str, others: Set[str | None]) -> bool:
        return any(other and is_one_scope(scope, other, self._report.schema) for other in others)

    def _read_scopes(self, of: Of, index: int) -> Iterator[tuple[FigureAt, bool, str | None]]:
        """The scopes that a statement's amounts are read of, and whether that is sure."""
        for at, starts in self._report.figures[index]:
            read = [t for t in self._report.told_of(at.measure, of) if t.start in starts]
            if len({t.key.scope for t in read}) == 1:
                # What of the number's digits is in doubt says nothing of its scope.
                yield at, all(_is_bound(t) for t in read), read[0].key.scope

    def _stands_alone(self, of: Of, index: int) -> bool | None:
        """Whether all of a statement's amounts are of what its scope names, if that is no trade.

        It is certain where they stand right behind its words, not where these stand somewhere
        before them in the sentence. ``None`` else, or where the reader reads one as the report has.
        """
        own = unknown_words(self._report.scopes[index], self._report.schema)
        starts = self._report.starts(index)
        if not own or not starts:
            return None
        for at, prints in self._report.figures[index]:
            if any(t.start in prints for t in self._report.told_of(at.measure, of)):
                return None
        if all(own.issuperset(_words(self._report.among.get(s) or "") or {""}) for s in starts):
            return True
        lower = self._report.article.folded.lower
        near = (lower[self._report.article.sentence_start(s) : s] for s in starts)
        return False if all(own <= _words(text) for text in near) else None

    def _has_no_words(self, index: int) -> bool:
        """Whether the article prints nothing of a statement's scope."""
        scope = self._report.scopes[index]
        printed = printed_words(self._report.article, scope, self._report.schema)
        return printed is not None and not any(printed)

    def _stands_apart(self, index: int) -> bool:
        """Whether none of the statement's numbers stands with words of its scope."""
        starts, scope = self._report.starts(index), self._report.scopes[index]
        apart = (self._report.words[index], frozenset[str]())
        if not starts or self._report.votes(starts, apart) == {None}:
            return bool(starts)
        words = printed_words(self._report.article, scope, self._report.schema)
        if words is None or self._report.article.occurrences(scope):
            return False
        # Single words of what is not printed as it is may stand anywhere.
        lower = self._report.article.folded.lower
        near = [
            (lower.rfind("\n", 0, start) + 1, self._report.article.sentence_end(start))
            for start in starts
        ]
        return not any(
            2 * sum(any(begin <= span.start < end for span in spans) for spans in words)
            >= len(words)
            for begin, end in near
        )

    def _taken(self, of: Of, index: int) -> tuple[FigureAt, Told] | None:
        """A figure that is read without its scope, and another number that is read with it."""
        scope = self._report.scopes[index]
        if not self._report.article.occurrences(scope):
            return None
        for at, starts in self._report.figures[index]:
            mine = [t for t in self._report.told_of(at.measure, of) if t.start in starts]
            if not mine or any(t.key.scope is not None or not t.sure for t in mine):
                continue
            for number in self._report.told_of(at.measure, of):
                apart = not any(number.interval.meets(t.interval) for t in mine)
                if (
                    apart
                    and number.sure
                    and is_one_scope(number.key.scope, scope, self._report.schema)
                ):
                    return at, number
        return None

    def _is_told_alone(self, of: Of, index: int) -> bool:
        """Whether its numbers are read without a scope, and nothing else of what they are of."""
        read = False
        for at, starts in self._report.figures[index]:
            every = self._report.told_of(at.measure, of)
            mine = [t for t in every if t.start in starts]
            if not mine or any(t.key.scope is not None or not t.sure for t in mine):
                return False
            if not all(any(t.interval.meets(m.interval) for m in mine) for t in every):
                return False
            if any(scope_words(self._report.article, t.start, self._report.schema) for t in mine):
                return False
            read = True
        return read


def _is_bound(told: Told) -> bool:
    """Whether a number stands beside its measure's name, and at most its digits are in doubt."""
    return told.manner != "inherited" and all(doubt.of == "number" for doubt in told.doubts)


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", fold_phrase(text)))


def _warning(fields: tuple[str, ...], message: str) -> Finding:
    return replace(finding(fields, message), rule="second_reading", severity="warning")
