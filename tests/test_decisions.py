import json
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extractor import store
from extractor.errors import StoreError, UsageError
from extractor.record import Data
from extractor.schema import FigureAt
from extractor.store import Decision, Decisions, figure_subject
from tests.reports import figure, part, statement

SHA = "0" * 64
MADE = Decision(
    article_sha256=SHA,
    article_id="a",
    field="statements.0.total.value",
    subject=("Huế", "2022-01-01/2022-06-30", None, "total", "value"),
    seen={"value": Decimal("1.50"), "currency": "USD", "text": "x\n\ud800"},
    choice="corrected",
    value=Decimal("575.5"),
    set_to={"value": Decimal("575.5"), "scale": "million", "span": [1, 2]},
    by="A",
    at="2026-01-01T00:00:00.000+00:00",
    reason="why",
)


def made(folder: Path, **changes: Any) -> Decisions:
    decisions = Decisions.read(folder)
    decisions.add(replace(MADE, **changes))
    return decisions


def test_a_decision_is_read_as_it_was_made(tmp_path: Path) -> None:
    assert Decisions.read(tmp_path).of(SHA) == []
    for decisions in (made(tmp_path), Decisions.read(tmp_path)):
        assert decisions.of(SHA) == [MADE]
        assert decisions.standing(SHA, MADE.subject, MADE.seen) == MADE
    (line,) = (tmp_path / "decisions.jsonl").read_text("utf-8").splitlines()
    assert json.loads(line)["format"] == 1


def test_a_decision_stands_for_its_article_its_subject_and_what_was_seen(tmp_path: Path) -> None:
    decisions = made(tmp_path)
    turned = dict(reversed(MADE.seen.items()))
    assert decisions.standing(SHA, MADE.subject, turned) == MADE
    assert decisions.standing("1" * 64, MADE.subject, MADE.seen) is None
    assert decisions.standing(SHA, (*MADE.subject[:4], "plan"), MADE.seen) is None
    assert decisions.standing(SHA, MADE.subject, MADE.seen | {"value": 2}) is None


def test_the_last_decision_counts_until_it_is_withdrawn(tmp_path: Path) -> None:
    made(tmp_path, choice="open", value=None)
    decisions = made(tmp_path)
    assert decisions.standing(SHA, MADE.subject, MADE.seen) == MADE
    other = {"value": 7}
    made(tmp_path, seen=other, choice="confirmed")
    decisions = made(tmp_path, seen=other, choice="withdrawn")
    assert decisions.standing(SHA, MADE.subject, other) is None
    # Two figures of one statement and measure are two things to decide.
    assert decisions.standing(SHA, MADE.subject, MADE.seen) == MADE
    assert [d.choice for d in decisions.of(SHA)] == ["open", "corrected", "confirmed", "withdrawn"]


@pytest.mark.parametrize("cut", [1, 20])
def test_a_last_line_that_a_kill_cut_off_is_mended(tmp_path: Path, cut: int) -> None:
    made(tmp_path)
    path = tmp_path / "decisions.jsonl"
    made(tmp_path, choice="open")
    os.truncate(path, path.stat().st_size - cut)
    kept = ["corrected", "open"] if cut == 1 else ["corrected"]
    assert [d.choice for d in Decisions.read(tmp_path).of(SHA)] == kept
    made(tmp_path, choice="confirmed")
    assert [d.choice for d in Decisions.read(tmp_path).of(SHA)] == [*kept, "confirmed"]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"format": 2}, "format 2"),
        ({"format": None}, "format"),
        ({"choice": "maybe"}, "unknown choice maybe"),
        ({"choice": ["open"]}, "unknown choice"),
        ({"subject": "x"}, "subject"),
        ({"subject": [1]}, "subject"),
        ({"seen": None}, "seen"),
        ({"set_to": 1}, "set_to"),
        ({"value": True}, "value"),
        ({"article_sha256": 1}, "article_sha256"),
        ({"by": 1}, "by"),
    ],
)
def test_a_damaged_line_is_named(tmp_path: Path, changes: Data, reason: str) -> None:
    made(tmp_path)
    path = tmp_path / "decisions.jsonl"
    line = json.loads(path.read_text("utf-8")) | changes
    path.write_text(path.read_text("utf-8") + json.dumps(line) + "\n", "utf-8")
    with pytest.raises(StoreError, match=rf"decisions.jsonl line 2 cannot be read: .*{reason}"):
        Decisions.read(tmp_path)


def test_what_could_not_be_read_again_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="out of range"):
        made(tmp_path, seen={"value": 10**112})
    assert not (tmp_path / "decisions.jsonl").exists()


def test_several_writers_tear_no_lines(tmp_path: Path) -> None:
    def write(number: int) -> None:
        for _ in range(20):
            made(tmp_path, reason=str(number) * 2000)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))
    assert len(Decisions.read(tmp_path).of(SHA)) == 80


def test_decisions_survive_runs_into_their_folder(tmp_path: Path) -> None:
    made(tmp_path)
    path = tmp_path / "decisions.jsonl"
    before = path.read_bytes()
    manifest = store.Manifest(schema="trade")
    # Killed before the end, gone on with, finished.
    store.Run.create(tmp_path, manifest).close()
    with store.Run.resume(tmp_path, manifest) as run:
        run.finish([])
    assert path.read_bytes() == before
    path.rename(tmp_path / "other.jsonl")
    with pytest.raises(UsageError, match="already holds"):
        store.Run.create(tmp_path, manifest)


def test_a_figure_is_known_whatever_the_order_of_statements() -> None:
    total = figure("1.50", "billion", change=part("-59.20", "giảm 59,2%"), span=[1, 2])
    said = statement("Huế", "một", total=total)
    about = ("Huế", "2022-01-01/2022-06-30", "một", "total")
    for index in (0, 3):
        at = FigureAt(index, "total", total)
        assert figure_subject(said, at, "value") == (
            (*about, "value"),
            {"value": 1500000000, "currency": "USD", "text": "1.50 triệu USD"},
        )
        assert figure_subject(said, at, "change") == (
            (*about, "change"),
            {"percent": Decimal("-59.2"), "text": "giảm 59,2%"},
        )
        assert figure_subject(said, at, "plan") == (
            (*about, "plan"),
            {"percent": None, "text": None},
        )
