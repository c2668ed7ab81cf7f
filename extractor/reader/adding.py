"""Whether amounts add up as printed: a whole of its parts, a difference of two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

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
    """The amounts beside their measures' names, up to one told a second time.

    Behind them one by one or in a row, «xuất khẩu và nhập khẩu tương ứng 10 và 8 triệu USD», or
    right before them, «10 triệu USD hàng xuất khẩu và 8 triệu USD hàng nhập khẩu».
    """
    told: dict[str, Quantity] = {}
    names: list[str] = []
    amounts: list[Quantity] = []
    led: Quantity | None = None
    for token, behind in pairwise((*tokens, None, None)):
        if token is not None and token.kind is Kind.MONEY:
            if names:
                amounts.append(token.mention)
            elif behind is not None and behind.kind is Kind.LABEL:
                led = token.mention
        elif token is None or token.kind is Kind.LABEL:
            own: dict[str, Quantity] = {}
            if token is not None and led is not None:
                own = {token.mention: led}
            elif names and amounts:
                each = len({*names}) == len(names) == len(amounts)
                own = dict(zip(names, amounts, strict=True)) if each else {names[-1]: amounts[0]}
            if not told.keys().isdisjoint(own):
                break
            told |= own
            if own:
                names, amounts = [], []
            names += [token.mention] if token is not None and led is None else []
            led = None
    return told


def _unit(quantity: Quantity) -> Decimal:
    return quantity.readings[0].unit * SCALE_FACTOR[quantity.scale or "one"]


def size(quantity: Quantity) -> Decimal:
    """An amount in base units."""
    return quantity.value * SCALE_FACTOR[quantity.scale or "one"]
