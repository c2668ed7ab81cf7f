"""The articles of a run held against each other, when it ends and whenever it is checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from extractor import durable
from extractor.checks.agreement import Agreement, Line, Sayings
from extractor.errors import StoreError, UsageError
from extractor.schema import Schema
from extractor.store import Run
from extractor.store import agreement as kept
from extractor.workflow.checking import Texts, recheck_one


def agree(
    run: Run,
    order: Sequence[str],
    heard: Mapping[str, Sayings],
    schema: Schema,
    texts: Texts,
    *,
    stopped: Callable[[], bool],
) -> None:
    """Keep where the articles of ``order`` agree, for a run that is open for writing.

    ``heard`` is what those done just now say; the others are checked anew for it, unless nothing
    was done. Where ``stopped`` says so nothing is kept, not even what was found before. Raises
    ``StoreError``.
    """
    if not heard and kept.kept(run.folder) is not None:
        return
    said, members = dict(heard), frozenset(order)
    for record in run.records(current=True):
        if stopped():
            kept.drop(run.folder)
            return
        if record.article.id in members and record.article.id not in said:
            said[record.article.id] = recheck_one(record, schema, texts).said
    agreement = Agreement(schema)
    for article_id in order:
        agreement.hear(said.get(article_id, ()))
    kept.keep(run.folder, agreement.lines())


def keep(run: Run, found: Sequence[Line]) -> str | None:
    """Keep what a check found; why that could not be, where it could not."""
    try:
        lock = durable.Lock(run.folder)
    except (StoreError, UsageError) as error:
        return str(error)
    try:
        kept.keep(run.folder, found)
    except StoreError as error:
        return str(error)
    finally:
        lock.release()
    return None
