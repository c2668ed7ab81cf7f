"""The words of an article around a figure: the sentence, with what was read in brackets."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

from extractor.cli.terminal import styled, visible
from extractor.record import Data
from extractor.span import Span

_BREAK = re.compile(r"\n|(?<=[.!?…;])\s")
_REACH = 160
"""Characters shown at most on either side of a number; a cut is shown as «…»."""


def spans(figure: Data) -> list[Span]:
    """Where a figure, its change and its share of plan stand, in the article's order."""
    found = {
        Span(*part["span"])
        for part in (figure, figure.get("change"), figure.get("plan"))
        if part and part.get("span")
    }
    return sorted(found)


def sentences(text: str, marked: list[Span], *, styles: bool) -> Iterator[str]:
    """The sentences that hold ``marked``, each once, on one line."""
    rest = list(marked)
    while rest:
        around = _sentence(text, rest[0])
        inside = [span for span in rest if around.contains(span)] or rest[:1]
        rest = [span for span in rest if span not in inside]
        yield _bracketed(text, around, inside, styles)


def _sentence(text: str, span: Span) -> Span:
    low, high = max(0, span.start - _REACH), min(len(text), span.end + _REACH)
    ends = [match.end() for match in _BREAK.finditer(text, low, span.start)]
    after = _BREAK.search(text, span.end, high)
    return Span(ends[-1] if ends else low, after.start() if after else high)


def _bracketed(text: str, around: Span, marked: list[Span], styles: bool) -> str:
    pieces, at = [], around.start
    for span in marked:
        if span.start < at:
            continue
        number = f"[{visible(span.of(text))}]"
        if styles:
            number = styled(number, sys.stdout, "green", bold=True)
        pieces += [_spaced(text[at : span.start]), number]
        at = span.end
    pieces.append(_spaced(text[at : around.end]))
    before = "…" if around.start and not _BREAK.match(text, around.start - 1) else ""
    after = "…" if around.end < len(text) and not _BREAK.match(text, around.end) else ""
    return before + "".join(pieces).strip() + after


def _spaced(piece: str) -> str:
    """A piece made visible without losing the spaces at its ends."""
    if not piece.strip():
        return " " if piece else ""
    return " " * piece[0].isspace() + visible(piece) + " " * piece[-1].isspace()
