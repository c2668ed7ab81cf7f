"""What the deterministic reader binds otherwise than a report does.

A number that stands in the article may still mean something else: another measure, another place,
another period, a share in place of a growth. The reader, given the article alone, says of many
printed numbers what they are. Where it takes every print of a number for something else than the
report does, one of the two is wrong. It is an error of the report where the reader read what
differs beside the number itself (its measure's name in the clause, the period or the place in the
sentence), nothing of it is in doubt and no sum of the report bears out what that says, else a
warning. What the reader does not read says nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from extractor.checks.bearing import Bearing
from extractor.checks.bound import are_bound, goes_on_alike, is_placed, is_timed
from extractor.checks.evidence import Aspect, Claim, exact
from extractor.checks.grounding import ArticleText
from extractor.checks.naming import is_same_place, official
from extractor.checks.wording import extent, plain_scale, quoted
from extractor.folding import fold_phrase
from extractor.reader import Told
from extractor.record import Data, Finding
from extractor.schema import SCALE_FACTOR, FigureAt

ASPECTS: tuple[Aspect, ...] = ("value", "change", "plan")
NAMES: Mapping[Aspect, str] = {"value": "", "change": "the change of ", "plan": "the share of "}

Difference = Literal["number", "value", "place", "period", "scope"]
"""In what a reading differs: in which number of which figure it is, in what its digits say, where,
when, or in which of several scopes."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a report: whose it is and where the article prints it."""

    at: FigureAt
    aspect: Aspect
    text: str
    starts: frozenset[int]

    @property
    def field(self) -> str:
        """Where the report has the number."""
        part = "value" if self.aspect == "value" else f"{self.aspect}.percent"
        return f"{self.at.path}.{part}"


def second_readings(
    article: ArticleText,
    data: Data,
    every: Sequence[FigureAt],
    claims: Sequence[Claim],
    told: Sequence[Told],
    bearing: Bearing,
) -> list[Finding]:
    """The numbers of a report that the reader takes for something else, or of another time.

    Of a value that its own words do not say no more is told.
    """
    misread = {claim.field for claim in claims if not claim.sound}
    by_start: dict[int, list[Told]] = defaultdict(list)
    for number in told:
        by_start[number.start].append(number)
    findings: list[Finding] = []
    figures: dict[int, list[FigureAt]] = defaultdict(list)
    for at in every:
        figures[at.statement].append(at)
    scopes: dict[tuple[str, str, str], list[frozenset[str]]] = defaultdict(list)
    unscoped: dict[tuple[str, str, str], set[str]] = {}
    reworded: set[tuple[str, str, str]] = set()
    for index, statement in enumerate(data["statements"]):
        scopes[_of(statement)].append(_words(statement["scope"]))
        if statement["scope"] and not article.occurrences(statement["scope"]):
            reworded.add(_of(statement))
        if not statement["scope"]:
            measures = {at.measure for at in figures[index]}
            unscoped.setdefault(_of(statement), set()).update(measures)
    spoken: list[tuple[_Statement, list[Number]]] = []
    for index, statement in enumerate(data["statements"]):
        numbers = list(numbers_of(article, figures[index]))
        of = _of(statement)
        scope = _Scopes(tuple(scopes[of]), unscoped.get(of), of not in reworded)
        spoken.append((_Statement(index, statement, scope), numbers))
    alike = frozenset(
        start
        for statement, numbers in spoken
        for number in numbers
        for start in number.starts
        if any(_difference(t, number, statement) is None for t in by_start.get(start, ()))
    )
    going_on = goes_on_alike(told, alike)
    for statement, numbers in spoken:
        findings += _of_statement(statement, numbers, by_start, misread, going_on, bearing)
    return findings


def printed_at(article: ArticleText, words: str, aspect: Aspect) -> frozenset[int]:
    """Where the article prints the first number of a figure's words."""
    spans = article.amounts(words) if aspect == "value" else article.occurrences(words)
    return frozenset(
        found[0].number.start for span in spans if (found := article.quantities_in(span))
    )


