"""Findings: what a check has to say of a report, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast, get_args

from extractor.errors import one_line
from extractor.record.shape import Data, Number, RecordError, number_of, text_of

Severity = Literal["error", "warning", "info"]
Attribution = Literal["model", "source", "unknown"]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A repair under which all rules hold; offered to a person, never applied."""

    field: str
    value: Number | str | None
    why: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One breach of one rule.

    ``expected`` and ``actual`` are in base units, percents as printed; an end of ``expected`` that
    is ``None`` is unbounded. ``suspect`` is the field most likely wrong, where one stands out.
    """

    rule: str
    severity: Severity
    attribution: Attribution
    fields: tuple[str, ...]
    message: str
    expected: tuple[Number | None, Number | None] | None = None
    actual: Number | None = None
    suspect: str | None = None
    suggestion: Suggestion | None = None

    def to_json(self) -> Data:
        """The contract's finding object."""
        return {
            "rule": self.rule,
            "severity": self.severity,
            "attribution": self.attribution,
            "fields": list(self.fields),
            "message": self.message,
            "expected": list(self.expected) if self.expected is not None else None,
            "actual": self.actual,
            "suspect": self.suspect,
            "suggestion": (
                {
                    "field": self.suggestion.field,
                    "value": self.suggestion.value,
                    "why": self.suggestion.why,
                }
                if self.suggestion
                else None
            ),
        }

    @classmethod
    def from_json(cls, raw: Any) -> Finding:
        """Read the contract's finding object; ``rule`` and ``severity`` must be there.

        Raises ``RecordError`` where they are not, or its fields are not names.
        """
        if not isinstance(raw, Mapping) or not isinstance(raw.get("rule"), str):
            raise RecordError("finding has no rule")
        severity, attribution = raw.get("severity"), raw.get("attribution")
        if severity not in get_args(Severity):
            raise RecordError(f"finding {one_line(raw['rule'], 40)} has an unknown severity")
        fields, expected = raw.get("fields") or [], raw.get("expected")
        if not isinstance(fields, list) or not all(isinstance(f, str) for f in fields):
            raise RecordError("finding's fields are not names")
        low, high = expected if isinstance(expected, list) and len(expected) == 2 else (None, None)
        return cls(
            rule=raw["rule"],
            severity=cast(Severity, severity),
            attribution=cast(
                Attribution, attribution if attribution in get_args(Attribution) else "unknown"
            ),
            fields=tuple(fields),
            message=text_of(raw.get("message")) or "",
            expected=None if low is high is None else (number_of(low), number_of(high)),
            actual=number_of(raw.get("actual")),
            suspect=text_of(raw.get("suspect")),
            suggestion=_suggestion(raw.get("suggestion")),
        )


def _suggestion(raw: Any) -> Suggestion | None:
    if not isinstance(raw, Mapping) or not isinstance(raw.get("field"), str):
        return None
    value = raw.get("value")
    if value is not None and not isinstance(value, str) and number_of(value) is None:
        return None
    return Suggestion(raw["field"], value, text_of(raw.get("why")) or "")
