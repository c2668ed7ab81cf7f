"""Statements on their way: one for each place, period and scope, restatements folded into one.

A figure that says the same as one that is there completes it and makes no other; of two that differ
both stay, in statements of their own.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from extractor.folding import Folded
from extractor.numbers.place import is_site
from extractor.reader.figure import base_of, hedges, last_unit, one_value
from extractor.reader.key import Key
from extractor.reader.slots import Doubt, Slot
from extractor.record import Data
from extractor.schema import Schema

COMPARED = 50
"""Statements of one key with which a figure is compared; more of them are no restatements."""


@dataclass(slots=True)
class Statement:
    """A statement on its way; ``figures`` by measure."""

    key: Key
    figures: dict[str, Figure] = field(default_factory=dict)


@dataclass(slots=True)
class Figure:
    """A figure on its way, with the slot that printed it best and what is in doubt of it.

    ``borne_out`` where a sum, a balance or a growth holds for it, or the text says it again.
    """

    slot: Slot
    headline: bool
    data: Data
    doubts: tuple[Doubt, ...]
    borne_out: bool = False


class Ledger:
    """Statements as they come, found by what they are of."""

    def __init__(self) -> None:
        self.statements: list[Statement] = []
        self._of: dict[tuple[object, ...], list[Statement]] = defaultdict(list)
        self._measured: dict[tuple[str, str], list[Statement]] = defaultdict(list)
        self._timed: dict[tuple[str, date, date], list[Statement]] = defaultdict(list)

    def enter(self, figure: Figure, key: Key) -> None:
        """Put a figure into its statement; a restatement completes the one that is there."""
        measure = figure.slot.measure
        alike = self._of[key.place, key.start, key.end, key.scope]
        for statement in alike[:COMPARED]:
            other = statement.figures.get(measure)
            if other is None:
                statement.figures[measure] = figure
                self._measured[key.place, measure].append(statement)
                self._timed[measure, key.start, key.end].append(statement)
                return
            valueless = other.data["value"] is None or figure.data["value"] is None
            if valueless or one_value(figure.data, other.data):
                other.borne_out = other.borne_out or figure.borne_out or not valueless
                complete(other, figure)
                return
        statement = Statement(key, {measure: figure})
        self.statements.append(statement)
        alike.append(statement)
        self._measured[key.place, measure].append(statement)
        self._timed[measure, key.start, key.end].append(statement)

    def repeats(self, folded: Folded, figure: Figure, key: Key) -> bool:
        """Whether a headline's figure is one of the body, or may be by its hedge."""
        return self._restates(figure, key) or self._hedges(folded, figure, key)

    def _hedges(self, folded: Folded, figure: Figure, key: Key) -> bool:
        """Whether a headline's figure, without a time, is one of the body's but for its hedge."""
        value = base_of(figure.data)
        if figure.slot.period is not None or value is None:
            return False
        alike = self._measured[key.place, figure.slot.measure][:COMPARED]
        told = (s.figures[figure.slot.measure].data for s in alike)
        amounts = (base_of(t) for t in told if t["currency"] == figure.data["currency"])
        return any(a is not None and hedges(folded, figure.slot, value, a) for a in amounts)

    def _restates(self, figure: Figure, key: Key) -> bool:
        """Whether a headline's figure repeats one of the body, rounded or with other words.

        Also one of a gate («Lào Cai: gần 4 tỷ USD hàng hóa qua cửa khẩu»), in fewer digits or by
        its growth alone.
        """
        for statement in self._measured[key.place, figure.slot.measure][:COMPARED]:
            other = statement.figures[figure.slot.measure]
            same = (statement.key.start, statement.key.end) == (key.start, key.end)
            if same or one_value(figure.data, other.data):
                return True
        alike = self._timed[figure.slot.measure, key.start, key.end][:COMPARED]
        told = (s.figures[figure.slot.measure].data for s in alike if is_site(s.key.place))
        if figure.data["value"] is None:
            return any(_grew_alike(figure.data, t) for t in told)
        return any(one_value(figure.data, t) for t in told if t["value"] is not None)

    def join_passing(self, place: str) -> None:
        """What a place only named before it seems to have is ``place``'s, where that has the same.

        «Cảng Tiên Sa chưa ngừng bốc xếp. Gần 2,9 tỷ USD là phần thưởng.» in a text on Đà Nẵng.
        """
        for statement in self.statements:
            key = statement.key
            if key.place == place:
                continue
            for measure, figure in list(statement.figures.items()):
                if not figure.slot.passing or figure.data["value"] is None:
                    continue
                for other in self._measured[place, measure][:COMPARED]:
                    own = other.figures[measure]
                    same = (other.key.start, other.key.end) == (key.start, key.end)
                    if same and one_value(own.data, figure.data):
                        complete(own, figure)
                        own.borne_out = True
                        del statement.figures[measure]
                        self._measured[key.place, measure].remove(statement)
                        break

    def join_valueless(self) -> None:
        """A growth without a value belongs to the sole value of that measure in another scope."""
        for statement in self.statements:
            for measure, figure in list(statement.figures.items()):
                if figure.data["value"] is not None:
                    continue
                partners = [
                    other.figures[measure]
                    for other in self._measured[statement.key.place, measure][:COMPARED]
                    if (other.key.start, other.key.end) == (statement.key.start, statement.key.end)
                    and other.figures[measure].data["value"] is not None
                ]
                if len(partners) == 1:
                    complete(partners[0], figure)
                    del statement.figures[measure]
                    self._measured[statement.key.place, measure].remove(statement)


def _grew_alike(a: Data, b: Data) -> bool:
    """Whether both tell of a growth, or both of a fall."""
    changes = [data["change"]["percent"] for data in (a, b) if data["change"] is not None]
    return len(changes) == 2 and (changes[0] > 0) == (changes[1] > 0)


def complete(kept: Figure, other: Figure) -> None:
    """Take over what only the other says; the value with more digits stays.

    What says the same without a doubt leaves none.
    """
    a, b = kept.data, other.data
    if a["value"] is None or (b["value"] is not None and not other.doubts):
        kept.doubts = other.doubts
    valueless = a["value"] is None and b["value"] is not None
    better = a["value"] is None or (
        b["value"] is not None and last_unit(b) < last_unit(a) and not other.headline
    )
    if better:
        for name in ("value", "scale", "currency", "text", "approximate"):
            a[name] = b[name]
    grown = a["change"] and b["change"] and a["change"]["percent"] != b["change"]["percent"]
    apart = valueless and bool(
        grown
    )  # a growth without an amount, of something else than the amount
    for name in ("change", "plan"):
        if a[name] is None or apart:
            a[name] = b[name]


def inherit_approximation(statement: Statement, schema: Schema) -> None:
    """Parts of an approximate whole are approximate."""
    for rule in schema.rules:
        whole, parts = rule.composition
        source = statement.figures.get(whole)
        if source is None or not source.data["approximate"]:
            continue
        for part in parts:
            figure = statement.figures.get(part)
            if figure is not None and figure.data["value"] is not None:
                figure.data["approximate"] = True
