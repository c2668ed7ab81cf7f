"""What a percentage says of the figure it stands with: a change on the year, a share of plan, else.

A percentage of another comparison (the month before, a date), of a whole («chiếm 40%»), a rate a
year and percentage points say nothing that a figure holds.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.folding import Folded
from extractor.numbers.change import read_change, read_share
from extractor.numbers.period import PeriodMention
from extractor.numbers.quantity import SIGNS, Quantity
from extractor.reader.comparison import (
    compared_behind,
    of_another_year,
    of_other_measure,
    on_the_year,
)
from extractor.reader.planned import beside_plan, is_of_plan_told, of_plan_before, plan_behind
from extractor.reader.slots import Clause, Role, Slot, Stated
from extractor.reader.tokens import Kind, Token, is_noun
from extractor.reader.verb import (
    OF_CHANGE,
    OF_LEVEL,
    across_bracket,
    before_bracket,
    before_comma,
    of_cause,
    own_words,
    rate_before,
    said_of_difference,
    shared_verb,
    verb_start,
)
from extractor.span import Span

_OVER = re.compile(r"(?<!\w)vượt(?!\w)")
_PER_PART = re.compile(r" theo (?:tháng|quý|tuần)(?!\w)")
_REACH = 80
"""Characters before a row of percentages in which its verb stands."""
_ON_YEAR = frozenset({"yoy", "y/y", "y-o-y"})
"""Behind a bare percentage: that it is a growth, which needs no verb."""


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
    begin = own_words(tokens, position, clause)
    if (start := said_of_difference(tokens, position)) is not None:
        begin = start
    if span.start == tokens[position].span.start:
        apart = before_comma(tokens, position) or across_bracket(tokens, position)
        begin = apart or shared_verb(folded, tokens, position, clause) or begin
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
    if plan_behind(tokens, last) is not None:
        return "share"
    compared = compared_behind(tokens, last)[0] or clause.compared
    begin = own_words(tokens, first, clause)
    verb = folded.lower[begin : tokens[first].span.start]
    stated = OF_CHANGE.search(verb) or OF_LEVEL.search(verb)
    if compared is None or not stated or not on_the_year(compared, slot):
        return None
    return "change"


def of_another_time(tokens: Sequence[Token], positions: Sequence[int], slot: Slot) -> bool:
    """«tăng lần lượt 38% và 35% so với tháng 2»: whether a row is held against no year before."""
    compared = compared_behind(tokens, positions[-1])[0]
    return compared is not None and not on_the_year(compared, slot)


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


def _is_of_something(tokens: Sequence[Token], position: int) -> bool:
    """«giảm 5% về lượng», «gấp ba lần về tốc độ»: of what no measure measures."""
    words = tokens[position + 1 : position + 3]
    if len(words) < 2 or words[0].text != "về" or is_noun(words[1]):
        return False
    return words[1].kind in (Kind.WORD, Kind.NEUTRAL) and not words[1].text.startswith("tổng")


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
    begin = own_words(tokens, position, clause)
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
    if _is_of_something(tokens, position):
        return None
    if said_of_difference(tokens, position) is not None:
        compared = compared_behind(tokens, position)[0] or clause.compared
        if compared is None or on_the_year(compared, slot):
            return ("change", token.span) if plan_behind(tokens, position) is None else None
        return None
    start = verb_start(folded, begin, token.span.start)
    governing = start
    if start == token.span.start and (verb_before := before_bracket(tokens, position)):
        return "change", Span(verb_before, token.span.end)
    if start == token.span.start:
        apart = before_comma(tokens, position) or across_bracket(tokens, position)
        governing = apart or shared_verb(folded, tokens, position, clause) or start
    if (rate := rate_before(tokens, position, clause)) is not None:
        start = governing = rate
    verb = folded.lower[governing : token.span.start]
    changes = token.text[:1] in SIGNS or OF_CHANGE.search(verb) is not None
    if position > 1 and [t.kind for t in tokens[position - 2 : position]] == [Kind.PLAN, Kind.OPEN]:
        return "share", token.span  # «gần đạt kế hoạch (98%)»
    if _PER_PART.match(folded.lower, token.span.end):
        return None
    plan_end = plan_behind(tokens, position)
    if plan_end is not None or of_plan_before(before, governing, changes):
        return "share", Span(start, plan_end or token.span.end)
    compared, compared_end = compared_behind(tokens, position)
    states = OF_LEVEL.search(verb) or (changes and slot.share is None)
    if clause.planned and compared is None and states:
        return "share", Span(start, token.span.end)
    compared = compared or clause.compared
    if compared is not None and not on_the_year(compared, slot):
        return None
    if of_cause(before, governing) or (changes and of_another_year(tokens, position, slot)):
        return None
    if changes:
        whole = quantity.kind == "multiple" and compared_end is not None
        return "change", Span(start, compared_end if whole and compared_end else token.span.end)
    if _OVER.search(verb):
        # «vượt cùng kỳ 5%», «vượt 5% so với cùng kỳ»
        return ("change", Span(start, token.span.end)) if compared is not None else None
    if position + 1 < len(tokens) and tokens[position + 1].text.lower() in _ON_YEAR:
        return "change", token.span
    if not OF_LEVEL.search(verb):
        return None
    if compared is not None:
        return "change", Span(start, compared_end or token.span.end)
    if beside_plan(tokens, clause) or is_of_plan_told(tokens, position, clause):
        return "share", Span(start, token.span.end)
    return (level, Span(start, token.span.end)) if level is not None else None
