"""Which side of a difference the golden supports and which the rules.

The golden supports a report in a point where it says there what that report says, or nothing where
that report says nothing; who belongs to whom in golden and report is what ``diff`` would find. The
rules support a report whose side of the point breaks no rule that another side keeps, where another
breaks one more. Either may support none, or have nothing to say of a point.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extractor.diff.compare import Difference, heads, rescoped
from extractor.diff.pairing import moves, pair
from extractor.diff.sidebyside import FIGURE_PARTS, Point, Side, figure_side
from extractor.record import Data, Finding
from extractor.schema import FigureAt, Schema


@dataclass(frozen=True, slots=True)
class GoldenSupport:
    """Reports that say what was accepted, by number, and what that is; ``None`` for nothing."""

    reports: tuple[int, ...]
    accepted: Side | None


class Accepted:
    """What a golden report says of the points of one report."""

    def __init__(self, golden: Data, data: Data, schema: Schema) -> None:
        """Both fit the schema."""
        pairs = pair(golden, data, schema)
        elsewhere = moves(pairs)
        self._golden = golden
        self._figures: dict[str, FigureAt] = {m.new.path: m.golden for m in elsewhere}
        self._statements: set[str] = set()
        found: list[Difference | None] = [rescoped(move, {}) for move in elsewhere]
        for both in pairs:
            if both.golden is None or both.new is None:
                continue
            found += heads(both)
            self._statements.update(f"statements.{index}" for index in both.new.indexes)
            for measure, at in both.new.figures.items():
                if (accepted := both.golden.figures.get(measure)) is not None:
                    self._figures[at.path] = accepted
        self._otherwise = {d.new_field: d for d in found if d is not None and d.regression}

    def says(self, part: str, side: Side) -> Side | None:
        """What the golden says of the point that ``side`` is of, ``None`` for nothing."""
        parts = side.field.split(".")
        if part in FIGURE_PARTS:
            accepted = self._figures.get(".".join(parts[:3]))
            return figure_side(accepted, part) if accepted is not None else None
        if parts[0] != "statements":
            return Side(side.field, self._golden.get(side.field))
        if ".".join(parts[:2]) not in self._statements:
            return None
        other = self._otherwise.get(side.field)
        return side if other is None else Side(other.field, other.golden, None, other.golden_text)


def golden_support(point: Point, accepted: Mapping[int, Accepted]) -> GoldenSupport | None:
    """Which reports the golden supports in a point; ``None`` where it does not speak of it.

    ``accepted`` has an entry for every report.
    """
    told = {run: accepted[run].says(point.part, side) for run, side in point.sides.items()}
    found = {run: side for run, side in told.items() if side is not None}
    if found:
        right = tuple(run for run, side in found.items() if side.said == point.sides[run].said)
        return GoldenSupport(right, next(iter(found.values())))
    if point.part in FIGURE_PARTS or point.part == "statement":
        return GoldenSupport(point.lacking, None)
    return None


def rules_broken(
    point: Point, findings: Mapping[int, Sequence[Finding]]
) -> dict[int, tuple[str, ...]]:
    """The rules that findings of severity error say are broken by each side of a point."""
    return {
        run: tuple(
            dict.fromkeys(
                finding.rule
                for finding in findings.get(run, ())
                if finding.severity == "error"
                # What the article's own numbers break speaks for no report that leaves one out.
                and not (point.lacking and finding.attribution == "source")
                and any(_concerns(field, side.field, point.part) for field in finding.fields)
            )
        )
        for run, side in point.sides.items()
    }


def rules_support(point: Point, broken: Mapping[int, Sequence[str]]) -> tuple[int, ...] | None:
    """Which reports the rules support in a point, ``None`` where they do not decide.

    ``broken`` is what ``rules_broken`` says; what is not said breaks nothing.
    """
    sets = {run: frozenset(rules) for run, rules in broken.items()}
    sets |= {run: frozenset() for run in point.lacking}
    least = frozenset.intersection(*sets.values())
    kept = tuple(run for run in sorted(sets) if sets[run] == least)
    return kept if kept and len(kept) < len(sets) else None


def _concerns(field: str, side: str, part: str) -> bool:
    """Whether a finding's field is a side of a point, or of the same part of its figure."""
    if part not in FIGURE_PARTS:
        return field == side or field.startswith(f"{side}.")
    figure = ".".join(side.split(".")[:3])
    if part != "value":
        figure = f"{figure}.{part}"
        return field == figure or field.startswith(f"{figure}.")
    if field == figure:
        return True
    return field.startswith(f"{figure}.") and field.split(".")[3] not in FIGURE_PARTS[1:]
