"""``gate --repeat``: every golden article asked several times, to tell chance from a change."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.diff import Repeats, repeats
from extractor.record import Data, Failure
from extractor.workflow.cases import Cases
from extractor.workflow.gating import ask, stop_to_json
from extractor.workflow.setup import Setup

if TYPE_CHECKING:
    from extractor.endpoint.service import Listener


@dataclass(frozen=True, slots=True)
class RepeatResult:
    """How repeating ended.

    ``pending`` are the ids of articles that were not asked as often as they were to be, because of
    ``stopped_by`` or an interruption; ``without_golden`` those of given articles without one.
    """

    repeats: Repeats
    pending: tuple[str, ...]
    interrupted: bool
    stopped_by: Failure | None
    without_golden: tuple[str, ...]

    def to_json(self) -> Data:
        """What differed how often, and what was not reached or has no golden."""
        return {
            **self.repeats.to_json(),
            "pending": list(self.pending),
            "stopped_by": stop_to_json(self.stopped_by),
            "without_golden": list(self.without_golden),
        }


def repeat(
    setup: Setup,
    golden_dir: Path,
    times: int,
    folder: Path | None = None,
    listener: Listener | None = None,
    *,
    only: Collection[str] | None = None,
) -> RepeatResult:
    """Ask about every golden article so many times and hold each answer against its golden.

    No answer serves that was recorded or kept. Arguments and errors are those of ``gating.gate``,
    but that a missing key is always one.
    """
    cases = Cases.load(golden_dir, setup.schema.name, folder, only)
    jobs = (article for article in cases.articles() for _ in range(times))
    asked = ask(setup, jobs, listener)
    records = {name: [done.record for done in asked.done.get(name, ())] for name in cases.ids}
    return RepeatResult(
        repeats(cases.shelf, records, times, setup.schema),
        tuple(name for name in cases.ids if len(records[name]) < times),
        asked.interrupted,
        asked.stopped_by,
        cases.without_golden,
    )
