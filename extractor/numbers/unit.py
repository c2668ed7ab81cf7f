"""Units as printed beside a number or apart from any: scales and currencies, percent, multiples.

A currency's word that is the first or the last of a name («Đồng Nai», «Lâm Đồng») is no unit.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from extractor.folding import LOWER, UPPER, Folded, fold
from extractor.numbers.quantity import Kind, Quantity, Reading, Scale, is_foreign_billions
from extractor.span import Span

SCALES: dict[str, Scale] = {
    "nghìn tỷ": "trillion",
    "ngàn tỷ": "trillion",
    "nghìn": "thousand",
    "ngàn": "thousand",
    "triệu": "million",
    "tr": "million",
    "tỷ": "billion",
    "thousand": "thousand",
    "million": "million",
    "billion": "billion",
    "trillion": "trillion",
}

CURRENCIES: dict[str, str] = {
    "usd": "USD",
    "us$": "USD",
    "$": "USD",
    "mỹ kim": "USD",
    "đô la mỹ": "USD",
    "đô-la mỹ": "USD",
    "đôla mỹ": "USD",
    "đô la": "USD",
    "đô-la": "USD",
    "đôla": "USD",
    "đô mỹ": "USD",
    "dollar mỹ": "USD",
    "đô": "USD",
    "dollars": "USD",
    "dollar": "USD",
    "việt nam đồng": "VND",
    "đồng việt nam": "VND",
    "đồng": "VND",
    "vnd": "VND",
    "vnđ": "VND",
    "đ": "VND",
    "₫": "VND",
    "eur": "EUR",
    "euro": "EUR",
    "€": "EUR",
    "nhân dân tệ": "CNY",
    "ndt": "CNY",
    "cny": "CNY",
    "rmb": "CNY",
    "tệ": "CNY",
    "yên nhật": "JPY",
    "yên": "JPY",
    "jpy": "JPY",
    "¥": "JPY",
    "bảng anh": "GBP",
    "gbp": "GBP",
    "£": "GBP",
    "won": "KRW",
    "krw": "KRW",
    "baht": "THB",
    "kíp": "LAK",
    "riel": "KHR",
    "sgd": "SGD",
    "aud": "AUD",
    "chf": "CHF",
}


def alternatives(words: dict[str, str] | dict[str, Scale]) -> str:
    """A pattern for any of the words as a whole word, the longest first."""
    return "|".join(
        re.escape(w).replace(r"\ ", " ") + (r"(?!\w)" if w[-1].isalpha() else "")
        for w in sorted(words, key=len, reverse=True)
    )


# Words are looked for in ``Folded.lower``, which is as long as the text: no letter has to be tried
# in either case.
SCALE = re.compile(rf" ?(?P<scale>{alternatives(SCALES)})\.?")
CURRENCY = re.compile(rf" ?\(?(?P<currency>{alternatives(CURRENCIES)})")
_PREFIX = re.compile(r"(?P<currency>us\$|\$|€|£|¥|₫|(?<!\w)(?:usd|eur|vnd|vnđ|cny|jpy|gbp)) ?\Z")
# «năm 2014 Đồng Nai», «Yên Bái (triệu USD)»: the first word of a name, not the currency.
_NAMING = ("Đồng", "ĐỒNG", "Yên", "YÊN")
_NAME = re.compile(rf"(?:{'|'.join(_NAMING)}) [{UPPER}]")
# «Lâm Đồng», «Hưng Yên»: the last.
_NAME_BEFORE = re.compile(rf"(?:(?<!\w)[{UPPER}][{LOWER}]+|(?<!\w)(?:LÂM|HƯNG|PHÚ))\Z")
_PERCENT = re.compile(r" ?(?:%|phần trăm(?!\w))")
_TIMES = re.compile(r" ?lần(?!\w)(?! lượt)")
# «gấp 2 năm 2021»
_BARE_TIMES = re.compile(r" (?:năm [0-9]|năm trước|năm ngoái|cùng kỳ|so với)")
_GAP_TIMES = re.compile(r"(?<!\w)gấp (?:(?:hơn|gần|khoảng|tới|trên) )?\Z")
_AND_A_HALF = re.compile(r" rưỡi(?!\w)")
_UNIT = re.compile(
    r"(?<!\w)(?:(?P<digits>1[.,]?000(?:[.,]000)?) ?)?"
    rf"(?:(?P<scale>{alternatives(SCALES)})\.? ?)?"
    rf"(?P<currency>{alternatives(CURRENCIES)})"
)
_DIGIT_SCALES: dict[str, Scale] = {"1000": "thousand", "1000000": "million"}
_NEAR = 40
"""Characters before a currency's word in which the name that it ends begins."""


class Unit(NamedTuple):
    """A unit printed apart from its numbers: in a table's caption or header."""

    scale: Scale
    currency: str


def unit(text: str) -> Unit | None:
    """The unit that ``text`` names without a number («ĐVT: triệu USD», «1.000 USD»), if any."""
    folded = fold(text)
    for match in _UNIT.finditer(folded.lower):
        before = folded.text[: match.start()].rstrip(" ")
        currency = Span(*match.span("currency"))
        named = not match["scale"] and (
            _NAME.match(folded.text, currency.start)
            or (currency.of(folded.text) in _NAMING and _NAME_BEFORE.search(before[-_NEAR:]))
        )
        rate = match.string[match.end() :].lstrip().startswith("/")  # «đồng/kg»
        if before[-1:].isdigit() or named or rate:
            continue
        digits = re.sub(r"[.,]", "", match["digits"] or "")
        scale = SCALES[match["scale"]] if match["scale"] else _DIGIT_SCALES.get(digits)
        return Unit(scale or "one", CURRENCIES[match["currency"]])
    return None


def with_unit(folded: Folded, number: Span, values: tuple[Reading, ...], free: int) -> Quantity:
    """The number with whatever unit stands beside it, before it from ``free`` on."""
    text = folded.lower
    start, end = number
    if match := _PERCENT.match(text, end):
        return Quantity(Span(start, match.end()), number, values, None, None, "percent")
    if match := _TIMES.match(text, end):
        return Quantity(Span(start, match.end()), number, values, None, None, "multiple")
    if _BARE_TIMES.match(text, end) and _GAP_TIMES.search(text, max(0, start - 14), start):
        return Quantity(number, number, values, None, None, "multiple")
    scale: Scale | None = None
    currency: str | None = None
    if match := SCALE.match(text, end):
        scale = SCALES[match["scale"]]
        end = match.end() if not match.group().endswith(".") else match.end() - 1
        after = match.end()
        half = _AND_A_HALF.match(text, after)
        if half and values[0].unit == 1:
            values = (Reading(values[0].value + Decimal("0.5"), Decimal("0.5")),)
            after = end = half.end()
    else:
        after = end
    match = CURRENCY.match(text, after)
    if match and not _NAME.match(folded.text, match.start("currency")):
        currency = CURRENCIES[match["currency"]]
        end = match.end("currency")
        if match.group().lstrip().startswith("("):
            end += text.startswith(")", end)
    elif match := _PREFIX.search(text, max(free, start - 5), start):
        currency = CURRENCIES[match["currency"]]
        start = match.start()
    if currency is not None and scale is None:
        scale = "one"
    if is_foreign_billions(scale, currency):
        values = tuple(sorted(values, key=lambda r: abs(r.value)))
    kind: Kind = "money" if currency is not None else "plain"
    return Quantity(Span(start, end), number, values, scale, currency, kind)
