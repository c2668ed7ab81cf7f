"""Whether a report says what the reader leaves open of a number, and no more than that.

The reader takes a number for one thing and may doubt it: its digits can have another value, it can
be of another measure, period or place. A report that says just that is not contradicted, and the
doubt is all that there is to tell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from extractor.checks.days import Days
from extractor.checks.naming import is_same_place
from extractor.folding import fold
from extractor.numbers.period import PeriodMention
from extractor.numbers.period_lexer import periods
from extractor.reader import Told
from extractor.reader.key import Key
from extractor.reader.slots import Left
from extractor.span import Span

_YEAR = len("2022")
_ENDS = 31
"""The last day of whatever month, cut to those that it has."""


def others_of(told: Told, of: Left) -> Sequence[str]:
    """The other readings that the reader leaves open of a number in one respect."""
    return [other for doubt in told.doubts if doubt.of == of for other in doubt.others]


def may_be_at(told: Told, place: str) -> bool:
    """Whether the reader leaves open that a number is of ``place``."""
    return any(is_same_place(other, place) for other in others_of(told, "place"))


def may_be_in(told: Told, days: Sequence[str]) -> bool:
    """Whether the reader leaves open that a number is of the period with these ends."""
    return any(list(days) == [start.isoformat(), end.isoformat()] for start, end in _open(told))


def _open(told: Told) -> Iterator[tuple[date, date]]:
    """The other periods that a number can be of, without a year those of the one that is read."""
    key = told.key
    for words in others_of(told, "period"):
        for mention in periods(fold(words)):
            if mention.role == "last_year" and mention.kind == "relative":
                before = Days(key.start, key.end).year_before()
                if before is not None:
                    yield before
            elif mention.kind not in ("date", "relative"):
                yield mention.resolve(key.end.year)
        if words.isdecimal() and len(words) == _YEAR:
            yield _moved(key, int(words))


def _moved(key: Key, year: int) -> tuple[date, date]:
    """The days of a key in another year, an end of February for an end of February."""
    start, end = key.start, key.end
    last = (end + timedelta(days=1)).month != end.month
    part = PeriodMention(
        Span(0, 0), "part", (start.month, start.day), (end.month, _ENDS if last else end.day)
    )
    return part.resolve(year)
