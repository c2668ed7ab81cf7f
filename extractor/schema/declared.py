"""What a schema declares: its measures, and the edit rules that tie them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from extractor.numbers.interval import Interval

ANY_NUMBER = Interval()
"""What a measure's numbers can be where the schema declares nothing."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure's field, as annotated in the statement class.

    ``phrases`` name the measure in the articles' language, its plain name first; the longest match
    wins. ``negative`` are those among them that say that the printed number is to be taken with a
    minus sign. ``signed``
    allows a negative value.

    ``values`` are the values that the measure can have at all, in base units of any currency,
    ``changes`` its changes on the year and ``shares`` its shares of plan, in percent; what lies
    outside breaks the rule ``range``.
    """

    phrases: tuple[str, ...]
    negative: tuple[str, ...] = ()
    values: Interval = ANY_NUMBER
    changes: Interval = ANY_NUMBER
    shares: Interval = ANY_NUMBER
    name: str = ""
    description: str = ""

    @property
    def signed(self) -> bool:
        """Whether a negative value makes sense."""
        return bool(self.negative)


@dataclass(frozen=True, slots=True)
class Sum:
    """``total`` equals the sum of ``parts``."""

    total: str
    parts: tuple[str, ...]
    rule: ClassVar[str] = "sum"

    @property
    def measures(self) -> tuple[str, ...]:
        """Measures that the rule ties together, the composed one first."""
        return (self.total, *self.parts)

    @property
    def composition(self) -> tuple[str, tuple[str, ...]]:
        """The whole and its parts."""
        return self.total, self.parts


@dataclass(frozen=True, slots=True)
class Balance:
    """``balance`` equals ``plus`` less ``minus``."""

    balance: str
    plus: str
    minus: str
    rule: ClassVar[str] = "balance"

    @property
    def measures(self) -> tuple[str, ...]:
        """Measures that the rule ties together, the composed one first."""
        return (self.balance, self.plus, self.minus)

    @property
    def composition(self) -> tuple[str, tuple[str, ...]]:
        """A difference has no parts."""
        return self.balance, ()


@dataclass(frozen=True, slots=True)
class Part:
    """``part`` is not more than ``whole``, compared over all scopes of a place and period."""

    part: str
    whole: str
    rule: ClassVar[str] = "part"

    @property
    def measures(self) -> tuple[str, ...]:
        """Measures that the rule ties together, the part first."""
        return (self.part, self.whole)

    @property
    def composition(self) -> tuple[str, tuple[str, ...]]:
        """The whole and its parts."""
        return self.whole, (self.part,)


EditRule = Sum | Balance | Part
