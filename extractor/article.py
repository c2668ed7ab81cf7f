"""Articles: which texts the given sources mean, and each text exactly as it was written.

A ``Source`` is one text that is to be read, under the id that all results carry; an ``Article`` is
the text once read. The text is kept as it is: decoding drops a byte-order mark and changes nothing
else, so that spans are offsets into it and its SHA-256 identifies it wherever it lies.
"""

from __future__ import annotations

import glob
import hashlib
import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from extractor.errors import ArticleError, UsageError, one_line
from extractor.record import ArticleRef

ENDINGS = frozenset({".txt", ".md"})
"""Endings of the files in a folder that are articles."""

MAX_BYTES = 20 * 1024 * 1024
"""Longer sources are refused unread."""

STDIN_FILE = "stdin"
"""File in a run's folder that keeps what came by standard input, which cannot be read again.

Without an ending, so that a folder with runs in it does not gain an article.
"""

_GLOB = frozenset("*?[")
_STDIN_ID = "stdin"


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


@dataclass(frozen=True, slots=True)
class Source:
    """One text to be read: its id, how results name it, and its file (``None``: standard input)."""

    id: str
    location: str
    path: Path | None

    def failed_ref(self) -> ArticleRef:
        """What a record keeps of a source that has no usable text; the hash is empty."""
        return ArticleRef(self.id, self.location, "", 0)


def collect(sources: Sequence[str], root: Path) -> list[Source]:
    """The texts that the given files, folders, globs and ``-`` mean, in the order given.

    Folders are walked whole, hidden entries skipped, ``.txt`` and ``.md`` taken, sorted by name.
    An id is the path below the folder given (below the fixed part of a glob), without its ending;
    a single file's is its stem. A file reached twice is one source. Locations are relative to
    ``root`` where the file lies below it. Raises ``UsageError`` where a source means nothing or two
    files have one id.
    """
    if not sources:
        raise UsageError("no source given", "name a file, a folder, a glob, or - for stdin")
    found: list[Source] = []
    files: set[str] = set()
    ids: dict[str, Source] = {}
    for given in sources:
        for source in _expand(given, root):
            real = os.path.realpath(source.path) if source.path else "-"
            if real in files:
                continue
            files.add(real)
            other = ids.setdefault(source.id, source)
            if other is not source:
                raise UsageError(
                    f"two sources have the id «{source.id}»: {other.location} and "
                    f"{source.location}",
                    "rename one, or give a folder that holds both",
                )
            found.append(source)
    return found


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


def location(path: Path, root: Path) -> str:
    """How results name a file: relative to ``root`` where it lies below it, else absolute."""
    absolute = Path(os.path.normpath(path.absolute()))
    base = Path(os.path.normpath(root.absolute()))
    inside = absolute.is_relative_to(base)
    return _spelled((absolute.relative_to(base) if inside else absolute).as_posix())


def find(ref: ArticleRef, roots: Iterable[Path]) -> Article | None:
    """The article of a record, looked up by its source below each of ``roots``, or ``None``.

    Only a text with the record's SHA-256 is the article. What came by standard input is looked for
    as ``STDIN_FILE``.
    """
    name = STDIN_FILE if ref.source == "-" else ref.source
    for root in roots if name else ():
        try:
            article = read(Source(ref.id, ref.source, root / name))
        except ArticleError:
            continue
        if article.sha256 == ref.sha256:
            return article
    return None


def by_hash(folder: Path) -> dict[str, Source]:
    """The articles of a folder by the SHA-256 of their text; what has no usable text is left out.

    Raises ``UsageError`` where there is no such folder.
    """
    if not folder.is_dir():
        raise UsageError(f"there is no folder {_spelled(folder)}")
    sources: dict[str, Source] = {}
    for source in _walk(folder, folder):
        try:
            sources.setdefault(read(source).sha256, source)
        except ArticleError:
            continue
    return sources


def _expand(given: str, root: Path) -> Iterator[Source]:
    if given == "-":
        yield Source(_STDIN_ID, "-", None)
        return
    if not given or "\0" in given:
        raise UsageError("an empty source", "name a file, a folder, a glob, or - for stdin")
    path = Path(given)
    if os.path.lexists(path):
        if path.is_dir():
            yield from _folder(path, root)
        else:
            yield Source(_spelled(path.stem), location(path, root), path)
    elif _GLOB & set(given):
        yield from _matches(given, root)
    else:
        raise UsageError(f"there is no {_spelled(given)}", "see «extractor run --help»")


def _folder(folder: Path, root: Path) -> Iterator[Source]:
    if not os.access(folder, os.R_OK | os.X_OK):
        raise UsageError(f"the folder {_spelled(folder)} cannot be read")
    sources = list(_walk(folder, root))
    if not sources:
        raise UsageError(
            f"the folder {_spelled(folder)} holds no article",
            f"articles end in {' or '.join(sorted(ENDINGS))}",
        )
    yield from sources


def _walk(folder: Path, root: Path) -> Iterator[Source]:
    """Sources below a folder, by name; links are followed, a folder is entered once."""
    entered: set[str] = set()

    def walk(current: Path) -> Iterator[Path]:
        real = os.path.realpath(current)
        if real in entered:
            return
        entered.add(real)
        try:
            entries = sorted(current.iterdir())
        except OSError:
            # Said as a source without a usable text, since what it holds would otherwise be lost.
            yield current
            return
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir():
                yield from walk(entry)
            elif entry.suffix.lower() in ENDINGS:
                yield entry

    for path in walk(folder):
        below = path.relative_to(folder).with_suffix("").as_posix()
        yield Source(_spelled(below), location(path, root), path)


def _matches(pattern: str, root: Path) -> Iterator[Source]:
    parts = Path(pattern).parts
    fixed = Path(
        *[p for i, p in enumerate(parts) if not any(_GLOB & set(q) for q in parts[: i + 1])]
    )
    found = [
        path
        # Unlike pathlib's, this glob takes absolute patterns and leaves hidden files alone.
        for path in map(Path, sorted(glob.glob(pattern, recursive=True)))  # noqa: PTH207
        if path.suffix.lower() in ENDINGS
    ]
    if not found:
        raise UsageError(
            f"no article matches {_spelled(pattern)}",
            f"articles end in {' or '.join(sorted(ENDINGS))}",
        )
    for path in found:
        below = path.relative_to(fixed).with_suffix("").as_posix()
        yield Source(_spelled(below), location(path, root), path)


def _spelled(path: str | Path) -> str:
    """A path as text that can be stored: bytes that are no UTF-8 stay visible as escapes."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


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
    with os.fdopen(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise ArticleError(f"{location} is not a regular file", "pipe it in as «-» instead")
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
