"""From tokens to slots: which number is which measure, with its growth, share, period and place.

A sentence is read once from left to right. A measure's name opens a slot; the next amount fills it;
percentages behind or before it are its growth or its share of plan. Unknown content next to a name,
or in a clause that has none, makes what follows something else, and it stays out. A clause without
content of its own goes on with what was spoken of («Cả năm ước đạt 360,65 tỷ USD»).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Literal

from extractor.folding import Folded
from extractor.numbers.hedge import hedge_before
from extractor.numbers.period import PeriodMention
from extractor.numbers.place import PlaceMention
from extractor.numbers.quantity import Quantity
from extractor.reader.lexicon import PLACE_NOUNS, RATE
from extractor.reader.tokens import Kind, Token
from extractor.span import Span

Manner = Literal["direct", "inherited"]


@dataclass(slots=True)
class Slot:
    """One figure on its way: a measure and what was found for it.

    ``head`` is false for a part of what was named before («trong đó …»). ``back`` marks a value of
    the period that the sentence compares with.
    """

    measure: str
    label: Span
    sentence: int
    manner: Manner = "direct"
    quantity: Quantity | None = None
    change: Span | None = None
    share: Span | None = None
    period: PeriodMention | None = None
    compared: PeriodMention | None = None
    place: str | None = None
    scope: Span | None = None
    approximate: bool = False
    head: bool = True
    back: bool = False

    @property
    def empty(self) -> bool:
        """Whether nothing was found for the measure yet."""
        return self.quantity is None and self.change is None and self.share is None


@dataclass(slots=True)
class Context:
    """What a sentence inherits from those before it in its paragraph."""

    period: PeriodMention | None = None
    place: str | None = None
    scope: Span | None = None
    head: str | None = None
    approximate: bool = False


@dataclass(slots=True)
class _Clause:
    """What stood in the clause so far; ``subject`` says whether its first noun is known."""

    start: int
    unknown: int = 0
    subject: bool | None = None
    label: bool = False
    foreign: bool = False
    compared: PeriodMention | None = None


_BREAKS = {",", ";", ":", "|", ".", "!", "?", "…"}
_DIRECTION = re.compile(
    r"(?<!\w)(?:tăng trưởng âm|tăng trưởng|tăng gấp|tăng thêm|tăng|sụt giảm|suy giảm|giảm sâu|giảm|"
    r"sụt|cao hơn|thấp hơn|nhiều hơn|ít hơn|nhỉnh hơn|hơn|kém|bằng|chỉ bằng|gấp|đạt|nhích|hụt|"
    r"vượt kế hoạch|vượt|hoàn thành|thực hiện|âm)(?!\w)"
)
_CHANGE_VERB = re.compile(
    r"(?<!\w)(?:tăng|giảm|sụt|cao hơn|thấp hơn|nhiều hơn|ít hơn|nhỉnh|hơn|kém|nhích|gấp|âm)(?!\w)"
)
_INDEX_VERB = re.compile(r"(?<!\w)(?:bằng|tương đương|đạt|chỉ còn)(?!\w)")
_GAP_WORDS = 4
"""Words that may stand between a verb of change and its number («tăng tới hơn 18%»)."""


class Binder:
    """Binds the quantities of one paragraph; ``slots`` holds what came out, in order."""

    def __init__(self, folded: Folded, main_place: str | None, context: Context) -> None:
        self.folded = folded
        self.main_place = main_place
        self.context = context
        self.slots: list[Slot] = []

    def sentence(self, index: int, tokens: list[Token]) -> None:
        """Read one sentence's tokens."""
        _Sentence(self, index, tokens).read()


