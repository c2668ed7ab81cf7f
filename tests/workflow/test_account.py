"""What a run took and how it came out, unknown told from nothing."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extractor.store import Run
from extractor.workflow.account import Account, Bookkeeper


def account(folder: Path, records: list[dict[str, Any]], **manifest: Any) -> Account:
    (folder / "run.json").write_text(json.dumps({"format": 1, "schema": "trade", **manifest}))
    (folder / "results.jsonl").write_text("\n".join(map(json.dumps, records)))
    run = Run.open(folder)
    keeper = Bookkeeper("r", run)
    for record in run.records():
        keeper.note(record)
    return keeper.account()


def record(
    *seconds: float | None, usage: dict[str, Any] | None = None, **more: Any
) -> dict[str, Any]:
    return {
        "article": {"id": "a", "sha256": "0"},
        "data": {"statements": []},
        "findings": [],
        "attempts": [{"seconds": s} if s is not None else {} for s in seconds],
        "usage": usage,
        **more,
    }


def test_what_another_program_does_not_say_is_unknown(tmp_path: Path) -> None:
    told = account(tmp_path, [{"article": {"id": "a", "sha256": "0"}, "data": None}]).to_json()
    for name in ("endpoint", "model", "prompt", "usage", "seconds_per_article", "wall_seconds"):
        assert told[name] is None, name
    assert told["articles"]["failed"] == 1


@pytest.mark.parametrize(
    ("seconds", "median", "timed"),
    [
        ([(1,), (2,), (9,)], "2", 3),
        ([(1,), (2,)], "1.5", 2),
        ([(1, 2), (4,), (0.5,)], "3", 3),
        ([(1,), (None,), ()], "1", 1),
        ([(1, None)], None, 0),
        ([(), ()], None, 0),
    ],
)
def test_an_article_takes_what_its_attempts_take(
    tmp_path: Path, seconds: list[tuple[float | None, ...]], median: str | None, timed: int
) -> None:
    told = account(tmp_path, [record(*each) for each in seconds])
    assert told.seconds == (None if median is None else Decimal(median))
    assert told.timed == timed


@pytest.mark.parametrize(
    ("started", "finished", "wall"),
    [
        ("2026-01-01T00:00:00+00:00", "2026-01-01T00:01:01.500+00:00", "61.5"),
        ("2026-01-01T00:00:00+00:00", None, None),
        ("2026-01-01T00:00:00+00:00", "2026-01-01T00:00:01", None),
        ("2026-01-01T00:00:01+00:00", "2026-01-01T00:00:00+00:00", None),
        ("yesterday", "today", None),
    ],
)
def test_the_wall_clock_is_that_of_the_manifest(
    tmp_path: Path, started: str, finished: str | None, wall: str | None
) -> None:
    told = account(tmp_path, [record()], started=started, finished=finished)
    assert told.wall == (None if wall is None else Decimal(wall))


FREE = {"requests": 1, "prompt_tokens": 10, "completion_tokens": 2}
PAID = {**FREE, "cost_usd": 0.5}


class TestUsage:
    def test_one_unknown_price_makes_the_cost_unknown(self, tmp_path: Path) -> None:
        told = account(tmp_path, [record(usage=PAID), record(usage=FREE)]).usage
        assert told is not None
        assert (told.requests, told.prompt_tokens, told.cost_usd) == (2, 20, None)

    def test_the_manifest_knows_of_attempts_that_left_no_record(self, tmp_path: Path) -> None:
        usage = {**PAID, "requests": 3, "cost_usd": 1.5}
        told = account(tmp_path, [record(usage=PAID)], usage=usage).usage
        assert told is not None
        assert (told.requests, told.cost_usd) == (3, Decimal("1.5"))

    def test_answers_from_a_store_are_told_from_no_word_of_it(self, tmp_path: Path) -> None:
        answer = {"endpoint": "e", "model": "m", "mode": "tools", "cached": True}
        told = account(tmp_path, [record(answer=answer, usage={"requests": 0, "cached": True})])
        assert told.cached == 1
        assert told.usage is not None
        assert told.usage.requests == 0


def test_modes_and_who_answered_are_as_recorded(tmp_path: Path) -> None:
    first = {"endpoint": "e", "model": "m", "mode": "json"}
    second = {"endpoint": "f", "model": "n", "mode": "tools"}
    told = account(tmp_path, [record(answer=a) for a in (second, first, first)])
    assert told.modes == ["json", "tools"]
    assert told.answered == {("e", "m", "json"): 2, ("f", "n", "tools"): 1}
