"""No stretch of a window's length holds more than its limit, and nothing waits for no reason."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from extractor.endpoint.limits import Limits, Window
from extractor.record import Usage
from tests.endpoint.scripted import endpoint

SPAN = 60.0


@given(
    limit=st.integers(1, 20),
    steps=st.lists(st.tuples(st.integers(0, 30), st.integers(1, 25)), max_size=60),
)
def test_a_window_never_holds_more_than_its_limit(limit: int, steps: list[tuple[int, int]]) -> None:
    window, now = Window(limit, SPAN), 0.0
    sent: list[tuple[float, int]] = []
    for pause, amount in steps:
        now += pause
        wait = window.wait(now, amount)
        within = sum(a for t, a in sent if now - SPAN < t)
        # Not longer than needed: what fits now goes now.
        assert (wait == 0) == (within + min(amount, limit) <= limit)
        now += wait
        within = sum(a for t, a in sent if now - SPAN < t)
        assert within + min(amount, limit) <= limit
        window.take(now, amount)
        sent.append((now, amount))


def spent(limits: Limits, requests: int, tokens: int = 1000) -> float:
    """Seconds until that many requests have been sent one behind the other."""
    now = 0.0
    for _ in range(requests):
        now += limits.wait(now, tokens)
        limits.take(now, tokens)
    return now


def test_requests_per_minute_are_spread_over_seconds() -> None:
    asked = endpoint("http://127.0.0.1:1/v1", requests_per_minute=120)
    assert 3 < spent(Limits(asked), 8) < 4
    assert spent(Limits(asked), 121) > 60
    assert spent(Limits(endpoint("http://127.0.0.1:1/v1")), 1000) == 0


def test_tokens_are_put_right_by_what_the_server_counted() -> None:
    asked = endpoint("http://127.0.0.1:1/v1", tokens_per_minute=10_000, max_output_tokens=1000)
    limits = Limits(asked)
    taken = limits.take(0, 8000)
    assert limits.wait(0, 8000) > 59
    limits.settle(taken, Usage(1, prompt_tokens=2000, completion_tokens=100))
    assert limits.wait(0, 4000) == 0
    # What a server does not count stays as it was estimated.
    limits.settle(limits.take(0, 4000), Usage(1))
    assert limits.wait(0, 4000) > 59


def test_what_is_more_than_a_minute_allows_goes_alone() -> None:
    limits = Limits(endpoint("http://127.0.0.1:1/v1", tokens_per_minute=100))
    assert limits.wait(0, 5000) == 0
    limits.take(0, 5000)
    assert 59 < limits.wait(0, 1) < 61


def test_refused_requests_teach_nothing_about_the_next_ones() -> None:
    limits = Limits(endpoint("http://127.0.0.1:1/v1", tokens_per_minute=60_000))
    now = 0.0
    for _ in range(12):
        now += limits.wait(now, 4000)
        limits.settle(limits.take(now, 4000), Usage(1, prompt_tokens=0, completion_tokens=0))
    sent = 0
    while limits.wait(now, 4000) == 0:
        limits.take(now, 4000)
        sent += 1
    assert sent <= 15
