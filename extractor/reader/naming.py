"""Names of measures: which slot a name opens, and which names open none."""

from __future__ import annotations

from dataclasses import replace
from itertools import dropwhile, pairwise

from extractor.numbers.period import PeriodMention
from extractor.reader import earlier, subject
from extractor.reader.beside import Beside
from extractor.reader.clauses import QUIET
from extractor.reader.comparison import is_compared
from extractor.reader.lexicon import PLACE_NOUNS, WHOLE_PLACES
from extractor.reader.percentage import attach
from extractor.reader.placing import CAUSING
from extractor.reader.slots import Slot
from extractor.reader.tokens import Kind, Token, is_noun

_LEADING = earlier.FROM | {"với"}
_OWN = frozenset({"tỉnh", "thành phố", "địa phương", "cả nước", "toàn ngành"})
_OWNERS = PLACE_NOUNS | _OWN
_FIRST_PERSON = frozenset({"chúng tôi", "tôi", "mình", "đơn vị"})
_DONE = frozenset({"đã", "chỉ", "mới", "đang", "vẫn", "cũng", "từng"})
"""Adverbs that make the name behind them a verb."""
_COORDINATING = frozenset({"với", "nhưng", "song", "và", "mà", "tuy nhiên", "thì", "có"})
"""Before a bare name these go on with what the clause before was about, and draw no conclusion."""
_BESIDE = 2
_OWNED = 6
"""Tokens behind a name among which stands whose it is."""


