"""A stretch of a text: Python ``str`` offsets, start inclusive, end exclusive."""

from __future__ import annotations

from typing import NamedTuple


class Span(NamedTuple):
    """Offsets into an article's text; ``text[start:end]`` is what it covers."""

    start: int
    end: int

    def contains(self, other: Span) -> bool:
        """Whether ``other`` lies within this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def of(self, text: str) -> str:
        """The characters of ``text`` that this span covers."""
        return text[self.start : self.end]