def numbers_of(article: ArticleText, every: Sequence[FigureAt]) -> Iterator[Number]:
    """The numbers of figures that say where they are printed."""
    for at in every:
        for aspect in ASPECTS:
            part = at.figure if aspect == "value" else at.figure[aspect]
            if part is not None and part["text"] is not None:
                starts = printed_at(article, part["text"], aspect)
                yield Number(at, aspect, part["text"], starts)


ALIKE = Fraction(1, 2)
"""How many of all words two scopes share at least where they are one."""


@dataclass(frozen=True, slots=True)
class _Scopes:
    """The scopes of all statements of one place and period, by their ``words``.

    ``unscoped`` are the measures that those without a scope have, ``None`` where there is no such.
    ``printed`` says that the article has the words of each as they are: other words for a scope
    may be like those of any.
    """

    words: tuple[frozenset[str], ...]
    unscoped: Set[str] | None
    printed: bool

    def have(self, scope: str | None) -> bool:
        """Whether one of them is by its words the scope that is read."""
        read = _words(scope)
        alike = any(_likeness(read, own) >= ALIKE for own in self.words)
        return bool(read) and self.printed and alike


class _Statement:
    """What a statement of a report is of, and the scopes of all of its place and period."""

    def __init__(self, index: int, statement: Data, scopes: _Scopes) -> None:
        self.path = f"statements.{index}"
        self.of = _of(statement)
        self.place = statement["place"]
        self.scope = _words(statement["scope"])
        self.scopes = scopes

    def is_scope_of(self, told: Told) -> bool:
        """Whether no other statement's scope is nearer to what the reader reads."""
        read = _words(told.key.scope)
        own = _likeness(read, self.scope)
        if not self.scope and not any(
            _likeness(read, other) >= ALIKE for other in self.scopes.words
        ):
            return True  # what has no words for its scope may be of one that no other has
        return all(_likeness(read, other) <= own for other in self.scopes.words)

    def is_without(self, number: Number, told: Told) -> bool:
        """Whether a number read without a scope would fill a gap of the statement without one.

        That the reader saw no scope is no evidence, but it saw that of other numbers.
        """
        unscoped = self.scopes.unscoped
        gap = unscoped is not None and number.at.measure not in unscoped
        return gap and told.key.scope is None and told.sure


def _of(statement: Data) -> tuple[str, str, str]:
    period = statement["period"]
    return official(statement["place"]), period["start"], period["end"]


def _words(scope: str | None) -> frozenset[str]:
    return frozenset(fold_phrase(scope or "").split())


def likeness(one: str | None, other: str | None) -> Fraction:
    """How many of all words two scopes share; two without words are alike."""
    return _likeness(_words(one), _words(other))


def _likeness(a: frozenset[str], b: frozenset[str]) -> Fraction:
    """How many of all words two scopes share (Jaccard); two that say nothing are alike."""
    return Fraction(len(a & b), len(a | b)) if a | b else Fraction(1)


def _of_statement(
    statement: _Statement,
    numbers: Sequence[Number],
    by_start: Mapping[int, Sequence[Told]],
    misread: Set[str],
    going_on: Set[Told],
    bearing: Bearing,
) -> Iterator[Finding]:
    """Findings of one statement; a place or a period of all its numbers is told once.

    ``going_on`` are the numbers without a name that go on with what the report reads alike.
    """
    elsewhere: dict[Difference, list[tuple[Number, Told, bool]]] = defaultdict(list)
    agreed = 0
    scope_is_read = False
    for number in numbers:
        found = [told for start in number.starts for told in by_start.get(start, ())]
        if not found or number.field in misread:
            continue
        differences = [(_difference(told, number, statement), told) for told in found]
        if any(difference is None for difference, _ in differences):
            agreed += 1
            scope_is_read |= any(d is None and t.key.scope is not None for d, t in differences)
            continue
        difference, told = min(differences, key=lambda d: _ORDER.index(d[0] or "number"))
        assert difference is not None
        everywhere = len({t.start for t in found}) == len(number.starts)
        certain = everywhere and all(_is_certain(t, d, statement, going_on) for d, t in differences)
        elsewhere[difference].append((number, told, certain))
    for difference, items in elsewhere.items():
        if difference in ("number", "value") or agreed:
            # A growth is taken for another measure's with the value that it stands behind.
            along = {(n.at.path, t.measure) for n, t, _ in items if n.aspect == t.aspect == "value"}
            for number, told, certain in items:
                goes_along = difference != "number" or (number.at.path, told.measure) in along
                borne_out = goes_along and _is_borne_out(number, told, difference, bearing)
                if difference == "scope" and scope_is_read:
                    certain = certain or statement.is_without(number, told)
                certain = certain and not borne_out
                yield _finding((number.field,), number, told, difference, certain, statement)
        else:
            number, told, _ = items[0]
            place = statement.of[0] if difference == "place" else None
            certain = are_bound([(told, certain) for _, told, certain in items], place)
            fields = tuple(f"{statement.path}.{part}" for part in _PARTS[difference])
            yield _finding(fields, number, told, difference, certain, statement)


