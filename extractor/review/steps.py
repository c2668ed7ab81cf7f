"""Decisions of one review, and how to take them back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from extractor import durable
from extractor.errors import UsageError
from extractor.store import Decision


class Refused(UsageError):
    """A decision that cannot be carried out; nothing was changed by it."""


@dataclass(slots=True)
class Step:
    """One decision; files that it changed, as they were before and after, ``None`` for no file."""

    decision: Decision
    before: dict[Path, bytes | None] = field(default_factory=dict)
    after: dict[Path, bytes | None] = field(default_factory=dict)


class Steps:
    """What was decided, in groups that are taken back together."""

    def __init__(self) -> None:
        """Nothing yet."""
        self._groups: list[list[Step]] = []

    def __len__(self) -> int:
        return sum(map(len, self._groups))

    def __iter__(self) -> Iterator[Step]:
        return chain.from_iterable(self._groups)

    @property
    def changed_files(self) -> bool:
        """Whether any decision that stands changed a file."""
        return any(step.after for group in self._groups for step in group)

    @contextmanager
    def group(self) -> Iterator[None]:
        """What is added meanwhile is taken back as one."""
        self._groups.append([])
        try:
            yield
        finally:
            if not self._groups[-1]:
                self._groups.pop()

    def add(self, step: Step) -> None:
        """Add to the present group."""
        self._groups[-1].append(step)

    def take_back(self) -> list[Step]:
        """Put back the files of the last group and return it, the latest step first.

        Raises ``Refused`` where there is no group or one of them was changed since; nothing is put
        back then.
        """
        if not self._groups:
            raise Refused("nothing of this review to undo")
        group = self._groups[-1]
        latest = {path: content for step in group for path, content in step.after.items()}
        for path, content in latest.items():
            if contents([path])[path] != content:
                raise Refused(f"{path} was changed since", "undo it by version control")
        for step in reversed(group):
            put_back(step.before)
        return self._groups.pop()[::-1]


def put_back(files: Mapping[Path, bytes | None]) -> bool:
    """Make files what they were, ``None`` for no file; whether any was another."""
    there = contents([*files])
    for path, content in files.items():
        if there[path] == content:
            continue
        if content is not None:
            durable.replace(path, [content])
        else:
            with durable.reported("remove", path):
                path.unlink(missing_ok=True)
    return there != files


def contents(paths: Sequence[Path]) -> dict[Path, bytes | None]:
    """What files hold, ``None`` where there is none."""
    found: dict[Path, bytes | None] = {}
    for path in paths:
        with durable.reported("read", path):
            found[path] = path.read_bytes() if path.exists() else None
    return found
