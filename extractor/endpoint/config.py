"""What an endpoint is: a preset, a table of ``extractor.toml`` laid over it, and defaults.

An ``Endpoint`` holds no key, only the name of the environment variable that holds it, so that it
can be printed, compared and stored. A setting that is ``None`` was not set and is not sent.

A preset's key variable is taken over only where the key goes to the preset's own service: a table
with a ``base_url`` of another origin (scheme, host and port) has none but what it names itself. A
table that merely has a preset's name, and leads to another service than the one that the key is
for, has nothing of the preset; one that says ``preset`` has all but the key.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from extractor.endpoint import settings
from extractor.endpoint.presets import Preset, presets
from extractor.endpoint.settings import Mode as Mode
from extractor.errors import ConfigurationError, one_line
from extractor.project import CONFIGURATION, nearest
from extractor.record import BUILTIN as BUILTIN

COMMAND_LINE = "command line"
"""Origin of a setting that stood in the command."""

_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A named service.

    ``timeout_s`` bounds one attempt as a whole, in seconds; ``max_wait_s`` is the longest wait that
    a server may ask for. Prices are US dollars per million tokens. ``reask`` is how often a report
    whose numbers do not hold is asked for again, once at most. ``modes`` are those to try where
    ``mode`` is not set, first to last; ``max_tokens_name`` and ``seed_name`` are what the service
    calls these parameters. ``preset`` is the one it is laid over. ``origins`` tell where each
    setting comes from, in words; those not in it are defaults.
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
    reask: int = 0
    modes: tuple[Mode, ...] = ("tools", "json_schema", "json", "md_json")
    max_tokens_name: str = "max_tokens"
    seed_name: str = "seed"
    preset: str | None = None
    origins: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

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
    """Every endpoint there is: ``builtin``, those configured, then the presets that are not."""
    configured = sorted(name for name in tables if name != BUILTIN)
    return [BUILTIN, *configured, *sorted(presets().keys() - set(configured))]


def resolve(tables: Mapping[str, Any], name: str, model: str | None = None) -> Endpoint:
    """The endpoint of that name, ``model`` in place of its own where one is given.

    ``tables`` are the ``[endpoints.*]`` tables as parsed. Raises ``ConfigurationError`` for a name
    or a setting that does not exist, with the nearest one, for a value that cannot be right, and
    for an endpoint without an address or a model.
    """
    endpoint = look_up(tables, name, model)
    if not endpoint.base_url:
        preset = presets().get(endpoint.preset or "")
        form = preset.base_url_form if preset is not None else None
        what = f'base_url = "{form}", with your own name in it,' if form else "it"
        raise ConfigurationError(
            f"endpoint {name} has no base_url",
            f"write {what} into [endpoints.{name}] of {CONFIGURATION}",
        )
    if not endpoint.model:
        raise ConfigurationError(
            f"endpoint {name} has no model",
            f"name one with --model, or write it into [endpoints.{name}] of {CONFIGURATION}",
        )
    return endpoint


def look_up(tables: Mapping[str, Any], name: str, model: str | None = None) -> Endpoint:
    """The endpoint of that name as far as it is known, to be shown and not to be asked.

    ``base_url`` and ``model`` are empty where nothing says them. Raises as ``resolve`` does.
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
    if name not in tables and name not in presets():
        raise ConfigurationError(
            f"there is no endpoint «{one_line(name, 60)}»", nearest(name, names(tables))
        )
    table = tables.get(name, {})
    if not isinstance(table, Mapping):
        raise ConfigurationError(f"endpoints.{name} is not a table", f"write [endpoints.{name}]")
    own = settings.read(name, table)
    _hold_together(name, own, tables)
    origins = dict.fromkeys(own, CONFIGURATION)
    if model is not None:
        own["model"], origins["model"] = model, COMMAND_LINE
    below = _preset_below(name, own)
    for key, value in _taken_over(below, own).items():
        if key not in own:
            own[key], origins[key] = value, f"preset {below}"
    known = {"base_url": "", "model": "", **own, "preset": below}
    return Endpoint(name=name, origins=MappingProxyType(origins), **known)


def _preset_below(name: str, own: Mapping[str, Any]) -> str | None:
    """The preset that a table is laid over: the one it names, else the one of its own name."""
    named: str | None = own.get("preset")
    if named is not None:
        if named not in presets():
            raise ConfigurationError(
                f"endpoint {name}: there is no preset «{one_line(named, 60)}»",
                nearest(named, presets()),
            )
        return named
    preset = presets().get(name)
    if preset is None or (preset.api_key_env is not None and _leads_elsewhere(preset, own)):
        return None
    return name


def _taken_over(below: str | None, own: Mapping[str, Any]) -> dict[str, Any]:
    """What an endpoint has of its preset."""
    if below is None:
        return {}
    preset = presets()[below]
    taken = preset.model_dump(
        include={"base_url", "api_key_env", "modes", "max_tokens_name", "seed_name"},
        exclude_none=True,
    )
    if _leads_elsewhere(preset, own):
        taken.pop("api_key_env", None)
    return taken


def _leads_elsewhere(preset: Preset, own: Mapping[str, Any]) -> bool:
    """Whether a table's address is not one of its preset's service."""
    if "base_url" not in own:
        return False
    scheme, host, port = _origin(own["base_url"])
    if preset.base_url is None:
        return not (scheme == "https" and port == 443 and host.endswith(preset.host_endings))
    return (scheme, host, port) != _origin(preset.base_url)


def _origin(url: str) -> tuple[str, str, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port or _PORTS.get(parts.scheme)


def _hold_together(name: str, own: Mapping[str, Any], tables: Mapping[str, Any]) -> None:
    if own.get("strict") is not None and own.get("mode") in ("json", "md_json"):
        raise ConfigurationError(
            f"endpoint {name}: strict has no meaning in mode {own['mode']}",
            "use mode tools or json_schema, or remove strict",
        )
    for other in own.get("fallback", ()):
        if other == name:
            raise ConfigurationError(
                f"endpoint {name}: fallback names the endpoint itself", "name another one"
            )
        if other not in names(tables):
            raise ConfigurationError(
                f"endpoint {name}: fallback names «{one_line(other, 60)}», which does not exist",
                nearest(other, names(tables)),
            )
        if other != BUILTIN and other not in tables:
            raise ConfigurationError(
                f"endpoint {name}: fallback names the preset {other}, which has no model",
                f"write [endpoints.{other}] with a model into {CONFIGURATION}",
            )
