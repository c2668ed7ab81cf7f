"""Where numbers stand that do not fit."""

from __future__ import annotations

import pytest

from extractor.checks.grounding import ArticleText
from extractor.checks.standing import Standing
from extractor.schema import figures
from tests.reports import TRADE, figure, report, statement

TABLE = (
    "| Chỉ tiêu | Kon Tum | Gia Lai | Tổng |\n|---|---|---|---|\n"
    "| Xuất khẩu | 212 | 375 | 587 |\n| Nhập khẩu | 318 | 121 | 439 |\n"
)
FIELDS = ["statements.0.export.value", "statements.1.export.value"]


def standing(text: str, *values: int, place: str = "Kon Tum") -> Standing:
    made = [statement(place, export=figure(value, text=str(value))) for value in values]
    data = report(*made)
    return Standing(ArticleText.of(text), data, list(figures(data, TRADE)), TRADE)


@pytest.mark.parametrize(
    ("text", "values", "together"),
    [
        (TABLE, (212, 587), True),
        (TABLE, (212, 439), False),
        ("Xuất khẩu đạt 212 triệu USD, theo nguồn khác 587 triệu USD.", (212, 587), True),
        ("Xuất khẩu đạt 212 triệu USD. Nguồn khác ghi 587 triệu USD.", (212, 587), False),
        (
            "Xuất khẩu đạt 212 triệu USD, rồi 587 triệu USD. Sau là 587 triệu USD.",
            (212, 587),
            False,
        ),
        ("Xuất khẩu đạt 212 triệu USD.", (212, 587), False),
    ],
)
def test_what_is_printed_once_in_one_row_or_sentence_stands_together(text, values, together):
    assert standing(text, *values).is_together(FIELDS) is together


@pytest.mark.parametrize(
    ("text", "elsewhere"),
    [
        ("Xuất khẩu của Kon Tum đạt 212 triệu USD.", False),
        ("Xuất khẩu đạt 212 triệu USD.", False),
        ("Xuất khẩu qua cửa khẩu Bờ Y và Lệ Thanh đạt 212 triệu USD.", True),
        ("Xuất khẩu qua cửa khẩu Bờ Y, tỉnh Kon Tum đạt 212 triệu USD.", False),
        ("Xuất khẩu sang Lào đạt 212 triệu USD.", False),
        ("Xuất khẩu qua Bờ Y đạt 212 triệu USD. Xuất khẩu của tỉnh đạt 212 triệu USD.", False),
        ("Không có số nào.", False),
    ],
)
def test_a_clause_with_other_places_alone_is_elsewhere(text, elsewhere):
    assert standing(text, 212).is_elsewhere(FIELDS[0]) is elsewhere
