"""One pace for all requests to an endpoint, on a clock of the tests' own."""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from extractor.endpoint.pace import Clock, Pace, Waiting
from extractor.errors import EndpointError
from tests.endpoint.scripted import endpoint


class Simulated(Clock):
    """Time that passes only when everybody waits for it."""

    def __init__(self) -> None:
        self.time = 0.0
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._number = 0

    def now(self) -> float:
        return self.time

    async def sleep(self, seconds: float) -> None:
        self._number += 1
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self.time + seconds, self._number, future))
        await future

    async def run(self, work: Awaitable[Any]) -> Any:
        task = asyncio.ensure_future(work)
        while not task.done():
            for _ in range(20):
                await asyncio.sleep(0)
            if not task.done() and self._sleepers:
                self.time, _, future = heapq.heappop(self._sleepers)
                if not future.done():
                    future.set_result(None)
        return task.result()


Answer = Callable[[float], EndpointError | None]


class Server:
    """Takes a second for each request; ``answer`` says what comes of one that arrives then."""

    def __init__(self, concurrency: int, answer: Answer, **settings: Any) -> None:
        self.clock = Simulated()
        self.told: list[Waiting] = []
        asked = endpoint("http://127.0.0.1:1/v1", concurrency=concurrency, **settings)
        self.pace = Pace(asked, self.clock, self.told.append)
        self.answer = answer
        self.arrived: list[float] = []
        self.together = self.now = 0

    async def request(self) -> None:
        async with self.pace.turn(1000):
            self.now += 1
            self.together = max(self.together, self.now)
            arrived = self.clock.time
            self.arrived.append(arrived)
            try:
                await self.clock.sleep(1)
            finally:
                self.now -= 1
            if (error := self.answer(arrived)) is not None:
                raise error

    async def work(self, requests: int, workers: int) -> list[EndpointError]:
        left, errors = iter(range(requests)), []

        async def worker() -> None:
            for _ in left:
                try:
                    await self.request()
                except EndpointError as error:
                    errors.append(error)
                    if self.pace.given_up is not None:
                        return

        await asyncio.gather(*(worker() for _ in range(workers)))
        return errors

    def go(self, requests: int, workers: int) -> list[EndpointError]:
        async def run() -> list[EndpointError]:
            return await self.clock.run(self.work(requests, workers))  # type: ignore[no-any-return]

        return asyncio.run(run())


def limited(seconds: float | None = None) -> EndpointError:
    return EndpointError("rate_limit", "slow down", retry_after=seconds)


def test_concurrency_is_kept_exactly() -> None:
    server = Server(5, lambda _: None)
    assert server.go(50, workers=9) == []
    assert server.together == 5
    assert server.clock.time == 10


def test_a_wait_that_one_is_told_is_everybodys() -> None:
    first = iter([limited(30)])
    server = Server(4, lambda _: next(first, None))
    server.go(40, workers=4)
    # Four were on their way; nobody else before the time told.
    assert [t for t in server.arrived if t < 31] == [0.0] * 4
    assert [(w.seconds, w.reason) for w in server.told] == [(30, "slow down")]


def test_being_turned_away_lowers_what_is_under_way_and_answers_raise_it_again() -> None:
    server = Server(10, lambda t: limited(5) if t < 4 else None)
    server.go(400, workers=10)
    after = [t for t in server.arrived if 5 <= t < 7]
    assert len(after) < 10
    assert server.together == 10
    last = max(server.arrived)
    assert sum(t == pytest.approx(last - 5, abs=0.6) for t in server.arrived) >= 9


def test_who_is_turned_away_for_good_is_given_up_after_a_bounded_number_of_waits() -> None:
    server = Server(8, lambda _: limited(10))
    errors = server.go(10_000, workers=8)
    assert server.pace.given_up is not None
    assert {error.kind for error in errors} == {"rate_limit"}
    assert len(server.arrived) < 60
    assert [(pause.turn, pause.most) for pause in server.told] == [(n, 10) for n in range(1, 11)]


@pytest.mark.parametrize("kind", ["network", "server", "timeout"])
@pytest.mark.parametrize("workers", [1, 16])
def test_a_server_that_answers_nobody_is_given_up_after_a_bounded_number_of_requests(
    kind: Any, workers: int
) -> None:
    server = Server(workers, lambda _: EndpointError(kind, "no"))
    server.go(10_000, workers=workers)
    assert server.pace.given_up is not None
    # These workers ask anew at once, so that a second wave is on its way when the first is judged.
    assert len(server.arrived) <= 2 * workers + 8
    assert server.clock.time < 60


def test_an_outage_is_waited_for_by_one_request_at_a_time() -> None:
    down = (10, 60)
    server = Server(8, lambda t: EndpointError("network", "no") if down[0] <= t < down[1] else None)
    errors = server.go(400, workers=8)
    assert server.pace.given_up is None
    probes = [t for t in server.arrived if down[0] <= t < down[1]]
    assert len(probes) < 2 * 8 + 8
    assert len(errors) == len(probes)
    assert len(server.arrived) == 400


def test_a_model_that_is_loading_has_minutes() -> None:
    loading = EndpointError("server", "503: Loading model", words="loading model")
    server = Server(4, lambda t: loading if t < 150 else None)
    server.go(40, workers=4)
    assert server.pace.given_up is None
    assert server.clock.time > 150
    assert len([t for t in server.arrived if t < 150]) < 4 + 8


def test_single_failures_hold_nobody_up() -> None:
    every = iter(range(10_000))
    server = Server(4, lambda _: EndpointError("server", "no") if next(every) % 10 == 0 else None)
    assert len(server.go(200, workers=4)) == 20
    assert server.clock.time == 50
    assert server.told == []


def test_whoever_waits_is_let_go_when_the_endpoint_is_stopped() -> None:
    first = iter([limited(250)])
    server = Server(2, lambda _: next(first, None))
    stop = EndpointError("auth", "no such key")

    async def run() -> list[EndpointError]:
        async def stopping() -> None:
            await server.clock.sleep(20)
            server.pace.stop(stop)

        work = asyncio.gather(server.work(100, 2), stopping())
        return (await server.clock.run(work))[0]  # type: ignore[no-any-return]

    errors = asyncio.run(run())
    assert errors[1:] == [stop, stop]
    assert server.clock.time < 21


def test_tokens_and_requests_of_a_minute_are_kept() -> None:
    server = Server(10, lambda _: None, requests_per_minute=30)
    server.go(45, workers=10)
    assert all(sum(t <= s < t + 60 for s in server.arrived) <= 30 for t in server.arrived)
