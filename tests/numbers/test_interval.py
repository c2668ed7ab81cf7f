"""The interval algebra: exact ends, and results that hold every number they must."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from extractor.numbers.interval import Interval, decimal

# «st.fractions» makes a strategy for each numerator, which takes longer than all that is tested.
numbers = st.builds(Fraction, st.integers(-50, 50), st.integers(1, 8))


@st.composite
def intervals_with_member(draw: st.DrawFn) -> tuple[Interval, Fraction]:
    """An interval, bounded or not, and a number in it."""
    member = draw(numbers)
    below, above = draw(st.tuples(st.none() | numbers, st.none() | numbers))
    low = None if below is None else member - abs(below)
    high = None if above is None else member + abs(above)
    return (
        Interval(
            low,
            high,
            low is not None and low < member and draw(st.booleans()),
            high is not None and high > member and draw(st.booleans()),
        ),
        member,
    )


intervals = intervals_with_member().map(lambda pair: pair[0])


def test_a_printed_number_is_half_a_unit_either_way_closed() -> None:
    assert Interval.printed(Decimal("21.8"), Decimal("0.1")) == Interval.between(
        Decimal("21.75"), Decimal("21.85")
    )
    assert Decimal("21.85") in Interval.printed(Decimal("21.8"), Decimal("0.1"))
    assert Decimal("21.8501") not in Interval.printed(Decimal("21.8"), Decimal("0.1"))
    assert Interval.printed(1200, 1) == Interval.between(Decimal("1199.5"), Decimal("1200.5"))


def test_an_interval_without_a_number_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one number"):
        Interval.between(2, 1)
    with pytest.raises(ValueError, match="at least one number"):
        Interval.between(1, 1, high_open=True)
    with pytest.raises(ValueError, match="no intervals"):
        Interval.hull([])


def test_open_ends_that_touch_do_not_meet() -> None:
    left = Interval.between(1, 2)
    assert left.meets(Interval.between(2, 3))
    assert not left.meets(Interval.between(2, 3, low_open=True))
    assert not Interval.between(1, 2, high_open=True).meets(Interval.between(2, 3))
    assert left.intersection(Interval.between(2, 3)) == Interval.point(2)


def test_unbounded_ends_are_neither_open_nor_closed() -> None:
    assert Interval(None, None, True, True) == Interval()
    assert 10**40 in Interval()
    assert str(Interval.between(None, 5, high_open=True)) == "(-∞, 5)"


def test_division_around_zero() -> None:
    one = Interval.point(1)
    assert one / Interval.between(-1, 1) == Interval()
    assert one / Interval.between(0, 2) == Interval.between(Fraction(1, 2), None)
    assert one / Interval.between(-2, 0) == Interval.between(None, Fraction(-1, 2))
    assert one / Interval.between(2, None) == Interval.between(0, Fraction(1, 2), low_open=True)
    assert Interval.point(0) / Interval.between(-1, 1) == Interval.point(0)
    with pytest.raises(ZeroDivisionError):
        one / Interval.point(0)


def test_a_closed_zero_is_reached_by_any_factor_and_an_open_one_is_not() -> None:
    assert 0 in Interval.between(0, 1) * Interval()
    assert 0 in Interval.between(0, 1, low_open=True) * Interval.between(0, 1)
    assert 0 not in Interval.between(0, 1, low_open=True) * Interval.between(2, None)


def test_widening_by_less_than_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="less than nothing"):
        Interval.point(1).widened(-1)


def test_display_rounds_outward_and_writes_no_exponent() -> None:
    third = Interval.point(Fraction(1, 3))
    low, high = third.decimals()
    assert low is not None
    assert high is not None
    assert Fraction(low) < Fraction(1, 3) < Fraction(high)
    assert str(decimal(Fraction(1_200_000_000))) == "1200000000"
    assert str(decimal(Fraction(10**40))) == "1" + "0" * 40
    assert Interval().decimals() == (None, None)


@given(intervals, intervals)
def test_intersection_commutes(a: Interval, b: Interval) -> None:
    assert a.intersection(b) == b.intersection(a)
    assert a.meets(b) is b.meets(a)


@given(intervals, intervals, numbers)
def test_intersection_is_membership_in_both(a: Interval, b: Interval, x: Fraction) -> None:
    common = a.intersection(b)
    assert (x in a and x in b) is (common is not None and x in common)


@given(intervals_with_member(), intervals_with_member())
def test_hull_holds_both_and_is_within_anything_that_does(
    a: tuple[Interval, Fraction], b: tuple[Interval, Fraction]
) -> None:
    hull = Interval.hull([a[0], b[0]])
    assert a[1] in hull
    assert b[1] in hull
    assert a[0].within(hull)
    assert b[0].within(hull)
    if a[0].within(b[0]):
        assert hull == b[0]


@given(intervals, intervals, st.fractions(min_value=0, max_value=5))
def test_widening_never_creates_a_breach(a: Interval, b: Interval, by: Fraction) -> None:
    assert a.within(a.widened(by))
    if a.meets(b):
        assert a.widened(by).meets(b)


@given(intervals_with_member(), intervals_with_member())
def test_arithmetic_holds_every_result(
    a: tuple[Interval, Fraction], b: tuple[Interval, Fraction]
) -> None:
    (big, x), (other, y) = a, b
    assert x + y in big + other
    assert x - y in big - other
    assert x * y in big * other
    assert -x in -big
    assert x in big.up_to()
    if y:
        assert x / y in big / other


@given(intervals_with_member(), intervals, st.fractions(min_value=0, max_value=5))
def test_arithmetic_grows_with_its_operands(
    a: tuple[Interval, Fraction], b: Interval, by: Fraction
) -> None:
    small, big = a[0], a[0].widened(by)
    assert (small + b).within(big + b)
    assert (small - b).within(big - b)
    assert (small * b).within(big * b)
    assume(b != Interval.point(0))
    assert (small / b).within(big / b)


@given(intervals, numbers)
def test_scaling_moves_the_ends_exactly(a: Interval, factor: Fraction) -> None:
    scaled = a.scaled(factor)
    if factor > 0:
        assert scaled.low == (None if a.low is None else a.low * factor)
        assert (scaled.low_open, scaled.high_open) == (a.low_open, a.high_open)
    elif factor == 0:
        assert scaled == Interval.point(0)
    else:
        assert scaled.low == (None if a.high is None else a.high * factor)
        assert (scaled.low_open, scaled.high_open) == (a.high_open, a.low_open)


@given(intervals)
def test_display_loses_nothing(a: Interval) -> None:
    low, high = a.decimals()
    assert low is None or a.low is None or Fraction(low) <= a.low
    assert high is None or a.high is None or Fraction(high) >= a.high


@pytest.mark.parametrize(
    ("one", "other", "overlap"),
    [
        (("11.2", "0.1"), ("11.3", "0.1"), False),
        (("11.2", "0.1"), ("11.25", "0.01"), True),
        (("11.2", "0.1"), ("11.2", "0.1"), True),
        (("11.25", "0"), ("11.2", "0.1"), True),
        (("11.2", "0.1"), ("11.4", "0.1"), False),
    ],
)
def test_what_meets_at_the_end_of_both_does_not_overlap(one, other, overlap):
    a, b = (Interval.printed(Decimal(value), Decimal(unit)) for value, unit in (one, other))
    assert (a.overlaps(b), b.overlaps(a)) == (overlap, overlap)
