"""What the sums, balances, growths and shares among an article's amounts decide of each.

Which measure an amount is of that could be several's, which amounts left out belong all the same,
and which of its readings an amount has.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from extractor.folding import Folded, fold_phrase
from extractor.numbers.convention import Convention
from extractor.numbers.interval import Interval
from extractor.numbers.quantity import Quantity, is_foreign_billions
from extractor.reader.anchor import Anchor
from extractor.reader.doubting import Beside, Doubting
from extractor.reader.figure import figure_of, one_value, unit_of
from extractor.reader.fitting import fitting
from extractor.reader.key import Key, key_of, torn
from extractor.reader.layout import Paragraph
from extractor.reader.ledger import COMPARED
from extractor.reader.settle import Printed, settle
from extractor.reader.slots import Doubt, Slot
from extractor.schema import SCALE_FACTOR, Schema

_WHOLLY = ("tổng", "tổng cộng", "cả hai")
"""Words that make «kim ngạch» the whole's own."""
_LED = 12
_EXACT = 100
"""Units of its last digit that an amount printed exactly has at least."""


@dataclass(frozen=True, slots=True)
class Found:
    """A slot and the paragraph that it stands in."""

    slot: Slot
    paragraph: Paragraph


def name_by_sum(folded: Folded, keyed: Sequence[tuple[Found, Key]], schema: Schema) -> None:
    """Give an amount without a name that one of several measures whose sum it completes.

    «Sôi động nhất là Móng Cái với 1.487 triệu USD. Trong đó: xuất khẩu 903; nhập khẩu 584.» So with
    one that is named as a part which is told again behind it, and the whole is not.
    """
    sums = [rule.composition for rule in schema.rules if len(rule.composition[1]) > 1]
    parts = {part: whole for whole, of in sums for part in of}
    together: dict[Key, list[Slot]] = defaultdict(list)
    for item, key in keyed:
        if item.slot.quantity is not None:
            together[replace(key, text="", later=())].append(item.slot)
    for key, slots in together.items():
        if len(slots) > COMPARED:
            continue
        measures = Counter(slot.measure for slot in slots)
        for slot in slots:
            whole = parts.get(slot.measure)
            again = measures[slot.measure] > 1 and whole is not None and not measures[whole]
            others = slot.rivals or ((whole,) if again and whole else ())
            if not others or slot.quantity is None:
                continue
            if not slot.rivals and not all(map(_is_exact, slots)):
                continue  # «hơn 1 tỷ USD» adds up to much
            told = [
                _printed(folded, s, s.quantity, key) for s in slots if s is not slot if s.quantity
            ]
            own = _printed(folded, slot, slot.quantity, key)
            named = [
                m
                for m in (slot.measure, *others)
                if fitting(told, [replace(own, measure=m)], schema)
            ]
            if len(named) == 1:
                slot.measure, slot.manner, slot.rivals = named[0], "settled", ()
                measures[named[0]] += 1


def _is_exact(slot: Slot) -> bool:
    """Whether an amount is printed with enough digits for a sum of it to be no chance."""
    first = slot.quantity.readings[0] if slot.quantity is not None else None
    return first is not None and abs(first.value) >= first.unit * _EXACT


def name_by_likeness(folded: Folded, keyed: Sequence[tuple[Found, Key]], schema: Schema) -> None:
    """Give a bare «kim ngạch» to the measure that the text tells the same amount of by its name.

    «Kim ngạch 9 tháng đạt 512,6 triệu USD» above «9 tháng, xuất khẩu đạt 512,6 triệu USD», in one
    place and time: the whole would leave nothing for its other parts.
    """
    parts = {whole: set(p) for whole, p in (r.composition for r in schema.rules) if len(p) > 1}
    together: dict[Key, list[Slot]] = defaultdict(list)
    for item, key in keyed:
        if item.slot.quantity is not None:
            together[replace(key, text="", later=())].append(item.slot)
    for slots in together.values():
        bare = [s for s in slots if s.measure in parts and is_bare(folded, s, schema)]
        if not bare or len(slots) > COMPARED:
            continue
        data = {id(s): figure_of(folded, s, schema) for s in slots}
        for slot in bare:
            alike = {
                s.measure
                for s in slots
                if s.measure in parts[slot.measure] and one_value(data[id(slot)], data[id(s)])
            }
            if len(alike) == 1:
                slot.measure, slot.rivals = alike.pop(), ()


