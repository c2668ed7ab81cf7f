from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.diff import Difference, diff, merged
from extractor.record import Data
from tests.reports import FISHING, TRADE, catch, figure, part, report, statement
from tests.test_diff import ALL, CUSTOMS, FIGURES, REPORTS


def differences(golden: Data, new: Data) -> list[Difference]:
    return diff(golden, (), new, (), TRADE)


def taken(golden: Data, new: Data, wanted: Callable[[Difference], bool] = lambda d: True) -> Data:
    return merged(golden, new, TRADE, [d for d in differences(golden, new) if wanted(d)])


def told(found: list[Difference], heads: list[Difference] | None = None) -> Counter[Any]:
    """What differences say, under the place, period and scope that accepted ones have made new."""
    names = {(d.place, d.period, d.scope, d.field.rsplit(".", 1)[1]): d.new for d in heads or ()}
    return Counter(
        (
            d.category,
            *d.field.split(".")[2:],
            *(str(value) for value in (d.golden, d.new, d.golden_text, d.new_text)),
            *(
                names.get((d.place, d.period, d.scope, name), getattr(d, name))
                for name in ("place", "period", "scope")
            ),
        )
        for d in found
    )


@given(REPORTS, REPORTS)
def test_accepting_none_changes_nothing_and_all_leaves_nothing(
    golden: list[Data], new: list[Data]
) -> None:
    old, other = report(*golden), report(*new)
    before = deepcopy((old, other))
    assert taken(old, other, lambda d: False) == old
    done = taken(old, other)
    assert (old, other) == before
    assert TRADE.problems(done) == []
    assert differences(done, other) == []


@st.composite
def edited(draw: st.DrawFn) -> tuple[Data, Data]:
    """Two reports whose statements are told apart, one by one kept, dropped, added or changed."""
    golden, new = [], []
    for number in range(draw(st.integers(1, 3))):
        place = f"Nơi {number}"
        # What no edit touches holds a pair together when its period changes.
        kept = figure(50 + number)
        figures = {name: draw(st.none() | FIGURES) for name in ("total", "export")}
        old = statement(place, import_=kept, **figures)
        other = statement(
            place,
            draw(st.sampled_from([None, None, "một"])),
            draw(st.sampled_from(["2022-01-01", "2022-01-01", "2021-01-01"])),
            words=draw(st.sampled_from(["6 tháng", "6 tháng", "nửa năm"])),
            import_=kept,
            **(figures | {draw(st.sampled_from(["total", "export"])): draw(st.none() | FIGURES)}),
        )
        fate = draw(st.sampled_from(["both", "both", "both", "golden", "new"]))
        golden += [old] if fate != "new" else []
        new += [other] if fate != "golden" else []
    return report(*golden), report(*draw(st.permutations(new)))


@given(edited(), st.data())
def test_what_is_not_accepted_is_what_is_left(both: tuple[Data, Data], data: st.DataObject) -> None:
    old, new = both
    found = differences(old, new)
    chosen = data.draw(st.lists(st.sampled_from(found), unique_by=id)) if found else []
    rest = [d for d in found if d not in chosen]
    done = merged(old, new, TRADE, chosen)
    assert TRADE.problems(done) == []
    heads = [d for d in chosen if d.field.rsplit(".", 1)[1] in ("place", "period", "scope")]
    assert told(differences(done, new)) == told(rest, heads)


@given(REPORTS, REPORTS, st.data())
def test_every_figure_is_made_of_what_either_report_has(
    golden: list[Data], new: list[Data], data: st.DataObject
) -> None:
    old, other = report(*golden), report(*new)
    found = differences(old, other)
    chosen = data.draw(st.lists(st.sampled_from(found), unique_by=id)) if found else []
    done = merged(old, other, TRADE, chosen)
    assert TRADE.problems(done) == []

    def count(data: Data) -> Counter[str]:
        return Counter(m.name for s in data["statements"] for m in TRADE.measures if s[m.name])

    came = Counter(d.field.split(".")[2] for d in chosen if d.category == "extra" and alone(d))
    went = Counter(d.field.split(".")[2] for d in chosen if d.category == "missing" and alone(d))
    assert count(done) == count(old) + came - went


def alone(difference: Difference) -> bool:
    """Whether one report alone has a figure, not a part of one or a statement without any."""
    return len(difference.field.split(".")) == 3


