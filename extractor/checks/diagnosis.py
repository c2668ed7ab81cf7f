"""What explains that the numbers of a network do not fit: the lightest sets, and slips undone.

The smallest weighted set of numbers is sought without which all edit rules can hold (Fellegi and
Holt, «A systematic approach to automatic edit and imputation», 1976), best first over the
contradictions that are met (Reiter, «A theory of diagnosis from first principles», 1987); a number
weighs by the evidence for it. The work is bounded.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from extractor.checks.network import Contradiction, Exhausted, Network
from extractor.checks.repairs import Repair, repairs
from extractor.checks.weighing import Evidence
from extractor.numbers.interval import Interval
from extractor.schema import Schema

_ROUNDED = 4
"""What it weighs that one number beside the wrong ones is off by a unit of its last digit.

More than all that can support one printed number more than another."""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What explains the breaches of one network of numbers, which are known by their position.

    ``sets`` are the lightest sets without which all rules can hold, ``is_rounded`` whether that
    takes one more number that is off by a unit of its last digit; no sets where the work was not
    done to the end. ``repairs`` undo one slip; ``is_copied`` tells that only those are given whose
    numbers the article prints.
    """

    network: Network
    sets: tuple[frozenset[int], ...]
    is_rounded: bool
    repairs: tuple[Repair, ...]
    is_copied: bool


def diagnosed(part: Network, schema: Schema, evidence: Evidence) -> Diagnosis:
    """What explains that the numbers of a network do not fit."""
    try:
        lightest = _lightest(part, [evidence.weight(claim) for claim in part.claims])
    except Exhausted:
        return Diagnosis(part, (), False, (), False)
    sets = tuple(dict.fromkeys(frozenset(_bits(wrong)) for wrong, _ in lightest))
    is_rounded = bool(lightest) and all(rounded for _, rounded in lightest)
    suspects = sorted(frozenset().union(*sets))
    try:
        found = repairs(part, suspects, schema)
    except Exhausted:
        # Where not all were tried, none is the only one.
        found = []
    is_copied = all(evidence.is_the_models(part.claims[n]) for n in suspects)
    if is_copied:
        # What the model should have copied stands in the article, and what is read alike is copied.
        found = [
            repair
            for repair in found
            if all(
                evidence.prints(part.claims[n], value) and not evidence.is_read(part.claims[n])
                for n, value in zip(repair.numbers, repair.values, strict=True)
            )
        ]
    return Diagnosis(part, sets, is_rounded, tuple(found), is_copied)


def smallest(sets: Iterable[frozenset[int]]) -> list[frozenset[int]]:
    """The sets of which none is a part, each once, in the given order."""
    given = list(dict.fromkeys(sets))
    return [one for one in given if not any(other < one for other in given)]


def _lightest(part: Network, weights: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """All sets of the least weight without whose numbers the rules can hold.

    A set is the numbers that are wrong (a bit each) and beside them, where need be, one that is
    off by a unit of its last digit.
    """
    waiting = [(0, 0, 0)]
    seen = {(0, 0)}
    contradictions: list[int] = []
    least: int | None = None
    found: list[tuple[int, int]] = []

    def put(weight: int, wrong: int, rounded: int) -> None:
        if (wrong, rounded) not in seen:
            seen.add((wrong, rounded))
            heapq.heappush(waiting, (weight, wrong, rounded))

    while waiting and (least is None or waiting[0][0] <= least):
        weight, wrong, rounded = heapq.heappop(waiting)
        # Of what is known to contradict itself some number must be among the wrong ones.
        among = next((c for c in contradictions if not c & (wrong | rounded)), None)
        if among is None:
            try:
                part.solve(wrong, {n: _looser(part.claims[n].interval) for n in _bits(rounded)})
            except Contradiction as met:
                among = met.among
                contradictions.append(among)
            else:
                least = weight
                found.append((wrong, rounded))
                continue
        part.work.spend(among.bit_count())
        for number in _bits(among):
            bit = 1 << number
            if not rounded:
                put(weight + weights[number], wrong | bit, 0)
                if wrong:
                    put(weight + _ROUNDED, wrong, bit)
            elif bit != rounded:
                put(weight + weights[number], wrong | bit, rounded)
    return tuple(found)


def _looser(printed: Interval) -> Interval:
    """What a number leaves open where it may also be off by a unit of its last digit."""
    if printed.low is None or printed.high is None:
        return printed
    return printed.widened(printed.high - printed.low)


def _bits(mask: int) -> Iterator[int]:
    number = 0
    while mask:
        if mask & 1:
            yield number
        mask >>= 1
        number += 1