class Naming(Beside):
    """Opens slots for the names that a sentence gives measures."""

    def _label(self, token: Token) -> None:
        if subject.superseded(self.tokens, self.position):
            return
        if token.text.lower() not in self.work.generic:
            self.work.context.spelled |= {token.mention}
        if subject.leads_nowhere(self.tokens, self.position) or self._names_told(token):
            return
        if self._names_no_other(token) or self._is_held_against(token):
            return
        if self._is_verb_of_own(token):
            return
        token = self.tokens[self.position]
        if subject.shared(self.tokens, self.position, self.work.generic):
            self.clause.whole = self.position
            context = self.work.context
            if context.head is None:
                context.head = context.topic = token.mention  # what a list below is of
            led = self.tokens[self.clause.start : self.position]
            share = bool(led) and all(t.kind in (Kind.PERCENT, *QUIET) for t in led)
            if self.clause.subject is False or share:
                self.clause.foreign = True
                self.slot = None
            return
        if self._goes_with_claimed(token):
            return
        apart = self.elsewhere or self.company or self._is_of_firm() or self._is_of_topic()
        apart = apart or self._is_of_refused() or self._is_of_goods_behind()
        if apart or subject.claimed(self.tokens, self.position, self.clause):
            self.clause.claimed = None if apart else (token.mention, token.span)
            self.clause.foreign = True
            self.strayed = not self.opened
            self.slot = None
            return
        self.clause.foreign = False
        self.clause.claimed = self.apart = None
        self.clause.named = True
        before, rivals = self.slot, self.vague or self._waiting_beside(token)
        slot = self._open(token.mention, token.span, "direct")
        slot.astray = self.doubted
        slot.rivals, self.vague = rivals, ()
        waits = before is not None and before.empty and before.manner == "direct"
        if waits and before and self._joined(before.label.end, token.span.start):
            slot.joined = before
        if self.early:
            slot.period = self._dated_ahead() or slot.period
        for position, clause in self.early:
            between = self.tokens[position : self.position]
            if any(t.text == ";" for t in between):
                continue  # «Năm 2024 tăng thêm 21%; phần xuất khẩu 97 triệu USD»: of the whole
            kinds = {t.kind for t in between}
            if Kind.MONEY in kinds and Kind.OPEN not in kinds:
                continue  # «GRDP tăng trưởng 9,5%, mỗi người làm ra 5.300 USD, xuất khẩu …»
            attach(self.work.folded, self.tokens, position, clause, slot, self.work.context.level)
        self.early.clear()
        if self.ahead is not None:
            self._take_ahead(slot, *self.ahead)

    def _dated_ahead(self) -> PeriodMention | None:
        """«Tăng 58% so với nửa đầu năm 2023, kim ngạch từ đầu năm đến hết tháng 6 lên …»: when the
        name is of, by what stands between it and its amount."""
        for index in range(self.position + 1, len(self.tokens)):
            token = self.tokens[index]
            if token.kind in (Kind.MONEY, Kind.STOP, Kind.PERCENT):
                break
            if token.kind is Kind.PERIOD and not is_compared(self.tokens, index):
                mention: PeriodMention = token.mention
                own = mention.role == "own" and mention.kind not in ("date", "years", "relative")
                return mention if own else None
        return None

    def _names_told(self, token: Token) -> bool:
        """«Ở chiều ngược lại, tỉnh chi 164 triệu USD nhập khẩu máy móc, sợi và hóa chất»: the name
        right behind an amount that has its measure from before.

        A list of goods behind it is all that was traded, one alone may be a part.
        """
        slot, before = self.slot, self.tokens[self.position - 1 : self.position]
        if slot is None or slot.quantity is None or slot.manner != "inherited":
            return False
        if slot.measure != token.mention or not before or before[0].mention is not slot.quantity:
            return False
        slot.adrift = slot.adrift and not self._lists_goods()
        return True

    def _lists_goods(self) -> bool:
        """Whether goods follow the name one after another, the last of them behind «và»."""
        listed = False
        for token, behind in pairwise(self.tokens[self.position + 1 :]):
            if token.kind not in (Kind.WORD, Kind.STOP, Kind.NEUTRAL) or token.text in ".;":
                return False
            if token.text == "và" and behind.kind is Kind.WORD:
                return listed
            listed = listed or token.text == ","
        return False

    def _take_ahead(self, slot: Slot, at: int, period: PeriodMention | None, led: str) -> None:
        """«Với 512 triệu USD, xuất khẩu …», «Từ mức 560 triệu USD năm 2019, xuất khẩu …»."""
        self.ahead = None
        token = self.tokens[at]
        if led == "với":
            self._fill(slot, token)
        elif (left := earlier.period_left_at_once(self.tokens, at)) is not None:
            if self.period is left:
                slot.period = self.period = period
            own = slot.period or self._period_ahead() or self.work.context.period
            self._fill(replace(slot, period=left, compared=own, back=True), token)
            slot.period = slot.period or own

    def _period_ahead(self) -> PeriodMention | None:
        """The time named between the name and its amount."""
        return next((t.mention for t in self._own_words() if t.kind is Kind.PERIOD), None)

    def _leads(self) -> bool:
        """Whether an amount at the sentence's head waits for the name that follows it.

        «Với 512 triệu USD», «Từ 560 triệu USD của năm 2019», «So với mức 560 triệu USD năm 2019».
        """
        words = self.tokens[self.clause.start : self.position]
        led = bool(words) and words[0].text in _LEADING
        led = led or any(t.kind is Kind.COMPARED for t in words)
        quiet = (*QUIET, Kind.COMPARED)
        return led and not self.clause.unknown and all(t.kind in quiet for t in words)

    def _names_no_other(self, token: Token) -> bool:
        """«Ở chiều nhập, kim ngạch đạt …», «xuất khẩu gạo 5 tấn, kim ngạch …»: of what was named.

        A name that can be of any measure is of the one that waits for its amount, and of what a
        foreign clause is about. With «tổng» it is the whole's own.
        """
        if token.text.lower() not in self.work.generic:
            return False
        before = self.tokens[self.position - 1].text if self.position else ""
        if before.startswith("tổng") and not self._waits_for_sum():
            if (raised := self._raised()) is not None:
                self.tokens[self.position] = replace(token, mention=raised)
            return False
        if self.clause.reported:
            return True
        if subject.claimed(self.tokens, self.position, self.clause):
            return False
        told = self.work.context.headed or self.work.context.listed
        if self.slot is None and told is not None:
            # Below a heading «Xuất khẩu», or in a list of it, the name is of that.
            self.tokens[self.position] = replace(token, mention=told)
            return False
        if not self.opened and (only := self._told_alone(token.mention)) is not None:
            self.tokens[self.position] = replace(token, mention=only)
            return False
        if not (self.slot is not None and self.slot.empty) and (ranked := self._of_ranking(token)):
            measure, self.vague = ranked
            self.tokens[self.position] = replace(token, mention=measure)
            return False
        if not self.opened and (part := self._part_spoken_of(token)) is not None:
            self.tokens[self.position] = replace(token, mention=part)
            near = self._spoken_of_before() == part
            self.vague = () if near else (token.mention,)
            return False
        if self.slot is None or self.outer:
            return False
        if self.slot.quantity is not None:
            if self._speaks_of_one():
                self.tokens[self.position] = replace(token, mention=self.slot.measure)
            return False
        self.clause.named = True
        return True

    def _waits_for_sum(self) -> bool:
        """«250 doanh nghiệp tham gia xuất khẩu với tổng kim ngạch 2,4 tỷ USD»: of what waits."""
        led = self.tokens[max(0, self.position - 2)].text == "với"
        return led and self.clause.named and self.slot is not None and self.slot.empty

    def _raised(self) -> str | None:
        """«xuất khẩu tháng 4 đạt 98 triệu USD, nâng tổng kim ngạch 4 tháng lên 402 triệu USD».

        What is raised by an amount is of its measure, unless it is of the same time as the amount
        and another measure was told, with which it may be summed up.
        """
        led = [t for t in self._words()[:-1] if t.kind not in (Kind.PERIOD, Kind.STOP)]
        raising = next((t for t in reversed(led) if t.text not in ("mức", "con số")), None)
        lately = self.work.context.lately if self.work.slots else ()
        measures = {s.measure for s in self.opened} or {*lately}
        if raising is None or raising.text not in CAUSING or len(measures) != 1:
            return None
        measure = measures.pop()
        own = [t for t in (*self._words(), *self._own_words()) if t.kind is Kind.PERIOD]
        other = {*self.work.context.named} - {measure}
        parts = next((p for p in self.work.wholes if measure in p), frozenset())
        return measure if self._is_of_place() and (own or not other & parts) else None

    def _is_of_place(self) -> bool:
        """Whether the name has no other place than what the sentence told before it."""
        told = self.opened[-1].place if self.opened else self.work.context.place
        places = [t.mention.name for t in self._own_words() if t.kind is Kind.PLACE]
        return not self.named_places and all(place == told for place in places)

    def _speaks_of_one(self) -> bool:
        """«xuất khẩu quý III đạt 240 triệu USD, đưa kim ngạch 9 tháng lên 690 triệu USD».

        Of one measure so far and of no other place.
        """
        return len({s.measure for s in self.opened}) == 1 and self._is_of_place()

    def _words(self) -> list[Token]:
        """The words of the clause before the name."""
        return self.tokens[self.clause.start : self.position]

    def _is_of_topic(self) -> bool:
        """«Riêng hạt điều, tỉnh xuất 118 triệu USD», «Sầu riêng vào vụ, đã xuất 390 triệu USD».

        Unless the place's whole is told of; behind a clause about goods, where the name is a verb
        that has no other subject, or a bare one («Da giày gặp khó, kim ngạch còn 52 triệu USD»).
        """
        words = self._words()
        if self.topic is None or any(t.text in WHOLE_PLACES for t in words):
            return False
        if self.topic == "alone":
            return True
        if self._has_own_place():
            return False
        if self.tokens[self.position].text.lower() in self.work.generic and all(
            t.text in _COORDINATING for t in words
        ):
            return True
        subjectless = all(t.kind is Kind.NEUTRAL and t.text not in _OWN for t in words)
        return subjectless and any(t.text in _DONE for t in words[-_BESIDE:])

    def _has_own_place(self) -> bool:
        """«Than qua La Lay nhiều, đã kéo kim ngạch của cửa khẩu này lên …»: a place's, by «của»."""
        after = subject.following(self.tokens, self.position)
        behind = self.tokens[self.position + 1 :]
        if after is None or after.text != "của":
            return False
        owner = behind[behind.index(after) + 1 :][:1]
        return bool(owner) and (
            owner[0].text in _OWNERS
            or owner[0].text in subject.TERRITORIES
            or (owner[0].kind is Kind.PLACE and owner[0].mention.kind != "foreign")
        )

    def _is_of_refused(self) -> bool:
        """«Thu 8.914 tỷ đồng, trong đó xuất nhập khẩu 402 tỷ đồng»: a part of something else.

        What the sentence began with has an amount, of nothing that has a name here, in the same
        currency.
        """
        if not (self.subordinate and self.refused) or self.opened:
            return False
        before, behind = self.tokens[: self.position], self.tokens[self.position :]
        whole = next((t.mention for t in reversed(before) if t.kind is Kind.MONEY), None)
        own = next((t.mention for t in behind if t.kind is Kind.MONEY), None)
        return whole is not None and own is not None and whole.currency == own.currency

    def _is_of_goods_behind(self) -> bool:
        """«xuất khẩu của nhóm hàng công nghiệp chế biến», «… của ngành dệt may»: whose it is."""
        behind = self.tokens[self.position + 1 : self.position + 1 + _OWNED]
        if not behind or behind[0].text != "của":
            return False
        own = list(dropwhile(lambda t: t.kind is Kind.NEUTRAL or is_noun(t), behind[1:]))
        first = own[0] if own else None
        if first is None or first.kind is not Kind.WORD:
            return False
        lower = self.work.folded.lower
        known = (self.work.subjects.match(lower, t.span.start) for t in own[:_BESIDE])
        return first.text in self.work.items or any(known)

    def _is_of_firm(self) -> bool:
        """«Giám đốc một công ty cho biết năm nay đơn vị xuất 42 triệu USD»: the company's own.

        So is what is said by «chúng tôi» where who says it is told behind.
        """
        words = self._words()
        if any(t.kind is Kind.PLACE or t.text in _OWNERS for t in words):
            return False
        if self.firm:
            return True
        if not any(t.text in _FIRST_PERSON for t in words):
            return False
        kinds = [t.kind for t in self.tokens[self.position :]]
        return Kind.COMPANY in kinds and Kind.SAYING in kinds

    def _goes_with_claimed(self, token: Token) -> bool:
        """«xuất khẩu sang Hàn Quốc 2,1 tỷ USD, nhập khẩu 3,4 tỷ USD»: both with that partner.

        What stands right behind a comma and says nothing of its own. Behind goods it is only in
        doubt.
        """
        self.doubted = False
        claim = self.clause.claimed
        if self.clause.foreign and self._is_balance_with_partner(token):
            self.slot = None
            return True
        if (
            claim is None
            or claim[0] == token.mention
            or self.tokens[self.clause.start - 1].text != ","
        ):
            return False
        if not any({claim[0], token.mention} <= parts for parts in self.work.wholes):
            return False
        if any(t.kind is not Kind.NEUTRAL or t.text in _OWN for t in self._words()):
            return False
        for following in self.tokens[self.position + 1 :]:
            if following.kind is Kind.MONEY:
                break
            if following.kind not in (Kind.NEUTRAL, Kind.ATTRIBUTE, Kind.ESTIMATE):
                return False
        partnered = self._has_partner(claim[1].end)
        self.doubted = not partnered
        if partnered:
            # What the sum bears out is all the same the whole of it («sang Lào, Thái Lan»).
            self.clause.claimed = token.mention, token.span
            self.clause.foreign = True
            self.slot = None
        return partnered

    def _is_balance_with_partner(self, token: Token) -> bool:
        """«xuất khẩu sang Hàn Quốc 2,1 tỷ USD, nhập siêu 1,3 tỷ USD»: of the trade with it."""
        balances = {rule.balance for rule in self.work.balances}
        led = all(t.kind is Kind.NEUTRAL and t.text not in _OWN for t in self._words())
        return token.mention in balances and led and self._has_partner(0)

    def _has_partner(self, since: int) -> bool:
        """Whether a market or another country was named from an offset on, before the clause."""
        return any(
            t.kind is Kind.NARROWING or (t.kind is Kind.PLACE and t.mention.kind == "foreign")
            for t in self.tokens[: self.clause.start]
            if t.span.start >= since
        )
