"""The words of a text around what is marked in them: whole sentences, as data.

A sentence is quoted as it stands, white space included; what is shown of it is for the caller to
make fit to be seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from extractor.span import Span

_BREAK = re.compile(r"\n|(?<=[.!?…;])\s")
_REACH = 160
"""Characters at most on either side of a mark."""


class Mark(NamedTuple):
    """A marked stretch; ``side`` says in whose eyes, where several may see a text differently."""

    start: int
    end: int
    side: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that holds ``marks``, which are offsets into ``text``, in order, none overlapping.

    ``line`` is that of the first mark in the whole text, from 1. ``cut_before`` and ``cut_after``
    say that the sentence goes on beyond what is quoted.
    """

    text: str
    marks: tuple[Mark, ...]
    line: int
    cut_before: bool = False
    cut_after: bool = False

    def pieces(self) -> Iterator[tuple[str, Mark | None]]:
        """The sentence in pieces, each with its mark or none."""
        at = 0
        for mark in self.marks:
            yield self.text[at : mark.start], None
            yield self.text[mark.start : mark.end], mark
            at = mark.end
        yield self.text[at:], None

    def to_json(self) -> dict[str, Any]:
        """The sentence as an object."""
        return {
            "text": self.text,
            "marks": [mark._asdict() for mark in self.marks],
            "line": self.line,
        }


def sentences(text: str, marked: Iterable[Mark]) -> list[Sentence]:
    """The sentences of ``text`` that hold ``marked``, each once, in the text's order.

    What overlaps is one mark; of both sides (``both``) where it is of two.
    """
    rest, found = _apart(marked), []
    while rest:
        around = _around(text, rest[0])
        inside = [mark for mark in rest if around.contains(Span(mark.start, mark.end))] or rest[:1]
        rest = [mark for mark in rest if mark not in inside]
        found.append(_quoted(text, around, inside))
    return found


def _apart(marked: Iterable[Mark]) -> list[Mark]:
    apart: list[Mark] = []
    for mark in sorted(marked):
        if apart and mark.start < apart[-1].end:
            last = apart[-1]
            side = last.side if last.side == mark.side else "both"
            apart[-1] = Mark(last.start, max(last.end, mark.end), side)
        else:
            apart.append(mark)
    return apart


def _around(text: str, mark: Mark) -> Span:
    low, high = max(0, mark.start - _REACH), min(len(text), mark.end + _REACH)
    ends = [match.end() for match in _BREAK.finditer(text, low, mark.start)]
    after = _BREAK.search(text, mark.end, high)
    return Span(ends[-1] if ends else low, after.start() if after else high)


def _quoted(text: str, around: Span, marks: Sequence[Mark]) -> Sentence:
    quoted = around.of(text)
    start = min(around.start + len(quoted) - len(quoted.lstrip()), marks[0].start)
    end = max(around.start + len(quoted.rstrip()), marks[-1].end)
    return Sentence(
        text[start:end],
        tuple(Mark(mark.start - start, mark.end - start, mark.side) for mark in marks),
        text.count("\n", 0, marks[0].start) + 1,
        bool(around.start) and not _BREAK.match(text, around.start - 1),
        around.end < len(text) and not _BREAK.match(text, around.end),
    )
