"""Names and numbers in parallel: «xuất khẩu và nhập khẩu lần lượt đạt 640 và 680 triệu USD».

Numbers that follow several names which have none yet belong to them in their order, where there are
as many of the one as of the other; a number without a unit shares that of the next one with a unit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractor.folding import Folded
from extractor.numbers.change import DOWN, UP
from extractor.numbers.quantity import Quantity
from extractor.numbers.unit import Unit
from extractor.reader.amount import is_rate
from extractor.reader.tokens import Kind, Token
from extractor.span import Span

_DIFFERING = frozenset(f"{UP}|{DOWN}|vượt".split("|")) - {"hơn"}
"""Verbs behind which an amount is how much more or less."""
_TELLING = frozenset(
    {
        *("đạt", "là", "được", "mới", "chỉ", "còn", "chỉ còn", "lên", "xuống", "ở mức", "đạt mức"),
        *("gần", "hơn", "khoảng", "trên", "xấp xỉ", "chừng", "vỏn vẹn", "có", "bằng", "từ", "mức"),
        *("tới", "đến", "chỉ đạt", "mới đạt", "lên tới", "lên đến", "dừng ở", "xuống còn"),
    }
)
"""Words right before an amount that tell it."""
_QUIET = frozenset(
    {
        *(Kind.LABEL, Kind.NEUTRAL, Kind.ATTRIBUTE, Kind.ESTIMATE, Kind.PERIOD, Kind.PLACE),
        *(Kind.COMPARED, Kind.SCOPE),
    }
)
_REACHING = frozenset({"lên", "xuống", "còn", "về", "lên tới", "lên đến", "xuống còn"})
_NUMBERED = frozenset({"tháng", "quý", "ngày", "năm"})
"""Behind these a number says which."""
_SCALES = ("million", "billion")
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
            quantity = _in(unit, quantity)
        found.append(quantity)
    return Run(tuple(positions), tuple(reversed(found)))


def counted_in(tokens: Sequence[Token], unit: Unit, *, headed: bool = False) -> list[Token]:
    """The tokens with the sole bare number as an amount in the unit that a list's lead names.

    A number at the head is the item's own, unless a line above had that (``headed``).
    """
    bare = [i for i, t in enumerate(tokens) if t.kind is Kind.NUMBER and (i or headed)]
    if len(bare) != 1 or any(t.kind is Kind.MONEY for t in tokens):
        return list(tokens)
    counted = list(tokens)
    token = tokens[bare[0]]
    quantity = replace(token.mention, scale=unit.scale, currency=unit.currency, kind="money")
    counted[bare[0]] = replace(token, kind=Kind.MONEY, mention=quantity)
    return counted


def carried(folded: Folded, tokens: list[Token]) -> list[Token]:
    """The tokens with bare numbers as amounts in the unit of the amount told before them.

    «xuất khẩu đạt 1.120 triệu USD, năm 2022 đạt 860; nhập khẩu 740»: each alone in a clause that
    says what and when, and nothing else; «từ 702 lên 740 triệu USD» in that of the next one.
    """
    unit: Quantity | None = None
    start = 0
    found = list(tokens)
    for index, token in enumerate(tokens):
        if token.kind is Kind.MONEY:
            told = token.mention.scale in _SCALES and not is_rate(folded, token)
            unit = token.mention if told else None
        elif token.kind in (Kind.STOP, Kind.OPEN) and token.text != ":":
            start = index + 1
        elif token.kind is Kind.NUMBER and not token.mention.ranged:
            own = _left_for(tokens, index) or (unit if _is_amount(tokens, start, index) else None)
            if own is not None:
                found[index] = replace(token, kind=Kind.MONEY, mention=_in(own, token.mention))
    return found


def _in(unit: Quantity, number: Quantity) -> Quantity:
    """The number as an amount in the unit of another one, itself all that is printed of it."""
    if number.scale is not None:
        return replace(number, currency=unit.currency, kind="money")  # «còn 860 triệu»
    return replace(
        number,
        span=Span(*number.number),
        scale=unit.scale,
        currency=unit.currency,
        kind="money",
    )


def _is_amount(tokens: Sequence[Token], start: int, index: int) -> bool:
    """Whether a bare number is told as an amount is, and its clause ends with it."""
    before, behind = tokens[index - 1], tokens[index + 1 : index + 3]
    led = before.text in _TELLING or before.kind in (Kind.LABEL, Kind.ESTIMATE)
    led = led or (before.kind is Kind.PERIOD and before.text.split()[-1].lower() not in _NUMBERED)
    led = led or (before.text == ":" and tokens[index - 2].kind in (Kind.LABEL, Kind.PERIOD))
    ends = not behind or behind[0].kind is Kind.CLOSE or behind[0].text in ",;."
    row = [t.kind for t in behind[1:]] in ([Kind.NUMBER], [Kind.MONEY])
    words = [t for t in tokens[start:index] if t.text != ":"]
    told = any(t.kind in (Kind.LABEL, Kind.PERIOD) for t in words)
    return start < index and led and ends and not row and told and {t.kind for t in words} <= _QUIET


def _left_for(tokens: Sequence[Token], index: int) -> Quantity | None:
    """«từ 702 lên 740 triệu USD»: the amount that a bare one has become."""
    led = index > 0 and (
        tokens[index - 1].text == "từ" or (index > 1 and tokens[index - 2].text == "từ")
    )
    behind = tokens[index + 1 : index + 4] if led else ()
    if not behind or behind[0].text not in _REACHING:
        return None
    return next((t.mention for t in behind if t.kind is Kind.MONEY), None)


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
