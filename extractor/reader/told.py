"""Every number that the reader bound, where it stands and how near the words that say of what.

A report has each figure once; a text may print it several times, in a headline, a summary and a
table. Whoever wants to know what one printed number is looks here.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from extractor.folding import Folded
from extractor.numbers.interval import Interval
from extractor.numbers.place import PlaceMention
from extractor.numbers.quantity_lexer import quantities
from extractor.reader.anchor import Anchor
from extractor.reader.key import Key
from extractor.reader.layout import Paragraph
from extractor.reader.slots import Doubt, Manner, Slot
from extractor.record import Data
from extractor.schema import SCALE_FACTOR
from extractor.span import Span

Aspect = Literal["value", "change", "plan"]
"""What a number is of a figure: its value, its change on the year, its share of plan."""

_ESTIMATED = 4
"""Units of its last digit within which an estimate is taken to hold."""

_POINTING = re.compile(r" này(?!\w)")
"""Behind a place it points back: «qua cửa khẩu của Lai Châu này», of the one told of before."""
_HAPPENING = re.compile(
    r"\w (?:(?:ở|tại)(?: cửa khẩu)?|(?:hợp nhất|sáp nhập|sát nhập|giáp)(?: với| vào)?(?: tỉnh)?) \Z"
)
"""Before a place it says where something happens, or with which other place: «dịch làm chậm thông
quan ở Lao Bảo», «hợp nhất với tỉnh Bắc Giang»."""
_SEVERAL = 2
"""Places from which on it no longer matters which they are."""
_LAST = 200
"""Times and places before a number that are looked through: enough for any paragraph of a report,
and a bound to the work for one of ten thousand."""
_AMOUNT = re.compile(r"[0-9] ?(?:nghìn|ngàn|triệu|tỷ|tỉ|usd)(?!\w)")


@dataclass(frozen=True, slots=True)
class Told:
    """One printed number and what the reader takes it for.

    ``start`` is where its digits begin in the folded text, ``interval`` what they can stand for in
    base units or percent, ``words`` the article's own. ``timed`` and ``placed`` say that its
    period and its place are named in its own sentence or in the table that it stands in, or that
    neither the paragraph so far nor the headlines above the text name another. ``around`` are the
    places named where its own could be, datelines left out: in its sentence and its paragraph so
    far, in the paragraph above that, in the text's first one and in the headlines above the text.
    ``headline`` and ``lead`` say that it stands in a headline, in the first paragraph of the text.
    """

    start: int
    interval: Interval
    words: str
    aspect: Aspect
    measure: str
    key: Key
    manner: Manner
    doubts: tuple[Doubt, ...]
    timed: bool
    placed: bool
    around: frozenset[str]
    headline: bool
    lead: bool

    @property
    def sure(self) -> bool:
        """Whether the number stands beside its measure's name and nothing of it is in doubt."""
        return self.manner != "inherited" and not self.doubts


