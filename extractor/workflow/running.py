"""``run``: articles into a run's folder, each result on the disk as soon as there is one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import BinaryIO, Protocol

from extractor import durable
from extractor.article import STDIN_FILE, Article, read
from extractor.checks.agreement import Sayings
from extractor.endpoint.cache import Cache
from extractor.endpoint.pace import Waiting
from extractor.endpoint.prices import Budget
from extractor.errors import ArticleError
from extractor.project import Project
from extractor.record import Failure, Record
from extractor.source import Source, collect, listed, location
from extractor.store import Counts, Manifest, Run, find_open, new_folder
from extractor.store.manifest import MANIFEST
from extractor.workflow import interrupts
from extractor.workflow.agreeing import agree
from extractor.workflow.checking import Texts
from extractor.workflow.pipeline import Done, Pass, failed
from extractor.workflow.setup import Setup


class Observer(Protocol):
    """What is told while a run goes on.

    What concerns endpoints comes from another thread than what concerns articles.
    """

    def began(self, folder: Path, counts: Counts, resumed: bool, notice: str | None) -> None:
        """The run is open: a new one or one to go on with, and in which state it was found."""

    def kept(self, source: Source, unreadable: str | None = None) -> None:
        """An article has a result already; ``unreadable``: kept since its text cannot be read."""

    def changed(self, source: Source) -> None:
        """An article that has a result has another text now and is done anew."""

    def recorded(self, record: Record, ends: bool = False) -> None:
        """An article's record is on the disk; ``ends``: what it failed by ends the run."""

    def noted(self, line: str) -> None:
        """Something that holds for the rest of the run, in one line."""

    def waiting(self, pause: Waiting) -> None:
        """All requests to an endpoint wait."""


@dataclass(frozen=True, slots=True)
class RunResult:
    """How a run ended.

    ``limited`` means that articles are pending because no more were asked for; ``stopped_by`` is
    the failure that holds for the endpoint as a whole.
    """

    folder: Path
    manifest: Manifest
    interrupted: bool
    limited: bool
    stopped_by: Failure | None


def run(
    project: Project,
    sources: Sequence[str],
    setup: Setup,
    observer: Observer,
    *,
    out: Path | None = None,
    limit: int | None = None,
    budget: Decimal | None = None,
    cached: bool = True,
    stdin: BinaryIO | None = None,
) -> RunResult:
    """Extract and check the articles that ``sources`` mean, and keep the results as a run.

    Goes on with the newest unfinished run of the same sources and setup, or with the one in
    ``out``; at most ``limit`` articles are done by this call. ``budget`` is what the run as a whole
    may cost in US dollars, ``cached`` says whether answers of other runs may serve. Raises
    ``UsageError``, ``ConfigurationError`` or ``StoreError``; what was finished by then is kept.
    """
    if budget is not None:
        setup = setup.budgeted()
    for endpoint in setup.endpoints:
        endpoint.key()
    aside: list[Path] = []
    found = collect(sources, project.root, aside)
    # Before the work begins: only the main thread can be interrupted while it waits for input.
    piped = next((read_source(source, stdin) for source in found if source.path is None), None)
    order = [source.id for source in found]
    interruption = _Interruption()
    # From before the run can be seen: one that is interrupted says all the same where it lies.
    with interrupts.heard(interruption.tell):
        opened, resumed = _open(project, described(project, sources, setup, found), out)
        with opened:
            observer.began(opened.folder, opened.counts(order), resumed, opened.notice)
            if told := passed_over(project, aside):
                observer.noted(told)
            jobs = _Jobs(opened, found, observer, limit, piped)

            said: dict[str, Sayings] = {}

            def deliver(finished: Sequence[Done]) -> None:
                records = [done.record for done in finished]
                opened.append(*records, exchanges=[done.exchange for done in finished])
                said.update((done.record.article.id, done.said) for done in finished)
                for done in finished:
                    ends = any(extraction.stops for extraction in done.extractions)
                    observer.recorded(done.record, ends)

            kept = Cache(project) if cached else None
            work = Pass(
                setup,
                iter(jobs),
                deliver,
                kept=kept,
                budget=None if budget is None else Budget(budget, opened.spent()),
                listener=observer,
            )
            interruption.ends(work)
            try:
                work.go()
            finally:
                opened.add_usage(work.abandoned)
                if kept is not None:
                    kept.close()
            if kept is not None and kept.trouble is not None:
                observer.noted(kept.trouble)
            try:
                texts = Texts(project, opened.folder)
                agree(opened, order, said, setup.schema, texts, stopped=lambda: work.interrupted)
            finally:
                # What the articles say of each other takes no result with it.
                finished = opened.finish(order)
    return RunResult(
        folder=opened.folder,
        manifest=finished,
        interrupted=work.interrupted,
        limited=jobs.limited and not work.interrupted and work.stopped_by is None,
        stopped_by=work.stopped_by,
    )


