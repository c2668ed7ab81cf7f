"""How long a server asks to wait, wherever it says so: headers, fields of the body, its sentence.

Waits are seconds from now, never negative. The longest of all that are told counts. When a limit is
lifted (a «reset») is weaker than a wait: it counts only beside no ``Retry-After``, or one of zero,
and only of a limit that is used up.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from email.utils import parsedate_to_datetime
from typing import Any

from extractor import exact_json

# Every repetition is bounded: the text is a stranger's.
_NUMBER = r"\d{1,14}(?:\.\d{1,20})?"
_UNIT = r"(?:ms|msecs?|milliseconds?|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?)"
_PART = re.compile(rf"({_NUMBER})\s{{0,3}}({_UNIT})(?![a-z])")
_SPAN = re.compile(rf"{_PART.pattern}(?:,?\s{{0,3}}(?:and\s)?{_PART.pattern}){{0,5}}")
_TOLD_IN_WORDS = re.compile(
    r"(?:\b(?:again|retry(?:ing)?|available|reset(?:s|ting)?)\s"
    r"(?:again\s|(?:your|the|this)\s\w{1,20}\s|it\s)?(?:in|after)"
    r"|\b(?P<bare>retry[ _-]after)(?:[ _-](?:secs|seconds))?|\bwait(?:\sfor)?)\b[\"'\s:=]{0,4}"
    r"(?:(?:about|approximately|around|at\sleast|another)\s|~\s?)?"
)
_BARE = re.compile(rf"({_NUMBER})(?!\s?[\w:/-]|\.\d)")
_RESET = re.compile(r"(?:\w+-)?rate-?limit(?:-\w+)*-reset(?:-\w+)*")
_FIELDS = ("retry_after", "retry_after_seconds", "estimated_time")
_LONGEST_FIELD = 200
_LONGEST_S = 1e9


def told(
    status: int | None, headers: Mapping[str, str], document: Any, message: str
) -> float | None:
    """The wait in seconds that a failure of that status asks for, ``None`` where it asks for none.

    On a 429 a limit with a reset counts as used up unless its «remaining» says otherwise, on any
    other status only where its «remaining» is zero.
    """
    outer = document[0] if isinstance(document, list) and document else document
    within = exact_json.at(outer, "error", "metadata", "headers")
    named = [_lowered(told) for told in (headers, within) if isinstance(told, Mapping)]
    waits = [wait for each in named for wait in _of_headers(each)]
    waits += _of_fields(outer)
    if not any(waits):
        waits += (wait for each in named for wait in _of_resets(each, status == 429))
    waits += _of_words(message.lower())
    return min(max(waits), _LONGEST_S) if waits else None


def _lowered(headers: Mapping[Any, Any]) -> dict[str, str]:
    return {
        str(name).lower(): str(value).strip()[:_LONGEST_FIELD] for name, value in headers.items()
    }


def _of_headers(headers: Mapping[str, str]) -> Iterator[float]:
    for name in ("retry-after-ms", "x-ms-retry-after-ms"):
        if re.fullmatch(_NUMBER, headers.get(name, "")):
            yield float(headers[name]) / 1000
    yield from _until(headers.get("retry-after", ""))


def _of_fields(outer: Any) -> Iterator[float]:
    error = exact_json.at(outer, "error")
    for where in (outer, error, exact_json.at(error, "metadata")):
        for field in _FIELDS:
            yield from _of_value(exact_json.at(where, field))
    details = exact_json.at(error, "details")
    for detail in details if isinstance(details, list) else ():
        delay = exact_json.at(detail, "retryDelay")
        yield from _of_value(delay)
        yield from _of_value(exact_json.at(delay, "seconds"))


def _of_resets(headers: Mapping[str, str], limited: bool) -> Iterator[float]:
    for name, value in headers.items():
        if not _RESET.fullmatch(name):
            continue
        remaining = headers.get(name.replace("-reset", "-remaining"))
        if limited if remaining is None else re.fullmatch(r"0(\.0{1,9})?", remaining):
            yield from _until(value)


def _of_words(message: str) -> Iterator[float]:
    for words in _TOLD_IN_WORDS.finditer(message):
        if span := _SPAN.match(message, words.end()):
            yield _duration(span[0])
        elif bare := _is_bare(words) and _BARE.match(message, words.end()):
            yield float(bare[1])


def _is_bare(words: re.Match[str]) -> bool:
    """Whether a number without a unit is one of seconds, as in the header of that name."""
    return words["bare"] is not None or re.match(r"retry\safter\b", words[0]) is not None


def _of_value(value: Any) -> Iterator[float]:
    if isinstance(value, str):
        yield from _until(value.strip())
    elif isinstance(value, int | float | Decimal) and not isinstance(value, bool) and value >= 0:
        yield float(min(value, 10**9))


def _until(value: str) -> Iterator[float]:
    """A wait as a field tells it: seconds, a duration, a moment, or several with commas between."""
    value = value[:_LONGEST_FIELD]
    wait = _one(value)
    pieces: Iterable[float | None] = (wait,)
    if wait is None and "," in value:
        pieces = (_one(piece.strip()) for piece in value.split(","))
    yield from (piece for piece in pieces if piece is not None)


def _one(value: str) -> float | None:
    if re.fullmatch(_NUMBER, value):
        number = float(value)
        # So many seconds are no wait but a moment, and still more are its milliseconds.
        moment = number / 1000 if number > 1e11 else number
        return max(0.0, moment - datetime.now(UTC).timestamp()) if moment > 1e9 else moment
    if _SPAN.fullmatch(value.lower()):
        return _duration(value.lower())
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment_told = read(value)
            if moment_told.tzinfo is None:
                moment_told = moment_told.replace(tzinfo=UTC)
            return max(0.0, (moment_told - datetime.now(UTC)).total_seconds())
        except (ValueError, OverflowError, TypeError, IndexError):
            continue
    return None


def _duration(text: str) -> float:
    return sum(float(number) * _length(unit) for number, unit in _PART.findall(text))


def _length(unit: str) -> float:
    """Seconds of one unit, by however much of its name is written out."""
    if unit.startswith(("ms", "mil")):
        return 0.001
    return {"s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}[unit[0]]
