"""Amounts that a text denies: «430 triệu USD, không phải 403 triệu USD như đã đưa»."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.reader.tokens import Kind, Token

INSTEAD = 7
"""Tokens before an amount in which words say that it did not come about, or was told wrongly."""
_DENYING = frozenset({"không", "chẳng", "chả", "chưa"})


def is_taken_back(tokens: Sequence[Token], position: int) -> bool:
    """Whether the amount is one that is denied."""
    for index in range(position - 1, max(0, position - INSTEAD), -1):
        if tokens[index].kind in (Kind.MONEY, Kind.PERCENT, Kind.STOP):
            return False
        if is_denial(tokens, index):
            return True
    return False


def is_denial(tokens: Sequence[Token], index: int) -> bool:
    """«430 triệu USD, không phải 403 triệu USD như đã đưa»: what is taken back."""
    return index > 0 and tokens[index].text == "phải" and tokens[index - 1].text.lower() in _DENYING
