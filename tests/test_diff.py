import itertools
import random
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.diff import Difference, diff, diff_run, moves, pair
from extractor.diff.assignment import LARGEST, assign
from extractor.golden import Breach, Broken, Golden, Shelf
from extractor.record import ArticleRef, Data, Failure, Finding, Record
from tests.reports import FISHING, MEASURES, TRADE, catch, figure, part, report, statement

ALL, CUSTOMS = "tất cả các loại hình", "mở tờ khai tại Cục Hải quan"


def differences(golden: Data, new: Data) -> list[Difference]:
    return diff(golden, (), new, (), TRADE)


def told(golden: Data, new: Data) -> list[tuple[Any, ...]]:
    return [(d.category, d.field, d.golden, d.new) for d in differences(golden, new)]


def test_the_same_report_has_no_differences() -> None:
    data = report(statement(total=100, export=60, import_=40), statement("Cao Bằng", total=7))
    assert differences(data, data) == []
    assert differences(report(), report()) == []


def test_a_difference_says_what_a_person_needs() -> None:
    (found,) = differences(
        report(
            statement("Cao Bằng", total=1), statement(scope="x", export=figure("1.5", "billion"))
        ),
        report(statement(scope="x", export=1600), statement("Cao Bằng", total=1)),
    )
    assert found == Difference(
        category="changed",
        field="statements.1.export.value",
        new_field="statements.0.export.value",
        golden=1500000000,
        new=1600000000,
        golden_text="1.5 triệu USD",
        new_text="1600 triệu USD",
        rule=None,
        place="Lạng Sơn",
        period="2022-01-01/2022-06-30",
        scope="x",
    )
    assert found.regression
    assert list(found.to_json()) == [
        "category",
        "field",
        "new_field",
        "golden",
        "new",
        "golden_text",
        "new_text",
        "rule",
        "place",
        "period",
        "scope",
        "severity",
        "attribution",
        "golden_rules",
        "new_rules",
        "sentences",
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (figure(100), figure(101), [("changed", "value")]),
        (figure(100), figure("100.0", text="100 triệu USD"), []),
        (figure("38.80"), figure("38.8", text="38.80 triệu USD"), []),
        (figure("1.2", "billion", text="x"), figure("1200", text="x"), [("cosmetic", "scale")]),
        (
            figure("1.2", "billion"),
            figure("1200"),
            [("cosmetic", "scale"), ("cosmetic", "text")],
        ),
        (figure(100), figure(100, currency="VND"), [("changed", "currency")]),
        (figure(100), figure(100, text="hơn 100 triệu USD"), [("cosmetic", "text")]),
        (figure(100, span=[1, 2]), figure(100, span=[3, 4]), [("cosmetic", "span")]),
        (figure(100, span=[1, 2]), figure(100), []),
        (figure(100), figure(100, approximate=True), [("changed", "approximate")]),
        (figure(None, change=part(5)), figure(7, change=part(5)), [("extra", "value")]),
        (figure(7, change=part(5)), figure(None, change=part(5)), [("missing", "value")]),
        (figure(1, change=part(5)), figure(1, change=part("5.0", "5%")), []),
        (figure(1, change=part(5)), figure(1, change=part(-5)), [("changed", "change.percent")]),
        (figure(1, change=part(5)), figure(1), [("missing", "change.percent")]),
        (figure(1), figure(1, plan=part(5)), [("extra", "plan.percent")]),
        (figure(1, plan=part(5)), figure(1, plan=part(5, "đạt 5%")), [("cosmetic", "plan.text")]),
        (
            figure(1, change=part(5) | {"span": [1, 2]}),
            figure(1, change=part(5) | {"span": [3, 4]}),
            [("cosmetic", "change.span")],
        ),
        (
            figure(1, change=part(5), plan=part(6)),
            figure(2, change=part(7)),
            [("changed", "value"), ("changed", "change.percent"), ("missing", "plan.percent")],
        ),
        (
            figure("1" * 40),
            figure("1" * 39 + "2", text="1" * 40 + " triệu USD"),
            [("changed", "value")],
        ),
    ],
)
def test_figures_are_compared_by_what_they_say(
    old: Data, new: Data, expected: list[tuple[str, str]]
) -> None:
    found = differences(report(statement(export=old)), report(statement(export=new)))
    assert [(d.category, d.field) for d in found] == [
        (category, f"statements.0.export.{name}") for category, name in expected
    ]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"place": "lạng  SƠN"}, "place"),
        ({"place": unicodedata.normalize("NFD", "Lạng Sơn")}, "place"),
        ({"words": "nửa đầu năm"}, "period.text"),
        ({"scope": "hàng hóa"}, "scope"),
    ],
)
def test_other_words_for_the_same_statement_are_cosmetic(
    changes: dict[str, str], field: str
) -> None:
    (found,) = differences(report(statement(total=1)), report(statement(total=1, **changes)))
    assert (found.category, found.field) == ("cosmetic", f"statements.0.{field}")
    assert not found.regression


