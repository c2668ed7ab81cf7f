"""What the verbs that take a RUN begin with: the project, the run and its schema."""

from __future__ import annotations

from typing import NamedTuple

from extractor import project as projects
from extractor import schema as schemas
from extractor.cli.terminal import say, visible
from extractor.project import Project
from extractor.schema import Schema
from extractor.store import Run, locate


class Opened(NamedTuple):
    """A run that was named on the command line."""

    project: Project
    run: Run
    schema: Schema


def open_run(name: str) -> Opened:
    """The run of that name; what a person should know of its state is said on standard error."""
    project = projects.load()
    run = Run.open(locate(name, project.runs))
    resource = project.resource("schema", run.manifest.schema)
    schema = schemas.load(resource.name, resource.path)
    if run.notice:
        say(visible(run.notice))
    written = run.manifest.hashes.get("schema")
    if written is not None and written != schema.sha256:
        say(f"note: schema {visible(schema.name)} has changed since this run")
    return Opened(project, run, schema)


def say_pending(run: Run) -> bool:
    """Say how many articles of a run have no record yet; whether there are any."""
    if run.pending:
        say(f"{run.pending} pending: the run has not reached them yet")
    return run.pending > 0
