"""The checks of a schema of another subject: each rule breaks and holds, by its measures' names."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from extractor.checks import check
from extractor.schema import Counting, Schema
from tests.reports import BUDGET, INSURANCE, part

NAMES = {
    "revenue": "Tổng thu",
    "domestic": "thu nội địa",
    "customs": "thu hải quan",
    "spending": "tổng chi",
    "investment": "chi đầu tư",
    "balance": "bội thu",
}


def amount(value: object, **stated: tuple[object, str]) -> dict[str, Any]:
    """So many thousand million dong."""
    printed = str(value).lstrip("-").replace(".", ",")
    return {
        "value": Decimal(str(value)),
        "scale": "billion",
        "currency": "VND",
        "text": f"{printed} tỷ đồng",
        "approximate": False,
        "change": part(*stated["change"]) if "change" in stated else None,
        "plan": part(*stated["plan"]) if "plan" in stated else None,
    }


def budget(end: str = "2023-12-31", **figures: Any) -> dict[str, Any]:
    """A statement; a measure given as a number is that many thousand million dong."""
    given = {n: v if isinstance(v, dict) else amount(v) for n, v in figures.items()}
    return {
        "place": "Bình Phước",
        "scope": None,
        "period": {"start": "2023-01-01", "end": end, "text": "năm 2023"},
        **{name: given.get(name) for name in NAMES},
    }


def article(*statements: dict[str, Any]) -> str:
    """A text that prints what the statements say, each figure in a line of its own."""
    lines = []
    for statement in statements:
        for name, words in NAMES.items():
            if (figure := statement[name]) is not None:
                stated = [p["text"] for p in (figure["change"], figure["plan"]) if p]
                lines.append(", ".join((f"{words} đạt {figure['text']}", *stated)))
    return "Bình Phước năm 2023\n\n" + "".join(f"Năm 2023, {line}.\n" for line in lines)


def errors(text: str, *statements: dict[str, Any]) -> list[str]:
    checked = check(text, {"statements": list(statements)}, BUDGET)
    assert checked.crashed == ()
    return [f.rule for f in checked.findings if f.severity == "error"]


def grown(percent: str) -> tuple[str, str]:
    verb = "giảm" if percent.startswith("-") else "tăng"
    return percent, f"{verb} {percent.lstrip('-').replace('.', ',')}%"


def planned(percent: str) -> tuple[str, str]:
    return percent, f"bằng {percent}% dự toán"


@pytest.mark.parametrize(
    ("rule", "holds", "breaks"),
    [
        (
            "sum",
            budget(revenue=500, domestic=300, customs=200),
            budget(revenue=500, domestic=300, customs=250),
        ),
        (
            "balance",
            budget(revenue=500, spending=380, balance=120),
            budget(revenue=500, spending=380, balance=210),
        ),
        ("part", budget(spending=380, investment=140), budget(spending=380, investment=410)),
        (
            "growth_base",
            budget(
                revenue=amount(500, change=grown("4.0")),
                domestic=amount(300, change=grown("3.0")),
                customs=amount(200, change=grown("5.5")),
            ),
            budget(
                revenue=amount(500, change=grown("14.0")),
                domestic=amount(300, change=grown("3.0")),
                customs=amount(200, change=grown("5.5")),
            ),
        ),
        (
            "plan_base",
            budget(
                revenue=amount(500, plan=planned("80")),
                domestic=amount(300, plan=planned("80")),
                customs=amount(200, plan=planned("80")),
            ),
            budget(
                revenue=amount(500, plan=planned("80")),
                domestic=amount(300, plan=planned("50")),
                customs=amount(200, plan=planned("80")),
            ),
        ),
        (
            "range",
            budget(customs=amount(200, change=grown("-90"))),
            budget(customs=amount(200, change=grown("-190"))),
        ),
        ("range", budget(spending=380), budget(end="2022-12-31", spending=380)),
        ("range", budget(spending=10**7), budget(spending=10**7 + 1)),
    ],
)
def test_a_rule_holds_and_breaks(rule, holds, breaks):
    assert errors(article(holds), holds) == []
    reversed_days = breaks["period"]["end"] < breaks["period"]["start"]
    also = {"second_reading"} if reversed_days else set()
    assert set(errors(article(breaks), breaks)) == {rule} | also


def test_two_values_of_one_measure_conflict():
    first, second = budget(revenue=500), budget(revenue=560)
    assert errors(article(first), first) == []
    assert errors(article(first, second), first, second) == ["conflict"]


def test_a_deficit_is_negative_by_the_name_that_the_schema_gives():
    made = budget(revenue=500, spending=620, balance=-120)
    text = article(made)
    assert errors(text.replace("bội thu", "bội chi"), made) == []
    assert "reading" in errors(text, made)


@pytest.mark.parametrize(
    ("field", "wrong", "rules"),
    [
        ("value", Decimal(50), ["reading"]),
        ("scale", "million", ["reading"]),
        ("currency", "USD", ["reading"]),
        ("text", "501 tỷ đồng", ["grounding", "reading"]),
    ],
)
def test_what_the_text_does_not_say_is_an_error(field, wrong, rules):
    made = budget(revenue=500)
    text = article(made)
    assert errors(text, made) == []
    made["revenue"][field] = wrong
    assert errors(text, made) == rules


def test_a_finding_names_the_schemas_fields():
    made = budget(revenue=500, domestic=300, customs=250)
    checked = check(article(made), {"statements": [made]}, BUDGET)
    [finding] = [f for f in checked.findings if f.severity == "error"]
    assert finding.fields == tuple(
        f"statements.0.{name}.value" for name in ("revenue", "domestic", "customs")
    )
    assert finding.message.startswith("domestic 300 + customs 250 = 550")
    assert finding.expected == (549 * 10**9, 551 * 10**9)


def test_what_is_not_printed_is_not_judged():
    made = budget(revenue=500, domestic=300, balance=120)
    checked = check(article(made), {"statements": [made]}, BUDGET)
    assert {(f.rule, f.severity) for f in checked.findings} == {("not_evaluable", "info")}
    assert {f.message.split(" ")[0] for f in checked.findings} >= {"sum", "balance"}


SPLIT = (
    "Đồng Nai: bảo hiểm\n\nNăm 2023, phí bảo hiểm đạt 900 tỷ đồng. "
    "Tách riêng nghiệp vụ tái tục, phí bảo hiểm đạt 300 tỷ đồng."
)
WITHOUT = replace(INSURANCE, counting=Counting())


def premiums(scope: str | None, value: int) -> dict[str, Any]:
    """So many thousand million dong of premiums, counted in a way."""
    return {
        "place": "Đồng Nai",
        "scope": scope,
        "period": budget()["period"],
        "premiums": amount(value),
        "claims": None,
    }


def found(
    text: str, schema: Schema, *statements: dict[str, Any]
) -> list[tuple[str, str, tuple[str, ...]]]:
    checked = check(text, {"statements": list(statements)}, schema)
    assert checked.crashed == ()
    return [(f.rule, f.severity, f.fields) for f in checked.findings]


def test_a_way_of_counting_is_a_scope_where_the_schema_knows_it():
    right = premiums(None, 900), premiums("nghiệp vụ tái tục", 300)
    assert found(SPLIT, INSURANCE, *right) == []
    assert {severity for _, severity, _ in found(SPLIT, WITHOUT, *right)} == {"warning"}


def test_a_way_of_counting_that_is_left_out_is_an_error_where_the_schema_knows_it():
    made = premiums(None, 900), premiums(None, 300)
    missing = ("second_reading", "error", ("statements.1.scope",))
    assert missing in found(SPLIT, INSURANCE, *made)
    assert missing not in found(SPLIT, WITHOUT, *made)


def test_phrases_of_one_way_are_held_apart_from_those_of_another_only():
    text = (
        "Đồng Nai: bảo hiểm\n\nNăm 2023, các hợp đồng ký tại chi nhánh có phí bảo hiểm 900 tỷ "
        "đồng.\nMọi nghiệp vụ gộp lại, phí bảo hiểm 300 tỷ đồng."
    )
    signed, every = "ký hợp đồng tại chi nhánh", "mọi nghiệp vụ"
    assert found(text, INSURANCE, premiums(signed, 900), premiums(every, 300)) == []
    swapped = found(text, INSURANCE, premiums(every, 900), premiums(signed, 300))
    assert [rule for rule, severity, _ in swapped if severity == "error"] == ["reading"]


@pytest.mark.parametrize(
    ("scope", "rules"),
    [
        ("nghiệp vụ tái tục", []),
        ("phí bảo hiểm xe cơ giới", ["second_reading"]),
        ("gói du lịch", ["second_reading"]),
    ],
)
def test_a_scope_names_no_subject_behind_the_measures_own_name(scope, rules):
    told = found(SPLIT, INSURANCE, premiums(None, 900), premiums(scope, 300))
    assert [rule for rule, severity, _ in told if severity == "error"] == rules
