"""The words of an article around a figure: the sentence, with what was read in brackets."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

from extractor.cli.terminal import styled, visible
from extractor.excerpt import Mark, Sentence, sentences
from extractor.record import Data

_SIDE = {"golden": "yellow", "new": "cyan"}


def marks(figure: Data) -> list[Mark]:
    """Where a figure, its change and its share of plan stand."""
    parts = (figure, figure.get("change"), figure.get("plan"))
    return [Mark(*part["span"]) for part in parts if part and part.get("span")]


def shown(text: str, marked: Iterable[Mark], *, styles: bool) -> Iterator[str]:
    """The sentences of ``text`` that hold ``marked``, each once, on one line."""
    return (line(sentence, styles=styles) for sentence in sentences(text, marked))


def line(sentence: Sentence, *, styles: bool) -> str:
    """A sentence on one line, its marks in brackets.

    Where golden and new mark different stretches of it, each says whose it is.
    """
    told = len({mark.side for mark in sentence.marks}) > 1
    pieces = []
    for piece, mark in sentence.pieces():
        if mark is None:
            pieces.append(_spaced(piece))
            continue
        number = f"[{visible(piece)}]"
        if styles:
            number = styled(number, sys.stdout, _SIDE.get(mark.side, "green"), bold=True)
        pieces.append(f"{number}({mark.side})" if told and mark.side in _SIDE else number)
    before, after = "…" * sentence.cut_before, "…" * sentence.cut_after
    return before + "".join(pieces).strip() + after


def _spaced(piece: str) -> str:
    """A piece made visible without losing the spaces at its ends."""
    if not piece.strip():
        return " " if piece else ""
    return " " * piece[0].isspace() + visible(piece) + " " * piece[-1].isspace()
