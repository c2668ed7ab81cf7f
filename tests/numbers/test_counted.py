"""What a number without money counts, by the words right behind it or before it."""

import pytest

from extractor.folding import fold
from extractor.numbers.counted import counted
from extractor.numbers.quantity_lexer import quantities


def told(text: str, *, in_rows: bool = False) -> list[str | None]:
    folded = fold(text)
    return [counted(folded, quantity, in_rows=in_rows) for quantity in quantities(folded)]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("xuất khẩu 35 nghìn tấn gạo", "tấn"),
        ("làm thủ tục 1.250 tờ khai", "tờ khai"),
        ("đã có 12.400 lượt xe", "lượt"),
        ("45.000 container", "container"),
        ("28 doanh nghiệp xuất khẩu", "doanh nghiệp"),
        ("trồng 3.200ha vải", "ha"),
        ("Tổng số tờ khai xuất nhập khẩu: 1.250", "tờ khai"),
        ("số doanh nghiệp tham gia là 28", "doanh nghiệp"),
        ("sản lượng xuất khẩu đạt 35 nghìn", "sản lượng"),
    ],
)
def test_the_words_beside_a_number_say_what_it_counts(text: str, what: str) -> None:
    assert told(text) == [what]


@pytest.mark.parametrize(
    "text",
    [
        "xuất khẩu đạt 425, nhập khẩu 775",
        "xuất khẩu 35 nghìn",
        "xuất khẩu 640 triệu USD",
        "tăng 12,5% doanh nghiệp",
        "Xuất khẩu 640 Doanh nghiệp FDI",
        "Xuất khẩu\t640\tdoanh nghiệp FDI",
        "Xuất khẩu 640\ndoanh nghiệp FDI",
        "đạt 425 con số ấn tượng",
        "số doanh nghiệp tăng, xuất khẩu đạt 425",
        "số doanh nghiệp tăng nhanh giúp xuất khẩu đạt 425",
    ],
)
def test_a_number_beside_which_nothing_says_so_may_be_money(text: str) -> None:
    assert set(told(text)) == {None}


def test_in_rows_that_run_together_a_thing_may_begin_the_next() -> None:
    assert told("Xuất khẩu 640 doanh nghiệp FDI 340", in_rows=True) == [None, None]
    assert told("Gạo 35 tấn doanh nghiệp FDI 340", in_rows=True) == ["tấn", None]
