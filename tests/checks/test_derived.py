"""What follows from printed numbers, and that it is never more than follows."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.checks import check
from extractor.checks.derived import Derived, a_year_before, derive
from extractor.numbers.interval import Interval
from tests.checks.held import hold
from tests.checks.test_edit_rules import amounts, grown, planned, prints, shares, text_of
from tests.reports import BUDGET, TRADE, figure, part, report, statement


def follows(*statements: dict[str, Any], text: str | None = None) -> dict[str, Derived]:
    checked = hold(text or text_of(*statements), *statements)
    found = derive(report(*statements), checked.claims, checked.findings, TRADE)
    assert len({d.field for d in found}) == len(found)
    return {d.field.removeprefix("statements."): d for d in found}


def between(low: object, high: object) -> Interval:
    return Interval.between(Decimal(str(low)), Decimal(str(high)))


def test_a_part_follows_from_the_total_and_the_other_part() -> None:
    derived = follows(statement(total=1200, export=425))["0.import.value"]
    assert derived.interval == between(774_000_000, 776_000_000)
    assert (derived.value, derived.currency, derived.rule) == (775_000_000, "USD", "sum")
    assert derived.inputs == ("statements.0.total.value", "statements.0.export.value")


def test_a_total_and_a_balance_follow_from_both_parts() -> None:
    found = follows(statement(export=425, import_=775))
    assert found["0.total.value"].interval == between(1_199_000_000, 1_201_000_000)
    assert found["0.balance.value"].value == -350_000_000


def test_the_missing_change_of_three_follows_through_the_bases() -> None:
    made = statement(total=grown(640, "31.96"), export=grown(300, "85.71"), import_=340)
    derived = follows(made)["0.import.change.percent"]
    assert derived.value == Decimal("5.1")
    assert Decimal("5.1") in derived.interval
    assert derived.interval.within(between("4.7", "5.5"))
    assert derived.rule == "growth_base"
    made["import"] = None
    assert follows(made)["0.import.change.percent"].value == 5


def test_the_missing_share_of_three_follows_through_the_plans() -> None:
    made = statement(total=planned(1200, "21.8"), export=planned(425, "19.9"), import_=775)
    derived = follows(made)["0.import.plan.percent"]
    assert derived.interval.within(between("22.8", "23.3"))
    assert Decimal("23.1") in derived.interval
    assert (derived.value, derived.rule) == (23, "plan_base")


def test_last_years_value_and_the_plan_follow_from_value_and_percentage() -> None:
    found = follows(statement(export=grown(640, 25) | {"plan": planned(640, 80)["plan"]}))
    before = found["0.export.previous"]
    assert before.interval == Interval.between(639_500_000, 640_500_000) / between(1.245, 1.255)
    assert (before.value, before.rule) == (512_000_000, "change")
    assert found["0.export.planned"].value == 800_000_000
    assert found["0.export.planned"].inputs == (
        "statements.0.export.value",
        "statements.0.export.plan.percent",
    )


def test_last_years_value_is_not_derived_where_the_report_has_it() -> None:
    now = statement(export=grown(640, 25))
    before = statement(start="2021-01-01", end="2021-06-30", export=512)
    assert "0.export.previous" not in follows(now, before)
    assert "0.export.previous" in follows(now, before | {"scope": "mở tờ khai"})


def test_nothing_follows_from_what_is_not_printed_or_broken() -> None:
    made = statement(total=1200, export=425)
    assert follows(made, text="1200 triệu USD, 435 triệu USD") == {}
    assert follows(statement(total=1300, export=425, import_=775)) == {}
    conflict = statement(export=425), statement(export=435), statement(total=1200)
    assert follows(*conflict) == {}


def test_what_the_report_has_is_never_derived_however_little_it_is_believed() -> None:
    made = statement(total=1200, export=425, import_=990)
    assert "0.import.value" not in follows(made, text="1200 triệu USD, 425 triệu USD")


def test_scopes_and_currencies_are_never_mixed() -> None:
    assert follows(statement(total=1200), statement(scope="mở tờ khai", export=425)) == {}
    dong = figure(425, "billion", text="425 tỷ đồng", currency="VND")
    assert follows(statement(total=1200, export=dong)) == {}


def test_no_part_is_less_than_nothing() -> None:
    assert follows(statement(total=425, export=425))["0.import.value"].interval.low == 0
    made = statement(total=figure("0.4", "billion", text="0,4 tỷ USD"), export=425)
    assert follows(made)["0.import.value"].interval == between(0, 25_500_000)


def test_what_follows_is_the_schemas_matter() -> None:
    names = BUDGET.rules[0].measures
    head = {key: statement()[key] for key in ("place", "scope", "period")}
    values = dict.fromkeys(m.name for m in BUDGET.measures)
    data = {"statements": [head | values | {names[0]: figure(1200), names[1]: figure(425)}]}
    checked = check("1200 triệu USD, 425 triệu USD", data, BUDGET)
    (derived,) = derive(data, checked.claims, checked.findings, BUDGET)
    assert (derived.measure, derived.value) == (names[2], 775_000_000)


@pytest.mark.parametrize(
    ("day", "before"),
    [
        ("2022-06-30", "2021-06-30"),
        ("2021-02-28", "2020-02-29"),
        ("2020-02-29", "2019-02-28"),
        ("2020-02-28", "2019-02-28"),
    ],
)
def test_a_year_before_keeps_the_ends_of_months(day: str, before: str) -> None:
    assert a_year_before(day) == before


@given(amounts, amounts, shares, shares, st.data())
def test_the_truth_lies_in_whatever_follows(
    export: int, import_: int, of_export: int, of_import: int, data: st.DataObject
) -> None:
    base = {
        "export": Fraction(export * 1000, of_export),
        "import": Fraction(import_ * 1000, of_import),
    }
    value = {"export": export, "import": import_, "total": export + import_}
    base["total"] = base["export"] + base["import"]
    made, lines = {}, []
    left_out = data.draw(st.sampled_from(sorted(value)))
    for name, amount in value.items():
        made[name], words, _ = data.draw(prints(amount))
        index = 100 * amount / base[name]
        said = f"bằng {round(index * 10) / 10:.1f}".replace(".", ",") + "% so với cùng kỳ"
        if name != left_out:
            made[name]["change"] = part(Decimal(round(index * 10)) / 10 - 100, said)
            words = f"{words}, {said}"
        lines.append(f"{name} {words}.")
    found = follows(statement(**made), text="\n".join(lines))
    change = found.get(f"0.{left_out}.change.percent")
    assert change is None or 100 * value[left_out] / base[left_out] - 100 in change.interval
    for name in value:
        if name != left_out:
            assert base[name] in found[f"0.{name}.previous"].interval
    assert export - import_ in found["0.balance.value"].interval
    for derived in found.values():
        assert derived.value in derived.interval or derived.interval.low_open
        assert derived.interval.within(derived.shown)
