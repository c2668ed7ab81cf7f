"""Amounts that the text takes back elsewhere: «… là 430 triệu USD, không phải 403 triệu USD».

What was told of the same measure, place, time and scope with the amount denied was an error, in
whichever order both stand; its growth and its share stay, as nothing is said against them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from extractor.numbers.quantity import Quantity
from extractor.reader.arithmetic import Found
from extractor.reader.key import Key
from extractor.schema import SCALE_FACTOR


def withdrawn(keyed: Sequence[tuple[Found, Key]]) -> list[tuple[Found, Key]]:
    """The figures without the amounts that are denied of what they are of."""
    denied: dict[tuple[object, ...], set[tuple[Decimal, str | None]]] = defaultdict(set)
    for item, key in keyed:
        denied[_of(item, key)] |= {_size(quantity) for quantity in item.slot.denied}
    for item, key in keyed:
        own = item.slot.quantity
        if own is not None and not item.slot.denied and _size(own) in denied[_of(item, key)]:
            item.slot.quantity = None
    return [(item, key) for item, key in keyed if not item.slot.empty]


def _of(item: Found, key: Key) -> tuple[object, ...]:
    return item.slot.measure, key.place, key.start, key.end, key.scope


def _size(quantity: Quantity) -> tuple[Decimal, str | None]:
    return quantity.value * SCALE_FACTOR[quantity.scale or "one"], quantity.currency
