"""From tokens to slots: which number is which measure, with its growth, share, period and place.

A sentence is read once from left to right. A measure's name opens a slot; the next amount fills it;
percentages behind or before it are its growth or its share of plan. Unknown content next to a name,
or in a clause that has none, makes what follows something else, and it stays out. A clause without
content of its own goes on with what was spoken of («Cả năm ước đạt 360,65 tỷ USD»).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import dropwhile

from extractor.numbers.region import REGIONS
from extractor.reader import amount, earlier, enumeration, subject
from extractor.reader.clauses import RELATIVE
from extractor.reader.counting import Counting
from extractor.reader.exemplified import NUMBERS
from extractor.reader.lexicon import PLACE_NOUNS
from extractor.reader.past import NOW
from extractor.reader.phrasing import phrased
from extractor.reader.placing import CONCEDING
from extractor.reader.pointing import LOCAL, POINTING_OFFICES
from extractor.reader.slots import Clause
from extractor.reader.tokens import Kind, Token, is_noun
from extractor.reader.work import Work
from extractor.span import Span

_OUTCOME = frozenset({"kết quả", "thực tế"})
"""After a target these lead back to what came of it."""
_OPPOSITE = frozenset({"chiều ngược lại", "hướng ngược lại", "phía ngược lại", "chiều còn lại"})
"""These name the other of two parts of a whole."""
_SPENT = re.compile(
    r"(?<!\w)(?:vốn|đầu tư|dự án|fdi|oda|vay|nợ|tín dụng|tài trợ|viện trợ|kiều hối|ngân sách"
    r"|thế giới|toàn cầu|thị trường|quốc gia)(?!\w)"
)
"""Money that no goods are worth, or goods of more than a place."""
_CAUSING = frozenset({"khiến", "khiến cho", "làm cho", "giúp", "giúp cho", "nên", "cho nên"})
_WITHIN = frozenset({"trong", "cho", "cả", "tính"})
_THIS = (" này", " đó", " ấy", " nói trên")


class Binder(Work):
    """Binds the quantities of one paragraph; ``slots`` holds what came out, in order."""

    def sentence(self, stretch: Span) -> frozenset[str]:
        """Read one sentence; the measures of which it speaks, its tokens are the last ``read``."""
        if self.context.counted is not None:
            cell, headed = self.tokeniser.cell(stretch), self.begun and not self.read
            tokens = enumeration.counted_in(cell, self.context.counted, headed=headed)
        elif self.leads or stretch.of(self.folded.text).rstrip().endswith(":"):
            tokens = self.tokeniser.cell(stretch)
        else:
            tokens = self.tokeniser.sentence(stretch)
        tokens = enumeration.carried(self.folded, tokens)
        tokens = phrased(self.folded, tokens, self.wholes, self.tokeniser.words)
        sentence = _Sentence(self, tokens, muted=self.planned)
        sentence.fresh = self.begun and not self.read
        sentence.read()
        return frozenset(slot.measure for slot in sentence.opened)


class _Sentence(Counting):
    """Reads one sentence, token by token."""

    def read(self) -> None:
        """Walk the tokens once."""
        self.led = self.work.led
        self._place_of_parts()
        while self.position < len(self.tokens):
            self._take(self.tokens[self.position])
            self.position += 1
        self._take_left_behind()
        context = self.work.context
        if not self.work.lasting:
            self.work.off_year = None  # «gấp rưỡi năm 2019» is said of one figure
        self._date_undated()
        if not self.amounts and len({s.measure for s in self.opened}) == 1:
            context.head = self.opened[0].measure  # «Trong đó, các tỉnh dẫn đầu về xuất khẩu gồm …»
        own = [s for s in self.opened if s.quantity is not None and not s.back]
        if any(s.share is not None for s in own):
            told = Counter(s.measure for s in own)
            for slot in own:
                slot.measured = told[slot.measure] == 1
        if self.denied and len(own) == 1:
            own[0].denied = tuple(self.denied)
        carried = self.work.carried
        if carried is not None and any(p.may_equal(carried) for p in self.named_periods):
            # «862 triệu USD ước thực hiện trong 6 tháng»: the sentence says so itself.
            self.work.carried = None
            for slot in self.opened:
                slot.meanwhile = ()
        if self.led is not None and not any(self.work.read) and self.led.kind == "year":
            self.work.led = self.led
        self._note_sizes()
        self.work.read.append(self.tokens)
        self.work.numbered |= any(t.kind in (Kind.MONEY, Kind.PERCENT) for t in self.tokens)
        lone = not self.told and context.listed is None
        if lone and self.period is not None and self._carries(self.period):
            context.period = self.period
        if self.place is not None and not self._is_where_state_tells():
            before, self.work.instead = self._passed_over()
            context.place, context.last = before or self.place, self.place
            context.last_region = self.place if self.place in REGIONS else context.last_region
            self.work.passed = None if self.amounts else self.place
            self.work.unplaced = False
        self._note_sites()
        if self.early and not self.opened and not self.amounts:
            self._say_more()
        self._note_ranking()
        if self.tokens and (self.tokens[-1].text == ":" or self.work.leads):
            self._lead_list()
        asks = bool(self.tokens) and self.tokens[-1].text == "?"
        if asks or self.amounts:
            context.asked = asks and bool(self.opened) and self.opened[-1].empty

    def _note_sizes(self) -> None:
        """«Da giày 341 triệu USD»: amounts of the text's own place that are a part or an aim.

        Not beside another place, nor where money is put somewhere, owed or all the world's.
        """
        work = self.work
        told = {slot.quantity.span for slot in self.opened if slot.quantity is not None}
        amounts = [t.mention for t in self.tokens if t.kind is Kind.MONEY and t.span not in told]
        sure = [amount for amount in amounts if len(amount.readings) == 1]
        named = {t.mention.name for t in self.tokens if t.kind is Kind.PLACE}
        if (
            not sure
            or named - {work.about.place}
            or any(t.kind is Kind.FOREIGN for t in self.tokens)
        ):
            return
        words = self.tokens[0].span.start, self.tokens[-1].span.end
        if _SPENT.search(work.folded.lower, *words) is None:
            work.beside += sure

    def _take(self, token: Token) -> None:
        if token.text in RELATIVE and self._describes_gate():
            token = self.tokens[self.position] = replace(token, kind=Kind.NEUTRAL)
        if token.text == ":" and self._is_told_of_bracketed():
            token = self.tokens[self.position] = replace(token, kind=Kind.NEUTRAL)
        token = self._note_sector(token)
        self._note_supposed(token)
        self.local = self.local or token.text in LOCAL or token.text in PLACE_NOUNS
        if token.kind in (Kind.LABEL, Kind.NEUTRAL, Kind.SCOPE):
            self._sites_spoken_of(token)
            self._provinces_together(token)
        match token.kind:
            case Kind.STOP | Kind.OPEN | Kind.CLOSE:
                self._boundary(token)
            case Kind.LABEL:
                self._label(token)
            case Kind.MONEY | Kind.NUMBER | Kind.PERCENT:
                self._number(token)
            case Kind.RESPECTIVELY:
                self.respectively = True
            case Kind.PERIOD:
                self._period(token)
            case Kind.PLACE:
                self._place(token.mention)
            case Kind.SCOPE:
                self._scope(token)
            case Kind.TARGET if not self._names_later_half():
                self._target()
            case Kind.PLAN if not self.position or self._is_set():
                self.muted = True  # «Kế hoạch năm 2023, tỉnh xuất khẩu 900 triệu USD»
            case Kind.ESTIMATE:
                self._estimate(token)
            case Kind.INCLUDING:
                # «Cụ thể, …» at the head of what tells nothing before it includes nothing.
                told = self.position > 0 or self.work.context.head is not None
                part = told or not token.text.startswith("cụ thể")
                self.subordinate = part and not self._lists_scope()
                self.clause = Clause(self.position + 1)
            case Kind.FOREIGN if not self._is_included():
                self._foreign()
            case Kind.COMPANY:
                self._company()
            case Kind.SAYING if not self._is_said_of():
                self.firm = self.firm or self._is_firm()
                self.clause = Clause(self.position + 1)
            case Kind.WORD if subject.is_unit(self.tokens, self.position):
                return
            case Kind.WORD if token.name and self._name_site():
                return
            case Kind.WORD if token.text == "nơi" and self.position > self.clause.start:
                return  # «Đây cũng là nơi …»: the place itself
            case Kind.WORD:
                self.clause.unknown += 1
            case Kind.NARROWING if self.clause.subject is None and token.text.endswith(_THIS):
                self.clause.unknown += 1  # «Nhóm này bằng 38,7% …»: what the clause is about
                self.clause.subject = False
            case Kind.NEUTRAL:
                self._point(token)
        self._note_subject(token)

    def _lists_scope(self) -> bool:
        """«Tính đủ các loại hình, bao gồm cả hàng quá cảnh, …»: what a scope has in it."""
        led = [t for t in self.tokens[: self.position] if t.text != ","]
        return bool(led) and led[-1].kind is Kind.SCOPE and not self.opened

    def _number(self, token: Token) -> None:
        """Bind a number, with those in a row with it or alone."""
        if token.kind is Kind.PERCENT:
            if not self._percentages_in_parallel():
                self._percent(token)
            return
        money = token.kind is Kind.MONEY
        self.amounts += money and not self._is_of_plan()
        if money and amount.is_left_over(self.work.folded, self.tokens, self.position):
            self.work.rests.append(token.mention)
        if self._in_parallel():
            return
        if token.kind is Kind.MONEY:
            self._note_revenue()
            self._money(token)
        else:
            self._count()

    def _point(self, token: Token) -> None:
        """Follow a word that points to what was told: an outcome, a measure, a place."""
        if token.text in NOW:
            self._come_to_now(token)
        if token.text in _OUTCOME or self._is_done(token):
            self.muted = self.clause.alien = False
        elif token.text == "con số":
            self.clause.alien = False  # stands for the measure spoken of
        elif token.text in _OPPOSITE:
            self._turn_round(token)
        elif token.text in _CAUSING and self._is_cause():
            self.clause = Clause(self.position + 1)
            self.since = self.fresh, self.period, self.place
        elif token.text in earlier.THEN:
            self._go_back_then()
        elif self._territory_pointed_to(token):
            pass
        elif token.text in PLACE_NOUNS:
            self._own_place()
        elif token.text in POINTING_OFFICES:
            self._office_pointed_to(token)
        elif token.text in LOCAL:
            self._place_pointed_to(token)
        elif token.text.lower() in CONCEDING and not self.named_places:
            self._subject_ahead()

    def _is_cause(self) -> bool:
        """«Đơn hàng thưa khiến sáu tháng đầu năm, kim ngạch …»: whether what came of it begins with
        a time of its own, and the cause names no measure and no number."""
        words = self.tokens[self.clause.start : self.position]
        behind = self.tokens[self.position + 1 : self.position + 3]
        led = dropwhile(lambda t: t.text in _WITHIN, behind)
        told = (*NUMBERS, Kind.LABEL, Kind.COMPANY, Kind.FOREIGN)
        timed = [t.kind for t in led][:1] == [Kind.PERIOD]
        return timed and all(t.kind not in told for t in words)

    def _note_subject(self, token: Token) -> None:
        """Note whether the clause's first noun is known, once there is one."""
        if self.clause.subject is not None:
            return
        if token.kind in (Kind.WORD, Kind.COMPANY):
            self.clause.subject = False
        elif token.kind in (Kind.LABEL, Kind.PLACE, Kind.SCOPE) or is_noun(token):
            behind = self.tokens[self.position + 1 : self.position + 2]
            goods = token.kind is Kind.NEUTRAL and bool(behind) and behind[0].kind is Kind.WORD
            self.clause.subject = not goods  # «hàng may mặc», «giá trị sản xuất»
