"""Numbers as printed, with their unit: from characters to quantities.

A number keeps every honest reading. «1.312» is 1312 where a dot groups thousands and 1.312 where it
is a decimal point; which of them is meant is for whoever knows more than the characters. Offsets
are into ``Folded.text``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Literal, NamedTuple

from extractor.folding import LOWER, UPPER, Folded, fold
from extractor.span import Span

Kind = Literal["money", "percent", "multiple", "plain"]
Scale = Literal["one", "thousand", "million", "billion", "trillion"]

SIGNS = "+-↑▲△↓▼▽"
"""What says before a number that it rose or fell."""
_SHORT = 200
_LONGEST = 40
"""Digits and separators beyond which a run of them is no figure (an account number, an attack)."""

_SCALES: dict[str, Scale] = {
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

_CURRENCIES: dict[str, str] = {
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


def _alternatives(words: dict[str, str] | dict[str, Scale]) -> str:
    """A pattern for any of the words as a whole word, the longest first."""
    return "|".join(
        re.escape(w).replace(r"\ ", " ") + (r"(?!\w)" if w[-1].isalpha() else "")
        for w in sorted(words, key=len, reverse=True)
    )


# A digit run after a letter («A4», «PCI2») or behind a slash («13/6») is no quantity.
_NUMBER = re.compile(
    r"(?<![\w/])(?<![0-9][.,])(?P<sign>(?<![\w)%])[+-]|[↑▲△↓▼▽] ?(?=[0-9]))?"
    r"(?P<digits>[0-9]+(?:[.,][0-9]+)*)"
    r"(?![0-9]|/[0-9])"
)
# «905/1.000 triệu USD»: so much of what was planned.
_PARTED = re.compile(
    r"(?<![\w/])(?<![0-9][.,])(?P<digits>[0-9]+(?:[.,][0-9]+)*)/[0-9]+(?:[.,][0-9]+)*(?![0-9/])"
)
# «2 724 triệu USD», «2'724,5»: groups parted by a space or an apostrophe. What follows a noun that
# is numbered («tháng 9 346 triệu USD») is two numbers.
_GROUPED = re.compile(
    r"(?<![\w/])(?<![0-9][.,])[1-9][0-9]{0,2}(?P<mark>[ '])[0-9]{3}(?:(?P=mark)[0-9]{3}){0,3}"
    r"(?:[.,][0-9]{1,3})?(?![0-9]|[.,/ '][0-9])"
)
_NUMBERED = re.compile(
    r"(?<!\w)(?:tháng|quý|năm|ngày|kỳ|số|thứ|tuần|top|điều|mục|bảng|hạng|lần|quận|phường) \Z"
)
# Words are looked for in ``Folded.lower``, which is as long as the text: no letter has to be tried
# in either case.
_SCALE = re.compile(rf" ?(?P<scale>{_alternatives(_SCALES)})\.?")
_CURRENCY = re.compile(rf" ?\(?(?P<currency>{_alternatives(_CURRENCIES)})")
_PREFIX = re.compile(r"(?P<currency>us\$|\$|€|£|¥|₫|(?<!\w)(?:usd|eur|vnd|vnđ|cny|jpy|gbp)) ?\Z")
# «năm 2014 Đồng Nai», «Yên Bái (triệu USD)»: the first word of a name, not the currency.
_NAMING = ("Đồng", "ĐỒNG", "Yên", "YÊN")
_NAME = re.compile(rf"(?:{'|'.join(_NAMING)}) [{UPPER}]")
# «Lâm Đồng», «Hưng Yên»: the last.
_NAME_BEFORE = re.compile(rf"(?:(?<!\w)[{UPPER}][{LOWER}]+|(?<!\w)(?:LÂM|HƯNG|PHÚ))\Z")
_PERCENT = re.compile(r" ?(?:%|phần trăm(?!\w))")
_TIMES = re.compile(r" ?lần(?!\w)(?! lượt)")
# «gấp đôi», «gấp rưỡi», «gấp ba lần»: a multiple without a digit.
_WORD_TIMES = re.compile(
    r"(?<!\w)gấp(?: (?:hơn|gần|khoảng|trên|tới|đến))* "
    r"(?P<word>đôi|rưỡi|(?:hai|ba|bốn|năm|mười)(?= lần| năm \d| cùng kỳ| so với|[,.;)]))"
    r"(?: lần(?P<half> rưỡi)?)?(?!\w)"
)
# «gấp 2 năm 2021»
_BARE_TIMES = re.compile(r" (?:năm [0-9]|năm trước|năm ngoái|cùng kỳ|so với)")
_GAP_TIMES = re.compile(r"(?<!\w)gấp (?:(?:hơn|gần|khoảng|tới|trên) )?\Z")
_FACTORS = {
    "đôi": Decimal(2),
    "rưỡi": Decimal("1.5"),
    "hai": Decimal(2),
    "ba": Decimal(3),
    "bốn": Decimal(4),
    "năm": Decimal(5),
    "mười": Decimal(10),
}
_HALF = re.compile(
    r"(?<!\w)(?:giảm|tăng|bằng)(?: (?:gần|hơn|khoảng|tới|còn|xuống|đi|mất)){0,3} "
    r"(?P<half>(?:một|1) nửa)(?!\w)"
)
"""«giảm gần một nửa»: a percentage without a digit."""
_TO = re.compile(r" ?(?:-|đến|tới) ?")


# «hơn một tỷ USD», «nửa tỷ USD», «hai trăm triệu USD»
_SPELLED = re.compile(
    r"(?<!\w)(?=[bchmnst])"
    r"(?<!mười )(?<!mươi )(?<!trăm )(?<!linh )(?<!nghìn )(?<!triệu )(?<!lẻ )(?<!tỷ )"
    r"(?P<count>nửa|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)(?P<ten> trăm| chục)?"
    rf"(?P<scale> (?:{_alternatives(_SCALES)}))(?P<half> rưỡi)?"
    rf" ?(?P<currency>{_alternatives(_CURRENCIES)})"
)
_COUNTS = {
    word: Decimal(count)
    for count, word in enumerate("một hai ba bốn năm sáu bảy tám chín mười".split(), 1)
} | {"nửa": Decimal("0.5")}
_TENS = {" trăm": 100, " chục": 10}
_AND_A_HALF = re.compile(r" rưỡi(?!\w)")

# Thousands of billions are written «nghìn tỷ», but for money of which one unit buys nothing, which
# is counted so every day: «1.312 tỷ đồng» are 1312, «1.312 tỷ USD» hardly.
_LARGE = frozenset({"billion", "trillion"})
_SMALL_UNITS = frozenset({"VND", "LAK", "KRW", "KHR", "JPY"})


@dataclass(frozen=True, slots=True)
class Reading:
    """One value that printed digits can have; ``unit`` is one unit of the last digit printed."""

    value: Decimal
    unit: Decimal


@dataclass(frozen=True, slots=True)
class Quantity:
    """A printed number and the unit beside it.

    ``span`` covers number, scale and currency, ``number`` the number with its sign alone.
    ``readings`` start with the likeliest: by the convention (dot for thousands, comma for
    decimals), but no thousands of billions of a foreign currency. ``scale`` and ``currency`` are
    ``None`` where none is printed there. ``ranged`` marks an end of a range («5 - 6%»), which
    states no single value.
    """

    span: Span
    number: Span
    readings: tuple[Reading, ...]
    scale: Scale | None
    currency: str | None
    kind: Kind
    ranged: bool = False

    @property
    def value(self) -> Decimal:
        """The value by the text's convention, without the scale."""
        return self.readings[0].value


