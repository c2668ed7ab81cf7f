"""A figure as the report has it, made of a slot; its amount and its last digit in base units."""

from __future__ import annotations

from decimal import Decimal

from extractor.exact_json import plain
from extractor.folding import Folded
from extractor.numbers.hedge import Hedge, hedge_before
from extractor.numbers.quantity import Quantity
from extractor.reader.slots import Slot, Stated
from extractor.record import Data, Number
from extractor.schema import SCALE_FACTOR, Measure, Schema
from extractor.span import Span

_ROUNDED = 10
"""The part of a hedged amount that it is at most off, however it was rounded."""


def figure_of(folded: Folded, slot: Slot, schema: Schema) -> Data:
    """A slot as the report's figure."""
    quantity = slot.quantity
    measure = schema.measure(slot.measure)
    return {
        "value": _value(folded, quantity, slot, measure) if quantity else None,
        "scale": quantity.scale if quantity else None,
        "currency": quantity.currency if quantity else None,
        "text": _original(folded, quantity.span) if quantity else None,
        "approximate": slot.approximate if quantity else False,
        "change": _percent(folded, slot.change),
        "plan": _percent(folded, slot.share),
    }


def _value(folded: Folded, quantity: Quantity, slot: Slot, measure: Measure) -> Number:
    value = quantity.value
    named = (slot.named or slot.label).of(folded.lower)
    if slot.deficit or named in {p.lower() for p in measure.negative}:
        value = -abs(value)
    return plain(value)


def _percent(folded: Folded, stated: Stated | None) -> Data | None:
    if stated is None:
        return None
    return {"percent": plain(stated.percent), "text": _original(folded, stated.span)}


def _original(folded: Folded, span: Span) -> str:
    """The article's own characters."""
    return folded.span(*span).of(folded.original)


def base_of(figure: Data) -> Decimal | None:
    """An amount in base units."""
    if figure["value"] is None:
        return None
    return Decimal(figure["value"]) * SCALE_FACTOR[figure["scale"] or "one"]


def unit_of(value: Decimal) -> Decimal:
    """One unit of the last digit."""
    exponent = value.as_tuple().exponent
    return Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)


def last_unit(figure: Data) -> Decimal:
    """One unit of the last digit printed of an amount, in base units."""
    return unit_of(Decimal(figure["value"])) * SCALE_FACTOR[figure["scale"]]


def one_value(a: Data, b: Data) -> bool:
    """Whether two figures can print one value: equal to the coarser one's last digit."""
    if a["value"] is None or b["value"] is None or a["currency"] != b["currency"]:
        return a["value"] is None and b["value"] is None
    x = Decimal(a["value"]) * SCALE_FACTOR[a["scale"]]
    y = Decimal(b["value"]) * SCALE_FACTOR[b["scale"]]
    unit = max(last_unit(a), last_unit(b))
    return abs(x - y) <= unit


def hedges(folded: Folded, slot: Slot, value: Decimal, other: Decimal) -> bool:
    """«gần 590 triệu USD», «hơn nửa tỷ USD»: whether the hedge before a slot's amount, which is
    ``value`` in base units, leaves room for another amount.

    Up to a unit of its last digit that is no zero, to the side that the hedge opens.
    """
    quantity = slot.quantity
    hedge = hedge_before(folded, quantity.number.start) if quantity is not None else Hedge.NONE
    size, told = abs(value), abs(other)
    if hedge is Hedge.NONE or value * other < 0:
        return False
    room = min(unit_of(size.normalize()), size / _ROUNDED)
    less = room if hedge is not Hedge.MORE else 0
    more = room if hedge is not Hedge.LESS else 0
    return size - less <= told <= size + more
