"""Growths and shares of plan told by place: «So với cùng kỳ, Hà Nam tăng 9%, Nam Định giảm 3%».

Each belongs to the place named right before it, or right behind it with «ở», and to the measure
just told of that place. Where none was told of that place it is of no other place's figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.reader.clauses import QUIET
from extractor.reader.nameless import Nameless
from extractor.reader.percentage import attach_alike
from extractor.reader.slots import Role, Slot
from extractor.reader.speaker import LONGEST, is_speaker
from extractor.reader.tokens import Kind, Token
from extractor.reader.verb import OF_CHANGE, OF_LEVEL

_PASSED = (*QUIET, Kind.COMPARED, Kind.PLAN, Kind.ESTIMATE, Kind.RESPECTIVELY, Kind.NUMBER)
_ENDING = (Kind.MONEY, Kind.PERCENT, Kind.STOP, Kind.OPEN, Kind.CLOSE)
_AT = frozenset({"ở", "tại", "của"})
_AGAINST = frozenset(
    {"hơn", "kém", "thua", "gấp", "cao hơn", "thấp hơn", "bằng", "theo sau", "với"}
)
"""Before a place these make it what another is held against."""
_WE = frozenset({"chúng tôi"})
"""Said by an office of the place that it is for."""
_MANNER = 2
"""Unknown words that may say how between a verb and its number."""


class Distributing(Nameless):
    """Gives a percentage that stands with a place to what was told of that place."""

    def _take_placed(self) -> bool:
        """Whether the percentage stands with a place of its own, which alone it can be of."""
        place = self._own_place_of(self.position)
        if place is None or self.clause.foreign or self.elsewhere or self.company:
            return False
        if self.slot is not None and self._site(self.slot) == place:
            return False
        measure = self._measure_told(place)
        if measure is None:
            return False
        told = self._told_at(measure, place)
        if told is None and not self._is_alike(measure):
            waits = self.slot is None and self._amount_follows()
            return not waits and any(m == measure for m, _ in self.work.context.figures)
        self._take_for(told, measure, place, self.position)
        return True

    def _take_for(self, told: Slot | None, measure: str, place: str, position: int) -> Slot | None:
        """Give the percentage to what was told of the place; nothing where that has one already."""
        before = self.slot
        if told is None and before is not None:
            slot = replace(before, place=place, quantity=None, change=None, share=None)
        elif told is not None:
            slot = replace(told, quantity=None, change=None, share=None, planned=None)
        else:
            return None
        own = self.period
        if own is not None and slot.period is not None and not own.may_equal(slot.period):
            return None
        slot.compared, slot.loose, slot.meanwhile = self.clause.compared, False, ()
        stated = self._attach(slot, position) or self._attach_as_before(slot, position)
        if stated is None:
            return None
        given = told is not None and (told.share if stated == "share" else told.change)
        ours = slot.share if stated == "share" else slot.change
        if given and ours and given.percent != ours.percent:
            return None
        if told is not None and not (given or self.work.slots):
            slot.rivals = self._others_told(measure, place)
            slot.manner = "inherited" if slot.rivals else slot.manner
        self.placed = stated
        self.slot = slot
        self.opened.append(slot)
        self._emit(slot)
        if told is not None:
            share, change = told.share or slot.share, told.change or slot.change
            figures = self.work.context.figures
            figures[measure, place] = replace(told, share=share, change=change)
        return slot

    def _attach_as_before(self, slot: Slot, position: int) -> Role | None:
        """«Mức tăng của Hà Nam là 9%, của Nam Định là 3%»: what the one before it in the row says.

        Where no verb of its own stands with it.
        """
        words, _ = self._behind_last(position)
        verbs = [w for w in words if OF_CHANGE.fullmatch(w.text) or OF_LEVEL.fullmatch(w.text)]
        if self.placed is None or verbs:
            return None
        attach_alike(self.work.folded, self.tokens[position], self.placed, slot)
        return self.placed

    def _placed_in_parallel(self, positions: Sequence[int]) -> list[Slot]:
        """«Hà Nam và Nam Định tăng tương ứng 9% và 3%»: what was told of as many places in a row.

        Empty where the places named last are not as many, or of one nothing was told.
        """
        places = self.named_places[-len(positions) :]
        if len(set(places)) != len(positions) or len(self.named_places) != len(positions):
            return []
        measure = self._measure_told(places[0])
        found = [self._told_at(measure, place) for place in places] if measure else []
        slots = [
            replace(slot, quantity=None, change=None, share=None, compared=self.clause.compared)
            for slot in found
            if slot is not None and slot.change is None
        ]
        return slots if len(slots) == len(positions) else []

    def _own_place_of(self, position: int) -> str | None:
        """The one place that stands with a percentage, and nothing else that it may be of."""
        behind = self.tokens[position + 1 : position + 3]
        if behind and behind[0].kind is Kind.LABEL:
            return None
        words, bracketed = self._behind_last(position)
        at = [i for i, t in enumerate(words) if t.kind is Kind.PLACE]
        strange = [i for i, t in enumerate(words) if t.kind is Kind.WORD]
        verbs = [i for i, t in enumerate(words) if OF_CHANGE.fullmatch(t.text)]
        led = bool(verbs) and len(strange) <= _MANNER and all(i > verbs[0] for i in strange)
        kinds = {t.kind for t in words}
        if (strange and not led) or not kinds <= {*_PASSED, Kind.WORD, Kind.LABEL}:
            return None
        if not at and len(behind) == 2 and behind[0].text in _AT and behind[1].kind is Kind.PLACE:
            return self._named_of(behind[1])
        if Kind.LABEL in kinds:
            return None
        if not at:
            ours = any(t.text in _WE for t in words) and self._is_spoken(position)
            return self._office() if ours else None
        before = words[at[0] - 1] if at[0] else None
        if bracketed:
            return self._named_of(words[at[-1]])
        if len(at) > 1 or (before and (before.kind is Kind.COMPARED or before.text in _AGAINST)):
            return None
        if led and at[0] > verbs[0] and before and before.text not in _AT:
            return None
        return self._named_of(words[at[0]])

    def _is_spoken(self, position: int) -> bool:
        """Whether what stands before a colon before a number, if there is one, says who speaks."""
        first = max(0, position - LONGEST)
        colons = (i for i in range(position - 1, first, -1) if self.tokens[i].text == ":")
        if (colon := next(colons, None)) is None:
            return True
        return is_speaker(self.work.folded.text, self.tokens[max(0, colon - LONGEST) : colon])

    def _behind_last(self, position: int) -> tuple[list[Token], bool]:
        """The words before a percentage, behind the last number or mark.

        A bracket or a colon that opens right before them parts nothing from the place there, and
        it is so said whether one does.
        """
        start = position
        opened = False
        while start:
            token = self.tokens[start - 1]
            if token.kind is Kind.OPEN or token.text == ":":
                before = self.tokens[start - 2] if start > 1 else None
                if opened or before is None or before.kind is not Kind.PLACE:
                    break
                opened = True
            elif token.kind in _ENDING:
                break
            start -= 1
        words = self.tokens[start:position]
        return [t for t in words if t.kind is not Kind.OPEN and t.text != ":"], opened

    def _named_of(self, token: Token) -> str | None:
        mention = token.mention
        if mention.kind == "foreign" or mention.span.start in self.work.about.written:
            return None
        name: str = mention.name
        return name

    def _amount_follows(self) -> bool:
        """«Nam Định giảm nhẹ 3%, còn 148,6 triệu USD»: the growth stands before its amount."""
        for token in self.tokens[self.position + 1 :]:
            if token.kind in (Kind.MONEY, Kind.PERCENT, Kind.PLACE) or token.text == ";":
                return token.kind is Kind.MONEY
        return False

    def _office(self) -> str | None:
        """The place of the office that speaks: the one named last, else the article's own.

        Else the only one that was told of right before. Each where something was told of it.
        """
        context = self.work.context
        told = {place for _, place in context.figures}
        sole = context.sites[0] if len(context.sites) == 1 else None
        places = (context.office, self.work.about.place, sole)
        return next((place for place in places if place in told), None)

    def _site(self, slot: Slot) -> str | None:
        return slot.place or self.work.about.place

    def _told_at(self, measure: str, place: str) -> Slot | None:
        return self.work.context.figures.get((measure, place))

    def _measure_told(self, place: str) -> str | None:
        """The measure just told; in a new paragraph what the text is about, where it was told."""
        context = self.work.context
        if self.opened:
            return self.opened[-1].measure
        if not self.work.slots and (context.topic or "", place) in context.figures:
            return context.topic
        return context.head

    def _others_told(self, measure: str, place: str) -> tuple[str, ...]:
        """The other measures told of a place, which a new paragraph may go on with as well."""
        told = self.work.context.above
        return tuple(
            m for m, at in self.work.context.figures if at == place and m != measure and m in told
        )

    def _is_alike(self, measure: str) -> bool:
        """«Xuất khẩu của Hà Nam tăng 9%, của Nam Định giảm 3%»: the first is a growth alone too."""
        before = self.slot
        return (
            before is not None
            and before.measure == measure
            and (before.quantity is None and not before.empty)
        )