@lru_cache(maxsize=4096)
def readings(digits: str) -> tuple[Reading, ...]:
    """Every value that a run of digits and separators can have, the Vietnamese one first.

    Empty where the separators fit neither convention («1.2.3», «12.05.2019»).
    """
    if len(digits) > _LONGEST:
        return ()
    separators = [c for c in digits if c in ".,"]
    groups = re.split(r"[.,]", digits)
    grouped = 1 <= len(groups[0]) <= 3 and all(len(g) == 3 for g in groups[1:])
    whole = Reading(Decimal("".join(groups)), Decimal(1))
    if not separators:
        return (whole,)
    fraction = Reading(
        Decimal("".join(groups[:-1]) + "." + groups[-1]), Decimal(1).scaleb(-len(groups[-1]))
    )
    kinds = set(separators)
    if len(separators) == 1:
        if not grouped or groups[0].startswith("0"):
            return (fraction,)
        return (whole, fraction) if separators[0] == "." else (fraction, whole)
    if len(kinds) == 1:
        return (whole,) if grouped and not groups[0].startswith("0") else ()
    thousands_fit = 1 <= len(groups[0]) <= 3 and all(len(g) == 3 for g in groups[1:-1])
    one_decimal = separators[-1] not in separators[:-1] and len(set(separators[:-1])) == 1
    return (fraction,) if thousands_fit and one_decimal else ()


def quantities(folded: Folded, within: Span | None = None) -> Sequence[Quantity]:
    """Every number of the text, or of a stretch of it, that can be a quantity, in order.

    What came of whole texts is kept for a while, like their folding.
    """
    if within is not None:
        return _lexed(folded, *within)
    return _of_short(folded) if len(folded.text) <= _SHORT else _of_long(folded)


