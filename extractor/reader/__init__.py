"""The deterministic reader: an article and a schema in, a report out.

It knows the language and not the domain: layers of characters, quantities, periods and places
(``extractor.numbers``), layout, tokens, binding and statements, each of which can be read alone.
Its vocabulary of measures comes from the schema.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from extractor.folding import fold
from extractor.numbers.period import PeriodMention
from extractor.numbers.quantity import Quantity
from extractor.numbers.unit import Unit
from extractor.reader.addressing import without_instructions
from extractor.reader.anchor import anchor
from extractor.reader.arithmetic import Found
from extractor.reader.around import Around, Aside, Surroundings
from extractor.reader.binding import Binder
from extractor.reader.elsewhere import Elsewhere
from extractor.reader.grid import column_wise, extent, in_rows, is_listed_header, is_row
from extractor.reader.heading import (
    is_heading,
    is_planned,
    is_section,
    is_topic,
    is_undated,
    item_number,
    item_place,
    leading_site,
    lists_places,
    name_heading,
)
from extractor.reader.layout import Paragraph, is_short, paragraphs
from extractor.reader.siting import site_of
from extractor.reader.slots import Binding, Context, Doubt, Headed, Manner, Slot
from extractor.reader.statements import Restated, assemble
from extractor.reader.table import read_grid, read_table
from extractor.reader.tokens import Kind, Tokeniser, vocabulary
from extractor.reader.told import Teller, Told
from extractor.record import Data
from extractor.schema import Schema
from extractor.span import Span

__all__ = [
    "Around",
    "Aside",
    "Binding",
    "Doubt",
    "Headed",
    "Manner",
    "Reading",
    "Restated",
    "Told",
    "read",
    "reading_of",
]

_ITEM = re.compile(r"^[^:(;,!?]{2,40}(?::|\(| -) ?[^\W_]*\s?[0-9]")
"""A name, a mark and a number: below a lead an item, although nothing numbers it."""
_PART = re.compile(
    r"[-+*•]? ?(?:trong đó|trong (?:tổng )?số (?:đó|này|ấy)"
    r"|trong (?:con số|mức|kết quả) (?:đó|này|ấy|của)|bao gồm|gồm|chia ra)(?!\w)"
)
"""What begins so is a part of what was told right above, and of the same place."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader takes from one article.

    ``data`` is a report without spans, in the schema's shape; ``bindings`` says by field name
    (``statements.0.export``) how each figure was bound and what of it is in doubt. ``restated`` are
    the figures of headlines that ``data`` leaves to the text below them, ``told`` all numbers that
    were bound, also where the text says the same again, ``around`` what stands around each number
    of the running text, bound or not. ``own`` are the stretches of the text that are the article
    itself and no list of others. ``unsaid`` is where percentages of tables begin that are of one of
    their row's figures, and no heading says of which. ``cells`` are what headings say of the
    numbers of tables, by where these begin; ``published`` is the day that the article is of, where
    one is printed.
    """

    data: Data
    bindings: Mapping[str, Binding]
    restated: tuple[Restated, ...] = ()
    told: tuple[Told, ...] = ()
    around: tuple[Around, ...] = ()
    own: tuple[Span, ...] = ()
    unsaid: frozenset[int] = frozenset()
    cells: Mapping[int, Headed] = field(default_factory=dict)
    published: date | None = None


@lru_cache(maxsize=16)
def reading_of(text: str, schema: Schema) -> Reading:
    """What ``read`` gives, kept for whoever asks again about the same text.

    It is shared: nothing of it may be changed.
    """
    return read(text, schema)


def read(text: str, schema: Schema) -> Reading:
    """Read ``text`` as the schema asks; time grows linearly with the text."""
    words = vocabulary(schema)
    folded = words.spelling.mended(without_instructions(fold(text)))
    tokeniser = Tokeniser(folded, words)
    blocks = paragraphs(folded)
    about = anchor(folded, blocks, tokeniser.periods, tokeniser.places, tokeniser.tells)
    found: list[Found] = []
    left: list[Found] = []
    rests: list[Quantity] = []
    beside: list[Quantity] = []
    surroundings = Surroundings(folded, tokeniser.words)
    numbers: list[Around] = []
    context = Context(place=about.place)
    lines = [block.span.of(folded.text) for block in blocks]
    year = about.period.year if about.period is not None else None
    tabled = prose = 0
    planned = opens = False
    aims: str | None = None
    sited = -1
    under: int | None = None
    for number, block in enumerate(blocks):
        if number < tabled:
            continue
        context.place, context.scope = context.located or about.place, None
        if len(context.sites) == 1 and _PART.match(lines[number].lower()):
            context.place = context.sites[0]
        if (site := _site_above(tokeniser, blocks, number)) is not None:
            context.place = site
        if context.located is not None and (site := site_of(context.located)) is not None:
            context.lately_at[site] = context.located
        context.region = None
        named = item_place(tokeniser, block) if context.lead is not None else None
        begun = context.listed is not None and sited == number - 1
        if not (block.item or is_short(block) or begun):
            context.listed = context.counted = context.strange = None
        elif (block.item or named) and context.listed is None and context.lead is not None:
            # «1. TP HCM: 47,54», a paragraph that tells more of it, and «2. Bắc Ninh: 45,06».
            context.listed, context.counted, context.period = context.lead
        if block.item and context.listed is None:
            context.period = _of_now(context)
        if context.listed is not None and not block.title and _ITEM.search(lines[number]):
            block = replace(block, headline=False)
        if block.headline and under == number - 1 and _ITEM.search(lines[number]):
            # «HƯNG YÊN», below it «Xuất khẩu: 9,4 tỷ USD» and «Nhập khẩu: 7,7 tỷ USD».
            block, under = replace(block, headline=False), number
        if begun:
            block = replace(block, headline=False)
        below = lines[number + 1] if number + 1 < len(lines) else ""
        slots: list[Slot] | None = None
        above = [b.span for b in blocks[max(0, number - 2) : number]]
        if is_row(lines[number]) or is_listed_header(lines[number], below):
            if number >= prose:
                tabled = extent(lines, number)
                rows = [b.span for b in blocks[number:tabled]]
                context.period = _of_now(context)
                slots = read_table(tokeniser, above, rows, context, schema.rules, year)
            if slots is None:
                # No row of it holds a name and a number, so none of the rest does either.
                prose = max(prose, tabled)
        elif (shape := column_wise(lines, number)) is not None:
            width, tabled = shape
            context.period = _of_now(context)
            grid = in_rows(folded, [b.span for b in blocks[number:tabled]], width)
            slots = read_grid(tokeniser, above, grid, context, schema.rules, year)
        if slots is not None:
            block = replace(block, headline=False, sentences=())
        else:
            tabled = number + 1
            # What a caption speaks of is not what the next paragraph goes on with, but what a
            # heading names is.
            heads = not block.title and is_heading(tokeniser, block)
            if found and block.item and is_topic(block, tokeniser.cell(block.span), folded.text):
                context.head = context.topic = context.headed = context.located = None
                planned = False
            led = number + 1 < len(blocks) and lists_places(tokeniser, block, blocks[number + 1])
            if led and (place := item_number(blocks[number + 1], folded.text)) is not None:
                led = place == 1 or context.lead is None  # prose before the second item is no lead
                context.lead = context.lead if place > 1 else None
            aside = block.headline and not (block.title or heads or led)
            if heads or aside:
                context.headed = context.located = None
                context.section = leading_site(tokeniser, block)
            alike = opens or block.item == blocks[number - 1].item
            listed = block.item or is_short(block) or (opens and is_undated(tokeniser, block))
            if not (listed and alike):
                planned = False
            asked = opens and lines[number - 1].endswith("?")
            halves = range(block.span.start, block.span.end)
            opens = is_planned(tokeniser, block) and about.planned.isdisjoint(halves)
            if opens:
                planned, aims = not block.title, lines[number].strip()
            elif heads or (planned and is_section(tokeniser, block)):
                planned = False
            own = replace(context) if aside else context
            binder = Binder(tokeniser, about, own, schema.rules, planned=planned or asked)
            binder.begun = begun
            for sentence in block.sentences:
                binder.leads = led and sentence is block.sentences[-1]
                spoken = binder.sentence(sentence)
                heading = aims if planned or asked else None
                numbers += surroundings.of(sentence, binder.read[-1], spoken, heading)
            slots = binder.slots
            left.extend(Found(slot, block) for slot in binder.left)
            rests.extend(binder.rests)
            beside.extend(binder.beside)
            if not slots and not heads and (found or (block.item and binder.numbered)):
                # A time that no figure was of is no longer spoken of in the next paragraph.
                own.period = binder.carried
            if told := [s for s in slots if s.head and not s.back]:
                measures = [m for s in told for m in (s.measure, *s.rivals)]
                sites = tuple(dict.fromkeys(s.place for s in told if s.place is not None))
                goes_on = _goes_on_listing(blocks, number, lines) and sites == own.sites
                own.above = tuple(dict.fromkeys((*(own.above if goes_on else ()), *measures)))
                own.sites = sites
                own.times = tuple(dict.fromkeys(s.period for s in told if s.period is not None))
                if context.lead is None and item_number(block, folded.text) == 1:
                    own.lead = _led_by(told, context)
            if heads:
                name_heading(tokeniser, block, context, about.written)
                under = number if context.located is not None and not block.title else under
            if named is not None and context.listed is not None and not slots:
                context.located, sited = named, number
        found.extend(Found(slot, block) for slot in slots)
    teller = Teller(folded, about, blocks, tokeniser.places)
    elsewhere = Elsewhere(folded, blocks, tokeniser.places, about)
    made = assemble(
        folded, found, left, rests, beside, about, tokeniser.convention, teller, schema, elsewhere
    )
    return Reading(
        {"statements": made.statements},
        made.bindings,
        made.restated,
        made.told,
        tuple(numbers),
        tuple(block.span for block in blocks),
        frozenset(context.unsaid),
        context.cells,
        about.published,
    )


def _goes_on_listing(blocks: Sequence[Paragraph], number: int, lines: Sequence[str]) -> bool:
    """Whether a paragraph is an item below another one or below the line that leads them."""
    above = blocks[number - 1] if number and blocks[number].item else None
    return above is not None and (above.item or lines[number - 1].endswith(":"))


def _led_by(
    told: Sequence[Slot], context: Context
) -> tuple[str | None, Unit | None, PeriodMention | None] | None:
    """What a list is of whose lead does not say so: its first item's one measure without a name."""
    first = told[0]
    sole = len(told) == 1 and first.manner == "inherited" and first.place is not None
    return (first.measure, context.counted, first.period) if sole else None


