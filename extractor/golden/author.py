"""Who accepts: the name that stands in what is kept of an acceptance."""

from __future__ import annotations

import getpass
import subprocess
from pathlib import Path

from extractor.errors import one_line

LONGEST_NAME = 100
"""Characters of a name that are kept."""


def author(folder: Path, said: str | None = None) -> str:
    """``said``, else git's ``user.name`` in ``folder``, else the login name; one line.

    Git need not be there, nor say a name. «unknown» where nobody can be named.
    """
    for name in (said, _of_git(folder) if not _line(said) else None):
        if line := _line(name):
            return line
    try:
        return _line(getpass.getuser()) or "unknown"
    except (OSError, KeyError, ImportError):
        return "unknown"


def _of_git(folder: Path) -> str | None:
    try:
        done = subprocess.run(
            ["git", "config", "user.name"],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=5,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None


def _line(name: str | None) -> str:
    return one_line(name or "", LONGEST_NAME)
