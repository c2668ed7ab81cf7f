"""From tokens to slots: which number is which measure, with its growth, share, period and place.

A sentence is read once from left to right. A measure's name opens a slot; the next amount fills it;
percentages behind or before it are its growth or its share of plan. Unknown content next to a name,
or in a clause that has none, makes what follows something else, and it stays out. A clause without
content of its own goes on with what was spoken of («Cả năm ước đạt 360,65 tỷ USD»).
"""

from __future__ import annotations

from dataclasses import replace

from extractor.numbers.period import PeriodMention
from extractor.reader import amount, enumeration, subject
from extractor.reader.clauses import NUMBERS, QUIET, Clauses
from extractor.reader.filling import Work
from extractor.reader.lexicon import PLACE_NOUNS, UNITS
from extractor.reader.percentage import attach, attach_alike, is_led, of_periods, of_row
from extractor.reader.setting import LOCAL
from extractor.reader.slots import Clause, Role, Slot
from extractor.reader.tokens import Kind, Token
from extractor.span import Span

_OUTCOME = frozenset({"kết quả", "thực tế"})
"""After a target these lead back to what came of it."""
_ADDING = frozenset({"thì", "và", "còn", "nhưng", "song", "rồi"})
_RECENT = 3
"""Figures back to which a sentence without a name goes."""
_LEADING = frozenset({"với", "từ"})
_TOGETHER = frozenset({"tổng", "tổng cộng", "tổng số", "cả thảy", "cộng lại"})
_GOODS = frozenset({"hàng hóa", "hàng hóa các loại"})
_SEVERAL = frozenset({"các", "những", "nhiều", "mọi"})


class Binder(Work):
    """Binds the quantities of one paragraph; ``slots`` holds what came out, in order."""

    def sentence(self, stretch: Span) -> None:
        """Read one sentence."""
        _Sentence(self, self.tokeniser.sentence(stretch)).read()


