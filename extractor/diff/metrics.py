"""How much of what was accepted a run says again: exact counts by measure.

A golden value is ``right`` where the new report has it: the same number in base units and the same
currency, in the statement that ``diff`` pairs it with (or moved to, under another scope); else it
is ``wrong`` or ``missing``. A new value without a golden one is ``extra``. A number under another
place or period than was accepted, or under a scope that no longer tells it from others, is wrong:
it is no longer the number of that. Figures of which neither report has a value count by their
change and share. Changes and shares themselves are counted apart, as ``growth`` and ``share``.

So ``right + wrong + missing`` is what was accepted, ``right + wrong + extra`` what the run says,
and ``wrong + missing + extra``, the errors, is ``flagged + silent + unjudged``. An error is flagged
where a finding of severity error concerns the figure, or of what is missing its statement or the
statements as a whole (``coverage``); unjudged where nobody checked the record or a check broke down
and the others found nothing; else silent, which is what a person would not have looked at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal

from extractor.diff.compare import heads, rescoped
from extractor.diff.pairing import Move, Pair, moves, numbers, pair
from extractor.golden import Golden
from extractor.record import Data, Finding, Record, RecordError
from extractor.schema import FigureAt, Schema, figures

_HEADS = ("place", "period", "scope")
_PARTS: Mapping[str, int] = {"change": 2, "plan": 3}
"""The percents of a figure, and where they stand in its ``numbers``."""

Verdict = Literal["right", "wrong", "missing", "extra"]


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of one kind of number; see the module."""

    right: int = 0
    wrong: int = 0
    missing: int = 0
    extra: int = 0
    flagged: int = 0
    silent: int = 0
    unjudged: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(Tally)))

    @property
    def accepted(self) -> int:
        """How many numbers were accepted: the denominator of a rate of right ones."""
        return self.right + self.wrong + self.missing

    @property
    def errors(self) -> int:
        """How many are not as they were accepted."""
        return self.wrong + self.missing + self.extra

    def to_json(self) -> Data:
        """The counts as an object."""
        return {f.name: getattr(self, f.name) for f in fields(Tally)}

    @classmethod
    def from_json(cls, raw: Any) -> Tally:
        """Read such an object; ``RecordError`` where it has another shape."""
        counts = {}
        for name in (f.name for f in fields(cls)):
            count = raw.get(name) if isinstance(raw, Mapping) else None
            if type(count) is not int or count < 0:
                raise RecordError("its metrics are no counts")
            counts[name] = count
        return cls(**counts)


@dataclass(frozen=True, slots=True)
class Metrics:
    """The counts of so many ``articles``: values by measure, changes on the year, shares of plan.

    ``measures`` has all of the schema, in its order; none where nothing was compared.
    """

    articles: int = 0
    measures: Mapping[str, Tally] = field(default_factory=dict)
    growth: Tally = field(default_factory=Tally)
    share: Tally = field(default_factory=Tally)

    @property
    def all(self) -> Tally:
        """The values of all measures."""
        return sum(self.measures.values(), Tally())

    @property
    def perfect(self) -> bool:
        """Whether every number is right."""
        return not (self.all.errors or self.growth.errors or self.share.errors)

    @classmethod
    def total(cls, every: Iterable[Metrics]) -> Metrics:
        """The sum of several articles' counts."""
        articles, growth, share = 0, Tally(), Tally()
        measures: dict[str, Tally] = {}
        for each in every:
            articles += each.articles
            growth, share = growth + each.growth, share + each.share
            for name, tally in each.measures.items():
                measures[name] = measures.get(name, Tally()) + tally
        return cls(articles, measures, growth, share)

    def to_json(self) -> Data:
        """The counts as an object; measures, which can have any name, by themselves."""
        return {
            "articles": self.articles,
            "measures": {name: tally.to_json() for name, tally in self.measures.items()},
            "all": self.all.to_json(),
            "growth": self.growth.to_json(),
            "share": self.share.to_json(),
        }

    @classmethod
    def from_json(cls, raw: Any) -> Metrics:
        """Read such an object; ``RecordError`` where it has another shape."""
        measures = raw.get("measures") if isinstance(raw, Mapping) else None
        if not isinstance(measures, Mapping):
            raise RecordError("its metrics have no measures")
        articles = raw.get("articles")
        if type(articles) is not int or articles < 0:
            raise RecordError("its metrics do not say of how many articles they are")
        return cls(
            articles,
            {name: Tally.from_json(tally) for name, tally in measures.items()},
            Tally.from_json(raw.get("growth")),
            Tally.from_json(raw.get("share")),
        )


