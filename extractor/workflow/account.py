"""What a run took and how it came out: who answered, how many articles, tokens, money and time.

``None`` is unknown, which is never zero. Runs of other programs may say nothing of all this.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from statistics import median

from extractor.record import Data, Record, Usage
from extractor.store import Manifest, Run


@dataclass(frozen=True, slots=True)
class Account:
    """One run as a whole.

    ``answered`` counts answers by endpoint, model and mode as the records have them; ``statuses``
    articles by status, «pending» for those without a record. ``cached`` counts answers that a store
    served. ``seconds`` is the median of what an article took, over the ``timed`` articles of which
    every attempt says; ``wall`` the seconds from start to finish, pauses of a run that was gone on
    with included.
    """

    folder: str
    manifest: Manifest
    statuses: Mapping[str, int]
    answered: Mapping[tuple[str | None, str | None, str | None], int]
    usage: Usage | None
    cached: int
    seconds: Decimal | None
    timed: int
    wall: Decimal | None

    @property
    def modes(self) -> list[str]:
        """The modes that answers came by, most frequent first."""
        found: Counter[str] = Counter()
        for (_, _, mode), number in self.answered.items():
            if mode is not None:
                found[mode] += number
        return [mode for mode, _ in found.most_common()]

    def to_json(self) -> Data:
        """The account as an object, every entry present."""
        manifest = self.manifest
        return {
            "run": self.folder,
            "endpoint": manifest.endpoint or None,
            "model": manifest.model or None,
            "prompt": manifest.prompt or None,
            "prompt_sha256": manifest.hashes.get("prompt"),
            "answered": [
                {"endpoint": endpoint, "model": model, "mode": mode, "articles": number}
                for (endpoint, model, mode), number in self.answered.items()
            ],
            "articles": dict(self.statuses),
            "usage": self.usage.to_json() if self.usage is not None else None,
            "cached": self.cached,
            "seconds_per_article": self.seconds,
            "timed": self.timed,
            "wall_seconds": self.wall,
            "resumed": manifest.resumed is not None,
        }


class Bookkeeper:
    """Draws up the account of a run from its records, one at a time."""

    def __init__(self, folder: str, run: Run) -> None:
        """``folder`` is how the run's folder is shown."""
        self._folder = folder
        self._run = run
        self._statuses: Counter[str] = Counter()
        self._answered: Counter[tuple[str | None, str | None, str | None]] = Counter()
        self._usage = Usage()
        self._cached = 0
        self._seconds: list[Decimal] = []

    def note(self, record: Record) -> None:
        """Take a record into account."""
        self._statuses[record.status] += 1
        self._usage += record.usage
        if (answer := record.answer) is not None:
            self._answered[answer.endpoint, answer.model, answer.mode] += 1
            self._cached += answer.cached
        seconds = [attempt.seconds for attempt in record.attempts if attempt.seconds is not None]
        if seconds and len(seconds) == len(record.attempts):
            self._seconds.append(sum(seconds, Decimal(0)))

    def account(self) -> Account:
        """The account of what was noted."""
        manifest = self._run.manifest
        # The manifest's has what superseded attempts used, but only some programs write it.
        usage = manifest.usage if manifest.usage.requests else self._usage
        names = ("ok", "flagged", "failed", "unchecked")
        return Account(
            folder=self._folder,
            manifest=manifest,
            statuses={name: self._statuses[name] for name in names}
            | {"pending": self._run.pending},
            answered=dict(self._answered.most_common()),
            usage=usage if usage.requests or self._cached else None,
            cached=self._cached,
            seconds=median(self._seconds) if self._seconds else None,
            timed=len(self._seconds),
            wall=_between(manifest.started, manifest.finished),
        )


def _between(start: str, end: str | None) -> Decimal | None:
    try:
        passed = datetime.fromisoformat(end or "") - datetime.fromisoformat(start)
    except (ValueError, TypeError):
        return None
    if passed < timedelta():
        return None
    return Decimal(passed // timedelta(milliseconds=1)) / 1000
