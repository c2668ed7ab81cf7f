"""An endpoint's key, and whatever a server echoed of it, taken out of what is stored or shown.

Only text on its way out is changed, never the answer that a report is read from.
"""

from __future__ import annotations

import re

SHORTEST = 8
"""Keys below this many characters are not looked for.

A server on one's own machine takes any key, and one such as ``x`` or ``token`` is no secret but a
piece of every other word.
"""

HIDDEN = "***"

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
