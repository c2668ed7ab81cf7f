"""Services that are known by name: where each is, which variable holds its key, how it deviates.

The presets are data beside this module, ``presets.toml``. They hold what a provider's own
documentation says, with its address and the day it was read, and are unverified until the service
itself has been asked. No models and no prices: both change.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter

from extractor.endpoint import settings
from extractor.endpoint.settings import Mode


class Preset(BaseModel):
    """One service.

    ``base_url`` is ``None`` where the address holds a name of the user's own; ``base_url_form``
    then shows what it looks like, and ``host_endings`` are those of its hosts. ``api_key_env`` is
    ``None`` for servers that need no key. ``modes`` are those to try, first to last. ``notes`` say
    for people what deviates.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    base_url: Annotated[str, AfterValidator(settings.base_url)] | None = None
    base_url_form: str | None = None
    host_endings: tuple[str, ...] = ()
    api_key_env: Annotated[str, AfterValidator(settings.variable)] | None = None
    modes: tuple[Mode, ...] = Field(min_length=1)
    max_tokens_name: Literal["max_tokens", "max_completion_tokens"]
    seed_name: Literal["seed", "random_seed"]
    notes: str
    source: str
    checked: date


@cache
def presets() -> Mapping[str, Preset]:
    """Every preset by its name."""
    text = files("extractor.endpoint").joinpath("presets.toml").read_text("utf-8")
    return TypeAdapter(dict[str, Preset]).validate_python(tomllib.loads(text))
