"""What the words behind an amount without a name say that it is of: one place, or goods."""

from __future__ import annotations

import re
from itertools import dropwhile

from extractor.numbers.place import PlaceMention
from extractor.reader import amount, subject
from extractor.reader.clauses import QUIET, Clauses
from extractor.reader.lexicon import TITLES
from extractor.reader.tokens import REACH, Kind, Token, is_noun

_THROUGH = frozenset({"qua", "đi qua", "tại", "ở"})
_ADDED = (amount.HEDGES | amount.RECKONING) - {"trên"} | frozenset(
    {*("thêm", "và", "còn", "cùng", "cùng với", "với", "là", "có", "cả", "ngoài ra"), ","}
)
"""What may stand before an amount whose place stands behind it."""
_BELONGING = frozenset(
    {"thuộc về", "thuộc", "của", "qua", "thông qua", "tại", "ở", "là", "đến từ", "nằm ở", "từ"}
)
"""Lead the place that an amount before them is of."""
_CALLED = TITLES | {
    *("cửa khẩu", "cảng", "quốc tế", "chi cục", "hải quan", "cục", "lối mở", "cặp cửa khẩu"),
    *("còn", "lại", "đều", "phần", "đã", "chính"),
}
"""What stands between these and the place's name."""
_NEXT = re.compile(r"(?: \w+){0,3}?(?:,| và| hay| hoặc| cùng) ")
"""Leads the next of several goods, maybe behind what else the first is called."""
_BY_THE_WAY = (Kind.NEUTRAL, Kind.ATTRIBUTE, Kind.WORD, Kind.STOP)
"""What a sentence may go on with that tells no other figure and no other place."""
_LED = 6
_BEING = frozenset({"là", "thuộc về", "đến từ"})


class Belonging(Clauses):
    """Finds what an amount is said to be of behind it."""

    def _gate_behind(self) -> str | None:
        """«Cộng thêm 38,2 triệu USD qua cảng Cửa Việt»: the gate right behind an amount."""
        words = self.tokens[self.clause.start : self.position]
        behind = self.tokens[self.position + 1 : self.position + 3]
        if len(behind) < 2 or behind[0].text not in _THROUGH:
            return None
        gate = behind[1].kind is Kind.PLACE and behind[1].mention.kind == "gate"
        return behind[1].mention.name if gate and all(t.text in _ADDED for t in words) else None

    def _place_behind(self) -> PlaceMention | None:
        """«Phần còn lại, 51,6 triệu USD, thuộc về cảng Cửa Việt»: the one place that an amount is
        said to be of behind it, with no other before it."""
        if self.named_places or (self.outer and self.clause.start != self.position):
            return None
        words = self.tokens[: self.position]
        if any(t.kind not in (*QUIET, Kind.STOP, Kind.OPEN, Kind.ESTIMATE) for t in words[-_LED:]):
            return None
        led, closed = False, False
        for index in range(self.position + 1, len(self.tokens)):
            token = self.tokens[index]
            if token.kind is Kind.PLACE:
                last = self._is_told_off(index + 1)
                mention: PlaceMention = token.mention
                return mention if led and last and mention.kind in ("province", "gate") else None
            if (
                token.kind in (Kind.STOP, Kind.CLOSE)
                and token.text in (",", "-", ")")
                and not closed
            ):
                closed = True
            elif token.text not in _BELONGING and token.text not in _CALLED:
                return None
            led = led or token.text in _BELONGING
        return None

    def _is_told_off(self, start: int) -> bool:
        """Whether a sentence ends there, or only tells no more figures («…, với gỗ, đá»)."""
        after = self.tokens[start : start + 1]
        if not after or after[0].text in ".;" or after[0].kind is Kind.CLOSE:
            return True
        rest = self.tokens[start : start + REACH]
        ends = next((i for i, t in enumerate(rest) if t.text in ".;"), len(rest))
        return after[0].text == "," and all(t.kind in _BY_THE_WAY for t in rest[:ends])

    def _is_worth_of_goods(self) -> bool:
        """«Chiều đi có 44 triệu USD thiết bị», «85 triệu USD hàng dệt may»: of the goods behind."""
        if subject.is_of_goods(self.tokens, self.position):
            return True
        lower, behind = self.work.folded.lower, self._unknown_behind()
        goods = behind and self.work.subjects.match(lower, behind.span.start)
        if not goods:
            return False
        # «nhập 9,6 triệu USD máy móc, phân bón»: goods told in a row may be all that there are.
        listed = _NEXT.match(lower, goods.end())
        return listed is None or not self.work.subjects.match(lower, listed.end())

    def _unknown_behind(self) -> Token | None:
        """The unknown word right behind an amount, which may be what it is of («6 triệu USD
        cáp»)."""
        behind = dropwhile(is_noun, self.tokens[self.position + 1 :])
        first = next(behind, None)
        return first if first is not None and first.kind is Kind.WORD else None

    def _is_said_to_be_goods(self) -> bool:
        """«phần lớn, 155 triệu USD, là nông sản»: what an amount is of follows a copula."""
        behind = self.tokens[self.position + 1 : self.position + 4]
        if behind and behind[0].text in (",", "-"):
            behind = behind[1:]
        led = len(behind) > 1 and behind[0].text in _BEING
        lower = self.work.folded.lower
        return led and self.work.subjects.match(lower, behind[1].span.start) is not None
