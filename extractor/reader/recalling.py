"""Times gone by that a sentence tells of themselves, with nothing held against them.

«Cùng kỳ năm trước, xuất khẩu đạt …» and «Nhớ lại năm ngoái, quý I …» date what follows; «khác với
cùng kỳ năm trước, …» dates nothing.
"""

from __future__ import annotations

import re
from dataclasses import replace

from extractor.numbers.period import PeriodMention
from extractor.reader.earlier import is_led_on
from extractor.reader.lexicon import COMPARED
from extractor.reader.supposing import Supposing
from extractor.reader.tokens import REACH, Kind

JOINING = frozenset({"còn", "và", "trong khi", "trong khi đó", "trong lúc", "mà", "riêng", "ở"})
"""What may lead a clause about another time."""
_PARTED = re.compile(r"[.!?;:…\n]\s")
_BEFORE = 120
"""Characters before a period in which its sentence says how it is told of."""
_RECALLING = re.compile(
    r"(?:(?:xin|cần|còn|và|nhưng|song|riêng|trong khi|trong khi đó|trước đó) ?)*"
    r"(?:(?:nhắc|nhớ|nhìn|ngoảnh|quay|trở|lật|điểm|ngược)(?: (?:lại|về|thời gian|số liệu|rằng))*)?"
    r",?(?: ?(?:ở|vào|hồi|trong|của))?"
)
"""What may stand before «cùng kỳ năm trước» where that is told of itself."""
_PARTS = ("month", "quarter", "cumulative", "part")
"""Kinds of times within a year."""
_COMPARED = re.compile(rf"(?<!\w)(?:{'|'.join(sorted(COMPARED))})(?!\w)")
_PAIR = 2
"""Amounts in a row that may be of two measures as well as of two years."""
_RANKED_TIME = re.compile(
    r"(?<!\w)là (?:tháng|quý|kỳ) (?:thứ \w+|đầu tiên|cuối cùng|duy nhất|cao nhất|thấp nhất|mà)"
    r"(?: (?:liên tiếp|liền|trong|của|kể từ|từ))*\s\Z"
)
_RANK_REACH = 48


class Recalling(Supposing):
    """Finds what a time gone by is said to be, by the words before it."""

    def _leads_clause(self) -> bool:
        """«…; quý liền trước là 1.674 triệu USD»: a clause about that time, and no comparison."""
        words = self.tokens[self.clause.start : self.position]
        return all(t.text in JOINING for t in words)

    def _part_of_past(self, mention: PeriodMention) -> PeriodMention | None:
        """«Nhắc lại, cùng kỳ năm trước xuất khẩu 7 tháng đạt …»: the seven months of that year.

        A part of a year without one, or «cả năm», behind a year before that its clause begins with;
        not where a word says that the one is held against the other («khác với cùng kỳ năm trước,
        …»).
        """
        before = self.clause.backed or self.led
        if before is None or before.role != "last_year" or mention.year is not None:
            return None
        if mention.current or mention.kind not in (*_PARTS, "year"):
            return None
        # «Năm ngoái xuất khẩu đạt 5 tỷ USD, cả năm ước 6 tỷ USD»: the whole year is this one.
        listed = before is self.led and before.kind == mention.kind != "year"
        told = any(t.kind is Kind.MONEY for t in self.tokens[: self.position])
        if not listed and (told or not self._is_recalled(before)):
            return None
        return replace(mention, role="last_year", year=before.year)

    def _as_long(self, mention: PeriodMention) -> PeriodMention:
        """«Cùng kỳ năm trước đạt 106 triệu USD, năm nay đạt 147»: of the same part of this year."""
        before = self.clause.backed or self.led
        if before is None or not mention.current or mention.kind != "year":
            return mention
        context, about = self.work.context, self.work.about
        own = context.period or about.period
        apart = before.kind != "relative" or before.role != "last_year" or own is None
        return mention if apart or own is None or own.kind not in _PARTS else own

    def _told_of_years(self, mention: PeriodMention, last: int) -> PeriodMention:
        """«Từ năm 2010 đến năm 2022, xuất khẩu tăng từ 5 lên 16 tỷ USD»: of the last, from the
        first; not «đạt 45 tỷ USD», which is of all of them."""
        start = max(0, self.position - REACH)
        near = self.tokens[start : self.position + REACH]
        counted = [i for i, t in enumerate(near, start) if t.kind in (Kind.MONEY, Kind.NUMBER)]
        row = any(t.kind is Kind.RESPECTIVELY for t in near)
        if row and _PAIR < len(counted) == last - (mention.year or last) + 1:
            self.muted = True  # «lần lượt đạt 61, 72 và 80 triệu USD»: one of each year
        if not counted or not is_led_on(self.tokens, counted[0]):
            return mention
        ends = replace(mention, kind="year", last_year=None)
        self.clause.compared = self.clause.leading = ends
        return replace(ends, year=last)

    def _is_recalled(self, mention: PeriodMention) -> bool:
        """«Nhớ lại cùng kỳ năm ngoái, …»: a time that its sentence tells of and holds nothing
        against."""
        dated = mention.year is not None or "năm" in mention.span.of(self.work.folded.lower)
        return dated and _RECALLING.fullmatch(self._before(mention).strip()) is not None

    def _leads_back(self, mention: PeriodMention) -> bool:
        """«Năm trước đó, xuất khẩu đạt …, nhập khẩu đạt …»: a year before, of all that follows."""
        if self.period is None and self._is_recalled(mention):
            return True
        dated = mention.year is not None or "năm" in mention.span.of(self.work.folded.lower)
        ahead = self.tokens[: self.position]
        quiet = (Kind.NEUTRAL, Kind.ATTRIBUTE, Kind.PLACE, Kind.STOP, Kind.NUMBER)
        return dated and self.period is None and all(t.kind in quiet for t in ahead)

    def _is_said_against(self, mention: PeriodMention) -> bool:
        """«So với bảng xếp hạng năm ngoái, …»: also where nothing of the sentence is measured."""
        return _COMPARED.search(self._before(mention).rsplit(",", 1)[-1]) is not None

    def _before(self, period: PeriodMention) -> str:
        """The words of the sentence before a period."""
        start = period.span.start
        text = self.work.folded.lower[max(0, start - _BEFORE) : start]
        return _PARTED.split(text)[-1]

    def _tells_rank(self, mention: PeriodMention) -> bool:
        """«tháng 8 là tháng đầu tiên của năm …», «… là tháng thứ hai của năm …»: which of its
        kind the time before is, and no other time."""
        start = mention.span.start
        before = self.work.folded.lower[max(0, start - _RANK_REACH) : start]
        if mention.span.of(self.work.folded.lower).startswith(("tháng đầu tiên", "quý đầu tiên")):
            return before.endswith("là ")
        return _RANKED_TIME.search(before) is not None
