"""Headings amid the text: a line that names a measure, a place or a period and says nothing of it.

«1. Xuất khẩu», «Cửa khẩu Hữu Nghị», «Nhập khẩu hàng hóa tháng 5»: what stands below is of that,
until another heading.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence

from extractor.reader import subject
from extractor.reader.layout import Paragraph
from extractor.reader.slots import Context
from extractor.reader.tokens import Kind, Token, Tokeniser
from extractor.span import Span

_NAMING = (Kind.LABEL, Kind.PLACE, Kind.PERIOD)
_PLAIN = (*_NAMING, Kind.NEUTRAL, Kind.ATTRIBUTE, Kind.STOP, Kind.SCOPE)
_UNSAID = (Kind.NEUTRAL, Kind.STOP)
_NUMBERED = re.compile(r"(?:[IVX]+|[0-9]{1,2}(?:\.[0-9]{1,2})*|[a-zđA-ZĐ])[.)] ?\S")
_ORDER = re.compile(r"\s*([0-9]{1,2})[.)/]\s")
_DONE = frozenset(
    {"kết quả", "tình hình", "thực hiện", "hoàn thành", "đạt", "vượt", "so với", "sẽ"}
)
"""Words that tell what came of a plan, or tell the news."""
_LONGEST = 90
"""Characters that a heading has at most."""


def is_heading(tokeniser: Tokeniser, block: Paragraph) -> bool:
    """Whether the paragraph is one line that only names what follows, maybe with a note on it."""
    span = _without_note(block, tokeniser.folded.text)
    if span.end - span.start > _LONGEST or len(block.sentences) > 2:
        return False
    tokens = tokeniser.cell(span)
    while tokens and (tokens[0].kind is Kind.NUMBER or _is_mark(tokens[0].text)):
        tokens = tokens[1:]
    named = [t for t in tokens if t.kind in _NAMING]
    return (
        bool(named)
        and all(t.kind in _PLAIN for t in tokens)
        and not any(t.kind is Kind.STOP and t.text in ".?!" for t in tokens[1:])
        and any(t.kind is not Kind.PERIOD for t in named)
    )


def is_topic(block: Paragraph, tokens: Sequence[Token], text: str) -> bool:
    """Whether a numbered line turns to another subject («6. Đầu tư», «IV. VẬN TẢI»)."""
    kinds = {t.kind for t in tokens}
    return (
        _is_numbered(block, text)
        and Kind.WORD in kinds
        and kinds.isdisjoint((Kind.LABEL, Kind.PLACE, Kind.MONEY, Kind.PERCENT))
        and not any(t.kind is Kind.NUMBER for t in tokens[1:])
    )


def is_section(tokeniser: Tokeniser, block: Paragraph) -> bool:
    """«2. Kết quả»: a numbered line that opens another part, whatever that is about."""
    told = (Kind.MONEY, Kind.PERCENT)
    return _is_numbered(block, tokeniser.folded.text) and not any(
        t.kind in told for t in tokeniser.cell(block.span)
    )


def is_planned(tokeniser: Tokeniser, block: Paragraph) -> bool:
    """«V. NHIỆM VỤ NĂM 2021», «Một số chỉ tiêu chủ yếu năm 2021:»: what stands below is to come.

    So does what a question asks for («Mục tiêu năm 2025?»). Not where the line tells what came of
    it («Kết quả thực hiện các chỉ tiêu»).
    """
    if block.span.end - block.span.start > _LONGEST or len(block.sentences) > 2:
        return False
    tokens = tokeniser.cell(block.span)
    if tokens and tokens[-1].text == "?":
        tokens = tokens[:-1]
    kinds = {t.kind for t in tokens}
    if any(t.kind is Kind.PERIOD and t.mention.role == "last_year" for t in tokens):
        return False  # «Năm ngoái vì sao tỉnh hụt kế hoạch?»
    return (
        not kinds.isdisjoint((Kind.TARGET, Kind.PLAN))
        and kinds.isdisjoint((Kind.MONEY, Kind.PERCENT, Kind.PLACE))
        and _DONE.isdisjoint(t.text for t in tokens)
        and not any(t.kind is Kind.STOP and t.text in ".?!;" for t in tokens[2:])
    )


def is_undated(tokeniser: Tokeniser, block: Paragraph) -> bool:
    """Whether a paragraph names no time, so that it is of the one that the line above it names."""
    return all(t.kind is not Kind.PERIOD for t in tokeniser.cell(block.span))


def lists_places(tokeniser: Tokeniser, lead: Paragraph, item: Paragraph) -> bool:
    """Whether a paragraph leads a list whose first item, numbered or dashed, begins with a place.

    «Bảng xếp hạng như sau:», «Dưới đây là ba tỉnh xuất khẩu nhiều nhất.»
    """
    if lead.item or not item.item:
        return False
    start = item.sentences[0].start if item.sentences else item.span.start
    tokens = tokeniser.cell(Span(start, min(item.span.end, start + _LONGEST)))
    while tokens and (tokens[0].kind is Kind.NUMBER or _is_mark(tokens[0].text)):
        tokens = tokens[1:]
    while tokens and tokens[0].kind is Kind.NEUTRAL:
        tokens = tokens[1:]  # «1. Tỉnh Long An: …»
    return bool(tokens) and tokens[0].kind is Kind.PLACE and tokens[0].mention.kind != "foreign"


def item_number(block: Paragraph, text: str) -> int | None:
    """The number that leads an item («3. Bình Dương: …»)."""
    match = _ORDER.match(block.span.of(text))
    return int(match[1]) if match is not None else None


def item_place(tokeniser: Tokeniser, block: Paragraph) -> str | None:
    """«1. TP HCM», «Hạng 1: Bắc Ninh», «2. Hữu Nghị (Lạng Sơn)»: the place that a line is."""
    if block.span.end - block.span.start > _LONGEST:
        return None
    tokens = tokeniser.cell(block.span)
    first = next((i for i, t in enumerate(tokens) if t.kind is Kind.PLACE), None)
    if first is None or tokens[first].mention.kind == "foreign":
        return None
    led, behind = tokens[:first], tokens[first + 1 :]
    if any(t.kind not in (*_UNSAID, Kind.NUMBER) and not _is_mark(t.text) for t in led):
        return None
    within = (*_UNSAID, Kind.OPEN, Kind.CLOSE, Kind.PLACE)
    if any(t.kind not in within for t in behind) or (behind and behind[0].kind is Kind.PLACE):
        return None
    apart = any(t.kind is Kind.STOP and t.text in ",;" for t in behind)
    name: str = tokens[first].mention.name
    return None if apart else name


def leading_site(tokeniser: Tokeniser, block: Paragraph) -> str | None:
    """«Trà Lĩnh: lối thông quan được chờ mười năm»: the gate with which a heading begins."""
    for token in tokeniser.cell(block.span):
        if token.kind is Kind.PLACE and token.mention.kind == "gate":
            name: str = token.mention.name
            return name
        if token.kind not in (Kind.NEUTRAL, Kind.NUMBER, Kind.STOP):
            return None
    return None


def name_heading(
    tokeniser: Tokeniser, block: Paragraph, context: Context, written: Container[int]
) -> None:
    """Let what the heading names hold for what follows, but for where the text was ``written``."""
    tokens = tokeniser.cell(_without_note(block, tokeniser.folded.text))
    names = [
        t.mention
        for i, t in enumerate(tokens)
        if t.kind is Kind.LABEL and not subject.superseded(tokens, i)
    ]
    places = [
        t.mention
        for t in tokens
        if t.kind is Kind.PLACE and t.mention.kind != "foreign" and t.span.start not in written
    ]
    context.headed = names[-1] if len(set(names)) == 1 else None
    context.located = places[0].name if len(places) == 1 else None


def _without_note(block: Paragraph, text: str) -> Span:
    """«II. Hàng qua cảng Quy Nhơn (số của Hải quan)»: a numbered heading up to its bracket."""
    line = block.span.of(text).rstrip()
    opened = line.rfind(" (")
    noted = line.endswith(")") and opened > 0 and _NUMBERED.match(line) is not None
    return Span(block.span.start, block.span.start + opened) if noted else block.span


def _is_numbered(block: Paragraph, text: str) -> bool:
    """A short line that a number leads, and no sentence."""
    line = block.span.of(text).strip()
    short = len(line) <= _LONGEST and line[-1:] not in ".:;?!,"
    return short and _NUMBERED.match(line) is not None


def _is_mark(text: str) -> bool:
    """«1.», «a)», «II.», «-»: what numbers a heading."""
    return len(text) <= 3 and (not text.isalpha() or text.isascii())
