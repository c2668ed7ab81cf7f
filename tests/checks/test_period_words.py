"""A period's days against the words that name it."""

from __future__ import annotations

from datetime import date

import pytest

from extractor.checks.grounding import ArticleText
from extractor.checks.period_words import check_words
from tests.reports import report, statement


@pytest.mark.parametrize(
    ("words", "start", "end", "wrong"),
    [
        ("năm 2022", "2022-01-01", "2022-12-31", False),
        ("năm 2022", "2022-01-01", "2022-06-30", False),
        ("năm 2022", "2021-01-01", "2021-12-31", True),
        ("năm 2022", "2021-07-01", "2022-06-30", True),
        ("6 tháng đầu năm 2022", "2022-01-01", "2022-06-30", False),
        ("6 tháng đầu năm 2022", "2022-04-01", "2022-06-30", True),
        ("quý I/2023", "2023-01-01", "2023-03-31", False),
        ("quý I/2023", "2022-01-01", "2022-03-31", True),
        ("tháng 2/2024", "2024-02-01", "2024-02-29", False),
        ("6 tháng", "2019-01-01", "2019-06-30", False),
        ("cùng kỳ năm 2021", "2021-01-01", "2021-06-30", False),
        ("cùng kỳ năm 2021", "2020-01-01", "2020-06-30", True),
        ("Cùng thời điểm năm 2021", "2022-01-01", "2022-06-30", True),
        ("tháng 9 cùng kỳ 2021", "2021-09-01", "2021-09-30", False),
        ("so với cùng kỳ năm 2021", "2022-01-01", "2022-06-30", False),
        ("6 tháng năm 2022 (cùng kỳ năm 2021)", "2022-01-01", "2022-06-30", False),
        ("năm ngoái", "2022-01-01", "2022-12-31", False),
        ("từ năm 2021 đến năm 2022", "2022-01-01", "2022-12-31", False),
        ("hồi ấy", "2022-01-01", "2022-12-31", False),
        ("năm 2022", "2022-13-01", "2022-12-31", False),
    ],
)
def test_words_with_a_year_name_the_days(words, start, end, wrong):
    findings = check_words(report(statement(start=start, end=end, words=words)))
    assert bool(findings) is wrong
    assert {f.rule for f in findings} <= {"reading"}


HALF = "6 tháng đầu năm 2023, Kon Tum xuất khẩu 210 triệu USD. Năm ngoái, cả năm tỉnh đạt 388."
DAY = "Kon Tum, 9/2/2024. Năm ngoái, tỉnh xuất khẩu 388 triệu USD."
COMPARED = "Nửa đầu năm 2023, tăng so với cùng kỳ năm 2021; cùng kỳ năm trước đó 300 triệu USD."
UNDATED = "Năm ngoái, Kon Tum xuất khẩu 388 triệu USD. Kế hoạch năm 2023 là 370 triệu USD."


@pytest.mark.parametrize(
    ("text", "words", "year", "wrong"),
    [
        (HALF, "Năm ngoái", 2022, False),
        (HALF, "Năm ngoái, cả năm", 2022, False),
        (HALF, "Năm ngoái, cả năm", 2023, True),
        (HALF, "Năm ngoái", 2021, True),
        (DAY, "Năm ngoái", 2023, False),
        (DAY, "Năm ngoái", 2022, True),
        (DAY, "Năm ngoái", 2024, True),
        (COMPARED, "cùng kỳ năm trước đó", 2021, False),
        (UNDATED, "Năm ngoái", 2023, False),
        ("Năm ngoái, Kon Tum xuất khẩu 388 triệu USD.", "Năm ngoái", 2019, False),
    ],
)
def test_last_year_is_the_year_before_one_that_the_article_names(text, words, year, wrong):
    data = report(statement(start=f"{year}-01-01", end=f"{year}-12-31", words=words))
    findings = check_words(data, ArticleText.of(text).times)
    assert bool(findings) is wrong


def test_the_day_that_an_article_is_of_names_its_year():
    data = report(statement(start="2022-01-01", end="2022-12-31", words="năm ngoái"))
    assert check_words(data, (), date(2024, 2, 9))
    assert not check_words(data, (), date(2023, 2, 9))
