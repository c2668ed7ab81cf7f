"""Numbers that are no money: percentages, which state something of a figure, and counts of things.

What is counted («12,9 triệu tấn», «20 địa phương») has the percentages and the names beside it, and
no figure has them.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from extractor.reader import amount
from extractor.reader.lexicon import UNITS
from extractor.reader.money import Money
from extractor.reader.percentage import attach
from extractor.reader.slots import Slot
from extractor.reader.tokens import Kind, Token
from extractor.reader.verb import is_led

_COUNTED = UNITS | {"sản phẩm"}
_SHARING = frozenset({"tỉnh", "tỉnh thành", "địa phương", "thành phố", "huyện"})
_UP_TO = frozenset({"lên", "xuống", "còn", "đạt", "lên tới", "lên đến", "xuống còn", "chỉ còn"})
_COMING_TO = _UP_TO | {"đạt mức", "với", "ở mức", "chỉ đạt", "ước đạt", "đã đạt", "vẫn đạt", ","}
"""Right before an amount these say what something came to, or leave it at the amount."""
_BETWEEN = (Kind.NEUTRAL, Kind.ATTRIBUTE, Kind.ESTIMATE, Kind.COMPARED, Kind.PERIOD)
_NEXT = 10
"""Tokens behind a growth among which its amount stands."""
_CONCLUDING = frozenset({"tức", "nghĩa", "như vậy", "tương đương", "hay", "vậy là", "như thế"})
"""Lead what an amount of old says of the one told now."""


class Counting(Money):
    """Gives percentages to slots, and takes counted things for what they are."""

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

    def _percent(self, token: Token) -> None:
        slot = self.slot
        if self.clause.supposed is not None:
            return
        rate = amount.is_rate(self.work.folded, token)
        ahead = slot is not None and self._is_of_next(slot)
        if not (self.muted or rate or self.apart or ahead) and self._take_placed():
            return
        around = (self.clause, *(clause for clause, *_ in self.outer))
        known = not any(clause.unknown or clause.foreign for clause in around)
        known = known or not (self.outer or self.clause.foreign or not self._is_led())
        if slot is not None and known and (ahead or self._grows_to_other(slot)):
            self.early.append((self.position, self.clause))
            return
        if slot is None and not self.opened and known and not self.amounts:
            if self._is_of_count():
                return
            self.early.append((self.position, self.clause))
            return
        if self.muted or rate:
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
        slot = self._grown_as_whole(slot) or self._grown_from(slot)
        stated = self._attach(slot, self.position)
        if stated is not None:
            self._emit(slot)

    def _grows_to_other(self, slot: Slot) -> bool:
        """«…; còn cửa khẩu Dinh Bà, nhờ lúa tươi, tăng 38% lên 203 triệu USD»: of another place
        than was told of, whose amount follows."""
        behind = self.tokens[self.position + 1 : self.position + 3]
        follows = len(behind) > 1 and behind[1].kind is Kind.MONEY and behind[0].text in _UP_TO
        elsewhere = self.place is not None and slot.place != self.place
        return follows and elsewhere and not (slot.empty or self.clause.named or self.muted)

    def _is_of_next(self, slot: Slot) -> bool:
        """«…; của Nam Định tăng 8,1% so với cùng kỳ, đạt 3,4 tỷ USD»: of the place named before it,
        which has the amount behind it, and not of the one that was told of."""
        if self.place is None or slot.place == self.place or slot.empty or slot.quantity is None:
            return False
        if self.clause.named or self.muted:
            return False
        last = ""
        for token in self.tokens[self.position + 1 : self.position + _NEXT]:
            if token.kind is Kind.MONEY:
                return last in _COMING_TO
            if token.kind not in _BETWEEN and token.text != ",":
                return False
            if token.text not in amount.HEDGES and token.text != "mức":
                last = token.text
        return False

    def _grown_as_whole(self, part: Slot) -> Slot | None:
        """«…, nhập khẩu 47 triệu USD, tăng 8,8% về tổng»: the growth of the whole told before."""
        behind = [t.text for t in self.tokens[self.position + 1 : self.position + 3]]
        if behind[:1] != ["về"] or not behind[-1].startswith("tổng"):
            return None
        wholes = (s for s in reversed(self.opened) if s.place == part.place)
        made = {w for parts, w in self.work.wholes.items() if part.measure in parts}
        return next((s for s in wholes if s.measure in made and s.change is None), None)

    def _is_of_count(self) -> bool:
        """«11.284 tờ khai, tăng 19%»: the growth of what was counted right before it."""
        counted = self.tokens[: self.position]
        return any(
            t.kind is Kind.NUMBER and after.text.lower() in UNITS for t, after in pairwise(counted)
        )

    def _is_led(self) -> bool:
        return not self.clause.alien and is_led(self.tokens, self.position, self.clause)
