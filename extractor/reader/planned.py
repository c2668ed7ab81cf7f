"""Plans that a percentage is a share of: named behind it, before it, or beside its clause."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.reader.comparison import CONNECTING
from extractor.reader.slots import Clause
from extractor.reader.tokens import Kind, Token

_AIMS = frozenset({"mục tiêu", "chỉ tiêu năm"})
_JOINING = frozenset({"và", "nhưng", "song", "đồng thời"})
_PLAN_BEFORE = 8
"""Tokens before a clause in which the plan stands that it tells the share of."""


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
