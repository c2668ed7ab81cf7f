"""Lines of text as rows of cells: parted by bars, tabs or semicolons, or one cell a line.

A tab is also what the folding makes of three spaces and more, of which a table is laid out. Nothing
here says what the cells mean.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.folding import Folded
from extractor.span import Span

_CELL = re.compile(r"[^|\t]+")
_SEMICOLONS = 2
"""Semicolons from which a line of short cells, most of them numbers, is a row."""
_CELL_WORDS = 16
_NUMERIC = re.compile(r"\s*\(?[+-]?[0-9][0-9.,]*\s*(?:%|phần trăm)?\)?\s*")
_EMPTY = re.compile(r"\s*(?:-|\.+|…|x|n/a)?\s*", re.IGNORECASE)
_RULE = re.compile(r"[-=_+|:\s]*")
_NUMBERING = re.compile(r"\(?(?:[A-ZĐ]|[0-9]{1,2})\)?(?: ?= ?[0-9()/*+. -]+)?")
_SECTION_WORDS = 8
"""Words that the head of a section has at most."""
_FEWEST = 2
"""Rows of one cell a line from which on they are a table."""
_NAMES = 3
"""Cells that such a row has at most before its first number."""
_TIMES = ("tháng", "quý", "năm")
"""What heads a column of bare numbers that names its rows."""
_WIDEST = 16
"""Columns that such a table has at most."""


def is_row(text: str) -> bool:
    """Whether a line is a row of a table: at least two cells, or one behind a bar."""
    return len(_CELL.findall(text)) >= 2 and ("|" in text or "\t" in text.strip("\t"))


def is_number(text: str) -> bool:
    """Whether a cell holds a number alone, or a percentage."""
    return _NUMERIC.fullmatch(text) is not None


def is_empty(text: str) -> bool:
    """Whether a cell says that there is nothing to say."""
    return _EMPTY.fullmatch(text) is not None


def is_rule(text: str) -> bool:
    """Whether a line only parts others from each other."""
    return _RULE.fullmatch(text) is not None


def is_numbering(text: str, cells: Sequence[Span]) -> bool:
    """Whether a row numbers the columns: A, 1, 2, 3=2/1."""
    texts = [c.of(text) for c in cells if c.end > c.start]
    numbers = [t.strip("()").split("=")[0].strip() for t in texts]
    digits = [t for t in numbers if t.isdigit()]
    first = int(digits[0]) if digits and len(digits[0]) < 3 else 0
    rising = [str(n) for n in range(first, first + len(digits))]
    return len(digits) > 1 and digits == rising and all(map(_NUMBERING.fullmatch, texts))


def is_listed_row(text: str) -> bool:
    """Whether a line is a row whose cells are parted by semicolons: names, then numbers alone."""
    cells = text.split(";")
    if len(cells) <= _SEMICOLONS or not is_number(cells[-1]):
        return False
    numbers = [is_number(c) or is_empty(c) for c in cells]
    first = max((i for i, number in enumerate(numbers) if not number), default=-1)
    short = all(len(c.split()) <= _CELL_WORDS for c in cells[: first + 1])
    return first < _NAMES and short and sum(numbers) >= _SEMICOLONS


def is_listed_header(text: str, below: str) -> bool:
    """Whether a line heads the row ``below`` it, both parted by semicolons."""
    cells = text.split(";")
    return (
        is_listed_row(below)
        and len(cells) == len(below.split(";"))
        and all(len(c.split()) <= _CELL_WORDS for c in cells)
    )


def extent(lines: Sequence[str], start: int) -> int:
    """Where the table that begins at line ``start`` ends.

    A rule or a short line between two rows belongs to it: the head of a section.
    """
    end = start + 1
    for index in range(start + 1, len(lines)):
        if is_row(lines[index]) or is_listed_row(lines[index]):
            end = index + 1
        elif index > end or len(lines[index].split()) > _SECTION_WORDS:
            break
    return end


def grid_of(folded: Folded, rows: Sequence[Span]) -> list[list[Span]]:
    """The rows' cells without the spaces around them, empty ones kept, rules left out.

    A bar before the first cell is a border where all rows have one.
    """
    text = folded.text
    grid = [_cells(text, row) for row in rows if not is_rule(row.of(text))]
    wide = [cells for cells in grid if len(cells) > 1]
    if wide and all(cells[0].start == cells[0].end for cells in wide):
        return [cells[1:] if len(cells) > 1 else cells for cells in grid]
    return grid


def _cells(text: str, row: Span) -> list[Span]:
    line = row.of(text)
    marks = "|" if "|" in line else "\t" if is_row(line) else ";" if is_listed_row(line) else ";\t"
    found = []
    start = row.start
    for index in range(row.start, row.end + 1):
        if index == row.end or text[index] in marks:
            found.append(_bare(text, Span(start, index)))
            start = index + 1
    return found


def _bare(text: str, stretch: Span) -> Span:
    """The stretch without the spaces around it."""
    cell = stretch.of(text)
    left = len(cell) - len(cell.lstrip())
    start = stretch.start + min(left, len(cell))
    return Span(start, stretch.start + max(left, len(cell.rstrip())))


def column_wise(lines: Sequence[str], start: int) -> tuple[int, int] | None:
    """The table of one cell a line that begins at line ``start``: how wide it is, where it ends.

    Its header is as many lines as a row has cells, and in all rows names and numbers take turns
    alike.
    """
    first = start
    while first < len(lines) and first - start <= _WIDEST and _is_name(lines[first]):
        first += 1
    if first == len(lines) or not is_number(lines[first]):
        return None
    for names in range(_NAMES + 1):
        # So many of the names above the first number are the first row's.
        width = first - names - start
        if width < _FEWEST or start + 3 * width > len(lines):
            continue
        turns = [is_number(line) for line in lines[start + width : start + 2 * width]]
        if all(turns) and not lines[start].lower().strip().startswith(_TIMES):
            continue
        end = start + 2 * width
        while end + width <= len(lines) and _take_turns(lines[end : end + width], turns):
            end += width
        if end >= start + (_FEWEST + 1) * width:
            return width, end
    return None


def _take_turns(row: Sequence[str], turns: Sequence[bool]) -> bool:
    return all(
        is_number(line) or is_empty(line) if number else _is_name(line)
        for line, number in zip(row, turns, strict=True)
    )


def in_rows(folded: Folded, cells: Sequence[Span], width: int) -> list[list[Span]]:
    """Cells that follow one another, as rows of so many."""
    bare = [_bare(folded.text, cell) for cell in cells]
    return [bare[at : at + width] for at in range(0, len(bare), width)]


def _is_name(line: str) -> bool:
    words = len(line.split())
    return 0 < words <= _CELL_WORDS and not is_number(line) and line.strip()[-1:] not in ".:;?!"
