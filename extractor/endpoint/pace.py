"""When the next request to an endpoint may go: one answer for all its articles in flight.

A wait that a server asks for is everybody's wait. What it cannot take at once lowers how many are
in flight, and every answer raises that again, up to ``concurrency``. A server that answers nobody
is asked by one request at a time, with growing waits, until it answers or is given up.
"""

from __future__ import annotations

import asyncio
import random
import re
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from extractor.endpoint.config import Endpoint
from extractor.endpoint.limits import Limits
from extractor.errors import EndpointError
from extractor.record import Usage

OUTAGE = frozenset({"network", "timeout", "server"})
"""Kinds after which a server may be gone."""

LOADING = re.compile(r"\bload(ing|ed)?\b|warming|starting up|initiali[sz]|not (yet )?ready")

_FEWEST = 3
_PROBES, _FIRST_PROBES = 7, 3
_LOADING_PROBES = 7
_LONGEST_PROBE_S = 30.0
_LONGEST_LOADING_S = 60.0
_LONGEST_UNTOLD_S = 30.0
_TURNED_AWAY = 10
_WORTH_TELLING_S = 0.5
_USED_UP = "the requests or tokens per minute that are set for it are used up"
_SPREAD_S = 0.25
_LESS, _MORE = 0.7, 0.1


class Clock:
    """Seconds that pass, and waiting for them."""

    def now(self) -> float:
        """Seconds since some moment."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A pause of an endpoint: until when by the clock, for how long in all, and why.

    ``turn`` counts the pauses since the last answer, of ``most`` the endpoint is given up after the
    last; ``None`` where nothing is given up for it.
    """

    endpoint: str
    until: float
    seconds: float
    reason: str
    turn: int = 1
    most: int | None = None


class Turn:
    """One request under way; ``usage`` is to be set to what it used."""

    def __init__(self, began: float) -> None:
        self.began = began
        self.usage = Usage()


class Pace:
    """The pace of one endpoint.

    ``given_up`` is the error it was stopped with, by whoever knows that no request is of use or by
    itself, where the server answered nobody for too long: whoever waits gets it. ``answers`` is how
    many requests were answered.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        clock: Clock,
        tell: Callable[[Waiting], None] = lambda _: None,
    ) -> None:
        """``tell`` hears of every pause as it begins or grows by much."""
        self.given_up: EndpointError | None = None
        self.answers = 0
        self._endpoint = endpoint
        self._clock = clock
        self._tell = tell
        self._limits = Limits(endpoint)
        self._under_way = 0
        self._allowed = float(endpoint.concurrency)
        self._lowered_at = float("-inf")
        self._until = self._told = float("-inf")
        self._silence = 0
        self._limited = 0
        self._probes: int | None = None
        self._changed = asyncio.Event()
        self._stopped = asyncio.Event()

    def stop(self, error: EndpointError) -> None:
        """Let no further request go; the first error stays."""
        self.given_up = self.given_up or error
        self._stopped.set()
        self._wake()

    async def nap(self, seconds: float) -> None:
        """Wait, unless the endpoint is stopped meanwhile."""
        if seconds <= 0:
            return
        waits = [
            asyncio.ensure_future(wait)
            for wait in (self._clock.sleep(seconds), self._stopped.wait())
        ]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()

    @asynccontextmanager
    async def turn(self, tokens: int) -> AsyncIterator[Turn]:
        """Wait until a request of about that many tokens may go, and count it while it does.

        What the request raises tells how the server does. Raises the error that the endpoint was
        stopped with.
        """
        await self._wait(tokens)
        self._under_way += 1
        turn = Turn(self._clock.now())
        taken = self._limits.take(turn.began, tokens)
        try:
            yield turn
        except EndpointError as error:
            self._failed(error, turn.began)
            raise
        else:
            self._answered()
        finally:
            self._limits.settle(taken, turn.usage)
            self._under_way -= 1
            self._wake()

    async def _wait(self, tokens: int) -> None:
        waited = float("-inf")
        while True:
            if self.given_up is not None:
                raise self.given_up
            now = self._clock.now()
            if self._until > now and self._until != waited:
                waited = self._until
                # Never before the time told, and not all at the same moment.
                await self.nap(waited - now + random.uniform(0.01, _SPREAD_S))
            elif self._under_way >= self._room:
                self._changed.clear()
                await self._changed.wait()
            elif (wait := self._limits.wait(now, tokens)) > 0:
                self._say(Waiting(self._endpoint.name, now + wait, wait, _USED_UP))
                await self.nap(wait)
            else:
                return

    @property
    def _room(self) -> int:
        """How many requests may be under way."""
        return 1 if self._probes is not None else int(self._allowed)

    def _answered(self) -> None:
        self.answers += 1
        self._silence = self._limited = 0
        self._probes = None
        self._allowed = min(float(self._endpoint.concurrency), self._allowed + _MORE)

    def _failed(self, error: EndpointError, began: float) -> None:
        if error.kind == "rate_limit":
            self._turned_away(error, began)
        elif error.kind in OUTAGE:
            self._unanswered(error, began)
        else:
            self._answered()

    def _turned_away(self, error: EndpointError, began: float) -> None:
        self._silence, self._probes = 0, None
        # Requests that were on their way when the room was lowered say nothing new.
        if began >= self._lowered_at:
            self._lowered_at = self._clock.now()
            self._allowed = max(1.0, self._allowed * _LESS)
            self._limited += 1
            if self._limited > _TURNED_AWAY:
                self.stop(error)
                return
        untold = min(2.0 ** (self._limited - 1), _LONGEST_UNTOLD_S)
        # A moment that has passed is no wait.
        self._pause(error.retry_after or untold, error, self._limited, _TURNED_AWAY)

    def _unanswered(self, error: EndpointError, began: float) -> None:
        self._silence += 1
        # A request that was on its way when the last pause began is no probe.
        probe = began >= self._until
        if error.retry_after is not None:
            self._pause(error.retry_after, error)
        loading = is_loading(error)
        if self._probes is None:
            # What one article meets may be its own fault, a host that is not there is not.
            enough = _FEWEST if error.unreached else max(self._endpoint.concurrency, _FEWEST)
            if not loading and self._silence < enough:
                return
            self._probes, probe = 0, True
        if not probe:
            return
        if loading:
            most, wait = _LOADING_PROBES, min(5 * 2.0**self._probes, _LONGEST_LOADING_S)
        else:
            most = _PROBES if self.answers else _FIRST_PROBES
            wait = min(2.0**self._probes, _LONGEST_PROBE_S)
        if self._probes >= most:
            self.stop(error)
            return
        self._probes += 1
        self._pause(wait, error, self._probes, most)

    def _pause(
        self, seconds: float, error: EndpointError, turn: int = 1, most: int | None = None
    ) -> None:
        now = self._clock.now()
        until = now + seconds
        if until > self._until:
            self._until = until
            self._say(Waiting(self._endpoint.name, until, seconds, error.message, turn, most))

    def _say(self, pause: Waiting) -> None:
        # Who wait together are told nearly the same: that is one pause.
        if pause.until - max(self._told, self._clock.now()) > _WORTH_TELLING_S:
            self._told = pause.until
            self._tell(pause)

    def _wake(self) -> None:
        self._changed.set()


def is_loading(error: EndpointError) -> bool:
    """Whether a server says that its model will be there in a while."""
    return error.kind == "server" and LOADING.search(error.words) is not None
