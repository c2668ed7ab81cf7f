"""Whether a document quotes an article whose text is not the project's to publish."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from extractor.golden.shelf import LONGEST_QUOTE

_ESCAPE = re.compile(r'\\(?:u([0-9a-fA-F]{4})|([\\"/bfnrt]))')
_MEANT = {"b": " ", "f": " ", "n": "\n", "r": "\n", "t": "\t"}
_DEEPEST = 8
"""JSON within JSON within JSON: levels of escapes that are undone."""


def quotes(document: Any, article: str) -> bool:
    """Whether a text of ``document`` has more than ``LONGEST_QUOTE`` characters of the article.

    In a row, whatever the spaces, the Unicode form and the case; in texts that hold JSON also as
    that means it.
    """
    flat = _flat(article)
    return any(
        _shared(_flat(words), flat) for text in _texts(document) for words in _spellings(text)
    )


def _texts(document: Any) -> Iterator[str]:
    left = [document]
    while left:
        value = left.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, Mapping):
            left += [*value, *value.values()]
        elif isinstance(value, list):
            left += value


def _spellings(text: str) -> Iterator[str]:
    """A text as it is, and without one level of escapes after the other."""
    for _ in range(_DEEPEST):
        yield text
        plain = _ESCAPE.sub(_meant, text)
        if plain == text:
            return
        text = plain


def _meant(escape: re.Match[str]) -> str:
    code, letter = escape.groups()
    return chr(int(code, 16)) if code else _MEANT.get(letter, letter)


def _flat(text: str) -> str:
    # Not folded as for matching: there a letter's spelling depends on those around it, and a
    # passage may begin and end anywhere.
    plain = unicodedata.normalize("NFC", text).casefold()
    return " ".join("".join(c for c in plain if unicodedata.category(c) != "Cf").split())


def _shared(text: str, article: str) -> bool:
    """Whether more than ``LONGEST_QUOTE`` characters in a row stand in both."""
    # So many characters in a row hold at least one whole block of those that a text is cut into.
    block = LONGEST_QUOTE // 2 + 1
    for start in range(0, len(text) - block + 1, block):
        at = article.find(text[start : start + block])
        while at >= 0:
            before = _alike(_back(text, start), _back(article, at))
            behind = _alike(_on(text, start + block), _on(article, at + block))
            if before + block + behind > LONGEST_QUOTE:
                return True
            at = article.find(text[start : start + block], at + 1)
    return False


def _back(text: str, end: int) -> str:
    return text[max(0, end - LONGEST_QUOTE) : end][::-1]


def _on(text: str, start: int) -> str:
    return text[start : start + LONGEST_QUOTE]


def _alike(text: str, other: str) -> int:
    """How many characters two texts have in common from their beginning."""
    length = 0
    for a, b in zip(text, other, strict=False):
        if a != b:
            break
        length += 1
    return length
