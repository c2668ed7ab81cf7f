"""Files that survive a kill and a full disk.

A file replaced here is always either the old one or the new one as a whole; a line appended here is
either there to stay or not there at all. Every ``OSError`` becomes a ``StoreError`` with the file
and the system's own reason.
"""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import accumulate
from pathlib import Path

from extractor.errors import StoreError, UsageError


@contextmanager
def reported(action: str, path: Path) -> Iterator[None]:
    """Turn an ``OSError`` into a ``StoreError`` «cannot <action> <path>: <reason>»."""
    try:
        yield
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        raise StoreError(
            f"cannot {action} {path}: {error.strerror or error}",
            "free some space and repeat the command; what was finished is kept" if full else None,
        ) from error


def encode(text: str) -> bytes:
    """Text in UTF-8; a lone surrogate, which UTF-8 cannot hold, as its JSON escape."""
    return text.encode("utf-8", "backslashreplace")


def replace(path: Path, chunks: Iterable[bytes]) -> None:
    """Write ``path`` anew, atomically and durably; folders are made as needed.

    A link is followed; what is no file (a pipe, a device) is written to. Raises ``StoreError``; the
    old file is then still there, untouched.
    """
    with reported("write", path):
        path = path.resolve()
        if path.exists() and not path.is_file():
            with path.open("wb") as stream:
                stream.writelines(chunks)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        # Named by the process alone: a longer name might be more than the file system takes.
        temporary = path.with_name(f".{os.getpid()}.tmp")
        try:
            with temporary.open("wb") as file:
                file.writelines(chunks)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        _sync_folder(path.parent)


def sweep(folder: Path) -> None:
    """Remove what processes left of files in ``folder`` that they were killed while replacing.

    For whoever has sole use of the folder.
    """
    with reported("write", folder):
        for path in folder.glob(".*.tmp"):
            if path.name[1:-4].isdigit():
                path.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        # Some file systems cannot, and need not: the file itself is on the disk.
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(descriptor)


class Log:
    """A file that only grows, a line at a time, opened by one writer."""

    def __init__(self, path: Path) -> None:
        """Open ``path`` for appending, made if absent; ``StoreError`` where that cannot be."""
        self.path = path
        with reported("write", path):
            self._file = path.open("ab", buffering=0)
        self._broken = False

    def append(self, lines: Sequence[bytes], *, durable: bool) -> list[int]:
        """Add ``lines``, each with its line break, and return their offsets.

        With ``durable`` they are on the disk when this returns. Raises ``StoreError``, in which
        case nothing of any of them stays.
        """
        with reported("write", self.path):
            if self._broken:
                raise OSError(errno.EIO, "an earlier write left it damaged")
            start = os.fstat(self._file.fileno()).st_size
            rest = memoryview(b"".join(line + b"\n" for line in lines))
            try:
                while rest:
                    rest = rest[self._file.write(rest) :]
                if durable:
                    os.fsync(self._file.fileno())
            except BaseException:
                self._broken = True
                self._file.truncate(start)
                self._broken = False
                raise
        return [start + at for at in accumulate((len(line) + 1 for line in lines[:-1]), initial=0)]

    def close(self) -> None:
        """Close the file; what was appended stays."""
        self._file.close()


def whole_lines(path: Path) -> int:
    """Length in bytes of the lines of ``path`` that end in a line break; 0 without a file."""
    with reported("read", path):
        try:
            with path.open("rb") as file:
                end = file.seek(0, os.SEEK_END)
                while end:
                    start = max(0, end - 65536)
                    file.seek(start)
                    found = file.read(end - start).rfind(b"\n")
                    if found >= 0:
                        return start + found + 1
                    end = start
        except FileNotFoundError:
            pass
    return 0


def truncate(path: Path, length: int) -> None:
    """Cut ``path`` to ``length`` bytes."""
    with reported("write", path):
        os.truncate(path, length)


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Sole use of a file, made if absent, among all who ask for it so; waits for the others."""
    with reported("write", path), path.open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


class Lock:
    """Sole use of a folder among processes; the system frees it when the process ends."""

    def __init__(self, folder: Path) -> None:
        """Take the folder or raise ``UsageError`` where another process has it."""
        path = folder / ".lock"
        with reported("write", path):
            self._file = path.open("ab")
            try:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                self._file.close()
                raise UsageError(
                    f"{folder} is in use by another process",
                    "wait for it to end, or give another folder with --out",
                ) from None
            except BaseException:
                self._file.close()
                raise

    def release(self) -> None:
        """Let others use the folder."""
        self._file.close()
