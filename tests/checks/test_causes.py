"""Findings of one article in groups, by what they seem to come from."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from extractor.checks.causes import causes
from extractor.record import Finding, Severity


def found(
    rule: str, *fields: str, severity: Severity = "error", suspect: str | None = None
) -> Finding:
    named = tuple(f"statements.{field}" if field else "statements" for field in fields)
    of = f"statements.{suspect}" if suspect is not None else None
    return Finding(rule, severity, "model", named, rule, suspect=of)


def grouped(*findings: Finding) -> list[list[str]]:
    return [[finding.rule for finding in cause.findings] for cause in causes(findings)]


def test_what_suspects_one_figure_is_led_by_what_the_article_itself_says() -> None:
    sum_, base = (
        found(rule, "0.total.value", "0.export.value", suspect="0.export.value")
        for rule in ("sum", "growth_base")
    )
    reading = found("reading", "0.export.value", suspect="0.export.value")
    coverage = found("coverage", "0.export", suspect="0.export")
    doubt = found("doubt", "0.export.value", severity="warning", suspect="0.export.value")
    assert grouped(sum_, base, doubt, coverage, reading) == [
        ["reading", "coverage", "sum", "growth_base", "doubt"]
    ]
    assert causes([sum_, base])[0].roots == ("statements.0.export",)


def test_what_suspects_other_figures_or_other_parts_of_a_statement_is_apart() -> None:
    findings = [
        found("second_reading", "0.export.value", suspect="0.export.value"),
        found("second_reading", "0.import.value", suspect="0.import.value"),
        found("second_reading", "1.export.value", suspect="1.export.value"),
        found("grounding", "0.period.start", "0.period.end", suspect="0.period.start"),
        found("reading", "0.period.end", suspect="0.period.end"),
    ]
    assert [cause.roots for cause in causes(findings)] == [
        ("statements.0.export",),
        ("statements.0.import",),
        ("statements.1.export",),
        ("statements.0.period",),
    ]


def test_a_tie_goes_with_a_number_that_an_error_suspects_and_never_below_a_warning() -> None:
    tie = found("sum", "0.total.value", "0.export.value", "0.import.value")
    other = found("growth_base", "0.export.value", "0.import.value", "0.import.change.percent")
    reading = found("reading", "0.export.value", suspect="0.export.value")
    doubt = found("doubt", "0.export.value", severity="warning", suspect="0.export.value")
    assert grouped(tie, reading, other) == [["reading", "sum", "growth_base"]]
    assert grouped(tie, doubt, other) == [["sum", "growth_base"], ["doubt"]]


def test_what_concerns_no_figure_is_no_part_of_what_is_missing() -> None:
    instruction = found("instruction", "", severity="warning")
    missing = Finding("coverage", "error", "model", ("statements",), "", suspect="statements")
    assert grouped(instruction, missing) == [["coverage"], ["instruction"]]


def test_errors_come_before_warnings_and_those_that_name_a_suspect_before_ties() -> None:
    findings = [
        found("contradiction", "0.total.value", severity="warning"),
        found("sum", "1.total.value", "1.export.value"),
        found("doubt", "2.total.value", severity="warning", suspect="2.total.value"),
        found("reading", "3.total.value", suspect="3.total.value"),
    ]
    assert grouped(*findings) == [["reading"], ["sum"], ["doubt"], ["contradiction"]]


_FIELDS = st.sampled_from(
    [
        "statements.0.export.value",
        "statements.0.export.change.percent",
        "statements.0.import.value",
        "statements.0.place",
        "statements.1",
        "statements",
        "of another program",
    ]
)
_FINDINGS = st.builds(
    Finding,
    rule=st.sampled_from(["sum", "reading", "coverage", "doubt", "unheard_of"]),
    severity=st.sampled_from(["error", "warning", "info"]),
    attribution=st.just("model"),
    fields=st.lists(_FIELDS, max_size=3).map(tuple),
    message=st.just(""),
    suspect=st.none() | _FIELDS,
)


@given(st.lists(_FINDINGS, max_size=12))
def test_each_finding_is_in_one_group_and_none_leads_a_graver_one(findings: list[Finding]) -> None:
    made = causes(findings)
    told = [finding for cause in made for finding in cause.findings]
    assert sorted(map(repr, told)) == sorted(map(repr, findings))
    order = ["error", "warning", "info"]
    for cause in made:
        gravest = min(order.index(finding.severity) for finding in cause.findings)
        assert order.index(cause.lead.severity) == gravest
    assert made == causes(findings)
