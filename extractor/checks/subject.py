"""One figure under examination: what a report says of it, and what comes to light.

The readers of amounts and of percentages add the figure's numbers and their findings here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from extractor.checks.evidence import Aspect, Claim
from extractor.checks.grounding import ArticleText
from extractor.exact_json import plain
from extractor.folding import Folded
from extractor.numbers.hedge import Hedge, hedge_before
from extractor.numbers.interval import Interval
from extractor.numbers.quantity import Quantity
from extractor.record import Data, Finding
from extractor.schema import FigureAt, Measure
from extractor.span import Span


@dataclass(slots=True)
class Subject:
    """A figure of a report, its article, and where its texts stand in it (by path)."""

    article: ArticleText
    measure: Measure
    at: FigureAt
    places: Mapping[str, Span]
    numbers: list[Claim] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def figure(self) -> Data:
        """The figure as the report gives it."""
        return self.at.figure

    @property
    def currency(self) -> str | None:
        """The currency that the report gives, in capitals."""
        return self.figure["currency"].strip().upper() if self.figure["currency"] else None

    def path(self, aspect: Aspect) -> str:
        """The field under which a number of the figure and its text stand."""
        return self.at.path if aspect == "value" else f"{self.at.path}.{aspect}"

    def place(self, aspect: Aspect) -> Span | None:
        """Where the article prints the text of a number, in folded offsets."""
        return self.places.get(self.path(aspect))

    def add(self, aspect: Aspect, claimed: Decimal, interval: Interval, *, sound: bool) -> None:
        """Put a number of the figure on record; it is sound only where the article prints it."""
        self.numbers.append(
            Claim(
                statement=self.at.statement,
                measure=self.measure.name,
                aspect=aspect,
                claimed=claimed,
                interval=interval,
                currency=self.currency,
                scale=self.figure["scale"] if aspect == "value" else None,
                sound=sound and self.place(aspect) is not None,
            )
        )

    def wrong(
        self,
        fields: Sequence[str],
        message: str,
        *,
        expected: Sequence[Decimal] = (),
        actual: Decimal | None = None,
        suspect: str | None = None,
    ) -> None:
        """The report does not say what its own words say."""
        self.findings.append(
            Finding(
                rule="reading",
                severity="error",
                attribution="model",
                fields=tuple(fields),
                message=message,
                expected=((plain(min(expected)), plain(max(expected))) if expected else None),
                actual=None if actual is None else plain(actual),
                suspect=suspect,
            )
        )

    def unjudged(self, field_name: str, message: str) -> None:
        """What the words say of a field cannot be told."""
        self.findings.append(
            Finding(
                rule="not_evaluable",
                severity="info",
                attribution="unknown",
                fields=(field_name,),
                message=message,
            )
        )

    def printed(self, words: Folded, number: Quantity, aspect: Aspect) -> Quantity | None:
        """A number of a quoted text as the article itself prints it, with the unit beside it."""
        place = self.place(aspect)
        if place is None:
            return None
        digits = number.number.of(words.text).lstrip("+-")
        for quantity in self.article.quantities_in(place):
            if quantity.number.of(self.article.folded.text).lstrip("+-") == digits:
                return quantity
        return None

    def hedge(self, words: Folded, number: Quantity, printed: Quantity | None) -> Hedge:
        """The hedge of a number: as the article prints it, else as the quoted text does."""
        if printed is not None:
            return hedge_before(self.article.folded, printed.number.start)
        return hedge_before(words, number.number.start)
