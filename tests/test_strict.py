from __future__ import annotations

from typing import Any

import pytest

from extractor.project import Project
from extractor.schema import load
from extractor.strict import complaints
from tests.harness import REPOSITORY


def an_object(**properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def nested(levels: int) -> dict[str, Any]:
    inner: dict[str, Any] = {"type": "string"}
    for _ in range(levels):
        inner = an_object(inner=inner)
    return inner


def test_the_packaged_schemas_are_taken() -> None:
    for resource in Project(REPOSITORY).resources("schema"):
        assert complaints(load(resource.name, resource.path).wire()) == []


@pytest.mark.parametrize(
    ("schema", "said"),
    [
        (an_object(a={"type": "string", "pattern": "x"}), "report.a: the keyword «pattern»"),
        (an_object(a={"type": "number", "default": 1}), "report.a: the keyword «default»"),
        (an_object(a={}), "report.a: has no type"),
        (an_object(a=True), "report.a: anything is allowed"),
        ({**an_object(a={"type": "string"}), "required": []}, "report.a: not required"),
        ({**an_object(), "additionalProperties": True}, "report: allows other properties"),
        ({"type": "object", "properties": {}}, "report: allows other properties"),
        (an_object(a={"type": "array"}), "report.a[]: anything is allowed"),
        (an_object(a={"anyOf": [{"type": "null"}, {"minimum": 1}]}), "report.a|1: the keyword"),
        ({**an_object(), "$defs": {"B": {"type": "object"}}}, "B: allows other properties"),
        (nested(11), "nested 11 levels deep"),
    ],
)
def test_what_strict_output_refuses_is_named_with_its_place(
    schema: dict[str, Any], said: str
) -> None:
    assert any(said in complaint for complaint in complaints(schema))


def test_what_is_within_the_limits_is_taken() -> None:
    recursive = an_object(child={"anyOf": [{"$ref": "#/$defs/Node"}, {"type": "null"}]})
    assert complaints({**recursive, "$defs": {"Node": recursive}}) == []
    assert complaints(nested(10)) == []
