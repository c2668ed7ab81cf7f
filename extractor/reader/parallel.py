"""Numbers in a row, bound to as many names, periods or places in a row before them."""

from __future__ import annotations

from dataclasses import replace
from itertools import takewhile

from extractor.reader import amount, enumeration
from extractor.reader.nameless import Nameless
from extractor.reader.percentage import attach_alike, of_periods, of_row
from extractor.reader.slots import Role, Slot
from extractor.reader.tokens import Kind


class Parallel(Nameless):
    """Binds rows of amounts and of percentages; a row that fits nothing stays to be read singly."""

    def _in_parallel(self) -> bool:
        """Amounts in a row, each for one of as many names that have none yet."""
        names = list(takewhile(lambda s: s.empty, reversed(self.opened)))[::-1]
        if self.muted or self.clause.foreign:
            return False
        run = enumeration.amounts(self.tokens, self.position)
        if run is not None and any(
            amount.is_difference(self.tokens, index) for index in run.positions
        ):
            return False
        head = self._head()
        about = not (self.clause.alien or self.clause.unknown) or self.clause.named
        if run is not None and not names and self.respectively and head is not None and about:
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
