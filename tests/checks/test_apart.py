"""Numbers that the words around them make something else than what a report claims."""

from __future__ import annotations

from typing import Any

import pytest

from extractor.record import Finding
from tests.checks.held import hold, one
from tests.reports import figure, part, statement

TITLE = "Lạng Sơn: xuất nhập khẩu 6 tháng năm 2022\n\n"
AMOUNT = "«515 triệu USD»"
ALONE = ": of that alone, not all of local_export"
AIM = ": a target, not what was reached"
FIRST = "6 tháng năm 2022, xuất khẩu của Lạng Sơn đạt 425 triệu USD, nhập khẩu đạt 775 triệu USD."


def told(more: str, *statements: dict[str, Any]) -> list[Finding]:
    findings = hold(f"{TITLE}{FIRST} {more}\n", *statements).findings
    return [f for f in findings if f.rule == "second_reading"]


def claimed(**figures: Any) -> dict[str, Any]:
    return statement(**{"export": 425, "import_": 775} | figures)


@pytest.mark.parametrize(
    ("more", "verdict"),
    [
        ("Cà phê chiếm 515 triệu USD.", f"«cà phê»{ALONE}"),
        ("Mặt hàng chính: dệt may (515 triệu USD), giày dép.", f"«dệt may»{ALONE}"),
        ("Sắt thép là nhóm lớn nhất, đạt 515 triệu USD.", f"«sắt thép»{ALONE}"),
        ("Tỉnh thu về 515 triệu USD từ điện thoại.", f"«điện thoại»{ALONE}"),
        (
            "Có 5 mặt hàng trên 515 triệu USD.",
            "«mặt hàng»: of each of several, not all of local_export",
        ),
        ("Công ty Trường Thành bán được 515 triệu USD.", f"«công ty»{ALONE}"),
        ("Khối FDI góp 515 triệu USD.", f"«khối fdi»{ALONE}"),
        ("Hàng đi Trung Quốc là 515 triệu USD.", f"«Trung Quốc»{ALONE}"),
        ("Năm tới tỉnh phấn đấu đạt 515 triệu USD.", f"«phấn đấu»{AIM}"),
        ("Thu thuế xuất nhập khẩu được 515 triệu USD.", f"«thuế»{ALONE}"),
        ("Giám đốc công ty cho hay, quý này đơn vị thu về 515 triệu USD.", f"«công ty»{ALONE}"),
        ("Các xưởng chạy đều, phần của khu 515 triệu USD.", f"«của khu»{ALONE}"),
    ],
)
def test_an_amount_of_something_else_is_none_of_a_measure(more, verdict):
    found = one(told(more, claimed(local_export=515)))
    assert (found.severity, found.suspect) == ("error", "statements.0.local_export.value")
    assert found.message.lower() == f"local_export: {AMOUNT} stands with {verdict}".lower()


@pytest.mark.parametrize(
    ("more", "verdict"),
    [
        (
            "Con số này tăng 515 triệu USD.",
            "is what something rises, falls or differs by: a difference, not a value",
        ),
        (
            "Bình quân mỗi tháng thu về 515 triệu USD.",
            "is so much a year, a day, a head or a ton, not the whole",
        ),
        ("Kế hoạch năm là 515 triệu USD.", "is what was planned, not what was reached"),
        (
            "Nhóm dưới 515 triệu USD có ba tỉnh.",
            "is what an amount stays below, not the amount",
        ),
    ],
)
def test_an_amount_that_is_no_level_says_what_it_is_instead(more, verdict):
    found = one(told(more, claimed(local_export=515)))
    assert found.message == f"local_export: {AMOUNT} {verdict}"


@pytest.mark.parametrize(
    "more",
    [
        "Mười hai đoàn về thăm và nhận 515 triệu USD.",
        "Giám đốc sở cho hay, quý này đơn vị thu về 515 triệu USD.",
        "Các xưởng chạy đều, phần của khu vực 515 triệu USD.",
        "Nhờ cà phê được giá, tỉnh có thêm phần 515 triệu USD.",
        "Các nhà máy đưa ra nước ngoài 515 triệu USD.",
        "Dệt may bán ra 515 triệu USD. Sau đó lại nhắc đến 515 triệu USD.",
    ],
)
def test_what_is_only_unknown_is_no_evidence(more):
    assert told(more, claimed(local_export=515)) == []


def test_what_a_statement_says_itself_that_it_is_of_is_not_apart():
    more = "Khối FDI góp 515 triệu USD."
    assert told(more, claimed(), statement(scope="Khối FDI", export=515)) == []


