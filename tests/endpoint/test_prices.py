"""Money: exact, unknown rather than nothing, and never beyond a budget."""

from __future__ import annotations

import asyncio
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.endpoint.prices import Budget, Hold, cost, told
from extractor.errors import EndpointError
from extractor.extraction import Extraction, Extractor
from extractor.record import Usage
from tests.endpoint.scripted import FARM, GOOD, PROMPT, Reply, endpoint, outcome, scripted

PRICED = {"price_per_million_input": 2, "price_per_million_output": 8}


def test_a_cost_is_exact_and_unknown_without_a_price_or_a_count() -> None:
    asked = endpoint("http://127.0.0.1:1/v1", **PRICED)
    assert cost(asked, 1000, 500) == Decimal("0.006")
    assert cost(asked, None, 500) is None
    assert cost(endpoint("http://127.0.0.1:1/v1", price_per_million_input=2), 1, 1) is None
    extraction, _ = outcome(GOOD, **PRICED)
    assert extraction.usage.cost_usd == Decimal("0.00036")
    assert outcome(GOOD)[0].usage.cost_usd is None


async def held_back(budget: Budget, amount: int) -> Hold | None:
    try:
        return await budget.hold(Decimal(amount))
    except EndpointError as refused:
        return None if refused.kind == "budget" else pytest.fail(str(refused))


@given(
    limit=st.integers(0, 100),
    calls=st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40) | st.none()), max_size=30),
)
def test_what_is_held_never_exceeds_a_budget(
    limit: int, calls: list[tuple[int, int | None]]
) -> None:
    async def run() -> None:
        budget, held, spent = Budget(Decimal(limit)), 0, 0

        async def call(most: int, came_to: int | None) -> None:
            nonlocal held, spent
            if (hold := await held_back(budget, most)) is None:
                # Nothing was under way that could have turned out cheaper.
                assert held == 0
                assert spent + most > limit
                return
            held += most
            assert spent + held <= limit
            await asyncio.sleep(0)
            held -= most
            came = most if came_to is None else min(came_to, most)
            spent += came
            budget.settle(hold, None if came_to is None else Decimal(came))

        await asyncio.gather(*(call(*one) for one in calls))
        assert spent <= limit

    asyncio.run(run())


def test_thoughts_that_are_counted_in_the_sum_alone_are_paid_for_like_an_answer() -> None:
    counted = {"prompt_tokens": 20, "completion_tokens": 198, "total_tokens": 623}
    extraction, _ = outcome(Reply({**GOOD.body, "usage": counted}), **PRICED)
    assert extraction.usage.completion_tokens == 603
    assert extraction.usage.cost_usd == Decimal("0.004864")


def test_what_an_interrupted_article_has_used_is_told() -> None:
    slow = Reply(GOOD.body, delay=5)
    prose = Reply({**GOOD.body, "choices": [{"message": {"content": "hm"}}]})

    async def run(base_url: str) -> Usage:
        chosen = endpoint(base_url, mode="json", **PRICED)
        async with Extractor(chosen, FARM, PROMPT) as extractor:
            task = asyncio.ensure_future(extractor.extract("bài"))
            await asyncio.sleep(1)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            return extractor.abandoned

    with scripted(prose, slow) as server:
        used = asyncio.run(run(server.base_url))
        assert len(server.bodies) == 2
    assert used.requests == 2
    assert used.cost_usd is None, "what was cut off may have been paid for"


def under(budget: Decimal, articles: int, *replies: Reply, **settings: Any) -> Any:
    with scripted(*replies) as server:

        async def run() -> list[Extraction]:
            asked = endpoint(server.base_url, max_output_tokens=100, **PRICED, **settings)
            kept = Budget(budget)
            async with Extractor(asked, FARM, PROMPT, budget=kept) as extractor:
                work = (extractor.extract(f"bài {i}") for i in range(articles))
                return await asyncio.gather(*work)

        return asyncio.run(run()), server


def test_what_cannot_be_afforded_is_not_sent_and_says_what_is_left() -> None:
    found, server = under(Decimal("0.01"), 30, GOOD, concurrency=8)
    done = [extraction for extraction in found if extraction.error is None]
    refused = [extraction for extraction in found if extraction.error is not None]
    assert len(server.bodies) == len(done) > 1
    assert refused
    for extraction in refused:
        assert extraction.error is not None
        assert extraction.error.kind == "budget"
        assert "$0.01" in extraction.error.message
        assert "is left" in extraction.error.message
        assert extraction.stops
        assert extraction.attempts == ()
    assert sum(extraction.usage.cost_usd or 0 for extraction in done) <= Decimal("0.01")


def test_what_a_server_does_not_count_keeps_what_was_held_for_it() -> None:
    uncounted = Reply({**GOOD.body, "usage": None})
    _, counted = under(Decimal("0.01"), 60, GOOD, concurrency=1)
    _, blind = under(Decimal("0.01"), 60, uncounted, concurrency=1)
    assert 0 < len(blind.bodies) < len(counted.bodies)


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        ("2.5", "$2.5000"),
        ("1200", "$1,200"),
        ("0.0123", "$0.0123"),
        ("0.00001", "under $0.0001"),
        ("0", "$0"),
    ],
)
def test_amounts_are_told_to_a_hundredth_of_a_cent(amount: str, shown: str) -> None:
    assert told(Decimal(amount)) == shown
