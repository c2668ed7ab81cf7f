"""One thing moves: the place, the years, or one number."""

from __future__ import annotations

import random
import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from benchmarks.perturbations.article import Given, Made, Move, Seen, is_set
from extractor.folding import fold_phrase
from extractor.numbers.quantity import readings

# ---- the place

PROVINCES = (
    "An Giang|Bạc Liêu|Bắc Giang|Bến Tre|Bình Dương|Bình Phước|Cà Mau|Cao Bằng|Đắk Lắk|Đắk Nông|"
    "Gia Lai|Hà Giang|Hà Tĩnh|Hải Dương|Hậu Giang|Khánh Hòa|Kiên Giang|Kon Tum|Lạng Sơn|Lâm Đồng|"
    "Long An|Nam Định|Nghệ An|Ninh Thuận|Phú Thọ|Quảng Bình|Quảng Nam|Quảng Ngãi|Quảng Ninh|"
    "Quảng Trị|Sóc Trăng|Sơn La|Tây Ninh|Thái Nguyên|Thanh Hóa|Tiền Giang|Trà Vinh|Tuyên Quang|"
    "Vĩnh Long|Vĩnh Phúc"
).split("|")
"""Provinces whose name is no gate's, no word's and no part of another's; no cities."""
GATES = (
    "Bắc Phong Sinh|Cầu Treo|Cha Lo|Chi Ma|Cốc Nam|Dinh Bà|Hoành Mô|Hữu Nghị|La Lay|Lao Bảo|"
    "Lệ Thanh|Ma Lù Thàng|Mộc Bài|Na Mèo|Nậm Cắn|Tà Lùng|Tây Trang|Tịnh Biên|Xa Mát"
).split("|")


def elsewhere(article: Given, dice: random.Random) -> Iterator[Made]:
    """Each province and gate of which figures are told, as two others of its class."""
    told = {figure.seen.place.removeprefix("cửa khẩu ") for figure in article.figures}
    for names in (PROVINCES, GATES):
        free = [n for n in names if n.lower() not in article.text.lower()]
        for name in (n for n in names if n in told):
            for other in dice.sample(free, 2) if not is_set(article.text) else ():
                yield Made(renamed(article.text, name, other), moved_to(name, other))


def renamed(text: str, name: str, other: str) -> str:
    text = re.sub(rf"(?<!\w){name}(?!\w)", other, text)
    return re.sub(rf"(?<!\w){name.upper()}(?!\w)", other.upper(), text)


def moved_to(name: str, other: str) -> Move:
    def move(figure: Seen) -> Seen:
        scope = figure.scope.replace(fold_phrase(name), fold_phrase(other))
        return figure._replace(place=renamed(figure.place, name, other), scope=scope)

    return move


# ---- the years

_YEAR = re.compile(
    r"(?<![\w,])(?:19[5-9]|20[0-9])[0-9](?![.,]?[0-9]|\w)"
    r"(?! ?(?:%|(?:triệu|tỷ|tỉ|nghìn|ngàn|USD|đồng|đô|tấn|lượt|người|ha|doanh nghiệp)(?!\w)))"
)
_SHORT_YEAR = re.compile(
    r"(?<![0-9/.-])(?:[0-9]{1,2}[/.-]){1,2}[0-9]{2}(?![0-9/.,%-])|[0-9]{4}[/-][0-9]{2}(?![0-9/-])"
)


def other_years(article: Given, _: random.Random) -> Iterator[Made]:
    """Every year earlier by the same number.

    Not into another century, nor where a year is printed with two digits or a day is the 29
    February. Earlier and not later: what lies ahead of today is rather planned than told.
    """
    years = {int(y) for y in _YEAR.findall(article.text)}
    leap_day = re.search(r"(?<![0-9])29[/.-]0?2(?![0-9])|29 tháng (?:2|hai)(?!\w)", article.text)
    if not years or leap_day or any(two_digits(m) for m in _SHORT_YEAR.findall(article.text)):
        return
    for by in (1, 4, 7):
        if all((year - by) // 100 == year // 100 >= 19 and year - by >= 1950 for year in years):
            yield Made(earlier(article.text, by), years_before(by))


def two_digits(day: str) -> bool:
    """Whether what looks like «5/6/23» or «2022/23» ends in a year: no day and no month can."""
    parts = re.split(r"[/.-]", day)
    return len(parts) == 3 or len(parts[0]) == 4 or int(parts[-1]) > 12


def earlier(text: str, by: int) -> str:
    return _YEAR.sub(lambda m: str(int(m.group()) - by), text)


def years_before(by: int) -> Move:
    def day(then: date) -> date:
        year, last = then.year - by, then.day == monthrange(then.year, then.month)[1]
        return date(year, then.month, monthrange(year, then.month)[1] if last else then.day)

    def move(figure: Seen) -> Seen:
        return figure._replace(
            start=day(figure.start), end=day(figure.end), scope=earlier(figure.scope, by)
        )

    return move


# ---- one number

_NEAR = Decimal("0.1")


def is_clear(article: Given) -> bool:
    """Whether no amount has two readings: else arithmetic settles one by the number changed."""
    numbers = [number for _, number in article.figures if number]
    return all(len(readings(number)) == 1 for number in numbers)


def other_values(article: Given, _: random.Random) -> Iterator[Made]:
    """Each amount that is printed once, digits changed and zeros kept.

    Not into one that meets another of its measure: two amounts so close are one told twice.
    """
    for figure, number in article.figures if is_clear(article) else ():
        if not number or figure.value is None:
            continue
        old, new = (readings(n)[0].value for n in (number, turned(number)))
        value = figure.value / old * new
        near = any(
            other.measure == figure.measure and other.value and abs(other.value / value - 1) < _NEAR
            for other, _ in article.figures
        )
        if not near and (text := once_changed(article.text, number)) is not None:
            yield Made(text, only(figure, value=value))


def other_percents(article: Given, _: random.Random) -> Iterator[Made]:
    """Each growth and share that is printed as it is understood, and once."""
    for figure, _number in article.figures if is_clear(article) else ():
        for name in ("change", "plan"):
            percent = getattr(figure, name)
            number = f"{abs(percent):f}".replace(".", ",") if percent else ""
            if not number or not re.search(rf"(?<![0-9.,]){number} ?%", article.text):
                continue
            if (text := once_changed(article.text, number)) is not None:
                new = Decimal(turned(number).replace(",", ".")).copy_sign(percent)
                yield Made(text, only(figure, **{name: new}))


def turned(number: str) -> str:
    """Every digit but zeros another: 1 is 2, 9 is 1."""
    return re.sub("[1-9]", lambda m: str(int(m.group()) % 9 + 1), number)


def once_changed(text: str, number: str) -> str | None:
    alone = rf"(?<![0-9])(?<![0-9][.,/]){re.escape(number)}(?![0-9]|[.,/][0-9])"
    found = list(re.finditer(alone, text))
    if len(found) != 1:
        return None
    return text[: found[0].start()] + turned(number) + text[found[0].end() :]


def only(which: Seen, **changes: Decimal | None) -> Move:
    return lambda figure: figure._replace(**changes) if figure == which else figure
