"""The statements of a report whose days make a period, and what is wrong with those days.

Whether days exist and follow each other is told elsewhere, see ``ranges``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from extractor.checks.days import day_of
from extractor.record import Data, Finding


@dataclass(frozen=True, slots=True)
class Dated:
    """The first and last day of a statement, and the words that name its period."""

    statement: int
    start: date
    end: date
    words: str

    def wrong(self, rule: str, message: str, suspect: str) -> Finding:
        """An error, laid to the model, with ``start`` or ``end`` as the suspect."""
        path = f"statements.{self.statement}.period"
        return Finding(
            rule=rule,
            severity="error",
            attribution="model",
            fields=(f"{path}.start", f"{path}.end"),
            message=message,
            suspect=f"{path}.{suspect}",
        )


def dated(data: Data) -> Iterator[Dated]:
    """The statements with a first and a last day, also where the last is before the first."""
    for index, statement in enumerate(data["statements"]):
        period = statement["period"]
        start, end = day_of(period["start"]), day_of(period["end"])
        if start is not None and end is not None:
            yield Dated(index, start, end, period["text"])
