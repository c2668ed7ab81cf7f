"""Whether a statement's period is the one that its own words name.

«năm 2018» names the year that a period lies in, and so does «cùng kỳ năm 2018»; any other words
with a year name its very days. «năm ngoái» names the year before one that the article names, and is
not over after the last day that it does. Other words without a year, with several periods or years,
or of a comparison say nothing that could be held against the days.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from extractor.checks.beside import is_compared
from extractor.checks.dated import Dated, dated
from extractor.checks.wording import quoted
from extractor.folding import Folded, fold
from extractor.numbers.period import PeriodMention
from extractor.numbers.period_lexer import periods
from extractor.record import Data, Finding

_UNSAYING = frozenset({"date", "relative", "years"})


def check_words(
    data: Data, named: Sequence[PeriodMention] = (), written: date | None = None
) -> list[Finding]:
    """The statements whose words name another period than their days, one finding each.

    ``named`` are all times that the article names, ``written`` is the day that it is of.
    """
    years = Years(named, written)
    findings = []
    for statement in dated(data):
        words = fold(statement.words)
        mentions = periods(words)
        if any(mention.role == "last_year" for mention in mentions):
            said = _of_year_before(words, mentions, statement, years)
        else:
            said = _of_days([m for m in mentions if m.kind not in _UNSAYING], statement)
        if said is not None:
            name, suspect = said
            message = (
                f"the words {quoted(statement.words)} name {name}, "
                f"the period is {statement.start} to {statement.end}"
            )
            findings.append(statement.wrong(rule="reading", message=message, suspect=suspect))
    return findings


_Said = tuple[str, str]
"""What words name instead of a period's days, and which of these is wrong first."""


def _of_days(named: Sequence[PeriodMention], statement: Dated) -> _Said | None:
    if len(named) != 1:
        return None
    [mention] = named
    if mention.role != "own" or mention.year is None or mention.begun is not None:
        return None
    start, end = statement.start, statement.end
    first, last = mention.resolve(mention.year)
    within = first <= start and end <= last
    if (first, last) == (start, end) or (mention.kind == "year" and within):
        return None
    return f"{first} to {last}", "start" if first != start else "end"


class Years:
    """The years that an article names, and the last day of its times."""

    def __init__(self, named: Sequence[PeriodMention], written: date | None = None) -> None:
        dated_times = [m for m in named if m.year is not None]
        self.own = {m.year for m in dated_times if m.role != "last_year"}
        self.before = {m.year for m in dated_times if m.role == "last_year"}
        ends = [m.resolve(m.year)[1] for m in dated_times if m.role != "last_year" and m.year]
        if written is not None:
            self.own.add(written.year)
            ends.append(written)
        self.last = max(ends, default=None)

    def may_be_before(self, end: date) -> bool:
        """Whether a period that ends so can lie in the year before one that is told of."""
        year = end.year
        if self.last is None:
            return True
        known = {year, year + 1} & self.own or year in self.before
        return bool(known) and end <= self.last


def _of_year_before(
    words: Folded, mentions: Sequence[PeriodMention], statement: Dated, years: Years
) -> _Said | None:
    """«Cùng kỳ năm 2022», and «năm ngoái» in an article of 2023."""
    before = [m for m in mentions if m.role == "last_year"]
    others = [m for m in mentions if m.role != "last_year"]
    if len(before) > 1 or is_compared(words, before[0]):
        return None
    if any(m.year is not None or m.role != "own" or m.current for m in others):
        return None
    [mention] = before
    if mention.year is None:
        return (
            None
            if years.may_be_before(statement.end)
            else ("a year before one of the article's", "start")
        )
    if statement.start.year <= mention.year <= statement.end.year:
        return None
    return str(mention.year), "start"
