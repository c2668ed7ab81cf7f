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
from extractor.diff import INFO_RULES, Difference, pair
from extractor.diff.merging import merged
from extractor.golden import Breach, Golden
from extractor.record import Data, Finding, Record
from extractor.schema import FigureAt, Schema, figures
from extractor.store import Decisions
from extractor.store.decisions import PARTS, FigurePart


class Change(NamedTuple):
    """What a golden is to say: its report and the findings accepted with it."""

    data: Data
    breaches: tuple[Breach, ...]

    def gained(self, golden: Golden) -> tuple[str, ...]:
        """The rules that it breaks and the golden did not, infos aside."""
        before = {breach.rule for breach in golden.findings}
        rules = (b.rule for b in self.breaches if b.rule not in INFO_RULES)
        return tuple(dict.fromkeys(rule for rule in rules if rule not in before))

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
    today = _found(text, new, schema)
    recorded_so = Counter(map(Breach.of, record.findings))
    # Of what was never checked nothing is recorded, which is not that nothing was found.
    unrecorded = today - recorded_so if record.status != "unchecked" else Counter()
    found -= Counter(map(_renaming(new, data, schema), unrecorded.elements()))
    # What today's checks find of the run's report is found of the golden where that breaks it too.
    recorded = [d for d in along if d.category == "missing" or _breach(d) not in today]
    return Change(data, _with_findings(found.elements(), golden, new, data, recorded, schema))


def figure_with(golden: Golden, difference: Difference, new: Data, schema: Schema) -> Data | None:
    """The golden's figure with one difference taken over, ``None`` where that takes it away."""
    data = merged(golden.data, new, schema, [difference])
    parts = difference.field.split(".")
    statements = data["statements"]
    if len(statements) != len(golden.data["statements"]) or len(parts) < 3:
        return None
    found: Data | None = statements[int(parts[1])].get(parts[2])
    return found


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


def corrected(record: Record, decisions: Decisions, schema: Schema) -> tuple[Data, set[str]]:
    """A record's report with the numbers that a person set in it, and the figures that have them.

    One that would not fit the schema is left as it is.
    """
    given, mended = record.data or {}, set[str]()
    data = given
    if schema.problems(given):
        return data, mended
    for at in figures(given, schema):
        statement = given["statements"][at.statement]
        for part in PARTS:
            made = decisions.on_figure(record.article.sha256, statement, at, part)
            if (
                made is None
                or made.set_to is None
                or made.choice not in ("corrected", "suggestion")
            ):
                continue
            other = set_part(data, at, part, made.set_to)
            if not schema.problems(other):
                data = other
                mended.add(at.path)
    return data, mended


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
        breach = _renaming(golden.data if gone else new, data, schema)(_breach(difference))
        if gone and breach in left:
            left.remove(breach)
        elif not gone and breach not in left:
            left.append(breach)
    return tuple(sorted(left))


def _breach(difference: Difference) -> Breach:
    """The breach that a finding is which came or went."""
    fields = difference.golden if difference.category == "missing" else difference.new
    return Breach.of(Breach(str(difference.rule), tuple(map(str, fields))))


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
