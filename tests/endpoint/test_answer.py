"""Envelopes of every shape that is known, named by shape, with the same report in each."""

from __future__ import annotations

import copy
import json
from decimal import Decimal
from typing import Any

import pytest

from extractor.endpoint import answer
from extractor.endpoint.config import Endpoint
from extractor.errors import EndpointError
from tests.endpoint.scripted import (
    REPORT,
    endpoint,
    statement,
    with_call,
    with_calls,
    with_content,
    with_message,
)

TEXT = json.dumps(REPORT, ensure_ascii=False)
OTHER = json.dumps({"statements": [statement(7)]})


def read(document: Any) -> Any:
    body = document if isinstance(document, bytes) else json.dumps(document).encode()
    return answer.report(answer.envelope({"content-type": "application/json"}, body), "FarmReport")


def failure_of(document: Any) -> EndpointError:
    with pytest.raises(EndpointError) as caught:
        read(document)
    return caught.value


def changed(document: Any, **choice: Any) -> Any:
    made = copy.deepcopy(document)
    made["choices"][0].update(choice)
    return made


GOOD: dict[str, Any] = {
    "tool call": with_call(TEXT),
    "forced tool call that ends with stop": with_call(TEXT, finish="stop"),
    "arguments as an object": with_call(REPORT),
    "arguments encoded twice": with_call(json.dumps(TEXT)),
    "tool call without content, type or id": with_message(
        {"tool_calls": [{"function": {"name": "FarmReport", "arguments": TEXT}}]}
    ),
    "tool call beside prose": with_message(
        {**with_call(TEXT)["choices"][0]["message"], "content": "I call it now {"}
    ),
    "tool call beside an empty refusal and an empty function call": with_message(
        {
            **with_call(TEXT)["choices"][0]["message"],
            "refusal": "",
            "function_call": {"name": "", "arguments": ""},
        }
    ),
    "tool call with an empty finish_reason": with_call(TEXT, finish=""),
    "the same tool call twice": with_calls([("FarmReport", TEXT), ("FarmReport", TEXT)]),
    "arguments in a fence": with_call(f"```json\n{TEXT}\n```"),
    "arguments in a list of one": with_call([REPORT]),
    "arguments under the report's name": with_call({"FarmReport": REPORT}),
    "a call without arguments beside a text": with_message(
        {**with_call("")["choices"][0]["message"], "content": TEXT}
    ),
    "a call written as text": with_content(json.dumps({"name": "FarmReport", "arguments": REPORT})),
    "a call in tags": with_content(
        f'<tool_call>\n{{"name": "FarmReport", "parameters": {TEXT}}}\n</tool_call>'
    ),
    "a call in tags of its name": with_content(f"<function=FarmReport>{TEXT}</function>"),
    "content under the report's name": with_content(json.dumps({"FarmReport": REPORT})),
    "content as a list of texts": with_content([TEXT[:30], TEXT[30:]]),
    "reasoning as a part": with_content(
        [{"type": "reasoning", "text": "{hm}"}, {"type": "text", "text": TEXT}]
    ),
    "after reasoning in tags": with_content(f"<reasoning>{OTHER}</reasoning>{TEXT}"),
    "legacy function call": with_message(
        {"content": None, "function_call": {"name": "FarmReport", "arguments": TEXT}},
        "function_call",
    ),
    "content": with_content(TEXT),
    "content as an object": with_content(REPORT),
    "content as a list of parts": with_content(
        [
            {"type": "thinking", "thinking": [{"type": "text", "text": "{hm"}]},
            {"type": "text", "text": TEXT},
        ]
    ),
    "fenced with a language": with_content(f"```json\n{TEXT}\n```"),
    "fenced without a language or line breaks": with_content(f"```{TEXT}```"),
    "fenced, with prose and citation marks": with_content(
        f"Here it is:\n```json\n{TEXT}\n```\nAs the article says [1] and [2]."
    ),
    "fenced twice alike": with_content(f"```json\n{TEXT}\n```\n\n```json\n{TEXT}\n```"),
    "a fence opened and never closed": with_content(f"```json\n{TEXT}"),
    "prose around": with_content(f"The report is {TEXT} as asked [1]."),
    "after thoughts": with_content(f"<think>\nmaybe {{}} or {OTHER}\n</think>\n\n{TEXT}"),
    "after thoughts whose opening is missing": with_content(f"hm {{\n</think>\n{TEXT}"),
    "fence marks and thoughts within a text": with_content(
        json.dumps({**REPORT, "x": "```json {} ``` </think> {"})
    ),
    "an unknown finish_reason": with_content(TEXT, "eos"),
    "no finish_reason": with_content(TEXT, None),
    "null tool_calls": with_message({"content": TEXT, "tool_calls": None, "refusal": None}),
    "several choices": {**with_content(TEXT), "choices": with_content(TEXT)["choices"] * 2},
    "blank lines before the body": b"\n   \n\n  " + json.dumps(with_content(TEXT)).encode(),
}


