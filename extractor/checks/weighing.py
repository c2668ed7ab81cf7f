"""What speaks for a number of a report besides the other numbers.

Next to nothing does where the article does not print it or another rule lays it to the model; more
where it is printed as claimed, more again where the deterministic reader binds it alike and where
the article prints the amount a second time. The reader's silence says nothing, its doubt does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extractor.checks.evidence import Claim
from extractor.checks.grounding import ArticleText
from extractor.numbers.quantity import Quantity
from extractor.reader import Binding
from extractor.record import Finding
from extractor.schema import SCALE_FACTOR

_MODELS, _DOUBTED, _PRINTED = 1, 4, 8
_ALIKE, _AGAIN = 1, 2
"""Support on top of being printed."""
_TELLING = 3
"""Digits from which on an amount that stands twice in a text is hardly a coincidence."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """An article, the figures that the reader reads alike in it, and what other rules found."""

    article: ArticleText
    bindings: Mapping[str, Binding]
    findings: Sequence[Finding]

    def weight(self, claim: Claim) -> int:
        """How much speaks for a number; never nothing."""
        if self.is_the_models(claim):
            return _MODELS
        if self.is_doubted(claim):
            return _DOUBTED
        alike = f"statements.{claim.statement}.{claim.measure}" in self.bindings
        return _PRINTED + _ALIKE * alike + _AGAIN * self._stands_again(claim)

    def is_the_models(self, claim: Claim) -> bool:
        """Whether a number is not as the article prints it, or else laid to the model."""
        return not claim.sound or any(
            f.attribution == "model" and f.severity == "error" and _is_about(f, claim)
            for f in self.findings
        )

    def is_doubted(self, claim: Claim) -> bool:
        """Whether a rule leaves open what a number is, or what it is of."""
        return any(
            f.attribution == "unknown" and f.severity != "info" and _is_about(f, claim)
            for f in self.findings
        )

    def prints(self, claim: Claim, value: Decimal) -> bool:
        """Whether the article prints, anywhere, what a claim would say with another number."""
        if claim.aspect == "value":
            return any(value.copy_abs() in said for _, said in self._amounts(claim))
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
        factor = SCALE_FACTOR[claim.scale or "one"]
        magnitude = -claim.interval if claim.claimed < 0 else claim.interval
        times = 0
        for quantity, said in self._amounts(claim):
            digits = len(quantity.value.normalize().as_tuple().digits)
            if quantity.currency and digits >= _TELLING:
                times += any(value * factor in magnitude for value in said)
        return times > 1

    def _amounts(self, claim: Claim) -> Iterator[tuple[Quantity, set[Decimal]]]:
        """The article's amounts that a value may be, with what they say in the claim's scale."""
        own = SCALE_FACTOR[claim.scale or "one"]
        for quantity in self.article.quantities:
            if quantity.kind in ("money", "plain") and quantity.currency in (None, claim.currency):
                factor = SCALE_FACTOR[quantity.scale] if quantity.scale else own
                yield quantity, {r.value.copy_abs() * factor / own for r in quantity.readings}


def _is_about(finding: Finding, claim: Claim) -> bool:
    """Whether a finding's suspect is a number; where it has none, whether any of its fields is."""
    return is_among(finding.fields if finding.suspect is None else [finding.suspect], claim)


def is_among(fields: Iterable[str], claim: Claim) -> bool:
    """Whether a number, its words or its unit are among ``fields``, or what it is of."""
    statement = f"statements.{claim.statement}"
    figure = f"{statement}.{claim.measure}"
    names = ("value", "text", "scale", "currency") if claim.aspect == "value" else (claim.aspect,)
    exactly = {statement, figure}
    within = {f"{statement}.{name}" for name in ("place", "scope", "period")}
    within |= {f"{figure}.{name}" for name in names}
    return any(
        field in exactly or field in within or any(field.startswith(f"{at}.") for at in within)
        for field in fields
    )
