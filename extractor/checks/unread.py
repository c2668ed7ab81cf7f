"""Numbers that the reader takes for nothing, against the words that stand nearest to them.

Its silence is no evidence, but what stands right before an amount, with no other amount and no mark
between, needs no reader: the name of a measure, a time of the clause. Where every print of a number
has another there than the report gives it for, and no sum bears the report out, the report errs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set

from extractor.checks.bearing import Bearing
from extractor.checks.beside import Beside
from extractor.checks.days import Days
from extractor.checks.evidence import Claim
from extractor.checks.grounding import ArticleText
from extractor.checks.otherwise import Number
from extractor.checks.second_reading import numbers_of
from extractor.checks.wording import quoted
from extractor.reader import Reading
from extractor.record import Data, Finding
from extractor.schema import FigureAt, Part, Schema


def misnamed(
    article: ArticleText,
    data: Data,
    every: Sequence[FigureAt],
    claims: Sequence[Claim],
    reading: Reading,
    bearing: Bearing,
    schema: Schema,
) -> Iterator[Finding]:
    """The amounts of a report that nobody reads and that stand beside words for something else."""
    sound = {claim.field for claim in claims if claim.sound}
    seen = {told.start for told in reading.told} | reading.cells.keys()
    beside = Beside(article, schema)
    wholes = {rule.part: rule.whole for rule in schema.rules if isinstance(rule, Part)}
    for number in numbers_of(article, every):
        of_amount = number.aspect == "value" and number.field in sound
        if not of_amount or not number.starts or not seen.isdisjoint(number.starts):
            continue
        at, statement = number.at, data["statements"][number.at.statement]
        why = _of_other(number, beside, wholes, bearing) or _of_other_time(
            number, Days.of(statement["period"]["start"], statement["period"]["end"]), beside
        )
        if why is not None:
            yield Finding(
                rule="second_reading",
                severity="error",
                attribution="model",
                fields=(number.field,),
                message=f"{at.measure}: {quoted(number.text)} {why}",
                suspect=number.field,
            )


def _of_other(
    number: Number, beside: Beside, wholes: Mapping[str, str], bearing: Bearing
) -> str | None:
    """Why an amount is of another measure than the report says."""
    at = number.at
    named = [beside.name_before(start) for start in sorted(number.starts)]
    measures: Set[str | None] = {None if one is None else one.measure for one in named}
    if (
        named[0] is None
        or None in measures
        or not measures.isdisjoint({at.measure, wholes.get(at.measure)})
    ):
        return None
    if bearing.is_borne_out(at.statement, at.measure, named[0].measure):
        return None
    return f"stands behind {quoted(named[0].words)}: {named[0].measure}, not {at.measure}"


def _of_other_time(number: Number, days: Days | None, beside: Beside) -> str | None:
    """Why an amount is of another time than the report says."""
    if days is None:
        return None
    said = [beside.other_time(start, days) for start in sorted(number.starts)]
    if said[0] is None or None in said:
        return None
    return f"stands with {quoted(said[0])}: not of {days}"
