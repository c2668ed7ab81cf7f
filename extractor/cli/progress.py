"""A run's progress on standard error: a bar on a terminal, quiet lines anywhere else."""

from __future__ import annotations

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


class RunProgress:
    """Shows how far a run is; failures are named as they happen.

    ``named`` are the articles of those, ``reasons`` tells why.
    """

    def __init__(self) -> None:
        self._bar: Progress | None = None
        self._task: TaskID | None = None
        self._until = 0.0
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
                return Text(f"waiting {left:.0f} s" if left > 0 else "")

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
        self._task = self._bar.add_task("", total=counts.total, counts="")

    def kept(self, source: Source, unreadable: str | None = None) -> None:
        """Count an article that has a result already; say where its text cannot be read again."""
        if unreadable is not None:
            self._say(f"its result is kept: {source.id}: {unreadable}")
        self._advance()

    def changed(self, source: Source) -> None:
        """Say that an article is done anew."""
        self._say(f"its text changed, done anew: {source.id}")

    def recorded(self, record: Record) -> None:
        """Count a result; name a failure."""
        self._counts[record.status] += 1
        if record.error is not None:
            self.named.add(record.article.id)
            self._say(f"failed: {record.article.id}: {self.reasons.told(record.error)}")
        self._advance()

    def noted(self, line: str) -> None:
        """Say what holds for the rest of the run."""
        self._say(line)

    def waiting(self, pause: Waiting) -> None:
        """Say that all wait and why; on a terminal the bar counts down."""
        if pause.seconds >= _WORTH_SAYING_S:
            self._say(f"endpoint {pause.endpoint} waits {pause.seconds:.0f} s: {pause.reason}")
        self._until = pause.until

    def _say(self, line: str) -> None:
        if self._bar is not None:
            self._bar.console.print(terminal.visible(line), soft_wrap=True, highlight=False)
        else:
            terminal.say(terminal.visible(line))

    def _advance(self) -> None:
        if self._bar is not None and self._task is not None:
            told = ", ".join(f"{n} {status}" for status, n in self._counts.items() if n)
            self._bar.update(self._task, advance=1, counts=told)
