"""When the rows of a table are of that print no year, or only the number of a month or a quarter.

The heading of their names may say so («Quý (2024)»), or that of a comparison («so cùng quý 2023»),
whose amounts are of the year after.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractor.folding import Folded, fold
from extractor.numbers.period import PeriodMention
from extractor.numbers.period_lexer import periods
from extractor.reader.column import Column
from extractor.reader.tokens import Kind, Tokeniser
from extractor.span import Span

_PART_OF_YEAR = re.compile(r"tháng|quý")
_NUMBER = re.compile(r"([0-9]{1,2}|I{1,3}|IV)(?: ?\*{1,3}| ?\([^()]{1,20}\))?")
"""«3», «IV (ước)»: a month or a quarter, and a note on it."""
_YEAR = re.compile(r"(?<![0-9.,])(?:19|20)[0-9]{2}(?![0-9.,])")


def is_numbered(folded: Folded, heading: str, cell: Span) -> bool:
    """Whether a cell is «3» or «II» below «Tháng» or «Quý»."""
    named = heading.split("(")[0].strip().startswith(("tháng", "quý"))
    return named and _NUMBER.fullmatch(cell.of(folded.text)) is not None


def numbered(folded: Folded, heading: str, cell: Span) -> PeriodMention | None:
    """The month or the quarter that such a cell is."""
    part, number = _PART_OF_YEAR.search(heading), _NUMBER.fullmatch(cell.of(folded.text))
    if part is None or number is None:
        return None
    found = periods(fold(f"{part.group()} {number[1]}"))
    return replace(found[0], span=cell) if found else None


def headed(tokeniser: Tokeniser, cells: Sequence[Span]) -> PeriodMention | None:
    """The one time, with its year, that the heading of the rows' names prints."""
    tokens = [t for cell in cells for t in tokeniser.cell(cell)]
    named = [t.mention for t in tokens if t.kind is Kind.PERIOD]
    if len(named) == 1 and named[0].role == "own" and named[0].year is not None:
        mention: PeriodMention = named[0]
        return mention
    text = tokeniser.folded.text
    years = [m for cell in cells for m in _YEAR.finditer(text, cell.start, cell.end)]
    if named or len(years) != 1:
        return None
    return PeriodMention(Span(*years[0].span()), "year", year=int(years[0].group()))


def compared(columns: Sequence[Column | None]) -> int:
    """The year from which on the amounts are that are compared with those of others, 0 for none.

    «2024/2023 (%)» is of 2024, and so is «so cùng kỳ 2023».
    """
    changes = [c for c in columns if c is not None and c.role == "change"]
    bases = [c.base + 1 for c in changes if c.base is not None]
    own = ((c.period.year, c.against) for c in changes if c.period is not None)
    return max((*bases, *(year + past for year, past in own if year is not None)), default=0)
