"""One endpoint as it is used in a run: what is learnt of it holds for all its articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from functools import cached_property
from typing import Protocol

from extractor.endpoint import builtin
from extractor.endpoint.client import Call, Client
from extractor.endpoint.config import Endpoint, Mode
from extractor.endpoint.demand import Demand
from extractor.endpoint.ladder import Ladder
from extractor.endpoint.modes import Layout, Manner, Repair
from extractor.endpoint.pace import Clock, Pace, Waiting
from extractor.errors import EndpointError
from extractor.schema import Schema

_ALIKE = 8
"""Articles at least that must have been refused alike for the endpoint to be given up."""


class Listener(Protocol):
    """What is told of endpoints while articles are under way, on the event loop's thread."""

    def noted(self, line: str) -> None:
        """An endpoint is asked in another way from here on, or is not asked any more."""

    def waiting(self, pause: Waiting) -> None:
        """All requests to an endpoint wait."""


class Answers(Protocol):
    """Responses that were given before, found by what was asked."""

    def find(self, endpoint: Endpoint, request_sha256: str, mode: Mode) -> str | None:
        """The response to that request in that mode, ``None`` where there is none."""


class Silent:
    """A listener that says nothing."""

    def noted(self, line: str) -> None:
        """Nothing."""

    def waiting(self, pause: Waiting) -> None:
        """Nothing."""


class Service:
    """One endpoint opened: what is known of it is known to all its articles."""

    def __init__(
        self, endpoint: Endpoint, schema: Schema, system: str, clock: Clock, listener: Listener
    ) -> None:
        """``system`` is the prompt, filled in."""
        self.endpoint = endpoint
        self.ladder = Ladder(endpoint, listener.noted)
        self.pace = Pace(endpoint, clock, listener.waiting)
        own = {schema.report_name: schema}.get
        self.client = Client(
            endpoint, transport=builtin.transport(own) if endpoint.in_process else None
        )
        self._schema, self._system = schema, system
        self._refusals: Counter[str] = Counter()

    @property
    def stopped(self) -> EndpointError | None:
        """The error that ended its part in the run."""
        return self.pace.given_up

    @cached_property
    def layout(self) -> Layout:
        """Made when it is first needed: instructor is not imported before."""
        return Layout(self.endpoint, self._schema.report, self._system)

    @cached_property
    def demand(self) -> Demand:
        """What its requests need."""
        return Demand(self.endpoint, self.layout)

    def refuses_all(self, error: EndpointError) -> bool:
        """Whether so many articles met the same refusal, and none an answer, that all will."""
        if error.kind != "refused" or self.ladder.proven:
            return False
        self._refusals[error.message] += 1
        return self._refusals[error.message] >= max(2 * self.endpoint.concurrency, _ALIKE)

    def recalled(
        self, answers: Answers, ways: Iterable[Manner], text: str, repair: Repair | None = None
    ) -> Call | None:
        """What was answered before in one of these manners; nothing is sent."""
        for way in ways:
            request = self.layout.sha256(way, text, repair)
            if (response := answers.find(self.endpoint, request, way.mode)) is None:
                continue
            call = Call(way)
            with suppress(EndpointError):
                self.client.recall(call, self.layout, text, response, repair)
                return call
        return None