def test_a_figure_that_one_report_alone_has_is_missing_or_extra() -> None:
    both, one = report(statement(total=100, export=60)), report(statement(total=100))
    assert told(both, one) == [("missing", "statements.0.export", 60000000, None)]
    assert told(one, both) == [("extra", "statements.0.export", None, 60000000)]


def test_a_dropped_statement_is_missing_figure_by_figure() -> None:
    golden = report(statement("Cao Bằng", total=5), statement(total=100, export=60))
    new = report(statement("Cao Bằng", total=5))
    assert [d[:3] for d in told(golden, new)] == [
        ("missing", "statements.1.total", 100000000),
        ("missing", "statements.1.export", 60000000),
    ]
    assert Counter(d[0] for d in told(new, golden)) == {"extra": 2}


def test_a_statement_without_figures_is_not_overlooked() -> None:
    assert told(report(statement()), report()) == [("missing", "statements.0", None, None)]
    assert told(report(), report(statement())) == [("extra", "statements.0", None, None)]


def test_a_figure_without_a_value_is_named_by_its_change() -> None:
    golden = report(statement(export=figure(None, change=part(5, "tăng 5%"))))
    (found,) = differences(golden, report())
    assert (found.category, found.golden, found.golden_text) == ("missing", None, "tăng 5%")


def test_scopes_with_other_words_pair_by_their_figures() -> None:
    golden = report(statement(scope=ALL, total=25244), statement(scope=CUSTOMS, total=2720))
    new = report(statement(scope="qua Cục", total=2720), statement(scope="chung", total=25244))
    assert [d[:2] for d in told(golden, new)] == [
        ("cosmetic", "statements.0.scope"),
        ("cosmetic", "statements.1.scope"),
    ]


def test_null_pairs_with_a_sole_scope_even_where_figures_differ() -> None:
    golden, new = report(statement(total=100)), report(statement(scope=ALL, total=101))
    assert [d[:2] for d in told(golden, new)] == [
        ("cosmetic", "statements.0.scope"),
        ("changed", "statements.0.total.value"),
    ]
    assert [d[:2] for d in told(new, golden)] == [
        ("cosmetic", "statements.0.scope"),
        ("changed", "statements.0.total.value"),
    ]


def test_null_and_scope_may_change_places_as_long_as_figures_are_told_apart() -> None:
    golden = report(statement(total=25244), statement(scope=CUSTOMS, total=2720))
    new = report(statement(scope=ALL, total=25244), statement(total=2720))
    assert {d[:2] for d in told(golden, new)} == {
        ("cosmetic", "statements.0.scope"),
        ("cosmetic", "statements.1.scope"),
    }


def test_scopes_that_no_longer_tell_figures_apart_are_a_regression() -> None:
    golden = report(statement(scope=ALL, total=25244), statement(scope=CUSTOMS, total=2720))
    new = report(statement(total=25244), statement(total=2720))
    assert [d[:2] for d in told(golden, new)] == [
        ("changed", "statements.0.scope"),
        ("changed", "statements.1.scope"),
    ]


