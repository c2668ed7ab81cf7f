import csv
import io
import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extractor import tidy
from extractor.record import Answer, ArticleRef, Data, Failure, Finding, Record
from extractor.schema import FigureAt
from extractor.store import Decision, Decisions, Manifest, figure_subject
from tests.reports import TRADE, figure, part, report, statement

NOTHING = Decisions(Path("nowhere"))
MANIFEST = Manifest(schema="trade", endpoint="builtin", model="builtin")


def record(data: Data | None, *findings: Finding, answer: Answer | None = None) -> Record:
    return Record(
        article=ArticleRef("2024/a", "articles/2024/a.txt", "0" * 64, 10),
        status="failed" if data is None else "ok",
        data=data,
        findings=findings,
        answer=answer,
        error=Failure("timeout", "no answer") if data is None else None,
    )


def rows(*records: Record) -> list[dict[str, Any]]:
    return list(tidy.rows(records, MANIFEST, TRADE, NOTHING))


def finding(
    *fields: str,
    rule: str = "sum",
    severity: str = "error",
    fault: str = "source",
    suspect: str | None = None,
) -> Finding:
    return Finding(rule, severity, fault, fields, "why", suspect=suspect)  # type: ignore[arg-type]


FULL = report(
    statement(
        scope="địa phương",
        total=figure(
            "1200",
            span=[5, 20],
            approximate=True,
            change=part("-38.80"),
            plan=part("21.8"),
        ),
    ),
    statement("Cao Bằng", export=figure(None, change=part(5))),
)


def test_a_row_has_every_column_in_the_contracts_order() -> None:
    first, second = rows(record(FULL))
    assert list(first) == list(tidy.COLUMNS)
    assert first == {
        "article_id": "2024/a",
        "source": "articles/2024/a.txt",
        "schema": "trade",
        "endpoint": "builtin",
        "model": "builtin",
        "statement": 0,
        "place": "Lạng Sơn",
        "scope": "địa phương",
        "period_start": "2022-01-01",
        "period_end": "2022-06-30",
        "measure": "total",
        "value": 1200000000,
        "currency": "USD",
        "text": "1200 triệu USD",
        "span_start": 5,
        "span_end": 20,
        "approximate": True,
        "change_pct": Decimal("-38.8"),
        "plan_pct": Decimal("21.8"),
        "derived": False,
        "status": "ok",
        "findings": [],
        "fault": None,
        "suspect": False,
        "decision": None,
    }
    assert (second["statement"], second["value"], second["change_pct"]) == (1, None, 5)
    assert (second["span_start"], second["span_end"], second["text"]) == (None, None, None)


@pytest.mark.parametrize("span", [None, [], [1], [1, 2, 3], "ab", {"a": 1, "b": 2}, 5])
def test_a_span_of_another_shape_is_none(span: object) -> None:
    (row,) = rows(record(report(statement(total=figure(1, span=span)))))
    assert (row["span_start"], row["span_end"]) == (None, None)


def test_failed_records_have_no_rows_and_empty_reports_neither() -> None:
    assert rows(record(None), record(report()), record(report(statement()))) == []


def test_who_answered_comes_from_the_record_where_it_says_so() -> None:
    answer = Answer("spare", "m2", "m2-0301", "tools", "0" * 64)
    (row,) = rows(record(report(statement(total=1)), answer=answer))
    assert (row["endpoint"], row["model"]) == ("spare", "m2")


DATA = report(statement(total=100, export=60), statement("Cao Bằng", total=5))


@pytest.mark.parametrize(
    ("fields", "concerned"),
    [
        (("statements.0.total",), [0]),
        (("statements.0.total.change.percent", "statements.0.export.value"), [0, 1]),
        (("statements.1.total.text",), [2]),
        (("statements.0",), [0, 1]),
        (("statements.0.period.end",), [0, 1]),
        (("statements.1.place",), [2]),
        (("statements",), []),
        (("statements.10.total",), []),
        (("statements.0.local_export",), []),
        (("statements.0.total_",), [0, 1]),
        ((), []),
    ],
)
def test_a_finding_concerns_the_figures_it_names(
    fields: tuple[str, ...], concerned: list[int]
) -> None:
    found = rows(record(DATA, finding(*fields)))
    assert [i for i, row in enumerate(found) if row["findings"]] == concerned
    assert [i for i, row in enumerate(found) if row["status"] == "flagged"] == concerned


@pytest.mark.parametrize(
    ("findings", "status", "rules", "fault"),
    [
        ([], "ok", [], None),
        ([finding("statements.0.total", severity="warning")], "ok", ["sum"], "source"),
        ([finding("statements.0.total", severity="info", fault="unknown")], "ok", ["sum"], None),
        (
            [
                finding("statements.0.total", rule="reading", fault="source"),
                finding("statements.0.total", rule="sum", fault="model"),
                finding("statements.0.total", rule="sum", fault="unknown"),
            ],
            "flagged",
            ["reading", "sum"],
            "model",
        ),
        (
            [
                finding("statements.0.total", severity="warning", fault="model", rule="coverage"),
                finding("statements.0.total", severity="error", fault="unknown"),
            ],
            "flagged",
            ["coverage", "sum"],
            "unknown",
        ),
    ],
)
def test_status_and_fault_are_those_of_the_gravest_findings(
    findings: list[Finding], status: str, rules: list[str], fault: str | None
) -> None:
    row = rows(record(DATA, *findings))[0]
    assert (row["status"], row["findings"], row["fault"]) == (status, rules, fault)


