"""From slots to statements, with how each figure was bound and what of it is in doubt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractor.folding import Folded
from extractor.numbers.convention import Convention
from extractor.numbers.quantity import Quantity
from extractor.reader.anchor import Anchor
from extractor.reader.arithmetic import (
    Found,
    choose_readings,
    completing,
    doubt_bare,
    keyed_apart,
    name_by_likeness,
    name_by_sum,
)
from extractor.reader.based import hand_growths_on, place_bases
from extractor.reader.doubting import Beside, Standing, against
from extractor.reader.elsewhere import Elsewhere
from extractor.reader.figure import base_of, figure_of
from extractor.reader.key import Key, key_of
from extractor.reader.ledger import Figure, Ledger, Statement, inherit_approximation
from extractor.reader.parts import date_parts
from extractor.reader.portions import name_by_whole
from extractor.reader.slots import Binding, Doubt, Slot
from extractor.reader.told import Teller, Told
from extractor.reader.withdrawn import withdrawn
from extractor.record import Data
from extractor.schema import Schema
from extractor.span import Span

_SHARED = ("period", "place")
"""What amounts that are reckoned with each other have in common."""
_EVERY_MONTH = 28
"""The last day that every month has."""
_PAIR = 2
"""Measures of a rule that reckons nothing up."""


@dataclass(frozen=True, slots=True)
class Restated:
    """A figure of a headline above the text that was left to it, which tells of the same.

    ``figure`` is the report's figure that it would have been, ``amount`` and ``change`` where the
    words of its value and of its change stand in the folded text, ``timed`` whether the headline
    itself says when it is of.
    """

    key: Key
    measure: str
    figure: Data
    amount: Span | None
    change: Span | None
    timed: bool


@dataclass(frozen=True, slots=True)
class Assembled:
    """Statements with what is known of them, see ``Reading``."""

    statements: list[Data]
    bindings: dict[str, Binding]
    restated: tuple[Restated, ...]
    told: tuple[Told, ...]


def assemble(
    folded: Folded,
    found: Sequence[Found],
    left: Sequence[Found],
    rests: Sequence[Quantity],
    beside: Sequence[Quantity],
    about: Anchor,
    convention: Convention,
    teller: Teller,
    schema: Schema,
    elsewhere: Elsewhere,
) -> Assembled:
    """The report's statements, in the order in which the text first makes them.

    With them, by field name, how each figure was bound, the figures of headlines that restate, and
    every number that was bound. Of the amounts ``left`` only those come in that the arithmetic
    binds, see ``fitting`` and ``portions``; ``rests`` are what is left over of a whole,
    ``beside`` amounts by whose size others are judged.
    """
    place_bases(folded, ((f.slot, f.paragraph.span) for f in found), about)
    keyed = [
        (item, key)
        for item in sorted(found, key=lambda f: f.paragraph.headline)
        if not item.slot.empty and (key := key_of(folded, item.slot, about, item.paragraph.span))
    ]
    keyed = withdrawn(keyed)
    hand_growths_on((item.slot, key) for item, key in keyed)
    keyed = date_parts(keyed, schema)
    name_by_sum(folded, keyed, schema)
    name_by_likeness(folded, keyed, schema)
    doubt_bare(folded, keyed, schema)
    apart = keyed_apart(folded, left, about)
    keyed = name_by_whole(folded, keyed, apart, rests, about, schema)
    keyed += completing(folded, keyed, apart, schema)
    doubts = choose_readings(folded, keyed, convention, schema, Beside(about.place, beside))
    ledger = Ledger()
    restated: list[Restated] = []
    numbers: list[tuple[Figure, list[Told]]] = []
    for (item, key), (doubted, borne_out) in zip(keyed, doubts, strict=True):
        data = figure_of(folded, item.slot, schema)
        if all(doubt.of != "place" for doubt in doubted):
            doubted = (*doubted, *elsewhere.doubts(item.slot, key.place, item.paragraph))
        figure = Figure(item.slot, item.paragraph.headline, data, doubted, borne_out)
        numbers.append((figure, list(teller.of(item.slot, key, data, doubted, item.paragraph))))
        repeats = figure.headline and ledger.repeats(folded, figure, key)
        if figure.headline and (key.place != about.place or repeats):
            if key.place == about.place and teller.heads(item.paragraph):
                restated.append(_restated(item.slot, key, data))
            continue
        if figure.headline and item.slot.period is None:
            figure.doubts = (*figure.doubts, *_of_no_time_told(key, ledger.statements))
        ledger.enter(figure, key)
    ledger.join_passing(about.place)
    ledger.join_valueless()
    for statement in ledger.statements:
        inherit_approximation(statement, schema)
    statements = [s for s in ledger.statements if s.figures]
    for statement in statements:
        _pass_doubts_on(statement, schema)
    _pass_measures_on(statements)
    _doubt_subjects(statements, schema)
    bindings = {
        f"statements.{number}.{measure}": Binding(figure.slot.manner, figure.doubts)
        for number, statement in enumerate(statements)
        for measure, figure in statement.figures.items()
    }
    made = [_statement(s, schema) for s in statements]
    # What speaks against a figure is known only once all are.
    told = tuple(replace(t, doubts=figure.doubts) for figure, found in numbers for t in found)
    return Assembled(made, bindings, tuple(restated), told)


def _of_no_time_told(key: Key, told: Sequence[Statement]) -> tuple[Doubt, ...]:
    """The doubt of a headline's figure, without a time, that the text tells nothing of.

    «Quảng Nam nhập siêu 530 triệu USD» above a text that speaks of the last quarter and has the
    figures of other times.
    """
    times = {(s.key.start, s.key.end): s.key.text for s in told if s.key.place == key.place}
    alone = bool(times) and (key.start, key.end) not in times
    return (Doubt("period", tuple(dict.fromkeys(times.values()))),) if alone else ()


def _restated(slot: Slot, key: Key, data: Data) -> Restated:
    return Restated(
        key,
        slot.measure,
        data,
        slot.quantity.span if slot.quantity is not None else None,
        slot.change.span if slot.change is not None else None,
        slot.period is not None,
    )


def _pass_doubts_on(statement: Statement, schema: Schema) -> None:
    """Doubt when and where a figure is of where that is in doubt of all that it is reckoned with.

    The sum or the balance of amounts is of their time and place, whatever these are.
    """
    for rule in schema.rules:
        told = [statement.figures.get(measure) for measure in rule.measures]
        figures = [f for f in told if f is not None and f.data["value"] is not None]
        if len(figures) < len(told) or len(told) <= _PAIR:
            continue
        for figure in figures:
            others = [f for f in figures if f is not figure]
            if any(d.of in _SHARED for d in figure.doubts):
                continue
            if all(any(d.of in _SHARED for d in f.doubts) for f in others):
                passed = (d for d in others[0].doubts if d.of in _SHARED)
                figure.doubts = (*figure.doubts, *passed)


def _pass_measures_on(statements: Sequence[Statement]) -> None:
    """Doubt what an amount of a year before is of where that is in doubt of the year's after it.

    «Cửa khẩu Dinh Bà đạt 58,7 triệu USD, trong khi năm 2014 là 71,2 triệu USD»: of one measure.
    """
    years = {
        (s.key.place, s.key.scope, s.key.start, s.key.end.month, s.key.end.year): s
        for s in statements
    }
    for statement in statements:
        key = statement.key
        if key.start.day > _EVERY_MONTH:
            continue
        start = key.start.replace(year=key.start.year + 1)
        now = years.get((key.place, key.scope, start, key.end.month, key.end.year + 1))
        for measure, figure in statement.figures.items() if now is not None else ():
            after = now.figures.get(measure) if now is not None else None
            if after is None or not figure.slot.back or figure.slot.manner != "inherited":
                continue
            if all(d.of != "measure" for d in figure.doubts):
                passed = (d for d in after.doubts if d.of == "measure")
                figure.doubts = (*figure.doubts, *passed)


def _doubt_subjects(statements: Sequence[Statement], schema: Schema) -> None:
    """Add what speaks against a figure's being the place's own, once all figures are known."""
    every = [(s, measure, figure) for s in statements for measure, figure in s.figures.items()]
    scoped = {s.key.place for s in statements if s.key.scope is not None}
    standings = [
        Standing(
            figure.slot,
            statement.key.place,
            statement.key.start.year,
            (
                statement.key.place,
                statement.key.start,
                statement.key.end,
                statement.key.scope,
                measure,
            ),
            base_of(figure.data),
            figure.borne_out,
            len(statement.figures) == 1,
            statement.key.place in scoped,
        )
        for statement, measure, figure in every
    ]
    for (_, _, figure), doubts in zip(every, against(standings, schema), strict=True):
        figure.doubts = (*figure.doubts, *doubts)


def _statement(statement: Statement, schema: Schema) -> Data:
    key = statement.key
    return {
        "place": key.place,
        "scope": key.scope,
        "period": {
            "start": key.start.isoformat(),
            "end": key.end.isoformat(),
            "text": key.text,
        },
        **schema.empty_statement(),
        **{measure: figure.data for measure, figure in statement.figures.items()},
    }