@pytest.mark.parametrize(
    ("more", "change", "why"),
    [
        (
            "Du lịch đón nhiều khách, tăng 58,8%.",
            (58.8, "tăng 58,8%"),
            "is told of «Du lịch đón nhiều khách», not of export",
        ),
        (
            "Dư nợ đạt 900 triệu USD, tăng 58,8%.",
            (58.8, "tăng 58,8%"),
            "stands with «900 triệu USD»: told of that amount, not of this export",
        ),
        (
            "Xuất khẩu tăng 58,8% so với tháng trước.",
            (58.8, "tăng 58,8%"),
            "is compared with «tháng trước»: no change on the year",
        ),
        (
            "Xuất khẩu tăng 58,8% so với tháng 5.",
            (58.8, "tăng 58,8%"),
            "is compared with «tháng 5»: no change on the year",
        ),
        (
            "Xuất khẩu bình quân tăng 58,8%/năm.",
            (58.8, "tăng 58,8%"),
            "is so much a year, a day, a head or a ton, not the whole",
        ),
        (
            "Thu ngân sách vượt 8,8% kế hoạch.",
            (8.8, "vượt 8,8%"),
            "is compared with a plan: no change on the year",
        ),
    ],
)
def test_a_rise_of_something_else_is_no_growth(more, change, why):
    found = one(told(more, claimed(export=figure(425, change=part(*change)))))
    assert (found.severity, found.suspect) == ("error", "statements.0.export.change.percent")
    assert found.message == f"the change of export: «{change[1]}» {why}"


@pytest.mark.parametrize(
    ("more", "plan", "why"),
    [
        (
            "Giải ngân vốn đầu tư công đạt 38,7% kế hoạch.",
            (38.7, "đạt 38,7% kế hoạch"),
            "is told of «Giải ngân vốn đầu tư công», not of import",
        ),
        (
            "Nhập siêu bằng 38,7% kim ngạch xuất khẩu.",
            (38.7, "bằng 38,7%"),
            "is so much of another measure: no change on the year, no share of plan",
        ),
        (
            "Nhóm này bằng 38,7% so với năm trước.",
            (38.7, "bằng 38,7%"),
            "is compared with «năm trước»: no share of plan",
        ),
        (
            "Tỷ trọng hàng may mặc đạt 38,7%.",
            (38.7, "đạt 38,7%"),
            "stands with «tỷ trọng»: a share of a whole, no change on the year, no share of plan",
        ),
    ],
)
def test_a_share_of_something_else_is_no_share_of_plan(more, plan, why):
    findings = told(more, claimed(import_=figure(775, plan=part(*plan))))
    found = next(f for f in findings if f.suspect == "statements.0.import.plan.percent")
    assert found.severity == "error"
    assert found.message.lower() == f"the share of import: «{plan[1]}» {why}".lower()


def test_a_percentage_behind_an_amount_is_of_that_amount():
    more = "Năm 2022, xuất khẩu của Cao Bằng đạt 310 triệu USD, tăng 7%."
    findings = told(more, claimed(export=figure(425, change=part(7, "tăng 7%"))))
    assert [f.suspect for f in findings] == ["statements.0.export.change.percent"]


@pytest.mark.parametrize("more", ["So với cùng kỳ, tăng 7%.", "Như vậy là tăng 7%."])
def test_a_growth_told_in_another_sentence_can_be_the_figures(more):
    assert told(more, claimed(import_=figure(775, change=part(7, "tăng 7%")))) == []


def test_a_headline_below_the_article_is_of_another_article():
    more = "\n\nTin liên quan\n\nĐồng Nai xuất khẩu 11 tháng vượt 515 triệu USD"
    found = one(told(more, claimed(total=515)))
    assert (found.severity, found.suspect) == ("error", "statements.0.total.value")
    assert found.message.endswith("stands below the article, among others: none of this article's")


def test_a_growth_behind_what_something_is_compared_with_can_be_the_figures():
    more = "Nếu đặt cạnh con số 400 triệu USD năm 2021 thì tăng 7%."
    assert told(more, claimed(export=figure(425, change=part(7, "tăng 7%")))) == []


def test_what_a_sum_bears_out_is_only_a_warning():
    more = "Cà phê chiếm 1200 triệu USD."
    found = one(told(more, claimed(total=1200)))
    assert (found.severity, found.suspect) == ("warning", "statements.0.total.value")
    found = one(told(more, claimed(total=1200, import_=None)))
    assert found.severity == "error"


def test_an_amount_of_a_sector_is_no_measures_but_where_the_scope_says_so() -> None:
    more = "Xuất khẩu của khu vực FDI đạt 515 triệu USD."
    [finding] = told(more, claimed(local_export=515))
    assert (finding.suspect, finding.severity) == ("statements.0.local_export.value", "error")
    assert told(more, claimed(), statement(scope="khu vực FDI", export=515)) == []


def test_a_growth_of_a_statement_of_another_year_is_right_with_its_amount() -> None:
    """The period alone is wrong, and is told once."""
    text = (
        "Năm 2020, kim ngạch xuất khẩu, nhập khẩu của tỉnh Long An lần lượt đạt 610 triệu USD và "
        "430 triệu USD, tăng lần lượt 3,5% và 1,2% so với năm 2019."
    )
    made = statement(
        place="Long An",
        start="2019-01-01",
        end="2019-12-31",
        words="năm 2019",
        export=figure(610, change=part("3.5", "3,5%")),
        import_=figure(430, change=part("1.2", "1,2%")),
    )
    found = [f for f in hold(text, made).findings if f.severity == "error"]
    assert [f.suspect for f in found] == ["statements.0.period.start"]
