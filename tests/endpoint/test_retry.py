"""Who asks again, how often and after which wait: counted at the server."""

from __future__ import annotations

import asyncio

import pytest

from extractor.endpoint.retry import TRIES, retried
from extractor.errors import EndpointError, ErrorKind
from tests.endpoint.scripted import GOOD, Reply, endpoint, extract, outcome, scripted, with_content

FAILURES: dict[str, tuple[Reply, str, int]] = {
    "server": (Reply(b"", 500), "server", 4),
    "overloaded": (Reply(b"", 503), "server", 4),
    "rate limit": (Reply({"error": "slow down"}, 429), "rate_limit", 4),
    "prose": (Reply(with_content("nothing")), "malformed", 2),
    "another shape": (Reply(with_content('{"statements": [{"place": 1}]}')), "malformed", 2),
    "unknown keys": (Reply(with_content('{"statements": [], "note": "x"}')), "malformed", 2),
    "rejected by the server": (Reply({"error": {"code": "tool_use_failed"}}, 400), "malformed", 2),
    "auth": (Reply(b"", 401), "auth", 1),
    "payment": (Reply(b"", 402), "quota", 1),
    "quota": (Reply({"error": {"code": "insufficient_quota"}}, 429), "quota", 1),
    "not found": (Reply(b"", 404), "not_found", 1),
    "wrong URL": (Reply(b"<html>"), "not_found", 1),
    "redirect": (Reply(b"", 302, {"location": "/v2"}), "not_found", 1),
    "unsupported": (Reply({"error": "no tools here"}, 400), "unsupported", 1),
    "one article": (Reply({"error": {"message": "bad article"}}, 400), "refused", 1),
    "too large": (Reply(b"", 413), "too_large", 1),
    "refusal": (Reply(with_content("", "content_filter")), "refused", 1),
    "cut off": (Reply(with_content("{", "length")), "truncated", 1),
    "final by its own word": (Reply(b"", 500, {"x-should-retry": "false"}), "server", 1),
}


@pytest.mark.parametrize("mode", ["tools", "md_json"])
@pytest.mark.parametrize("name", FAILURES)
def test_each_failure_costs_its_requests_and_no_more(name: str, mode: str) -> None:
    reply, kind, requests = FAILURES[name]
    extraction, server = outcome(reply, mode=mode)
    assert extraction.error is not None
    assert extraction.error.kind == kind
    assert len(server.bodies) == requests
    assert [attempt.kind for attempt in extraction.attempts] == [kind] * requests
    assert extraction.usage.requests == requests
    assert (extraction.data, extraction.answer) == (None, None)
    assert all(body == server.bodies[0] for body in server.bodies)


def test_what_succeeds_at_last_is_a_success_and_every_attempt_is_told() -> None:
    extraction, server = outcome(Reply(b"", 503), Reply(with_content("hm")), GOOD)
    assert extraction.error is None
    assert [attempt.kind for attempt in extraction.attempts] == ["server", "malformed", "ok"]
    assert len(server.bodies) == 3
    # The malformed answer was paid for as well; the failed request counted nothing.
    assert [attempt.usage.prompt_tokens for attempt in extraction.attempts] == [None, 100, 100]


def test_waits_grow_and_are_never_shorter_than_told() -> None:
    waits: list[float] = []
    with scripted(Reply(b"", 500)) as server:
        extract(endpoint(server.base_url), waits=waits)
    assert [0.3 < w < 0.7 for w in waits[:1]] == [True]
    assert waits == sorted(waits)
    assert len(waits) == 3
    waits.clear()
    told = {"retry-after-ms": "0", "retry-after": "45"}
    with scripted(Reply(b"", 429, told), Reply(b"", 429, told), GOOD) as server:
        assert extract(endpoint(server.base_url), waits=waits).error is None
    assert len(waits) == 2
    assert all(45 <= wait < 46 for wait in waits)


def test_a_wait_beyond_the_longest_allowed_stops_the_run() -> None:
    waits: list[float] = []
    reply = Reply({"error": {"message": "Limit reached, please try again in 114h."}}, 429)
    with scripted(reply) as server:
        extraction = extract(endpoint(server.base_url, max_wait_s=200), waits=waits)
    assert extraction.error is not None
    assert extraction.error.kind == "quota"
    assert "Limit reached" in extraction.error.message
    assert "max_wait_s" in extraction.error.message
    assert (len(server.bodies), waits) == (1, [])


def test_malformed_answers_are_sampled_again_without_a_wait() -> None:
    waits: list[float] = []
    with scripted(Reply(with_content("hm")), GOOD) as server:
        assert extract(endpoint(server.base_url), waits=waits).error is None
    assert waits == [0]


@pytest.mark.parametrize("kind", ["auth", "quota", "not_found", "unsupported", "budget", "article"])
def test_kinds_that_asking_again_cannot_mend_are_final(kind: ErrorKind) -> None:
    made = 0

    async def attempt() -> None:
        nonlocal made
        made += 1
        raise EndpointError(kind, "no")

    async def sleep(_: float) -> None:
        raise AssertionError("nothing to wait for")

    assert kind not in TRIES
    with pytest.raises(EndpointError):
        asyncio.run(retried(attempt, max_wait_s=1, sleep=sleep))
    assert made == 1


def test_what_is_no_endpoint_error_is_not_asked_again() -> None:
    made = 0

    async def attempt() -> None:
        nonlocal made
        made += 1
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        asyncio.run(retried(attempt, max_wait_s=1, sleep=asyncio.sleep))
    assert made == 1
