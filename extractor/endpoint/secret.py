"""An endpoint's key, and what a server echoed of it or of an article, kept out of what is told.

Only text on its way out is changed, never the answer that a report is read from.
"""

from __future__ import annotations

import re
from base64 import b64encode
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any
from urllib.parse import quote

from extractor.errors import EndpointError
from extractor.record import Data
from extractor.span import Span

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


_BREAK = re.compile(
    r"[ \t]{0,8}(?:[\r\n]+|\\{1,8}[rn]|&#1[03];|%0[aAdD])+[ \t>|]{0,8}"
    r"|[\u00ad\u200b-\u200d\u2060\ufeff]"
)
"""What may break a key over lines, plain or escaped."""
_MASK = re.compile(
    r"(?:[*…•●·∙█■▪]|\.\.|\\{1,8}u(?:2026|2022|25[cC][fF]))+\.?|[xX]{3,}|#{2,}|_{3,}|-{3,}"
    r"|[\[<({](?:\.\.\.|…|(?i:redacted|hidden|masked|snip))[\]>)}]"
)
"""What services write in place of the rest of a key."""
_TOLD = re.compile(
    r"(?<!\w)(?:(?:end|start|begin)(?:s|ing|ning)?[ _-](?:in|with)|(?:pre|suf)fix|(?:first|last)"
    r"[ _-](?:\w{1,8}[ _-])?(?:four|char(?:acter)?s?|digits?|[0-9]{1,2}))(?: (?:are|is))?\W{0,6}",
    re.IGNORECASE,
)
"""What says that a key's beginning or end follows."""
_ENCODED = re.compile(r"[\w+/-]?=*", re.ASCII)
_PIECE = 3
"""Characters of a key's beginning that are a piece of it where its end follows, or words say so."""
_ENDS = 2
"""Characters of its end that are one behind a mask where its beginning stands before it."""
_BEGINNING, _END = 5, 4
"""Characters that are a piece beside a mask alone: «sk-» before one begins many keys."""


class Secret:
    """A key to keep out of sight; ``None`` where an endpoint has none."""

    def __init__(self, key: str | None) -> None:
        secret = key is not None and len(key) >= SHORTEST
        self._pattern = re.compile("".join(map(_written, key))) if key and secret else None
        self._plain = [_Spelled(k) for k in dict.fromkeys((key, quote(key, "")))] if key else []
        self._encoded = _encodings(key.encode()) if key and secret else ()

    def hidden(self, text: str) -> str:
        """``text`` with ``***`` for the key and for the pieces of it that services show.

        Whole it may be plain, escaped as in JSON or in a URL, in base64 or hexadecimal, and broken
        over lines. A piece is half of it or more, or its beginning or end beside a mask
        («sk-SEC...3456», «****3456») or where words say that it is one.
        """
        if self._pattern is None:
            return text
        spans = list(self._found(self._pattern, text))
        breaks = [match.span() for match in _BREAK.finditer(text)]
        if breaks:
            starts = (0, *(end for _, end in breaks))
            parts = [
                Span(*p) for p in zip(starts, (*(b for b, _ in breaks), len(text)), strict=True)
            ]
            ends = list(accumulate(part.end - part.start for part in parts))

            def place(index: int) -> int:
                at = bisect_right(ends, index)
                return parts[at].end - (ends[at] - index)

            whole = "".join(part.of(text) for part in parts)
            spans += [
                Span(place(span.start), place(span.end - 1) + 1)
                for span in self._found(self._pattern, whole)
            ]
        return _without(text, spans)

    def _found(self, pattern: re.Pattern[str], text: str) -> Iterator[Span]:
        """Where the key stands in a text, or a piece of it."""
        for match in pattern.finditer(text):
            yield Span(*match.span())
        for core, first in self._encoded:
            at = text.find(core)
            while at >= 0:
                tail = _ENCODED.match(text, at + len(core))
                end = tail.end() if tail is not None else at + len(core)
                yield Span(max(0, at - 1) if first and text[at - 1 : at].isalnum() else at, end)
                at = text.find(core, end)
        for key in self._plain:
            yield from key.halves(text)
            for mask in _MASK.finditer(text):
                # A mask of «x» takes in what a key has of them at its own end.
                shared = range(min(mask.end() - mask.start(), _BEGINNING))
                before = max((key.before(text, mask.start() + n), -n) for n in shared)
                behind = max((key.behind(text, mask.end() - n), -n) for n in shared)
                both = before[0] >= _PIECE and behind[0] >= _ENDS
                if both or before[0] >= _BEGINNING or behind[0] >= _END:
                    yield Span(mask.start() - max(0, sum(before)), mask.end() + max(0, sum(behind)))
            for said in _TOLD.finditer(text):
                at = said.end()
                piece = max(key.behind(text, at), key.ahead(text, at))
                if piece >= _PIECE:
                    yield Span(at, at + piece)


