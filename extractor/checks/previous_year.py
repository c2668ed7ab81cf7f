"""Last year's values that are printed, against those that this year's values and growths imply."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extractor.checks.days import year_before
from extractor.checks.grouping import Amount, Group
from extractor.checks.wording import amount, ends, extent, grouped, telling_digits
from extractor.exact_json import plain
from extractor.numbers.interval import decimal
from extractor.record import Attribution, Finding
from extractor.schema import Schema


def previous_years(found: Sequence[Group], schema: Schema) -> list[Finding]:
    """Every printed value that no value and growth of the year after, of one scope, can imply."""
    by_key: Mapping[object, Group] = {(g.place, g.scope, g.period): g for g in found}
    findings = []
    for group in found:
        before = by_key.get((group.place, group.scope, year_before(group.period)))
        if before is None:
            continue
        for measure in schema.measures:
            for currency in group.currencies(measure.name):
                now = group.amount(measure.name, "growth", currency)
                then = before.amount(measure.name, "value", currency)
                if (
                    isinstance(now, Amount)
                    and isinstance(then, Amount)
                    and not now.interval.meets(then.interval)
                ):
                    findings.append(_breach(measure.name, now, then))
    return findings


def _breach(measure: str, now: Amount, then: Amount) -> Finding:
    numbers = (*then.numbers, *now.numbers)
    unsound = [n.field for n in numbers if not n.sound]
    attribution: Attribution = "model" if unsound else "source"
    scale = then.scale
    digits = telling_digits(then.interval, now.interval, scale)
    value, change = now.numbers[0], now.numbers[-1]
    unit = " ".join(filter(None, (None if scale == "one" else scale, then.numbers[0].currency)))
    return Finding(
        rule="previous_year",
        severity="warning",
        attribution=attribution,
        fields=tuple(dict.fromkeys(n.field for n in numbers)),
        message=(
            f"{measure} of the year before is given as {amount(then.typical, scale, digits)} "
            f"({extent(then.interval, scale, digits)}) {unit}, but "
            f"{amount(value.exactly, scale)} with a change of {grouped(change.claimed)}% "
            f"implies {extent(now.interval, scale, digits)}"
        ),
        expected=ends(now.interval),
        actual=plain(decimal(then.typical)),
        suspect=unsound[0] if len(unsound) == 1 else None,
    )
