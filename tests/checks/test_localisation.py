"""Which number is wrong, whose fault that is, and which slip undoes it."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from extractor import exact_json
from extractor.checks import check
from extractor.checks.diagnosis import diagnosed, smallest
from extractor.checks.evidence import Claim
from extractor.checks.grounding import ArticleText
from extractor.checks.grouping import groups
from extractor.checks.localisation import BETWEEN_NUMBERS
from extractor.checks.network import Work
from extractor.checks.ties import network
from extractor.checks.weighing import Evidence
from extractor.record import Finding
from tests.checks.held import errors, hold, one
from tests.checks.test_edit_rules import (
    grown,
    planned,
    prints,
    text_of,
    true_statements,
)
from tests.harness import REPOSITORY
from tests.reports import BUDGET, TRADE, figure, statement


def breach(*statements: dict[str, Any], text: str | None = None) -> Finding:
    return one([f for f in errors(text or text_of(*statements), *statements) if f.rule in RULES])


RULES = BETWEEN_NUMBERS


def falls() -> dict[str, Any]:
    """Values that add up, and changes of which one has two neighbouring digits exchanged."""
    return statement(
        total=grown(1320, "-47.6"), export=grown(640, "-52.9"), import_=grown(680, "-28.4")
    )


def test_one_change_of_three_is_a_slip_away_from_fitting() -> None:
    finding = breach(falls())
    assert (finding.rule, finding.attribution) == ("growth_base", "source")
    assert finding.suspect == "statements.0.export.change.percent"
    assert finding.suggestion is not None
    assert finding.suggestion.field == "statements.0.export.change.percent"
    assert finding.suggestion.value == Decimal("-59.2")
    assert "the change of total (-47.6%)" in finding.message
    assert "only the change of export (-52.9%) is a slip away" in finding.message


def test_what_a_suggestion_promises_holds_and_the_data_are_as_they_were() -> None:
    made = falls()
    before = exact_json.dumps(made)
    breach(made)
    assert exact_json.dumps(made) == before
    made["export"] = grown(640, "-59.2")
    assert errors(text_of(made), made) == []


def test_the_total_is_suspect_where_only_with_it_the_rest_fits_but_for_a_last_digit() -> None:
    made = statement(
        total=grown(2310, "12.4"), export=grown(1240, "18.2"), import_=grown(1270, "6.9")
    )
    for finding in errors(text_of(made), made):
        assert finding.suspect == "statements.0.total.value"
        assert "one more number must be off by a unit of its last digit" in finding.message
        assert finding.suggestion is None


def golden(name: str) -> tuple[str, dict[str, Any]]:
    path = REPOSITORY / "golden" / "trade" / f"{name}.json"
    text = path.with_suffix(".txt").read_bytes().decode()
    return text, exact_json.loads(path.read_text("utf-8"))["data"]


def test_a_golden_that_contradicts_itself_is_laid_to_its_source() -> None:
    found = [f for f in check(*golden("a16"), TRADE).findings if f.severity == "error"]
    assert [f.rule for f in found] == ["sum", "growth_base"]
    assert {(f.attribution, f.suspect) for f in found} == {("source", "statements.0.total.value")}


def test_where_only_the_headline_is_wrong_the_numbers_are_left_alone() -> None:
    text, data = golden("a17")
    assert [f for f in check(text, data, TRADE).findings if f.rule in RULES] == []
    # The headline's number in the body's place: the slip leaves out a digit.
    data["statements"][0]["total"] |= {"value": Decimal("4.3"), "text": "4,3 tỷ USD"}
    found = [f for f in check(text, data, TRADE).findings if f.rule == "sum"]
    assert len(found) == 1


def test_what_is_not_as_printed_explains_a_breach_before_what_is() -> None:
    made = statement(total=1200, export=425, import_=775)
    text = text_of(made)
    made["export"]["value"] = Decimal(435)
    finding = breach(made, text=text)
    assert (finding.attribution, finding.suspect) == ("model", "statements.0.export.value")
    assert finding.suggestion is not None
    assert finding.suggestion.value == 425


def test_what_the_model_should_have_copied_is_suggested_only_where_it_is_printed() -> None:
    made = statement(total=1200, export=435, import_=775)
    made["export"]["text"] = "435 triệu USD"
    finding = breach(made, text="1200 triệu USD, 775 triệu USD")
    assert (finding.attribution, finding.suspect) == ("model", "statements.0.export.value")
    assert finding.suggestion is None


def test_numbers_that_the_article_prints_twice_are_believed_before_others() -> None:
    made = statement(total=1312, export=425, import_=775)
    text = f"1312 triệu USD\n425 triệu USD\n{text_of(made)}"
    assert breach(made, text=text).suspect == "statements.0.import.value"


def test_a_tie_names_those_that_tie_and_no_other() -> None:
    made = statement(total=1399, export=425, import_=775, local_export=42)
    finding = breach(made)
    assert (finding.suspect, finding.suggestion) == (None, None)
    assert "wrong is total (1,399 million USD), export (425 million USD) or import" in (
        finding.message
    )
    assert "local_export" not in finding.message


def test_many_sets_that_tie_are_told_by_their_size_and_numbers() -> None:
    made = statement(
        total=grown(13320, "20.3"), export=grown(6942, "21.0"), import_=grown(6178, "9.4")
    )
    found = next(f for f in errors(text_of(made), made) if f.rule == "growth_base")
    assert found.message.endswith(
        "; wrong are 2 of total (13,320 million USD), export (6,942 million USD), import (6,178"
        " million USD), the change of total (20.3%), the change of export (21%) and the change"
        " of import (9.4%)"
    )


def test_of_numbers_that_are_all_misread_each_is_told_once() -> None:
    made = statement(
        total=grown(2310, "12.4"), export=grown(1240, "18.2"), import_=grown(1270, "6.9")
    )
    text = text_of(made)
    for name, value, percent in (("export", 1241, "18.3"), ("import", 1271, "7.0")):
        made[name]["value"] = Decimal(value)
        made[name]["change"]["percent"] = Decimal(percent)
    found = next(f for f in errors(text, made) if f.rule == "sum")
    assert (found.attribution, found.suspect) == ("model", None)
    assert found.message.endswith(
        "; other rules lay export (1,241 million USD) and import (1,271 million USD) to the model"
    )


def test_a_restatement_decides_a_conflict_that_the_sum_decides() -> None:
    right, wrong = statement(total=1200, export=425, import_=775), statement(total=1300)
    found = errors(text_of(right, wrong), right, wrong)
    assert [f.rule for f in found] == ["conflict", "sum"]
    assert {f.suspect for f in found} == {"statements.1.total.value"}


@pytest.mark.parametrize(
    ("made", "field", "value", "why"),
    [
        (
            {"total": 1200, "export": figure("4.25", text="4,25 triệu USD"), "import_": 775},
            "export.value",
            425,
            "a power of ten, a hundred times too little",
        ),
        (
            {"total": 1200, "export": figure(425, "billion", text="425 tỷ USD"), "import_": 775},
            "export.value",
            Decimal("0.425"),
            "another scale word",
        ),
        (
            {
                "total": grown(1200, 5),
                "export": grown(425, 20),
                "import_": grown(775, "-1.7"),
                "balance": figure(350, text="xuất siêu 350 triệu USD"),
            },
            "balance.value",
            -350,
            "the sign",
        ),
        (
            {
                "total": planned(1200, "21.8"),
                "export": planned(425, 199),
                "import_": planned(775, "23.1"),
            },
            "export.plan.percent",
            Decimal("19.9"),
            "a decimal mark left out",
        ),
    ],
)
def test_each_slip_of_the_catalogue_is_undone(
    made: dict[str, Any], field: str, value: object, why: str
) -> None:
    whole = statement(**made)
    found = [f for f in errors(text_of(whole), whole) if f.suggestion is not None]
    offered = one(found).suggestion
    assert offered is not None
    assert (offered.field, offered.value) == (f"statements.0.{field}", value)
    assert why in offered.why


def test_change_and_share_in_each_others_place_are_told_with_both_numbers() -> None:
    def both(value: int, change: str, share: str) -> dict[str, Any]:
        return planned(value, share) | {"change": grown(value, change)["change"]}

    made = statement(
        total=both(1200, "11.3", "41.8"),
        export=both(425, "49.9", "8.4"),
        import_=both(775, "13.1", "38.4"),
    )
    found = {f.rule: f.suggestion for f in errors(text_of(made), made)}
    assert found.keys() == {"growth_base", "plan_base"}
    growth, plan = found["growth_base"], found["plan_base"]
    assert growth is not None
    assert plan is not None
    assert (growth.field, growth.value) == ("statements.0.export.change.percent", Decimal("8.4"))
    assert (plan.field, plan.value) == ("statements.0.export.plan.percent", Decimal("49.9"))
    assert growth.why == (
        "change and share of plan of export exchanged; "
        "statements.0.export.plan.percent would be 49.9; every rule then holds"
    )


def test_any_schema_that_declares_its_rules_is_localised() -> None:
    names = BUDGET.rules[0].measures
    head = {key: statement()[key] for key in ("place", "scope", "period")}
    values = dict.fromkeys(m.name for m in BUDGET.measures)
    figures = {name: figure(value) for name, value in zip(names, (1200, 425, 435), strict=True)}
    data = {"statements": [head | values | figures]}
    assert BUDGET.problems(data) == []
    lines = [str(made["text"]) for made in figures.values()]
    found = [f for f in check("\n".join(lines), data, BUDGET).findings if f.rule in RULES]
    assert found
    assert {f.attribution for f in found} == {"source"}


def test_what_cannot_be_searched_to_the_end_says_so() -> None:
    made = [
        statement(total=1000 + 7 * i, export=400 + 5 * i, import_=300 + 3 * i) for i in range(40)
    ]
    found = errors(text_of(*made), *made)
    assert all(f.suspect is None and "not searched to the end" in f.message for f in found)
    assert {f.attribution for f in found} == {"source"}


@given(st.lists(st.frozensets(st.integers(0, 4), min_size=1)))
def test_of_sets_that_tie_only_the_smallest_are_told(sets: list[frozenset[int]]) -> None:
    told = smallest(sets)
    assert len({*told}) == len(told)
    assert not any(one < other for one in sets for other in told)
    assert all(any(one <= other for one in told) for other in sets)


# What follows prints true numbers to any digits and plants slips that no rounding explains.


def minimal(text: str, made: dict[str, Any], claims: Sequence[Claim]) -> list[set[str]]:
    """The lightest sets of fields of a statement's numbers, which are its ``claims``."""
    evidence = Evidence(ArticleText.of(text), {}, ())
    every = groups({"statements": [made]}, claims)
    found = []
    for tied in network(every, TRADE, Work()).components():
        if not tied.holds():
            found += [
                {tied.claims[n].field for n in s} for s in diagnosed(tied, TRADE, evidence).sets
            ]
    return found


@given(true_statements())
def test_truth_rounded_to_any_digits_is_never_flagged_nor_localised(
    printed: tuple[dict, str],
) -> None:
    made, text = printed
    checked = hold(text, made)
    assert [(f.rule, f.message) for f in checked.findings if f.severity == "error"] == []
    assert minimal(text, made, checked.claims) == []


@given(true_statements(), st.sampled_from(["total", "export", "import", "balance"]), st.data())
def test_a_planted_slip_is_among_the_lightest_sets(
    printed: tuple[dict, str], name: str, data: st.DataObject
) -> None:
    made, text = printed
    sign = -1 if name == "balance" and made[name]["value"] < 0 else 1
    slip, words, _ = data.draw(prints(data.draw(st.integers(10**8, 10**11)), ""))
    slip["value"] *= sign
    before = "nhập siêu " if sign < 0 else ""
    planted = made | {name: made[name] | slip}
    text = f"{text}\n{before}{words}"
    checked = hold(text, planted)
    found = [f for f in checked.findings if f.severity == "error" and f.rule in RULES]
    assume(found)
    field = f"statements.0.{name}.value"
    assert {field} in minimal(text, planted, checked.claims)
    assert all(field in f.fields for f in found)