def test_swapped_scopes_are_not_other_words() -> None:
    golden = report(statement(scope=ALL, total=200), statement(scope=CUSTOMS, total=100))
    new = report(statement(scope=ALL, total=100), statement(scope=CUSTOMS, total=200))
    assert [d[0] for d in told(golden, new)] == ["changed", "changed"]


def test_a_breakdown_of_its_own_does_not_disturb_the_others() -> None:
    golden = report(statement(total=100, export=60, import_=40))
    sectors = [statement(scope=f"khu vực {n}", export=n, import_=40 - n) for n in (15, 20, 60)]
    new = report(*sectors, statement(total=100, export=60, import_=40))
    found = differences(golden, new)
    assert {d.category for d in found} == {"extra"}
    assert len(found) == 6


def test_unrelated_scopes_do_not_pair() -> None:
    golden = report(statement(scope=ALL, total=100), statement(scope=CUSTOMS, total=50))
    new = report(statement(scope=ALL, total=100), statement(scope="khu vực FDI", total=7))
    assert [d[:2] for d in told(golden, new)] == [
        ("missing", "statements.1.total"),
        ("extra", "statements.1.total"),
    ]


def test_a_statement_in_parts_is_one_statement() -> None:
    golden = report(statement(total=100, export=60))
    new = report(statement(export=60), statement("Cao Bằng", total=1), statement(total=100))
    assert told(golden, new) == [("extra", "statements.1.total", None, 1000000)]


def test_a_figure_may_stand_with_the_sole_scope_or_alone() -> None:
    golden = report(statement(scope=CUSTOMS, export=60, import_=40), statement(total=100))
    new = report(statement(scope=CUSTOMS, total=100, export=60, import_=40))
    assert told(golden, new) == [("cosmetic", "statements.1.total.scope", None, CUSTOMS)]
    assert told(new, golden) == [("cosmetic", "statements.0.total.scope", CUSTOMS, None)]
    old = (Breach("sum", ("statements.1.total.value", "statements.0.export.value")),)
    found = (finding("sum", "statements.0.export.value", "statements.0.total.value"),)
    assert [d.rule for d in diff(golden, old, new, found, TRADE)] == [None]


def test_a_figure_under_another_of_several_scopes_is_one_change() -> None:
    golden = report(statement(scope=ALL, total=100, export=60), statement(scope=CUSTOMS, total=50))
    new = report(statement(scope=ALL, total=100), statement(scope=CUSTOMS, total=50, export=60))
    assert told(golden, new) == [("changed", "statements.0.export.scope", ALL, CUSTOMS)]


def test_a_figure_of_another_number_has_not_moved() -> None:
    golden = report(statement(scope=CUSTOMS, export=60), statement(total=100))
    new = report(statement(scope=CUSTOMS, total=101, export=60))
    assert [d[:2] for d in told(golden, new)] == [
        ("extra", "statements.0.total"),
        ("missing", "statements.1.total"),
    ]


def test_figures_in_conflict_pair_by_value() -> None:
    golden = report(statement(total=100), statement(total=101))
    assert told(golden, report(statement(total=101), statement(total=100))) == []
    assert told(golden, report(statement(total=101), statement(total=99))) == [
        ("changed", "statements.0.total.value", 100000000, 99000000)
    ]


def test_a_shifted_period_is_one_change() -> None:
    golden = report(statement(total=100, export=60), statement("Cao Bằng", total=5))
    new = report(
        statement(start="2021-01-01", end="2021-06-30", total=100, export=60),
        statement("Cao Bằng", total=5),
    )
    assert told(golden, new) == [
        ("changed", "statements.0.period", "2022-01-01/2022-06-30", "2021-01-01/2021-06-30")
    ]


def test_another_place_is_one_change() -> None:
    golden, new = report(statement(total=100)), report(statement("Hữu Nghị", total=100))
    assert told(golden, new) == [("changed", "statements.0.place", "Lạng Sơn", "Hữu Nghị")]


