"""Several runs side by side, as data: what is counted, what differs, and what speaks for whom.

Runs are known by their number, the first named is 0, and shown by a letter. Nothing is dropped:
each point that two results of one article have is counted as agreeing, differing or lacking, and an
article that a run has no result of is ``lost`` for that run, which is none of the three.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from string import ascii_uppercase
from typing import NamedTuple

from extractor.diff import FIGURE_PARTS, GoldenSupport, Point
from extractor.record import Data
from extractor.schema import Schema
from extractor.workflow.account import Account

MOST = 26
"""Runs that can be compared at once; each is called by a letter."""


def label(run: int) -> str:
    """What a run is called: «A» the first one."""
    return ascii_uppercase[run]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A point in which the runs do not say the same in the same words.

    ``broken`` has by run the rules that its side breaks, ``None`` where they could not be judged;
    ``rules`` are the runs that the rules support, ``None`` where they do not decide. ``golden`` is
    ``None`` where no golden speaks of it.
    """

    article_id: str
    article_changed: bool
    point: Point
    golden: GoldenSupport | None = None
    broken: Mapping[int, tuple[str, ...]] | None = None
    rules: tuple[int, ...] | None = None

    @property
    def cosmetic(self) -> bool:
        """Whether only words differ."""
        return self.point.state == "agree"

    @property
    def rank(self) -> int:
        """How serious it is: 0 where the golden decides, 1 where the rules do, 2 otherwise."""
        return 0 if self.golden is not None else 1 if self.rules is not None else 2

    def to_json(self, runs: int) -> Data:
        """The disagreement as an object, with an entry for each of so many runs."""
        point, golden = self.point, self.golden
        sides: Data = dict.fromkeys(map(label, range(runs)))
        for run, side in point.sides.items():
            broken = None if self.broken is None else list(self.broken[run])
            sides[label(run)] = {**side.to_json(), "breaks": broken}
        return {
            "article_id": self.article_id,
            "article_changed": self.article_changed,
            "category": "cosmetic" if self.cosmetic else point.state,
            "part": point.part,
            "measure": point.measure,
            "place": point.place,
            "period": point.period,
            "scope": point.scope,
            "sides": sides,
            "golden": golden.accepted.to_json() if golden and golden.accepted else None,
            "supported_by_golden": None if golden is None else [*map(label, golden.reports)],
            "supported_by_rules": None if self.rules is None else [*map(label, self.rules)],
        }


@dataclass(frozen=True, slots=True)
class Lost:
    """An article that a run has no result of: no record (``reason`` is null), or a failure.

    ``figures`` is how many the first run with a result has of it.
    """

    run: int
    article_id: str
    reason: str | None
    figures: int


class Support(NamedTuple):
    """Of how many differences each run is supported, none is, and nothing is said."""

    runs: Mapping[int, int]
    none: int
    silent: int

    @classmethod
    def of(cls, found: Iterable[tuple[int, ...] | None]) -> Support:
        """Count the runs that are supported, difference by difference."""
        listed = list(found)
        runs = Counter(run for supported in listed for run in supported or ())
        return cls(runs, listed.count(()), listed.count(None))

    def to_json(self, runs: int) -> Data:
        """The counts as an object, with an entry for each of so many runs."""
        supported = {label(run): self.runs.get(run, 0) for run in range(runs)}
        return {"supported": supported, "none": self.none, "silent": self.silent}


Row = tuple[str, str | None]
"""What points are counted by: part and measure."""


@dataclass
class Comparison:
    """Runs side by side.

    ``compared`` articles have a result in two runs at least; ``same`` of these differ in nothing
    but words. ``agree``, ``differ`` and ``cosmetic`` count points by row, ``lacking`` by row and
    run those that this run does not have and in which the others agree. ``with_golden`` counts
    articles that a golden was held against, ``unjudged`` those with differences of which the rules
    could not be judged. ``disagreements`` are in the runs' order.
    """

    schema: Schema
    accounts: tuple[Account, ...]
    compared: int = 0
    same: int = 0
    with_golden: int = 0
    unjudged: int = 0
    changed: list[str] = field(default_factory=list)
    lost: list[Lost] = field(default_factory=list)
    agree: Counter[Row] = field(default_factory=Counter)
    differ: Counter[Row] = field(default_factory=Counter)
    lacking: Counter[tuple[Row, int]] = field(default_factory=Counter)
    cosmetic: Counter[Row] = field(default_factory=Counter)
    disagreements: list[Disagreement] = field(default_factory=list)

    def count(self, point: Point) -> None:
        """Count a point in its row."""
        row = point.part, point.measure
        if point.state == "lacking":
            self.lacking.update((row, run) for run in point.lacking)
        else:
            (self.agree if point.state == "agree" else self.differ)[row] += 1
        self.cosmetic[row] += point.cosmetic

    @property
    def differences(self) -> list[Disagreement]:
        """What is more than cosmetic, most serious first, else in the runs' order."""
        found = [each for each in self.disagreements if not each.cosmetic]
        return sorted(found, key=lambda each: each.rank)

    @property
    def incomplete(self) -> bool:
        """Whether an article has no result in some run."""
        return bool(self.lost) or any(account.statuses["pending"] for account in self.accounts)

    @property
    def by_golden(self) -> Support:
        """What the goldens say of the differences."""
        return Support.of(
            each.golden.reports if each.golden is not None else None for each in self.differences
        )

    @property
    def by_rules(self) -> Support:
        """What the rules say of the differences."""
        return Support.of(each.rules for each in self.differences)

    def rows(self) -> list[Row]:
        """Every row that has a point: part by part, measures in the schema's order."""
        met = self.agree.keys() | self.differ.keys() | {row for row, _ in self.lacking}
        measures: list[str | None] = [measure.name for measure in self.schema.measures]
        parts = [*FIGURE_PARTS, "place", "period", "scope"]
        parts += sorted({part for part, _ in met} - set(parts))
        return [(part, m) for part in parts for m in [*measures, None] if (part, m) in met]

    def to_json(self) -> Data:
        """The comparison as an object: counts, then every disagreement, cosmetic ones last."""
        runs = range(len(self.accounts))
        cosmetic = [each for each in self.disagreements if each.cosmetic]
        return {
            "schema": self.schema.name,
            "runs": {label(run): self.accounts[run].to_json() for run in runs},
            "articles": {
                "compared": self.compared,
                "same": self.same,
                "with_golden": self.with_golden,
                "unjudged": self.unjudged,
                "changed": self.changed,
                "lost": [
                    {
                        "run": label(lost.run),
                        "article_id": lost.article_id,
                        "reason": lost.reason,
                        "figures": lost.figures,
                    }
                    for lost in self.lost
                ],
            },
            "counts": [
                {
                    "part": row[0],
                    "measure": row[1],
                    "agree": self.agree[row],
                    "differ": self.differ[row],
                    "lacking": {label(run): self.lacking[row, run] for run in runs},
                    "cosmetic": self.cosmetic[row],
                }
                for row in self.rows()
            ],
            "golden": self.by_golden.to_json(len(runs)),
            "rules": self.by_rules.to_json(len(runs)),
            "differences": [each.to_json(len(runs)) for each in [*self.differences, *cosmetic]],
        }
