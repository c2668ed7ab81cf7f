"""What an amount of money is of: the name before it or behind it, what was spoken of, or nothing.

An amount is taken once. It is left out where what it is of has no name here; what it would be but
for unknown words is kept apart.
"""

from __future__ import annotations

import re
from dataclasses import replace

from extractor.numbers.period import PeriodMention
from extractor.numbers.quantity import Quantity
from extractor.reader import adding, amount, earlier, subject
from extractor.reader.clauses import QUIET
from extractor.reader.denial import is_taken_back
from extractor.reader.percentage import attach
from extractor.reader.pointing import TELLING
from extractor.reader.slots import NO_MEASURE, Slot
from extractor.reader.summing import Summing
from extractor.reader.tokens import Kind, Token
from extractor.span import Span

_PARTS = frozenset({"địa phương", "của địa phương", "của riêng địa phương"})
"""Behind a name these say that it is of the place's own enterprises."""
_POINTING = frozenset({"kết quả", "con số", "mức", "mức này", "quy mô", "thành tích"})
"""Stand for the figure told last."""
_EXACTLY = ("cụ thể", "chính xác")
"""Before an amount these lead what was said in round numbers."""
_SHARING = frozenset({"góp", "đóng góp", "chiếm", "mang về", "đem về"})
_OWN_TRADE = re.compile(
    r" (?:của |do )?(?:riêng )?(?:các |khối )?(?:doanh nghiệp|đơn vị|cơ sở)"
    r"(?: (?:của|trong|tại|trên|thuộc|đóng))* (?:địa bàn|tỉnh|thành phố|địa phương)(?!\w)"
)
"""Behind a name: that it is of the place's own enterprises."""


