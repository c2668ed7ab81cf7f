"""What strict structured output demands of a JSON schema, as providers document it.

An object at the root, every property required, no other allowed, every sub-schema of a known type,
none of the keywords that grammar compilers do not know, and sizes within the limits. A schema
without a complaint here can still be refused by one server; one with a complaint is refused by
some.

Sources, read in November 2026: the «Supported schemas» part of OpenAI's guide to structured outputs
for the subset and the limits; its error messages for keywords beside a reference and for options
that begin alike; Fireworks' guide for a type in every sub-schema and for what it leaves out
(``oneOf``, patterns, lengths).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_KNOWN = frozenset(
    {"$defs", "$ref", "additionalProperties", "anyOf", "const", "description", "enum", "items"}
    | {"properties", "required", "title", "type"}
)
# An ``enum`` or a ``const`` alone is a type to OpenAI, not to Fireworks.
_TYPED = frozenset({"$ref", "anyOf", "type"})
_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
MAX_DEPTH = 10
"""Levels of objects and lists."""
MAX_PROPERTIES = 5000
"""Properties of all objects together."""
MAX_NAMES = 120_000
"""Characters of all names of properties and definitions and all values of enums together."""
MAX_ENUM_VALUES = 1000
"""Values of all enums together."""
LARGE_ENUM = 250
"""Values beyond which the characters of one enum are bounded."""
MAX_LARGE_ENUM = 15_000
"""Characters of the values of one enum of more than ``LARGE_ENUM``."""


def complaints(schema: Mapping[str, Any], name: str = "report") -> list[str]:
    """What strict structured output would refuse in ``schema``, a line each, empty where nothing.

    ``name`` is what the wire calls the schema or the tool.
    """
    definitions = schema.get("$defs", {})
    found = []
    if not _NAME.fullmatch(name):
        found.append(
            f"report: the name {name} is not taken; a report's class is named by at most 64 of "
            "A-Z, a-z, 0-9, _ and -"
        )
    if schema.get("type") != "object" or "anyOf" in schema:
        found.append("report: is not one object; the root must be of type object, without anyOf")
    found += _of(schema, "report", definitions)
    for title, definition in definitions.items():
        found += _of(definition, title, definitions)
    found += _of_sizes(schema)
    depth = _depth(schema, definitions, ())
    if depth > MAX_DEPTH:
        found.append(f"report: nested {depth} levels deep, at most {MAX_DEPTH} are taken")
    return found


def _of(part: Any, at: str, definitions: Mapping[str, Any]) -> Iterator[str]:
    if not isinstance(part, Mapping):
        yield f"{at}: anything is allowed here, a type is needed"
        return
    for keyword in sorted(part.keys() - _KNOWN):
        yield f"{at}: the keyword «{keyword}» is not taken by every provider"
    if not part.keys() & _TYPED:
        yield f"{at}: has no type"
    if "$ref" in part and (beside := sorted(part.keys() - {"$ref", "$defs"})):
        # A model as the type of a described field is written so.
        yield f"{at}: «{'», «'.join(beside)}» beside a reference; describe the model it refers to"
    if part.get("type") == "object" or "properties" in part:
        properties = part.get("properties", {})
        if part.get("additionalProperties") is not False:
            yield f'{at}: allows other properties; set extra="forbid" on its model'
        for name in properties.keys() - set(part.get("required", ())):
            yield f"{at}.{name}: not required; remove its default"
        for name, property_ in properties.items():
            yield from _of(property_, f"{at}.{name}", definitions)
    if part.get("type") == "array":
        yield from _of(part.get("items"), f"{at}[]", definitions)
    options = part.get("anyOf", ())
    for index, option in enumerate(options):
        yield from _of(option, f"{at}|{index}", definitions)
    first = [key for option in options if (key := _first_key(option, definitions))]
    if len(first) != len(set(first)):
        yield f"{at}: two of its options begin with one property; put another first"


def _first_key(option: Any, definitions: Mapping[str, Any]) -> str | None:
    """The first property of an object, by which a server tells the options apart."""
    if not isinstance(option, Mapping):
        return None
    if "$ref" in option:
        option = definitions.get(_referred(option), {})
    return next(iter(option.get("properties", {})), None)


@dataclass(slots=True)
class _Sizes:
    """What a schema counts for, wherever it stands."""

    properties: int = 0
    names: int = 0
    values: int = 0
    large_enum: int = 0

    def add(self, part: Any) -> None:
        if not isinstance(part, Mapping):
            return
        named = [*part.get("properties", {}), *part.get("$defs", {})]
        values = list(part.get("enum", ()))
        texts = [value for value in values if isinstance(value, str)]
        constant = part.get("const")
        length = sum(map(len, texts))
        self.properties += len(part.get("properties", {}))
        self.values += len(values)
        self.names += sum(map(len, named)) + length
        self.names += len(constant) if isinstance(constant, str) else 0
        if len(values) > LARGE_ENUM:
            self.large_enum = max(self.large_enum, length)
        for holder in ("properties", "$defs"):
            for inner in part.get(holder, {}).values():
                self.add(inner)
        for inner in (part.get("items"), *part.get("anyOf", ())):
            self.add(inner)


def _of_sizes(schema: Mapping[str, Any]) -> Iterator[str]:
    sizes = _Sizes()
    sizes.add(schema)
    for number, most, what in (
        (sizes.properties, MAX_PROPERTIES, "properties"),
        (sizes.names, MAX_NAMES, "characters in names and values"),
        (sizes.values, MAX_ENUM_VALUES, "values to choose from"),
        (sizes.large_enum, MAX_LARGE_ENUM, f"characters in a choice of more than {LARGE_ENUM}"),
    ):
        if number > most:
            yield f"report: {number} {what}, at most {most} are taken"


def _depth(part: Any, definitions: Mapping[str, Any], above: tuple[str, ...]) -> int:
    """Levels of objects and lists; a definition within itself counts once."""
    if not isinstance(part, Mapping):
        return 0
    reference = _referred(part)
    if reference:
        if reference in above or reference not in definitions:
            return 0
        return _depth(definitions[reference], definitions, (*above, reference))
    options = max((_depth(o, definitions, above) for o in part.get("anyOf", ())), default=0)
    inner = [*part.get("properties", {}).values(), part.get("items")]
    own = 1 if part.get("type") in ("object", "array") else 0
    return max(options, own + max(_depth(p, definitions, above) for p in inner))


def _referred(part: Mapping[str, Any]) -> str:
    """Name of the definition that a part refers to, empty where it refers to none."""
    return str(part.get("$ref", "")).removeprefix("#/$defs/")
