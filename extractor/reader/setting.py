"""Where and when: the periods, places and scopes that a sentence speaks of, and whose they are."""

from __future__ import annotations

from dataclasses import replace

from extractor.numbers.period import PeriodMention
from extractor.numbers.place import PlaceMention
from extractor.reader.filling import Filling
from extractor.reader.percentage import is_compared
from extractor.reader.slots import Slot
from extractor.reader.tokens import Kind, Token
from extractor.span import Span

_LEADING = frozenset({"qua", "tại", "ở"})
"""Words that lead a place which a figure before it is of."""
_OFFICES = frozenset({"cục", "chi cục"})
"""Behind these stands what an office is for («Cục Hải quan Lào Cai»)."""
_SCOPE_WORDS = frozenset(
    {
        *("tại", "trên", "ở", "qua", "của", "trong", "địa bàn", "trên địa bàn", "cục", "chi cục"),
        *("tỉnh", "thành phố", "cảng", "các", "cửa khẩu", "các cửa khẩu", "địa phương"),
    }
)


class Setting(Filling):
    """Keeps the setting of the figures to come, and gives it to the slot that waits for one."""

    def _period(self, token: Token) -> None:
        mention: PeriodMention = token.mention
        if mention.role == "this":
            spoken = self.work.context.spoken.get(mention.kind)
            about = self.work.about
            spoken = spoken or about.first.get(mention.kind)
            spoken = about.period if mention.kind == "part" else spoken
            if spoken is not None:
                self._own_period(spoken)
        elif mention.role == "to_date" and (latest := self._latest()):
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
            self.clause.foreign = True
        elif is_compared(self.tokens, self.position):
            self.clause.compared = mention
            stood = {t.kind for t in self.tokens[self.clause.start : self.position]}
            if mention.role == "last_year" and not stood & {Kind.COMPARED, Kind.PERCENT}:
                if self.period is None and token.text.lower().startswith("năm"):
                    mention = replace(mention, kind="year")  # «Năm ngoái, tỉnh xuất khẩu …»
                self.clause.backed = mention
            if self.slot is not None and self.slot.compared is None:
                self.slot.compared = mention
        elif mention.kind not in ("date", "relative") and not self._is_other():
            self._own_period(mention)

    def _is_other(self) -> bool:
        """«chững lại từ quý II», «kế hoạch cả năm»: since when, or of a plan; not the figure's."""
        if not self.position:
            return False
        before = self.tokens[self.position - 1]
        return before.text == "từ" or before.kind is Kind.PLAN

    def _own_period(self, mention: PeriodMention) -> None:
        if self.period is not None and (mention.year or 9999) < (self.period.year or 0):
            self.estimate = False  # what is over is no longer estimated
        self.period = mention
        self.work.context.spoken[mention.kind] = mention
        self.fresh = True
        self.named_periods.append(mention)
        if self.slot is not None and self.slot.empty:
            self.slot.period = mention

    def _place(self, mention: PlaceMention) -> None:
        if mention.kind == "foreign":
            self.elsewhere = self.elsewhere or self.clause.subject is None
            self.clause.unknown += 1
            return
        if mention.kind == "country" and self.work.about.place != mention.name:
            return
        if mention.span.start in self.work.about.written:
            return
        if mention.kind == "province" and self._inside_gate():
            return
        self.joint = self._joins_place() and mention.kind == "gate"
        if self.place is None and self.slot is not None and self._stands_behind(self.slot):
            self.slot.place = mention.name
        self.place = mention.name
        self.named_places.append(mention.name)
        if self.slot is not None and self.slot.empty:
            # «xuất khẩu và nhập khẩu qua cửa khẩu … lần lượt đạt»: of all that wait for an amount.
            begin = self.tokens[self.clause.start].span.start
            self.slot.place = mention.name
            for slot in reversed(self.opened):
                if not slot.empty or slot.label.start < begin:
                    break
                slot.place = mention.name
        else:
            self.fresh = True

    def _joins_place(self) -> bool:
        """«cửa khẩu Lao Bảo và La Lay»: the second of two places in one breath."""
        before = self.tokens[max(0, self.position - 2) : self.position]
        return len(before) == 2 and before[0].kind is Kind.PLACE and before[1].text == "và"

    def _stands_behind(self, slot: Slot) -> bool:
        """«hàng xuất nhập khẩu trị giá 1,9 tỷ USD được thông quan qua cửa khẩu Kim Thành»."""
        if slot.quantity is None or not self.clause.named or self.clause.unknown:
            return False
        begin = self.tokens[self.clause.start].span.start
        led = self.tokens[self.position - 1].text in _LEADING
        return led and slot.quantity.span.start >= begin

    def _inside_gate(self) -> bool:
        """«cửa khẩu Bờ Y (Kon Tum)», «cửa khẩu Hữu Nghị, Lạng Sơn»: where the gate lies."""
        for token in reversed(self.tokens[max(0, self.position - 3) : self.position]):
            if token.kind is Kind.PLACE:
                place: PlaceMention = token.mention
                return place.kind == "gate"
            if token.kind is not Kind.OPEN and token.text not in (",", "tỉnh", "của"):
                return False
        return False

    def _own_place(self) -> None:
        """«trên địa bàn», «toàn tỉnh»: the article's own place."""
        if self.place is None:
            self.place = self.work.about.place
            if self.slot is not None and self.slot.quantity is None:
                self.slot.place = self.place

    def _scope(self, token: Token) -> None:
        end = token.span.end
        for index in range(self.position + 1, len(self.tokens)):
            following = self.tokens[index]
            word = following.kind in (Kind.WORD, Kind.NEUTRAL)
            office = word and self.tokens[index - 1].text in _OFFICES
            if not (office or following.kind is Kind.PLACE or following.text in _SCOPE_WORDS):
                break
            end = following.span.end
        self.scope = Span(token.span.start, end)
        self.fresh = True
        if self.slot is not None and (self.slot.quantity is None or self.clause.behind):
            self.slot.scope = self.scope

    def _carries(self, period: PeriodMention) -> bool:
        """Whether what follows the sentence goes on with its period.

        A year named in passing does not carry; one that leads the sentence or a list does.
        """
        first, last = self.tokens[0], self.tokens[-1]
        return period.kind != "year" or last.text == ":" or first.mention is period
