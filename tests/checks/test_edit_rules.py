"""Sums, balances, parts, bases and conflicts: broken only where no rounding explains it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.checks.held import errors, hold, one, rules
from tests.reports import figure, part, statement


def text_of(*statements: dict) -> str:
    """An article that prints every figure of the statements, hedges apart, as they give it."""
    lines = []
    for made in statements:
        for figure_ in made.values():
            if isinstance(figure_, dict) and "scale" in figure_:
                parts = (figure_, figure_["change"], figure_["plan"])
                lines.append(", ".join(p["text"] for p in parts if p is not None and p["text"]))
    return "\n".join(lines)


def broken(*statements: dict) -> list[str]:
    return rules(text_of(*statements), *statements)


def grown(value: int, percent: object) -> dict:
    sign = "giảm" if str(percent).startswith("-") else "tăng"
    words = f"{sign} {str(percent).lstrip('-').replace('.', ',')}%"
    return figure(value, change=part(percent, words))


def planned(value: int, percent: object) -> dict:
    return figure(value, plan=part(percent, f"đạt {str(percent).replace('.', ',')}% kế hoạch"))


def test_a_sum_is_broken_where_no_rounding_explains_it() -> None:
    made = statement(total=1300, export=425, import_=775)
    finding = one(errors(text_of(made), made))
    assert finding.rule == "sum"
    assert finding.message == (
        "export 425 + import 775 = 1,200 (1,199 to 1,201) million USD, "
        "but total is 1,300 (1,299.5 to 1,300.5); "
        "wrong is total (1,300 million USD), export (425 million USD) or import (775 million USD)"
    )
    assert finding.fields == tuple(
        f"statements.0.{name}.value" for name in ("total", "export", "import")
    )
    assert finding.expected == (1_199_000_000, 1_201_000_000)
    assert finding.actual == 1_300_000_000
    assert (finding.attribution, finding.suspect) == ("source", None)


@pytest.mark.parametrize(("total", "is_broken"), [(1201, False), (1202, True), (1199, False)])
def test_a_sum_may_be_off_by_what_rounding_leaves_open(total: int, is_broken: bool) -> None:
    assert broken(statement(total=total, export=425, import_=775)) == ["sum"] * is_broken


def test_an_open_end_that_is_only_touched_breaks_the_sum() -> None:
    made = statement(
        total=figure(28, "billion", text="28 tỷ USD"),
        export=figure(14, "billion", text="14,0 tỷ USD"),
        import_=figure("13.4", "billion", text="13,4 tỷ USD"),
    )
    article = "Tổng {} 28 tỷ USD; xuất khẩu 14,0 tỷ USD; nhập khẩu 13,4 tỷ USD"
    assert rules(article.format("hơn"), made) == ["sum"]
    made["total"]["approximate"] = True
    assert rules(article.format("gần"), made) == []


def test_a_misread_part_is_the_models_fault_and_stands_out() -> None:
    made = statement(total=1200, export=425, import_=775)
    text = text_of(made)
    made["export"]["value"] = 435
    found = {f.rule: f for f in errors(text, made)}
    assert set(found) == {"reading", "sum"}
    assert found["sum"].attribution == "model"
    assert found["sum"].suspect == "statements.0.export.value"


def test_a_balance_is_a_difference() -> None:
    deficit = figure(350) | {"value": -350, "text": "nhập siêu 350 triệu USD"}
    made = statement(export=425, import_=775, balance=deficit)
    assert broken(made) == []
    made["balance"] = figure(370) | {"value": -370, "text": "nhập siêu 370 triệu USD"}
    assert broken(made) == ["balance"]


def test_bases_that_growth_implies_must_add_up() -> None:
    made = statement(
        total=grown(1320, "-47.6"), export=grown(640, "-52.9"), import_=grown(680, "-28.4")
    )
    finding = one(errors(text_of(made), made))
    assert (finding.rule, finding.attribution) == ("growth_base", "source")
    assert "export 1,358.81 + import 949.721 = 2,308.53" in finding.message
    assert "total is 2,519.08" in finding.message
    assert "statements.0.total.change.percent" in finding.fields
    assert finding.expected is not None
    low, high = finding.expected
    assert low is not None
    assert high is not None
    assert low < 2_308_530_000 < high < 2_519_000_000


def test_plans_that_agree_within_their_digits_are_not_flagged() -> None:
    made = statement(
        total=planned(1200, "21.8"), export=planned(425, "19.9"), import_=planned(775, "23.1")
    )
    assert broken(made) == []
    made["total"] = planned(1200, "22.8")
    assert broken(made) == ["plan_base"]


def test_a_base_may_break_where_values_agree_and_the_part_too() -> None:
    assert broken(statement(export=100, local_export=90)) == []
    assert broken(statement(export=grown(100, 50), local_export=grown(90, 5))) == ["growth_base"]
    assert broken(statement(export=planned(100, 90), local_export=planned(90, 50))) == ["plan_base"]


def test_a_fall_to_nothing_has_no_base() -> None:
    made = statement(total=grown(1200, 5), export=grown(425, -100), import_=grown(775, 5))
    found = hold(text_of(made), made).findings
    assert [(f.rule, f.severity) for f in found] == [("not_evaluable", "info")]
    assert "export" in found[0].message


def test_a_part_is_held_against_the_whole_of_any_scope() -> None:
    local, narrow, wide = (
        statement(local_export=500),
        statement(scope="mở tờ khai", export=425),
        statement(scope="mọi loại hình", export=1200),
    )
    finding = one(errors(text_of(local, narrow), local, narrow))
    assert finding.rule == "part"
    assert finding.fields == ("statements.0.local_export.value", "statements.1.export.value")
    assert broken(local, narrow, wide) == []
    assert broken(local, statement("Cao Bằng", export=425)) == []
    assert broken(local, statement(end="2022-03-31", export=425)) == []


def test_a_whole_without_growth_leaves_the_parts_base_unjudged() -> None:
    made = statement(export=100, local_export=grown(90, 5))
    found = hold(text_of(made), made).findings
    assert [f.rule for f in found] == ["not_evaluable"]


@pytest.mark.parametrize("scope", [None, "mở tờ khai tại Cục Hải quan"])
def test_a_sum_holds_across_statements_of_one_subject(scope: str | None) -> None:
    parts = (statement(scope=scope, export=425), statement(scope=scope, import_=775))
    assert broken(statement(scope=scope, total=1200), *parts) == []
    finding = one(
        errors(
            text_of(whole := statement(scope=scope and scope.upper(), total=1300), *parts),
            whole,
            *parts,
        )
    )
    assert finding.rule == "sum"
    assert finding.fields[0] == "statements.0.total.value"
    assert finding.fields[2] == "statements.2.import.value"


def test_figures_under_no_scope_and_another_are_not_judged_together() -> None:
    whole = statement(total=1300)
    parts = statement(scope="mở tờ khai", export=425, import_=775)
    found = hold(text_of(whole, parts), whole, parts).findings
    assert [f.rule for f in found] == ["second_reading", "not_evaluable"]
    assert "scope" in found[1].message
    assert hold(text_of(whole, parts), statement(total=1200), parts).findings != ()


def test_other_subjects_do_not_add_up() -> None:
    whole = statement(total=1300)
    for other in ({"place": "Cao Bằng"}, {"start": "2021-01-01"}, {"scope": "mở tờ khai"}):
        parts = statement(**other, export=425, import_=775)
        assert broken(whole, parts) == []


def test_two_exact_restatements_count_together() -> None:
    rough = statement(total=figure("1.2", "billion", text="1,2 tỷ USD"), export=425, import_=775)
    assert broken(rough) == []
    finding = one(errors(text_of(rough, s := statement(total=1210)), rough, s))
    assert finding.rule == "sum"
    assert "statements.1.total.value" in finding.fields


def test_statements_that_cannot_both_hold_conflict() -> None:
    one_, other = statement(export=425), statement(export=435)
    finding = one(errors(text_of(one_, other), one_, other))
    assert (finding.rule, finding.attribution) == ("conflict", "source")
    assert finding.fields == ("statements.0.export.value", "statements.1.export.value")
    assert finding.message == (
        "export is given as 425 million USD and as 435 million USD for one place, period and scope"
        "; wrong is export (425 million USD) or export (435 million USD)"
    )
    assert broken(statement(scope="a", export=425), statement(scope="b", export=435)) == []
    assert broken(statement(export=425), statement(scope="b", export=435)) == []


def test_one_value_in_two_roundings_is_no_conflict() -> None:
    rough = statement(export=figure("1.2", "billion", text="1,2 tỷ USD"))
    assert broken(rough, statement(export=1200)) == []
    assert broken(rough, statement(export=1251)) == ["conflict"]


def test_changes_and_shares_conflict_too() -> None:
    assert broken(statement(export=grown(425, 5)), statement(export=grown(425, "5.2"))) == []
    assert broken(statement(export=grown(425, 5)), statement(export=grown(425, 6))) == []
    assert broken(statement(export=grown(425, 5)), statement(export=grown(425, 7))) == ["conflict"]
    assert broken(statement(export=planned(425, 50)), statement(export=planned(425, 70))) == [
        "conflict"
    ]


def test_in_a_conflict_each_statement_is_held_against_the_rules_by_itself() -> None:
    right, wrong = statement(total=1200, export=425, import_=775), statement(total=1300)
    found = errors(text_of(right, wrong), right, wrong)
    assert [f.rule for f in found] == ["conflict", "sum"]
    assert "statements.1.total.value" in found[1].fields
    assert "statements.0.total.value" not in found[1].fields


def test_what_is_absent_is_said_where_it_matters() -> None:
    made = statement(total=1200, export=425)
    found = hold(text_of(made), made).findings
    assert [f.message for f in found] == ["sum cannot be judged: import is not given"]
    assert found[0].severity == "info"
    for made in (statement(total=1200), statement(export=425, import_=775), statement(export=425)):
        assert hold(text_of(made), made).findings == ()


def test_currencies_are_never_added() -> None:
    dong = figure(775, "billion", text="775 tỷ đồng", currency="VND")
    made = statement(total=1200, export=425, import_=dong)
    found = hold(text_of(made), made).findings
    assert [f.message for f in found] == [
        "sum cannot be judged: import is not given in the currency of total"
    ]


# What follows prints true numbers to any digits and lets the checks look for slips.

SCALES = {"million": (6, "triệu USD"), "billion": (9, "tỷ USD")}
amounts = st.integers(10**8, 10**11)
shares = st.integers(200, 3000)


def vietnamese(units: int, decimals: int) -> str:
    whole, rest = divmod(units, 10**decimals)
    return f"{whole:,}".replace(",", ".") + (f",{rest:0{decimals}}" if decimals else "")


@st.composite
def prints(draw: st.DrawFn, value: int, hedge: str | None = None) -> tuple[dict, str, int]:
    """``value`` printed to any digits with a hedge: its figure, its words, the unit printed to."""
    scale = draw(st.sampled_from(sorted(SCALES)))
    exponent, unit = SCALES[scale]
    # Three decimals could also be read as thousands.
    decimals = draw(
        st.sampled_from([d for d in (0, 1, 2, 4) if value >= 10 ** (exponent - d)] or [4])
    )
    step = 10 ** (exponent - decimals)
    word = hedge if hedge is not None else draw(st.sampled_from(["", "hơn ", "gần ", "khoảng "]))
    units = {"hơn ": value // step, "gần ": -(-value // step)}.get(
        word, (value + step // 2) // step
    )
    text = f"{vietnamese(units, decimals)} {unit}"
    number = f"{units // 10**decimals}.{units % 10**decimals:0{decimals}}" if decimals else units
    approximate = word in ("gần ", "khoảng ")
    return figure(number, scale, text=text, approximate=approximate), f"{word}{text}", step


@st.composite
def percentages(draw: st.DrawFn, value: int, base: int) -> tuple[str, str]:
    """``value`` as a percentage of ``base``, to any digits, and printed."""
    decimals = draw(st.integers(0, 2))
    units = (2 * value * 100 * 10**decimals + base) // (2 * base)
    plain = (
        f"{units // 10**decimals}.{units % 10**decimals:0{decimals}}" if decimals else str(units)
    )
    return plain, f"{vietnamese(units, decimals)}%"


@st.composite
def true_statements(draw: st.DrawFn) -> tuple[dict, str]:
    """A statement whose unrounded numbers satisfy every rule, printed to any digits."""
    export, import_ = draw(amounts), draw(amounts)
    local = draw(st.integers(10**6, export))
    values = {
        "total": export + import_,
        "export": export,
        "import_": import_,
        "local_export": local,
    }
    bases: dict[str, dict[str, int]] = {}
    for aspect in ("change", "plan"):
        of_export, of_import = (v * 1000 // draw(shares) + 1 for v in (export, import_))
        of_local = min(of_export, local * 1000 // draw(shares) + 1)
        bases[aspect] = {
            "total": of_export + of_import,
            "export": of_export,
            "import_": of_import,
            "local_export": of_local,
        }
    figures, lines = {}, []
    for name, value in values.items():
        figures[name], words, _ = draw(prints(value))
        percent, printed = draw(percentages(value, bases["change"][name]))
        said = f"bằng {printed} so với cùng kỳ"
        index = figure(percent)["value"] - 100
        figures[name]["change"] = part(index, said)
        percent, printed = draw(percentages(value, bases["plan"][name]))
        planned_ = f"đạt {printed} kế hoạch"
        figures[name]["plan"] = part(percent, planned_)
        lines.append(f"{name} {words}, {said}, {planned_}.")
    balance, words, _ = draw(prints(abs(export - import_)))
    side = "xuất siêu" if export >= import_ else "nhập siêu"
    if export < import_:
        balance["value"] = -balance["value"]
    lines.append(f"{side} {words}")
    return statement(**figures, balance=balance), "\n".join(lines)


@given(amounts, amounts, st.integers(1, 10**6), st.booleans(), st.data())
def test_a_slip_that_no_rounding_explains_is_always_found(
    export: int, import_: int, by: int, is_more: bool, data: st.DataObject
) -> None:
    total, *parts = (data.draw(prints(value, "")) for value in (export + import_, export, import_))
    # Beyond every half unit: the three printed, and the one that printing the slip may take away.
    reach = sum(step for _, _, step in (total, *parts)) + total[2]
    away = reach + by * 1000
    value = export + import_ + (away if is_more else -min(away, export + import_))
    if abs(value - export - import_) < reach:
        return
    slip = data.draw(prints(value, "").filter(lambda p: p[2] <= total[2]))
    text = f"tổng {slip[1]}; xuất khẩu {parts[0][1]}; nhập khẩu {parts[1][1]}"
    made = statement(total=slip[0], export=parts[0][0], import_=parts[1][0])
    finding = one(errors(text, made))
    assert (finding.rule, finding.attribution) == ("sum", "source")


def test_the_message_of_a_breach_shows_the_difference() -> None:
    made = statement(
        total=figure("25244.593", text="25.244,593 triệu USD"),
        export=figure("13112.221", text="13.112,221 triệu USD"),
        import_=figure("12132.341", text="12.132,341 triệu USD"),
    )
    assert one(errors(text_of(made), made)).message.startswith(
        "export 13,112.22 + import 12,132.34 = 25,244.56 (25,244.56 to 25,244.56) million USD, "
        "but total is 25,244.59 (25,244.59 to 25,244.59)"
    )


def test_the_message_of_a_breach_tells_an_end_that_is_left_out() -> None:
    made = statement(
        total=figure(28, "billion", text="28 tỷ USD", approximate=True),
        export=figure("13.5", "billion", text="13,5 tỷ USD"),
        import_=figure("13.4", "billion", text="13,4 tỷ USD"),
    )
    text = "Tổng gần 28 tỷ USD; xuất khẩu 13,5 tỷ USD; nhập khẩu 13,4 tỷ USD"
    assert one(errors(text, made)).message.startswith(
        "export 13.5 + import 13.4 = 26.9 (26.8 to 27) billion USD, but total is 28 (over 27 to 28)"
    )


def test_many_scopes_of_one_subject_are_each_held() -> None:
    made = [
        statement(scope=f"loại {i}", export=figure(i + 1), local_export=figure(i + 1))
        for i in range(800)
    ]
    text = "\n".join(f"{i + 1} triệu USD" for i in range(800))
    assert errors(text, *made) == []
