"""Answers kept for other runs: a response by everything that can change it.

One SQLite file a project, which several processes may share. Only whole answers are kept, without
the key. The cache is a convenience: where it cannot be used, nothing is lost but what it would have
saved.
"""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from extractor import __version__, exact_json
from extractor.endpoint.config import Endpoint, Mode
from extractor.errors import StoreError, one_line
from extractor.project import Project

_FORMAT = 1
_WAIT_S = 5.0


@dataclass(frozen=True, slots=True)
class Size:
    """What a cache holds: ``answers``, and ``bytes`` on the disk."""

    answers: int
    bytes: int


class Cache:
    """The answers kept in a file.

    ``trouble`` says in one line why the file is not used any more, once it is not.
    """

    def __init__(self, project: Project) -> None:
        """The file is opened, and made, when it is first needed."""
        self._project = project
        self.path = path(project)
        self.trouble: str | None = None
        self._connection: sqlite3.Connection | None = None

    def find(self, endpoint: Endpoint, request_sha256: str, mode: Mode) -> str | None:
        """The response to that request in that mode, ``None`` where none is kept."""
        name = _key(endpoint, request_sha256, mode)
        try:
            row = self._open().execute("SELECT response FROM answers WHERE key = ?", (name,))
            found = row.fetchone()
        except (sqlite3.Error, StoreError) as error:
            self._give_up(error)
            return None
        return None if found is None or not isinstance(found[0], str) else found[0]

    def keep(self, endpoint: Endpoint, request_sha256: str, mode: Mode, response: str) -> None:
        """Keep a response; the first one stays where two are made at once."""
        name = _key(endpoint, request_sha256, mode)
        try:
            with self._open() as connection:
                connection.execute(
                    "INSERT OR IGNORE INTO answers VALUES (?, ?, ?, ?)",
                    (name, response, datetime.now(UTC).isoformat(), __version__),
                )
        except (sqlite3.Error, StoreError, UnicodeError) as error:
            self._give_up(error)

    def close(self) -> None:
        """Let go of the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _open(self) -> sqlite3.Connection:
        if self.trouble is not None:
            raise sqlite3.OperationalError(self.trouble)
        if self._connection is None:
            self._project.make_derived()
            self._connection = _connected(self.path)
        return self._connection

    def _give_up(self, error: Exception) -> None:
        if self.trouble is None:
            self.trouble = f"{self.path} is not used: {one_line(str(error), 160)}"
        self.close()


def _key(endpoint: Endpoint, request_sha256: str, mode: str) -> str:
    """What identifies an answer: the request with its address, the mode and the headers set."""
    identity = {"request": request_sha256, "headers": dict(endpoint.headers), "mode": mode}
    return hashlib.sha256(exact_json.canonical(identity).encode()).hexdigest()


def path(project: Project) -> Path:
    """Where a project's answers are kept."""
    return project.derived / "cache.sqlite"


def size(file: Path) -> Size:
    """What the cache in ``file`` holds, nothing where there is none.

    Raises ``StoreError`` where the file is no cache or cannot be read.
    """
    if not file.exists():
        return Size(0, 0)
    try:
        with closing(_connected(file)) as connection:
            [answers] = connection.execute("SELECT count(*) FROM answers").fetchone()
            # Of the file itself: what lies beside it is written into it when it is closed.
            [pages] = connection.execute("PRAGMA page_count").fetchone()
            [page] = connection.execute("PRAGMA page_size").fetchone()
    except sqlite3.Error as error:
        raise _unusable(file, error) from None
    return Size(answers, pages * page)


def clear(file: Path) -> Size:
    """Empty the cache in ``file`` and say what it held.

    Raises ``StoreError`` where that cannot be done.
    """
    held = size(file)
    if file.exists():
        try:
            with closing(_connected(file)) as connection:
                with connection:
                    connection.execute("DELETE FROM answers")
                connection.execute("VACUUM")
        except sqlite3.Error as error:
            raise _unusable(file, error) from None
    return held


def _connected(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(file, timeout=_WAIT_S, check_same_thread=False)
    try:
        [version] = connection.execute("PRAGMA user_version").fetchone()
        if version not in (0, _FORMAT):
            raise sqlite3.DatabaseError(f"it has format {version}, this version reads {_FORMAT}")
        # A reader does not wait for a writer, and an answer costs no flush to the disk of its own:
        # what a power failure takes is asked for again.
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        if not version:
            with connection:
                connection.execute(
                    "CREATE TABLE IF NOT EXISTS answers"
                    " (key TEXT PRIMARY KEY, response TEXT NOT NULL, kept TEXT, version TEXT)"
                    " WITHOUT ROWID"
                )
                connection.execute(f"PRAGMA user_version = {_FORMAT}")
    except BaseException:
        connection.close()
        raise
    return connection


def _unusable(file: Path, error: sqlite3.Error) -> StoreError:
    return StoreError(
        f"cannot use {file}: {one_line(str(error), 160)}",
        "delete the file: it holds only what can be asked for again",
    )
