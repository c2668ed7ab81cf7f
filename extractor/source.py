"""Sources: which texts the files, folders, globs and ``-`` of a command line mean.

In a folder and by a glob a file is an article by its ending; what has another one is passed over
and named. A file that is given by its own name is asked for whatever its ending is.
A ``Source`` is one text that is to be read, under the id that all results carry. Nothing is opened
here: a file that cannot be read is a source like any other, and so is a folder that cannot be
listed, since what it holds would otherwise be lost without a word.
"""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from extractor.errors import UsageError
from extractor.record import ArticleRef

ENDINGS = frozenset({".txt", ".md"})
"""Endings of the files in a folder that are articles."""

_ENDED = f"articles end in {' or '.join(sorted(ENDINGS))}"
_NAMED = 5
_GLOB = frozenset("*?[")
_STDIN_ID = "stdin"


@dataclass(frozen=True, slots=True)
class Source:
    """One text to be read: its id, how results name it, and its file (``None``: standard input)."""

    id: str
    location: str
    path: Path | None

    def failed_ref(self) -> ArticleRef:
        """What a record keeps of a source that has no usable text; the hash is empty."""
        return ArticleRef(self.id, self.location, "", 0)


def collect(
    sources: Sequence[str], root: Path, passed_over: list[Path] | None = None
) -> list[Source]:
    """The texts that the given files, folders, globs and ``-`` mean, in the order given.

    Folders are walked whole, hidden entries skipped, ``.txt`` and ``.md`` taken, sorted by name;
    files with other endings are added to ``passed_over``.
    An id is the path below the folder given (below the fixed part of a glob), without its ending;
    a single file's is its stem. A file reached twice is one source. Locations are relative to
    ``root`` where the file lies below it. Raises ``UsageError`` where a source means nothing, none
    of them an article, or two files have one id.
    """
    aside: list[Path] = []
    if not sources:
        raise UsageError("no source given", "name a file, a folder, a glob, or - for stdin")
    found: list[Source] = []
    files: set[str] = set()
    ids: dict[str, Source] = {}
    for given in sources:
        for source in _expand(given, root, aside):
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
    aside = sorted({os.path.realpath(path): path for path in aside}.values())
    if not found:
        raise UsageError(f"what is given holds no article: {listed(aside)}", _ENDED)
    if passed_over is not None:
        passed_over += aside
    return found


def listed(paths: Sequence[Path]) -> str:
    """How many files these are and what the first of them are called."""
    names = ", ".join(spelled(path) for path in paths[:_NAMED])
    more = f" and {len(paths) - _NAMED} more" if paths[_NAMED:] else ""
    return f"{len(paths)} file{'s' if len(paths) > 1 else ''}: {names}{more}"


def location(path: Path, root: Path) -> str:
    """How results name a file: relative to ``root`` where it lies below it, else absolute."""
    absolute = Path(os.path.normpath(path.absolute()))
    base = Path(os.path.normpath(root.absolute()))
    inside = absolute.is_relative_to(base)
    return spelled((absolute.relative_to(base) if inside else absolute).as_posix())


def _expand(given: str, root: Path, aside: list[Path]) -> Iterator[Source]:
    if given == "-":
        yield Source(_STDIN_ID, "-", None)
        return
    if not given or "\0" in given:
        raise UsageError("an empty source", "name a file, a folder, a glob, or - for stdin")
    path = Path(given)
    if os.path.lexists(path):
        if path.is_dir():
            yield from _folder(path, root, aside)
        else:
            yield Source(spelled(path.stem), location(path, root), path)
    elif _GLOB & set(given):
        yield from _matches(given, root, aside)
    else:
        raise UsageError(
            f"there is no file or folder {spelled(given)}", "see «extractor run --help»"
        )


def _folder(folder: Path, root: Path, aside: list[Path]) -> Iterator[Source]:
    if not os.access(folder, os.R_OK | os.X_OK):
        raise UsageError(f"the folder {spelled(folder)} cannot be read")
    others: list[Path] = []
    sources = list(walk(folder, root, others))
    if not sources and not others:
        raise UsageError(f"the folder {spelled(folder)} holds no article", _ENDED)
    aside += others
    yield from sources


def walk(folder: Path, root: Path, others: list[Path] | None = None) -> Iterator[Source]:
    """Sources below a folder, by name; links are followed, a folder is entered once.

    Files that are no articles by their endings are added to ``others``.
    """
    entered: set[str] = set()

    def entries_of(current: Path) -> Iterator[Path]:
        real = os.path.realpath(current)
        if real in entered:
            return
        entered.add(real)
        try:
            entries = sorted(current.iterdir())
        except OSError:
            yield current
            return
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir():
                yield from entries_of(entry)
            elif entry.suffix.lower() in ENDINGS:
                yield entry
            elif others is not None:
                others.append(entry)

    for path in entries_of(folder):
        below = path.relative_to(folder) if path != folder else Path(folder.name or "folder")
        yield Source(spelled(below.with_suffix("").as_posix()), location(path, root), path)


def _matches(pattern: str, root: Path, aside: list[Path]) -> Iterator[Source]:
    parts = Path(pattern).parts
    fixed = Path(
        *[p for i, p in enumerate(parts) if not any(_GLOB & set(q) for q in parts[: i + 1])]
    )
    # Unlike pathlib's, this glob takes absolute patterns and leaves hidden files alone.
    matched = map(Path, glob.glob(pattern, recursive=True))  # noqa: PTH207
    # A file that links lead to again and again is called by its shortest path.
    found: dict[str, Path] = {}
    others: list[Path] = []
    for path in sorted(matched, key=lambda path: (len(path.parts), path)):
        if path.suffix.lower() in ENDINGS:
            found.setdefault(os.path.realpath(path), path)
        elif not path.is_dir():
            others.append(path)
    if not found and not others:
        raise UsageError(f"no article matches {spelled(pattern)}", _ENDED)
    aside += others
    for path in sorted(found.values()):
        below = path.relative_to(fixed).with_suffix("").as_posix()
        yield Source(spelled(below), location(path, root), path)


def spelled(path: str | Path) -> str:
    """A path as text that can be stored: bytes that are no UTF-8 stay visible as escapes."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")