def test_one_round_number_does_not_pair_across_places_and_periods() -> None:
    golden = report(statement(total=100, export=60, import_=40))
    new = report(statement("Huế", start="2021-01-01", total=100, export=70, import_=30))
    assert Counter(d[0] for d in told(golden, new)) == {"missing": 3, "extra": 3}


def test_neither_does_a_single_one() -> None:
    new = report(statement("Huế", start="2021-01-01", total=100))
    assert Counter(d[0] for d in told(report(statement(total=100)), new)) == {
        "missing": 1,
        "extra": 1,
    }


@pytest.mark.parametrize(
    ("near", "far", "field"),
    [
        (statement("Huế", total=5), statement("An Giang", start="2021-01-01", total=5), "place"),
        (
            statement(start="2021-01-01", total=5),
            statement("An Giang", start="2021-01-01", total=5),
            "period",
        ),
    ],
)
def test_what_shares_place_or_period_is_nearer(near: Data, far: Data, field: str) -> None:
    figures = {"export": figure(3), "import": figure(2)}
    golden, near, far = (given_ | figures for given_ in (statement(total=5), near, far))
    for news in ([near, far], [far, near]):
        found = told(report(golden), report(*news))
        assert [d[:2] for d in found if d[0] == "changed"] == [("changed", f"statements.0.{field}")]
        assert Counter(d[0] for d in found) == {"changed": 1, "extra": 3}


def test_of_two_that_fit_alike_order_does_not_choose() -> None:
    golden = [statement(scope=ALL, total=1, export=5), statement(scope=CUSTOMS, total=1, export=6)]
    new = report(statement(scope="khác", total=1))
    first, second = (
        [d.golden for d in differences(report(*olds), new) if d.field.endswith("scope")]
        for olds in (golden, golden[::-1])
    )
    assert first == second
    assert len(first) == 1


def test_of_two_figures_that_moved_alike_order_does_not_choose() -> None:
    golden = [statement(scope=ALL, total=1, export=9), statement(scope=CUSTOMS, total=2, export=9)]
    new = report(
        statement(scope=ALL, total=1),
        statement(scope=CUSTOMS, total=2),
        statement(scope="khác", export=9),
    )
    first, second = (
        sorted((d.category, str(d.golden), d.scope) for d in differences(report(*olds), new))
        for olds in (golden, golden[::-1])
    )
    assert first == second
    assert [d[0] for d in first] == ["changed", "missing"]


def test_parts_of_a_statement_may_spell_their_place_each_in_its_way() -> None:
    parts = [statement("Huế", total=1), statement("HUẾ", export=2)]
    assert told(report(*parts), report(*parts[::-1])) == []


def test_a_figure_that_stays_in_its_scope_has_not_moved() -> None:
    other = statement(scope="khác", total=9)
    golden = report(
        other, statement(scope="một", total=1), statement(scope="một", total=2, export=3)
    )
    new = report(other, statement(scope="MỘT", total=2), statement(scope="MỘT", total=1, export=3))
    assert {d[0] for d in told(golden, new)} == {"cosmetic"}


def test_place_and_period_come_before_figures() -> None:
    q1 = {"start": "2022-01-01", "end": "2022-03-31"}
    golden = report(statement(total=200), statement(**q1, total=100))
    assert told(golden, report(statement(total=100))) == [
        ("changed", "statements.0.total.value", 200000000, 100000000),
        ("missing", "statements.1.total", 100000000, None),
    ]


def test_whatever_else_a_schema_asks_for_is_compared() -> None:
    new = catch(remark="mùa khô", print_place="Vinh", tons=2)
    found = diff(catch(), (), new, (), FISHING)
    assert [(d.category, d.field, d.golden, d.new) for d in found] == [
        ("changed", "print_place", "Huế", "Vinh"),
        ("changed", "statements.0.remark", "mùa lũ", "mùa khô"),
        ("changed", "statements.0.catch.value", 1000000, 2000000),
    ]
    assert diff(catch(), (), catch(), (), FISHING) == []


