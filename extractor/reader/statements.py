"""From slots to statements: one per place, period and scope, restatements folded into one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from extractor.folding import Folded
from extractor.numbers.quantity import Quantity
from extractor.reader.anchor import Anchor
from extractor.reader.layout import Paragraph
from extractor.reader.slots import Slot, Stated
from extractor.record import Data, Number
from extractor.schema import SCALE_FACTOR, Measure, Schema
from extractor.span import Span


@dataclass(frozen=True, slots=True)
class Found:
    """A slot and the paragraph that it stands in."""

    slot: Slot
    paragraph: Paragraph


@dataclass(slots=True)
class _Key:
    """What a figure is of."""

    place: str
    start: date
    end: date
    scope: str | None
    text: str


@dataclass(slots=True)
class _Statement:
    """A statement on its way; ``figures`` by measure."""

    key: _Key
    figures: dict[str, _Figure] = field(default_factory=dict)


@dataclass(slots=True)
class _Figure:
    """A figure on its way, with the slot that printed it best."""

    slot: Slot
    headline: bool
    data: Data


def assemble(folded: Folded, found: Sequence[Found], about: Anchor, schema: Schema) -> list[Data]:
    """The report's statements, in the order in which the text first makes them."""
    statements: list[_Statement] = []
    body = [f for f in found if not f.paragraph.headline]
    headlines = [f for f in found if f.paragraph.headline]
    for item in body + headlines:
        if item.slot.empty:
            continue
        key = _key(folded, item, about)
        if key is None:
            continue
        figure = _Figure(item.slot, item.paragraph.headline, _figure(folded, item.slot, schema))
        if figure.headline and (
            key.place != (about.place or key.place) or _restates(figure, key, statements)
        ):
            continue
        _place(figure, key, statements)
    _join_valueless(statements)
    for statement in statements:
        _inherit_approximation(statement, schema)
    statements = [s for s in statements if s.figures]
    return [_statement(s, schema) for s in statements]


def _key(folded: Folded, item: Found, about: Anchor) -> _Key | None:
    """Place, period and scope of a slot; ``None`` where the article leaves one of them open."""
    slot = item.slot
    place = slot.place or about.place
    mention = slot.period
    if place is None:
        return None
    if mention is None and slot.compared is not None and slot.compared.kind == "year":
        # «tăng 17,4% so với năm 2018»: the whole year after.
        year = slot.compared.year
        if year is not None:
            return _Key(
                place,
                date(year + 1, 1, 1),
                date(year + 1, 12, 31),
                _scope(folded, slot),
                _period_text(folded, about, year + 1),
            )
    mention = mention or about.period
    if mention is None:
        return None
    if slot.back and mention.kind == "relative":
        own = slot.compared or about.period
        if own is None:
            return None
        year = about.year(own, None)
        base = mention.year if mention.year is not None else (year - 1 if year else None)
        if base is None:
            return None
        start, end = own.resolve(2000)
        return _Key(
            place,
            start.replace(year=base),
            _in_year(end, base),
            _scope(folded, slot),
            mention.span.of(folded.text),
        )
    year = about.year(mention, slot.compared)
    if year is None:
        return None
    start, end = mention.resolve(year)
    return _Key(place, start, end, _scope(folded, slot), mention.span.of(folded.text))


def _in_year(day: date, year: int) -> date:
    """The same day of another year, the last of February where it has none."""
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)


def _period_text(folded: Folded, about: Anchor, year: int) -> str:
    for mention in about.own:
        if mention.kind == "year" and mention.year == year:
            return mention.span.of(folded.text)
    return str(year)


def _scope(folded: Folded, slot: Slot) -> str | None:
    return slot.scope.of(folded.text) if slot.scope is not None else None


def _figure(folded: Folded, slot: Slot, schema: Schema) -> Data:
    """A slot as the report's figure."""
    quantity = slot.quantity
    measure = schema.measure(slot.measure)
    return {
        "value": _value(folded, quantity, slot, measure) if quantity else None,
        "scale": quantity.scale if quantity else None,
        "currency": quantity.currency if quantity else None,
        "text": _original(folded, quantity.span) if quantity else None,
        "approximate": slot.approximate if quantity else False,
        "change": _percent(folded, slot.change),
        "plan": _percent(folded, slot.share),
    }


