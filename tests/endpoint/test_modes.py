"""The body that each mode sends, as the server receives it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from extractor.extraction import Extraction
from tests.endpoint.scripted import ARTICLE, FARM, GOOD, PROMPT, REPORT, Reply, Scripted, outcome
from tests.endpoint.scripted import with_content as content

MODES = ("tools", "json_schema", "json", "md_json")
SYSTEM = PROMPT.render(FARM)
SCHEMA = FARM.wire()


def asked(**settings: Any) -> tuple[dict[str, Any], Extraction, Scripted]:
    extraction, server = outcome(GOOD, **settings)
    assert extraction.error is None
    [body] = server.bodies
    return body, extraction, server


@pytest.mark.parametrize("mode", MODES)
def test_one_system_message_and_the_article_unchanged(mode: str) -> None:
    body, extraction, server = asked(mode=mode)
    system, user = body["messages"]
    assert user == {"role": "user", "content": ARTICLE}
    assert system["role"] == "system"
    assert system["content"].startswith(SYSTEM)
    assert system.keys() == {"role", "content"}
    assert server.paths == ["/v1/chat/completions"]
    assert extraction.answer is not None
    assert extraction.answer.mode == mode


@pytest.mark.parametrize(
    ("mode", "more"),
    [
        (None, {"tools", "tool_choice"}),
        ("tools", {"tools", "tool_choice"}),
        ("json_schema", {"response_format"}),
        ("json", {"response_format"}),
        ("md_json", set()),
    ],
)
def test_nothing_is_sent_that_was_not_set(mode: str | None, more: set[str]) -> None:
    body, _, _ = asked(**({"mode": mode} if mode else {}))
    assert body.keys() == {"model", "messages", *more}
    assert body["model"] == "model-7"
    assert "strict" not in json.dumps(body)


def test_tools_asks_for_the_report_as_the_one_tool() -> None:
    body, _, _ = asked(mode="tools")
    assert body["messages"][0]["content"] == SYSTEM
    [tool] = body["tools"]
    assert (tool["type"], tool["function"]["name"]) == ("function", "FarmReport")
    assert tool["function"]["parameters"]["properties"] == SCHEMA["properties"]
    assert tool["function"]["parameters"]["additionalProperties"] is False
    assert body["tool_choice"] == {"type": "function", "function": {"name": "FarmReport"}}


def test_json_schema_asks_by_the_schema() -> None:
    body, _, _ = asked(mode="json_schema")
    assert body["messages"][0]["content"] == SYSTEM
    assert body["response_format"]["type"] == "json_schema"
    assert body["response_format"]["json_schema"] == {"name": "FarmReport", "schema": SCHEMA}


@pytest.mark.parametrize("mode", ["json", "md_json"])
def test_modes_in_words_write_the_schema_into_the_system_message(mode: str) -> None:
    body, _, _ = asked(mode=mode)
    said = body["messages"][0]["content"]
    assert '"title": "FarmReport"' in said
    assert ("codeblock" in said) == (mode == "md_json")
    assert body.get("response_format") == ({"type": "json_object"} if mode == "json" else None)


@pytest.mark.parametrize("strict", [True, False])
def test_strict_reaches_the_wire(strict: bool) -> None:
    tools, _, _ = asked(mode="tools", strict=strict)
    assert tools["tools"][0]["function"]["strict"] is strict
    schema, _, _ = asked(mode="json_schema", strict=strict)
    assert schema["response_format"]["json_schema"]["strict"] is strict
    # Prepared tools are kept between calls; one endpoint's strict must not be another's.
    plain, _, _ = asked(mode="tools")
    assert "strict" not in plain["tools"][0]["function"]


def test_settings_reach_the_wire_under_their_names_there() -> None:
    body, extraction, server = asked(
        temperature=0.2,
        seed=7,
        max_output_tokens=900,
        headers={"X-Title": "farm"},
        extra_body={"provider": {"order": ["a"]}, "top_p": 0.5},
    )
    sent = {key: body[key] for key in ("temperature", "seed", "max_tokens", "provider", "top_p")}
    assert sent == {
        "temperature": 0.2,
        "seed": 7,
        "max_tokens": 900,
        "provider": {"order": ["a"]},
        "top_p": 0.5,
    }
    assert server.headers[0]["x-title"] == "farm"
    assert extraction.exchange is not None
    assert extraction.exchange["request"] == body


def test_extra_body_has_the_last_word() -> None:
    body, _, _ = asked(max_output_tokens=900, extra_body={"max_tokens": 800})
    assert body["max_tokens"] == 800


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("reply", [GOOD, Reply(content(json.dumps(REPORT)))], ids=["call", "text"])
def test_an_answer_in_another_form_than_asked_for_is_read(mode: str, reply: Reply) -> None:
    extraction, server = outcome(reply, mode=mode)
    assert extraction.error is None
    assert extraction.data == REPORT
    assert len(server.bodies) == 1


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    "article", ["{", "```json\n{}\n```", "data:image/png;base64,AAAA", "https://x.example/a.png"]
)
def test_no_article_changes_the_layout(mode: str, article: str) -> None:
    from tests.endpoint.scripted import endpoint, extract, scripted

    with scripted(GOOD) as server:
        assert extract(endpoint(server.base_url, mode=mode), article).error is None
    assert server.bodies[0]["messages"][1] == {"role": "user", "content": article}
