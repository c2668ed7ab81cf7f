"""Whose fault a breach is where other rules know of a number, a place or a period.

Mistakes of the benchmark's kinds are planted in the bundled goldens: what they break is laid to the
model, no number that is right is suspect of it, and what the article itself contradicts stays its
own.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import Any

import pytest

from benchmarks.plants import PLANTS
from benchmarks.plants.known import Known, Planted, articles, goldens
from extractor.checks import check
from extractor.checks.localisation import BETWEEN_NUMBERS
from extractor.record import Finding
from tests.checks.held import errors, hold, one
from tests.reports import TRADE, figure, part, statement

EXCHANGES = [
    "export and import exchanged",
    "export and import exchanged, values only",
    "export and import exchanged, growths only",
    "export and import exchanged, shares only",
]
SETTINGS = [
    "month as cumulative",
    "cumulative as month",
    "the year before",
    "the whole year",
    "periods of two statements exchanged",
    "gate for province",
    "another province that is printed",
    "places of two statements exchanged",
]


@cache
def known() -> tuple[Known, ...]:
    return tuple(goldens())


def breaches(text: str, data: dict[str, Any]) -> list[Finding]:
    return [f for f in check(text, data, TRADE).findings if f.rule in BETWEEN_NUMBERS]


def planted(kind: str, record: Known) -> Iterator[Planted]:
    yield from islice(PLANTS[kind](record, random.Random(1)), 3)


def of(name: str) -> Known:
    return next(record for record in known() if record.id == name)


def spoilt(kind: str, name: str, which: int = 0) -> list[Finding]:
    """The breaches of the numbers of a golden with an error planted in it."""
    record = of(name)
    found = list(planted(kind, record))
    return breaches(record.text, found[which].data)


@pytest.mark.parametrize("kind", EXCHANGES)
def test_an_exchange_in_a_record_that_fits_is_never_laid_to_the_source(kind: str) -> None:
    count = 0
    for record in known():
        if record.contradicts:
            continue
        for spoiled in planted(kind, record):
            found = breaches(record.text, spoiled.data)
            count += len(found)
            assert [(record.id, f.rule) for f in found if f.attribution == "source"] == []
    assert count


@pytest.mark.parametrize("kind", SETTINGS)
def test_no_number_is_suspect_where_its_statement_is_of_another_place_or_time(kind: str) -> None:
    for record in known():
        right = {(f.rule, f.fields, f.suspect) for f in breaches(record.text, record.data)}
        for spoiled in planted(kind, record):
            for found in breaches(record.text, spoiled.data):
                if (found.rule, found.fields, found.suspect) in right:
                    continue
                assert found.attribution == "model", (record.id, found)
                assert found.suspect is None or found.suspect.split(".")[2] in ("place", "period")
                assert "and without it this does not arise" in found.message


def test_last_years_value_is_not_the_articles_fault_where_two_figures_are_exchanged() -> None:
    whole = one(spoilt("export and import exchanged", "a07"))
    assert (whole.rule, whole.severity) == ("previous_year", "warning")
    assert (whole.attribution, whole.suspect) == ("model", None)
    assert whole.message.endswith(
        "; other rules lay export (703.4 million USD) and the change of export (-21.31%) "
        "to the model"
    )
    values = one(spoilt("export and import exchanged, values only", "a07"))
    assert (values.attribution, values.suspect) == ("model", "statements.0.export.value")
    growths = one(spoilt("export and import exchanged, growths only", "a07"))
    assert growths.attribution == "model"
    assert growths.suspect == "statements.0.export.change.percent"


def test_the_one_slip_is_called_what_its_suggestion_says() -> None:
    found = one(spoilt("export and import exchanged, growths only", "a01"))
    assert (found.rule, found.suspect) == ("growth_base", "statements.0.export.change.percent")
    assert found.message.endswith(
        "; other rules lay the change of export (11.7%) and the change of import (28.3%) to the "
        "model, and only an exchange of the two makes all fit"
    )
    assert found.suggestion is not None
    assert found.suggestion.why.startswith("the changes of export and import exchanged; ")


def test_last_years_value_that_the_article_itself_contradicts_is_its_own() -> None:
    text = (
        "6 tháng đầu năm 2022, xuất khẩu của tỉnh Lạng Sơn đạt 640 triệu USD, tăng 28% so với "
        "cùng kỳ năm 2021 (540 triệu USD); nhập khẩu đạt 410 triệu USD."
    )
    days = {"words": "6 tháng đầu năm 2022"}
    grown = figure(640, change=part(28, "tăng 28%"))
    then = statement(start="2021-01-01", end="2021-06-30", words="cùng kỳ năm 2021", export=540)
    right = statement(**days, export=grown, import_=410)
    wrong = statement(**days, export=figure(410, change=grown["change"]), import_=640)
    for now, itself in ((right, False), (wrong, True)):
        found = one([f for f in hold(text, now, then).findings if f.rule == "previous_year"])
        assert (found.attribution, found.suspect) == ("source", None)
        assert ("the numbers that the article has instead" in found.message) is itself


@pytest.mark.parametrize("kind", EXCHANGES[:3])
def test_an_exchange_in_an_article_that_contradicts_itself_leaves_that_to_the_article(
    kind: str,
) -> None:
    found = spoilt(kind, "a16")
    assert [f.rule for f in found] == ["sum", "growth_base"]
    for finding in found:
        assert (finding.attribution, finding.suspect) == ("source", "statements.0.total.value")
        assert finding.suggestion is None
    assert "; the numbers that the article has instead do not fit either" in found[1].message


def test_of_the_wrong_time_a_sum_within_the_statement_is_still_the_articles() -> None:
    right = [(f.rule, f.attribution, f.suspect) for f in breaches(of("a16").text, of("a16").data)]
    for kind in ("cumulative as month", "the year before", "another province that is printed"):
        found = spoilt(kind, "a16")
        assert [(f.rule, f.attribution, f.suspect) for f in found] == right


def test_two_statements_in_one_by_a_wrong_period_name_the_period_once_it_is_known() -> None:
    found = one(spoilt("cumulative as month", "a06"))
    assert (found.rule, found.attribution) == ("conflict", "model")
    assert found.suspect == "statements.2.period.start"
    assert found.message == (
        "total is given as 9 billion USD and as 59 billion USD for one place, period and scope; "
        "statement 2 is of another period (second_reading), and without it this does not arise"
    )


def test_two_numbers_that_the_article_tells_of_two_periods_are_no_conflict_of_its_own() -> None:
    """The second reading alone would only warn."""
    [record] = articles({"l08"})
    spoiled = next(
        one for one in planted("cumulative as month", record) if one.places == ("statements.0",)
    )
    found = one(breaches(record.text, spoiled.data))
    assert (found.rule, found.attribution) == ("conflict", "model")
    assert found.suspect == "statements.0.period.start"
    assert "statement 0 is of another period (second_reading)" in found.message


SCOPED = ("all scopes null", "one scope null beside another that is", "another statement's scope")


@pytest.mark.parametrize("kind", SCOPED)
def test_a_conflict_of_two_scopes_that_the_reader_reads_is_laid_to_the_scope(kind: str) -> None:
    count = 0
    for record in (*known(), *articles({"b14", "c14", "f34"})):
        if record.contradicts:
            continue
        for spoiled in planted(kind, record):
            told = breaches(record.text, spoiled.data)
            for found in (f for f in told if f.rule == "conflict"):
                count += 1
                assert found.attribution == "model", (record.id, found)
                assert found.suspect is not None
                assert found.suspect.endswith(".scope"), (record.id, found)
    assert count


def test_words_for_a_scope_that_the_reader_does_not_know_tell_two_amounts_apart() -> None:
    text = (
        "6 tháng đầu năm 2022, xuất khẩu của tỉnh Lạng Sơn đạt 640 triệu USD.\n"
        "Xuất khẩu của tỉnh Lạng Sơn 6 tháng đầu năm 2022 đạt 710 triệu USD."
    )
    two = [statement(words="6 tháng đầu năm 2022", export=n) for n in (640, 710)]
    found = one([f for f in errors(text, *two) if f.rule == "conflict"])
    assert (found.attribution, found.suspect) == ("unknown", None)
    told = text.replace("Xuất khẩu của tỉnh", "Xuất khẩu của doanh nghiệp trong tỉnh")
    found = one([f for f in errors(told, *two) if f.rule == "conflict"])
    assert (found.attribution, found.suspect) == ("model", "statements.1.scope")
    assert "statement 1 leaves out its scope (second_reading)" in found.message


def test_what_the_second_reading_warns_of_is_not_the_articles_own() -> None:
    text = (
        "Lạng Sơn: xuất nhập khẩu 6 tháng năm 2022\n\n6 tháng năm 2022, xuất khẩu đạt 425 triệu "
        "USD. Quý I đạt 210 triệu USD.\n\nMột bài thơ có 900 triệu USD và 500 triệu USD.\n"
    )
    first = statement(export=425)
    quarter = {"start": "2022-01-01", "end": "2022-03-31", "words": "Quý I"}
    second = statement(**quarter, total=900, export=500, import_=210)
    found = one([f for f in errors(text, first, second) if f.rule == "sum"])
    assert (found.attribution, found.suspect) == ("unknown", "statements.1.import.value")


WORDS = "6 tháng đầu năm 2022"


def test_a_clause_that_names_other_places_alone_is_no_witness_against_its_article() -> None:
    parts = {"export": 212, "import": 318}
    text = f"{WORDS}, Kon Tum xuất khẩu đạt 212 triệu USD; nhập khẩu đạt 318 triệu USD. "
    made = statement("Kon Tum", words=WORDS, total=611, **parts)
    for total, fault in (
        ("Tổng kim ngạch của tỉnh Kon Tum đạt 611 triệu USD.", "source"),
        ("Tổng kim ngạch đạt 611 triệu USD.", "source"),
        ("Tổng kim ngạch qua cửa khẩu Bờ Y và Tây Trang đạt 611 triệu USD.", "unknown"),
    ):
        found = one([f for f in errors(text + total, made) if f.rule == "sum"])
        assert found.attribution == fault, total


def test_what_the_article_has_otherwise_is_the_suspect_of_a_breach_laid_to_the_model() -> None:
    """Of the article's own contradiction and the model's number another may explain both."""
    text = (
        f"Trong {WORDS}, tổng kim ngạch xuất nhập khẩu của tỉnh Kon Tum đạt 578,2 triệu USD; xuất "
        "khẩu đạt 212,7 triệu USD; nhập khẩu đạt 345,5 triệu USD.\n\nTrong 6 tháng, tỉnh nhập siêu "
        "132,8 triệu USD. Cửa khẩu Bờ Y xuất khẩu 222,7 triệu USD.\n"
    )
    amounts = {"total": "578.2", "export": "222.7", "import": "345.5", "balance": "-132.8"}
    made = {
        name: figure(value, text=f"{value.lstrip('-').replace('.', ',')} triệu USD")
        for name, value in amounts.items()
    }
    found = one(
        [f for f in errors(text, statement("Kon Tum", words=WORDS, **made)) if f.rule == "balance"]
    )
    assert (found.attribution, found.suspect) == ("model", "statements.0.export.value")


def test_no_digit_is_changed_of_what_may_be_another_places() -> None:
    text = (
        "Năm 2022, Kon Tum xuất khẩu 264 triệu USD, còn Gia Lai 261 triệu USD. Nhập khẩu của hai "
        "tỉnh lần lượt là 156 triệu USD và 238 triệu USD. Kim ngạch hai tỉnh đạt 520 triệu USD."
    )
    year = {"start": "2022-01-01", "end": "2022-12-31", "words": "Năm 2022"}
    made = statement("Kon Tum", **year, total=520, export=264, **{"import": 156})
    found = one([f for f in errors(text, made) if f.rule == "sum"])
    assert (found.attribution, found.suggestion) == ("unknown", None)


def test_what_is_doubted_of_an_amount_is_doubted_of_its_growth() -> None:
    text = (
        f"{WORDS}, xuất khẩu của tỉnh Lạng Sơn đạt 640 triệu USD, tăng 5,2%.\n"
        f"Xuất khẩu của tỉnh Lạng Sơn {WORDS} đạt 710 triệu USD, tăng 3,9%."
    )
    made = [
        statement(words=WORDS, export=figure(value, change=part(grown, f"tăng {words}%")))
        for value, grown, words in ((640, "5.2", "5,2"), (710, "3.9", "3,9"))
    ]
    found = [f for f in errors(text, *made) if f.rule == "conflict"]
    assert [f.attribution for f in found] == ["unknown", "unknown"]
