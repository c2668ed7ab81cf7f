"""That a model was asked once more since its numbers did not hold: what came of it, as data.

Both answers stay in a record, the one that was kept as its ``data``, the other one here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Literal, cast, get_args

from extractor import exact_json
from extractor.record.finding import Finding, Severity
from extractor.record.shape import Data, RecordError, listed_of, text_of

Outcome = Literal["helped", "unchanged", "harmed", "failed"]
"""What came of asking once more: the second answer was taken (``helped``), did not mend all that
was asked about (``unchanged``), would have broken or lost something (``harmed``), or there was none
(``failed``). In all but the first case the first answer stayed."""


@dataclass(frozen=True, slots=True)
class Brief:
    """A finding in short: which rule is broken, how grave that is, and by which fields."""

    rule: str
    severity: Severity
    fields: tuple[str, ...]

    @classmethod
    def of(cls, finding: Finding) -> Brief:
        """A finding without its words and numbers."""
        return cls(finding.rule, finding.severity, finding.fields)

    def to_json(self) -> Data:
        """The finding as an object."""
        return {"rule": self.rule, "severity": self.severity, "fields": list(self.fields)}

    @classmethod
    def listed(cls, raw: Any) -> tuple[Brief, ...]:
        """What of a list are findings."""
        found = []
        for each in listed_of(raw):
            with suppress(RecordError):
                found.append(cls.of(Finding.from_json(each)))
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Other:
    """The answer that was not kept, and what the checks found in it.

    ``data`` is ``None`` where it is longer than ``LONGEST_OTHER``; the exchange has it all the
    same. Of the findings the first ``MOST_OTHER_FINDINGS`` are kept.
    """

    data: Data | None
    findings: tuple[Brief, ...]
    request_sha256: str | None

    @classmethod
    def of(cls, data: Data, findings: Sequence[Finding], request_sha256: str | None) -> Other:
        """An answer as far as it is kept."""
        kept = data if len(exact_json.dumps(data)) <= LONGEST_OTHER else None
        return cls(kept, tuple(map(Brief.of, findings[:MOST_OTHER_FINDINGS])), request_sha256)

    @classmethod
    def from_json(cls, raw: Any) -> Other | None:
        """Read an ``other`` object, ``None`` where it is none."""
        if not isinstance(raw, Mapping):
            return None
        data = raw.get("data")
        return cls(
            data if isinstance(data, dict) else None,
            Brief.listed(raw.get("findings")),
            text_of(raw.get("request_sha256")),
        )


LONGEST_OTHER = 65_536
"""Characters of JSON up to which the answer that was not kept stands in a record."""
MOST_OTHER_FINDINGS = 50


@dataclass(frozen=True, slots=True)
class Reask:
    """That a model was asked once more, and what came of it.

    ``asked`` are the findings that the question was about, ``why`` says in one line what decided,
    ``other`` is the answer that was not kept: the first one where it helped, else the second,
    ``None`` where there was none.
    """

    outcome: Outcome
    why: str
    asked: tuple[Brief, ...]
    other: Other | None = None

    def to_json(self) -> Data:
        """A record's ``reask`` object."""
        other = self.other
        return {
            "outcome": self.outcome,
            "why": self.why,
            "asked": [each.to_json() for each in self.asked],
            "other": None
            if other is None
            else {
                "data": other.data,
                "findings": [each.to_json() for each in other.findings],
                "request_sha256": other.request_sha256,
            },
        }

    @classmethod
    def from_json(cls, raw: Any) -> Reask | None:
        """Read a record's ``reask`` object, ``None`` where it is none or says no outcome."""
        if not isinstance(raw, Mapping) or raw.get("outcome") not in get_args(Outcome):
            return None
        return cls(
            cast(Outcome, raw["outcome"]),
            text_of(raw.get("why")) or "",
            Brief.listed(raw.get("asked")),
            Other.from_json(raw.get("other")),
        )
