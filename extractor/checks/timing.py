"""Whether an article names the time that a statement says it is of.

Held against the text are the days within a year, which words name in one way or another («quý I»,
«11 tháng», «từ 1/3 đến 15/3»), and not the year, which is often left to the date of the article.
Words for a time that only the context tells leave it open: «tháng trước» is the month before any
that is named or that a day lies in, «quý trước» the quarter, «tháng này» any month, «năm ngoái» a
whole year, «từ đầu năm đến nay» whatever begins with the year.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from extractor.checks.beside import is_compared
from extractor.checks.dated import dated
from extractor.checks.grounding import ArticleText
from extractor.checks.period_words import Years
from extractor.checks.wording import quoted
from extractor.numbers.period import PeriodMention
from extractor.record import Data, Finding

_BEFORE = {1: ("tháng trước", "tháng liền"), 3: ("quý trước", "quý liền")}
"""Words for the time before, by how many months it has."""
_YEAR = 12
_OPEN = frozenset({"this", "then", "within"})

_Days = tuple[int, int, int, int]
"""First month and day, last month and day."""


def unnamed_periods(article: ArticleText, data: Data) -> list[Finding]:
    """The statements of times that the article, which names some, does not."""
    named = article.periods
    told = [m for m in named if m.kind != "relative"]
    findings: list[Finding] = []
    for statement in dated(data):
        start, end = statement.start, statement.end
        if not told or start > end:
            continue
        own = _days(start, end)
        if any(own == days for m in told for days in _resolved(m, start, end)) or any(
            _may_be(article, m, start, end) for m in named
        ):
            continue
        message = (
            f"the article names no time from {start} to {end}, "
            f"which {quoted(statement.words)} is said to be"
        )
        findings.append(statement.wrong(rule="grounding", message=message, suspect="start"))
    return findings


def _days(start: date, end: date) -> _Days:
    return start.month, start.day, end.month, end.day


def _resolved(mention: PeriodMention, start: date, end: date) -> Iterator[_Days]:
    """The days that words name, in the statement's years or in their own."""
    for year in {start.year, end.year, mention.year or start.year}:
        yield _days(*mention.resolve(year))


def _may_be(article: ArticleText, mention: PeriodMention, start: date, end: date) -> bool:
    """Whether words that the context alone dates can name a statement's days."""
    if mention.role == "to_date":
        return (start.month, start.day) == (1, 1)
    after = end + timedelta(days=1)
    whole = (start.day, after.day) == (1, 1) and start.year == end.year
    months = end.month - start.month + 1 if whole else 0
    if mention.role == "away":  # «tháng kế tiếp», «quý sau đó», «năm trước nữa»
        years, rest = divmod(mention.months, _YEAR)
        if not rest:
            return months == _YEAR and end.year - years in Years(article.times).own
        return (months == 1) == (mention.months == 1)
    if mention.role in _OPEN:
        return months == 1 or mention.kind != "month"
    if mention.kind != "relative":
        return False
    words = mention.span.of(article.folded.lower)
    if mention.role == "last_year":
        alike = article.folded.lower.startswith(" cùng", mention.span.end)  # «năm ngoái cùng kỳ»
        own = not alike and not is_compared(article.folded, mention)
        is_whole = months == _YEAR and words.startswith("năm") and "cùng" not in words
        return is_whole and own and Years(article.times).may_be_before(end)
    if months not in _BEFORE or not words.startswith(_BEFORE[months]):
        return False
    if start.month % months != 1 % months:
        return False  # three months that are no quarter
    last = after.month + months - 1
    ends = (last, monthrange(after.year, last)[1])
    told = [m for m in article.times if m.kind != "relative"]
    within = range(after.month, after.month + months)
    return any(m.kind == "date" and m.start[0] in within for m in told) or any(
        days[2:] == ends for m in told for days in _resolved(m, after, after)
    )
