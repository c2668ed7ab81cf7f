"""The deterministic reader as an endpoint: requests it takes, requests it refuses."""

from __future__ import annotations

import json
from typing import Any

import pytest

from extractor import reader
from extractor.endpoint import builtin
from extractor.schema import Schema
from tests.endpoint.scripted import ARTICLE, FARM, REPORT, reading


def schemas(name: str) -> Schema | None:
    return FARM if name == "FarmReport" else None


@pytest.fixture(autouse=True)
def texts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that a stand-in for the reader was given."""
    seen: list[str] = []

    def read(text: str, schema: Schema) -> Any:
        assert schema is FARM
        seen.append(text)
        return reading(REPORT)(text, schema)

    monkeypatch.setattr(reader, "reading_of", read)
    return seen


USER = {"role": "user", "content": ARTICLE}
TOOLS = {"tools": [{"type": "function", "function": {"name": "FarmReport", "parameters": {}}}]}
FORMAT = {"response_format": {"type": "json_schema", "json_schema": {"name": "FarmReport"}}}


def in_words(title: str) -> dict[str, Any]:
    schema = json.dumps({**FARM.wire(), "title": title}, indent=2)
    said = f'An example: {{"statements": []}} {{broken\nAnswer by:\n    {schema}\nNothing else.'
    return {"messages": [{"role": "system", "content": said}, USER]}


def asked(request: Any) -> tuple[int, dict[str, Any]]:
    body = request if isinstance(request, bytes) else json.dumps(request).encode()
    status, document = builtin.answer(body, schemas)
    assert json.loads(builtin.encode(document)) == document
    return status, document


def test_a_tool_is_called(texts: list[str]) -> None:
    status, document = asked({"model": "any", "messages": [USER], **TOOLS})
    assert (status, document["object"], document["model"]) == (200, "chat.completion", "builtin")
    [choice] = document["choices"]
    [call] = choice["message"]["tool_calls"]
    assert (choice["finish_reason"], call["function"]["name"]) == ("tool_calls", "FarmReport")
    assert json.loads(call["function"]["arguments"]) == REPORT
    assert document["usage"] is None
    assert texts == [ARTICLE]


@pytest.mark.parametrize("more", [FORMAT, in_words("FarmReport")], ids=["json_schema", "words"])
def test_content_is_given_where_no_tool_is(more: dict[str, Any], texts: list[str]) -> None:
    status, document = asked({"messages": [USER], **more})
    [choice] = document["choices"]
    assert (status, choice["finish_reason"]) == (200, "stop")
    assert json.loads(choice["message"]["content"]) == REPORT
    assert texts == [ARTICLE]


def test_the_article_is_the_first_user_message(texts: list[str]) -> None:
    messages = [
        {"role": "system", "content": "s"},
        {"role": "user", "content": [{"type": "text", "text": "first"}]},
        {"role": "assistant", "content": "a"},
        {"role": "user", "content": "asked again"},
    ]
    assert asked({"messages": messages, **TOOLS})[0] == 200
    assert texts == ["first"]


@pytest.mark.parametrize(
    "request_",
    [
        {"messages": [USER], "tools": [{"type": "function", "function": {"name": "Barn"}}]},
        {
            "messages": [USER],
            "response_format": {"type": "json_schema", "json_schema": {"name": "Barn"}},
        },
        in_words("Barn"),
    ],
    ids=["tool", "json_schema", "words"],
)
def test_a_name_it_does_not_know_is_not_found(request_: Any, texts: list[str]) -> None:
    status, document = asked(request_)
    assert status == 404
    assert "Barn" in document["error"]["message"]
    assert texts == []


@pytest.mark.parametrize(
    "request_",
    [
        b"",
        b"\xff",
        b"[" * 100_000,
        b"[]",
        {},
        {"messages": "text", **TOOLS},
        {"messages": ["text"], **TOOLS},
        {"messages": [], **TOOLS},
        {"messages": [{"role": "user", "content": ""}], **TOOLS},
        {"messages": [{"role": "user", "content": {"a": 1}}], **TOOLS},
        {"messages": [USER]},
        {"messages": [USER], "tools": "FarmReport"},
        {"messages": [USER], "tools": [{"function": {"name": 3}}]},
        {"messages": [{"role": "system", "content": '{"a":' * 5000}, USER]},
        {"messages": [USER], "stream": True, **TOOLS},
    ],
)
def test_a_malformed_request_is_refused_with_a_reason(request_: Any, texts: list[str]) -> None:
    status, document = asked(request_)
    assert status == 400
    assert document["error"]["message"]
    assert texts == []


def test_a_crash_of_the_reader_is_an_error_that_repeats(monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(text: str, schema: Schema) -> Any:
        raise LookupError(text)

    monkeypatch.setattr(reader, "reading_of", crash)
    status, document = asked({"messages": [USER], **TOOLS})
    assert status == 500
    assert document["error"]["message"] == "the reader failed: LookupError"
    assert builtin.headers(status)["x-should-retry"] == "false"
    assert "x-should-retry" not in builtin.headers(200)
