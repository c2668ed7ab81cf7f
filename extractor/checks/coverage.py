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
    said = _Said(data, claims)
    findings: dict[tuple[object, ...], Finding] = {}
    vanished = Vanished(article, data, claims, reading, _claimed(article, every), schema)
    for number in unclaimed(article, data, every, claims, reading.told):
        finding = _finding(said, number, vanished)
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
            interval.meets(number.interval)
            for index in self.statements(number)
            for interval in self._claims.get((index, number.measure, number.aspect), ())
        )

    def lacks(self, number: Told) -> int | None:
        """The statement in which the number would stand and nothing does."""
        return next(
            (
                index
                for index in self.statements(number)
                if (index, number.measure, number.aspect) not in self._claims
            ),
            None,
        )


def _of(number: Told) -> _Of:
    key = number.key
    return official(key.place), key.start.isoformat(), key.end.isoformat()


def read_as(number: Told) -> str:
    """What the reader takes a number for, as a person reads it."""
    key = number.key
    what = f"{NAMES[number.aspect]}{number.measure}"
    return f"{what} of {quoted(key.place)}, {key.start} to {key.end}"


def _finding(said: _Said, number: Told, vanished: Vanished) -> Finding:
    index, spoken_of = said.lacks(number), said.statements(number)
    if index is None and spoken_of:
        index = spoken_of[0]
    certain = vanished.is_own(number, spoken_of=bool(spoken_of))
    if index is None or (certain and vanished.is_of_other_scope(number)):
        field = "statements"
    else:
        part = "" if number.aspect == "value" else f".{number.aspect}"
        field = f"statements.{index}.{number.measure}{part}"
    return Finding(
        rule="coverage",
        severity="error" if certain else "warning",
        attribution="model",
        fields=(field,),
        message=f"{quoted(number.words)} is claimed by nothing: it reads as {read_as(number)}",
        suspect=field,
    )