def _value(folded: Folded, quantity: Quantity, slot: Slot, measure: Measure) -> Number:
    value = quantity.value
    if slot.label.of(folded.lower) in {p.lower() for p in measure.negative}:
        value = -value
    return plain(value)


def _percent(folded: Folded, stated: Stated | None) -> Data | None:
    if stated is None:
        return None
    return {"percent": plain(stated.percent), "text": _original(folded, stated.span)}


def plain(value: Decimal) -> Number:
    """An integer where the value is whole, else the decimal without trailing zeros."""
    if value == value.to_integral_value():
        return int(value)
    return value.normalize()


def _original(folded: Folded, span: Span) -> str:
    """The article's own characters."""
    return folded.span(*span).of(folded.original)


def _restates(figure: _Figure, key: _Key, statements: list[_Statement]) -> bool:
    """Whether a headline's figure repeats one of the body, in whatever rounding or period words."""
    for statement in statements:
        other = statement.figures.get(figure.slot.measure)
        if other is None or statement.key.place != key.place:
            continue
        if _alike(figure.data, other.data) or (statement.key.start, statement.key.end) == (
            key.start,
            key.end,
        ):
            return True
    return False


def _alike(a: Data, b: Data) -> bool:
    """Whether two figures can print one value: equal to the coarser one's last digit."""
    if a["value"] is None or b["value"] is None or a["currency"] != b["currency"]:
        return a["value"] is None and b["value"] is None
    x = Decimal(a["value"]) * SCALE_FACTOR[a["scale"]]
    y = Decimal(b["value"]) * SCALE_FACTOR[b["scale"]]
    unit = max(_unit(a), _unit(b))
    return abs(x - y) <= unit


def _unit(figure: Data) -> Decimal:
    exponent = Decimal(figure["value"]).as_tuple().exponent
    digits = int(exponent) if isinstance(exponent, int) else 0
    return Decimal(1).scaleb(digits) * SCALE_FACTOR[figure["scale"]]


def _place(figure: _Figure, key: _Key, statements: list[_Statement]) -> None:
    """Put a figure into its statement; a restatement completes the one that is there."""
    measure = figure.slot.measure
    for statement in statements:
        if (statement.key.place, statement.key.start, statement.key.end, statement.key.scope) != (
            key.place,
            key.start,
            key.end,
            key.scope,
        ):
            continue
        other = statement.figures.get(measure)
        if other is None:
            statement.figures[measure] = figure
            return
        if (
            other.data["value"] is None
            or figure.data["value"] is None
            or _alike(figure.data, other.data)
        ):
            _complete(other, figure)
            return
    statements.append(_Statement(key, {measure: figure}))


def _complete(kept: _Figure, other: _Figure) -> None:
    """Take over what only the other says; the value with more digits stays."""
    a, b = kept.data, other.data
    better = a["value"] is None or (
        b["value"] is not None and _unit(b) < _unit(a) and not other.headline
    )
    if better:
        for name in ("value", "scale", "currency", "text", "approximate"):
            a[name] = b[name]
    for name in ("change", "plan"):
        if a[name] is None:
            a[name] = b[name]


def _join_valueless(statements: list[_Statement]) -> None:
    """A growth without a value belongs to the same measure's value in another scope, if sole."""
    for statement in statements:
        for measure, figure in list(statement.figures.items()):
            if figure.data["value"] is not None:
                continue
            partners = [
                s.figures[measure]
                for s in statements
                if s is not statement
                and (s.key.place, s.key.start, s.key.end)
                == (statement.key.place, statement.key.start, statement.key.end)
                and measure in s.figures
                and s.figures[measure].data["value"] is not None
            ]
            if len(partners) == 1:
                _complete(partners[0], figure)
                del statement.figures[measure]


def _inherit_approximation(statement: _Statement, schema: Schema) -> None:
    """Parts of an approximate whole are approximate."""
    for rule in schema.rules:
        whole, parts = rule.composition
        source = statement.figures.get(whole)
        if source is None or not source.data["approximate"]:
            continue
        for part in parts:
            figure = statement.figures.get(part)
            if figure is not None and figure.data["value"] is not None:
                figure.data["approximate"] = True


def _statement(statement: _Statement, schema: Schema) -> Data:
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
