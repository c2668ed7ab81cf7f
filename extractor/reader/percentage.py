"""What a percentage says of the figure it stands with: a change on the year, a share of plan, else.

A percentage of another comparison (the month before, a date), of a whole («chiếm 40%»), a rate a
year and percentage points say nothing that a figure holds.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.folding import Folded
from extractor.numbers.change import BESIDE, DOWN, LEVEL, UP, read_change, read_share
from extractor.numbers.period import PeriodMention
from extractor.numbers.quantity import SIGNS, Quantity
from extractor.reader.slots import Clause, Role, Slot, Stated
from extractor.reader.tokens import Kind, Token
from extractor.span import Span

_VERB = re.compile(
    rf"(?<!\w)(?:{DOWN}|{UP}|{LEVEL}|(?<!nổi )bật|tăng trưởng âm|"
    r"tăng gấp|giảm sâu|gấp|vượt kế hoạch|vượt)(?!\w)"
)
_OF_CHANGE = re.compile(rf"(?<!\w)(?:{DOWN}|{UP}|(?<!nổi )bật|gấp)(?!\w)")
_OF_LEVEL = re.compile(rf"(?<!\w)(?:{LEVEL})(?!\w)")
_PER_PART = re.compile(r" theo (?:tháng|quý|tuần)(?!\w)")
_OVER = re.compile(r"(?<!\w)vượt(?!\w)")
_REACH = 80
"""Characters before a row of percentages in which its verb stands."""

_GAP = 8
"""Words that may stand between a verb and its number («tăng tới hơn 18%»)."""

_PLAN_BEFORE = 8
"""Tokens before a clause in which the plan stands that it tells the share of."""
_MANNER = 2
"""Words that may say how much or how fast between a verb and its number."""

_CONNECTING = (Kind.COMPARED, Kind.NEUTRAL, Kind.ATTRIBUTE)
_NEXT = frozenset({"và", "nhưng", "còn", "nhiều hơn", "ít hơn", "cao hơn", "thấp hơn"})
"""What follows these belongs to the next percentage."""

_EQUALLING = frozenset({"bằng", "chỉ bằng", "tương đương"})
_CAUSES = frozenset({"nhờ", "do", "vì", "bởi", "khi"})
_AIMS = frozenset({"mục tiêu", "chỉ tiêu năm"})

COMPARATIVES = frozenset(
    {"hơn", "kém", "gấp", "cao hơn", "thấp hơn", "nhiều hơn", "ít hơn", "lớn hơn", "nhỏ hơn"}
)


def attach(
    folded: Folded,
    tokens: Sequence[Token],
    position: int,
    clause: Clause,
    slot: Slot,
    level: Role | None,
) -> Role | None:
    """Give the percentage or multiple at ``position`` to ``slot`` as what it states.

    ``level`` is what a level in percent meant before, which later ones need not say again.
    Returns what it was taken for, ``None`` where it is neither or the slot has one already.
    """
    found = _role(folded, tokens, position, clause, slot, level)
    if found is None:
        return None
    kind, span = found
    words = span.of(folded.lower)
    begin = _own_words(tokens, position, clause)
    if (start := _said_of_difference(tokens, position)) is not None:
        begin = start
    if span.start == tokens[position].span.start:
        begin = _shared_verb(folded, tokens, position, clause) or begin
    before = folded.lower[begin : span.start]
    if kind == "share":
        readings = read_share(words, before)
        if slot.share is None and readings:
            slot.share = Stated(span, readings[0].value)
    else:
        readings = read_change(words, before)
        if slot.change is None and readings:
            slot.change = Stated(span, readings[0].value)
    return kind


def attach_alike(folded: Folded, token: Token, kind: Role, slot: Slot) -> None:
    """Give ``slot`` a percentage that states what another one in its row states.

    The verb that governs the row counts («tăng tương ứng 10% và 12%»).
    """
    words = token.text
    before = folded.lower[max(0, token.span.start - _REACH) : token.span.start]
    readings = (read_share if kind == "share" else read_change)(words, before)
    stated = Stated(token.span, readings[0].value) if readings else None
    if kind == "share":
        slot.share = slot.share or stated
    else:
        slot.change = slot.change or stated


def of_row(
    folded: Folded, tokens: Sequence[Token], positions: Sequence[int], clause: Clause, slot: Slot
) -> Role | None:
    """What a row of percentages states by the verb before it and what stands behind it.

    «bằng 91% và 124% cùng kỳ», «đạt lần lượt 45% và 51% kế hoạch».
    """
    first, last = positions[0], positions[-1]
    if _plan_behind(tokens, last) is not None:
        return "share"
    compared = _compared_behind(tokens, last)[0] or clause.compared
    begin = _own_words(tokens, first, clause)
    verb = folded.lower[begin : tokens[first].span.start]
    stated = _OF_CHANGE.search(verb) or _OF_LEVEL.search(verb)
    if compared is None or not stated or not on_the_year(compared, slot):
        return None
    return "change"


def of_periods(
    tokens: Sequence[Token], positions: Sequence[int], slot: Slot
) -> tuple[int | None, PeriodMention | None]:
    """«tăng lần lượt 3% và 7% so với tháng trước và cùng kỳ»: which of them is on the year.

    The position of that percentage and the period that it is compared with.
    """
    index = positions[-1] + 1
    if index >= len(tokens) or tokens[index].kind is not Kind.COMPARED:
        return None, None
    mentions: list[PeriodMention] = []
    for token in tokens[index:]:
        if token.kind is Kind.PERIOD:
            mentions.append(token.mention)
        elif token.kind not in (Kind.COMPARED, Kind.NEUTRAL, Kind.ATTRIBUTE) and token.text != ",":
            break
    if len(mentions) != len(positions):
        return None, None
    for position, mention in zip(positions, mentions, strict=True):
        if on_the_year(mention, slot):
            return position, mention
    return None, None


def _role(
    folded: Folded,
    tokens: Sequence[Token],
    position: int,
    clause: Clause,
    slot: Slot,
    level: Role | None,
) -> tuple[Role, Span] | None:
    """What the percentage states, and the words that say so."""
    token = tokens[position]
    quantity: Quantity = token.mention
    begin = _own_words(tokens, position, clause)
    before = [t for t in tokens[clause.start : position] if t.span.start >= begin]
    # «bằng 107% [so với] kế hoạch và bằng 112% so với …»: of the one before
    if before and begin > tokens[clause.start].span.start and before[0].kind is Kind.COMPARED:
        before = before[1:]
    if before and before[0].kind is Kind.PLAN:
        before = before[1:]
    if quantity.ranged or any(t.kind is Kind.PROPORTION for t in before):
        return None
    if folded.lower.endswith("điểm ", 0, token.span.start) or of_other_measure(tokens, position):
        return None
    if _said_of_difference(tokens, position) is not None:
        compared = _compared_behind(tokens, position)[0] or clause.compared
        if compared is None or on_the_year(compared, slot):
            return ("change", token.span) if _plan_behind(tokens, position) is None else None
        return None
    start = _verb_start(folded, begin, token.span.start)
    governing = start
    if start == token.span.start and (verb_before := _before_bracket(tokens, position)):
        return "change", Span(verb_before, token.span.end)
    if start == token.span.start:
        governing = _shared_verb(folded, tokens, position, clause) or start
    verb = folded.lower[governing : token.span.start]
    changes = token.text[:1] in SIGNS or _OF_CHANGE.search(verb) is not None
    if position > 1 and [t.kind for t in tokens[position - 2 : position]] == [Kind.PLAN, Kind.OPEN]:
        return "share", token.span  # «gần đạt kế hoạch (98%)»
    if _PER_PART.match(folded.lower, token.span.end):
        return None
    plan_end = _plan_behind(tokens, position)
    if plan_end is not None or _of_plan_before(before, governing, changes):
        return "share", Span(start, plan_end or token.span.end)
    compared, compared_end = _compared_behind(tokens, position)
    compared = compared or clause.compared
    if compared is not None and not on_the_year(compared, slot):
        return None
    if _of_cause(before, governing) or (changes and _of_another_year(tokens, position, slot)):
        return None
    if changes:
        whole = quantity.kind == "multiple" and compared_end is not None
        return "change", Span(start, compared_end if whole and compared_end else token.span.end)
    if _OVER.search(verb):
        # «vượt cùng kỳ 5%», «vượt 5% so với cùng kỳ»
        return ("change", Span(start, token.span.end)) if compared is not None else None
    if position + 1 < len(tokens) and tokens[position + 1].text.lower() in _ON_YEAR:
        return "change", token.span
    if not _OF_LEVEL.search(verb):
        return None
    if compared is not None:
        return "change", Span(start, compared_end or token.span.end)
    if _beside_plan(tokens, clause):
        return "share", Span(start, token.span.end)
    return (level, Span(start, token.span.end)) if level is not None else None


_DIFFERENCE = 6
"""Tokens behind a percentage in which the amount stands that says the same as a difference."""
_ANSWERING = frozenset({"tương ứng", "tương đương", "tức", "hay", "hoặc", "là", "tới", "đến"})


_ON_YEAR = frozenset({"yoy", "y/y", "y-o-y"})
"""Behind a bare percentage: that it is a growth, which needs no verb."""


def _said_of_difference(tokens: Sequence[Token], position: int) -> int | None:
    """«tăng 113 triệu USD (29,5%)», «cao hơn mức 444 triệu USD của năm 2021 là 12,6%».

    Where the verb begins that governs the amount before the percentage, which says the same or how
    far the amount was passed.
    """
    index = position - 1
    while index >= 0 and (
        tokens[index].kind in (Kind.OPEN, Kind.PERIOD, Kind.ATTRIBUTE)
        or tokens[index].text in _ANSWERING
        or tokens[index].text == ","
    ):
        index -= 1
    if index < 1 or tokens[index].kind is not Kind.MONEY:
        return None
    answered = {t.text for t in tokens[index + 1 : position]} & _ANSWERING
    bracket = tokens[index + 1].kind is Kind.OPEN and index + 2 == position
    while index >= 1 and tokens[index - 1].text in ("mức", "con số", "gần", "hơn", "khoảng"):
        index -= 1
    verb = tokens[index - 1]
    if not (answered or bracket) or _OF_CHANGE.fullmatch(verb.text) is None:
        return None
    return verb.span.start


def _before_bracket(tokens: Sequence[Token], position: int) -> int | None:
    """«tăng khá (12,3%)»: where the verb of change right before the bracket begins."""
    if (
        tokens[position].text[:1] in SIGNS
        or position < 2
        or tokens[position - 1].kind is not Kind.OPEN
    ):
        return None
    for token in reversed(tokens[max(0, position - 2 - _MANNER) : position - 1]):
        if _OF_CHANGE.fullmatch(token.text) is not None:
            return token.span.start
        if token.kind not in (Kind.WORD, Kind.NEUTRAL):
            return None
    return None


def of_other_measure(tokens: Sequence[Token], position: int) -> bool:
    """«gấp đôi phần bán ra», «bằng 60% nhập khẩu»: compared with another measure."""
    mention: Quantity = tokens[position].mention
    level = position > 0 and tokens[position - 1].text in _EQUALLING
    if mention.kind != "multiple" and not level:
        return False
    for token in tokens[position + 1 : position + 4]:
        if token.kind is Kind.LABEL:
            return True
        if token.kind not in (Kind.NEUTRAL, Kind.COMPARED) or token.text in _NEXT:
            return False
    return False


def _of_plan_before(before: Sequence[Token], verb: int, changes: bool) -> bool:
    """«so với kế hoạch đạt 98%», «cao hơn kế hoạch 5%», «so với kế hoạch tăng 5%»."""
    for index, token in enumerate(before):
        if token.kind is not Kind.PLAN:
            continue
        compared = index > 0 and before[index - 1].kind is Kind.COMPARED
        if not changes or token.span.start > verb or compared:
            return True
    return False


def _of_cause(before: Sequence[Token], verb: int) -> bool:
    """«… 905 triệu USD nhờ dệt may tăng 9,2%»: the change of what brought the figure about."""
    caused = False
    for token in before:
        if token.span.start >= verb:
            break
        if caused and token.kind is Kind.WORD:
            return True
        caused = caused or token.text in _CAUSES
    return False


def _of_another_year(tokens: Sequence[Token], position: int, slot: Slot) -> bool:
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


def is_led(tokens: Sequence[Token], position: int, clause: Clause) -> bool:
    """«tăng ấn tượng 43%»: of what the clause says only how, between its verb and the number."""
    words = tokens[clause.start : position]
    while words and words[0].kind in (Kind.PERIOD, Kind.COMPARED, Kind.ATTRIBUTE, Kind.STOP):
        words = words[1:]
    led = bool(words) and _VERB.fullmatch(words[0].text) is not None
    unknown = [t for t in words[1:] if t.kind is not Kind.NEUTRAL]
    return led and len(unknown) <= _MANNER and all(t.kind is Kind.WORD for t in unknown)


def is_level(words: str) -> bool:
    """Whether a percentage's words state a level («bằng 96%») and no difference."""
    low = words.lower()
    return _OF_LEVEL.search(low) is not None and _OF_CHANGE.search(low) is None


