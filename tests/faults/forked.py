"""Commands in processes of their own that are there at once: forks of one that has imported all.

A test that kills a command ten times would else spend its time on ten times the imports.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from tests.harness import Outcome, ProjectFolder

_PARENT = """
import functools, json, os, sys
from extractor.cli.app import run_command_line

print = functools.partial(print, file=os.fdopen(os.dup(1), "w"), flush=True)
os.dup2(2, 1)
# What is loaded when it is first used is loaded by this, without a network.
run_command_line(["run", "a", "--limit", "1", "--no-cache", "--out", "warm"])

for line in sys.stdin:
    child = os.fork()
    if not child:
        for number, name in enumerate(["/dev/null", "out.log", "err.log"]):
            os.dup2(os.open(name, os.O_RDWR | os.O_CREAT | os.O_TRUNC), number)
        status = 70
        try:
            status = run_command_line(json.loads(line))
            sys.stdout.flush()
            sys.stderr.flush()
        finally:
            os._exit(status)
    print(child)
    print(os.waitpid(child, 0)[1])
"""


@dataclass
class Forks:
    """One command after the other; what they write goes to ``out.log`` and ``err.log``."""

    here: ProjectFolder
    parent: subprocess.Popen[str]

    def start(self, arguments: Sequence[str]) -> int:
        """Begin a command; its process's number."""
        assert self.parent.stdin is not None
        self.parent.stdin.write(json.dumps(arguments) + "\n")
        self.parent.stdin.flush()
        return self._said()

    def kill(self, process: int) -> bool:
        """End it at once; whether it had not ended by itself."""
        os.kill(process, signal.SIGKILL)
        return os.WIFSIGNALED(self._said())

    def ended(self) -> Outcome:
        """How the command ended that was begun last."""
        status = os.waitstatus_to_exitcode(self._said())
        out, err = ((self.here.root / name).read_text("utf-8") for name in ("out.log", "err.log"))
        return Outcome(status, out, err)

    def _said(self) -> int:
        assert self.parent.stdout is not None
        return int(self.parent.stdout.readline())


@contextmanager
def forks(here: ProjectFolder) -> Iterator[Forks]:
    """Commands in a project."""
    with subprocess.Popen(
        [sys.executable, "-c", _PARENT],
        cwd=here.root,
        env=here.environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as parent:
        try:
            yield Forks(here, parent)
        finally:
            parent.kill()
