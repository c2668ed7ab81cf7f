"""Numbers of the article that count something else than money, or are no percentages, as if so."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from decimal import Decimal

from benchmarks.plants.known import Known, Plant, Planted
from benchmarks.plants.places import shuffled, valued, with_amount, with_part
from extractor.folding import Folded, fold
from extractor.numbers.change import read_change
from extractor.numbers.quantity import Quantity
from extractor.numbers.quantity_lexer import quantities

_COUNTED = re.compile(
    r" (?:tấn|tạ|ha|km|lượt|tờ khai|container|teu|chiếc|xe|tàu|toa|chuyến|lít|kg|vụ|hồ sơ|con|giờ"
    r"|doanh nghiệp|dự án|lao động|người|hộ|mặt hàng|thị trường|sản phẩm|nhà máy|công nhân|khách"
    r"|cơ sở|điểm|bậc|bộ)(?!\w)"
)
_YEAR = re.compile(r"(?<=năm )20[0-9]{2}(?![0-9.,/-])")


def count_as_figure(known: Known, dice: random.Random) -> Iterator[Planted]:
    """A count with its scale as a figure's value, as if it were counted in the figure's money."""
    for folded, quantity in _counts(known, dice):
        for path, figure in valued(known, dice):
            text = quantity.span.of(folded.text)
            scale = quantity.scale or figure["scale"]
            amount = {"value": quantity.value, "scale": scale, "currency": figure["currency"]}
            yield with_amount(known, path, {**amount, "text": text})


def year_as_figure(known: Known, dice: random.Random) -> Iterator[Planted]:
    years = dict.fromkeys(_YEAR.findall(fold(known.text).text))
    for path, figure in valued(known, dice):
        for year in years:
            amount = {"scale": figure["scale"], "currency": figure["currency"], "text": year}
            yield with_amount(known, path, {"value": Decimal(year), **amount})


def count_as_growth(known: Known, dice: random.Random) -> Iterator[Planted]:
    for folded, quantity in _counts(known, dice):
        yield from _as_growth(known, dice, quantity.number.of(folded.text))


def amount_as_growth(known: Known, dice: random.Random) -> Iterator[Planted]:
    """The digits of a figure's own value as its change."""
    for _, figure in valued(known, dice):
        digits = [q.number.of(fold(figure["text"]).text) for q in quantities(fold(figure["text"]))]
        yield from _as_growth(known, dice, digits[0])


def _as_growth(known: Known, dice: random.Random, text: str) -> Iterator[Planted]:
    """Words in which a percentage can be read, as such."""
    for path, figure in shuffled(known, dice):
        read = read_change(text)
        if read and (figure["change"] or {}).get("percent") != read[0].value:
            yield with_part(known, path, "change", {"percent": read[0].value, "text": text})


def _counts(known: Known, dice: random.Random) -> Iterator[tuple[Folded, Quantity]]:
    """Numbers before what they count, but those that the article prints otherwise as well."""
    folded = fold(known.text)
    every = quantities(folded)
    found = [
        q
        for q in every
        if q.kind == "plain" and _COUNTED.match(folded.lower, q.span.end) and q.value
    ]
    for quantity in dice.sample(found, len(found)):
        text = quantity.span.of(folded.text)
        same = [q for q in every if q.span.of(folded.text).startswith(text)]
        if all(q in found for q in same):
            yield folded, quantity


KINDS: dict[str, Plant] = {
    "count as figure": count_as_figure,
    "year as figure": year_as_figure,
    "count as growth": count_as_growth,
    "amount as growth": amount_as_growth,
}