@pytest.mark.parametrize(
    ("old", "new", "name", "expected"),
    [
        (
            figure(1, span=[1, 2]),
            figure("2", "billion", currency="VND", approximate=True, change=part(5), span=[3, 4]),
            "value",
            figure("2", "billion", currency="USD", span=[3, 4]),
        ),
        (figure(1), figure(2, currency="VND"), "currency", figure(1, currency="VND")),
        (figure(1), figure(2, approximate=True), "approximate", figure(1, approximate=True)),
        (
            figure(None, change=part(5)),
            figure(2, currency="VND", change=part(6)),
            "value",
            figure(2, currency="VND", change=part(5)),
        ),
        (figure(2, change=part(5)), figure(None), "value", figure(None, change=part(5))),
        (
            figure("1.2", "billion", text="x"),
            figure("1200", text="y"),
            "scale",
            figure("1200", text="x"),
        ),
        (
            figure(1, span=[1, 2]),
            figure("1.0", text="một", span=[3, 4]),
            "text",
            figure(1, text="một", span=[3, 4]),
        ),
        (figure(1, span=[1, 2]), figure(1, span=[3, 4]), "span", figure(1, span=[3, 4])),
        (figure(1), figure(2, plan=part(5)), "plan.percent", figure(1, plan=part(5))),
        (figure(1, change=part(5)), figure(2), "change.percent", figure(1)),
        (
            figure(1, change=part(5) | {"span": [1, 2]}),
            figure(2, change=part(5, "tăng 5%") | {"span": [3, 4]}),
            "change.text",
            figure(1, change=part(5, "tăng 5%") | {"span": [3, 4]}),
        ),
    ],
)
def test_a_part_of_a_figure_takes_over_what_belongs_to_it(
    old: Data, new: Data, name: str, expected: Data
) -> None:
    golden = report(statement("Cao Bằng", total=1), statement(export=old))
    found = taken(
        golden,
        report(statement(export=new), statement("Cao Bằng", total=2)),
        lambda d: d.field == f"statements.1.export.{name}",
    )
    assert found == report(statement("Cao Bằng", total=1), statement(export=expected))


def test_a_statement_goes_with_its_last_figure_and_comes_with_its_first() -> None:
    golden = report(statement("Cao Bằng", total=5, export=3), statement(total=1))
    new = report(statement(total=1), statement("Huế", ALL, total=7, export=2, words="x"))
    assert taken(golden, new, lambda d: d.field == "statements.0.total") == report(
        statement("Cao Bằng", export=3), statement(total=1)
    )
    assert taken(golden, new, lambda d: d.category == "missing") == report(statement(total=1))
    assert taken(golden, new, lambda d: (d.category, d.new) == ("extra", 2000000)) == report(
        *golden["statements"], statement("Huế", ALL, export=2, words="x")
    )


def test_a_figure_that_is_missing_leaves_a_statement_that_both_have() -> None:
    golden, new = report(statement(total=1)), report(statement())
    assert taken(golden, new) == new
    assert taken(report(statement()), report()) == report()
    assert taken(report(), report(statement())) == report(statement())


def test_a_head_is_taken_over_by_itself() -> None:
    golden = report(statement(total=1, export=2))
    new = report(statement("LẠNG SƠN", CUSTOMS, "2021-01-01", "2021-06-30", "x", total=1, export=3))
    for name, expected in (
        ("place", statement("LẠNG SƠN", total=1, export=2)),
        ("period", statement(start="2021-01-01", end="2021-06-30", words="x", total=1, export=2)),
        ("scope", statement(scope=CUSTOMS, total=1, export=2)),
    ):
        found = taken(golden, new, lambda d, name=name: d.field == f"statements.0.{name}")  # type: ignore[misc]
        assert found == report(expected)


def test_a_figure_moves_to_the_statement_it_belongs_to() -> None:
    golden = report(statement(scope=ALL, total=100, export=60), statement(scope=CUSTOMS, total=50))
    new = report(statement(scope=ALL, total=100), statement(scope=CUSTOMS, total=50, export=60))
    assert taken(golden, new) == new
    alone = report(statement(scope=CUSTOMS, export=60, import_=40), statement(total=100))
    one = report(statement(scope=CUSTOMS, total=100, export=60, import_=40))
    assert taken(alone, one) == one
    assert taken(one, alone) == alone


def test_a_moved_figure_keeps_what_was_not_accepted_of_it() -> None:
    golden = report(statement(scope=CUSTOMS, export=60), statement(total=figure(1, text="a")))
    new = report(statement(scope=CUSTOMS, export=60, total=figure(1, text="b")))
    assert taken(golden, new, lambda d: d.field.endswith("scope")) == report(
        statement(scope=CUSTOMS, export=60, total=figure(1, text="a"))
    )
    assert taken(golden, new, lambda d: d.field.endswith("text")) == report(
        statement(scope=CUSTOMS, export=60), statement(total=figure(1, text="b"))
    )


def test_a_statement_in_parts_is_merged_as_one() -> None:
    golden = report(statement(total=100, words="x"), statement(export=60, words="y"))
    new = report(statement(total=101, import_=1, words="x"), statement(export=60, words="z"))
    assert taken(golden, new, lambda d: "import" in d.field) == report(
        statement(total=100, import_=1, words="x"), statement(export=60, words="y")
    )
    assert taken(golden, new) == new
    whole = report(statement(total=100, export=60, words="z"))
    assert taken(golden, whole) == report(
        statement(total=100, words="z"), statement(export=60, words="z")
    )


def test_whatever_else_a_schema_asks_for_is_taken_over() -> None:
    golden, new = catch(), catch(remark="mùa khô", print_place="Vinh", tons=2)
    found = diff(golden, (), new, (), FISHING)
    assert merged(golden, new, FISHING, found) == new
    for one in found:
        done = merged(golden, new, FISHING, [one])
        assert diff(done, (), new, (), FISHING) == [d for d in found if d != one]


def test_findings_are_passed_over() -> None:
    golden = report(statement(total=1))
    found = Difference("extra", "statements.0.total", "statements.0.total", rule="sum")
    assert merged(golden, report(statement(total=2)), TRADE, [found]) == golden