class _Spelled:
    """A key in one spelling, and how much of its beginning or end stands somewhere."""

    def __init__(self, key: str) -> None:
        self._key = key
        self._until: Mapping[str, Sequence[int]] = _places(key)
        self._half = max(SHORTEST, (len(key) + 1) // 2)

    def before(self, text: str, end: int) -> int:
        """Characters of its beginning that stand right before ``end``."""
        lengths = self._until.get(text[end - 1 : end], ())
        return max((n for n in lengths if text.endswith(self._key[:n], 0, end)), default=0)

    def behind(self, text: str, start: int) -> int:
        """Characters of its end that stand right at ``start``."""
        size = len(self._key)
        lengths = (size - n + 1 for n in self._until.get(text[start : start + 1], ()))
        return max((n for n in lengths if text.startswith(self._key[size - n :], start)), default=0)

    def ahead(self, text: str, start: int) -> int:
        """Characters of its beginning that stand right at ``start``."""
        return _alike(self._key, text[start : start + len(self._key)])

    def halves(self, text: str) -> Iterator[Span]:
        """Where half of it or more stands, from its beginning on or to its end."""
        head, tail = self._key[: self._half], self._key[-self._half :]
        at = text.find(head)
        while at >= 0:
            end = at + self.ahead(text, at)
            yield Span(at, end)
            at = text.find(head, end)
        at = text.find(tail)
        while at >= 0:
            end = at + len(tail)
            here = text[max(0, end - len(self._key)) : end]
            start = end - _alike(self._key[::-1], here[::-1])
            yield Span(start, end)
            at = text.find(tail, end)


def _alike(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    pairs = zip(one, other, strict=False)
    shorter = min(len(one), len(other))
    return next((n for n, (a, b) in enumerate(pairs) if a != b), shorter)


def _places(key: str) -> Mapping[str, Sequence[int]]:
    """The lengths of a key's beginnings by the character that they end with."""
    places: dict[str, list[int]] = defaultdict(list)
    for number, character in enumerate(key, start=1):
        places[character].append(number)
    return places


def _encodings(key: bytes) -> tuple[tuple[str, bool], ...]:
    """What all of a key's encodings have in common wherever in a text the key was.

    With whether the character before it may hold bits of the key too.
    """
    made: dict[str, bool] = {}
    for shift in range(3):
        bits = (shift + len(key)) * 8
        core = b64encode(b"\0" * shift + key).decode()[-(-shift * 8 // 6) : bits // 6]
        url = core.translate(str.maketrans("+/", "-_"))
        for spelled in (core, url, core.replace("/", "\\/"), quote(core, "")):
            made.setdefault(spelled, shift > 0)
    return (*made.items(), (key.hex(), False), (key.hex().upper(), False))


def _without(text: str, spans: Sequence[Span]) -> str:
    """``text`` with one ``***`` for each stretch that spans cover."""
    pieces: list[str] = []
    done = reached = 0
    for start, end in sorted(spans):
        if start >= reached:
            pieces += (text[done:start], HIDDEN)
        reached = done = max(reached, end)
    return "".join((*pieces, text[done:]))


def _written(character: str) -> str:
    """A pattern for every way to write one ASCII character."""
    code = "".join(f"[{d}{d.upper()}]" if d.isalpha() else d for d in f"{ord(character):02x}")
    return f"(?:%(?:25){{0,3}}{code}|{_ESCAPES}(?:u00{code}|x{code}|{re.escape(character)}))"


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
