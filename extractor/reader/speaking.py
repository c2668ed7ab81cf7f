"""Whose a clause is beside the place's own: a sector, one company, an office, whoever speaks.

A figure of one sector or company is none of the place; who only says or estimates it has no part
in it.
"""

from __future__ import annotations

from dataclasses import replace

from extractor.reader.clauses import RELATIVE
from extractor.reader.filling import CONTENT
from extractor.reader.lexicon import PLACE_NOUNS, SECTORS
from extractor.reader.naming import Naming
from extractor.reader.slots import Clause
from extractor.reader.tokens import Kind, Token

_SECTORAL = frozenset(
    "khối dn doanh nghiệp có cố vốn thành phần kinh tế khu vực nhóm nguồn fdi đầu tư nước".split()
)
"""Words that name a sector of an economy."""
_OWNING = frozenset({"của", "là", "thuộc", "riêng"})
_AGENCIES = frozenset({"sở", "bộ", "tổng", "tổng cục", "cục", "chi cục", "ban", "ngành", "cơ quan"})
"""Words that the names of offices begin with."""
_RAISING = frozenset({"nâng", "đưa", "đẩy", "kéo", "tăng", "phát triển", "mở rộng"})
_REVENUE = ["doanh", "thu"]
_LINKING = (Kind.NEUTRAL, Kind.ATTRIBUTE, Kind.ESTIMATE)
_SEVERAL = frozenset({"các", "những", "nhiều", "mọi"})


class Speaking(Naming):
    """Tells who says, has or estimates what a clause tells from what it is about."""

    def _note_sector(self, token: Token) -> Token:
        """Note whether a sector of the economy is spoken of; later words for it are its own."""
        if token.text in SECTORS and self.work.context.sector:
            token = self.tokens[self.position] = replace(token, kind=Kind.FOREIGN)
        elif token.kind in (Kind.FOREIGN, Kind.PLACE):
            words = token.text.lower().split()
            sectoral = token.kind is Kind.FOREIGN and not _SECTORAL.isdisjoint(words)
            self.work.context.sector = sectoral  # and no «khu vực Tây Nguyên»
        return token

    def _foreign(self) -> None:
        """What follows is of a sector, a partner or another thing that is no place's whole."""
        led = self.clause.subject is None or self._heads_sector()
        self.elsewhere = self.elsewhere or led
        self.clause.foreign = True
        self.clause.unknown += 1
        self.slot = None

    def _company(self) -> None:
        """What follows is of one company, where that leads the clause or has the measure."""
        before = self.tokens[self.position - 1].text if self.position else ""
        one = before not in _SEVERAL and before != "theo"  # who says it has no part in it
        self.company = self.company or (self.clause.subject is None and one)
        if one and before in _OWNING and self.slot is not None and self.slot.empty:
            self.slot = None  # «xuất khẩu của Công ty …», «dẫn đầu xuất khẩu là Công ty …»
            self.clause.foreign = True
        self.clause.unknown += 1

    def _note_revenue(self) -> None:
        """«Minh An có doanh thu 1.830 tỷ đồng; kim ngạch xuất khẩu …»: who has revenue is one
        business, or some, and no place."""
        index = self.position - 1
        while index >= 0 and self.tokens[index].kind in _LINKING:
            index -= 1
        words = [t.text for t in self.tokens[max(0, index - 1) : index + 1]]
        if words == _REVENUE and not any(
            t.kind is Kind.PLACE or t.text in PLACE_NOUNS for t in self.tokens[: self.position]
        ):
            self.company = True

    def _estimate(self, token: Token) -> None:
        """What follows is estimated, or forecast and not told at all."""
        if self._is_said_by_office():
            self.clause = Clause(self.position + 1)
            self.wholly = True
        self.estimate, self.estimated = True, self.position
        self.muted = self.muted and not self._is_estimated_now(token)
        self.muted = self.muted or self._is_forecast(token) or self._is_to_be_raised(token)

    def _is_to_be_raised(self, token: Token) -> bool:
        """«Năm cuối nhiệm kỳ, tỉnh dự kiến nâng kim ngạch lên 4,5 tỷ USD»: an aim.

        Not of a time that the sentence names, whose figure is an estimate.
        """
        behind = self.tokens[self.position + 1 : self.position + 2]
        raised = bool(behind) and behind[0].text in _RAISING
        return (
            token.text.startswith("dự kiến")
            and raised
            and all(t.kind is not Kind.PERIOD for t in self.tokens)
        )

    def _heads_sector(self) -> bool:
        """«Riêng khối DN có vốn đầu tư nước ngoài»: all before it only says that it is a sector."""
        words = self.tokens[self.clause.start : self.position]
        unknown = [t for t in words if t.kind in CONTENT]
        return bool(unknown) and all(t.text.lower() in _SECTORAL for t in unknown)

    def _is_said_by_office(self) -> bool:
        """«Sở Công Thương Quảng Nam ước tính hai tháng đầu năm …»: who estimates what follows."""
        if self.clause.named or self.clause.subject is not False:
            return False
        words = self.tokens[self.clause.start : self.position]
        led = next((t for t in words if t.kind is not Kind.STOP), None)
        if any(t.kind is Kind.LABEL for t in words):
            return False  # «Sở Công Thương loan kim ngạch quý I ước …»: of what is named
        return led is not None and led.text.lower() in _AGENCIES

    def _is_said_of(self) -> bool:
        """«xuất khẩu ghi nhận …», «nơi tháng trước công bố …»: no one speaks, it is told of."""
        return self.clause.named or self.tokens[self.clause.start].text in RELATIVE

    def _is_firm(self) -> bool:
        """«Giám đốc một công ty ở Khánh An cho biết …»: one company speaks, and no bank of all.

        Also between commas («Ông Nam, giám đốc một công ty dệt, cho biết …»).
        """
        start = self.clause.start
        if all(t.kind not in (*CONTENT, Kind.PLACE) for t in self.tokens[start : self.position]):
            start = 0
        return not self.clause.named and any(
            token.kind is Kind.COMPANY
            and token.text != "ngân hàng"
            and not (index and self.tokens[index - 1].text in _SEVERAL)
            for index, token in enumerate(self.tokens[start : self.position], start)
        )
