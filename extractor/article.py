"""Articles: each text exactly as it was written.

The text is kept as it is: decoding drops a byte-order mark and changes nothing else, so that spans
are offsets into it and its SHA-256 identifies it wherever it lies.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from extractor.errors import ArticleError, UsageError, one_line
from extractor.record import ArticleRef
from extractor.source import ENDINGS, Source, spelled, walk

MAX_BYTES = 20 * 1024 * 1024
"""Longer sources are refused unread."""

STDIN_FILE = "stdin"
"""File in a run's folder that keeps what came by standard input, which cannot be read again.

Without an ending, so that a folder with runs in it does not gain an article.
"""


@dataclass(frozen=True, slots=True)
class Article:
    """One text with its id and source; ``sha256`` is that of the text's UTF-8 bytes."""

    id: str
    source: str
    text: str
    sha256: str = field(init=False)

    def __post_init__(self) -> None:
        digest = hashlib.sha256(self.text.encode("utf-8")).hexdigest()
        object.__setattr__(self, "sha256", digest)

    def ref(self) -> ArticleRef:
        """What a record keeps of the article."""
        return ArticleRef(self.id, self.source, self.sha256, len(self.text))


def read(source: Source, stdin: BinaryIO | None = None) -> Article:
    """The article behind a source.

    Raises ``ArticleError`` where it cannot be read, is no regular file, is too long, is not text or
    holds nothing but white space.
    """
    data = _read_stdin(stdin) if source.path is None else _read_file(source.path, source.location)
    text = _decode(data, source.location)
    if not text.strip():
        raise ArticleError(f"{source.location} is empty")
    return Article(source.id, source.location, text)


def find(ref: ArticleRef, roots: Iterable[Path]) -> Article | None:
    """The article of a record, looked up by its source below each of ``roots``, or ``None``.

    Only a text with the record's SHA-256 is the article. What came by standard input is looked for
    as ``STDIN_FILE``.
    """
    name = STDIN_FILE if ref.source == "-" else ref.source
    for root in roots if name else ():
        article = held(Source(ref.id, ref.source, root / name), ref.sha256)
        if article is not None:
            return article
    return None


def hindrance(ref: ArticleRef, roots: Iterable[Path]) -> str | None:
    """Why the file that a record names cannot be read; ``None`` where there is none, or it can be.

    That it has another text by now is no hindrance.
    """
    for root in roots if ref.source not in ("", "-") else ():
        path = root / ref.source
        try:
            path.lstat()
        except (FileNotFoundError, NotADirectoryError, ValueError):
            continue
        except OSError as error:
            return f"{ref.source} cannot be read: {error.strerror}"
        try:
            read(Source(ref.id, ref.source, path))
        except ArticleError as error:
            return str(error)
    return None


def held(source: Source, sha256: str) -> Article | None:
    """The article behind a source where its text still has that SHA-256, else ``None``."""
    try:
        article = read(source)
    except ArticleError:
        return None
    return article if article.sha256 == sha256 else None


def by_hash(folder: Path) -> dict[str, Source]:
    """The articles of a folder by the SHA-256 of their text; what has no usable text is left out.

    Raises ``UsageError`` where there is no such folder.
    """
    if not folder.is_dir():
        raise UsageError(f"there is no folder {spelled(folder)}")
    sources: dict[str, Source] = {}
    for source in walk(folder, folder):
        try:
            sources.setdefault(read(source).sha256, source)
        except ArticleError:
            continue
    return sources


def _read_stdin(stdin: BinaryIO | None) -> bytes:
    if stdin is None:
        raise ArticleError("standard input is not there")
    return _bounded(stdin, "standard input")


def _read_file(path: Path, location: str) -> bytes:
    if path.suffix.lower() not in ENDINGS | {""}:
        raise ArticleError(
            f"{location} is of a kind that cannot be read ({one_line(path.suffix, 20)})",
            f"articles end in {' or '.join(sorted(ENDINGS))}",
        )
    try:
        # Without O_NONBLOCK the mere opening of a pipe waits for a writer.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not a file name"
        raise ArticleError(f"{location} cannot be read: {reason}") from None
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        os.close(descriptor)
        raise ArticleError(f"{location} is not a regular file", "pipe it in as «-» instead")
    with os.fdopen(descriptor, "rb") as file:
        if status.st_size > MAX_BYTES:
            raise _too_long(location)
        return _bounded(file, location)


def _bounded(file: BinaryIO, location: str) -> bytes:
    try:
        data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise ArticleError(f"{location} cannot be read: {error.strerror}") from None
    if len(data) > MAX_BYTES:
        raise _too_long(location)
    return data


def _too_long(location: str) -> ArticleError:
    return ArticleError(f"{location} is longer than {MAX_BYTES // 1024**2} MB")


def _decode(data: bytes, location: str) -> str:
    refused = ArticleError(f"{location} is not text", "articles are UTF-8 or UTF-16")
    try:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            text = data.decode("utf-16")
        elif b"\0" in data:
            text = _without_mark(data)
        else:
            text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise refused from None
    if "\0" in text:
        raise refused
    return text


def _without_mark(data: bytes) -> str:
    """UTF-16 without a byte-order mark, taken only where one byte order alone yields a text."""
    readings = []
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        spaces = sum(map(text.count, " \n"))
        if spaces * 40 >= len(text) and all(c.isprintable() or c.isspace() for c in text):
            readings.append(text)
    return readings[0] if len(readings) == 1 else "\0"
