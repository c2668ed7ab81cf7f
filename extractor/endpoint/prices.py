"""What calls cost, in US dollars: exact, or unknown, and never more than a budget allows.

A price or a count that nobody stated makes a cost unknown, which is not zero. A budget holds back
what a call could cost at most before it is sent, and keeps that where the server does not say what
the call came to.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from decimal import Decimal

from extractor.endpoint.config import Endpoint
from extractor.errors import ConfigurationError, EndpointError
from extractor.record import Usage

_MILLION = Decimal(1_000_000)
_PRICES = ("price_per_million_input", "price_per_million_output")

BUDGETED_OUTPUT_TOKENS = 4096
"""The limit of an answer under a budget where the endpoint sets none: without one nothing is the
most that a call could cost."""


def cost(endpoint: Endpoint, prompt: int | None, completion: int | None) -> Decimal | None:
    """US dollars for that many tokens, ``None`` where a price or a count is not known."""
    parts = []
    for price, tokens in (
        (endpoint.price_per_million_input, prompt),
        (endpoint.price_per_million_output, completion),
    ):
        if price == 0:
            parts.append(Decimal(0))
        elif price is None or tokens is None:
            return None
        else:
            parts.append(price * tokens / _MILLION)
    return sum(parts, Decimal(0))


def known(endpoint: Endpoint) -> bool:
    """Whether both prices of an endpoint are known."""
    return all(getattr(endpoint, setting) is not None for setting in _PRICES)


def require(endpoint: Endpoint) -> None:
    """Raise ``ConfigurationError`` where a budget cannot be kept for want of a price."""
    for setting in _PRICES:
        if getattr(endpoint, setting) is None:
            raise ConfigurationError(
                f"endpoint {endpoint.name} has no {setting}, so no budget can be kept",
                "set both prices in extractor.toml, or leave --budget out",
            )


class Budget:
    """What a run may cost, shared by all its calls; amounts are US dollars."""

    def __init__(self, limit: Decimal, spent: Decimal = Decimal(0)) -> None:
        """``spent`` is what the run has cost before."""
        self._limit = limit
        self._spent = spent
        self._held: set[Hold] = set()
        self._changed = asyncio.Event()

    async def hold(self, amount: Decimal) -> Hold:
        """Hold back what a call could cost at most, waiting for calls that may turn out cheaper.

        Raises ``EndpointError`` of kind ``budget`` where it cannot be afforded.
        """
        while self._spent + sum(h.amount for h in self._held) + amount > self._limit:
            if not self._held:
                left = self._limit - self._spent
                raise EndpointError(
                    "budget",
                    f"the next call could cost {told(amount)}, and {told(max(left, Decimal(0)))} "
                    f"of {told(self._limit)} is left",
                    "a lower max_output_tokens of the endpoint needs less",
                )
            self._changed.clear()
            await self._changed.wait()
        hold = Hold(amount)
        self._held.add(hold)
        return hold

    def settle(self, hold: Hold, cost: Decimal | None) -> None:
        """Count what a call came to; all that was held where ``cost`` is not known."""
        self._held.discard(hold)
        self._spent += hold.amount if cost is None else cost
        self._changed.set()


class Hold:
    """An amount held back for one call."""

    def __init__(self, amount: Decimal) -> None:
        self.amount = amount


def counted(usage: Usage, hold: Hold | None) -> Usage:
    """The same usage with what a budget counts it as: all that was held where nobody knows."""
    if hold is None or not usage.requests:
        return usage
    return replace(usage, budget_usd=hold.amount if usage.cost_usd is None else usage.cost_usd)


def told(amount: Decimal) -> str:
    """An amount as people read it: to a hundredth of a cent, whole dollars without."""
    if 0 < amount < Decimal("0.0001"):
        return "under $0.0001"
    return f"${amount:,.4f}" if amount % 1 else f"${amount:,.0f}"
