"""A run's progress on standard error: a bar on a terminal, quiet lines anywhere else."""

from __future__ import annotations

import re
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from extractor.cli import terminal
from extractor.cli.words import Reasons, counted
from extractor.endpoint.pace import Waiting
from extractor.record import Record
from extractor.source import Source
from extractor.store import Counts

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID


_WORTH_SAYING_S = 2
_SAID_AGAIN_S = 60
"""Off a terminal, where nothing can be drawn anew: seconds after which more of it is told."""
_DIGITS = re.compile(r"[0-9.,]+")


class _Waits:
    """The pauses of one endpoint for one reason, as far as they were worth saying."""

    def __init__(self) -> None:
        self.number = 0
        self.seconds = self.untold = 0.0
        self.reason = ""

    def add(self, pause: Waiting) -> None:
        self.number += 1
        self.seconds += pause.seconds
        # The first is told as it begins.
        self.untold += pause.seconds if self.number > 1 else 0.0
        self.reason = pause.reason


class RunProgress:
    """Shows how far a run is; failures are named as they happen.

    ``named`` are the articles of those, ``reasons`` tells why.
    """

    def __init__(self, limit: int | None = None) -> None:
        """``limit`` is how many articles are done at most."""
        self._limit = limit
        self._bar: Progress | None = None
        self._task: TaskID | None = None
        self._open = 0
        self._until = 0.0
        self._pauses = ""
        self._waits: dict[tuple[str, str], _Waits] = {}
        self._counts = {"ok": 0, "flagged": 0, "failed": 0}
        self.named: set[str] = set()
        self.reasons = Reasons()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar.stop()
        for (endpoint, _), waits in self._waits.items():
            if waits.untold:
                told = f"{waits.number} times, {waits.seconds:.0f} s in all"
                self._say(f"endpoint {endpoint} waited {told}: {waits.reason}")

    def began(self, folder: Path, counts: Counts, resumed: bool, notice: str | None) -> None:
        """Say whether this goes on with a run, and draw the bar where there is a terminal."""
        name = terminal.visible(str(folder))
        if resumed:
            terminal.say(
                f"going on with {name}: {counts.ok + counts.flagged} of "
                f"{counted(counts.total, 'article')} had a result, {counts.failed} failed, "
                f"{counts.pending} pending"
            )
        if notice:
            terminal.say(terminal.visible(notice))
        if not sys.stderr.isatty():
            return
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            Progress,
            ProgressColumn,
            Task,
            TextColumn,
        )
        from rich.progress import TimeRemainingColumn as Remaining
        from rich.text import Text

        progress = self

        class _Countdown(ProgressColumn):
            max_refresh = 0.5

            def render(self, task: Task) -> Text:
                del task
                left = progress._until - time.monotonic()
                return Text(f"waiting {left:.0f} s{progress._pauses}" if left > 0 else "")

        class _Console(Console):
            def on_broken_pipe(self) -> None:
                """A terminal that went away ends the drawing, not the run."""

        self._bar = Progress(
            TextColumn("extracting"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[counts]}"),
            Remaining(),
            _Countdown(),
            console=_Console(file=sys.stderr, markup=False, emoji=False),
            transient=True,
        )
        self._bar.start()
        self._open = counts.pending + counts.failed
        self._task = self._bar.add_task("", total=self._total(counts.total), counts="")

    def _total(self, every: int) -> int:
        """How many articles the bar counts: with a limit those that are done now."""
        return every if self._limit is None else min(self._limit, self._open)

    def kept(self, source: Source, unreadable: str | None = None) -> None:
        """Count an article that has a result already; say where its text cannot be read again."""
        if unreadable is not None:
            self._say(f"its result is kept: {source.id}: {unreadable}")
        if self._limit is None:
            self._advance()

    def changed(self, source: Source) -> None:
        """Say that an article is done anew."""
        self._say(f"its text changed, done anew: {source.id}")
        if self._limit is not None and self._bar is not None and self._task is not None:
            self._open += 1
            self._bar.update(self._task, total=self._total(0))

    def recorded(self, record: Record, ends: bool = False) -> None:
        """Count a result; name a failure, and its reason unless the run ends by it and with it."""
        self._counts[record.status] += 1
        if record.error is not None:
            self.named.add(record.article.id)
            kind = record.error.kind
            told = f"{kind}, which ends the run" if ends else self.reasons.told(record.error)
            self._say(f"failed: {record.article.id}: {told}")
        self._advance()

    def noted(self, line: str) -> None:
        """Say what holds for the rest of the run."""
        self._say(line)

    def waiting(self, pause: Waiting) -> None:
        """Say once that all wait, why, and when they no longer do; on a terminal the bar counts.

        What is waited for again is added up: told at the end and, where there is no bar, now and
        then before.
        """
        self._until = pause.until
        self._pauses = f" ({pause.turn} of {pause.most})" if pause.most else ""
        if pause.seconds < _WORTH_SAYING_S:
            return
        waits = self._waits.get((pause.endpoint, _DIGITS.sub("", pause.reason)))
        if waits is None:
            waits = self._waits[pause.endpoint, _DIGITS.sub("", pause.reason)] = _Waits()
        waits.add(pause)
        if waits.number > 1 and (self._bar is not None or waits.untold < _SAID_AGAIN_S):
            return
        waits.untold = 0.0
        again = f", the last of {waits.number} waits so far" if waits.number > 1 else ""
        most = f" (given up after {pause.most} waits in a row)" if pause.most else ""
        self._say(
            f"endpoint {pause.endpoint} waits {pause.seconds:.0f} s{again}{most}: {pause.reason}"
        )

    def _say(self, line: str) -> None:
        if self._bar is not None:
            self._bar.console.print(terminal.visible(line), soft_wrap=True, highlight=False)
        else:
            terminal.say(terminal.visible(line))

    def _advance(self) -> None:
        if self._bar is not None and self._task is not None:
            told = ", ".join(f"{n} {status}" for status, n in self._counts.items() if n)
            self._bar.update(self._task, advance=1, counts=told)
