"""Amounts that the arithmetic alone names: the sum of what was told of both ways, or its balance.

«Hai con số ấy cộng lại thành 155,63 tỷ USD», «phần chênh nghiêng về nhập là 750 triệu USD»: of the
parts told last of one place and time, to the last digit printed.
"""

from __future__ import annotations

import re

from extractor.numbers.quantity import Quantity
from extractor.reader.adding import is_difference, is_sum
from extractor.reader.past import Past
from extractor.reader.slots import Slot
from extractor.reader.tokens import Token
from extractor.span import Span

_WAYS = r"(?:xuất|nhập|mua|bán|chiều|hai|bên|phía|cả|giữa|hai|và|khẩu|siêu|ra|vào|đi|về)"
_DIFFERENCE = re.compile(
    r"(?<!\w)(?:(?:phần|khoản|mức|độ|số) )?"
    r"(?:chênh lệch|chênh nhau|chênh|cách biệt|khoảng cách|khoảng chênh|cách nhau|dư|dôi dư|dư ra)"
    rf"(?: (?:(?:nghiêng|lệch|ngả|dồn) (?:hẳn )?(?:về|sang)|{_WAYS}|là|tới|đến|lên tới|ở mức|gần"
    r"|hơn|khoảng|trên|của|đạt|còn|lên))* \Z"
)
"""Said of two parts told before: how much the one is more than the other."""
_LATELY = 6
"""Figures back to which the parts of a sum stand."""
_TELLING = 3
"""Digits from which on an amount that adds up does so by no chance."""


class Summing(Past):
    """Gives an amount without a name to the measure that it is by the parts told before it."""

    def _take_difference(self, token: Token) -> bool:
        """«xuất khẩu 27 tỷ USD, nhập khẩu 20 tỷ USD, chênh lệch 7 tỷ USD»: the balance of both."""
        start = self.tokens[self.clause.start].span.start
        said = _DIFFERENCE.search(self.work.folded.lower, start, token.span.start)
        if said is None:
            return False
        span = Span(said.start(), said.end() - 1)
        told, last = self._told_together()
        for rule in self.work.balances:
            plus, minus = told.get(rule.plus), told.get(rule.minus)
            if plus is None or minus is None or rule.balance in told:
                continue
            surplus = is_difference(token.mention, plus, minus)
            if surplus or is_difference(token.mention, minus, plus):
                self._settle(rule.balance, span, token, last).deficit = not surplus
                return True
        return False

    def _take_sum(self, token: Token) -> bool:
        """«Gộp cả hai, quy mô lên 3,79 tỷ USD»: what the parts told before it add up to."""
        told, last = self._told_together()
        amount: Quantity = token.mention
        digits = str(amount.readings[0].value.normalize().as_tuple().digits)
        if last is None or digits.count(",") < _TELLING - 1 or not self._is_of_parts(last):
            return False
        for parts, whole in self.work.wholes.items():
            named = len(parts) > 1 and parts <= told.keys() and whole not in told
            if named and is_sum(amount, [told[part] for part in parts]):
                self._settle(whole, token.span, token, last)
                return True
        return False

    def _settle(self, measure: str, span: Span, token: Token, last: Slot | None) -> Slot:
        slot = self._open(measure, span, "settled")
        if last is not None:
            slot.period, slot.place, slot.scope = last.period, last.place, last.scope
        self._fill(slot, token)
        slot.strange = 0
        return slot

    def _is_of_parts(self, last: Slot) -> bool:
        """Whether the sentence names no other time or place than the parts are of."""
        same = last.period is None or self.period is None or self.period.may_equal(last.period)
        return same and self.place in (None, last.place) and not self.clause.foreign

    def _told_together(self) -> tuple[dict[str, Quantity], Slot | None]:
        """The amounts told last of one place, time and scope, each measure's, and the last."""
        told: dict[str, Quantity] = {}
        last: Slot | None = None
        for slot in reversed(self.work.slots[-_LATELY:]):
            if slot.back or slot.quantity is None:
                continue
            last = last or slot
            alike = (slot.place, slot.scope) == (last.place, last.scope)
            now, then = last.period, slot.period
            if alike and (now is then or (now and then and now.may_equal(then))):
                told.setdefault(slot.measure, slot.quantity)
        return told, last
