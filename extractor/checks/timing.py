"""Whether an article names the time that a statement says it is of.

Held against the text are the days within a year, which words name in one way or another («quý I»,
«11 tháng», «từ 1/3 đến 15/3»), and not the year, which is often left to the date of the article.
Words for a time that only the context tells leave it open: «tháng trước» is the month before any
that is named, «tháng này» any month, «từ đầu năm đến nay» whatever begins with the year.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from extractor.checks.dated import dated
from extractor.checks.grounding import ArticleText
from extractor.checks.wording import quoted
from extractor.numbers.period import PeriodMention
from extractor.record import Data, Finding

_BEFORE = ("tháng trước", "tháng liền")
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
    is_month = (start.day, after.day) == (1, 1) and start.month == end.month
    if mention.role == "away":  # «tháng kế tiếp», «quý sau đó»
        return bool(mention.months % 12) and is_month == (mention.months == 1)
    if mention.role in _OPEN:
        return is_month or mention.kind != "month"
    words = mention.span.of(article.folded.lower)
    if mention.kind != "relative" or not words.startswith(_BEFORE) or not is_month:
        return False
    last = (after.month, monthrange(after.year, after.month)[1])
    told = (m for m in article.periods if m.kind != "relative")
    return any(days[2:] == last for m in told for days in _resolved(m, after, after))
