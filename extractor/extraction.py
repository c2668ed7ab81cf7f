"""One article through one endpoint: prompt and schema in, report or failure out.

An ``Extraction`` is always returned: a failure is a result like any other. Its ``data`` holds
numbers as the answer printed them, ``int`` or ``Decimal``, never binary floats, and no spans.
``exchange`` is the last request as sent and the response as received, without headers and without
the key.
"""

from __future__ import annotations

import asyncio
import hashlib
import traceback
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from extractor import exact_json
from extractor.endpoint import builtin, modes
from extractor.endpoint.client import Call, Client
from extractor.endpoint.config import Endpoint
from extractor.endpoint.retry import retried
from extractor.errors import EndpointError
from extractor.prompt import Prompt
from extractor.record import Answer, Attempt, Data, Failure, Usage
from extractor.schema import Schema


@dataclass(frozen=True, slots=True)
class Extraction:
    """What came of one article: ``data`` and ``answer``, or ``error``; ``attempts`` in order."""

    data: Data | None
    answer: Answer | None
    attempts: tuple[Attempt, ...]
    usage: Usage
    error: Failure | None
    exchange: Data | None


class Extractor:
    """An endpoint opened for one schema and prompt, for any number of articles at once.

    At most ``endpoint.concurrency`` articles are under way together.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        schema: Schema,
        prompt: Prompt,
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """``sleep`` waits between attempts.

        Raises ``ConfigurationError`` where the endpoint's key is not in the environment.
        """
        self.endpoint = endpoint
        self.schema = schema
        self._system = prompt.render(schema)
        self._mode = endpoint.mode or modes.DEFAULT
        self._sleep = sleep
        self._slots = asyncio.Semaphore(endpoint.concurrency)
        self._client = Client(
            endpoint, transport=builtin.transport(self._own) if endpoint.in_process else None
        )

    async def __aenter__(self) -> Self:
        await self._client.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._client.__aexit__(kind, error, traceback)

    async def extract(self, text: str) -> Extraction:
        """Ask for the report of one article; never raises but for cancellation."""
        async with self._slots:
            calls: list[Call] = []
            attempts: list[Attempt] = []
            try:
                call = await retried(
                    lambda: self._attempt(text, calls, attempts),
                    max_wait_s=self.endpoint.max_wait_s,
                    sleep=self._sleep,
                )
                return self._succeeded(call, attempts)
            except EndpointError as error:
                failure = Failure(error.kind, str(error))
            except Exception as error:
                failure = Failure("internal", _where(error))
            exchange = self._client.exchange(calls[-1]) if calls else None
            return Extraction(None, None, tuple(attempts), _total(attempts), failure, exchange)

    def _own(self, report_name: str) -> Schema | None:
        return self.schema if report_name == self.schema.report_name else None

    async def _attempt(self, text: str, calls: list[Call], attempts: list[Attempt]) -> Call:
        call = Call(self._mode)
        calls.append(call)
        kind = "internal"
        try:
            await self._client.send(call, self.schema.report, self._system, text)
            kind = "ok"
        except EndpointError as error:
            kind = error.kind
            raise
        finally:
            attempts.append(Attempt(self.endpoint.name, kind, call.usage))
        return call

    def _succeeded(self, call: Call, attempts: list[Attempt]) -> Extraction:
        if call.report is None or call.payload is None or call.body is None:
            raise AssertionError("an answer without a report")
        return Extraction(
            data=_exact(call.report.model_dump(by_alias=True), call.payload),
            answer=Answer(
                endpoint=self.endpoint.name,
                model=self.endpoint.model,
                served_model=call.served_model,
                mode=call.mode,
                request_sha256=request_sha256(self.endpoint, call.body),
            ),
            attempts=tuple(attempts),
            usage=_total(attempts),
            error=None,
            exchange=self._client.exchange(call),
        )


def request_sha256(endpoint: Endpoint, body: Data) -> str:
    """What identifies a request: where it goes and everything in it."""
    identity = exact_json.canonical({"base_url": endpoint.base_url, "body": body})
    return hashlib.sha256(identity.encode("utf-8", errors="backslashreplace")).hexdigest()


def _where(error: Exception) -> str:
    """A defect's kind and place; not its text, which may quote an article."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {Path(frame.filename).name}, line {frame.lineno}"


def _total(attempts: list[Attempt]) -> Usage:
    return sum((attempt.usage for attempt in attempts), Usage())


def _exact(dumped: Any, payload: Any) -> Any:
    """The validated report with each number as the answer has it.

    Validation passes numbers through binary floats; the payload was read without.
    """
    if isinstance(dumped, dict) and isinstance(payload, dict):
        return {key: _exact(value, payload.get(key)) for key, value in dumped.items()}
    if isinstance(dumped, list) and isinstance(payload, list) and len(dumped) == len(payload):
        return [_exact(one, other) for one, other in zip(dumped, payload, strict=True)]
    if isinstance(dumped, float | Decimal) and not isinstance(payload, bool):
        number = Decimal(payload) if isinstance(payload, int | Decimal) else Decimal(str(dumped))
        return int(number) if number == number.to_integral_value() else number
    return dumped
