"""Numbers in a row, bound to as many names, periods or places in a row before them."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import takewhile

from extractor.reader import amount, enumeration, subject
from extractor.reader.distributing import Distributing
from extractor.reader.exemplified import NUMBERS
from extractor.reader.filling import CONTENT
from extractor.reader.percentage import attach_alike, of_another_time, of_periods, of_row
from extractor.reader.placing import ROW
from extractor.reader.slots import Role, Slot
from extractor.reader.tokens import REACH, Kind

_OF_MEASURE = re.compile(r"(?:đà|nhịp|biên độ|tỷ lệ|con số|kết quả|mức)(?!\w)")
"""Nouns of how much something is or grows, whatever it is."""
_COUNTING = frozenset({"hai", "ba", "cả hai", "các", "những", "còn", "riêng", "và", "mỗi"})

_LATELY = 4
"""Figures of each place that were told of before a row of amounts."""


class Parallel(Distributing):
    """Binds rows of amounts and of percentages; a row that fits nothing stays to be read singly."""

    def _in_parallel(self) -> bool:
        """Amounts in a row, each for one of as many names that have none yet."""
        names = list(takewhile(lambda s: s.empty, reversed(self.opened)))[::-1]
        if self._is_silent() or self.clause.foreign:
            return False
        run = enumeration.amounts(self.tokens, self.position)
        if run is not None and any(
            amount.is_difference(self.tokens, index) for index in run.positions
        ):
            return False
        head = self._head()
        about = not (self.clause.alien or self.clause.unknown) or self.clause.named
        if run is not None and not names and about and self._places_in_row(len(run.positions)):
            names = self._named_behind(run.positions[-1])
        if run is not None and not names and head is not None and about:
            if self.respectively:
                names = self._named_before(head, len(run.positions))
            elif self._places_in_row(len(run.positions)):
                names = [self._inherit(head, self.tokens[self.position].span)]
            elif self._goes_on(self.tokens[self.position]):
                names = self._told_in_row(len(run.positions))
        if run is not None and len(names) == 1:
            count = len(run.positions)
            if len(self.named_periods) == count or (
                self.respectively and len(self.named_periods) > count
            ):
                names = [replace(names[0], period=p) for p in self.named_periods[-count:]]
            elif (self.respectively and len(self.named_places) >= count) or self._places_in_row(
                count
            ):
                names = [replace(names[0], place=place) for place in self.named_places[-count:]]
            elif self.respectively and (places := self._places_told(count)):
                names = [replace(names[0], place=place, scope=self.scope) for place in places]
        if run is None or not names or len(run.positions) != len(names):
            return False
        self.joint = False
        self.aside = self.aside[0], None
        for slot in names:
            slot.joined = None
            slot.rivals = slot.rivals if slot.manner == "inherited" else ()
            if slot.manner == "inherited" and not self._set_back(slot) and self.clause.backed:
                slot.period, slot.compared, slot.back = self.clause.backed, slot.period, True
        for slot, index, quantity in zip(names, run.positions, run.quantities, strict=True):
            self._fill(slot, replace(self.tokens[index], kind=Kind.MONEY, mention=quantity))
        self.group = names
        self.slot = names[-1]
        if self.slot.back:
            self._come_back()
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

    def _places_in_row(self, count: int) -> bool:
        """«Vĩnh Long và Hậu Giang theo sau với 612 triệu USD và 405 triệu USD»: one each, in order.

        As many places as amounts, in a row and no other in the clause.
        """
        words = self.tokens[: self.position]
        ends = (i for i, t in enumerate(words) if t.kind in NUMBERS or t.text == ";")
        words = words[max(ends, default=-1) + 1 :]
        places = [i for i, t in enumerate(words) if t.kind is Kind.PLACE]
        if len(places) != count or len(self.named_places) < count:
            return False
        row = words[places[0] : places[-1]]
        names = [words[i].mention.name for i in places]
        return names == self.named_places[-count:] and all(
            t.kind is Kind.PLACE or t.text in ROW for t in row
        )

    def _places_told(self, count: int) -> list[str]:
        """«Nhập khẩu của hai tỉnh lần lượt là 15,6 và 23,8 tỷ USD»: what was told of right before.

        As many places as amounts, in their order, where the sentence names none itself.
        """
        near = self.tokens[max(0, self.position - REACH) : self.position]
        if any(t.kind is Kind.PLACE for t in near):
            return []
        own = self.work.about.place
        lately = [s for s in self.work.slots[-_LATELY * count :] if not s.back]
        places = dict.fromkeys(s.place or own for s in lately) or self.work.context.sites
        return list(places) if len(places) == count else []

    def _named_behind(self, last: int) -> list[Slot]:
        """«… thông quan 310 triệu USD và 120 triệu USD hàng xuất khẩu»: of the name behind both."""
        behind = subject.name_behind(self.tokens, last, alone=True)
        if behind is None:
            return []
        name = self.tokens[behind[-1]]
        for index in behind:
            self.tokens[index] = replace(self.tokens[index], kind=Kind.NEUTRAL)
        return [self._open(name.mention, name.span, "direct")]

    def _told_in_row(self, count: int) -> list[Slot]:
        """«Xuất khẩu đạt 8, nhập khẩu 7 tỷ USD; năm trước là 7,5 tỷ USD và 6,4 tỷ USD»: in order.

        As many amounts as were told of one time and place right before, each of another measure.
        """
        lately = self.work.slots[-count - 1 :]
        told = [s for s in lately if s.period is lately[-1].period and s.place == lately[-1].place]
        measures = {s.measure for s in told}
        again = len(told) == len(measures) == count and not any(s.back for s in told)
        if not again or not (self.named_periods or self.clause.backed or self.led):
            return []
        span = self.tokens[self.position].span
        return [self._open(slot.measure, span, "inherited") for slot in told]

    def _percentages_in_parallel(self) -> bool:
        """Percentages in a row, each for one of the figures that were filled in a row."""
        run = enumeration.percentages(self.tokens, self.position)
        if run is None:
            return False
        if self._is_of_new_subject():
            self.position = run.positions[-1]
            return True
        group = self.group
        if not group and self.respectively:
            group = [s for s in self.opened if s.quantity is not None][-len(run.positions) :]
        placed = not group and not self.muted
        if placed and (group := self._placed_in_parallel(run.positions)):
            self.opened += group
        if len(run.positions) != len(group):
            return self._of_several_periods(run.positions)
        folded = self.work.folded
        if of_another_time(self.tokens, run.positions, group[0]):
            self.position = run.positions[-1]
            return True
        kinds = [
            self._attach(slot, index) for slot, index in zip(group, run.positions, strict=True)
        ]
        said: Role | None = next((kind for kind in kinds if kind is not None), None)
        said = said or of_row(folded, self.tokens, run.positions, self.clause, group[0])
        for slot, index, kind in zip(group, run.positions, kinds, strict=True):
            if kind is None and said is not None:
                attach_alike(folded, self.tokens[index], said, slot)
        for slot in group if placed else ():
            if not slot.empty:
                self._emit(slot)
        self.position = run.positions[-1]
        return True

    def _is_of_new_subject(self) -> bool:
        """«…, nhập khẩu 300 triệu USD; gạo và tôm tăng, lần lượt 4% và 9%»: what something else
        than the amounts does that clauses behind them are about."""
        led = [t.kind for t in self.tokens[max(0, self.position - 2) : self.position]]
        begins = False
        if led != [Kind.STOP, Kind.RESPECTIVELY]:
            return False
        for token in self.tokens[max(0, self.position - REACH) : self.position]:
            if token.kind in NUMBERS:
                begins = False
            elif token.kind is Kind.STOP:
                begins = True
            elif token.kind in (*CONTENT, Kind.NARROWING) and begins:
                return _OF_MEASURE.match(token.text.lower()) is None
            elif token.text not in _COUNTING:
                begins = False
        return False

    def _of_several_periods(self, positions: tuple[int, ...]) -> bool:
        """Percentages of one figure, each compared with a period of its own."""
        slot = self.slot
        if slot is None or self._is_silent() or self.clause.foreign:
            return False
        position, _ = of_periods(self.tokens, positions, slot)
        if position is None:
            position = self._held_alike(slot, positions)
        if position is None:
            return False
        attach_alike(self.work.folded, self.tokens[position], "change", slot)
        self._emit(slot)
        self.position = positions[-1]
        return True

    def _held_alike(self, slot: Slot, positions: tuple[int, ...]) -> int | None:
        """«tăng 12% so với tháng trước và 29% so với cùng kỳ; nhập khẩu …, tăng lần lượt 5% và 8%».

        Which of the percentages is on the year by the order of the figure told before.
        """
        before, flags = self.work.held or (slot, [])
        if not self.respectively or before is slot or len(flags) != len(positions):
            return None
        if flags.count(False) != 1 or self.tokens[positions[-1] + 1 : positions[-1] + 2] == []:
            return None
        return positions[flags.index(False)]
