"""What a server can do is told by its own answers, and what did not come out is told as that."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest

from extractor.endpoint.client import Client
from extractor.endpoint.config import Endpoint
from extractor.endpoint.pace import Waiting
from extractor.endpoint.probe import LONG_WORDS, MOST_REQUESTS, QUESTIONS, Result, probe
from extractor.errors import EndpointError
from tests.endpoint import able
from tests.endpoint.scripted import Passing, endpoint, scripted, with_content
from tests.endpoint.scripted import Reply as Scripted
from tests.harness import ModelServer, Reply

Serve = Callable[[Callable[[dict[str, Any]], Reply]], ModelServer]


def probed(asked: Endpoint, pauses: list[Waiting] | None = None) -> dict[str, Result]:
    """Every question's result; ``pauses`` gets the waits, which take no time."""
    said = pauses if pauses is not None else []
    clock = Passing()

    async def ask() -> list[Result]:
        async with Client(asked) as client:
            return [result async for result in probe(client, waiting=said.append, clock=clock)]

    results = asyncio.run(ask())
    assert tuple(result.question for result in results) == QUESTIONS
    assert clock.waits == [pause.seconds for pause in said]
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
    ("status", "kind", "asked"),
    [
        (401, "auth", 1),
        (404, "not_found", 1),
        (402, "quota", 1),
        (503, "server", 2),
        (429, "rate_limit", 3),
    ],
)
def test_a_server_that_cannot_be_used_is_asked_a_bounded_number_of_times(
    serve_model: Serve, status: int, kind: str, asked: int
) -> None:
    server = serve_model(lambda _: able.refusal("no", status))
    with pytest.raises(EndpointError) as caught:
        probed(endpoint(server.base_url))
    assert (caught.value.kind, len(server.requests)) == (kind, asked)


def turned_away(seconds: str) -> Scripted:
    return Scripted({"error": {"message": "slow down"}}, 429, {"Retry-After": seconds})


def test_a_wait_that_the_server_asks_for_is_kept_and_said() -> None:
    pauses: list[Waiting] = []
    with scripted(turned_away("2"), turned_away("7"), Scripted(with_content("ready"))) as server:
        results = probed(endpoint(server.base_url), pauses)
    assert results["reachable"].outcome == "yes"
    assert [(pause.seconds, pause.reason) for pause in pauses] == [
        (2, "429: slow down"),
        (7, "429: slow down"),
    ]
    assert len(server.bodies) == MOST_REQUESTS - 1 + 2


def test_a_wait_longer_than_the_endpoint_allows_is_not_kept() -> None:
    with scripted(turned_away("61")) as server, pytest.raises(EndpointError) as caught:
        probed(endpoint(server.base_url, max_wait_s=60))
    assert "429: slow down; the server asks to wait 61 s" in caught.value.message
    assert len(server.bodies) == 1


def test_a_server_that_fails_once_is_asked_again(serve_model: Serve) -> None:
    failed: list[str] = []

    def reply(body: dict[str, Any]) -> Reply:
        kind = json.dumps([body["messages"], body.get("response_format"), body.get("seed")])
        if kind in failed:
            return able.able(body)
        failed.append(kind)
        return able.refusal("busy", 500)

    assert outcomes(probed(endpoint(serve_model(reply).base_url))) == {"yes"}


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


KEY = "sk-proj/42+SECRET=="


@pytest.mark.parametrize(
    "choice",
    [
        {"message": {"tool_calls": [{"function": {"name": KEY, "arguments": "{}"}}]}},
        {"message": {"function_call": {"name": KEY, "arguments": "{}"}}},
        {"message": {"tool_calls": [{"function": {"name": "Probe", "arguments": KEY}}]}},
        {"message": {"tool_calls": [{"function": {"name": "Probe", "arguments": {KEY: KEY}}}]}},
        {"message": {"refusal": f"No, {KEY}"}},
        {"message": {"content": [{"type": "refusal", "refusal": KEY}]}},
        {"message": {"content": f"<function={KEY}>{{}}"}},
        {"message": {"content": json.dumps({"name": KEY, "arguments": {}})}},
        {"message": {"content": json.dumps({"colour": KEY, KEY: 1})}},
        {"message": {"content": f'{{"{KEY}'}},
        {"message": {"content": f"velbrandic {KEY}"}},
        {"message": {"content": "ready"}, "finish_reason": KEY},
        {"message": {"content": ""}, "finish_reason": f"length {KEY}"},
        {"message": None, "error": {"message": f"broken: {KEY}", "code": 500}},
    ],
)
def test_a_key_that_a_model_repeats_is_not_told(
    serve_model: Serve, monkeypatch: pytest.MonkeyPatch, choice: dict[str, Any]
) -> None:
    monkeypatch.setenv("FARM_KEY", KEY)
    document = {"model": KEY, "id": KEY, "choices": [choice], "usage": {"prompt_tokens": KEY}}
    server = serve_model(lambda _: (200, json.dumps(document).encode()))
    results = probed(endpoint(server.base_url, api_key_env="FARM_KEY"))
    told = " ".join(str(result.reason) for result in results.values()).lower()
    assert all(KEY[start : start + 4].lower() not in told for start in range(len(KEY) - 3))


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        ({"tool_calls": [{"function": {"name": "Other", "arguments": "{}"}}]}, "another tool"),
        ({"tool_calls": [{"function": {"name": "Probe", "arguments": "["}}]}, "cannot be used"),
        ({"refusal": "I would rather not."}, "the model refused"),
    ],
)
def test_what_a_model_did_instead_is_said_in_words_of_our_own(
    serve_model: Serve, message: dict[str, Any], reason: str
) -> None:
    server = serve_model(lambda _: able.message(message))
    result = probed(endpoint(server.base_url))["tool_choice"]
    assert (result.outcome, reason in str(result.reason)) == ("unclear", True)


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
