"""The one owner of retries: what is asked again, how often and after which wait.

A fault of the way (network, timeout, server, rate limit) is asked again with growing, jittered
waits, never before the time that the server told. A malformed answer is sampled once more. Every
other kind is final, and so is a wait longer than the endpoint's ``max_wait_s``: that stops the run.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from typing import TypeVar

from tenacity import AsyncRetrying, RetryCallState

from extractor.endpoint.failure import FinalEndpointError
from extractor.errors import EndpointError, ErrorKind

T = TypeVar("T")

TRIES: Mapping[ErrorKind, int] = {
    "network": 4,
    "server": 4,
    "rate_limit": 4,
    "timeout": 2,
    "malformed": 2,
}
"""Attempts that may end in that kind; kinds not named here are final at once."""

FIRST_WAIT_S = 0.5
LONGEST_WAIT_S = 30.0


async def retried(
    attempt: Callable[[], Awaitable[T]],
    *,
    max_wait_s: float,
    sleep: Callable[[float], Awaitable[None]],
) -> T:
    """The result of ``attempt``, made again where that can help.

    Raises the ``EndpointError`` of the last attempt.
    """
    tally = _Tally()

    async def bounded() -> T:
        try:
            return await attempt()
        except EndpointError as error:
            if error.retry_after is not None and error.retry_after > max_wait_s:
                raise EndpointError(
                    "quota",
                    f"{error.message} [asks to wait {error.retry_after:.0f} s]",
                    f"longer than max_wait_s ({max_wait_s:.0f} s); run again later",
                ) from error
            raise

    retrying = AsyncRetrying(
        retry=tally.again,
        stop=lambda _: False,
        wait=tally.wait,
        sleep=sleep,
        reraise=True,
    )
    return await retrying(bounded)


class _Tally:
    """The failures of one article so far, by kind."""

    def __init__(self) -> None:
        self._failures: Counter[ErrorKind] = Counter()

    def again(self, state: RetryCallState) -> bool:
        error = _error(state)
        if error is None or isinstance(error, FinalEndpointError):
            return False
        self._failures[error.kind] += 1
        return self._failures[error.kind] < TRIES.get(error.kind, 1)

    def wait(self, state: RetryCallState) -> float:
        error = _error(state)
        if error is not None and error.kind == "malformed":
            return 0.0
        if error is not None and error.retry_after is not None:
            return error.retry_after + random.uniform(0, 0.25)
        growing: float = min(FIRST_WAIT_S * 2 ** (state.attempt_number - 1), LONGEST_WAIT_S)
        return growing * random.uniform(0.75, 1.25)


def _error(state: RetryCallState) -> EndpointError | None:
    error = state.outcome.exception() if state.outcome else None
    return error if isinstance(error, EndpointError) else None
