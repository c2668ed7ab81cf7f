"""``extractor run``: extract, check, write a run, and say how it ended."""

from __future__ import annotations

import sys
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated

import typer

from extractor import project as projects
from extractor.cli import terminal
from extractor.cli.ending import summarise
from extractor.cli.options import Endpoint as EndpointName
from extractor.cli.options import Model, Prompt, SchemaName
from extractor.cli.plan import plan_lines
from extractor.cli.progress import RunProgress
from extractor.cli.runs import short
from extractor.cli.terminal import say, visible
from extractor.endpoint.config import BUILTIN
from extractor.errors import INTERRUPTED, UsageError, one_line
from extractor.workflow import planning, running
from extractor.workflow.setup import prepare


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