class _Sentence(Clauses):
    """Reads one sentence, token by token."""

    def read(self) -> None:
        """Walk the tokens once."""
        while self.position < len(self.tokens):
            self._take(self.tokens[self.position])
            self.position += 1
        context = self.work.context
        self._date_undated()
        if not self.told and self.period is not None and self._carries(self.period):
            context.period = self.period
        if self.place is not None:
            context.place = context.last = self.place
            self.work.unplaced = False
        if self.early and not self.opened and not self.amounts:
            self._say_more()
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

    def _take(self, token: Token) -> None:
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
                self.estimate = True
                self.muted = self.muted or self._is_forecast(token)
            case Kind.INCLUDING:
                self.subordinate = True
                self.clause = Clause(self.position + 1)
            case Kind.FOREIGN if self._is_included():
                pass
            case Kind.FOREIGN:
                self.elsewhere = self.elsewhere or self.clause.subject is None
                self.clause.foreign = True
                self.clause.unknown += 1
                self.slot = None
            case Kind.COMPANY:
                several = self.position and self.tokens[self.position - 1].text in _SEVERAL
                self.company = self.company or (self.clause.subject is None and not several)
                self.clause.unknown += 1
            case Kind.SAYING:
                self.clause = Clause(self.position + 1)
            case Kind.WORD if subject.is_unit(self.tokens, self.position):
                return
            case Kind.WORD:
                self.clause.unknown += 1
            case Kind.NEUTRAL if token.text in _OUTCOME or self._is_done(token):
                self.muted = False
            case Kind.NEUTRAL if token.text == "con số":
                self.clause.alien = False  # stands for the measure spoken of
            case Kind.NEUTRAL if token.text in PLACE_NOUNS:
                self._own_place()
            case Kind.NEUTRAL if token.text in LOCAL:
                self._place_pointed_to(token)
        if self.clause.subject is None:
            if kind in (Kind.WORD, Kind.COMPANY):
                self.clause.subject = False
            elif kind in (Kind.LABEL, Kind.PLACE) or subject.is_noun(token):
                self.clause.subject = True

    # Names

    def _label(self, token: Token) -> None:
        if subject.superseded(self.tokens, self.position):
            return
        if self._names_no_other(token):
            return
        token = self.tokens[self.position]
        if subject.shared(self.tokens, self.position):
            if self.clause.subject is False:
                self.clause.foreign = True
                self.slot = None
            return
        if (
            self.elsewhere
            or self.company
            or subject.claimed(self.tokens, self.position, self.clause)
        ):
            self.clause.foreign = True
            self.slot = None
            return
        self.clause.foreign = False
        self.clause.named = True
        before = self.slot
        slot = self._open(token.mention, token.span, "direct")
        if before is not None and before.empty and self._joined(before.label.end, token.span.start):
            slot.joined = before
        for position, clause in self.early:
            attach(self.work.folded, self.tokens, position, clause, slot, self.work.context.level)
        self.early.clear()
        if self.ahead is not None:
            self._take_ahead(slot, *self.ahead)

    def _take_ahead(self, slot: Slot, token: Token, period: PeriodMention | None) -> None:
        """«Với 512 triệu USD, xuất khẩu …», «Từ mức 560 triệu USD năm 2019, xuất khẩu …»."""
        self.ahead = None
        first = self.tokens[0].text
        if first == "với":
            self._fill(slot, token)
        elif period is None and self.period is not None:
            self._fill(replace(slot, period=self.period, compared=None, back=True), token)
            slot.period = self.work.context.period
            self.period = None

    def _leads(self) -> bool:
        """Whether an amount at the sentence's head waits for the name that follows it."""
        words = self.tokens[self.clause.start : self.position]
        led = not self.clause.start and bool(words) and words[0].text in _LEADING
        return led and not self.clause.unknown and all(t.kind in QUIET for t in words)

    def _names_no_other(self, token: Token) -> bool:
        """«Ở chiều nhập, kim ngạch đạt …», «xuất khẩu gạo 5 tấn, kim ngạch …»: of what was named.

        A name that can be of any measure is of the one that waits for its amount, and of what a
        foreign clause is about. With «tổng» it is the whole's own.
        """
        if token.text.lower() not in self.work.generic:
            return False
        before = self.tokens[self.position - 1].text if self.position else ""
        if before.startswith("tổng"):
            return False
        if self.clause.reported:
            return True
        if subject.claimed(self.tokens, self.position, self.clause):
            return False
        if self.slot is None and self.work.context.headed is not None:
            # Below a heading «Xuất khẩu» the name is of that.
            self.tokens[self.position] = replace(token, mention=self.work.context.headed)
            return False
        if self.slot is None or self.outer:
            return False
        if self.slot.quantity is not None:
            if self._speaks_of_one():
                self.tokens[self.position] = replace(token, mention=self.slot.measure)
            return False
        self.clause.named = True
        return True

    def _speaks_of_one(self) -> bool:
        """«xuất khẩu quý III đạt 240 triệu USD, đưa kim ngạch 9 tháng lên 690 triệu USD».

        Of one measure so far and of no other place.
        """
        if self.named_places or len({s.measure for s in self.opened}) != 1:
            return False
        for token in self.tokens[self.position + 1 :]:
            if token.kind in (Kind.MONEY, Kind.STOP):
                break
            if token.kind is Kind.PLACE:
                return False
        return True

    # Amounts

    def _money(self, token: Token) -> None:
        if self.position and self.tokens[self.position - 1].text == "cứ":
            self.muted = True  # «cứ 100 đồng xuất khẩu thì 69 đồng …»: a proportion
        if self.muted or not amount.is_level(self.work.folded, self.tokens, self.position):
            return
        slot = self.slot
        compared = amount.period_compared_with(self.tokens, self.position)
        if compared is not None and slot is not None and slot.quantity is not None:
            self._fill_past(slot, compared, token)
        elif amount.left_behind(self.tokens, self.position):
            self._left_behind(token)
        elif self._is_conversion(token) or self.clause.foreign:
            pass
        elif self.clause.backed is not None and slot is not None and not slot.back:
            self._fill_past(slot, self.clause.backed, token)
        elif (
            slot is not None
            and slot.quantity is None
            and (self.clause.named or self._waits() or not self.clause.unknown)
        ):
            if not subject.itemised(self.tokens, self.position, self.clause):
                self._fill(slot, token)
        elif slot is not None and self._exceeds(slot, token):
            slot.quantity = token.mention
        elif names := subject.name_behind(self.tokens, self.position, self.clause):
            name = self.tokens[names[-1]]
            for index in names:
                self.tokens[index] = replace(self.tokens[index], kind=Kind.NEUTRAL)
            self._fill(self._open(name.mention, name.span, "direct"), token)
            self.clause.named = self.clause.behind = True
        elif not self.opened and self._leads():
            self.ahead = token, self.period
        elif (head := self._head()) is not None and self._goes_on():
            slot = self._inherit(self._whole_of(head), token.span)
            self._fill(slot, token)
            for position, clause in self.early:
                attach(
                    self.work.folded, self.tokens, position, clause, slot, self.work.context.level
                )
            self.early.clear()

    def _fill_past(self, slot: Slot, period: PeriodMention, token: Token) -> None:
        """The amount of the period compared with; what follows in its brackets is of that too."""
        past = self._past(slot, period)
        self._fill(past, token)
        if slot.quantity is None or (self.outer and slot.change is not None):
            self.slot = past

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

    def _waits(self) -> bool:
        """Whether the name in the clause before waits for this amount, and nothing else has it."""
        return self.pending and self.clause.subject is not False

    def _whole_of(self, head: str) -> str:
        """«đạt tổng 9,7 triệu USD», «9,7 triệu USD hàng hóa»: both ways, where one was named."""
        before = self.tokens[self.position - 1].text if self.position else ""
        behind = self.tokens[self.position + 1 : self.position + 2]
        if before in _TOGETHER or (behind and behind[0].text in _GOODS):
            for parts, whole in self.work.wholes.items():
                if head in parts and len(parts) > 1:
                    return whole
        return head

    def _left_behind(self, token: Token) -> None:
        """An amount that has become another one since, where the text says when it held."""
        period = amount.period_left(self.tokens, self.position)
        slot = self.slot
        if slot is None or slot.quantity is not None or period is None:
            return
        self._fill(replace(slot, period=period, compared=slot.period, back=True), token)
        after = self.tokens[self.position + 1]
        if after.kind is Kind.PERIOD:
            self.tokens[self.position + 1] = replace(after, kind=Kind.NEUTRAL)

    def _is_conversion(self, token: Token) -> bool:
        """«34,3 tỷ USD (tương đương 806.050 tỷ đồng)»: the same amount in another currency."""
        slot, quantity = self.slot, token.mention
        return (
            bool(self.outer)
            and slot is not None
            and slot.quantity is not None
            and slot.quantity.currency != quantity.currency
        )

    def _count(self) -> None:
        """«xuất khẩu 12,9 triệu tấn, tăng 140%»: the measure in another unit."""
        behind = self.tokens[self.position + 1 : self.position + 2]
        if behind and behind[0].text.lower() in self.work.items and not self.clause.named:
            self.clause.unknown += 1
            self.clause.subject = False
        elif behind and behind[0].text in UNITS and self.slot is not None and self.slot.empty:
            self.slot = None
            self.clause.foreign = True

    def _goes_on(self) -> bool:
        """Whether a clause without a name goes on with the last one, saying only what is new."""
        clause = self.clause
        if clause.named:
            return self._moves_on()
        new = self.fresh or self.work.context.asked
        return new and not (clause.unknown or clause.alien)

    def _say_more(self) -> None:
        """«So với cùng kỳ, con số này tăng 5%.»: a sentence of a percentage alone.

        It is of the last figure, of the measure that is spoken of; a level must say of what.
        """
        head = self.work.context.head
        last = next((s for s in reversed(self.work.slots[-_RECENT:]) if s.measure == head), None)
        if last is None or last.back:
            return
        for position, clause in self.early:
            if not clause.alien:
                attach(self.work.folded, self.tokens, position, clause, last, None)

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

    def _percent(self, token: Token) -> None:
        slot = self.slot
        around = (self.clause, *(clause for clause, *_ in self.outer))
        known = not any(clause.unknown or clause.foreign for clause in around)
        if slot is None and not self.opened and known and not self.amounts:
            self.early.append((self.position, self.clause))
            return
        if (
            slot is None
            or self.muted
            or self.clause.foreign
            or amount.is_rate(self.work.folded, token)
        ):
            return
        if self.clause.unknown and not self.clause.named and not self._is_led():
            return
        stated = self._attach(slot, self.position)
        if stated is not None:
            self._emit(slot)

    def _of_several_periods(self, positions: tuple[int, ...]) -> bool:
        """Percentages of one figure, each compared with a period of its own."""
        slot = self.slot
        if slot is None or self.muted or self.clause.foreign:
            return False
        position, _ = of_periods(self.tokens, positions, slot)
        if position is None:
            return False
        attach_alike(self.work.folded, self.tokens[position], "change", slot)
        self._emit(slot)
        self.position = positions[-1]
        return True

    def _is_led(self) -> bool:
        return not self.clause.alien and is_led(self.tokens, self.position, self.clause)

    # Names and numbers in parallel

    def _in_parallel(self) -> bool:
        """Amounts in a row, each for one of as many names that have none yet."""
        names = [s for s in self.opened if s.empty]
        if self.muted or self.clause.foreign:
            return False
        run = enumeration.amounts(self.tokens, self.position)
        head = self._head()
        if run is not None and not names and self.respectively and head is not None:
            names = self._named_before(head, len(run.positions))
        if run is not None and len(names) == 1:
            count = len(run.positions)
            if len(self.named_periods) == count or (
                self.respectively and len(self.named_periods) > count
            ):
                names = [replace(names[0], period=p) for p in self.named_periods[-count:]]
            elif self.respectively and len(self.named_places) >= count:
                names = [replace(names[0], place=place) for place in self.named_places[-count:]]
        if run is None or not names or len(run.positions) != len(names):
            return False
        self.joint = False
        for slot in names:
            slot.joined = None
        for slot, index, quantity in zip(names, run.positions, run.quantities, strict=True):
            self._fill(slot, replace(self.tokens[index], kind=Kind.MONEY, mention=quantity))
        self.group = names
        self.slot = names[-1]
        self.position = run.positions[-1]
        return True

    def _named_before(self, head: str, count: int) -> list[Slot]:
        """What amounts «lần lượt» of no name here go on with: as many names as there are amounts.

        The last one alone where the clause names as many periods or places instead.
        """
        span = self.tokens[self.position].span
        named = self.work.context.named[-count:]
        if count in (len(self.named_periods), len(self.named_places)) or len(named) < count:
            return [self._inherit(head, span)]
        return [self._open(measure, span, "inherited") for measure in named]

    def _percentages_in_parallel(self) -> bool:
        """Percentages in a row, each for one of the figures that were filled in a row."""
        run = enumeration.percentages(self.tokens, self.position)
        if run is None:
            return False
        group = self.group
        if not group and self.respectively:
            group = [s for s in self.opened if s.quantity is not None][-len(run.positions) :]
        if len(run.positions) != len(group):
            return self._of_several_periods(run.positions)
        folded = self.work.folded
        kinds = [
            self._attach(slot, index) for slot, index in zip(group, run.positions, strict=True)
        ]
        said: Role | None = next((kind for kind in kinds if kind is not None), None)
        said = said or of_row(folded, self.tokens, run.positions, self.clause, group[0])
        for slot, index, kind in zip(group, run.positions, kinds, strict=True):
            if kind is None and said is not None:
                attach_alike(folded, self.tokens[index], said, slot)
        self.position = run.positions[-1]
        return True
