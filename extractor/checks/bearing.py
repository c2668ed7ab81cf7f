"""Which figures of a report the numbers beside them bear out.

A figure is borne out where a sum or a balance of its statement holds with it, every number of which
the article prints, and would not hold if the figure were what a reader takes it for instead. Then
it is likelier that the reader is wrong. That a part is no more than its whole bears nothing out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from extractor.checks.evidence import Claim
from extractor.numbers.interval import Interval
from extractor.reader.settle import holds
from extractor.schema import Part, Schema


class Bearing:
    """Tells which figures of one report are borne out by arithmetic."""

    def __init__(self, claims: Sequence[Claim], schema: Schema) -> None:
        self._rules = [rule for rule in schema.rules if not isinstance(rule, Part)]
        self._amounts: Mapping[int, dict[str, Claim]] = defaultdict(dict)
        for claim in claims:
            if claim.aspect == "value" and claim.sound:
                self._amounts[claim.statement][claim.measure] = claim

    def is_borne_out(self, statement: int, measure: str, instead: str | None = None) -> bool:
        """Whether a statement's figure is; ``instead`` is the measure that it is taken for."""
        amounts = self._amounts[statement]
        exchanged = dict(amounts)
        for one, other in ((measure, instead), (instead, measure)) if instead else ():
            exchanged.pop(one, None)
            if other in amounts:
                exchanged[one] = amounts[other]
        before, after = self._holding(amounts), self._holding(exchanged)
        involved = {i for i in before if measure in self._rules[i].measures}
        return bool(involved - after if instead else involved)

    def mended(self, claim: Claim, number: Interval) -> tuple[str, ...]:
        """The rules that a value breaks with the others of its statement, and not with ``number``.

        None where any does not hold then, or where ``number`` is open to a side.
        """
        amounts = self._amounts[claim.statement]
        open_sided = number.low is None or number.high is None
        if amounts.get(claim.measure) != claim or open_sided:
            return ()
        other = {**amounts, claim.measure: replace(claim, interval=number)}
        told = {
            i
            for i, rule in enumerate(self._rules)
            if claim.measure in rule.measures and amounts.keys() >= set(rule.measures)
        }
        if not told <= self._holding(other):
            return ()
        broken = told - self._holding(amounts)
        return tuple(dict.fromkeys(self._rules[i].rule for i in sorted(broken)))

    def _holding(self, amounts: Mapping[str, Claim]) -> set[int]:
        """The rules that hold, all of whose numbers are told in one currency."""
        found = set()
        for index, rule in enumerate(self._rules):
            of = [amounts[measure] for measure in rule.measures if measure in amounts]
            told = len(of) == len(rule.measures) and len({claim.currency for claim in of}) == 1
            if told and holds(rule, [claim.interval for claim in of]):
                found.add(index)
        return found
