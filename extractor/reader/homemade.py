"""Goods that a place itself makes, in whatever words, where their trade is told.

«hàng do địa phương sản xuất ra để xuất khẩu», «xuất khẩu sản phẩm tự làm ra tại tỉnh»: a schema
that has a name for a place's own goods («hàng địa phương») means these as well.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping

from extractor.folding import Folded
from extractor.reader.lexicon import PLACE_NOUNS
from extractor.reader.tokens import Kind, Token, is_noun
from extractor.span import Span

_PLACE = "\x00"
"""What a province's name is read as."""
_HERE = (
    r"(?:(?:chính )?(?:(?:tại |ở )?(?:địa phương|bản địa)"
    r"|(?:toàn )?(?:tỉnh|thành phố)(?: (?:nhà|ta))?"
    r"|(?:tỉnh |thành phố )?\x00+"
    r"|(?:người|bà con|nông)(?: dân| lao động)?(?: (?:địa phương|bản địa|trong tỉnh|tại chỗ|\x00+))"
    r"|(?:các )?(?:doanh nghiệp|dn|đơn vị|cơ sở|nhà máy|xưởng|nhà xưởng|hợp tác xã|công ty)"
    r"(?: sản xuất| chế biến)?(?: (?:của|trong|tại|ở|trên|thuộc|ngay))*"
    r" (?:(?:địa bàn )?(?:tỉnh|thành phố)|địa phương|địa bàn|nội tỉnh|tại chỗ|chỗ|\x00+)"
    r"(?: (?:này|nhà|\x00+))?))"
)
_MAKE = (
    r"(?:(?:tự|trực tiếp|tự tay|đã) )*(?:sản xuất|làm|chế biến|chế tạo|gia công|nuôi trồng)"
    r"(?: (?:ra|được|lấy))?"
)
_SITE = (
    r"(?:ngay )?(?:tại|ở|trong|trên) (?:chính )?"
    r"(?:địa phương|(?:địa bàn )?(?:tỉnh|thành phố)(?: nhà)?|địa bàn|chỗ)"
)
_OWN = re.compile(
    r"(?<!\w)(?:(?:các|những|số|lượng|mọi) )?(?:hàng hóa|hàng|mặt hàng|sản phẩm) "
    rf"(?:(?:được |mà )?(?:do )?{_HERE} {_MAKE}|(?:được )?{_MAKE} {_SITE}"
    rf"|(?P<joining>của (?:riêng |chính )?{_HERE}(?: trực tiếp| đã| có)? tham gia)"
    r"|(?:của|có gốc|có nguồn gốc|có xuất xứ|thuần) (?:từ )?(?:chính )?"
    r"(?:địa phương|bản địa|tại chỗ)|bản địa|tại chỗ)(?!\w)(?! (?:khác|bạn|lân cận))"
)
"""Goods and that the place makes them."""
_APART = ("riêng", "trong đó", "trong đó có", "trong số đó", "trong số này")
"""Before goods that take part in trade: that there are others, which pass through."""
_SERVING = frozenset(
    {
        *(
            "để",
            "dành cho",
            "dành",
            "cho",
            "phục vụ",
            "đáp ứng",
            "rồi",
            "nhằm",
            "đem",
            "đưa",
            "được",
            "vào",
            "trong",
        ),
        *("chỉ", "mới", "cũng", "thì", "ra", "đi", "đã", "có", "với", "đạt", "mà", "đang", "vẫn"),
    }
)
"""What may stand between the goods and what is done with them."""


def homemade(
    folded: Folded, tokens: list[Token], wholes: Mapping[frozenset[str], str], own: str | None
) -> list[Token]:
    """The tokens with what is told of a place's own goods under the name ``own`` of that.

    Only where the name of the measure that they are a part of stands right behind or before them.
    """
    whole = wholes.get(frozenset((own,))) if own is not None else None
    if (
        own is None
        or whole is None
        or not any(t.kind is Kind.LABEL and t.mention == whole for t in tokens)
    ):
        return tokens
    start, end = tokens[0].span.start, tokens[-1].span.end
    low = folded.lower[start:end]
    for token in tokens:
        if token.kind is Kind.PLACE and token.mention.kind == "province":
            first, last = token.span.start - start, token.span.end - start
            low = low[:first] + _PLACE * (last - first) + low[last:]
    starts = [t.span.start for t in tokens]
    for match in reversed(list(_OWN.finditer(low))):
        first = bisect_left(starts, start + match.start())
        behind = bisect_left(starts, start + match.end())
        if any(t.mention == own for t in tokens[first:behind]):
            continue
        if match["joining"] and not low[: match.start()].rstrip(", ").endswith(_APART):
            continue
        last = behind
        while last < len(tokens) and (tokens[last].text in _SERVING or is_noun(tokens[last])):
            last += 1
        while last + 1 < len(tokens) and tokens[last + 1].kind is Kind.LABEL:
            last += 1
        before = first - 1
        if last < len(tokens) and tokens[last].mention == whole:
            before, behind = first, last + 1
        elif before < 0 or tokens[before].mention != whole:
            continue
        span = Span(tokens[before].span.start, tokens[behind - 1].span.end)
        named = Token(Kind.LABEL, span, span.of(folded.lower), own)
        within = tokens[before:behind]
        whose = [t for t in within if t.kind is Kind.PLACE or t.text in PLACE_NOUNS]
        tokens = [*tokens[:before], *whose, named, *tokens[behind:]]
    return tokens
