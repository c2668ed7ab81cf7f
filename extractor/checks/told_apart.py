"""What tells the numbers of a conflict apart in the article, and a report leaves out or exchanges.

Where two numbers cannot both hold of what a report says they are of, the article may still say
both: of two scopes, of two periods, of two places. By the deterministic reader, or by the words for
a scope that stand with them, it tells them apart; a statement then is of another one than the
report has, and its article says nothing wrong. Where nothing tells them apart nothing is said here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from extractor.checks.evidence import Claim
from extractor.checks.grounding import ArticleText
from extractor.checks.grouping import Group
from extractor.checks.naming import is_same_place
from extractor.checks.no_scope import counts_trade
from extractor.checks.scope_words import kinds_of, scope_words
from extractor.checks.second_reading import NAMES, numbers_of
from extractor.checks.statement import ALIKE, likeness
from extractor.checks.wording import quoted
from extractor.reader import Told
from extractor.record import Data, Finding
from extractor.schema import FigureAt, Schema

_RULE = "second_reading"


def told_apart(
    article: ArticleText,
    data: Data,
    every: Sequence[FigureAt],
    found: Sequence[Group],
    told: Sequence[Told],
    findings: Sequence[Finding],
    schema: Schema,
) -> list[Finding]:
    """``findings`` and what follows for them from the numbers that contradict each other.

    What the second reading only warned of is an error where it is why the numbers conflict.
    """
    apart = _Apart(article, data, every, told, schema)
    surer: set[str] = set()
    scopes: dict[str, Finding] = {}
    doubted = {f.suspect for f in findings if _is_warning(f)}
    for pair in _conflicting(found):
        surer.update(apart.surer(*pair))
        astray = {f"statements.{claim.statement}.scope" for claim in pair} & doubted
        if len(astray) == 1 and apart.have_scope(pair):
            # The words of the scope that both have stand with the other's numbers alone.
            surer |= astray
        for finding in apart.scopes(*pair):
            scopes.setdefault(finding.fields[0], finding)
    known = {f.suspect for f in findings if (f.rule, f.severity) == (_RULE, "error")}
    kept = [
        replace(f, severity="error") if _is_warning(f) and f.suspect in surer else f
        for f in findings
        if not (_is_warning(f) and f.suspect in scopes)
    ]
    return [*kept, *(f for field, f in scopes.items() if field not in known)]


def _is_warning(finding: Finding) -> bool:
    return (finding.rule, finding.severity) == (_RULE, "warning")


def _conflicting(found: Sequence[Group]) -> Iterator[tuple[Claim, Claim]]:
    """The pairs of numbers as printed that cannot both hold of one place, period and scope."""
    for group in found:
        for numbers in group.numbers.values() if len(group.statements) > 1 else ():
            for one, other in combinations([n for n in numbers if n.sound], 2):
                apart = one.statement != other.statement and one.currency == other.currency
                if apart and not one.interval.meets(other.interval):
                    yield one, other


class _Apart:
    """What the article says that the numbers of one report are of."""

    def __init__(
        self,
        article: ArticleText,
        data: Data,
        every: Sequence[FigureAt],
        told: Sequence[Told],
        schema: Schema,
    ) -> None:
        self._article = article
        self._statements: Sequence[Data] = data["statements"]
        self._schema = schema
        self._numbers = {n.field: n for n in numbers_of(article, every)}
        self._by_start: Mapping[int, list[Told]] = defaultdict(list)
        for number in told:
            self._by_start[number.start].append(number)

    def have_scope(self, pair: Sequence[Claim]) -> bool:
        """Whether the statements of two numbers have a scope in the article's own words."""
        scopes = [self._statements[claim.statement]["scope"] for claim in pair]
        return all(scope and self._article.occurrences(scope) for scope in scopes)

    def surer(self, *pair: Claim) -> Iterator[str]:
        """The fields, as the second reading suspects them, that are wrong for certain.

        The number is read of another place or period than the report has, and the other is not.
        """
        read = [self._read(claim) for claim in pair]
        for claim, own, other in zip(pair, read, reversed(read), strict=True):
            if own is None or other is None:
                continue
            statement = self._statements[claim.statement]
            period = statement["period"]
            path = f"statements.{claim.statement}"
            places = [is_same_place(told.key.place, statement["place"]) for told in (own, other)]
            if not places[0] and own.key.place != other.key.place and _is_sure(own, "place"):
                yield from (f"{path}.place", claim.field)
            days = (own.key.start.isoformat(), own.key.end.isoformat())
            apart = (own.key.start, own.key.end) != (other.key.start, other.key.end)
            if days != (period["start"], period["end"]) and apart and _is_sure(own, "period"):
                yield from (f"{path}.period.start", claim.field)

    def scopes(self, *pair: Claim) -> Iterator[Finding]:
        """The statements of two conflicting numbers that have not the scope of theirs."""
        one, other = (self._read(claim) for claim in pair)
        scope = self._statements[pair[0].statement]["scope"]
        if one is not None and other is not None:
            if (one.key.start, one.key.end) != (other.key.start, other.key.end):
                return
            if not is_same_place(one.key.place, other.key.place):
                return
            if one.key.scope != other.key.scope:
                yield from self._by_reader(scope, list(zip(pair, (one, other), strict=True)))
                return
        yield from self._by_words(scope, pair)

    def _by_reader(
        self, scope: str | None, read: Sequence[tuple[Claim, Told]]
    ) -> Iterator[Finding]:
        alike = [likeness(scope, told.key.scope) for _, told in read] if scope else []
        for claim, told in read:
            if scope:
                own = likeness(scope, told.key.scope)
                if own == max(alike) or max(alike) < ALIKE:
                    continue
                known = quoted(told.key.scope) if told.key.scope else "no scope"
                yield self._finding(claim, f"reads as one of {known}, not of {quoted(scope)}")
            elif told.key.scope and counts_trade(told.key.scope, told.key.place, self._schema):
                yield self._finding(claim, _left_out(told.key.scope))

    def _by_words(self, scope: str | None, pair: Sequence[Claim]) -> Iterator[Finding]:
        """By the words for a scope that stand with either, of which all prints say the same."""
        near = []
        for claim in pair:
            every = [scope_words(self._article, s, self._schema) for s in self._starts(claim)]
            if len({words and words.kind for words in every}) != 1:
                return
            near.append(every[0])
        kinds = [words and words.kind for words in near]
        if kinds[0] == kinds[1]:
            return
        own = kinds_of(scope, self._schema) if scope else frozenset()
        for claim, words, other in zip(pair, near, reversed(kinds), strict=True):
            if not scope:
                if words is not None:
                    yield self._finding(claim, _left_out(words.words))
            elif other in own and (words is None or words.kind not in own):
                known = quoted(words.words) if words is not None else "no words of a scope"
                yield self._finding(claim, f"stands with {known}, not with {quoted(scope)}")

    def _finding(self, claim: Claim, said: str) -> Finding:
        what = f"{NAMES[claim.aspect]}{claim.measure}"
        field = f"statements.{claim.statement}.scope"
        return Finding(
            rule=_RULE,
            severity="error",
            attribution="model",
            fields=(field,),
            message=f"{what}: {quoted(self._numbers[claim.field].text)} {said}",
            suspect=field,
        )

    def _starts(self, claim: Claim) -> frozenset[int]:
        number = self._numbers.get(claim.field)
        return number.starts if number is not None else frozenset()

    def _read(self, claim: Claim) -> Told | None:
        """What the reader takes a number for, where it takes every print of it for the same."""
        starts = self._starts(claim)
        read = [
            told
            for start in starts
            for told in self._by_start.get(start, ())
            if (told.measure, told.aspect) == (claim.measure, claim.aspect)
        ]
        of = {(told.key.place, told.key.start, told.key.end, told.key.scope) for told in read}
        if len(of) != 1 or {told.start for told in read} != starts:
            return None
        return min(read, key=lambda told: len(told.doubts))


def _left_out(scope: str) -> str:
    return f"stands with {quoted(scope)}, a scope that the statement leaves out"


def _is_sure(told: Told, of: str) -> bool:
    return not any(doubt.of == of for doubt in told.doubts)
