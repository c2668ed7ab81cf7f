"""What each text has to say of one key, and which of several texts can be right together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractor.checks.agreement.said import Said
from extractor.numbers.interval import Bound, Interval


@dataclass(frozen=True, slots=True)
class Voice:
    """All that one text says of a key, with the first number by which it says so in print.

    ``interval`` is what its numbers leave open together; where they contradict each other, which
    is for the text's own checks to tell, it is all that they span.
    """

    said: Said
    interval: Interval


def voices(said: Sequence[Said]) -> list[Voice]:
    """A voice for each text, in the order in which they were heard."""
    by_text: dict[str, Voice] = {}
    for number in said:
        known = by_text.get(number.witness.sha256)
        if known is None:
            by_text[number.witness.sha256] = Voice(number, number.interval)
            continue
        both = known.interval.intersection(number.interval)
        better = number.how == "printed" != known.said.how
        by_text[number.witness.sha256] = Voice(
            number if better else known.said,
            both or Interval.hull((known.interval, number.interval)),
        )
    return list(by_text.values())


def common(found: Iterable[Voice]) -> Interval | None:
    """The numbers that all of them leave open, ``None`` where there are none."""
    left: Interval | None = Interval()
    for voice in found:
        left = None if left is None else left.intersection(voice.interval)
    return left


def agreeing(found: Sequence[Voice]) -> list[Voice]:
    """The most voices that have a number in common, in their order; of equals the first heard."""
    if common(found) is not None:
        return list(found)
    ends = sorted(
        [(voice.interval.lower_bound(), 0, n) for n, voice in enumerate(found)]
        + [(voice.interval.upper_bound(), 1, n) for n, voice in enumerate(found)]
    )
    open_now: set[int] = set()
    best: tuple[int, int, Bound] | None = None
    for bound, is_end, number in ends:
        if is_end:
            open_now.discard(number)
            continue
        open_now.add(number)
        # What was heard last among as many decides between sets of one size, without listing them.
        rank = (len(open_now), -number, bound)
        if best is None or rank[:2] > best[:2]:
            best = rank
    assert best is not None
    at = best[2]
    return [v for v in found if v.interval.lower_bound() <= at <= v.interval.upper_bound()]
