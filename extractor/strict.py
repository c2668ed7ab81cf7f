"""What strict structured output demands of a JSON schema, as providers document it.

Every property required, no other allowed, every sub-schema of a known type, and none of the
keywords that grammar compilers do not know. A schema without a complaint here can still be refused
by one server; one with a complaint is refused by some.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

_KNOWN = frozenset(
    {"$defs", "$ref", "additionalProperties", "anyOf", "const", "description", "enum", "items"}
    | {"properties", "required", "title", "type"}
)
_TYPED = frozenset({"$ref", "anyOf", "const", "enum", "type"})
_MAX_DEPTH = 10
_MAX_PROPERTIES = 5000


def complaints(schema: Mapping[str, Any]) -> list[str]:
    """What strict structured output would refuse in ``schema``, a line each, empty where nothing.

    Source: the «Supported schemas» part of OpenAI's guide to structured outputs, whose limits the
    other providers stay within or do not state.
    """
    definitions = schema.get("$defs", {})
    found = list(_of(schema, "report", definitions))
    for name, definition in definitions.items():
        found += _of(definition, name, definitions)
    properties = sum(len(part.get("properties", {})) for part in (schema, *definitions.values()))
    if properties > _MAX_PROPERTIES:
        found.append(f"report: {properties} properties, at most {_MAX_PROPERTIES} are taken")
    depth = _depth(schema, definitions, ())
    if depth > _MAX_DEPTH:
        found.append(f"report: nested {depth} levels deep, at most {_MAX_DEPTH} are taken")
    return found


def _of(part: Any, at: str, definitions: Mapping[str, Any]) -> Iterator[str]:
    if not isinstance(part, Mapping):
        yield f"{at}: anything is allowed here, a type is needed"
        return
    for keyword in sorted(part.keys() - _KNOWN):
        yield f"{at}: the keyword «{keyword}» is not taken by every provider"
    if not part.keys() & _TYPED:
        yield f"{at}: has no type"
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
    for index, option in enumerate(part.get("anyOf", ())):
        yield from _of(option, f"{at}|{index}", definitions)


def _depth(part: Any, definitions: Mapping[str, Any], above: tuple[str, ...]) -> int:
    """Levels of objects and lists; a definition within itself counts once."""
    if not isinstance(part, Mapping):
        return 0
    reference = str(part.get("$ref", "")).removeprefix("#/$defs/")
    if reference:
        if reference in above or reference not in definitions:
            return 0
        return _depth(definitions[reference], definitions, (*above, reference))
    options = max((_depth(o, definitions, above) for o in part.get("anyOf", ())), default=0)
    inner = [*part.get("properties", {}).values(), part.get("items")]
    own = 1 if part.get("type") in ("object", "array") else 0
    return max(options, own + max(_depth(p, definitions, above) for p in inner))
