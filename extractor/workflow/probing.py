"""``endpoints test``: a server asked what it can do, and the answers kept as a dated card."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from extractor.endpoint import builtin, card
from extractor.endpoint.card import Card
from extractor.endpoint.client import Client
from extractor.endpoint.config import Endpoint
from extractor.endpoint.pace import Waiting
from extractor.endpoint.probe import Result, probe
from extractor.project import Project
from extractor.workflow.setup import named_schema


def examine(
    project: Project,
    endpoint: Endpoint,
    told: Callable[[Result], None],
    waiting: Callable[[Waiting], None],
) -> Card:
    """Ask the endpoint, tell each result as it is known and keep them all as its card.

    ``waiting`` hears of each wait before a request is repeated.
    Raises ``EndpointError`` where the server cannot be used at all, ``ConfigurationError`` where
    its key is not set, ``StoreError`` where the card cannot be written.
    """
    results: list[Result] = []

    async def ask() -> None:
        # The reader asks nothing of a schema but its measures, so that any will do.
        schema = named_schema(project, "trade") if endpoint.in_process else None
        transport = builtin.transport(lambda _: schema) if endpoint.in_process else None
        async with Client(endpoint, transport=transport) as client:
            async for result in probe(client, waiting=waiting):
                results.append(result)
                told(result)

    asyncio.run(ask())
    made = Card(endpoint.name, endpoint.base_url, endpoint.model, tuple(results))
    card.write(project, made)
    return made
