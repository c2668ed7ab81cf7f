"""Opening and filling slots: what a name starts, what an amount completes, what is handed over."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from extractor.numbers.hedge import hedge_before
from extractor.numbers.period import PeriodMention
from extractor.numbers.quantity import Quantity
from extractor.reader import earlier
from extractor.reader.comparison import (
    compared_with,
    hold_against,
    is_of_half,
    is_within_month,
    on_the_year,
)
from extractor.reader.home import HOME, UNNAMED
from extractor.reader.percentage import attach
from extractor.reader.planned import is_planned, of_plan, stands_behind
from extractor.reader.slots import Clause, Manner, Role, Slot, Topic
from extractor.reader.stepping import date_by_month_before
from extractor.reader.tokens import Kind, Token
from extractor.reader.verb import is_level
from extractor.reader.work import Work
from extractor.span import Span

CONTENT = (Kind.WORD, Kind.COMPANY, Kind.FOREIGN)
"""What is no measure, period or place and says something of its own."""
_NEAR = 8
"""Figures back to which a paragraph tells a whole that is gone on with."""
_JOINING = frozenset({",", "và", "lẫn", "-", "/", "&", "với", "cùng", "cộng"})


@dataclass
class Filling:
    """The state of reading one sentence, and how its slots are opened and filled.

    ``elsewhere`` while a foreign subject leads («Khối FDI xuất khẩu …, nhập khẩu …»), ``company``
    where one company does, ``firm`` where one speaks, ``topic`` says whether what the sentence
    began with is told alone or is known as something else, ``strayed`` once a name was of something
    else, ``muted`` from a word of target on, ``estimate`` from a word of estimate on, ``estimated``
    where the last one stood, ``wholly`` where it is said of all that the sentence tells; ``fresh``
    since a period, place or scope was named that no figure has taken yet; ``told`` once a figure
    came out; ``refused`` since an amount was of nothing that has a name here; ``since`` what was
    fresh and which period and place held where the clause began, ``aside`` what held before a
    clause of something else named the period and the place that hold now, ``dropped`` the period
    that ended such a clause and is left to it, ``leapt`` a period told from another that is not the
    year before it, ``stepped`` that other with the months between, ``led`` the past period that
    leads the sentence; ``amounts`` of money met so far; ``joint`` where two places were named in
    one breath, ``gated`` where the place named last is a gate, ``unfound`` words for a
    gate that was not named before, ``doubted`` where a name follows
    that of goods, ``vague`` what a bare one may be of too, ``local`` where a word says that the
    article's own is meant, ``entire`` where it says so of all of it behind what was told of a part,
    ``trailing`` where periods stand behind their amounts; ``outer`` is what an opening bracket
    interrupted; ``opened`` are all slots so far, ``early`` percentages and ``ahead`` where an
    amount stood before any of them, what time held there and the word that led it, ``group`` those
    filled in parallel, ``named_periods`` and ``named_places`` what was named since the last amount;
    ``past`` the period compared with whose amount was told last, ``current`` the figure told before
    it; ``apart`` the amount that was left last, ``held`` the
    name that another was held against; ``placed`` what the last percentage told of a place
    by its name stated, ``denied`` the amounts that the sentence takes back.
    """

    work: Work
    tokens: list[Token]
    slot: Slot | None = None
    subordinate: bool = False
    elsewhere: bool = False
    company: bool = False
    firm: bool = False
    topic: Topic | None = None
    strayed: bool = False
    muted: bool = False
    estimate: bool = False
    estimated: int = 0
    wholly: bool = False
    fresh: bool = False
    told: bool = False
    refused: bool = False
    since: tuple[bool, PeriodMention | None, str | None] = (False, None, None)
    aside: tuple[PeriodMention | None, str | None] = (None, None)
    dropped: PeriodMention | None = None
    led: PeriodMention | None = None
    leapt: PeriodMention | None = None
    stepped: tuple[PeriodMention, int] | None = None
    respectively: bool = False
    pending: bool = False
    joint: bool = False
    gated: bool = False
    unfound: str | None = None
    doubted: bool = False
    vague: tuple[str, ...] = ()
    local: bool = False
    entire: bool = False
    trailing: bool = False
    amounts: int = 0
    early: list[tuple[int, Clause]] = field(default_factory=list)
    period: PeriodMention | None = None
    past: PeriodMention | None = None
    current: Slot | None = None
    apart: Slot | None = None
    placed: Role | None = None
    denied: list[Quantity] = field(default_factory=list)
    place: str | None = None
    scope: Span | None = None
    opened: list[Slot] = field(default_factory=list)
    group: list[Slot] = field(default_factory=list)
    named_periods: list[PeriodMention] = field(default_factory=list)
    named_places: list[str] = field(default_factory=list)
    position: int = 0
    clause: Clause = field(default_factory=lambda: Clause(0))
    outer: list[tuple[Clause, Slot | None, PeriodMention | None, int]] = field(default_factory=list)
    ahead: tuple[int, PeriodMention | None, str] | None = None
    held: tuple[str, Span] | None = None

    def _open(self, measure: str, label: Span, manner: Manner) -> Slot:
        context = self.work.context
        slot = Slot(
            measure,
            label,
            manner=manner,
            period=self.period or self._begun_with() or context.period,
            compared=self.clause.compared,
            place=self.place or context.place,
            approximate=self.estimate,
            head=not self.subordinate and not self.outer,
            scope=self.scope or context.scope,
        )
        self.slot = slot
        self.opened.append(slot)
        self.fresh = self.refused = self.work.refused = False
        context.named = (*(m for m in context.named if m != measure), measure)
        if slot.head:
            context.head = measure
            context.topic = context.topic or measure
        return slot

    def _begun_with(self) -> PeriodMention | None:
        """The time that the paragraph above began with, where this one begins with another place.

        «Lào Cai: 8 tháng …, riêng tháng Tám …» and then «Cao Bằng thì ngược lại. Toàn tỉnh …»: what
        was told by the way of one place is not what the next is told of.
        """
        context = self.work.context
        place = self.place or context.place
        if self.work.slots or len(context.times) < 2 or context.period is not self.work.carried:
            return None
        return context.times[0] if context.sites and place not in context.sites else None

    def _joined(self, start: int, end: int) -> bool:
        """Whether nothing but «và», a comma or a dash stands between two names."""
        return self.work.folded.lower[start:end].strip() in _JOINING

    def _head(self) -> str | None:
        """The measure gone on with: a list's own, the last, of another place the article's own."""
        context = self.work.context
        opened = {slot.measure for slot in self.opened}
        if context.strange == "known" and not opened:
            return None
        if self.named_places and len(opened) == 1:
            return next(iter(opened))  # «Hà Nội nhập nhiều nhất, 37 tỷ USD; Bắc Ninh 32 tỷ USD»
        if context.listed is not None:
            # Behind an item's own amount only what has a name or a place of its own is told.
            apart = self.work.slots and not (self.opened or self.named_places)
            return None if apart and self.place is None else context.listed
        if len(opened) == 1 and self.tokens[0].kind is Kind.INCLUDING:
            return next(iter(opened))  # «Cụ thể, xuất khẩu đạt 12 tỷ USD; lũy kế 61 tỷ USD»
        told = context.lately if self.work.slots else context.above
        spoken = self._spoken_of_before() if not self.opened else None
        if spoken is not None and spoken == context.head:
            return spoken
        if not self.opened and context.headed is None and not context.asked:
            near = {s.measure for s in self.work.slots[-_NEAR:] if s.place == context.place}
            for parts, whole in self.work.wholes.items():
                complete = context.head in parts and len(parts) > 1 and parts <= {*told}
                about = whole == context.topic and not self.work.slots
                if complete and (about or whole in near | {*told}):
                    return whole  # once a whole and all its parts are told, the whole goes on
        elsewhere = self.place is not None and self.place != context.place
        if elsewhere and (self.gated or self.entire) and context.headed is None:
            # «Tỉnh xuất khẩu 310, nhập khẩu 290 triệu USD. Cửa khẩu Lao Bảo đạt 402 triệu USD.»
            for parts, whole in self.work.wholes.items():
                if len(parts) > 1 and parts <= {*told}:
                    return whole
        if elsewhere and not self.work.slots:
            last = next(reversed(context.figures), None)
            alone = [m for m, place in context.figures if last is not None and place == last[1]]
            if last is not None and alone == [context.head] and last[1] != self.work.about.place:
                return context.head  # what one place after another is told of, and no more
            wholly = context.head in told and context.head in self.work.wholes.values()
            return context.head if wholly else context.topic
        if elsewhere and context.first is not None and not self.opened:
            # «Long An xuất khẩu 3,6, nhập khẩu 2,7 tỷ USD. Tiền Giang 2,6 tỷ USD.»: in its order.
            return context.first[1]
        return context.head

    def _spoken_of_before(self) -> str | None:
        """The one measure that the sentence before names, without an amount."""
        before = self.work.read[-1] if self.work.read else []
        names = {
            t.mention
            for t in before
            if t.kind is Kind.LABEL and t.text.lower() not in self.work.generic
        }
        amounts = any(t.kind is Kind.MONEY for t in before)
        return names.pop() if len(names) == 1 and not amounts else None

    def _inherit(self, measure: str, label: Span) -> Slot:
        """Open a slot without a name: the measure, or another one spoken of with it, goes on."""
        context = self.work.context
        astray = self.work.refused and not self.named_places
        near = (s.measure for s in self.work.slots[-_NEAR:])
        sure = measure != self._head() or measure in (*near, *context.lately, *context.above)
        alike = [s.named or s.label for s in self.opened if s.measure == measure]
        named = alike[-1] if alike else label
        slot = self._open(measure, label, "inherited")
        slot.named = named
        slot.astray = astray or context.strange is not None
        parts = next((p for p, whole in self.work.wholes.items() if whole == measure), frozenset())
        # What a heading or a question named has no rivals, the whole none in its parts.
        known = (context.headed, context.listed, self._spoken_of_before())
        if measure not in known and not context.asked:
            told = context.lately if self.work.slots else context.above
            if not sure:
                parts = frozenset()  # the whole, of which only the parts were told
            slot.rivals = tuple(m for m in told if m != measure and m not in parts)
        return slot

    def _leave(self, token: Token, claimed: tuple[str, Span] | None) -> None:
        """Keep an amount that was refused for what it may be of all the same."""
        self.apart = None
        if claimed is None:
            return
        measure, label = claimed
        context = self.work.context
        self.apart = Slot(
            measure,
            label,
            manner="settled",
            quantity=token.mention,
            period=self.period or context.period,
            compared=self.clause.compared,
            place=self.place or context.place,
            scope=self.scope or context.scope,
            approximate=self.estimate
            or hedge_before(self.work.folded, token.mention.number.start).approximate,
            head=not self.subordinate and not self.outer,
        )
        self.work.left.append(self.apart)

    def _fill(self, slot: Slot, token: Token) -> None:
        if slot.joined is not None and slot.joined.empty:
            # «xuất khẩu, nhập khẩu đạt 5 tỷ USD»: one amount for both is their whole.
            both = frozenset((slot.measure, slot.joined.measure))
            slot.measure = self.work.wholes.get(both, slot.measure)
        slot.quantity = token.mention
        self.apart = None
        self.work.context.told = token.mention
        self.named_periods, self.named_places = [], []
        hedge = hedge_before(self.work.folded, token.mention.number.start)
        slot.approximate = (
            (slot.approximate and not slot.back)
            or (self.estimate and not slot.back)
            or hedge.approximate
        )
        behind = earlier.period_behind(self.tokens, self.position)
        self.trailing = self.trailing or (behind is not None and self.period is None)
        own = self.trailing or earlier.is_of_what_follows(self.tokens, self.position)
        own = own or (behind is not None and earlier.is_dated_row(self.tokens))
        if behind is not None and not slot.back and own:
            slot.period = behind
        slot.aimed = stands_behind(self.tokens, self.position)
        self._emit(slot)

    def _emit(self, slot: Slot) -> None:
        if not slot.emitted:
            slot.emitted = True
            self.work.slots.append(slot)
            context = self.work.context
            of = slot.measure, slot.place or self.work.about.place or ""
            known = slot.quantity is not None and not slot.back
            if known and (slot.head or of not in context.figures):
                context.figures[of] = slot
            if slot.head and not slot.back and (context.first or (None,))[0] != slot.place:
                context.first = slot.place, slot.measure
            slot.passing = self.place is None and slot.place == self.work.passed
            carried = slot.period is self.work.carried and not self.work.context.asked
            if slot.period is not None and carried:
                slot.meanwhile = self._other_times(slot.period)
            if self.place is None and self.work.unplaced and not self.local:
                sites = self.work.context.sites
                slot.nearby = () if slot.place in sites else sites
                if slot.place in (None, self.work.about.place):
                    slot.nearby = slot.nearby or self.work.about.rivals
            instead = self.work.instead if self.place is None else None
            for other in (instead, self.unfound):
                if other is not None and other != slot.place:
                    slot.nearby = (*slot.nearby, other)
            if self.work.about.rivals == (UNNAMED,) and slot.place in (None, HOME):
                slot.nearby = self.work.about.rivals
            self._note_aside(slot)
        if slot.head and not slot.back:
            context = self.work.context
            before = context.lately if self.told else slot.rivals
            context.lately = tuple(dict.fromkeys((*before, slot.measure)))
            self.told = True
            context.period, context.place = slot.period, slot.place
            if slot.scope in (None, self.scope):
                context.scope = slot.scope  # and no part of the name

    def _note_aside(self, slot: Slot) -> None:
        """Note when and where a figure may be of whose period or place only an aside named."""
        period, place = self.aside
        own = slot.period if slot.period is self.period else None
        if period is not None and own is not None and not period.may_equal(own):
            slot.meanwhile = (*slot.meanwhile, period)
        spoken = slot.period or self.work.about.period
        if self.dropped and not (self.period or slot.back) and spoken is not None:
            # «Người trồng còn nhớ năm 2023, xuất khẩu đạt …»
            differs = not self.dropped.may_equal(spoken)
            slot.meanwhile = (*slot.meanwhile, *((self.dropped,) if differs else ()))
        if self.led is not None and self.period is None and not slot.back:
            # «Cùng kỳ 2021 …, và … là 147 triệu USD»
            slot.meanwhile = (*slot.meanwhile, self.led)
        if place is not None and slot.place == self.place != place:
            slot.nearby = (*slot.nearby, place)

    def _other_times(self, carried: PeriodMention) -> tuple[PeriodMention, ...]:
        """The periods that a paragraph may be of as well as of the one that it goes on with.

        Those that the paragraph above told of too, and the article's own where that one is over.
        """
        about = self.work.about
        main = about.period
        times = list(self.work.context.times)
        year = about.year(carried, None, carried.span) or 0
        over = main is not None and year < (main.year or 0)
        if main is not None and over and not is_planned(self.work.folded, main):
            times.append(main)
        return tuple(t for t in times if not t.may_equal(carried))

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

    def _attach(self, slot: Slot, position: int) -> Role | None:
        """Give the percentage at ``position`` to ``slot``, and remember what a level meant."""
        context = self.work.context
        if self._is_not_on_the_year(slot, position):
            return None
        stated = attach(self.work.folded, self.tokens, position, self.clause, slot, context.level)
        given = slot.share if stated == "share" else slot.change
        words = given.span.of(self.work.folded.lower) if given is not None else ""
        if stated is not None and is_level(words):
            context.level = stated
        return stated

    def _is_not_on_the_year(self, slot: Slot, position: int) -> bool:
        """«xuất khẩu giảm 1,8% so với tháng 5; nhập khẩu tăng 0,7%»: what only the first item says.

        A growth that names no time goes with the one before it in the sentence, of one period; in
        the paragraph where that is on the other part of a month.
        """
        context = self.work.context
        own = compared_with(self.tokens, position) or self.clause.compared
        if own is not None:
            off = not on_the_year(own, slot)
            last, flags = self.work.held or (slot, [])
            self.work.held = slot, [*(flags if last is slot else ()), off]
            if is_of_half(slot):
                context.off_half = off
            if off and own.kind == "year" and self.tokens[position].mention.kind == "multiple":
                hold_against(own, slot, self.opened, self.work.folded.lower)
            if off:
                date_by_month_before(slot, own, self.tokens, self.work.about.own)
            self.work.off_year = slot if off else None
            self.work.lasting = off and is_within_month(own)
            return False
        if self.leapt is not None and slot.period is self.leapt:
            # «Hai năm sau, con số này là 10,4 tỷ USD, tăng 28%»: on the one that it is told from.
            return not of_plan(self.tokens, position)
        if context.off_half and is_of_half(slot):
            # «kỳ 1 tháng 4 xuất 14,8 tỷ USD, giảm 7% so với kỳ trước», and below «nhập …, giảm 2%»
            return not of_plan(self.tokens, position)
        before = self.work.off_year
        if before is None or before is slot or before.period is not slot.period:
            return False  # a second growth of one amount is on another time
        return not of_plan(self.tokens, position)

    def _latest(self) -> PeriodMention | None:
        """The period spoken of so far."""
        return self.period or self.work.context.period or self.work.about.period
