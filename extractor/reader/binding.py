"""From tokens to slots: which number is which measure, with its growth, share, period and place.

A sentence is read once from left to right. A measure's name opens a slot; the next amount fills it;
percentages behind or before it are its growth or its share of plan. Unknown content next to a name,
or in a clause that has none, makes what follows something else, and it stays out. A clause without
content of its own goes on with what was spoken of («Cả năm ước đạt 360,65 tỷ USD»).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from extractor.numbers.interval import Interval
from extractor.numbers.period import PeriodMention
from extractor.numbers.quantity import unit
from extractor.reader import amount, enumeration, subject
from extractor.reader.clauses import RELATIVE
from extractor.reader.filling import CONTENT, Work
from extractor.reader.lexicon import PLACE_NOUNS, SECTORS, UNITS
from extractor.reader.nameless import is_difference
from extractor.reader.naming import Naming
from extractor.reader.percentage import attach, is_led
from extractor.reader.phrasing import phrased
from extractor.reader.pointing import LOCAL, POINTING_OFFICES, TELLING
from extractor.reader.slots import Clause, Slot
from extractor.reader.tokens import Kind, Token
from extractor.span import Span

_OUTCOME = frozenset({"kết quả", "thực tế"})
"""After a target these lead back to what came of it."""
_OPPOSITE = frozenset({"chiều ngược lại", "hướng ngược lại", "phía ngược lại", "chiều còn lại"})
"""These name the other of two parts of a whole."""
_OWNING = frozenset({"của", "là", "thuộc", "riêng"})
_SECTORAL = frozenset(
    "khối dn doanh nghiệp có cố vốn thành phần kinh tế khu vực nhóm nguồn fdi đầu tư nước".split()
)
"""Words that name a sector of an economy."""
_COUNTED = UNITS | {"sản phẩm"}
_SHARING = frozenset({"tỉnh", "tỉnh thành", "địa phương", "thành phố", "huyện"})
_TITLES = frozenset({"tỉnh", "thành phố", "tp"})
_INTRODUCING = frozenset({"là", ":", "như", "có", "kể đến", "phải kể đến", "gọi tên", "thuộc về"})
"""Lead the places of a list."""
_CONCLUDING = frozenset({"tức", "nghĩa", "như vậy", "tương đương", "hay", "vậy là", "như thế"})
"""Lead what an amount of old says of the one told now."""
_POINTED_AT = frozenset({"con số", "mức", "kết quả", "số", "chỉ tiêu", "trị giá", "giá trị"})
_THOSE = frozenset({"này", "đó", "ấy", "nói trên"})
_SAYING_WHEN = (Kind.PERIOD, Kind.NEUTRAL, Kind.ATTRIBUTE, Kind.ESTIMATE)
"""What a bracket that says when and how much begins with."""
_DIFFERENCE = re.compile(
    r"(?<!\w)(?:chênh lệch|chênh nhau|cách biệt|khoảng cách|khoảng chênh)"
    r"(?: (?:(?:giữa )?hai (?:chiều|bên|phía)|là|tới|đến|lên tới|ở mức|gần|hơn|khoảng|trên))* \Z"
)
"""Said of two parts told before: how much the one is more than the other."""
_PARTS = frozenset({"địa phương", "của địa phương", "của riêng địa phương"})
"""Behind a name these say that it is of the place's own enterprises."""
_CLEARED = ("làm thủ tục", "làm thủ tục hải quan", "thông quan", "được thông quan", "khai báo")
"""What a customs office does to the goods that it counts."""
_OWN_TRADE = re.compile(
    r" (?:của |do )?(?:riêng )?(?:các |khối )?(?:doanh nghiệp|đơn vị|cơ sở)"
    r"(?: (?:của|trong|tại|trên|thuộc|đóng))* (?:địa bàn|tỉnh|thành phố|địa phương)(?!\w)"
)
"""Behind a name: that it is of the place's own enterprises."""
_AGENCIES = frozenset({"sở", "bộ", "tổng", "tổng cục", "cục", "chi cục", "ban", "ngành", "cơ quan"})
"""Words that the names of offices begin with."""
_OWN = 4
"""Tokens behind an amount among which its own period stands («5 tỷ USD của năm 2022»)."""
_THIS = (" này", " đó", " ấy", " nói trên")
_SEVERAL = frozenset({"các", "những", "nhiều", "mọi"})


