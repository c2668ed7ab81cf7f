"""How well the words before an amount say that it is the place's own.

Unknown words may be what an amount is of; a place, or what only describes it, is none of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.reader.filling import CONTENT, Filling
from extractor.reader.lexicon import PLACE_NOUNS
from extractor.reader.slots import Slot
from extractor.reader.tokens import Kind, Token

_POINTING = PLACE_NOUNS | {"con số"}
"""These point back to a measure or to the article's own place."""
_OWN = PLACE_NOUNS | {"tỉnh", "thành phố", "cả nước", "nước ta", "địa phương"}
"""Said of the place itself."""
_SPEAKING = frozenset({"chúng tôi", "tôi", "mình"})
"""Who speaks."""
_ALL = frozenset({"mọi", "tất cả", "toàn bộ", "gộp lại", "tính gộp", "cộng lại", "tổng cộng"})
"""Said of all that there is («Mọi nghiệp vụ gộp lại, …»)."""
_SAID = (Kind.PLACE, Kind.PERIOD, Kind.INCLUDING)
_GOODS = re.compile(
    r"(?<!\w)(?:(?:các |những )?(?:mặt hàng|sản phẩm|nhóm hàng|ngành hàng|nông sản|hàng nông sản)"
    r"|ngành|loại \w+) (?:này|ấy|đó|nói trên)(?!\w)"
)
_NEAR = 120
"""Characters before an amount among which goods are pointed at that have it."""
_LONG = 80
"""Words of a sentence beyond which how it began says nothing."""
_STRANGE = 2
"""Unknown words of a sentence from which on an amount without a name may be of them."""


class Wording(Filling):
    """Notes the words that a figure stands with when it gets its amount."""

    def _fill(self, slot: Slot, token: Token) -> None:
        self._note_words(slot)
        super()._fill(slot, token)

    def _note_words(self, slot: Slot) -> None:
        """Note how well the words before an amount say that it is the place's own."""
        own = _unbracketed(self.tokens, self._said_of_place(), self.position)
        slot.strange = sum(t.kind in CONTENT for t in own)
        slot.adrift = slot.adrift or self._is_led_otherwise(slot) or self._points_to_goods()
        own = _unbracketed(self.tokens, self._own_start(), self.position)
        context = self.work.context
        if slot.manner != "inherited" or context.asked or self.clause.behind:
            return
        if slot.measure in (context.listed, context.headed) or self.scope is not None:
            return
        if not any(t.kind is Kind.PLACE or t.text in _POINTING for t in own):
            before = _unbracketed(self.tokens, 0, self.position)
            # «tháng 5 đạt 38 triệu USD, lũy kế đạt 169 triệu USD»: what stood before both is told.
            alike = (s.quantity for s in self.opened if s.measure == slot.measure)
            told = max((q.span.end for q in alike if q and q is not slot.quantity), default=0)
            strange = sum(t.kind in CONTENT for t in before if t.span.start >= told)
            placed = any(t.kind is Kind.PLACE for t in before)
            dated = any(t.kind is Kind.PERIOD for t in own)
            slot.adrift = strange >= _STRANGE or not (dated or placed)

    def _points_to_goods(self) -> bool:
        """«Quý II, mặt hàng này xuất khẩu được 20 triệu USD»: of goods that were told of before."""
        words = self.tokens[self.clause.start : self.position]
        if not words:
            return False
        start, end = words[0].span.start, words[-1].span.end
        return _GOODS.search(self.work.folded.lower, max(start, end - _NEAR), end) is not None

    def _is_led_otherwise(self, slot: Slot) -> bool:
        """«Dệt may - ngành ít ai ngờ - lại là điểm sáng, xuất khẩu ước 96 triệu USD»: whether the
        sentence begins with unknown words in a clause before the name's, and says neither where nor
        when; or who speaks may tell of what is their own («Năm ngoái chúng tôi xuất …»)."""
        if slot.manner != "direct" or self.position > _LONG:
            return False
        words = self.tokens[: self.position]
        start = max((i for i, t in enumerate(words) if t.text == ";"), default=-1) + 1
        words = words[start:]
        led = next((t for t in words if t.kind not in (Kind.NEUTRAL, Kind.STOP)), None)
        if led is None:
            return False
        before = [t for t in words if t.span.start < slot.label.start]
        placed = any(t.kind is Kind.PLACE or t.text in _OWN for t in words)
        if not placed and any(t.text in _SPEAKING for t in before):
            return True
        if led.kind is not Kind.WORD or any(t.text.lower() in _ALL for t in before):
            return False
        own = placed or any(t.kind in _SAID for t in words)
        named = any(t.kind is Kind.LABEL for t in before)
        return not (own or named) and any(t.kind is Kind.STOP for t in before)

    def _own_start(self) -> int:
        """Where the words begin that an amount stands with: what a bracket or a colon follows."""
        start = self.outer[-1][0].start if self.outer else self.clause.start
        if start > 1 and self.tokens[start - 1].text == ":":
            start -= 1
            while start and self.tokens[start - 1].kind is not Kind.STOP:
                start -= 1
        return start

    def _said_of_place(self) -> int:
        """«Sơn La là điểm sáng với 121,5 triệu USD hàng xuất khẩu»: behind what a place is."""
        words = self.tokens[self.clause.start : self.position]
        led = [t for t in words if t.kind is not Kind.NEUTRAL or t.text == "là"][:2]
        said = [t.kind for t in led[:1]] == [Kind.PLACE] and [t.text for t in led[1:]] == ["là"]
        ends = (i for i, t in enumerate(words, self.clause.start + 1) if t.text == "với")
        return max(ends, default=self.clause.start) if said else self.clause.start


def _unbracketed(tokens: Sequence[Token], start: int, end: int) -> list[Token]:
    """The tokens from ``start`` to ``end`` without what stands in brackets closed there, or between
    two dashes behind the first of them."""
    found: list[Token] = []
    opened: list[int] = []
    dash: int | None = None
    for token in tokens[start:end]:
        if token.kind is Kind.OPEN:
            opened.append(len(found))
        elif token.kind is Kind.CLOSE and opened:
            del found[opened.pop() :]
            continue
        elif token.kind is Kind.STOP and token.text == "-" and found and not opened:
            if dash is not None:
                del found[dash:]
                dash = None
                continue
            dash = len(found)
        found.append(token)
    return found
