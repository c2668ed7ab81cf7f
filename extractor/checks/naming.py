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
from collections.abc import Sequence
from functools import cached_property, lru_cache

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
_CAPITALS = re.compile(r"(?<!\w)[A-ZĐ][A-ZĐ.-]+(?!\w)")
"""Words that may abbreviate a name."""
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


class _Printed:
    """An article's words, folded once for all places that are looked for in it."""

    def __init__(self, article: ArticleText) -> None:
        self._article = article
        self._named: dict[str, bool] = {}

    @cached_property
    def _words(self) -> str:
        return _plain(self._article.folded.lower)

    @cached_property
    def _abbreviations(self) -> frozenset[str]:
        """The words in capitals, without the dots and dashes in them."""
        found = _CAPITALS.finditer(self._article.folded.text)
        return frozenset(_plain(re.sub(r"[.-]", "", m.group()).lower()).strip() for m in found)

    @cached_property
    def _told(self) -> frozenset[str]:
        return frozenset(core(m.name) for m in self._article.places if m.kind != "foreign")

    def names(self, place: str) -> bool:
        """Whether the article names the place in some way, or none at all."""
        if place not in self._named:
            self._named[place] = not core(place) or self._has(place)
        return self._named[place]

    def _has(self, place: str) -> bool:
        if self._article.occurrences(core(place)):
            return True
        known = _known(place)
        if any(mention.kind == "country" for mention in known):
            return True
        names = [place, *(mention.name for mention in known)]
        names += [other for name in names for other in merged_with(name)]
        if any(f" {_plain(core(name)).strip()} " in self._words for name in names):
            return True
        if any(not self._abbreviations.isdisjoint(_short(name)) for name in names):
            return True
        told = self._told
        if not told or any(f" {one} " in f" {core(name)} " for one in told for name in names):
            return True
        # Of a place that is on no list, the words may stand apart.
        return not known and all(f" {w} " in self._words for w in _plain(core(place)).split())


def unnamed_places(article: ArticleText, data: Data) -> list[Finding]:
    """The statements of places that the article names in no way."""
    findings = []
    printed = _Printed(article)
    for index, statement in enumerate(data["statements"]):
        place = statement["place"]
        if printed.names(place):
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


def _known(place: str) -> Sequence[PlaceMention]:
    return places(fold(place))


def _plain(lower: str) -> str:
    """Words without the marks on their letters, a space around each."""
    bare = unicodedata.normalize("NFD", lower.replace("đ", "d"))
    bare = "".join(c for c in bare if not unicodedata.combining(c))
    return f" {' '.join(_WORD.findall(bare))} "


def _short(name: str) -> tuple[str, ...]:
    """What a name is abbreviated to, where it is long enough to be known by it."""
    initials = "".join(part[0] for part in _plain(core(name)).split())
    return (initials, f"tp{initials}") if len(initials) >= _LETTERS else ()
