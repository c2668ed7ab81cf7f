"""Of what and of when an article is as a whole: where a figure's place and year come from."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.reader import read
from tests.reports import TRADE

Said = tuple[str, str, str]


def said(text: str) -> list[Said]:
    """Place, first and last day of each statement."""
    return [
        (s["place"], s["period"]["start"], s["period"]["end"])
        for s in read(text, TRADE).data["statements"]
    ]


def days(text: str) -> list[tuple[str, str]]:
    return [(start, end) for _, start, end in said(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the sentence, the paragraph, the title
        (
            "Lào Cai tăng tốc\n\nNăm 2021, xuất khẩu tháng 5 đạt 5 triệu USD.",
            ("2021-05-01", "2021-05-31"),
        ),
        (
            "Lào Cai tăng tốc\n\nNăm 2021 là năm khó. Xuất khẩu quý I đạt 5 triệu USD.",
            ("2021-01-01", "2021-03-31"),
        ),
        (
            "Lào Cai xuất khẩu năm 2021\n\nXuất khẩu 6 tháng đạt 5 triệu USD.",
            ("2021-01-01", "2021-06-30"),
        ),
        # the comparison
        (
            "Lào Cai tăng tốc\n\nXuất khẩu quý I đạt 5 triệu USD, tăng 2% so với quý I/2020.",
            ("2021-01-01", "2021-03-31"),
        ),
        (
            "Lào Cai tăng tốc\n\nXuất khẩu 9 tháng đạt 5 triệu USD, tăng 2% so với cùng kỳ 2020.",
            ("2021-01-01", "2021-09-30"),
        ),
        (
            "Lào Cai tăng tốc\n\nXuất khẩu đạt 5 triệu USD, tăng 2% so với năm 2020.",
            ("2021-01-01", "2021-12-31"),
        ),
        # the dateline: the last such period that is over, or about to be
        (
            "Lào Cai tăng tốc\n\n05/07/2021\n\nXuất khẩu 6 tháng đạt 5 triệu USD.",
            ("2021-01-01", "2021-06-30"),
        ),
        (
            "Lào Cai tăng tốc\n\nLCĐT - 05/01/2022\n\nXuất khẩu tháng 12 đạt 5 triệu USD.",
            ("2021-12-01", "2021-12-31"),
        ),
        (
            "Lào Cai tăng tốc\n\nLCĐT - 25/06/2021\n\nXuất khẩu nửa đầu năm đạt 5 triệu USD.",
            ("2021-01-01", "2021-06-30"),
        ),
        # leap days
        (
            "Lào Cai tăng tốc\n\nNăm 2024, xuất khẩu hai tháng đầu năm đạt 5 triệu USD.",
            ("2024-01-01", "2024-02-29"),
        ),
        # over the turn of a year
        (
            "Lào Cai tăng tốc\n\nTừ tháng 11 đến tháng 3/2024, xuất khẩu đạt 5 triệu USD.",
            ("2023-11-01", "2024-03-31"),
        ),
    ],
)
def test_where_the_year_comes_from(text, expected):
    assert days(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Hai tháng đầu năm 2024, xuất khẩu đạt 5 triệu USD (cùng kỳ đạt 4 triệu USD).",
            {("2024-01-01", "2024-02-29"), ("2023-01-01", "2023-02-28")},
        ),
        (
            "Xuất khẩu quý I/2022 đạt 5 triệu USD, tăng 25% so với quý I/2021 (4 triệu USD).",
            {("2022-01-01", "2022-03-31"), ("2021-01-01", "2021-03-31")},
        ),
        (
            "Tháng 6/2022, xuất khẩu đạt 5 triệu USD; nửa đầu năm 2022 đạt 30 triệu USD.",
            {("2022-06-01", "2022-06-30"), ("2022-01-01", "2022-06-30")},
        ),
    ],
)
def test_two_periods_are_two_statements(text, expected):
    assert set(days(f"Lào Cai tăng tốc\n\n{text}")) == expected


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Lào Cai xuất khẩu năm 2021\n\nXuất khẩu đạt 5 triệu USD.", "Lào Cai"),
        (
            "Xuất khẩu năm 2021\n\nHà Nội, 5/1/2022\n\nXuất khẩu của An Giang đạt 5 tỷ USD.",
            "An Giang",
        ),
        ("Xuất khẩu năm 2021\n\nXuất khẩu đạt 5 tỷ USD.", "Việt Nam"),
        ("Cả nước năm 2021\n\nXuất khẩu đạt 336 tỷ USD, Bắc Ninh dẫn đầu.", "Việt Nam"),
        ("Hải Dương năm 2021\n\nXuất khẩu trên địa bàn tỉnh đạt 5 tỷ USD.", "Hải Dương"),
    ],
)
def test_where_the_place_comes_from(text, place):
    assert [found for found, *_ in said(text)] == [place]


@settings(max_examples=40)
@given(
    st.integers(2001, 2024),
    st.sampled_from(
        [
            "nửa đầu năm Y",
            "quý III/Y",
            "tháng Mười năm Y",
            "nửa đầu tháng 4/Y",
            "từ đầu năm đến hết ngày 15/10/Y",
            "hai tháng đầu năm Y",
            "năm Y",
        ]
    ),
    st.sampled_from(
        ["{0}, xuất khẩu đạt {1}.", "Xuất khẩu {0} đạt {1}.", "Xuất khẩu đạt {1} {0}."]
    ),
)
def test_another_year_moves_the_statement_and_nothing_else(year, form, order):
    def dated(shift: int) -> list[tuple[str, str]]:
        period = form.replace("Y", str(year + shift))
        return days(f"Lào Cai tăng tốc\n\nTheo báo cáo, {order.format(period, '5 triệu USD')}")

    [here], [there] = dated(0), dated(1)
    for a, b in zip(here, there, strict=True):
        assert int(b[:4]) == int(a[:4]) + 1
        assert b[5:] == a[5:] or {a[5:], b[5:]} == {"02-28", "02-29"}