_BESIDE_IT = 3
_DURING = frozenset({"trong", "qua", "sau", "suốt", "tính"})
_COMPARED_IN = 8
"""Tokens before a period in which a comparative, or «so với», says what a number is compared with:
«so với kết quả thực hiện được trong nửa cuối tháng 8»."""


def is_compared(tokens: Sequence[Token], index: int) -> bool:
    """Whether the period at ``index`` is what a number is compared with."""
    mention: PeriodMention = tokens[index].mention
    if mention.role in ("last_year", "previous"):
        return True
    for earlier in range(index - 1, max(0, index - _COMPARED_IN) - 1, -1):
        token, near = tokens[earlier], index - earlier <= _BESIDE_IT
        if earlier and token.text == "hơn" and tokens[earlier - 1].text in _DURING:
            return False  # «trong hơn 9 tháng năm 2020»
        if token.kind is Kind.COMPARED or (near and token.text in COMPARATIVES):
            return True
        if token.kind is Kind.PERCENT:
            # «bằng 104% năm 2021», «gấp 2 lần năm 2021»
            level = tokens[index - 2].text in _EQUALLING or token.mention.kind == "multiple"
            return token is tokens[index - 1] and level
        # «so với 2,77 tỷ USD của tháng 5/2023»: the amount stands between.
        if token.kind not in (Kind.NEUTRAL, Kind.ATTRIBUTE, Kind.MONEY):
            return False
    return False


