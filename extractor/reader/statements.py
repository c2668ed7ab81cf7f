"""From slots to statements: one per place, period and scope, restatements folded into one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

from extractor.exact_json import plain
from extractor.folding import Folded
from extractor.numbers.convention import Convention
from extractor.numbers.interval import Interval
from extractor.numbers.quantity import Quantity, is_foreign_billions
from extractor.reader.anchor import Anchor
from extractor.reader.doubting import Doubting, Standing, against
from extractor.reader.fitting import fitting
from extractor.reader.key import Key, key_of
from extractor.reader.layout import Paragraph
from extractor.reader.settle import Printed, settle
from extractor.reader.slots import Binding, Doubt, Slot, Stated
from extractor.reader.told import Teller, Told
from extractor.record import Data, Number
from extractor.schema import SCALE_FACTOR, Measure, Schema
from extractor.span import Span

_COMPARED = 50
"""Statements of one key with which a figure is compared; more of them are no restatements."""


@dataclass(frozen=True, slots=True)
class Found:
    """A slot and the paragraph that it stands in."""

    slot: Slot
    paragraph: Paragraph


@dataclass(frozen=True, slots=True)
class Restated:
    """A figure of a headline above the text that was left to it, which tells of the same.

    ``figure`` is the report's figure that it would have been, ``amount`` and ``change`` where the
    words of its value and of its change stand in the folded text, ``timed`` whether the headline
    itself says when it is of.
    """

    key: Key
    measure: str
    figure: Data
    amount: Span | None
    change: Span | None
    timed: bool


@dataclass(frozen=True, slots=True)
class Assembled:
    """Statements with what is known of them, see ``Reading``."""

    statements: list[Data]
    bindings: dict[str, Binding]
    restated: tuple[Restated, ...]
    told: tuple[Told, ...]


@dataclass(slots=True)
class _Statement:
    """A statement on its way; ``figures`` by measure."""

    key: Key
    figures: dict[str, _Figure] = field(default_factory=dict)


@dataclass(slots=True)
class _Figure:
    """A figure on its way, with the slot that printed it best and what is in doubt of it.

    ``borne_out`` where a sum, a balance or a growth holds for it, or the text says it again.
    """

    slot: Slot
    headline: bool
    data: Data
    doubts: tuple[Doubt, ...]
    borne_out: bool = False


def assemble(
    folded: Folded,
    found: Sequence[Found],
    left: Sequence[Found],
    about: Anchor,
    convention: Convention,
    teller: Teller,
    schema: Schema,
) -> Assembled:
    """The report's statements, in the order in which the text first makes them.

    With them, by field name, how each figure was bound, the figures of headlines that restate, and
    every number that was bound. Of the amounts ``left`` only those come in that the arithmetic
    binds, see ``fitting``.
    """
    keyed = [
        (item, key)
        for item in sorted(found, key=lambda f: f.paragraph.headline)
        if not item.slot.empty and (key := key_of(folded, item.slot, about, item.paragraph.span))
    ]
    _name_by_sum(folded, keyed, schema)
    keyed += _fitting(folded, keyed, left, about, schema)
    doubts = _settle(folded, keyed, convention, schema)
    ledger = _Ledger()
    restated: list[Restated] = []
    numbers: list[tuple[_Figure, list[Told]]] = []
    for (item, key), (doubted, borne_out) in zip(keyed, doubts, strict=True):
        data = _figure(folded, item.slot, schema)
        figure = _Figure(item.slot, item.paragraph.headline, data, doubted, borne_out)
        numbers.append((figure, list(teller.of(item.slot, key, data, doubted, item.paragraph))))
        if figure.headline and (key.place != about.place or ledger.restates(figure, key)):
            if key.place == about.place and teller.heads(item.paragraph):
                restated.append(_restated(item.slot, key, data))
            continue
        ledger.enter(figure, key)
    ledger.join_passing(about.place)
    ledger.join_valueless()
    for statement in ledger.statements:
        _inherit_approximation(statement, schema)
    statements = [s for s in ledger.statements if s.figures]
    _doubt_subjects(statements)
    bindings = {
        f"statements.{number}.{measure}": Binding(figure.slot.manner, figure.doubts)
        for number, statement in enumerate(statements)
        for measure, figure in statement.figures.items()
    }
    made = [_statement(s, schema) for s in statements]
    # What speaks against a figure is known only once all are.
    told = tuple(replace(t, doubts=figure.doubts) for figure, found in numbers for t in found)
    return Assembled(made, bindings, tuple(restated), told)


def _restated(slot: Slot, key: Key, data: Data) -> Restated:
    return Restated(
        key,
        slot.measure,
        data,
        slot.quantity.span if slot.quantity is not None else None,
        slot.change.span if slot.change is not None else None,
        slot.period is not None,
    )


def _doubt_subjects(statements: Sequence[_Statement]) -> None:
    """Add what speaks against a figure's being the place's own, once all figures are known."""
    every = [(s, measure, figure) for s in statements for measure, figure in s.figures.items()]
    standings = [
        Standing(
            figure.slot,
            statement.key.place,
            statement.key.start.year,
            (
                statement.key.place,
                statement.key.start,
                statement.key.end,
                statement.key.scope,
                measure,
            ),
            _base(figure.data),
            figure.borne_out,
            len(statement.figures) == 1,
        )
        for statement, measure, figure in every
    ]
    for (_, _, figure), doubts in zip(every, against(standings), strict=True):
        figure.doubts = (*figure.doubts, *doubts)


class _Ledger:
    """Statements as they come, found by what they are of."""

    def __init__(self) -> None:
        self.statements: list[_Statement] = []
        self._of: dict[tuple[object, ...], list[_Statement]] = defaultdict(list)
        self._measured: dict[tuple[str, str], list[_Statement]] = defaultdict(list)

    def enter(self, figure: _Figure, key: Key) -> None:
        """Put a figure into its statement; a restatement completes the one that is there."""
        measure = figure.slot.measure
        alike = self._of[key.place, key.start, key.end, key.scope]
        for statement in alike[:_COMPARED]:
            other = statement.figures.get(measure)
            if other is None:
                statement.figures[measure] = figure
                self._measured[key.place, measure].append(statement)
                return
            valueless = other.data["value"] is None or figure.data["value"] is None
            if valueless or _alike(figure.data, other.data):
                other.borne_out = other.borne_out or figure.borne_out or not valueless
                _complete(other, figure)
                return
        statement = _Statement(key, {measure: figure})
        self.statements.append(statement)
        alike.append(statement)
        self._measured[key.place, measure].append(statement)

    def restates(self, figure: _Figure, key: Key) -> bool:
        """Whether a headline's figure repeats one of the body, rounded or with other words."""
        for statement in self._measured[key.place, figure.slot.measure][:_COMPARED]:
            other = statement.figures[figure.slot.measure]
            same = (statement.key.start, statement.key.end) == (key.start, key.end)
            if same or _alike(figure.data, other.data):
                return True
        return False

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
                for other in self._measured[place, measure][:_COMPARED]:
                    own = other.figures[measure]
                    same = (other.key.start, other.key.end) == (key.start, key.end)
                    if same and _alike(own.data, figure.data):
                        _complete(own, figure)
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
                    for other in self._measured[statement.key.place, measure][:_COMPARED]
                    if (other.key.start, other.key.end) == (statement.key.start, statement.key.end)
                    and other.figures[measure].data["value"] is not None
                ]
                if len(partners) == 1:
                    _complete(partners[0], figure)
                    del statement.figures[measure]
                    self._measured[statement.key.place, measure].remove(statement)