def finding(rule: str, *fields: str, message: str = "why") -> Finding:
    return Finding(rule, "error", "source", fields, message)


def test_findings_that_appear_or_vanish_are_differences() -> None:
    data = report(statement(total=100))
    old = (Breach("sum", ("statements.0.total",)), Breach("part", ("statements.0.export",)))
    new = (finding("part", "statements.0.export"), finding("balance", "statements", message="so"))
    assert diff(data, old, data, new, TRADE) == [
        Difference("missing", "statements.0.total", None, ["statements.0.total"], rule="sum"),
        Difference(
            "extra",
            "statements",
            "statements",
            None,
            ["statements"],
            None,
            "so",
            rule="balance",
            severity="error",
            attribution="source",
        ),
    ]


def test_findings_follow_their_statements() -> None:
    first, second = statement(total=100), statement("Cao Bằng", total=5)
    old = (Breach("sum", ("statements.0.export.value", "statements.0.total.value")),)
    new = (finding("sum", "statements.1.total.value", "statements.1.export.value"),)
    assert diff(report(first, second), old, report(second, first), new, TRADE) == []
    found = diff(report(first, second), old, report(first, second), new, TRADE)
    assert [(d.category, d.rule) for d in found] == [("missing", "sum"), ("extra", "sum")]


def test_a_number_that_two_statements_repeat_is_one_to_findings() -> None:
    first, second = statement(total=100), statement(total=100, export=40)
    old = (Breach("sum", ("statements.0.total.value", "statements.1.export.value")),)
    # Of the two totals the checks name the first one, which is the other statement's by now.
    new = (finding("sum", "statements.0.total.value", "statements.0.export.value"),)
    assert diff(report(first, second), old, report(second, first), new, TRADE) == []
    twice = (*new, finding("sum", "statements.1.total.value", "statements.0.export.value"))
    found = diff(report(first, second), old, report(second, first), twice, TRADE)
    assert [(d.category, d.rule) for d in found] == [("extra", "sum")]
    grown = statement(total=figure(100, change=part(5)))
    old = (Breach("growth_base", ("statements.0.total.change",)),)
    new = (finding("growth_base", "statements.0.total.change"),)
    found = diff(report(grown, second), old, report(second, grown), new, TRADE)
    assert [(d.category, d.rule) for d in found] == [
        ("missing", "growth_base"),
        ("extra", "growth_base"),
    ]


def test_a_finding_of_a_new_statement_is_none_of_an_old_one() -> None:
    old = (Breach("range", ("statements.0.total",)),)
    new = (finding("range", "statements.0.total"),)
    found = diff(report(statement(total=1)), old, report(statement("Huế", total=9)), new, TRADE)
    assert [(d.category, d.rule) for d in found if d.rule] == [
        ("missing", "range"),
        ("extra", "range"),
    ]


def test_a_finding_given_twice_is_told_twice() -> None:
    data = report(statement(total=1))
    old = (Breach("sum", ("a",)),)
    found = diff(data, old, data, (finding("sum", "a"), finding("sum", "a")), TRADE)
    assert [(d.category, d.rule) for d in found] == [("extra", "sum")]


# ---- whatever the reports

FIGURES = st.builds(
    figure,
    st.sampled_from([None, 1, 2, "2.0", 3]),
    st.sampled_from(["million", "billion"]),
    change=st.sampled_from([None, part(1), part(2)]),
)
STATEMENTS = st.builds(
    statement,
    st.sampled_from(["Huế", "HUẾ", "Cao Bằng"]),
    st.sampled_from([None, "một", "Một", "hai", "ba"]),
    st.sampled_from(["2022-01-01", "2021-01-01"]),
    words=st.sampled_from(["x", "y"]),
    **{name: st.none() | FIGURES for name in ("total", "export", "import_")},
)
REPORTS = st.lists(STATEMENTS, max_size=6)


@given(REPORTS, st.randoms(use_true_random=False))
def test_the_order_of_statements_is_no_difference(
    statements: list[Data], chance: random.Random
) -> None:
    shuffled = chance.sample(statements, len(statements))
    assert differences(report(*statements), report(*shuffled)) == []


