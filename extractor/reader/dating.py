"""When: the periods that a sentence speaks of, which the figures to come are of or compared with.

A period is the figures' own, one that they are compared with, or one of something else; words that
only point to a period («cả quý», «khi đó») stand for one that was spoken of.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import takewhile

from extractor.numbers.period import PeriodMention
from extractor.reader.comparison import is_compared
from extractor.reader.lexicon import DESPITE, TARGET
from extractor.reader.recalling import JOINING
from extractor.reader.slots import Slot
from extractor.reader.spoken import Spoken
from extractor.reader.tokens import Kind, Token

_SINCE = re.compile(r"(?<!\w)từ (?:(?:đầu|giữa|cuối) )?\Z")
_SINCE_REACH = 10
_LATELY = 20
"""Sentences of a paragraph back to which a year that it names is looked for."""
_WORDS = 100
"""Words of each of them, the last ones."""
_AHEAD = re.compile(rf"(?<!\w)(?:{'|'.join(sorted(TARGET))}|sắp|sắp tới|chuẩn bị|kế hoạch)(?!\w)")
_VERBS = frozenset({"đạt", "là", "được", "lên", "lên tới", "lên đến", "còn", "thực hiện", "đã"})
"""With these a clause tells of its amount itself, and not with the verb of the one before."""
_DONE = frozenset({"đã", "mới", "được", "đến nay", "lũy kế", "thực tế", "kết quả"})
"""Say that something has come about."""
_PARTING = frozenset({"song", "nhưng", "còn", "trong khi", "trong khi đó", "tuy nhiên"})
_UP_TO = re.compile(r"(?:tính|cộng dồn|lũy kế)?(?: từ đầu năm)? ?(?:đến|tới|hết)(?!\w)")
"""How a time begins that says up to when something has come about."""
_CLAUSE = 60
"""Tokens of a clause at most."""
_LED_BY = 3
"""Words before a period from which on it does not lead its sentence."""


_TELLING = (Kind.LABEL, Kind.MONEY, Kind.PERCENT, Kind.NUMBER)
_LINKING = (Kind.NEUTRAL, Kind.ATTRIBUTE)
_YEAR = 12
"""Months."""
_SOMETHING = (Kind.WORD, Kind.PERIOD, Kind.COMPANY, Kind.FOREIGN)
"""Behind «hai năm sau» what it is that was so long before."""
_NOWADAYS = ("nay", "hiện tại")
_LAST_MONTH = ("tháng trước", "tháng vừa qua", "tháng vừa rồi")
_OVER = ("năm qua", "năm vừa qua", "năm vừa rồi", "năm cũ")
_AMID = (3, 10)
"""Months between which a year that is over may be the twelve months up to the day."""
_ONWARD = ("đó", "ấy", "nữa")
_AFTER = frozenset({"khi", "kể từ", "ngày", "đợt", "kỳ", "lần", "cú", "dịch"})


class Dating(Spoken):
    """Keeps the period of the figures to come, and gives it to the slot that waits for one."""

    def _period(self, token: Token) -> None:
        mention: PeriodMention = token.mention
        if mention.role == "within":
            mention = self._set_within(mention)
            self.tokens[self.position] = replace(token, mention=mention)
        if mention.role == "away":
            mention = self._set_away(mention, self.position)
            self.tokens[self.position] = replace(token, mention=mention)
        if mention.kind == "cumulative" and mention.role == "own":
            mention = self._set_hedged(self._set_counted(mention))
            self.tokens[self.position] = replace(token, mention=mention)
        if mention.role == "this":
            spoken = self._pointed_to(mention)
            if spoken is not None:
                self._own_period(spoken)
        elif mention.role == "to_date" and (latest := self._up_to(mention)):
            mention = replace(latest, kind="cumulative", start=(1, 1), span=mention.span)
            self._own_period(mention)
        elif mention.role == "then":
            slot = self.slot
            self.clause.backed = slot.compared if slot is not None else None
        elif mention.role == "until":
            if mention.year is not None and self.work.about.reached(mention.year):
                # «năm 2018 mới đạt …, đến năm 2022 đã lên tới …»: a year that was reached.
                self._own_period(replace(mention, role="own"))
            else:
                self.muted = True
        elif mention.kind == "years":
            last, about = mention.last_year, self.work.about
            over = last is not None and (about.reached(last) or not about.dates())
            if last is not None and over and not self._is_other():
                self._own_period(self._told_of_years(mention, last))
            else:
                # «giai đoạn 2026 - 2030 đưa xuất khẩu lên 15 tỷ USD»: what has yet to come.
                self.muted = self.muted or (last is not None and not self.work.about.reached(last))
                self.clause.foreign = True
        elif is_compared(self.tokens, self.position) or mention is self.past:
            self.clause.compared = mention
            stood = {t.kind for t in self.tokens[self.clause.start : self.position]}
            held = bool(stood & {Kind.COMPARED, Kind.PERCENT}) or self._is_said_against(mention)
            if mention.role == "last_year" and not held:
                words = token.text.lower()
                whole = words.startswith("năm") and " cùng " not in words
                if self.period is None and (whole or mention.kind == "year"):
                    # «Năm ngoái, tỉnh xuất khẩu …»: the year before that in which it is written.
                    published = self.work.about.published
                    named = mention.year is None and words.endswith("năm ngoái")
                    year = published.year - 1 if named and published else mention.year
                    mention = replace(mention, kind="year", year=year)
                self.clause.backed = mention
                if self._leads_back(mention):
                    self.led = mention
            elif mention.role == "previous" and self._leads_clause():
                self.clause.backed = mention
            group = self.group if any(s is self.slot for s in self.group) else [self.slot]
            for slot in group:  # of all amounts of a row
                if slot is not None and slot.compared is None:
                    slot.compared = mention
        elif (part := self._part_of_past(mention)) is not None:
            self.clause.backed = self.led = part
        elif mention.kind not in ("date", "relative") and not self._is_other():
            self._own_period(self._as_long(mention))

    def _fill(self, slot: Slot, token: Token) -> None:
        index = self.position + 1
        while index < len(self.tokens) and self.tokens[index].kind in _LINKING:
            index += 1
        behind = self.tokens[index] if index < len(self.tokens) else None
        if behind is None or behind.kind is not Kind.PERIOD or behind.mention.role != "away":
            super()._fill(slot, token)
            return
        # «tăng lên 9,4 tỷ USD một năm sau đó và 10,4 tỷ USD hai năm sau»
        after = self.tokens[index + 1 : index + 2]
        closes = not after or after[0].kind is Kind.STOP or after[0].text in JOINING
        found = self._set_away(behind.mention, index)
        self.tokens[index] = replace(behind, mention=found)
        if closes and found.role == "own" and not slot.back:
            slot.period = found
        super()._fill(slot, token)

    def _set_away(self, mention: PeriodMention, index: int) -> PeriodMention:
        """«Một năm sau, con số đã là …», «hai năm trước»: from the time spoken of.

        What is yet to come tells no result. As it stands where no time was spoken of, or where it
        says how long after something else («hai năm sau đại dịch»).
        """
        told = self.work.slots[-1].period if self.work.slots else None
        base = self.period or self.work.context.period or told
        words = mention.span.of(self.work.folded.lower)
        if words.startswith("năm trước") and words.endswith("nữa"):
            base, mention = self._two_years_back(base, mention)
        if words == "năm kia" and (now := self.work.about.period or base) is not None:
            day = self.work.about.published
            year = day.year if day is not None else self.work.about.year(now, None, now.span)
            base = replace(now, kind="year", start=(1, 1), end=(12, 31), year=year)
        if self.stepped is not None and not words.endswith(_ONWARD):
            # «một năm sau là 9,4 tỷ USD và hai năm sau là 10,4 tỷ USD»: both from one.
            begun, months = self.stepped
            base = begun if 0 < months < mention.months or 0 > months > mention.months else base
        behind = self.tokens[index + 1 : index + 2]
        after = bool(behind) and (behind[0].kind in _SOMETHING or behind[0].text in _AFTER)
        if base is None or (after and words.endswith(" sau")):
            return mention
        about = self.work.about
        year = about.year(base, None, base.span)
        found = mention.set_away(base, year)
        if found is None:
            return mention
        if about.published is not None and (found.year or 0) > about.published.year:
            self.muted = self.muted or index == self.clause.start
            return mention
        self.stepped = base, mention.months
        if abs(mention.months) != _YEAR:
            self.leapt = found
        return found

    def _two_years_back(
        self, base: PeriodMention | None, mention: PeriodMention
    ) -> tuple[PeriodMention | None, PeriodMention]:
        """«Năm ngoái xuất khẩu đạt 820 triệu USD. Năm trước nữa, …»: the year before the one told.

        Of the same part of it where that was told («cùng kỳ năm ngoái»).
        """
        told = self.work.slots[-1] if self.work.slots else None
        if told is None or not told.back or told.period is None or told.period.kind != "year":
            return base, mention
        year = told.period.year
        if year is None:
            now = told.compared or self.work.about.period
            year = self.work.about.year(now, None, now.span) if now is not None else None
            year = year - 1 if year is not None else None
        return replace(told.period, role="own", year=year), replace(mention, months=-_YEAR)

    def _up_to(self, mention: PeriodMention) -> PeriodMention | None:
        """The period whose end «từ đầu năm đến nay» reaches to: a whole year is no end of it.

        Nor, to what is said of now or named before it, an earlier one.
        """
        latest, about = self._latest(), self.work.about
        words = mention.span.of(self._lower)
        if words.endswith(_LAST_MONTH) and (over := self._just_over(mention)) is not None:
            return over
        if latest is None:
            return about.to_date
        if latest.kind == "year" and about.published is not None:
            year = latest.year or about.published.year
            ahead = latest.span.start > mention.span.start
            now = ahead or words.endswith(_NOWADAYS)
            begun = now and about.published.month > 1
            return about.to_date if begun or year == about.published.year else latest
        return latest

    def _is_other(self) -> bool:
        """«chững lại từ quý II», «kế hoạch cả năm», «…, nơi tháng 12 vừa mở, …»: not the figure's.

        It is since when, of a plan, or within a clause that only describes a place.
        """
        start = self.tokens[self.position].span.start
        if start in self.work.about.planned:
            return True  # «Kết quả quý I và nhiệm vụ quý II năm 2021»
        if _SINCE.search(self.work.folded.lower, max(0, start - _SINCE_REACH), start):
            return True
        if not self.position:
            return False
        conceded = self.tokens[self.position - 1].text in DESPITE and not self._has_told_ahead()
        return conceded or self._is_describing() or self.tokens[self.position - 1].kind is Kind.PLAN

    def _has_told_ahead(self) -> bool:
        """Whether the rest of the clause names a measure or has a number."""
        for token in self.tokens[self.position + 1 : self.position + 1 + _CLAUSE]:
            if token.kind is Kind.STOP:
                return False
            if token.kind in _TELLING:
                return True
        return False

    def _of_year_before(self, mention: PeriodMention) -> PeriodMention:
        """«năm 2024 …», and in the next paragraph «cả năm»: of the year that was spoken of."""
        about, words = self.work.about, mention.span.of(self._lower)
        if about.published is not None and words.endswith(_OVER):
            # «năm qua», «năm cũ»: seen from the day of publication, where that is near its end
            amid = _AMID[0] < about.published.month < _AMID[1]
            return mention if amid else replace(mention, year=about.latest(mention))
        spoken = self.work.context.period
        read = (*self.work.read[-_LATELY:], self.tokens[: self.position])
        so_far = (t for tokens in read for t in tokens[-_WORDS:])
        if (
            spoken is None
            or spoken.kind != "year"
            or any(t.kind is Kind.PERIOD and t.mention.year is not None for t in so_far)
        ):
            return mention
        return replace(mention, year=spoken.year)

    def _own_period(self, mention: PeriodMention) -> None:
        if mention.year is None and mention.kind == "year" and not mention.current:
            mention = self._of_year_before(mention)
        if self.period is not None and self._tells_rank(mention):
            mention = replace(self.period, year=self.period.year or mention.year)
        if self.period is not None and self.period.current and mention.year is None:
            # «năm nay, ước 10 tháng …»
            mention = replace(mention, current=self.period.kind == "year")
        if self.period is not None and (mention.year or 9999) < (self.period.year or 0):
            self.estimate = False  # what is over is no longer estimated
        if self.muted and self._is_past_target(mention):
            self.muted = False
        self.muted = self.muted or self._is_conditional(mention)
        if self.period is not None and self.told and not mention.may_equal(self.period):
            self._end_estimate()
        self.period = mention
        self.clause.backed = self.led = self.work.led = None
        self.aside = None, self.aside[1]
        self.work.context.spoken[mention.kind] = mention
        self.fresh = True
        self.named_periods.append(mention)
        if self.slot is not None and self.slot.empty:
            # «Xuất khẩu và nhập khẩu quý IV lần lượt đạt …»: of both that wait for an amount.
            waiting: Slot | None = self.slot
            while waiting is not None and waiting.empty:
                waiting.period, waiting = mention, waiting.joined

    def _is_past_target(self, mention: PeriodMention) -> bool:
        """«…, vì mục tiêu là dưới 20%, và vì năm 2009 nhập siêu tới …»: what was, behind an aim.

        A year before the one that the article reports, in a clause that names no aim; or what has
        come about, with a time of another kind than the aim's.
        """
        main = self.work.about.period
        if self.work.planned:
            return False
        if self._is_realised(mention):
            return True
        if mention.kind != "year" or main is None:
            return False
        words = self.tokens[self.clause.start : self.position]
        aims = any(t.kind in (Kind.TARGET, Kind.PLAN) for t in words)
        if mention.year is None or main.year is None or mention.year >= main.year:
            return False
        return self.clause.start > 0 and not aims

    def _is_realised(self, mention: PeriodMention) -> bool:
        """«phấn đấu năm 2023 đạt 98 triệu USD; hết tháng 7 đạt 36,4 triệu USD»: what came about.

        Behind a semicolon a clause tells it with its own time, of which the aim is not, and a verb
        of what is reached; behind «,» and «và» it must say that it has come about.
        """
        before = self._clause_mark()
        if before is None:
            return False
        begin, mark = before
        own = list(takewhile(lambda t: t.text != ";", self.tokens[begin : begin + _CLAUSE]))
        end = next((i for i, t in enumerate(own) if t.kind is Kind.MONEY), None)
        if end is None or any(t.kind is Kind.TARGET for t in own):
            return False
        own = own[:end]
        told = self.tokens[max(0, begin - _CLAUSE) : begin]
        aimed = [t.mention for t in told if t.kind is Kind.PERIOD]
        if any(t.kind is Kind.PLAN for t in own) or not aimed or self._is_to_come_by(mention):
            return False
        done = any(t.text in _DONE for t in own) or _UP_TO.match(mention.span.of(self._lower))
        begun = mention.start == (1, 1) or self.work.about.published is not None
        if not all(self._ends_before(mention, a) for a in aimed):
            return False
        return bool(done) or (mark == ";" and begun and any(t.text in _VERBS for t in own))

    def _clause_mark(self) -> tuple[int, str] | None:
        """Where a clause begins that is apart from the one before it, and what parts the two."""
        for index in range(self.position - 1, max(-1, self.position - _CLAUSE), -1):
            token = self.tokens[index]
            if token.text in (";", ",", "và") or token.text in _PARTING:
                return index + 1, token.text
            if token.kind not in (Kind.NEUTRAL, Kind.ATTRIBUTE, Kind.PLACE, Kind.LABEL):
                return None
        return None

    def _is_to_come_by(self, mention: PeriodMention) -> bool:
        """Whether the period may end after the day on which the article was written."""
        about = self.work.about
        year = mention.year or (about.period.year if about.period is not None else None)
        if about.published is not None:
            year = mention.year or about.published.year
            return mention.resolve(year)[1] > about.published
        return year is None or mention.current or not about.reached(year)

    def _ends_before(self, mention: PeriodMention, aimed: PeriodMention) -> bool:
        """Whether a time is over before the one of which something is hoped for."""
        year = mention.year or aimed.year or 2000
        return mention.resolve(year)[1] < aimed.resolve(aimed.year or year)[1]

    def _end_estimate(self) -> None:
        """«tháng 5 ước đạt 142 triệu USD, lũy kế 5 tháng đạt 812 triệu USD»: the one is estimated.

        What was estimated in a clause before, unless it was said of all or goes without a verb.
        """
        begins = self.tokens[self.position].kind is Kind.STOP
        if self.wholly or (self.estimated >= self.clause.start and not begins):
            return
        before = takewhile(lambda t: t.kind is not Kind.STOP, self.tokens[self.estimated :: -1])
        if begins and not any(t.kind is Kind.LABEL for t in before):
            return  # «Ước tháng 5, xuất khẩu đạt 142 triệu USD; nhập khẩu đạt 98 triệu USD»
        for token in self.tokens[self.position + 1 :]:
            if token.kind in (Kind.MONEY, Kind.STOP):
                return
            if token.text in _VERBS:
                self.estimate = False

    def _date_undated(self) -> None:
        """«Xuất khẩu đạt 14 tỷ USD, nhập khẩu 15 tỷ USD và tháng 6 thâm hụt 1 tỷ USD».

        The one period of a sentence is of all that it tells where none was spoken of before, unless
        it tells one measure twice.
        """
        undated = [s for s in self.opened if s.emitted and s.period is None and not s.back]
        period, dated = self.period, {s.measure for s in self.opened if s.period is not None}
        if period is None or dated & {s.measure for s in undated}:
            return
        if all(s.period is None or s.period is period for s in self.opened):
            for slot in undated:
                slot.period = period

    def _carries(self, period: PeriodMention) -> bool:
        """Whether what follows the sentence goes on with its period.

        A year named in passing does not carry; one that leads the sentence or a list does.
        """
        first, last = self.tokens[0], self.tokens[-1]
        if self.stepped is not None and self.stepped[1] < 0:
            return False  # «Hai năm trước, nhà máy mới khởi công.»
        if self._is_to_come(period) or (self.work.slots and self._is_by_the_way(period)):
            return False
        return period.kind != "year" or last.text == ":" or first.mention is period

    def _is_to_come(self, period: PeriodMention) -> bool:
        """«những việc đơn vị sẽ làm ngay trong quý đầu tiên»: of which nothing is told yet."""
        return not self.amounts and _AHEAD.search(self._before(period)) is not None

    def _is_by_the_way(self, period: PeriodMention) -> bool:
        """«Cầu mới thông xe từ tháng 9.»: no time of what is measured, which it does not lead."""
        return (
            not self.opened
            and not self.amounts
            and self._before(period).strip().count(" ") >= _LED_BY
        )
