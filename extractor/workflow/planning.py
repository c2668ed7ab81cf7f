"""``run --dry-run``: what a run would send, about how much that is and what it would cost.

Nothing is sent, no key is needed and nothing is written.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import BinaryIO

from extractor.article import Article
from extractor.endpoint import cache, prices
from extractor.endpoint.cache import Cache
from extractor.endpoint.config import Mode
from extractor.endpoint.demand import Demand
from extractor.endpoint.ladder import Ladder
from extractor.endpoint.limits import ANSWER_TOKENS
from extractor.endpoint.modes import Layout
from extractor.errors import EndpointError
from extractor.project import Project
from extractor.source import collect
from extractor.store import Run
from extractor.workflow.running import described, existing, read_source
from extractor.workflow.setup import Setup


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run would do with its articles.

    ``sent`` would be sent; ``kept`` have a result in ``folder``, the run that would be gone on
    with; ``cached`` have an answer of another run; ``too_large`` and ``unreadable`` would fail.
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
    too_large: int
    unreadable: int
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
    found = collect(sources, project.root)
    folder = existing(project, described(project, sources, setup, found), out)
    done = _results(folder)
    answers = Cache(project) if cached and cache.path(project).exists() else None
    foreseen = _Foreseen(setup, answers)
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
                foreseen.add(job.text)
            else:
                unreadable += 1
    finally:
        if answers is not None:
            answers.close()
    return foreseen.plan(folder, kept, unreadable)


def _results(folder: Path | None) -> dict[str, str]:
    """The articles that have a result, by id the SHA-256 of the text."""
    if folder is None:
        return {}
    return {
        record.article.id: record.article.sha256
        for record in Run.open(folder).records()
        if record.status in ("ok", "flagged")
    }


class _Foreseen:
    """What becomes of articles that have no result yet."""

    def __init__(self, setup: Setup, kept: Cache | None) -> None:
        self._endpoint = setup.endpoint
        self._layout = Layout(
            setup.endpoint, setup.schema.report, setup.prompt.render(setup.schema)
        )
        self._demand = Demand(setup.endpoint, self._layout)
        self._ladder = Ladder(setup.endpoint)
        self._manner = self._ladder.manner
        self._kept = None if setup.endpoint.in_process else kept
        self._bounded = (
            prices.known(setup.endpoint) and setup.endpoint.max_output_tokens is not None
        )
        self._sent = self._cached = self._too_large = self._tokens = 0
        self._most = self._most_again = Decimal(0)

    @property
    def articles(self) -> int:
        return self._sent + self._cached + self._too_large

    def add(self, text: str) -> None:
        manner = self._manner
        if self._is_kept(text):
            self._cached += 1
            self._foresee_reask(text)
            return
        size = self._demand.tokens(manner, text)
        try:
            self._demand.require_room(size)
        except EndpointError:
            self._too_large += 1
            return
        self._sent += 1
        self._tokens += size
        if self._bounded:
            self._most += self._demand.most(manner, text)
        self._foresee_reask(text)

    def _foresee_reask(self, text: str) -> None:
        """An answer that is kept may be complained of too."""
        if self._bounded and self._endpoint.reask:
            self._most_again += self._demand.most_again(self._manner, text)

    def _is_kept(self, text: str) -> bool:
        if self._kept is None:
            return False
        return any(
            self._kept.find(self._endpoint, self._layout.sha256(way, text), way.mode) is not None
            for way in self._ladder.ways(self._manner)
        )

    def plan(self, folder: Path | None, kept: int, unreadable: int) -> Plan:
        endpoint = self._endpoint
        answers = self._sent * min(endpoint.max_output_tokens or ANSWER_TOKENS, ANSWER_TOKENS)
        return Plan(
            mode=self._manner.mode,
            folder=folder,
            sent=self._sent,
            kept=kept,
            cached=self._cached,
            too_large=self._too_large,
            unreadable=unreadable,
            prompt_tokens=self._tokens,
            cost=prices.cost(endpoint, self._tokens, answers),
            cost_at_most=self._most if self._bounded else None,
            cost_with_reasks=(
                self._most + self._most_again if self._bounded and endpoint.reask else None
            ),
        )
