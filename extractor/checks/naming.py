"""Which place a report means, and whether its article names that at all.

A place counts as named wherever its name stands, be it an office's, a dateline's or a source's, in
whatever spelling: without its administrative word or its marks, abbreviated, short or in full. A
province counts also where one is named that it was merged with, and the country always, since an
article in the language is of it when it names no place. An article that names none at all says
nothing of where its numbers are of. In any other a place that it does not name is the model's own
invention, whatever numbers it is given.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

from extractor.checks.grounding import ArticleText
from extractor.checks.wording import quoted
from extractor.folding import fold, fold_phrase
from extractor.numbers.merger import merged_with
from extractor.numbers.place import PlaceMention, places
from extractor.record import Data, Finding

_HEAD = re.compile(
    r"^(?:(?:khu vực|khu kinh tế|cặp|các|cụm|cửa khẩu|lối mở|lối thông quan|cảng|ga|tỉnh|tp|thành"
    r" phố|thị xã|huyện|xã|quốc tế|quốc gia|chính|phụ|song phương|đường bộ|đường sắt|đường thủy"
    r"|đường sông|biển|hàng không|liên vận)(?!\w)\.? *)+(?=\w)"
)
_WORD = re.compile(r"[^\W_]+")
_LETTERS = 3
"""Letters from which on an abbreviation of a name is told from other ones."""


@lru_cache(maxsize=1024)
def official(place: str) -> str:
    """The name under which texts know a place that is written so, in the folded spelling."""
    known = _known(place)
    return fold_phrase(known[0].name if len(known) == 1 else place)


@lru_cache(maxsize=1024)
def core(place: str) -> str:
    """A place's name without the words for what sort of place it is, in the folded spelling."""
    return _HEAD.sub("", fold_phrase(place))


def is_same_place(one: str, other: str) -> bool:
    """Whether two names are of one place; of gates, ports and stations the sort may differ."""
    if official(one) == official(other):
        return True
    sorts = {mention.kind for place in (one, other) for mention in _known(place)}
    return core(one) == core(other) and "province" not in sorts


def unnamed_places(article: ArticleText, data: Data) -> list[Finding]:
    """The statements of places that the article names in no way."""
    findings = []
    for index, statement in enumerate(data["statements"]):
        place = statement["place"]
        if not core(place) or _is_named(article, place):
            continue
        field = f"statements.{index}.place"
        findings.append(
            Finding(
                rule="grounding",
                severity="error",
                attribution="model",
                fields=(field,),
                message=f"the article names {quoted(place)} nowhere",
                suspect=field,
            )
        )
    return findings


def _is_named(article: ArticleText, place: str) -> bool:
    if article.occurrences(core(place)):
        return True
    known = _known(place)
    if any(mention.kind == "country" for mention in known):
        return True
    printed = _plain(article.folded.lower)
    names = [place, *(mention.name for mention in known)]
    names += [other for name in names for other in merged_with(name)]
    if any(f" {_plain(core(name)).strip()} " in printed for name in names):
        return True
    if any(_stands_for(word, name) for name in names for word in _capitals(article)):
        return True
    told = {core(m.name) for m in article.places if m.kind != "foreign"}
    if not told or any(f" {short} " in f" {core(name)} " for short in told for name in names):
        return True
    # Of a place that is on no list, the words may stand apart.
    return not known and all(f" {word} " in printed for word in _plain(core(place)).split())


def _known(place: str) -> Sequence[PlaceMention]:
    return places(fold(place))


def _plain(lower: str) -> str:
    """Words without the marks on their letters, a space around each."""
    bare = unicodedata.normalize("NFD", lower.replace("đ", "d"))
    bare = "".join(c for c in bare if not unicodedata.combining(c))
    return f" {' '.join(_WORD.findall(bare))} "


def _capitals(article: ArticleText) -> Iterator[str]:
    """The article's words that are abbreviations, without the dots and dashes in them."""
    for match in re.finditer(r"(?<!\w)[A-ZĐ][A-ZĐ.-]+(?!\w)", article.folded.text):
        yield re.sub(r"[.-]", "", match.group())


def _stands_for(word: str, name: str) -> bool:
    initials = "".join(part[0] for part in _plain(core(name)).split())
    return len(initials) >= _LETTERS and _plain(word.lower()).strip() in (
        initials,
        f"tp{initials}",
    )
