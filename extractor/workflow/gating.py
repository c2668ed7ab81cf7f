"""``gate``: golden articles through an endpoint again, and the answers held against the goldens.

Nothing is written. A golden whose article is not at hand is skipped, which is not passing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from extractor import article as articles
from extractor.article import Article
from extractor.diff import RunDiff, diff_run
from extractor.errors import NothingToGate
from extractor.golden import Golden, Shelf
from extractor.record import Data, Failure, Record
from extractor.source import Source
from extractor.workflow.pipeline import Done, Pass
from extractor.workflow.setup import Setup

if TYPE_CHECKING:
    from extractor.endpoint.service import Listener


@dataclass(frozen=True, slots=True)
class GateResult:
    """How gating ended.

    ``diff`` has every golden but those in ``pending``, the ids of articles that were not reached
    because of ``stopped_by`` or an interruption; a golden that cannot be used is in it as broken.
    """

    diff: RunDiff
    pending: tuple[str, ...]
    interrupted: bool
    stopped_by: Failure | None

    def to_json(self) -> Data:
        """The differences as ``diff`` writes them, and what was not reached."""
        stopped = self.stopped_by
        return {
            **self.diff.to_json(),
            "pending": list(self.pending),
            "stopped_by": (
                {"kind": stopped.kind, "message": stopped.message} if stopped is not None else None
            ),
        }


def gate(
    setup: Setup, golden_dir: Path, folder: Path | None = None, listener: Listener | None = None
) -> GateResult:
    """Take every golden article through the endpoint and hold the answer against its golden.

    ``folder`` is where articles of detached goldens are looked for, by SHA-256; ``listener`` hears
    of the endpoint's pauses. Raises
    ``NothingToGate`` where no golden can be used or has an article.
    """
    shelf = Shelf.load(golden_dir, setup.schema.name)
    given = articles.by_hash(folder) if folder is not None else {}
    ready = [golden for golden in shelf if not golden.detached or golden.article.sha256 in given]
    if not ready:
        shelf.require_any()
        raise NothingToGate(
            f"no article was given for the {len(shelf)} goldens in {shelf.folder}",
            "all are detached; name their articles' folder with --articles",
        )

    def jobs() -> Iterator[Article]:
        for golden in ready:
            yield Article(golden.article.id, golden.article.source, _text(golden, given))

    records: dict[str, Record] = {}

    def deliver(finished: Sequence[Done]) -> None:
        records.update((record.article.id, record) for record, _ in finished)

    # What an endpoint answers today is what is gated: no answer of another run serves.
    work = Pass(setup, jobs(), deliver, listener=listener)
    work.go()
    order = [golden.article.id for golden in ready]
    pending = tuple(name for name in order if name not in records)
    found = diff_run(shelf, (records[name] for name in order if name in records), setup.schema)
    reached = [
        article
        for article in found.articles
        if article.state != "absent" or article.article_id not in pending
    ]
    return GateResult(
        replace(found, articles=tuple(reached)), pending, work.interrupted, work.stopped_by
    )


def _text(golden: Golden, given: dict[str, Source]) -> str:
    text = golden.text()
    return articles.read(given[golden.article.sha256]).text if text is None else text
