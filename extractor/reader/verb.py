"""The verb that governs a percentage: what rose, fell or reached so much, and where it begins.

A verb governs the numbers behind it up to the next number, further ones joined by «và», one in
brackets, and one that says once more the difference before it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.folding import Folded
from extractor.numbers.change import BESIDE, DOWN, LEVEL, UP
from extractor.numbers.quantity import SIGNS
from extractor.reader.slots import Clause
from extractor.reader.tokens import Kind, Token

_VERB = re.compile(
    rf"(?<!\w)(?:{DOWN}|{UP}|{LEVEL}|(?<!nổi )bật|tăng trưởng âm|"
    r"tăng gấp|giảm sâu|gấp|vượt kế hoạch|vượt)(?!\w)"
)
OF_CHANGE = re.compile(rf"(?<!\w)(?:{DOWN}|{UP}|(?<!nổi )bật|gấp)(?!\w)")
OF_LEVEL = re.compile(rf"(?<!\w)(?:{LEVEL})(?!\w)")
_RATE = re.compile(rf"(?:mức|tốc độ|nhịp độ|nhịp|đà|tỷ lệ)(?: độ)? (?:{DOWN}|{UP})(?!\w)")
"""A noun that a percentage measures."""
_GAP = 8
"""Words that may stand between a verb and its number («tăng tới hơn 18%»)."""
_MANNER = 2
"""Words that may say how much or how fast between a verb and its number."""
_HOW = 4
"""Words before a comma that may say how something rose or fell whose number follows."""
_IN_BRACKET = 12
"""Tokens in a bracket that tells the amount of another time."""
_CAUSES = frozenset({"nhờ", "do", "vì", "bởi", "khi"})
_CONTRARY = frozenset(
    {"song", "nhưng", "tuy nhiên", "mà", "nhưng mà", "song vẫn", "dù", "mặc dù", "tuy", "dẫu"}
)
"""Behind these a sentence goes on with what it tells, whatever brought that about."""
_ADVERBS = frozenset({"vẫn", "còn", "lại", "cũng", "đã", "mới", "chỉ"})
_QUIET = (Kind.PERIOD, Kind.COMPARED, Kind.ATTRIBUTE, Kind.STOP)
ANSWERING = frozenset({"tương ứng", "tương đương", "tức", "hay", "hoặc", "là", "tới", "đến"})


def own_words(tokens: Sequence[Token], position: int, clause: Clause) -> int:
    """Where the words that belong to this percentage begin: behind the last number.

    The amount of a plan is none («so với kế hoạch 1,5 tỷ USD mới đạt 82%»).
    """
    for index in range(position - 1, clause.start - 1, -1):
        planned = index > clause.start and tokens[index - 1].kind is Kind.PLAN
        if tokens[index].kind in (Kind.MONEY, Kind.PERCENT) and not planned:
            return tokens[index].span.end
    return tokens[clause.start].span.start


def rate_before(tokens: Sequence[Token], position: int, clause: Clause) -> int | None:
    """«ghi nhận mức tăng khá tích cực, đạt 13,9%»: where the noun begins of which that is said."""
    start = clause.start
    if start < 2 or tokens[start - 1].text != "," or start == position:
        return None
    said = tokens[start:position]
    if any(t.kind not in (Kind.NEUTRAL, Kind.ATTRIBUTE, Kind.ESTIMATE) for t in said):
        return None
    for index in range(start - 2, max(-1, start - 2 - _GAP), -1):
        token = tokens[index]
        if token.kind not in (Kind.NEUTRAL, Kind.WORD, Kind.ATTRIBUTE):
            return None
        words = [t.text.lower() for t in tokens[max(0, index - 1) : index + 1]]
        if _RATE.match(words[-1]) or (_RATE.match(" ".join(words)) and not _RATE.match(words[0])):
            return token.span.start
    return None


def verb_start(folded: Folded, begin: int, end: int) -> int:
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


def shared_verb(
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
            start = verb_start(folded, own_words(tokens, index, clause), token.span.start)
            return start if start < token.span.start else None
    return None


def before_bracket(tokens: Sequence[Token], position: int) -> int | None:
    """«tăng khá (12,3%)»: where the verb of change right before the bracket begins."""
    if (
        tokens[position].text[:1] in SIGNS
        or position < 2
        or tokens[position - 1].kind is not Kind.OPEN
    ):
        return None
    for token in reversed(tokens[max(0, position - 2 - _MANNER) : position - 1]):
        if OF_CHANGE.fullmatch(token.text) is not None:
            return token.span.start
        if token.kind not in (Kind.WORD, Kind.NEUTRAL):
            return None
    return None


def before_comma(tokens: Sequence[Token], position: int) -> int | None:
    """«giảm sâu hơn, 11,6%»: where the verb begins whose number stands apart, behind how it was.

    The verb stands at most a few words before the comma, and nothing else is said of the number.
    """
    behind = tokens[position + 1 : position + 2]
    if tokens[position].text[:1] in SIGNS or not position:
        return None
    ends = not behind or behind[0].kind in (Kind.STOP, Kind.COMPARED)
    if position > 1 and tokens[position - 1].kind is Kind.RESPECTIVELY:
        position, ends = position - 1, True  # «đều tăng, lần lượt 4,4% và 9,7%»
    if tokens[position - 1].text != "," or not ends:
        return None
    for token in reversed(tokens[max(0, position - 2 - _HOW) : position - 1]):
        if token.text != "hơn" and OF_CHANGE.fullmatch(token.text) is not None:
            return token.span.start
        if token.kind not in (Kind.WORD, Kind.NEUTRAL):
            return None
    return None


def across_bracket(tokens: Sequence[Token], position: int) -> int | None:
    """«cao hơn năm 2011 (612,4 triệu USD) 12,3%»: where the verb begins that stands before the time
    whose amount a bracket right before the number holds."""
    index = position - 1
    while index > 0 and tokens[index].kind is Kind.NEUTRAL:
        index -= 1
    if index < 1 or tokens[index].kind is not Kind.CLOSE:
        return None
    least = max(0, index - _IN_BRACKET)
    kinds: list[Kind] = []
    while index > least and tokens[index].kind is not Kind.OPEN:
        kinds.append(tokens[index].kind)
        index -= 1
    told = kinds.count(Kind.MONEY) == 1 and Kind.PERCENT not in kinds
    if not told or not index or tokens[index - 1].kind is not Kind.PERIOD:
        return None
    for token in reversed(tokens[max(0, index - 1 - _HOW) : index - 1]):
        if OF_CHANGE.fullmatch(token.text) is not None or token.text == "vượt":
            return token.span.start
        if token.kind not in (Kind.NEUTRAL, Kind.ATTRIBUTE, Kind.COMPARED):
            return None
    return None


def said_of_difference(tokens: Sequence[Token], position: int) -> int | None:
    """«tăng 113 triệu USD (29,5%)», «cao hơn mức 444 triệu USD của năm 2021 là 12,6%».

    Where the verb begins that governs the amount before the percentage, which says the same or how
    far the amount was passed.
    """
    index = position - 1
    while index >= 0 and (
        tokens[index].kind in (Kind.OPEN, Kind.PERIOD, Kind.ATTRIBUTE)
        or tokens[index].text in ANSWERING
        or tokens[index].text == ","
    ):
        index -= 1
    if index < 1 or tokens[index].kind is not Kind.MONEY:
        return None
    answered = {t.text for t in tokens[index + 1 : position]} & ANSWERING
    bracket = tokens[index + 1].kind is Kind.OPEN and index + 2 == position
    while index >= 1 and tokens[index - 1].text in ("mức", "con số", "gần", "hơn", "khoảng"):
        index -= 1
    verb = tokens[index - 1]
    if not (answered or bracket) or OF_CHANGE.fullmatch(verb.text) is None:
        return None
    return verb.span.start


def of_cause(before: Sequence[Token], verb: int) -> bool:
    """«… 905 triệu USD nhờ dệt may tăng 9,2%»: the change of what brought the figure about."""
    words = [t for t in before if t.span.start < verb]
    turns = [i for i, t in enumerate(words) if t.text in _CONTRARY]
    caused = False
    for token in words[turns[-1] :] if turns else words:
        if caused and token.kind is Kind.WORD:
            return True
        caused = caused or token.text in _CAUSES
    return False


def is_led(tokens: Sequence[Token], position: int, clause: Clause) -> bool:
    """«tăng ấn tượng 43%»: of what the clause says only how, between its verb and the number."""
    words = tokens[clause.start : position]
    turns = [i for i, t in enumerate(words) if t.text in _CONTRARY]
    words = words[turns[-1] + 1 :] if turns else words
    while words and (words[0].kind in _QUIET or (turns and words[0].text in _ADVERBS)):
        words = words[1:]
    led = bool(words) and _VERB.fullmatch(words[0].text) is not None
    unknown = [t for t in words[1:] if t.kind is not Kind.NEUTRAL]
    if turns:
        unknown = [t for t in unknown if t.kind not in _QUIET]
    return led and len(unknown) <= _MANNER and all(t.kind is Kind.WORD for t in unknown)


def is_level(words: str) -> bool:
    """Whether a percentage's words state a level («bằng 96%») and no difference."""
    low = words.lower()
    return OF_LEVEL.search(low) is not None and OF_CHANGE.search(low) is None
