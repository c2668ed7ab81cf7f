"""What must not stand in a recording: what tells of a key, a person, an account or a machine.

Rather too much is found than too little: a recording that holds one of these by right is recorded
anew without it.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import yaml

_KINDS = {
    "key": r"\b(?:sk|pk|rk|gsk|xai|hf|ghp|pplx|nvapi)[-_][A-Za-z0-9_-]{6,}|\bAKIA[A-Z0-9]{8,}"
    r"|\bAIza[\w-]{8,}|\beyJ[\w-]{8,}\.|(?i:\bbearer\b|\bauthorization\b|api[-_]?key)",
    "cookie": r"(?i:cookie|\b__cf_bm\b|\bsession[-_]?id\b)",
    "organisation": r"(?i:organi[sz]ation\b)|\b(?:org|proj)[-_][A-Za-z0-9]{6,}|openai-project",
    "account": r"\b(?:user|acct|accounts?|cus|team)[-_/](?=[A-Za-z]*\d)[A-Za-z0-9]{4,}"
    r"|\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b",
    "request": r"(?i:\bx-request-id\b|\bcf-ray\b)|\breq[-_][A-Za-z0-9]{6,}",
    "path": r"(?<![\w.])/(?:home|root|tmp|work|Users|var|opt|mnt|private|usr|etc|srv)/\w"
    r"|\b[A-Za-z]:\\+(?:Users|home)\b|(?<![\w/])~/\w",
    "address": r"[\w.+-]+@[\w-]+\.\w+",
    "host": r"https?://(?!127\.0\.0\.1/|127\.0\.0\.1$)",
}
_TOKEN = re.compile(r"[A-Za-z0-9+_=-]{20,}")
_BITS = 3.5
"""Entropy per character from which a token is no word: a random one of 20 characters has 4."""


def leaks(recording: str) -> set[str]:
    """The kinds of what is found in a recording's file; none where it is clean."""
    # As written too: a comment is in no value, and a value is wrapped into lines.
    texts = [recording, *_texts(yaml.safe_load(recording))]
    return {kind for text in texts for kind in _of(text.replace("\\/", "/"))}


def _of(text: str) -> Iterator[str]:
    for kind, pattern in _KINDS.items():
        if re.search(pattern, text):
            yield kind
    if any(_random(token) for token in _TOKEN.findall(text)):
        yield "token"


def _random(token: str) -> bool:
    if not (re.search(r"\d", token) and re.search(r"[A-Za-z]", token)):
        return False
    shares = [count / len(token) for count in Counter(token).values()]
    return -sum(share * math.log2(share) for share in shares) >= _BITS


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(key)
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
    elif isinstance(value, bytes):
        yield value.decode("utf-8", "replace")
    elif value is not None:
        yield str(value)
