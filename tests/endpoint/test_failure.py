"""Error bodies of every shape that is known, named by shape, and the kind each one is."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from extractor.endpoint.failure import from_document, from_response
from extractor.errors import PERMANENT_KINDS, EndpointError


def failed(status: int, body: Any = b"", **headers: str) -> EndpointError:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return from_response(status, {k.replace("_", "-"): v for k, v in headers.items()}, content)


def error(message: str, **more: Any) -> dict[str, Any]:
    return {"error": {"message": message, **more}}


SHAPES: dict[str, tuple[int, Any, str, str]] = {
    "error object": (401, error("The key is wrong.", code="invalid_api_key"), "auth", "The key is"),
    "error as a text": (400, {"code": "bad", "error": "Incorrect API key given"}, "auth", "Incorr"),
    "error in a list": (429, [error("Slow down", status="X")], "rate_limit", "Slow down"),
    "detail as a text": (401, {"detail": "No such key"}, "auth", "No such key"),
    "detail as a list": (
        422,
        {"detail": [{"loc": ["body", "seed"], "msg": "extra field", "input": "ARTICLE"}]},
        "unsupported",
        "body.seed: extra field",
    ),
    "flat message": (
        404,
        {"object": "error", "message": "The model m does not exist", "code": 404},
        "not_found",
        "The model m does not exist",
    ),
    "reason in a gateway's metadata": (
        429,
        error("Upstream failed", code=429, metadata={"raw": "m is busy, come back"}),
        "rate_limit",
        "m is busy, come back",
    ),
    "empty body": (500, b"", "server", "an empty body"),
    "HTML": (502, b"<html><title>Bad gateway</title>", "server", "an HTML page"),
    "plain text": (503, b"upstream connect error", "server", "upstream connect error"),
    "JSON that is no object": (500, 17, "server", "17"),
    "error object without a message": (400, {"error": {"code": "odd"}}, "refused", "odd"),
    "null error": (500, {"error": None}, "server", "no reason"),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_the_reason_is_found_wherever_the_body_keeps_it(shape: str) -> None:
    status, body, kind, reason = SHAPES[shape]
    found = failed(status, body)
    assert (found.kind, found.kind in PERMANENT_KINDS) == (
        kind,
        kind in {"auth", "not_found", "unsupported"},
    )
    assert reason in found.message
    assert str(status) in found.message
    assert "ARTICLE" not in str(found)


@pytest.mark.parametrize(
    ("status", "message", "kind"),
    [
        (400, "This model's maximum context length is 8192 tokens, you sent 9000.", "too_large"),
        (400, "prompt too long; exceeded max context length by 12 tokens", "too_large"),
        (400, "the request exceeds the available context size", "too_large"),
        (400, "The total length of all messages is too long.", "too_large"),
        (413, "Payload too large", "too_large"),
        (429, "Request too large for model m on tokens per minute (TPM)", "too_large"),
        (400, "Your prompt was stopped by our content management policy", "refused"),
        (403, "Input was flagged by moderation", "refused"),
        (403, "Your country is not served", "auth"),
        (400, "API key not valid. Please pass a valid one.", "auth"),
        (409, "This account is blocked", "auth"),
        (402, "Top up first", "quota"),
        (400, "Your credit balance is too low", "quota"),
        (403, "Insufficient funds", "quota"),
        (429, "You exceeded your current quota, please check your plan and billing", "quota"),
        (429, "Rate limit reached for requests", "rate_limit"),
        (404, "Resource not found", "not_found"),
        (405, "Method not allowed", "not_found"),
        (400, "The model `m` does not exist", "not_found"),
        (404, "No endpoints found that support tool use", "unsupported"),
        (400, "Unsupported parameter: 'max_tokens' is not supported", "unsupported"),
        (400, "Invalid schema for function 'F': 'required' is required", "unsupported"),
        (400, 'Unknown name "seed": Cannot find field.', "unsupported"),
        (400, "'response_format' must be 'text'", "unsupported"),
        (400, "tool_choice must be auto", "unsupported"),
        (422, "Extra inputs are not permitted", "unsupported"),
        (400, "Invalid value: 'odd'. Supported values are 'low' and 'high'.", "unsupported"),
        (400, "bad article", "refused"),
        (422, "The text could not be processed", "refused"),
        (501, "Not implemented", "unsupported"),
        (408, "Request timed out", "timeout"),
        (409, "Conflict", "server"),
        (500, "Something broke", "server"),
        (503, "Loading model", "server"),
        (529, "Overloaded", "server"),
    ],
)
def test_the_status_decides_and_then_the_words(status: int, message: str, kind: str) -> None:
    assert failed(status, error(message)).kind == kind


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (error("no", param="stop", type="invalid_request_error"), "unsupported"),
        (error("no", param="messages.[1].content"), "refused"),
        (error("no", code="unknown_parameter"), "unsupported"),
        (error("no", code="unsupported_value"), "unsupported"),
        ([error("no", status="INVALID_ARGUMENT")], "refused"),
        ({"detail": [{"loc": ["body", "seed"], "msg": "no"}]}, "unsupported"),
        ({"detail": [{"loc": ["body", "messages", 1, "content"], "msg": "no"}]}, "refused"),
        ({"detail": "no"}, "refused"),
        (b"", "refused"),
    ],
)
def test_what_is_wrong_with_every_request_is_told_from_what_is_wrong_with_one(
    body: Any, kind: str
) -> None:
    for status in (400, 422):
        found = failed(status, body)
        assert found.kind == kind
        assert (found.kind in PERMANENT_KINDS) == (kind == "unsupported")


@pytest.mark.parametrize(
    ("status", "message", "kind"),
    [
        (400, "Could not finish the message because max_tokens was reached.", "truncated"),
        (400, "The model output limit has been reached", "truncated"),
        (400, "max_tokens must be at least 1, got -512.", "too_large"),
        (400, "max_tokens must be at least 1, got 0.", "unsupported"),
        (422, "`inputs` tokens + `max_new_tokens` must be <= 8193. Given: 9000", "too_large"),
        (403, "`inputs` tokens + `max_new_tokens` must be <= 8193. Given: 9000", "too_large"),
        (400, "Range of input length should be [1, 30720]", "too_large"),
        (400, "The prompt is longer than the maximum model length of 4096", "too_large"),
        (400, "Invalid 'messages[1].content': string too long.", "too_large"),
        (400, "Invalid 'tools[0].function.name': string too long.", "unsupported"),
        (400, "You exceeded your allowance of tokens", "refused"),
        (431, "Headers too large", "too_large"),
        (418, "I am a teapot", "refused"),
        (418, "The parameter 'seed' is not known", "unsupported"),
        (451, "Unavailable for legal reasons", "refused"),
        (400, "Request contains an invalid argument.", "refused"),
        (400, "The argument 'seed' is odd", "unsupported"),
        (400, "Out of range float values are not JSON compliant: nan", "refused"),
        *((status, "Come back", "server") for status in (423, 424, 425, 498, 499)),
    ],
)
def test_what_is_the_articles_own_fault_is_no_fault_of_the_endpoint(
    status: int, message: str, kind: str
) -> None:
    assert failed(status, error(message)).kind == kind


def test_a_text_that_is_too_long_may_be_told_by_code_alone() -> None:
    assert failed(400, error("no", code="string_above_max_length")).kind == "too_large"


@pytest.mark.parametrize(
    ("status", "message", "kind"),
    [
        (400, "Model unloaded.", "server"),
        (400, "The model has crashed without additional information. (Exit code: 6)", "server"),
        (400, "The model `m` has been decommissioned and is no longer supported.", "not_found"),
        (400, "m is not a valid model ID", "not_found"),
        (400, "Unable to access non-serverless model m", "not_found"),
        (404, "models/m is not found for API version v1, or is not supported here", "not_found"),
        (400, "Organization has been restricted. Reach out to support.", "auth"),
        (400, "Invalid organization header", "auth"),
        (400, "The model `m` requires terms acceptance.", "auth"),
        (400, "You have reached your specified API usage limits.", "quota"),
        (429, "The monthly spend limit is reached", "quota"),
        (400, "Arrearage", "quota"),
        (400, "The default chat template is no longer allowed", "unsupported"),
        (400, "Conversation roles must alternate user/assistant", "unsupported"),
        (500, "Conversation roles must alternate user/assistant", "unsupported"),
        (400, "json_schema is enabled only for api versions of this year", "unsupported"),
    ],
)
def test_what_concerns_the_endpoint_is_not_held_against_an_article(
    status: int, message: str, kind: str
) -> None:
    assert failed(status, error(message)).kind == kind


@pytest.mark.parametrize(
    ("code", "kind"), [("model_decommissioned", "not_found"), ("organization_restricted", "auth")]
)
def test_an_endpoint_may_be_out_of_use_by_code_alone(code: str, kind: str) -> None:
    assert failed(400, error("no", code=code)).kind == kind


@pytest.mark.parametrize(
    "message",
    [
        "error parsing tool call: raw='ARTICLE, not supported as a tool', err=unexpected end",
        "Failed to parse input at pos 12: ARTICLE",
    ],
)
def test_an_answer_that_the_server_cannot_read_is_malformed_and_not_shown(message: str) -> None:
    found = failed(500, error(message))
    assert found.kind == "malformed"
    assert "parse" in found.message or "parsing" in found.message
    assert "ARTICLE" not in str(found)


@pytest.mark.parametrize("code", ["tool_use_failed", "json_validate_failed"])
def test_an_answer_that_the_server_itself_rejects_is_malformed(code: str) -> None:
    body = error("The call does not match", code=code, failed_generation="ARTICLE")
    found = failed(400, body)
    assert found.kind == "malformed"
    assert "ARTICLE" not in str(found)


def test_a_quota_of_a_minute_is_no_exhausted_one() -> None:
    wording = "You exceeded your current quota, please check your plan and billing details."
    details = [{"@type": "RetryInfo", "retryDelay": "15s"}]
    told = failed(429, [error(wording, status="RESOURCE_EXHAUSTED", details=details)])
    assert (told.kind, told.retry_after) == ("rate_limit", 15)
    exhausted = failed(429, error(wording, code="insufficient_quota"), retry_after="15")
    assert exhausted.kind == "quota"


def test_a_redirect_is_named_and_not_followed() -> None:
    found = failed(307, b"", location="https://elsewhere.example/v1")
    assert found.kind == "not_found"
    assert "elsewhere.example" in found.message
    assert "base_url" in str(found.hint)


@pytest.mark.parametrize(
    ("headers", "message", "wait"),
    [
        ({}, "no time told", None),
        ({"retry_after": "45"}, "", 45),
        ({"retry_after_ms": "250"}, "", 0.25),
        ({"retry_after_ms": "0", "retry_after": "1"}, "", 1),
        ({"retry_after_ms": "2500", "retry_after": "1"}, "", 2.5),
        ({"retry_after": "nan", "retry_after_ms": "-5"}, "", None),
        ({"retry_after": "1 Jan 2030 1:1:1 +99999999999999"}, "", None),
        ({"retry_after": "1 Jan 99999 1:1:1 +0000"}, "", None),
        ({}, "Please try again in 579ms.", 0.579),
        ({}, "Please try again in 4.77s. Visit us", 4.77),
        ({}, "Please try again in 1m9.7s.", 69.7),
        ({}, "Please retry after 20 seconds.", 20),
        ({}, "Please try again in 114h0m3s.", 114 * 3600 + 3),
        ({}, "Try again in 500 milliseconds", 0.5),
        ({}, "Try again in 2 minutes and 30 seconds.", 150),
        ({}, "Try again in 1 day, 2 hours", 26 * 3600),
        ({}, "Please wait 60 seconds before", 60),
        ({}, "wait for 30 seconds", 30),
        ({}, "Retry after: 12 seconds", 12),
        ({}, "retry after 30", 30),
        ({}, "Retry after 30 minutes.", 1800),
        ({}, "Retry after 500 milliseconds.", 0.5),
        ({}, '{"retry_after": 7}', 7),
        ({}, "It will be there in a while, retry in about 5 seconds", 5),
        ({}, "try your request again in 17 seconds", 17),
        ({}, "Limit 3 (reset in: 9s)", 9),
        ({}, "Please retry in 54.932861726199999s.", 54.932861726),
        ({}, "x" * 250 + " try again in 40s", 40),
        ({}, "gave up waiting 60 seconds; available in 3 models; retry after 5 requests", None),
        ({"retry_after": "20s"}, "", 20),
        ({"retry_after": "1m30s"}, "", 90),
        ({"retry_after": "120, 121"}, "", 121),
        ({"retry_after": "soon, or later"}, "", None),
        ({"x_ms_retry_after_ms": "1500"}, "", 1.5),
        ({"retry_after": "2"}, "try again in 4s", 4),
    ],
)
def test_the_longest_wait_told_anywhere_counts(
    headers: dict[str, str], message: str, wait: float | None
) -> None:
    found = failed(429, error(message), **headers)
    assert found.kind == "rate_limit"
    assert found.retry_after == (wait if wait is None else pytest.approx(wait))


def test_a_wait_may_be_told_as_a_date() -> None:
    moment = datetime.now(UTC) + timedelta(seconds=90)
    found = failed(503, b"", retry_after=format_datetime(moment, usegmt=True))
    assert found.retry_after == pytest.approx(90, abs=3)
    for told in (moment.isoformat(), str(int(moment.timestamp()))):
        assert failed(503, b"", retry_after=told).retry_after == pytest.approx(90, abs=3)
    past = failed(503, b"", retry_after="Wed, 21 Oct 2015 07:28:00 GMT")
    assert past.retry_after == 0


@pytest.mark.parametrize(
    ("body", "wait"),
    [
        (error("x", retry_after=7), 7),
        (error("x", retry_after_seconds="7.5"), 7.5),
        ({"error": "x", "retry_after": 7}, 7),
        ({"error": "x", "retry_after_seconds": 7}, 7),
        ({"error": "x", "estimated_time": 20.5}, 20.5),
        (error("x", metadata={"retry_after_seconds": 8}), 8),
        (error("x", metadata={"headers": {"RETRY-After": "9"}}), 9),
        (error("x", details=[{"retryDelay": {"seconds": 15}}]), 15),
        (error("x", details=[{"retryDelay": {"seconds": "15"}}]), 15),
        (error("x", retry_after=True), None),
        (error("x", retry_after=-1), None),
        (error("x", retry_after={"in": 5}), None),
    ],
)
def test_a_wait_may_be_a_field_of_the_body(body: Any, wait: float | None) -> None:
    assert failed(429, body).retry_after == wait
    assert failed(503, [body]).retry_after == wait
    beside = from_document(body, {"retry-after": "3"})
    assert beside is not None
    assert beside.retry_after == max(wait or 0, 3)


@pytest.mark.parametrize(
    ("status", "headers", "wait"),
    [
        (429, {"x_ratelimit_reset_tokens": "1m30s"}, 90),
        (429, {"x_ratelimit_reset": "30", "x_ratelimit_remaining": "0"}, 30),
        (429, {"x_ratelimit_reset": "30", "x_ratelimit_remaining": "5"}, None),
        (429, {"a_ratelimit_tokens_reset": "30", "a_ratelimit_tokens_remaining": "5"}, None),
        (429, {"x_ratelimit_reset": "30", "retry_after": "2"}, 2),
        (429, {"x_ratelimit_reset": "30", "retry_after": "0"}, 30),
        (429, {"x_ratelimit_reset_a": "30", "x_ratelimit_reset_b": "40s"}, 40),
        (503, {"x_ratelimit_reset": "30"}, None),
        (503, {"x_ratelimit_reset": "30", "x_ratelimit_remaining": "0"}, 30),
    ],
)
def test_a_reset_counts_where_its_limit_is_used_up_and_no_wait_is_told(
    status: int, headers: dict[str, str], wait: float | None
) -> None:
    assert failed(status, error("x"), **headers).retry_after == wait


def test_a_reset_may_be_told_as_a_moment() -> None:
    moment = (datetime.now(UTC) + timedelta(seconds=90)).isoformat()
    found = failed(429, error("x"), a_ratelimit_tokens_reset=moment)
    assert found.retry_after == pytest.approx(90, abs=3)


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "1 ",
        "1s",
        "1s,",
        "try again in ",
        "retry after ",
        "retry it ",
        "max_",
        "exceed ",
        "model ",
    ],
)
def test_long_nonsense_is_read_in_no_time(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    began = time.process_time()
    for status in (400, 404, 429, 500):
        for body in (error(text), error("x", retry_after=text), text.encode()):
            assert failed(status, body, retry_after=text[:60_000]).kind
    assert time.process_time() - began < 5


def test_a_server_can_say_that_asking_again_is_of_no_use() -> None:
    assert failed(500, b"", x_should_retry="false").final
    assert not failed(500, b"", x_should_retry="true").final


@pytest.mark.parametrize(
    ("document", "kind"),
    [
        (error("Busy", code=503), "server"),
        (error("Busy", code="429"), "rate_limit"),
        (error("Filtered", code="content_filter", status=400), "refused"),
        (error("Token limit reached", code=400), "server"),
        (error("Something went wrong"), "server"),
        ({"object": "error", "message": "model not found", "code": None}, "not_found"),
        ({"detail": "Not authenticated: authentication needed"}, "auth"),
        ([error("quota", status="RESOURCE_EXHAUSTED")], "rate_limit"),
    ],
)
def test_an_error_delivered_with_success_is_one(document: Any, kind: str) -> None:
    found = from_document(document)
    assert found is not None
    assert found.kind == kind


@pytest.mark.parametrize("document", [{}, {"choices": []}, [], 3, {"error": None, "choices": [1]}])
def test_what_names_no_error_is_none(document: Any) -> None:
    assert from_document(document) is None


def test_a_message_is_one_clean_line() -> None:
    found = failed(500, error("a\nb\x1b[31mc\u202e" + "d" * 5000))
    assert found.message.isprintable()
    assert len(found.message) <= 300