class Binder(Work):
    """Binds the quantities of one paragraph; ``slots`` holds what came out, in order."""

    def sentence(self, stretch: Span) -> frozenset[str]:
        """Read one sentence; the measures of which it speaks, its tokens are the last ``read``."""
        if self.context.counted is not None:
            tokens = enumeration.counted_in(self.tokeniser.cell(stretch), self.context.counted)
        elif self.leads or stretch.of(self.folded.text).rstrip().endswith(":"):
            tokens = self.tokeniser.cell(stretch)
        else:
            tokens = self.tokeniser.sentence(stretch)
        tokens = phrased(self.folded, tokens, self.wholes, self.goods)
        sentence = _Sentence(self, tokens, muted=self.planned)
        sentence.read()
        return frozenset(slot.measure for slot in sentence.opened)


class _Sentence(Naming):
    """Reads one sentence, token by token."""

    def read(self) -> None:
        """Walk the tokens once."""
        while self.position < len(self.tokens):
            self._take(self.tokens[self.position])
            self.position += 1
        context = self.work.context
        self._date_undated()
        carried = self.work.carried
        if carried is not None and any(p.may_equal(carried) for p in self.named_periods):
            # «862 triệu USD ước thực hiện trong 6 tháng»: the sentence says so itself.
            self.work.carried = None
            for slot in self.opened:
                slot.meanwhile = ()
        self.work.read.append(self.tokens)
        self.work.numbered |= any(t.kind in (Kind.MONEY, Kind.PERCENT) for t in self.tokens)
        lone = not self.told and context.listed is None
        if lone and self.period is not None and self._carries(self.period):
            context.period = self.period
        if self.place is not None:
            context.place = context.last = self.place
            self.work.passed = None if self.amounts else self.place
            self.work.unplaced = False
        if self.early and not self.opened and not self.amounts:
            self._say_more()
        if self.tokens and (self.tokens[-1].text == ":" or self.work.leads):
            self._lead_list()
        asks = bool(self.tokens) and self.tokens[-1].text == "?"
        if asks or self.amounts:
            context.asked = asks and bool(self.opened) and self.opened[-1].empty

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

    def _lead_list(self) -> None:
        """«Xếp theo trị giá xuất khẩu (tỷ USD):» names what the items below are of."""
        context = self.work.context
        named = self.slot.measure if self.slot is not None and self.slot.empty else None
        if (named := named or self._ranked_by()) is not None:
            context.listed = context.head = named
            context.topic = context.topic or named
        elif self.tokens[-1].text != ":":
            return  # prose between the items of a list
        stretch = Span(self.tokens[0].span.start, self.tokens[-1].span.end)
        context.counted = unit(stretch.of(self.work.folded.text))
        if context.listed is not None:
            context.lead = context.listed, context.counted, context.period

    def _ranked_by(self) -> str | None:
        """«chúng tôi xếp những địa phương có kim ngạch xuất khẩu lớn:»: what places are listed by.

        The one measure that the lead names, or the paragraph up to it, whoever says so.
        """
        if not self.work.leads or self.amounts:
            return None
        for tokens in ([self.tokens], self.work.read):
            names = {name for sentence in tokens for name in self._names_of(sentence)}
            if names:
                return names.pop() if len(names) == 1 else None
        return None

    def _names_of(self, tokens: Sequence[Token]) -> Iterator[str]:
        """The measures that the tokens name."""
        for index, token in enumerate(tokens):
            if token.kind is Kind.LABEL and not subject.superseded(tokens, index):
                yield token.mention

    def _take(self, token: Token) -> None:
        if token.text in RELATIVE and self._describes_gate():
            token = self.tokens[self.position] = replace(token, kind=Kind.NEUTRAL)
        if token.text in SECTORS and self.work.context.sector:
            token = self.tokens[self.position] = replace(token, kind=Kind.FOREIGN)
        elif token.kind in (Kind.FOREIGN, Kind.PLACE):
            self.work.context.sector = not _SECTORAL.isdisjoint(token.text.lower().split())
        kind = token.kind
        self.local = self.local or token.text in LOCAL or token.text in PLACE_NOUNS
        match kind:
            case Kind.STOP | Kind.OPEN | Kind.CLOSE:
                self._boundary(token)
            case Kind.LABEL:
                self._label(token)
            case Kind.MONEY | Kind.NUMBER:
                self.amounts += kind is Kind.MONEY
                if not self._in_parallel():
                    if kind is Kind.MONEY:
                        self._money(token)
                    else:
                        self._count()
            case Kind.PERCENT:
                if not self._percentages_in_parallel():
                    self._percent(token)
            case Kind.RESPECTIVELY:
                self.respectively = True
            case Kind.PERIOD:
                self._period(token)
            case Kind.PLACE:
                self._place(token.mention)
            case Kind.SCOPE:
                self._scope(token)
            case Kind.TARGET:
                self._target()
            case Kind.PLAN if not self.position:
                self.muted = True  # «Kế hoạch năm 2023, tỉnh xuất khẩu 900 triệu USD»
            case Kind.ESTIMATE:
                if self._is_said_by_office():
                    self.clause = Clause(self.position + 1)
                self.estimate = True
                self.muted = self.muted and not self._is_estimated_now(token)
                self.muted = self.muted or self._is_forecast(token)
            case Kind.INCLUDING:
                # «Cụ thể, …» at the head of what tells nothing before it includes nothing.
                told = self.position > 0 or self.work.context.head is not None
                self.subordinate = told or not token.text.startswith("cụ thể")
                self.clause = Clause(self.position + 1)
            case Kind.FOREIGN if self._is_included():
                pass
            case Kind.FOREIGN:
                led = self.clause.subject is None or self._heads_sector()
                self.elsewhere = self.elsewhere or led
                self.clause.foreign = True
                self.clause.unknown += 1
                self.slot = None
            case Kind.COMPANY:
                before = self.tokens[self.position - 1].text if self.position else ""
                one = before not in _SEVERAL and before != "theo"  # who says it has no part in it
                self.company = self.company or (self.clause.subject is None and one)
                if one and before in _OWNING and self.slot is not None and self.slot.empty:
                    self.slot = None  # «xuất khẩu của Công ty …», «dẫn đầu xuất khẩu là Công ty …»
                    self.clause.foreign = True
                self.clause.unknown += 1
            case Kind.SAYING if not self._is_said_of():
                self.firm = self.firm or self._is_firm()
                self.clause = Clause(self.position + 1)
            case Kind.WORD if subject.is_unit(self.tokens, self.position):
                return
            case Kind.WORD if token.text == "nơi" and self.position > self.clause.start:
                return  # «Đây cũng là nơi …»: the place itself
            case Kind.WORD:
                self.clause.unknown += 1
            case Kind.NARROWING if self.clause.subject is None and token.text.endswith(_THIS):
                self.clause.unknown += 1  # «Nhóm này bằng 38,7% …»: what the clause is about
                self.clause.subject = False
            case Kind.NEUTRAL if token.text in _OUTCOME or self._is_done(token):
                self.muted = self.clause.alien = False
            case Kind.NEUTRAL if token.text == "con số":
                self.clause.alien = False  # stands for the measure spoken of
            case Kind.NEUTRAL if token.text in _OPPOSITE:
                self._turn_round(token)
            case Kind.NEUTRAL if token.text in PLACE_NOUNS:
                self._own_place()
            case Kind.NEUTRAL if token.text in POINTING_OFFICES:
                self._office_pointed_to(token)
            case Kind.NEUTRAL if token.text in LOCAL:
                self._place_pointed_to(token)
        if self.clause.subject is None:
            if kind in (Kind.WORD, Kind.COMPANY):
                self.clause.subject = False
            elif kind in (Kind.LABEL, Kind.PLACE, Kind.SCOPE) or subject.is_noun(token):
                behind = self.tokens[self.position + 1 : self.position + 2]
                goods = kind is Kind.NEUTRAL and bool(behind) and behind[0].kind is Kind.WORD
                self.clause.subject = not goods  # «hàng may mặc», «giá trị sản xuất»

    def _describes_gate(self) -> bool:
        """«Chi cục Hải quan cửa khẩu La Lay, nơi kim ngạch chạm mốc …»: what is told of a gate."""
        before = self.tokens[max(0, self.position - 2) : self.position]
        after = self.tokens[self.position + 1 : self.position + 2]
        led = len(before) == 2 and before[0].kind is Kind.PLACE and before[1].text == ","
        named = bool(after) and after[0].kind is Kind.LABEL
        return led and named and before[0].mention.kind == "gate"

    def _heads_sector(self) -> bool:
        """«Riêng khối DN có vốn đầu tư nước ngoài»: all before it only says that it is a sector."""
        words = self.tokens[self.clause.start : self.position]
        unknown = [t for t in words if t.kind in CONTENT]
        return bool(unknown) and all(t.text.lower() in _SECTORAL for t in unknown)

    def _is_said_by_office(self) -> bool:
        """«Sở Công Thương Quảng Nam ước tính hai tháng đầu năm …»: who estimates what follows."""
        if self.clause.named or self.clause.subject is not False:
            return False
        words = self.tokens[self.clause.start : self.position]
        led = next((t for t in words if t.kind is not Kind.STOP), None)
        return led is not None and led.text.lower() in _AGENCIES

    def _is_said_of(self) -> bool:
        """«xuất khẩu ghi nhận …», «nơi tháng trước công bố …»: no one speaks, it is told of."""
        return self.clause.named or self.tokens[self.clause.start].text in RELATIVE

    def _is_firm(self) -> bool:
        """«Giám đốc một công ty ở Khánh An cho biết …»: one company speaks, and no bank of all."""
        start = self.clause.start
        return not self.clause.named and any(
            token.kind is Kind.COMPANY
            and token.text != "ngân hàng"
            and not (index and self.tokens[index - 1].text in _SEVERAL)
            for index, token in enumerate(self.tokens[start : self.position], start)
        )

    # Amounts

    def _money(self, token: Token) -> None:
        if self.position and self.tokens[self.position - 1].text == "cứ":
            self.muted = True  # «cứ 100 đồng xuất khẩu thì 69 đồng …»: a proportion
        if self.muted or not amount.is_level(self.work.folded, self.tokens, self.position):
            return
        slot = self.slot
        if self.clause.whole is not None and self.position == self.clause.start:
            self._whole_in_brackets(token, self.clause.whole)
            return
        compared = amount.period_compared_with(self.tokens, self.position)
        if slot is not None and (bracketed := self._bracketed_past(slot)) is not None:
            self._fill_past(slot, bracketed, token)
        elif compared is not None and slot is not None and slot.quantity is not None:
            self._fill_past(slot, compared, token)
        elif amount.left_behind(self.tokens, self.position):
            self._left_behind(token)
        elif self._is_conversion(token):
            pass
        elif slot is not None and self._is_planned_amount():
            slot.planned = slot.planned or token.mention
        elif self.clause.foreign:
            self._refuse(token, self.clause.claimed)
        elif self.clause.backed is not None and slot is not None and not slot.back:
            self._fill_past(slot, self.clause.backed, token)
        elif not self.clause.named and self._take_name_behind(token):
            pass
        elif (
            slot is not None
            and slot.quantity is None
            and (self.clause.named or self._waits() or not self._is_of_other())
        ):
            itemised = subject.itemised(self.tokens, self.position, self.clause)
            if (
                itemised
                or subject.is_of_goods(self.tokens, self.position)
                or (self._is_part_of_itself(slot) and not self._names_part(slot))
            ):
                self._refuse(token)
            else:
                self._fill(slot, token)
        elif slot is not None and self._exceeds(slot, token):
            slot.quantity = token.mention
        elif self._take_name_behind(token) or self._take_difference(token):
            pass
        elif not self.opened and self._leads():
            self.ahead = token, self.period, self.tokens[self.clause.start].text
        elif (head := self._whole_parted() or self._head()) is not None and self._goes_on(token):
            slot = self._inherit(self._whole_of(head), token.span)
            if self.clause.backed is not None:
                # «Cùng kỳ năm 2019, con số này là 531 triệu USD.»
                slot.period, slot.compared, slot.back = self.clause.backed, slot.period, True
            elif (now := self._told_again_of_before(slot)) is not None:
                slot.compared, slot.back, self.current = now.period, True, now
            self._fill(slot, token)
            for position, clause in self.early:
                attach(
                    self.work.folded, self.tokens, position, clause, slot, self.work.context.level
                )
            self.early.clear()
        else:
            waits = slot is not None and slot.quantity is None and slot.manner == "direct"
            self._refuse(token, (slot.measure, slot.label) if slot and waits else None)

    def _told_again_of_before(self, slot: Slot) -> Slot | None:
        """«Con số này của quý I/2025 là 1.066 triệu USD»: the figure that it is compared with.

        The last one, of the same part of a later year, to which «con số này» points.
        """
        if not self.work.slots or slot.period is None or slot.period.year is None:
            return None
        words = [t.text.lower() for t in self.tokens[: self.position]]
        if not any(w in _POINTED_AT and n in _THOSE for w, n in pairwise(words)):
            return None
        last = self.work.slots[-1]
        now = last.period or self.work.about.period
        if last.measure != slot.measure or last.back or now is None:
            return None
        same = slot.period.may_equal(replace(now, year=slot.period.year))
        about = self.work.about.period
        year = now.year or (about.year if about is not None else None)
        return last if same and (year is None or slot.period.year < year) else None

    def _take_difference(self, token: Token) -> bool:
        """«xuất khẩu 27 tỷ USD, nhập khẩu 20 tỷ USD, chênh lệch 7 tỷ USD»: the balance of both.

        Where the arithmetic bears it out, and the first is the greater one.
        """
        start = self.tokens[self.clause.start].span.start
        said = _DIFFERENCE.search(self.work.folded.lower, start, token.span.start)
        if said is None or self.clause.named:
            return False
        span = Span(said.start(), said.end() - 1)
        told = {s.measure: s.quantity for s in self.opened if s.quantity is not None}
        for rule in self.work.balances:
            plus, minus = told.get(rule.plus), told.get(rule.minus)
            if plus is not None and minus is not None and is_difference(token.mention, plus, minus):
                self._fill(self._open(rule.balance, span, "direct"), token)
                return True
        return False

    def _take_name_behind(self, token: Token) -> bool:
        """Open a slot for the name right behind the amount, if there is one, and fill it."""
        names = subject.name_behind(
            self.tokens, self.position, self._is_alone() or self._is_equated()
        )
        if names is None or self._is_of_partner():
            return False
        name = self.tokens[names[-1]]
        for index in names:
            self.tokens[index] = replace(self.tokens[index], kind=Kind.NEUTRAL)
        self._fill(self._open(name.mention, name.span, "direct"), token)
        self.clause.named = self.clause.behind = True
        return True

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
        passed = slot.label.of(lower).endswith(_CLEARED) or (
            bool(behind) and behind[0].text in _CLEARED
        )
        if passed or _OWN_TRADE.match(lower, slot.label.end):
            # «trong đó hàng làm thủ tục tại Cục …», «trong đó kim ngạch của doanh nghiệp tỉnh …»
            end = next((t.span.start for t in behind if t.text in TELLING), None)
            end = end or self.tokens[self.position].span.start
            words = lower[slot.label.start : end].rstrip()
            slot.scope = Span(slot.label.start, slot.label.start + len(words))
            return True
        return False

    def _fill_past(self, slot: Slot, period: PeriodMention, token: Token) -> None:
        """The amount of the period compared with; what follows in its brackets is of that too."""
        past = self._past(slot, period)
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

    def _exceeds(self, slot: Slot, token: Token) -> bool:
        """«lần đầu vượt mốc 700 tỷ USD, đạt 730,2 tỷ USD»: the amount behind a mark that it
        passed."""
        mark, clause = slot.quantity, self.clause
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

    def _is_of_other(self) -> bool:
        """«Hàng xuất chính có đá vôi, bột (26 triệu USD)»: unknown content, or its own."""
        return bool(self.clause.unknown) or self.clause.alien

    def _waits(self) -> bool:
        """Whether the name in the clause before waits for this amount, and nothing else has it."""
        return self.pending and self.clause.subject is not False and not self._is_of_partner()

    def _is_of_partner(self) -> bool:
        """«Ở chiều mua vào, hàng Trung Quốc trị giá …»: what another country has in it."""
        words = self.tokens[self.clause.start : self.position]
        return any(t.kind is Kind.PLACE and t.mention.kind == "foreign" for t in words)

    def _left_behind(self, token: Token) -> None:
        """An amount that has become another one since, where the text says when it held."""
        period = amount.period_left(self.tokens, self.position)
        slot = self.slot
        if slot is None or slot.quantity is not None or period is None:
            return
        self._fill(replace(slot, period=period, compared=slot.period, back=True), token)
        for index in range(self.position + 1, min(self.position + _OWN, len(self.tokens))):
            after = self.tokens[index]
            if after.kind is Kind.PERIOD and after.mention is period:
                self.tokens[index] = replace(after, kind=Kind.NEUTRAL)

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

    def _count(self) -> None:
        """«xuất khẩu 12,9 triệu tấn, tăng 140%»: the measure in another unit."""
        words = [t.text.lower() for t in self.tokens[self.position + 1 : self.position + 3]]
        behind = {" ".join(words), *words[:1]}
        if words and words[0] in _SHARING and not self.clause.named and not self._lists_places():
            # «20 địa phương nhập khẩu trên 1 tỷ USD»: said of each of them, or of all together.
            shared = self.tokens[self.position + 1]
            self.tokens[self.position + 1] = replace(shared, kind=Kind.WORD)
        elif behind & self.work.items and not self.clause.named:
            self.clause.unknown += 1
            self.clause.subject = False
        elif behind & _COUNTED and self.slot is not None and self.slot.empty:
            self.slot = None
            self.clause.foreign = True

    def _lists_places(self) -> bool:
        """«5 địa phương có kim ngạch nhập khẩu cao nhất là Hà Nội (27 tỷ USD), …»: one by one."""
        before = self.tokens[self.position]
        for token in self.tokens[self.position + 1 :]:
            if token.kind is Kind.PLACE and token.mention.kind in ("province", "gate"):
                led = before.kind in (Kind.INCLUDING, Kind.RESPECTIVELY)
                return led or before.text in _INTRODUCING
            if token.kind in (Kind.MONEY, Kind.PERCENT) or token.text in ".;":
                return False
            if token.text not in _TITLES:
                before = token
        return False

    def _percent(self, token: Token) -> None:
        slot = self.slot
        around = (self.clause, *(clause for clause, *_ in self.outer))
        known = not any(clause.unknown or clause.foreign for clause in around)
        if slot is None and not self.opened and known and not self.amounts:
            if self._is_of_count():
                return
            self.early.append((self.position, self.clause))
            return
        if self.muted or amount.is_rate(self.work.folded, token):
            return
        if self.apart is not None:
            attach(self.work.folded, self.tokens, self.position, self.clause, self.apart, None)
            return
        if slot is None or self.clause.foreign:
            return
        if self.current is not None and self.tokens[self.clause.start].text in _CONCLUDING:
            slot = self.current  # «Con số này của năm 2020 là 5 tỷ USD, tức tăng 12%»
        if self.clause.unknown and not self.clause.named and not self._is_led():
            return
        slot = self._grown_from(slot)
        stated = self._attach(slot, self.position)
        if stated is not None:
            self._emit(slot)

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

    def _is_of_count(self) -> bool:
        """«11.284 tờ khai, tăng 19%»: the growth of what was counted right before it."""
        counted = self.tokens[: self.position]
        return any(
            t.kind is Kind.NUMBER and after.text.lower() in UNITS for t, after in pairwise(counted)
        )

    def _is_led(self) -> bool:
        return not self.clause.alien and is_led(self.tokens, self.position, self.clause)