@lru_cache(maxsize=1024)
def _of_short(folded: Folded) -> Sequence[Quantity]:
    return tuple(_lexed(folded, 0, len(folded.text)))


@lru_cache(maxsize=1)
def _of_long(folded: Folded) -> Sequence[Quantity]:
    return tuple(_lexed(folded, 0, len(folded.text)))


def _lexed(folded: Folded, start: int, end: int) -> list[Quantity]:
    text, lower = folded.text, folded.lower
    found: list[Quantity] = []
    grouped = _grouped(folded, start, end)
    taken_to = start
    for match in _NUMBER.finditer(text, start, end):
        if match.start() < taken_to or match.end() - match.start() > _LONGEST:
            continue
        number = Span(match.start(), grouped.get(match.start("digits"), match.end()))
        taken_to = number.end
        digits = match["digits"]
        if number.end > match.end():
            digits = re.sub("[ ']", "", text[match.start("digits") : number.end])
        values = readings(digits)
        if not values:
            continue
        sign = match["sign"]
        if sign and sign[0] in "-↓▼▽":
            values = tuple(Reading(-r.value, r.unit) for r in values)
        quantity = _with_unit(folded, number, values, found[-1].span.end if found else start)
        if found and _is_range(lower, found[-1], number, values):
            found[-1] = replace(found[-1], ranged=True)
            quantity = replace(quantity, ranged=True)
        if found and (whole := _compound(text, found[-1], quantity)) is not None:
            found[-1] = whole
        else:
            found.append(quantity)
    spelled = [_spelled(match) for match in _SPELLED.finditer(lower, start, end)]
    if lower.find("gấp", start, end) >= 0:
        spelled += map(_multiplied, _WORD_TIMES.finditer(lower, start, end))
    if lower.find("nửa", start, end) >= 0:
        spelled += map(_halved, _HALF.finditer(lower, start, end))
    if lower.find("/", start, end) >= 0:
        spelled += _parted(folded, start, end)
    if spelled:
        taken = {q.number.start for q in spelled}
        found = [q for q in found if q.number.start not in taken]
    return sorted(found + spelled, key=lambda q: q.span) if spelled else found


def _multiplied(match: re.Match[str]) -> Quantity:
    """A multiple in words."""
    span, word = Span(match.start("word"), match.end()), Span(*match.span("word"))
    return Quantity(span, word, (_times(match),), None, None, "multiple")


def _halved(match: re.Match[str]) -> Quantity:
    """«một nửa» as a percentage."""
    span = Span(*match.span("half"))
    return Quantity(span, span, (Reading(Decimal(50), Decimal(1)),), None, None, "percent")


def _parted(folded: Folded, start: int, end: int) -> list[Quantity]:
    """Amounts of money with a planned one behind a slash, which shares their unit."""
    found = []
    for match in _PARTED.finditer(folded.text, start, end):
        if match.end() - match.start() > _LONGEST or not (values := readings(match["digits"])):
            continue
        whole = _with_unit(folded, Span(*match.span()), values, start)
        if whole.kind == "money" and whole.scale != "one":
            found.append(replace(whole, number=Span(*match.span("digits"))))
    return found


def _times(match: re.Match[str]) -> Reading:
    """«gấp hai lần rưỡi»."""
    half = Decimal("0.5") if match["half"] else Decimal(0)
    return Reading(_FACTORS[match["word"]] + half, Decimal("0.5") if half else Decimal(1))


def _grouped(folded: Folded, start: int, end: int) -> dict[int, int]:
    """Where numbers whose groups a space or an apostrophe parts begin and end.

    A plain space parts words too: with it only an amount of money is one number.
    """
    found: dict[int, int] = {}
    for match in _GROUPED.finditer(folded.text, start, end):
        if _NUMBERED.search(folded.lower, max(0, match.start() - 8), match.start()):
            continue
        at = match.start("mark")
        if folded.span(at, at + 1).of(folded.original) == " ":
            scale = _SCALE.match(folded.lower, match.end())
            behind = scale.end() if scale else match.end()
            inside = match.start() > 0 and folded.text[match.start() - 1] not in "\n\t"
            if not inside or not _CURRENCY.match(folded.lower, behind):
                continue
        found[match.start()] = match.end()
    return found


