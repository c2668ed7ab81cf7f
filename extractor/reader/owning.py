"""Whose the sums of a table are, and its rows that name no place where its caption names several.

A sum of what several places have is of none of them; what stands below «Hà Tĩnh và Quảng Bình» and
names neither can be of both together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from extractor.folding import Folded
from extractor.numbers.interval import Interval
from extractor.numbers.place import is_site
from extractor.numbers.region import REGIONS
from extractor.reader.home import HOME
from extractor.reader.lexicon import TITLES
from extractor.reader.slots import Slot
from extractor.reader.tokens import Kind, Token
from extractor.schema import SCALE_FACTOR

_BESIDE = frozenset({",", "và", "-", "với", "cùng"}) | TITLES
"""What may stand between places that are named side by side."""
_SOME = re.compile(
    r"(?<!\w)(?:[0-9]{1,2}|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|một số|vài|nhiều)"
    r" (?:tỉnh|địa phương|thành phố)(?:(?:,| và| -)? thành(?: phố)?)?"
    r"(?: (?:của|thuộc|ở|trong|tại))?(?: (?:vùng|khu vực))? \Z"
)
"""«ba tỉnh Tây Nguyên»: some of a region or the country, before its name."""
_COUNTED = re.compile(
    r"(?:(?:tổng|cộng|chung|gộp|tính|riêng)(?: (?:cộng|số|chung))? )?(?:của )?(?:cả )?"
    r"(?:[2-9]|1[0-9]|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)"
    r" (?:tỉnh|địa phương|thành phố|cửa khẩu|đơn vị|tỉnh thành|tỉnh, thành phố)(?: (?:này|trên))?"
)
"""What a row is called that says how many places have it together."""
_REACH = 64
_WIDE = 70
"""Columns of places in a row at most that are added up."""
_ALL = 30
"""Provinces from which on a table can have all of the country."""


def beside(tokens: Sequence[Token]) -> tuple[str, ...]:
    """The places of one kind that a caption names side by side."""
    named: dict[str, None] = {}
    places = [i for i, t in enumerate(tokens) if t.kind is Kind.PLACE]
    for first, second in pairwise(places):
        kinds = {tokens[first].mention.kind, tokens[second].mention.kind}
        between = tokens[first + 1 : second]
        if kinds in ({"province"}, {"gate"}) and all(t.text.lower() in _BESIDE for t in between):
            named |= {tokens[first].mention.name: None, tokens[second].mention.name: None}
    return tuple(named)


def counts_places(words: str) -> bool:
    """«Cả ba tỉnh», «Tổng 2 cửa khẩu»: whether a row is called what several places have."""
    return _COUNTED.fullmatch(words.strip(" *:")) is not None


def some_of(folded: Folded, tokens: Sequence[Token]) -> frozenset[str]:
    """The regions, or the country, of which a caption says that it tells of some provinces."""
    return frozenset(
        t.mention.name
        for t in tokens
        if t.kind is Kind.PLACE
        and t.mention.kind in ("region", "country")
        and _SOME.search(folded.lower, max(0, t.span.start - _REACH), t.span.start)
    )


class Owners:
    """Follows a table's rows, whose figures are its caption's where they name no place.

    ``together`` are the places that the caption names side by side, ``partial`` the wide ones of
    which it tells only in part.
    """

    def __init__(self, together: Sequence[str] = (), partial: frozenset[str] = frozenset()) -> None:
        self._together = together
        self._partial = partial
        self._sums: dict[int, Interval] = {}
        self._added: dict[str, None] = {}
        self._named: dict[str, None] = {}
        self._wholes: list[Slot] = []
        self._ahead: list[tuple[int, Slot]] = []
        self._sums_of_rows: list[Slot] = []

    def settle(
        self, row: Sequence[tuple[int, Slot]], place: str | None, *, own: bool, whole: bool
    ) -> list[Slot]:
        """The figures of a row's columns, without those that are sums of several places.

        ``place`` is the caption's, ``own`` says that the row names one, ``whole`` that it is called
        a sum.
        """
        taken = []
        apart = [(at, s) for at, s in row if s.place != place and s.place is not None]
        for at, slot in row:
            if own or slot.place != place or slot.place is None:
                taken.append(slot)
            elif not whole or not self._is_sum(at, slot):
                if others := self._others(slot.place):
                    slot.nearby = tuple(dict.fromkeys((*slot.nearby, *others)))
                self._wholes += [slot] if whole else []
                taken.append(slot)
        if whole and not own:
            self._close()
            kept = {id(slot) for slot in taken}
            self._ahead = [(at, slot) for at, slot in row if id(slot) in kept]
        elif own:
            for at, slot in apart or row:
                amount = _interval(slot)
                self._sums[at] = self._sums[at] + amount if at in self._sums else amount
            names = dict.fromkeys(s.place for _, s in row if s.place is not None)
            self._added |= names
            self._named |= names
        return taken

    def _close(self) -> None:
        """Hold the sum that stands above the rows so far against them, and begin anew."""
        self._sums_of_rows += [slot for at, slot in self._ahead if self._is_sum(at, slot)]
        self._ahead = []
        self._sums.clear()
        self._added.clear()

    def across(self, slot: Slot, parts: Sequence[Slot]) -> bool:
        """Whether a figure in a column of sums is of none of the places whose columns are beside.

        In doubt where it does not add up.
        """
        near = parts[:_WIDE]
        alike = [p for p in near if (p.measure, p.period) == (slot.measure, slot.period)]
        places = tuple(dict.fromkeys(p.place for p in alike if p.place is not None))
        if len(places) < 2 or slot.place not in (*places, HOME):
            return False
        total = _interval(alike[0])
        for part in alike[1:]:
            total += _interval(part)
        if total.meets(_interval(slot)):
            return True
        if slot.place != HOME:
            slot.nearby = (*slot.nearby, *(p for p in places if p != slot.place))
        return False

    def own(self, slots: Sequence[Slot]) -> list[Slot]:
        """The figures without the sums that stand above the rows of several places.

        A sum that is given to one of the places of the rows, above it or below, is in doubt.
        """
        self._close()
        for slot in self._wholes:
            if slot.place in self._named:
                others = (name for name in self._named if name != slot.place)
                slot.nearby = tuple(dict.fromkeys((*slot.nearby, *others)))
        several = {id(slot) for slot in self._sums_of_rows}
        return [slot for slot in slots if id(slot) not in several]

    def _is_sum(self, at: int, slot: Slot) -> bool:
        """Whether a figure is what several places have together, and not its own place."""
        place = slot.place
        if len(self._added) < 2 or at not in self._sums or place is None:
            return False
        several = place in self._added or bool(self._others(place))
        several = several or (place == HOME and len(self._added) < _ALL)
        return several and self._sums[at].meets(_interval(slot))

    def _others(self, place: str) -> tuple[str, ...]:
        """The places that a figure of the caption's place can be of as well."""
        if place in self._partial:
            return tuple(self._added) or (f"some of {place}",)
        wide = place in REGIONS and not any(map(is_site, self._together))
        if wide or place == HOME or place in self._together:
            return tuple(name for name in self._together if name != place)
        return ()


def _interval(slot: Slot) -> Interval:
    assert slot.quantity is not None
    reading = slot.quantity.readings[0]
    scale = SCALE_FACTOR[slot.quantity.scale or "one"]
    return Interval.printed(reading.value, reading.unit).scaled(scale)