def doubt_bare(folded: Folded, keyed: Sequence[tuple[Found, Key]], schema: Schema) -> None:
    """Leave a bare «kim ngạch», taken for the whole, in doubt of the parts told before it.

    Where the text has named no whole so far: «trị giá kim ngạch đạt 6,4 tỷ USD» below exports.
    """
    parts = {whole: set(p) for whole, p in (r.composition for r in schema.rules) if len(p) > 1}
    named: set[str] = set()
    told: dict[str, None] = {}
    for item, _ in keyed:
        slot = item.slot
        if slot.quantity is None or item.paragraph.headline:
            continue
        if slot.measure not in parts:
            told[slot.measure] = None
        elif not is_bare(folded, slot, schema):
            named.add(slot.measure)
        elif slot.measure not in named and not slot.rivals:
            slot.rivals = tuple(m for m in told if m in parts[slot.measure])


def is_bare(folded: Folded, slot: Slot, schema: Schema) -> bool:
    """Whether a word for any measure names a figure, and none for all of it leads that."""
    start = slot.label.start
    led = folded.lower[max(0, start - _LED) : start].rstrip().endswith(_WHOLLY)
    return slot.label.of(folded.lower) in map(fold_phrase, schema.generic) and not led


def keyed_apart(folded: Folded, left: Sequence[Found], about: Anchor) -> list[tuple[Found, Key]]:
    """The amounts left with what they would be of."""
    return [
        (item, key)
        for item in left
        if (key := key_of(folded, item.slot, about, item.paragraph.span)) is not None
    ]


def completing(
    folded: Folded,
    keyed: Sequence[tuple[Found, Key]],
    apart: Sequence[tuple[Found, Key]],
    schema: Schema,
) -> list[tuple[Found, Key]]:
    """The amounts apart that complete a sum or a balance among the others."""
    told, offered = (
        [_printed(folded, i.slot, i.slot.quantity, k) for i, k in pairs if i.slot.quantity]
        for pairs in (keyed, apart)
    )
    return [apart[index] for index in fitting(told, offered, schema)]


def choose_readings(
    folded: Folded,
    keyed: Sequence[tuple[Found, Key]],
    convention: Convention,
    schema: Schema,
    beside: Beside,
) -> list[tuple[tuple[Doubt, ...], bool]]:
    """Put the reading that the arithmetic supports first in every amount that has several.

    Returns what is still in doubt and whether arithmetic bears it out, for each of ``keyed``.
    """
    found = torn([(item.slot, key) for item, key in keyed])
    amounts = [
        (index, item.slot, key)
        for index, ((item, _), key) in enumerate(zip(keyed, found, strict=True))
        if item.slot.quantity is not None
    ]
    printed = [
        _printed(folded, slot, slot.quantity, key) for _, slot, key in amounts if slot.quantity
    ]
    choices = settle(printed, schema)
    keys = [key for _, _, key in amounts]
    doubting = Doubting(folded, convention, printed, choices, keys, schema, beside)
    doubts = [
        (doubting.unset(item.slot, key), False) for (item, _), key in zip(keyed, found, strict=True)
    ]
    for number, (index, slot, key) in enumerate(amounts):
        doubts[index] = doubting.of(slot, key, number), choices[number].borne_out or slot.portion
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
        Interval.printed(slot.change.percent, unit_of(slot.change.percent))
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
    share = Interval.printed(slot.share.percent, unit_of(slot.share.percent))
    for reading in plan.readings:
        amount = Interval.printed(reading.value, reading.unit)
        yield (amount.scaled(SCALE_FACTOR[plan.scale or "one"]) * share).scaled(Fraction(1, 100))


def _marks(folded: Folded, quantity: Quantity) -> tuple[str, ...]:
    """What parts decimals in each reading of an amount that has several plausible ones."""
    if is_foreign_billions(quantity.scale, quantity.currency) or len(quantity.readings) < 2:
        return ()
    mark = "," if "," in quantity.number.of(folded.text) else "."
    return tuple(mark if reading.unit < 1 else "" for reading in quantity.readings)