@dataclass
class _Sentence:
    """The state of reading one sentence."""

    binder: Binder
    index: int
    tokens: list[Token]
    slot: Slot | None = None
    subordinate: bool = False
    muted: bool = False
    estimate: bool = False
    period: PeriodMention | None = None
    place: str | None = None
    scope: Span | None = None
    fresh: bool = False
    position: int = 0
    clause: _Clause = field(default_factory=lambda: _Clause(0))
    outer: list[tuple[_Clause, Slot | None]] = field(default_factory=list)
    waiting: list[Slot] = field(default_factory=list)
    plan_named: bool = False

    def read(self) -> None:
        """Walk the tokens and hand over the slots that hold something."""
        self.clause = _Clause(0)
        while self.position < len(self.tokens):
            token = self.tokens[self.position]
            self._take(token)
            self.position += 1

    def _take(self, token: Token) -> None:
        kind = token.kind
        if kind in (Kind.STOP, Kind.OPEN, Kind.CLOSE):
            self._boundary(token)
        elif kind is Kind.LABEL:
            self._label(token)
        elif kind is Kind.MONEY:
            self._money(token)
        elif kind is Kind.PERCENT:
            self._percent(token)
        elif kind is Kind.PERIOD:
            self._period(token)
        elif kind is Kind.PLACE:
            self._place(token)
        elif kind is Kind.SCOPE:
            self._scope(token)
        elif kind is Kind.TARGET:
            self._target()
        elif kind is Kind.ESTIMATE:
            self.estimate = True
        elif kind is Kind.INCLUDING:
            self._including()
        elif kind is Kind.FOREIGN:
            self.clause.foreign = True
            self.clause.unknown += 1
            self.slot = None
        elif kind is Kind.WORD:
            self.clause.unknown += 1
            if self.clause.subject is None:
                self.clause.subject = False
        elif kind is Kind.NEUTRAL and token.text in PLACE_NOUNS:
            self._own_place()
        if self.clause.subject is None and (
            kind in (Kind.LABEL, Kind.PLACE) or (kind is Kind.NEUTRAL and token.text in _NOUNS)
        ):
            self.clause.subject = True

    # Clauses

    def _boundary(self, token: Token) -> None:
        if token.kind is Kind.OPEN:
            self.outer.append((self.clause, self.slot))
            self.clause = _Clause(self.position + 1, compared=self.clause.compared)
        elif token.kind is Kind.CLOSE:
            if self.outer:
                self.clause, self.slot = self.outer.pop()
        elif token.text in _BREAKS or token.text in "-+":
            foreign = self.clause.foreign and token.text == ","
            self.clause = _Clause(self.position + 1, foreign=foreign)
            if token.text == ";":
                self.muted = self.muted and not self._own_label_ahead()

    def _own_label_ahead(self) -> bool:
        return False

    def _target(self) -> None:
        before = self.tokens[self.position - 1] if self.position else None
        if before is not None and before.kind is Kind.PERCENT:
            return  # «đạt 82% mục tiêu»: a share
        self.muted = True

    def _including(self) -> None:
        self.subordinate = True
        self.clause = _Clause(self.position + 1)

    # Names

    def _label(self, token: Token) -> None:
        if self._superseded():
            return
        if self._is_foreign(token):
            self.clause.foreign = True
            self.slot = None
            return
        self.clause.foreign = False
        self.clause.label = True
        self._open(token, "direct")

    def _superseded(self) -> bool:
        """Whether a more specific name follows at once («kim ngạch xuất khẩu»)."""
        after = self._next(self.position, skip=(Kind.NEUTRAL,), only=_ADJECTIVAL)
        return after is not None and after.kind is Kind.LABEL

    def _is_foreign(self, token: Token) -> bool:
        """Whether unknown content makes the name the measure of something else."""
        before = self._content_before(self.position)
        if before is not None:
            return before
        following = self._next(self.position, skip=(Kind.NEUTRAL,), only=_ADJECTIVAL)
        if following is None:
            return False
        if following.kind in (Kind.WORD, Kind.FOREIGN):
            return True
        if following.kind is Kind.MARKET:
            return True
        return following.kind is Kind.PLACE and following.mention.kind == "foreign"

    def _content_before(self, position: int) -> bool | None:
        """``True`` where content before the name claims it, ``None`` where nothing does."""
        index = position - 1
        attribute = False
        while index >= self.clause.start:
            token = self.tokens[index]
            if token.kind in (Kind.WORD, Kind.FOREIGN):
                adjacent = index == position - 1 or attribute or self._only_nouns(index, position)
                return True if adjacent else None
            if token.kind is Kind.ATTRIBUTE:
                if self.clause.unknown and self.clause.subject is False:
                    return True
                attribute = True
            elif token.kind in (Kind.PLACE, Kind.PERIOD, Kind.MONEY, Kind.PERCENT):
                return None
            elif token.kind is Kind.LABEL:
                pass  # «kim ngạch xuất khẩu»: the weaker name before it
            elif token.kind is Kind.NEUTRAL and token.text not in _NOUNS and not attribute:
                return None
            index -= 1
        return None

    def _only_nouns(self, start: int, end: int) -> bool:
        return all(
            t.kind is Kind.LABEL or t.text in _NOUNS for t in self.tokens[start + 1 : end]
        )

    def _open(self, token: Token, manner: Manner) -> Slot:
        context = self.binder.context
        measure: str = token.mention if token.kind is Kind.LABEL else (context.head or "")
        slot = Slot(
            measure,
            token.span,
            self.index,
            manner=manner,
            period=self.period or context.period,
            compared=self.clause.compared,
            place=self.place or context.place,
            approximate=self.estimate or context.approximate,
            head=not self.subordinate and not self.outer,
            scope=self.scope or context.scope,
        )
        self.slot = slot
        self.fresh = False
        if slot.head:
            context.head = measure
        self.waiting = [s for s in self.waiting if s.empty] + [slot]
        return slot

    # Numbers

    def _money(self, token: Token) -> None:
        quantity: Quantity = token.mention
        if quantity.ranged or self._is_rate(token) or self._is_plan_amount():
            return
        if self.muted:
            return
        compared = self._compared_before()
        if compared is not None and self.slot is not None and self.slot.quantity is not None:
            self._back(token, compared)
            return
        previous = self._previous()
        if (
            previous is not None
            and previous.text == "từ"
            and self.slot is not None
            and self.slot.quantity is None
            and (after := self._next(self.position)) is not None
            and after.kind is Kind.PERIOD
        ):
            base = replace(self.slot, period=after.mention)
            self._fill(base, token)
            return
        if self.clause.foreign:
            return
        slot = self.slot
        if slot is not None and slot.quantity is None and (
            self.clause.label or not self.clause.unknown
        ):
            if not self.clause.label:
                slot.manner = "inherited" if slot.sentence != self.index else slot.manner
            self._fill(slot, token)
            return
        label = self._label_behind()
        if label is not None:
            self._fill(self._open(label, "direct"), token)
            self.clause.label = True
            return
        if self.clause.unknown == 0 and not self.clause.label and self._may_elide():
            elided = self._open(token, "inherited")
            self._fill(elided, token)

    def _fill(self, slot: Slot, token: Token) -> None:
        slot.quantity = token.mention
        hedge = hedge_before(self.binder.folded, slot.quantity.number.start)
        slot.approximate = slot.approximate or self.estimate or hedge.approximate
        if not slot.back and self.period is not None and slot.period is None:
            slot.period = self.period
        after = self._next(self.position)
        if after is not None and after.kind is Kind.NEUTRAL:
            behind = self._next(self.position, skip=(Kind.NEUTRAL, Kind.ATTRIBUTE))
            after = behind
        if (
            after is not None
            and after.kind is Kind.PERIOD
            and after.mention.role == "own"
            and after.mention.kind not in ("date", "years")
            and self.period is None
        ):
            slot.period = after.mention
        self._emit(slot)

    def _emit(self, slot: Slot) -> None:
        if slot not in self.binder.slots:
            self.binder.slots.append(slot)
        if slot.head and not slot.back:
            context = self.binder.context
            context.period, context.place = slot.period, slot.place
            context.scope = slot.scope

    def _back(self, token: Token, compared: PeriodMention) -> None:
        """An amount of the period that the sentence compares with: last year's, last month's."""
        assert self.slot is not None
        slot = replace(
            self.slot,
            quantity=None,
            change=None,
            share=None,
            period=compared,
            compared=self.slot.period,
            back=True,
            approximate=False,
        )
        estimate, self.estimate = self.estimate, False
        self._fill(slot, token)
        self.estimate = estimate

    def _compared_before(self) -> PeriodMention | None:
        """The compared period that the amount stands right behind, in brackets or not."""
        index = self.position - 1
        while index >= 0 and self.tokens[index].kind in (
            Kind.OPEN,
            Kind.NEUTRAL,
            Kind.ATTRIBUTE,
            Kind.ESTIMATE,
        ):
            index -= 1
        if index < 0 or self.tokens[index].kind is not Kind.PERIOD:
            return None
        mention: PeriodMention = self.tokens[index].mention
        between = self.tokens[index + 1 : self.position]
        if not any(t.kind is Kind.OPEN for t in between):
            return None
        return mention if self._is_compared(index) else None

    def _label_behind(self) -> Token | None:
        """The measure's name right behind the amount («156 triệu USD hàng xuất khẩu»)."""
        index = self.position + 1
        while index < len(self.tokens) and self.tokens[index].kind is Kind.NEUTRAL:
            index += 1
        if index >= len(self.tokens) or self.tokens[index].kind is not Kind.LABEL:
            return None
        while (
            index + 1 < len(self.tokens)
            and self.tokens[index + 1].kind is Kind.LABEL
        ):
            index += 1
        token = self.tokens[index]
        position, self.position = self.position, index
        following = self._next(index, skip=(Kind.NEUTRAL,), only=_ADJECTIVAL)
        self.position = position
        if following is not None and following.kind in (Kind.WORD, Kind.FOREIGN, Kind.MARKET):
            return None
        self.tokens[index] = replace(token, kind=Kind.NEUTRAL)
        return token

    def _may_elide(self) -> bool:
        """Whether a clause without a name may go on with the last one: it must say what is new."""
        return self.binder.context.head is not None and (
            self.fresh or (self.slot is not None and self.slot.quantity is None)
        )

    def _is_rate(self, token: Token) -> bool:
        rest = self.binder.folded.lower[token.span.end : token.span.end + 12].lstrip()
        return rest.startswith(RATE)

    def _is_plan_amount(self) -> bool:
        """«kế hoạch năm là 6,9 tỷ USD»: the plan itself."""
        index = self.position - 1
        while index >= 0 and self.tokens[index].kind in (Kind.NEUTRAL, Kind.PERIOD, Kind.ATTRIBUTE):
            index -= 1
        if index < 0 or self.tokens[index].kind is not Kind.PLAN:
            return False
        return not any(t.kind is Kind.PERCENT for t in self.tokens[max(0, index - 1) : index])

    # Percentages

    def _percent(self, token: Token) -> None:
        slot = self.slot
        quantity: Quantity | None = token.mention
        if slot is None or self.muted or self.clause.foreign:
            return
        if quantity is not None and (quantity.ranged or self._is_rate(token)):
            return
        if self.clause.unknown and not self.clause.label:
            return
        low = self.binder.folded.lower
        begin = self.tokens[self.clause.start].span.start
        head_start = self._after_last_number(begin)
        head = low[head_start : token.span.start]
        if self._points(token) or any(
            t.kind is Kind.PROPORTION for t in self._since(head_start)
        ):
            return
        compared, end = self._compared_behind()
        compared = compared or self.clause.compared
        plan_end = self._plan_behind()
        start = self._verb_start(head_start, token.span.start)
        signed = token.text[:1] in "+-"
        verb = low[start : token.span.start]
        is_change = signed or _CHANGE_VERB.search(verb) is not None
        if plan_end is not None or (
            _plan_words(self._since(head_start)) and not is_change
        ):
            self.plan_named = True
            if slot.share is None:
                slot.share = Span(start, plan_end or token.span.end)
                self._emit(slot)
            return
        if "vượt" in verb.split() and not signed:
            return
        if compared is not None and not self._on_the_year(compared, slot):
            return
        index = _INDEX_VERB.search(verb) is not None
        if not is_change and index:
            if compared is not None:
                if slot.change is None:
                    slot.change = Span(start, end or token.span.end)
                    self._emit(slot)
            elif slot.share is None and self.plan_named:
                slot.share = Span(start, token.span.end)
                self._emit(slot)
            return
        if is_change and slot.change is None:
            stretch = token.span.end
            if quantity is not None and quantity.kind == "multiple" and end is not None:
                stretch = end
            slot.change = Span(start, stretch)
            self._emit(slot)

    def _points(self, token: Token) -> bool:
        return self.binder.folded.lower[: token.span.start].endswith("điểm ")

    def _after_last_number(self, begin: int) -> int:
        """Where the words that belong to this percentage begin."""
        for earlier in reversed(self.tokens[self.clause.start : self.position]):
            if earlier.kind in (Kind.MONEY, Kind.PERCENT):
                return earlier.span.end
        return begin

    def _since(self, start: int) -> list[Token]:
        return [t for t in self.tokens[: self.position] if t.span.start >= start]

    def _verb_start(self, begin: int, end: int) -> int:
        """The start of the verb that governs the number, the number itself where none does."""
        low = self.binder.folded.lower
        last = None
        for match in _DIRECTION.finditer(low, begin, end):
            if low.count(" ", match.end(), end) <= _GAP_WORDS:
                if last is None or low.count(" ", last.end(), match.start()) > 1:
                    last = match
        return last.start() if last is not None else end

    def _compared_behind(self) -> tuple[PeriodMention | None, int | None]:
        """The period compared with behind the percentage in its clause, and where it ends."""
        for index in range(self.position + 1, len(self.tokens)):
            token = self.tokens[index]
            if token.kind is Kind.PERIOD and self._is_compared(index):
                return token.mention, token.span.end
            if token.kind not in (Kind.COMPARED, Kind.NEUTRAL, Kind.ATTRIBUTE):
                break
        return None, None

    def _plan_behind(self) -> int | None:
        """Where the plan named right behind the percentage ends."""
        for token in self.tokens[self.position + 1 : self.position + 5]:
            if token.kind is Kind.PLAN or (
                token.kind is Kind.TARGET and token.text in ("mục tiêu", "chỉ tiêu năm")
            ):
                return token.span.end
            if token.kind not in (Kind.COMPARED, Kind.NEUTRAL, Kind.ATTRIBUTE):
                return None
        return None

    def _on_the_year(self, compared: PeriodMention, slot: Slot) -> bool:
        """Whether the comparison is with the year before and not with the month or quarter."""
        if compared.role == "last_year":
            return True
        if compared.role != "own" or compared.kind == "date":
            return False
        own = slot.period
        if compared.year is None or own is None or own.year is None:
            same = own is not None and (compared.start, compared.end) == (own.start, own.end)
            return compared.kind == "year" or same
        return compared.year == own.year - 1

    # Periods, places, scopes

    def _period(self, token: Token) -> None:
        mention: PeriodMention = token.mention
        if mention.role == "until":
            self.muted = True
            return
        if mention.kind == "years":
            self.clause.foreign = True
            return
        if self._is_compared(self.position):
            self.clause.compared = mention
            if self.slot is not None and self.slot.compared is None:
                self.slot.compared = mention
            return
        if mention.kind in ("date", "relative"):
            return
        self.period = mention
        self.fresh = True
        if self.slot is not None and self.slot.quantity is None and self.clause.label:
            self.slot.period = mention

    def _is_compared(self, index: int) -> bool:
        """Whether the period at ``index`` is what a number is compared with."""
        mention: PeriodMention = self.tokens[index].mention
        if mention.role in ("last_year", "previous"):
            return True
        for token in reversed(self.tokens[max(0, index - 3) : index]):
            if token.kind is Kind.COMPARED:
                return True
            if token.kind is Kind.NEUTRAL and token.text in _COMPARATIVES:
                return True
            if token.kind not in (Kind.NEUTRAL, Kind.ATTRIBUTE):
                return False
        return False

    def _place(self, token: Token) -> None:
        mention: PlaceMention = token.mention
        if mention.kind == "foreign":
            return
        if mention.kind == "country" and self.binder.main_place != mention.name:
            return
        if mention.kind == "province" and self._inside_place():
            return
        if self.slot is not None and self.slot.quantity is None and self.clause.label:
            if not (self.slot.place or "").startswith("cửa khẩu") or mention.kind == "gate":
                self.slot.place = mention.name
        if self.slot is None or self.slot.quantity is not None or not self.clause.label:
            self.fresh = True
        self.place = mention.name

    def _inside_place(self) -> bool:
        """«cửa khẩu Bờ Y (Kon Tum)», «cửa khẩu Hữu Nghị, Lạng Sơn»: where the gate lies."""
        for token in reversed(self.tokens[max(0, self.position - 3) : self.position]):
            if token.kind is Kind.PLACE:
                return token.mention.kind == "gate"
            if token.kind is not Kind.OPEN and token.text not in (",", "tỉnh"):
                return False
        return False

    def _own_place(self) -> None:
        if self.place is None:
            self.place = self.binder.main_place
            if self.slot is not None and self.slot.quantity is None:
                self.slot.place = self.place

    def _scope(self, token: Token) -> None:
        end = token.span.end
        for following in self.tokens[self.position + 1 :]:
            if following.kind not in (Kind.ATTRIBUTE, Kind.PLACE, Kind.NEUTRAL):
                break
            if following.kind is Kind.NEUTRAL and following.text not in _SCOPE_WORDS:
                break
            if following.kind is Kind.ATTRIBUTE and following.text not in _SCOPE_WORDS:
                break
            end = following.span.end
        self.scope = Span(token.span.start, end)
        self.fresh = True
        if self.slot is not None and self.slot.quantity is None:
            self.slot.scope = self.scope

    # Neighbours

    def _previous(self) -> Token | None:
        return self.tokens[self.position - 1] if self.position else None

    def _next(
        self,
        position: int,
        skip: tuple[Kind, ...] = (),
        only: frozenset[str] | None = None,
    ) -> Token | None:
        """The next token, those of the kinds in ``skip`` (and of the words in ``only``) left out."""
        for token in self.tokens[position + 1 :]:
            if token.kind in skip and (only is None or token.text in only):
                continue
            return token
        return None


def _plan_words(tokens: list[Token]) -> bool:
    return any(t.kind is Kind.PLAN for t in tokens)


_NOUNS = frozenset(
    ("tổng", "tổng số", "giá trị", "trị giá", "hoạt động", "tình hình", "lượng", "phần", "mảng")
    + ("hàng", "số", "mặt hàng", "các mặt hàng", "lĩnh vực", "kết quả", "hàng hóa")
)
_ADJECTIVAL = frozenset(("hàng", "hàng hóa", "hai chiều", "tổng", "giá trị"))
_COMPARATIVES = frozenset(("hơn", "kém", "gấp", "gấp đôi", "cao hơn", "thấp hơn", "nhiều hơn", "ít hơn"))
_SCOPE_WORDS = frozenset(
    ("tại", "trên", "ở", "qua", "của", "trong", "địa bàn", "trên địa bàn", "cục", "chi cục", "tỉnh")
    + ("thành phố", "cảng", "các", "hải quan", "cửa khẩu", "các cửa khẩu", "địa phương", "thuộc")
)
