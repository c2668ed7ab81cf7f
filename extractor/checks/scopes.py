"""Whether the numbers of a place and period stand in the scope whose words stand with them.

Of the words by which two scopes differ the article prints those of one nearer to a number than
those of the other: in its sentence, or in one before it in its paragraph. Where every number of
both statements that has such words has the other's, the scopes are exchanged. Where a number has
the other's and the other has no such measure, it was moved; where it has one that stands with the
number's own, the two are crossed. A number that is printed once tells of one scope: two statements
that both claim it cannot both be right.

A scope whose words stand with none of its numbers, or of which the article has no words at all, may
be invented, or be another number's. It is where the deterministic reader binds its words to another
number of the same measure, place and period, or where it reads the numbers without a scope and
nothing else of their measure, place and period, from which a scope could tell them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, permutations, product

from extractor.checks.evidence import Aspect
from extractor.checks.grounding import ArticleText
from extractor.checks.naming import official
from extractor.checks.no_scope import SENSES, no_scope, unknown_words
from extractor.checks.scope_words import printed_words, scope_words
from extractor.checks.second_reading import ASPECTS, NAMES, Number, numbers_of, printed_at
from extractor.checks.statement import ALIKE, likeness
from extractor.checks.wording import quoted
from extractor.folding import fold_phrase
from extractor.reader import Around, Told
from extractor.record import Data, Finding
from extractor.schema import FigureAt, Schema

_Apart = tuple[frozenset[str], frozenset[str]]
"""The words of each of two scopes that the other does not have."""

_Of = tuple[str, str, str]
"""A place, in the folded spelling, and the ends of a period."""

_MOST = Fraction(1, 2)
"""How many of the words that tell a scope apart must stand near a number."""
_BACK = 5
"""Sentences, its own among them, in which a number's scope is looked for."""
_COMPARED = 8
"""Statements of one place and period beyond which no two are held against each other."""


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
    scopes = _Scopes(article, data, every, told, around, schema)
    found = [
        *scopes.exchanged(),
        *scopes.crossed(),
        *scopes.shared(),
        *scopes.moved(),
        *scopes.invented(),
        *scopes.left_out(),
    ]
    errors = {finding.suspect for finding in found if finding.severity == "error"}
    return [f for f in found if f.severity == "error" or f.suspect not in errors]