def _fitting(
    folded: Folded,
    keyed: Sequence[tuple[Found, Key]],
    left: Sequence[Found],
    about: Anchor,
    schema: Schema,
) -> list[tuple[Found, Key]]:
    """The amounts left that complete a sum or a balance among the others."""
    apart = [
        (item, key)
        for item in left
        if (key := key_of(folded, item.slot, about, item.paragraph.span)) is not None
    ]
    told, offered = (
        [_printed(folded, i.slot, i.slot.quantity, k) for i, k in pairs if i.slot.quantity]
        for pairs in (keyed, apart)
    )
    return [apart[index] for index in fitting(told, offered, schema)]


def _name_by_sum(folded: Folded, keyed: Sequence[tuple[Found, Key]], schema: Schema) -> None:
    """Give an amount without a name that one of several measures whose sum it completes.

    «Sôi động nhất là Móng Cái với 1.487 triệu USD. Trong đó: xuất khẩu 903; nhập khẩu 584.»
    """
    together: dict[Key, list[Slot]] = defaultdict(list)
    for item, key in keyed:
        if item.slot.quantity is not None:
            together[replace(key, text="", later=())].append(item.slot)
    for key, slots in together.items():
        if len(slots) > _COMPARED:
            continue
        for slot in slots:
            if not slot.rivals or slot.quantity is None:
                continue
            told = [
                _printed(folded, s, s.quantity, key) for s in slots if s is not slot if s.quantity
            ]
            own = _printed(folded, slot, slot.quantity, key)
            named = [
                m
                for m in (slot.measure, *slot.rivals)
                if fitting(told, [replace(own, measure=m)], schema)
            ]
            if len(named) == 1:
                slot.measure, slot.manner, slot.rivals = named[0], "settled", ()


