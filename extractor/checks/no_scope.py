"""Whether what a report calls a scope is one: which trade of a place an amount counts.

A scope is told by how and by whom goods pass: «mở tờ khai tại Cục Hải quan», «doanh nghiệp trong
tỉnh», «không kể dầu thô», «khu vực FDI». What names a commodity or a branch, one company, a partner
or a market sets an amount apart from the place's turnover and makes it no turnover of the place;
what names a time or the place itself sets nothing apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from extractor.checks.scope_words import commonplace, kinds_of
from extractor.folding import UPPER, fold, fold_phrase
from extractor.numbers.period_lexer import periods
from extractor.numbers.place import places
from extractor.reader.lexicon import COMPANY, WORTH
from extractor.reader.tokens import any_of
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
_MARKET = re.compile(r"thị trường|đối tác")
_BORDER = re.compile(r"biên giới|cửa khẩu|(?<!\w)biên(?!\w)")
_TITLE = re.compile(r"(?:toàn |cả |của |tại |ở )?(?:tỉnh|thành phố|tp\.?|thị xã|huyện)?\s*")
_KNOWN = (
    r"(?<!\w)(?:doanh nghiệp|dn|thủ tục|cửa khẩu|lối mở|cảng|địa bàn|địa phương|tỉnh|thành phố"
    r"|toàn|khu vực|khối|thành phần|kinh tế|fdi|vốn|trong nước|nước ngoài|tư nhân|nhà nước"
    r"|biên giới|cư dân|hình thức|phương thức|dịch vụ|trực tiếp|ủy thác|đường (?:bộ|sắt|biển)"
    r"|hợp nhất|sáp nhập|cũ|mới|riêng|không|chưa|ngoài|phi|trừ|bỏ|loại trừ|kể|tính|gồm"
    r"|bao gồm|gộp)(?!\w)"
)
"""Words of which some stand in whatever tells one count of a place from another."""
_WHEN = frozenset("trong tính đến hết của so với cùng kỳ và đầu cuối năm tháng quý lũy kế".split())


def no_scope(scope: str, place: str, schema: Schema) -> Sense | None:
    """What a scope of a place's statement names, where that is no trade that can be counted.

    ``None`` for what may be a scope: words of which nothing is known are not judged.
    """
    folded = fold(scope)
    low = fold_phrase(scope)
    words = _words(schema)
    if words.firm.match(low):
        return "company"
    left = low
    for mention in reversed(periods(folded)):
        left = left[: mention.span.start] + " " + left[mention.span.end :]
    if left != low and _WHEN.issuperset(re.findall(r"\w+", left)):
        return "time"
    if _TITLE.sub("", low, count=1) == _TITLE.sub("", fold_phrase(place), count=1):
        return "place"
    if not _BORDER.search(low) and _is_partner(scope, low, words):
        return "market"
    head = words.head.match(low)
    behind = low[head.end() :] if head is not None else low
    if words.goods.match(behind):
        return "goods"
    # «ngành hồi», «mặt hàng lốp xe»: goods by what leads them, whatever they are.
    branch = head is not None and words.branch.search(low) is not None
    if branch and not commonplace(schema).issuperset(re.findall(r"\w+", behind)):
        return None if words.foreign.match(behind) else "goods"
    return None


def counts_trade(scope: str, place: str, schema: Schema) -> bool:
    """Whether words truly are a way of counting trade: some are known, and they name nothing else.

    A reader may take for a scope what is none.
    """
    known = _words(schema).known.search(fold_phrase(scope)) is not None
    known = known or bool(kinds_of(scope, schema))
    return known and no_scope(scope, place, schema) is None


def unknown_words(scope: str, schema: Schema) -> frozenset[str]:
    """The words of a scope that has none of any trade, «hạt mắc ca»; without those of all articles.

    Nothing is known of them but that. Names of places in the country are left alone.
    """
    low = fold_phrase(scope)
    if _words(schema).known.search(low):
        return frozenset()
    if any(place.kind != "foreign" for place in places(fold(scope))):
        return frozenset()
    return frozenset(re.findall(r"\w+", low)) - commonplace(schema)


def _is_partner(scope: str, low: str, words: _Words) -> bool:
    """«sang Hoa Kỳ», «thị trường EU», «Trung Quốc»."""
    to = words.to.match(low)
    begin = to.end() if to is not None else 0
    way = to.group("way") if to is not None else None
    if (way is not None and _MARKET.search(way)) or words.abroad.match(fold(scope).text):
        return True
    foreign = [p for p in places(fold(scope)) if p.kind == "foreign"]
    return any(p.span.start == begin for p in foreign)


@dataclass(frozen=True, slots=True)
class _Words:
    """Patterns that a schema's words make.

    ``head`` is what may stand before the name of goods, ``goods`` and ``foreign`` are what the
    schema knows as something else than a measure's own, ``branch`` leads what else is goods or a
    branch, ``to`` what may stand before the name of a partner, with the way there as the group
    ``way``, ``abroad`` leads to a market before any name, whether the place is known or not,
    ``firm`` is a company at a scope's head, ``known`` words of which some stand in whatever tells
    one count of a place from another.
    """

    head: re.Pattern[str]
    goods: re.Pattern[str]
    foreign: re.Pattern[str]
    branch: re.Pattern[str]
    to: re.Pattern[str]
    abroad: re.Pattern[str]
    firm: re.Pattern[str]
    known: re.Pattern[str]


@lru_cache(maxsize=8)
def _words(schema: Schema) -> _Words:
    names = _any((*schema.plain_names, *schema.generic))
    sorts = sorted(set(schema.items).difference(schema.narrowing))
    counting = schema.counting
    return _Words(
        head=re.compile(
            r"(?:(?:(?:các|những|một số|nhiều|riêng|chỉ|tính|tính riêng|về|của|đối với|trong đó"
            r"|tổng|doanh thu|lĩnh vực|ngành|sản phẩm|nhóm sản phẩm|nhóm|nguyên liệu"
            r"|chế biến)(?!\w)"
            rf"|{_any(WORTH)}|{names}|{_any((*schema.nouns, *sorts))})\W*)+"
        ),
        goods=re.compile(_any(schema.subjects)),
        foreign=re.compile(_any(schema.foreign)),
        branch=re.compile(rf"(?:ngành|lĩnh vực|{_any(sorts)}) \w"),
        to=re.compile(
            rf"(?:(?:riêng|{_any(WORTH)}|{names}|{_any(schema.nouns)})\s)*"
            r"(?P<way>(?:(?:các )?thị trường|(?:sang|đi|vào|tới|đến|với|từ)(?: (?:các |những )?"
            r"(?:thị trường|nước|đối tác))?)\s)?(?:(?:các nước|khối|khu vực)\s)?"
        ),
        abroad=re.compile(rf"(?i:(?:{names} )?(?:sang|đi|vào))(?: các nước)? [{UPPER}]"),
        firm=re.compile(rf"(?:(?:của|do|riêng|{names})\s)*(?:một\s)?{_any(COMPANY)}"),
        known=re.compile(
            rf"{_KNOWN}|"
            + _any((*counting.kinds, *counting.ways, *counting.passing, *counting.telling))
        ),
    )


def _any(phrases: Iterable[str]) -> str:
    return any_of(map(fold_phrase, phrases))
