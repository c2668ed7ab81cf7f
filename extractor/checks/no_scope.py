"""Whether what a report calls a scope is one: which trade of a place an amount counts.

A scope is told by how and by whom goods pass: «mở tờ khai tại Cục Hải quan», «doanh nghiệp trong
tỉnh», «không kể dầu thô», «khu vực FDI». What names a commodity or a branch, one company, a partner
or a market sets an amount apart from the place's turnover and makes it no turnover of the place;
what names a time or the place itself sets nothing apart.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from extractor.checks.scope_words import GENERIC, kinds_of
from extractor.folding import UPPER, fold, fold_phrase
from extractor.numbers.period_lexer import periods
from extractor.numbers.place import places
from extractor.reader.lexicon import COMPANY
from extractor.schema import Schema

Sense = Literal["goods", "company", "market", "time", "place"]

SENSES: dict[Sense, str] = {
    "goods": "names goods or a branch: a part of what the place trades, not its turnover",
    "company": "names a company: not the place's turnover",
    "market": "names a market: a part of what the place trades, not its turnover",
    "time": "says when, which is the period's to say, and not which trade is counted",
    "place": "is the place itself, and tells no trade of it from another",
}
"""What is said of a scope that is none."""
_HEAD = re.compile(
    r"(?:(?:các|những|một số|nhiều|riêng|chỉ|tính|tính riêng|về|của|đối với|trong đó|tổng|kim ngạch"
    r"|giá trị|trị giá|doanh thu|xuất khẩu|nhập khẩu|xuất nhập khẩu|hàng hóa|hàng|mặt hàng"
    r"|nhóm hàng|nhóm mặt hàng|nhóm|ngành hàng|ngành|lĩnh vực|sản phẩm|nhóm sản phẩm|nguyên liệu"
    r"|chế biến)(?!\w)\W*)+"
)
"""What may stand before the name of goods."""
_BRANCH = re.compile(r"(?:ngành|ngành hàng|mặt hàng|nhóm hàng|nhóm mặt hàng|lĩnh vực) \w")
"""Before what else these stand is goods or a branch too."""
_TO = re.compile(
    r"(?:(?:kim ngạch|giá trị|hàng hóa|hàng|xuất khẩu|nhập khẩu|xuất nhập khẩu|riêng)\s)*"
    r"(?P<way>(?:(?:các )?thị trường|(?:sang|đi|vào|tới|đến|với|từ)(?: (?:các |những )?"
    r"(?:thị trường|nước|đối tác))?)\s)?(?:(?:các nước|khối|khu vực)\s)?"
)
"""What may stand before the name of a partner."""
_MARKET = re.compile(r"thị trường|đối tác")
_BORDER = re.compile(r"biên giới|cửa khẩu|(?<!\w)biên(?!\w)")
_FIRM = re.compile(
    r"(?:(?:của|do|riêng|xuất khẩu|nhập khẩu|kim ngạch)\s)*(?:một\s)?"
    rf"(?:{'|'.join(sorted(map(re.escape, COMPANY), key=len, reverse=True))})(?!\w)"
)
_TITLE = re.compile(r"(?:toàn |cả |của |tại |ở )?(?:tỉnh|thành phố|tp\.?|thị xã|huyện)?\s*")
_ABROAD = re.compile(rf"(?i:(?:xuất khẩu |nhập khẩu )?(?:sang|đi|vào))(?: các nước)? [{UPPER}]")
"""Before a name these lead to a market, whether the place is known or not."""
_KNOWN = re.compile(
    r"(?<!\w)(?:doanh nghiệp|dn|hải quan|tờ khai|thủ tục|thông quan|giám sát|cửa khẩu|lối mở|cảng"
    r"|địa bàn|địa phương|tỉnh|thành phố|toàn|khu vực|khối|thành phần|kinh tế|fdi|vốn|trong nước"
    r"|nước ngoài|tư nhân|nhà nước|chính ngạch|tiểu ngạch|mậu dịch|biên mậu|mậu biên|biên giới"
    r"|cư dân|tạm nhập|tái xuất|quá cảnh|ngoại quan|chuyển khẩu|loại hình|hình thức|phương thức"
    r"|gia công|chế xuất|dịch vụ|ngoại tệ|mua bán|trao đổi|trực tiếp|ủy thác|đường (?:bộ|sắt|biển)"
    r"|hợp nhất|sáp nhập|cũ|mới|riêng|không|chưa|ngoài|phi|trừ|bỏ|loại trừ|kể|tính|gồm"
    r"|bao gồm|gộp)(?!\w)"
)
"""Words of which some stand in whatever tells one trade of a place from another."""
_WHEN = frozenset("trong tính đến hết của so với cùng kỳ và đầu cuối năm tháng quý lũy kế".split())


def no_scope(scope: str, place: str, schema: Schema) -> Sense | None:
    """What a scope of a place's statement names, where that is no trade that can be counted.

    ``None`` for what may be a scope: words of which nothing is known are not judged.
    """
    folded = fold(scope)
    low = fold_phrase(scope)
    if _FIRM.match(low):
        return "company"
    left = low
    for mention in reversed(periods(folded)):
        left = left[: mention.span.start] + " " + left[mention.span.end :]
    if left != low and _WHEN.issuperset(re.findall(r"\w+", left)):
        return "time"
    if _TITLE.sub("", low, count=1) == _TITLE.sub("", fold_phrase(place), count=1):
        return "place"
    if not _BORDER.search(low) and _is_partner(scope, low):
        return "market"
    head = _HEAD.match(low)
    behind = low[head.end() :] if head is not None else low
    if _starts(schema.subjects).match(behind):
        return "goods"
    if head is not None and _is_branch(low, behind) and not _starts(schema.foreign).match(behind):
        return "goods"
    return None


def counts_trade(scope: str, place: str, schema: Schema) -> bool:
    """Whether words truly are a way of counting trade: some are known, and they name nothing else.

    A reader may take for a scope what is none.
    """
    known = _KNOWN.search(fold_phrase(scope)) is not None or bool(kinds_of(scope, schema))
    return known and no_scope(scope, place, schema) is None


def unknown_words(scope: str) -> frozenset[str]:
    """The words of a scope that has none of any trade, «hạt mắc ca»; without those of all articles.

    Nothing is known of them but that. Names of places in the country are left alone.
    """
    low = fold_phrase(scope)
    if _KNOWN.search(low) or any(place.kind != "foreign" for place in places(fold(scope))):
        return frozenset()
    return frozenset(re.findall(r"\w+", low)) - GENERIC


def _is_partner(scope: str, low: str) -> bool:
    """«sang Hoa Kỳ», «thị trường EU», «Trung Quốc»."""
    to = _TO.match(low)
    begin = to.end() if to is not None else 0
    way = to.group("way") if to is not None else None
    if (way is not None and _MARKET.search(way)) or _ABROAD.match(fold(scope).text):
        return True
    foreign = [p for p in places(fold(scope)) if p.kind == "foreign"]
    return any(p.span.start == begin for p in foreign)


def _is_branch(low: str, behind: str) -> bool:
    """«ngành hồi», «mặt hàng lốp xe»: goods by what leads them, whatever they are."""
    words = re.findall(r"\w+", behind)
    return _BRANCH.search(low) is not None and not GENERIC.issuperset(words)


@lru_cache(maxsize=8)
def _starts(words: tuple[str, ...]) -> re.Pattern[str]:
    known = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    return re.compile(rf"(?:{known or '(?!)'})(?!\w)")