def test_the_suspect_is_the_figure_that_a_finding_names() -> None:
    found = finding(
        "statements.0.total.value",
        "statements.0.export.value",
        suspect="statements.0.export.change.percent",
    )
    assert [row["suspect"] for row in rows(record(DATA, found))] == [False, True, False]


def table(*records: Record) -> list[dict[str, str]]:
    stream = io.StringIO(newline="")
    tidy.write_csv(tidy.rows(records, MANIFEST, TRADE, NOTHING), stream)
    stream.seek(0)
    return list(csv.DictReader(stream))


def test_csv_has_a_header_and_plain_values() -> None:
    found = finding("statements.0", rule="sum"), finding("statements.0", rule="range")
    first, second = table(record(FULL, *found))
    assert list(first) == list(tidy.COLUMNS)
    assert first["value"] == "1200000000"
    assert first["change_pct"] == "-38.8", "a number is no formula"
    assert (first["approximate"], first["suspect"]) == ("true", "false")
    assert first["findings"] == "sum range"
    assert (second["value"], second["scope"], second["decision"]) == ("", "", "")
    empty = io.StringIO(newline="")
    tidy.write_csv([], empty)
    assert empty.getvalue() == ",".join(tidy.COLUMNS) + "\r\n"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝"])
def test_no_text_becomes_a_formula(start: str) -> None:
    hostile = f"{start}cmd|' /C calc'!A0"
    data = report(statement(hostile, scope=hostile, total=figure(1, text=hostile)))
    (row,) = table(record(data))
    for column in ("place", "scope", "text"):
        assert row[column] == f"'{hostile}"
    assert rows(record(data))[0]["place"] == hostile


def test_texts_with_separators_stay_in_their_cells() -> None:
    text = 'a,"b"\nc;\u2028d\0\re'
    (row,) = table(record(report(statement(text, total=1))))
    assert row["place"] == text


def test_json_lines_keep_types_and_exact_numbers() -> None:
    data = report(statement("x\ny \ud800", total=figure("51990.563"), export=figure("0.1", "one")))
    stream = io.StringIO()
    tidy.write_jsonl(tidy.rows([record(data)], MANIFEST, TRADE, NOTHING), stream)
    stream.getvalue().encode("utf-8")
    first, second = (
        json.loads(line, parse_float=Decimal) for line in stream.getvalue().splitlines()
    )
    assert list(first) == list(tidy.COLUMNS)
    assert first["value"] == 51990563000
    assert second["value"] == Decimal("0.1")
    assert first["place"] == "x\ny \ud800"
    assert first["findings"] == []


def test_csv_writes_numbers_out_in_full() -> None:
    data = report(statement(total=figure("1E+3", "one"), export=figure("0.0000001", "one")))
    first, second = table(record(data))
    assert (first["value"], second["value"]) == ("1000", "0.0000001")


def test_figures_that_nobody_checked_are_not_called_ok() -> None:
    unchecked = replace(record(FULL), status="unchecked")
    assert {row["status"] for row in rows(unchecked)} == {"unchecked"}
    assert {row["status"] for row in rows(record(FULL))} == {"ok"}


def decided(folder: Path, *made: tuple[str, str, Data | None], seen: Data | None = None) -> Any:
    """What the column says of the first figure of ``FULL`` after decisions on its parts."""
    first = FULL["statements"][0]
    decisions = Decisions.read(folder)
    for part_, choice, set_to in made:
        subject, now = figure_subject(first, FigureAt(0, "total", first["total"]), part_)  # type: ignore[arg-type]
        decisions.add(
            Decision("0" * 64, "2024/a", "f", subject, seen or now, choice, set_to=set_to)  # type: ignore[arg-type]
        )
    return next(tidy.rows([record(FULL)], MANIFEST, TRADE, decisions))["decision"]


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        ([("value", "confirmed", None)], "confirmed"),
        ([("value", "open", None)], "open"),
        ([("value", "open", None), ("value", "withdrawn", None)], None),
        ([("value", "corrected", {"value": 575, "scale": "million"})], "corrected: 575000000"),
        (
            [("value", "suggestion", {"value": Decimal("5.750"), "scale": "one"})],
            "suggestion: 5.75",
        ),
        ([("change", "corrected", {"percent": Decimal("-59.2")})], "corrected: change -59.2"),
        (
            [("plan", "rejected", None), ("value", "accepted", None)],
            "accepted; rejected: plan",
        ),
        ([("value", "corrected", {"value": "=1"})], "corrected"),
        ([("value", "corrected", None)], "corrected"),
    ],
)
def test_the_decision_is_what_a_person_said_of_the_figure(
    tmp_path: Path, made: list[tuple[str, str, Data | None]], expected: str | None
) -> None:
    assert decided(tmp_path, *made) == expected


def test_a_decision_on_another_number_is_none_on_this_one(tmp_path: Path) -> None:
    now = {"value": 1200000000, "currency": "USD", "text": "1200 triệu USD"}
    made = ("value", "accepted", None)
    assert decided(tmp_path, made, seen={"golden": now, "new": now | {"value": 1}}) is None
    assert decided(tmp_path, made, seen=now | {"value": 1}) is None
    assert decided(tmp_path, made, seen={"golden": {"value": 1}, "new": now}) == "accepted"
