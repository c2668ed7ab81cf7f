"""What asking about an article would come to, told before it is asked or in place of asking."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Literal

from extractor.endpoint import prices
from extractor.endpoint.cache import Cache
from extractor.endpoint.demand import Demand
from extractor.endpoint.ladder import Ladder
from extractor.endpoint.limits import ANSWER_TOKENS
from extractor.endpoint.modes import Layout, Manner
from extractor.errors import EndpointError
from extractor.record import Usage
from extractor.workflow.setup import Setup


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What a first request would be: ``sent``, answered by what is ``cached``, or ``too_large``.

    ``usage`` is about what it would use, the answer taken to be ``ANSWER_TOKENS`` long; nothing
    where none would be sent. ``most`` is what it could cost at most, in US dollars, and
    ``most_again`` a re-ask behind it; 0 where that is not made, ``None`` where nothing bounds it.
    """

    fate: Literal["sent", "cached", "too_large"]
    usage: Usage
    most: Decimal | None
    most_again: Decimal | None


class Forecast:
    """Foresees requests to the endpoint that is asked first, as it would be asked now."""

    def __init__(self, setup: Setup, kept: Cache | None) -> None:
        """``kept`` are the answers of other runs."""
        self._setup = setup
        self._endpoint = setup.endpoint
        self._ladder = Ladder(setup.endpoint)
        self._kept = None if setup.endpoint.in_process else kept
        self.bounded = prices.known(setup.endpoint) and setup.endpoint.max_output_tokens is not None

    @property
    def manner(self) -> Manner:
        """How the endpoint would be asked."""
        return self._ladder.manner

    @cached_property
    def _layout(self) -> Layout:
        system = self._setup.prompt.render(self._setup.schema)
        return Layout(self._endpoint, self._setup.schema.report, system)

    @cached_property
    def _demand(self) -> Demand:
        return Demand(self._endpoint, self._layout)

    def of(self, text: str) -> Foreseen:
        """What a request about ``text`` would be."""
        manner, nothing = self.manner, Decimal(0) if self.bounded else None
        again = nothing
        if self.bounded and self._endpoint.reask:
            again = self._demand.most_again(manner, text)
        if self._is_kept(text):
            return Foreseen("cached", Usage(), nothing, again)
        size = self._demand.tokens(manner, text)
        try:
            self._demand.require_room(size)
        except EndpointError:
            return Foreseen("too_large", Usage(), nothing, nothing)
        answer = min(self._endpoint.max_output_tokens or ANSWER_TOKENS, ANSWER_TOKENS)
        usage = Usage(1, size, answer, prices.cost(self._endpoint, size, answer))
        most = self._demand.most(manner, text) if self.bounded else None
        return Foreseen("sent", usage, most, again)

    def _is_kept(self, text: str) -> bool:
        if self._kept is None:
            return False
        return any(
            self._kept.find(self._endpoint, self._layout.sha256(way, text), way.mode) is not None
            for way in self._ladder.ways(self.manner)
        )