def _settle(
    folded: Folded, keyed: Sequence[tuple[Found, Key]], convention: Convention, schema: Schema
) -> list[tuple[tuple[Doubt, ...], bool]]:
    """Put the reading that the arithmetic supports first in every amount that has several.

    Returns what is still in doubt and whether arithmetic bears it out, for each of ``keyed``.
    """
    amounts = [
        (index, item.slot, key)
        for index, (item, key) in enumerate(keyed)
        if item.slot.quantity is not None
    ]
    printed = [
        _printed(folded, slot, slot.quantity, key) for _, slot, key in amounts if slot.quantity
    ]
    choices = settle(printed, schema)
    keys = [key for _, _, key in amounts]
    doubting = Doubting(folded, convention, printed, choices, keys, schema)
    doubts = [(doubting.unset(item.slot, key), False) for item, key in keyed]
    for number, (index, slot, key) in enumerate(amounts):
        doubts[index] = doubting.of(slot, key, number), choices[number].borne_out
        if slot.quantity is not None and (pick := choices[number].pick):
            slot.manner = "settled"
            first = slot.quantity.readings[pick]
            others = tuple(r for r in slot.quantity.readings if r is not first)
            slot.quantity = replace(slot.quantity, readings=(first, *others))
    return doubts


def _printed(folded: Folded, slot: Slot, quantity: Quantity, key: Key) -> Printed:
    factor = SCALE_FACTOR[quantity.scale or "one"]
    digits = 4 if slot.approximate else 1
    return Printed(
        key.place,
        key.start,
        key.end,
        key.scope,
        slot.measure,
        tuple(Interval.printed(r.value, r.unit * digits).scaled(factor) for r in quantity.readings),
        Interval.printed(slot.change.percent, _unit_of(slot.change.percent))
        if slot.change is not None
        else None,
        quantity.currency,
        _marks(folded, quantity),
        tuple(_planned(slot, quantity)),
    )


def _planned(slot: Slot, quantity: Quantity) -> Iterator[Interval]:
    """What an amount should be by its share of the plan, for each reading of the amount planned."""
    plan = slot.planned
    if plan is None or slot.share is None or plan.currency != quantity.currency:
        return
    share = Interval.printed(slot.share.percent, _unit_of(slot.share.percent))
    for reading in plan.readings:
        amount = Interval.printed(reading.value, reading.unit)
        yield (amount.scaled(SCALE_FACTOR[plan.scale or "one"]) * share).scaled(Fraction(1, 100))


