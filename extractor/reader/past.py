"""Amounts of an earlier time: of the period compared with, or of what has become another since.

Each is a figure of its own, marked as told ``back`` from the one that it is compared with.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from extractor.numbers.interval import Interval
from extractor.numbers.period import PeriodMention
from extractor.reader import earlier
from extractor.reader.comparison import is_compared
from extractor.reader.listing import Listing
from extractor.reader.percentage import attach
from extractor.reader.recalling import JOINING
from extractor.reader.slots import Slot
from extractor.reader.tokens import Kind, Token

_SAYING_WHEN = (Kind.PERIOD, Kind.NEUTRAL, Kind.ATTRIBUTE, Kind.ESTIMATE)
"""What a bracket that says when and how much begins with."""
NOW = frozenset({"nay", "đến nay", "hiện nay"})
_UNTIL = frozenset({"đến", "tới", "cho", "cho đến", "tính đến", "hiện"})
_TURNING = frozenset({"thì", "nhưng", "song"})
_NEAR = 4
"""Tokens before «nay» among which what leads its clause stands."""
_QUIET = (Kind.NEUTRAL, Kind.ATTRIBUTE, Kind.ESTIMATE)
_NO_PART = ("year", "years", "date", "relative")
"""Kinds of times that name no part of one year."""
_OWN = 4
"""Tokens behind an amount among which its own period stands («5 tỷ USD của năm 2022»)."""
_LATELY = 6
"""Figures back to which one stands that was held against an amount of old or had come from it."""


class Past(Listing):
    """Finds what an amount of an earlier time is held against, and what grew from it."""

    def _is_loose(self) -> bool:
        """Whether the sentence names nothing of which an amount of the past is the year before."""
        backed = self.clause.backed
        if backed is not None and backed.kind not in ("relative", "year"):
            return False  # «cùng kỳ năm trước xuất khẩu 7 tháng đạt …»
        return self.period is None and not self.told

    def _fill_past(
        self, slot: Slot, period: PeriodMention, token: Token, *, loose: bool = False
    ) -> None:
        """The amount of the period compared with; what follows in its brackets is of that too."""
        past = replace(self._past(slot, period), loose=loose)
        self._fill(past, token)
        self.past = period
        if slot.quantity is None or (self.outer and slot.change is not None):
            self.slot = past

    def _bracketed_past(self, slot: Slot) -> PeriodMention | None:
        """«xuất khẩu tăng 15,2% (năm 2018 đạt 24,09 tỷ USD)»: the earlier year at a bracket's head.

        What stands behind it is of that year, where only a growth was told of the slot's own.
        """
        if not self.outer or slot.quantity is not None or slot.change is None or slot.back:
            return None
        begin = self.outer[-1][0].start
        opening = next(
            i for i in range(self.position, begin - 1, -1) if self.tokens[i].kind is Kind.OPEN
        )
        words = [t for t in self.tokens[opening + 1 : self.position] if t.kind is not Kind.STOP]
        if not words or any(t.kind not in _SAYING_WHEN for t in words):
            return None
        mention: PeriodMention | None = next(
            (t.mention for t in words if t.kind is Kind.PERIOD), None
        )
        if mention is None:
            return None
        if slot.compared is not None and mention.may_equal(slot.compared):
            return mention
        own = (slot.period.year if slot.period is not None else None) or 0
        earlier = mention.year is not None and mention.year < own
        return mention if earlier or mention.role == "last_year" else None

    def _is_told_of_bracketed(self) -> bool:
        """«đạt 318 triệu USD (cùng kỳ: 284 triệu USD)»: whether a colon only stands between a time
        compared with, at the head of a bracket, and its amount."""
        at = self.position
        led, behind = self.tokens[max(0, at - 2) : at], self.tokens[at + 1 : at + 2]
        if [t.kind for t in (*led, *behind)] != [Kind.OPEN, Kind.PERIOD, Kind.MONEY]:
            return False
        return led[1].mention.role in ("last_year", "previous")

    def _come_to_now(self, token: Token) -> None:
        """«Cùng kỳ năm 2022 chỉ có 106 triệu USD, còn nay đã là 147»: of the time told beside it.

        What stands behind «nay» is of the measure of the amount of old before it, and not of its
        time; where nothing but a verb stands between.
        """
        ahead = self.tokens[max(0, self.position - _NEAR) : self.position]
        before = next((t for t in reversed(ahead) if t.text not in _UNTIL), None)
        behind = self.tokens[self.position + 1 : self.position + 1 + _LATELY]
        at = next((i for i, t in enumerate(behind) if t.kind is Kind.MONEY), None)
        leads = before is None or before.kind is Kind.STOP or before.text in JOINING | _TURNING
        if at is None or not leads or any(t.kind not in _QUIET for t in behind[:at]):
            return
        begin = self.tokens[0].span.start
        past = next((s for s in self.work.slots[-1:] if s.label.start >= begin), None)
        if past is None or past.quantity is None or past.period is None:
            return
        main = self.work.about.period
        now = past.compared or self.work.context.period or main
        if not past.back:
            # «9 tháng năm 2022 mới đạt 106 triệu USD thì nay đã lên 147»
            then = past.period
            turned = main is not None and (then.year or 9999) < (main.year or 0)
            now = main if turned and main is not None and then.kind == main.kind else None
        if now is None:
            return
        self.clause.backed = self.led = self.work.led = None
        slot = self._inherit(past.measure, token.span)
        slot.period, slot.compared = now, past.period
        slot.place, slot.scope = past.place, past.scope
        self.clause.alien, self.clause.unknown, self.clause.named = False, 0, True

    def _go_back_then(self) -> None:
        """«so với quý I/2023, khi xuất khẩu mới đạt 1,25 tỷ USD, …»: the clause is of that time."""
        start = self.clause.start
        if self.position != start or start < 2 or self.tokens[start - 1].text != ",":
            return
        led = self.tokens[start - 2]
        if led.kind is Kind.PERIOD and is_compared(self.tokens, start - 2):
            self.clause.backed = led.mention

    def _left_behind(self, token: Token) -> None:
        """An amount that has become another one since, where the text says when it held."""
        if (slot := self.slot) is not None and slot.quantity is not None:
            slot = self._over_years(slot, token)
        if slot is None:
            return
        period = earlier.period_left(self.tokens, self.position) or self.clause.compared
        period = period or slot.compared or self._left_lately(slot) or self._held_against(slot)
        if period is not None:
            self._fill_left(slot, period, token)

    def _over_years(self, slot: Slot, token: Token) -> Slot | None:
        """«Giai đoạn 2018 - 2022 đạt 3.900 triệu USD, tăng từ 620 năm 2018 lên 910 năm 2022»: the
        measure of the last of the years, whose first is told of."""
        left = earlier.period_left_at_once(self.tokens, self.position)
        own = slot.period
        if own is None or own.kind != "years" or left is None or left.kind != "year":
            return None
        last = self._inherit(slot.measure, token.span)
        last.period = replace(left, year=own.last_year)
        return last

    def _held_against(self, slot: Slot) -> PeriodMention | None:
        """«5 tháng đạt 381, 5 tháng đầu năm 2023 mới 226 triệu USD. Xuất khẩu từ 140 lên 214».

        What the figure told last of the same time was held against.
        """
        for told in reversed(self.work.slots[-_LATELY:]):
            now = told.compared if told.back else told.period
            own = slot.period
            if own is None or now is None or told.place != slot.place or not now.may_equal(own):
                return None
            against = told.period if told.back else told.compared
            if against is not None:
                return against
        return None

    def _fill_left(self, slot: Slot, period: PeriodMention, token: Token) -> None:
        """The amount of a period named behind it, beside which the slot's own is yet to come."""
        slot.period = self._since(period, slot.period)
        past = replace(
            slot, period=period, compared=slot.period, change=None, share=None, back=True
        )
        self._fill(past, token)
        for index in range(self.position + 1, min(self.position + _OWN, len(self.tokens))):
            after = self.tokens[index]
            if after.kind is Kind.PERIOD and after.mention is period:
                self.tokens[index] = replace(after, kind=Kind.NEUTRAL)

    def _since(self, left: PeriodMention, own: PeriodMention | None) -> PeriodMention | None:
        """«Tháng 6 đạt …. Nhập khẩu từ 318 của 6 tháng cùng kỳ xuống 187 triệu USD»: six months.

        Where the sentence names no other time, what an amount of a part of the year before has
        become is of that part of this year.
        """
        if self.period is not None or own is None or left.kind in _NO_PART or left.same_days(own):
            return own
        year = self.work.about.year(own, None, own.span)
        if left.year is None:
            return replace(left, role="own") if left.role == "last_year" else own
        return replace(left, role="own", year=year) if left.year + 1 == year else own

    def _left_lately(self, slot: Slot) -> PeriodMention | None:
        """«xuất khẩu tăng từ 82 năm 2022 lên 101 năm 2023, nhập khẩu giảm từ 30 xuống 28»: when.

        The time of which the paragraph told last what another measure had come from, up to the
        same time.
        """
        for before in reversed(self.work.slots[-_LATELY:]):
            now = before.compared
            if before.back and before.quantity is not None and before.measure != slot.measure:
                same = now is None or slot.period is None or now.may_equal(slot.period)
                return before.period if same and before.place == slot.place else None
        return None

    def _grown_from(self, past: Slot) -> Slot:
        """«đạt 7,28 tỷ USD, trong khi cùng kỳ năm 2023 là 6,54 tỷ USD (tăng 11,3%)».

        The amount that grew from one of the year before, where the percentage says by how much.
        """
        before = past.quantity
        if not past.back or before is None or past.change is not None:
            return past
        for slot in reversed(self.opened):
            now = slot.quantity
            if slot.back or now is None or (slot.measure, slot.place) != (past.measure, past.place):
                continue
            trial = replace(past, share=None)
            level = self.work.context.level
            attach(self.work.folded, self.tokens, self.position, self.clause, trial, level)
            alike = (now.scale, now.currency) == (before.scale, before.currency)
            if slot.change is not None or trial.change is None or not alike:
                return past
            unit = Decimal(1).scaleb(int(trial.change.percent.as_tuple().exponent))
            grown = Interval.printed(trial.change.percent + 100, unit)
            were, are = (
                Interval.printed(q.readings[0].value, q.readings[0].unit) for q in (before, now)
            )
            return slot if (were * grown).meets(are.scaled(100)) else past
        return past
