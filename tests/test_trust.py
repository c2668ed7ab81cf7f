"""Errors planted in right records: what must hold today of those that the benchmark counts."""

from __future__ import annotations

import copy
import random
from collections import Counter
from functools import cache
from itertools import islice

import pytest

from benchmarks import practices, trust
from benchmarks.plants import GROUPS, PLANTS
from benchmarks.plants.headlines import changed, taken
from benchmarks.plants.known import Known, Planted, articles, goldens
from benchmarks.plants.standing import STANDINGS, breaches, standing
from extractor.record import Finding, Suggestion
from tests.reports import TRADE, figure, part, report, statement

# Several scopes, a table, a plan, a balance.
SOME = {"a05", "a09", "a12", "a15"}

# What no golden has a place for.
FEW = {"q19", "t37", "r05"}

# «1.200 triệu USD» can be read as 1.2 as long as no sum says otherwise.
UNDECIDED = {"separator misread, in the value"}

TEXT = (
    "6 tháng năm 2022, Lạng Sơn xuất nhập khẩu đạt 300 triệu USD; xuất khẩu 100 triệu USD, "
    "tăng 5%; nhập khẩu 200 triệu USD. Thu ngân sách đạt 700 triệu USD."
)


@cache
def known() -> tuple[Known, ...]:
    return (*goldens(), *articles(FEW))


def right(**figures: object) -> Known:
    """A record of the short text."""
    data = {
        "total": figure(300),
        "export": figure(100, change=part(5, "tăng 5%")),
        "import_": figure(200),
        **figures,
    }
    return Known("short", TEXT, report(statement(**data)))


def test_every_kind_is_planted_and_is_another_report_of_the_schema_shape() -> None:
    assert len(PLANTS) == sum(map(len, GROUPS.values())) > 25
    count: Counter[str] = Counter()
    for record in known():
        before = copy.deepcopy(record.data)
        for kind, plant in PLANTS.items():
            for planted in islice(plant(record, random.Random(1)), 2):
                count[kind] += 1
                assert planted.data != record.data, kind
                assert planted.places, kind
                assert TRADE.problems(planted.data) == [], kind
        assert record.data == before
    assert [kind for kind in PLANTS if not count[kind]] == []


def test_no_right_golden_is_flagged_against_the_model() -> None:
    for golden in goldens():
        assert trust.clean(golden).against_the_model == [], golden.id


def test_what_leaves_the_text_of_a_golden_is_caught_and_named() -> None:
    cleans = [trust.clean(golden) for golden in goldens(SOME)]
    kinds = {**GROUPS["slips"], **GROUPS["inventions"]}.keys() - UNDECIDED
    found = [one for one in trust.outcomes(cleans, sorted(kinds)) if one.standing == STANDINGS[0]]
    assert {one.kind for one in found} == kinds
    assert [(one.kind, one.known.id) for one in found if not (one.caught and one.named)] == []


def test_what_needs_no_second_reader_is_caught_and_named_in_a_golden() -> None:
    cleans = [trust.clean(golden) for golden in goldens(SOME)]
    kinds = {"a province that is not printed", "one month on", "statement given twice"}
    found = list(trust.outcomes(cleans, sorted(kinds), most=2))
    assert {one.kind for one in found} == kinds
    assert [(one.kind, one.known.id) for one in found if not (one.caught and one.named)] == []


def test_what_is_printed_as_another_kind_of_number_is_told_of_it_in_a_golden() -> None:
    cleans = [trust.clean(golden) for golden in goldens(SOME)]
    kinds = GROUPS["other kinds of number"]
    found = list(trust.outcomes(cleans, sorted(kinds)))
    assert {one.kind for one in found} == kinds.keys()
    told = [
        (one.kind, one.known.id)
        for one in found
        if not any(f.rule == "reading" and one.is_there(f.suspect or "") for f in one.found)
    ]
    assert told == []


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ({"export": figure(101, change=part(5, "tăng 5%"))}, "leaves the text"),
        ({"export": figure(100, text="101 triệu USD")}, "leaves the text"),
        ({"export": figure(100, "billion", text="100 triệu USD")}, "leaves the text"),
        ({"export": figure(100, currency="VND")}, "leaves the text"),
        ({"export": figure(100, change=part(-5, "tăng 5%"))}, "leaves the text"),
        ({"export": figure(0, text="00 triệu USD")}, "leaves the text"),
        ({"total": figure(700)}, "breaks a rule"),
        ({"local_export": figure(700)}, "breaks a rule"),
        ({"export": figure(200), "import_": figure(100)}, "all printed, all sums hold"),
        ({"import_": figure(200, change=part(5, "tăng 5%"))}, "all printed, all sums hold"),
        ({"total": None}, "all printed, all sums hold"),
    ],
)
def test_standing_is_told_from_the_article_and_the_numbers(figures, expected) -> None:
    assert standing(right(), right(**figures).data) == expected


