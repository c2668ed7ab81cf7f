"""What the verbs that take a RUN begin with: the project, the run and its schema."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from extractor import project as projects
from extractor import schema as schemas
from extractor.cli.terminal import say, visible
from extractor.project import Project
from extractor.schema import Schema
from extractor.store import RESULTS, Run, locate


class Opened(NamedTuple):
    """A run that was named on the command line."""

    project: Project
    run: Run
    schema: Schema


def open_run(name: str) -> Opened:
    """The run of that name; what a person should know of its state is said on standard error."""
    project = projects.load()
    folder = locate(name, project.runs)
    if name == "last":
        # Not always the one just made: a run with a folder of its own elsewhere is no «last».
        say(f"run {visible(short(folder))}")
    run = Run.open(folder)
    resource = project.resource("schema", run.manifest.schema)
    schema = schemas.load(resource.name, resource.path)
    if run.notice:
        say(visible(run.notice))
    written = run.manifest.hashes.get("schema")
    if written is not None and written != schema.sha256:
        say(f"note: schema {visible(schema.name)} has changed since this run")
    return Opened(project, run, schema)


def short(folder: Path) -> str:
    """A folder as one would type it here."""
    here = Path.cwd()
    absolute = folder.absolute()
    return str(absolute.relative_to(here) if absolute.is_relative_to(here) else absolute)


def say_pending(run: Run) -> bool:
    """Say how many articles of a run have no record yet; whether there are any."""
    if run.pending:
        say(f"{run.pending} pending: they have no record in the run")
    return run.pending > 0


def say_edited(run: Run) -> None:
    """Say that the findings that a run recorded may not be those of what it holds by now."""
    if run.edited:
        say(
            f"note: {RESULTS} has changed since this run ended, and its findings are those of "
            f"before; «extractor check {visible(short(run.folder))}» judges anew"
        )
