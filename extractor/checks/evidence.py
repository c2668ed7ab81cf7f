"""What is known of each number of a report before numbers are held against each other.

A report prints up to three numbers a figure: its value, its change and its share of plan. Each
becomes one ``Claim``: what the report claims, where the article prints it, which interval the
printed digits and their hedge leave open, and whether the claim is sound, that is printed in the
article and read as it is printed.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from extractor.numbers.hedge import Hedge
from extractor.numbers.interval import Interval
from extractor.schema import SCALE_FACTOR

Aspect = Literal["value", "change", "plan"]

_LONGEST = 25


@dataclass(frozen=True, slots=True)
class Claim:
    """One number of a report.

    ``interval`` is in base units of ``currency`` for a value, in percent for a change or a share.
    ``sound`` tells whether the article prints the number and says what is claimed.
    """

    statement: int
    measure: str
    aspect: Aspect
    claimed: Decimal
    interval: Interval
    currency: str | None
    scale: str | None
    sound: bool

    @property
    def exactly(self) -> Fraction:
        """The claim without its rounding, in base units or percent."""
        factor = SCALE_FACTOR[self.scale or "one"] if self.aspect == "value" else 1
        return Fraction(self.claimed) * factor

    @property
    def field(self) -> str:
        """The field that findings name: «statements.0.export.change.percent»."""
        figure = f"statements.{self.statement}.{self.measure}"
        return f"{figure}.value" if self.aspect == "value" else f"{figure}.{self.aspect}.percent"


def exact(raw: Any) -> Decimal | None:
    """A number of report data as a decimal; ``None`` where it is none that could be printed.

    Absurd exponents are refused here, since exact arithmetic would spell them out.
    """
    try:
        value = Decimal(str(raw))
    except ArithmeticError:
        return None
    if not value.is_finite() or abs(value.adjusted()) > _LONGEST:
        return None
    return value if len(value.as_tuple().digits) <= _LONGEST else None


def own_unit(value: Decimal) -> Decimal:
    """One unit of the last digit that a decimal is written with: 0.1 for 38.8, 1 for 1200."""
    exponent = value.as_tuple().exponent
    return Decimal(1).scaleb(exponent) if isinstance(exponent, int) and exponent < 0 else Decimal(1)


def spread(printed: Decimal, unit: Decimal, hedge: Hedge) -> Interval:
    """Around zero, how far the truth may lie from a printed magnitude.

    Half a unit of the last digit either way; a hedge instead opens its side by one unit of the last
    digit that is not zero: «hơn 27» reaches to below 28, «khoảng 2.700» 100 either way.
    """
    if hedge is Hedge.NONE:
        return Interval.printed(0, unit)
    step = hedge_unit(printed, unit)
    if hedge is Hedge.MORE:
        return Interval.between(0, step, high_open=True)
    if hedge is Hedge.LESS:
        return Interval.between(-step, 0, low_open=True)
    return Interval.between(-step, step)


def hedge_unit(printed: Decimal, unit: Decimal) -> Fraction:
    """One unit of the last non-zero digit of ``printed``, whose last digit counts ``unit``."""
    step = Fraction(unit)
    count = Fraction(printed) / step
    if not count or count.denominator != 1:
        return step
    while count % 10 == 0:
        count /= 10
        step *= 10
    return step
