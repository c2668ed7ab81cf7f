"""``agreement.jsonl``: where the articles of a run agree and where they do not, a line each.

It says nothing that could not be computed anew from the records and the articles, and no line that
is damaged takes the others with it.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from extractor import durable, exact_json
from extractor.checks.agreement import Line
from extractor.record import RecordError
from extractor.store.lines import lines

AGREEMENT = "agreement.jsonl"


def keep(folder: Path, found: Iterable[Line]) -> None:
    """Write what was found in the place of what was; raises ``StoreError``."""
    content = (durable.encode(exact_json.dumps(line.to_json()) + "\n") for line in found)
    durable.replace(folder / AGREEMENT, content)


def drop(folder: Path) -> None:
    """Leave nothing of what was found before; raises ``StoreError``."""
    with durable.reported("write", folder / AGREEMENT):
        (folder / AGREEMENT).unlink(missing_ok=True)


class Kept(NamedTuple):
    """What was found last, and how many lines of it cannot be read."""

    lines: list[Line]
    damaged: int


def kept(folder: Path) -> Kept | None:
    """What was found last, ``None`` where nothing was kept.

    Raises ``StoreError`` where the file cannot be read at all.
    """
    path, found, damaged = folder / AGREEMENT, [], 0
    if not path.is_file():
        return None
    with durable.reported("read", path), path.open("rb") as file:
        for line in lines(file):
            try:
                found.append(Line.from_json(exact_json.loads(line.content)))
            except (exact_json.JsonError, RecordError):
                damaged += 1
    return Kept(found, damaged)
