"""What a server can do is told by its own answers, and what did not come out is told as that."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest

from extractor.endpoint.client import Client
from extractor.endpoint.config import Endpoint
from extractor.endpoint.probe import LONG_WORDS, MOST_REQUESTS, QUESTIONS, Result, probe
from extractor.errors import EndpointError
from tests.endpoint import able
from tests.endpoint.scripted import endpoint
from tests.harness import ModelServer, Reply

Serve = Callable[[Callable[[dict[str, Any]], Reply]], ModelServer]


def probed(asked: Endpoint) -> dict[str, Result]:
    async def ask() -> list[Result]:
        async with Client(asked) as client:
            return [result async for result in probe(client)]

    results = asyncio.run(ask())
    assert tuple(result.question for result in results) == QUESTIONS
    return {result.question: result for result in results}


def outcomes(results: dict[str, Result], *without: str) -> set[str]:
    return {result.outcome for question, result in results.items() if question not in without}


def test_a_server_that_can_do_everything(serve_model: Serve) -> None:
    server = serve_model(able.able)
    results = probed(endpoint(server.base_url))
    assert outcomes(results) == {"yes"}
    assert len(server.requests) <= MOST_REQUESTS
    assert all(body["model"] == "model-7" and body["max_tokens"] for body in server.requests)
    assert [b["response_format"]["json_schema"].get("strict") for b in server.requests[3:5]] == [
        None,
        True,
    ]


def test_what_the_endpoint_sets_is_sent_and_named_as_the_service_names_it(
    serve_model: Serve,
) -> None:
    server = serve_model(able.able)
    probed(
        endpoint(
            server.base_url,
            preset="mistral",
            temperature=0.5,
            max_output_tokens=50,
            extra_body={"service_tier": "flex"},
        )
    )
    for body in server.requests:
        assert (body["temperature"], body["service_tier"], body["max_tokens"]) == (0.5, "flex", 50)
    assert [body.get("random_seed") for body in server.requests].count(7) == 1
    assert not any("seed" in body for body in server.requests)


def test_a_schema_that_is_taken_and_ignored(serve_model: Serve) -> None:
    results = probed(endpoint(serve_model(able.ignoring_schemas).base_url))
    assert results["json_schema"].outcome == "yes"
    assert results["constrained"].outcome == results["strict"].outcome == "no"
    assert "otherwise" in str(results["constrained"].reason)
    assert outcomes(results, "constrained", "strict") == {"yes"}


def test_a_schema_that_is_taken_and_answered_in_words(serve_model: Serve) -> None:
    def reply(body: dict[str, Any]) -> Reply:
        return able.words("It is blue.") if "response_format" in body else able.able(body)

    results = probed(endpoint(serve_model(reply).base_url))
    assert results["constrained"].outcome == results["strict"].outcome == "no"
    assert results["json"].outcome == "no"


def test_tools_that_are_refused(serve_model: Serve) -> None:
    results = probed(endpoint(serve_model(able.without_tools).base_url))
    assert results["tools"].outcome == results["tool_choice"].outcome == "no"
    assert results["tools"].reason == "400: tools are not supported by this model"
    assert outcomes(results, "tools", "tool_choice") == {"yes"}


def test_a_tool_that_cannot_be_forced(serve_model: Serve) -> None:
    def reply(body: dict[str, Any]) -> Reply:
        return able.words("Good morning.") if "tool_choice" in body else able.able(body)

    results = probed(endpoint(serve_model(reply).base_url))
    assert (results["tools"].outcome, results["tool_choice"].outcome) == ("yes", "no")


def test_an_answer_spent_on_thoughts_tells_nothing(serve_model: Serve) -> None:
    spent = able.words("", LONG_WORDS, finish="length")
    results = probed(endpoint(serve_model(lambda _: spent).base_url))
    told = {"reachable", "usage", "max_output_tokens", "seed", "json_schema"}
    assert outcomes(results, *told) == {"unclear"}
    assert "cut off" in str(results["tool_choice"].reason)


def test_a_long_input_that_is_cut_without_a_word(serve_model: Serve) -> None:
    results = probed(endpoint(serve_model(able.cutting(2048)).base_url))
    assert results["long_input"].outcome == "no"
    assert "2048 tokens" in str(results["long_input"].reason)
    assert outcomes(results, "long_input") == {"yes"}


def test_a_long_input_that_is_refused_is_not_cut(serve_model: Serve) -> None:
    def reply(body: dict[str, Any]) -> Reply:
        if len(body["messages"][-1]["content"]) > 2000:
            return able.refusal("This model's maximum context length is 4096 tokens.")
        return able.able(body)

    result = probed(endpoint(serve_model(reply).base_url))["long_input"]
    assert (result.outcome, "4096" in str(result.reason)) == ("yes", True)


@pytest.mark.parametrize("content", ["VELBRANDIC", "I cannot tell."])
def test_a_code_word_and_a_count_that_do_not_agree_tell_nothing(
    serve_model: Serve, content: str
) -> None:
    count = 2048 if content.isupper() else LONG_WORDS + 1
    server = serve_model(lambda _: able.words(content, prompt_tokens=count))
    assert probed(endpoint(server.base_url))["long_input"].outcome == "unclear"


@pytest.mark.parametrize(
    ("context", "most", "outcome"), [(8192, 4096, "yes"), (1500, 100, "unclear")]
)
def test_the_long_input_keeps_to_the_context(
    serve_model: Serve, context: int, most: int, outcome: str
) -> None:
    server = serve_model(able.able)
    results = probed(endpoint(server.base_url, context_tokens=context))
    longest = max(len(b["messages"][-1]["content"].split()) for b in server.requests)
    assert longest <= most
    assert results["long_input"].outcome == outcome


def test_usage_that_is_not_told(serve_model: Serve) -> None:
    results = probed(endpoint(serve_model(lambda _: able.words("ready", None)).base_url))
    assert results["usage"].outcome == "no"


def test_a_limit_that_is_refused_is_told_and_left_out(serve_model: Serve) -> None:
    def reply(body: dict[str, Any]) -> Reply:
        if "max_tokens" in body:
            return able.refusal("Unsupported parameter: 'max_tokens' is not supported")
        return able.able(body)

    server = serve_model(reply)
    results = probed(endpoint(server.base_url))
    assert results["max_output_tokens"].outcome == "no"
    assert outcomes(results, "max_output_tokens") == {"yes"}
    assert len(server.requests) == MOST_REQUESTS


def test_a_refusal_of_everything_is_no_word_on_anything(serve_model: Serve) -> None:
    server = serve_model(lambda _: able.refusal("Unsupported value: 'temperature'"))
    results = probed(endpoint(server.base_url, temperature=0))
    assert results["reachable"].outcome == "yes"
    assert "temperature" in str(results["reachable"].reason)
    assert outcomes(results, "reachable") == {"unclear"}


@pytest.mark.parametrize(
    ("status", "kind"), [(401, "auth"), (404, "not_found"), (402, "quota"), (503, "server")]
)
def test_a_server_that_cannot_be_used_is_asked_once(
    serve_model: Serve, status: int, kind: str
) -> None:
    server = serve_model(lambda _: able.refusal("no", status))
    with pytest.raises(EndpointError) as caught:
        probed(endpoint(server.base_url))
    assert (caught.value.kind, len(server.requests)) == (kind, 1)


def test_a_server_that_is_not_there() -> None:
    with pytest.raises(EndpointError) as caught:
        probed(endpoint("http://127.0.0.1:9/v1"))
    assert caught.value.kind == "network"


def test_an_outage_in_between_tells_nothing(serve_model: Serve) -> None:
    def reply(body: dict[str, Any]) -> Reply:
        return able.refusal("busy", 503) if "response_format" in body else able.able(body)

    results = probed(endpoint(serve_model(reply).base_url))
    broken = {"json_schema", "constrained", "strict", "json"}
    assert {results[question].outcome for question in broken} == {"unclear"}
    assert outcomes(results, *broken) == {"yes"}


@pytest.mark.parametrize(
    "choices",
    [
        [],
        None,
        {},
        "x",
        [None],
        [{"message": None}],
        [{"message": {"content": {"colour": ["zarquilon"]}}}],
        [{"message": {"content": [1, {"text": 2}, None], "tool_calls": "x"}}],
        [{"message": {"tool_calls": [None, {"function": {"name": 7}}]}}],
        [{"message": {"content": "{" * 100_000}}],
    ],
)
def test_answers_of_any_shape_do_no_harm(serve_model: Serve, choices: Any) -> None:
    document = {"choices": choices, "usage": {"prompt_tokens": "many"}}
    server = serve_model(lambda _: (200, json.dumps(document).encode()))
    results = probed(endpoint(server.base_url))
    assert results["tools"].outcome == "unclear"
    assert {results["usage"].outcome, results["constrained"].outcome} <= {"no", "unclear"}


def test_each_request_is_bounded_in_time(serve_model: Serve) -> None:
    from threading import Event

    held = Event()

    def reply(body: dict[str, Any]) -> Reply:
        held.wait(5)
        return able.able(body)

    server = serve_model(reply)
    with pytest.raises(EndpointError) as caught:
        probed(endpoint(server.base_url, timeout_s=0.1))
    held.set()
    assert caught.value.kind == "timeout"
