"""Planted mistakes are caught and harmless changes pass, of each kind that the benchmark counts."""

from __future__ import annotations

from benchmarks import regressions
from extractor.golden import Shelf
from tests.harness import REPOSITORY

# Several scopes, several places, and findings that were accepted with the report.
SOME = {"a10", "a15", "a16"}


def test_every_kind_is_told_for_what_it_is() -> None:
    counts = regressions.counted(Shelf.load(REPOSITORY / "golden", "trade", SOME))
    assert len(counts) == 16
    assert {kind: count.missed for kind, count in counts.items() if count.missed} == {}
    assert [kind for kind, count in counts.items() if not count.planted] == []
