"""An article's lines as paragraphs and sentences, and which of them are the article.

Offsets are into ``Folded.text``. Everything from the header of a list of other articles on is left
out. A line without a sentence's end is a headline or a caption, which repeats rather than reports;
so is a first line that asks or exclaims.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractor.folding import ITEM, UPPER, Folded
from extractor.reader.grid import is_number
from extractor.reader.lexicon import RELATED, RELATED_FORM, RELATED_LIKE
from extractor.span import Span

_LINE = re.compile(r"[^\n]+")
_SENTENCE_END = re.compile(
    r"[.!?…](?<!\bTP.)(?<!\bTp.)(?<!\bGS.)(?<!\bTS.)(?<!\bThS.)(?<!\bPGS.)(?<!\bTr.)(?<!\btr.)"
    rf"[.!?…]*[\"')\]]*\s+(?=[\"'(\[]?[{UPPER}]|[\"']?[0-9]+ )"
)
_UPPER = re.compile(rf"[\"'(\[]?[{UPPER}0-9]")
_CELLS = re.compile(r"[|\t]")
_ITEM = re.compile(rf"\s*{ITEM}")
_LETTER = re.compile(r"\s*[a-zđ]\)\s+")
"""What leads an item is no word of it."""
_OWN_LINE = re.compile(r"%|(?:\w{2,6}\.? ?|1[.,]?000 ?)?(?:USD|đồng)$")
"""A heading in percent, or what a table counts in («nghìn USD»)."""
_ENDED = re.compile(r"[.!?…;:][\"')\]/]*\s*$")

_TITLE_ENDED = re.compile(r"[?!…][\"')\]/]*\s*$")
"""How the first line of a text may end and be its headline all the same."""

_MARKS = " >»|-+*•–#=→[]"
_COUNT = re.compile(r"\(?[0-9]*\)?$")
_POINTING = (">>", "»", "→", "⇒", "=>", "->")
"""What leads a line to another article."""
_ARROW = re.compile(r"(?:→|⇒|=>|->)\s")
"""What leads an item right below a lead or another item."""

_RELATED_FORM = re.compile(RELATED_FORM)
_RELATED_LIKE = re.compile(RELATED_LIKE)
_HEADER_LENGTH = 60
"""Characters that the header of a list of other articles has at most."""
_FEWEST = 2
"""Headlines that make a list of them."""

_TAIL = 200
"""Characters of a block's end that tell whether the next line goes on with it."""

_ITEM_LENGTH = 120
"""Characters that an item of a list has at most where no dash or number leads it."""

LONGEST_SENTENCE = 4000
"""Characters; what is longer is no sentence (a list without stops, a page without lines)."""

HEADLINE_WORDS = 40
"""A line longer than this is prose even without a sentence's end."""

_CUT_OFF = 8
"""Spaces in a first sentence from which on the last line of a text is no headline that ends
without a mark, but prose that was cut off."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together; ``sentences`` cover what is said, in order.

    ``headline`` marks a line without a sentence's end, or a first one that asks or exclaims,
    ``title`` the first of them; ``item`` one
    that a dash or a number leads.
    """

    span: Span
    sentences: tuple[Span, ...]
    headline: bool
    title: bool
    item: bool = False


def paragraphs(folded: Folded) -> list[Paragraph]:
    """The article's own paragraphs, in order."""
    text = folded.text
    blocks: list[Span] = []
    for match in _LINE.finditer(text):
        line = match.group().strip()
        if not line:
            continue
        named, _, listed = line.strip(_MARKS).partition(":")
        if _is_related(_COUNT.sub("", named).strip().lower(), text, match.end()):
            if listed:
                continue  # «Xem thêm: Hà Nội xuất khẩu 17 tỷ USD»
            break
        tail = (
            text[max(blocks[-1].start, blocks[-1].end - _TAIL) : blocks[-1].end] if blocks else ""
        )
        if line.startswith(_POINTING):
            near = bool(blocks) and match.start() == blocks[-1].end + 1
            below = near and _ITEM.match(text, blocks[-1].start) is not None
            if _ARROW.match(line) is None or not (below or tail.rstrip().endswith(":")):
                continue
        if blocks and _continues(tail, line, text[blocks[-1].end : match.start()]):
            blocks[-1] = Span(blocks[-1].start, match.end())
        else:
            blocks.append(Span(match.start(), match.end()))
    result: list[Paragraph] = []
    titled = False
    for block in blocks:
        body = text[block.start : block.end]
        item = _ITEM.match(body) is not None
        first = block is blocks[0] and len(blocks) > 1
        headline = (
            not item
            and not _CELLS.search(body)
            and (_ENDED.search(body) is None or (first and _TITLE_ENDED.search(body) is not None))
            and body.count(" ") < HEADLINE_WORDS
        )
        letter = _LETTER.match(body)
        begin = block.start + (letter.end() if letter is not None else 0)
        sentences = tuple(_sentences(text, Span(begin, block.end)))
        if block is blocks[-1] and len(sentences) > 1:
            begun = sentences[0].of(text)
            headline = headline and begun.count(" ") < _CUT_OFF  # a text that was cut off
        title = headline and not titled and body.count(" ") >= 3
        titled = titled or title
        result.append(Paragraph(block, sentences, headline, title, item))
    return result


def _is_related(named: str, text: str, end: int) -> bool:
    """Whether a line heads a list of other articles, by its words or by what follows it too."""
    if named in RELATED:
        return True
    if not named or len(named) > _HEADER_LENGTH:
        return False
    if _RELATED_FORM.fullmatch(named):
        return True
    if not _RELATED_LIKE.fullmatch(named):
        return False
    lines = [line for m in _LINE.finditer(text, end) if (line := m.group().strip())]
    return len(lines) >= _FEWEST and not any(_ENDED.search(line) for line in lines)


def is_short(block: Paragraph) -> bool:
    """Whether a paragraph may be an item of a list although nothing leads it."""
    return len(block.sentences) == 1 and block.span.end - block.span.start < _ITEM_LENGTH


def _continues(previous: str, line: str, gap: str) -> bool:
    """Whether a line goes on with the sentence of the line before it.

    Only across a single break: hard-wrapped text goes on in lower case or amid a phrase.
    """
    if (
        len(gap) > _TAIL
        or gap.count("\n") != 1
        or _ENDED.search(previous)
        or _CELLS.search(previous)
    ):
        return False
    if _ITEM.match(line) or _CELLS.search(line) or is_number(line) or _OWN_LINE.match(line):
        return False
    return not _UPPER.match(line) or previous.rstrip()[-1:] in ",-("


def _sentences(text: str, block: Span) -> list[Span]:
    """Split at sentence ends; an end inside a number or an abbreviation is none.

    What goes on for longer than any sentence is cut at a clause's end, or wherever it must.
    """
    ends = [match.end() for match in _SENTENCE_END.finditer(text, block.start, block.end)]
    found = []
    start = block.start
    for end in (*ends, block.end):
        while end - start > LONGEST_SENTENCE:
            limit = start + LONGEST_SENTENCE
            cut = max(text.rfind(mark, start, limit) for mark in ";,") + 1
            cut = cut or text.rfind(" ", start, limit) + 1 or limit
            found.append(Span(start, cut))
            start = cut
        if start < end:
            found.append(Span(start, end))
        start = end
    return found
