"""Slips of the pen on the words that the reader knows: a mark lost, misplaced or doubled.

«xuât khẩu», «nhấp siêu», «uớc tính», «kim ngach» are read as what was meant. Only marks are mended,
so that every offset stays, and only in ``Folded.lower``, with which the layers match: what an
article prints stays as it is printed. A slip is known by what it is not: no syllable of the
language («uớc», «nhâp»), or beside the other half of a name no word that the reader knows
(«nhấp siêu», but not «của khâu nhập»).
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from extractor.folding import LOWER, Folded

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_SHARP = "\u0301\u0323"
"""The tones that a syllable which ends in a stop can have."""
_WORD = re.compile(r"[^\W\d_]+")
_ONSET = "(?:ngh|ng|nh|kh|gh|gi|ph|th|tr|ch|qu|[bcdđghklmnprstvx])?"
_OPEN = (
    "iêu|yêu|oai|oay|oao|oeo|uây|uôi|ươi|ươu|uya|uyu|ai|ao|au|ay|âu|ây|eo|êu|ia|iu|oa|oe|oi|ôi|ơi"
    "|ua|uê|ui|uơ|uy|ưa|ưi|ưu|[aeêioôơuưy]"
)
_CLOSED = "(?:uyê|iê|yê|oa|oă|oe|oo|uâ|uê|uô|ươ|uy|[aăâeêioôơuưy])(?P<final>ch|nh|ng|[cmnpt])"
_SYLLABLE = re.compile(f"{_ONSET}(?:{_OPEN}|{_CLOSED})")
_STOPS = frozenset({"c", "ch", "p", "t"})
_LEAST = 7
"""Letters from which on a name of two syllables is told from other words but for a mark."""
_MOVED = re.compile(
    r"(?<!\w)(?:tang|giam)(?= (?:(?:gần|hơn|khoảng|trên|nhẹ|mạnh|thêm|tới|lên|xuống|còn) )?[0-9])"
)
_VERBS = {"tang": "tăng", "giam": "giảm"}
"""Before a number these are verbs that lost their mark; «giám» may be another word."""


def _bare(letter: str) -> str:
    plain = unicodedata.normalize("NFD", letter.replace("đ", "d"))[0]
    return plain if plain.isascii() else letter


_BARE = str.maketrans({letter: _bare(letter) for letter in LOWER})


@dataclass(frozen=True, slots=True)
class Spelling:
    """What the known phrases are made of, by its letters without marks.

    ``names`` are the phrases of two syllables that name a measure or an estimate, ``pairs`` any two
    syllables that stand together in a phrase, ``words`` the phrases of one, each where no other
    has the same letters, ``known`` all syllables of phrases and ``bare`` their letters.
    """

    names: dict[str, str]
    pairs: dict[str, str]
    words: dict[str, str]
    known: frozenset[str]
    bare: frozenset[str]

    @classmethod
    def of(cls, phrases: Iterable[str], names: Iterable[str], words: Iterable[str]) -> Spelling:
        """The spelling of folded phrases, of which ``names`` and ``words`` may be mended alone."""
        split = [phrase.split() for phrase in phrases]
        known = frozenset(syllable for p in split for syllable in p)
        pairs = {" ".join(p[i : i + 2]) for p in split for i in range(len(p) - 1)}
        return cls(
            {b: p for b, p in _unique(pairs & {*names}).items() if len(b) > _LEAST},
            _unique(pairs),
            _unique(w for w in words if " " not in w),
            known,
            frozenset(syllable.translate(_BARE) for syllable in known),
        )

    def mended(self, folded: Folded) -> Folded:
        """The text with what was meant in ``lower``; the same object where nothing slipped.

        One word alone counts only in lower case: a name may be written without marks.
        """
        lower = folded.lower
        printed = _WORD.findall(lower)
        words = {*printed}
        strange = {w for w in words - self.known if w.translate(_BARE) in self.bare}
        slips: dict[str, str] = {}
        for one in strange:
            meant = self.words.get(one.translate(_BARE))
            if meant is not None and _is_slip(one, meant):
                slips[one] = meant
        for one, other in {p for p in pairwise(printed) if not strange.isdisjoint(p)}:
            two = f"{one} {other}"
            pair = two.translate(_BARE)
            meant = self.pairs.get(pair)
            if meant is not None and self._slipped(two, meant, pair in self.names):
                slips[two] = meant
        moved = () if words.isdisjoint(_VERBS) else _MOVED.finditer(lower)
        found = [(m.start(), _VERBS[m.group()]) for m in moved]
        for slip, meant in slips.items():
            for match in re.finditer(rf"(?<!\w){re.escape(slip)}(?!\w)", lower):
                if " " in slip or folded.text[match.start()].islower():
                    found.append((match.start(), meant))
        if not found:
            return folded
        mended = list(lower)
        for start, meant in sorted(found, key=lambda one: len(one[1])):
            mended[start : start + len(meant)] = meant
        return folded.read_as("".join(mended))

    def _slipped(self, printed: str, meant: str, named: bool) -> bool:
        """Whether a pair is another one with a slip in it; a name may have lost more."""
        pairs = zip(printed.split(), meant.split(), strict=True)
        differing = [(p, m) for p, m in pairs if p != m]
        slips = [_is_slip(p, m) for p, m in differing]
        if all(slips):
            return True
        if not named:
            return False
        return any(slips) or (len(differing) == 1 and differing[0][0] not in self.known)


def _unique(phrases: Iterable[str]) -> dict[str, str]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for phrase in phrases:
        found[phrase.translate(_BARE)].add(phrase)
    return {bare: meant.pop() for bare, meant in found.items() if len(meant) == 1}


@lru_cache(maxsize=1024)
def _is_slip(printed: str, meant: str) -> bool:
    """Whether a syllable is none of the language, or has all marks of what was meant elsewhere."""
    plain, tones = _parted(printed)
    if (plain, tones) == _parted(meant):
        return True
    match = _SYLLABLE.fullmatch(plain)
    if match is None or len(tones) > 1:
        return True
    return match["final"] in _STOPS and tones not in {*_SHARP}


def _parted(syllable: str) -> tuple[str, str]:
    """A syllable without its tone marks, and these."""
    letters = unicodedata.normalize("NFD", syllable)
    tones = "".join(c for c in letters if c in _TONES)
    return unicodedata.normalize("NFC", "".join(c for c in letters if c not in _TONES)), tones