class Money(Summing):
    """Gives each amount of money to a slot, or leaves it out."""

    def _money(self, token: Token) -> None:
        if self.position and self.tokens[self.position - 1].text == "cứ":
            self.muted = True  # «cứ 100 đồng xuất khẩu thì 69 đồng …»: a proportion
        if self._is_silent() or not amount.is_level(self.work.folded, self.tokens, self.position):
            if is_taken_back(self.tokens, self.position):
                self.denied.append(token.mention)
            return
        if self.slot is None and self._is_of_plan():
            return
        slot, backed = self.slot, self.clause.backed or self.led
        if self._take_held(token):
            return
        if self.clause.whole is not None and self.position == self.clause.start:
            self._whole_in_brackets(token, self.clause.whole)
            return
        compared = earlier.period_compared_with(self.tokens, self.position)
        if slot is None and self._take_left_nameless(token):
            return
        if slot is not None and slot.quantity is None and slot.change is not None:
            compared = None if earlier.is_reached(self.tokens, self.position) else compared
        if compared is not None and slot is None and self._points_to_told():
            self.clause.backed = compared
            if self._take_nameless(token):
                return
        if slot is not None and (bracketed := self._bracketed_past(slot)) is not None:
            self._fill_past(slot, bracketed, token)
        elif compared is not None and slot is not None and slot.quantity is not None:
            self._fill_past(slot, compared, token)
        elif (
            compared is not None
            and slot is not None
            and (self.outer or compared.span.start > token.span.end)
        ):
            # «vượt mức 6,1 tỷ USD của năm trước để chạm 6,8 tỷ USD»,
            # «so với năm 2021 (1.330 triệu USD) …»
            self._fill_left(slot, compared, token)
        elif earlier.left_behind(self.tokens, self.position):
            self._left_behind(token)
        elif self._is_conversion(token):
            pass
        elif slot is not None and self._is_planned_amount():
            slot.planned = slot.planned or token.mention
        elif self.clause.foreign:
            self._refuse(token, self.clause.claimed)
        elif backed is not None and slot is not None and not slot.back:
            self._fill_past(slot, backed, token, loose=self._is_loose())
        elif (not self.clause.named and self._take_name_behind(token)) or self._take_difference(
            token
        ):
            pass
        elif (
            slot is not None
            and slot.quantity is None
            and (self.clause.named or self._waits() or not self._is_of_other())
        ):
            itemised = subject.itemised(self.tokens, self.position, self.clause)
            if self._is_worth_of_goods():
                self._refuse(token, (slot.measure, slot.label))
            elif itemised or (self._is_part_of_itself(slot) and not self._names_part(slot)):
                self._refuse(token)
            else:
                self._fill(slot, token)
                slot.adrift = slot.adrift or self._unknown_behind() is not None
        elif slot is not None and self._exceeds(slot, token):
            slot.quantity = token.mention
        elif self._take_name_behind(token):
            pass
        elif not self.opened and self._leads():
            self.ahead = self.position, self.period, self.tokens[self.clause.start].text
        elif self._take_sum(token) or self._take_nameless(token):
            pass
        else:
            waits = slot is not None and slot.quantity is None and slot.manner == "direct"
            claimed = (slot.measure, slot.label) if slot and waits else self._whole_of_place(token)
            if self._is_of_place_alone():
                claimed = NO_MEASURE, token.span
            self._refuse(token, claimed)

    def _whole_of_place(self, token: Token) -> tuple[str, Span] | None:
        """«Cửa khẩu Tà Lùng đảm đương 389,9 triệu USD.»: what it would be if what is told of that
        place elsewhere adds up to it."""
        words = self.tokens[self.clause.start : self.position]
        wholes = [whole for parts, whole in self.work.wholes.items() if len(parts) > 1]
        placed = any(t.kind is Kind.PLACE and t.mention.kind != "foreign" for t in words)
        return (wholes[0], token.span) if placed and not self.opened and wholes else None

    def _take_left_behind(self) -> None:
        """«Từ chỗ mới 2,8 tỷ USD năm 2019, Phú Thọ nay đã vào nhóm mười tỷ.»: of what was told.

        Where the sentence names the place spoken of, and nothing that the amount may be of.
        """
        if self.ahead is None or self.opened or self.amounts != 1:
            return
        at, context, lower = self.ahead[0], self.work.context, self.work.folded.lower
        token, head = self.tokens[at], self._head()
        left = earlier.period_left_at_once(self.tokens, at)
        if (
            left is None
            or left.year is None
            or head is None
            or not earlier.is_led_from(self.tokens, at)
        ):
            return
        named = {t.mention.name for t in self.tokens if t.kind is Kind.PLACE}
        other = any(
            t.kind in (Kind.FOREIGN, Kind.COMPANY, Kind.TARGET)
            or self.work.subjects.match(lower, t.span.start)
            for t in self.tokens
        )
        if named != {context.place} or other or not self._is_plausible(token):
            return
        self.position = at
        slot = self._inherit(head, token.span)
        slot.period, slot.compared, slot.back = left, context.period, True
        self._fill(slot, token)
        self.position = len(self.tokens)

    def _take_left_nameless(self, token: Token) -> bool:
        """«Hà Nam đi từ 1,6 tỷ USD của quý II năm ngoái xuống 1,4 tỷ USD»: what was left
        and what it became, of the measure spoken of."""
        if not earlier.left_behind(self.tokens, self.position):
            return False
        period, head = earlier.period_left_at_once(self.tokens, self.position), self._head()
        if period is None or head is None or not self._is_of_old(period):
            return False
        self.clause.backed = None
        if not self._goes_on(token):
            return False
        self._fill_left(self._inherit(head, token.span), period, token)
        return True

    def _is_of_old(self, period: PeriodMention) -> bool:
        """«năm ngoái», or a year before the one that the article reports."""
        main = self.work.about.period
        year = main.year if main is not None else None
        return period.role == "last_year" or (period.year or 9999) < (year or 0)

    def _points_to_told(self) -> bool:
        """«Con số này đã vượt mức 702 triệu USD của cả năm 2022»: a sentence that only holds the
        figure told last against one of old."""
        words = self.tokens[: self.position]
        pointed = any(t.text in _POINTING for t in words)
        quiet = (*QUIET, Kind.STOP, Kind.OPEN, Kind.COMPARED, Kind.ESTIMATE)
        return pointed and not self.opened and all(t.kind in quiet for t in words)

    def _is_of_plan(self) -> bool:
        """«So với chỉ tiêu 1,5 tỷ USD mới đạt 82%», «… đạt 82% chỉ tiêu 1,5 tỷ USD»."""
        before = self.tokens[self.position - 1 : self.position]
        named = bool(before) and before[0].kind is Kind.PLAN
        return named or amount.is_plan(self.tokens, self.position)

    def _take_nameless(self, token: Token) -> bool:
        """Give an amount without a name to the measure spoken of, where it goes on with that."""
        head = self._whole_parted() or self._head()
        if head is None or not self._goes_on(token):
            return False
        strange = self.clause.unknown > 0 and self._is_of_new_topic()
        slot = self._inherit(self._whole_of(head), token.span)
        gate = self._gate_behind()
        slot.place = gate or slot.place
        if (backed := self.clause.backed or self.led) is not None:
            # «Cùng kỳ năm 2019, con số này là 531 triệu USD.»
            slot.period, slot.compared, slot.back = backed, slot.period, True
            slot.loose = self._is_loose()
        else:
            self._set_back(slot)
        self._fill(slot, token)
        slot.adrift = slot.adrift and gate is None
        slot.adrift = slot.adrift or strange
        if slot.back:
            self._come_back()
        self._take_early(slot)
        return True

    def _is_of_place_alone(self) -> bool:
        """«- Chi cục Hải quan Chàng Riệc: 33 triệu USD» where no measure was spoken of before."""
        strange = self.clause.unknown or self.clause.alien or self.elsewhere or self.company
        return bool(self.named_places) and not strange and self._head() is None

    def _take_early(self, slot: Slot) -> None:
        """Give what stood before an amount to it: «tăng 7%, đạt 3,1 tỷ USD [kim ngạch]»."""
        for position, clause in self.early:
            if all(t.kind is not Kind.MONEY for t in self.tokens[position : self.position]):
                level = self.work.context.level
                attach(self.work.folded, self.tokens, position, clause, slot, level)
        self.early.clear()

    def _take_name_behind(self, token: Token) -> bool:
        """Open a slot for the name right behind the amount, if there is one, and fill it."""
        names = subject.name_behind(
            self.tokens, self.position, self._is_alone() or self._is_equated()
        )
        if names is None or self._is_of_partner() or self._is_share_of_goods():
            return False
        name = self.tokens[names[-1]]
        for index in names:
            self.tokens[index] = replace(self.tokens[index], kind=Kind.NEUTRAL)
        slot, backed = self._open(name.mention, name.span, "direct"), self.clause.backed or self.led
        if backed is not None:
            # «Cùng kỳ năm 2022 chỉ có 106 triệu USD kim ngạch»
            self._fill_past(slot, backed, token, loose=self._is_loose())
        else:
            self._fill(slot, token)
        self._take_early(slot)
        self.clause.named = self.clause.behind = True
        return True

    def _is_share_of_goods(self) -> bool:
        """«Linh kiện chiếm 873 triệu USD hàng xuất khẩu»: what goods have of the name behind."""
        words = self.tokens[self.clause.start : self.position]
        shares = any(t.kind is Kind.PROPORTION or t.text in _SHARING for t in words)
        led = next((t for t in words if t.kind is not Kind.NEUTRAL), None)
        # «khoáng sản do Cao Bằng làm ra góp …», «góp 2,1 tỷ trong 2,9 tỷ USD kim ngạch»
        apart = any(t.kind in (Kind.PLACE, Kind.MONEY) for t in words)
        return shares and not apart and led is not None and led.kind is Kind.WORD

    def _is_equated(self) -> bool:
        """«Tính gộp cả bốn nơi, 912,3 triệu USD là kim ngạch …»: the name is the amount's own."""
        after = self.tokens[self.position + 1 : self.position + 2]
        equated = bool(after) and after[0].text == "là"
        return equated and not self.clause.unknown and self.topic is None

    def _is_alone(self) -> bool:
        """Whether nothing that has no name here is what the amount can be of."""
        clause = self.clause
        earned = self.position and self.tokens[self.position - 1].text == "thu"
        if earned and clause.unknown == 1 and not clause.alien:
            return True  # «tỉnh thu 622 triệu USD từ bán hàng ra nước ngoài»
        part = self.refused and self.subordinate  # «thu ngân sách …, trong đó … từ xuất khẩu»
        return not (clause.unknown or part or (clause.alien and not clause.subject))

    def _whole_in_brackets(self, token: Token, named: int) -> None:
        """«chiếm 68% kim ngạch xuất khẩu cả nước (190,08 tỷ USD)»: the whole that has shares."""
        name = self.tokens[named]
        told = {s.measure for s in self.opened}
        alike = name.text in self.work.generic and len(told) == 1
        slot = self._open(told.pop() if alike else name.mention, name.span, "direct")
        between = self.tokens[named : self.position]
        slot.place = next((t.mention.name for t in between if t.kind is Kind.PLACE), slot.place)
        self.clause.named = True
        self._fill(slot, token)

    def _refuse(self, token: Token, claimed: tuple[str, Span] | None = None) -> None:
        """Leave an amount out, and with it what is named of it and the growth that follows.

        ``claimed`` is the measure that it would be but for unknown words.
        """
        self._leave(token, claimed)
        self.refused = self.work.refused = True
        if self.slot is not None and self.slot.empty and not self.clause.named:
            self.slot = None
        self.named_periods, self.named_places = [], []

    def _is_part_of_itself(self, slot: Slot) -> bool:
        """«xuất khẩu đạt 350 triệu USD, trong đó xuất khẩu trực tiếp 200 triệu USD».

        What a whole includes under its own name, of the same place and time, is not all of it.
        """
        return self.subordinate and any(
            s.quantity is not None
            and (s.measure, s.place, s.period, s.scope)
            == (slot.measure, slot.place, slot.period, slot.scope)
            for s in self.opened
        )

    def _names_part(self, slot: Slot) -> bool:
        """«trong đó nhập khẩu địa phương …»: what a place's own part is told apart by."""
        behind = [t for t in self.tokens[: self.position] if t.span.start >= slot.label.end]
        if behind and behind[0].text in _PARTS:
            slot.scope = behind[0].span
            return True
        lower = self.work.folded.lower
        handled = self.work.handled
        passed = slot.label.of(lower).endswith(handled) or (
            bool(behind) and behind[0].text in handled
        )
        if passed or _OWN_TRADE.match(lower, slot.label.end):
            # «trong đó hàng làm thủ tục tại Cục …», «trong đó kim ngạch của doanh nghiệp tỉnh …»
            end = next((t.span.start for t in behind if t.text in TELLING), None)
            end = end or self.tokens[self.position].span.start
            words = lower[slot.label.start : end].rstrip()
            slot.scope = Span(slot.label.start, slot.label.start + len(words))
            return True
        return False

    def _exceeds(self, slot: Slot, token: Token) -> bool:
        """«lần đầu vượt mốc 700 tỷ USD, đạt 730,2 tỷ USD»: the amount behind a mark that it
        passed."""
        mark, clause = slot.quantity, self.clause
        if mark is not None and self._is_exact(slot, mark, token):
            return True
        if (
            mark is None
            or clause.named
            or clause.unknown
            or self.fresh
            or slot is not self.opened[-1]
        ):
            return False
        passed = amount.is_mark(self.work.folded, mark)
        same = (mark.scale, mark.currency) == (token.mention.scale, token.mention.currency)
        return passed and same and token.mention.value >= mark.value

    def _is_exact(self, slot: Slot, mark: Quantity, token: Token) -> bool:
        """«xuất siêu trên một tỷ USD, cụ thể là 1.275,8 triệu USD»: the same said exactly."""
        led = self.tokens[max(0, self.position - 2) : self.position]
        said = any(t.text.startswith(_EXACTLY) for t in led) and self.position > 0
        told = slot is self.opened[-1] and not (self.clause.named or self.clause.unknown)
        if not said or not told or mark.currency != token.mention.currency:
            return False
        less, more = sorted((adding.size(mark), adding.size(token.mention)))
        if more > 2 * less:
            return False
        self.subordinate = False
        slot.approximate = self.estimate
        return True

    def _is_of_other(self) -> bool:
        """«Hàng xuất chính có đá vôi, bột (26 triệu USD)»: unknown content, or its own."""
        return bool(self.clause.unknown) or self.clause.alien

    def _waits(self) -> bool:
        """Whether the name in the clause before waits for this amount, and nothing else has it."""
        bracketed = bool(self.outer) and self.clause.alien
        waits = self.pending and self.clause.subject is not False and not bracketed
        return waits and not self._is_of_partner()

    def _is_of_partner(self) -> bool:
        """«Ở chiều mua vào, hàng Trung Quốc trị giá …»: what another country has in it."""
        words = self.tokens[self.clause.start : self.position]
        return any(t.kind is Kind.PLACE and t.mention.kind == "foreign" for t in words)

    def _is_conversion(self, token: Token) -> bool:
        """«34,3 tỷ USD (tương đương 806.050 tỷ đồng)»: the same amount in another currency."""
        slot, quantity = self.slot, token.mention
        return (
            bool(self.outer)
            and slot is not None
            and slot.quantity is not None
            and slot.quantity.currency != quantity.currency
        )

    def _is_planned_amount(self) -> bool:
        """«đạt 905 triệu USD, bằng 74,2% kế hoạch 1.220 triệu USD»: what was planned of it."""
        if self.slot is None or self.slot.quantity is None or self.clause.named:
            return False
        for token in reversed(self.tokens[self.clause.start : self.position]):
            if token.kind not in (Kind.PERIOD, Kind.NEUTRAL, Kind.ATTRIBUTE):
                return token.kind is Kind.PLAN
        led = self.tokens[max(0, self.clause.start - 3) : self.clause.start]
        bracketed = bool(self.outer) and bool(led) and led[-1].kind is Kind.OPEN
        return bracketed and any(t.kind is Kind.PLAN for t in led)
