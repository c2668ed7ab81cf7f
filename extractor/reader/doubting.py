"""What stays in doubt of a figure once words and arithmetic have had their say.

The digits, where the text's own convention does not tell how to read them, or where as read they
lie far from all else that is said of the place and read otherwise they do not; where nothing but
the size of other figures or a mixture of marks made a reading the likelier one; and where all that
is said of a place in millions has three decimals, which may be thousands. What is reckoned with
amounts that were read against the text's convention is as much in doubt as they. A sum or a growth
that holds for one reading alone leaves no such doubt, one that holds for both does; nor does a
reading that what is told of goods or aimed at exceeds by far. The measure, where
an amount without a name follows several measures told in one breath, or an amount of something
else, and no sum, balance or growth bears it out. The period, where a paragraph names none and the
one above told of several, or of one that is over, where it prints no year and the text a later one
than was taken, or tells of a whole year amid the next, and behind words for a time of no known
days. The place, where a paragraph names none and the one above told of others than the article's
own, where it was only named by the way or in a row with others, and where words point
to a gate that nothing named. The period also of two amounts where a part of a time has more than
all of it. The subject, whether an amount is the place's at all, where no sum, balance, growth or
repetition bears it out and something speaks against it: see ``against``.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import permutations

from extractor.folding import Folded
from extractor.numbers.convention import Convention, Mark
from extractor.numbers.quantity import Quantity, is_foreign_billions
from extractor.reader import adding
from extractor.reader.home import HOME
from extractor.reader.key import Key
from extractor.reader.settle import FAR, LATELY, NEAR, Choice, Extent, Printed, exceeds, fits, size
from extractor.reader.slots import Doubt, Slot
from extractor.schema import Balance, Schema

_OTHERWISE = "what is told before it"
_COMPARED = 50
"""Amounts of one measure and place beyond which none is held against another."""
_FEW = 4
"""Amounts from which on an article shows what currency it tells of trade in."""
_THOUSAND = 1000
_MANY = 3
"""Numbers that all group alike from which on a text shows its convention by them."""

ANOTHER = "another amount is told of the same measure, place and period"
"""What speaks against an amount of which the text tells two."""


@dataclass(frozen=True, slots=True)
class Beside:
    """Amounts of goods, markets and aims that a text tells of its own ``place``, each with one
    reading: what all of that place's trade is a small part of it is not."""

    place: str
    amounts: Sequence[Quantity]

    def largest(self) -> dict[str | None, Decimal]:
        """The largest of each currency."""
        most: dict[str | None, Decimal] = {}
        for amount in self.amounts:
            most[amount.currency] = max(adding.size(amount), most.get(amount.currency, Decimal()))
        return most


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
        beside: Beside,
    ) -> None:
        self._beside, self._largest = beside.place, beside.largest()
        self._text = folded.text
        clashing, self._lesser = _exceeding(printed, choices, schema)
        self._clashing = {
            number: tuple(dict.fromkeys(keys[other].text for other in others))
            for number, others in clashing.items()
        }
        self._printed = printed
        self._choices = choices
        self._sure: dict[tuple[str, str | None], Extent] = defaultdict(Extent)
        for figure, choice in zip(printed, choices, strict=True):
            if len(figure.readings) == 1 or not choice.open:
                amount = size(figure.readings[choice.pick])
                self._sure[figure.place, figure.currency].add(figure, amount)
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
        said = (*(t.span.of(self._text) for t in slot.meanwhile), *map(str, key.later))
        words = tuple(dict.fromkeys((*said, *held)))
        doubts = [Doubt("period", words, reckoned=not said)] if words else []
        if nearby := tuple(place for place in slot.nearby if place != key.place):
            doubts.append(Doubt("place", nearby))
        return tuple(doubts)

    def _other_values(self, slot: Slot, number: int) -> tuple[str, ...]:
        figure, choice, quantity = self._printed[number], self._choices[number], slot.quantity
        if not choice.open or quantity is None:
            return ()
        sure = self._sure[figure.place, figure.currency].around(figure)
        likely = fits(figure.readings[choice.pick], sure, FAR)
        if choice.pick:
            sure = None  # what it was not read as by its digits it can still be
        elif likely and not choice.leaning and self._is_clear(quantity, sure is not None):
            return ()
        # Only the country trades for thousands of billions.
        local = figure.place != HOME and is_foreign_billions(quantity.scale, quantity.currency)
        words = f"{quantity.scale or ''} {quantity.currency or ''}".rstrip()
        return tuple(
            f"{quantity.readings[other].value}{words and ' '}{words}"
            for other in choice.open
            if fits(figure.readings[other], sure, FAR if likely else NEAR)
            and not self._is_dwarfed(figure, other, choice.pick)
            and not (local and quantity.readings[other].value >= _THOUSAND)
        )

    def _is_dwarfed(self, figure: Printed, other: int, pick: int) -> bool:
        """Whether the text tells far larger amounts than a reading, and than the one taken not."""
        if figure.place != self._beside or figure.currency not in self._largest:
            return False
        most = Fraction(self._largest[figure.currency])
        return size(figure.readings[other]) * FAR < most <= size(figure.readings[pick]) * FAR

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
    balances = differences(schema)
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


