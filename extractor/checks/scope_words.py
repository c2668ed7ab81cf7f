"""Words by which an article tells what trade it counts, and which of them stand with a number.

They are what scopes are made of: «làm thủ tục tại Cục Hải quan», «doanh nghiệp của tỉnh», «không kể
dầu thô». Two numbers of one measure, place and period that stand with different ones are of two
scopes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

from extractor.checks.grounding import ArticleText
from extractor.checks.statement import is_same_scope
from extractor.folding import fold_phrase
from extractor.reader.lexicon import WORTH
from extractor.reader.tokens import any_of
from extractor.schema import Schema
from extractor.span import Span

Apart = tuple[frozenset[str], frozenset[str]]
"""The words of each of two scopes that the other does not have."""

_MOST = Fraction(1, 2)
"""How many of the words that tell a scope apart must stand near a number."""
_BACK = 5
"""Sentences, a number's own among them, in which the words for its scope are looked for."""
_KINDS = {
    "firms": (
        r"doanh nghiệp (?:của|trong|trên|thuộc|ở|đóng|có trụ sở)(?: (?:chính|chân|trên|tại))*"
        r"(?: (?:tỉnh|thành phố|địa bàn))?"
    ),
    "without": (
        r"(?:(?:không|chưa) (?:kể|tính|gồm|bao gồm)|loại trừ|trừ)(?! (?:đi|lùi|khi|trường))"
    ),
    "included": r"(?:kể|tính|gồm|bao gồm|gộp) cả",
    "merger": r"(?:trước|sau) (?:khi )?(?:hợp nhất|sáp nhập)",
}
"""What any subject has, by kind. Words of one kind are not held apart."""
_GENERIC = frozenset(
    """của và các những tại qua trên trong theo tỉnh thành phố tp địa bàn cả tổng là do được
    có""".split()
).union(*(worth.split() for worth in WORTH))
"""Words of any article that tell no scope from another."""


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
    for begin, end in _back(article, start):
        found = list(_pattern(schema).finditer(lower, begin, min(end, start)))
        if found:
            return _told(found[-1])
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
    for begin, end in _back(article, start):
        near = frozenset(bare(lower[begin:end]).split())
        shares = [Fraction(len(words & near), len(words) or 1) for words in apart]
        if max(shares) >= _MOST and shares[0] != shares[1]:
            return shares.index(max(shares))
    return None


def _back(article: ArticleText, start: int) -> Iterator[tuple[int, int]]:
    """Where a number's sentence and those before it in its paragraph begin and end, nearest first.

    Not more of them than words for its scope are looked for in.
    """
    paragraph = article.folded.lower.rfind("\n", 0, start) + 1
    begin, end = article.sentence_start(start), article.sentence_end(start)
    for _ in range(_BACK):
        yield max(begin, paragraph), end
        if begin <= paragraph:
            return
        begin, end = article.sentence_start(begin - 1), begin


def _told(match: re.Match[str]) -> ScopeWords:
    return ScopeWords(match.lastgroup or match.group(), match.group())


def printed_words(
    article: ArticleText, scope: str, schema: Schema
) -> list[tuple[Span, ...]] | None:
    """Where the article has each two neighbouring words of a scope that are not in every article.

    ``None`` for a scope that has no such words, of which nothing can be said.
    """
    words, common = _words(scope), commonplace(schema)
    pairs = [f"{one} {two}" for one, two in pairwise(words)]
    telling = [pair for pair in pairs if not common.issuperset(pair.split())]
    telling = telling or [word for word in words if word not in common]
    if not telling:
        return None
    return [article.occurrences(words) for words in telling]


@lru_cache(maxsize=8)
def commonplace(schema: Schema) -> frozenset[str]:
    """The words that every article has: they tell no scope from another.

    Those of the language, those of the name that goes for every measure, and those that several of
    the measures' plain names and of the nouns for what they measure have.
    """
    nouns = (noun for noun in schema.nouns if noun not in schema.items)
    names = (*schema.plain_names, *nouns)
    times = Counter(word for name in names for word in set(_words(name)))
    shared = (word for word, count in times.items() if count > 1)
    return _GENERIC.union(shared, *map(_words, schema.generic[:1]))


def _words(phrase: str) -> list[str]:
    return re.findall(r"\w+", fold_phrase(phrase))


@lru_cache(maxsize=8)
def _pattern(schema: Schema) -> re.Pattern[str]:
    """The words in groups by their kind; the schema's scopes are each of their own kind."""
    kinds = dict(_KINDS)
    for index, group in enumerate(schema.counting.alike):
        kinds[f"way{index}"] = any_of(map(fold_phrase, group))
    told = "|".join(f"(?P<{kind}>{words})" for kind, words in kinds.items())
    own = any_of(map(fold_phrase, schema.scopes))
    return re.compile(rf"(?<!\w)(?:{told}|{own})(?!\w)")
