"""Who asks again, how often and after which wait: counted at the server."""

from __future__ import annotations

import pytest

from extractor.endpoint.retry import TRIES
from extractor.errors import ErrorKind
from tests.endpoint.scripted import (
    ARTICLE,
    GOOD,
    Reply,
    endpoint,
    extract,
    outcome,
    scripted,
    with_content,
    with_message,
)

FAILURES: dict[str, tuple[Reply, ErrorKind, int]] = {
    "server": (Reply(b"", 500), "server", 5),
    "overloaded": (Reply(b"", 503), "server", 5),
    "loading": (Reply({"error": {"message": "Loading model", "code": 503}}, 503), "server", 8),
    "rate limit": (Reply({"error": "slow down"}, 429), "rate_limit", 8),
    "prose": (Reply(with_content("nothing")), "malformed", 2),
    "nothing": (Reply(with_message({"role": "assistant", "content": None})), "malformed", 2),
    "not read by its server": (
        Reply({"error": "error parsing tool call: raw='{'"}, 500),
        "malformed",
        2,
    ),
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
    first = server.bodies[0]
    for body in server.bodies:
        assert body["messages"][:2] == first["messages"]
        assert {**body, "messages": 0} == {**first, "messages": 0}


def test_what_succeeds_at_last_is_a_success_and_every_attempt_is_told() -> None:
    extraction, server = outcome(Reply(b"", 503), Reply(with_content("hm")), GOOD, mode="tools")
    assert extraction.error is None
    assert [attempt.kind for attempt in extraction.attempts] == ["server", "malformed", "ok"]
    assert len(server.bodies) == 3
    # The malformed answer was paid for as well; what the failed request used is not known.
    assert [attempt.usage.prompt_tokens for attempt in extraction.attempts] == [None, 100, 100]
    assert extraction.usage.prompt_tokens is None
    assert all(attempt.seconds is not None for attempt in extraction.attempts)


@pytest.mark.parametrize("status", [401, 404, 413, 429])
def test_a_request_that_is_refused_unread_uses_no_tokens(status: int) -> None:
    priced = {"price_per_million_input": 1, "price_per_million_output": 2}
    extraction, _ = outcome(Reply({"error": {"message": "no"}}, status), **priced)
    assert {attempt.usage.prompt_tokens for attempt in extraction.attempts} == {0}
    assert extraction.usage.cost_usd == 0


def test_a_re_ask_shows_the_answer_and_says_what_was_wrong_with_it() -> None:
    bad = '{"statements": [], "note": "x"}'
    extraction, server = outcome(Reply(with_content(bad)), GOOD, mode="json")
    assert extraction.error is None
    first, second = server.bodies
    system, article, answer, complaint = second["messages"]
    assert [system, article] == first["messages"]
    assert article == {"role": "user", "content": ARTICLE}
    assert answer == {"role": "assistant", "content": bad}
    assert complaint["role"] == "user"
    assert "note" in complaint["content"]
    assert "FarmReport" in complaint["content"]


def test_an_empty_answer_is_sampled_again_as_it_was_asked_for() -> None:
    _, server = outcome(FAILURES["nothing"][0], GOOD, mode="tools")
    assert server.bodies[0] == server.bodies[1]


def test_waits_grow_and_are_never_shorter_than_told() -> None:
    waits: list[float] = []
    with scripted(Reply(b"", 500)) as server:
        extract(endpoint(server.base_url, concurrency=16), waits=waits)
    assert [0.3 < w < 0.7 for w in waits[:1]] == [True]
    assert waits == sorted(waits)
    assert len(waits) == 4
    waits.clear()
    told = {"retry-after-ms": "0", "retry-after": "45"}
    with scripted(Reply(b"", 429, told), Reply(b"", 429, told), GOOD) as server:
        assert extract(endpoint(server.base_url), waits=waits).error is None
    assert len(waits) == 2
    assert all(45 <= wait < 46 for wait in waits)


def test_a_model_that_is_being_loaded_has_minutes() -> None:
    waits: list[float] = []
    loading = FAILURES["loading"][0]
    with scripted(loading, loading, loading, loading, GOOD) as server:
        assert extract(endpoint(server.base_url), waits=waits).error is None
    assert sum(waits) > 60


def test_a_wait_beyond_the_longest_allowed_stops_the_run() -> None:
    waits: list[float] = []
    reply = Reply({"error": {"message": "Limit reached, please try again in 114h."}}, 429)
    with scripted(reply) as server:
        extraction = extract(endpoint(server.base_url, max_wait_s=200), waits=waits)
    assert extraction.error is not None
    assert extraction.error.kind == "quota"
    assert extraction.stops
    assert "Limit reached" in extraction.error.message
    assert "max_wait_s" in extraction.error.message
    assert (len(server.bodies), waits) == (1, [])


@pytest.mark.parametrize(("status", "kind"), [(400, "refused"), (413, "too_large")])
def test_a_wait_beside_what_is_not_asked_again_changes_nothing(
    status: int, kind: ErrorKind
) -> None:
    reply = Reply({"error": {"message": "bad article"}}, status, {"retry-after": "4000"})
    extraction, server = outcome(reply, max_wait_s=200)
    assert extraction.error is not None
    assert extraction.error.kind == kind
    assert not extraction.stops
    assert len(server.bodies) == 1


def test_malformed_answers_are_asked_for_again_without_a_wait() -> None:
    waits: list[float] = []
    with scripted(Reply(with_content("hm")), GOOD) as server:
        assert extract(endpoint(server.base_url), waits=waits).error is None
    assert waits == []


@pytest.mark.parametrize("kind", ["auth", "quota", "not_found", "unsupported", "budget", "article"])
def test_kinds_that_asking_again_cannot_mend_are_final(kind: ErrorKind) -> None:
    assert kind not in TRIES
