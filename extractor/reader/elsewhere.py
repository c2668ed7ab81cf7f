"""What the whole text says against the place that a figure was given far from where it is named."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import takewhile

from extractor.folding import Folded
from extractor.numbers.place import PlaceKind, PlaceMention
from extractor.reader.anchor import Anchor
from extractor.reader.home import HOME, state_office
from extractor.reader.layout import Paragraph
from extractor.reader.slots import Doubt, Slot
from extractor.span import Span

_GATE = "cửa khẩu "
"""What a row of a table leaves out before the name of a gate."""
_SO_FAR = 600
"""Characters of a paragraph before a figure in which an office of the state has told it."""
_GAP = 8
"""Characters between two lines at most that stand right below one another."""
_POINTED = re.compile(r"(?<!\w)(?:cửa khẩu|lối mở|cảng|ga)(?: \w+){0,2} (?:này|nói trên|ấy)(?!\w)")
"""«kim ngạch qua cửa khẩu này»: of a gate, whichever, and of no province."""

_TOLD = re.compile(r"[0-9] ?(?:%|nghìn |triệu |tỷ |tỉ |usd|đồng)")
"""A line that tells no figure, and maybe what those below it are of, has none of these."""
_LONGEST = 160
"""Characters that such a line has at most."""


class Elsewhere:
    """The places that a text names, by paragraph, by headline and in all."""

    def __init__(
        self,
        folded: Folded,
        paragraphs: Sequence[Paragraph],
        places: Sequence[PlaceMention],
        about: Anchor,
    ) -> None:
        self._folded = folded
        self._text, self._lower = folded.text, folded.lower
        self._places = [
            p for p in places if p.kind != "foreign" and p.span.start not in about.written
        ]
        self._starts = [p.span.start for p in self._places]
        self._times = Counter(p.name for p in self._places if p.kind != "region")
        self._kinds = {p.name: p.kind for p in self._places}
        headlines = takewhile(lambda p: p.headline, paragraphs)
        self._headed = {name for p in headlines for name in self._named_in(p.span)}
        self._above = dict(self._headings(paragraphs))

    def doubts(self, slot: Slot, place: str, paragraph: Paragraph) -> tuple[Doubt, ...]:
        """The doubt of a place that neither the figure's paragraph nor a headline names.

        Where a headline names another, or the text another more often; a province has its gates.
        """
        amount = slot.quantity.span if slot.quantity is not None else slot.label
        row = Span(
            self._text.rfind("\n", 0, amount.start) + 1,
            max(amount.end, self._text.find("\n", amount.end)),
        )
        named = self._named_in(paragraph.span)
        if slot.sited or place in named or place.removeprefix(_GATE) in row.of(self._text):
            return ()
        if self._named_above(paragraph.span.start) == {place}:
            return ()
        above = self._above.get(paragraph.span.start)
        if above == place:
            return ()
        if above is not None and paragraph.item and not named:
            return (Doubt("place", (above,)),)
        if place in self._headed:
            return ()
        so_far = Span(max(paragraph.span.start, amount.start - _SO_FAR), amount.start)
        if place == HOME and state_office(self._folded, so_far) is not None:
            return ()
        kinds: tuple[PlaceKind, ...] = ("province", "country")
        if self._is_gate(place):
            kinds = ("gate",) if _POINTED.search(row.of(self._lower)) else ("gate", *kinds)
        others = tuple(
            name
            for name, times in self._times.items()
            if self._kinds[name] in kinds
            and (name in self._headed or (times > self._times[place] and not self._is_gate(name)))
        )
        return (Doubt("place", others),) if others else ()

    def _named_above(self, start: int) -> set[str]:
        """The places that the line right above names, which is of what the next one tells."""
        end = len(self._text[max(0, start - _GAP) : start].rstrip()) + max(0, start - _GAP)
        if self._text.count("\n", end, start) != 1:
            return set()
        return self._named_in(Span(self._text.rfind("\n", 0, end) + 1, end))

    def _headings(self, paragraphs: Sequence[Paragraph]) -> Iterator[tuple[int, str]]:
        """Where each paragraph begins that stands below a line that names one place, and that."""
        above: str | None = None
        for paragraph in paragraphs:
            if above is not None:
                yield paragraph.span.start, above
            line = paragraph.span.of(self._lower).rstrip()
            leads = not paragraph.title and (paragraph.item or line.endswith(":"))
            bare = len(line) <= _LONGEST and not line.endswith((".", ";", ","))
            if leads and bare and not _TOLD.search(line):
                named = self._named_in(paragraph.span)
                above = named.pop() if len(named) == 1 else None

    def _is_gate(self, place: str) -> bool:
        return self._kinds.get(place) == "gate"

    def _named_in(self, span: Span) -> set[str]:
        first = bisect_left(self._starts, span.start)
        last = bisect_left(self._starts, span.end)
        return {p.name for p in self._places[first:last]}