def measured(golden: Golden, record: Record, schema: Schema) -> Metrics:
    """The counts of one article; both reports fit the schema (spans allowed)."""
    new = record.data or {}
    if golden.data == new:
        # Much the most frequent: nothing need be paired.
        found = [each for at in figures(new, schema) for each in _judged(at, at, right=True)]
    else:
        found = list(_found(golden.data, new, schema))
    errors = [finding for finding in record.findings if finding.severity == "error"]
    undecided = record.status == "unchecked" or bool(record.crashed)
    counts: Counter[tuple[str, str, str]] = Counter()
    for number in found:
        counts[number.measure, number.part, number.verdict] += 1
        if number.verdict != "right":
            known = any(_concerns(finding, number) for finding in errors)
            told = "flagged" if known else "unjudged" if undecided else "silent"
            counts[number.measure, number.part, told] += 1

    def tally(measure: str, part: str) -> Tally:
        return Tally(*(counts[measure, part, f.name] for f in fields(Tally)))

    names = [measure.name for measure in schema.measures]
    return Metrics(
        articles=1,
        measures={name: tally(name, "value") for name in names},
        growth=sum((tally(name, "change") for name in names), Tally()),
        share=sum((tally(name, "plan") for name in names), Tally()),
    )


@dataclass(frozen=True, slots=True)
class _Number:
    """One number of a figure, and which fields of the new report a finding on it would concern.

    ``exact`` are concerned themselves, ``below`` also by what is below them.
    """

    measure: str
    part: str
    verdict: Verdict
    exact: tuple[str, ...] = ()
    below: tuple[str, ...] = ()


def _concerns(finding: Finding, number: _Number) -> bool:
    return any(
        name in number.exact
        or any(name == head or name.startswith(f"{head}.") for head in number.below)
        for name in finding.fields
    )


def _found(golden: Data, new: Data, schema: Schema) -> Iterator[_Number]:
    pairs = pair(golden, new, schema)
    moved = moves(pairs)
    # By path in either report: the golden figure's move, nothing for the new one it moved to.
    known: dict[tuple[bool, str], Move | None] = {(False, m.new.path): None for m in moved}
    known |= {(True, m.golden.path): m for m in moved}
    for both in pairs:
        displaced = any(
            head.regression and head.field.rsplit(".", 1)[-1] in _HEADS for head in heads(both)
        )
        where = _statement(both)
        for measure in schema.measures:
            old = both.golden.figures.get(measure.name) if both.golden else None
            at = both.new.figures.get(measure.name) if both.new else None
            if old and at:
                yield from _judged(old, at, right=not displaced, where=where)
                continue
            if old and (True, old.path) not in known:
                yield from _judged(old, None, right=False, where=where)
            elif old and (move := known[True, old.path]) is not None:
                scope = rescoped(move, {})
                right = scope is None or not scope.regression
                yield from _judged(old, move.new, right=right, where=_of(move.new))
            if at and (False, at.path) not in known:
                yield from _judged(None, at, right=False, where=where)


def _statement(both: Pair) -> tuple[str, ...]:
    indexes = both.new.indexes if both.new else ()
    return tuple(f"statements.{index}" for index in indexes)


def _of(at: FigureAt) -> tuple[str, ...]:
    return (f"statements.{at.statement}",)


def _judged(
    old: FigureAt | None, new: FigureAt | None, *, right: bool, where: tuple[str, ...] = ()
) -> Iterator[_Number]:
    """The numbers of a figure that either report has; ``where`` are the new one's statements.

    ``right``: whether a number that is the same is right where it stands.
    """
    at = old or new
    assert at is not None
    mine, theirs = (numbers(side.figure) if side else (None,) * 4 for side in (old, new))
    path = new.path if new else ""
    # A number stands in the wrong place by the fault of one of these.
    heads = () if right else tuple(f"{each}.{name}" for each in where for name in _HEADS)

    def made(part: str, verdict: Verdict, exact: tuple[str, ...], *below: str) -> _Number:
        if verdict == "missing":
            return _Number(at.measure, part, verdict, ("statements",), where)
        return _Number(at.measure, part, verdict, exact, (*heads, *below))

    if mine[0] is None and theirs[0] is None:
        verdict = _verdict(old, new, same=right and mine == theirs)
    else:
        verdict = _verdict(mine[0], theirs[0], same=right and mine[:2] == theirs[:2])
    yield made("value", verdict, where, path)
    for part, index in _PARTS.items():
        a, b = mine[index], theirs[index]
        if a is not None or b is not None:
            verdict = _verdict(a, b, same=right and a == b)
            yield made(part, verdict, (*where, path), f"{path}.{part}")


def _verdict(old: object, new: object, *, same: bool) -> Verdict:
    if old is None:
        return "extra"
    if new is None:
        return "missing"
    return "right" if same else "wrong"
