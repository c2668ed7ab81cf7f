"""Single keys from a terminal, which is left as it was found."""

from __future__ import annotations

import os
import select
import signal
import sys
import termios
import tty
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Self

_END = "\x04"
_ESCAPE_S = 0.05
_ENDING = (signal.SIGTERM, signal.SIGHUP)


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


class Keys:
    """While it is entered, keys come one by one and are not shown; what was typed ahead is kept.

    An interrupt is heard as ever.
    """

    def __init__(self) -> None:
        """For the terminal on standard input."""
        self._terminal = sys.stdin.fileno()
        self._before: list[Any] | None = None
        self._handlers: dict[signal.Signals, Any] = {}

    def __enter__(self) -> Self:
        self._before = termios.tcgetattr(self._terminal)
        # One that ends the process would leave the terminal without echo.
        self._handlers = {each: signal.signal(each, _interrupt) for each in _ENDING}
        tty.setcbreak(self._terminal, termios.TCSADRAIN)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._restore()
        for each, handler in self._handlers.items():
            signal.signal(each, handler)

    def _restore(self) -> None:
        if self._before is not None:
            termios.tcsetattr(self._terminal, termios.TCSADRAIN, self._before)

    @contextmanager
    def lent(self) -> Iterator[None]:
        """The terminal as it was before, for another program."""
        self._restore()
        try:
            yield
        finally:
            tty.setcbreak(self._terminal, termios.TCSADRAIN)

    def next(self) -> str:
        """The next key; one that sends several characters, such as an arrow, is the empty text.

        Raises ``EOFError`` where no more can come.
        """
        first = os.read(self._terminal, 1)
        if first in (b"", _END.encode()):
            raise EOFError
        if first != b"\x1b":
            size = next((n for n, mark in ((4, 0xF0), (3, 0xE0), (2, 0xC0)) if first[0] >= mark), 1)
            rest = os.read(self._terminal, size - 1) if size > 1 else b""
            return (first + rest).decode("utf-8", "replace")
        while select.select([self._terminal], [], [], _ESCAPE_S)[0]:
            if not os.read(self._terminal, 32):
                break
        return ""
