"""Several reports of one article, point by point."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from extractor.diff import diff
from extractor.diff.sidebyside import Point, points
from extractor.record import Data
from tests.reports import FISHING, TRADE, catch, figure, part, report, statement


def beside(*reports: Data) -> list[Point]:
    return list(points(dict(enumerate(reports)), TRADE))


def found(*reports: Data) -> list[tuple[Any, ...]]:
    """What is more than agreed: part, measure, state, value by report."""
    return [
        (p.part, p.measure, p.state, {run: side.value for run, side in p.sides.items()})
        for p in beside(*reports)
        if p.state != "agree"
    ]


def cosmetic(*reports: Data) -> list[str]:
    return [p.part for p in beside(*reports) if p.cosmetic]


FULL = report(statement(total=100, export=60, import_=40), statement("Cao Bằng", total=7))


def test_equal_reports_agree_in_every_point() -> None:
    every = beside(FULL, FULL, FULL)
    assert {p.state for p in every} == {"agree"}
    assert Counter(p.part for p in every)["value"] == 4
    assert all(list(p.sides) == [0, 1, 2] for p in every)


def test_the_order_of_statements_decides_nothing() -> None:
    turned = {"statements": FULL["statements"][::-1]}
    assert found(FULL, turned) == []
    point = next(p for p in beside(FULL, turned) if p.measure == "export")
    assert point.sides[0].field == "statements.0.export.value"
    assert point.sides[1].field == "statements.1.export.value"


def test_a_point_says_where_it_is_and_what_each_says() -> None:
    (point,) = (
        p
        for p in beside(report(statement(scope="x", export=1)), report(statement(export=2)))
        if p.state == "differ"
    )
    assert (point.part, point.measure, point.scope) == ("value", "export", "x")
    assert (point.place, point.period) == ("Lạng Sơn", "2022-01-01/2022-06-30")
    assert point.sides[1].to_json() == {
        "field": "statements.0.export.value",
        "value": 2_000_000,
        "currency": "USD",
        "text": "2 triệu USD",
    }


@pytest.mark.parametrize(
    ("one", "other", "expected", "words"),
    [
        (figure(100), figure(101), [("value", "differ")], []),
        (figure(100), figure(100, currency="VND"), [("value", "differ")], []),
        (figure("1.2", "billion", text="x"), figure("1200", text="x"), [], []),
        (figure(1, span=[1, 2]), figure(1, span=[3, 4]), [], []),
        (figure(1), figure(1, text="hơn 1 triệu USD"), [], ["value"]),
        (figure(1), figure(1, approximate=True), [("approximate", "differ")], []),
        (figure(1, change=part(5)), figure(1, change=part(-5)), [("change", "differ")], []),
        (figure(1, change=part(5)), figure(1), [("change", "lacking")], []),
        (figure(1), figure(1, plan=part(5)), [("plan", "lacking")], []),
        (figure(None, change=part(5)), figure(7, change=part(5)), [("value", "lacking")], []),
    ],
)
def test_figures_compare_by_what_they_say(
    one: Data, other: Data, expected: list[tuple[str, str]], words: list[str]
) -> None:
    reports = report(statement(export=one)), report(statement(export=other))
    assert [(p, s) for p, _, s, _ in found(*reports)] == expected
    assert cosmetic(*reports) == words


def test_swapped_parts_differ_in_both() -> None:
    assert found(
        report(statement(total=100, export=60, import_=40)),
        report(statement(total=100, export=40, import_=60)),
    ) == [
        ("value", "export", "differ", {0: 60_000_000, 1: 40_000_000}),
        ("value", "import", "differ", {0: 40_000_000, 1: 60_000_000}),
    ]


def test_a_missing_statement_lacks_each_of_its_figures() -> None:
    assert found(FULL, report(FULL["statements"][0])) == [
        ("value", "total", "lacking", {0: 7_000_000}),
    ]
    assert found(report(FULL["statements"][0]), FULL) == [
        ("value", "total", "lacking", {1: 7_000_000}),
    ]


def test_a_statement_without_figures_is_not_lost() -> None:
    assert found(report(statement()), report()) == [
        ("statement", None, "lacking", {0: "Lạng Sơn"}),
    ]
    assert found(report(statement()), report(statement())) == []


def test_a_shifted_period_is_one_difference() -> None:
    assert found(
        report(statement(total=100, export=60)),
        report(statement(total=100, export=60, end="2022-07-31")),
    ) == [
        (
            "period",
            None,
            "differ",
            {0: "2022-01-01/2022-06-30", 1: "2022-01-01/2022-07-31"},
        )
    ]


def test_other_words_for_period_and_scope_are_cosmetic() -> None:
    one = report(statement(scope="chính ngạch", total=1))
    assert found(one, report(statement(scope="theo chính ngạch", total=1))) == []
    assert cosmetic(one, report(statement(scope="theo chính ngạch", total=1))) == ["scope"]
    assert cosmetic(one, report(statement(scope="chính ngạch", words="6T", total=1))) == ["period"]


def test_a_figure_under_another_scope_is_the_same_figure() -> None:
    one = report(statement(scope="x", export=60), statement(scope="y", export=5, total=100))
    other = report(statement(scope="x", export=60, total=100), statement(scope="y", export=5))
    assert found(one, other) == [("scope", "total", "differ", {0: "y", 1: "x"})]


class TestThreeReports:
    def test_what_two_have_and_the_first_lacks_is_one_point(self) -> None:
        one, two = report(statement(total=100)), report(statement(total=100, export=60))
        (point,) = (p for p in beside(one, two, two) if p.state != "agree")
        assert (point.state, point.lacking, list(point.sides)) == ("lacking", (0,), [1, 2])
        assert found(one, two, report(statement(total=100, export=61))) == [
            ("value", "export", "differ", {1: 60_000_000, 2: 61_000_000})
        ]

    def test_a_statement_of_two_is_one_point_wherever_it_stands(self) -> None:
        second = report(statement("Cao Bằng", total=7), statement(total=100))
        third = report(statement(total=100), statement("Cao Bằng", total=8))
        assert found(report(statement(total=100)), second, third) == [
            ("value", "total", "differ", {1: 7_000_000, 2: 8_000_000})
        ]

    def test_the_odd_one_out_is_told_by_its_value(self) -> None:
        one, two = report(statement(total=1)), report(statement(total=2))
        assert found(one, two, one) == [
            ("value", "total", "differ", {0: 1_000_000, 1: 2_000_000, 2: 1_000_000})
        ]
        assert found(one, two, two)[0][3] == {0: 1_000_000, 1: 2_000_000, 2: 2_000_000}


def test_what_else_a_schema_asks_for_is_compared() -> None:
    reports = {0: catch("a", "Huế"), 1: catch("b", "Vinh")}
    differing = [p.part for p in points(reports, FISHING) if p.state == "differ"]
    assert differing == ["print_place", "remark"]


def test_no_report_is_changed() -> None:
    one, two = report(statement(total=1)), report(statement(total=1, export=2), statement("A"))
    kept = report(statement(total=1)), report(statement(total=1, export=2), statement("A"))
    beside(one, two)
    assert (one, two) == kept


_STATEMENTS = st.lists(
    st.builds(
        statement,
        place=st.sampled_from(["Lạng Sơn", "Cao Bằng"]),
        scope=st.sampled_from([None, "x", "y"]),
        end=st.sampled_from(["2022-06-30", "2022-07-31"]),
        total=st.sampled_from([None, 1, 2]),
        export=st.sampled_from([None, 1, 2]),
    ),
    max_size=4,
)


@given(_STATEMENTS, _STATEMENTS)
def test_two_reports_disagree_where_the_golden_diff_has_a_regression(
    ours: list[Data], theirs: list[Data]
) -> None:
    # Of twins that nothing tells apart either may be the other one's partner.
    assume(all(a != b for side in (ours, theirs) for a, b in combinations(side, 2)))
    one, other = report(*ours), report(*theirs)
    assert bool(found(one, other)) == any(d.regression for d in diff(one, (), other, (), TRADE))


@given(st.lists(_STATEMENTS, min_size=2, max_size=4))
def test_every_figure_of_every_report_is_in_exactly_one_point(
    given_statements: list[list[Data]],
) -> None:
    reports = [report(*statements) for statements in given_statements]
    met = Counter(
        (run, side.field)
        for point in beside(*reports)
        if point.part == "value"
        for run, side in point.sides.items()
    )
    assert met == Counter(
        (run, f"statements.{index}.{measure}.value")
        for run, data in enumerate(reports)
        for index, said in enumerate(data["statements"])
        for measure in ("total", "export")
        if said[measure] is not None
    )
