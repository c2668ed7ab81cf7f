"""``extractor run``: extract, check, write a run, and say what to look at first."""

from __future__ import annotations

import shlex
import sys
from collections import Counter
from collections.abc import Iterator, Set
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated

import typer

from extractor import project as projects
from extractor.checks.causes import causes
from extractor.cli import terminal, words
from extractor.cli.bill import Bill
from extractor.cli.causes import summary
from extractor.cli.options import Endpoint as EndpointName
from extractor.cli.options import Model, Prompt, SchemaName
from extractor.cli.plan import plan_lines
from extractor.cli.progress import RunProgress
from extractor.cli.runs import short
from extractor.cli.terminal import say, styled, visible
from extractor.cli.words import counted
from extractor.endpoint.config import BUILTIN, Endpoint
from extractor.errors import INTERRUPTED, PERMANENT_KINDS, StoreError, UsageError, one_line
from extractor.golden import Shelf
from extractor.project import Project
from extractor.record import Failure, Record
from extractor.schema import Schema, figures
from extractor.store import Run
from extractor.workflow import planning, running
from extractor.workflow.running import RunResult
from extractor.workflow.setup import prepare

_SHOWN = 5
"""Articles that are named of each kind."""
_ROWS = 17
_WIDTH = 80
"""Rows, of so many cells, that what is flagged may take before the summary."""


def run(
    sources: Annotated[
        list[str], typer.Argument(metavar="SOURCE", help="Files, folders, globs, - for stdin.")
    ],
    schema: SchemaName = "trade",
    endpoint: EndpointName = "builtin",
    model: Model = None,
    prompt: Prompt = None,
    out: Annotated[
        str | None, typer.Option("--out", metavar="DIR", help="The run's own folder.")
    ] = None,
    concurrency: Annotated[
        int | None, typer.Option("--concurrency", min=1, metavar="N", help="Articles at once.")
    ] = None,
    limit: Annotated[
        int | None, typer.Option("--limit", min=1, metavar="N", help="Do at most N articles now.")
    ] = None,
    budget: Annotated[
        str | None, typer.Option("--budget", metavar="USD", help="What the run may cost at most.")
    ] = None,
    no_cache: Annotated[
        bool, typer.Option("--no-cache", help="Take no answers of other runs, keep none for them.")
    ] = False,
    reader_first: Annotated[
        bool,
        typer.Option(
            "--reader-first", help="Send no article that builtin reads whole and without a doubt."
        ),
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be sent and cost; send nothing.")
    ] = False,
) -> int:
    """Extract and check the figures of articles, kept as a run.

    The same command goes on where it stopped. Prints the run's folder.
    """
    if out is not None and not out.strip():
        raise UsageError("--out names no folder", "leave it out for a new one below runs/")
    affordable = None if budget is None else _dollars(budget)
    if reader_first and endpoint == BUILTIN:
        raise UsageError(
            "--reader-first names nobody to ask next, since builtin is the reader",
            "name another --endpoint, or leave --reader-first out",
        )
    project = projects.load()
    setup = prepare(
        project,
        schema=schema,
        endpoint=endpoint,
        model=model,
        prompt=prompt,
        concurrency=concurrency,
    )
    setup = replace(setup, reader_first=reader_first)
    if affordable is not None:
        setup = setup.budgeted()
    stdin = sys.stdin.buffer if sys.stdin is not None else None
    if "-" in sources and stdin is not None and stdin.isatty():
        say("reading an article from standard input; Ctrl-D on a line of its own ends it")
    folder = Path(out) if out is not None else None
    if dry_run:
        foreseen = planning.plan(
            project, sources, setup, out=folder, limit=limit, cached=not no_cache, stdin=stdin
        )
        if foreseen.passed_over is not None:
            say(visible(foreseen.passed_over))
        for line in plan_lines(foreseen, setup, affordable):
            terminal.put(line)
        return 0
    with RunProgress(limit) as progress:
        result = running.run(
            project,
            sources,
            setup,
            progress,
            out=folder,
            limit=limit,
            budget=affordable,
            cached=not no_cache,
            stdin=stdin,
        )
    crashed = summarise(project, result, setup.schema, setup.endpoint, progress)
    terminal.put(f"{visible(short(result.folder))}")
    if result.interrupted:
        return INTERRUPTED
    counts = result.manifest.counts
    return 3 if counts.failed or crashed or (counts.pending and not result.limited) else 0