@given(REPORTS, REPORTS, st.randoms(use_true_random=False))
def test_what_is_told_does_not_depend_on_order(
    golden: list[Data], new: list[Data], chance: random.Random
) -> None:
    def content(olds: Sequence[Data], news: Sequence[Data]) -> Counter[tuple[Any, ...]]:
        return Counter(
            (d.category, *d.field.split(".")[2:], str(d.golden), str(d.new), d.period)
            for d in differences(report(*olds), report(*news))
        )

    mixed = chance.sample(golden, len(golden)), chance.sample(new, len(new))
    assert content(golden, new) == content(*mixed)


@given(REPORTS, REPORTS)
def test_every_figure_is_accounted_for_once(golden: list[Data], new: list[Data]) -> None:
    pairs = pair(report(*golden), report(*new), TRADE)
    for side, statements in (("golden", golden), ("new", new)):
        nodes = [node for both in pairs if (node := getattr(both, side)) is not None]
        assert sorted(i for node in nodes for i in node.indexes) == list(range(len(statements)))
        figures = [at.path for node in nodes for at in node.figures.values()]
        assert sorted(figures) == sorted(
            f"statements.{i}.{name}"
            for i, given_ in enumerate(statements)
            for name in MEASURES
            if given_[name] is not None
        )
    told_of = Counter((d.category, d.field) for d in differences(report(*golden), report(*new)))
    assert not told_of or max(told_of.values()) == 1, "nothing is told twice"
    moved = moves(pairs)
    for side, other, category in (("golden", "new", "missing"), ("new", "golden", "extra")):
        gone = [getattr(move, side).path for move in moved]
        assert len(gone) == len(set(gone))
        for both in pairs:
            theirs = getattr(both, other)
            for measure, at in getattr(both, side).figures.items() if getattr(both, side) else ():
                alone = theirs is None or measure not in theirs.figures
                assert (at.path in gone) <= alone, "no figure is in a pair and moved"
                assert told_of[category, at.path] == (alone and at.path not in gone)


@given(REPORTS.filter(bool), st.data())
def test_any_other_number_is_found(statements: list[Data], data: st.DataObject) -> None:
    places = [(i, name) for i, s in enumerate(statements) for name in MEASURES if s[name]]
    if not places:
        return
    index, name = data.draw(st.sampled_from(places))
    other = dict(statements[index])
    other[name] = dict(other[name]) | figure(77)
    new = [*statements[:index], other, *statements[index + 1 :]]
    assert any(d.regression for d in differences(report(*statements), report(*new)))


# ---- assignment

TABLES = st.integers(1, 4).flatmap(
    lambda columns: st.lists(
        st.lists(st.integers(0, 9), min_size=columns, max_size=columns), min_size=1, max_size=4
    )
)


@given(TABLES)
def test_no_other_assignment_weighs_more(weights: list[list[int]]) -> None:
    pairs = assign(weights)
    assert len({row for row, _ in pairs}) == len({column for _, column in pairs}) == len(pairs)
    assert all(weights[row][column] > 0 for row, column in pairs)
    rows, columns = range(len(weights)), range(len(weights[0]))
    best = max(
        sum(weights[row][column] for row, column in enumerate(chosen) if column is not None)
        for chosen in itertools.permutations([*columns, *([None] * len(rows))], len(rows))
    )
    assert sum(weights[row][column] for row, column in pairs) == best


def test_large_tables_are_paired_heaviest_first() -> None:
    size = int(LARGEST**0.5) + 2
    table = [[1 + (row + column == size - 1) for column in range(size)] for row in range(size)]
    assert assign(table) == [(row, size - 1 - row) for row in range(size)]
    assert assign([]) == assign([[]]) == []


# ---- whole runs


def golden_of(article_id: str, data: Data, text: str | None = None, *found: Breach) -> Golden:
    ref = ArticleRef(article_id, f"{article_id}.txt", text or article_id, 1)
    return Golden(ref, "trade", data, found, text_path=Path(f"{article_id}.txt"))


