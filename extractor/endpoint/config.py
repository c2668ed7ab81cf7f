"""What an endpoint is: the ``[endpoints.NAME]`` tables of ``extractor.toml``, validated.

An ``Endpoint`` holds no key, only the name of the environment variable that holds it, so that it
can be printed, compared and stored. A setting that is ``None`` was not set and is not sent. Those
in ``NO_EFFECT_YET`` are read and held to be right, and nothing follows from them so far.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Literal, get_args
from urllib.parse import urlsplit

from extractor import exact_json
from extractor.errors import ConfigurationError, one_line
from extractor.project import nearest

Mode = Literal["tools", "json_schema", "json", "md_json"]

BUILTIN = "builtin"
"""Name of the endpoint that needs no network: the deterministic reader."""

NO_EFFECT_YET = frozenset(
    {"requests_per_minute", "tokens_per_minute", "context_tokens", "fallback"}
)
"""Settings that are accepted and not acted on."""

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


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A named service.

    ``timeout_s`` bounds one attempt as a whole, in seconds; ``max_wait_s`` is the longest wait that
    a server may ask for. Prices are US dollars per million tokens. ``modes`` are those to try where
    ``mode`` is not set, first to last; ``max_tokens_name`` and ``seed_name`` are what the service
    calls these parameters. ``configured`` names the settings that were written down; all others are
    defaults.
    """

    name: str
    base_url: str
    model: str
    api_key_env: str | None = None
    mode: Mode | None = None
    strict: bool | None = None
    temperature: float | None = None
    seed: int | None = None
    max_output_tokens: int | None = None
    context_tokens: int | None = None
    timeout_s: float = 120
    max_wait_s: float = 300
    concurrency: int = 4
    requests_per_minute: int | None = None
    tokens_per_minute: int | None = None
    price_per_million_input: Decimal | None = None
    price_per_million_output: Decimal | None = None
    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    extra_body: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    fallback: tuple[str, ...] = ()
    modes: tuple[Mode, ...] = ("tools", "json_schema", "json", "md_json")
    max_tokens_name: str = "max_tokens"
    seed_name: str = "seed"
    configured: frozenset[str] = frozenset()

    @property
    def in_process(self) -> bool:
        """Whether the deterministic reader of this very process answers."""
        return self.name == BUILTIN

    def key(self) -> str | None:
        """The key from the environment, ``None`` where the endpoint needs none.

        Raises ``ConfigurationError`` where the variable is not set or cannot be a key.
        """
        if self.api_key_env is None:
            return None
        key = os.environ.get(self.api_key_env, "").strip()
        if not key:
            raise ConfigurationError(
                f"endpoint {self.name}: the environment variable {self.api_key_env} is not set",
                f"set {self.api_key_env} to the key of this service",
            )
        if not (key.isascii() and key.isprintable()) or " " in key:
            raise ConfigurationError(
                f"endpoint {self.name}: the value of {self.api_key_env} cannot be a key",
                "a key has no blanks, line breaks or characters beyond ASCII",
            )
        return key


def names(tables: Mapping[str, Any]) -> list[str]:
    """Every endpoint there is, ``builtin`` first."""
    return [BUILTIN, *sorted(name for name in tables if name != BUILTIN)]


def resolve(tables: Mapping[str, Any], name: str, model: str | None = None) -> Endpoint:
    """The endpoint of that name, ``model`` in place of its own where one is given.

    ``tables`` are the ``[endpoints.*]`` tables as parsed. Raises ``ConfigurationError`` for a name
    or a setting that does not exist, with the nearest one, and for a value that cannot be right.
    """
    if BUILTIN in tables:
        raise ConfigurationError(
            f"[endpoints.{BUILTIN}] cannot be configured", "give this endpoint another name"
        )
    if name == BUILTIN:
        return Endpoint(
            name=BUILTIN,
            base_url="http://builtin.invalid/v1",
            model=model or BUILTIN,
            concurrency=2,
            price_per_million_input=Decimal(0),
            price_per_million_output=Decimal(0),
        )
    if name not in tables:
        raise ConfigurationError(
            f"there is no endpoint «{one_line(name, 60)}»", nearest(name, names(tables))
        )
    table = tables[name]
    if not isinstance(table, Mapping):
        raise ConfigurationError(f"endpoints.{name} is not a table", f"write [endpoints.{name}]")
    settings = {key: _setting(name, key, value) for key, value in table.items()}
    if model is not None:
        settings["model"] = model
    for required in ("base_url", "model"):
        if required not in settings:
            raise ConfigurationError(f"endpoint {name} has no {required}")
    _hold_together(name, settings, tables)
    return Endpoint(name=name, configured=frozenset(table), **settings)


def _hold_together(name: str, settings: Mapping[str, Any], tables: Mapping[str, Any]) -> None:
    if settings.get("strict") is not None and settings.get("mode") in ("json", "md_json"):
        raise ConfigurationError(
            f"endpoint {name}: strict has no meaning in mode {settings['mode']}",
            "use mode tools or json_schema, or remove strict",
        )
    for other in settings.get("fallback", ()):
        if other == name:
            raise ConfigurationError(
                f"endpoint {name}: fallback names the endpoint itself", "name another one"
            )
        if other not in names(tables):
            raise ConfigurationError(
                f"endpoint {name}: fallback names «{one_line(other, 60)}», which does not exist",
                nearest(other, names(tables)),
            )


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


def _url(value: Any) -> str:
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
    return text.rstrip("/")


def _variable(value: Any) -> str:
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


def _number(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise ValueError("must be a number")
    number = Decimal(str(value))
    if not number.is_finite() or number < 0:
        raise ValueError("must be a number of 0 or more")
    return number


def _seconds(value: Any) -> float:
    number = _number(value)
    if number == 0:
        raise ValueError("must be more than 0 seconds")
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
    "base_url": _url,
    "model": _text,
    "api_key_env": _variable,
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
}
