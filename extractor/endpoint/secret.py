"""An endpoint's key, and what a server echoed of it or of an article, kept out of what is told.

Only text on its way out is changed, never the answer that a report is read from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from extractor.errors import EndpointError
from extractor.record import Data

SHORTEST = 8
"""Keys below this many characters are not looked for.

A server on one's own machine takes any key, and one such as ``x`` or ``token`` is no secret but a
piece of every other word.
"""

HIDDEN = "***"

_QUOTE = 40
"""Characters of an article in a row that make a quotation."""

_ESCAPES = r"\\{0,8}"
"""Backslashes before one character: JSON within JSON within JSON has up to seven."""


class Secret:
    """A key to keep out of sight; ``None`` where an endpoint has none."""

    def __init__(self, key: str | None) -> None:
        secret = key is not None and len(key) >= SHORTEST
        self._pattern = re.compile("".join(map(_written, key))) if key and secret else None

    def hidden(self, text: str) -> str:
        """``text`` with ``***`` for the key, be it plain or escaped as in JSON or in a URL."""
        return self._pattern.sub(HIDDEN, text) if self._pattern is not None else text


def _written(character: str) -> str:
    """A pattern for every way to write one ASCII character."""
    code = "".join(f"[{d}{d.upper()}]" if d.isalpha() else d for d in f"{ord(character):02x}")
    return f"(?:%{code}|{_ESCAPES}(?:u00{code}|{re.escape(character)}))"


def texts(payload: Data) -> Iterator[str]:
    """Every text that is a value in a document, however deep."""
    left: list[Any] = [payload]
    while left:
        value = left.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict | list):
            left.extend(value.values() if isinstance(value, dict) else value)


def discreet(error: EndpointError, article: str, secret: Secret) -> EndpointError:
    """The same error without the key, its reason withheld where that quotes the article."""
    flat = " ".join(article.split())
    message = secret.hidden(error.message)
    starts = range(0, len(message) - _QUOTE + 1, _QUOTE // 4)
    if any(message[start : start + _QUOTE] in flat for start in starts):
        status = message.partition(":")[0]
        message = "the reason given quotes the article and is not repeated"
        message = f"{status}: {message}" if status.isdigit() else message
    if message == error.message:
        return error
    return error.saying(message)
