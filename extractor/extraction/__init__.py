"""One article through an endpoint: prompt and schema in, report or failure out.

An ``Extraction`` is always returned: a failure is a result like any other. Its ``data`` holds
numbers as the answer printed them, ``int`` or ``Decimal``, never binary floats, and no spans.
``exchange`` is the last request as sent and the response as received, without headers and without
the key.

Where an endpoint gives up on an article, the ones it names as its ``fallback`` are asked in turn.
What holds for an endpoint as a whole ends its part in the run; when no other is left, the run.
Who answered can be asked once more, with that answer and a complaint behind the first request.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from decimal import Decimal
from itertools import chain
from types import TracebackType
from typing import Self

from extractor.endpoint.cache import Cache
from extractor.endpoint.client import Call
from extractor.endpoint.config import Endpoint
from extractor.endpoint.modes import Manner, Repair
from extractor.endpoint.pace import Clock
from extractor.endpoint.prices import Budget, Hold, counted
from extractor.endpoint.recorded import Recordings
from extractor.endpoint.retry import bounded, retried
from extractor.endpoint.service import Listener, Service, Silent
from extractor.errors import PERMANENT_KINDS, EndpointError, ErrorKind
from extractor.extraction.trial import Extraction as Extraction
from extractor.extraction.trial import Trial, succeeded, to_the_millisecond, where
from extractor.prompt import Prompt
from extractor.record import Data, Failure, Usage
from extractor.schema import Schema

_OUR_OWN: frozenset[ErrorKind] = frozenset({"budget", "internal"})
"""Kinds that another endpoint would not mend."""


class Extractor:
    """An endpoint and its fallbacks opened for one schema and prompt, for any number of articles.

    At most ``endpoint.concurrency`` requests are under way together at one endpoint. ``abandoned``
    is what was used for articles that were cancelled. To open it raises ``ConfigurationError``
    where an endpoint's key is not in the environment; to ``recall`` it need not be open.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        schema: Schema,
        prompt: Prompt,
        *,
        fallbacks: Sequence[Endpoint] = (),
        kept: Cache | None = None,
        budget: Budget | None = None,
        listener: Listener | None = None,
        clock: Clock | None = None,
    ) -> None:
        """``kept`` are the answers of other runs; what comes of no process is kept there."""
        self.schema = schema
        self.abandoned = Usage()
        self._kept = kept
        self._budget = budget
        self._listener: Listener = listener or Silent()
        self._clock = clock or Clock()
        system = prompt.render(schema)
        self._services = [
            Service(one, schema, system, self._clock, self._listener)
            for one in (endpoint, *fallbacks)
        ]
        self._parted: set[Service] = set()
        self._open = AsyncExitStack()

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as stack:
            for service in self._services:
                await stack.enter_async_context(service.client)
            self._open = stack.pop_all()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._open.aclose()

    def request_sha256(self, text: str) -> str:
        """What identifies the request of one article to the endpoint that is asked first.

        In the manner in which it would be asked now.
        """
        first = self._services[0]
        return first.layout.sha256(first.ladder.manner, text)

    def recall(self, text: str, recordings: Recordings) -> Extraction | None:
        """The report of one article as it was answered before, in whatever manner and by whomever.

        Nothing is sent. ``None`` where there is no such answer to the request of the endpoint that
        is asked first.
        """
        first = self._services[0]
        asked = (first.layout.sha256(way, text) for way in first.ladder.every_way())
        for answer in chain.from_iterable(map(recordings.to, asked)):
            for service in self._services:
                found = service.recalled(answer, service.ladder.every_way(), text)
                if found is not None:
                    trial = Trial(text)
                    trial.ended(service, found, "ok", Decimal(0))
                    return succeeded(service, found, trial)
        return None

    def recall_again(
        self, text: str, first: Extraction, complaint: str, recordings: Recordings
    ) -> Extraction | None:
        """What was answered before where ``first`` was complained of; nothing is sent."""
        service, manner, repair = self._asked_again(first, complaint)
        for answer in recordings.to(service.layout.sha256(manner, text, repair)):
            found = service.recalled(answer, [manner], text, repair)
            if found is not None:
                trial = Trial(text, repair)
                trial.ended(service, found, "ok", Decimal(0))
                return succeeded(service, found, trial)
        return None

    async def extract(self, text: str) -> Extraction:
        """Ask for the report of one article; never raises but for cancellation."""
        trial = Trial(text)
        try:
            return await self._extracted(trial)
        except asyncio.CancelledError:
            self.abandoned += trial.usage
            raise

    async def ask_again(self, text: str, first: Extraction, complaint: str) -> Extraction:
        """Ask who gave ``first`` for another report, told what is wrong with that one.

        In the same manner, and nobody else. A fault of the way is asked again as any is, an answer
        that cannot be used is not. Never raises but for cancellation.
        """
        service, manner, repair = self._asked_again(first, complaint)
        trial = Trial(text, repair)

        async def attempt() -> Call:
            try:
                service.demand.require_short(repair)
                return await self._attempt(service, manner, trial, repair)
            except EndpointError as error:
                if error.kind == "malformed":
                    raise EndpointError("malformed", error.message, final=True) from None
                if error.kind == "unsupported":
                    # The manner is known to be right: what is wrong is this request.
                    raise EndpointError("refused", error.message) from None
                raise

        try:
            return succeeded(service, await retried(attempt, service.pace), trial)
        except EndpointError as error:
            if error.kind in PERMANENT_KINDS:
                service.pace.stop(error)
                self._part_with(service, error)
            return trial.failed(Failure(error.kind, str(error)), self._exchange(trial))
        except asyncio.CancelledError:
            self.abandoned += trial.usage
            raise
        except Exception as error:
            return trial.failed(Failure("internal", where(error)), self._exchange(trial))

    def _asked_again(self, first: Extraction, complaint: str) -> tuple[Service, Manner, Repair]:
        """Who gave an answer and how, and what a re-ask adds."""
        answer, manner = first.answer, first.manner
        if answer is None or manner is None:
            raise AssertionError("nobody answered")
        service = next(s for s in self._services if s.endpoint.name == answer.endpoint)
        return service, manner, Repair(first.said, complaint)

    async def _extracted(self, trial: Trial) -> Extraction:
        last: EndpointError | None = None
        for service in self._services:
            if service.stopped is not None:
                last = last or service.stopped
                continue
            try:
                call = await self._asked(service, trial)
                return succeeded(service, call, trial)
            except EndpointError as error:
                last = error
                if error.kind in _OUR_OWN:
                    break
            except Exception as error:
                return trial.failed(Failure("internal", where(error)), self._exchange(trial))
        if last is None:
            raise AssertionError("no endpoint")
        stops = last.kind == "budget" or all(s.stopped is not None for s in self._services)
        return trial.failed(Failure(last.kind, str(last)), self._exchange(trial), stops=stops)

    def _exchange(self, trial: Trial) -> Data | None:
        if not trial.calls:
            return None
        service, call = trial.calls[-1]
        return service.client.exchange(call)

    async def _asked(self, service: Service, trial: Trial) -> Call:
        """The call that answered, after whatever is to be asked again of one endpoint.

        Raises the ``EndpointError`` it ends with.
        """
        ladder = service.ladder
        repair: Repair | None = None
        unheeded: Manner | None = None

        async def attempt() -> Call:
            nonlocal repair, unheeded
            while True:
                manner = ladder.manner if unheeded is None else ladder.last
                try:
                    call = await self._attempt(service, manner, trial, repair)
                except EndpointError as error:
                    if service.stopped is not None or unheeded is not None:
                        raise
                    if ladder.has_worked(manner):
                        # The way of asking is known to be right: what is wrong is this article.
                        if error.kind == "unsupported":
                            raise EndpointError("refused", error.message) from None
                    elif ladder.steps_down(manner, error):
                        continue
                    if error.kind == "malformed":
                        repair, unheeded = _to_repair(service, trial.last, error)
                    raise
                if unheeded is None:
                    ladder.worked(call.manner)
                else:
                    ladder.unheeded(unheeded)
                return call

        try:
            return await retried(attempt, service.pace)
        except EndpointError as error:
            if error.kind in PERMANENT_KINDS or service.refuses_all(error):
                service.pace.stop(error)
            if service.stopped is not None:
                self._part_with(service, service.stopped)
            raise

    def _part_with(self, service: Service, error: EndpointError) -> None:
        """Say once that another endpoint is asked from here on."""
        if service in self._parted:
            return
        self._parted.add(service)
        following = next((s for s in self._services if s.stopped is None), None)
        if following is not None:
            self._listener.noted(
                f"endpoint {service.endpoint.name} gave up: {error.kind}: {error.message}; "
                f"{following.endpoint.name} from here on"
            )

    async def _attempt(
        self, service: Service, manner: Manner, trial: Trial, repair: Repair | None
    ) -> Call:
        # What was asked since an answer could not be used is no request of its own.
        own = repair is trial.again and not service.endpoint.in_process
        kept = self._kept if own else None
        if kept is not None:
            # Another run may have learnt already how this server is asked.
            found = service.recalled(kept, service.ladder.ways(manner), trial.text, repair)
            if found is not None:
                trial.ended(service, found, "ok", Decimal(0))
                return found
        call = Call(manner)
        size = service.demand.tokens(manner, trial.text, repair)
        service.demand.require_room(size)
        async with (
            self._afforded(service, call, trial.text, repair) as hold,
            service.pace.turn(size) as turn,
        ):
            began, kind = time.monotonic(), "internal"
            try:
                await service.client.send(call, service.layout, trial.text, repair)
                kind = "ok"
            except EndpointError as error:
                kind = error.kind
                raise bounded(error, service.endpoint.max_wait_s) from None
            finally:
                call.usage = turn.usage = counted(call.usage, hold)
                trial.ended(service, call, kind, to_the_millisecond(time.monotonic() - began))
        if kept is not None and call.whole and call.response:
            request = service.layout.sha256(manner, trial.text, repair)
            kept.keep(service.endpoint, request, manner.mode, call.response)
        return call

    @asynccontextmanager
    async def _afforded(
        self, service: Service, call: Call, text: str, repair: Repair | None
    ) -> AsyncIterator[Hold | None]:
        """Hold back what the call could cost while it is made; count what it came to."""
        if self._budget is None:
            yield None
            return
        hold = await self._budget.hold(service.demand.most(call.manner, text, repair))
        try:
            yield hold
        finally:
            sent = call.usage.requests > 0
            self._budget.settle(hold, call.usage.cost_usd if sent else Decimal(0))


def _to_repair(
    service: Service, call: Call, error: EndpointError
) -> tuple[Repair | None, Manner | None]:
    """How an answer that cannot be used is asked for again.

    With the answer and what is wrong with it, where there was one; where the server paid no heed
    to a manner that has not worked so far, afresh and in another one, named second.
    """
    # A schema that was heeded leaves no room for another shape.
    heeded = call.heeded and call.manner.mode != "json_schema"
    if not heeded and service.ladder.unproven(call.manner):
        return None, call.manner
    if not call.said.strip():
        return None, None
    complaint = (
        f"This answer cannot be used: {error.message}. Answer the first message again, whole, "
        f"with one {service.layout.name} of the schema and nothing else."
    )
    return Repair(call.said, complaint), None
