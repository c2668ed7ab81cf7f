"""Which mark parts decimals in a text: what the numbers of one reading bear witness of.

«25.244,56 triệu USD» and «38,8%» speak for the comma, «42.5%» and «1,204,500 USD» for the point. A
slip of the pen does not make a convention doubtful, a number in five does. Percentages with a point
say that a comma groups, but not that a point in an amount does not: «2.938 triệu USD, tăng 12.5%»
is written as well.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from extractor.numbers.quantity import Quantity, is_foreign_billions

Mark = Literal[",", "."]

_THOUSANDTH = Decimal("0.001")

_OUTWEIGHING = 4
"""How many witnesses speak for a convention where one speaks against it."""


@dataclass(frozen=True, slots=True)
class Convention:
    """How many numbers of a text have a decimal comma, or points that group, and the reverse.

    ``priced`` are those of ``points`` that are amounts of money, ``fine`` the amounts that are
    printed to a thousandth and can be nothing else.
    """

    commas: int = 0
    points: int = 0
    priced: int = 0
    fine: int = 0

    @classmethod
    def of(cls, text: str, found: Iterable[Quantity]) -> Convention:
        """What the quantities of a text bear witness of; bare numbers do not."""
        counts = {",": 0, ".": 0}
        priced = fine = 0
        for quantity in found:
            if len(quantity.readings) != 1 or quantity.kind not in ("money", "percent"):
                continue
            marks = [c for c in quantity.number.of(text) if c in counts]
            if not marks:
                continue
            unit = quantity.readings[0].unit
            decimal = marks[-1] if unit < 1 else "." if marks[-1] == "," else ","
            counts[decimal] += 1
            if quantity.kind == "money":
                priced += decimal == "."
                fine += unit <= _THOUSANDTH
        return cls(counts[","], counts["."], priced, fine)

    @property
    def decimal(self) -> Mark | None:
        """The mark of decimals; ``None`` where the text bears no or contrary witness."""
        if self.commas > _OUTWEIGHING * self.points:
            return ","
        return "." if self.points > _OUTWEIGHING * self.commas else None

    def first(self, quantity: Quantity) -> Quantity:
        """The quantity with that reading first which the text's convention gives."""
        foreign = is_foreign_billions(quantity.scale, quantity.currency)
        grouping: Mark = "." if quantity.readings[0].unit == 1 else ","
        if len(quantity.readings) < 2 or foreign or self.decimal != "." or not self.tells(grouping):
            return quantity
        return replace(quantity, readings=quantity.readings[::-1])

    def tells(self, mark: Mark) -> bool:
        """Whether the text shows what the mark does before three digits of an amount."""
        if self.decimal is None:
            return False
        return self.decimal == "," or mark == "," or self.priced > 0