def _own_words(tokens: Sequence[Token], position: int, clause: Clause) -> int:
    """Where the words that belong to this percentage begin: behind the last number."""
    for earlier in reversed(tokens[clause.start : position]):
        if earlier.kind in (Kind.MONEY, Kind.PERCENT):
            return earlier.span.end
    return tokens[clause.start].span.start


def _verb_start(folded: Folded, begin: int, end: int) -> int:
    """The start of the verb that governs the number, the number itself where none does."""
    low = folded.lower
    start, behind = end, begin
    for match in _VERB.finditer(low, begin, end):
        if low.count(" ", match.end(), end) > _GAP:
            continue
        hedges = match.group() == "hơn" and BESIDE.fullmatch(low, behind, match.start())
        if start == end or not (hedges or low.count(" ", behind, match.start()) <= 1):
            start = match.start()
        behind = match.end()
    return start


def _shared_verb(
    folded: Folded, tokens: Sequence[Token], position: int, clause: Clause
) -> int | None:
    """«tăng 5,4% (so với tháng 7) và 21% (so với …)»: the verb of the percentage joined by «và»."""
    if position < clause.start + 2 or tokens[position - 1].text != "và":
        return None
    depth = 0
    for index in range(position - 2, clause.start - 1, -1):
        token = tokens[index]
        if token.kind in (Kind.OPEN, Kind.CLOSE):
            depth += 1 if token.kind is Kind.CLOSE else -1
        elif not depth and token.kind not in (Kind.PERIOD, Kind.COMPARED, Kind.PLAN):
            if token.kind is not Kind.PERCENT:
                return None
            start = _verb_start(folded, _own_words(tokens, index, clause), token.span.start)
            return start if start < token.span.start else None
    return None


