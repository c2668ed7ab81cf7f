"""A spelling of a text in which equal things look equal, with a map back to the text as it is.

The article's text is never changed. Matching works on ``Folded.text``: composed Unicode, every kind
of space a single plain one (a tab, which parts the cells of a table, stays), what no reader sees
gone (zero-width characters, marks of direction, control characters and the sequences that colour a
terminal), a number that was broken over a line in one piece, a line that goes on in lower case
joined to the one before, and any line of a text that was set to a width where the next word had no
room, tags that lay out a page as what they part (not where some hide a part of it), dashes, bullets
and tone marks in one spelling, and a space between a word and the amount or percentage that was set
against it («tăng12,3%»), and words of time («10 thángđầu năm»). Three spaces and more are a tab, as
in a table that is laid out with them. ``Folded.lower`` is the same in lower case with the same
offsets. ``Folded.span`` leads from offsets in the folded text to offsets in the original.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import NamedTuple

from extractor.span import Span

_LATIN = [chr(c) for c in (*range(0x41, 0x250), *range(0x1E00, 0x1F00))]
LOWER = "".join(c for c in _LATIN if c.islower())
"""Lower-case letters of the Latin script, for the character class of a pattern."""
UPPER = "".join(c for c in _LATIN if c.isupper())
"""Upper-case letters of the Latin script."""

_CONTROL = r"\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
_ZERO_WIDTH = (
    r"\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    r"\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb"
    r"\U000e0000-\U000e0fff"
)
"""Marks of joining and of direction, blanks without a width, tags and selectors of a variant."""
_SPACE = " \\x0b\\x0c\\u00a0\\u1680\\u2000-\\u200a\\u202f\\u205f\\u3000"
_BREAK = r"(?:\r\n?|\n)"
_UNIT_ALONE = r"(?:\w{2,6}\.?[ ]?)?USD[ ]*(?:[\r\n]|\Z)"
"""A line of its own that says what a table counts in («nghìn USD»)."""
_MARK = "\u0300-\u036f"
_UNSEEN = re.compile(
    rf"""
      (?: \x1b[{_ZERO_WIDTH}]*\[ | \x9b | (?: \^\[ | ␛ | \\(?: x1[bB] | 033 | e | u001[bB] ) )\[ )
          [0-?]{{0,40}} [ -/]{{0,4}} [@-~]                       # ECMA-48 control sequence
    | \x1b[\]PX^_] [^\x07\x1b\n]* (?: \x07 | \x1b\\ )        # a title, a link, a string
    | \x1b (?: [()*+][0-2AB] | [78=>cDEHMNOZ](?!\w) )
    | [{_CONTROL}{_ZERO_WIDTH}]
    """,
    re.VERBOSE,
)
"""What is as if it was not there; a string that is not ended is text behind a control character."""


_MARKUP = re.compile(
    r"(?P<block></?(?:p|div|h[1-6]|li|ul|ol|tr|table|thead|tbody|br)[ ]?/?>)|(?P<cell></t[dh]>)"
    r"|(?P<blank>&nbsp;)|(?P<none><t[dh]>|</?(?:b|i|u|em|strong|span|small)>)",
    re.IGNORECASE,
)
"""Tags of a page that was kept as it is, which lay it out: between lines, between cells, within."""
_HIDING = re.compile(
    r"<(?:script|style|template|noscript|!--)"
    r"|<[a-z][^<>]{0,300}(?:style|hidden|colou?r|opacity|display|font)",
    re.IGNORECASE,
)
"""What may hide a part of a page: there all tags stay for whoever looks for that."""


def _spelled(*words: str) -> list[str]:
    """The words with their marks composed and decomposed: a text may have either."""
    return [unicodedata.normalize(form, word) for word in words for form in ("NFC", "NFD")]


_UNITS = "|".join(_spelled("triệu", "tỷ", "tỉ", "nghìn", "ngàn", "đồng", "lần", "tháng"))
_SCALES = "|".join(_spelled("triệu", "tỷ", "tỉ"))
_BEHIND_SCALE = "|".join(f"(?<={word})" for word in _spelled("tỷ", "tỉ", "triệu", "nghìn", "ngàn"))

_GLUED = (
    r"USD(?!\w)|[0-9]{1,4}(?:[.,][0-9]{1,3}){0,3}[ ]?"
    rf"(?:%|(?:{_SCALES})(?:(?!\w)|(?=USD)))"
)
"""An amount or a percentage that was set against the word before it."""
_IS_GLUED = re.compile(_GLUED)

_TIME_WORDS = "kỳ", "tháng", "quý", "đầu", "cuối", "cùng", "năm", "cả", "hết"
_BEHIND_TIME = "|".join(rf"(?<=(?<!\w){word})" for word in _TIME_WORDS)
_RUN_ON = (
    rf"(?:{_BEHIND_TIME})"
    r"(?=(?:kỳ|tháng|quý|đầu|cuối|năm|trước|nay|ngoái)(?!\w)|(?:19|20)[0-9]{2}(?!\w))"
)
"""Behind a word of time that was set against the next («thángđầu năm», «cùng kỳnăm 2010»)."""

# What does not stay as it is, longest first; everything between two matches is copied.
_REWRITTEN = re.compile(
    rf"""
    (?= [{_SPACE}\r\n] | \w [{_MARK}0-9US] | [ỳgýuimảt][ktqđcn] )      # none begins otherwise
    (?: (?P<broken> (?<=[0-9][.,]) [{_SPACE}]* {_BREAK} [{_SPACE}]* (?=[0-9])
                | (?<=[0-9]) {_BREAK} (?=[.,][0-9]) )
    | (?P<compose> [^\W\d_] [{_MARK}]+ )
    | (?P<wrapped> (?<=[^\s0-9|.:;!?…]) {_BREAK} (?!{_UNIT_ALONE})(?=[{LOWER}])
                 | (?<=[0-9]) (?<![ /](?:19|20)[0-9]{{2}}) {_BREAK} (?=(?:{_UNITS})(?!\w)|%|USD)
                 | (?:{_BEHIND_SCALE}) {_BREAK} (?=USD|US\$|VND|VNĐ) )
    | (?P<glued> (?<![\w$])USD (?=[0-9]) | [{LOWER}] (?:(?={_GLUED}) | {_RUN_ON}) )
    | (?P<newline> \r\n?|\n )
    | (?P<column> [{_SPACE}]{{3,}} (?=\S) )
    | (?P<space> [{_SPACE}]{{2,}} | [{_SPACE.replace(" ", "", 1)}] ) )
    """,
    re.VERBOSE,
)
# «… 5.» at a line's end and «2. …» on the next are two items of a list, not 5.2.
_ITEM = re.compile(r"(?<=\n)[ \t]*[0-9]{1,2}[.)]\s")
_NEEDS_WORK = re.compile(
    rf"[{_SPACE.replace(' ', '', 1)}{_MARK}\r]|  |[^\s|]\n|[{LOWER}](?:[0-9]|USD)|USD[0-9]"
    rf"|[{LOWER}]{_RUN_ON}"
)

_BULLETS = "▪▫■□●◦○◆◇♦❖►▶▸➢➤‣⁃✓✔★☆⭐✅👉🔹🔸📌🔵🟢📍"
# One character for one: spelling differences that carry no meaning.
_ONE_FOR_ONE = str.maketrans(
    dict.fromkeys("‐‑‒–—―−﹣－", "-")
    | dict.fromkeys(_BULLETS, "•")
    | dict.fromkeys("“”„‟«»″", '"')
    | dict.fromkeys("‘’‚‛′", "'")
    | {chr(0xFF10 + d): str(d) for d in range(10)}
    | {"，": ",", "．": ".", "％": "%"}
)

# «hoà» and «hòa» are one syllable with the tone mark on either vowel; only open syllables differ.
_TONED = {
    old: new
    for olds, news in (
        ("oà oá oả oã oạ", "òa óa ỏa õa ọa"),
        ("oè oé oẻ oẽ oẹ", "òe óe ỏe õe ọe"),
        ("uỳ uý uỷ uỹ uỵ", "ùy úy ủy ũy ụy"),
    )
    for old, new in zip(olds.split(), news.split(), strict=True)
}
_TONE = re.compile(
    r"[oOuU](?<![qQ].)(?:(?<=[oO])[àáảãạèéẻẽẹÀÁẢÃẠÈÉẺẼẸ]|(?<=[uU])[ỳýỷỹỵỲÝỶỸỴ])(?!\w)"
)

# «kì» and «kỳ», «tỉ» and «tỷ»: after these consonants an open i and y are one sound.
_Y_FOR_I = str.maketrans("iìíỉĩịIÌÍỈĨỊ", "yỳýỷỹỵYỲÝỶỸỴ")
_FINAL_I = re.compile(r"(?<![^\W\d_])([hklmstHKLMST]|[qQ][uU])([iìíỉĩịIÌÍỈĨỊ])(?!\w)")

_INKED = re.compile(r"[^\n]")
_SHORT = 200
_WIDEST = 120
"""Characters of a line beyond which it was not set to a width: a paragraph is one line."""
_NARROWEST = 30
_TABLE = re.compile(r"[|\t]|\s{3}|(?:;\s*[+-]?[0-9][0-9.,]*\s*%?\s*){2,}$")
_LEADING_ON = re.compile(
    r"(?<!\w)(?:(?:và|là|của|với|từ|đến|tỉnh|thành phố|tại|qua|TP\.?)\n"
    rf"|tỉnh [{UPPER}][{LOWER}]*\n[{UPPER}]"
    r"|(?:đạt|năm|tháng|quý|ngày|ước|trên|gần|hơn|khoảng|được|còn|bằng|tăng|giảm|so)\n"
    r"(?:[0-9]|[IV]+(?!\w)))"
)
"""A line that ends in a word which wants another, or a number that follows, goes on.

So does one that ends in a province's first syllable: all have two and more but Huế, a city.
"""
_FEWEST = 3
"""Lines that end amid a sentence where the next word had no room: so many are no chance."""
ITEM = r"(?:[-+*•–→⇒]\s|[=-]>\s|[0-9]{1,2}[.)/]\s|[a-zđ][.)]\s|[IVX]+\.\s)"
"""What leads an item of a list, once all bullets are one."""
_OWN_LINE = re.compile(rf"\s*(?:{ITEM}|[#{_BULLETS}]\s|[^|\t]*[|\t])")
_NUMBER_LINE = re.compile(r"[+-]?[0-9][0-9.,]*\s*%?")
_CELLS = 4
"""Lines of a number alone from which on the lines around them are cells of a table."""
_SENTENCE_END = re.compile(r"[.!?…:;][\"')\]”’»]*\s*$")


def _begins(here: str, after: str) -> bool:
    """Whether a line has to be one of its own below the one before it."""
    return _OWN_LINE.match(after) is not None or any(map(_TABLE.search, (here, after)))


class _Break(NamedTuple):
    """A line's end that may be soft: the widths between which it would be."""

    at: int
    least: int
    most: int
    inside: bool
    block: int


def _soft_breaks(text: str) -> frozenset[int]:
    """Where lines were broken only because a width was reached.

    A line set to a width ends where the next word no longer fits, so each break says between which
    widths the text's lies; the width is the one that most of them allow. Rows of tables and items
    of lists begin lines of their own. Where less than half of the lines that end amid a sentence
    fit a width, the text was set to none; nor was a list of headlines amid a text that was.
    """
    breaks: list[_Break] = []
    led: list[tuple[int, int]] = []
    numbers: Counter[int] = Counter()
    start, block = 0, 0
    here, end, reach = "", 0, 0
    for line in text.splitlines(keepends=True):
        whole = unicodedata.normalize("NFC", line).rstrip()
        after = whole.lstrip()
        block += not after
        numbers[block] += len(after) < _NARROWEST and _NUMBER_LINE.fullmatch(after) is not None
        if here and after and reach <= _WIDEST and not _begins(here, after):
            # A no-break space keeps a number and its unit in one piece.
            first = after.split(" ", 1)[0]
            if _LEADING_ON.search(f"{here}\n{first}"):
                led.append((end, block))
            if len(here) >= _NARROWEST:
                inside = _SENTENCE_END.search(here) is None
                breaks.append(_Break(end, reach, reach + len(first), inside, block))
        here, end, reach = after, start + len(line.rstrip("\r\n")), len(whole)
        start += len(line)
    breaks = [one for one in breaks if numbers[one.block] < _CELLS]
    leading = [at for at, of in led if numbers[of] < _CELLS]
    amid = Counter(one.block for one in breaks if one.inside)
    if amid.total() < _FEWEST:
        return frozenset(leading)
    allowed = [0] * (2 * _WIDEST + 2)
    for one in breaks:
        allowed[one.least] += 1
        allowed[min(one.most, 2 * _WIDEST) + 1] -= 1
    votes = list(accumulate(allowed))
    width = max(range(len(votes)), key=lambda w: (votes[w], w))
    soft = [one for one in breaks if one.least <= width <= one.most]
    fitting = Counter(one.block for one in soft if one.inside)
    lists = {block for block, n in amid.items() if n >= _FEWEST and 2 * fitting[block] < n}
    wrapped = sum(n for block, n in fitting.items() if block not in lists)
    if wrapped < _FEWEST or 2 * wrapped < sum(n for b, n in amid.items() if b not in lists):
        return frozenset(leading)
    return frozenset(leading) | {one.at for one in soft if one.block not in lists}


def _tone(match: re.Match[str]) -> str:
    found = match.group()
    new = _TONED[found.lower()]
    return "".join(n.upper() if f.isupper() else n for f, n in zip(found, new, strict=True))


@dataclass(frozen=True, eq=False)
class Folded:
    """A folded text and its way back; made by ``fold``."""

    original: str
    text: str
    _starts: tuple[int, ...]
    _origins: tuple[int, ...]
    _widths: tuple[int, ...]

    @cached_property
    def lower(self) -> str:
        """``text`` in lower case, offset for offset."""
        lowered = self.text.lower()
        if len(lowered) == len(self.text):
            return lowered
        return "".join(low if len(low := c.lower()) == 1 else c for c in self.text)

    def read_as(self, lower: str) -> Folded:
        """The same text, with other letters in ``lower``, offset for offset."""
        other = replace(self)
        other.__dict__["lower"] = lower
        return other

    def blanked(self, spans: Sequence[Span]) -> Folded:
        """The same text with blanks for the characters of ``spans``, offset for offset."""

        def blank(text: str) -> str:
            pieces: list[str] = []
            done = 0
            for start, end in spans:
                pieces += text[done:start], _INKED.sub(" ", text[max(start, done) : end])
                done = max(done, end)
            return "".join((*pieces, text[done:]))

        return replace(self, text=blank(self.text)).read_as(blank(self.lower))

    def span(self, start: int, end: int) -> Span:
        """The stretch of the original that ``text[start:end]`` was made from."""
        first = self._origin(start)[0]
        return Span(first, self._origin(end - 1)[1] if end > start else first)

    def position(self, offset: int) -> int:
        """The folded offset of the first character made from ``original[offset:]``."""
        low, high = 0, len(self.text)
        while low < high:
            middle = (low + high) // 2
            if self._origin(middle)[1] <= offset:
                low = middle + 1
            else:
                high = middle
        return low

    def _origin(self, index: int) -> tuple[int, int]:
        """Start and end in the original of the folded character at ``index``."""
        if index >= len(self.text):
            return len(self.original), len(self.original)
        run = bisect_right(self._starts, index) - 1
        width = self._widths[run]
        if width:
            return self._origins[run], self._origins[run] + width
        start = self._origins[run] + index - self._starts[run]
        return start, start + 1


def fold(text: str) -> Folded:
    """Fold ``text``; time and memory grow linearly with it.

    What came of short texts is kept for a while, and of the last long one: an article, and the
    words of a figure, are folded by whoever looks at them.
    """
    return _fold_short(text) if len(text) <= _SHORT else _fold_long(text)


@lru_cache(maxsize=2048)
def _fold_short(text: str) -> Folded:
    return _fold(text)


@lru_cache(maxsize=1)
def _fold_long(text: str) -> Folded:
    return _fold(text)


def _fold(text: str) -> Folded:
    gone = dict.fromkeys((match.span() for match in _UNSEEN.finditer(text)), "")
    if "<" in text and _HIDING.search(text) is None:
        gone |= {match.span(): _set_apart(match) for match in _MARKUP.finditer(text)}
    if not gone:
        return _fold_seen(text)
    seen: list[str] = []
    stretches: list[tuple[int, int]] = []
    done = 0
    for start, end in (*sorted(gone), (len(text), len(text))):
        if start < done:
            continue
        if done < start:
            seen.append(text[done:start])
            stretches.append((done, start))
        if apart := gone.get((start, end), ""):
            seen.append(apart)
            stretches.append((start, start + 1))
        done = end
    return _led_round(_fold_seen("".join(seen)), text, stretches)


def _set_apart(markup: re.Match[str]) -> str:
    """What parts the words that a tag stands between, where it does."""
    kind = markup.lastgroup
    return {"block": "\n", "cell": "\t", "blank": " "}.get(kind or "", "")


def _led_round(folded: Folded, text: str, stretches: list[tuple[int, int]]) -> Folded:
    """What was folded without characters that are not seen, its way back to the text with them.

    ``stretches`` are what the text has between them.
    """
    ends = list(accumulate(end - start for start, end in stretches))

    def place(index: int) -> tuple[int, int]:
        """Where in ``text`` a character is, and how many from there on stand together."""
        found = bisect_right(ends, index)
        left = ends[found] - index
        return stretches[found][1] - left, left

    starts: list[int] = []
    origins: list[int] = []
    widths: list[int] = []
    until = (*folded._starts, len(folded.text))[1:]
    for start, origin, width, end in zip(
        folded._starts, folded._origins, folded._widths, until, strict=True
    ):
        at = start
        while at < end:
            begin, together = place(origin + at - start)
            starts.append(at)
            origins.append(begin)
            widths.append(place(origin + width - 1)[0] + 1 - begin if width else 0)
            at = end if width else at + together
    return Folded(text, folded.text, tuple(starts), tuple(origins), tuple(widths))


def _fold_seen(text: str) -> Folded:
    """Fold a text without characters that are not seen."""
    pieces: list[str] = []
    starts: list[int] = []
    origins: list[int] = []
    widths: list[int] = []  # 0: a run copied character by character
    length = 0

    def put(piece: str, origin: int, width: int) -> None:
        nonlocal length
        if piece:
            starts.append(length)
            origins.append(origin)
            widths.append(width)
            pieces.append(piece)
            length += len(piece)

    done = 0
    soft = _soft_breaks(text) if "\n" in text or "\r" in text else frozenset()
    if soft or _NEEDS_WORK.search(text):
        for match in _REWRITTEN.finditer(text):
            put(text[done : match.start()], done, 0)
            done = match.end()
            kind = match.lastgroup
            if kind == "compose":
                piece = unicodedata.normalize("NFC", match.group())
                if piece[-1] in LOWER and _IS_GLUED.match(text, done):
                    piece += " "
                put(piece, match.start(), len(match.group()))
            elif kind == "newline" and match.start() in soft:
                put(" ", match.start(), len(match.group()))
            elif kind == "newline" or (kind == "broken" and _ITEM.match(text, done)):
                put("\n", match.start(), len(match.group()))
            elif kind == "glued":
                put(match.group(), match.start(), 0)
                put(" ", match.end() - 1, 1)
            elif kind in ("space", "wrapped"):
                put(" ", match.start(), len(match.group()))
            elif kind == "column":
                put("\t", match.start(), len(match.group()))
    put(text[done:], done, 0)

    folded = "".join(pieces).translate(_ONE_FOR_ONE)
    folded = _TONE.sub(_tone, folded)
    folded = _FINAL_I.sub(lambda m: m[1] + m[2].translate(_Y_FOR_I), folded)
    return Folded(text, folded, tuple(starts), tuple(origins), tuple(widths))


def fold_phrase(phrase: str) -> str:
    """A phrase in the spelling of ``Folded.lower``."""
    return " ".join(fold(phrase).lower.split())
