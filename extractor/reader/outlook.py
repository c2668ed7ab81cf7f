"""How things go at a place, said before a colon and its amount, and no subject of that.

«Tại Ma Lù Thàng, nhịp buôn bán chậm hơn: 28,6 triệu USD, tăng 18%» tells of the place that leads.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import dropwhile

from extractor.reader.lexicon import PLACE_NOUNS, TITLES
from extractor.reader.tokens import Kind, Token

_AT = frozenset({"ở", "tại", "với", "riêng", "còn", "về", "phía", "bên"})
_BEFORE_PLACE = TITLES | PLACE_NOUNS | _AT
_OPENING = 12
"""Tokens of a sentence in which the place stands that it is about."""
_OTHER = (*(Kind.LABEL, Kind.MONEY, Kind.NUMBER, Kind.PERCENT), *(Kind.COMPANY, Kind.FOREIGN))
"""What tells of something, or is something else."""
_UNTIL_GROWTH = (Kind.MONEY, Kind.LABEL, Kind.OPEN)


def says_how_it_goes(
    lower: str, tokens: Sequence[Token], position: int, subjects: re.Pattern[str]
) -> bool:
    """Whether the words before the colon at ``position`` only say how things go at a place.

    A place in a clause of its own leads the sentence, neither a name nor a number nor anything
    known as something else stands between, and the amount right behind the colon has a growth.
    """
    words, behind = tokens[:position], tokens[position + 1 :]
    at = next((i for i, t in enumerate(words[:_OPENING]) if t.kind is Kind.PLACE), None)
    if at is None or words[at].mention.kind not in ("province", "gate") or not _is_apart(words, at):
        return False
    other = any(t.kind in _OTHER or subjects.match(lower, t.span.start) for t in words)
    others = any(t.kind is Kind.PLACE and t.mention.kind == "gate" for t in words[at + 1 :])
    return not (other or others) and _grows(behind)


def _is_apart(words: Sequence[Token], at: int) -> bool:
    """«ở cửa khẩu Cầu Treo (Hà Tĩnh), …»: whether the place stands alone between two marks."""
    first = at
    while first and words[first - 1].text.lower() in _BEFORE_PLACE:
        first -= 1
    behind = next(iter(words[at + 1 :]), None)
    led = not first or words[first - 1].kind is Kind.STOP
    return led and behind is not None and (behind.text == "," or behind.kind is Kind.OPEN)


def _grows(behind: Sequence[Token]) -> bool:
    """Whether an amount comes first, and a percentage before any other amount or name."""
    rest = [*dropwhile(lambda t: t.kind in (Kind.NEUTRAL, Kind.ESTIMATE), behind)]
    if not rest or rest[0].kind is not Kind.MONEY:
        return False
    for token in rest[1:]:
        if token.kind is Kind.PERCENT:
            return True
        if token.kind in _UNTIL_GROWTH or token.text in ".;":
            return False
    return False
