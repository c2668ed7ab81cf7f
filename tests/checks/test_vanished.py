"""Numbers that a report leaves out: which of them it should have, and which are told by the way."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks import trust
from benchmarks.plants.known import articles
from extractor.record import Finding
from tests.checks.held import hold
from tests.reports import figure, part, statement

TITLE = "Lạng Sơn: xuất nhập khẩu 6 tháng năm 2022\n\n"
FIRST = (
    "6 tháng năm 2022, xuất khẩu của Lạng Sơn đạt 425 triệu USD, tăng 12,5%; nhập khẩu đạt 775 "
    "triệu USD, giảm 3,1%."
)
SHORT = "6 tháng năm 2022, xuất khẩu của Lạng Sơn đạt 425 triệu USD."
WHOLE = statement(
    export=figure(425, change=part("12.5", "tăng 12,5%")),
    import_=figure(775, change=part("-3.1", "giảm 3,1%")),
)


def left(text: str, *statements: dict[str, Any]) -> dict[str, str]:
    """The severity of what is said to be left out, by its words."""
    findings = [f for f in hold(f"{TITLE}{text}\n", *statements).findings if f.rule == "coverage"]
    return {_words(finding): finding.severity for finding in findings}


def _words(finding: Finding) -> str:
    return finding.message.partition("«")[2].partition("»")[0]


def test_nothing_of_a_whole_report_is_left_out():
    assert left(FIRST, WHOLE) == {}


def test_an_empty_report_leaves_out_what_is_told_beside_its_name():
    assert left(FIRST) == dict.fromkeys(
        ("425 triệu USD", "tăng 12,5%", "775 triệu USD", "giảm 3,1%"), "error"
    )


def test_the_growth_of_an_amount_that_the_report_reads_so_is_its_own():
    text = f"{SHORT} Quý II đạt 240 triệu USD, tăng 14,5%."
    quarter = statement(start="2022-04-01", words="Quý II", export=240)
    assert left(text, statement(export=425), quarter) == {"tăng 14,5%": "error"}
    assert left(text, statement(export=425)) == dict.fromkeys(
        ("240 triệu USD", "tăng 14,5%"), "error"
    )


def test_what_stands_with_its_place_and_no_other_name_should_be_there():
    text = f"{SHORT} Cửa khẩu Tân Thanh đạt 310 triệu USD."
    assert left(text, statement(export=425)) == {"310 triệu USD": "error"}


@pytest.mark.parametrize(
    "more",
    [
        "Năm 2021, xuất khẩu của Lạng Sơn đạt 310 triệu USD.",
        "Tháng 6 năm 2022, xuất khẩu đạt 310 triệu USD.",
    ],
)
def test_a_statement_of_a_place_or_a_time_that_the_report_has_should_be_there(more):
    assert left(f"{FIRST} {more}", WHOLE) == {"310 triệu USD": "error"}


@pytest.mark.parametrize(
    ("more", "words"),
    [
        # another amount of exactly the same
        ("Xuất khẩu của Lạng Sơn 6 tháng năm 2022 theo nguồn khác là 310 triệu USD.", "310"),
        # a growth of no amount
        ("Tháng 6 năm 2022, xuất khẩu của Lạng Sơn giảm 9,4%.", "giảm 9,4%"),
    ],
)
def test_what_is_told_by_the_way_may_be_left_out(more, words):
    found = left(f"{FIRST} {more}", WHOLE)
    assert [severity for told, severity in found.items() if words in told] == ["warning"]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        # a time beyond all that the report tells of
        ("Dự kiến hết năm 2022, xuất khẩu của Lạng Sơn đạt 950 triệu USD.", "950"),
        # another part of a series
        ("\n\nKỳ sau: Cao Bằng, năm 2021 xuất khẩu 310 triệu USD và chợ họp đêm.", "310"),
        ("\n\nĐón đọc: Cao Bằng, năm 2021 xuất khẩu 310 triệu USD và chợ họp đêm.", "310"),
        # the report's own export, of a place that the sentence does not name
        ("\n\nCửa khẩu Tân Thanh sáng đèn. Xuất khẩu 6 tháng đạt gần 0,43 tỷ USD.", "0,43"),
        # the growth of an amount that the report does not have
        (
            "Tháng 6 năm 2022, xuất khẩu hàng hóa và dịch vụ đạt 325 triệu USD, tăng 5,8%, đạt 23%"
            " kế hoạch. Trong đó, hàng hóa xuất khẩu 290 triệu USD, tăng 5,1%.",
            "23%",
        ),
        # what a region comes to
        ("Năm 2021, xuất khẩu của Đông Nam Bộ đạt 60.310 triệu USD.", "60.310"),
        # what each of several comes to
        ("Năm 2021, xuất khẩu của Cao Bằng và Hà Giang đều đạt trên 310 triệu USD.", "310"),
    ],
)
def test_what_another_article_or_another_time_tells_may_be_left_out(more, words):
    month = figure(290, change=part("5.1", "tăng 5,1%"))
    june = statement(start="2022-06-01", words="Tháng 6 năm 2022", export=month)
    found = left(f"{FIRST} {more}", WHOLE, *([june] if "290" in more else []))
    assert [severity for told, severity in found.items() if words in told] == ["warning"]


def test_a_firms_own_amount_is_no_statement_that_is_missing():
    more = "Chủ nhiệm hợp tác xã cho hay, năm 2021 đơn vị xuất khẩu 310 triệu USD."
    assert left(f"{FIRST} {more}", WHOLE) == {}


def test_a_forecast_of_a_time_that_the_report_tells_of_should_be_there():
    text = f"{SHORT} Dự kiến 6 tháng năm 2022, nhập khẩu của Lạng Sơn đạt 775 triệu USD."
    assert left(text, statement(export=425)) == {"775 triệu USD": "error"}


def test_a_part_of_a_whole_under_its_own_name_may_be_left_out():
    text = f"{FIRST[:-1]}, trong đó nhập khẩu địa phương 305 triệu USD."
    assert left(text, WHOLE) == {"305 triệu USD": "warning"}


@pytest.mark.parametrize(
    "more",
    [
        "Tháng 5 năm 2022, xuất khẩu đạt 118 triệu USD. Tháng 4 là 109 triệu USD, tăng hơn 8%.",
        "Tháng 5 năm 2022, xuất khẩu đạt 118 triệu USD, tăng 8,3%. Tháng 4 đạt 109 triệu USD.",
    ],
)
def test_a_growth_between_two_amounts_of_one_year_is_none_on_the_year(more):
    months = [
        statement(start=start, end=end, words="Tháng", export=value)
        for start, end, value in (
            ("2022-05-01", "2022-05-31", 118),
            ("2022-04-01", "2022-04-30", 109),
        )
    ]
    found = left(f"{SHORT} {more}", statement(export=425), *months)
    assert list(found.values()) == ["warning"]
    other = left(
        f"{SHORT} {more}".replace("8%", "19%").replace("8,3%", "19%"),
        statement(export=425),
        *months,
    )
    assert list(other.values()) == ["error"]


def test_a_share_of_plan_behind_an_amount_of_the_report_is_that_of_no_other_amount():
    more = "Xuất khẩu của Lạng Sơn kỳ này theo cách khác là 310 triệu USD, đạt 35% kế hoạch."
    text = f"{SHORT[:-1]}, đạt 48% kế hoạch. {more}"
    first = statement(export=figure(425, plan=part(48, "đạt 48% kế hoạch")))
    share = part(35, "đạt 35% kế hoạch")
    assert left(text, first, statement(scope="cách khác", export=figure(310, plan=share))) == {}
    found = left(text, first, statement(scope="cách khác", export=310))
    assert found == {"đạt 35% kế hoạch": "error"}


def test_a_headline_below_all_of_another_place_is_another_articles():
    line = "+ Phú Yên: xuất khẩu năm 2021 đạt 214 triệu USD"
    assert left(f"{FIRST}\n\n{line}", WHOLE) == {"214 triệu USD": "warning"}
    assert left(f"{FIRST}\n\n{line}.", WHOLE) == {"214 triệu USD": "error"}
    assert left(f"{line}\n\n{FIRST}", WHOLE) == {"214 triệu USD": "error"}


def test_a_growth_of_half_a_month_is_mostly_on_the_other_half():
    text = "Từ 1/6 đến 15/6/2022, xuất khẩu của Lạng Sơn đạt 25 triệu USD, tăng 14,5%."
    half = statement(start="2022-06-01", end="2022-06-15", words="từ 1/6 đến 15/6", export=25)
    assert left(text, half) == {"tăng 14,5%": "warning"}
    whole = statement(start="2022-06-01", words="Tháng 6/2022", export=25)
    assert left(text.replace("Từ 1/6 đến 15/6", "Tháng 6"), whole) == {"tăng 14,5%": "error"}


def test_a_months_growth_behind_one_on_the_month_before_may_be_on_that():
    text = (
        "Tháng 6 năm 2022, xuất khẩu của Lạng Sơn đạt 125 triệu USD, tăng 2,5% so với tháng "
        "trước; nhập khẩu đạt 175 triệu USD, giảm 3,1%."
    )
    month = statement(start="2022-06-01", words="Tháng 6 năm 2022", export=125, import_=175)
    assert left(text, month) == {}
    assert left(text.replace("; nhập", ". Nhập"), month) == {"giảm 3,1%": "warning"}


def test_a_whole_scope_that_is_left_out_is_a_statement_that_is_missing() -> None:
    """Whether the reader sees the scopes (m14, z21) or binds both sets of amounts alike."""
    kind = "one of several scopes left out"
    cleans = [trust.clean(record) for record in articles({"r27", "u15", "m14", "z21"})]
    found = list(trust.outcomes(cleans, [kind]))
    assert {one.known.id for one in found} == {"r27", "u15", "m14", "z21"}
    for one in found:
        assert one.caught, one.known.id
        assert {f.attribution for f in one.found} == {"model"}
        assert any(f.fields == ("statements",) for f in one.found)


def test_the_amounts_of_a_second_scope_are_no_contradiction_of_the_lead() -> None:
    kind = "one of several scopes left out"
    for record in articles({"p20", "r29"}):
        for one in trust.outcomes([trust.clean(record)], [kind], most=2):
            told = [f for f in one.found if f.attribution == "model"]
            assert told
            assert {f.fields for f in told} == {("statements",)}
            checked = hold(record.text, *one.planted.data["statements"])
            assert [f for f in checked.findings if f.rule == "contradiction"] == []
