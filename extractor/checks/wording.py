"""Numbers and quoted words as the messages of findings print them, for people."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from extractor.errors import one_line
from extractor.exact_json import plain
from extractor.numbers.interval import Interval
from extractor.record import Number
from extractor.schema import SCALE_FACTOR

_DIGITS = 6
_ALL_DIGITS = 60


def ends(interval: Interval) -> tuple[Number | None, Number | None]:
    """An interval as a finding's ``expected``."""
    low, high = interval.decimals()
    return None if low is None else plain(low), None if high is None else plain(high)


def grouped(value: Decimal) -> str:
    """A number as it is printed or claimed, all its digits, thousands grouped."""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def quoted(text: str) -> str:
    """A few words of a report in quotation marks, on one line, without control characters."""
    return f"«{one_line(text, 60)}»"


def amount(value: Fraction, scale: str | None, digits: int = _DIGITS) -> str:
    """An amount in base units, counted in ``scale``, cut to ``digits`` digits behind the point.

    Digits before the point count, and none of them is cut.
    """
    counted = value / SCALE_FACTOR[scale or "one"]
    behind = max(0, digits - len(str(abs(int(counted)))))
    return grouped(Decimal(f"{round(counted * 10**behind)}E-{behind}"))


def telling_digits(one: Interval, other: Interval, scale: str | None) -> int:
    """How many digits ``amount`` needs to print two intervals that do not meet as two."""
    low, high = one.high, other.low
    if low is None or high is None or low > high:
        low, high = other.high, one.low
    assert low is not None
    assert high is not None
    # Where both end at one number, one of them without it, no digit tells them apart.
    return next(
        (n for n in range(_DIGITS, _ALL_DIGITS) if amount(low, scale, n) != amount(high, scale, n)),
        _DIGITS,
    )


def extent(interval: Interval, scale: str | None, digits: int = _DIGITS) -> str:
    """Both ends of an interval in base units, counted in ``scale``."""
    low = "" if interval.low is None else amount(interval.low, scale, digits)
    high = "" if interval.high is None else amount(interval.high, scale, digits)
    low = f"over {low}" if interval.low_open else low
    high = f"under {high}" if interval.high_open else high
    if low and high:
        return f"{low} to {high}"
    if high:
        return high if interval.high_open else f"up to {high}"
    if low:
        return low if interval.low_open else f"{low} or more"
    return "anything"


def plain_scale(scale: str | None) -> str:
    """A scale as a word for people."""
    return "single units" if scale in (None, "one") else f"{scale}s"
