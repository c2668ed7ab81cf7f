"""Headlines changed in the text: a number that the text below prints too, every digit another.

Unlike the other errors this one is the article's and the record stays right: what a check should
say of it is a contradiction, laid to the source, and nothing against the model. Where the record
then has the headline's number in place of the text's, that is an error of the record.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from benchmarks.perturbations.moving import turned
from benchmarks.plants.known import Known, Planted, said_by
from benchmarks.plants.places import with_amount, with_part
from benchmarks.regressions import TRADE, Report
from benchmarks.regressions import figures as at_paths
from extractor.folding import fold
from extractor.numbers.quantity import Quantity, readings
from extractor.numbers.quantity_lexer import quantities
from extractor.reader.layout import paragraphs
from extractor.schema import SCALE_FACTOR, base_value, figures

_PLAIN = re.compile(r"[0-9]+(?:[.,][0-9]+)*")


def changed(known: Known) -> Iterator[tuple[str, str]]:
    """The article with another number in a headline above its text, and what that is of.

    An amount or a growth of the record, rounded or not, and not into one that is near another.
    """
    for text, quantity in _changes(known):
        yield text, "amount" if quantity.kind == "money" else "growth"


def taken(known: Known) -> Iterator[tuple[Known, Planted]]:
    """The right record with a changed headline, and the same with that headline's number in it.

    In the figure that is nearest to the number which stood there.
    """
    for text, before in _changes(known):
        folded = fold(text)
        quantity = next(q for q in quantities(folded) if q.number.start == before.number.start)
        known_so = replace(known, text=text)
        every = list(at_paths(known.data))
        if before.kind == "money":
            valued = [(abs(w - _worth(before)), p, f) for p, f in every if (w := _base(f))]
            _, path, figure = min(valued, key=lambda one: one[0])
            value = quantity.value.copy_sign(Decimal(figure["value"]))
            said = {"value": value, "scale": quantity.scale, "currency": quantity.currency}
            text = quantity.span.of(folded.text)
            yield known_so, with_amount(known_so, path, {**said, "text": text})
        else:
            grown = [(abs(_percent(f) - before.value), p, f) for p, f in every if f["change"]]
            _, path, figure = min(grown, key=lambda one: one[0])
            percent = quantity.value.copy_sign(Decimal(figure["change"]["percent"]))
            words = said_by(folded, quantity, "change", percent)
            if words is not None:
                change = {"percent": percent, "text": words}
                yield known_so, with_part(known_so, path, "change", change)


def _changes(known: Known) -> Iterator[tuple[str, Quantity]]:
    """The changed articles with the number that stood in the headline."""
    folded = fold(known.text)
    blocks = paragraphs(folded)
    opening = next((b.span.start for b in blocks if not b.headline), 0)
    every = quantities(folded)
    for quantity in every:
        digits = quantity.number.of(folded.text)
        above = any(b.headline and b.span.contains(quantity.span) for b in blocks)
        if quantity.span.end > opening or not above or not _PLAIN.fullmatch(digits):
            continue
        told = _told(known, quantity)
        below = [_worth(q) for q in every if q.span.start >= opening and q.kind == quantity.kind]
        now = _worth(quantity)
        then = readings(turned(digits))[0].value * now / quantity.value if now else now
        if (
            any(_alike(now, t) for t in told)
            and any(_alike(now, b) for b in below)
            and not any(_alike(then, t) for t in told)
        ):
            span = folded.span(*quantity.number)
            text = known.text[: span.start] + turned(digits) + known.text[span.end :]
            if _is_right(known.data, text):
                yield text, quantity


def _is_right(data: Report, text: str) -> bool:
    """Whether a changed article still has the words of a record."""
    lower = fold(text).lower
    parts = (p for _, f in at_paths(data) for p in (f, f["change"]) if p and p["text"])
    return all(fold(part["text"]).lower in lower for part in parts)


def _told(known: Known, quantity: Quantity) -> list[Decimal]:
    every = [at.figure for at in figures(known.data, TRADE)]
    if quantity.kind == "money":
        return [base for f in every if (base := _base(f)) is not None]
    if quantity.kind == "percent":
        return [_percent(f) for f in every if f["change"]]
    return []


def _base(figure: Report) -> Decimal | None:
    base = base_value(figure)
    return None if base is None else abs(base)


def _percent(figure: Report) -> Decimal:
    return abs(Decimal(figure["change"]["percent"]))


def _worth(quantity: Quantity) -> Decimal:
    return abs(quantity.value) * SCALE_FACTOR[quantity.scale or "one"]


def _alike(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) <= abs(one) / 10