def _dollars(text: str) -> Decimal:
    try:
        amount = Decimal(text.removeprefix("$"))
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite() or amount <= 0:
        raise UsageError(f"--budget takes US dollars, not {one_line(text, 40)}", "such as 2.50")
    return amount


@dataclass
class _Digest:
    """What a person should look at first, as far as it is shown, and how much more there is.

    ``right`` are the articles with figures of which none is flagged, ``kinds`` why others have no
    result; ``paired``: a golden of ``shelf`` is of one of those that have.
    """

    shelf: Shelf
    articles: int = 0
    statements: int = 0
    figures: int = 0
    warnings: int = 0
    crashed: int = 0
    unnamed: int = 0
    right: int = 0
    paired: bool = False
    kinds: Counter[str] = field(default_factory=Counter)
    failed: list[Record] = field(default_factory=list)
    by_model: list[Record] = field(default_factory=list)
    by_source: list[Record] = field(default_factory=list)

    def add(self, record: Record, schema: Schema, named: Set[str]) -> None:
        self.articles += record.data is not None
        if record.data is not None:
            self.statements += len(record.data.get("statements") or ())
            found = sum(1 for _ in figures(record.data, schema))
            self.figures += found
            self.right += record.status == "ok" and found > 0
            golden = self.shelf.partner(record.article) or self.shelf.broken_for(record.article)
            self.paired = self.paired or golden is not None
        self.crashed += bool(record.crashed)
        self.warnings += any(f.severity == "warning" for f in record.findings)
        if record.status == "failed":
            self.kinds[record.error.kind if record.error else "internal"] += 1
            if record.article.id in named:
                return
            self.unnamed += 1
            kept = self.failed
        elif record.status == "flagged":
            model = any(
                f.severity == "error" and f.attribution != "source" for f in record.findings
            )
            kept = self.by_model if model else self.by_source
        else:
            return
        if len(kept) < _SHOWN:
            kept.append(record)

    @property
    def flagged(self) -> list[Record]:
        """Those flagged against the model before those that are the articles' own."""
        return [*self.by_model, *self.by_source][:_SHOWN]


def summarise(
    project: Project,
    result: RunResult,
    schema: Schema,
    endpoint: Endpoint,
    progress: RunProgress,
) -> int:
    """Say on standard error what to look at first, how a run ended and what to do next.

    What failed while ``progress`` was shown was said already. Returns in how many articles a check
    broke down, so that its rules are not judged.
    """
    counts, bill = result.manifest.counts, Bill()
    digest = _Digest(_shelf(project, schema))
    articles = frozenset(result.manifest.articles or ())
    earlier = 0
    for record in Run.open(result.folder).records():
        bill.add(record)
        if record.article.id in articles:
            digest.add(record, schema, progress.named)
        else:
            earlier += record.data is not None
    name = shlex.quote(visible(short(result.folder)))
    _say_flagged(digest, counts.flagged, name)
    if digest.failed:
        say("without a result:")
        for record in digest.failed:
            error = record.error or Failure("internal", "the record says no reason")
            say(f"  {visible(record.article.id)}: {progress.reasons.told(error)}")
        _more(digest.unnamed - len(digest.failed), "failed article", name)
        say()
    say(
        f"{counted(digest.figures, 'figure')} in {counted(digest.statements, 'statement')} "
        f"of {counted(digest.articles, 'article')}"
    )
    told = [
        (f"{counts.ok} ok", "green" if counts.ok else None),
        (f"{counts.flagged} flagged", "red" if counts.flagged else None),
        (f"{counts.failed} failed", "red" if counts.failed else None),
        (f"{counts.pending} pending", "yellow" if counts.pending else None),
    ]
    tail = f", {digest.warnings} with warnings" if digest.warnings else ""
    say(", ".join(styled(text, sys.stderr, colour) for text, colour in told) + tail)
    if not endpoint.in_process:
        say(bill.told(result.manifest.superseded))
    if result.manifest.reader_first:
        say(words.read_first(result.manifest.by_reader, result.manifest.saved))
    if result.manifest.reasks:
        say(words.reasks(Counter(result.manifest.reasks)))
    if earlier:
        are, their = ("is", "its result is") if earlier == 1 else ("are", "their results are")
        say(
            f"{counted(earlier, 'earlier article')} {are} not among these sources; "
            f"{their} kept in the folder"
        )
    if digest.crashed:
        crashed = counted(digest.crashed, "article")
        say(f"\n{crashed} with a check that broke down, see «extractor show {name}»")
    _say_end(result, digest)
    for line in _next(result, digest, endpoint, name):
        say(line)
    return digest.crashed


