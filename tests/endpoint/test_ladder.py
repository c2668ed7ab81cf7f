"""What a server refuses gives place to the next way, once and for all articles."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Callable
from time import sleep
from typing import Any

import pytest

from extractor.extraction import Extraction, Extractor
from tests.endpoint.scripted import (
    FARM,
    GOOD,
    PROMPT,
    REPORT,
    Reply,
    endpoint,
    outcome,
    scripted,
    with_content,
)
from tests.harness import ModelServer


def no(message: str, status: int = 400, **more: Any) -> Reply:
    return Reply({"error": {"message": message, **more}}, status)


NO_TOOLS = [
    no("registry.example/gemma does not support tools"),
    no("tools param requires --jinja flag", 500, type="server_error"),
    no("No endpoints found that support tool use", 404),
    no('"auto" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set'),
    no("Unrecognized request argument supplied: tools", param="tools"),
    Reply({"detail": [{"loc": ["body", "tools"], "msg": "Extra inputs are not permitted"}]}, 422),
    no("Function calling is not enabled for this model", 501),
]
NO_SCHEMA = [
    no("This response_format type is unavailable now"),
    no("'response_format' of type 'json_schema' is not supported with this model"),
    no("Invalid parameter: response_format.json_schema is not supported", param="response_format"),
]


def way(body: dict[str, Any]) -> str:
    """The mode that a body is in."""
    if "tools" in body:
        return "tools" if "tool_choice" in body else "tools, offered"
    return str(body.get("response_format", {}).get("type", "words"))


@pytest.mark.parametrize("refusal", NO_TOOLS)
def test_without_tools_the_schema_is_asked_by(refusal: Reply) -> None:
    extraction, server = outcome(refusal, Reply(with_content(json.dumps(REPORT))))
    ways = [way(body) for body in server.bodies if way(body) != "tools, offered"]
    # One that speaks of the choice alone is first asked without it.
    if "choice" in str(refusal.body):
        assert way(server.bodies[1]) == "tools, offered"
        return
    assert ways == ["tools", "json_schema"]
    assert extraction.error is None
    assert extraction.answer is not None
    assert extraction.answer.mode == "json_schema"
    assert [attempt.kind for attempt in extraction.attempts] == ["unsupported", "ok"]


@pytest.mark.parametrize("refusal", NO_SCHEMA)
def test_down_to_plain_words(refusal: Reply) -> None:
    plain = no("response_format json_object is not supported")
    last = Reply(with_content(f"```json\n{json.dumps(REPORT)}\n```"))
    extraction, server = outcome(NO_TOOLS[0], refusal, plain, last)
    assert [way(body) for body in server.bodies] == ["tools", "json_schema", "json_object", "words"]
    assert extraction.data == REPORT
    assert extraction.answer is not None
    assert extraction.answer.mode == "md_json"


def test_a_forced_choice_that_is_refused_is_only_offered() -> None:
    refusal = no("deepseek-reasoner does not support this tool_choice")
    extraction, server = outcome(refusal, GOOD)
    assert [way(body) for body in server.bodies] == ["tools", "tools, offered"]
    assert extraction.answer is not None
    assert extraction.answer.mode == "tools"


@pytest.mark.parametrize("mode", ["tools", "json_schema", "json"])
def test_a_mode_that_was_set_is_kept(mode: str) -> None:
    refusal = no("tools, response_format, json_schema, json_object: not supported")
    extraction, server = outcome(refusal, mode=mode)
    assert extraction.error is not None
    assert extraction.error.kind == "unsupported"
    assert extraction.stops
    assert len(server.bodies) == 1


def test_a_schema_that_is_wrong_is_wrong_in_every_mode() -> None:
    refusal = no(
        "Invalid schema for function 'FarmReport': 'required' is required to be supplied",
        code="invalid_function_parameters",
        param="tools[0].parameters",
    )
    extraction, server = outcome(refusal)
    assert extraction.error is not None
    assert (extraction.error.kind, len(server.bodies)) == ("unsupported", 1)


def test_the_limit_of_an_answer_goes_by_its_other_name() -> None:
    refusal = no(
        "Unsupported parameter: 'max_tokens' is not supported with this model. Use "
        "'max_completion_tokens' instead.",
        param="max_tokens",
        code="unsupported_parameter",
    )
    extraction, server = outcome(refusal, GOOD, max_output_tokens=700)
    assert extraction.error is None
    first, second = server.bodies
    assert (first["max_tokens"], second["max_completion_tokens"]) == (700, 700)
    assert "max_tokens" not in second
    # Either name refused, it is the parameter itself that the server does not know.
    both = outcome(refusal, no("Unknown parameter: max_completion_tokens"), max_output_tokens=7)
    assert both[0].error is not None
    assert (both[0].error.kind, len(both[1].bodies)) == ("unsupported", 2)


@pytest.mark.parametrize("name", ["temperature", "seed"])
def test_what_a_user_has_set_is_neither_dropped_nor_renamed(name: str) -> None:
    refusal = no(f"Unsupported value: '{name}' does not support this value", param=name)
    extraction, server = outcome(refusal, **{name: 1})
    assert extraction.error is not None
    assert name in extraction.error.message
    assert (extraction.error.kind, len(server.bodies)) == ("unsupported", 1)


class Notes:
    """Lines that a listener was told."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def noted(self, line: str) -> None:
        self.lines.append(line)

    def waiting(self, pause: Any) -> None:
        raise AssertionError(pause)


Answers = Callable[[dict[str, Any]], Reply]


