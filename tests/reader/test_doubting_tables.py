"""What stays in doubt of the figures of tables."""

from __future__ import annotations

from extractor.reader import read
from tests.reports import TRADE

ROWS = "Quý | {} (triệu USD)\nI | 212,4\nII | 258,6"


def doubts(text: str) -> list[list[tuple[str, tuple[str, ...]]]]:
    """What is in doubt of each figure, by the order of the statements."""
    bindings = read(text, TRADE).bindings.values()
    return [[(d.of, d.others) for d in binding.doubts] for binding in bindings]


def test_rows_without_a_year_below_two_years_are_in_doubt():
    text = (
        "Cà Mau từng quý\n\nNăm 2021, xuất khẩu của Cà Mau đạt 1.040 triệu USD. Năm 2020, tỉnh "
        "xuất khẩu 935 triệu USD.\n\n{}\n\n" + ROWS.format("Xuất khẩu")
    )
    undated = doubts(text.format("Nhìn theo quý thì thấy rõ hơn:"))
    assert undated == [[], [], *2 * [[("period", ("Năm 2020",))]]]
    assert doubts(text.format("Xuất khẩu từng quý năm 2021:")) == [[]] * 4


def test_a_second_whole_of_one_place_counts_something_else():
    text = (
        "Cao Bằng năm 2022\n\nBiểu 1: Xuất nhập khẩu năm 2022 (triệu USD)\nNội dung | Năm 2022\n"
        "A. Qua địa bàn | 916,9\n- Xuất khẩu | 538,2\n- Nhập khẩu | 378,7\n"
        "B. Riêng các hãng trong tỉnh | 95,4\n- Xuất khẩu | 42,6\n- Nhập khẩu | 52,8"
    )
    reading = read(text, TRADE)
    scopes = [statement["scope"] for statement in reading.data["statements"]]
    assert scopes == [None, "Riêng các hãng trong tỉnh"]
    assert doubts(text) == [[]] * 6