@pytest.mark.parametrize("shape", GOOD)
def test_the_report_is_found_in_every_envelope(shape: str) -> None:
    found = read(GOOD[shape])
    assert {"statements": found["statements"]} == REPORT
    assert isinstance(found["statements"][0]["eggs"]["value"], Decimal)


def test_parts_given_in_several_calls_are_put_together() -> None:
    found = read(with_calls([("FarmReport", TEXT), ("FarmReport", OTHER)]))
    assert found == {"statements": [statement(Decimal("12.5")), statement(7)]}


def test_parts_given_in_several_calls_written_as_text_are_put_together() -> None:
    calls = (
        f'<tool_call>{{"name": "FarmReport", "arguments": {one}}}</tool_call>'
        for one in (TEXT, OTHER)
    )
    found = read(with_content("\n".join(calls)))
    assert found == {"statements": [statement(Decimal("12.5")), statement(7)]}


REFUSED = {
    "refusal": with_message({"content": None, "refusal": "I cannot help with that."}),
    "refusal as a part": with_content([{"type": "refusal", "refusal": "No."}]),
    "content filter without a message": {"choices": [{"finish_reason": "content_filter"}]},
    "content filter with half an answer": with_content(TEXT, "content_filter"),
}

TRUNCATED = {
    "finish_reason length": with_content(TEXT[:40], "length"),
    "finish_reason length with a whole answer": with_call("{}", finish="length"),
    "finish_reason length and no content": with_content("", "length"),
    "finish_details": changed(with_content("{", None), finish_details={"type": "max_tokens"}),
    "JSON that breaks off, finished with stop": with_content(TEXT[:-2]),
    "JSON that breaks off after a whole object": with_content('{"statements": [{"a": 1}, '),
    "JSON that breaks off in a text": with_content('{"statements": [{"place": "An B'),
    "JSON that breaks off in a word": with_content('{"statements": [{"scope": nu'),
    "JSON that breaks off in a fence": with_content(f"```json\n{TEXT[:60]}"),
    "an answer and the beginning of another": with_content(f"{TEXT}\n{OTHER[:-4]}"),
    "a fenced answer and the beginning of another": with_content(
        f"```json\n{TEXT}\n```\nBetter:\n```json\n{OTHER[:-4]}"
    ),
    "thoughts that never end": with_content(f"<think> perhaps {TEXT}"),
}

MALFORMED = {
    "no choices": {"choices": []},
    "null choices": {"choices": None},
    "choices that are no objects": {"choices": ["a"]},
    "no message": {"choices": [{"finish_reason": "stop"}]},
    "null content": with_content(None),
    "empty content": with_content(" "),
    "prose": with_content("There are no figures here [1]."),
    "a list": with_content("[1, 2]"),
    "JSON with a bare word": with_content('{"statements": many}'),
    "a key given twice": with_content('{"statements": [], "statements": []}'),
    "two different answers": with_content(f"```json\n{TEXT}\n```\n```json\n{OTHER}\n```"),
    "two different answers in prose": with_content(f"{TEXT} or {OTHER}"),
    "another tool": with_call(TEXT, name="Report"),
    "another tool in tags": with_content(f"<function=Report>{TEXT}</function>"),
    "another tool as text": with_content(json.dumps({"name": "Report", "arguments": REPORT})),
    "the tool and another": with_calls([("FarmReport", TEXT), ("search", "{}")]),
    "calls that cannot be put together": with_calls(
        [("FarmReport", TEXT), ("FarmReport", '{"statements": 3}')]
    ),
    "arguments that break off": with_call(TEXT[:-9]),
    "arguments with a bare word": with_call('{"statements": High}'),
    "no arguments": with_message({"tool_calls": [{"function": {"name": "FarmReport"}}]}),
    "arguments that are no object": with_call("[]"),
    "a custom tool": with_message({"tool_calls": [{"type": "custom", "custom": {"input": "4"}}]}),
    "an event stream": b'data: {"choices": [{"delta": {"content": "{"}}]}\n\ndata: [DONE]\n',
    "nested beyond every depth": with_content('{"a":' * 100_000),
}