def _compared_behind(
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
            return token.mention, token.span.end
        elif token.kind not in _CONNECTING or token.text in _NEXT:
            break
    return None, None


def _difference_behind(tokens: Sequence[Token], position: int) -> int:
    """«giảm 8,9%, tương ứng giảm 2,55 tỷ USD so với nửa cuối tháng 4»: where the amount stands.

    The percentage itself where no amount right behind it says the same once more.
    """
    comma, *words = tokens[position + 1 : position + 2 + _DIFFERENCE] or tokens[:1]
    answers = bool(words) and comma.text == "," and words[0].text in _ANSWERING
    changed = False
    for index, token in enumerate(words[1:] if answers else (), position + 3):
        if token.kind is Kind.MONEY:
            return index if changed else position
        if token.kind not in (Kind.NEUTRAL, Kind.ATTRIBUTE):
            break
        changed = changed or _OF_CHANGE.fullmatch(token.text) is not None
    return position


def compared_with(tokens: Sequence[Token], position: int) -> PeriodMention | None:
    """The period that the words right behind a percentage compare it with."""
    return _compared_behind(tokens, position)[0]


def of_plan(tokens: Sequence[Token], position: int) -> bool:
    """Whether the words right behind a percentage name a plan."""
    return _plan_behind(tokens, position) is not None


def _plan_behind(tokens: Sequence[Token], position: int) -> int | None:
    """Where the plan named right behind the percentage ends."""
    for token in tokens[position + 1 : position + 5]:
        if token.kind is Kind.PLAN or (token.kind is Kind.TARGET and token.text in _AIMS):
            return token.span.end
        if token.kind not in _CONNECTING:
            return None
    return None


def _beside_plan(tokens: Sequence[Token], clause: Clause) -> bool:
    """«(kế hoạch 20 triệu USD, đạt 42,5%)», «trong khi kế hoạch là 1.000 triệu USD, đạt 90,5%».

    What is reached of the plan that heads the bracket, or whose amount the clause before tells.
    """
    words = tokens[max(0, clause.start - _PLAN_BEFORE) : max(0, clause.start - 1)]
    if words and words[-1].kind is Kind.MONEY:
        for token in reversed(words[:-1]):
            if token.kind is Kind.PLAN:
                return True
            if token.kind not in (Kind.NEUTRAL, Kind.ATTRIBUTE, Kind.PERIOD):
                break
    for index in range(clause.start - 1, 0, -1):
        if tokens[index - 1].kind is Kind.OPEN:
            return tokens[index].kind is Kind.PLAN
        if tokens[index].kind is Kind.CLOSE:
            return False
    return False


def on_the_year(compared: PeriodMention, slot: Slot) -> bool:
    """Whether the comparison is with the year before and not with a month, quarter or day."""
    if compared.role in ("last_year", "same"):
        return True
    if compared.role != "own" or compared.kind == "date":
        return False
    own = slot.period
    same = own is not None and (compared.start, compared.end) == (own.start, own.end)
    if compared.year is None or own is None or own.year is None:
        return compared.kind == "year" or same
    return compared.year == own.year - 1 and (same or compared.kind == "year")
