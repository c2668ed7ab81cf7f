"""Names of measures that a noun before them has: «thuế xuất khẩu, nhập khẩu», «số thuế hàng nhập».

What the schema knows as something else and a measure's name stands behind is a thing of its own,
and so are the names in a row with that one, each with its amount maybe.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from extractor.reader.tokens import Kind, Token, is_noun

Meaning = Mapping[str, tuple[Kind, str | None]]
"""What each phrase of a vocabulary means, with the measure that it names."""
_JOINING = frozenset({"và", "hoặc", "lẫn", "hay", ",", "/", "-", "&"})
_FEW = 2
"""Words that such a noun has at most."""


def governed(tokens: list[Token], meaning: Meaning) -> list[Token]:
    """The tokens with every name that such a noun has as a word and no name."""
    found = list(tokens)
    index = 0
    while index < len(found):
        start = _behind(found, index, meaning)
        index += 1
        if start is not None:
            index = max(index, _quiet_row(found, start))
    return found


def _behind(tokens: Sequence[Token], index: int, meaning: Meaning) -> int | None:
    """Where the row goes on that a noun there leads, with its first name or behind it."""
    token = tokens[index]
    if token.kind is Kind.WORD and " " in token.text:
        return index + 1 if _is_of_measure(token.text.lower(), meaning) else None
    if token.kind is not Kind.FOREIGN:
        return None
    after = index + 1
    while after < len(tokens) and (is_noun(tokens[after]) or tokens[after].text == ":"):
        after += 1
    named = after < len(tokens) and tokens[after].kind is Kind.LABEL
    listed = tokens[after - 1].text == ":" and named and _amount(tokens, after) is not None
    genitive = named and all(is_noun(t) for t in tokens[index + 1 : after])
    return index + 1 if listed or (genitive and _is_joined(tokens, after)) else None


def _is_of_measure(text: str, meaning: Meaning) -> bool:
    """«thuế xuất khẩu»: something else's name and a measure's."""
    words = text.split()
    return any(
        meaning.get(" ".join(words[:n]), (None,))[0] is Kind.FOREIGN
        and meaning.get(" ".join(words[n:]), (None,))[0] is Kind.LABEL
        for n in range(1, min(_FEW + 1, len(words)))
    )


def _is_joined(tokens: Sequence[Token], index: int) -> bool:
    """Whether the name there and another one stand in a row."""
    after = index + 1
    while after < len(tokens) and (tokens[after].text in _JOINING or is_noun(tokens[after])):
        after += 1
    joined = any(t.text in _JOINING for t in tokens[index + 1 : after])
    return joined and after < len(tokens) and tokens[after].kind is Kind.LABEL


def _amount(tokens: Sequence[Token], index: int) -> Token | None:
    """The amount right behind the name there."""
    after = tokens[index + 1 : index + 2]
    return after[0] if after and after[0].kind is Kind.MONEY else None


def _quiet_row(tokens: list[Token], start: int) -> int:
    """Make words of the names in a row from ``start`` on; where the row ends.

    An amount may follow each, all in one currency. A comma before what is told of in another one
    parts the row: «nhờ giảm thuế xuất khẩu, nhập khẩu năm 2022 đạt 142 triệu USD».
    """
    index = start
    currency: str | None = None
    while index < len(tokens):
        token = tokens[index]
        if token.kind is Kind.MONEY:
            if currency not in (None, token.mention.currency):
                break
            currency = token.mention.currency
        elif token.kind is Kind.LABEL:
            own = next((t.mention.currency for t in tokens[index:] if t.kind is Kind.MONEY), None)
            if currency is not None and _amount(tokens, index) is None:
                break
            if tokens[index - 1].text in ",;" and own not in (
                None,
                "VND" if currency is None else currency,
            ):
                break
            tokens[index] = replace(token, kind=Kind.WORD, mention=None, name=True)
        elif token.text not in _JOINING | {";", ":"} and not is_noun(token):
            break
        index += 1
    return index
