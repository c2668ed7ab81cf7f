"""What the sentences of one paragraph share while they are read one after the other."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.numbers.period import PeriodMention
from extractor.numbers.quantity import Quantity
from extractor.reader.anchor import Anchor
from extractor.reader.slots import Context, Slot
from extractor.reader.tokens import Token, Tokeniser
from extractor.schema import Balance, EditRule


class Work:
    """What the sentences of one paragraph share; ``slots`` holds what came out, in order.

    ``carried`` is the period that the paragraph began with, ``unplaced`` says that neither a
    heading nor a sentence of it named a place yet, ``passed`` is a place that a sentence of
    it named which told nothing, ``instead`` a place named by the way that what follows may be of
    as well, ``refused`` says that its last amount was of nothing that has a
    name here, ``leads`` that a list of places follows the sentence, ``planned`` that a heading puts
    all of it in the time to come, ``read`` are the sentences read so far, ``left`` amounts that may
    be a measure's but for unknown words or want of one, ``rests`` what is left over of a whole,
    ``beside`` parts and aims of the text's own place that can be read in one way only,
    ``numbered`` says that there are amounts or percentages of anything in them, ``off_year`` is
    what has a growth on another time than the year before, which later ones go with, ``held`` the
    figure whose growths named times last, and of each in its order whether that was another one
    than the year before, ``lasting`` says that those of later sentences do too, ``begun`` that the
    line above is an item's place and nothing else, ``led`` is the past year that the paragraph
    began with.
    """

    def __init__(
        self,
        tokeniser: Tokeniser,
        about: Anchor,
        context: Context,
        rules: Sequence[EditRule],
        *,
        planned: bool = False,
    ) -> None:
        self.tokeniser = tokeniser
        self.folded = tokeniser.folded
        self.about = about
        self.wholes = {frozenset(parts): whole for whole, parts in (r.composition for r in rules)}
        self.balances = [rule for rule in rules if isinstance(rule, Balance)]
        self.context = context
        self.generic = tokeniser.words.generic
        self.goods = tokeniser.words.goods
        self.items = tokeniser.words.items
        self.subjects = tokeniser.words.subjects
        self.handled = tokeniser.words.handled
        self.carried = context.period
        self.unplaced = context.located is None
        self.slots: list[Slot] = []
        self.refused = False
        self.leads = False
        self.planned = planned
        self.passed: str | None = None
        self.instead: str | None = None
        self.led: PeriodMention | None = None
        self.read: list[list[Token]] = []
        self.left: list[Slot] = []
        self.rests: list[Quantity] = []
        self.beside: list[Quantity] = []
        self.numbered = False
        self.off_year: Slot | None = None
        self.lasting = False
        self.held: tuple[Slot, list[bool]] | None = None
        self.begun = False
