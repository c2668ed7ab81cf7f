"""The one owner of retries: what of an article is asked again, how often and after which wait.

A fault of the way (network, timeout, server, rate limit) is asked again; waits that the server told
and those that hold for all articles are the pace's, the growing, jittered ones here are an
article's own. A malformed answer is asked for once more. Every other kind is final, and so is a
wait longer than the endpoint's ``max_wait_s``: that stops the run.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from typing import TypeVar

from tenacity import AsyncRetrying, RetryCallState

from extractor.endpoint.pace import OUTAGE, Pace, is_loading
from extractor.errors import EndpointError, ErrorKind

T = TypeVar("T")

TRIES: Mapping[ErrorKind, int] = {
    "network": 4,
    "server": 5,
    "rate_limit": 8,
    "timeout": 2,
    "malformed": 2,
}
"""Attempts that may end in that kind; kinds not named here are final at once."""

LOADING_TRIES = 8
"""Attempts that may end with a server still loading its model, a matter of minutes."""

PARDONS = 2
"""How often an article that is turned away, while others are let through, is counted anew."""

MOST_TRIES = 30
"""Attempts in all."""

FIRST_WAIT_S = 0.5
LONGEST_WAIT_S = 30.0


async def retried(attempt: Callable[[], Awaitable[T]], pace: Pace) -> T:
    """The result of ``attempt``, made again where that can help.

    Raises the ``EndpointError`` of the last attempt.
    """
    tally = _Tally(pace)
    retrying = AsyncRetrying(
        retry=tally.again,
        stop=lambda _: False,
        wait=tally.wait,
        sleep=pace.nap,
        reraise=True,
    )
    return await retrying(attempt)


def bounded(error: EndpointError, max_wait_s: float) -> EndpointError:
    """The error as it is, unless its wait is too long to be kept: that ends the endpoint's part.

    Only what is asked again is waited for: a wait beside any other failure changes nothing.
    """
    if error.kind != "rate_limit" and error.kind not in OUTAGE:
        return error
    if error.retry_after is None or error.retry_after <= max_wait_s:
        return error
    # Of the kinds that end a run the nearest: for so long nothing more is to be had.
    return EndpointError(
        "quota",
        f"{error.message}; the server asks to wait {error.retry_after:.0f} s",
        f"longer than max_wait_s ({max_wait_s:.0f} s); run again later",
    )


class _Tally:
    """The failures of one article so far, by kind."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._answers = pace.answers
        self._pardons = PARDONS
        self._failures: Counter[ErrorKind] = Counter()

    def again(self, state: RetryCallState) -> bool:
        error = _error(state)
        if error is None or error.final or self._pace.given_up is not None:
            return False
        if state.attempt_number >= MOST_TRIES:
            return False
        if self._answers != self._pace.answers and self._pardons:
            # While others are let through, to be turned away says nothing of this article, unless
            # it is always the one: each time is a pause for all.
            self._answers = self._pace.answers
            self._failures["rate_limit"] = 0
            self._pardons -= 1
        if error.unreached and self._answers:
            # A server that was there and is gone says nothing of this article: whether it is worth
            # waiting for is decided for all.
            return True
        self._failures[error.kind] += 1
        tries = LOADING_TRIES if is_loading(error) else TRIES.get(error.kind, 1)
        return self._failures[error.kind] < tries

    def wait(self, state: RetryCallState) -> float:
        error = _error(state)
        if error is None or error.kind not in OUTAGE or error.retry_after is not None:
            return 0.0
        growing: float = min(FIRST_WAIT_S * 2 ** (state.attempt_number - 1), LONGEST_WAIT_S)
        return growing * random.uniform(0.75, 1.25)


def _error(state: RetryCallState) -> EndpointError | None:
    error = state.outcome.exception() if state.outcome else None
    return error if isinstance(error, EndpointError) else None
