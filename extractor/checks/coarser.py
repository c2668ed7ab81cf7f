"""Values of a report of which the article prints the same with more digits.

A headline rounds, a lead names the mark that was passed («vượt mốc hai tỷ đô la») or nearly reached
(«gần 2 tỷ»), and the text below has the number itself. A report is to have the most precise one;
the other is not wrong, and so a warning.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from fractions import Fraction

from extractor.checks.evidence import Claim
from extractor.checks.grounding import ArticleText
from extractor.checks.second_reading import printed_at
from extractor.checks.statement import statements_of
from extractor.checks.wording import quoted
from extractor.reader import Told
from extractor.record import Data, Finding
from extractor.schema import SCALE_FACTOR, FigureAt


def coarser(
    article: ArticleText,
    data: Data,
    every: Sequence[FigureAt],
    claims: Sequence[Claim],
    told: Sequence[Told],
) -> list[Finding]:
    """The values that the article prints more precisely, where no other value of the report is."""
    sound = {claim.field: claim for claim in claims if claim.sound and claim.aspect == "value"}
    starts = {
        at.path: printed_at(article, at.figure["text"], "value")
        for at in every
        if at.figure["text"] is not None
    }
    claimed = frozenset[int]().union(*starts.values())
    statements = {s.index: s for s in statements_of(article, data, every)}
    values: Mapping[str, list[Told]] = defaultdict(list)
    for number in told:
        free = number.start not in claimed and not number.headline and not number.doubts
        if number.aspect == "value" and free:
            values[number.measure].append(number)
    findings = []
    for at in every:
        claim = sound.get(f"{at.path}.value")
        if claim is None or not starts.get(at.path):
            continue
        scale = SCALE_FACTOR[claim.scale or "one"]
        unit = min(_unit(article, start, scale) for start in starts[at.path])
        finer = (
            number
            for number in values[at.measure]
            if _unit(article, number.start, _scale(article, number)) < unit
            and _is_near(number, claim, unit)
            and statements[at.statement].is_of(number)
        )
        if (precise := next(finer, None)) is not None:
            findings.append(_finding(at, claim, precise))
    return findings


def _unit(article: ArticleText, start: int, governing: Fraction | int) -> Fraction:
    """One unit of the last digit of an amount that is printed at ``start``.

    ``governing`` is the scale of one that prints none itself, as in a table.
    """
    quantity = article.quantities[article.after(start)]
    scale = SCALE_FACTOR[quantity.scale] if quantity.scale is not None else governing
    return Fraction(quantity.readings[0].unit) * scale


def _scale(article: ArticleText, number: Told) -> Fraction:
    """In what an amount counts, by what the reader takes its digits for."""
    value = Fraction(article.quantities[article.after(number.start)].value)
    low, high = number.interval.low, number.interval.high
    if not value or low is None or high is None:
        return Fraction(1)
    return abs((low + high) / 2 / value)


def _is_near(number: Told, claim: Claim, unit: Fraction) -> bool:
    """Whether a number is the claim's, rounded or as a mark that was passed or missed by less than
    one unit of its last digit."""
    low, high = number.interval.low, number.interval.high
    if low is None or high is None:
        return False
    return abs((low + high) / 2 - claim.exactly) < unit


def _finding(at: FigureAt, claim: Claim, number: Told) -> Finding:
    return Finding(
        rule="second_reading",
        severity="warning",
        attribution="model",
        fields=(claim.field,),
        message=f"{at.measure}: {quoted(at.figure['text'])} is printed more precisely as "
        f"{quoted(number.words)}",
        suspect=claim.field,
    )