def _marks(folded: Folded, quantity: Quantity) -> tuple[str, ...]:
    """What parts decimals in each reading of an amount that has several plausible ones."""
    if is_foreign_billions(quantity.scale, quantity.currency) or len(quantity.readings) < 2:
        return ()
    mark = "," if "," in quantity.number.of(folded.text) else "."
    return tuple(mark if reading.unit < 1 else "" for reading in quantity.readings)


def _unit_of(value: Decimal) -> Decimal:
    """One unit of the last digit."""
    exponent = value.as_tuple().exponent
    return Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)


def _figure(folded: Folded, slot: Slot, schema: Schema) -> Data:
    """A slot as the report's figure."""
    quantity = slot.quantity
    measure = schema.measure(slot.measure)
    return {
        "value": _value(folded, quantity, slot, measure) if quantity else None,
        "scale": quantity.scale if quantity else None,
        "currency": quantity.currency if quantity else None,
        "text": _original(folded, quantity.span) if quantity else None,
        "approximate": slot.approximate if quantity else False,
        "change": _percent(folded, slot.change),
        "plan": _percent(folded, slot.share),
    }


def _value(folded: Folded, quantity: Quantity, slot: Slot, measure: Measure) -> Number:
    value = quantity.value
    if (slot.named or slot.label).of(folded.lower) in {p.lower() for p in measure.negative}:
        value = -abs(value)
    return plain(value)


def _percent(folded: Folded, stated: Stated | None) -> Data | None:
    if stated is None:
        return None
    return {"percent": plain(stated.percent), "text": _original(folded, stated.span)}


def _original(folded: Folded, span: Span) -> str:
    """The article's own characters."""
    return folded.span(*span).of(folded.original)


def _alike(a: Data, b: Data) -> bool:
    """Whether two figures can print one value: equal to the coarser one's last digit."""
    if a["value"] is None or b["value"] is None or a["currency"] != b["currency"]:
        return a["value"] is None and b["value"] is None
    x = Decimal(a["value"]) * SCALE_FACTOR[a["scale"]]
    y = Decimal(b["value"]) * SCALE_FACTOR[b["scale"]]
    unit = max(_unit(a), _unit(b))
    return abs(x - y) <= unit


def _base(figure: Data) -> Decimal | None:
    """An amount in base units."""
    if figure["value"] is None:
        return None
    return Decimal(figure["value"]) * SCALE_FACTOR[figure["scale"] or "one"]


def _unit(figure: Data) -> Decimal:
    return _unit_of(Decimal(figure["value"])) * SCALE_FACTOR[figure["scale"]]


def _complete(kept: _Figure, other: _Figure) -> None:
    """Take over what only the other says; the value with more digits stays.

    What says the same without a doubt leaves none.
    """
    a, b = kept.data, other.data
    if a["value"] is None or (b["value"] is not None and not other.doubts):
        kept.doubts = other.doubts
    better = a["value"] is None or (
        b["value"] is not None and _unit(b) < _unit(a) and not other.headline
    )
    if better:
        for name in ("value", "scale", "currency", "text", "approximate"):
            a[name] = b[name]
    for name in ("change", "plan"):
        if a[name] is None:
            a[name] = b[name]


def _inherit_approximation(statement: _Statement, schema: Schema) -> None:
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


def _statement(statement: _Statement, schema: Schema) -> Data:
    key = statement.key
    return {
        "place": key.place,
        "scope": key.scope,
        "period": {
            "start": key.start.isoformat(),
            "end": key.end.isoformat(),
            "text": key.text,
        },
        **schema.empty_statement(),
        **{measure: figure.data for measure, figure in statement.figures.items()},
    }
