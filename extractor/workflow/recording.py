"""``gate --record``: fresh answers to the golden articles, kept so that gating can replay them.

What is recorded replays to the very report that it was recorded for: each answer is read again from
what is to be written before it is. Of an article that is not the project's to publish no passage is
kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.article import Article
from extractor.endpoint.recorded import Recorded, Recordings
from extractor.golden import quotes
from extractor.record import Record
from extractor.workflow.cases import Cases
from extractor.workflow.gating import Asked, GateResult, ask, compared, replay
from extractor.workflow.pipeline import Done
from extractor.workflow.setup import Setup

if TYPE_CHECKING:
    from extractor.endpoint.service import Listener


@dataclass(frozen=True, slots=True)
class Recording:
    """What became of the answers: ``path`` is their file, ``None`` where there is none to keep.

    ``recorded`` are the ids of articles whose fresh answer was recorded, ``kept`` of those whose
    earlier one still stands; ``refused`` says by id why an answer was not recorded; ``dropped``
    counts earlier answers that no golden's request matches any more.
    """

    path: Path | None
    recorded: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    refused: dict[str, str] = field(default_factory=dict)
    dropped: int = 0


def record(
    setup: Setup, golden_dir: Path, folder: Path | None = None, listener: Listener | None = None
) -> tuple[GateResult, Recording]:
    """Ask about every golden article afresh, record the answers and gate by them.

    An earlier answer stays where an article has no fresh one and its request is still the same;
    others are dropped only when every article was answered. Raises as ``gate`` does, and
    ``ConfigurationError`` where a key is missing.
    """
    cases = Cases.load(golden_dir, setup.schema.name, folder)
    earlier = None
    if not setup.endpoint.in_process:
        # Before anything is asked and paid for: what cannot be read cannot be replaced.
        earlier = Recordings.load(cases.shelf.folder, setup.endpoint.name)
    asked = ask(setup, cases.articles(), listener)
    result = compared(cases, asked, setup.schema)
    if earlier is None:
        return result, Recording(None)
    return result, _recorded(setup, cases, asked, earlier)


def _recorded(setup: Setup, cases: Cases, asked: Asked, earlier: Recordings) -> Recording:
    texts = {article.id: article for article in cases.articles()}
    rows, refused = _fresh(setup, cases, asked, texts)
    whole = len(rows) + len(refused) == len(cases.ready) and not cases.shelf.broken
    unanswered = [name for name in texts if name not in rows and name not in refused]
    refused |= {
        name: f"{error.kind}: {error.message}"
        for name in unanswered
        for done in asked.done.get(name, ())
        if (error := done.record.error) is not None
    }
    before = [row for row in earlier if row.article_id not in rows]
    left = [row for row in before if not _tells_too_much(row, cases, texts)]
    others = (article for name, article in texts.items() if name not in rows)
    still = replay(setup, others, Recordings(earlier.path, left))
    if whole:
        # Of a golden that was skipped nobody can tell, without its text, what its request is.
        skipped = {g.article.sha256 for g in cases.shelf} - {t.sha256 for t in texts.values()}
        left = [r for r in left if r.article_id in still or r.article_sha256 in skipped]
    Recordings(earlier.path, [*chain.from_iterable(rows.values()), *left]).write()
    return Recording(
        earlier.path, tuple(rows), tuple(still), refused, dropped=len(before) - len(left)
    )


def _fresh(
    setup: Setup, cases: Cases, asked: Asked, texts: dict[str, Article]
) -> tuple[dict[str, tuple[Recorded, ...]], dict[str, str]]:
    """The lines of fresh answers by article id, and why others cannot be recorded.

    An article whose model was asked once more has two.
    """
    from extractor.extraction import Extractor

    first = Extractor(setup.endpoint, setup.schema, setup.prompt)
    day = datetime.now(UTC).date().isoformat()
    rows: dict[str, tuple[Recorded, ...]] = {}
    refused: dict[str, str] = {}
    for name, (done, *_) in asked.done.items():
        found = tuple(_rows(done, day))
        if not found:
            continue
        if found[0].endpoint != setup.endpoint.name:
            # What changes the endpoint's own request makes a fallback's answer stale too.
            own = first.request_sha256(texts[name].text)
            found = (replace(found[0], request_sha256=own), *found[1:])
        if any(_tells_too_much(row, cases, texts) for row in found):
            refused[name] = "it quotes a passage of an article that is not the project's to publish"
        elif len(found) < len(done.extractions):
            refused[name] = "the model was asked once more and gave no second answer"
        else:
            rows[name] = found
    for name in list(_not_the_same(setup, texts, rows, asked)):
        del rows[name]
        refused[name] = "it would not replay to the same report"
    return rows, refused


def _rows(done: Done, day: str) -> Iterator[Recorded]:
    """The answers to an article as lines, without calls that failed."""
    for extraction in done.extractions if done.record.data is not None else ():
        answer, exchange = extraction.answer, extraction.exchange
        if answer is None or exchange is None or extraction.manner is None:
            continue
        if answer.request_sha256 is None or answer.endpoint is None or answer.model is None:
            continue
        yield Recorded(
            request_sha256=answer.request_sha256,
            answered_sha256=answer.request_sha256,
            article_id=done.record.article.id,
            article_sha256=done.record.article.sha256,
            endpoint=answer.endpoint,
            model=answer.model,
            served_model=answer.served_model,
            manner=extraction.manner,
            day=day,
            response=exchange["response"],
        )


def _tells_too_much(row: Recorded, cases: Cases, texts: dict[str, Article]) -> bool:
    """Whether an answer holds a passage of a detached golden's article."""
    return any(
        quotes([row.response, row.served_model], texts[golden.article.id].text)
        for golden in cases.ready
        if golden.detached and golden.article.sha256 == row.article_sha256
    )


def _not_the_same(
    setup: Setup, texts: dict[str, Article], rows: dict[str, tuple[Recorded, ...]], asked: Asked
) -> Iterator[str]:
    """The articles whose lines, read again as they would stand in the file, say something else."""
    every = chain.from_iterable(rows.values())
    read_again = Recordings.of(Path(), Recordings(Path(), every).content())
    again = replay(setup, (texts[name] for name in rows), read_again)
    for name in rows:
        first: Record = asked.done[name][0].record
        same = again.get(name)
        if same is None or (same.data, same.findings) != (first.data, first.findings):
            yield name
