"""One more chance: whether a model is asked again, and which of its two answers is kept.

Only findings of severity error that are laid to the model are asked about, and only those of
grounding or arithmetic. The second answer is kept where all of these go, no other error comes,
nothing is lost that nobody complained of, and every number of it is printed in the article; else
the first one stays. Which statement of one answer is which of the other is told as between a report
and its golden, so that another order changes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractor.diff.pairing import Pair, numbers, pair
from extractor.record import Brief, Data, Failure, Finding, Other, Outcome, Reask, Record, by_reader
from extractor.schema import FigureAt, Schema, figures, without_spans
from extractor.workflow.complaint import RULES

_Key = tuple[str, frozenset[str]]


def contested(record: Record) -> tuple[Finding, ...]:
    """The findings that are worth asking a model again about; none in what it did not answer."""
    if record.data is None or record.answer is None or by_reader(record.answer) or record.crashed:
        return ()
    return tuple(
        finding
        for finding in record.findings
        if finding.severity == "error" and finding.attribution == "model" and finding.rule in RULES
    )


def settle(first: Record, second: Record, schema: Schema) -> Record:
    """The record of an article of which ``first`` is the answer and ``second`` another one.

    It has the better answer with its findings, the attempts and usage of both, and the other one
    as its ``reask``.
    """
    asked = contested(first)
    outcome, why = decided(first, second, asked, schema)
    kept, left = (second, first) if outcome == "helped" else (first, second)
    other = None
    if left.data is not None:
        request = left.answer.request_sha256 if left.answer is not None else None
        other = Other.of(without_spans(left.data), left.findings, request)
    return replace(
        kept,
        attempts=first.attempts + second.attempts,
        usage=first.usage + second.usage,
        reask=Reask(outcome, why, tuple(map(Brief.of, asked)), other),
    )


def decided(
    first: Record, second: Record, asked: Sequence[Finding], schema: Schema
) -> tuple[Outcome, str]:
    """What a second answer is worth, and what decided that."""
    if first.data is None or second.data is None:
        error = second.error or Failure("internal", "no data and no reason")
        return "failed", f"{error.kind}: {error.message}"
    if second.crashed:
        return "failed", "a check of the second answer broke down"
    if without_spans(first.data) == without_spans(second.data):
        return "unchanged", "the same answer came again"
    pairs = pair(first.data, second.data, schema)
    before = Counter(_key(finding, {}, {}) for finding in _errors(first))
    after = _translated(_errors(second), pairs)
    if new := after - before:
        return "harmed", f"the second answer breaks {_named(new)}"
    blamed = [finding for finding in _errors(first) if finding.attribution == "model"]
    if (lost := next(_lost(pairs, _Concerned(blamed)), None)) is not None:
        return "harmed", f"the second answer {lost}"
    if left := [key for finding in asked if (key := _key(finding, {}, {})) in after]:
        return "unchanged", f"the second answer still breaks {_named(left)}"
    if not _is_printed(second.data, schema):
        return "harmed", "the second answer has numbers that the article does not print"
    return "helped", "the second answer breaks none of these rules, and no other"


def _errors(record: Record) -> list[Finding]:
    return [finding for finding in record.findings if finding.severity == "error"]


def _named(keys: Counter[_Key] | Sequence[_Key]) -> str:
    rule, fields = next(iter(keys))
    more = f" and {len(keys) - 1} more" if len(keys) > 1 else ""
    return f"{rule} ({', '.join(sorted(fields))}){more}"


def _translated(findings: Sequence[Finding], pairs: Sequence[Pair]) -> Counter[_Key]:
    """Findings of the second answer, their fields called as the first one calls them."""
    figure_of: dict[str, str] = {}
    statement_of: dict[str, str] = {}
    for one in pairs:
        if one.new is None:
            continue
        for index in one.new.indexes:
            old = str(one.golden.indexes[0]) if one.golden is not None else f"new {index}"
            statement_of[str(index)] = old
        for measure, at in one.new.figures.items():
            if one.golden is not None and measure in one.golden.figures:
                figure_of[at.path] = one.golden.figures[measure].path
    return Counter(_key(finding, figure_of, statement_of) for finding in findings)


def _key(finding: Finding, figure_of: dict[str, str], statement_of: dict[str, str]) -> _Key:
    """What a finding is about, to find the same one in another answer."""

    def renamed(field: str) -> str:
        head, *rest = field.split(".")
        if not rest:
            return field
        index, *below = rest
        figure = ".".join([head, index, *below[:1]])
        if figure in figure_of:
            return ".".join([figure_of[figure], *below[1:]])
        return ".".join([head, statement_of.get(index, index), *below])

    return finding.rule, frozenset(map(renamed, finding.fields))


def _is_printed(data: Data, schema: Schema) -> bool:
    """Whether every number of a checked report stands in the article."""
    return all(
        part["span"] is not None
        for at in figures(data, schema)
        for part in (at.figure, at.figure["change"], at.figure["plan"])
        if part is not None and (part["text"] is not None or part.get("value") is not None)
    )


class _Concerned:
    """The numbers that findings concern: ``statements.0.export``, or its ``.change`` or ``.plan``.

    ``changing`` may be other ones in a second answer. ``leaving`` may also be gone from it: what
    is not as the article prints it, or is the likely culprit.
    """

    def __init__(self, blamed: Sequence[Finding]) -> None:
        self.changing: set[str] = set()
        self.leaving: set[str] = set()
        self.periods: set[int] = set()
        self.places: set[int] = set()
        for finding in blamed:
            for field in finding.fields:
                if field.count(".") < 2:
                    continue  # «statements» of one that is missing
                number = self._number(field)
                self.changing.add(number)
                if finding.rule in ("grounding", "reading") or field == finding.suspect:
                    self.leaving.add(number)

    def _number(self, field: str) -> str:
        head, index, of, *below = field.split(".")
        if of == "period":
            self.periods.add(int(index))
        if of == "place":
            self.places.add(int(index))
        return ".".join([head, index, of, *(p for p in below[:1] if p in ("change", "plan"))])

    def may_leave(self, at: FigureAt) -> bool:
        """Whether a figure may be gone: its value is concerned, or all that it has."""
        figure = at.figure
        parts = [part for part in ("change", "plan") if figure[part] is not None]
        alone = figure["value"] is None and bool(parts)
        return at.path in self.leaving or (
            alone and all(f"{at.path}.{part}" in self.leaving for part in parts)
        )


def _lost(pairs: Sequence[Pair], concerned: _Concerned) -> Iterator[str]:
    """What of the first answer that nobody complained of is not in the second one."""
    for one in pairs:
        old, new = one.golden, one.new
        if old is None:
            continue
        if new is not None and old.scope_key != new.scope_key:
            yield f"has another scope in statements.{old.indexes[0]}"
        if new is not None and old.group != new.group:
            elsewhere = old.group[0] != new.group[0] and concerned.places.isdisjoint(old.indexes)
            another = old.group[1:] != new.group[1:] and concerned.periods.isdisjoint(old.indexes)
            if elsewhere or another:
                yield f"has another place or period in statements.{old.indexes[0]}"
        for measure, at in old.figures.items():
            other = new.figures.get(measure) if new is not None else None
            if other is not None:
                yield from _changed(at, other, concerned)
            elif not concerned.may_leave(at):
                yield f"lacks {at.path}"


def _changed(at: FigureAt, other: FigureAt, concerned: _Concerned) -> Iterator[str]:
    before, after = numbers(at.figure), numbers(other.figure)
    for name, was, now in (
        (at.path, before[:2], after[:2]),
        (f"{at.path}.change", before[2:3], after[2:3]),
        (f"{at.path}.plan", before[3:], after[3:]),
    ):
        gone = now[0] is None and was[0] is not None
        if was != now and was[0] is None:
            # A number that was not there before is held against the rules alone.
            continue
        if was != now and name not in (concerned.leaving if gone else concerned.changing):
            yield f"lacks {name}" if gone else f"has another number in {name}"
