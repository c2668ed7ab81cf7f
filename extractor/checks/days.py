"""The days of a report's periods: the same days a year before, and the day after."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import MINYEAR, date, timedelta
from typing import NamedTuple

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def day_of(text: str) -> date | None:
    """The day that a report writes as YYYY-MM-DD, ``None`` where there is none such."""
    if not _DATE.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


class Days(NamedTuple):
    """A first and a last day, both included, the first not behind the last."""

    start: date
    end: date

    @classmethod
    def of(cls, start: str, end: str) -> Days | None:
        """The days of a period as a report gives them; ``None`` where they make no period."""
        first, last = day_of(start.strip()), day_of(end.strip())
        return (
            cls(first, last) if first is not None and last is not None and first <= last else None
        )

    def year_before(self) -> Days | None:
        """The same days a year before, an end of February for an end of February."""
        if self.start.year == MINYEAR:
            return None
        return Days(_year_before(self.start, last=False), _year_before(self.end, last=True))

    def rest(self, part: Days) -> Days | None:
        """What is left of these days behind a part that begins with them."""
        if part.start != self.start or part.end >= self.end:
            return None
        return Days(part.end + timedelta(days=1), self.end)

    def holds(self, part: Days) -> bool:
        """Whether other days are a part of these, and not all of them."""
        return self != part and self.start <= part.start and part.end <= self.end

    def whole_year(self) -> Days | None:
        """The calendar year that the days lie in, ``None`` where they lie in several."""
        year = self.start.year
        return Days(date(year, 1, 1), date(year, 12, 31)) if self.end.year == year else None

    def __str__(self) -> str:
        return f"{self.start} to {self.end}"


def year_before(period: tuple[str, str]) -> tuple[str, str] | None:
    """The same days a year before as a report gives them; ``None`` where there are none such."""
    days = Days.of(*period)
    earlier = None if days is None else days.year_before()
    return None if earlier is None else (earlier.start.isoformat(), earlier.end.isoformat())


def _year_before(day: date, *, last: bool) -> date:
    year, length = day.year - 1, monthrange(day.year - 1, day.month)[1]
    ends = last and day.day == monthrange(day.year, day.month)[1]
    return day.replace(year=year, day=length if ends else min(day.day, length))