def _shelf(project: Project, schema: Schema) -> Shelf:
    """The goldens, none where they cannot be read: that is for whoever asks for them to say."""
    try:
        return Shelf.load(project.goldens, schema.name)
    except StoreError:
        return Shelf(project.goldens / schema.name)


def _say_flagged(digest: _Digest, flagged: int, name: str) -> None:
    """What to look at first, in no more rows than leave room for what is said below.

    One group of findings of each article, the first one whatever its length.
    """
    shown = left = 0
    for record in digest.flagged:
        found = [c for c in causes(record.findings) if c.lead.severity == "error"]
        told = [f"    {line}" for c in found[:1] for line in summary(c, record.data or {})]
        more = sum(len(cause.findings) for cause in found[1:])
        if more:
            article = shlex.quote(visible(record.article.id))
            told.append(f"    and {counted(more, 'more finding')}: extractor show {name} {article}")
        rows = 1 + sum(terminal.rows(line, _WIDTH) for line in told)
        if shown and rows > left:
            break
        if not shown:
            say("look here first:")
            left = _ROWS
        say(f"  {styled(visible(record.article.id), sys.stderr, bold=True)}")
        for line in told:
            say(line)
        shown, left = shown + 1, left - rows
    _more(flagged - shown, "flagged article", name)
    if shown:
        say()


def _say_end(result: RunResult, digest: _Digest) -> None:
    """What ended the run before its end, and whether the same command would go on."""
    counts, stopped = result.manifest.counts, result.stopped_by
    if stopped is not None and stopped.kind == "budget":
        say(f"\nstopped by the budget: {visible(stopped.message)}; go on with a larger --budget")
        return
    if stopped is not None:
        say(
            f"\nstopped, since every further article would fail alike: {stopped.kind}: "
            f"{visible(stopped.message)}"
        )
    if result.interrupted:
        say("\nwhat was finished is kept")
    if counts.pending or digest.kinds.keys() - {"article"}:
        mended = "once that is mended " if stopped and stopped.kind in PERMANENT_KINDS else ""
        say(f"\n{mended}the same command goes on from here")
    if unread := digest.kinds["article"]:
        what = "what cannot be read is" if unread == 1 else f"the {unread} that cannot be read are"
        say(f"\n{what} tried again by the same command: mend or leave out")


def _next(result: RunResult, digest: _Digest, endpoint: Endpoint, name: str) -> Iterator[str]:
    """The commands of use now, each of which has something to work on."""
    commands = []
    if digest.articles:
        first = f" {shlex.quote(visible(digest.flagged[0].article.id))}" if digest.flagged else ""
        commands.append(f"show {name}{first}")
    if digest.articles and not digest.figures:
        yield (
            "\nno figure was found: builtin reads Vietnamese trade news alone, others by another "
            "--endpoint"
            if endpoint.in_process
            else "\nno figure was found: «extractor show RUN ARTICLE --raw» has what was asked and "
            "answered"
        )
    elif digest.paired and not result.interrupted:
        commands.append(f"diff {name}")
    elif not result.interrupted:
        if digest.flagged:
            commands.append(f"review {name}  # decide what is flagged")
        if digest.right or digest.by_source:
            commands.append(f"accept {name}  # make golden what seems right")
    if result.stopped_by is not None and result.stopped_by.kind in PERMANENT_KINDS:
        commands.append(f"endpoints test {shlex.quote(visible(endpoint.name))}")
    for number, command in enumerate(commands):
        yield ("      " if number else "\nnext: ") + f"extractor {command}"


def _more(count: int, noun: str, run: str) -> None:
    if count > 0:
        say(f"  and {counted(count, f'more {noun}')}: extractor show {run}")
