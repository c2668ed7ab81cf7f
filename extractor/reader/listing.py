"""What a list of places is of: the measure and the unit that its lead names for all its items."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.numbers.unit import unit
from extractor.reader import amount, subject
from extractor.reader.lexicon import RANK, TITLES
from extractor.reader.placing import RANKED
from extractor.reader.slots import Strange
from extractor.reader.speaking import Speaking
from extractor.reader.tokens import Kind, Token
from extractor.span import Span

_TOLD = 100
"""Figures back to which the one measure is looked for that a list goes on with."""
_INTRODUCING = frozenset({"là", ":", "như", "có", "kể đến", "phải kể đến", "gọi tên", "thuộc về"})
"""Lead the places of a list."""
_ORDERED = frozenset({"theo", "về"})
"""«xếp theo vốn đăng ký», «đứng đầu về dân số»: what places are put in order by."""
_ORDERING = (RANK | RANKED | {"xếp", "sắp xếp", "hàng đầu"}) - {"so", "so với"}
"""Before these words: that places are put in order."""


class Listing(Speaking):
    """Reads what leads a list of places, in lines of their own or within the sentence."""

    def _lead_list(self) -> None:
        """«Xếp theo trị giá xuất khẩu (tỷ USD):» names what the items below are of."""
        context = self.work.context
        named = self.slot.measure if self.slot is not None and self.slot.empty else None
        context.strange = self._ordered_otherwise() if self.work.leads else None
        if context.strange == "known":
            context.listed = context.counted = None
            return
        if (named := named or self._ranked_by()) is not None:
            context.listed = context.head = named
            context.topic = context.topic or named
        elif self.tokens[-1].text != ":":
            return  # prose between the items of a list
        end = self.tokens[-1].span.end
        told = [tokens[0].span.start for tokens in (self.tokens, *self.work.read[:1]) if tokens]
        units = (unit(Span(start, end).of(self.work.folded.text)) for start in told)
        context.counted = next(filter(None, units), None)
        if context.listed is not None:
            context.lead = context.listed, context.counted, context.period

    def _ranked_by(self) -> str | None:
        """«chúng tôi xếp những địa phương có kim ngạch xuất khẩu lớn:»: what places are listed by.

        The one measure that the lead names, or the paragraph up to it, whoever says so. Where the
        lead tells an amount of its own, that of the amounts that the paragraph told. Where it says
        nothing of the kind, what a line above says that places are ranked by.
        """
        if not self.work.leads:
            return None
        ranked = self.work.context.ranked
        lower = self.work.folded.lower
        other = any(
            t.kind is Kind.FOREIGN or self.work.subjects.match(lower, t.span.start)
            for t in self.tokens
        )
        if self.amounts:
            # «Cả nước xuất khẩu 228 tỷ USD. Mười tỉnh dưới đây có 159 tỷ USD.»
            told = {s.measure for s in self.work.slots[-_TOLD:] if s.head}
            told = told or ({ranked} if ranked is not None else told)
            return told.pop() if len(told) == 1 and not other else None
        # «Dưới đây là những tỉnh thu hút nhiều vốn FDI nhất» names what it is of itself.
        for tokens in ([self.tokens], [] if other else self.work.read):
            names = {name for sentence in tokens for name in self._names_of(sentence)}
            if names:
                return names.pop() if len(names) == 1 else None
        return ranked

    def _note_ranking(self) -> None:
        """«Tám tỉnh phía Bắc xuất khẩu nhiều nhất»: what a list below is of, whatever leads it."""
        for words in self._orders():
            names = {*self._names_of(words)}
            if len(names) == 1 and self._names_another(words) is None:
                self.work.context.ranked = names.pop()

    def _ordered_otherwise(self) -> Strange | None:
        """«Ba tỉnh thu hút nhiều vốn FDI nhất», «Xếp theo quy mô kinh tế:»: what is no measure."""
        kinds = {t.kind for t in self.tokens}
        if self.tokens[-1].text == ":" and Kind.FOREIGN in kinds and Kind.LABEL not in kinds:
            return "known"  # «Về vốn đầu tư nước ngoài, thứ tự là:»
        found = {self._names_another(words) for words in self._orders()}
        return "known" if "known" in found else "unknown" if "unknown" in found else None

    def _orders(self) -> Iterator[Sequence[Token]]:
        """The clauses that say what places are put in order by: «tỉnh … nhiều nhất», «xếp theo …».

        Up to the superlative; behind «theo» up to the clause's end.
        """
        start = 0
        for end, token in enumerate((*self.tokens, None)):
            if token is not None and token.kind is not Kind.STOP:
                continue
            words = self.tokens[start:end]
            start = end + 1
            last = next((i for i, t in enumerate(words) if t.text.endswith("nhất")), 0)
            before = words[:last]
            led = next((i for i, t in enumerate(before) if t.text in subject.TERRITORIES), None)
            if led is not None:
                yield words[led + 1 : last]
                continue
            for index, word in enumerate(words[1:], 1):
                if word.text in _ORDERED and words[index - 1].text in _ORDERING:
                    yield words[index + 1 :]

    def _names_another(self, words: Sequence[Token]) -> Strange | None:
        """Whether places are put in order by something known to be no measure, or by what is not
        known."""
        lower = self.work.folded.lower
        if any(
            t.kind is Kind.FOREIGN or self.work.subjects.match(lower, t.span.start) for t in words
        ):
            return "known"
        named = next((i for i, t in enumerate(words) if t.kind is Kind.LABEL), None)
        behind = words if named is None else words[named:]
        unknown = any(t.kind is Kind.WORD for t in behind)
        if named is not None:
            return "known" if unknown else None
        return "unknown" if unknown else None

    def _names_of(self, tokens: Sequence[Token]) -> Iterator[str]:
        """The measures that the tokens name."""
        for index, token in enumerate(tokens):
            if token.kind is Kind.LABEL and not subject.superseded(tokens, index):
                yield token.mention

    def _lists_places(self) -> bool:
        """«5 địa phương có kim ngạch nhập khẩu cao nhất là Hà Nội (27 tỷ USD), …»: one by one."""
        before = last = self.tokens[self.position]
        for token in self.tokens[self.position + 1 :]:
            if token.kind is Kind.PLACE and token.mention.kind in ("province", "gate"):
                led = before.kind in (Kind.INCLUDING, Kind.RESPECTIVELY)
                return led or before.text in _INTRODUCING
            passed = token.kind is Kind.MONEY and before.text in amount.PASSING_BY
            if passed and not token.mention.ranged:
                continue  # «3 tỉnh xuất khẩu trên 5 tỷ USD là Hưng Yên (6,4 tỷ USD), …»
            shortened = token.text == "." and last.text == "tp"  # «TP.Hải Phòng»
            last = token
            if shortened:
                continue
            if token.kind in (Kind.MONEY, Kind.PERCENT) or token.text in ".;":
                return False
            if token.text not in TITLES:
                before = token
        return False