def test_a_breach_of_the_right_record_does_not_count() -> None:
    broken = right(total=figure(700))
    assert breaches(broken.data) == {"sum value": 1}
    assert standing(broken, right(total=figure(700), export=None).data) == STANDINGS[2]


def test_what_rounding_explains_breaks_nothing() -> None:
    parts = {"export": figure(101), "import_": figure(203)}
    assert breaches(right(total=figure(305), **parts).data) == {}
    assert breaches(right(total=figure(308), **parts).data) == {"sum value": 1}


@pytest.mark.parametrize(
    ("changes", "practice"),
    [
        ({"total": figure(300.5, text="300 triệu USD")}, "+ in text"),
        ({"total": figure(700)}, "+ 1% sum"),
        ({"export": figure(100, change=part(-5, "tăng 5%"))}, "+ parsed"),
        ({"export": figure(100, text="101 triệu USD")}, "+ parsed"),
        ({"local_export": figure(200)}, None),
    ],
)
def test_simpler_practices_see_what_they_look_at(changes, practice) -> None:
    assert practices.complaints(TEXT, right().data) == [set()] * len(practices.PRACTICES)
    found = practices.complaints(TEXT, right(**changes).data)
    seen = [name for name, told in zip(practices.PRACTICES, found, strict=True) if told]
    assert seen[:1] == ([practice] if practice else [])


def test_only_what_the_right_record_has_not_got_catches() -> None:
    broken = Known("short", TEXT, right(total=figure(700)).data)
    same = Planted(broken.data, ("statements.0.total.value",))
    before = trust.clean(broken)
    assert [finding.rule for finding in before.errors] == [*("sum", "second_reading", "coverage")]
    assert not trust.outcome("nothing", before, same).caught


@pytest.mark.parametrize(
    ("fields", "suspect", "named"),
    [
        (("statements.0.export.value",), None, True),
        (("statements.0.export",), None, True),
        (("statements.0.export.change.percent",), None, False),
        (("statements.0.import.value",), "statements.0.export.value", True),
        (("statements",), None, False),
    ],
)
def test_named_is_what_has_the_planted_place(fields, suspect, named) -> None:
    finding = Finding("sum", "error", "model", fields, "", suspect=suspect)
    planted = Planted(right().data, ("statements.0.export.value",))
    one = trust.Outcome("a kind", right(), planted, STANDINGS[0], (finding,), None, ())
    assert one.named is named


@pytest.mark.parametrize(
    ("field", "value", "repairs"),
    [
        ("statements.0.export.value", 100, True),
        ("statements.0.export.value", 102, False),
        ("statements.0.export.change.percent", 5, True),
        ("statements.3.export.value", 100, False),
    ],
)
def test_a_repair_is_right_where_it_gives_back_the_number(field, value, repairs) -> None:
    wrong = right(export=figure(101, change=part(6))).data
    assert trust.is_right(Suggestion(field, value, ""), wrong, right().data) is repairs


def test_a_headline_is_changed_where_the_record_has_its_number_and_the_text_prints_it() -> None:
    head = "Lạng Sơn: Xuất khẩu tăng 5%, đạt 300 triệu USD, 12 xe được thông quan"
    known = Known("headed", f"{head}\n\n{TEXT}", right().data)
    assert [(text[: len(head)], of) for text, of in changed(known)] == [
        ("Lạng Sơn: Xuất khẩu tăng 6%, đạt 300 triệu USD, 12 xe được thông quan", "growth"),
        ("Lạng Sơn: Xuất khẩu tăng 5%, đạt 400 triệu USD, 12 xe được thông quan", "amount"),
    ]


def test_a_changed_headline_is_told_and_not_laid_to_the_model() -> None:
    [known] = articles({"z01"})
    every = list(trust.headlines([trust.clean(known)]))
    assert [(one.of, len(one.told), one.against_the_model) for one in every] == [("amount", 1, ())]


def test_a_record_with_the_number_of_a_changed_headline_is_caught_and_not_laid_to_it() -> None:
    [known] = articles({"z02"})
    [(so, planted)] = taken(known)
    assert so.data == known.data
    assert planted.places == tuple(
        f"statements.0.balance.{part}" for part in ("value", "scale", "currency", "text")
    )
    [one] = trust.taken_headlines([trust.clean(known)])
    assert [(f.rule, f.attribution, f.suspect) for f in one.found] == [
        ("balance", "model", "statements.0.balance.value"),
        ("second_reading", "model", "statements.0.balance.value"),
    ]
    assert one.repaired
    assert not trust.is_the_articles(one)
