"""A project made of a dict of files, and commands that run in it."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Outcome:
    """How one command ended: its exit status and what it wrote to either stream."""

    status: int
    stdout: str
    stderr: str


@dataclass(frozen=True)
class ProjectFolder:
    """A project in a temporary folder, and commands that run in it."""

    root: Path
    monkeypatch: pytest.MonkeyPatch

    def write(self, files: Mapping[str, str | bytes]) -> None:
        for name, content in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())

    def files(self, below: str = ".") -> dict[str, str]:
        folder = self.root / below
        return {
            path.relative_to(folder).as_posix(): path.read_text("utf-8", "backslashreplace")
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }

    def run(self, *arguments: str, stdin: bytes = b"") -> Outcome:
        """One command in this process."""
        from extractor.cli.app import run_command_line

        out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.TextIOWrapper(io.BytesIO(), "utf-8")
        with self.monkeypatch.context() as patch:
            patch.chdir(self.root)
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), "utf-8"))
            patch.setattr(sys, "stdout", out)
            patch.setattr(sys, "stderr", err)
            status = run_command_line(arguments)
        texts = []
        for stream in (out, err):
            stream.flush()
            assert isinstance(stream.buffer, io.BytesIO)
            texts.append(stream.buffer.getvalue().decode())
        return Outcome(status, *texts)

    def spawn(
        self,
        *arguments: str,
        stdin: bytes = b"",
        env: Mapping[str, str] | None = None,
        python: tuple[str, ...] = ("-m", "extractor"),
    ) -> Outcome:
        """One command in a process of its own."""
        done = subprocess.run(
            [sys.executable, *python, *arguments],
            cwd=self.root,
            input=stdin,
            capture_output=True,
            env=self.environment(env),
            timeout=60,
        )
        return Outcome(
            done.returncode,
            done.stdout.decode("utf-8", "backslashreplace"),
            done.stderr.decode("utf-8", "backslashreplace"),
        )

    def environment(self, more: Mapping[str, str] | None = None) -> dict[str, str]:
        return {**os.environ, "PYTHONPATH": str(REPOSITORY), **(more or {})}


MakeProject = Callable[[Mapping[str, "str | bytes"]], ProjectFolder]
