"""Numbers and quoted words as the messages of findings print them, for people."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from extractor.errors import one_line
from extractor.numbers.interval import Interval, decimal
from extractor.record import Number
from extractor.schema import SCALE_FACTOR


def in_base_units(value: Decimal) -> Number:
    """A number for a finding's ``expected`` and ``actual``: whole where it is, no exponent."""
    return int(value) if value == value.to_integral_value() else Decimal(f"{value.normalize():f}")


def ends(interval: Interval) -> tuple[Number | None, Number | None]:
    """An interval as a finding's ``expected``."""
    low, high = interval.decimals()
    return (
        None if low is None else in_base_units(low),
        None if high is None else in_base_units(high),
    )


def plain(value: Decimal | Fraction, digits: int = 6) -> str:
    """A number with thousands grouped, cut to ``digits`` digits behind the point."""
    exact = decimal(value) if isinstance(value, Fraction) else value
    whole = len(str(abs(int(exact))))
    exponent = exact.as_tuple().exponent
    behind = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    text = f"{exact:,.{min(behind, max(0, digits - whole))}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def quoted(text: str) -> str:
    """A few words of a report in quotation marks, on one line, without control characters."""
    return f"«{one_line(text, 60)}»"


def amount(value: Fraction, scale: str | None) -> str:
    """An amount in base units, counted in ``scale``."""
    return plain(value / SCALE_FACTOR[scale or "one"])


def extent(interval: Interval, scale: str | None) -> str:
    """Both ends of an interval in base units, counted in ``scale``."""
    if interval.low is None and interval.high is None:
        return "anything"
    if interval.low is None:
        assert interval.high is not None
        return f"up to {amount(interval.high, scale)}"
    if interval.high is None:
        return f"{amount(interval.low, scale)} or more"
    return f"{amount(interval.low, scale)} to {amount(interval.high, scale)}"


def plain_scale(scale: str | None) -> str:
    """A scale as a word for people."""
    return "single units" if scale in (None, "one") else f"{scale}s"
