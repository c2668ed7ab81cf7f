"""``extractor gate``: the golden articles again, as a regression gate."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from extractor import project as projects
from extractor.cli import diff as diffs
from extractor.cli import differences, repeated, terminal
from extractor.cli.options import (
    ArticlesFolder,
    DiffForm,
    DiffFormOption,
    Endpoint,
    GoldenFolder,
    Model,
    Prompt,
    SchemaName,
)
from extractor.cli.progress import RunProgress
from extractor.cli.runs import short
from extractor.cli.terminal import say, visible
from extractor.cli.words import counted
from extractor.errors import INTERRUPTED, UsageError
from extractor.record import Failure
from extractor.store import refuse_used
from extractor.workflow.gating import GateResult
from extractor.workflow.gating import gate as run_gate
from extractor.workflow.keeping import keep
from extractor.workflow.recording import Recording, record
from extractor.workflow.repeating import RepeatResult
from extractor.workflow.repeating import repeat as run_repeat
from extractor.workflow.setup import prepare


def gate(
    schema: SchemaName = "trade",
    endpoint: Endpoint = "builtin",
    model: Model = None,
    prompt: Prompt = None,
    golden: GoldenFolder = None,
    articles: ArticlesFolder = None,
    recording: Annotated[
        bool, typer.Option("--record", help="Ask all afresh and record the answers.")
    ] = False,
    times: Annotated[
        int | None,
        typer.Option("--repeat", min=2, metavar="N", help="Ask N times: what is flaky?"),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Keep the answers as a run, to review it."),
    ] = None,
    form: DiffFormOption = DiffForm.text,
) -> int:
    """Run the golden articles again, as a regression gate.

    Recorded answers serve where the request is the same; nothing is written without --record or
    --out.
    Ends with 1 where something changed, with 2 where nothing could be gated or a golden cannot be
    used, with 3 where an article has no result or its recorded answer is stale.
    """
    if recording and times is not None:
        raise UsageError(
            "--repeat cannot be given together with --record", "several answers are not recorded"
        )
    if out is not None and times is not None:
        raise UsageError(
            "--repeat cannot be given together with --out", "a run has one answer each"
        )
    if out is not None:
        refuse_used(out)
    project = projects.load()
    setup = prepare(project, schema=schema, endpoint=endpoint, model=model, prompt=prompt)
    folder, progress = golden or project.goldens, RunProgress()
    if times is not None:
        if form not in (DiffForm.text, DiffForm.json):
            raise UsageError(f"--repeat has no form {form.value}", "text or json")
        return _told_repeats(run_repeat(setup, folder, times, articles, progress), form)
    made = None
    if recording:
        result, made = record(setup, folder, articles, progress)
    else:
        result = run_gate(setup, folder, articles, progress)
    # First of all what was found, and may have been paid for: to keep it may fail.
    status = _told(result, form, project.root)
    if out is not None:
        keep(project, setup, result, out)
    if made is not None:
        _say_recording(made)
    if out is not None:
        say(f"next: extractor review {visible(shlex.quote(str(out)))}")
    return status or (3 if made is not None and made.refused else 0)


def _told(result: GateResult, form: DiffForm, root: Path) -> int:
    """Print the result and return the exit status."""
    if form is DiffForm.json:
        terminal.put_json(result.to_json())
    else:
        diffs.put_diff(result.diff, form, result.shelf, root, len(result.pending))
    differences.say_how_to_mend(result.diff)
    if result.replayed:
        say(f"{counted(len(result.replayed), 'recorded answer')} replayed")
    _say_left(
        (article.article_id for article in result.diff.of_state("skipped")),
        result.without_golden,
        result.pending,
        result.stopped_by,
    )
    if result.interrupted:
        return INTERRUPTED
    return diffs.status(result.diff) or (3 if result.pending else 0)


def _told_repeats(result: RepeatResult, form: DiffForm) -> int:
    found = result.repeats
    if form is DiffForm.json:
        terminal.put_json(result.to_json())
    else:
        repeated.put_text(found)
    _say_left(
        (article.article_id for article in found.of_state("skipped")),
        result.without_golden,
        result.pending,
        result.stopped_by,
    )
    if result.interrupted:
        return INTERRUPTED
    return repeated.status(found) or (3 if result.pending else 0)


def _say_left(
    skipped: Iterable[str],
    without_golden: Iterable[str],
    pending: Iterable[str],
    stopped_by: Failure | None,
) -> None:
    """Name what was not gated, and why."""
    for name in skipped:
        say(f"skipped, not passed: {visible(name)}: its article was not given")
    for name in without_golden:
        say(f"without a golden: {visible(name)}")
    for name in pending:
        say(f"not reached: {visible(name)}")
    if stopped_by is not None:
        say(f"stopped: {stopped_by.kind}: {visible(stopped_by.message)}")


def _say_recording(made: Recording) -> None:
    if made.path is None:
        say("nothing is recorded: builtin answers anywhere")
        return
    for name, reason in made.refused.items():
        say(f"not recorded: {visible(name)}: {visible(reason)}")
    kept = f", {len(made.kept)} kept from before" if made.kept else ""
    dropped = f", {made.dropped} of no golden dropped" if made.dropped else ""
    told = f"{counted(len(made.recorded), 'answer')} recorded"
    # Without any there need not be a file.
    where = f": {visible(short(made.path))}" if made.recorded or kept or dropped else ""
    say(f"{told if made.recorded else 'nothing was recorded'}{kept}{dropped}{where}")
