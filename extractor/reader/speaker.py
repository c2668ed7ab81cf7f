"""Who speaks what stands behind a colon: «Ông Trần Văn A.: Chúng tôi …», and no subject of it."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.reader.lexicon import SPEAKERS
from extractor.reader.tokens import Kind, Token

_SOURCES = frozenset({"theo", "thống kê", "số liệu", "báo cáo", "tổng hợp", "nguồn"})
"""Head words of who has the figures that stand behind a colon."""


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
