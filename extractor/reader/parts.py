"""Parts that are of another time than the amount told before them, as their sum says.

«9 tháng năm 2017 … 2.614 triệu USD, trong khi 9 tháng năm 2016 là 2.136, tức tăng 22,4%. Xuất khẩu
1.702, nhập khẩu 912.»: a sentence that names no time goes on with the time named last, and its
parts add up to a whole of another one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import product

from extractor.numbers.interval import Interval
from extractor.reader.arithmetic import Found
from extractor.reader.based import amounts
from extractor.reader.key import Key
from extractor.reader.settle import holds
from extractor.reader.slots import Slot
from extractor.schema import Schema, Sum

_COMPARED = 8
"""Wholes of one place, told last, that parts are held against."""


def date_parts(keyed: Sequence[tuple[Found, Key]], schema: Schema) -> list[tuple[Found, Key]]:
    """Figures in the order of the text, parts dated by the one whole that they add up to.

    Only where the time that they go on with was named before the figure right before them, and no
    whole of that time is their sum.
    """
    sums = [rule for rule in schema.rules if isinstance(rule, Sum)]
    wholes: dict[tuple[object, ...], list[tuple[Slot, Key]]] = defaultdict(list)
    dated = list(keyed)
    before: Slot | None = None
    for index, (item, key) in enumerate(keyed):
        for rule in sums:
            whole, *parts = rule.measures
            run = dated[index : index + len(parts)]
            told = wholes[whole, key.place, key.scope][-_COMPARED:]
            named = {found.slot.measure: amounts(found.slot) for found, _ in run}
            goes_on = before is not None and all(
                _goes_on(found.slot, before) and replace(at, text="") == replace(key, text="")
                for found, at in run
            )
            if not (told and goes_on) or len(run) != len(parts) or set(named) != set(parts):
                continue
            choices = [named[part] for part in parts]
            fitting = [at for slot, at in told if _adds_up(rule, amounts(slot), choices)]
            days = {(at.start, at.end) for at in fitting}
            if len(days) == 1 and (key.start, key.end) not in days:
                for place, (found, at) in enumerate(run, start=index):
                    found.slot.manner = "settled"
                    dated[place] = found, replace(fitting[-1], scope=at.scope)
        if item.slot.quantity is not None:
            wholes[item.slot.measure, key.place, key.scope].append((item.slot, key))
            before = item.slot
    return dated


def _goes_on(part: Slot, before: Slot) -> bool:
    """Whether the time of a part was named before the figure told before it."""
    if part.quantity is None or part.period is None or before.quantity is None:
        return False
    return part.period.span.end <= before.quantity.span.start < part.quantity.span.start


def _adds_up(rule: Sum, whole: Sequence[Interval], parts: Sequence[Sequence[Interval]]) -> bool:
    return any(holds(rule, values) for values in product(whole, *parts))
