"""Headlines changed in the text: a number that the text below prints too, every digit another.

Unlike the other errors this one is the article's and the record stays right: what a check should
say of it is a contradiction, laid to the source, and nothing against the model.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from benchmarks.perturbations.moving import turned
from benchmarks.plants.known import Known
from benchmarks.regressions import TRADE
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
            yield text, "amount" if quantity.kind == "money" else "growth"


def _told(known: Known, quantity: Quantity) -> list[Decimal]:
    every = [at.figure for at in figures(known.data, TRADE)]
    if quantity.kind == "money":
        return [abs(base) for f in every if (base := base_value(f)) is not None]
    if quantity.kind == "percent":
        return [abs(Decimal(f["change"]["percent"])) for f in every if f["change"]]
    return []


def _worth(quantity: Quantity) -> Decimal:
    return abs(quantity.value) * SCALE_FACTOR[quantity.scale or "one"]


def _alike(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) <= abs(one) / 10
