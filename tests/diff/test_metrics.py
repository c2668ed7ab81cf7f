"""What of the goldens a run says again, counted by measure."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

import pytest

from extractor.diff import Metrics, Tally, measured
from extractor.golden import Golden
from extractor.record import ArticleRef, Data, Finding, Record, RecordError
from tests.reports import TRADE, figure, part, report, statement

ARTICLE = ArticleRef("a", "a.txt", hashlib.sha256(b"").hexdigest(), 0)


def finding(*names: str, severity: Any = "error") -> Finding:
    return Finding("sum", severity, "model", names, "why")


def counted(old: Data, new: Data, *findings: Finding, **changes: Any) -> Metrics:
    record = replace(Record(ARTICLE, "ok", new, findings), **changes)
    return measured(Golden(ARTICLE, "trade", old), record, TRADE)


def of_export(old: Data, new: Data, *findings: Finding, **changes: Any) -> Tally:
    return counted(old, new, *findings, **changes).measures["export"]


ONE = report(statement(export=425, import_=775))
RIGHT, SILENT = Tally(right=1), Tally(wrong=1, silent=1)


def test_what_is_the_same_is_right_by_measure_and_in_all() -> None:
    found = counted(ONE, ONE)
    assert list(found.measures) == [measure.name for measure in TRADE.measures]
    assert found.measures["export"] == found.measures["import"] == RIGHT
    assert found.measures["total"] == Tally()
    assert found.all == Tally(right=2)
    assert found.perfect


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (figure("0.425", scale="billion"), RIGHT),
        (figure(425, text="bốn trăm", approximate=True), RIGHT),
        (figure(426), SILENT),
        (figure(425, currency="EUR"), SILENT),
        (None, Tally(missing=1, silent=1)),
        (figure(None, change=part(5)), Tally(missing=1, silent=1)),
    ],
)
def test_a_value_is_held_in_base_units_and_currency(new: Any, expected: Tally) -> None:
    found = counted(ONE, report(statement(export=new, import_=775)))
    assert found.measures["export"] == expected
    assert found.measures["import"] == RIGHT
    assert found.perfect == (expected == RIGHT)


def test_what_was_never_accepted_is_extra() -> None:
    more = report(*ONE["statements"], statement("Cao Bằng", export=7))
    assert of_export(ONE, more) == Tally(right=1, extra=1, silent=1)
    assert of_export(more, ONE) == Tally(right=1, missing=1, silent=1)


def test_percents_are_counted_apart() -> None:
    old = report(statement(export=figure(425, change=part(5), plan=part(80))))
    new = report(statement(export=figure(425, change=part("5.0"), plan=part(81))))
    found = counted(old, new)
    assert (found.all, found.growth, found.share) == (RIGHT, RIGHT, SILENT)
    bare = counted(old, report(statement(export=425)))
    assert bare.all == RIGHT
    assert bare.growth == bare.share == Tally(missing=1, silent=1)
    assert not bare.perfect


def test_a_figure_without_a_printed_value_counts_by_its_percents() -> None:
    old = report(statement(export=figure(None, change=part(5))))
    assert counted(old, report(statement(export=figure(None, change=part(5.0))))).all == RIGHT
    assert counted(old, report(statement(export=figure(None, change=part(6))))).all == SILENT
    assert counted(old, report(statement(import_=7))).all == Tally(missing=1, extra=1, silent=2)


def test_the_order_of_statements_says_nothing() -> None:
    both = [statement(export=1), statement("Cao Bằng", export=2)]
    assert counted(report(*both), report(*reversed(both))).all == Tally(right=2)


@pytest.mark.parametrize("moved", [{"end": "2022-03-31"}, {"place": "Cao Bằng"}])
def test_a_number_under_another_place_or_period_is_wrong(moved: dict[str, str]) -> None:
    found = counted(ONE, report(statement(export=425, import_=775, **moved)))  # type: ignore[arg-type]
    assert found.all == Tally(wrong=2, silent=2)


def test_other_words_for_a_scope_change_nothing() -> None:
    old = report(statement(scope="tất cả", export=425, import_=775))
    assert counted(old, ONE).all == Tally(right=2)


def test_a_figure_that_moved_to_a_sole_scope_is_right() -> None:
    old = report(statement(total=1200, export=425), statement(scope="hải quan", import_=775))
    new = report(statement(export=425), statement(scope="hải quan", total=1200, import_=775))
    assert counted(old, new).all == Tally(right=3)


def test_figures_whose_scope_tells_them_apart_no_longer_are_wrong() -> None:
    old = report(statement(export=1), statement(scope="hải quan", export=2))
    new = report(statement(export=1), statement(export=2))
    found = counted(old, new).all
    assert (found.right, found.wrong) == (1, 1)


FLAGGED = Tally(wrong=1, flagged=1)
WRONG = report(statement(export=426, import_=775))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("statements.0.export", FLAGGED),
        ("statements.0.export.value", FLAGGED),
        ("statements.0", FLAGGED),
        ("statements", SILENT),
        ("statements.0.import.value", SILENT),
        ("statements.0.exporter", SILENT),
        ("statements.1.export", SILENT),
        ("statements.0.place", SILENT),
    ],
)
def test_an_error_is_flagged_where_a_finding_concerns_its_figure(
    name: str, expected: Tally
) -> None:
    assert of_export(ONE, WRONG, finding(name)) == expected
    assert of_export(ONE, WRONG, finding(name, severity="warning")) == SILENT
    assert of_export(ONE, ONE, finding(name)) == RIGHT, "what is right is no error"


@pytest.mark.parametrize(
    ("name", "flagged"),
    [("statements", 1), ("statements.0", 1), ("statements.0.import", 1), ("statements.1", 0)],
)
def test_what_is_missing_is_flagged_by_its_statement(name: str, flagged: int) -> None:
    found = of_export(ONE, report(statement(import_=775)), finding(name))
    assert found == Tally(missing=1, flagged=flagged, silent=1 - flagged)


def test_a_missing_statement_is_flagged_by_the_statements_alone() -> None:
    old = report(*ONE["statements"], statement("Cao Bằng", export=7))
    assert of_export(old, ONE, finding("statements")).flagged == 1
    assert of_export(old, ONE, finding("statements.0")).silent == 1


def test_a_growth_is_flagged_by_what_is_found_of_it() -> None:
    old = report(statement(export=figure(425, change=part(5))))
    new = report(statement(export=figure(425, change=part(6))))
    assert counted(old, new, finding("statements.0.export.change.percent")).growth == FLAGGED
    assert counted(old, new, finding("statements.0.export.value")).growth == SILENT


def test_a_number_in_the_wrong_period_is_flagged_by_what_is_found_of_the_period() -> None:
    late = report(statement(export=425, import_=775, end="2022-03-31"))
    assert counted(ONE, late, finding("statements.0.period.end")).all == Tally(wrong=2, flagged=2)


def test_what_nobody_could_judge_is_neither_flagged_nor_silent() -> None:
    unjudged = Tally(wrong=1, unjudged=1)
    assert of_export(ONE, WRONG, status="unchecked") == unjudged
    assert of_export(ONE, WRONG, crashed=("sum: Error",)) == unjudged
    known = finding("statements.0.export")
    assert of_export(ONE, WRONG, known, crashed=("part: Error",)) == FLAGGED


def test_sums_and_their_written_form_lose_nothing() -> None:
    parts = [counted(ONE, ONE), counted(ONE, WRONG), counted(WRONG, report())]
    total = Metrics.total(parts)
    assert total.articles == 3
    assert total.all == Tally(right=3, wrong=1, missing=2, silent=3)
    assert total.all.accepted == 6
    assert total.all.errors == total.all.flagged + total.all.silent + total.all.unjudged
    assert Metrics.from_json(total.to_json()) == total
    assert Metrics.total([]) == Metrics()


@pytest.mark.parametrize("raw", [None, [], {}, {"articles": 1, "measures": {"x": {}}}])
def test_what_is_no_metrics_is_refused(raw: object) -> None:
    with pytest.raises(RecordError):
        Metrics.from_json(raw)
    good = counted(ONE, ONE).to_json()
    for wrong in (-1, True, "1", None):
        with pytest.raises(RecordError):
            Metrics.from_json(good | {"articles": wrong})
        with pytest.raises(RecordError):
            Metrics.from_json(good | {"growth": good["growth"] | {"right": wrong}})
