from __future__ import annotations

from typing import Annotated, Any

import pytest
from pydantic import Field

from extractor.project import Project
from extractor.schema import Figure, Measure, Report, Statement, load, of_report
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


def many_properties(count: int) -> dict[str, Any]:
    return an_object(**{f"p{i}": {"type": "null"} for i in range(count)})


def a_choice(count: int, length: int = 4) -> dict[str, Any]:
    return {"type": "string", "enum": [f"{i:0{length}}" for i in range(count)]}


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
        (an_object(a={"enum": ["x"]}), "report.a: has no type"),
        (an_object(a={"const": "x"}), "report.a: has no type"),
        ({"type": "array", "items": {"type": "string"}}, "report: is not one object"),
        ({"anyOf": [an_object(a={"type": "string"})]}, "report: is not one object"),
        ({"$ref": "#/$defs/A", "$defs": {"A": an_object()}}, "report: is not one object"),
        (
            {**an_object(a={"$ref": "#/$defs/A", "description": "x"}), "$defs": {"A": an_object()}},
            "report.a: «description» beside a reference",
        ),
        (
            {
                **an_object(a={"anyOf": [{"$ref": "#/$defs/A"}, an_object(x={"type": "null"})]}),
                "$defs": {"A": an_object(x={"type": "number"}, y={"type": "number"})},
            },
            "report.a: two of its options begin with one property",
        ),
        (an_object(a=many_properties(5000)), "report: 5001 properties, at most 5000"),
        (an_object(a=a_choice(1001)), "report: 1001 values to choose from, at most 1000"),
        (an_object(a=a_choice(251, 60)), "report: 15060 characters in a choice of more than 250"),
        (an_object(**{"n" * 120_001: {"type": "null"}}), "report: 120001 characters in names"),
        (
            {**an_object(), "$defs": {"D" * 60_000: an_object(**{"n" * 60_001: a_choice(1)})}},
            "characters in names and values, at most 120000",
        ),
        (an_object(a={"type": "string", "const": "c" * 120_000}), "report: 120001 characters"),
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
    assert complaints(an_object(a=many_properties(4999))) == []
    assert complaints(an_object(a=a_choice(1000))) == []
    assert complaints(an_object(a=a_choice(250, 61), b=a_choice(251, 59))) == []
    assert complaints(an_object(**{"n" * 120_000: {"type": "null"}})) == []


@pytest.mark.parametrize("name", ["BáoCáo", "R" * 65, ""])
def test_a_name_that_no_tool_can_have_is_named(name: str) -> None:
    assert any("the name" in complaint for complaint in complaints(an_object(), name))
    assert complaints(an_object(), "Trade_Report-2") == []


def test_a_schema_with_a_described_model_is_refused_where_it_stands() -> None:
    class Whole(Statement):
        total: Annotated[Figure, Measure(phrases=("tổng",))] = Field(description="The total.")

    class WholeReport(Report):
        statements: list[Whole]

    [complaint] = complaints(of_report("whole", WholeReport).wire())
    assert complaint.startswith("Whole.total: «description» beside a reference")
