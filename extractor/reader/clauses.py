"""Where a clause ends, and what of it the next one goes on with.

A mark parts clauses. What the clause before was about, and is no measure, still claims what stands
behind a comma or a colon; what a bracket interrupted goes on behind it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from extractor.numbers.change import DOWN, LEVEL, UP
from extractor.numbers.period import PeriodMention
from extractor.reader.asides import SUBORDINATING, Asides
from extractor.reader.exemplified import NUMBERS
from extractor.reader.filling import CONTENT
from extractor.reader.lexicon import PLACE_NOUNS
from extractor.reader.placing import CONCEDING
from extractor.reader.pointing import LOCAL
from extractor.reader.slots import Clause, Topic
from extractor.reader.speaker import is_speaker
from extractor.reader.tied import enters, is_tied
from extractor.reader.tokens import Kind, Token

QUIET = (Kind.NEUTRAL, Kind.ATTRIBUTE, Kind.PLACE, Kind.PERIOD, Kind.SCOPE)
"""What says nothing of its own."""
_OF_PLAN = frozenset({*QUIET, Kind.COMPARED, Kind.PLAN, Kind.MONEY})
"""What a clause has that only compares what follows it with a plan."""
_TOLD_WITH = (*NUMBERS, Kind.LABEL, Kind.PERIOD)
_COMPARING = (*QUIET, Kind.COMPARED)
_APART = (Kind.PLACE, Kind.PERIOD, Kind.SCOPE, Kind.MONEY)
_OF_PLACE = LOCAL | PLACE_NOUNS
_BREAKS = frozenset(",;:|.!?…-+")
_VERBS = frozenset(f"{UP}|{DOWN}|{LEVEL}|là|có|gặp|tăng mạnh|giảm mạnh".split("|"))
RELATIVE = frozenset({"nơi", "vốn", "mà"})
"""A clause that one of these leads tells something of a noun before it by the way."""
_CONCEDING = CONCEDING | {"bất chấp", "sau khi", "trước khi"}
"""What a clause that one of these leads tells of is not of the time that the sentence reports."""
_GIVEN = frozenset({"đề ra", "đặt ra", "được giao", "giao cho"})
"""Said of a plan that something is compared with."""
_HAVING = frozenset({"là", "có", "với", "như"})
_OUTCOMES = frozenset(
    {
        *("kết quả", "tình hình", "thực hiện", "hoàn thành", "đạt", "đạt được", "vượt", "so với"),
        *("so", "theo", "đúng", "sát", "bám sát", "gần", "cán đích", "về đích", "bằng", "hơn"),
        *("tiến độ", "trước", "sớm", "xong", "chạm", "thấp hơn", "cao hơn", "hụt", "dưới", "trên"),
        *("kém", "đã", "ngoài", "qua", "quá"),
    }
)
"""Words that say how what came about compares with a plan."""
_BESIDE = frozenset(
    {
        *("cùng", "cùng với", "bên cạnh", "ngoài", "song song", "song song với", "không chỉ"),
        *("đi đôi với", "đồng thời với", "cùng chiều", "cùng chiều với", "trái với", "khác với"),
        *("ngược với", "so với", "trái ngược với"),
    }
)
"""Lead what goes along with that of which a sentence tells."""
_LEADS = frozenset(
    {"lớn nhất", "nhiều nhất", "cao nhất", "nhất", "đứng đầu", "dẫn đầu", "chiếm", "vẫn", "là"}
)
"""Said of one of several goods, which has the amount that follows."""
_ESTIMATED = frozenset({"ước đạt", "ước thực hiện", "ước tính đạt"})
_COUNTING_IN = frozenset({"tính cả", "kể cả", "gồm cả", "cộng cả", "cả"})
_REVIEWED = re.compile(
    r"(?<!\w)(?:kết quả|tình hình|đánh giá|kiểm điểm|sơ kết|tổng kết)(?: [^\W\d]+){0,3} nhiệm vụ\Z"
)
"""«đánh giá tình hình thực hiện nhiệm vụ 6 tháng đầu năm»: tasks, and how they went."""
_REVIEW_REACH = 48
_ALONE = re.compile(
    r"(?:còn |và |nhưng |song )?(?:(?:(?:chỉ|tính|nói|xét|kể|nhìn) ){0,2}riêng|đối với)(?!\w)"
)
"""Leads the one thing that all the sentence tells of."""


class Clauses(Asides):
    """Opens and closes the clauses of a sentence."""

    def _is_forecast(self, token: Token) -> bool:
        """«Năm 2022 dự kiến xuất khẩu 29 tỷ USD» in a report on 2021: of what has yet to come."""
        own, main = self.period, self.work.about.period
        year = main.year if main is not None else self.work.about.mentioned
        if own is None or own.year is None or year is None:
            return False
        return token.text.startswith("dự kiến") and own.kind == "year" and own.year > year

    def _is_estimated_now(self, token: Token) -> bool:
        """«Dự kiến cả năm tỉnh sẽ xuất siêu, trong đó xuất khẩu ước đạt …»: no mere hope."""
        targets = {t.text for t in self.tokens[: self.position] if t.kind is Kind.TARGET}
        return targets == {"sẽ"} and self.clause.named and token.text in _ESTIMATED

    def _is_estimated_alone(self) -> bool:
        """«Theo ước tính, …», «Ước tính:»: said of no one thing."""
        words = self.tokens[self.clause.start : self.position]
        return not self.clause.named and all(t.kind not in _TOLD_WITH for t in words)

    def _is_done(self, token: Token) -> bool:
        """«Kế hoạch là 1,5 tỷ USD; 10 tháng đã thực hiện …»: what was done, after a plan."""
        return token.text == "đã" and self.clause.start > 0

    def _is_included(self) -> bool:
        """«tính cả khu vực FDI, xuất khẩu …»: what is otherwise apart is counted in."""
        before = self.tokens[max(0, self.position - 2) : self.position]
        # «xuất khẩu hàng hóa và dịch vụ»
        both = [t.text for t in before] == ["hàng hóa", "và"]
        return both or any(t.text in _COUNTING_IN for t in before)

    def _boundary(self, token: Token) -> None:
        if token.kind is Kind.OPEN:
            self.outer.append((self.clause, self.slot, self.period, self.amounts))
            clause = self.clause
            alien = clause.alien or clause.subject is False or self._is_led_by_market()
            alien = (alien and not clause.named) or self._equates_goods(_HAVING)
            self.clause = Clause(
                self.position + 1, alien=alien, whole=clause.whole, compared=clause.compared
            )
            self.clause.supposed = clause.supposed
        elif token.kind is Kind.CLOSE:
            if self.outer:
                self.clause, self.slot, period, amounts = self.outer.pop()
                if self.amounts > amounts:
                    self.period = period  # «(quý III/2022: 255 triệu USD)» holds within
        elif (token.text == "-" and self._is_of_name()) or self._is_amid_territories():
            pass
        elif token.text == "-" and (closing := self._closing_dash()):
            self.position = closing
        elif token.text in _BREAKS:
            self.pending = token.text == "," and self._is_pending()
            if token.text == "," and self._goes_beside():
                self.slot, self.pending = None, False
            if token.text in ",:-" and self._equates_goods():
                self.slot, self.pending = None, False
            exemplified = token.text == "," and self._gives_goods()
            if exemplified:
                self.slot, self.pending = None, False
            foreign = self.clause.foreign and token.text == ","
            alien = not self.clause.named and self._has_own_subject(token.text)
            if token.text == "," and (self._is_describing() or self._says_what_it_is()):
                alien = self.clause.alien
                if foreign and self._is_by_the_way_of_place():
                    foreign = self.strayed = False
            counted = alien and self._has_numbers()
            reported = foreign and self._has_numbers()
            lead = self.tokens[self.clause.start].text
            aside = lead in RELATIVE
            conceded = lead in _CONCEDING and not self.clause.named
            tied = is_tied(self.tokens[self.clause.start : self.position])
            own = (aside or alien or conceded) and not counted and self._is_within(aside)
            if (own or tied) and token.text == ",":
                # «gỗ sau cú sụt trong quý III đã lấy lại đà, …»: the time of what it is about.
                if self.tokens[self.position - 1].kind is Kind.PERIOD:
                    self.dropped = self.period
                self.fresh, self.period, _ = self.since
            if token.text != ":":
                self._set_aside()  # what a colon ends leads to what follows
            self.muted = self.muted or (token.text == ":" and self._announces_plan())
            if self.estimate and self.estimated >= self.clause.start:
                self.wholly = self.wholly or self._is_estimated_alone()
            if token.text == ";":
                self._end_estimate()
                self.topic = None
            elif exemplified:
                self.topic = "alone"
            elif not self.clause.start or self.tokens[self.clause.start - 1].text == ";":
                self.topic = self._topic()
            self.since = self.fresh, self.period, self.place
            self.elsewhere = self.elsewhere and (token.text != ";" or self._is_measured_on())
            backed = self.clause.backed if token.text == "," and self._is_of_time() else None
            leading = self._leading_comparison() if token.text == "," else None
            self.clause = Clause(
                self.position + 1,
                foreign=foreign,
                alien=alien,
                counted=counted,
                reported=reported,
                backed=backed,
                compared=backed or leading,
                leading=leading,
                planned=self._leads_plan(token.text),
                claimed=self.clause.claimed if foreign else None,
            )

    def _is_amid_territories(self) -> bool:
        """«9 tỉnh, thành phố có kim ngạch trên 1 tỷ USD»: the mark is within what is counted."""
        around = self.tokens[self.position - 1 : self.position + 2] if self.position else []
        words = [t.text.lower() for t in around]
        return len(words) == 3 and words[0] == "tỉnh" and words[2] in ("thành", "thành phố")

    def _topic(self) -> Topic | None:
        """«Tính riêng hạt điều, tỉnh xuất 118 triệu USD», «Sầu riêng vào vụ, đã xuất …».

        What the first clause of a sentence names that no measure is of.
        """
        words = self.tokens[self.clause.start : self.position]
        first = next((t for t in words if t.kind in CONTENT), None)
        if first is None or self.clause.named:
            return None
        if self._ends_in_goods(words):
            return "alone"
        own = any(t.kind in _APART or t.text in _OF_PLACE for t in words)
        lower = self.work.folded.lower
        if not own and _ALONE.match(lower, words[0].span.start):
            return "alone"
        led = words[: words.index(first)]
        if any(t.text in SUBORDINATING for t in led):
            return None
        heads = (*led[-1:], first)  # «cao su», whose first syllable is a word of its own
        return (
            "known" if any(self.work.subjects.match(lower, t.span.start) for t in heads) else None
        )

    def _announces_plan(self) -> bool:
        """«Tỉnh giữ nguyên kế hoạch cả năm: xuất khẩu 16 tỷ USD»: what follows is planned.

        Not where a word says what came of the plan («vượt kế hoạch: …»), nor where what follows is
        a share of it.
        """
        words = self.tokens[self.clause.start : self.position]
        at = next((i for i, t in enumerate(words) if t.kind is Kind.PLAN), None)
        if at is None or any(t.kind not in QUIET for t in words[at + 1 :]):
            return False
        if any(t.kind in NUMBERS or t.text.lower() in _OUTCOMES for t in words):
            return False
        behind = self.tokens[self.position + 1 :]
        return not any(t.kind is Kind.PLAN for t in behind)

    def _goes_beside(self) -> bool:
        """«Cùng với xuất khẩu, tổng mức bán lẻ …»: what is told of is another thing."""
        words = self.tokens[self.clause.start : self.position]
        return (
            len(words) > 1
            and words[0].text in _BESIDE
            and all(t.kind in (Kind.LABEL, Kind.NEUTRAL) for t in words[1:])
        )

    def _is_measured_on(self) -> bool:
        """«Khối FDI xuất khẩu 37 tỷ USD; nhập khẩu 30 tỷ USD»: both are of what is apart."""
        words = self.tokens[self.clause.start : self.position]
        first = next((i for i, t in enumerate(words) if t.kind is Kind.LABEL), 0)
        behind = self.tokens[self.position + 1 : self.position + 2]
        return (
            first > 0
            and words[first - 1].kind is not Kind.ATTRIBUTE
            and bool(behind)
            and behind[0].kind is Kind.LABEL
            and any(t.kind is Kind.MONEY for t in words)
        )

    def _is_within(self, aside: bool) -> bool:
        """Whether the clause dates what it is about itself and not what the sentence tells."""
        words = self.tokens[self.clause.start : self.position]
        kinds = [t.kind for t in words]
        first = next((i for i, kind in enumerate(kinds) if kind in CONTENT), len(kinds))
        if enters(words):
            return False
        return aside or (Kind.PERIOD in kinds[first:] and Kind.PERIOD not in kinds[:first])

    def _closing_dash(self) -> int | None:
        """«Hàng địa phương xuất khẩu - mangan, ván dán - góp 38,7 triệu USD»: what is said by the
        way.

        Where it ends: at the next dash, with neither a name nor a number before it.
        """
        if not self.clause.named and not self.position > self.clause.start + 1:
            return None
        for index in range(self.position + 1, len(self.tokens)):
            token = self.tokens[index]
            if token.kind is Kind.STOP and token.text == "-":
                return index if index > self.position + 1 else None
            if token.kind in _TOLD_WITH or token.text in ".;:?!":
                return None
        return None

    def _is_of_name(self) -> bool:
        """«cặp cửa khẩu Kim Thành - Bắc Sơn»: a dash within a name."""
        around = self.tokens[max(0, self.position - 1) : self.position + 2]
        if len(around) < 3 or {around[0].kind, around[2].kind} != {Kind.PLACE, Kind.WORD}:
            return False
        return all(t.kind is Kind.PLACE or t.name for t in (around[0], around[2]))

    def _is_of_time(self) -> bool:
        """«Cùng kỳ năm 2020, xuất khẩu đạt …»: the clause says when and no more."""
        words = self.tokens[self.clause.start : self.position]
        return all(t.kind in (Kind.PERIOD, Kind.NEUTRAL, Kind.ATTRIBUTE) for t in words)

    def _leading_comparison(self) -> PeriodMention | None:
        """«So với tháng trước, xuất khẩu tăng 5%, nhập khẩu tăng 3%»: of all that follows."""
        words = self.tokens[self.clause.start : self.position]
        alone = all(t.kind in _COMPARING for t in words)
        led = alone and any(t.kind is Kind.COMPARED for t in words)
        return self.clause.compared if led else self.clause.leading

    def _leads_plan(self, mark: str) -> bool:
        """«So với kế hoạch năm, xuất khẩu đạt 45%, nhập khẩu đạt 51%»: of all that follows."""
        if self.clause.planned and mark in ",;":
            return True
        if mark != ",":
            return False
        kinds = {t.kind for t in self.tokens[self.clause.start : self.position]}
        return kinds <= _OF_PLAN and {Kind.COMPARED, Kind.PLAN} <= kinds

    def _has_own_subject(self, mark: str) -> bool:
        """Whether the clause is about something that has no name here, and the next goes on with
        it.

        Across a comma what a preposition or a conjunction leads («theo Sở Công Thương, …», «nhờ đơn
        hàng phục hồi, …») is no subject; before a colon or a dash all content is, but for who
        speaks and what a scope is named of.
        """
        words = self.tokens[self.clause.start : self.position]
        if mark not in ",:-" or not words or (mark == ":" and self._says_how_it_goes()):
            return False
        if mark in ":-" and not self.clause.alien:
            marks = self.tokens[: self.clause.start]
            heads = all(t.kind in (Kind.STOP, Kind.NUMBER) for t in marks)
            speaks = heads and is_speaker(self.work.folded.text, words)
            # «Tà Lùng giữ vai trò chủ lực: 612 triệu USD»: of the place that leads.
            led = next((t for t in words if t.kind in (Kind.PLACE, Kind.WORD, Kind.LABEL)), None)
            if led is not None and led.kind is Kind.PLACE and led.mention.kind != "foreign":
                return False
            spoken_of = any(t.kind is Kind.SCOPE for t in words)
            return bool(self.clause.unknown) and not speaks and not spoken_of
        if self.clause.alien or self.clause.subject is not False:
            return self.clause.alien
        first = next((i for i, t in enumerate(words) if t.kind in CONTENT), None)
        if first is None:
            return False
        for token in reversed(words[:first]):
            if token.text in SUBORDINATING:
                return False
            if token.kind not in (Kind.NEUTRAL, Kind.ATTRIBUTE, Kind.PERIOD):
                break
        return True

    def _is_pending(self) -> bool:
        """«xuất nhập khẩu, mua bán, trao đổi qua cửa khẩu đạt …»: a name that nothing said of."""
        if not self.clause.named:
            words = self.tokens[self.clause.start : self.position]
            leads = self.clause.subject is False and any(t.text in _LEADS for t in words)
            return self.pending and not leads
        for token in reversed(self.tokens[self.clause.start : self.position]):
            if token.kind is Kind.LABEL:
                return True
            if token.kind not in QUIET or token.text in _VERBS:
                return False
        return False

    def _target(self) -> None:
        before = self.tokens[self.position - 1] if self.position else None
        if before is not None and before.kind is Kind.COMPARED:
            # «So với mục tiêu cả năm, tỉnh mới đạt 45%»
            token = self.tokens[self.position]
            self.tokens[self.position] = replace(token, kind=Kind.PLAN)
            return
        # «đạt 82% mục tiêu», «vượt chỉ tiêu đề ra» are shares, everything else a target; what
        # stands in brackets behind a plan is its amount.
        after = self.tokens[self.position + 1 : self.position + 2]
        planned = bool(after) and after[0].kind is Kind.OPEN
        leads = (
            self.position - 1 == self.clause.start
            and self.tokens[self.position].text not in _GIVEN  # «kế hoạch phấn đấu đạt …»
        )
        share = before is not None and (
            before.kind is Kind.PERCENT or (before.kind is Kind.PLAN and not planned and not leads)
        )
        start = self.tokens[self.position].span.start
        lower, reach = self.work.folded.lower, max(0, start - _REVIEW_REACH)
        reviewed = _REVIEWED.search(lower, reach, self.tokens[self.position].span.end)
        self.muted = self.muted or not (share or reviewed)
