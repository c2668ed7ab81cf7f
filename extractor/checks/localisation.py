"""Which number is wrong where numbers do not fit, and whose fault that looks like.

The smallest weighted set of numbers is sought without which all edit rules can hold (Fellegi and
Holt, «A systematic approach to automatic edit and imputation», 1976), best first over the
contradictions that are met (Reiter, «A theory of diagnosis from first principles», 1987); a number
weighs by the evidence for it. Sets of one weight are a tie and told as one, unless slips alone
decide it: only one of the numbers is a slip away from fitting.

A breach is the model's where all that explains it is not as the article prints it, the source's
where every number of it is printed and nothing speaks against any, and else it is not known. The
work is bounded, and a breach that was not searched to the end says so.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extractor.checks.edit_rules import as_given
from extractor.checks.evidence import Claim
from extractor.checks.grouping import Group
from extractor.checks.network import Contradiction, Exhausted, Network, Work
from extractor.checks.repairs import Repair, repairs
from extractor.checks.ties import network
from extractor.checks.weighing import Evidence
from extractor.numbers.interval import Interval
from extractor.record import Attribution, Finding
from extractor.schema import Schema

BETWEEN_NUMBERS = frozenset({"sum", "balance", "part", "growth_base", "plan_base", "conflict"})
"""The rules that hold numbers against each other, as findings call them."""

_ROUNDED = 4
"""What it weighs that one number beside the wrong ones is off by a unit of its last digit.

More than all that can support one printed number more than another."""
_NAMED = 6
"""How many of those that tie a message names."""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What explains the breaches of one network of numbers, which are known by their position.

    ``sets`` are the lightest sets without which all rules can hold, ``is_rounded`` whether that
    takes one more number that is off by a unit of its last digit; no sets where the work was not
    done to the end. ``repairs`` undo one slip.
    """

    network: Network
    sets: tuple[frozenset[int], ...]
    is_rounded: bool
    repairs: tuple[Repair, ...]


def localised(
    breaches: Sequence[Finding], found: Sequence[Group], schema: Schema, evidence: Evidence
) -> list[Finding]:
    """Breaches of rules between numbers, with fault, suspect and suggestion where there is one.

    ``found`` are all groups of the report. What the search cannot settle stays without a suspect.
    """
    subjects: dict[tuple[str, tuple[str, str]], list[Group]] = defaultdict(list)
    for group in found:
        subjects[group.place, group.period].append(group)
    subject_of = {s: (g.place, g.period) for g in found for s in g.statements}
    parts: dict[tuple[str, tuple[str, str]], dict[str, Network]] = {}
    diagnoses: dict[int, Diagnosis] = {}
    told = []
    work = Work()
    for breach in breaches:
        subject = subject_of[int(breach.fields[0].split(".")[1])]
        if subject not in parts:
            components = network(subjects[subject], schema, work).components()
            parts[subject] = {c.field: part for part in components for c in part.claims}
        part = parts[subject][breach.fields[0]]
        if id(part) not in diagnoses:
            diagnoses[id(part)] = diagnosed(part, schema, evidence)
        told.append(_told(breach, diagnoses[id(part)], evidence))
    return told


def diagnosed(part: Network, schema: Schema, evidence: Evidence) -> Diagnosis:
    """What explains that the numbers of a network do not fit."""
    try:
        lightest = _lightest(part, [evidence.weight(claim) for claim in part.claims])
    except Exhausted:
        return Diagnosis(part, (), False, ())
    sets = tuple(dict.fromkeys(frozenset(_bits(wrong)) for wrong, _ in lightest))
    is_rounded = bool(lightest) and all(rounded for _, rounded in lightest)
    suspects = sorted(frozenset().union(*sets))
    try:
        found = repairs(part, suspects, schema)
    except Exhausted:
        # Where not all were tried, none is the only one.
        found = []
    if all(evidence.is_the_models(part.claims[n]) for n in suspects):
        # What the model should have copied stands in the article.
        found = [
            repair
            for repair in found
            if all(
                evidence.prints(part.claims[n], value)
                for n, value in zip(repair.numbers, repair.values, strict=True)
            )
        ]
    return Diagnosis(part, sets, is_rounded, tuple(found))


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


def _told(breach: Finding, why: Diagnosis, evidence: Evidence) -> Finding:
    claims = why.network.claims
    mine = {n for n, claim in enumerate(claims) if claim.field in breach.fields}
    if not why.sets:
        return replace(
            breach,
            attribution=_fault(mine, (), claims, evidence),
            suspect=None,
            message=f"{breach.message}; which number is wrong was not searched to the end",
        )
    fault = _fault(mine, why.sets, claims, evidence)
    options = list(dict.fromkeys(one & mine for one in why.sets if one & mine))
    # What is wrong may lie wholly elsewhere, and here only a last digit be off.
    common = frozenset.intersection(*options) if options else frozenset()
    suspects = sorted(common) if len(common) == 1 else []
    message = breach.message
    if options and not suspects:
        message += f"; {_candidates(options, claims)}"
    slipped = {repair.numbers for repair in why.repairs}
    if len(slipped) == 1:
        (numbers,) = slipped
        by_slip = [n for n in numbers if n in mine]
        if not suspects and by_slip:
            message += f", and only {_name(claims[by_slip[0]])} is a slip away from fitting"
        suspects = suspects or by_slip
    if why.is_rounded:
        message += "; one more number must be off by a unit of its last digit"
    suggestion = None
    if len(why.repairs) == 1 and suspects and suspects[0] in why.repairs[0].numbers:
        suggestion = why.repairs[0].suggestion(claims, suspects[0])
    return replace(
        breach,
        attribution=fault,
        suspect=claims[suspects[0]].field if suspects else None,
        message=message,
        suggestion=suggestion,
    )


def _fault(
    mine: set[int],
    sets: Sequence[frozenset[int]],
    claims: Sequence[Claim],
    evidence: Evidence,
) -> Attribution:
    explaining = frozenset().union(*sets)
    if explaining and all(evidence.is_the_models(claims[n]) for n in explaining):
        return "model"
    if any(evidence.is_the_models(claims[n]) or evidence.is_doubted(claims[n]) for n in mine):
        return "unknown"
    return "source"


def _candidates(options: Sequence[frozenset[int]], claims: Sequence[Claim]) -> str:
    """The sets that tie, as a message names them."""
    named = [" with ".join(_name(claims[n]) for n in sorted(option)) for option in options[:_NAMED]]
    if len(options) > _NAMED:
        named.append(f"{len(options) - _NAMED} other choices")
    if len(named) == 1:
        return f"wrong are {named[0]}"
    return f"wrong is {', '.join(named[:-1])} or {named[-1]}"


def _name(claim: Claim) -> str:
    what = {
        "value": claim.measure,
        "change": f"the change of {claim.measure}",
        "plan": f"{claim.measure}'s share",
    }
    return f"{what[claim.aspect]} ({as_given(claim)})"


def _bits(mask: int) -> Iterator[int]:
    number = 0
    while mask:
        if mask & 1:
            yield number
        mask >>= 1
        number += 1
