"""Amounts of an earlier time, by the words around them: what another is compared with or grew from.

All functions look at a sentence's tokens around the amount at ``position`` and change nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extractor.numbers.period import PeriodMention
from extractor.reader.amount import DIFFERING, HEDGES, LINKING
from extractor.reader.comparison import COMPARATIVES, is_compared
from extractor.reader.lexicon import DESPITE
from extractor.reader.tokens import Kind, Token

_REACHING = frozenset(
    {
        *("lên", "lên tới", "lên đến", "tăng lên", "vọt lên", "nhảy lên", "xuống", "xuống còn"),
        *("giảm xuống", "giảm còn", "rút xuống", "rút xuống còn", "còn", "chỉ còn"),
    }
)
_ENDING_IN = frozenset({"lên", "xuống", "về", "còn"})
"""Last words of verbs that say where something went («rơi về», «hạ xuống»)."""
_MOVED_ON = frozenset({"lên", "xuống"})
THEN = frozenset({"khi", "lúc", "vốn"})
"""Words that tell of the period right before them."""
_PASSED = frozenset({"vượt", "vượt qua", "vượt xa", "bỏ xa"})
_SURPASSING = COMPARATIVES | {"hơn hẳn"}
_FAR = frozenset({"xa", "hẳn"})
_GONE_BY = 12
"""Tokens behind an amount in which a verb tells what became of it."""
_ROW = 60
"""Tokens of a sentence that is but a row of amounts, each with its year."""
FROM = frozenset({"từ", "từ chỗ"})
"""Lead what an amount grew or fell from."""
_ONLY = frozenset({"chỉ", "mới", "đạt", "vỏn vẹn"})
_COMING_TO = frozenset({"đạt", "còn", "lên", "xuống"})
"""Last words of verbs that say what something came to."""
_AS_FAR_AS = frozenset({"tới", "đến"})
_KNOWN = frozenset({"con số", "mức", "kết quả", "kỷ lục", "trị giá", "giá trị"})
_LINKING = (*LINKING, Kind.OPEN, Kind.ESTIMATE)
"""What may stand between a verb and its amount."""
_HELD_AGAINST = _SURPASSING | _PASSED | DIFFERING
"""Verbs that such words do not lead on to another one."""
_AGAINST = _PASSED | COMPARATIVES | {"bằng"}
"""Before «mức» and the like these hold something against an amount of old."""
_HEDGED = HEDGES | _KNOWN
_LED_BY = _HEDGED | _ONLY
"""What may stand between «từ» and the amount that it leads."""


def period_compared_with(tokens: Sequence[Token], position: int) -> PeriodMention | None:
    """The past period whose amount this is, because another is compared with it.

    In brackets behind it («so với quý I/2022 (433 triệu USD)») or named behind the amount («tăng 9%
    so với 2,77 tỷ USD của tháng 5/2023»).
    """
    index = position - 1
    opened = False
    while index >= 0 and tokens[index].kind in _LINKING and tokens[index].text not in _HELD_AGAINST:
        opened = opened or tokens[index].kind is Kind.OPEN
        index -= 1
    if index < 0:
        return None
    if _is_known(tokens, position):
        return _behind(tokens, position)
    if index and tokens[index].text in _FAR:
        index -= 1  # «kém xa mức 1,4 tỷ USD của năm 2022»
    before = tokens[index]
    if before.text == "," and index and tokens[index + 1].text in THEN:
        # «giảm 6% so với năm 2014, khi đạt 1.320 triệu USD»
        index -= 1
        before, opened = tokens[index], True
    elif not opened and before.kind is Kind.PERIOD and index + 1 < position:
        # «giảm 6% so với năm 2014 là 1.320 triệu USD»
        opened = tokens[index + 1].text not in _REACHING
    if opened and before.kind is Kind.PERIOD and is_compared(tokens, index):
        mention: PeriodMention = before.mention
        return mention
    if opened:
        return None
    if before.kind is Kind.COMPARED or before.text in _SURPASSING:
        return _behind(tokens, position)
    if before.kind is Kind.PERCENT and before.mention.kind == "multiple":
        return _behind(tokens, position)  # «gấp 2,5 lần con số 5,4 tỷ USD của năm 2019»
    led = tokens[index + 1].text == "từ"
    if led and before.text == "," and index:
        before = tokens[index - 1]  # «đạt 2,17 tỷ USD, từ mức 2,26 tỷ USD của năm 2022»
    if led and before.kind is Kind.MONEY:
        # «lùi về 2,17 tỷ USD từ mức 2,26 tỷ USD của năm 2022»
        behind = _behind(tokens, position)
        told = behind is not None and (behind.year is not None or behind.role == "last_year")
        return behind if told else None
    if (led and before.text in DIFFERING) or before.text in _PASSED:
        # «vượt mức 433 triệu USD của cùng kỳ», «tăng từ mức 433 triệu USD của năm trước»
        behind = _behind(tokens, position)
        return behind if behind is not None and behind.role != "own" else None
    return None


def is_reached(tokens: Sequence[Token], position: int) -> bool:
    """«giảm 14% so với cùng kỳ năm trước (đạt 263 triệu USD)»: what it came to in brackets, where
    nothing else tells that."""
    index = position
    while index and tokens[index - 1].kind in (*LINKING, Kind.ESTIMATE):
        index -= 1
    led = bool(index) and tokens[index - 1].kind is Kind.OPEN
    return led and any(t.text.split()[-1] in _COMING_TO for t in tokens[index:position])


def _is_known(tokens: Sequence[Token], position: int) -> bool:
    """«bỏ xa con số 520 triệu USD của 9 tháng năm 2019»: an amount of old, and no mark."""
    index = position - 1
    while index > 0 and tokens[index].text in HEDGES:
        index -= 1
    if index < 1 or tokens[index].text not in _KNOWN:
        return False
    before = tokens[index - 1]
    against = before.text in _AGAINST or before.kind is Kind.WORD
    return against and tokens[position + 1].text == "của"


def is_dated_row(tokens: Sequence[Token]) -> bool:
    """«72 triệu USD năm 2020, 81 triệu USD năm 2021 và 99 triệu USD năm 2022»: each with its year.

    Nothing else stands in the sentence that an amount can be of, and the years go up or down.
    """
    if len(tokens) > _ROW or any(
        t.kind in (Kind.LABEL, Kind.FOREIGN, Kind.COMPANY, Kind.TARGET) for t in tokens
    ):
        return False
    years: list[int] = []
    depth = 0
    for index, token in enumerate(tokens):
        depth += (token.kind is Kind.OPEN) - (token.kind is Kind.CLOSE)
        if token.kind is not Kind.MONEY or depth:
            continue
        mention = _behind(tokens, index)
        if mention is None or mention.kind != "year" or mention.year is None:
            return False
        years.append(mention.year)
    steps = {after > before for before, after in pairwise(years)}
    return len(years) > 1 and len(steps) == 1 and len(set(years)) == len(years)


def period_behind(tokens: Sequence[Token], position: int) -> PeriodMention | None:
    """«đạt 1,2 tỷ USD trong 6 tháng»: the period right behind the amount."""
    mention = _behind(tokens, position)
    if mention is None or mention.kind in ("date", "years", "relative"):
        return None
    if mention.role not in ("own", "last_year"):
        return None
    return mention


def is_of_what_follows(tokens: Sequence[Token], position: int) -> bool:
    """«940 triệu USD của 5 tháng đầu năm 2013»: the period behind is this amount's own."""
    return position + 1 < len(tokens) and tokens[position + 1].text in ("của", "vào", "trong")


