"""The numbers that an article prints, as a report would have them: what a figure may be set to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractor import exact_json
from extractor.checks.grounding import ArticleText
from extractor.checks.units import governing_unit, is_negative
from extractor.numbers.change import read_change, read_share
from extractor.numbers.quantity import Quantity
from extractor.record import Data
from extractor.schema import Measure
from extractor.span import Span
from extractor.store.decisions import FigurePart

_YEAR = re.compile(r"(?:19|20)[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Printed:
    """A number of the article: where it stands and the entries it gives a figure.

    ``readings`` has several where the digits can be read in several ways, the likeliest first. The
    entries are a figure's own (``value``, ``scale``, ``currency``, ``text``, ``span``), or those of
    its change or share (``percent``, ``text``, ``span``).
    """

    span: Span
    readings: tuple[Data, ...]


def printed(
    text: str, measure: Measure, part: FigurePart, words: str | None = None
) -> list[Printed]:
    """The numbers of ``text`` that a part of a figure of ``measure`` can be, in order.

    With ``words`` those alone that are printed in exactly these words.
    """
    article = ArticleText.of(text)
    places = None if words is None else article.occurrences(words)
    found = []
    for quantity in article.quantities:
        place = quantity.span
        if places is not None:
            held = [p for p in places if p.contains(quantity.number)]
            if not held:
                continue
            place = held[0]
        readings = tuple(_readings(article, quantity, place, measure, part))
        if readings:
            found.append(Printed(article.folded.span(*place), readings))
    return found


def _readings(
    article: ArticleText, quantity: Quantity, place: Span, measure: Measure, part: FigurePart
) -> Iterator[Data]:
    span = article.folded.span(*place)
    stands: Data = {"text": article.folded.original[span.start : span.end], "span": list(span)}
    if part == "value":
        if quantity.kind not in ("money", "plain") or _is_year(article, quantity):
            return
        unit = governing_unit(article, quantity.number)
        scale = quantity.scale or (unit.scale if unit else None)
        currency = quantity.currency or (unit.currency if unit else None)
        if scale is None or currency is None:
            return
        negative = is_negative(article, measure, quantity.number) if measure.signed else False
        unit_of = {"scale": scale, "currency": currency}
        for reading in quantity.readings:
            value = -abs(reading.value) if negative else reading.value
            yield {"value": exact_json.plain(value), **unit_of, **stands}
            if measure.signed:
                yield {"value": exact_json.plain(-value), **unit_of, **stands}
        return
    if quantity.kind == "money":
        return
    before = article.folded.text[article.sentence_start(place.start) : place.start]
    read = read_change if part == "change" else read_share
    for reading in read(stands["text"], before):
        yield {"percent": exact_json.plain(reading.value), **stands}


def _is_year(article: ArticleText, quantity: Quantity) -> bool:
    """Whether a number without a unit of its own is written as years are."""
    digits = quantity.number.of(article.folded.text)
    return quantity.scale is None and quantity.currency is None and bool(_YEAR.fullmatch(digits))
