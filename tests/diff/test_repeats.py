"""Several answers to one article: what is never right, what is sometimes, what is only words."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extractor.diff import Repeats, repeats
from extractor.golden import Breach, Golden, Shelf
from extractor.record import ArticleRef, Data, Failure, Finding, Record
from tests.reports import TRADE, figure, part, report, statement

REF = ArticleRef("a", "a.txt", "0" * 64, 1)


def answer(data: Data | None, *rules: str) -> Record:
    found = tuple(
        Finding(rule, "error", "model", ("statements.0.total",), "wrong") for rule in rules
    )
    error = None if data is not None else Failure("timeout", "no answer in 60 s")
    return Record(REF, "failed" if data is None else "flagged", data, found, error=error)


def told(golden: Data, *answers: Record, findings: tuple[Breach, ...] = ()) -> Repeats:
    shelf = Shelf(Path("golden/trade"), [Golden(REF, "trade", golden, findings, "", Path("a.txt"))])
    return repeats(shelf, {"a": answers}, len(answers), TRADE)


def verdicts(found: Repeats) -> dict[str, tuple[str, int]]:
    (article,) = found.articles
    return {field.field: (field.verdict, field.right) for field in article.fields}


TOTAL = report(statement(total=1))
ELSEWHERE = report(statement(place="Huế", total=1))
GONE = report(statement(place="Huế", total=7))


def test_what_is_always_as_accepted_is_not_named() -> None:
    found = told(TOTAL, answer(TOTAL), answer(TOTAL))
    assert verdicts(found) == {}
    assert (found.regressions, found.articles[0].answers) == (0, 2)


@pytest.mark.parametrize(
    ("wrong", "right", "verdict"),
    [
        (4, 0, "too few to say"),
        (5, 0, "regression"),
        (50, 0, "regression"),
        (1, 1, "flaky"),
        (49, 1, "flaky"),
    ],
)
def test_only_five_and_more_that_are_all_wrong_are_a_regression(
    wrong: int, right: int, verdict: str
) -> None:
    other = report(statement(total=2))
    found = told(TOTAL, *[answer(other)] * wrong, *[answer(TOTAL)] * right)
    assert verdicts(found) == {"total.value": (verdict, right)}
    assert found.counts[verdict] == 1  # type: ignore[index]


def test_answers_without_a_result_are_neither_right_nor_wrong() -> None:
    other = report(statement(total=2))
    found = told(TOTAL, answer(None), *[answer(other)] * 4)
    assert verdicts(found) == {"total.value": ("too few to say", 0)}
    assert found.articles[0].reasons == ("no answer in 60 s",)
    none = told(TOTAL, answer(None), answer(None))
    assert (none.articles[0].state, none.articles[0].answers) == ("failed", 0)


def test_words_never_gate_and_are_right() -> None:
    words = report(statement(total=figure(1, text="hơn 1 triệu USD")))
    assert verdicts(told(TOTAL, answer(words), answer(words))) == {"total.value": ("cosmetic", 2)}
    wrong = report(statement(total=2))
    mixed = told(TOTAL, answer(words), answer(wrong))
    assert verdicts(mixed) == {"total.value": ("flaky", 1)}


def test_a_field_is_wrong_too_where_its_figure_is_gone() -> None:
    golden = report(statement(total=figure(1, change=part(10)), export=3))
    hedged = report(statement(total=figure(1, change=part(10), approximate=True), export=3))
    found = told(golden, *[answer(hedged), answer(report(statement(export=3)))] * 3)
    assert verdicts(found) == {
        "total.approximate": ("regression", 0),
        "total.value": ("flaky", 3),
        "total.change": ("flaky", 3),
    }


def test_a_statement_elsewhere_has_none_of_its_figures_right() -> None:
    found = told(TOTAL, *[answer(ELSEWHERE), answer(GONE)] * 3)
    known = {f.field: f for f in found.articles[0].fields}
    assert {name: f.verdict for name, f in known.items() if f.place == "Lạng Sơn"} == {
        "place": "regression",
        "total.value": "regression",
    }


def test_what_is_extra_counts_whatever_its_value_and_its_place_in_the_answer() -> None:
    extras = [
        report(statement(place="Huế", export=value), statement(total=1))
        if value % 2
        else report(statement(total=1), statement(place="Huế", export=value))
        for value in (7, 8, 7, 9, 7)
    ]
    (article,) = told(TOTAL, *map(answer, extras)).articles
    (field,) = article.fields
    assert (field.place, field.field, field.verdict) == ("Huế", "export", "regression")
    assert [(other.value, other.times) for other in field.others] == [
        (7_000_000, 3),
        (8_000_000, 1),
        (9_000_000, 1),
    ]


def test_findings_are_told_by_their_rule() -> None:
    found = told(TOTAL, answer(TOTAL, "sum"), answer(TOTAL), findings=())
    (field,) = found.articles[0].fields
    assert (field.rule, field.verdict, field.right) == ("sum", "flaky", 1)
    breach = Breach("sum", ("statements.0.total",))
    lost = told(TOTAL, *[answer(TOTAL)] * 5, findings=(breach,))
    (field,) = lost.articles[0].fields
    assert (field.rule, field.verdict) == ("sum", "regression")


def test_json_has_every_entry() -> None:
    other: dict[str, Any] = report(statement(total=figure(Decimal("1.5"))))
    made = told(TOTAL, answer(other), answer(TOTAL)).to_json()
    assert made["counts"] == {"regression": 0, "flaky": 1, "too_few_to_say": 0, "cosmetic": 0}
    (field,) = made["articles"][0]["fields"]
    assert field["golden"] == 1_000_000
    assert field["others"] == [{"value": 1_500_000, "text": "1.5 triệu USD", "times": 1}]
