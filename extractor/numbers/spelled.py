"""Quantities in words: «hơn một tỷ USD», «gấp đôi», «giảm gần một nửa».

Each has one reading, exact to the half where it says a half.
"""

from __future__ import annotations

import re
from decimal import Decimal

from extractor.folding import Folded
from extractor.numbers.quantity import Quantity, Reading
from extractor.numbers.unit import CURRENCIES, SCALES, alternatives
from extractor.span import Span

# «gấp đôi», «gấp rưỡi», «gấp ba lần»: a multiple without a digit.
_WORD_TIMES = re.compile(
    r"(?<!\w)gấp(?: (?:hơn|gần|khoảng|trên|tới|đến))* "
    r"(?P<word>đôi|rưỡi|(?:hai|ba|bốn|năm|mười)(?= lần| năm \d| cùng kỳ| so với|[,.;)]))"
    r"(?: lần(?P<half> rưỡi)?)?(?!\w)"
)
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
# «hơn một tỷ USD», «nửa tỷ USD», «hai trăm triệu USD»
_SPELLED = re.compile(
    r"(?<!\w)(?=[bchmnst])"
    r"(?<!mười )(?<!mươi )(?<!trăm )(?<!linh )(?<!nghìn )(?<!triệu )(?<!lẻ )(?<!tỷ )"
    r"(?P<count>nửa|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)(?P<ten> trăm| chục)?"
    rf"(?P<scale> (?:{alternatives(SCALES)}))(?P<half> rưỡi)?"
    rf" ?(?P<currency>{alternatives(CURRENCIES)})"
)
_COUNTS = {
    word: Decimal(count)
    for count, word in enumerate("một hai ba bốn năm sáu bảy tám chín mười".split(), 1)
} | {"nửa": Decimal("0.5")}
_TENS = {" trăm": 100, " chục": 10}


def in_words(folded: Folded, start: int, end: int) -> list[Quantity]:
    """The quantities of a stretch of the text that are said without a digit, kind by kind."""
    lower = folded.lower
    found = [_spelled(match) for match in _SPELLED.finditer(lower, start, end)]
    if lower.find("gấp", start, end) >= 0:
        found += map(_multiplied, _WORD_TIMES.finditer(lower, start, end))
    if lower.find("nửa", start, end) >= 0:
        found += map(_halved, _HALF.finditer(lower, start, end))
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
        SCALES[match["scale"].strip()],
        CURRENCIES[match["currency"]],
        "money",
    )


def _multiplied(match: re.Match[str]) -> Quantity:
    """A multiple in words."""
    span, word = Span(match.start("word"), match.end()), Span(*match.span("word"))
    return Quantity(span, word, (_times(match),), None, None, "multiple")


def _times(match: re.Match[str]) -> Reading:
    """«gấp hai lần rưỡi»."""
    half = Decimal("0.5") if match["half"] else Decimal(0)
    return Reading(_FACTORS[match["word"]] + half, Decimal("0.5") if half else Decimal(1))


def _halved(match: re.Match[str]) -> Quantity:
    """«một nửa» as a percentage."""
    span = Span(*match.span("half"))
    return Quantity(span, span, (Reading(Decimal(50), Decimal(1)),), None, None, "percent")
