"""Whether the words right beside a number say of it what a report says, against the reader.

The reader follows a text over clauses and sentences, and may follow it astray. What stands nearest
to a number, with no other amount between, needs no following: its measure's name before it, the
time or the place named beside it, the amount that a growth stands behind. Where that is the
report's and not the reader's, the reader's word alone accuses nobody.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence, Set
from datetime import date, timedelta
from typing import NamedTuple

from extractor.checks.days import Days
from extractor.checks.grounding import ArticleText
from extractor.checks.scope_words import bare, nearer
from extractor.folding import Folded
from extractor.numbers.period import PeriodMention
from extractor.reader import Told
from extractor.reader.tokens import Kind, vocabulary
from extractor.schema import Schema
from extractor.span import Span

_THEN = re.compile(
    r"(?<!\w)(?:trước đó|trước đấy|trước đây|trước kia|khi đó|khi ấy|lúc đó|lúc ấy|hồi đó|hồi ấy"
    r"|dạo ấy|thuở ấy|ngày ấy|sau đó|sau này|về sau)(?!\w)"
)
"""Words for another time than the one told of, that no lexicon of periods resolves."""

_BELONGING = re.compile(r" ?(?:\(|(?:của|trong|vào|hồi)(?: cả)?) ?")
"""Between an amount and the time that is its own."""
_COMPARING = re.compile(r"(?:so với|so|hơn|với|bằng)(?: cùng)? ?\Z")
_PARTING = re.compile(
    r"[,;:(|\t]|(?<!\w)(?:hơn|kém|vượt|chênh|chênh lệch|thặng dư|thâm hụt|lần lượt|tương ứng)(?!\w)"
)
"""Between a name and an amount that is not just of what is named."""
_REACH = len("so với cùng ")


class Name(NamedTuple):
    """The measure that words name."""

    measure: str
    words: str


class Beside:
    """Looks at the words beside the numbers of one article."""

    def __init__(self, article: ArticleText, schema: Schema) -> None:
        self._article = article
        self._words = vocabulary(schema)
        self._times = [mention.span.start for mention in article.periods]

    def says_measure(self, start: int, measure: str) -> bool:
        """Whether the last name of a measure before an amount is that of ``measure``.

        A general name («kim ngạch») is none, and where two amounts are told in one go
        («lần lượt đạt») the last name is not the first amount's.
        """
        clause = self.clause(start)
        named = [
            self._words.meaning[match.group()]
            for match in self._words.names.finditer(self._article.folded.lower, *clause)
            if match.group() not in self._words.generic
        ]
        measures = [mention for kind, mention in named if kind is Kind.LABEL]
        return bool(measures) and measures[-1] == measure and len(set(measures)) == 1

    def name_before(self, start: int) -> Name | None:
        """The name right before an amount, where its clause has no other measure's.

        ``None`` where a mark stands between, or words by which the amount is what something
        differs by; a general name tells nothing.
        """
        lower, clause = self._article.folded.lower, self.clause(start)
        every = [
            match
            for match in self._words.names.finditer(lower, *clause)
            if self._words.meaning[match.group()][0] is Kind.LABEL
        ]
        found = [match for match in every if match.group() not in self._words.generic]
        if not found or found[-1] is not every[-1]:
            return None
        measures = {self._words.meaning[match.group()][1] for match in found}
        measure = measures.pop()
        if measures or measure is None or _PARTING.search(lower, found[-1].end(), start):
            return None
        return Name(measure, self._article.folded.text[slice(*found[-1].span())])

    def other_time(self, start: int, days: tuple[date, date]) -> str | None:
        """The words for the time that a clause is of before an amount, where it is not ``days``.

        ``None`` where they leave it to the context, or the sentence names those days as well.
        """
        clause = self.clause(start)
        named = [m for m in self._named(*clause) if not is_compared(self._article.folded, m)]
        if not named or _THEN.search(self._article.folded.lower, *clause):
            return None
        last = named[-1]
        if not _is_plain(last) or any(
            not _is_plain(m) or m.resolve(days[1].year) == days or _holds(m, days)
            for m in self._named(*self._around(start))
        ):
            return None
        return last.span.of(self._article.folded.text)

    def stands_behind(self, start: int, values: Set[int]) -> bool:
        """Whether the amount right before a percentage in its sentence is one of ``values``."""
        begin = self._article.sentence_start(start)
        before = [
            quantity.number.start
            for quantity in self._article.quantities_in(Span(begin, start))
            if quantity.kind == "money"
        ]
        return bool(before) and before[-1] in values

    def says_time(self, told: Told, days: tuple[date, date]) -> bool:
        """Whether the time nearest to a number is the report's, or which it is stays open.

        It stays open where the words beside it name another time that only the context tells
        («một năm trước đó»), or where they leave the year to the context, which has both.
        """
        read = (told.key.start, told.key.end)
        clause = self.clause(told.start)
        if _THEN.search(self._article.folded.lower, *clause):
            return True
        if (behind := self._right_behind(told.start)) is not None:
            return _may_mean(behind, days, read) and not _may_mean(behind, read, days)
        named = [m for m in self._named(*clause) if not is_compared(self._article.folded, m)]
        if named and named[-1].role == "away":
            return True  # «năm trước nữa»
        for mention in reversed(named):
            mine, its = _may_mean(mention, days, read), _may_mean(mention, read, days)
            if mine is not its:
                return mine
        if any(
            _may_mean(m, read, days) and not _may_mean(m, days, read)
            for m in self._named(*self._around(told.start))
        ):
            return False
        return self._years_are_open(told.start, days, read)

    def says_scope(self, told: Told, scope: str | None) -> bool:
        """Whether words of the report's scope stand nearer to a number than those of the other."""
        own, read = (frozenset(bare(words or "").split()) for words in (scope, told.key.scope))
        return bool(own - read) and nearer(self._article, told.start, (own - read, read - own)) == 0

    def _years_are_open(self, start: int, days: tuple[date, date], read: tuple[date, date]) -> bool:
        """Whether the report's time is the reader's in a later year, and the text names both.

        What is compared with is a year of the past, and a reader may go on in that.
        """
        alike = [(d.month, d.day) for d in days] == [(d.month, d.day) for d in read]
        if not alike or days[1].year < read[1].year:
            return False
        lower = self._article.folded.lower
        paragraph = lower.rfind("\n", 0, start) + 1
        above = lower.rfind("\n", 0, max(0, lower[:paragraph].rstrip().rfind("\n"))) + 1
        years = {m.year for m in self._named(above, start)}
        return {days[1].year, read[1].year} <= years

    def _named(self, begin: int, end: int) -> Sequence[PeriodMention]:
        first, last = bisect_left(self._times, begin), bisect_left(self._times, end)
        return self._article.periods[first:last]

    def _around(self, start: int) -> tuple[int, int]:
        return self._article.sentence_start(start), self._article.sentence_end(start)

    def clause(self, start: int) -> tuple[int, int]:
        """From the amount before a number in its sentence, or the sentence's start, to it."""
        begin = self._article.sentence_start(start)
        before = [
            quantity.span.end
            for quantity in self._article.quantities_in(Span(begin, start))
            if quantity.kind == "money" and quantity.span.end <= start
        ]
        return max(before, default=begin), start

    def _right_behind(self, start: int) -> PeriodMention | None:
        """The time to which an amount belongs by the word between: «57,1 tỷ USD của năm 2009»."""
        quantity = self._article.quantities[self._article.after(start)]
        mention = next(iter(self._named(quantity.span.end, self._around(start)[1])), None)
        if mention is None:
            return None
        between = self._article.folded.lower[quantity.span.end : mention.span.start]
        return mention if _BELONGING.fullmatch(between) else None


def is_compared(text: Folded, mention: PeriodMention) -> bool:
    """«so với năm 2022, đạt 5 tỷ USD»: no time of what follows."""
    begin = max(0, mention.span.start - _REACH)
    return _COMPARING.search(text.lower, begin, mention.span.start) is not None


def _may_mean(mention: PeriodMention, days: tuple[date, date], told_of: tuple[date, date]) -> bool:
    """Whether words name ``days``, where the time spoken of is ``told_of``."""
    if mention.role == "last_year":
        before = Days(*told_of).year_before()
        return before is not None and before == days
    if mention.role == "previous":
        return days[1] + timedelta(days=1) == told_of[0]
    if mention.kind in ("date", "relative"):
        return False
    return mention.resolve(days[1].year) == days


def _is_plain(mention: PeriodMention) -> bool:
    """Whether words name days of a year, and no time that only the context tells."""
    return mention.role == "own" and mention.kind not in ("date", "relative", "years")


def _holds(mention: PeriodMention, days: tuple[date, date]) -> bool:
    """Whether words name a year in which the days lie."""
    return mention.kind == "year" and days[1].year == (mention.year or days[1].year)
