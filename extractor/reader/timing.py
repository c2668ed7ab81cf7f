"""When the rows of a table are: the times at their heads, and what a sum below them is of.

«Cả quý» below «Tháng 8» and «Tháng 9» is of the quarter that they are in, «Cộng» of all that the
rows above it tell one after another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from extractor.folding import Folded
from extractor.numbers.period import LEAP, PeriodMention
from extractor.reader import undated
from extractor.reader.tokens import Kind, Token
from extractor.span import Span

_PARTS = ("month", "quarter")
PAST = ("last_year", "previous")
"""Roles of the times of rows that another row is compared with."""
_BARE = (Kind.PERIOD, Kind.NEUTRAL, Kind.LABEL)
"""What the name of a row with such a time consists of («Nhập khẩu cùng kỳ»)."""


class Times:
    """Follows the times of a table's rows; ``heading`` are the words above their names."""

    def __init__(self, folded: Folded) -> None:
        self._folded = folded
        self.heading = ""
        self._last: PeriodMention | None = None
        self._run: PeriodMention | None = None
        self._count = 0

    def is_part(self, cell: Span) -> bool:
        """«3» or «II» below «Tháng» or «Quý»."""
        return undated.is_numbered(self._folded, self.heading, cell)

    @property
    def last(self) -> PeriodMention | None:
        """The time of a row told last, which one of «cùng kỳ» below it is held against."""
        return self._last

    def of(self, first: Span, tokens: Sequence[Token], *, whole: bool) -> PeriodMention | None:
        """The period that a row is of, ``whole`` where it is called nothing but a sum."""
        when = self._named(first, tokens)
        if when is None and whole:
            when, self._run = (self._run if self._count > 1 else None), None
        elif when is not None and when.role not in PAST:
            self._add(when)
        if when is not None and when.role in PAST:
            return when
        self._last = when or self._last
        return when

    def _named(self, first: Span, tokens: Sequence[Token]) -> PeriodMention | None:
        if self.is_part(first):
            return undated.numbered(self._folded, self.heading, first)
        when = next((t.mention for t in tokens if t.kind is Kind.PERIOD), None)
        if when is not None and when.role == "this" and when.kind == "quarter":
            return self._quarter(when)
        if when is not None and when.role in PAST and when.kind == "relative":
            return when if all(t.kind in _BARE for t in tokens) else None
        return when if when is not None and when.role == "own" else None

    def _quarter(self, when: PeriodMention) -> PeriodMention | None:
        """The quarter that the month told last is in."""
        if self._last is None or self._last.kind != "month":
            return None
        return replace(when, start=(1, 1), end=(3, 31), role="within").set_within(self._last)

    def _add(self, when: PeriodMention) -> None:
        """Go on with the months or the quarters told one after another, or begin with this one."""
        run, self._run, self._count = self._run, None, self._count + 1
        if when.kind not in _PARTS:
            return
        self._run = when
        follows = run is not None and run.year == when.year
        if run is None or not follows or _ends(run) != when.resolve(LEAP)[0]:
            self._count = 1
            return
        self._run = replace(when, kind="cumulative", start=run.start)


def _ends(period: PeriodMention) -> object:
    """The day after a period."""
    return period.resolve(LEAP)[1] + timedelta(days=1)
