"""What the records of any program are read with: each value of the kind that is wanted, or none."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

Number = int | Decimal
Data = dict[str, Any]


class RecordError(ValueError):
    """A stored record does not have the shape of the contract."""


def text_of(value: Any) -> str | None:
    """A text, ``None`` for anything else."""
    return value if isinstance(value, str) else None


def number_of(value: Any) -> Number | None:
    """An exact number, ``None`` for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    return value


def count_of(value: Any) -> int | None:
    """A whole number from 0 on, ``None`` for anything else."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def listed_of(value: Any) -> list[Any]:
    """A list, an empty one for anything else."""
    return value if isinstance(value, list) else []
