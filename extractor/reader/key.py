"""What a slot is of: its place, the days of its period, its scope."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from extractor.folding import Folded
from extractor.numbers.period import PeriodMention
from extractor.reader.anchor import Anchor
from extractor.reader.slots import Slot
from extractor.span import Span

_HALF = 15
"""The last day of a month's first half, as customs count."""


@dataclass(frozen=True, slots=True)
class Key:
    """What a figure is of; ``text`` are the words that name the period, ``later`` the other years
    that it may be of."""

    place: str
    start: date
    end: date
    scope: str | None
    text: str
    later: tuple[int, ...] = ()


def key_of(folded: Folded, slot: Slot, about: Anchor, paragraph: Span) -> Key | None:
    """Place, period and scope of a slot.

    ``None`` where the article leaves one of them open, or where the period is yet to come.
    """
    place = slot.place or about.place
    mention = slot.period
    if place is None:
        return None
    if mention is None and slot.compared is not None and slot.compared.kind == "year":
        # «tăng 17,4% so với năm 2018»: the whole year after.
        year = slot.compared.year
        if year is not None:
            return Key(
                place,
                date(year + 1, 1, 1),
                date(year + 1, 12, 31),
                _scope(folded, slot),
                _period_text(folded, about, year + 1),
            )
    mention = mention or about.period
    if mention is None:
        return None
    if mention.role == "last_year" and _is_meanwhile(slot) and slot.compared is not None:
        mention = slot.compared
    if mention.role == "last_year":
        own = slot.compared if slot.back and slot.compared is not None else about.period
        if own is None and mention.kind == "year" and mention.year is not None:
            own = mention  # «Năm ngoái, …» in a text that names no time but the day it is of
        if own is None:
            return None
        year = about.year(own, None, paragraph)
        base = mention.year if mention.year is not None else (year - 1 if year else None)
        if base is None:
            return None
        part = own if mention.kind == "relative" else mention
        start, end = replace(part, year=None).resolve(base)
        dated = mention.year is not None
        later = () if dated else tuple(y - 1 for y in about.later(own, None, paragraph))
        return Key(place, start, end, _scope(folded, slot), mention.span.of(folded.text), later)
    if mention.role == "previous":
        own = slot.compared if slot.back and slot.compared is not None else about.period
        year = about.year(own, None, paragraph) if own is not None else None
        words = mention.span.of(folded.lower)
        days = _before(words, *own.resolve(year)) if own is not None and year else None
        if days is None:
            return None
        return Key(place, *days, _scope(folded, slot), mention.span.of(folded.text))
    year = about.year(mention, slot.compared, paragraph)
    if year is None:
        return None
    start, end = mention.resolve(year)
    if about.ahead(end):
        return None
    later = about.later(mention, slot.compared, paragraph)
    if _may_be_over(folded, mention) and not about.names(year, mention, paragraph):
        later = (*later, year - 1)
    return Key(place, start, end, _scope(folded, slot), mention.span.of(folded.text), later)


def torn(told: Sequence[tuple[Slot, Key]]) -> list[Key]:
    """The keys with every year that they may be of where one mention came to be of several.

    «Quý II, xuất khẩu đạt …, nhập khẩu đạt … so với …»: one time, whatever each is compared with.
    """
    years: dict[int, set[int]] = defaultdict(set)
    for slot, key in told:
        if _is_undated(slot) and slot.period is not None:
            years[slot.period.span.start].add(key.end.year)
    keys = []
    for slot, key in told:
        named = years[slot.period.span.start] if slot.period and _is_undated(slot) else set()
        others = tuple(sorted(named - {key.end.year, *key.later}))
        keys.append(replace(key, later=(*key.later, *others)) if others else key)
    return keys


def _is_undated(slot: Slot) -> bool:
    period = slot.period
    return period is not None and period.year is None and period.role == "own" and not slot.back


def _may_be_over(folded: Folded, mention: PeriodMention) -> bool:
    """«năm qua»: the year before where the one that a text names has only begun."""
    return mention.kind == "year" and mention.span.of(folded.lower).endswith(" qua")


def _before(words: str, start: date, end: date) -> tuple[date, date] | None:
    """«tháng trước», «quý liền trước», «kỳ trước»: the days right before, of as long a time.

    ``None`` where the time told of is no such month, quarter or half of a month.
    """
    last = start - timedelta(days=1)
    months = 12 * (end.year - start.year) + end.month - start.month + 1
    ends = (end + timedelta(days=1)).day == 1
    if start.day == 1 and ends and words.startswith({1: "tháng", 3: "quý"}.get(months, "-")):
        first = last.replace(day=1)
        for _ in range(months - 1):
            first = (first - timedelta(days=1)).replace(day=1)
        return first, last
    halves = (start.day, end.day) == (1, _HALF) or (start.day == _HALF + 1 and ends)
    if months == 1 and halves and words.startswith(("kỳ", "đợt", "nửa tháng")):
        return last.replace(day=_HALF + 1 if start.day == 1 else 1), last
    return None


def _is_meanwhile(slot: Slot) -> bool:
    """«Cùng kỳ, toàn tỉnh xuất khẩu 802 triệu USD, tăng 10%»: the time told of, in which it grew.

    What has a share of plan or a growth of its own is no base that something is compared with.
    """
    period = slot.period
    bare = period is not None and period.year is None and period.kind == "relative"
    return bare and slot.back and (slot.share is not None or slot.change is not None)


def _period_text(folded: Folded, about: Anchor, year: int) -> str:
    named = about.year_names.get(year)
    return named.span.of(folded.text) if named is not None else str(year)


def _scope(folded: Folded, slot: Slot) -> str | None:
    return slot.scope.of(folded.text) if slot.scope is not None else None
