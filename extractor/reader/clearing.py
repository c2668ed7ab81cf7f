"""What a customs office clears, counted by papers or carriers, and what all of it is worth.

«tiếp nhận 730 tờ khai với tổng kim ngạch …», «làm thủ tục cho 214 tàu, với kim ngạch …»: papers and
carriers are no goods, and «với» behind their number begins what is told of the office's trade.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractor.folding import Folded
from extractor.reader.tokens import Kind, Token, Vocabulary, is_noun

_COUNTED = re.compile(
    r" (?:(?:lượt|chuyến|bộ|lô) )?(?:tờ khai|hồ sơ|tàu|thuyền|sà lan|phương tiện|xe|ô tô|container"
    r"|toa|lô hàng|máy bay|hành khách|khách)"
    r"(?: (?:hải quan|tàu|biển|xe|ô tô|hàng|hàng hóa|vận tải|chở hàng|các loại|xuất cảnh|nhập cảnh"
    r"|xuất nhập cảnh|điện tử|ra vào|qua lại"
    r"|của [0-9.]+ (?:lượt )?(?:doanh nghiệp|dn|đơn vị)))*(?!\w)"
)
_DECLARED = re.compile(
    r"(?<!\w)(?:thông quan|khai|khai báo|thủ tục|hải quan|tờ khai)(?: hàng hóa)? \Z"
)
"""Before «điện tử» these make it how a thing is declared."""
_BACK = 24
_VERBS = frozenset("mở tiếp đăng xử giải phân kiểm thực khai thông làm đón cấp thụ".split())
"""First syllables of what an office does with papers, at the head of a sentence."""
_BEGINNING = (Kind.STOP, Kind.OPEN, Kind.CLOSE, Kind.PLACE, Kind.INCLUDING, Kind.PERIOD)
_WORDS = 6
"""Unknown words that may say what an office does with papers."""
_MARKET = "thị trường "


def cleared(folded: Folded, tokens: list[Token], words: Vocabulary) -> list[Token]:
    """The tokens with each count of papers or carriers apart from what it is worth."""
    found = [_as_manner(folded, tokens, i, words) for i in range(len(tokens))]
    for index, token in enumerate(found):
        if token.kind is not Kind.NUMBER:
            continue
        counted = _COUNTED.match(folded.lower, token.span.end)
        start = _begin(found, index)
        if counted is None or not _is_done(folded, found[start:index], words, start == 0):
            continue
        end = index + 1
        while end < len(found) and (
            found[end].span.end <= counted.end() or found[end].kind is Kind.LABEL
        ):
            end += 1
        led = _worth(found, end)
        if led is None:
            continue
        for at in (*range(start, index), *range(index + 1, end)):
            if found[at].kind is Kind.WORD or (found[at].kind is Kind.LABEL and at > index):
                found[at] = replace(found[at], kind=Kind.NEUTRAL, mention=None, name=False)
        found[led] = replace(found[led], kind=Kind.STOP, text=",")
    return found


def _as_manner(folded: Folded, tokens: Sequence[Token], index: int, words: Vocabulary) -> Token:
    """A token, without meaning where it says how goods are declared, or where firms sell."""
    token = tokens[index]
    if token.kind is not Kind.WORD:
        return token
    start = token.span.start - (len("điện ") if token.text == "tử" else 0)
    electronic = folded.lower.startswith("điện tử", start) and _DECLARED.search(
        folded.lower, max(0, start - _BACK), start
    )
    kind, _ = words.meaning.get(token.text.removeprefix(_MARKET), (None, None))
    taking_part = index > 0 and tokens[index - 1].text == "tham gia"
    sold = token.text.startswith(_MARKET) and kind is Kind.LABEL and taking_part
    return replace(token, kind=Kind.NEUTRAL, name=False) if electronic or sold else token


def _begin(tokens: Sequence[Token], index: int) -> int:
    """Where the words that lead to the number begin."""
    while index and tokens[index - 1].kind not in _BEGINNING:
        index -= 1
    return index


def _is_done(folded: Folded, led: Sequence[Token], words: Vocabulary, heads: bool) -> bool:
    """Whether the words before a number are only what an office does, and name nothing."""
    unknown = [t for t in led if t.kind is Kind.WORD]
    if len(unknown) > _WORDS:
        return False
    for token in led:
        if token.kind is Kind.LABEL and not token.text.endswith(" cho"):
            return False
        if token.kind not in (Kind.WORD, Kind.NEUTRAL, Kind.ATTRIBUTE, Kind.LABEL, Kind.ESTIMATE):
            return False
        named = token.name and not (heads and token is led[0] and token.text in _VERBS)
        if named or words.subjects.match(folded.lower, token.span.start):
            return False
    return True


def _worth(tokens: Sequence[Token], end: int) -> int | None:
    """Where «với» stands that leads the measure's name, right behind the count."""
    if end < len(tokens) and tokens[end].kind is Kind.OPEN:
        close = next((i for i in range(end, len(tokens)) if tokens[i].kind is Kind.CLOSE), None)
        end = close + 1 if close is not None else end
    if end + 1 >= len(tokens) or tokens[end].text != "với":
        return None
    name = next((t for t in tokens[end + 1 :] if not is_noun(t)), None)
    return end if name is not None and name.kind is Kind.LABEL else None
