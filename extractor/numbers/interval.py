"""What a printed number can stand for: an exact interval of the real line, never empty.

An end that is ``None`` is unbounded. Ends are ``Fraction``, so that nothing is ever lost to
rounding; each finite end belongs to the interval (closed) or does not (open).

Arithmetic follows Moore, «Interval Analysis» (1966): the result of ``X ∘ Y`` is the smallest
interval that holds ``x ∘ y`` for every ``x`` in ``X`` and ``y`` in ``Y``. It is exact where each
operand occurs once; whoever puts an operand in twice gets an interval that is too wide, never one
that is too narrow.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from fractions import Fraction
from functools import total_ordering
from typing import TypeGuard

Real = int | Decimal | Fraction

_DISPLAY_DIGITS = 15


@total_ordering
@dataclass(frozen=True, slots=True)
class Bound:
    """One end on the extended line: ``at`` beyond everything where ``infinite`` is -1 or +1.

    ``side`` puts an open end just beside its number: +1 above it, -1 below it, 0 on it. Bounds of
    one kind (lower or upper) are ordered by what they let in.
    """

    infinite: int
    at: Fraction
    side: int

    def __lt__(self, other: Bound) -> bool:
        return (self.infinite, self.at, self.side) < (other.infinite, other.at, other.side)


@dataclass(frozen=True, slots=True)
class Interval:
    """The numbers between ``low`` and ``high``; raises ``ValueError`` where there are none."""

    low: Fraction | None = None
    high: Fraction | None = None
    low_open: bool = False
    high_open: bool = False

    def __post_init__(self) -> None:
        # One spelling per interval, so that equal intervals compare equal.
        if self.low is None and self.low_open:
            object.__setattr__(self, "low_open", False)
        if self.high is None and self.high_open:
            object.__setattr__(self, "high_open", False)
        if self.low is not None and self.high is not None:
            order = _order(self.low, self.high)
            if order > 0 or (not order and (self.low_open or self.high_open)):
                raise ValueError("an interval holds at least one number")

    @classmethod
    def point(cls, value: Real) -> Interval:
        """Exactly this number."""
        exact = Fraction(value)
        return cls(exact, exact)

    @classmethod
    def between(
        cls, low: Real | None, high: Real | None, *, low_open: bool = False, high_open: bool = False
    ) -> Interval:
        """From ``low`` to ``high``, closed unless said otherwise."""
        return cls(
            None if low is None else Fraction(low),
            None if high is None else Fraction(high),
            low_open,
            high_open,
        )

    @classmethod
    def printed(cls, value: Real, unit: Real) -> Interval:
        """What rounds to ``value`` when ``unit`` is one unit of its last printed digit.

        Half a unit either way, closed: XBRL Calculations 1.1 takes both halves in, since nobody
        knows which way the author rounded.
        """
        # In whole numbers: sums of fractions look for a common divisor at every step.
        (over, under), (unit_over, unit_under) = value.as_integer_ratio(), unit.as_integer_ratio()
        middle, half, below = 2 * over * unit_under, unit_over * under, 2 * under * unit_under
        return cls(Fraction(middle - half, below), Fraction(middle + half, below))

    @classmethod
    def hull(cls, intervals: Iterable[Interval]) -> Interval:
        """The smallest interval that holds all of them; ``ValueError`` where there are none."""
        items = list(intervals)
        if not items:
            raise ValueError("no intervals")
        return _of(min(i.lower_bound() for i in items), max(i.upper_bound() for i in items))

    def __contains__(self, value: Real) -> bool:
        at = Fraction(value)
        above = self.low is None or at > self.low or (at == self.low and not self.low_open)
        below = self.high is None or at < self.high or (at == self.high and not self.high_open)
        return above and below

    def intersection(self, other: Interval) -> Interval | None:
        """The numbers that both hold, ``None`` where there are none."""
        low, low_open = self.low, self.low_open
        if other.low is not None:
            order = 1 if low is None else _order(other.low, low)
            if order >= 0:
                low_open = other.low_open or (low_open and not order)
                low = other.low
        high, high_open = self.high, self.high_open
        if other.high is not None:
            order = -1 if high is None else _order(other.high, high)
            if order <= 0:
                high_open = other.high_open or (high_open and not order)
                high = other.high
        try:
            return Interval(low, high, low_open, high_open)
        except ValueError:
            return None

    def meets(self, other: Interval) -> bool:
        """Whether one number at least lies in both."""
        return self.intersection(other) is not None

    def overlaps(self, other: Interval) -> bool:
        """Whether both can round one number otherwise than at the end of both.

        «11,2» and «11,3» meet at 11,25, and are two numbers all the same.
        """
        common = self.intersection(other)
        if common is None or common.low is None or common.low != common.high:
            return common is not None
        return common in (self, other)

    def within(self, other: Interval) -> bool:
        """Whether every number of this interval lies in ``other``."""
        return (
            other.lower_bound() <= self.lower_bound() and self.upper_bound() <= other.upper_bound()
        )

    def up_to(self) -> Interval:
        """Everything that is not above some number of this interval."""
        return Interval(None, self.high, False, self.high_open)

    def widened(self, by: Real) -> Interval:
        """Both finite ends moved outward by ``by``, open and closed as they are.

        Raises ``ValueError`` for a negative ``by``.
        """
        step = Fraction(by)
        if step < 0:
            raise ValueError("widening by less than nothing")
        return Interval(
            None if self.low is None else self.low - step,
            None if self.high is None else self.high + step,
            self.low_open,
            self.high_open,
        )

    def __neg__(self) -> Interval:
        return Interval(
            None if self.high is None else -self.high,
            None if self.low is None else -self.low,
            self.high_open,
            self.low_open,
        )

    def __add__(self, other: Interval) -> Interval:
        low = None if self.low is None or other.low is None else self.low + other.low
        high = None if self.high is None or other.high is None else self.high + other.high
        return Interval(
            low, high, self.low_open or other.low_open, self.high_open or other.high_open
        )

    def __sub__(self, other: Interval) -> Interval:
        return self + -other

    def __mul__(self, other: Interval) -> Interval:
        if _positive(self.low) and _positive(other.low):
            # What nearly every product is of; none of the cases below arises.
            return Interval(
                self.low * other.low,
                None if self.high is None or other.high is None else self.high * other.high,
                self.low_open or other.low_open,
                self.high_open or other.high_open,
            )
        corners = [_product(a, b) for a in self._ends() for b in other._ends()]
        return _of(
            min(Bound(i, at, int(is_open)) for i, at, is_open in corners),
            max(Bound(i, at, -int(is_open)) for i, at, is_open in corners),
        )

    def __truediv__(self, other: Interval) -> Interval:
        """The quotients by every number of ``other`` but zero.

        Where zero lies between divisors of both signs the quotients fall into two rays, and their
        hull is the whole line. Raises ``ZeroDivisionError`` where zero is the only divisor.
        """
        if _positive(self.low) and _positive(other.low) and other.high is not None:
            # As with products, what nearly every quotient is of.
            return Interval(
                self.low / other.high,
                None if self.high is None else self.high / other.low,
                self.low_open or other.high_open,
                self.high_open or other.low_open,
            )
        return self * other._reciprocal()

    def scaled(self, factor: Real) -> Interval:
        """Every number times ``factor``."""
        exact = Fraction(factor)
        if exact <= 0:
            return self * Interval.point(exact)
        return Interval(
            None if self.low is None else self.low * exact,
            None if self.high is None else self.high * exact,
            self.low_open,
            self.high_open,
        )

    def decimals(self) -> tuple[Decimal | None, Decimal | None]:
        """Both ends for people, rounded outward where a decimal cannot hold them exactly."""
        return (
            None if self.low is None else decimal(self.low, ROUND_FLOOR),
            None if self.high is None else decimal(self.high, ROUND_CEILING),
        )

    def __str__(self) -> str:
        low, high = self.decimals()
        return (
            f"{'(' if low is None or self.low_open else '['}"
            f"{'-∞' if low is None else f'{low:f}'}, {'∞' if high is None else f'{high:f}'}"
            f"{')' if high is None or self.high_open else ']'}"
        )

    def lower_bound(self) -> Bound:
        """The lower end, in the order of what lower ends let in."""
        if self.low is None:
            return Bound(-1, Fraction(0), 0)
        return Bound(0, self.low, int(self.low_open))

    def upper_bound(self) -> Bound:
        """The upper end, in the order of what upper ends let in."""
        if self.high is None:
            return Bound(1, Fraction(0), 0)
        return Bound(0, self.high, -int(self.high_open))

    def _ends(self) -> tuple[_End, _End]:
        low, high = self.lower_bound(), self.upper_bound()
        return (
            (low.infinite, low.at, bool(low.side)),
            (high.infinite, high.at, bool(high.side)),
        )

    def _reciprocal(self) -> Interval:
        zero = Fraction(0)
        below = self.low is None or self.low < zero
        above = self.high is None or self.high > zero
        if below and above:
            return Interval()
        if not below and not above:
            raise ZeroDivisionError("zero is the only divisor")
        if below:
            return -(-self)._reciprocal()
        low = zero if self.high is None else 1 / self.high
        return Interval(
            low,
            None if not self.low else 1 / self.low,
            self.high_open or self.high is None,
            self.low_open,
        )


def _order(a: Fraction, b: Fraction) -> int:
    """Below, at or above zero as ``a`` is below, at or above ``b``.

    A fraction's own comparison first asks what kind of number the other is, which takes longer.
    """
    return 0 if a is b else a.numerator * b.denominator - b.numerator * a.denominator


def _positive(end: Fraction | None) -> TypeGuard[Fraction]:
    return end is not None and end.numerator > 0


_End = tuple[int, Fraction, bool]


def _product(a: _End, b: _End) -> _End:
    """The product of two ends; a closed zero annihilates even an unbounded end."""
    (a_infinite, a_at, a_open), (b_infinite, b_at, b_open) = a, b
    a_zero, b_zero = not a_infinite and not a_at, not b_infinite and not b_at
    if a_zero or b_zero:
        # The product zero is reached where one closed zero is: whatever the other factor is.
        is_reached = (a_zero and not a_open) or (b_zero and not b_open)
        return 0, Fraction(0), not is_reached
    if a_infinite or b_infinite:
        sign = (a_infinite or (1 if a_at > 0 else -1)) * (b_infinite or (1 if b_at > 0 else -1))
        return sign, Fraction(0), False
    return 0, a_at * b_at, a_open or b_open


def _of(low: Bound, high: Bound) -> Interval:
    return Interval(
        None if low.infinite else low.at,
        None if high.infinite else high.at,
        bool(low.side),
        bool(high.side),
    )


def decimal(value: Fraction, rounding: str | None = None) -> Decimal:
    """``value`` as a decimal of at most 15 significant digits, written without an exponent."""
    context = Context(prec=_DISPLAY_DIGITS, rounding=rounding)
    quotient = context.divide(Decimal(value.numerator), Decimal(value.denominator))
    return Decimal(f"{quotient.normalize(context):f}")