def detached(article_id: str, data: Data, text: str) -> Golden:
    return Golden(ArticleRef(article_id, "x", text, 1), "trade", data)


def record_of(article_id: str, data: Data | None, text: str | None = None, *f: Finding) -> Record:
    return Record(
        article=ArticleRef(article_id, f"{article_id}.txt", text or article_id, 1),
        status="failed" if data is None else "ok",
        data=data,
        findings=f,
        error=None if data is not None else Failure("timeout", "no answer in 60 s"),
    )


def shelf(*goldens: Golden | Broken) -> Shelf:
    return Shelf(Path("golden/trade"), goldens)


def test_a_run_is_told_article_by_article() -> None:
    one, two = report(statement(total=1)), report(statement(total=2))
    found = diff_run(
        shelf(
            golden_of("same", one),
            golden_of("other", one),
            golden_of("failed", one),
            golden_of("edited", one, "old text"),
            golden_of("absent", one),
            detached("d1", one, "text 1"),
            detached("d2", one, "text 2"),
            golden_of("misfit", one),
        ),
        [
            record_of("same", one),
            record_of("other", two),
            record_of("failed", None),
            record_of("edited", one, "new text"),
            record_of("unknown", one),
            record_of("elsewhere/d1", two, "text 1"),
            record_of("d2", one, "text 2, changed"),
            record_of("misfit", {"statements": [{"place": 1}]}),
            record_of("failed too", None),
        ],
        TRADE,
    )
    assert [(a.article_id, a.golden_id, a.state, a.regressions) for a in found.articles] == [
        ("same", "same", "compared", 0),
        ("other", "other", "compared", 1),
        ("failed", "failed", "failed", 0),
        ("edited", "edited", "compared", 0),
        ("unknown", None, "new", 0),
        ("elsewhere/d1", "d1", "compared", 1),
        ("d2", None, "new", 0),
        ("misfit", "misfit", "unusable", 0),
        ("failed too", None, "failed", 0),
        ("absent", "absent", "absent", 0),
        ("d2", "d2", "skipped", 0),
    ]
    assert [a.article_id for a in found.articles if a.article_changed] == ["edited"]
    assert found.regressions == 2
    assert found.counts == {"changed": 2, "missing": 0, "extra": 0, "cosmetic": 0, "findings": 0}
    assert found.states == {
        "compared": 4,
        "failed": 2,
        "stale": 0,
        "unusable": 1,
        "new": 2,
        "absent": 1,
        "skipped": 1,
        "broken": 0,
    }
    assert found.of_state("failed")[0].reason == "no answer in 60 s"
    assert "does not fit" in (found.of_state("unusable")[0].reason or "")
    raw = found.to_json()
    assert raw["regressions"] == 2
    assert raw["articles"][1]["differences"][0]["category"] == "changed"


def test_findings_are_held_against_the_golden() -> None:
    data = report(statement(total=1))
    goldens = shelf(golden_of("a", data, None, Breach("sum", ("x", "y"))))
    same = diff_run(goldens, [record_of("a", data, None, finding("sum", "y", "x"))], TRADE)
    assert (same.regressions, same.counts["findings"]) == (0, 0)
    gone = diff_run(goldens, [record_of("a", data)], TRADE)
    assert (gone.regressions, gone.counts["findings"]) == (1, 1)


def test_of_what_nobody_checked_findings_and_spans_are_not_compared() -> None:
    golden = report(statement(total=figure(1, span=[3, 4])), statement("Huế", total=2))
    goldens = shelf(golden_of("a", golden, None, Breach("sum", ("x",))))

    def found(**figures: int) -> Any:
        given = report(statement(**figures), statement("Huế", total=2))
        return diff_run(goldens, [replace(record_of("a", given), status="unchecked")], TRADE)

    assert not any(found(total=1).counts.values())
    assert found(total=3).counts["changed"] == 1


