"""A period as the words of a text name it: days of a year, and the year where one is printed.

A ``PeriodMention`` says what the words say and no more: without a printed year it has none, and
``resolve`` needs one. Offsets are into ``Folded.text``; all dates are inclusive.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Literal

from extractor.span import Span

PeriodKind = Literal["year", "part", "cumulative", "month", "quarter", "years", "date", "relative"]
"""What a mention names: a whole year, a part of one, months counted from January, one month, one
quarter, several years («giai đoạn 2021 - 2025»), one day, or a period known only from its context
(«cùng kỳ», «tháng trước», «thời gian này»)."""
LEAP = 2000
"""A year that has every day that any year has."""
_SHORTEST = 28
"""Days that every month has."""
_HALF = 15
"""The last day of a month's first half, as customs count."""


@dataclass(frozen=True, slots=True)
class PeriodMention:
    """Words that name a period, month and day known, the year only where it is printed.

    ``role`` is ``last_year`` for the same period a year before, ``previous`` for the period before
    of the same length, ``this`` for the month or quarter reported on, ``same`` for the one just
    spoken of, ``then`` for the past one just spoken of, ``to_date`` for the year up to the one
    spoken of, ``until`` for a horizon ahead, ``within`` for a part of the quarter or month spoken
    of («hai tháng đầu quý», «kỳ 1»), whose days are counted as if that began with the year,
    ``away`` for one that is ``months`` later than the one spoken of, or earlier («hai năm sau»),
    else ``own``. ``current`` says «năm nay», ``begun`` is the year of the first day where that is
    an earlier one than ``year`` and printed too («từ tháng 10/2021 đến tháng 3/2023»).
    """

    span: Span
    kind: PeriodKind
    start: tuple[int, int] = (1, 1)
    end: tuple[int, int] = (12, 31)
    year: int | None = None
    role: Literal[
        "own", "last_year", "previous", "same", "until", "to_date", "then", "this", "within", "away"
    ] = "own"
    last_year: int | None = None
    current: bool = False
    months: int = 0
    begun: int | None = None

    def resolve(self, year: int) -> tuple[date, date]:
        """First and last day, in ``year`` where none is printed."""
        return self._days_of(self.year if self.year is not None else year)

    def _days_of(self, own: int) -> tuple[date, date]:
        """First and last day, in whatever year."""
        if self.kind == "years":
            last = self.last_year or own
            return date(min(own, last), 1, 1), date(max(own, last), 12, 31)
        if self.begun is not None:
            return _day(self.begun, self.start), _day(own, self.end)
        # «từ tháng 11 đến tháng 3/2024» begins in the year before the one that is printed.
        return _day(own - (self.start > self.end), self.start), _day(own, self.end)

    def set_within(self, spoken: PeriodMention) -> PeriodMention:
        """A part of the quarter or month spoken of as the days of it, which the last of them is."""
        last = spoken.end[0]
        begin = 3 * ((last - 1) // 3) if self.kind == "quarter" else last - 1
        months = self.end[0] - self.start[0]
        kind: PeriodKind = "part"
        if self.kind == "quarter" and months != 1:
            kind = "quarter" if months else "month"
        start, end = (self.start[0] + begin, self.start[1]), (self.end[0] + begin, self.end[1])
        if end[1] > _HALF:
            end = end[0], _day(LEAP, (end[0], 31)).day
        return replace(self, kind=kind, start=start, end=end, year=spoken.year, role="own")

    def set_away(self, spoken: PeriodMention, year: int | None) -> PeriodMention | None:
        """The same part of a year so many years from the one spoken of, which is of ``year``.

        The month or the quarter that begins behind it where it is no whole year; ``None`` where
        that is in an unknown year.
        """
        years, months = divmod(self.months, 12)
        if months:
            if spoken.kind in ("year", "years"):
                return None
            years, first = divmod(spoken.end[0] + (-spoken.end[0] % months), 12)
            last = first + months
            end = last, _day(LEAP, (last, 31)).day
            kind: PeriodKind = "quarter" if months > 1 else "month"
            spoken = replace(spoken, kind=kind, start=(first + 1, 1), end=end)
        own = year + years if year is not None else None
        if own is None and years:
            return None
        return replace(spoken, span=self.span, year=own, role="own", current=False)

    def may_equal(self, other: PeriodMention) -> bool:
        """Whether both name the same days of a year, and no two different years."""
        if self.year != other.year and None not in (self.year, other.year):
            return False
        return self.same_days(other)

    def same_days(self, other: PeriodMention) -> bool:
        """Whether both name the same days, of whatever year."""
        return self._days_of(LEAP) == other._days_of(LEAP)


@lru_cache(maxsize=4096)
def _day(year: int, month_day: tuple[int, int]) -> date:
    """The date, the month's last day where it has fewer."""
    month, day = month_day
    most = day if day <= _SHORTEST else calendar.monthrange(year, month)[1]
    return date(year, month, min(day, most))
