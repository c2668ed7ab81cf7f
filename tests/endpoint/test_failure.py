"""Error bodies of every shape that is known, named by shape, and the kind each one is."""

from __future__ import annotations

import json
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
    past = failed(503, b"", retry_after="Wed, 21 Oct 2015 07:28:00 GMT")
    assert past.retry_after == 0


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
