"""Names that stand beside others in one clause, where one amount follows both.

Which of them has it the words between say («nhập khẩu lớn hơn xuất khẩu: 31 triệu USD»); where none
does, the other name stays a rival.
"""

from __future__ import annotations

from extractor.numbers.quantity import Quantity
from extractor.reader.amount import HEDGES, is_difference
from extractor.reader.clauses import QUIET
from extractor.reader.comparison import COMPARATIVES
from extractor.reader.tokens import Kind, Token, is_noun
from extractor.reader.unnamed import Unnamed

_AGAINST = COMPARATIVES | {
    *("vượt", "vượt qua", "vượt xa", "bỏ xa", "lấn át", "át", "áp đảo"),
    *("bằng", "chỉ bằng", "ngang"),
    *("ngang bằng", "không bằng", "lần", "đôi", "nửa", "rưỡi", "trội", "nhiều"),
}
"""Before a name these hold what was named before it against that."""


class Beside(Unnamed):
    """Tells which of several names in one clause the amount behind them is of."""

    def _waiting_beside(self, token: Token) -> tuple[str, ...]:
        """«Nhập khẩu lớn hơn xuất khẩu: 31 triệu USD»: the name before in the same clause.

        One of the same whole, that waits for its amount as well and goes together with no other.
        """
        slot = self.slot
        if slot is None or not slot.empty or slot.manner != "direct" or slot.joined is not None:
            return ()
        own = self.tokens[self.clause.start].span.start
        if slot.label.start < own or self._joined(slot.label.end, token.span.start):
            return ()
        both = {slot.measure, token.mention}
        return (slot.measure,) if any(both <= parts for parts in self.work.wholes) else ()

    def _is_held_against(self, token: Token) -> bool:
        """«nhập khẩu rất nhỏ so với xuất khẩu, chỉ 96 triệu USD»: what is compared with a name.

        A name that ends its clause has no amount there; what was named or asked for before has.
        Where two amounts are held against each other too, the second is of that name.
        """
        self.held = None
        at = self.position + 1
        while at < len(self.tokens) and self.tokens[at].text in HEDGES:
            at += 1
        behind = self.tokens[at : at + 1]
        differs = bool(behind) and behind[0].kind is Kind.MONEY
        if behind and not differs and behind[0].kind not in (Kind.STOP, Kind.OPEN, Kind.CLOSE):
            return False
        index = self.position - 1
        while index >= self.clause.start and (
            is_noun(self.tokens[index]) or self.tokens[index].kind is Kind.LABEL
        ):
            index -= 1
        if index < self.clause.start:
            return False
        led, slot = self.tokens[index], self.slot
        times = led.text.endswith((" lần", " hơn"))  # «gấp 3 lần», «nhỉnh hơn»
        if led.kind is not Kind.COMPARED and led.text not in _AGAINST and not times:
            return False
        if differs:  # «nhiều hơn nhập khẩu 124 triệu USD»
            return is_difference(self.tokens, at)
        context = self.work.context
        if slot is None:
            if led.kind is not Kind.COMPARED:
                return self.clause.foreign  # «xuất khẩu gạo nhiều hơn nhập khẩu, 31 triệu USD»
            return context.asked and context.head != token.mention
        if not slot.empty or slot.measure == token.mention:
            return False
        self.held = token.mention, token.span
        return True

    def _take_held(self, token: Token) -> bool:
        """«Nhập khẩu nhỉnh hơn xuất khẩu, 271,3 triệu USD so với 201,3 triệu USD»: the second is
        of what the first's measure was held against."""
        led = self.tokens[max(0, self.position - 2) : self.position]
        if self.held is None or [t.kind for t in led] != [Kind.MONEY, Kind.COMPARED]:
            return False
        own: Quantity = token.mention
        first: Quantity = led[0].mention
        before = self.slot
        if before is None or before.quantity is not first or own.currency != first.currency:
            return False
        (measure, label), self.held = self.held, None
        slot = self._open(measure, label, "direct")
        slot.period, slot.place, slot.scope = before.period, before.place, before.scope
        self._fill(slot, token)
        return True

    def _is_verb_of_own(self, token: Token) -> bool:
        """«hàng địa phương của Hà Nam xuất khẩu được 232 triệu USD»: the name of the whole behind
        that of its part, which waits, only says what was done with that."""
        slot = self.slot
        if slot is None or not slot.empty or slot.manner != "direct":
            return False
        if self.work.wholes.get(frozenset({slot.measure})) != token.mention:
            return False
        between = [
            t
            for t in self.tokens[self.clause.start : self.position]
            if t.span.start >= slot.label.end
        ]
        own = slot.label.start >= self.tokens[self.clause.start].span.start
        joined = any(t.text in ("và", "trong", "so với", "chiếm") for t in between)
        return own and not joined and all(t.kind in QUIET for t in between)