def left_behind(tokens: Sequence[Token], position: int) -> bool:
    """«tăng từ 1,98 tỷ USD [năm 2021] lên 2,28 tỷ USD»: the amount that was left behind.

    «từ» leads it, and before the next amount or name a verb tells where it went or by how much.
    """
    if not is_led_from(tokens, position):
        return False
    dated = period_left_at_once(tokens, position) is not None
    before = ""
    for token in tokens[position + 1 : position + 1 + _GONE_BY]:
        if token.text in _REACHING or token.text.split()[-1] in _ENDING_IN:
            return True
        if token.text in DIFFERING:
            return True
        if token.kind is Kind.MONEY:
            return before == "thành" or (dated and before in _AS_FAR_AS)
        if token.kind is Kind.LABEL or token.text == ";":
            return False
        if token.text not in _HEDGED or token.text in _AS_FAR_AS:
            before = token.text
    return False


def is_led_from(tokens: Sequence[Token], position: int) -> bool:
    """Whether «từ» leads the amount."""
    index = position - 1
    while index > 0 and tokens[index].text in _LED_BY:
        index -= 1
    return index >= 0 and tokens[index].text.lower() in FROM


def is_led_on(tokens: Sequence[Token], position: int) -> bool:
    """Whether «từ» leads the amount, or a verb that says where something went («lên 16 tỷ USD»)."""
    index = position - 1
    while index > 0 and tokens[index].text in _LED_BY:
        index -= 1
    words = tokens[index].text.lower().split() if index >= 0 else []
    return bool(words) and (words[0] in FROM or not _MOVED_ON.isdisjoint(words))


def period_left(tokens: Sequence[Token], position: int) -> PeriodMention | None:
    """The period of an amount left behind: right behind it, or compared with later on."""
    mention = period_left_at_once(tokens, position)
    if mention is not None:
        return mention
    for index in range(position + 1, len(tokens)):
        if tokens[index].text == ";":
            break
        if tokens[index].kind is Kind.PERIOD and is_compared(tokens, index):
            found: PeriodMention = tokens[index].mention
            return found
    return None


def period_left_at_once(tokens: Sequence[Token], position: int) -> PeriodMention | None:
    """The period right behind an amount left behind, in brackets or without."""
    bracket = tokens[position + 1 : position + 4]
    if [t.kind for t in bracket] == [Kind.OPEN, Kind.PERIOD, Kind.CLOSE]:
        bracketed: PeriodMention = bracket[1].mention
        return bracketed
    return _behind(tokens, position)


def _behind(tokens: Sequence[Token], position: int) -> PeriodMention | None:
    for index in range(position + 1, len(tokens)):
        if tokens[index].kind is Kind.PERIOD:
            mention: PeriodMention = tokens[index].mention
            return mention
        token = tokens[index]
        if token.kind not in LINKING or token.text in _REACHING or token.text in DESPITE:
            return None
    return None
