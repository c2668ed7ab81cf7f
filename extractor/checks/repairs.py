"""Slips that turn one number into another, and which of them, undone, make every rule hold.

The catalogue is that of simple typing errors (Scholtus, «Automatic correction of simple typing
errors in numerical data with balance edits», Statistics Netherlands 09046, 2009; «Algorithms for
correcting sign errors and rounding errors in business survey data», Journal of Official Statistics
27(3), 2011), with what news add to it: a decimal mark read as one of thousands, a scale word in
place of another, and numbers that stand in each other's place. A repair is offered to a person; no
number is ever changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from extractor.checks.evidence import Claim
from extractor.checks.network import Network
from extractor.checks.wording import grouped
from extractor.exact_json import plain
from extractor.numbers.interval import Interval
from extractor.record import Suggestion
from extractor.schema import SCALE_FACTOR, Schema

_POWERS: dict[str, dict[int, str]] = {
    "value": {
        -6: "another scale word",
        -3: "another scale word, or a decimal mark read as one of thousands",
        -2: "a power of ten, a hundred times too much",
        -1: "a power of ten, ten times too much",
        1: "a power of ten, ten times too little",
        2: "a power of ten, a hundred times too little",
        3: "another scale word, or a mark of thousands read as a decimal one",
        6: "another scale word",
    },
    "change": {-2: "a decimal mark left out", -1: "a decimal mark left out"},
    "plan": {-2: "a decimal mark left out", -1: "a decimal mark left out"},
}


@dataclass(frozen=True, slots=True)
class Repair:
    """A slip undone: the claims by their position in the network, what they would be, and how.

    Two claims exchange their places where ``numbers`` are two; ``values`` are in the claims' scale.
    """

    numbers: tuple[int, ...]
    values: tuple[Decimal, ...]
    why: str

    def suggestion(self, claims: Sequence[Claim], number: int) -> Suggestion:
        """The repair as a finding offers it, told of the claim ``number``, which it changes."""
        at = self.numbers.index(number)
        others = [
            f"{claims[n].field} would be {grouped(value)}"
            for n, value in zip(self.numbers, self.values, strict=True)
            if n != number
        ]
        why = f"{'; '.join([self.why, *others])}; every rule then holds"
        return Suggestion(claims[number].field, plain(self.values[at]), why)


def repairs(network: Network, suspects: Sequence[int], schema: Schema) -> list[Repair]:
    """The repairs of any of ``suspects``, alone or in exchange, under which all rules hold."""
    found: list[Repair] = []
    for number in suspects:
        room = network.room(number)
        if room is None:
            continue
        claim = network.claims[number]
        told = set()
        for value, why in slips(claim, signed=schema.measure(claim.measure).signed):
            interval = restated(claim, value)
            if value in told or not interval.meets(room):
                continue
            if network.holds(instead={number: interval}):
                told.add(value)
                found.append(Repair((number,), (value,), why))
    for one, other, why in _exchanges(network.claims, suspects):
        pair = network.claims[one], network.claims[other]
        values = _moved(pair[1], pair[0]), _moved(pair[0], pair[1])
        intervals = {one: pair[1].interval, other: pair[0].interval}
        if network.holds(instead=intervals):
            found.append(Repair((one, other), values, why))
    return found


def slips(claim: Claim, *, signed: bool) -> Iterator[tuple[Decimal, str]]:
    """What a number may have been before one slip, in its own scale, and how the slip is called."""
    printed = _printed(claim)
    sign = "-" if claim.claimed < 0 else ""
    at = [i for i, char in enumerate(printed) if char.isdigit()]
    for i in at:
        for digit in "0123456789":
            # A number does not begin with a zero but before a decimal point.
            leads = i == 0 and digit == "0" and printed[1:2].isdigit()
            if digit != printed[i] and not leads:
                changed = printed[:i] + digit + printed[i + 1 :]
                yield Decimal(sign + changed), f"one digit, {sign}{printed} for {sign}{changed}"
    for i, j in pairwise(at):
        if printed[i] != printed[j] and not (i == 0 and printed[j] == "0" and j == 1):
            chars = list(printed)
            chars[i], chars[j] = chars[j], chars[i]
            changed = "".join(chars)
            yield (
                Decimal(sign + changed),
                f"two digits in each other's place, {sign}{printed} for {sign}{changed}",
            )
    if claim.claimed:
        for power, why in _POWERS[claim.aspect].items():
            yield claim.claimed.scaleb(power), why
        if claim.aspect == "change" or (signed and claim.aspect == "value"):
            yield -claim.claimed, "the sign"


def _printed(claim: Claim) -> str:
    """The digits of a magnitude as printed, trailing zeros too where the interval tells of them."""
    text = f"{abs(claim.claimed):f}"
    low, high = claim.interval.low, claim.interval.high
    if low is None or high is None:
        return text
    unit = (high - low) / _factor(claim)
    behind = len(text.partition(".")[2])
    for more in range(behind + 1, behind + 4):
        if unit == Fraction(1, 10**more):
            return f"{abs(claim.claimed):.{more}f}"
    return text


def _factor(claim: Claim) -> int:
    return SCALE_FACTOR[claim.scale or "one"] if claim.aspect == "value" else 1


def restated(claim: Claim, value: Decimal) -> Interval:
    """What a claim with another number leaves open, its rounding and hedge being the same."""
    if abs(value) != abs(claim.claimed) and _is_power(value, claim.claimed):
        return claim.interval.scaled(Fraction(value) / Fraction(claim.claimed))
    if value == -claim.claimed:
        return -claim.interval
    return claim.interval + Interval.point(
        (Fraction(value) - Fraction(claim.claimed)) * _factor(claim)
    )


def _is_power(value: Decimal, of: Decimal) -> bool:
    return bool(of) and value.as_tuple().digits == of.as_tuple().digits


def _exchanges(claims: Sequence[Claim], suspects: Sequence[int]) -> Iterator[tuple[int, int, str]]:
    """Pairs of claims, a suspect among them, that may stand in each other's place."""
    for one, first in enumerate(claims):
        for other in range(one + 1, len(claims)):
            second = claims[other]
            if first.statement != second.statement or not {one, other} & {*suspects}:
                continue
            percents = "value" not in (first.aspect, second.aspect)
            if first.aspect == second.aspect:
                if first.measure != second.measure and first.currency == second.currency:
                    what = {"value": "the values", "change": "the changes", "plan": "the shares"}
                    of = f"{first.measure} and {second.measure}"
                    yield one, other, f"{what[first.aspect]} of {of} exchanged"
            elif first.measure == second.measure and percents:
                yield one, other, f"change and share of plan of {first.measure} exchanged"


def _moved(claim: Claim, to: Claim) -> Decimal:
    """A claim's number in the scale of the claim into whose place it goes."""
    if claim.aspect != "value":
        return claim.claimed
    return claim.claimed * SCALE_FACTOR[claim.scale or "one"] / SCALE_FACTOR[to.scale or "one"]
