"""A period's days against the words that name it."""

from __future__ import annotations

import pytest

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
        ("từ năm 2021 đến năm 2022", "2022-01-01", "2022-12-31", False),
        ("hồi ấy", "2022-01-01", "2022-12-31", False),
        ("năm 2022", "2022-13-01", "2022-12-31", False),
    ],
)
def test_words_with_a_year_name_the_days(words, start, end, wrong):
    findings = check_words(report(statement(start=start, end=end, words=words)))
    assert bool(findings) is wrong
    assert {f.rule for f in findings} <= {"reading"}
