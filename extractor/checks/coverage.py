"""What the article prints of the schema's measures and a report does not claim.

Each number that the reader bound is claimed where some number of the report is printed there, or
says the same of the same measure, place and period in other digits. What is left is a figure, a
growth or a share that vanished, or a whole statement: an error or a warning, by how sure it is that
the report should have it (``vanished``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from extractor.checks.evidence import Aspect, Claim
from extractor.checks.grounding import ArticleText
from extractor.checks.naming import official
from extractor.checks.scope_words import is_one_scope
from extractor.checks.second_reading import ASPECTS, NAMES, printed_at
from extractor.checks.vanished import Vanished
from extractor.checks.wording import quoted
from extractor.numbers.interval import Interval
from extractor.reader import Reading, Told
from extractor.record import Data, Finding
from extractor.schema import FigureAt, Schema

_Of = tuple[str, str, str]


def uncovered(
    article: ArticleText,
    data: Data,
    every: Sequence[FigureAt],
    claims: Sequence[Claim],
    reading: Reading,
    schema: Schema,
) -> list[Finding]:
    """The numbers that the reader bound and the report does not have, in the text's order."""
    claimed = _claimed(article, every)
    said = _Said(data, claims)
    homes = _Homes(data, said, claimed, reading.told, schema)
    findings: dict[tuple[object, ...], Finding] = {}
    vanished = Vanished(article, data, claims, reading, claimed, schema)
    for number in unclaimed(article, data, every, claims, reading.told):
        finding = _finding(said, homes, number, vanished)
        findings.setdefault(
            (finding.fields, _of(number), number.measure, number.aspect, number.key.scope), finding
        )
    return list(findings.values())


def unclaimed(
    article: ArticleText,
    data: Data,
    every: Sequence[FigureAt],
    claims: Sequence[Claim],
    told: Sequence[Told],
) -> Iterator[Told]:
    """Each number of ``told`` outside headlines that nothing in the report claims or says again."""
    claimed = _claimed(article, every)
    said = _Said(data, claims)
    for number in sorted(told, key=lambda t: t.start):
        if not (number.start in claimed or number.headline or said.holds(number)):
            yield number


def _claimed(article: ArticleText, every: Sequence[FigureAt]) -> Mapping[int, Sequence[int]]:
    """Where the numbers that a report claims stand, with the statements that claim them."""
    claimed: dict[int, list[int]] = defaultdict(list)
    for at in every:
        for aspect in ASPECTS:
            part = at.figure if aspect == "value" else at.figure[aspect]
            if part is not None and part["text"] is not None:
                for start in printed_at(article, part["text"], aspect):
                    claimed[start].append(at.statement)
    return dict(claimed)


class _Said:
    """What a report says, by what it is of."""

    def __init__(self, data: Data, claims: Sequence[Claim]) -> None:
        self._statements: dict[_Of, list[int]] = {}
        for index, statement in enumerate(data["statements"]):
            period = statement["period"]
            of = (official(statement["place"]), period["start"], period["end"])
            self._statements.setdefault(of, []).append(index)
        self._claims: dict[tuple[int, str, Aspect], list[Interval]] = {}
        for claim in claims:
            key = (claim.statement, claim.measure, claim.aspect)
            self._claims.setdefault(key, []).append(claim.interval)

    def statements(self, number: Told) -> Sequence[int]:
        """The statements of a number's place and period."""
        return self._statements.get(_of(number), ())

    def holds(self, number: Told) -> bool:
        """Whether the report says the same of the same, rounded or with more digits."""
        return any(
            interval.overlaps(number.interval)
            for index in self.statements(number)
            for interval in self._claims.get((index, number.measure, number.aspect), ())
        )

    def has(self, index: int, number: Told) -> bool:
        """Whether a statement has some number of the same measure and aspect."""
        return (index, number.measure, number.aspect) in self._claims


class _Homes:
    """The statements in which a number would stand, by the scopes that their own are read of."""

    def __init__(
        self,
        data: Data,
        said: _Said,
        claimed: Mapping[int, Sequence[int]],
        told: Sequence[Told],
        schema: Schema,
    ) -> None:
        self._said = said
        self._schema = schema
        self._scopes = [statement["scope"] for statement in data["statements"]]
        self._read: dict[int, set[str | None]] = defaultdict(set)
        self._every: dict[tuple[_Of, str | None], list[int]] = {}
        for number in told:
            for index in claimed.get(number.start, ()):
                if index in said.statements(number):
                    self._read[index].add(number.key.scope)

    def of(self, number: Told) -> int | None:
        """The statement in which the number would stand, one that lacks it first.

        ``None`` where all of its place and period are of other scopes.
        """
        scope = number.key.scope
        if (_of(number), scope) not in self._every:
            here = self._said.statements(number)
            every = [index for index in here if not self._is_of_other(index, scope)]
            self._every[_of(number), scope] = every
        every = self._every[_of(number), scope]
        same = [index for index in every if scope in self._read[index]]
        for index in (*same, *every):
            if not self._said.has(index, number):
                return index
        return next((i for i in (*same, *every) if not self._tells_otherwise(i, scope)), None)

    def _tells_otherwise(self, index: int, scope: str | None) -> bool:
        """Whether a statement that has such a number already says itself that it is of another."""
        own = self._scopes[index]
        return bool(own and scope) and not is_one_scope(own, scope, self._schema)

    def _is_of_other(self, index: int, scope: str | None) -> bool:
        """Whether a statement is of another scope than one that is read, by its words and numbers.

        That the reader sees no scope says nothing, but where it sees that of all numbers there.
        """
        own, read = self._scopes[index], self._read[index]
        if not read or any(is_one_scope(one, scope, self._schema) for one in (own, *read)):
            return False
        return None not in read if scope is None else bool(own) or read == {None}


def _of(number: Told) -> _Of:
    key = number.key
    return official(key.place), key.start.isoformat(), key.end.isoformat()


def read_as(number: Told) -> str:
    """What the reader takes a number for, as a person reads it."""
    key = number.key
    what = f"{NAMES[number.aspect]}{number.measure}"
    return f"{what} of {quoted(key.place)}, {key.start} to {key.end}"


def _finding(said: _Said, homes: _Homes, number: Told, vanished: Vanished) -> Finding:
    spoken_of = said.statements(number)
    certain = vanished.is_own(number, spoken_of=bool(spoken_of))
    index = homes.of(number) if not vanished.is_of_other_scope(number) else None
    if index is None:
        field = "statements"
    else:
        part = "" if number.aspect == "value" else f".{number.aspect}"
        field = f"statements.{index}.{number.measure}{part}"
    what = f"{quoted(number.words)} is claimed by nothing: it reads as {read_as(number)}"
    if index is None and spoken_of:
        scope = number.key.scope or vanished.words_for_scope(number)
        what += f", of the scope {quoted(scope)}" if scope else ", of no scope"
        what += " that no statement has" if scope else ", where every statement has one"
    return Finding(
        rule="coverage",
        severity="error" if certain else "warning",
        attribution="model",
        fields=(field,),
        message=what,
        suspect=field,
    )