class Teller:
    """Finds the numbers of slots in one text."""

    def __init__(
        self,
        folded: Folded,
        about: Anchor,
        paragraphs: Sequence[Paragraph],
        places: Sequence[PlaceMention],
    ) -> None:
        self._folded = folded
        self._low = folded.lower
        self._numbers = sorted(found.number.start for found in quantities(folded))
        self._places = [p for p in places if p.kind != "foreign"]
        self._starts = [place.span.start for place in self._places]
        self._written = about.written
        self._times = sorted((*about.own, *about.against), key=lambda t: t.span.start)
        self._said = [time.span.start for time in self._times]
        opening = next((p.span for p in paragraphs if not p.headline), None)
        self._opening = opening.start if opening is not None else None
        self._above = Span(0, self._opening or 0)
        self._lead = Span(0, opening.end if opening is not None else 0)
        self._paragraphs = [p.span.start for p in paragraphs]
        self._so_far: dict[int, dict[int, frozenset[str]]] = {}

    def heads(self, paragraph: Paragraph) -> bool:
        """Whether a line stands above the text and not among its lists and captions."""
        return self._opening is None or paragraph.span.start < self._opening

    def of(
        self,
        slot: Slot,
        key: Key,
        figure: Data,
        doubts: tuple[Doubt, ...],
        paragraph: Paragraph,
    ) -> Iterator[Told]:
        """The numbers that a slot has, its value first; ``figure`` is the slot as the report's."""
        parts: tuple[tuple[Aspect, Span | None], ...] = (
            ("value", slot.quantity.span if slot.quantity is not None else None),
            ("change", slot.change.span if slot.change is not None else None),
            ("plan", slot.share.span if slot.share is not None else None),
        )
        for aspect, span in parts:
            if span is None:
                continue
            start = self._digits(span)
            sentence = _sentence_at(paragraph, start)
            so_far = Span(paragraph.span.start, start)
            yield Told(
                start,
                _interval(slot, figure, aspect),
                self._folded.span(*span).of(self._folded.original),
                aspect,
                slot.measure,
                key,
                slot.manner,
                doubts,
                sentence is None or _names(sentence, slot) or self._is_timed(slot, so_far),
                sentence is None or self._is_placed(key.place, sentence, paragraph, start),
                self._around(Span(paragraph.span.start, sentence.end if sentence else start)),
                paragraph.headline,
                paragraph.span.start == self._opening,
            )

    def _digits(self, span: Span) -> int:
        """Where the first number of some words begins."""
        index = bisect_left(self._numbers, span.start)
        first = self._numbers[index] if index < len(self._numbers) else span.end
        return first if first < span.end else span.start

    def _is_placed(self, place: str, sentence: Span, paragraph: Paragraph, start: int) -> bool:
        if place in self._named(sentence):
            return True
        near = self._named(Span(sentence.start, start)) | self._named_before(sentence, paragraph)
        return near == {place} or (not near and self._named(self._above) == {place})

    def _named_before(self, sentence: Span, paragraph: Paragraph) -> frozenset[str]:
        """The places that a paragraph names before one of its sentences, of many the first few."""
        begin = paragraph.span.start
        if begin not in self._so_far:
            named: frozenset[str] = frozenset()
            so_far = {}
            for earlier in paragraph.sentences:
                so_far[earlier.start] = named
                if len(named) < _SEVERAL:
                    passing = _AMOUNT.search(self._low, *earlier) is None
                    named |= self._named(earlier, in_passing=passing)
            self._so_far = {begin: so_far}
        return self._so_far[begin][sentence.start]

    def _around(self, so_far: Span) -> frozenset[str]:
        number = bisect_left(self._paragraphs, so_far.start)
        begin = self._paragraphs[number - 1] if number else so_far.start
        return frozenset(
            place.name
            for stretch in (self._lead, Span(begin, so_far.end))
            for place in self._within(stretch)[-_LAST:]
            if place.span.start not in self._written
        )

    def _is_timed(self, slot: Slot, so_far: Span) -> bool:
        """Whether no other time than the slot's is spoken of where it stands."""
        for stretch in (so_far, self._above):
            first = bisect_left(self._said, stretch.start)
            last = bisect_left(self._said, stretch.end)
            if times := self._times[max(first, last - _LAST) : last]:
                own = slot.period
                return own is not None and all(time.may_equal(own) for time in times)
        return False

    def _named(self, stretch: Span, *, in_passing: bool = False) -> set[str]:
        """The places named in a stretch; ``in_passing`` not those where only something happens."""
        return {
            place.name
            for place in self._within(stretch)
            if not _POINTING.match(self._low, place.span.end)
            and not (in_passing and _HAPPENING.search(self._low, stretch.start, place.span.start))
        }

    def _within(self, stretch: Span) -> Sequence[PlaceMention]:
        first = bisect_left(self._starts, stretch.start)
        last = bisect_left(self._starts, stretch.end)
        return self._places[first:last]


def _sentence_at(paragraph: Paragraph, start: int) -> Span | None:
    index = bisect_right(paragraph.sentences, start, key=lambda s: s.start) - 1
    sentence = paragraph.sentences[index] if index >= 0 else None
    return sentence if sentence is not None and start < sentence.end else None


def _names(sentence: Span, slot: Slot) -> bool:
    period = slot.period
    return period is not None and sentence.start <= period.span.start < sentence.end


def _interval(slot: Slot, figure: Data, aspect: Aspect) -> Interval:
    """What a number can stand for; an estimate may be some units of its last digit off."""
    if aspect == "value":
        assert slot.quantity is not None
        unit = slot.quantity.readings[0].unit * (_ESTIMATED if slot.approximate else 1)
        scale = SCALE_FACTOR[slot.quantity.scale or "one"]
        return Interval.printed(Decimal(figure["value"]), unit).scaled(scale)
    percent = Decimal(figure[aspect]["percent"])
    exponent = percent.as_tuple().exponent
    unit = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
    return Interval.printed(percent, unit)
