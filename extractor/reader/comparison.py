"""What a number is compared with: a period, and whether it is the year before, or another measure.

A comparison stands behind its number, where words that connect, a bracket or the same number told
as a difference may part them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from extractor.numbers.period import PeriodMention
from extractor.numbers.quantity import Quantity
from extractor.reader.slots import Slot
from extractor.reader.tokens import Kind, Token
from extractor.reader.verb import ANSWERING, OF_CHANGE

_MONTH = timedelta(days=27)
"""From the first to the last day of the shortest month."""
COMPARATIVES = frozenset(
    {
        "hơn",
        "kém",
        "thua",
        "gấp",
        "cao hơn",
        "thấp hơn",
        "nhiều hơn",
        "ít hơn",
        "lớn hơn",
        "nhỏ hơn",
    }
)
_HELD_AGAINST = frozenset(
    {
        *("vượt", "vượt qua", "vượt xa", "vượt hẳn", "bỏ xa", "qua mặt", "áp sát", "bám sát"),
        *("bằng", "chỉ bằng", "gần bằng", "xấp xỉ", "tương đương", "tương đương với"),
        *("ngang", "ngang với", "ngang bằng", "sánh ngang", "xấp xỉ bằng"),
    }
)
"""Verbs that hold something against the time that they have right behind them."""
_OF_THAT_TIME = frozenset(
    {"xa", "hẳn", "qua", "cả", "với", "của", "mức", "con số", "kết quả", "kỷ lục", "đỉnh", "gần"}
)
CONNECTING = (Kind.COMPARED, Kind.NEUTRAL, Kind.ATTRIBUTE)
_NEXT = frozenset({"và", "nhưng", "còn", "nhiều hơn", "ít hơn", "cao hơn", "thấp hơn"})
"""What follows these belongs to the next percentage."""
EQUALLING = frozenset({"bằng", "chỉ bằng", "tương đương"})
_DIFFERENCE = 6
"""Tokens behind a percentage in which the amount stands that says the same as a difference."""
_BESIDE_IT = 3
_DURING = frozenset(
    {"trong", "qua", "sau", "suốt", "tính", "tính chung", "chung", "lũy kế", "cộng dồn", "tính gộp"}
)
_COMPARED_IN = 8
"""Tokens before a period in which a comparative, or «so với», says what a number is compared with:
«so với kết quả thực hiện được trong nửa cuối tháng 8»."""
_ROW = 12
"""Figures of a sentence at most that are held against one year together."""


def is_compared(tokens: Sequence[Token], index: int) -> bool:
    """Whether the period at ``index`` is what a number is compared with."""
    mention: PeriodMention = tokens[index].mention
    if mention.role in ("last_year", "previous"):
        return True
    for earlier in range(index - 1, max(0, index - _COMPARED_IN) - 1, -1):
        token, near = tokens[earlier], index - earlier <= _BESIDE_IT
        if earlier and token.text == "hơn" and tokens[earlier - 1].text in _DURING:
            return False  # «trong hơn 9 tháng năm 2020»
        if is_comparative(token.text) and tokens[earlier + 1].text == "trong":
            return False  # «đà tăng rõ hơn trong quý II»
        if token.kind is Kind.COMPARED or (near and is_comparative(token.text)):
            return True
        if token.text in _HELD_AGAINST and _names_what_is_held_against(tokens, earlier, index):
            return True
        if token.kind is Kind.PERCENT:
            # «bằng 104% năm 2021», «gấp 2 lần năm 2021»
            level = tokens[index - 2].text in EQUALLING or token.mention.kind == "multiple"
            return token is tokens[index - 1] and level
        # «so với 2,77 tỷ USD của tháng 5/2023»: the amount stands between.
        passed = token.kind in (Kind.NEUTRAL, Kind.ATTRIBUTE, Kind.MONEY)
        if not passed and token.text not in _OF_THAT_TIME:
            return False
    return False


def is_comparative(word: str) -> bool:
    """«hơn», «thấp hơn», «nhỉnh hơn»: whether a word says that something is more or less."""
    return word in COMPARATIVES or word.endswith(" hơn")


def _names_what_is_held_against(tokens: Sequence[Token], verb: int, index: int) -> bool:
    """«vượt xa con số của tháng 8», «ngang quý I»: nothing between but what the period has."""
    return all(t.text in _OF_THAT_TIME for t in tokens[verb + 1 : index])


def compared_with(tokens: Sequence[Token], position: int) -> PeriodMention | None:
    """The period that the words right behind a percentage compare it with."""
    return compared_behind(tokens, position)[0]


def compared_behind(
    tokens: Sequence[Token], position: int
) -> tuple[PeriodMention | None, int | None]:
    """The period compared with right behind the percentage, and where it ends.

    What stands in brackets between them is passed over, and the same told as a difference.
    """
    depth = 0
    for index in range(_difference_behind(tokens, position) + 1, len(tokens)):
        token = tokens[index]
        bracket = index == position + 1 and token.kind is Kind.OPEN
        if bracket and tokens[index + 1 : index + 2] and tokens[index + 1].kind is Kind.COMPARED:
            continue  # «21% (so với tháng 8/2021)»
        if token.kind in (Kind.OPEN, Kind.CLOSE):
            depth += 1 if token.kind is Kind.OPEN else -1
            if depth < 0:
                break
        elif depth:
            continue
        elif token.kind is Kind.PERIOD and is_compared(tokens, index):
            behind = tokens[index + 1 : index + 2]
            if behind and behind[0].kind is Kind.PERIOD and behind[0].mention.role == "own":
                token = behind[0]  # «so với cùng kỳ tháng 11»
            return token.mention, token.span.end
        elif token.kind not in CONNECTING or token.text in _NEXT:
            break
    return None, None


def _difference_behind(tokens: Sequence[Token], position: int) -> int:
    """«giảm 8,9%, tương ứng giảm 2,55 tỷ USD so với nửa cuối tháng 4»: where the amount stands.

    The percentage itself where no amount right behind it says the same once more.
    """
    comma, *words = tokens[position + 1 : position + 2 + _DIFFERENCE] or tokens[:1]
    answers = bool(words) and comma.text == "," and words[0].text in ANSWERING
    changed = False
    for index, token in enumerate(words[1:] if answers else (), position + 3):
        if token.kind is Kind.MONEY:
            return index if changed else position
        if token.kind not in (Kind.NEUTRAL, Kind.ATTRIBUTE):
            break
        changed = changed or OF_CHANGE.fullmatch(token.text) is not None
    return position


def on_the_year(compared: PeriodMention, slot: Slot) -> bool:
    """Whether the comparison is with the year before and not with a month, quarter or day."""
    if compared.role in ("last_year", "same"):
        # «tăng 4% so với cả năm ngoái» is on the year where it is said of a whole one.
        whole = compared.kind == "year" and compared.year is None
        return not whole or slot.period is None or slot.period.kind == "year"
    if compared.role != "own" or compared.kind == "date":
        return False
    own = slot.period
    if own is None and compared.year is not None and compared.kind == "cumulative":
        return True  # «tăng 4,1% so với 11 tháng năm 2020»: of the time that all the text is of
    same = own is not None and compared.same_days(own)
    if compared.year is None or own is None or own.year is None:
        return compared.kind == "year" or same
    return compared.year == (own.begun or own.year) - 1 and (same or compared.kind == "year")


def hold_against(base: PeriodMention, last: Slot, row: Sequence[Slot], lower: str) -> None:
    """«năm 2010 đạt 228, tăng 5,5 lần, năm 2015 đạt 480, tăng 11,7 lần so với năm 2002»: the year
    that the last of a row is held against is that of them all, which then say no change on the
    year."""
    if base.year is None:
        return
    for slot in row[-_ROW:]:
        year = slot.period.year if slot.period is not None else None
        alike = (slot.measure, slot.place) == (last.measure, last.place)
        if slot is last or not alike or slot.compared is not None or slot.change is None:
            continue
        multiple = slot.change.span.of(lower).endswith("lần")
        if multiple and year is not None and year > base.year + 1:
            slot.change = None


def of_another_year(tokens: Sequence[Token], position: int, slot: Slot) -> bool:
    """«sau khi tăng 12% năm 2021»: the change that the year named behind it saw."""
    after = tokens[position + 1] if position + 1 < len(tokens) else None
    if (
        after is None
        or after.kind is not Kind.PERIOD
        or tokens[position].mention.kind == "multiple"
    ):
        return False
    mention: PeriodMention = after.mention
    own = slot.period.year if slot.period is not None else None
    return mention.kind == "year" and None not in (mention.year, own) and mention.year != own


def of_other_measure(tokens: Sequence[Token], position: int) -> bool:
    """«gấp đôi phần bán ra», «bằng 60% nhập khẩu»: compared with another measure."""
    mention: Quantity = tokens[position].mention
    level = position > 0 and tokens[position - 1].text in EQUALLING
    if mention.kind != "multiple" and not level:
        return False
    for token in tokens[position + 1 : position + 4]:
        if token.kind is Kind.LABEL:
            return True
        if token.kind not in (Kind.NEUTRAL, Kind.COMPARED) or token.text in _NEXT:
            return False
    return False


def is_within_month(mention: PeriodMention) -> bool:
    """Whether a time is but a part of a month."""
    start, end = mention.resolve(mention.year or 2000)
    return end - start < _MONTH


def is_of_half(slot: Slot) -> bool:
    """Whether a figure is of half a month, which a text holds against the half before it."""
    period = slot.period
    return period is not None and period.kind == "part" and is_within_month(period)
