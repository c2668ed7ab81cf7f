"""Whether a report says what its own quoted words say, and which numbers those words leave open.

The value must be one that the printed digits can have, with the scale, currency and sign that the
article gives them. What cannot be judged, a unit that is printed nowhere, is said and not counted
as wrong.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from extractor.checks.evidence import Aspect, Number, exact, own_unit, spread
from extractor.checks.grounding import ArticleText
from extractor.checks.units import (
    Unit,
    governing_unit,
    is_negative,
    negative_words,
    unit_beside,
)
from extractor.checks.wording import in_base_units, plain, plain_scale, quoted
from extractor.errors import one_line
from extractor.folding import fold
from extractor.numbers.change import read_change, read_share
from extractor.numbers.hedge import Hedge, hedge_before
from extractor.numbers.interval import Interval
from extractor.numbers.quantity import Quantity, Reading, quantities
from extractor.record import Data, Finding
from extractor.schema import SCALE_FACTOR, Measure
from extractor.span import Span

_OVER = re.compile(r"vượt(?: quá)? ?$")
_MORE = re.compile(r"(?:hơn|trên) ?$")


@dataclass(slots=True)
class FigureReading:
    """The numbers of one figure and what is wrong with how they were read."""

    numbers: list[Number] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def read_figure(
    article: ArticleText, statement: int, measure: Measure, figure: Data, places: dict[str, Span]
) -> FigureReading:
    """Read one figure; ``places`` holds where its texts stand, by path."""
    path = f"statements.{statement}.{measure.name}"
    result = FigureReading()
    _read_value(article, statement, measure, figure, path, places.get(path), result)
    aspects: tuple[Aspect, ...] = ("change", "plan")
    for aspect in aspects:
        if figure[aspect] is not None:
            place = places.get(f"{path}.{aspect}")
            _read_percent(article, statement, measure, aspect, figure, path, place, result)
    return result


def _read_value(
    article: ArticleText,
    statement: int,
    measure: Measure,
    figure: Data,
    path: str,
    place: Span | None,
    result: FigureReading,
) -> None:
    names = ("value", "scale", "currency", "text")
    given = [name for name in names if figure[name] is not None]
    if figure["value"] is None:
        if given:
            _wrong(
                result,
                [f"{path}.{name}" for name in given],
                f"{measure.name} has no value, but {' and '.join(given)}",
                suspect=f"{path}.value",
            )
        return
    absent = [name for name in names if figure[name] is None]
    if absent:
        _wrong(
            result,
            [f"{path}.{name}" for name in absent],
            f"{measure.name} has a value, but no {' and no '.join(absent)}",
            suspect=f"{path}.{absent[0]}" if len(absent) == 1 else None,
        )
    claimed = exact(figure["value"])
    factor = SCALE_FACTOR[figure["scale"] or "one"]
    currency = figure["currency"].strip().upper() if figure["currency"] else None
    if claimed is None:
        _wrong(
            result,
            [f"{path}.value"],
            f"{measure.name} has a value that no article can print",
            suspect=f"{path}.value",
        )
        return
    if figure["text"] is None:
        read, hedge, sound = None, Hedge.NONE, False
    else:
        before = len(result.findings)
        read, hedge = _amount(
            article, measure, figure, claimed, factor, currency, path, place, result
        )
        sound = place is not None and not any(
            f.severity == "error" for f in result.findings[before:]
        )
    digits = read or Reading(abs(claimed), own_unit(claimed))
    magnitude = Interval.point(digits.value) + spread(digits.value, digits.unit, hedge)
    if read is None or read.value == abs(claimed):
        magnitude = magnitude.scaled(factor)
    else:
        # The same amount in another scale: the printed digits say how exact it is.
        magnitude = magnitude.scaled(Fraction(abs(claimed)) * factor / Fraction(read.value))
    result.numbers.append(
        Number(
            statement=statement,
            measure=measure.name,
            aspect="value",
            claimed=claimed,
            interval=-magnitude if claimed < 0 else magnitude,
            currency=currency,
            scale=figure["scale"],
            place=place,
            sound=sound and not absent,
        )
    )


def _amount(
    article: ArticleText,
    measure: Measure,
    figure: Data,
    claimed: Decimal,
    factor: int,
    currency: str | None,
    path: str,
    place: Span | None,
    result: FigureReading,
) -> tuple[Reading | None, Hedge]:
    """Hold the value against its text: the reading that it has (a magnitude), and the hedge."""
    folded = fold(figure["text"])
    found = quantities(folded)
    amounts = [q for q in found if q.kind == "money"] or [q for q in found if q.kind == "plain"]
    suspect = f"{path}.value" if place is not None else f"{path}.text"
    if not amounts:
        what = "states a percentage, no amount" if found else "holds no number"
        _wrong(
            result,
            [f"{path}.text"],
            f"{measure.name}: the text {quoted(figure['text'])} {what}",
            suspect=f"{path}.text",
        )
        return None, Hedge.NONE
    choices = [
        (amount, reading, unit)
        for amount in amounts
        for unit in [_unit_of(article, amount, folded.text, place)]
        for reading in amount.readings
    ]
    taken = next((c for c in choices if abs(c[1].value) == abs(claimed)), None)
    if taken is None:
        base = abs(claimed) * factor
        taken = next(
            (
                (amount, reading, unit)
                for amount, reading, unit in choices
                if unit.scale is not None and abs(reading.value) * SCALE_FACTOR[unit.scale] == base
            ),
            None,
        )
        same_scale = False
    else:
        same_scale = True
    if taken is None:
        amount, reading, unit = choices[0]
        says = " or ".join(dict.fromkeys(plain(abs(c[1].value)) for c in choices))
        by = SCALE_FACTOR[unit.scale] if unit.scale else factor
        _wrong(
            result,
            [f"{path}.value"],
            f"{measure.name}: the text {quoted(figure['text'])} says {says}, "
            f"the report {plain(claimed)}",
            expected=[abs(c[1].value) * by for c in choices],
            actual=claimed * factor,
            suspect=suspect,
        )
        return None, Hedge.NONE
    amount, reading, unit = taken
    magnitude = Reading(abs(reading.value), reading.unit)
    base = magnitude.value * (SCALE_FACTOR[unit.scale] if unit.scale else factor)
    digits = amount.number.of(folded.text).lstrip("+-")
    beside = unit_beside(article, place, digits) if place is not None else None
    if beside is not None and beside.kind in ("percent", "multiple"):
        _wrong(
            result,
            [f"{path}.text"],
            f"{measure.name}: {quoted(figure['text'])} is printed as a percentage, not an amount",
            suspect=f"{path}.text",
        )
    if len({abs(a.value) for a in amounts}) > 1:
        _unjudged(
            result,
            [f"{path}.text"],
            f"{measure.name}: the text {quoted(figure['text'])} holds several amounts",
        )
    if same_scale and unit.scale is not None and SCALE_FACTOR[unit.scale] != factor:
        _wrong(
            result,
            [f"{path}.scale"],
            f"{measure.name}: {quoted(figure['text'])} is in {plain_scale(unit.scale)}, "
            f"the report says {plain_scale(figure['scale'])}",
            expected=[base],
            actual=claimed * factor,
            suspect=f"{path}.scale" if place is not None else suspect,
        )
    if unit.currency is not None and currency is not None and unit.currency != currency:
        _wrong(
            result,
            [f"{path}.currency"],
            f"{measure.name}: {quoted(figure['text'])} is in {unit.currency}, "
            f"the report says {one_line(currency, 8)}",
            suspect=f"{path}.currency" if place is not None else suspect,
        )
    if place is not None and (unit.scale is None or unit.currency is None):
        absent = "unit" if unit.scale is None and unit.currency is None else "currency"
        _unjudged(
            result,
            [f"{path}.{'scale' if absent == 'unit' else 'currency'}"],
            f"{measure.name}: no {absent} is printed for {quoted(figure['text'])}",
        )
    negative = _sign(article, measure, amount, beside, folded.lower, place)
    if negative is not None and claimed and negative is not (claimed < 0):
        _wrong(
            result,
            [f"{path}.value"],
            f"{measure.name}: the article gives {plain(magnitude.value)} "
            f"{'with a minus sign' if negative else 'without a minus sign'}, "
            f"the report says {plain(claimed)}",
            expected=[-base if negative else base],
            actual=claimed * factor,
            suspect=f"{path}.value",
        )
    return magnitude, _hedge(article, folded.text, amount, beside)


def _unit_of(article: ArticleText, amount: Quantity, words: str, place: Span | None) -> Unit:
    """The unit printed with an amount, else what stands beside it or governs it in the article."""
    scale: str | None = amount.scale
    currency = amount.currency
    if (scale is None or currency is None) and place is not None:
        beside = unit_beside(article, place, amount.number.of(words).lstrip("+-"))
        if beside is not None:
            scale, currency = scale or beside.scale, currency or beside.currency
            if scale is None or currency is None:
                governing = governing_unit(article, beside.number)
                scale, currency = scale or governing.scale, currency or governing.currency
    return Unit(scale, currency)


def _sign(
    article: ArticleText,
    measure: Measure,
    amount: Quantity,
    beside: Quantity | None,
    words: str,
    place: Span | None,
) -> bool | None:
    """Whether the number is negative as printed; ``None`` where it cannot be told."""
    minus = (beside or amount).value < 0
    if not measure.signed:
        return False if not minus else None
    if minus:
        return True
    if place is None:
        return negative_words(words, measure)
    return is_negative(article, measure, beside.number if beside else place)


def _hedge(article: ArticleText, words: str, number: Quantity, beside: Quantity | None) -> Hedge:
    if beside is not None:
        return hedge_before(article.folded, beside.number.start)
    return hedge_before(fold(words), number.number.start)


def _read_percent(
    article: ArticleText,
    statement: int,
    measure: Measure,
    aspect: Aspect,
    figure: Data,
    path: str,
    place: Span | None,
    result: FigureReading,
) -> None:
    said, name = figure[aspect], f"{path}.{aspect}.percent"
    label = f"{measure.name} {'change' if aspect == 'change' else 'share of plan'}"
    claimed = exact(said["percent"])
    if claimed is None:
        _wrong(result, [name], f"{label} is a percentage that no article can print", suspect=name)
        return
    options = _percents(article, aspect, said["text"], place)
    read = next((r for r in options if r.value == claimed), None)
    if read is None:
        says = " or ".join(dict.fromkeys(plain(r.value) for r in options)) or "no percentage"
        _wrong(
            result,
            [name],
            f"{label}: the text {quoted(said['text'])} says {says}, the report {plain(claimed)}",
            expected=[r.value for r in options],
            actual=claimed,
            suspect=name if place is not None and options else f"{path}.{aspect}.text",
        )
        interval = Interval.printed(claimed, own_unit(claimed))
    else:
        interval = _percent_interval(article, aspect, said["text"], place, read)
    result.numbers.append(
        Number(
            statement=statement,
            measure=measure.name,
            aspect=aspect,
            claimed=claimed,
            interval=interval,
            currency=figure["currency"].strip().upper() if figure["currency"] else None,
            scale=None,
            place=place,
            sound=place is not None and read is not None,
        )
    )


def _percents(
    article: ArticleText, aspect: Aspect, text: str, place: Span | None
) -> tuple[Reading, ...]:
    """What the words can say, the words before them in the sentence taken in where they must be."""
    read = read_change if aspect == "change" else read_share
    alone = read(text)
    if place is None:
        return alone
    words = article.folded.text
    begin = article.sentence_start(place.start)
    at = article.after(place.start)
    near = begin
    if at and article.quantities[at - 1].span.end <= place.start:
        near = max(begin, article.quantities[at - 1].span.end)
    beside = read(text, words[near : place.start])
    if beside != alone:
        return beside
    # A verb further back may govern this number as well or the one between alone.
    return tuple(dict.fromkeys(alone + read(text, words[begin : place.start])))


def _percent_interval(
    article: ArticleText, aspect: Aspect, text: str, place: Span | None, read: Reading
) -> Interval:
    """What a printed percentage leaves open, where the words turn it into another («bằng 96%»)."""
    exactly = Interval.point(read.value)
    rounded = exactly + Interval.printed(0, read.unit)
    folded = fold(text)
    found = [q for q in quantities(folded) if q.kind in ("percent", "multiple")]
    found = found or [q for q in quantities(folded) if q.kind == "plain"]
    if not found:
        return rounded
    digits = found[0].number.of(folded.text).lstrip("+-")
    beside = unit_beside(article, place, digits) if place is not None else None
    hedge = _hedge(article, folded.text, found[0], beside)
    if hedge is Hedge.NONE:
        return rounded
    head = (
        article.folded.lower[: beside.number.start][-80:]
        if beside is not None
        else folded.lower[: found[0].number.start]
    )
    if hedge is Hedge.MORE and aspect == "plan" and _OVER.search(head):
        return rounded
    if hedge is Hedge.MORE and aspect == "change" and (more := _MORE.search(head)):
        # «hơn 3,6%» alone is the verb of change; behind one («tăng hơn 18%») it is a hedge.
        verb = head[max(0, more.start() - 12) : more.start()]
        if len(read_change(f"{verb} 7%")) > 1:
            return rounded
    spreads = []
    for printed in found[0].readings:
        times = abs(read.unit / printed.unit)
        magnitude = abs(printed.value)
        away = spread(magnitude, printed.unit, hedge).scaled(times)
        shifts = (0, 100, -100)
        if any(read.value == magnitude * times + shift for shift in shifts):
            spreads.append(exactly + away)
        if any(read.value == -magnitude * times + shift for shift in shifts[:2]):
            spreads.append(exactly - away)
    return Interval.hull(spreads or [rounded])


def _wrong(
    result: FigureReading,
    fields: Sequence[str],
    message: str,
    *,
    expected: Sequence[Decimal] = (),
    actual: Decimal | None = None,
    suspect: str | None = None,
) -> None:
    result.findings.append(
        Finding(
            rule="reading",
            severity="error",
            attribution="model",
            fields=tuple(fields),
            message=message,
            expected=(
                (in_base_units(min(expected)), in_base_units(max(expected))) if expected else None
            ),
            actual=None if actual is None else in_base_units(actual),
            suspect=suspect,
        )
    )


def _unjudged(result: FigureReading, fields: Sequence[str], message: str) -> None:
    result.findings.append(
        Finding(
            rule="not_evaluable",
            severity="info",
            attribution="unknown",
            fields=tuple(fields),
            message=message,
        )
    )
