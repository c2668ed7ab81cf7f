"""What stays in doubt of a figure once words and arithmetic have had their say.

The digits, where the text's own convention does not tell how to read them, or where as read they
lie far from all else that is said of the place and read otherwise they do not. The measure, where
an amount without a name follows several measures told in one breath; a sum, a balance or a growth
that holds leaves none of these doubts. The period, where a paragraph names none and the one above
told of several, or of one that is over, and where it prints no year and the text a later one than
was taken. The place, where a paragraph names none and the one above
told of others than the article's own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction

from extractor.folding import Folded
from extractor.numbers.convention import Convention
from extractor.numbers.interval import Interval
from extractor.reader.key import Key
from extractor.reader.settle import Choice, Printed
from extractor.reader.slots import Doubt, Slot

_FAR = 30
"""How many times more or less than all else that is said of a place is implausible."""
_NEAR = 3
_MANY = 3
"""Numbers that all group alike from which on a text shows its convention by them."""


class Doubting:
    """Judges the amounts of one article, by their numbers in ``printed``."""

    def __init__(
        self,
        folded: Folded,
        convention: Convention,
        printed: Sequence[Printed],
        choices: Sequence[Choice],
    ) -> None:
        self._text = folded.text
        self._printed = printed
        self._choices = choices
        sure: dict[tuple[str, str | None], list[Fraction]] = defaultdict(list)
        for figure, choice in zip(printed, choices, strict=True):
            if len(figure.readings) == 1 or choice.borne_out:
                size = _size(figure.readings[choice.pick])
                sure[figure.place, figure.currency].append(size)
        self._sure = {key: (min(sizes), max(sizes)) for key, sizes in sure.items()}
        silent = not convention.commas and not convention.points
        alike = sum(len(figure.readings) > 1 for figure in printed) >= _MANY
        self._clear = convention.decimal is not None or (silent and alike)

    def of(self, slot: Slot, key: Key, number: int) -> tuple[Doubt, ...]:
        """The doubts of a slot whose amount is ``printed[number]``."""
        doubts = []
        if not self._choices[number].borne_out:
            if others := self._other_values(slot, number):
                doubts.append(Doubt("number", others))
            if slot.rivals:
                doubts.append(Doubt("measure", slot.rivals))
        return (*doubts, *self.unset(slot, key))

    def unset(self, slot: Slot, key: Key) -> tuple[Doubt, ...]:
        """The doubts of when and where a slot is of, whether it has an amount or not."""
        words = dict.fromkeys(
            (*(time.span.of(self._text) for time in slot.meanwhile), *map(str, key.later))
        )
        doubts = [Doubt("period", tuple(words))] if words else []
        if slot.nearby:
            doubts.append(Doubt("place", slot.nearby))
        return tuple(doubts)

    def _other_values(self, slot: Slot, number: int) -> tuple[str, ...]:
        figure, choice, quantity = self._printed[number], self._choices[number], slot.quantity
        if not choice.open or quantity is None:
            return ()
        sure = self._sure.get((figure.place, figure.currency))
        likely = _fits(figure.readings[choice.pick], sure, _FAR)
        if self._clear and likely:
            return ()
        words = f"{quantity.scale or ''} {quantity.currency or ''}".rstrip()
        return tuple(
            f"{quantity.readings[other].value}{words and ' '}{words}"
            for other in choice.open
            if _fits(figure.readings[other], sure, _FAR if likely else _NEAR)
        )


def _size(reading: Interval) -> Fraction:
    assert reading.low is not None
    assert reading.high is not None
    return abs(reading.low + reading.high) / 2


def _fits(reading: Interval, sure: tuple[Fraction, Fraction] | None, times: int) -> bool:
    """Whether an amount lies among what is sure, or at most so many times off."""
    return sure is None or sure[0] / times <= _size(reading) <= sure[1] * times
