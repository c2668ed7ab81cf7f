"""What gating answered, kept as a run, so that it can be shown, reviewed and accepted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from extractor.project import Project
from extractor.record import Data, Record
from extractor.source import location
from extractor.store import Counts, Manifest, Run
from extractor.workflow.gating import GateResult
from extractor.workflow.setup import Setup


def keep(project: Project, setup: Setup, result: GateResult, folder: Path) -> Run:
    """Write the answers of a gate as a run in ``folder``, which holds nothing yet.

    Raises ``UsageError`` or ``StoreError`` where that cannot be done.
    """
    kept = list(_placed(project, result))
    order = [record.article.id for record, _ in kept]
    stale = [article.article_id for article in result.diff.of_state("stale")]
    pending = [*result.pending, *stale]
    manifest = Manifest(
        schema=setup.schema.name,
        prompt=setup.prompt.name,
        endpoint=setup.endpoint.name,
        model=setup.endpoint.model,
        hashes={"schema": setup.schema.sha256, "prompt": setup.prompt.sha256},
        sources=(location(result.shelf.folder, project.root),),
        articles=(*order, *pending),
        counts=Counts(pending=len(order) + len(pending), total=len(order) + len(pending)),
    )
    run = Run.create(folder, manifest)
    with run:
        if kept:
            run.append(*(record for record, _ in kept), exchanges=[sent for _, sent in kept])
        run.finish([*order, *pending])
    return run


def _placed(project: Project, result: GateResult) -> Iterator[tuple[Record, Data | None]]:
    """The records with the place of their article's text, which a golden calls by its name."""
    for record, exchange in result.answers:
        path = result.places.get(record.article.id)
        if path is None:
            yield record, exchange
        else:
            source = location(path, project.root)
            yield replace(record, article=replace(record.article, source=source)), exchange
