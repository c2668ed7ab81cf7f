"""What a disagreement of two articles looks like: a revision, another scope, a slip, an error.

Where both have their numbers from one sentence, word for word, it was read in two ways, whatever
the numbers are.

Nothing of this is certain, and where nothing tells nothing is said. What is later is told by the
days that an article reaches to, which hold for runs of any program, not by dates of publication.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from extractor.checks.agreement.line import Tells
from extractor.checks.agreement.said import Said
from extractor.numbers.interval import Interval

_LITTLE = Fraction(1, 20)
"""Of the larger number: what a revision or another way of counting changes at most."""
_ESTIMATED = Fraction(1, 5)
"""The same for an estimate and what came of it."""
_POWERS = range(1, 10)
_DIGITS = 3
"""Numbers of fewer digits are too often one digit apart by chance."""
_OTHERS = 2
"""So many articles that agree speak against one that does not."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a disagreement looks like, and why, as the end of a sentence."""

    tells: Tells | None = None
    why: str = ""


def told(said: Said, other: Said, *, agreeing: int, elsewhere: Iterable[Said]) -> Told:
    """What tells ``other`` from ``said``, which so many articles say alike.

    ``elsewhere`` is what articles say of the same under other scopes.
    """
    if said.sentences & other.sentences:
        return Told("reading", "the same words are read two ways")
    for scoped in elsewhere:
        if scoped.interval.meets(said.interval) or scoped.interval.meets(other.interval):
            fits = said if scoped.interval.meets(said.interval) else other
            return Told(
                "scope",
                f"what {fits.witness.article_id} says is what {scoped.witness.article_id} says "
                f"of another scope, «{scoped.scope}»",
            )
    apart = _apart(said, other)
    earlier, later = sorted((said, other), key=lambda s: s.witness.until)
    reached = earlier.witness.until < later.witness.until
    if reached and earlier.approximate and not later.approximate and apart <= _ESTIMATED:
        return Told(
            "revision", f"{later.witness.article_id} is later, and the other gave an estimate"
        )
    if said.how == other.how == "printed" and _powers_apart(said.interval, other.interval):
        return Told("slip", "they are a power of ten apart")
    if agreeing >= _OTHERS and apart > _LITTLE:
        return Told("error", f"{agreeing} articles agree against {other.witness.article_id}")
    if apart <= _LITTLE and (reached or not _one_slip(said, other)):
        which = f"{later.witness.article_id} is later" if reached else "they differ by little"
        return Told("revision", which)
    if _one_slip(said, other):
        return Told("slip", "their digits differ by one slip")
    return Told()


def little(gap: Fraction, whole: Fraction) -> bool:
    """Whether numbers that lie ``gap`` apart differ by no more than a revision changes."""
    return gap <= _LITTLE * abs(whole)


def gap(one: Interval, other: Interval) -> Fraction:
    """How far two intervals lie apart, 0 where they touch or meet."""
    ways = [
        low - high
        for low, high in ((one.low, other.high), (other.low, one.high))
        if low is not None and high is not None
    ]
    return max([Fraction(0), *ways])


def _apart(said: Said, other: Said) -> Fraction:
    """How far two numbers lie apart: of the larger one, or of a hundred percent."""
    percents = said.percent is None and said.scale is None
    whole = Fraction(100) if percents else max(abs(said.typical), abs(other.typical))
    return gap(said.interval, other.interval) / whole if whole else Fraction(1)


def _powers_apart(one: Interval, other: Interval) -> bool:
    return any(
        a.scaled(10**power).meets(b) for power in _POWERS for a, b in ((one, other), (other, one))
    )


def _one_slip(said: Said, other: Said) -> bool:
    """Whether one digit, or two neighbours exchanged, tells two printed numbers apart."""
    if (said.how, other.how) != ("printed", "printed") or said.scale != other.scale:
        return False
    a, b = (f"{s.claimed:f}" for s in (said, other))
    if len(a) != len(b) or sum(char.isdigit() for char in a) < _DIGITS:
        return False
    differ = [i for i, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
    if len(differ) == 1:
        return True
    return len(differ) == 2 and differ[1] == differ[0] + 1 and _swapped(a, b, differ[0])


def _swapped(a: str, b: str, at: int) -> bool:
    return a[at] == b[at + 1] and a[at + 1] == b[at]
