"""``extractor endpoints``: what is configured and where it comes from; never a key."""

from __future__ import annotations

import os
from dataclasses import fields
from typing import Any

from extractor import project as projects
from extractor.cli import terminal
from extractor.endpoint.config import NO_EFFECT_YET, Endpoint, names, resolve

_UNTOLD = frozenset({"name", "configured", "modes", "max_tokens_name", "seed_name"})


def endpoints() -> None:
    """List the endpoints and where each setting comes from."""
    project = projects.load()
    if not project.configured:
        terminal.say("there is no extractor.toml here or above; what follows is built in")
    for name in names(project.endpoints):
        endpoint = resolve(project.endpoints, name)
        terminal.put(f"{terminal.visible(name)}")
        for setting, value, origin in _settings(endpoint):
            terminal.put(f"  {terminal.padded(setting, 26)}{terminal.padded(value, 36)}  {origin}")


def _settings(endpoint: Endpoint) -> list[tuple[str, str, str]]:
    """Setting, value and origin, less what is neither configured nor has a default."""
    rows = []
    for field in fields(endpoint):
        value: Any = getattr(endpoint, field.name)
        configured = field.name in endpoint.configured
        empty = value is None or (not configured and value in ((), {}))
        if field.name in _UNTOLD or empty:
            continue
        text = _plain(value)
        if field.name == "api_key_env":
            text += " (set)" if os.environ.get(value, "").strip() else " (not set)"
        origin = projects.CONFIGURATION if configured else "default"
        if field.name in NO_EFFECT_YET:
            origin += ", no effect yet"
        rows.append((field.name, terminal.visible(text), origin))
    return rows


def _plain(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(value)
    if hasattr(value, "items"):
        # Names alone: a value may be a secret under a name that does not say so.
        return ", ".join(value)
    return str(value)
