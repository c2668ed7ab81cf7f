"""Rows in columns for a terminal, as wide as their cells."""

from __future__ import annotations

import io
import shutil
import sys
from collections.abc import Iterator, Sequence

from extractor.cli.terminal import cells

WIDTH = 80
"""Cells of a line where the output is no terminal."""

GROWTH, SHARE = "growth", "share"
"""What changes on the year and shares of plan are called where counts of them are told."""


def width() -> int:
    """Cells of a line of standard output."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else WIDTH


def across(rows: Sequence[Sequence[str]], width: int) -> Iterator[str]:
    """Counts, a row a subject, with the subjects as columns where those fit into ``width``."""
    turned = [list(row) for row in zip(*rows, strict=True)]
    yield from lines(turned if _breadth(turned) <= width else rows, width, numbers=True)


def lines(rows: Sequence[Sequence[str]], width: int, *, numbers: bool = False) -> Iterator[str]:
    """Rows in columns; where they do not fit, cells are wrapped. ``numbers`` stand to the right."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    grid = Table.grid(padding=(0, 2))
    for column in range(len(rows[0])):
        grid.add_column(justify="right" if numbers and column else "left", overflow="fold")
    for row in rows:
        grid.add_row(*map(Text, row))
    console = Console(file=io.StringIO(), width=width, color_system=None)
    with console.capture() as capture:
        console.print(grid)
    yield from (line.rstrip() for line in capture.get().splitlines())


def _breadth(rows: Sequence[Sequence[str]]) -> int:
    """Cells that rows take in columns with two between."""
    columns = zip(*rows, strict=True)
    return sum(max(map(cells, column)) + 2 for column in columns) - 2