def differences(schema: Schema) -> frozenset[str]:
    """The measures that are the difference of two others."""
    return frozenset(r.measures[0] for r in schema.rules if isinstance(r, Balance))


@dataclass(frozen=True, slots=True)
class Standing:
    """A figure as it came out: its year, what it is ``of`` (place, period, scope and measure), its
    amount in base units, whether arithmetic or a repetition bears it out, whether no other measure
    was told of the same place, period and scope, and whether any scope of the place was told."""

    slot: Slot
    place: str
    year: int
    of: tuple[object, ...]
    amount: Decimal | None
    borne_out: bool
    alone: bool
    scoped: bool

    @property
    def currency(self) -> str | None:
        """The currency of the amount."""
        return self.slot.quantity.currency if self.slot.quantity is not None else None


def against(figures: Sequence[Standing], schema: Schema) -> list[tuple[Doubt, ...]]:
    """For each figure what speaks against its being the place's own, where nothing speaks for it.

    Another amount of the same, unless of a plan; a currency that hardly any other amount is in; a
    size far from all that is told of the measure there, unless it is a difference, which can have
    any; a plan before it; unknown words around it; a growth alone.
    """
    balances = differences(schema)
    told = [f for f in figures if f.amount is not None]
    currencies = Counter(f.currency for f in told)
    named: dict[tuple[object, ...], list[Decimal]] = defaultdict(list)
    sizes: dict[tuple[object, ...], list[tuple[int, Decimal]]] = defaultdict(list)
    for figure in told:
        assert figure.amount is not None
        measured = sizes[figure.place, figure.slot.measure, figure.currency]
        measured.append((figure.year, abs(figure.amount)))
        named[figure.of].append(abs(figure.amount))
    lately: dict[tuple[object, ...], list[Decimal]] = {}
    found: list[tuple[Doubt, ...]] = []
    for figure in figures:
        of = figure.place, figure.slot.measure, figure.currency
        if (*of, figure.year) not in lately:
            near = (a for year, a in sizes[of] if abs(year - figure.year) <= LATELY)
            lately[*of, figure.year] = sorted(near)
        alike = lately[*of, figure.year] if figure.slot.measure not in balances else []
        same = named.get(figure.of, ())
        reasons = tuple(_reasons(figure, currencies, same, alike))
        found.append((Doubt("subject", reasons),) if reasons else ())
    return found


def _reasons(
    figure: Standing,
    currencies: Counter[str | None],
    same: Sequence[Decimal],
    alike: Sequence[Decimal],
) -> Iterator[str]:
    slot = figure.slot
    if figure.amount is None:
        if figure.alone:
            yield "a growth is told of it and no amount"
        return
    if figure.borne_out:
        return
    less = abs(figure.amount) < max(same)
    vague = slot.change is None and slot.share is None
    # What is a part, of goods or of some enterprises, is less than the whole told beside it, and no
    # plan is told of it.
    part = less and (slot.manner == "inherited" or not (figure.scoped or slot.measured))
    if len(same) > 1 and (vague or part):
        yield ANOTHER
    every = currencies.total()
    most = currencies.most_common(1)[0][0]
    if every >= _FEW and most != figure.currency and currencies[figure.currency] * 2 < every:
        yield "most amounts are in another currency"
    if len(alike) > 1 and _is_far(abs(figure.amount), alike):
        yield "it is far from all other amounts of that measure"
    if slot.aimed:
        yield "a plan is told of before it"
    adrift = slot.adrift and slot.share is None  # of what else is there a plan?
    if adrift or (slot.change is None and slot.strange and (figure.alone or slot.strange > 1)):
        yield "words stand with it that may be what it is of"


def _is_far(amount: Decimal, alike: Sequence[Decimal]) -> bool:
    """Whether an amount lies far below or above all others of the sorted ones, which have it."""
    if amount == alike[0]:
        return amount * FAR < alike[1]
    return amount == alike[-1] and amount > alike[-2] * FAR
