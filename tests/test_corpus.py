"""The goldens of this repository against what a careful person wrote of the same articles.

Each truth file was written with its article, apart from any reader or model. A golden that says
more, less or other than its truth fails here, whoever accepted it.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extractor import exact_json, schema
from extractor.cli.app import run_command_line
from extractor.golden import Shelf
from extractor.reader import read

ROOT = Path(__file__).resolve().parent.parent
TRUTH = ROOT / "tests" / "truth"
TRADE = schema.load("trade", ROOT / "schemas" / "trade.py")
SHELF = Shelf.load(ROOT / "golden", "trade")
GOLDENS = {golden.article.id: golden for golden in SHELF}

Figure = tuple[Any, ...]


def stated(truth: dict[str, Any]) -> Iterator[tuple[Figure, dict[str, Any]]]:
    for figure in truth["statements"]:
        value = figure["value_usd"] if figure["value_usd"] is not None else figure["value_vnd"]
        yield (
            (
                figure["place"],
                figure["period_start"],
                figure["period_end"],
                figure["flow"],
                None if value is None else Decimal(value),
            ),
            figure,
        )


def reported(data: dict[str, Any]) -> dict[Figure, dict[str, Any]]:
    found = {}
    for at in schema.figures(data, TRADE):
        statement = data["statements"][at.statement]
        period = statement["period"]
        value = schema.base_value(at.figure)
        key = (statement["place"], period["start"], period["end"], at.measure, value)
        assert key not in found, f"{key} is reported twice"
        found[key] = at.figure
    return found


def may_be_there(figure: dict[str, Any], truth: dict[str, Any]) -> bool:
    text = figure["text"] or ""
    return any(text in o["stated"] or o["stated"] in text for o in truth["optional"])


def assert_agrees(data: dict[str, Any], truth: dict[str, Any]) -> None:
    found = reported(data)
    for key, figure in stated(truth):
        assert key in found, f"{key} is missing"
        mine = found.pop(key)
        for name, expected in (("change", figure["yoy_pct"]), ("plan", figure["plan_pct"])):
            percent = mine[name] and mine[name]["percent"]
            assert (percent is None) == (expected is None), (key, name)
            assert expected is None or Decimal(percent) == Decimal(str(expected)), (key, name)
        if not figure.get("estimate_any"):
            assert mine["approximate"] is figure["estimate"], key
    left = [key for key, figure in found.items() if not may_be_there(figure, truth)]
    assert not left, f"{left} are not in the truth"


def truth_of(name: str) -> dict[str, Any]:
    content: dict[str, Any] = exact_json.loads((TRUTH / f"{name}.json").read_text("utf-8"))
    return content


NAMES = sorted(path.stem for path in TRUTH.glob("*.json"))


@pytest.mark.parametrize("name", NAMES)
def test_a_golden_agrees_with_the_truth_written_with_its_article(name):
    assert_agrees(GOLDENS[name].data, truth_of(name))


@pytest.mark.parametrize("name", NAMES)
def test_the_reader_reads_what_a_careful_person_reads(name):
    text = (ROOT / "golden" / "trade" / f"{name}.txt").read_bytes().decode()
    assert_agrees(read(text, TRADE).data, truth_of(name))


def test_every_golden_with_a_text_has_a_truth():
    assert not SHELF.broken
    assert {name for name, golden in GOLDENS.items() if not golden.detached} == set(NAMES)


def test_a_missing_or_changed_figure_is_noticed():
    data = exact_json.loads(exact_json.dumps(GOLDENS["a01"].data))
    data["statements"][0]["export"]["value"] = 3702
    with pytest.raises(AssertionError, match="missing"):
        assert_agrees(data, truth_of("a01"))


def test_the_readers_answers_are_what_was_accepted(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What ``make run`` ends with: nothing changed, missing or extra against the goldens."""
    monkeypatch.chdir(ROOT)
    assert run_command_line(["gate"]) == 0, capsys.readouterr().out
