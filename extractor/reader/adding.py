"""Whether amounts add up as printed: a whole of its parts, a difference of two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from extractor.numbers.quantity import Quantity
from extractor.reader.tokens import Kind, Token
from extractor.schema import SCALE_FACTOR

_TELLING = 100
"""How many times what rounding makes of a sum a whole is that parts hardly make up by chance."""


def is_difference(amount: Quantity, plus: Quantity, minus: Quantity) -> bool:
    """Whether an amount is by how much the first is more than the second, as far as printed."""
    return is_sum(plus, [amount, minus])


def is_sum(whole: Quantity, parts: Sequence[Quantity]) -> bool:
    """Whether the parts make up the whole to a unit of the last digit of each."""
    units = sum(map(_unit, (whole, *parts)))
    alike = all(part.currency == whole.currency for part in parts)
    return alike and abs(sum(map(size, parts)) - size(whole)) <= units


def is_made_up(whole: Quantity, parts: Sequence[Quantity]) -> bool:
    """Whether the parts make up the whole, which is printed too finely for them to do by chance."""
    units = sum(map(_unit, (whole, *parts)))
    return size(whole) >= _TELLING * units and is_sum(whole, parts)


def told_behind(tokens: Sequence[Token]) -> Mapping[str, Quantity]:
    """The amounts that follow their measures' names, up to one told a second time.

    After one another or in a row: «xuất khẩu và nhập khẩu tương ứng 10 và 8 triệu USD».
    """
    told: dict[str, Quantity] = {}
    names: list[str] = []
    amounts: list[Quantity] = []
    for token in (*tokens, None):
        if token is not None and token.kind is Kind.MONEY:
            amounts += [token.mention] if names else []
        elif token is None or token.kind is Kind.LABEL:
            if names and amounts:
                each = len({*names}) == len(names) == len(amounts)
                own = dict(zip(names, amounts, strict=True)) if each else {names[-1]: amounts[0]}
                if not told.keys().isdisjoint(own):
                    break
                told |= own
                names, amounts = [], []
            names += [token.mention] if token is not None else []
    return told


def _unit(quantity: Quantity) -> Decimal:
    return quantity.readings[0].unit * SCALE_FACTOR[quantity.scale or "one"]


def size(quantity: Quantity) -> Decimal:
    """An amount in base units."""
    return quantity.value * SCALE_FACTOR[quantity.scale or "one"]
