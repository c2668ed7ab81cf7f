"""``run --dry-run``: what a run would send, about how much that is and what it would cost.

Nothing is sent, no key is needed and nothing is written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import BinaryIO

from extractor.article import Article
from extractor.endpoint import cache, prices
from extractor.endpoint.cache import Cache
from extractor.endpoint.config import Mode
from extractor.project import Project
from extractor.record import Usage
from extractor.source import collect
from extractor.store import Run
from extractor.workflow.forecast import Forecast
from extractor.workflow.reading_first import read_whole
from extractor.workflow.running import described, existing, passed_over, read_source
from extractor.workflow.setup import Setup


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run would do with its articles.

    ``sent`` would be sent; ``kept`` have a result in ``folder``, the run that would be gone on
    with; ``cached`` have an answer of another run; ``read`` are read whole by the reader, which is
    asked first; ``too_large`` and ``unreadable`` would fail.
    ``passed_over`` says which files are no articles, where some are.
    ``prompt_tokens`` and ``cost`` are about what the ones sent need, answers taken to be
    ``ANSWER_TOKENS`` long; ``cost_at_most`` is what no answer within its limit can exceed. Costs
    are US dollars, ``None`` where a price is not known, ``cost_at_most`` also where nothing limits
    an answer. ``cost_with_reasks`` is the same where the model is asked once more about every
    article, ``None`` where it is not set to be. Answers that cannot be used are not foreseen.
    """

    mode: Mode
    folder: Path | None
    sent: int
    kept: int
    cached: int
    read: int
    too_large: int
    unreadable: int
    passed_over: str | None
    prompt_tokens: int
    cost: Decimal | None
    cost_at_most: Decimal | None
    cost_with_reasks: Decimal | None


def plan(
    project: Project,
    sources: Sequence[str],
    setup: Setup,
    *,
    out: Path | None = None,
    limit: int | None = None,
    cached: bool = True,
    stdin: BinaryIO | None = None,
) -> Plan:
    """Foresee the run that the same arguments of ``running.run`` would make.

    Raises ``UsageError``, ``ConfigurationError`` or ``StoreError``.
    """
    aside: list[Path] = []
    found = collect(sources, project.root, aside)
    folder = existing(project, described(project, sources, setup, found), out)
    done = _results(folder)
    answers = Cache(project) if cached and cache.path(project).exists() else None
    foreseen = _Totals(setup, answers)
    kept = unreadable = 0
    try:
        for source in found:
            job = read_source(source, stdin)
            same = not isinstance(job, Article) or done.get(source.id) == job.sha256
            if source.id in done and same:
                kept += 1
            elif unreadable + foreseen.articles == limit:
                break
            elif isinstance(job, Article):
                foreseen.add(job)
            else:
                unreadable += 1
    finally:
        if answers is not None:
            answers.close()
    return foreseen.plan(folder, kept, unreadable, passed_over(project, aside))


def _results(folder: Path | None) -> dict[str, str]:
    """The articles that have a result, by id the SHA-256 of the text."""
    if folder is None:
        return {}
    return {
        record.article.id: record.article.sha256
        for record in Run.open(folder).records()
        if record.status in ("ok", "flagged")
    }


class _Totals:
    """What becomes of articles that have no result yet."""

    def __init__(self, setup: Setup, kept: Cache | None) -> None:
        self._setup = setup
        self._forecast = Forecast(setup, kept)
        self._fates: Counter[str] = Counter()
        self._usage = Usage()
        self._most: Decimal | None = Decimal(0)
        self._most_again: Decimal | None = Decimal(0)

    @property
    def articles(self) -> int:
        return self._fates.total()

    def add(self, article: Article) -> None:
        if self._setup.reader_first and read_whole(article, self._setup.schema) is not None:
            self._fates["read"] += 1
            return
        foreseen = self._forecast.of(article.text)
        self._fates[foreseen.fate] += 1
        self._usage += foreseen.usage
        self._most = _sum(self._most, foreseen.most)
        self._most_again = _sum(self._most_again, foreseen.most_again)

    def plan(self, folder: Path | None, kept: int, unreadable: int, aside: str | None) -> Plan:
        endpoint, bounded = self._setup.endpoint, self._forecast.bounded
        known = prices.known(endpoint)
        with_reasks = bounded and endpoint.reask
        return Plan(
            mode=self._forecast.manner.mode,
            folder=folder,
            sent=self._fates["sent"],
            kept=kept,
            cached=self._fates["cached"],
            read=self._fates["read"],
            too_large=self._fates["too_large"],
            unreadable=unreadable,
            passed_over=aside,
            prompt_tokens=self._usage.prompt_tokens or 0,
            cost=self._usage.cost_usd or Decimal(0) if known else None,
            cost_at_most=self._most if bounded else None,
            cost_with_reasks=_sum(self._most, self._most_again) if with_reasks else None,
        )


def _sum(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None or other is None else one + other
