"""What an amount is reckoned with or without: each such phrase of a sentence as one scope.

«nếu kể cả hàng quá cảnh, tạm nhập tái xuất và hàng khai ở nơi khác thì …» is one scope, however
much it lists; behind it «không tính thì …» leaves the same out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.folding import Folded
from extractor.reader.subject import is_noun
from extractor.reader.tokens import Kind, Token
from extractor.span import Span

_COUNTING = re.compile(
    r"(?:còn |nhưng |song |và )?(?P<if>nếu |khi )?"
    r"(?P<how>(?:chỉ |chưa |không )?(?:tính|kể|lấy|xét|gộp|cộng|gồm|bao gồm|thêm|loại trừ|trừ|loại)"
    r"(?: (?:gộp|chung|riêng|luôn|thêm|vào|ra|đi|cả|tất cả|toàn bộ|hết)){0,3})"
    r" (?:(?:số|lượng|phần|các|những|lô) ){0,2}"
    r"(?:hàng|lô|quá cảnh|tạm nhập|kho ngoại quan|chuyển|gửi|trung chuyển|mở tờ khai|làm thủ tục"
    r"|kinh doanh|chính ngạch|tiểu ngạch)(?!\w)"
)
"""Leads goods of some sort that an amount has in it or leaves out."""
_COUNTED = re.compile(
    r"(?:^|.* )(?:cả|thêm|luôn|chung|gộp|hết|tất cả|toàn bộ|trừ|loại|không|chưa|chỉ)"
)
"""How a phrase says so without «nếu»: «gồm hàng dệt may» only lists."""
_SHORT = re.compile(
    r"(?:nếu |khi )?(?:(?:không|chưa) (?:tính|kể|gồm|cộng|gộp)(?: (?:vào|thêm|cả))?"
    r"|(?:trừ|loại|bỏ)(?: (?:đi|ra|hết)){1,2})(?: (?:phần|khoản|số) (?:này|đó|ấy))?"
    r"(?= (?:thì|chỉ|còn|là|đạt|ước|được|con số|[0-9]))"
)
"""Behind what is counted in: that this is left out («không tính thì chỉ 401,6 triệu USD»)."""
_BASIS = re.compile(
    r"(?:còn |nhưng |song |và )?(?:nếu |khi )?"
    r"(?P<how>(?:tính|đo|xét|thống kê|căn cứ|dựa|kể)(?: (?:theo|trên|vào)){1,2})"
    r" (?:(?:các|những|số|cách) ){0,2}"
    r"(?:nơi|chỗ|địa điểm|doanh nghiệp|trụ sở|chủ hàng|tờ khai|lô hàng|cửa khẩu|cơ quan)(?!\w)"
)
"""Leads the basis on which an amount is reckoned."""
_WITHOUT = frozenset({"trừ", "loại trừ", "ngoại trừ", "kể", "tính", "kể cả"})
_HAVING = frozenset({"có", "đã", "không", "chưa"})
_WHOLLY = frozenset({"cả", "luôn", "thêm", "giá trị", "trị giá", "kể cả"})
_GOODS = 4
"""Words of goods that a name counts in at most."""
_ENDING = (Kind.MONEY, Kind.PERCENT, Kind.OPEN, Kind.CLOSE, Kind.FOREIGN)
_REACHING = frozenset(
    {"đạt", "là", "được", "lên", "lên tới", "lên đến", "còn", "chỉ còn", "ước đạt"}
)


def counted_in(folded: Folded, tokens: list[Token]) -> list[Token]:
    """The tokens with the words that say what is counted in or left out as one scope."""
    found: list[Token] = []
    position = 0
    while position < len(tokens):
        token = tokens[position]
        if (short := _left_out(folded, found, token)) is not None:
            while tokens[position].span.end < short.end:
                position += 1
            found.append(Token(Kind.SCOPE, short, short.of(folded.text)))
            position += 1
            continue
        match = _leading(folded, token)
        if (scoped := _scope_end(tokens, position)) is not None:
            begin = token.span.start
            while found and found[-1].text in _HAVING:
                begin = found.pop().span.start
            whole = Span(begin, tokens[scoped - 1].span.end)
            found.append(Token(Kind.SCOPE, whole, whole.of(folded.text)))
            position = scoped
            continue
        end = _end(tokens, position) if match is not None else None
        if match is None or end is None:
            found.append(token)
            position += 1
            continue
        inner = tokens[position:end]
        whole = Span(match.start("how"), inner[-1].span.end)
        found.append(Token(Kind.SCOPE, whole, whole.of(folded.text)))
        found += [t for t in inner if t.kind is Kind.PERIOD]
        position = end
    return found


def _left_out(folded: Folded, before: Sequence[Token], token: Token) -> Span | None:
    """Where a clause begins with words that leave out what was counted in before."""
    if not before or before[-1].kind is not Kind.STOP:
        return None
    match = _SHORT.match(folded.lower, token.span.start)
    counted = match is not None and any(t.kind is Kind.SCOPE for t in before)
    return Span(*match.span()) if match is not None and counted else None


def _scope_end(tokens: Sequence[Token], start: int) -> int | None:
    """«xuất khẩu kể cả dầu thô ước đạt …»: where what a name counts in ends.

    Goods right behind a name and before its verb, time or estimate, which have no amount of their
    own.
    """
    token = tokens[start]
    if token.kind is not Kind.INCLUDING and token.text not in _WITHOUT:
        return None
    led = start - 1
    while led >= 0 and (is_noun(tokens[led]) or tokens[led].text in _HAVING):
        led -= 1
    if led < 0 or tokens[led].kind is not Kind.LABEL:
        return None
    end = start + 1
    while end < len(tokens) and (tokens[end].text in _WHOLLY or is_noun(tokens[end])):
        end += 1
    first = end
    while end < len(tokens) and tokens[end].kind in (Kind.WORD, Kind.FOREIGN):
        end += 1
    if not first < end <= first + _GOODS or end >= len(tokens):
        return None
    verb = tokens[end]
    if verb.kind not in (Kind.ESTIMATE, Kind.PERIOD) and verb.text not in _REACHING:
        return None
    amounts = 0
    for behind in tokens[end:]:
        if behind.text == ";" or behind.kind in (Kind.OPEN, Kind.LABEL):
            break
        amounts += behind.kind is Kind.MONEY
    return end if amounts == 1 else None


def _leading(folded: Folded, token: Token) -> re.Match[str] | None:
    """The words that lead what is counted in or a basis, where they begin with the token."""
    if token.kind in (Kind.STOP, Kind.MONEY, Kind.PERIOD, Kind.PLACE, Kind.LABEL):
        return None
    match = _COUNTING.match(folded.lower, token.span.start)
    if match is not None and (match["if"] or _COUNTED.match(match["how"])):
        return match
    return _BASIS.match(folded.lower, token.span.start)


def _end(tokens: Sequence[Token], start: int) -> int | None:
    """Where the phrase ends: at «thì», at the last comma before what is told, or at its verb."""
    end = None
    for index in range(start + 1, len(tokens)):
        token = tokens[index]
        if token.text == "thì":
            return index
        if token.kind is Kind.MONEY and end is None:
            end = index
            while tokens[end - 1].kind in (Kind.NEUTRAL, Kind.ATTRIBUTE, Kind.ESTIMATE):
                end -= 1
            return end if end > start + 1 and tokens[end].text in _REACHING else None
        paired = token.kind is Kind.LABEL and tokens[index - 1].text in (",", "và", "lẫn")
        if paired and tokens[index - 2].kind is Kind.LABEL:
            end = None  # «phần mở tờ khai xuất khẩu, nhập khẩu tại Cục …»
        if token.kind in _ENDING or (token.kind is Kind.LABEL and end is not None):
            break
        if token.kind is Kind.STOP:
            if token.text != ",":
                break
            end = index
    return end
