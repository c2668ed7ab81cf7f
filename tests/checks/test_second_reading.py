"""Numbers that are printed and mean something else, and numbers that nothing claims."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from extractor.checks import check
from extractor.reader import read
from tests.checks.held import errors, hold, one, rules
from tests.reports import TRADE, figure, part, report, statement

TEXT = """Lạng Sơn: xuất nhập khẩu 6 tháng năm 2022

6 tháng năm 2022, xuất khẩu của Lạng Sơn đạt 425 triệu USD, tăng 12,5%, đạt 48% kế hoạch; \
nhập khẩu đạt 775 triệu USD, giảm 3,1%.

Năm 2021, xuất khẩu của Cao Bằng đạt 310 triệu USD.
"""
EXPORT = figure(425, change=part("12.5", "tăng 12,5%"), plan=part(48, "đạt 48% kế hoạch"))
IMPORT = figure(775, change=part("-3.1", "giảm 3,1%"))
HERE = statement(export=EXPORT, import_=IMPORT)
THERE = statement("Cao Bằng", start="2021-01-01", end="2021-12-31", words="Năm 2021", export=310)


def changed(**figures: Any) -> dict[str, Any]:
    return statement(**{"export": EXPORT, "import_": IMPORT} | figures)


def test_what_is_read_alike_breaks_nothing():
    assert rules(TEXT, HERE, THERE) == []
    assert rules(TEXT, THERE, HERE) == []


@pytest.mark.parametrize(
    ("statements", "field", "says"),
    [
        (
            (changed(export=IMPORT, import_=EXPORT), THERE),
            "statements.0.export.value",
            "«775 triệu USD» reads as import of «Lạng Sơn»",
        ),
        (
            (changed(import_=IMPORT | {"change": part("12.5", "tăng 12,5%")}), THERE),
            "statements.0.import.change.percent",
            "«tăng 12,5%» reads as the change of export",
        ),
        (
            (changed(import_=IMPORT | {"plan": part(48, "đạt 48% kế hoạch")}), THERE),
            "statements.0.import.plan.percent",
            "reads as the share of export",
        ),
        (
            (changed(total=figure(425)), THERE),
            "statements.0.total.value",
            "reads as export of «Lạng Sơn»",
        ),
        (
            (HERE, THERE | {"place": "Hà Giang"}),
            "statements.1.place",
            "reads as export of «Cao Bằng»",
        ),
        (
            (changed(start="2022-04-01"), THERE),
            "statements.0.period.start",
            "2022-01-01 to 2022-06-30",
        ),
        (
            (changed(export=310), THERE),
            "statements.0.export.value",
            "reads as export of «Cao Bằng», 2021-01-01 to 2021-12-31",
        ),
    ],
)
def test_a_number_that_means_something_else_is_laid_to_the_model(statements, field, says):
    findings = [f for f in hold(TEXT, *statements).findings if f.rule == "second_reading"]
    found = next(f for f in findings if f.suspect == field)
    assert (found.severity, found.attribution) == ("error", "model")
    assert says in found.message


def test_a_place_or_a_period_of_all_numbers_is_told_once():
    findings = hold(TEXT, changed(end="2022-03-31"), THERE).findings
    found = one([f for f in findings if f.rule == "second_reading"])
    assert found.fields == ("statements.0.period.start", "statements.0.period.end")


def test_what_is_not_read_is_no_evidence():
    text = "Một bài thơ có 425 triệu USD và 775 triệu USD."
    findings = hold(text, statement(export=425, import_=775)).findings
    assert [f for f in findings if f.rule in ("second_reading", "coverage")] == []


def test_of_an_inherited_number_it_is_a_warning():
    title = TEXT.splitlines()[0]
    text = f"{title}\n\n6 tháng năm 2022, xuất khẩu đạt 425 triệu USD. Quý I đạt 210 triệu USD.\n"
    first = statement(export=425)
    second = statement(start="2022-01-01", end="2022-03-31", words="Quý I", import_=210)
    found = one([f for f in hold(text, first, second).findings if f.rule == "second_reading"])
    assert (found.severity, found.suspect) == ("warning", "statements.1.import.value")


GATES = """Quảng Ninh: hàng qua cửa khẩu 6 tháng năm 2022

