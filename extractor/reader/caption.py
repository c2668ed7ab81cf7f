"""What stands right above a table: a caption that names it, or the end of a paragraph."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.folding import Folded
from extractor.numbers.period import PeriodMention
from extractor.reader.tokens import Kind, Token
from extractor.span import Span

_NUMBERED = 10
"""Characters in which «Bảng 7.» ends, which numbers a caption and is no sentence."""


def times(tokens: Sequence[Token]) -> list[PeriodMention]:
    """The periods that words name themselves."""
    return [t.mention for t in tokens if t.kind is Kind.PERIOD and t.mention.role == "own"]


def tells(tokens: Sequence[Token]) -> bool:
    """Whether words above a table are a sentence that has amounts of its own, and no caption."""
    return any(t.kind in (Kind.MONEY, Kind.PERCENT) for t in tokens)


def last_sentence(folded: Folded, stretch: Span) -> Span:
    """«Mưa lũ làm hàng lên Thanh Thủy bị ách lại. Số liệu như sau:»: what leads to a table."""
    before = folded.text.rfind(". ", stretch.start, stretch.end)
    numbered = before - stretch.start <= _NUMBERED
    return stretch if before < 0 or numbered else Span(before + 2, stretch.end)
