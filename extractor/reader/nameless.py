"""Amounts and percentages without a name: whether and with what measure they go on.

«Cả năm ước đạt 360,65 tỷ USD» goes on with what was spoken of. It must say something new, a period,
a place or a scope, and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from extractor.numbers.period import PeriodMention
from extractor.numbers.quantity import Quantity
from extractor.reader import amount, earlier, subject
from extractor.reader.adding import is_difference, is_sum, size, told_behind
from extractor.reader.belonging import Belonging
from extractor.reader.clauses import QUIET
from extractor.reader.exemplified import NUMBERS
from extractor.reader.filling import CONTENT
from extractor.reader.lexicon import UNITS, WORTH
from extractor.reader.percentage import attach
from extractor.reader.placing import GOODS
from extractor.reader.slots import Slot
from extractor.reader.tokens import Kind, Token
from extractor.span import Span

_ADDING = frozenset(
    {"thì", "và", "còn", "nhưng", "song", "rồi", "trong khi", "trong lúc", "mà", "sau đó"}
)
_OVER_YEARS = re.compile(
    r"(?<!\w)(?:sau|qua|trong vòng) (?:[2-9]|[1-9][0-9]|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười) năm"
    r"(?!\w| [0-9])"
)
"""Over how many years something grew: no growth on the year."""
_RECENT = 3
"""Figures back to which a sentence without a name goes."""
_LATELY = 6
"""Figures back to which an amount of old goes that they are held against."""
_TOGETHER = frozenset({"tổng", "tổng cộng", "tổng số", "cả thảy", "cộng lại"})

_SUMMED = frozenset({"tính gộp", "gộp lại", "gộp chung", "cộng lại", "cộng chung", "tổng cộng"})
_WORTH = WORTH | {f"tổng {worth}" for worth in WORTH}
_LEADING = _WORTH | _TOGETHER | amount.HEDGES
"""What may stand between «với» and an amount."""
_GOODS = frozenset({"hàng hóa", "hàng hóa các loại"})
_PART = 40
"""Words that a part of a sentence has behind what was told, before its amount."""
_STATE = 4
"""Unknown words that may say how a place stands out."""
_QUANTIFYING = frozenset({"nhiều", "các", "những", "một số", "vài", "một", "hai", "ba", "mọi"})
_LEAST = 1000
"""A part of the last amount from which on an amount is of something else."""


class Nameless(Belonging):
    """Decides what an amount or a percentage without a name is of."""

    def _whole_of(self, head: str) -> str:
        """«đạt tổng 9,7 triệu USD», «9,7 triệu USD hàng hóa»: both ways, where one was named."""
        before = self.tokens[self.position - 1].text if self.position else ""
        behind = self.tokens[self.position + 1 : self.position + 2]
        if self._is_summed_up() or before in _TOGETHER or (behind and behind[0].text in _GOODS):
            told = {slot.measure for slot in self.work.slots[-_LATELY:]}
            for parts, whole in self.work.wholes.items():
                if len(parts) > 1 and (head in parts or parts <= told):
                    return whole
        return head

    def _is_summed_up(self) -> bool:
        """«Tính gộp, tỉnh đạt 5.014,7 triệu USD»: the whole of the parts told before."""
        return self.tokens[0].text in _SUMMED and not self.opened

    def _sums_up_parts(self) -> bool:
        """«55 triệu USD hàng xuất, 41 triệu USD hàng nhập, cộng lại 96 triệu USD»."""
        told = {slot.measure for slot in self.opened if slot.quantity is not None}
        before = self.tokens[self.position - 1].text if self.position else ""
        return before in _TOGETHER and any(parts <= told for parts in self.work.wholes if parts)

    def _whole_parted(self) -> str | None:
        """«Cộng lại được 8,3 tỷ USD, gồm xuất khẩu 4,2 tỷ USD và nhập khẩu 4,1 tỷ USD».

        What the parts named behind an amount make up, before another sentence or clause apart.
        """
        parts: set[str] | None = None
        for token in self.tokens[self.position + 1 :]:
            if token.kind is Kind.INCLUDING:
                parts = set()
            elif token.text == ";":
                break
            elif parts is not None and token.kind is Kind.LABEL:
                parts.add(token.mention)
            elif parts is None and token.kind in (Kind.LABEL, Kind.MONEY):
                break
        named = frozenset(parts or ())
        return self.work.wholes.get(named) if len(named) > 1 else self._whole_summed()

    def _whole_summed(self) -> str | None:
        """«Phần mở tờ khai ước 18 triệu USD; xuất khẩu 10 triệu USD, nhập khẩu 8 triệu USD».

        What the parts told right behind an amount make up where they add up to it.
        """
        if self.opened or self.outer:
            return None
        own: Quantity = self.tokens[self.position].mention
        parts = told_behind(self.tokens[self.position + 1 :])
        whole = self.work.wholes.get(frozenset(parts)) if len(parts) > 1 else None
        return whole if whole is not None and is_sum(own, list(parts.values())) else None

    def _turn_round(self, token: Token) -> None:
        """«Ở chiều ngược lại, tỉnh chi 5 tỷ USD»: the other part of the whole than the last one."""
        for parts in self.work.wholes:
            other = parts - {self.work.context.head}
            if len(parts) - 1 == len(other) == 1:
                self._open(next(iter(other)), token.span, "inherited")

    def _goes_on(self, token: Token) -> bool:
        """Whether a clause without a name goes on with the last one, saying only what is new."""
        clause = self.clause
        if clause.named:
            return self._moves_on()
        if (behind := self._place_behind()) is not None:
            self._go_to(behind)
            clause.behind = True
        new = self.fresh or self.work.context.asked or clause.backed is not None
        new = new or self._is_summed_up() or self._sums_up_parts()
        new = new or self._gate_behind() is not None
        if self._is_in_row():
            return self._is_plausible(token)
        if self._is_worth_of_counted() or self._is_no_difference():
            return False
        if subject.is_of_goods(self.tokens, self.position, nameless=True):
            return False
        if self._is_said_to_be_goods():
            return False
        if self._is_led_by_partner():
            return False
        if self.refused and not self.named_places:
            return False  # «thu hút 49 triệu USD vốn FDI; 5 tháng là 1.866 triệu USD»
        if self.strayed and not self.opened and self.place is None:
            return False  # «Thaco xuất xe buýt sang Lào; giá trị cả năm 295 triệu USD»
        if new and not (self.elsewhere or self.company) and self._whole_summed() is not None:
            return True  # the parts behind it say what it is
        strange = clause.unknown and not self._is_worth_of_place()
        return new and not (strange or clause.alien) and self._is_plausible(token)

    def _is_in_row(self) -> bool:
        """«Đà tăng khá đều: 72 triệu USD năm 2020, 81 triệu USD năm 2021»: of the figure of a year
        that was told last."""
        last, own = self.work.context.period, self.tokens
        if last is None or last.kind != "year" or self.refused or not earlier.is_dated_row(own):
            return False
        words = own[0].span.start, own[-1].span.end
        return self.work.subjects.search(self.work.folded.lower, *words) is None

    def _is_worth_of_counted(self) -> bool:
        """«có 286 nghìn tấn đi qua Kim Thành, trị giá 164 triệu USD»: of the goods counted."""
        before = self.tokens[self.position - 1].text if self.position else ""
        counted = pairwise(self.tokens[: self.position])
        return (
            before in _WORTH
            and not self.opened
            and any(t.kind is Kind.NUMBER and u.text.lower() in UNITS for t, u in counted)
        )

    def _is_no_difference(self) -> bool:
        """«xuất siêu 1 tỷ USD» and then «lượng hàng trị giá 27 tỷ USD»: goods are no balance."""
        if self._head() != self.work.wholes.get(frozenset()):
            return False
        words = self.tokens[self.clause.start : self.position]
        return any(t.text in _WORTH or t.text in GOODS for t in words)

    def _is_led_by_partner(self) -> bool:
        """«Trung Quốc là nơi bán hàng cho Việt Nam nhiều nhất, 54,8 tỷ USD»: of that country."""
        start = self.position
        while start and self.tokens[start - 1].text != ";":
            start -= 1
            if self.opened and (not start or self.position - start > _PART):
                return False
        words = self.tokens[start : self.position]
        led = next((t for t in words if t.kind not in (Kind.NEUTRAL, Kind.STOP)), None)
        return led is not None and led.kind is Kind.PLACE and led.mention.kind == "foreign"

    def _is_worth_of_place(self) -> bool:
        """«Cửa khẩu Chi Ma nhộn nhịp hơn với tổng giá trị …»: what is said of a place, and its
        worth."""
        words = self.tokens[self.clause.start : self.position]
        led = next((t for t in words if t.kind is not Kind.NEUTRAL), None)
        if led is None or led.kind is not Kind.PLACE or led.mention.kind == "foreign":
            return False
        worth = False
        for index in range(len(words) - 1, -1, -1):
            token = words[index]
            if token.text == "với":
                return worth or self._stands_out(words[words.index(led) + 1 : index])
            if token.text not in _LEADING:
                return False
            worth = worth or token.text in _WORTH
        return False

    def _stands_out(self, words: Sequence[Token]) -> bool:
        """«Bắc Giang nổi lên với 22,1 tỷ USD, tăng 10,8%»: how a place stands among others.

        A few words of no thing, before an amount that grew or stands beside other places' own.
        """
        lower = self.work.folded.lower
        unknown = [t for t in words if t.kind is Kind.WORD]
        known = any(self.work.subjects.match(lower, t.span.start) for t in words)
        stated = all(t.kind in (*QUIET, Kind.WORD) and not t.name for t in words)
        counted = any(t.text in _QUANTIFYING or t.text == "vốn" for t in words)
        if known or counted or not stated or len(unknown) > _STATE:
            return False
        behind = self.tokens[self.position + 1 :]
        if behind and behind[0].kind not in (Kind.STOP, Kind.OPEN, Kind.CLOSE):
            return False
        return self._grows() or (bool(self.work.slots) and len(unknown) <= _STATE // 2)

    def _is_of_new_topic(self) -> bool:
        """«Vốn FDI đổ về miền Bắc. Hải Phòng nổi bật với 3,2 tỷ USD»: what was spoken of last.

        Something else that the sentence began with, or that one behind the last amount is about.
        """
        own = self.tokens[self.clause.start].span.start
        if not self.opened and any(t.kind in CONTENT for t in self.tokens[: self.clause.start]):
            return True
        last = next((s for s in self.work.slots[-1:] if s.quantity is not None), None)
        if last is None or last.quantity is None or last.adrift:
            return last is not None and last.adrift
        lower, words = self.work.folded.lower, self.work.tokeniser.words
        over = lower.find(". ", last.quantity.span.end, own)
        if over < 0:
            return False
        names = (words.meaning[m.group()][0] for m in words.names.finditer(lower, over, own))
        return Kind.FOREIGN in names or self.work.subjects.search(lower, over, own) is not None

    def _grows(self) -> bool:
        """Whether a percentage is told of the amount, maybe behind a bracket."""
        depth = 0
        for token in self.tokens[self.position + 1 :]:
            depth += (token.kind is Kind.OPEN) - (token.kind is Kind.CLOSE)
            if not depth and token.kind is Kind.PERCENT:
                return True
            if not depth and (token.kind in (Kind.MONEY, Kind.LABEL) or token.text == ";"):
                return False
        return False

    def _is_plausible(self, token: Token) -> bool:
        """Whether an amount can be of the same place's measure as the last one was.

        In the same currency and no thousandth of it.
        """
        last = self.work.context.told
        if last is None:
            return not self.work.refused  # what so far only something else was told of
        own: Quantity = token.mention
        if self.place is not None:
            return last.currency == own.currency
        return last.currency == own.currency and size(own) * _LEAST > size(last)

    def _told_of_later(self, slot: Slot) -> Slot | None:
        """«Năm 2023 đạt 5,6 tỷ USD, năm 2022 mới 4,1 tỷ USD»: the figure that it is compared with.

        The one told last of the same measure and place, of the same part of a later year, or of a
        later month or quarter of the same one.
        """
        if slot.period is None:
            return None
        last = next(
            (
                s
                for s in reversed(self.work.slots[-_LATELY:])
                if not s.back and (s.measure, s.place) == (slot.measure, slot.place)
            ),
            None,
        )
        if last is None:
            return None
        now = last.period or self.work.about.period
        if now is None:
            return None
        one_year = slot.period.year in (None, now.year)
        if one_year and slot.period.kind == now.kind and now.kind in ("month", "quarter"):
            return last if slot.period.start < now.start else None
        if slot.period.year is None:
            return None
        same = slot.period.may_equal(replace(now, year=slot.period.year))
        about = self.work.about.period
        year = now.year or (about.year if about is not None else None)
        return last if same and (year is None or slot.period.year < year) else None

    def _set_back(self, slot: Slot) -> bool:
        """Take a figure for the one of old that the one told last is held against, where it is.

        What follows goes on with the time of that one.
        """
        now = self._told_of_later(slot)
        if now is None:
            return False
        slot.compared, slot.back, self.current = now.period, True, now
        if now in self.opened[-2:]:
            slot.rivals = ()  # what was told right before it
        return True

    def _come_back(self) -> None:
        """Go on with the time of the figure that an amount of old was held against."""
        if self.current is not None:
            self.period = self.current.period or self.period

    def _emit(self, slot: Slot) -> None:
        if not slot.emitted:
            self._date_by_sum(slot)
            if slot.manner == "direct" and not slot.back:
                # «…, trong khi năm 2022 xuất khẩu mới 4,1 tỷ USD»
                now = self._told_of_later(slot)
                if now is not None and now in self.opened:
                    slot.back, slot.compared = True, now.period
        super()._emit(slot)

    def _date_by_sum(self, slot: Slot) -> None:
        """«Năm 2023 …. Năm 2022 xuất khẩu 10, nhập khẩu 10,3. Thành phố đang xuất siêu 0,6 tỷ USD».

        What a sentence without a time makes up or sets off is of the time for which it adds up.
        """
        own = slot.quantity
        if self.period is not None or own is None or slot.back:
            return
        told: dict[tuple[object, ...], dict[str, Quantity]] = {}
        times: dict[tuple[object, ...], PeriodMention] = {}
        for other in self.work.slots[-_LATELY:]:
            alike = other is not slot and (other.place, other.scope) == (slot.place, slot.scope)
            if alike and other.quantity is not None and (time := other.period) is not None:
                days = time.start, time.end, time.year
                told.setdefault(days, {})[other.measure] = other.quantity
                times.setdefault(days, time)
        if len(told) < 2:
            return
        fitting = [d for d, amounts in told.items() if self._adds_up(slot.measure, own, amounts)]
        if len(fitting) == 1:
            slot.period = self.period = times[fitting[0]]

    def _adds_up(self, measure: str, own: Quantity, told: Mapping[str, Quantity]) -> bool:
        """Whether an amount is the sum or the balance of what was told of one time."""
        for parts, whole in self.work.wholes.items():
            if whole == measure and len(parts) > 1 and parts <= told.keys():
                return is_sum(own, [told[part] for part in parts])
        for rule in self.work.balances:
            if rule.balance == measure and {rule.plus, rule.minus} <= told.keys():
                plus, minus = told[rule.plus], told[rule.minus]
                return is_difference(own, plus, minus) or is_difference(own, minus, plus)
        return False

    def _say_more(self) -> None:
        """«So với cùng kỳ, con số này tăng 5%.»: a sentence of a percentage alone.

        It is of the last figure, of the measure that is spoken of; a level must say of what. What
        is done of a plan is of none of the year before.
        """
        head = self.work.context.head
        whole = Span(self.tokens[0].span.start, self.tokens[-1].span.end)
        if _OVER_YEARS.search(whole.of(self.work.folded.lower)):
            return  # «Sau năm năm, quy mô đã gấp hơn 11 lần.»
        planned = any(t.kind is Kind.PLAN for t in self.tokens)
        told = [
            s
            for s in reversed(self.work.slots[-_RECENT:])
            if s.measure == head and not (planned and s.back)
        ]
        if any(t.kind is Kind.COMPARED for t in self.tokens):
            # «14 triệu USD, kém tháng 5 (15 triệu USD). So với tháng 6/2009 thì tăng 22%.»
            told = [s for s in told if not s.back]
            dated = self.named_periods and self.named_periods[-1].year is not None
            told = told if dated else told[:1]
        else:
            told = [s for s in told[:1] if not s.back]
        for position, clause in self.early:
            for slot in told if not clause.alien else ():
                if attach(self.work.folded, self.tokens, position, clause, slot, None):
                    break

    def _moves_on(self) -> bool:
        """«năm 2018 xuất khẩu mới đạt 7,6 tỷ USD thì đến năm 2022 đã lên tới 23,1 tỷ USD».

        A connecting word and another period or place, and nothing else, stand between the two.
        """
        named = self.named_periods or self.named_places
        if not named or self.slot is None or self.slot.quantity is None:
            return False
        joined = False
        for token in reversed(self.tokens[self.clause.start : self.position]):
            if token.kind in NUMBERS:
                return joined
            if token.kind not in (*QUIET, Kind.ESTIMATE):
                return False
            joined = joined or token.text in _ADDING
        return False
