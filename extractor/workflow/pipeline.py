"""Articles through one endpoint and the checks, several at a time, off the event loop.

Every article handed in ends in exactly one of three ways: a record delivered, an interruption that
leaves it pending, or the whole pass ending with an error of the store. A failure of one article is
a record like any other.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple, ParamSpec, TypeVar

from extractor.article import Article
from extractor.checks import ShapeError, check
from extractor.checks.agreement import Sayings, sayings
from extractor.endpoint.cache import Cache
from extractor.endpoint.demand import LONGEST_COMPLAINT
from extractor.endpoint.prices import Budget
from extractor.errors import one_line
from extractor.prompt import examples
from extractor.record import ArticleRef, Attempt, Data, Failure, Record, Usage, by_reader, status_of
from extractor.threads import aside
from extractor.workflow import interrupts
from extractor.workflow.complaint import complaint
from extractor.workflow.forecast import Forecast
from extractor.workflow.reading_first import read_whole
from extractor.workflow.reasking import contested, settle
from extractor.workflow.setup import Setup

if TYPE_CHECKING:
    from extractor.endpoint.service import Listener
    from extractor.extraction import Extraction, Extractor


class Done(NamedTuple):
    """A record with what was asked and answered for it.

    ``extractions`` are what came of asking: the first one and, where the model was asked once more,
    the second. ``said`` is what the article says that others can be held against.
    """

    record: Record
    extractions: tuple[Extraction, ...] = ()
    said: Sayings = ()

    @property
    def exchange(self) -> Data | None:
        """The last request and its response, those of a re-ask as its ``reask``."""
        first, *second = [each.exchange for each in self.extractions] or [None]
        return first if first is None or not second else {**first, "reask": second[0]}


Deliver = Callable[[Sequence[Done]], None]

P = ParamSpec("P")
T = TypeVar("T")

_GRACE_S = 1.0
_CHECKED_AT_ONCE = 4


class Pass:
    """One pass of articles; afterwards it says how it ended.

    ``stopped_by`` is the failure that would befall every further article alike, ``interrupted``
    that a signal ended it. ``abandoned`` is what was used for articles that have no record.
    """

    def __init__(
        self,
        setup: Setup,
        jobs: Iterator[Article | Record],
        deliver: Deliver,
        *,
        kept: Cache | None = None,
        budget: Budget | None = None,
        listener: Listener | None = None,
    ) -> None:
        """``jobs`` are articles to do, or records of those that cannot be read.

        ``deliver`` takes records with their exchanges, those that came at one time together; it is
        called in a thread, one call at a time, and an error that it raises ends the pass. ``kept``
        are answers of other runs.
        """
        self.stopped_by: Failure | None = None
        self.interrupted = False
        self.abandoned = Usage()
        self._setup = setup
        self._jobs = jobs
        self._deliver = deliver
        self._kept = kept
        self._budget = budget
        self._listener = listener
        self._error: Exception | None = None
        self._stop = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._finished: list[Done] = []
        self._forecast: Forecast | None = None

    def go(self) -> None:
        """Take every job, until there are no more or something ends the pass.

        Raises ``ConfigurationError`` where the endpoint's key is missing, before any article is
        sent, and whatever ``deliver`` or ``jobs`` raised.
        """
        with interrupts.heard(self.interrupt):
            asyncio.run(self._go())

    async def _go(self) -> None:
        from extractor.extraction import Extractor

        setup = self._setup
        extractor = Extractor(
            setup.endpoint,
            setup.schema,
            setup.prompt,
            fallbacks=setup.fallbacks,
            kept=self._kept,
            budget=self._budget,
            listener=self._listener,
        )
        self._pulling, self._delivering = asyncio.Lock(), asyncio.Lock()
        self._checking = asyncio.Semaphore(_CHECKED_AT_ONCE)
        self._loop = asyncio.get_running_loop()
        if self.interrupted:
            self._stop.set()
        if setup.reader_first:
            self._forecast = Forecast(setup, self._kept)
        workers = max(endpoint.concurrency for endpoint in setup.endpoints)
        try:
            async with extractor:
                await asyncio.gather(*(self._work(extractor) for _ in range(workers)))
        finally:
            self._loop = None
            self.abandoned += extractor.abandoned
        if self._error is not None:
            raise self._error

    def interrupt(self) -> None:
        """End in good order as soon as may be; before it began, at once."""
        self.interrupted = True
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._stop.set)

    async def _work(self, extractor: Extractor) -> None:
        try:
            while not self._stop.is_set() and self.stopped_by is None:
                async with self._pulling:
                    if self._stop.is_set():
                        return
                    job = await self._unless_stopped(aside(next, self._jobs, None))
                if job is None:
                    return
                done = Done(job) if isinstance(job, Record) else await self._one(extractor, job)
                if done is not None:
                    await self._delivered(done)
        except Exception as error:
            self._error = self._error or error
            self._stop.set()

    async def _delivered(self, done: Done) -> None:
        """Hand a record over, with all that came while the ones before it were.

        Waited for whatever happens: what has a result is to be on the disk as a whole.
        """
        self._finished.append(done)
        async with self._delivering:
            if finished := self._finished:
                self._finished = []
                await asyncio.to_thread(self._deliver, finished)

    async def _one(self, extractor: Extractor, article: Article) -> Done | None:
        if self._forecast is not None:
            read = await self._checked(read_whole, article, self._setup.schema)
            if read is not None:
                record, said = read
                saved = self._forecast.of(article.text).usage
                return Done(replace(record, saved=saved), said=said)
            if self._stop.is_set():
                return None
        extraction = await self._unless_stopped(extractor.extract(article.text))
        if extraction is None:
            return None
        if extraction.error is not None and extraction.stops:
            self.stopped_by = self.stopped_by or extraction.error
            if not extraction.attempts:
                # Nobody was asked: the article was not reached.
                return None
        # An answer may have been paid for: its check, a matter of moments, is not cut off at once.
        done = await self._checked(judged, article, extraction, self._setup)
        if done is not None and self._setup.asks_again(done.record.answer):
            done = await self._again(extractor, article, done)
        if done is None:
            self.abandoned += extraction.usage
        return done

    async def _again(self, extractor: Extractor, article: Article, first: Done) -> Done | None:
        """What became of an article whose model is asked once more, where there is a reason to.

        ``None`` where that is cut off: the article is then pending, so that a run that was
        interrupted and gone on with is as any other.
        """
        if not contested(first.record):
            return first
        said = await self._checked(objection, article, first, self._setup)
        if said is None:
            return None
        [extraction] = first.extractions
        again = await self._unless_stopped(extractor.ask_again(article.text, extraction, said))
        if again is None:
            return None
        done = await self._checked(better, article, first, again, self._setup)
        if done is None:
            self.abandoned += again.usage
        return done

    async def _checked(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
        """What comes of some checking, ``None`` where it goes on too long after a stop.

        A few are done at a time: many threads at once would be no faster, and the event loop one
        among them; with one alone a check that takes long would hold up all others.
        """

        async def turn() -> T:
            async with self._checking:
                return await aside(work, *args, **kwargs)

        return await self._unless_stopped(turn(), grace_s=_GRACE_S)

    async def _unless_stopped(
        self, work: Coroutine[Any, Any, T], *, grace_s: float = 0
    ) -> T | None:
        """What ``work`` comes to; ``None`` where that takes ``grace_s`` beyond a stop or longer."""
        asked = asyncio.ensure_future(work)
        stopped = asyncio.ensure_future(self._stop.wait())
        await asyncio.wait({asked, stopped}, return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        if not asked.done():
            await asyncio.wait({asked}, timeout=grace_s)
        if not asked.done():
            asked.cancel()
            await asyncio.gather(asked, return_exceptions=True)
            return None
        return asked.result()


def judged(article: Article, extraction: Extraction, setup: Setup) -> Done:
    """The record of an article: what came of it, and what the checks find there."""
    ref = article.ref()
    if extraction.data is None:
        error = extraction.error or Failure("internal", "no data and no reason")
        record = failed(ref, error, extraction.attempts, extraction.usage)
        return Done(record, (extraction,))
    try:
        checked = check(
            article.text,
            extraction.data,
            setup.schema,
            by_reader=by_reader(extraction.answer),
            examples=examples(setup.prompt, setup.schema),
        )
    except ShapeError as shape:
        failure = Failure("malformed", one_line(str(shape)))
        record = failed(ref, failure, extraction.attempts, extraction.usage)
        return Done(record, (extraction,))
    record = Record(
        article=ref,
        status=status_of(checked.data, checked.findings),
        data=checked.data,
        findings=checked.findings,
        answer=extraction.answer,
        attempts=extraction.attempts,
        usage=extraction.usage,
        crashed=checked.crashed,
    )
    said = sayings(ref, article.text, checked.data, checked.claims, checked.findings)
    return Done(record, (extraction,), said)


def objection(article: Article, done: Done, setup: Setup) -> str | None:
    """What to say to the model that answered to ask it once more, ``None`` where it is not."""
    record = done.record
    asked = contested(record) if setup.asks_again(record.answer) else ()
    if record.data is None or not asked:
        return None
    name = setup.schema.report_name
    return complaint(article.text, record.data, asked, name, LONGEST_COMPLAINT)


def better(article: Article, first: Done, again: Extraction, setup: Setup) -> Done:
    """The article with the better one of two answers, of which ``again`` is the second."""
    second = judged(article, again, setup)
    record = settle(first.record, second.record, setup.schema)
    said = second.said if record.data is second.record.data else first.said
    return Done(record, first.extractions + second.extractions, said)


def failed(
    ref: ArticleRef,
    error: Failure,
    attempts: tuple[Attempt, ...] = (),
    usage: Usage | None = None,
) -> Record:
    """The record of an article that has no result."""
    return Record(ref, "failed", None, attempts=attempts, usage=usage or Usage(), error=error)
