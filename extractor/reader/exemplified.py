"""What a clause says is goods, so that what stands behind it is of those and not of the place.

«Chiều về có gỗ (6 triệu USD)», «thứ hai là mặt hàng sợi, với …», «nhiều mặt hàng … như sợi, …».
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from extractor.reader.pointing import Pointing
from extractor.reader.tokens import REACH, Kind, Token

NUMBERS = frozenset({Kind.MONEY, Kind.NUMBER, Kind.PERCENT})
_LEADING = 4
"""Tokens of a sentence among which stands what it begins with."""
_GOODS = (
    "mặt hàng",
    "các mặt hàng",
    "nhóm hàng",
    "nhóm mặt hàng",
    "ngành hàng",
    "sản phẩm",
    "hàng",
)
_SEVERAL = frozenset({"các", "những", "nhiều", "một số", "số", "vài"})


class Exemplified(Pointing):
    """Finds the goods that a clause names."""

    def _equates_goods(self, verbs: frozenset[str] = frozenset({"là"})) -> bool:
        """«Cái kéo tổng kim ngạch đi lên là gạo - 231 triệu USD», «Chiều về có gỗ (6 triệu USD)»:
        what follows is of the goods."""
        if self.slot is None or not self.slot.empty or not self.clause.named:
            return False
        words = self.tokens[self.clause.start : self.position]
        said = next((i for i, t in enumerate(words[:-1]) if t.text in verbs), None)
        if said is None or any(t.kind in (*NUMBERS, Kind.LABEL) for t in words[said:]):
            return False
        lower = self.work.folded.lower
        return self.work.subjects.match(lower, words[said + 1].span.start) is not None

    def _gives_goods(self) -> bool:
        """«Nhiều mặt hàng góp vào kim ngạch của tỉnh như sợi, đạt …»: what follows is of those."""
        given = example_of_goods(self.tokens, self.position) if self.clause.named else None
        lower = self.work.folded.lower
        return given is not None and self.work.subjects.match(lower, given.span.start) is not None

    def _ends_in_goods(self, words: Sequence[Token]) -> bool:
        """«Đứng thứ hai là mặt hàng sợi, với kim ngạch …»: one kind of goods, of which that is."""
        behind = self.tokens[self.position + 1 : self.position + 2]
        goods = goods_at_end(words) if behind and behind[0].text == "với" else None
        lower = self.work.folded.lower
        return goods is not None and self.work.subjects.match(lower, goods.span.start) is not None


def example_of_goods(tokens: Sequence[Token], end: int) -> Token | None:
    """«Nhiều mặt hàng góp vào kim ngạch của tỉnh như sợi»: what is given as one of several goods
    that the sentence tells of, before ``end``.

    Not «kim ngạch của tỉnh với các mặt hàng như sợi», where the goods only say what the whole has.
    """
    quiet = takewhile(lambda t: t.kind is Kind.NEUTRAL, tokens[:_LEADING])
    led = tokens[: 1 + sum(1 for _ in quiet)]
    if not any(t.text.lower().startswith(_GOODS) for t in led):
        return None
    given = None
    for index in range(end - 2, max(-1, end - REACH), -1):
        token = tokens[index]
        if token.kind is Kind.LABEL:
            return given
        if token.kind in NUMBERS or token.text.lower().startswith(_GOODS):
            return None
        if token.text == "như":
            given = tokens[index + 1]
    return None


def goods_at_end(words: Sequence[Token]) -> Token | None:
    """The first word of «sợi» where a clause ends in «mặt hàng sợi», and not in several kinds."""
    end = len(words)
    while end and words[end - 1].kind is Kind.WORD and words[end - 1].text not in _GOODS:
        end -= 1
    if end < 1 or end == len(words) or words[end - 1].text not in _GOODS:
        return None
    several = end > 1 and words[end - 2].text in _SEVERAL
    return None if several or words[end - 1].text.startswith("các") else words[end]
