"""JSON whose numbers are decimals, read and written without a detour over binary floats."""

from __future__ import annotations

from typing import Any

import simplejson


class JsonError(ValueError):
    """The text is not JSON that can be used; the message says why in one line."""


def loads(text: str | bytes) -> Any:
    """Parse JSON; integers become ``int``, all other numbers ``Decimal``.

    Raises ``JsonError`` for anything else, nesting too deep to parse included.
    """
    try:
        return simplejson.loads(text, use_decimal=True)
    except RecursionError:
        raise JsonError("JSON nested too deeply") from None
    except (ValueError, UnicodeDecodeError) as error:
        raise JsonError(f"not JSON: {error}") from None


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


def canonical(value: Any) -> str:
    """One spelling per value: sorted keys, no spaces. The basis of content hashes."""
    return dumps(value, sort_keys=True)
