"""Parts of a year: whether two are one, and of which year one is beside another."""

from __future__ import annotations

from datetime import timedelta

from extractor.numbers.period import LEAP, PeriodMention

SHORT_KINDS = ("month", "quarter", "part")
"""Kinds of times that are told of beside the one right before them."""
SOON = timedelta(days=1)
"""From the end of a time to the beginning of the next."""


def same_part(a: PeriodMention, b: PeriodMention) -> bool:
    """Whether both name the same days of some year."""
    return part_of(a) == part_of(b)


def part_of(mention: PeriodMention) -> tuple[tuple[int, int], tuple[int, int]]:
    """What part of a year a period is: its first day and month and its last."""
    return mention.start, _last(mention)


def turn(mention: PeriodMention, other: PeriodMention, year: int) -> int:
    """«tháng 1 giảm so với tháng 12/2020»: of the next year where one begins as the other ends.

    The last month before one of ``year`` can be of the year before it.
    """
    if mention.kind not in SHORT_KINDS or other.kind not in SHORT_KINDS:
        return 0
    start, end = other.resolve(year)
    if end < mention.resolve(year + 1)[0] <= end + SOON:
        return 1
    return -(start - SOON <= mention.resolve(year - 1)[1] < start)


def _last(mention: PeriodMention) -> tuple[int, int]:
    day = mention.resolve(LEAP)[1]
    return day.month, 29 if (day.month, day.day) == (2, 28) else day.day
