"""Prompts: filled by the schema, refused when they cannot be, their examples true to the form."""

from __future__ import annotations

import hashlib
import re
from decimal import Decimal
from pathlib import Path

import pytest

from extractor import exact_json
from extractor import prompt as prompts
from extractor import schema as schemas
from extractor.errors import ConfigurationError
from extractor.record import Data
from extractor.schema import Schema, base_value, figures

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def trade() -> Schema:
    return schemas.load("trade", ROOT / "schemas" / "trade.py")


@pytest.fixture(scope="module")
def shipped() -> prompts.Prompt:
    return prompts.load("trade", ROOT / "prompts" / "trade.md")


def written(tmp_path: Path, text: str | bytes) -> Path:
    path = tmp_path / "p.md"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_placeholders_are_filled_once(tmp_path: Path, trade: Schema) -> None:
    path = written(tmp_path, '${report} costs $5, {"a": 1}, $report\n${measures}\n${schema}\n')
    prompt = prompts.load("p", path)
    rendered = prompt.render(trade)
    assert rendered.startswith('TradeReport costs $5, {"a": 1}, $report\n- `total`: ')
    for measure in trade.measures:
        assert f"- `{measure.name}`: {measure.description}" in rendered
    start = rendered.rindex("\n{") + 1
    assert exact_json.loads(rendered[start:]) == trade.wire()
    assert prompt.name == "p"
    assert prompt.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_an_unknown_placeholder_is_named_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError) as caught:
        prompts.load("p", written(tmp_path, "${mesures}"))
    assert "${mesures}" in caught.value.message
    assert "measures" in str(caught.value.hint)


@pytest.mark.parametrize("content", [b"", b" \n", b"\xff\xfe\x00"])
def test_what_is_no_prompt_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(ConfigurationError, match=r"p\.md"):
        prompts.load("p", written(tmp_path, content))


def test_a_prompt_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="cannot read"):
        prompts.load("p", tmp_path / "none.md")


def examples(prompt: prompts.Prompt) -> list[tuple[str, Data]]:
    articles = re.findall(r"^> (.+)$", prompt.text, re.MULTILINE)
    reports = re.findall(r"^```json\n(.*?)^```", prompt.text, re.MULTILINE | re.DOTALL)
    assert len(articles) == len(reports) > 0
    return [(a, exact_json.loads(r)) for a, r in zip(articles, reports, strict=True)]


def test_the_examples_have_the_form_of_the_schema(shipped: prompts.Prompt, trade: Schema) -> None:
    for _, data in examples(shipped):
        assert trade.problems(data) == []


def test_the_examples_print_what_they_claim(shipped: prompts.Prompt, trade: Schema) -> None:
    for article, data in examples(shipped):
        for statement in data["statements"]:
            assert statement["period"]["text"] in article
            assert statement["scope"] is None or statement["scope"] in article
        for at in figures(data, trade):
            for said in (at.figure, at.figure["change"], at.figure["plan"]):
                if said is not None and said["text"] is not None:
                    assert said["text"] in article
            if at.figure["value"] is not None:
                digits = at.figure["text"].split()[0].replace(".", "").replace(",", ".")
                assert abs(at.figure["value"]) == Decimal(digits)


def test_the_examples_add_up(shipped: prompts.Prompt, trade: Schema) -> None:
    checked = 0
    for _, data in examples(shipped):
        for statement in data["statements"]:
            value = {
                name: base_value(statement[name])
                for name in ("total", "export", "import", "balance")
                if statement[name] is not None
            }
            if {"total", "export", "import"} <= value.keys():
                assert value["total"] == value["export"] + value["import"]
                checked += 1
            if "balance" in value:
                assert value["balance"] == value["export"] - value["import"]
                checked += 1
    assert checked >= 2


def test_the_shipped_prompt_names_every_measure(shipped: prompts.Prompt, trade: Schema) -> None:
    rendered = shipped.render(trade)
    assert "${" not in rendered
    assert all(f"`{measure.name}`" in rendered for measure in trade.measures)