def _of_now(context: Context) -> PeriodMention | None:
    """The period that an item or a table goes on with: not the year before, told to compare."""
    period, first = context.period, next(iter(context.times), None)
    if None in (period, first) or period is first or period is not context.times[-1]:
        return period
    assert period is not None
    assert first is not None
    if None in (period.year, first.year):
        return period
    earlier = (period.year or 0) < (first.year or 0)
    return first if earlier and period.may_equal(replace(first, year=period.year)) else period


def _site_above(tokeniser: Tokeniser, blocks: Sequence[Paragraph], number: int) -> str | None:
    """The place that the item right above a line begins with, which the line says more of.

    «1. TP HCM: 47,5 tỷ USD» and on the next line «Thành phố cũng là nơi mua vào nhiều nhất».
    """
    if not number or blocks[number].item or not blocks[number - 1].item:
        return None
    item = blocks[number - 1]
    gap = Span(item.span.end, blocks[number].span.start).of(tokeniser.folded.text)
    if gap.count("\n") != 1:
        return None
    tokens = tokeniser.cell(item.span)
    while tokens and tokens[0].kind in (Kind.NUMBER, Kind.STOP, Kind.CLOSE, Kind.NEUTRAL):
        tokens = tokens[1:]
    if not tokens or tokens[0].kind is not Kind.PLACE or tokens[0].mention.kind == "foreign":
        return None
    name: str = tokens[0].mention.name
    return name