_ORDER: tuple[Difference, ...] = ("scope", "value", "period", "place", "number")
_PARTS: Mapping[Difference, tuple[str, ...]] = {
    "place": ("place",),
    "period": ("period.start", "period.end"),
    "scope": ("scope",),
}


def _difference(told: Told, number: Number, statement: _Statement) -> Difference | None:
    """In what a reading differs most from what the report says; ``None`` where they agree."""
    key = told.key
    place, *period = statement.of
    if (told.measure, told.aspect) != (number.at.measure, number.aspect):
        return "number"
    if not is_same_place(key.place, place):
        return "place"
    if [key.start.isoformat(), key.end.isoformat()] != period:
        return "period"
    if number.aspect == "value" and not _says(number.at.figure, told):
        return "value"
    return None if statement.is_scope_of(told) else "scope"


def _says(figure: Data, told: Told) -> bool:
    """Whether a figure's value is what the reader reads its digits as."""
    value = exact(figure["value"])
    if value is None:
        return True
    return Fraction(value) * SCALE_FACTOR[figure["scale"] or "one"] in told.interval


def _is_borne_out(number: Number, told: Told, difference: Difference, bearing: Bearing) -> bool:
    """Whether the figure's value goes with the others of its statement as the report has it."""
    at = number.at
    if difference == "number":
        other = told.measure != at.measure and told.aspect == number.aspect
        return other and bearing.is_borne_out(at.statement, at.measure, told.measure)
    own = number.aspect == "value" and difference != "scope"
    return own and bearing.is_borne_out(at.statement, at.measure)


def _is_certain(
    told: Told, difference: Difference | None, statement: _Statement, going_on: Set[Told]
) -> bool:
    """Whether what differs stands beside the number."""
    if difference == "place":
        return is_placed(told, statement.of[0])
    if difference == "period":
        return is_timed(told, *statement.of[1:])
    if difference == "scope" and not statement.scopes.have(told.key.scope):
        return False  # that the reader saw no scope is no evidence, nor one that nothing here has
    if difference == "number" and told in going_on:
        return is_same_place(told.key.place, statement.of[0])
    return told.sure and difference is not None


def _finding(
    fields: tuple[str, ...],
    number: Number,
    told: Told,
    difference: Difference,
    certain: bool,
    statement: _Statement,
) -> Finding:
    _, *period = statement.of
    given = {
        "place": f", not of {quoted(statement.place)}",
        "period": f", not {' to '.join(period)}",
    }
    return Finding(
        rule="second_reading",
        severity="error" if certain else "warning",
        attribution="model",
        fields=fields,
        message=f"{NAMES[number.aspect]}{number.at.measure}: {quoted(number.text)} reads as "
        f"{_reading(number, told, difference)}{given.get(difference, '')}",
        suspect=fields[0],
    )


def _reading(number: Number, told: Told, difference: Difference) -> str:
    if difference == "value":
        scale = number.at.figure["scale"]
        return f"{extent(told.interval, scale)} {plain_scale(scale)}"
    if difference == "scope":
        return f"one of the scope {quoted(told.key.scope)}" if told.key.scope else "one of no scope"
    key = told.key
    what = f"{NAMES[told.aspect]}{told.measure}"
    return f"{what} of {quoted(key.place)}, {key.start} to {key.end}"
