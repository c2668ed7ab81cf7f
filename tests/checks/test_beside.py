"""What the words right beside a number say of it, whatever the reader makes of the whole text."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from extractor.checks.beside import Beside
from extractor.checks.grounding import ArticleText
from extractor.reader import Told, read
from tests.reports import TRADE

HALF = (date(2022, 1, 1), date(2022, 6, 30))
YEAR_BEFORE = (date(2021, 1, 1), date(2021, 6, 30))


def beside(text: str) -> Beside:
    return Beside(ArticleText.of(text), TRADE)


def at(text: str, number: str) -> int:
    return text.index(number)


@pytest.mark.parametrize(
    ("text", "number", "named"),
    [
        ("xuất khẩu đạt 425 triệu USD, nhập khẩu đạt 775 triệu USD.", "425", "export"),
        ("xuất khẩu đạt 425 triệu USD, nhập khẩu đạt 775 triệu USD.", "775", "import"),
        ("xuất khẩu, nhập khẩu lần lượt đạt 425 triệu USD, 775 triệu USD.", "425", None),
        ("kim ngạch đạt 425 triệu USD.", "425", None),
        ("nhập khẩu đạt 775 triệu USD. Tỉnh còn có 425 triệu USD.", "425", None),
    ],
)
def test_the_name_before_an_amount_is_its_own(text: str, number: str, named: str | None) -> None:
    words = beside(text)
    said = [m.name for m in TRADE.measures if words.says_measure(at(text, number), m.name)]
    assert said == ([named] if named else [])


def test_a_growth_stands_behind_the_amount_right_before_it() -> None:
    text = "Xuất khẩu đạt 425 triệu USD; nhập khẩu đạt 775 triệu USD, giảm 3,1%. Tăng 8%."
    words = beside(text)
    assert words.stands_behind(at(text, "3,1"), {at(text, "775")})
    assert not words.stands_behind(at(text, "3,1"), {at(text, "425")})
    assert not words.stands_behind(at(text, "8%"), {at(text, "775")})


def told(text: str, number: str, days: tuple[date, date]) -> Told:
    """The reading of a number, as if it were of ``days``."""
    found = next(t for t in read(text, TRADE).told if t.start == at(text, number))
    return replace(found, key=replace(found.key, start=days[0], end=days[1]))


@pytest.mark.parametrize(
    ("sentence", "says"),
    [
        ("6 tháng năm 2022, xuất khẩu của Lạng Sơn đạt 425 triệu USD.", True),
        ("6 tháng năm 2021, xuất khẩu của Lạng Sơn đạt 425 triệu USD.", False),
        ("Xuất khẩu của Lạng Sơn đạt 425 triệu USD trong 6 tháng năm 2022.", True),
        ("6 tháng năm 2021 thấp. Trước đó, xuất khẩu của Lạng Sơn đạt 425 triệu USD.", True),
        ("6 tháng năm 2021 thấp. Năm sau nữa, xuất khẩu của Lạng Sơn đạt 425 triệu USD.", True),
        ("Quý I năm 2021, xuất khẩu của Lạng Sơn đạt 425 triệu USD.", False),
    ],
)
def test_the_nearest_time_is_a_numbers_own(sentence: str, says: bool) -> None:
    """Against a reader that has it of the year before."""
    text = f"Xuất nhập khẩu Lạng Sơn\n\n{sentence}\n"
    assert beside(text).says_time(told(text, "425", YEAR_BEFORE), HALF) is says


def test_the_nearer_scope_is_a_numbers_own() -> None:
    text = (
        "6 tháng năm 2022, kim ngạch của các loại hình khác của Lạng Sơn cao. "
        "Xuất khẩu mở tờ khai tại Chi cục đạt 425 triệu USD.\n"
    )
    found = told(text, "425", HALF)
    reading = replace(found, key=replace(found.key, scope="các loại hình khác"))
    assert beside(text).says_scope(reading, "mở tờ khai tại Chi cục")
    other = replace(found, key=replace(found.key, scope="mở tờ khai tại Chi cục"))
    assert not beside(text).says_scope(other, "các loại hình khác")
