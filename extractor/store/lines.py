"""The lines of a file that grows a line at a time: reading them, keeping some of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

from extractor import durable
from extractor.errors import StoreError

_LONGEST_LINE = 64 * 2**20


class Raw(NamedTuple):
    """A line as it stands; ``whole`` where it ends in a line break."""

    number: int
    offset: int
    content: bytes
    whole: bool


def lines(file: BinaryIO) -> Iterator[Raw]:
    """The lines of a file that are not blank."""
    number = offset = 0
    while content := file.readline(_LONGEST_LINE):
        number += 1
        if len(content) == _LONGEST_LINE:
            raise StoreError(f"{file.name} line {number} is too long to be a record")
        if content.strip():
            yield Raw(number, offset, content, content.endswith(b"\n"))
        offset += len(content)


def rewrite(path: Path, offsets: Sequence[int]) -> list[int]:
    """Keep the lines that begin at ``offsets``, in that order; where they begin afterwards."""
    places: list[int] = []

    def kept() -> Iterator[bytes]:
        end = 0
        with path.open("rb") as file:
            for offset in offsets:
                file.seek(offset)
                line = file.readline()
                places.append(end)
                end += len(line)
                yield line

    durable.replace(path, kept())
    return places