NOT_A_COMPLETION = {
    "an empty body": b"",
    "HTML": b"<!doctype html><html></html>",
    "text": b"it works",
    "other JSON": {"status": "ok"},
    "a list": [1],
    "a number": 3,
}


@pytest.mark.parametrize("shape", REFUSED)
def test_a_refusal_is_told_as_one(shape: str) -> None:
    assert failure_of(REFUSED[shape]).kind == "refused"


@pytest.mark.parametrize("shape", TRUNCATED)
def test_a_piece_of_an_answer_is_never_taken_for_one(shape: str) -> None:
    error = failure_of(TRUNCATED[shape])
    assert error.kind == "truncated"
    assert "max_output_tokens" in str(error.hint)


@pytest.mark.parametrize("shape", MALFORMED)
def test_what_holds_no_single_report_is_malformed(shape: str) -> None:
    assert failure_of(MALFORMED[shape]).kind == "malformed"


@pytest.mark.parametrize("shape", NOT_A_COMPLETION)
def test_what_is_no_completion_points_at_base_url(shape: str) -> None:
    error = failure_of(NOT_A_COMPLETION[shape])
    assert error.kind == "not_found"
    assert "base_url" in str(error.hint)


def test_messages_quote_nothing_of_the_answer() -> None:
    for document in (*TRUNCATED.values(), *MALFORMED.values()):
        assert "An B" not in str(failure_of(document))


@pytest.mark.parametrize(
    ("document", "kind"),
    [
        ({"error": {"message": "Busy", "code": 503}}, "server"),
        ({"error": {"message": "Busy", "code": 503}, "choices": []}, "server"),
        (changed(with_content(None, "error"), error={"message": "x", "code": 429}), "rate_limit"),
        (b'data: {"choices": []}\n\nevent: error\ndata: {"error": {"message": "x"}}\n', "server"),
        (b'data: {"choices": []}\nerror: {"message": "rate limit", "code": 429}\n', "rate_limit"),
        (b': WAIT\n\ndata: {"error": {"code": 402, "message": "pay"}}\n', "quota"),
    ],
)
def test_an_error_within_a_success_has_its_own_kind(document: Any, kind: str) -> None:
    assert failure_of(document).kind == kind


def priced(prompt: str | None, completion: str | None) -> Endpoint:
    settings = {"price_per_million_input": prompt, "price_per_million_output": completion}
    return endpoint(
        "http://127.0.0.1:1/v1", **{k: Decimal(v) for k, v in settings.items() if v is not None}
    )


def test_usage_is_what_the_server_counted() -> None:
    used = answer.usage(with_content(TEXT), priced("0.15", "0.60"))
    assert (used.requests, used.prompt_tokens, used.completion_tokens) == (1, 100, 20)
    assert used.cost_usd == (Decimal("0.15") * 100 + Decimal("0.60") * 20) / 1_000_000


@pytest.mark.parametrize("counted", [None, {}, {"prompt_tokens": -1}, {"prompt_tokens": "9"}, [3]])
def test_what_was_not_counted_is_unknown_and_not_zero(counted: Any) -> None:
    used = answer.usage({"usage": counted}, priced("0.15", "0.60"))
    assert (used.prompt_tokens, used.completion_tokens, used.cost_usd) == (None, None, None)
    assert answer.usage(with_content(TEXT), priced("0.15", None)).cost_usd is None
    assert answer.usage({"usage": counted}, priced("0", "0")).cost_usd == 0
