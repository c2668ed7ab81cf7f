"""How a golden becomes another one by one decision: its report, and the findings accepted with it.

Findings follow from the report, so that with a change of it those of today's checks are taken. What
they find otherwise of the golden as it was, or of the run's own report than is recorded of it, is
no part of that decision: it stays as it was accepted, until it is decided by itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from copy import deepcopy
from dataclasses import replace
from typing import NamedTuple

from extractor.checks import check
from extractor.diff import Difference, pair
from extractor.diff.merging import merged
from extractor.golden import Breach, Golden
from extractor.record import Data, Finding, Record
from extractor.schema import FigureAt, Schema
from extractor.store.decisions import FigurePart


class Change(NamedTuple):
    """What a golden is to say: its report and the findings accepted with it."""

    data: Data
    breaches: tuple[Breach, ...]

    def record(self, record: Record) -> Record:
        """A record that says so, of the article of ``record``."""
        findings = tuple(
            Finding(breach.rule, "error", "unknown", breach.fields, "") for breach in self.breaches
        )
        return replace(record, data=self.data, findings=findings, status="flagged", crashed=())


def take(
    golden: Golden,
    record: Record,
    difference: Difference,
    along: Sequence[Difference],
    text: str,
    schema: Schema,
) -> Change:
    """The golden with one difference taken over, and the findings that change along with it."""
    new = record.data or {}
    if difference.rule is not None:
        return Change(
            golden.data,
            _with_findings(golden.findings, golden, new, golden.data, [difference], schema),
        )
    data = merged(golden.data, new, schema, [difference])
    found = Counter(_following(golden, data, text, schema))
    unrecorded = _found(text, new, schema) - Counter(map(Breach.of, record.findings))
    found -= Counter(map(_renaming(new, data, schema), unrecorded.elements()))
    return Change(data, _with_findings(found.elements(), golden, new, data, along, schema))


def put(
    golden: Golden, new: Data, difference: Difference, entered: Data, text: str, schema: Schema
) -> tuple[Change, str]:
    """The golden with a figure, or the head of a statement, as a person entered it, and where.

    It takes the place that the difference is about, made where only the new report has one. The
    data may not fit the schema; the spans of what was entered are derived where it does.
    """
    data, field = deepcopy(golden.data), difference.field
    if difference.alone:
        data = merged(golden.data, new, schema, [difference])
        field = _added(golden.data, data, schema) or field
    parts = field.split(".")
    statement = data["statements"][int(parts[1])]
    if "value" in entered:
        statement[parts[2]] = deepcopy(entered)
    else:
        statement.update(deepcopy(entered))
    if schema.problems(data):
        return Change(data, ()), ".".join(parts[:3])
    if "value" in entered:
        statement[parts[2]] = check(text, data, schema).data["statements"][int(parts[1])][parts[2]]
    return Change(data, _following(golden, data, text, schema)), ".".join(parts[:3])


def set_part(data: Data, at: FigureAt, part: FigurePart, entries: Data) -> Data:
    """A copy of a report with a part of one figure set; a percent of ``None`` takes it away."""
    data = deepcopy(data)
    figure = data["statements"][at.statement][at.measure]
    if part == "value":
        figure.update(entries)
    elif entries.get("percent") is None:
        figure[part] = None
    else:
        figure[part] = {**(figure.get(part) or {}), **entries}
    return data


def _following(golden: Golden, data: Data, text: str, schema: Schema) -> tuple[Breach, ...]:
    before, accepted = _found(text, golden.data, schema), Counter(golden.findings)
    renamed = _renaming(golden.data, data, schema)
    unaccepted = Counter(map(renamed, (before - accepted).elements()))
    unfound = Counter(map(renamed, (accepted - before).elements()))
    found = _found(text, data, schema)
    return tuple(sorted(((found - unaccepted) + unfound).elements()))


def _found(text: str, data: Data, schema: Schema) -> Counter[Breach]:
    return Counter(map(Breach.of, check(text, data, schema).findings))


def _with_findings(
    breaches: Iterable[Breach],
    golden: Golden,
    new: Data,
    data: Data,
    changed: Iterable[Difference],
    schema: Schema,
) -> tuple[Breach, ...]:
    """Breaches of ``data``, with findings gone and come as they changed from golden to new."""
    left = list(breaches)
    for difference in changed:
        gone = difference.category == "missing"
        fields = difference.golden if gone else difference.new
        renamed = _renaming(golden.data if gone else new, data, schema)
        breach = renamed(Breach(str(difference.rule), tuple(map(str, fields))))
        if gone and breach in left:
            left.remove(breach)
        elif not gone and breach not in left:
            left.append(breach)
    return tuple(sorted(left))


def _renaming(one: Data, other: Data, schema: Schema) -> Callable[[Breach], Breach]:
    """Names the fields of a report as another one does that has the same statements elsewhere."""
    names = {
        old: new
        for both in pair(one, other, schema)
        if both.golden is not None and both.new is not None
        for old, new in zip(both.golden.indexes, both.new.indexes, strict=False)
    }

    def field(name: str) -> str:
        parts = name.split(".")
        if len(parts) > 1 and parts[0] == "statements" and parts[1].isdigit():
            parts[1] = str(names.get(int(parts[1]), parts[1]))
        return ".".join(parts)

    return lambda breach: Breach.of(Breach(breach.rule, tuple(map(field, breach.fields))))


def _added(before: Data, after: Data, schema: Schema) -> str | None:
    """The figure or statement that a report has and the one before had not."""
    old = before["statements"]
    for index, statement in enumerate(after["statements"]):
        there = old[index] if index < len(old) else {}
        for measure in schema.measures:
            if statement.get(measure.name) and not there.get(measure.name):
                return f"statements.{index}.{measure.name}"
    return f"statements.{len(old)}" if len(after["statements"]) > len(old) else None
