"""What the golden and the rules say of a difference."""

from __future__ import annotations

import pytest

from extractor.diff.sidebyside import Point, points
from extractor.diff.support import Accepted, golden_support, rules_broken, rules_support
from extractor.record import Attribution, Data, Finding, Severity
from tests.reports import TRADE, figure, part, report, statement

Told = list[tuple[str, str | None, tuple[int, ...] | None]]


def differing(*reports: Data) -> list[Point]:
    return [p for p in points(dict(enumerate(reports)), TRADE) if p.state != "agree"]


def golden(accepted: Data, *reports: Data) -> Told:
    held = {run: Accepted(accepted, data, TRADE) for run, data in enumerate(reports)}
    found = []
    for point in differing(*reports):
        support = golden_support(point, held)
        found.append((point.part, point.measure, support and support.reports))
    return found


def one(total: object, **more: object) -> Data:
    return report(statement(total=figure(total, **more)))


class TestGolden:
    @pytest.mark.parametrize(
        ("accepted", "supported"), [(1, (0,)), (2, (1,)), (3, ())], ids=["first", "second", "none"]
    )
    def test_a_value(self, accepted: int, supported: tuple[int, ...]) -> None:
        assert golden(one(accepted), one(1), one(2)) == [("value", "total", supported)]

    def test_what_it_is_comes_with_it(self) -> None:
        reports = one(1), one(2)
        held = {run: Accepted(one(3), data, TRADE) for run, data in enumerate(reports)}
        support = golden_support(differing(*reports)[0], held)
        assert support is not None
        assert support.accepted is not None
        assert support.accepted.value == 3_000_000

    def test_several_reports_can_be_right(self) -> None:
        assert golden(one(1), one(1), one(2), one(1)) == [("value", "total", (0, 2))]

    def test_leaving_out_is_right_where_nothing_was_accepted(self) -> None:
        with_share = one(1, plan=part(5))
        assert golden(one(1), with_share, one(1)) == [("plan", "total", (1,))]
        assert golden(with_share, with_share, one(1)) == [("plan", "total", (0,))]
        assert golden(one(1, plan=part(6)), with_share, one(1)) == [("plan", "total", ())]

    def test_growth_and_value_are_judged_apart(self) -> None:
        assert golden(one(1, change=part(5)), one(1, change=part(-5)), one(2, change=part(5))) == [
            ("value", "total", (0,)),
            ("change", "total", (1,)),
        ]

    def test_a_missing_statement(self) -> None:
        both = report(statement(total=1), statement("Cao Bằng", total=7))
        assert golden(both, both, one(1)) == [("value", "total", (0,))]
        assert golden(one(1), both, one(1)) == [("value", "total", (1,))]

    def test_a_shifted_period(self) -> None:
        right = report(statement(total=1, export=2))
        wrong = report(statement(total=1, export=2, end="2022-07-31"))
        assert golden(right, wrong, right) == [("period", None, (1,))]
        assert golden(wrong, wrong, right) == [("period", None, (0,))]

    def test_it_says_nothing_of_a_statement_that_it_does_not_have(self) -> None:
        right = report(statement(total=1, export=2))
        wrong = report(statement(total=1, export=2, end="2022-07-31"))
        assert golden(report(), wrong, right) == [("period", None, None)]


def finding(
    *fields: str, severity: Severity = "error", attribution: Attribution = "model", rule: str = "r"
) -> Finding:
    return Finding(rule, severity, attribution, fields, "")


class TestRules:
    VALUE = "statements.0.total.value"

    def supported(self, reports: tuple[Data, ...], *findings: list[Finding]) -> Told:
        told: Told = []
        for point in differing(*reports):
            broken = rules_broken(point, dict(enumerate(findings)))
            told.append((point.part, point.measure, rules_support(point, broken)))
        return told

    @pytest.mark.parametrize(
        ("first", "second", "supported"),
        [
            ([], [], None),
            ([], [finding(VALUE)], (0,)),
            ([finding("statements.0.total.text")], [], (1,)),
            ([finding(VALUE)], [finding(VALUE)], None),
            ([finding(VALUE)], [finding(VALUE), finding(VALUE, rule="s")], (0,)),
            ([finding(VALUE, rule="q")], [finding(VALUE, rule="s")], None),
            ([], [finding(VALUE, severity="warning")], None),
            ([], [finding("statements.0.total.change.percent")], None),
            ([], [finding("statements.0.export.value")], None),
            ([], [finding("statements.0.total.value", attribution="source")], (0,)),
        ],
    )
    def test_a_side_that_breaks_more_is_not_supported(
        self, first: list[Finding], second: list[Finding], supported: tuple[int, ...] | None
    ) -> None:
        told = self.supported((one(1), one(2)), first, second)
        assert told == [("value", "total", supported)]

    def test_a_growth_has_findings_of_its_own(self) -> None:
        reports = one(1, change=part(5)), one(1, change=part(6))
        assert self.supported(reports, [finding(self.VALUE)], []) == [("change", "total", None)]
        told = self.supported(reports, [finding("statements.0.total.change.text")], [])
        assert told == [("change", "total", (1,))]

    def test_an_invented_figure_speaks_for_the_one_that_left_it_out(self) -> None:
        reports = report(statement(total=1, export=2)), one(1)
        invented = finding("statements.0.export.text")
        assert self.supported(reports, [invented], []) == [("value", "export", (1,))]

    def test_an_article_that_contradicts_itself_speaks_for_no_omission(self) -> None:
        reports = report(statement(total=1, export=2)), one(1)
        own = finding("statements.0.export.value", attribution="source")
        assert self.supported(reports, [own], []) == [("value", "export", None)]

    def test_each_report_is_judged_by_its_own_fields(self) -> None:
        second = report(statement("Cao Bằng", total=7), statement(total=2))
        reports = report(statement(total=1), statement("Cao Bằng", total=7)), second
        told = self.supported(reports, [], [finding("statements.0.total.value")])
        assert told == [("value", "total", None)]
        told = self.supported(reports, [], [finding("statements.1.total.value")])
        assert told == [("value", "total", (0,))]
