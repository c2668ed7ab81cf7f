"""JSON whose numbers are decimals, read and written without a detour over binary floats.

What was read can be calculated with and written again: a number has at most ``MAX_EXPONENT`` digits
before or after its point, an object has each key once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

import simplejson

MAX_EXPONENT = 100
"""Beyond it no printed figure lies, and written out in full a number would fill a disk."""


class JsonError(ValueError):
    """The text is not JSON that can be used; the message says why in one line."""


def loads(text: str | bytes) -> Any:
    """Parse JSON; integers become ``int``, all other numbers ``Decimal``.

    Raises ``JsonError`` for anything else: nesting too deep to parse, a key given twice, numbers
    that no figure can have.
    """
    try:
        return simplejson.loads(
            text, parse_float=_decimal, parse_int=_integer, object_pairs_hook=_object
        )
    except RecursionError:
        raise JsonError("JSON nested too deeply") from None
    except ValueError as error:
        raise JsonError(f"not JSON: {error}") from None


def _decimal(literal: str) -> Decimal:
    try:
        number = Decimal(literal)
    except InvalidOperation:
        raise ValueError("a number out of range") from None
    exponent = number.as_tuple().exponent
    if number.adjusted() > MAX_EXPONENT or int(exponent) < -MAX_EXPONENT:
        raise ValueError("a number out of range")
    return number


def _integer(literal: str) -> int:
    if len(literal.lstrip("-")) > MAX_EXPONENT + 1:
        raise ValueError("a number out of range")
    return int(literal)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        twice = Counter(key for key, _ in pairs).most_common(1)[0][0]
        raise ValueError(f"the key {twice[:40]!r} stands twice in one object")
    return made


def dumps(value: Any, *, indent: int | None = None, sort_keys: bool = False) -> str:
    """Write JSON, decimals as plain numbers, one line unless ``indent`` is given."""
    return simplejson.dumps(
        value,
        use_decimal=True,
        ensure_ascii=False,
        indent=indent,
        sort_keys=sort_keys,
        allow_nan=False,
        separators=None if indent is not None else (",", ":"),
    )


def at(value: Any, *keys: str) -> Any:
    """What stands in ``value`` below these keys, ``None`` where nothing does."""
    for key in keys:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def plain(number: int | Decimal) -> int | Decimal:
    """The number in its one spelling: 1200.0 and 1.2E+3 are 1200, 38.80 is 38.8."""
    if isinstance(number, int):
        return number
    if number == number.to_integral_value():
        return int(number)
    return Decimal(format(number, "f").rstrip("0"))


def canonical(value: Any) -> str:
    """One spelling per value: sorted keys, no spaces. The basis of content hashes."""
    return dumps(value, sort_keys=True)
