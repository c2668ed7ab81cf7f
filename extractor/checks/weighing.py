"""What speaks for a number of a report besides the other numbers.

Next to nothing does where the article does not print it or another rule lays it to the model; more
where it is printed as claimed, more again where the deterministic reader binds it alike and where
the article prints the amount a second time. The reader's silence says nothing, its doubt does, and
so does a headline or a lead with another number that fits.
"""

from __future__ import annotations

import dataclasses
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from extractor.checks.evidence import Claim
from extractor.checks.grounding import ArticleText
from extractor.checks.misplaced import is_setting
from extractor.reader import Binding
from extractor.record import Finding
from extractor.schema import SCALE_FACTOR

_MODELS, _DOUBTED, _PRINTED = 1, 4, 8
_ALIKE, _AGAIN = 1, 2
"""Support on top of being printed."""
_TELLING = 3
"""Digits from which on an amount that stands twice in a text is hardly a coincidence."""


@dataclass(frozen=True, eq=False)
class Evidence:
    """An article, the figures that the reader reads alike in it, and what other rules found.

    ``instead`` are by field the numbers that the text has for those of headlines.
    """

    article: ArticleText
    bindings: Mapping[str, Binding]
    findings: Sequence[Finding]
    instead: Mapping[str, Decimal] = dataclasses.field(default_factory=dict)

    def weight(self, claim: Claim) -> int:
        """How much speaks for a number; never nothing."""
        if self.is_the_models(claim):
            return _MODELS
        if self.is_doubted(claim) or claim in self._contested:
            return _DOUBTED
        alike = f"statements.{claim.statement}.{claim.measure}" in self.bindings
        return _PRINTED + _ALIKE * alike + _AGAIN * self._stands_again(claim)

    def is_the_models(self, claim: Claim) -> bool:
        """Whether a number is not as the article prints it, or else laid to the model."""
        return not claim.sound or claim in self._blamed

    def is_read(self, claim: Claim) -> bool:
        """Whether the reader reads the very same, and nothing speaks against that."""
        binding = self.bindings.get(f"statements.{claim.statement}.{claim.measure}")
        accused = self.is_the_models(claim) or self.is_doubted(claim)
        return binding is not None and not binding.doubts and not accused

    def is_read_otherwise(self, claim: Claim) -> bool:
        """Whether the article's words make a number something else, be it not for certain."""
        return claim in self._otherwise

    def is_doubted(self, claim: Claim) -> bool:
        """Whether a rule leaves open what a number is, or what it is of."""
        return claim in self._doubted

    def may_be_of_another(self, claim: Claim) -> bool:
        """Whether it is left open of what an amount is, and not just what its digits say."""
        of_another = claim.aspect == "value" and claim in self._of_another
        return of_another and not self.is_the_models(claim)

    @cached_property
    def _blamed(self) -> Named:
        graver = [f for f in self.findings if f.severity == "error"]
        return Named(_about([f for f in graver if f.attribution == "model"]))

    @cached_property
    def _otherwise(self) -> Named:
        read = [f for f in self.findings if f.rule == "second_reading"]
        return Named(_about([f for f in read if f.attribution == "model"]))

    @cached_property
    def _doubted(self) -> Named:
        fields = [*_about([f for f in self.findings if _is_doubt(f)])]
        return Named([*fields, *self._figures])

    @cached_property
    def _of_another(self) -> Named:
        return Named(self._figures)

    @cached_property
    def _figures(self) -> Sequence[str]:
        """The figures, with all that is told of them, that may be of something else."""
        told = [f for f in self.findings if f.rule == "doubt" and f.suspect is not None]
        figures = [".".join((f.suspect or "").split(".")[:3]) for f in told]
        return [figure for figure in figures if not self._is_of_digits(figure)]

    def _is_of_digits(self, figure: str) -> bool:
        binding = self.bindings.get(figure)
        return binding is not None and all(doubt.of == "number" for doubt in binding.doubts)

    @cached_property
    def _contested(self) -> Named:
        """What the article itself says elsewhere in a number that fits."""
        return Named(f.suspect for f in self.findings if f.rule == "contradiction" and f.suspect)

    def prints(self, claim: Claim, value: Decimal) -> bool:
        """Whether the article prints, anywhere, what a claim would say with another number."""
        if claim.aspect == "value":
            return any(value.copy_abs() in said for said in self._amounts(claim))
        turned = value + 100 if claim.aspect == "change" else value - 100
        magnitudes = {value.copy_abs(), turned.copy_abs()}
        factor = (value + 100 if claim.aspect == "change" else value) / 100
        for quantity in self.article.quantities:
            said = {r.value.copy_abs() for r in quantity.readings}
            if quantity.kind == "percent" and said & magnitudes:
                return True
            if quantity.kind == "multiple" and factor in said:
                return True
        return False

    def _stands_again(self, claim: Claim) -> bool:
        """Whether the article prints an amount more than once, in whatever rounding."""
        if claim.aspect != "value" or claim.currency is None:
            return False
        magnitude = -claim.interval if claim.claimed < 0 else claim.interval
        amounts = self._printed.get(claim.currency, ())
        first = 0 if magnitude.low is None else bisect_left(amounts, magnitude.low)
        last = len(amounts) if magnitude.high is None else bisect_right(amounts, magnitude.high)
        return sum(amount in magnitude for amount in amounts[first:last]) > 1

    @cached_property
    def _printed(self) -> Mapping[str, Sequence[Fraction]]:
        """By currency the article's telling amounts in base units, in order."""
        found: dict[str, list[Fraction]] = defaultdict(list)
        for quantity in self.article.quantities:
            digits = len(quantity.value.normalize().as_tuple().digits)
            if quantity.currency and digits >= _TELLING:
                factor = SCALE_FACTOR[quantity.scale or "one"]
                found[quantity.currency].append(abs(Fraction(quantity.value)) * factor)
        return {currency: sorted(amounts) for currency, amounts in found.items()}

    def _amounts(self, claim: Claim) -> Iterator[set[Decimal]]:
        """The article's amounts that a value may be, as what they say in the claim's scale."""
        own = SCALE_FACTOR[claim.scale or "one"]
        for quantity in self.article.quantities:
            if quantity.kind in ("money", "plain") and quantity.currency in (None, claim.currency):
                factor = SCALE_FACTOR[quantity.scale] if quantity.scale else own
                yield {r.value.copy_abs() * factor / own for r in quantity.readings}


