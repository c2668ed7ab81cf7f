"""Whatever bytes a server sends, what comes of them is a report or an endpoint's failure."""

from __future__ import annotations

import contextlib
import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.endpoint import answer, builtin, failure
from extractor.errors import EndpointError
from tests.endpoint.scripted import (
    ARTICLE,
    REPORT,
    Reply,
    endpoint,
    extract,
    outcome,
    scripted,
    with_call,
    with_calls,
    with_content,
    with_message,
)

WORDS = st.sampled_from(
    ["error", "message", "choices", "code", "429", "detail", "```", "{", "<think>", "</think>", ""]
)
LEAF = st.none() | st.booleans() | st.integers() | st.floats() | WORDS | st.text(max_size=20)
KEYS = WORDS | st.sampled_from(["content", "tool_calls", "function", "refusal", "status", "loc"])
JSON = st.recursive(
    LEAF, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3)
)
BASES: list[Any] = [
    with_call(json.dumps(REPORT)),
    with_content(json.dumps(REPORT)),
    {"error": {"message": "m", "code": 400, "metadata": {"raw": "r"}, "details": [{}]}},
    {"detail": [{"loc": ["a"], "msg": "m"}]},
    [{"error": {"message": "m", "details": [{"retryDelay": "5s"}]}}],
    with_content([{"type": "text", "text": "{}"}, {"type": "refusal", "refusal": "no"}]),
    with_message({"content": "", "refusal": "", "function_call": {"name": "F", "arguments": "{}"}}),
    {"choices": [{"finish_details": {"type": "x"}, "message": {}, "error": {"message": "m"}}]},
    {
        "model": "m",
        "messages": [{"role": "system", "content": "{}"}, {"role": "user", "content": "a"}],
    },
    {
        "messages": [{"role": "user", "content": [{"text": "a"}]}],
        "tools": [{"function": {"name": "F"}}],
    },
    {"messages": [], "response_format": {"json_schema": {"name": "F"}}},
]


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every holder and key within a document."""
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in list(items):
        yield value, key
        if isinstance(inner, dict | list):
            yield from places(inner)


def read_everything(document: Any) -> None:
    body = json.dumps(document).encode()
    with contextlib.suppress(EndpointError):
        found = answer.envelope({}, body)
        answer.usage(found, endpoint("http://127.0.0.1:1/v1"))
        assert isinstance(answer.report(found, "FarmReport"), dict)
    for status in (302, 400, 403, 429, 500, 599):
        error = failure.from_response(status, {"retry-after": "x"}, body)
        assert error.message.isprintable()
    builtin.answer(body, lambda _: None)


@pytest.mark.parametrize("odd", [None, True, 5, -1.5, "", "x", [], {}, [5], [None], [[]], {"a": 1}])
def test_anything_may_stand_where_something_else_belongs(odd: Any) -> None:
    for base in BASES:
        for at in range(len(list(places(base)))):
            document = copy.deepcopy(base)
            holder, key = list(places(document))[at]
            holder[key] = odd
            read_everything(document)


@given(JSON)
def test_no_document_is_more_than_a_failure(document: Any) -> None:
    read_everything(document)


@given(st.binary(max_size=60) | WORDS.map(str.encode) | st.text(max_size=60).map(str.encode))
def test_no_bytes_are_more_than_a_failure(body: bytes) -> None:
    with contextlib.suppress(EndpointError):
        answer.report(answer.envelope({}, body), "FarmReport")
    assert failure.from_response(500, {}, body).kind == "server"
    assert builtin.answer(body, lambda _: None)[0] == 400


@given(st.text(alphabet='{}[]":,`<>/think \n\\0', max_size=80))
def test_no_text_of_a_model_is_more_than_a_failure(text: str) -> None:
    with contextlib.suppress(EndpointError):
        assert isinstance(answer.report(with_content(text), "FarmReport"), dict)


@pytest.mark.parametrize(
    "text", ["{" * 200_000, "```" * 100_000, '{"a":' * 90_000, "<think>" * 9**5]
)
def test_long_nonsense_is_a_failure(text: str) -> None:
    with pytest.raises(EndpointError):
        answer.report(with_content(text), "FarmReport")


@pytest.mark.parametrize("end", ["", "{", "```", "\n```json\n"])
@pytest.mark.parametrize("piece", ["a", "-", " ", "\t", "`", "``` ", "{ ", "```{}```a", "\\", '"'])
def test_a_fence_that_never_closes_is_read_to_its_end(piece: str, end: str) -> None:
    # A pattern that backtracks would not end here within the lifetime of the test run.
    with contextlib.suppress(EndpointError):
        answer.report(with_content("```" + piece * 100_000 + end), "FarmReport")


def test_many_answers_are_a_failure() -> None:
    many = [json.dumps({"statements": i}) for i in range(50_000)]
    for document in (with_content("\n".join(many)), with_calls([("FarmReport", m) for m in many])):
        with pytest.raises(EndpointError):
            answer.report(document, "FarmReport")


def test_a_reason_that_quotes_the_article_is_not_repeated() -> None:
    article = "Kim ngạch xuất khẩu của tỉnh An Bình\nnăm 2031 đạt 12,5 triệu USD, tăng 3%. " * 3
    quoted = " ".join(article.split())[:150]
    for reply in (
        Reply({"error": {"message": f"Bad input_value='{quoted}'"}}, 400),
        Reply({"error": {"message": f"Bad input_value='{article}'"}}, 500),
        Reply(with_content([{"type": "refusal", "refusal": quoted}])),
    ):
        with scripted(reply) as server:
            extraction = extract(endpoint(server.base_url), article)
        assert extraction.error is not None
        assert "An Bình" not in extraction.error.message
        assert "quotes the article" in extraction.error.message


def test_control_characters_of_a_server_reach_no_message() -> None:
    extraction, _ = outcome(Reply({"error": {"message": "a\x1b]0;owned\x07\u202eb\n[red]c"}}, 400))
    assert extraction.error is not None
    assert extraction.error.message.isprintable()
    assert ARTICLE not in extraction.error.message
