"""Who speaks what stands behind a colon: «Ông Trần Văn A.: Chúng tôi …», and no subject of it."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.reader.lexicon import SPEAKERS, SURNAMES
from extractor.reader.tokens import Kind, Token

_SOURCES = frozenset({"theo", "thống kê", "số liệu", "báo cáo", "tổng hợp", "nguồn"})
"""Head words of who has the figures that stand behind a colon."""

LONGEST = 12
"""Words and marks that say who speaks at most, before a colon."""
_NAME = 5
"""Words that somebody's name has at most."""


def is_speaker(text: str, words: Sequence[Token]) -> bool:
    """«* Ông ĐẶNG VĂN TUẤN:», «- PV:», «Nguyễn Văn An:»: who speaks what follows.

    A title leads it, or it is a name and nothing else: of words that all begin with a capital.
    ``text`` is the printed one.
    """
    said = [t for t in words if t.kind not in (Kind.STOP, Kind.NUMBER)]
    if said and said[0].text.lower() in SPEAKERS | _SOURCES:
        return True
    return 1 < len(said) < 5 and all(
        t.kind is Kind.WORD and text[t.span.start].isupper() for t in said
    )


def names_person(text: str, first: Token, tokens: Sequence[Token], last: int) -> bool:
    """«ông Trần Văn A», «Phó Cục trưởng Nguyễn Văn An»: whether words up to ``last`` name somebody.

    A title begins them, or they end in a surname and more, all with a capital.
    """
    if first.text.lower() in SPEAKERS:
        return True
    name: list[Token] = []
    for token in reversed(tokens[max(0, last + 1 - _NAME) : last + 1]):
        if token.kind is not Kind.WORD or not text[token.span.start].isupper():
            break
        name.append(token)
    return len(name) > 1 and any(t.text.lower() in SURNAMES for t in name[1:])
