"""From tokens to slots: which number is which measure, with its growth, share, period and place.

A sentence is read once from left to right. A measure's name opens a slot; the next amount fills it;
percentages behind or before it are its growth or its share of plan. Unknown content next to a name,
or in a clause that has none, makes what follows something else, and it stays out. A clause without
content of its own goes on with what was spoken of («Cả năm ước đạt 360,65 tỷ USD»).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from extractor.numbers.change import DOWN, LEVEL, UP
from extractor.numbers.hedge import hedge_before
from extractor.numbers.period import PeriodMention
from extractor.numbers.place import PlaceMention
from extractor.reader import amount, enumeration, subject
from extractor.reader.anchor import Anchor
from extractor.reader.lexicon import PLACE_NOUNS, UNITS
from extractor.reader.percentage import attach, attach_alike, is_compared, is_level
from extractor.reader.slots import Clause, Context, Manner, Role, Slot
from extractor.reader.tokens import Kind, Token, Tokeniser
from extractor.schema import EditRule
from extractor.span import Span

_BREAKS = frozenset(",;:|.!?…-+")
_SCOPE_WORDS = frozenset(
    {
        *("tại", "trên", "ở", "qua", "của", "trong", "địa bàn", "trên địa bàn", "cục", "chi cục"),
        *("tỉnh", "thành phố", "cảng", "các", "hải quan", "cửa khẩu", "các cửa khẩu", "địa phương"),
    }
)
_QUIET = (Kind.NEUTRAL, Kind.ATTRIBUTE, Kind.PLACE, Kind.PERIOD, Kind.SCOPE)
_VERBS = frozenset(f"{UP}|{DOWN}|{LEVEL}|là|có|gặp|tăng mạnh|giảm mạnh".split("|"))
_SEVERAL = frozenset({"các", "những", "nhiều", "mọi"})
_JOINING = frozenset({",", "và", "-", "/", "&", "với", "cùng", "cộng"})


class Binder:
    """Binds the quantities of one paragraph; ``slots`` holds what came out, in order."""

    def __init__(
        self, tokeniser: Tokeniser, about: Anchor, context: Context, rules: Sequence[EditRule]
    ) -> None:
        self.tokeniser = tokeniser
        self.folded = tokeniser.folded
        self.about = about
        self.wholes = {frozenset(parts): whole for whole, parts in (r.composition for r in rules)}
        self.context = context
        self.slots: list[Slot] = []

    def sentence(self, stretch: Span) -> None:
        """Read one sentence."""
        _Sentence(self, self.tokeniser.sentence(stretch)).read()


@dataclass
class _Sentence:
    """The state of reading one sentence.

    ``elsewhere`` while a foreign subject leads («Khối FDI xuất khẩu …, nhập khẩu …»), ``company``
    where one company does, ``muted`` from a word of target on, ``estimate`` from a word of estimate
    on; ``fresh`` since a period, place or scope was named that no figure has taken yet; ``told``
    once a figure came out; ``outer`` is what an opening bracket interrupted; ``opened`` are all
    slots so far, ``group`` those filled in parallel, ``named_periods`` and
    ``named_places`` all that were named so far.
    """

    binder: Binder
    tokens: list[Token]
    slot: Slot | None = None
    subordinate: bool = False
    elsewhere: bool = False
    company: bool = False
    muted: bool = False
    estimate: bool = False
    fresh: bool = False
    told: bool = False
    respectively: bool = False
    pending: bool = False
    period: PeriodMention | None = None
    place: str | None = None
    scope: Span | None = None
    opened: list[Slot] = field(default_factory=list)
    group: list[Slot] = field(default_factory=list)
    named_periods: list[PeriodMention] = field(default_factory=list)
    named_places: list[str] = field(default_factory=list)
    position: int = 0
    clause: Clause = field(default_factory=lambda: Clause(0))
    outer: list[tuple[Clause, Slot | None]] = field(default_factory=list)

    def read(self) -> None:
        """Walk the tokens once."""
        while self.position < len(self.tokens):
            self._take(self.tokens[self.position])
            self.position += 1
        context = self.binder.context
        if not self.told and self.period is not None and self._carries(self.period):
            context.period = self.period
        if self.place is not None:
            context.place = self.place

    def _carries(self, period: PeriodMention) -> bool:
        """Whether what follows the sentence goes on with its period.

        A year named in passing does not carry; one that leads the sentence or a list does.
        """
        first, last = self.tokens[0], self.tokens[-1]
        return period.kind != "year" or last.text == ":" or first.mention is period

    def _take(self, token: Token) -> None:
        kind = token.kind
        match kind:
            case Kind.STOP | Kind.OPEN | Kind.CLOSE:
                self._boundary(token)
            case Kind.LABEL:
                self._label(token)
            case Kind.MONEY | Kind.NUMBER:
                if not self._in_parallel():
                    if kind is Kind.MONEY:
                        self._money(token)
                    else:
                        self._count()
            case Kind.PERCENT:
                if not self._percentages_in_parallel():
                    self._percent(token)
            case Kind.RESPECTIVELY:
                self.respectively = True
            case Kind.PERIOD:
                self._period(token)
            case Kind.PLACE:
                self._place(token.mention)
            case Kind.SCOPE:
                self._scope(token)
            case Kind.TARGET:
                self._target()
            case Kind.PLAN if not self.position:
                self.muted = True  # «Kế hoạch năm 2023, tỉnh xuất khẩu 900 triệu USD»
            case Kind.ESTIMATE:
                self.estimate = True
            case Kind.INCLUDING:
                self.subordinate = True
                self.clause = Clause(self.position + 1)
            case Kind.FOREIGN:
                self.elsewhere = self.elsewhere or self.clause.subject is None
                self.clause.foreign = True
                self.clause.unknown += 1
                self.slot = None
            case Kind.COMPANY:
                several = self.position and self.tokens[self.position - 1].text in _SEVERAL
                self.company = self.company or (self.clause.subject is None and not several)
                self.clause.unknown += 1
            case Kind.SAYING:
                self.clause = Clause(self.position + 1)
            case Kind.WORD:
                self.clause.unknown += 1
            case Kind.NEUTRAL if token.text in PLACE_NOUNS:
                self._own_place()
        if self.clause.subject is None:
            if kind in (Kind.WORD, Kind.COMPANY):
                self.clause.subject = False
            elif kind in (Kind.LABEL, Kind.PLACE) or token.text in subject.NOUNS:
                self.clause.subject = True

    def _boundary(self, token: Token) -> None:
        if token.kind is Kind.OPEN:
            self.outer.append((self.clause, self.slot))
            self.clause = Clause(self.position + 1, compared=self.clause.compared)
        elif token.kind is Kind.CLOSE:
            if self.outer:
                self.clause, self.slot = self.outer.pop()
        elif token.text in _BREAKS:
            self.pending = token.text == "," and self._is_pending()
            foreign = self.clause.foreign and token.text == ","
            self.elsewhere = self.elsewhere and token.text != ";"
            self.clause = Clause(self.position + 1, foreign=foreign)

    def _is_pending(self) -> bool:
        """«xuất nhập khẩu, mua bán, trao đổi qua cửa khẩu đạt …»: a name that nothing said of."""
        if not self.clause.named:
            return self.pending
        for token in reversed(self.tokens[self.clause.start : self.position]):
            if token.kind is Kind.LABEL:
                return True
            if token.kind not in _QUIET or token.text in _VERBS:
                return False
        return False

    def _target(self) -> None:
        before = self.tokens[self.position - 1] if self.position else None
        # «đạt 82% mục tiêu» is a share, everything else a target.
        self.muted = self.muted or before is None or before.kind is not Kind.PERCENT

    # Names

    def _label(self, token: Token) -> None:
        if subject.superseded(self.tokens, self.position):
            return
        if (
            self.elsewhere
            or self.company
            or subject.claimed(self.tokens, self.position, self.clause)
        ):
            self.clause.foreign = True
            self.slot = None
            return
        self.clause.foreign = False
        self.clause.named = True
        before = self.slot
        slot = self._open(token.mention, token.span, "direct")
        if before is not None and before.empty and self._joined(before.label.end, token.span.start):
            slot.joined = before

    def _joined(self, start: int, end: int) -> bool:
        """Whether nothing but «và», a comma or a dash stands between two names."""
        return self.binder.folded.lower[start:end].strip() in _JOINING

    def _open(self, measure: str, label: Span, manner: Manner) -> Slot:
        context = self.binder.context
        slot = Slot(
            measure,
            label,
            manner=manner,
            period=self.period or context.period,
            compared=self.clause.compared,
            place=self.place or context.place,
            approximate=self.estimate,
            head=not self.subordinate and not self.outer,
            scope=self.scope or context.scope,
        )
        self.slot = slot
        self.opened.append(slot)
        self.fresh = False
        if slot.head:
            context.head = measure
            context.topic = context.topic or measure
        return slot

    # Amounts

    def _money(self, token: Token) -> None:
        if self.muted or not amount.is_level(self.binder.folded, self.tokens, self.position):
            return
        slot = self.slot
        compared = amount.period_compared_with(self.tokens, self.position)
        if compared is not None and slot is not None and slot.quantity is not None:
            self._fill(self._past(slot, compared), token)
        elif amount.left_behind(self.tokens, self.position):
            self._left_behind(token)
        elif self._is_conversion(token) or self.clause.foreign:
            pass
        elif self.clause.backed is not None and slot is not None and not slot.back:
            self._fill(self._past(slot, self.clause.backed), token)
        elif (
            slot is not None
            and slot.quantity is None
            and (self.clause.named or self.pending or not self.clause.unknown)
        ):
            if not subject.itemised(self.tokens, self.position, self.clause):
                self._fill(slot, token)
        elif names := subject.name_behind(self.tokens, self.position):
            name = self.tokens[names[-1]]
            for index in names:
                self.tokens[index] = replace(self.tokens[index], kind=Kind.NEUTRAL)
            self._fill(self._open(name.mention, name.span, "direct"), token)
            self.clause.named = self.clause.behind = True
        elif (head := self._head()) is not None and self._goes_on():
            self._fill(self._open(head, token.span, "inherited"), token)

    def _left_behind(self, token: Token) -> None:
        """An amount that has become another one since, where the text says when it held."""
        period = amount.period_left(self.tokens, self.position)
        slot = self.slot
        if slot is None or slot.quantity is not None or period is None:
            return
        self._fill(replace(slot, period=period, compared=slot.period, back=True), token)
        after = self.tokens[self.position + 1]
        if after.kind is Kind.PERIOD:
            self.tokens[self.position + 1] = replace(after, kind=Kind.NEUTRAL)

    def _is_conversion(self, token: Token) -> bool:
        """«34,3 tỷ USD (tương đương 806.050 tỷ đồng)»: the same amount in another currency."""
        slot, quantity = self.slot, token.mention
        return (
            bool(self.outer)
            and slot is not None
            and slot.quantity is not None
            and slot.quantity.currency != quantity.currency
        )

    def _count(self) -> None:
        """«xuất khẩu 12,9 triệu tấn, tăng 140%»: the measure in another unit."""
        behind = self.tokens[self.position + 1 : self.position + 2]
        if behind and behind[0].text in UNITS and self.slot is not None and self.slot.empty:
            self.slot = None
            self.clause.foreign = True

    def _head(self) -> str | None:
        """The measure gone on with: the last, of another place the article's own."""
        context = self.binder.context
        elsewhere = self.place is not None and self.place != context.place
        return context.topic if elsewhere and not self.binder.slots else context.head

    def _goes_on(self) -> bool:
        """Whether a clause without a name goes on with the last one, saying only what is new."""
        return self.fresh and not self.clause.named and not self.clause.unknown

    def _fill(self, slot: Slot, token: Token) -> None:
        if slot.joined is not None and slot.joined.empty:
            # «xuất khẩu, nhập khẩu đạt 5 tỷ USD»: one amount for both is their whole.
            both = frozenset((slot.measure, slot.joined.measure))
            slot.measure = self.binder.wholes.get(both, slot.measure)
        slot.quantity = token.mention
        hedge = hedge_before(self.binder.folded, token.mention.number.start)
        slot.approximate = (
            (slot.approximate and not slot.back)
            or (self.estimate and not slot.back)
            or hedge.approximate
        )
        behind = amount.period_behind(self.tokens, self.position)
        own = self.period is None or amount.is_of_what_follows(self.tokens, self.position)
        if behind is not None and not slot.back and own:
            slot.period = behind
        self._emit(slot)

    def _emit(self, slot: Slot) -> None:
        if not slot.emitted:
            slot.emitted = True
            self.binder.slots.append(slot)
        if slot.head and not slot.back:
            self.told = True
            context = self.binder.context
            context.period, context.place, context.scope = slot.period, slot.place, slot.scope

    def _past(self, slot: Slot, period: PeriodMention) -> Slot:
        """The same measure in the period compared with: last year's, last month's amount."""
        return replace(
            slot,
            quantity=None,
            change=None,
            share=None,
            period=period,
            compared=slot.period,
            back=True,
        )

    def _percent(self, token: Token) -> None:
        slot = self.slot
        if (
            slot is None
            or self.muted
            or self.clause.foreign
            or amount.is_rate(self.binder.folded, token)
        ):
            return
        if self.clause.unknown and not self.clause.named:
            return
        stated = self._attach(slot, self.position)
        if stated is not None:
            self._emit(slot)

    def _attach(self, slot: Slot, position: int) -> Role | None:
        """Give the percentage at ``position`` to ``slot``, and remember what a level meant."""
        context = self.binder.context
        stated = attach(self.binder.folded, self.tokens, position, self.clause, slot, context.level)
        given = slot.share if stated == "share" else slot.change
        words = given.span.of(self.binder.folded.text) if given is not None else ""
        if stated is not None and is_level(words):
            context.level = stated
        return stated

    # Names and numbers in parallel

    def _in_parallel(self) -> bool:
        """Amounts in a row, each for one of as many names that have none yet."""
        names = [s for s in self.opened if s.empty]
        if self.muted or self.clause.foreign:
            return False
        run = enumeration.amounts(self.tokens, self.position)
        head = self._head()
        if run is not None and not self.opened and self.respectively and head is not None:
            names = [self._open(head, self.tokens[self.position].span, "inherited")]
        if run is not None and len(names) == 1:
            if len(self.named_periods) == len(run.positions):
                names = [replace(names[0], period=period) for period in self.named_periods]
            elif len(self.named_places) == len(run.positions) and self.respectively:
                names = [replace(names[0], place=place) for place in self.named_places]
        if run is None or not names or len(run.positions) != len(names):
            return False
        for slot in names:
            slot.joined = None
        for slot, index, quantity in zip(names, run.positions, run.quantities, strict=True):
            self._fill(slot, replace(self.tokens[index], kind=Kind.MONEY, mention=quantity))
        self.group = names
        self.slot = names[-1]
        self.position = run.positions[-1]
        return True

    def _percentages_in_parallel(self) -> bool:
        """Percentages in a row, each for one of the figures that were filled in a row."""
        run = enumeration.percentages(self.tokens, self.position)
        if run is None:
            return False
        group = self.group
        if not group and self.respectively:
            group = [s for s in self.opened if s.quantity is not None][-len(run.positions) :]
        if len(run.positions) != len(group):
            return False
        folded = self.binder.folded
        kinds = [
            self._attach(slot, index) for slot, index in zip(group, run.positions, strict=True)
        ]
        said: Role | None = next((kind for kind in kinds if kind is not None), None)
        for slot, index, kind in zip(group, run.positions, kinds, strict=True):
            if kind is None and said is not None:
                attach_alike(folded, self.tokens[index], said, slot)
        self.position = run.positions[-1]
        return True

    # Periods, places, scopes

    def _period(self, token: Token) -> None:
        mention: PeriodMention = token.mention
        if mention.role == "to_date" and (latest := self._latest()):
            mention = replace(latest, kind="cumulative", start=(1, 1), span=mention.span)
            self._own_period(mention)
        elif mention.role == "then":
            slot = self.slot
            self.clause.backed = slot.compared if slot is not None else None
        elif mention.role == "until":
            self.muted = True
        elif mention.kind == "years":
            self.clause.foreign = True
        elif is_compared(self.tokens, self.position):
            self.clause.compared = mention
            stood = {t.kind for t in self.tokens[self.clause.start : self.position]}
            if mention.role == "last_year" and not stood & {Kind.COMPARED, Kind.PERCENT}:
                self.clause.backed = mention
            if self.slot is not None and self.slot.compared is None:
                self.slot.compared = mention
        elif mention.kind not in ("date", "relative") and not self._since():
            self._own_period(mention)

    def _since(self) -> bool:
        """«chững lại từ quý II»: since when, and no period of its own."""
        return bool(self.position) and self.tokens[self.position - 1].text == "từ"

    def _latest(self) -> PeriodMention | None:
        """The period spoken of so far."""
        return self.period or self.binder.context.period or self.binder.about.period

    def _own_period(self, mention: PeriodMention) -> None:
        if self.period is not None and (mention.year or 9999) < (self.period.year or 0):
            self.estimate = False  # what is over is no longer estimated
        self.period = mention
        self.fresh = True
        self.named_periods.append(mention)
        if self.slot is not None and self.slot.empty:
            self.slot.period = mention

    def _place(self, mention: PlaceMention) -> None:
        if mention.kind == "foreign":
            self.elsewhere = self.elsewhere or self.clause.subject is None
            return
        if mention.kind == "country" and self.binder.about.place != mention.name:
            return
        if mention.kind == "province" and self._inside_gate():
            return
        self.place = mention.name
        self.named_places.append(mention.name)
        if self.slot is not None and self.slot.empty:
            self.slot.place = mention.name
        else:
            self.fresh = True

    def _inside_gate(self) -> bool:
        """«cửa khẩu Bờ Y (Kon Tum)», «cửa khẩu Hữu Nghị, Lạng Sơn»: where the gate lies."""
        for token in reversed(self.tokens[max(0, self.position - 3) : self.position]):
            if token.kind is Kind.PLACE:
                place: PlaceMention = token.mention
                return place.kind == "gate"
            if token.kind is not Kind.OPEN and token.text not in (",", "tỉnh", "của"):
                return False
        return False

    def _own_place(self) -> None:
        """«trên địa bàn», «toàn tỉnh»: the article's own place."""
        if self.place is None:
            self.place = self.binder.about.place
            if self.slot is not None and self.slot.quantity is None:
                self.slot.place = self.place

    def _scope(self, token: Token) -> None:
        end = token.span.end
        for index in range(self.position + 1, len(self.tokens)):
            following = self.tokens[index]
            if following.kind is not Kind.PLACE and following.text not in _SCOPE_WORDS:
                break
            end = following.span.end
        self.scope = Span(token.span.start, end)
        self.fresh = True
        if self.slot is not None and (self.slot.quantity is None or self.clause.behind):
            self.slot.scope = self.scope
