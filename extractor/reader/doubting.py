"""What stays in doubt of a figure once words and arithmetic have had their say.

The digits, where the text's own convention does not tell how to read them, or where as read they
lie far from all else that is said of the place and read otherwise they do not; where nothing but
the size of other figures or a mixture of marks made a reading the likelier one; and where all that
is said of a place in millions has three decimals, which may be thousands. A sum or a growth that
holds for one reading alone leaves no such doubt, one that holds for both does. The measure, where
an amount without a name follows several measures told in one breath, or an amount of something
else, and no sum, balance or growth bears it out. The period, where a paragraph names none and the
one above told of several, or of one that is over, and where it prints no year and the text a later
one than was taken. The place, where a paragraph names none and the one above told of others than
the article's own. The period also of two amounts where a part of a time has more than all of it;
the measure of the lesser of two amounts of one time that are said to be the same, where the text
says no more of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction
from itertools import permutations

from extractor.folding import Folded
from extractor.numbers.convention import Convention, Mark
from extractor.numbers.quantity import Quantity
from extractor.reader.key import Key
from extractor.reader.settle import FAR, NEAR, Choice, Printed, exceeds, fits, size
from extractor.reader.slots import Doubt, Slot
from extractor.schema import Balance, Schema

_OTHERWISE = "what is told before it"
_COMPARED = 50
"""Amounts of one measure and place beyond which none is held against another."""
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
        keys: Sequence[Key],
        schema: Schema,
    ) -> None:
        self._text = folded.text
        clashing, self._lesser = _exceeding(printed, choices, schema)
        self._clashing = {
            number: tuple(dict.fromkeys(keys[other].text for other in others))
            for number, others in clashing.items()
        }
        self._printed = printed
        self._choices = choices
        sure: dict[tuple[str, str | None], list[Fraction]] = defaultdict(list)
        for figure, choice in zip(printed, choices, strict=True):
            if len(figure.readings) == 1 or not choice.open:
                amount = size(figure.readings[choice.pick])
                sure[figure.place, figure.currency].append(amount)
        self._sure = {key: (min(sizes), max(sizes)) for key, sizes in sure.items()}
        silent = not convention.commas and not convention.points
        alike = sum(len(figure.readings) > 1 for figure in printed) >= _MANY
        self._convention = convention
        self._alike = silent and alike

    def of(self, slot: Slot, key: Key, number: int) -> tuple[Doubt, ...]:
        """The doubts of a slot whose amount is ``printed[number]``."""
        doubts = []
        if others := self._other_values(slot, number):
            doubts.append(Doubt("number", others))
        if (slot.rivals or slot.astray) and not self._choices[number].borne_out:
            others = (*slot.rivals, _OTHERWISE) if slot.astray else slot.rivals
            doubts.append(Doubt("measure", others))
        elif number in self._lesser and slot.change is None and slot.share is None:
            # What has neither growth nor share is less often told than a part of it.
            doubts.append(Doubt("measure", (_OTHERWISE,)))
        return (*doubts, *self.unset(slot, key, self._clashing.get(number, ())))

    def unset(self, slot: Slot, key: Key, held: tuple[str, ...] = ()) -> tuple[Doubt, ...]:
        """The doubts of when and where a slot is of, whether it has an amount or not.

        ``held`` are the words of the periods whose amounts do not go with its own.
        """
        words = dict.fromkeys(
            (*(t.span.of(self._text) for t in slot.meanwhile), *map(str, key.later), *held)
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
        likely = fits(figure.readings[choice.pick], sure, FAR)
        if choice.pick:
            sure = None  # what it was not read as by its digits it can still be
        elif likely and self._is_clear(quantity, sure is not None):
            return ()
        words = f"{quantity.scale or ''} {quantity.currency or ''}".rstrip()
        return tuple(
            f"{quantity.readings[other].value}{words and ' '}{words}"
            for other in choice.open
            if fits(figure.readings[other], sure, FAR if likely else NEAR)
        )

    def _is_clear(self, quantity: Quantity, compared: bool) -> bool:
        """Whether the text shows how the amount's digits are read."""
        mark: Mark = "," if "," in quantity.number.of(self._text) else "."
        if not (self._alike or self._convention.tells(mark)):
            return False
        small = quantity.scale == "million" and quantity.currency != "VND"
        thousandths = small and quantity.readings[0].unit < 1
        return not thousandths or compared or self._convention.fine > 0


def _exceeding(
    printed: Sequence[Printed], choices: Sequence[Choice], schema: Schema
) -> tuple[dict[int, list[int]], set[int]]:
    """The amounts of a part of a time with those of all of it that they exceed, and the other way.

    Then the lesser of two told of one time. All of one place, scope, measure and currency; no
    balance, and none that the arithmetic bears out.
    """
    balances = {rule.measures[0] for rule in schema.rules if isinstance(rule, Balance)}
    alike: dict[tuple[str, str | None, str, str | None], list[int]] = defaultdict(list)
    for number, figure in enumerate(printed):
        if figure.measure not in balances:
            alike[figure.place, figure.scope, figure.measure, figure.currency].append(number)
    clashing: dict[int, list[int]] = defaultdict(list)
    lesser: set[int] = set()
    for members in alike.values():
        if len(members) > _COMPARED:
            continue
        for more, less in permutations(members, 2):
            part, whole = printed[more], printed[less]
            within = whole.start <= part.start and part.end <= whole.end
            readings = part.readings[choices[more].pick], whole.readings[choices[less].pick]
            if not within or not exceeds(*readings):
                continue
            if part.period == whole.period:
                lesser.add(less)
                continue
            clashing[more].append(less)
            clashing[less].append(more)
    sure = {number for number, choice in enumerate(choices) if choice.borne_out}
    return {n: others for n, others in clashing.items() if n not in sure}, lesser - sure
