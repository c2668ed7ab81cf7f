"""A command on a terminal of its own: keys go in, what it shows comes out."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.forked import Process

_STYLE = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")
_PATIENCE_S = 30.0


class Terminal:
    """Runs ``extractor`` with ``arguments`` in a folder; ``shown`` is all that it wrote so far."""

    def __init__(self, folder: Path, *arguments: str, env: Mapping[str, str]) -> None:
        self._master, slave = pty.openpty()
        self.shown = ""
        self._seen = 0
        self._process = Process(
            folder,
            arguments,
            {**env, "TERM": "xterm", "COLUMNS": "100", "LINES": "40"},
            stdin=slave,
            stdout=slave,
            stderr=slave,
            terminal=True,
        )
        os.close(slave)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.kill()
        os.close(self._master)

    def expect(self, words: str) -> str:
        """Wait until ``words`` are shown anew; what was shown since the last time, with them."""
        until = time.monotonic() + _PATIENCE_S
        while (at := self.shown.find(words, self._seen)) < 0:
            if not self._read(until):
                raise AssertionError(f"«{words}» was not shown, but: {self.shown[self._seen :]}")
        since, self._seen = self.shown[self._seen : at + len(words)], at + len(words)
        return since

    def press(self, keys: str) -> None:
        os.write(self._master, keys.encode())

    def ended(self) -> int:
        """Wait for its end; its exit status."""
        until = time.monotonic() + _PATIENCE_S
        while self._read(until):
            pass
        return self._process.wait(_PATIENCE_S)

    def kill(self) -> None:
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def _read(self, until: float) -> bool:
        ready, _, _ = select.select([self._master], [], [], max(0.0, until - time.monotonic()))
        if not ready:
            return False
        try:
            found = os.read(self._master, 65536)
        except OSError:
            return False
        self.shown += _STYLE.sub("", found.decode("utf-8", "replace")).replace("\r\n", "\n")
        return bool(found)
