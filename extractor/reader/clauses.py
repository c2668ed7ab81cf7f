"""Where a clause ends, and what of it the next one goes on with.

A mark parts clauses. What the clause before was about, and is no measure, still claims what stands
behind a comma or a colon; what a bracket interrupted goes on behind it.
"""

from __future__ import annotations

from extractor.numbers.change import DOWN, LEVEL, UP
from extractor.numbers.period import PeriodMention
from extractor.reader.lexicon import SPEAKERS
from extractor.reader.setting import Setting
from extractor.reader.slots import Clause
from extractor.reader.tokens import Kind, Token

QUIET = (Kind.NEUTRAL, Kind.ATTRIBUTE, Kind.PLACE, Kind.PERIOD, Kind.SCOPE)
"""What says nothing of its own."""
NUMBERS = frozenset({Kind.MONEY, Kind.NUMBER, Kind.PERCENT})
_BREAKS = frozenset(",;:|.!?…-+")
_VERBS = frozenset(f"{UP}|{DOWN}|{LEVEL}|là|có|gặp|tăng mạnh|giảm mạnh".split("|"))
_SOURCES = frozenset({"theo", "thống kê", "số liệu", "báo cáo", "tổng hợp", "nguồn"})
"""Head words of who has the figures that stand behind a colon."""
_COUNTING_IN = frozenset({"tính cả", "kể cả", "gồm cả", "cộng cả", "cả"})


class Clauses(Setting):
    """Opens and closes the clauses of a sentence."""

    def _is_forecast(self, token: Token) -> bool:
        """«Năm 2022 dự kiến xuất khẩu 29 tỷ USD» in a report on 2021: of what has yet to come."""
        own, main = self.period, self.work.about.period
        if own is None or main is None or own.year is None or main.year is None:
            return False
        return token.text.startswith("dự kiến") and own.kind == "year" and own.year > main.year

    def _is_done(self, token: Token) -> bool:
        """«Kế hoạch là 1,5 tỷ USD; 10 tháng đã thực hiện …»: what was done, after a plan."""
        return token.text == "đã" and self.clause.start > 0

    def _is_included(self) -> bool:
        """«tính cả khu vực FDI, xuất khẩu …»: what is otherwise apart is counted in."""
        before = self.tokens[max(0, self.position - 2) : self.position]
        return any(t.text in _COUNTING_IN for t in before)

    def _boundary(self, token: Token) -> None:
        if token.kind is Kind.OPEN:
            self.outer.append((self.clause, self.slot, self.period, self.amounts))
            self.clause = Clause(self.position + 1, compared=self.clause.compared)
        elif token.kind is Kind.CLOSE:
            if self.outer:
                self.clause, self.slot, period, amounts = self.outer.pop()
                if self.amounts > amounts:
                    self.period = period  # «(quý III/2022: 255 triệu USD)» holds within
        elif token.text == "-" and self._is_of_name():
            pass
        elif token.text in _BREAKS:
            self.pending = token.text == "," and self._is_pending()
            foreign = self.clause.foreign and token.text == ","
            alien = not self.clause.named and self._has_own_subject(token.text)
            if token.text == "," and self._is_describing():
                alien = self.clause.alien
            reported = foreign and self._has_numbers()
            self.elsewhere = self.elsewhere and token.text != ";"
            backed = self.clause.backed if token.text == "," and self._is_of_time() else None
            leading = self._leading_comparison() if token.text == "," else None
            self.clause = Clause(
                self.position + 1,
                foreign=foreign,
                alien=alien,
                reported=reported,
                backed=backed,
                compared=backed or leading,
                leading=leading,
            )

    def _is_of_name(self) -> bool:
        """«cặp cửa khẩu Kim Thành - Bắc Sơn»: a dash within a name."""
        around = self.tokens[max(0, self.position - 1) : self.position + 2]
        if len(around) < 3 or around[0].kind is not Kind.PLACE:
            return False
        return self.work.folded.text[around[2].span.start].isupper() and around[2].kind is Kind.WORD

    def _is_of_time(self) -> bool:
        """«Cùng kỳ năm 2020, xuất khẩu đạt …»: the clause says when and no more."""
        words = self.tokens[self.clause.start : self.position]
        return all(t.kind in (Kind.PERIOD, Kind.NEUTRAL, Kind.ATTRIBUTE) for t in words)

    def _leading_comparison(self) -> PeriodMention | None:
        """«So với tháng trước, xuất khẩu tăng 5%, nhập khẩu tăng 3%»: of all that follows."""
        words = self.tokens[self.clause.start : self.position]
        alone = all(t.kind in (*QUIET, Kind.COMPARED) for t in words)
        led = alone and any(t.kind is Kind.COMPARED for t in words)
        return self.clause.compared if led else self.clause.leading

    def _has_numbers(self) -> bool:
        """Whether the clause, or the one that it goes on with, reports numbers."""
        kinds = {t.kind for t in self.tokens[self.clause.start : self.position]}
        return self.clause.reported or not kinds.isdisjoint(NUMBERS)

    def _has_own_subject(self, mark: str) -> bool:
        """Whether the clause is about something that has no name here, and the next goes on with
        it.

        Across a comma what a preposition leads («theo Sở Công Thương, …») is no subject; before a
        colon all content is, but for who speaks and what a scope is named of.
        """
        words = self.tokens[self.clause.start : self.position]
        if mark not in ",:" or not words:
            return False
        if mark == ":" and not self.clause.alien:
            first = words[0].text.lower()
            speaks = not self.clause.start and (first in SPEAKERS or first in _SOURCES)
            # «Tà Lùng giữ vai trò chủ lực: 612 triệu USD»: of the place that leads.
            led = next((t for t in words if t.kind in (Kind.PLACE, Kind.WORD, Kind.LABEL)), None)
            if led is not None and led.kind is Kind.PLACE and led.mention.kind != "foreign":
                return False
            spoken_of = any(t.kind is Kind.SCOPE for t in words)
            return bool(self.clause.unknown) and not speaks and not spoken_of
        return self.clause.alien or (
            self.clause.subject is False
            and words[0].kind in (Kind.WORD, Kind.COMPANY, Kind.FOREIGN)
        )

    def _is_pending(self) -> bool:
        """«xuất nhập khẩu, mua bán, trao đổi qua cửa khẩu đạt …»: a name that nothing said of."""
        if not self.clause.named:
            return self.pending
        for token in reversed(self.tokens[self.clause.start : self.position]):
            if token.kind is Kind.LABEL:
                return True
            if token.kind not in QUIET or token.text in _VERBS:
                return False
        return False

    def _target(self) -> None:
        before = self.tokens[self.position - 1] if self.position else None
        # «đạt 82% mục tiêu», «vượt chỉ tiêu đề ra» are shares, everything else a target; what
        # stands in brackets behind a plan is its amount.
        after = self.tokens[self.position + 1 : self.position + 2]
        planned = bool(after) and after[0].kind is Kind.OPEN
        share = before is not None and (
            before.kind is Kind.PERCENT or (before.kind is Kind.PLAN and not planned)
        )
        self.muted = self.muted or not share
