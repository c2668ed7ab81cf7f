"""Plans: those that a percentage is a share of, and those that an amount is itself a part of.

A percentage's is named behind it, before it, or beside its clause; an amount's heads its sentence
(«Kế hoạch năm 2023, tỉnh dự kiến …») or the list that it stands in.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.folding import Folded
from extractor.numbers.period import PeriodMention
from extractor.reader.comparison import CONNECTING
from extractor.reader.slots import Clause
from extractor.reader.tokens import Kind, Token

_AIMS = frozenset({"mục tiêu", "chỉ tiêu năm"})
_OF_PLAN = ("kế hoạch ", "dự toán ", "chỉ tiêu ", "mục tiêu ", "kế hoạch của ", "dự toán của ")
_JOINING = frozenset({"và", "nhưng", "song", "đồng thời"})
_PLAN_BEFORE = 8
"""Tokens before a clause in which the plan stands that it tells the share of."""

_HEADING = 60
"""Tokens before an amount in which a plan heads its sentence."""
_BY = frozenset({"theo", "về", "với", "trong", "-", "+"})
"""What may lead a plan that heads a sentence."""
_REACHED = frozenset(
    {
        *("đã", "thực hiện", "hoàn thành", "kết quả", "thực tế", "vượt", "về đích", "cán đích"),
        *("ghi nhận", "cho thấy", "đạt được", "thống kê", "báo cáo", "hết", "đến hết", "đến nay"),
        *("chính thức", "còn", "mới", "chỉ", "so với", "làm được", "vẫn"),
    }
)
"""Words of what came of a plan."""
_WITHIN = (
    *(Kind.NEUTRAL, Kind.ATTRIBUTE, Kind.PLACE, Kind.LABEL, Kind.SCOPE, Kind.ESTIMATE),
    *(Kind.TARGET, Kind.OPEN, Kind.CLOSE, Kind.NUMBER),
)
_ASSIGNING = "giao"
_CAME = frozenset({"đạt", "bằng", "là", "được", "trong đó", "ước đạt"})
_HELD_TO = frozenset({"vượt", "bằng", "theo", "so với", "hơn", "quá", "gần", "đúng"})
"""Before a plan these hold what was told against it."""
_TO_COME = frozenset({"sẽ", "đề ra", "đặt ra", "được giao"})


def of_plan(tokens: Sequence[Token], position: int) -> bool:
    """Whether the words right behind a percentage name a plan."""
    return plan_behind(tokens, position) is not None


def plan_behind(tokens: Sequence[Token], position: int) -> int | None:
    """Where the plan named right behind the percentage ends.

    «tăng 20,3% và vượt kế hoạch 34,8%»: the plan behind a conjunction may be the next one's.
    """
    joined = False
    for index, token in enumerate(tokens[position + 1 : position + 5], position + 1):
        if token.kind is Kind.PLAN or (token.kind is Kind.TARGET and token.text in _AIMS):
            after = tokens[index + 1 : index + 2]
            next_one = joined and bool(after) and after[0].kind is Kind.PERCENT
            return None if next_one else token.span.end
        joined = joined or token.text in _JOINING
        if token.kind not in CONNECTING:
            return None
    return None


def of_plan_before(before: Sequence[Token], verb: int, changes: bool) -> bool:
    """«so với kế hoạch đạt 98%», «cao hơn kế hoạch 5%», «so với kế hoạch tăng 5%»."""
    for index, token in enumerate(before):
        if token.kind is not Kind.PLAN:
            continue
        compared = index > 0 and before[index - 1].kind is Kind.COMPARED
        if not changes or token.span.start > verb or compared:
            return True
    return False


def beside_plan(tokens: Sequence[Token], clause: Clause) -> bool:
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


def is_of_plan_told(tokens: Sequence[Token], position: int, clause: Clause) -> bool:
    """«kế hoạch năm về xuất khẩu đã hoàn thành 91,2%»: the share of the plan that its clause begins
    with and names the measure of."""
    words = tokens[clause.start : position]
    led = next((t for t in words if t.kind not in CONNECTING), None)
    return led is not None and led.kind is Kind.PLAN and any(is_reached(t) for t in words)


def heads_amount(tokens: Sequence[Token], position: int) -> bool:
    """«Kế hoạch năm 2023, tỉnh dự kiến kim ngạch xuất khẩu 1.225 triệu USD»: the plan's own.

    Also in the list that a plan heads («Kế hoạch năm 2023: nhập khẩu …; xuất khẩu …»), and of what
    somebody assigns («HĐND tỉnh giao kim ngạch xuất khẩu …»), or right behind a remark in brackets
    («xuất khẩu năm 2023 (kế hoạch): …»). Not behind a word of what came of it or another time than
    the plan's.
    """
    listed = colon = apart = False
    times: list[Token] = []
    for index in range(position - 1, max(0, position - _HEADING) - 1, -1):
        token = tokens[index]
        if token.kind is Kind.PLAN:
            if _is_remark(tokens, index):
                return not listed and colon == apart
            return _heads(tokens, index, times, colon=colon, listed=listed)
        if token.text.lower() == _ASSIGNING and not (apart or listed):
            return tokens[index + 1].kind in (Kind.LABEL, Kind.MONEY)
        if token.kind is Kind.PERIOD:
            times.append(token)
        elif token.kind in (Kind.MONEY, Kind.PERCENT):
            listed, colon = True, False
        elif token.kind is Kind.STOP:
            if token.text not in ",;:-":
                return False
            apart, colon = True, colon or token.text == ":"
        elif token.kind not in _WITHIN or is_reached(token):
            return False
    return False


def stands_behind(tokens: Sequence[Token], position: int) -> bool:
    """«Nghị quyết nêu chỉ tiêu xuất khẩu tăng 12%, xuất siêu 30 tỷ USD»: whether a plan is named
    before an amount of the same sentence, and no word of what came of it."""
    for index in range(position - 1, max(0, position - _HEADING) - 1, -1):
        token = tokens[index]
        if token.kind in (Kind.PLAN, Kind.TARGET):
            before = tokens[index - 1] if index else token
            held = before.kind in (Kind.COMPARED, Kind.PERCENT) or before.text in _HELD_TO
            return not (held or token.text in _TO_COME)
        if is_reached(token) or token.text in _CAME or token.text == ";":
            return False
    return False


def _is_remark(tokens: Sequence[Token], index: int) -> bool:
    """«(kế hoạch)»: whether the plan at ``index`` stands alone in brackets."""
    around = [tokens[i].kind for i in (index - 1, index + 1) if 0 <= i < len(tokens)]
    return around == [Kind.OPEN, Kind.CLOSE]


def is_reached(token: Token) -> bool:
    """Whether a word tells what came of a plan, an estimate of it included."""
    text = token.text.lower()
    return text in _REACHED or (token.kind is Kind.ESTIMATE and text.startswith("ước"))


def _heads(
    tokens: Sequence[Token], index: int, times: Sequence[Token], *, colon: bool, listed: bool
) -> bool:
    """Whether the plan at ``index`` begins a sentence or a clause and is of all ``times``."""
    text, behind = tokens[index].text.lower(), tokens[index + 1]
    dated = behind.kind is Kind.PERIOD and behind.mention.kind == "year"
    if text == "chỉ tiêu" and not dated:
        return False  # «Một số chỉ tiêu: …»
    if listed and not colon:
        return False
    first = index - 1
    while first >= 0 and tokens[first].text.lower() in _BY:
        first -= 1
    if first >= 0 and tokens[first].kind is not Kind.STOP:
        return False
    when = {(t.mention.start, t.mention.end, t.mention.year) for t in times}
    return dated and len(when) == 1


def is_planned(folded: Folded, time: PeriodMention) -> bool:
    """«đạt 103% kế hoạch năm 2022»: a time of which only a plan is told."""
    return folded.lower.endswith(_OF_PLAN, 0, time.span.start)