def _spelled(match: re.Match[str]) -> Quantity:
    """An amount of money in words."""
    count = _COUNTS[match["count"]] * _TENS.get(match["ten"] or "", 1)
    unit = Decimal("0.5") if match["half"] or count < 1 else Decimal(1)
    value = count + (unit if match["half"] else 0)
    end = match.end("half") if match["half"] else match.end("ten" if match["ten"] else "count")
    return Quantity(
        Span(*match.span()),
        Span(match.start(), end),
        (Reading(value, unit),),
        _SCALES[match["scale"].strip()],
        _CURRENCIES[match["currency"]],
        "money",
    )


def is_foreign_billions(scale: Scale | None, currency: str | None) -> bool:
    """Whether an amount is counted in billions of money of which one unit buys something."""
    return scale in _LARGE and currency is not None and currency not in _SMALL_UNITS


def _is_range(text: str, low: Quantity, number: Span, high: tuple[Reading, ...]) -> bool:
    """«5 - 6%», «10 đến 12 tỷ»: from the lower to the higher («hơn năm 2022 đến 11,3%» is none)."""
    beside = _TO.fullmatch(text, low.span.end, number.start) is not None
    return beside and abs(low.value) < abs(high[0].value)


_EXPONENTS: dict[Scale, int] = {
    "one": 0,
    "thousand": 3,
    "million": 6,
    "billion": 9,
    "trillion": 12,
}


def _compound(text: str, first: Quantity, second: Quantity) -> Quantity | None:
    """«17 tỷ 358 triệu USD» as one quantity, counted in the smaller scale; else ``None``."""
    if first.currency is not None or first.scale is None or second.scale is None:
        return None
    step = _EXPONENTS[first.scale] - _EXPONENTS[second.scale]
    rest = second.value
    if text[first.span.end : second.span.start] != " " or step <= 0 or not 0 < rest < 10**step:
        return None
    if first.value != first.value.to_integral_value() or first.value <= 0:
        return None
    return replace(
        second,
        span=Span(first.span.start, second.span.end),
        number=Span(first.number.start, second.number.end),
        readings=(Reading(first.value.scaleb(step) + rest, second.readings[0].unit),),
    )


class Unit(NamedTuple):
    """A unit printed apart from its numbers: in a table's caption or header."""

    scale: Scale
    currency: str


_UNIT = re.compile(
    r"(?<!\w)(?:(?P<digits>1[.,]?000(?:[.,]000)?) ?)?"
    rf"(?:(?P<scale>{_alternatives(_SCALES)})\.? ?)?"
    rf"(?P<currency>{_alternatives(_CURRENCIES)})"
)
_DIGIT_SCALES: dict[str, Scale] = {"1000": "thousand", "1000000": "million"}


def unit(text: str) -> Unit | None:
    """The unit that ``text`` names without a number («ĐVT: triệu USD», «1.000 USD»), if any."""
    folded = fold(text)
    for match in _UNIT.finditer(folded.lower):
        before = folded.text[: match.start()].rstrip(" ")
        currency = Span(*match.span("currency"))
        named = not match["scale"] and (
            _NAME.match(folded.text, currency.start)
            or (currency.of(folded.text) in _NAMING and _NAME_BEFORE.search(before[-_LONGEST:]))
        )
        rate = match.string[match.end() :].lstrip().startswith("/")  # «đồng/kg»
        if before[-1:].isdigit() or named or rate:
            continue
        digits = re.sub(r"[.,]", "", match["digits"] or "")
        scale = _SCALES[match["scale"]] if match["scale"] else _DIGIT_SCALES.get(digits)
        return Unit(scale or "one", _CURRENCIES[match["currency"]])
    return None


def _with_unit(folded: Folded, number: Span, values: tuple[Reading, ...], free: int) -> Quantity:
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
    if match := _SCALE.match(text, end):
        scale = _SCALES[match["scale"]]
        end = match.end() if not match.group().endswith(".") else match.end() - 1
        after = match.end()
        half = _AND_A_HALF.match(text, after)
        if half and values[0].unit == 1:
            values = (Reading(values[0].value + Decimal("0.5"), Decimal("0.5")),)
            after = end = half.end()
    else:
        after = end
    match = _CURRENCY.match(text, after)
    if match and not _NAME.match(folded.text, match.start("currency")):
        currency = _CURRENCIES[match["currency"]]
        end = match.end("currency")
        if match.group().lstrip().startswith("("):
            end += text.startswith(")", end)
    elif match := _PREFIX.search(text, max(free, start - 5), start):
        currency = _CURRENCIES[match["currency"]]
        start = match.start()
    if currency is not None and scale is None:
        scale = "one"
    if is_foreign_billions(scale, currency):
        values = tuple(sorted(values, key=lambda r: abs(r.value)))
    kind: Kind = "money" if currency is not None else "plain"
    return Quantity(Span(start, end), number, values, scale, currency, kind)
