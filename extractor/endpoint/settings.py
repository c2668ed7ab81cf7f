"""The settings of one ``[endpoints.NAME]`` table: which there are and what each may hold.

``read`` takes a table as parsed and gives each value as an ``Endpoint`` holds it, or says in one
line what is wrong. No key passes: what looks like one is refused and never repeated.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Literal, get_args
from urllib.parse import urlsplit

from extractor import exact_json
from extractor.errors import ConfigurationError, one_line
from extractor.project import nearest

Mode = Literal["tools", "json_schema", "json", "md_json"]

_WORDS = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z0-9]+(?![a-z])")
_SECRETS = frozenset(
    "apikey auth authorization authentication bearer cookie credential credentials jwt passphrase "
    "passwd password secret secrets".split()
)
_NO_SECRET_BEFORE = {
    "key": frozenset({"cache"}),
    "token": frozenset({"bos", "cls", "eos", "mask", "pad", "sep", "stop", "unk"}),
}
_SECRET_HEADER = re.compile(r"auth(?!or\b)|key|token|secret|cookie|passw|credential", re.IGNORECASE)
_ELSEWHERE = "put it into an environment variable and name that in api_key_env"
_OURS = frozenset({"model", "messages", "tools", "tool_choice", "response_format", "stream"})


def read(name: str, table: Mapping[str, Any]) -> dict[str, Any]:
    """The settings of endpoint ``name`` by their names, each as an ``Endpoint`` holds it.

    Raises ``ConfigurationError`` for a setting that does not exist, with the nearest one, and for a
    value that cannot be right.
    """
    return {key: _setting(name, key, value) for key, value in table.items()}


def _setting(name: str, key: str, value: Any) -> Any:
    reader = _SETTINGS.get(key)
    if reader is None:
        if _names_a_secret(key):
            raise ConfigurationError(
                f"endpoint {name}: a key does not belong in extractor.toml ({one_line(key, 60)})",
                _ELSEWHERE,
            )
        raise ConfigurationError(
            f"endpoint {name} has no setting «{one_line(key, 60)}»", nearest(key, _SETTINGS)
        )
    try:
        return reader(value)
    except _SecretError as error:
        raise ConfigurationError(f"endpoint {name}: {key} {error}", _ELSEWHERE) from None
    except ValueError as error:
        raise ConfigurationError(f"endpoint {name}: {key} {error}") from None


class _SecretError(ValueError):
    """A setting holds what looks like a key; ``where`` names its place, never its value."""

    def __init__(self, where: str) -> None:
        super().__init__(f"must hold no key ({one_line(where, 60)})")


def _names_a_secret(name: str) -> bool:
    """Whether what goes by that name is a key: ``api_key``, ``accessToken``, not ``max_tokens``."""
    words = [word.lower() for word in _WORDS.findall(name)]
    if not _SECRETS.isdisjoint(words):
        return True
    *before, last = words or [""]
    return last in _NO_SECRET_BEFORE and _NO_SECRET_BEFORE[last].isdisjoint(before)


def _secret_within(value: Any, path: str = "") -> str | None:
    """Where in a table a secret is named, at any depth."""
    pairs = value.items() if isinstance(value, Mapping) else ()
    for key, inner in pairs:
        if _names_a_secret(str(key)):
            return f"{path}{key}"
        if found := _secret_within(inner, f"{path}{key}."):
            return found
    for inner in value if isinstance(value, list) else ():
        if found := _secret_within(inner, path):
            return found
    return None


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip() or not value.isprintable():
        raise ValueError("must be a text")
    return value


def base_url(value: Any) -> str:
    """A service's address without a slash at its end; ``ValueError`` for what is none."""
    text = _text(value)
    try:
        parts = urlsplit(text)
        parts.port  # noqa: B018  # raises for a port that is no number
    except ValueError:
        raise ValueError("is not a URL") from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("must begin with http:// or https:// and name a host")
    if parts.username is not None or parts.password is not None or parts.query or parts.fragment:
        raise ValueError("must hold no user, key or query; name the key's variable in api_key_env")
    url = text.rstrip("/")
    if url.endswith("/chat/completions"):
        raise ValueError("ends before /chat/completions")
    return url


def variable(value: Any) -> str:
    """The name of an environment variable; ``ValueError`` for what is none."""
    text = _text(value)
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", text):
        # The value is not repeated: it may be the key itself.
        raise ValueError("must be the name of an environment variable, not a key")
    return text


def _mode(value: Any) -> str:
    if value not in get_args(Mode):
        raise ValueError(f"must be one of {', '.join(get_args(Mode))}")
    return str(value)


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("must be true or false")
    return value


def _integer(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError("must be a whole number")
    return value


def _count(value: Any) -> int:
    number = _integer(value)
    if number < 1:
        raise ValueError("must be 1 or more")
    return number


def _once_or_never(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value not in (0, 1):
        raise ValueError("must be 1, for one more question, or 0 for none")
    return value


def _number(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise ValueError("must be a number")
    number = Decimal(str(value))
    if not number.is_finite() or number < 0:
        raise ValueError("must be a number of 0 or more")
    return number


def _seconds(value: Any) -> float:
    try:
        number = _number(value)
    except ValueError:
        number = Decimal(0)
    if number == 0:
        raise ValueError("must be a number of seconds, more than 0")
    return float(number)


def _temperature(value: Any) -> float:
    return float(_number(value))


def _headers(value: Any) -> Mapping[str, str]:
    if not isinstance(value, Mapping):
        raise ValueError("must be a table of texts")
    for name, text in value.items():
        if _SECRET_HEADER.search(name):
            raise _SecretError(name)
        if not re.fullmatch(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", name):
            raise ValueError(f"has a name that is no header's: {one_line(name, 60)}")
        if not isinstance(text, str) or not (text.isascii() and text.isprintable()):
            raise ValueError(f"must be texts of ASCII characters ({one_line(name, 60)})")
    return MappingProxyType(dict(value))


def _body(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise ValueError("must be a table")
    for key in value:
        if key in _OURS:
            raise ValueError(f"must not set {key}, which the tool itself writes")
    if found := _secret_within(value):
        raise _SecretError(found)
    try:
        exact_json.dumps(dict(value))
    except (TypeError, ValueError):
        raise ValueError("holds a value that JSON cannot carry") from None
    return MappingProxyType(dict(value))


def _fallback(value: Any) -> tuple[str, ...]:
    return tuple(_text(name) for name in (value if isinstance(value, list) else [value]))


_SETTINGS: Mapping[str, Callable[[Any], Any]] = {
    "preset": _text,
    "base_url": base_url,
    "model": _text,
    "api_key_env": variable,
    "mode": _mode,
    "strict": _flag,
    "temperature": _temperature,
    "seed": _integer,
    "max_output_tokens": _count,
    "context_tokens": _count,
    "timeout_s": _seconds,
    "max_wait_s": _seconds,
    "concurrency": _count,
    "requests_per_minute": _count,
    "tokens_per_minute": _count,
    "price_per_million_input": _number,
    "price_per_million_output": _number,
    "headers": _headers,
    "extra_body": _body,
    "fallback": _fallback,
    "reask": _once_or_never,
}