class _Interruption:
    """A signal that may come before there is anything to end."""

    def __init__(self) -> None:
        self._came = False
        self._work: Pass | None = None

    def tell(self) -> None:
        self._came = True
        if self._work is not None:
            self._work.interrupt()

    def ends(self, work: Pass) -> None:
        self._work = work
        if self._came:
            work.interrupt()


def described(
    project: Project, sources: Sequence[str], setup: Setup, found: Sequence[Source]
) -> Manifest:
    """The manifest of a run of ``sources``, which were found to mean ``found``."""
    return Manifest(
        schema=setup.schema.name,
        prompt=setup.prompt.name,
        endpoint=setup.endpoint.name,
        model=setup.endpoint.model,
        hashes={"schema": setup.schema.sha256, "prompt": setup.prompt.sha256},
        sources=tuple(_spelling(given, project.root) for given in sources),
        articles=tuple(source.id for source in found),
        counts=Counts(pending=len(found), total=len(found)),
        reader_first=setup.reader_first,
    )


def passed_over(project: Project, paths: Sequence[Path]) -> str | None:
    """What is told of files that are no articles, in one line; the project's goldens are not."""
    goldens = project.goldens.absolute()
    told = [path for path in paths if not path.absolute().is_relative_to(goldens)]
    return f"passed over, no article by its ending: {listed(told)}" if told else None


def existing(project: Project, manifest: Manifest, out: Path | None) -> Path | None:
    """The folder of the run that one so described goes on with, ``None`` for a new one."""
    if out is None:
        return find_open(project.runs, manifest)
    return out if (out / MANIFEST).exists() else None


def _open(project: Project, manifest: Manifest, out: Path | None) -> tuple[Run, bool]:
    folder = existing(project, manifest, out)
    if folder is not None:
        return Run.resume(folder, manifest), True
    return Run.create(out or new_folder(project.runs, manifest), manifest), False


def _spelling(given: str, root: Path) -> str:
    return "-" if given == "-" else location(Path(given), root)


class _Jobs:
    """The articles that still need doing, read one at a time."""

    def __init__(
        self,
        opened: Run,
        sources: Sequence[Source],
        observer: Observer,
        limit: int | None,
        piped: Article | Record | None,
    ) -> None:
        self.limited = False
        self._run = opened
        self._sources = sources
        self._observer = observer
        self._limit = limit
        self._piped = piped

    def __iter__(self) -> Iterator[Article | Record]:
        taken = 0
        for source in self._sources:
            job = self._job(source)
            if job is None:
                continue
            if taken == self._limit:
                self.limited = True
                return
            taken += 1
            yield job

    def _job(self, source: Source) -> Article | Record | None:
        job = self._piped if source.path is None else read_source(source)
        if isinstance(job, Record) and self._run.has_result(source.id):
            # A result is worth more than the news that it cannot be made again just now.
            self._observer.kept(source, job.error.message if job.error else None)
            return None
        if not isinstance(job, Article):
            return job
        if self._run.done(job.ref()):
            self._observer.kept(source)
            return None
        if self._run.has_result(source.id):
            self._observer.changed(source)
        if source.path is None:
            durable.replace(self._run.folder / STDIN_FILE, [job.text.encode("utf-8")])
        return job


def read_source(source: Source, stdin: BinaryIO | None = None) -> Article | Record:
    """The article behind a source, or the record of one that has no usable text."""
    try:
        return read(source, stdin)
    except ArticleError as error:
        return failed(source.failed_ref(), Failure(error.kind, str(error)))
