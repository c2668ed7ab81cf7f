"""Numbers that the words around them make something else than what a report claims."""

from __future__ import annotations

from typing import Any

import pytest

from extractor.record import Finding
from tests.checks.held import hold, one
from tests.reports import figure, part, statement

TITLE = "Lạng Sơn: xuất nhập khẩu 6 tháng năm 2022\n\n"
FIRST = "6 tháng năm 2022, xuất khẩu của Lạng Sơn đạt 425 triệu USD, nhập khẩu đạt 775 triệu USD."


def told(more: str, *statements: dict[str, Any]) -> list[Finding]:
    findings = hold(f"{TITLE}{FIRST} {more}\n", *statements).findings
    return [f for f in findings if f.rule == "second_reading"]


def claimed(**figures: Any) -> dict[str, Any]:
    return statement(**{"export": 425, "import_": 775} | figures)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ("Cà phê chiếm 515 triệu USD.", "«cà phê»"),
        ("Mặt hàng chính: dệt may (515 triệu USD), giày dép.", "«dệt may»"),
        ("Sắt thép là nhóm lớn nhất, đạt 515 triệu USD.", "«sắt thép»"),
        ("Tỉnh thu về 515 triệu USD từ điện thoại.", "«điện thoại»"),
        ("Có 5 mặt hàng trên 515 triệu USD.", "«mặt hàng»"),
        ("Công ty Trường Thành bán được 515 triệu USD.", "«công ty»"),
        ("Khối FDI góp 515 triệu USD.", "«khối fdi»"),
        ("Hàng đi Trung Quốc là 515 triệu USD.", "«Trung Quốc»"),
        ("Năm tới tỉnh phấn đấu đạt 515 triệu USD.", "«phấn đấu»"),
        ("Thu thuế xuất nhập khẩu được 515 triệu USD.", "«thuế»"),
        ("Con số này tăng 515 triệu USD.", "«515 triệu USD»"),
    ],
)
def test_an_amount_of_something_else_is_none_of_a_measure(more, words):
    found = one(told(more, claimed(local_export=515)))
    assert (found.severity, found.suspect) == ("error", "statements.0.local_export.value")
    assert found.message.lower().endswith(f"stands with {words}".lower())


@pytest.mark.parametrize(
    "more",
    [
        "Mười hai đoàn về thăm và nhận 515 triệu USD.",
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
        ("Du lịch đón nhiều khách, tăng 58,8%.", (58.8, "tăng 58,8%"), "«Du lịch đón nhiều khách»"),
        ("Dư nợ đạt 900 triệu USD, tăng 58,8%.", (58.8, "tăng 58,8%"), "«900 triệu USD»"),
        ("Xuất khẩu tăng 58,8% so với tháng trước.", (58.8, "tăng 58,8%"), "«tháng trước»"),
        ("Xuất khẩu tăng 58,8% so với tháng 5.", (58.8, "tăng 58,8%"), "«tháng 5»"),
        ("Xuất khẩu bình quân tăng 58,8%/năm.", (58.8, "tăng 58,8%"), "«58,8%»"),
        ("Thu ngân sách vượt 8,8% kế hoạch.", (8.8, "vượt 8,8%"), "with a plan"),
    ],
)
def test_a_rise_of_something_else_is_no_growth(more, change, why):
    found = one(told(more, claimed(export=figure(425, change=part(*change)))))
    assert (found.severity, found.suspect) == ("error", "statements.0.export.change.percent")
    assert why in found.message


@pytest.mark.parametrize(
    ("more", "plan", "why"),
    [
        (
            "Giải ngân vốn đầu tư công đạt 38,7% kế hoạch.",
            (38.7, "đạt 38,7% kế hoạch"),
            "đầu tư công»",
        ),
        ("Nhập siêu bằng 38,7% kim ngạch xuất khẩu.", (38.7, "bằng 38,7%"), "«38,7%»"),
        ("Nhóm này bằng 38,7% so với năm trước.", (38.7, "bằng 38,7%"), "«năm trước»"),
        ("Tỷ trọng hàng may mặc đạt 38,7%.", (38.7, "đạt 38,7%"), "«tỷ trọng»"),
    ],
)
def test_a_share_of_something_else_is_no_share_of_plan(more, plan, why):
    findings = told(more, claimed(import_=figure(775, plan=part(*plan))))
    found = next(f for f in findings if f.suspect == "statements.0.import.plan.percent")
    assert found.severity == "error"
    assert why in found.message


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
    assert "stands below the article" in found.message


def test_a_growth_behind_what_something_is_compared_with_can_be_the_figures():
    more = "Nếu đặt cạnh con số 400 triệu USD năm 2021 thì tăng 7%."
    assert told(more, claimed(export=figure(425, change=part(7, "tăng 7%")))) == []
