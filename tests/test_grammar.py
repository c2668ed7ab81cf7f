"""The schemas as sent, compiled to grammars as serving engines do, without a model.

The tokenizer has a token for each byte, so that what is refused is refused at its first byte.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest
from llguidance import LLMatcher, LLTokenizer, TokenizerWrapper

from extractor import exact_json, prompt
from extractor.schema import Schema, load, without_spans
from tests.endpoint.scripted import (
    FARM,
    GOOD,
    PROMPT,
    REPORT,
    Reply,
    endpoint,
    extract,
    scripted,
    with_call,
)
from tests.harness import REPOSITORY

TRADE = load("trade", REPOSITORY / "schemas" / "trade.py")
SCHEMAS = {"trade": TRADE, "farm": FARM}
MODES = ("tools", "json_schema")
GOLDENS = sorted((REPOSITORY / "golden" / "trade").glob("*.json"))


class Bytes:
    """A tokenizer of 256 bytes and an end."""

    eos_token_id = 256
    bos_token_id = None
    tokens = (*(bytes([byte]) for byte in range(256)), b"<end>")
    special_token_ids = (256,)

    def __call__(self, text: bytes) -> list[int]:
        return list(text)


TOKENIZER = LLTokenizer(TokenizerWrapper(Bytes()))


@cache
def grammar(name: str, mode: str) -> str:
    """The grammar of a schema as a server receives it in that mode."""
    schema = SCHEMAS[name]
    asked = PROMPT if name == "farm" else prompt.load("trade", REPOSITORY / "prompts/trade.md")
    good = GOOD if name == "farm" else Reply(with_call('{"statements": []}', "TradeReport"))
    with scripted(good) as server:
        done = extract(endpoint(server.base_url, mode=mode), "bài", schema=schema, prompt=asked)
    assert done.error is None, done.error
    [body] = server.bodies
    if mode == "tools":
        return compiled(body["tools"][0]["function"]["parameters"])
    return compiled(body["response_format"]["json_schema"]["schema"])


def compiled(schema: Mapping[str, Any]) -> str:
    made = LLMatcher.grammar_from_json_schema(dict(schema))
    assert LLMatcher.validate_grammar_with_warnings(made, TOKENIZER) == (False, [])
    return made


def accepted(name: str, text: str, mode: str = "json_schema") -> tuple[str, bool]:
    """How far a text is accepted, and whether it could end there."""
    matcher = LLMatcher(TOKENIZER, grammar(name, mode))
    written = text.encode()
    count = matcher.try_consume_tokens(list(written))
    return written[:count].decode("utf-8", "replace"), matcher.is_accepting()


def ordered(data: Any, schema: Schema) -> Any:
    """The report with its keys in the schema's order."""
    return schema.report.model_validate(data).model_dump(by_alias=True)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("path", GOLDENS, ids=lambda path: path.stem)
def test_every_golden_is_accepted_to_its_end(path: Any, mode: str) -> None:
    data = without_spans(exact_json.loads(path.read_bytes())["data"])
    report = ordered(data, TRADE)
    for text in (exact_json.dumps(report), exact_json.dumps(report, indent=2)):
        assert accepted("trade", text, mode) == (text, True)


@pytest.mark.parametrize("mode", MODES)
def test_the_schema_of_the_tests_own_accepts_its_report(mode: str) -> None:
    text = json.dumps(REPORT, ensure_ascii=False)
    assert accepted("farm", text, mode) == (text, True)
    empty = '{"statements": []}'
    assert accepted("farm", empty, mode) == (empty, True)


A05 = exact_json.dumps(
    ordered(
        without_spans(
            exact_json.loads((REPOSITORY / "golden/trade/a05.json").read_bytes())["data"]
        ),
        TRADE,
    )
)
FARMED = exact_json.dumps(ordered(REPORT, FARM))
TEXTS = {"trade": A05, "farm": FARMED}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", SCHEMAS)
@pytest.mark.parametrize(
    ("right", "wrong", "until"),
    [
        # Up to and with ``until`` the text is as it may be.
        ('"place":', '"area":', '[{"'),
        ('"place":', '"places":', '"place'),
        ('"million"', '"hundred"', '"scale":"'),
        ('"million"', '"milliard"', '"scale":"milli'),
        ('"million"', '"millions"', '"scale":"million'),
        ('"million"', "million", '"scale":'),
        ('"scope":null,', "", ',"'),
        ('"approximate":false,', "", ',"'),
        ('"approximate":false,', '"approximate":"no",', '"approximate":'),
        ("}]}", ',"note":"x"}]}', ""),
        ("}]}", '}],"note":"x"}', "]"),
        ('{"statements":[', "[", ""),
        ('{"statements":[', 'The report: {"statements":[', ""),
        ('{"statements":[', '```json\n{"statements":[', ""),
    ],
)
def test_what_the_schema_does_not_have_is_refused_where_it_begins(
    name: str, right: str, wrong: str, until: str, mode: str
) -> None:
    text = TEXTS[name]
    assert right in text
    start = text.rindex(right) if right == "}]}" else text.index(right)
    spoilt = text[:start] + wrong + text[start + len(right) :]
    common = next(i for i, (a, b) in enumerate(zip(text, spoilt, strict=False)) if a != b)
    taken, ends = accepted(name, spoilt, mode)
    assert (taken, ends) == (text[:common], False)
    assert taken.endswith(until)


@pytest.mark.parametrize(
    ("name", "value"), [("trade", "5035"), ("farm", "12.5")], ids=["trade", "farm"]
)
@pytest.mark.parametrize("wrong", ['"5.035"', "NaN", "Infinity", "true", "5.035 "])
def test_a_number_is_a_number(name: str, value: str, wrong: str) -> None:
    before, _, behind = TEXTS[name].partition(f'"value":{value}')
    taken, ends = accepted(name, f'{before}"value":{wrong}{behind}')
    if wrong == "5.035 ":
        assert (taken, ends) == (f'{before}"value":{wrong}{behind}', True)
    else:
        assert (taken, ends) == (f'{before}"value":', False)


@pytest.mark.parametrize("name", SCHEMAS)
def test_behind_the_report_nothing_is_accepted(name: str) -> None:
    text = TEXTS[name]
    for behind in (text, "\n" + text, " and so on", "]", ","):
        taken, ends = accepted(name, text + behind)
        assert (taken.rstrip(), ends) == (text, True)


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_report_that_is_cut_cannot_end(name: str) -> None:
    text = TEXTS[name]
    for cut in (1, len(text) // 2, len(text) - 1):
        assert accepted(name, text[:cut]) == (text[:cut], False)


def test_a_schema_that_cannot_be_compiled_is_told() -> None:
    lookaround = {"type": "string", "pattern": "^(?=.*a)b$"}
    made = LLMatcher.grammar_from_json_schema(lookaround)
    failed, reasons = LLMatcher.validate_grammar_with_warnings(made, TOKENIZER)
    assert failed
    assert len(reasons) == 1
