"""From characters to quantities: every number of a text that can be one, with the unit beside it.

Digits that name something («A4», «13/6») are none. Of two numbers that one amount is printed with
(«17 tỷ 358 triệu USD», «2 724 triệu USD») one quantity comes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from extractor.folding import Folded
from extractor.numbers.quantity import EXPONENTS, LONGEST, Quantity, Reading, readings
from extractor.numbers.spelled import in_words
from extractor.numbers.unit import CURRENCY, SCALE, with_unit
from extractor.span import Span

_SHORT = 200
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
_TO = re.compile(r" ?(?:-|đến|tới) ?")


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
        if match.start() < taken_to or match.end() - match.start() > LONGEST:
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
        quantity = with_unit(folded, number, values, found[-1].span.end if found else start)
        if found and _is_range(lower, found[-1], number, values):
            found[-1] = replace(found[-1], ranged=True)
            quantity = replace(quantity, ranged=True)
        if found and (whole := _compound(text, found[-1], quantity)) is not None:
            found[-1] = whole
        else:
            found.append(quantity)
    spelled = in_words(folded, start, end)
    if lower.find("/", start, end) >= 0:
        spelled += _parted(folded, start, end)
    if spelled:
        taken = {q.number.start for q in spelled}
        found = [q for q in found if q.number.start not in taken]
    return sorted(found + spelled, key=lambda q: q.span) if spelled else found


def _parted(folded: Folded, start: int, end: int) -> list[Quantity]:
    """Amounts of money with a planned one behind a slash, which shares their unit."""
    found = []
    for match in _PARTED.finditer(folded.text, start, end):
        if match.end() - match.start() > LONGEST or not (values := readings(match["digits"])):
            continue
        whole = with_unit(folded, Span(*match.span()), values, start)
        if whole.kind == "money" and whole.scale != "one":
            found.append(replace(whole, number=Span(*match.span("digits"))))
    return found


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
            scale = SCALE.match(folded.lower, match.end())
            behind = scale.end() if scale else match.end()
            inside = match.start() > 0 and folded.text[match.start() - 1] not in "\n\t"
            if not inside or not CURRENCY.match(folded.lower, behind):
                continue
        found[match.start()] = match.end()
    return found


def _is_range(text: str, low: Quantity, number: Span, high: tuple[Reading, ...]) -> bool:
    """«5 - 6%», «10 đến 12 tỷ»: from the lower to the higher («hơn năm 2022 đến 11,3%» is none)."""
    beside = _TO.fullmatch(text, low.span.end, number.start) is not None
    return beside and abs(low.value) < abs(high[0].value)


def _compound(text: str, first: Quantity, second: Quantity) -> Quantity | None:
    """«17 tỷ 358 triệu USD» as one quantity, counted in the smaller scale; else ``None``."""
    if first.currency is not None or first.scale is None or second.scale is None:
        return None
    step = EXPONENTS[first.scale] - EXPONENTS[second.scale]
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
