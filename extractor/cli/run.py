"""``extractor run``: extract, check, write a run, and say what to look at first."""

from __future__ import annotations

import shlex
import sys
from collections import Counter
from collections.abc import Set
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
from extractor.errors import INTERRUPTED, UsageError, one_line
from extractor.project import Project
from extractor.record import Failure, Record
from extractor.schema import Schema, figures
from extractor.store import Run
from extractor.workflow import planning, running
from extractor.workflow.running import RunResult
from extractor.workflow.setup import prepare

_SHOWN = 5
"""Articles that are named of each kind."""
_CAUSES = 2
"""Groups of findings that are told of an article."""


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
        for line in plan_lines(foreseen, setup, affordable):
            terminal.put(line)
        return 0
    with RunProgress() as progress:
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
    """What a person should look at first, as far as it is shown, and how much more there is."""

    articles: int = 0
    statements: int = 0
    figures: int = 0
    warnings: int = 0
    crashed: int = 0
    unnamed: int = 0
    cached: int = 0
    failed: list[Record] = field(default_factory=list)
    by_model: list[Record] = field(default_factory=list)
    by_source: list[Record] = field(default_factory=list)

    def add(self, record: Record, schema: Schema, named: Set[str]) -> None:
        self.articles += record.data is not None
        if record.data is not None:
            self.statements += len(record.data.get("statements") or ())
            self.figures += sum(1 for _ in figures(record.data, schema))
        self.crashed += bool(record.crashed)
        self.cached += record.usage.cached
        self.warnings += any(f.severity == "warning" for f in record.findings)
        if record.status == "failed":
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


def summarise(
    project: Project,
    result: RunResult,
    schema: Schema,
    endpoint: Endpoint,
    progress: RunProgress,
) -> int:
    """Say on standard error how a run ended and what to look at first.

    What failed while ``progress`` was shown was said already. Returns in how many articles a check
    broke down, so that its rules are not judged.
    """
    counts, digest, bill = result.manifest.counts, _Digest(), Bill()
    articles = frozenset(result.manifest.articles or ())
    earlier = 0
    for record in Run.open(result.folder).records():
        bill.add(record)
        if record.article.id in articles:
            digest.add(record, schema, progress.named)
        else:
            earlier += record.data is not None
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
    flagged = [*digest.by_model, *digest.by_source][:_SHOWN]
    if flagged:
        say("\nlook here first:")
    for record in flagged:
        say(f"  {styled(visible(record.article.id), sys.stderr, bold=True)}")
        found = [c for c in causes(record.findings) if c.lead.severity == "error"]
        for cause in found[:_CAUSES]:
            for line in summary(cause, record.data or {}, sys.stderr):
                say(f"    {line}")
        _more(sum(len(c.findings) for c in found[_CAUSES:]), "finding", "    ")
    _more(counts.flagged - len(flagged), "flagged article", "  ")
    if digest.failed:
        say("\nwithout a result:")
    for record in digest.failed:
        error = record.error or Failure("internal", "the record says no reason")
        say(f"  {visible(record.article.id)}: {progress.reasons.told(error)}")
    _more(digest.unnamed - len(digest.failed), "failed article", "  ")
    if digest.crashed:
        crashed = counted(digest.crashed, "article")
        say(f"\n{crashed} with a check that broke down, see «extractor show»")
    stopped = result.stopped_by
    poor = stopped is not None and stopped.kind == "budget"
    if stopped is not None and poor:
        say(f"\nstopped by the budget: {visible(stopped.message)}; go on with a larger --budget")
    elif stopped is not None:
        say(
            f"\nstopped, since every further article would fail alike: {stopped.kind}: "
            f"{visible(stopped.message)}"
        )
    if result.interrupted:
        say("\nwhat was finished is kept")
    if (counts.pending or counts.failed) and not poor:
        say("\nthe same command goes on from here")
    name = shlex.quote(visible(short(result.folder)))
    first = f" {shlex.quote(visible(flagged[0].article.id))}" if flagged else ""
    say(f"\nnext: extractor show {name}{first}")
    if not result.interrupted and any((project.goldens / schema.name).rglob("*.json")):
        say(f"      extractor diff {name}")
    return digest.crashed


def _more(count: int, noun: str, indent: str) -> None:
    if count > 0:
        say(f"{indent}and {counted(count, f'more {noun}')}, see «extractor show»")