def many(answers: Answers, articles: int, **settings: Any) -> tuple[list[Extraction], Any, Any]:
    """The first four articles together, the others one by one."""
    notes = Notes()
    server = ModelServer(lambda body: ((r := answers(body)).status, r.content))

    async def run() -> list[Extraction]:
        asked = endpoint(server.base_url, **settings)
        async with Extractor(asked, FARM, PROMPT, listener=notes) as extractor:
            first = await asyncio.gather(*(extractor.extract(f"bài {i}") for i in range(4)))
            rest = [await extractor.extract(f"bài {i}") for i in range(4, articles)]
            return [*first, *rest]

    try:
        return asyncio.run(run()), server, notes
    finally:
        server.close()


def test_it_is_decided_once_for_all_articles_in_flight() -> None:
    def answers(body: dict[str, Any]) -> Reply:
        return NO_TOOLS[0] if "tools" in body else Reply(with_content(json.dumps(REPORT)))

    found, server, notes = many(answers, 12, concurrency=4)
    assert [extraction.error for extraction in found] == [None] * 12
    ways = Counter(way(body) for body in server.requests)
    assert ways.keys() == {"tools", "json_schema"}
    assert ways["json_schema"] == 12
    assert ways["tools"] <= 4
    [line] = notes.lines
    assert "does not support tools" in line
    assert "json_schema" in line


def test_a_mode_that_nobody_heeds_gives_place_to_the_next() -> None:
    prose = Reply(with_content("Tổng kim ngạch đạt 12,5 triệu đồng."))
    good = Reply(with_content(json.dumps(REPORT)))
    extraction, server = outcome(prose, good)
    assert [way(body) for body in server.bodies] == ["tools", "words"]
    assert server.bodies[1]["messages"][1:] == server.bodies[0]["messages"][1:]
    assert extraction.answer is not None
    assert extraction.answer.mode == "md_json"


def test_a_mode_that_has_worked_is_not_given_up_for_one_bad_answer() -> None:
    number = iter(range(100))

    def answers(body: dict[str, Any]) -> Reply:
        return Reply(with_content("Tổng 12,5 triệu đồng.")) if next(number) == 6 else GOOD

    found, server, notes = many(answers, 8, concurrency=1)
    assert [extraction.error for extraction in found] == [None] * 8
    assert {way(body) for body in server.requests} == {"tools"}
    assert len(server.requests) == 9
    assert notes.lines == []


def test_the_modes_of_an_endpoint_are_tried_in_its_order() -> None:
    from dataclasses import replace

    from tests.endpoint.scripted import extract

    with scripted(NO_SCHEMA[0], Reply(with_content(json.dumps(REPORT)))) as server:
        asked = replace(endpoint(server.base_url), modes=("json_schema", "md_json"))
        assert extract(asked).error is None
    assert [way(body) for body in server.bodies] == ["json_schema", "words"]


def test_what_is_refused_after_an_answer_was_not_heeded_is_not_asked_without_end() -> None:
    prose = Reply(with_content("Tổng 12,5 triệu đồng."))
    extraction, server = outcome(prose, no("This parameter is not supported"))
    assert extraction.error is not None
    assert extraction.error.kind == "unsupported"
    assert len(server.bodies) == 2


def test_an_endpoint_that_is_stopped_lets_go_of_one_that_asks_again() -> None:
    def answers(body: dict[str, Any]) -> Reply:
        if body["messages"][1]["content"] == "bài 1":
            refusal = no("Unsupported value: 'temperature'", param="temperature")
            return Reply(refusal.body, refusal.status, delay=0.5)
        if "tools" in body:
            return Reply(with_content("Tổng 12,5 triệu đồng."))
        return Reply(b"", 429, {"retry-after": "30"})

    def slowly(body: dict[str, Any]) -> tuple[int, bytes]:
        reply = answers(body)
        sleep(reply.delay)
        return reply.status, reply.content

    server = ModelServer(slowly)

    async def run() -> list[Extraction]:
        async with Extractor(endpoint(server.base_url, concurrency=2), FARM, PROMPT) as extractor:
            both = asyncio.gather(*(extractor.extract(f"bài {i}") for i in range(2)))
            return await asyncio.wait_for(both, 20)

    try:
        found = asyncio.run(run())
    finally:
        server.close()
    assert [e.error.kind for e in found if e.error] == ["unsupported", "unsupported"]
    assert len(server.requests) <= 4


def test_a_refusal_in_a_way_that_has_worked_is_about_its_article() -> None:
    number = iter(range(100))

    def answers(body: dict[str, Any]) -> Reply:
        return no("Unsupported value: tools") if next(number) == 5 else GOOD

    found, server, _ = many(answers, 8, concurrency=1)
    assert [e.error.kind for e in found if e.error] == ["refused"]
    assert not any(extraction.stops for extraction in found)
    assert len(server.requests) == 8


def test_what_refuses_everybody_alike_is_given_up() -> None:
    found, server, _ = many(lambda _: no("the account is being reviewed"), 30, concurrency=2)
    assert len(server.requests) == 8
    assert found[-1].stops
    assert found[-1].error is not None
    assert "being reviewed" in found[-1].error.message


def test_a_page_in_place_of_an_answer_is_about_its_article_once_there_were_others() -> None:
    number = iter(range(100))
    page = Reply(b"<html>blocked", 403)
    found, _, _ = many(lambda _: page if next(number) == 5 else GOOD, 8, concurrency=1)
    assert [e.error.kind for e in found if e.error] == ["refused"]
