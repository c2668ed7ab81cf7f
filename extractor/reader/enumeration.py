"""Names and numbers in parallel: «xuất khẩu và nhập khẩu lần lượt đạt 640 và 680 triệu USD».

Numbers that follow several names which have none yet belong to them in their order, where there are
as many of the one as of the other; a number without a unit shares that of the next one with a unit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractor.numbers.change import DOWN, UP
from extractor.numbers.quantity import Quantity
from extractor.numbers.unit import Unit
from extractor.reader.tokens import Kind, Token
from extractor.span import Span

_DIFFERING = frozenset(f"{UP}|{DOWN}|vượt".split("|")) - {"hơn"}
"""Verbs behind which an amount is how much more or less."""
_BETWEEN = (Kind.NEUTRAL, Kind.ATTRIBUTE, Kind.ESTIMATE, Kind.RESPECTIVELY)


@dataclass(frozen=True, slots=True)
class Run:
    """Numbers of one kind in a row: the tokens' positions and what they state."""

    positions: tuple[int, ...]
    quantities: tuple[Quantity, ...]


def amounts(tokens: Sequence[Token], position: int) -> Run | None:
    """The amounts of money in a row from ``position`` on; ``None`` for fewer than two."""
    positions = _row(tokens, position, (Kind.MONEY, Kind.NUMBER))
    while positions and tokens[positions[-1]].kind is not Kind.MONEY:
        positions.pop()
    if len(positions) < 2:
        return None
    found: list[Quantity] = []
    unit: Quantity = tokens[positions[-1]].mention
    for index in reversed(positions):
        quantity: Quantity = tokens[index].mention
        if quantity.currency is not None:
            unit = quantity
        else:
            # The number alone is what is printed of this figure; its unit stands with another.
            quantity = replace(
                quantity,
                span=Span(*quantity.number),
                scale=unit.scale,
                currency=unit.currency,
                kind="money",
            )
        found.append(quantity)
    return Run(tuple(positions), tuple(reversed(found)))


def counted_in(tokens: Sequence[Token], unit: Unit) -> list[Token]:
    """The tokens with the sole bare number as an amount in the unit that a list's lead names.

    A number at the head is the item's own.
    """
    bare = [i for i, t in enumerate(tokens) if t.kind is Kind.NUMBER and i]
    if len(bare) != 1 or any(t.kind is Kind.MONEY for t in tokens):
        return list(tokens)
    counted = list(tokens)
    token = tokens[bare[0]]
    quantity = replace(token.mention, scale=unit.scale, currency=unit.currency, kind="money")
    counted[bare[0]] = replace(token, kind=Kind.MONEY, mention=quantity)
    return counted


def percentages(tokens: Sequence[Token], position: int) -> Run | None:
    """The percentages in a row from ``position`` on; ``None`` for fewer than two."""
    positions = _row(tokens, position, (Kind.PERCENT,))
    if len(positions) < 2:
        return None
    return Run(tuple(positions), tuple(tokens[i].mention for i in positions))


def _row(tokens: Sequence[Token], position: int, kinds: tuple[Kind, ...]) -> list[int]:
    """Positions of tokens of the kinds with nothing but «và», commas and the like between."""
    found = []
    for index in range(position, len(tokens)):
        token = tokens[index]
        if token.kind in kinds:
            if token.mention.ranged:
                return []
            found.append(index)
        elif Kind.MONEY in kinds and found and token.text in _DIFFERING:
            break  # «751 triệu USD, tăng 101 triệu USD»
        elif token.kind not in _BETWEEN and not (token.kind is Kind.STOP and token.text in ",;"):
            break
    return found
