"""``gate``: golden articles through an endpoint again, and the answers held against the goldens.

An answer that was recorded for the very request serves in place of a fresh one: for it nothing is
sent and no key is needed. Only what has none is asked; where that cannot be done, and the endpoint
has recorded answers to others, the article is ``stale``. Nothing is written. A golden whose article
is not at hand is skipped, which is not passing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.article import Article
from extractor.diff import ArticleDiff, RunDiff, diff_run
from extractor.endpoint.recorded import Recordings
from extractor.errors import ConfigurationError, ErrorKind
from extractor.golden import Shelf
from extractor.record import Data, Failure, Record
from extractor.schema import Schema
from extractor.workflow.cases import Cases
from extractor.workflow.pipeline import Done, Pass, better, judged, objection
from extractor.workflow.setup import Setup

if TYPE_CHECKING:
    from extractor.endpoint.service import Listener

_NOT_ASKED: frozenset[ErrorKind] = frozenset({"auth", "network"})
"""Kinds of failure by which nobody was asked anything."""


@dataclass(frozen=True, slots=True)
class GateResult:
    """How gating ended.

    ``diff`` has every golden of ``shelf`` but those in ``pending``, the ids of articles that were
    not reached because of ``stopped_by`` or an interruption; a golden that cannot be used is in it
    as broken. ``replayed`` are the ids of articles that a recorded answer served,
    ``without_golden`` those of given articles that no golden is about. ``answers`` are the records,
    in the goldens' order, with what was asked and answered where it was just now; ``places`` are
    the files of their texts, by article id.
    """

    shelf: Shelf
    diff: RunDiff
    pending: tuple[str, ...]
    interrupted: bool
    stopped_by: Failure | None
    replayed: tuple[str, ...] = ()
    without_golden: tuple[str, ...] = ()
    answers: tuple[tuple[Record, Data | None], ...] = ()
    places: Mapping[str, Path] = field(default_factory=dict)

    def to_json(self) -> Data:
        """The differences as ``diff`` writes them, and what was not reached or has no golden."""
        return {
            **self.diff.to_json(),
            "pending": list(self.pending),
            "stopped_by": stop_to_json(self.stopped_by),
            "without_golden": list(self.without_golden),
        }


def stop_to_json(stopped: Failure | None) -> Data | None:
    """What ended a pass early, as an object."""
    return {"kind": stopped.kind, "message": stopped.message} if stopped is not None else None


def gate(
    setup: Setup,
    golden_dir: Path,
    folder: Path | None = None,
    listener: Listener | None = None,
    *,
    only: Collection[str] | None = None,
) -> GateResult:
    """Hold an answer to every golden article against its golden: a recorded one, else a fresh one.

    ``folder`` is where articles of detached goldens are looked for, by SHA-256; ``listener`` hears
    of the endpoint's pauses; ``only`` are the ids of the goldens to gate, all where it is ``None``.
    Raises ``NothingToGate`` where no golden can be used or has an article, but not where ``only``
    names them, of which the result tells each as it is; ``ConfigurationError`` where a key is
    missing and no answer is recorded, ``StoreError`` where the recorded answers cannot be read.
    """
    cases = Cases.load(golden_dir, setup.schema.name, folder, only)
    recordings = Recordings.load(cases.shelf.folder, setup.endpoint.name)
    articles = list(cases.articles())
    if setup.endpoint.in_process or not recordings:
        return compared(cases, ask(setup, articles, listener), setup.schema)
    replayed = replay(setup, articles, recordings)
    rest = [article for article in articles if article.id not in replayed]
    lacking = _key_lacking(setup) if rest else None
    fresh = ask(setup, rest if lacking is None else (), listener)
    return compared(cases, fresh, setup.schema, replayed, lacking, recorded=True)


@dataclass(frozen=True, slots=True)
class Asked:
    """Fresh answers, by article id in the order in which they came, and how asking ended."""

    done: dict[str, list[Done]]
    interrupted: bool
    stopped_by: Failure | None


def ask(setup: Setup, jobs: Iterable[Article], listener: Listener | None = None) -> Asked:
    """Ask the endpoint about each of these articles, as often as each is among them.

    What an endpoint answers today is what is gated: no answer of a run serves. Raises
    ``ConfigurationError`` where a key is missing and there is anything to ask.
    """
    left = list(jobs)
    done: dict[str, list[Done]] = {}
    if not left:
        return Asked(done, interrupted=False, stopped_by=None)

    def deliver(finished: Sequence[Done]) -> None:
        for one in finished:
            done.setdefault(one.record.article.id, []).append(one)

    work = Pass(setup, iter(left), deliver, listener=listener)
    work.go()
    return Asked(done, work.interrupted, work.stopped_by)


def replay(setup: Setup, articles: Iterable[Article], recordings: Recordings) -> dict[str, Record]:
    """The articles that a recorded answer fits, by id, each checked anew; nothing is sent."""
    from extractor.extraction import Extractor

    extractor = Extractor(setup.endpoint, setup.schema, setup.prompt, fallbacks=setup.fallbacks)
    found: dict[str, Record] = {}
    for article in articles:
        extraction = extractor.recall(article.text, recordings)
        if extraction is None:
            continue
        done = judged(article, extraction, setup)
        if (said := objection(article, done, setup)) is not None:
            again = extractor.recall_again(article.text, extraction, said, recordings)
            if again is None:
                # To be asked again is part of its answer, and that is not recorded.
                continue
            done = better(article, done, again, setup)
        found[article.id] = done.record
    return found


def compared(
    cases: Cases,
    asked: Asked,
    schema: Schema,
    replayed: dict[str, Record] | None = None,
    lacking: str | None = None,
    *,
    recorded: bool = False,
) -> GateResult:
    """The answers held against the goldens.

    ``lacking`` says why nobody could be asked; ``recorded`` that the endpoint has recorded answers,
    so that what has none and could not be asked is stale.
    """
    replayed = replayed or {}
    records = replayed | {name: done[0].record for name, done in asked.done.items()}
    pending = [name for name in cases.ids if name not in records]
    texts = {article.id: article.text for article in cases.articles()}
    found = diff_run(
        cases.shelf,
        (records[name] for name in cases.ids if name in records),
        schema,
        lambda record: texts[record.article.id],
    )
    stale = {}
    if recorded:
        if lacking is None and asked.stopped_by and asked.stopped_by.kind in _NOT_ASKED:
            lacking = asked.stopped_by.message
        if lacking is not None:
            stale = dict.fromkeys(pending, lacking)
        stale |= {
            name: record.error.message
            for name, record in records.items()
            if record.error is not None and record.error.kind in _NOT_ASKED
        }
    reached = tuple(_reached(found, set(pending), stale))
    return GateResult(
        cases.shelf,
        replace(found, articles=reached),
        tuple(name for name in pending if name not in stale),
        asked.interrupted,
        asked.stopped_by,
        tuple(replayed),
        cases.without_golden,
        tuple(
            (records[name], asked.done[name][0].exchange if name in asked.done else None)
            for name in cases.ids
            if name in records and name not in stale
        ),
        cases.places,
    )


def _reached(found: RunDiff, pending: set[str], stale: dict[str, str]) -> Iterator[ArticleDiff]:
    for article in found.articles:
        name = article.article_id
        unmet = article.state in ("absent", "skipped") and name in pending
        if name in stale and (unmet or article.state == "failed"):
            reason = f"no recorded answer fits its request, and it cannot be asked: {stale[name]}"
            yield ArticleDiff(name, article.golden_id, "stale", reason=reason)
        elif not unmet:
            yield article


def _key_lacking(setup: Setup) -> str | None:
    """What is wrong with an endpoint's key, ``None`` where all can be asked."""
    try:
        for endpoint in setup.endpoints:
            endpoint.key()
    except ConfigurationError as error:
        return error.message
    return None