6 tháng năm 2022, kim ngạch xuất nhập khẩu qua cửa khẩu Móng Cái đạt 425 triệu USD, tăng 12,5%; \
cửa khẩu Hoành Mô 92 triệu USD, tăng 8%.
"""


def gates(**figures: Any) -> tuple[dict[str, Any], ...]:
    """What the text says of both gates, of the second what is given."""
    first = figure(425, change=part("12.5", "tăng 12,5%"))
    second = {"total": figure(92, change=part(8, "tăng 8%"))} | figures
    return (
        statement("cửa khẩu Móng Cái", total=first),
        statement("cửa khẩu Hoành Mô", **second),
    )


def test_what_goes_on_with_a_name_is_of_the_place_beside_it():
    first, second = gates()
    assert rules(GATES, first, second) == []
    first["place"], second["place"] = second["place"], first["place"]
    found = [f.suspect for f in errors(GATES, first, second) if f.rule == "second_reading"]
    assert found == ["statements.0.place", "statements.1.place"]


def test_what_goes_on_with_a_name_that_the_report_says_is_of_that_measure():
    moved = gates(total=None, export=figure(92))
    found = one([f for f in errors(GATES, *moved) if f.rule == "second_reading"])
    assert found.suspect == "statements.1.export.value"
    assert "reads as total of «cửa khẩu Hoành Mô»" in found.message


def test_a_place_that_is_named_elsewhere_alone_is_no_place_of_the_number():
    text = (
        "Lạng Sơn: xuất nhập khẩu 6 tháng năm 2022\n\nXuất khẩu 6 tháng năm 2022 của tỉnh đạt "
        "425 triệu USD.\n\nDoanh nghiệp mong đường thông.\n\nÔng Nam quê Cao Bằng cười.\n"
    )
    assert rules(text, statement(export=425)) == []
    found = one(errors(text, statement("Cao Bằng", export=425)))
    assert (found.rule, found.suspect) == ("second_reading", "statements.0.place")


@pytest.mark.parametrize(
    ("before", "of", "place", "severity"),
    [
        ("Mưa làm chậm thông quan ở Móng Cái.", "", "Quảng Ninh", "warning"),
        (
            "Mưa làm chậm thông quan ở Móng Cái, nơi có 40 triệu USD hàng.",
            "",
            "Quảng Ninh",
            "warning",
        ),
        ("Móng Cái có 40 triệu USD hàng chờ.", "", "cửa khẩu Móng Cái", "error"),
        ("Cửa khẩu Móng Cái nhộn nhịp.", "", "cửa khẩu Móng Cái", "error"),
        (
            "Cửa khẩu Móng Cái nhộn nhịp.",
            " qua cửa khẩu của Quảng Ninh này",
            "cửa khẩu Móng Cái",
            "error",
        ),
    ],
)
def test_a_place_named_in_passing_is_not_surely_that_of_the_next_sentence(
    before, of, place, severity
):
    """One that is told of, or that a gate is said to be the one of, is."""
    text = (
        "Quảng Ninh và cửa khẩu Móng Cái năm 2022\n\n"
        f"{before} Xuất khẩu năm 2022{of} đạt 425 triệu USD.\n"
    )
    [said] = read(text, TRADE).data["statements"]
    assert said["place"] == place
    other = "Quảng Ninh" if "Móng Cái" in place else "cửa khẩu Móng Cái"
    found = hold(text, said | {"place": other}).findings
    assert [f.severity for f in found if f.suspect == "statements.0.place"] == [severity]


def test_a_headline_that_names_the_month_means_a_part_of_it_too():
    text = (
        "Giữa tháng 6/2022, Lạng Sơn lũy kế xuất khẩu 425 triệu USD\n\n"
        "Đến hết ngày 15/6/2022, nhập khẩu của Lạng Sơn đạt 75 triệu USD.\n"
    )
    told = {"words": "hết ngày 15/6/2022", "end": "2022-06-15", "export": 425, "import_": 75}
    assert rules(text, statement(**told)) == []
    assert "second_reading" in rules(text, statement(**told | {"end": "2022-05-31"}))


def test_another_sort_of_gate_of_one_name_is_no_other_place():
    sorts = [dict(made, place=made["place"].replace("cửa khẩu", "lối mở")) for made in gates()]
    assert rules(GATES, *sorts) == []


def test_a_number_printed_twice_may_be_either():
    text = TEXT.replace("775", "425")
    assert (
        rules(text, changed(export=EXPORT, import_=figure(425, change=IMPORT["change"])), THERE)
        == []
    )


def test_two_scopes_are_told_apart_by_the_words():
    text = (
        "Lạng Sơn: xuất nhập khẩu năm 2022\n\nNăm 2022, kim ngạch xuất khẩu các loại hình qua Lạng "
        "Sơn đạt 4.900 triệu USD. Xuất khẩu chính ngạch đạt 1.200 triệu USD.\n"
    )
    days = {"start": "2022-01-01", "end": "2022-12-31", "words": "Năm 2022"}
    [wide, narrow] = read(text, TRADE).data["statements"]
    assert rules(text, wide, narrow) == []
    wide["export"], narrow["export"] = narrow["export"], wide["export"]
    findings = hold(text, wide, narrow).findings
    found = [f.suspect for f in findings if f.rule == "second_reading"]
    assert found == ["statements.0.scope", "statements.1.scope"]
    assert days["start"] == wide["period"]["start"]


@pytest.mark.parametrize(
    ("scope", "severities"),
    [("các loại hình", ["error", "error"]), ("mọi loại hình buôn bán", ["warning", "warning"])],
)
def test_a_scope_in_words_of_ones_own_is_no_ground_for_an_error(scope, severities):
    text = (
        "Quảng Trị: xuất nhập khẩu năm 2022\n\nNăm 2022, xuất khẩu các loại hình qua Quảng Trị đạt "
        "2.900 triệu USD; nhập khẩu các loại hình đạt 2.000 triệu USD.\n\nXuất khẩu chính ngạch "
        "đạt 1.200 triệu USD; nhập khẩu chính ngạch đạt 500 triệu USD.\n"
    )
    wide, parts, narrow = read(text, TRADE).data["statements"]
    wide |= {"scope": scope, "import": parts["import"], "export": narrow["export"]}
    narrow["export"] = read(text, TRADE).data["statements"][0]["export"]
    found = {f.fields[0]: f for f in hold(text, wide, narrow).findings if "reads as" in f.message}
    assert [f.severity for f in found.values()] == severities


@pytest.mark.parametrize(
    ("statements", "field", "words"),
    [
        ((changed(import_=None), THERE), "statements.0.import", "«775 triệu USD»"),
        (
            (changed(import_=figure(775)), THERE),
            "statements.0.import.change",
            "«giảm 3,1%» is claimed by nothing",
        ),
        (
            (changed(export=EXPORT | {"plan": None}), THERE),
            "statements.0.export.plan",
            "the share of export",
        ),
        ((HERE,), "statements", "export of «Cao Bằng»"),
    ],
)
def test_what_nothing_claims_is_told(statements, field, words):
    findings = [f for f in hold(TEXT, *statements).findings if f.rule == "coverage"]
    found = next(f for f in findings if f.fields == (field,))
    assert (found.severity, found.attribution) == ("error", "model")
    assert words in found.message


def test_what_is_said_again_in_other_digits_is_claimed():
    text = TEXT.rstrip() + " Như vậy xuất khẩu 6 tháng năm 2022 của Lạng Sơn đạt gần 0,43 tỷ USD.\n"
    assert rules(text, HERE, THERE) == []


def test_the_readers_own_answer_has_no_second_reader():
    findings = check(TEXT, report(THERE), TRADE, by_reader=True).findings
    assert [f.rule for f in findings if f.severity == "error"] == []


def test_that_no_scope_was_seen_is_no_evidence():
    text = "Cao Bằng năm 2022\n\nNăm 2022, kim ngạch xuất khẩu của Cao Bằng đạt 490 triệu USD.\n"
    [seen] = read(text, TRADE).data["statements"]
    other = {**seen, "export": None, "total": figure(900)}
    findings = hold(text, {**seen, "scope": "tính riêng phần đó"}, other).findings
    found = [(f.severity, f.suspect) for f in findings if f.rule == "second_reading"]
    assert ("error", "statements.0.scope") not in found
    assert ("warning", "statements.0.scope") in found


def test_what_is_read_without_a_scope_fills_the_gap_of_the_statement_without_one():
    text = (
        "Lạng Sơn năm 2022\n\nNăm 2022, xuất khẩu của Lạng Sơn đạt 900 triệu USD, nhập khẩu đạt "
        "700 triệu USD.\n\nXuất khẩu chính ngạch của Lạng Sơn năm 2022 đạt 120 triệu USD.\n"
    )
    [wide, narrow] = read(text, TRADE).data["statements"]
    assert rules(text, wide, narrow) == []
    moved = {**wide, "import": None}, {**narrow, "import": wide["import"]}
    found = [f.suspect for f in errors(text, *moved) if f.rule == "second_reading"]
    assert found == ["statements.1.import.value"]


def test_what_a_sum_bears_out_is_a_warning_where_it_is_read_as_something_else():
    text = (
        "Lạng Sơn 6 tháng năm 2022\n\n6 tháng năm 2022, xuất khẩu của Lạng Sơn đạt 425 triệu USD, "
        "nhập khẩu đạt 775 triệu USD, xuất khẩu địa phương đạt 1200 triệu USD.\n"
    )

    def told(total: int) -> list[str]:
        findings = hold(
            text.replace("1200", str(total)),
            statement(total=total, export=425, import_=775),
        ).findings
        read_as = [f for f in findings if "reads as local_export" in f.message]
        return [f.severity for f in read_as]

    assert told(1200) == ["warning"]
    assert told(1300) == ["error"]


def test_a_sum_that_holds_either_way_bears_nothing_out():
    text = TEXT.replace("6 tháng năm 2022, xuất", "Tổng 1200 triệu USD. 6 tháng năm 2022, xuất")
    swapped = changed(total=1200, export=IMPORT, import_=EXPORT)
    found = [f.suspect for f in errors(text, swapped, THERE) if f.rule == "second_reading"]
    assert "statements.0.export.value" in found


@pytest.mark.parametrize(
    ("text", "change", "says"),
    [
        (
            "Cao Bằng\n\nQuý I/2022, xuất khẩu của Cao Bằng đạt 425 triệu USD, nhập khẩu đạt 310 "
            "triệu USD. Quý II/2022 đạt 210 triệu USD.\n",
            lambda s: s[1].update({"export": s[1]["import"], "import": None}),
            "«210 triệu USD» stands without a name, and can also be that of import",
        ),
        (
            "Bắc Ninh\n\nQuý II/2022, xuất khẩu của Bắc Ninh đạt 310 triệu USD. Tháng 6, xuất khẩu "
            "đạt 425 triệu USD.\n",
            lambda s: s[1]["period"].update(start="2022-04-01", text="Quý II/2022"),
            "«425 triệu USD» does not go with amounts of other times, and can also be of «Tháng 6»",
        ),
        (
            "Lạng Sơn\n\n9 tháng năm 2022, tổng kim ngạch xuất nhập khẩu của tỉnh Lạng Sơn đạt "
            "38.240 triệu USD. Xuất khẩu đạt 2.010 triệu USD.\n",
            lambda s: s[0]["total"].update(value=_other(s[0]["total"]["value"])),
            "«38.240 triệu USD» is ",
        ),
    ],
)
def test_what_the_reader_leaves_open_is_no_fault_of_the_model(text, change, says):
    statements = read(text, TRADE).data["statements"]
    doubted = [f.message for f in hold(text, *statements).findings if f.rule == "doubt"]
    assert doubted
    change(statements)
    findings = hold(text, *statements).findings
    assert [f for f in findings if f.rule == "second_reading"] == []
    told = [f for f in findings if f.rule == "doubt" and says in f.message]
    assert [(f.severity, f.attribution) for f in told] == [("warning", "unknown")]


def _other(value: Decimal) -> Decimal:
    return value * 1000 if value < 100 else value / 1000


def test_an_exchange_is_as_grave_the_other_way():
    text = (
        "An Giang\n\nTrong tháng 11/2022, xuất khẩu của An Giang đạt 101,5 triệu USD. Lũy kế 11 "
        "tháng, xuất khẩu đạt 1.062 triệu USD. Nhập khẩu trong tháng đạt 19,2 triệu USD; 11 tháng "
        "là 205,6 triệu USD.\n"
    )
    [month, months] = read(text, TRADE).data["statements"]
    assert errors(text, month, months) == []
    month["import"], months["import"] = months["import"], month["import"]
    found = [f.suspect for f in errors(text, month, months) if f.rule == "second_reading"]
    assert found == ["statements.0.import.value", "statements.1.import.value"]


def test_a_growth_that_is_given_as_a_share_of_plan_is_told_as_lost():
    text = (
        "An Giang\n\n11 tháng năm 2022, xuất khẩu của An Giang đạt 1.062 triệu USD, bằng 100,4% so "
        "với cùng kỳ và bằng 87,7% kế hoạch năm.\n"
    )
    [statement] = read(text, TRADE).data["statements"]
    statement["export"] |= {"change": None, "plan": part("100.4", "bằng 100,4%")}
    [found] = [f for f in errors(text, statement) if f.rule == "second_reading"]
    assert found.fields == ("statements.0.export.plan.percent", "statements.0.export.change")
    assert found.message.endswith("2022-11-30, of which the statement has none")
