"""A printed number with its unit, and every value that its digits can have.

A number keeps every honest reading. «1.312» is 1312 where a dot groups thousands and 1.312 where it
is a decimal point; which of them is meant is for whoever knows more than the characters. Offsets
are into ``Folded.text``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from extractor.span import Span

Kind = Literal["money", "percent", "multiple", "plain"]
Scale = Literal["one", "thousand", "million", "billion", "trillion"]
EXPONENTS: dict[Scale, int] = {
    "one": 0,
    "thousand": 3,
    "million": 6,
    "billion": 9,
    "trillion": 12,
}
"""The power of ten that each scale counts in."""
SIGNS = "+-↑▲△↓▼▽"
"""What says before a number that it rose or fell."""
LONGEST = 40
"""Digits and separators beyond which a run of them is no figure (an account number, an attack)."""

# Thousands of billions are written «nghìn tỷ», but for money of which one unit buys nothing, which
# is counted so every day: «1.312 tỷ đồng» are 1312, «1.312 tỷ USD» hardly.
_LARGE = frozenset({"billion", "trillion"})
_SMALL_UNITS = frozenset({"VND", "LAK", "KRW", "KHR", "JPY"})


@dataclass(frozen=True, slots=True)
class Reading:
    """One value that printed digits can have; ``unit`` is one unit of the last digit printed."""

    value: Decimal
    unit: Decimal


@dataclass(frozen=True, slots=True)
class Quantity:
    """A printed number and the unit beside it.

    ``span`` covers number, scale and currency, ``number`` the number with its sign alone.
    ``readings`` start with the likeliest: by the convention (dot for thousands, comma for
    decimals), but no thousands of billions of a foreign currency. ``scale`` and ``currency`` are
    ``None`` where none is printed there. ``ranged`` marks an end of a range («5 - 6%»), which
    states no single value.
    """

    span: Span
    number: Span
    readings: tuple[Reading, ...]
    scale: Scale | None
    currency: str | None
    kind: Kind
    ranged: bool = False

    @property
    def value(self) -> Decimal:
        """The value by the text's convention, without the scale."""
        return self.readings[0].value


@lru_cache(maxsize=4096)
def readings(digits: str) -> tuple[Reading, ...]:
    """Every value that a run of digits and separators can have, the Vietnamese one first.

    Empty where the separators fit neither convention («1.2.3», «12.05.2019»).
    """
    if len(digits) > LONGEST:
        return ()
    separators = [c for c in digits if c in ".,"]
    groups = re.split(r"[.,]", digits)
    grouped = 1 <= len(groups[0]) <= 3 and all(len(g) == 3 for g in groups[1:])
    whole = Reading(Decimal("".join(groups)), Decimal(1))
    if not separators:
        return (whole,)
    fraction = Reading(
        Decimal("".join(groups[:-1]) + "." + groups[-1]), Decimal(1).scaleb(-len(groups[-1]))
    )
    kinds = set(separators)
    if len(separators) == 1:
        if not grouped or groups[0].startswith("0"):
            return (fraction,)
        return (whole, fraction) if separators[0] == "." else (fraction, whole)
    if len(kinds) == 1:
        return (whole,) if grouped and not groups[0].startswith("0") else ()
    thousands_fit = 1 <= len(groups[0]) <= 3 and all(len(g) == 3 for g in groups[1:-1])
    one_decimal = separators[-1] not in separators[:-1] and len(set(separators[:-1])) == 1
    return (fraction,) if thousands_fit and one_decimal else ()


def is_foreign_billions(scale: Scale | None, currency: str | None) -> bool:
    """Whether an amount is counted in billions of money of which one unit buys something."""
    return scale in _LARGE and currency is not None and currency not in _SMALL_UNITS