def test_a_broken_golden_is_told_with_its_article_and_without() -> None:
    one = report(statement(total=1))
    by_text = golden_of("t", one, "lost text")
    goldens = shelf(
        golden_of("a", one),
        Broken("b", Path("b.json"), "not JSON"),
        Broken("t", Path("t.json"), "no text", by_text),
        Broken("c", Path("c.json"), "not JSON"),
    )
    records = [record_of("a", one), record_of("b", one), record_of("u", None, "lost text")]
    found = diff_run(goldens, records, TRADE)
    assert [(a.article_id, a.golden_id, a.state, a.reason) for a in found.articles] == [
        ("a", "a", "compared", None),
        ("b", "b", "broken", "not JSON"),
        ("u", "t", "broken", "no text"),
        ("c", "c", "broken", "not JSON"),
    ]


def test_in_another_text_other_spans_are_no_difference() -> None:
    old, new = (report(statement(total=figure(1, span=[n, n + 1]))) for n in (1, 5))
    changed = diff_run(shelf(golden_of("a", old, "one")), [record_of("a", new, "two")], TRADE)
    assert changed.counts["cosmetic"] == 0
    same = diff_run(shelf(golden_of("a", old)), [record_of("a", new)], TRADE)
    assert same.counts["cosmetic"] == 1


def test_every_record_of_a_text_and_every_golden_of_it_is_compared() -> None:
    one, two = report(statement(total=1)), report(statement(total=2))
    goldens = shelf(golden_of("a", one, "text"), golden_of("b", one, "text"))
    found = diff_run(goldens, [record_of("b", two, "text"), record_of("c", two, "text")], TRADE)
    assert [(a.article_id, a.golden_id, a.regressions) for a in found.articles] == [
        ("b", "b", 1),
        ("c", "a", 1),
    ]
    found = diff_run(goldens, [record_of("b", one, "text")], TRADE)
    assert [(a.article_id, a.golden_id, a.state) for a in found.articles] == [
        ("b", "b", "compared"),
        ("b", "a", "compared"),
    ]


def nested(depth: int) -> Data:
    data: Any = 1
    for _ in range(depth):
        data = {"x": data}
    return {"statements": data}


@pytest.mark.parametrize("depth", [1, 300, 5000])
def test_data_of_any_shape_is_told_not_crashed_on(depth: int) -> None:
    goldens = shelf(golden_of("a", nested(depth), "old"), golden_of("b", report(), "b"))
    records = [record_of("a", nested(depth), "new"), record_of("b", nested(depth), "b")]
    found = diff_run(goldens, records, TRADE)
    assert found.of_state("unusable")[-1].article_id == "b"
    assert len(found.articles) == 2


def test_a_thousand_unchanged_articles_differ_in_nothing() -> None:
    data = report(*(statement(f"Nơi {n}", total=n, export=n, import_=n) for n in range(1, 6)))
    turned = report(*reversed(data["statements"]))
    ids = [f"a{n}" for n in range(1000)]
    goldens = shelf(*(golden_of(name, data) for name in ids))
    found = diff_run(goldens, (record_of(name, turned) for name in ids), TRADE)
    assert found.regressions == 0
    assert len(found.of_state("compared")) == 1000


def test_a_report_of_very_many_statements_is_compared() -> None:
    many = [statement(scope=f"s{n}", total=n) for n in range(1, 1500)]
    others = [statement(scope=f"t{n}", total=n) for n in range(1, 1500)]
    found = differences(report(*many), report(*others))
    assert Counter(d.category for d in found) == {"cosmetic": 1499}


def test_numbers_keep_all_their_digits_in_json() -> None:
    golden = report(statement(total=figure("51990.563")))
    (found,) = [d for d in differences(golden, report(statement(total=1))) if "value" in d.field]
    assert found.golden == 51990563000
    (percent,) = differences(
        report(statement(total=figure(1, change=part("-38.80")))),
        report(statement(total=figure(1, change=part("-38.81", "-38.80%")))),
    )
    assert (percent.golden, percent.new) == (Decimal("-38.8"), Decimal("-38.81"))