def _is_doubt(finding: Finding) -> bool:
    """Whether a finding leaves open whether the numbers that it is about are right.

    What the article prints and nothing claims is no word against what is claimed.
    """
    if finding.severity == "info" or finding.attribution == "source":
        return False
    warned = finding.severity == "warning" and finding.rule != "coverage"
    return finding.attribution == "unknown" or warned


def _about(findings: Iterable[Finding]) -> Iterator[str]:
    """The fields of numbers that findings are about: the suspect, or all where there is none.

    That a statement is of another place, period or scope says nothing of its numbers.
    """
    for finding in findings:
        about = finding.fields if finding.suspect is None else [finding.suspect]
        yield from (field for field in about if not is_setting(field))


class Named:
    """The numbers that some fields name, as such, by their words or by what they are of."""

    def __init__(self, fields: Iterable[str]) -> None:
        """``fields`` as findings have them; one that is of no statement names no number."""
        self._parts: dict[str, list[str]] = defaultdict(list)
        for field in fields:
            _, statement, rest = [*field.split(".", 2), "", ""][:3]
            self._parts[statement].append(rest)

    def __contains__(self, claim: Claim) -> bool:
        parts = self._parts.get(str(claim.statement), ())
        own = ("value", "text", "scale", "currency") if claim.aspect == "value" else (claim.aspect,)
        within = ("place", "scope", "period", *(f"{claim.measure}.{name}" for name in own))
        return any(
            part in ("", claim.measure, *within) or part.startswith(tuple(f"{w}." for w in within))
            for part in parts
        )
