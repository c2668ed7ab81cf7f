"""With whom goods are traded: a country or market that makes a measure that of a part.

«nhập siêu với Trung Quốc 2 tỷ USD», «xuất khẩu 5 triệu USD sang thị trường này», «quan hệ thương
mại với Lào thâm hụt 2 triệu USD». What lies at the border with a country is not traded with it
alone. All functions look at a sentence's tokens around a position and change nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.reader.tokens import Kind, Token, is_noun

LEADING = frozenset({"từ", "với", "vào"})
"""Lead a partner right behind a measure's name."""
_TOWARDS = LEADING | {"sang", "tới", "đến", "cho"}
_POINTING = (" này", " đó", " ấy", " nói trên")
_AMONG = frozenset({"nước", "bạn", "khối", ",", "và"})
"""What may stand before a partner's name and between two."""
_BORDER = frozenset({"biên", "giới", "giáp", "qua biên giới", "cửa khẩu", "các cửa khẩu"})
_ELSE = _BORDER | {"là", "khi", "lúc", "nơi"}
"""Behind these a partner's name says something else."""
_HELD_AGAINST = frozenset({"so", "cùng", "giáp", "đối", "giới", "cửa khẩu"})
"""Before «với» these make no trade of it."""
_SEVERAL = 3
"""Partners in a row that are named as those with whom all is traded."""
_REACH = 6
"""Tokens from a word that leads to a partner to its name."""
_ENDING = (Kind.MONEY, Kind.PERCENT, Kind.LABEL, Kind.OPEN, Kind.CLOSE)


def narrowed(tokens: Sequence[Token], position: int) -> bool:
    """«xuất khẩu của Việt Nam sang Hoa Kỳ đạt …», «hai chiều Việt Nam - Campuchia»: with a partner.

    What lies at the border with it is not.
    """
    border = False
    for index in range(position + 1, len(tokens)):
        token = tokens[index]
        if is_abroad(token):
            return not border
        if token.text in _BORDER:
            border = True
        elif token.kind is Kind.MONEY:
            return _is_told_behind(tokens, index)
        elif token.kind in _ENDING or (token.kind is Kind.STOP and token.text != "-"):
            return False
    return False


def _is_told_behind(tokens: Sequence[Token], position: int) -> bool:
    """«nhập siêu 2 tỷ USD với Trung Quốc», «xuất 5 triệu USD sang thị trường này»: of a partner.

    A word that leads to it stands right behind the amount. Several are all that is traded with.
    """
    begin = _towards(tokens, position)
    partners = 0
    for token in tokens[begin : begin + _REACH] if begin is not None else ():
        if token.kind is Kind.NUMBER or token.text in _ELSE:
            return False  # «sang Mỹ, EU và 30 nước khác», «với bạn hàng chính là Lào»
        if is_pointed_to(token):
            return True
        if is_abroad(token):
            partners += 1
        elif token.kind in (*_ENDING, Kind.PERIOD, Kind.ESTIMATE) or (
            token.kind in (Kind.STOP, Kind.WORD) and token.text not in _AMONG
        ):
            break
    return 0 < partners < _SEVERAL


def _towards(tokens: Sequence[Token], position: int) -> int | None:
    """Where a word right behind an amount, or behind «trong quan hệ», leads to a partner."""
    index = position + 1
    while index < len(tokens) and is_noun(tokens[index]):
        index += 1
    within = index < len(tokens) and tokens[index].text == "trong"
    for at in range(index, min(index + _REACH if within else index + 1, len(tokens))):
        if tokens[at].kind in (*_ENDING, Kind.STOP, Kind.PERIOD, Kind.PLACE):
            return None
        if tokens[at].text.split()[0] in _TOWARDS:
            return at
    return None


def is_abroad(token: Token) -> bool:
    """Whether the token is the name of another country."""
    return token.kind is Kind.PLACE and token.mention.kind == "foreign"


def is_pointed_to(token: Token) -> bool:
    """«thị trường này», «các nước láng giềng»."""
    pointed = token.kind is Kind.NARROWING and token.text.endswith(_POINTING)
    return pointed or token.text == "láng"


def is_named_before(tokens: Sequence[Token], position: int, start: int) -> bool:
    """«quan hệ thương mại với các nước ASEAN thâm hụt …»: a partner with whom, before the name."""
    for index in range(position - 1, start - 1, -1):
        if is_abroad(tokens[index]):
            return _is_led(tokens, index)
        if tokens[index].kind in _ENDING:
            return False
    return False


def _is_led(tokens: Sequence[Token], index: int) -> bool:
    led = index - 1
    while led > 0 and (
        tokens[led].text in _AMONG
        or tokens[led].kind in (Kind.NARROWING, Kind.NEUTRAL)
        or is_abroad(tokens[led])
    ):
        led -= 1
    before = tokens[led - 1].text.split()[-1] if led > 0 else ""
    return led >= 0 and tokens[led].text == "với" and before not in _HELD_AGAINST
