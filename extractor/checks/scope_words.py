"""Words by which an article tells what trade it counts, and which of them stand with a number.

They are what scopes are made of: «làm thủ tục tại Cục Hải quan», «doanh nghiệp của tỉnh», «không kể
dầu thô». Two numbers of one measure, place and period that stand with different ones are of two
scopes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

from extractor.checks.grounding import ArticleText
from extractor.checks.statement import is_same_scope
from extractor.folding import fold_phrase
from extractor.schema import Schema
from extractor.span import Span

Apart = tuple[frozenset[str], frozenset[str]]
"""The words of each of two scopes that the other does not have."""

_MOST = Fraction(1, 2)
"""How many of the words that tell a scope apart must stand near a number."""
_NEARER_BACK = 5
"""Sentences, its own among them, in which a number's scope is looked for."""
_BACK = 4
"""Sentences, its own among them, in which the words for a number's scope are looked for."""
_KINDS = {
    "firms": (
        r"doanh nghiệp (?:của|trong|trên|thuộc|ở|đóng|có trụ sở)(?: (?:chính|chân|trên|tại))*"
        r"(?: (?:tỉnh|thành phố|địa bàn))?"
    ),
    "office": (
        r"(?:(?:làm thủ tục|khai báo|khai hải quan)(?: hải quan| mở tờ khai)?"
        r"|(?:mở|đăng ký) tờ khai|tờ khai (?:mở|đăng ký))(?: (?:tại|ở|qua))?"
    ),
    "without": (
        r"(?:(?:không|chưa) (?:kể|tính|gồm|bao gồm)|loại trừ|trừ)(?! (?:đi|lùi|khi|trường))"
    ),
    "included": r"(?:kể|tính|gồm|bao gồm|gộp) cả",
    "passing": r"qua (?:các |hệ thống )?(?:cửa khẩu|cảng|lối mở|địa bàn)",
    "every": r"(?:(?:mọi|tất cả|đủ|các|tất cả các) loại hình)",
    "services": r"thu ngoại tệ",
    "merger": r"(?:trước|sau) (?:khi )?(?:hợp nhất|sáp nhập)",
}
"""By kind. Words of one kind are not held apart."""
GENERIC = frozenset(
    """xuất nhập khẩu hàng hóa kim ngạch giá trị trị giá của và các những tại qua trên trong theo
    tỉnh thành phố tp địa bàn cả tổng là do được có""".split()
)
"""Words that tell no scope from another; every article has them."""


@dataclass(frozen=True, slots=True)
class ScopeWords:
    """Words for a scope; two of one ``kind`` may be of one scope in other words."""

    kind: str
    words: str


def scope_words(article: ArticleText, start: int, schema: Schema) -> ScopeWords | None:
    """The words for a scope that stand last before a number, in its sentence or its paragraph.

    ``None`` where there are none. What stands behind the number in its sentence is of the next.
    """
    lower = article.folded.lower
    paragraph = lower.rfind("\n", 0, start) + 1
    begin, end = article.sentence_start(start), start
    for _ in range(_BACK):
        found = list(_pattern(schema).finditer(lower, max(begin, paragraph), end))
        if found:
            return _told(found[-1])
        if begin <= paragraph:
            return None
        end = begin
        begin = article.sentence_start(begin - 1)
    return None


@lru_cache(maxsize=512)
def kinds_of(scope: str, schema: Schema) -> frozenset[str]:
    """What kinds of words for a scope a scope has."""
    found = _pattern(schema).finditer(fold_phrase(scope))
    return frozenset(_told(match).kind for match in found)


def is_one_scope(one: str | None, other: str | None, schema: Schema) -> bool:
    """Whether two scopes are told in the same words, and none says the opposite of the other.

    «không kể dầu thô» and «kể cả dầu thô» are of two kinds of words.
    """
    if not is_same_scope(one, other):
        return False
    kinds = [kinds_of(scope or "", schema) for scope in (one, other)]
    return not all(kinds) or not kinds[0].isdisjoint(kinds[1])


def bare(words: str) -> str:
    """Words without commas, in the folded spelling."""
    return fold_phrase(words).replace(",", " ")


def nearer(article: ArticleText, start: int, apart: Apart) -> int | None:
    """Which of two sets of words the text has nearer to a number; ``None`` where neither."""
    lower = article.folded.lower
    paragraph = lower.rfind("\n", 0, start) + 1
    begin, end = article.sentence_start(start), article.sentence_end(start)
    for _ in range(_NEARER_BACK):
        near = frozenset(bare(lower[begin:end]).split())
        shares = [Fraction(len(words & near), len(words) or 1) for words in apart]
        if max(shares) >= _MOST and shares[0] != shares[1]:
            return shares.index(max(shares))
        if begin <= paragraph:
            return None
        end = begin
        begin = max(paragraph, article.sentence_start(begin - 1))
    return None


def _told(match: re.Match[str]) -> ScopeWords:
    return ScopeWords(match.lastgroup or match.group(), match.group())


def printed_words(article: ArticleText, scope: str) -> list[tuple[Span, ...]] | None:
    """Where the article has each two neighbouring words of a scope that are not in every article.

    ``None`` for a scope that has no such words, of which nothing can be said.
    """
    words = re.findall(r"\w+", fold_phrase(scope))
    pairs = [f"{one} {two}" for one, two in pairwise(words)]
    telling = [pair for pair in pairs if not GENERIC.issuperset(pair.split())]
    telling = telling or [word for word in words if word not in GENERIC]
    if not telling:
        return None
    return [article.occurrences(words) for words in telling]


@lru_cache(maxsize=8)
def _pattern(schema: Schema) -> re.Pattern[str]:
    """The words in groups by their kind; the schema's own are each of their own kind."""
    kinds = "|".join(f"(?P<{kind}>{words})" for kind, words in _KINDS.items())
    known = "|".join(sorted(map(re.escape, schema.scopes), key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{kinds}{f'|{known}' if known else ''})(?!\w)")
