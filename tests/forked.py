"""Commands in processes of their own that are there at once: forks of one that has imported all.

For what a command does in a process of its own, which would else take its time for the imports;
what tests the start itself starts it. The process that they are forks of is ``tests.preloaded``.
"""

from __future__ import annotations

import atexit
import fcntl
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from subprocess import DEVNULL, PIPE
from types import TracebackType
from typing import IO, Any, Self

from tests.harness import REPOSITORY, Outcome, ProjectFolder
from tests.preloaded import LENGTH

_PATIENCE_S = 60.0


class Process:
    """A command under way, used like a ``subprocess.Popen`` of the same arguments."""

    def __init__(
        self,
        folder: Path,
        arguments: Sequence[str],
        environment: Mapping[str, str],
        *,
        stdin: int = DEVNULL,
        stdout: int = PIPE,
        stderr: int = PIPE,
        pipesize: int = -1,
        terminal: bool = False,
        code: str = "",
    ) -> None:
        """``terminal`` makes standard input the terminal that controls a session of its own.

        ``code`` is run in the place of the command line.
        """
        self.returncode: int | None = None
        self.stdin, theirs_in = _ends(stdin, pipesize, write=True)
        self.stdout, theirs_out = _ends(stdout, pipesize)
        self.stderr, theirs_err = _ends(stderr, pipesize)
        self._reports, reports = os.pipe()
        asked = {
            "folder": str(folder),
            "arguments": list(arguments),
            "environment": dict(environment),
            "terminal": terminal,
            "code": code,
        }
        _parent().ask(asked, [reports, theirs_in, theirs_out, theirs_err])
        os.close(reports)
        given = (stdin, stdout, stderr)
        for theirs, one in zip((theirs_in, theirs_out, theirs_err), given, strict=True):
            if theirs != one:
                os.close(theirs)
        self.pid = self._told(_PATIENCE_S)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._close()
        if kind is not None:
            self.kill()
        self.wait()

    def poll(self) -> int | None:
        """Its exit status, or ``None`` while it goes on."""
        if self.returncode is None and self._ready(0):
            self.wait()
        return self.returncode

    def wait(self, timeout: float = _PATIENCE_S) -> int:
        """Its exit status, when it ended."""
        if self.returncode is None:
            self.returncode = os.waitstatus_to_exitcode(self._told(timeout))
            os.close(self._reports)
        return self.returncode

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def communicate(
        self, content: bytes = b"", timeout: float = _PATIENCE_S
    ) -> tuple[bytes, bytes]:
        """What it writes to its standard output and error to its end."""
        found: dict[Any, bytes] = {}

        def read(stream: IO[bytes]) -> None:
            found[stream] = stream.read()

        streams = [stream for stream in (self.stdout, self.stderr) if stream is not None]
        readers = [threading.Thread(target=read, args=(s,), daemon=True) for s in streams]
        for reader in readers:
            reader.start()
        if self.stdin is not None:
            self.stdin.close()
        self.wait(timeout)
        for reader in readers:
            reader.join(timeout)
        self._close()
        return found.get(self.stdout, b""), found.get(self.stderr, b"")

    def ended(self) -> Outcome:
        """How it ends."""
        out, err = self.communicate()
        status = self.wait()
        return Outcome(
            status, out.decode("utf-8", "backslashreplace"), err.decode("utf-8", "backslashreplace")
        )

    def _close(self) -> None:
        for stream in (self.stdin, self.stdout, self.stderr):
            if stream is not None:
                stream.close()

    def _ready(self, timeout: float) -> bool:
        return bool(select.select([self._reports], [], [], timeout)[0])

    def _told(self, timeout: float) -> int:
        if not self._ready(timeout):
            raise subprocess.TimeoutExpired("extractor", timeout)
        line = b""
        while not line.endswith(b"\n"):
            piece = os.read(self._reports, 1)
            assert piece, "the process that was to be forked ended"
            line += piece
        return int(line)


def _ends(wanted: int, size: int, *, write: bool = False) -> tuple[IO[bytes] | None, int]:
    """Our end of a stream, where there is one, and the file that the command gets."""
    if wanted == DEVNULL:
        return None, os.open(os.devnull, os.O_RDWR)
    if wanted != PIPE:
        return None, wanted
    reading, writing = os.pipe()
    if size > 0:
        fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, size)
    if write:
        return os.fdopen(writing, "wb"), reading
    return os.fdopen(reading, "rb"), writing


class _Parent:
    """The process that the commands are forks of."""

    def __init__(self) -> None:
        self._control, theirs = socket.socketpair()
        self._lock = threading.Lock()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.preloaded", str(theirs.fileno())],
                cwd=REPOSITORY,
                env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
                stdin=DEVNULL,
                pass_fds=[theirs.fileno()],
            )

    def ask(self, asked: Mapping[str, Any], files: list[int]) -> None:
        content = json.dumps(asked).encode()
        with self._lock:
            socket.send_fds(self._control, [f"{len(content):{LENGTH}}".encode()], files)
            self._control.sendall(content)

    def close(self) -> None:
        """End it; what it was forked into goes on."""
        self._control.close()
        self._process.wait()


@cache
def _parent() -> _Parent:
    parent = _Parent()
    atexit.register(parent.close)
    return parent


def started(here: ProjectFolder, *arguments: str, **how: Any) -> Process:
    """A command in a project that goes on meanwhile; ``how`` as ``Process`` has it."""
    return Process(here.root, arguments, here.environment(), **how)
