"""Statements that another rule says are of another place, period or scope than the report has.

Their numbers may all be right and yet fit none of those that they stand among. Held against each
other they still must hold, and all others without them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

from extractor.checks.grouping import Group
from extractor.record import Finding

_SETTING = re.compile(r"statements\.([0-9]+)\.(place|period|scope)(?:\.|\Z)")


@dataclass(frozen=True, slots=True)
class Misplaced:
    """That the ``what`` of a statement is wrong by ``rule``, or for all that is known may be.

    ``field`` is what has it in the report.
    """

    statement: int
    what: str
    field: str
    rule: str
    certain: bool


def is_setting(field: str) -> bool:
    """Whether a field says what a statement is of, and not what its numbers are."""
    return _SETTING.match(field) is not None


def misplaced(findings: Iterable[Finding]) -> Mapping[int, Misplaced]:
    """By statement what is wrong with its place, its period or its scope, the surest first.

    A scope that is in doubt is none: words for it are often not seen where there are some.
    """
    found: dict[int, Misplaced] = {}
    for finding in findings:
        if finding.severity == "info" or finding.attribution == "source":
            continue
        certain = (finding.severity, finding.attribution) == ("error", "model")
        fields = (finding.suspect, *finding.fields) if finding.suspect else finding.fields
        for field in fields:
            match = _SETTING.match(field)
            if match is None or (match[2] == "scope" and not certain):
                continue
            index = int(match[1])
            if index not in found or (certain and not found[index].certain):
                found[index] = Misplaced(index, match[2], field, finding.rule, certain)
    return found


def parted(found: Sequence[Group], alone: Set[int]) -> list[Group]:
    """The groups, with each of these statements in one of its own that is of nothing else."""
    made = []
    for group in found:
        together = [s for s in group.statements if s not in alone]
        if together:
            made.append(_of(group, group.place, together))
        # No place is called so, and so no other group is of it.
        made += [_of(group, f"{group.place}#{s}", [s]) for s in group.statements if s in alone]
    return made


def _of(group: Group, place: str, statements: list[int]) -> Group:
    made = Group(place, group.period, group.scope, statements)
    for key, numbers in group.numbers.items():
        mine = [n for n in numbers if n.statement in statements]
        if mine:
            made.numbers[key] = mine
    return made