class _Scopes:
    """The statements of one report by place and period, and where their values stand."""

    def __init__(
        self,
        article: ArticleText,
        data: Data,
        every: Sequence[FigureAt],
        told: Sequence[Told],
        around: Sequence[Around],
        schema: Schema,
    ) -> None:
        self._article = article
        self._schema = schema
        self._among = {one.start: one.among for one in around}
        self._told = [number for number in told if number.aspect == "value"]
        self._scopes = [statement["scope"] for statement in data["statements"]]
        self._places = [statement["place"] for statement in data["statements"]]
        self._words = [frozenset(_bare(scope or "").split()) for scope in self._scopes]
        self._figures: dict[int, list[tuple[FigureAt, frozenset[int]]]] = defaultdict(list)
        for at in every:
            if at.figure["text"] is not None:
                starts = printed_at(article, at.figure["text"], "value")
                self._figures[at.statement].append((at, starts))
        alike: dict[_Of, list[int]] = defaultdict(list)
        for index, statement in enumerate(data["statements"]):
            period = statement["period"]
            alike[official(statement["place"]), period["start"], period["end"]].append(index)
        self._alike = alike
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
        """The figures of several scopes that claim one number which is printed less often.

        Where it reads as one of no scope and is given to none too, the other scope is made up.
        """
        made_up: set[int] = set()
        for of, members in zip(self._alike, self._groups, strict=True):
            claims: dict[tuple[str, frozenset[int]], list[FigureAt]] = defaultdict(list)
            for index in members:
                for at, starts in self._figures[index]:
                    claims[at.measure, starts].append(at)
            for (measure, starts), ats in claims.items():
                if not starts or len({self._words[at.statement] for at in ats}) <= len(starts):
                    continue
                if (own := self._without_scope(of, measure, starts, ats)) is not None:
                    for at in ats:
                        index = at.statement
                        if index != own and self._words[index] and index not in made_up:
                            made_up.add(index)
                            what = f"{measure}: {quoted(at.figure['text'])} is one number, given to"
                            what += f" no scope too, and is read of none, not of {self._named(index)}"
                            yield _finding((f"statements.{index}.scope",), what)
                    continue
                # First the one that the words speak against most.
                ats.sort(key=lambda at: self._is_of_another(at, starts, ats), reverse=True)
                fields = tuple(f"{at.path}.value" for at in ats)
                said = " and ".join(self._named(at.statement) for at in ats)
                what = f"{measure}: {quoted(ats[0].figure['text'])} is one number"
                yield _finding(fields, f"{what}, and is given to {said}")

    def _without_scope(
        self, of: _Of, measure: str, starts: frozenset[int], ats: Sequence[FigureAt]
    ) -> int | None:
        """The one statement without a scope among some that claim a number read without one."""
        bare = [at.statement for at in ats if not self._words[at.statement]]
        read = [t for t in self._told_of(measure, of) if t.start in starts]
        if len(bare) != 1 or not read or any(t.key.scope is not None or not t.sure for t in read):
            return None
        return bare[0]

    def left_out(self) -> Iterator[Finding]:
        """The statements without a scope whose numbers are read of one that no other there has.

        A scope need not be told where it tells nothing apart, nor where the reader sees none.
        """
        for of, members in self._alike.items():
            scoped = [index for index in members if self._words[index]]
            for index in members if scoped else ():
                if self._words[index]:
                    continue
                others = [self._scopes[other] for other in scoped]
                theirs = {scope for other in scoped for _, _, scope in self._read_scopes(of, other)}
                read = list(self._read_scopes(of, index))
                own = [
                    (at, scope)
                    for at, sure, scope in read
                    if scope is not None and sure and not _is_like(scope, [*theirs, *others])
                ]
                if own:
                    at, scope = own[0]
                    what = f"{at.measure}: {quoted(at.figure['text'])} stands with {quoted(scope)}"
                    finding = _warning(
                        (f"statements.{index}.scope",),
                        f"{what}, a scope that the statement leaves out",
                    )
                    alone = all(scope is not None for _, _, scope in read)
                    yield replace(finding, severity="error" if alone else "warning")

    def _read_scopes(self, of: _Of, index: int) -> Iterator[tuple[FigureAt, bool, str | None]]:
        """The scopes that a statement's amounts are read of, and whether that is sure."""
        for at, starts in self._figures[index]:
            read = [t for t in self._told_of(at.measure, of) if t.start in starts]
            if len({t.key.scope for t in read}) == 1:
                yield at, all(t.sure for t in read), read[0].key.scope

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
        for of, members in self._alike.items():
            for index in members:
                if not self._words[index]:
                    continue
                field = (f"statements.{index}.scope",)
                named = self._named(index)
                sense = no_scope(self._scopes[index], self._places[index], self._schema)
                if sense is not None:
                    what = f"{named} {SENSES[sense]}"
                    yield replace(_finding(field, what), rule="second_reading")
                elif (is_alone := self._stands_alone(of, index)) is not None:
                    what = f"{named} has no words of any trade, and its numbers stand with it: "
                    found = _warning(field, f"{what}they are of that alone")
                    yield replace(found, severity="error" if is_alone else "warning")
                elif (instead := self._taken(of, index)) is not None:
                    at, number = instead
                    what = f"{at.measure}: {quoted(at.figure['text'])} reads as one of no scope"
                    what += f", and {quoted(number.words)} as that of {named}"
                    yield replace(_finding(field, what), rule="second_reading")
                elif (printed := printed_words(self._article, self._scopes[index])) is not None and (
                    not any(printed)
                ):
                    what = f"the article has no words of {named}"
                    if len(members) == 1 and self._is_told_alone(of, index):
                        what += ", and nothing from which a scope tells the statement"
                        yield replace(_finding(field, what), rule="grounding")
                    else:
                        yield _warning(field, what)
                elif self._stands_apart(index):
                    yield _warning(field, f"no number of the statement stands with {named}")

    def _stands_alone(self, of: _Of, index: int) -> bool | None:
        """Whether all of a statement's amounts are of what its scope names, if that is no trade.

        It is certain where they stand right behind its words, and not where these only stand before
        them in the sentence. ``None`` elsewhere, and where the reader takes one for the statement's.
        """
        own = unknown_words(self._scopes[index])
        starts = self._starts(index)
        if not own or not starts:
            return None
        for at, prints in self._figures[index]:
            if any(t.start in prints for t in self._told_of(at.measure, of)):
                return None
        if all(own.issuperset(_words(self._among.get(s) or "") or {""}) for s in starts):
            return True
        lower = self._article.folded.lower
        near = (lower[self._article.sentence_start(s) : s] for s in starts)
        return False if all(own <= _words(text) for text in near) else None

    def _stands_apart(self, index: int) -> bool:
        """Whether none of the statement's numbers stands with words of its scope."""
        starts, scope = self._starts(index), self._scopes[index]
        if not starts or self._votes(starts, (self._words[index], frozenset())) == {None}:
            return bool(starts)
        words = printed_words(self._article, scope)
        if words is None or self._article.occurrences(scope):
            return False
        # Single words of what is not printed as it is may stand anywhere.
        lower = self._article.folded.lower
        near = [
            (lower.rfind("\n", 0, start) + 1, self._article.sentence_end(start)) for start in starts
        ]
        return not any(
            2 * sum(any(begin <= span.start < end for span in spans) for spans in words)
            >= len(words)
            for begin, end in near
        )

    def _taken(self, of: _Of, index: int) -> tuple[FigureAt, Told] | None:
        """A figure that is read without its scope, and another number that is read with it."""
        scope = self._scopes[index]
        if not self._article.occurrences(scope):
            return None
        for at, starts in self._figures[index]:
            mine = [t for t in self._told_of(at.measure, of) if t.start in starts]
            if not mine or any(t.key.scope is not None or not t.sure for t in mine):
                continue
            for number in self._told_of(at.measure, of):
                apart = not any(number.interval.meets(t.interval) for t in mine)
                if apart and number.sure and likeness(number.key.scope, scope) >= ALIKE:
                    return at, number
        return None

    def _is_told_alone(self, of: _Of, index: int) -> bool:
        """Whether its numbers are read without a scope, and nothing else of what they are of."""
        read = False
        for at, starts in self._figures[index]:
            every = self._told_of(at.measure, of)
            mine = [t for t in every if t.start in starts]
            if not mine or any(t.key.scope is not None or not t.sure for t in mine):
                return False
            if not all(any(t.interval.meets(m.interval) for m in mine) for t in every):
                return False
            if any(scope_words(self._article, t.start, self._schema) for t in mine):
                return False
            read = True
        return read

    def _told_of(self, measure: str, of: _Of) -> list[Told]:
        """The amounts that are read of a measure, a place and a period."""
        return [
            t
            for t in self._told
            if t.measure == measure
            and (official(t.key.place), t.key.start.isoformat(), t.key.end.isoformat()) == of
        ]

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


def _is_like(scope: str, others: Sequence[str | None]) -> bool:
    return any(other and likeness(scope, other) >= ALIKE for other in others)


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", fold_phrase(text)))


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


def _warning(fields: tuple[str, ...], message: str) -> Finding:
    return replace(_finding(fields, message), rule="second_reading", severity="warning")


def _finding(fields: tuple[str, ...], message: str) -> Finding:
    return Finding(
        rule="reading",
        severity="error",
        attribution="model",
        fields=fields,
        message=message,
        suspect=fields[0],
    )
