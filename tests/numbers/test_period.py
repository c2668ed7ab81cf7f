"""Periods: what the words name, the year only where it is printed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.folding import fold
from extractor.numbers.period import periods


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("6 tháng đầu năm 2022", "2022-01-01", "2022-06-30"),
        ("6 tháng cuối năm 2022", "2022-07-01", "2022-12-31"),
        ("nửa đầu năm 2021", "2021-01-01", "2021-06-30"),
        ("9 tháng năm 2025", "2025-01-01", "2025-09-30"),
        ("Bốn tháng đầu năm 2019", "2019-01-01", "2019-04-30"),
        ("11 tháng/2021", "2021-01-01", "2021-11-30"),
        ("10 tháng 2015", "2015-01-01", "2015-10-31"),
        ("quý I/2023", "2023-01-01", "2023-03-31"),
        ("Quý IV-2022", "2022-10-01", "2022-12-31"),
        ("quý 2 năm 2020", "2020-04-01", "2020-06-30"),
        ("tháng 2/2024", "2024-02-01", "2024-02-29"),
        ("tháng 5.2023", "2023-05-01", "2023-05-31"),
        ("tháng Mười Hai năm 2022", "2022-12-01", "2022-12-31"),
        ("nửa đầu tháng 12/2022", "2022-12-01", "2022-12-15"),
        ("tính đến ngày 13/6/2024", "2024-01-01", "2024-06-13"),
        ("từ đầu năm đến hết ngày 15/10/2023", "2023-01-01", "2023-10-15"),
        ("lũy kế đến hết tháng 8/2023", "2023-01-01", "2023-08-31"),
        ("từ 1/1 đến 15/10/2023", "2023-01-01", "2023-10-15"),
        ("đến hết tháng 9/2025", "2025-01-01", "2025-09-30"),
        ("hết tháng 8/2025", "2025-01-01", "2025-08-31"),
        ("đến cuối tháng 6/2020", "2020-01-01", "2020-06-30"),
        ("tính đến hết quý III/2024", "2024-01-01", "2024-09-30"),
        ("đến ngày 20/1/2025", "2025-01-01", "2025-01-20"),
        ("ba quý đầu năm 2019", "2019-01-01", "2019-09-30"),
        ("15 ngày đầu tháng 11/2021", "2021-11-01", "2021-11-15"),
        ("tháng đầu tiên của năm 2023", "2023-01-01", "2023-01-31"),
        ("T8/2021", "2021-08-01", "2021-08-31"),
        ("cả năm 2022", "2022-01-01", "2022-12-31"),
        ("giai đoạn 2021 - 2025", "2021-01-01", "2025-12-31"),
    ],
)
def test_named_with_its_year(text, start, end):
    [mention] = periods(fold(f"Kim ngạch {text}, tăng"))
    assert mention.year is not None
    assert mention.resolve(1900) == (date.fromisoformat(start), date.fromisoformat(end))


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("trong quý I, tình", "2030-01-01", "2030-03-31"),
        ("10 tháng qua", "2030-01-01", "2030-10-31"),
        ("Riêng tháng 3, kim", "2030-03-01", "2030-03-31"),
        ("Cả năm, kim", "2030-01-01", "2030-12-31"),
        ("tháng Một", "2030-01-01", "2030-01-31"),
    ],
)
def test_named_without_a_year_takes_the_one_given(text, start, end):
    [mention] = periods(fold(text))
    assert mention.year is None
    assert mention.resolve(2030) == (date.fromisoformat(start), date.fromisoformat(end))


@pytest.mark.parametrize(
    ("text", "role", "year"),
    [
        ("so với cùng kỳ", "last_year", None),
        ("so cùng kỳ năm 2018 tăng", "last_year", 2018),
        ("cùng kì năm trước", "last_year", None),
        ("so với tháng trước", "previous", None),
        ("cũng cùng thời gian này,", "same", None),
        ("đến năm 2030", "until", 2030),
        ("trong tháng, xuất", "this", None),
        ("nhập khẩu trong quý đạt", "this", None),
        ("tháng này", "this", None),
    ],
)
def test_a_period_known_from_its_context(text, role, year):
    [mention] = periods(fold(text))
    assert (mention.role, mention.year) == (role, year)


@pytest.mark.parametrize("text", ["12 năm", "2.000 xe", "mốc 1088/2", "1.200 triệu USD", "lần 3"])
def test_what_names_no_period(text):
    assert periods(fold(text)) == []


@given(st.integers(1, 12), st.integers(1990, 2089))
def test_a_count_of_months_ends_with_the_last_of_them(months, year):
    [mention] = periods(fold(f"{months} tháng đầu năm {year}"))
    start, end = mention.resolve(0 + year)
    assert (start, end.month, end.year) == (date(year, 1, 1), months, year)
    assert (end.toordinal() + 1) == (date(year + months // 12, months % 12 + 1, 1).toordinal())
