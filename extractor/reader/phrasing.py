"""Several tokens of a sentence that say one thing: what is counted in, and a part of its whole.

«nếu kể cả hàng quá cảnh, tạm nhập tái xuất và hàng khai ở nơi khác thì …» is one scope, however
much it lists. «hàng địa phương thì xuất được …» is the place's own goods, which are exported.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from extractor.folding import Folded
from extractor.reader.subject import is_noun
from extractor.reader.tokens import Kind, Token
from extractor.span import Span

_COUNTING = re.compile(
    r"(?:còn |nhưng |song |và )?(?:nếu |khi )?"
    r"(?P<how>(?:(?:chỉ |chưa |không )?(?:tính|kể|gộp|cộng|gồm|bao gồm)|thêm|loại|trừ|loại trừ)"
    r"(?: gộp| chung| luôn| thêm| vào| ra| đi)?(?: cả| thêm| luôn| tất cả| toàn bộ| hết)?)"
    r" (?=(?:(?:tất cả|toàn bộ|số|lượng|phần|các|những|lô) ){0,2}"
    r"(?:hàng|lô|quá cảnh|tạm nhập|kho ngoại quan|chuyển|gửi|trung chuyển))"
)
"""Leads goods of some sort that an amount has in it or leaves out."""
_ENDING = (Kind.MONEY, Kind.PERCENT, Kind.OPEN, Kind.CLOSE, Kind.FOREIGN)
_ADVERBS = frozenset({"thì", "đã", "chỉ", "mới", "cũng", "vẫn", "còn", "lại", "được", "đem", "đưa"})


def phrased(
    folded: Folded, tokens: list[Token], wholes: Mapping[frozenset[str], str]
) -> list[Token]:
    """The tokens with every such phrase as one scope, and with a part named only as that."""
    tokens = _counted_in(folded, tokens)
    _name_parts(tokens, wholes)
    return tokens


def _counted_in(folded: Folded, tokens: list[Token]) -> list[Token]:
    found: list[Token] = []
    position = 0
    opens = True
    while position < len(tokens):
        token = tokens[position]
        match = _COUNTING.match(folded.lower, token.span.start) if opens else None
        end = _end(tokens, position) if match is not None else None
        if match is not None and end is not None:
            inner = tokens[position:end]
            whole = Span(match.start("how"), inner[-1].span.end)
            found.append(Token(Kind.SCOPE, whole, whole.of(folded.text)))
            found += [t for t in inner if t.kind is Kind.PERIOD]
            position, opens = end, False
            continue
        opens = token.kind is Kind.STOP or (opens and token.kind is Kind.PERIOD)
        found.append(token)
        position += 1
    return found


def _end(tokens: Sequence[Token], start: int) -> int | None:
    """Where what is counted in ends: at «thì», else at the last comma before what is told.

    ``None`` where nothing of its own is listed, which the words of the language tell apart.
    """
    end = None
    for index in range(start + 1, len(tokens)):
        token = tokens[index]
        if token.text == "thì":
            end = index
            break
        if token.kind in _ENDING or (token.kind is Kind.LABEL and end is not None):
            break
        if token.kind is Kind.STOP:
            if token.text != ",":
                break
            end = index
    if end is None or not any(t.kind is Kind.WORD for t in tokens[start:end]):
        return None
    return end


def _name_parts(tokens: list[Token], wholes: Mapping[frozenset[str], str]) -> None:
    """«xuất khẩu hàng hóa qua cửa khẩu», «hàng địa phương chỉ xuất được»: of the part alone.

    A whole's name that the name of one of its parts leads with nothing to part them.
    """
    led: str | None = None
    for index, token in enumerate(tokens):
        if token.kind is Kind.LABEL:
            if any(led in parts and whole == token.mention for parts, whole in wholes.items()):
                tokens[index] = replace(token, kind=Kind.NEUTRAL, mention=None)
            else:
                led = token.mention
        elif not is_noun(token) and token.text not in _ADVERBS:
            led = None
