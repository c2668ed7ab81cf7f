"""What a clause tells by the way: whose time or place may not be that of what follows it.

«Kho bãi ở Tân Thanh đã kín chỗ suốt quý III, xuất khẩu đạt …», «…, đi sau tháng Tám tới 3,1%, nhập
khẩu …».
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.reader.exemplified import NUMBERS, Exemplified
from extractor.reader.filling import CONTENT
from extractor.reader.tied import enters
from extractor.reader.tokens import Kind, Token

SUBORDINATING = frozenset(
    {
        *("theo", "của", "do", "nhờ", "vì", "bởi", "bởi vì", "với", "về", "tại", "ở", "qua"),
        *("trong", "trên", "cho", "từ", "bằng", "đối với", "cùng", "cùng với", "khi", "nếu"),
        *("dù", "mặc dù", "tuy", "dẫu", "sau", "sau khi", "trước", "trước khi", "trong khi"),
        *("trong lúc", "để", "như", "cũng như", "giữa", "dưới", "vào", "đến", "kể từ", "ra"),
    }
)
"""What a preposition or a conjunction leads is not what a sentence is about."""


class Asides(Exemplified):
    """Notes what held before a clause that may tell of another time or place."""

    def _set_aside(self) -> None:
        """Note what held before a clause that tells of something else and no number named another.

        «Kho bãi ở Tân Thanh đã kín chỗ suốt quý III, xuất khẩu đạt …»
        """
        words = self.tokens[self.clause.start : self.position]
        _, period, place = self.since
        if self.told and self._says_only_a_rate(words) and self.period is not period:
            self.aside = period or self.work.context.period, self.aside[1]
            return
        if self.clause.named or self._has_numbers() or not self.clause.unknown or enters(words):
            return
        context, about = self.work.context, self.work.about
        first = next((i for i, t in enumerate(words) if t.kind in CONTENT), 0)
        kinds = [t.kind for t in words[:first]]
        if self.period is not period and Kind.PERIOD not in kinds:
            self.aside = period or context.period or about.period, self.aside[1]
        at = kinds.index(Kind.PLACE) if Kind.PLACE in kinds else None
        within = at is None or (at > 1 and words[at - 1].text in SUBORDINATING)
        if self.place != place and within:
            self.aside = self.aside[0], place or context.place or about.place

    def _says_only_a_rate(self, words: Sequence[Token]) -> bool:
        """«…, đi sau tháng Tám tới 3,1%, nhập khẩu …»: a clause with a percentage behind its time,
        which it may be held against alone."""
        kinds = [t.kind for t in words]
        if Kind.PERIOD not in kinds or Kind.MONEY in kinds or Kind.LABEL in kinds:
            return False
        return Kind.PERCENT in kinds[kinds.index(Kind.PERIOD) :]

    def _is_by_the_way_of_place(self) -> bool:
        """«Cà Mau, nơi xuất khẩu tôm nhiều nhất nước, chỉ còn …»: a clause of no number that only
        says something of the place before it."""
        start = self.clause.start
        led = self.tokens[start - 2 : start - 1] if start > 1 else []
        return bool(led) and led[0].kind is Kind.PLACE and not self._has_numbers()

    def _has_numbers(self) -> bool:
        """Whether the clause, or the one that it goes on with, reports numbers."""
        kinds = {t.kind for t in self.tokens[self.clause.start : self.position]}
        return self.clause.reported or not kinds.isdisjoint(NUMBERS)
