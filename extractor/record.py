"""What passes between the arms: plain data, with one reader and one writer per file format.

A ``Record`` is one line of ``results.jsonl``. ``data`` is the report as JSON (numbers are ``int``
or ``Decimal``), in the shape of the schema's pydantic model plus the derived ``span`` entries; it
is ``None`` exactly when ``status`` is ``failed``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal, TypeVar, get_args

from extractor.errors import ErrorKind, one_line

Status = Literal["ok", "flagged", "failed"]
Severity = Literal["error", "warning", "info"]
Attribution = Literal["model", "source", "unknown"]
Number = int | Decimal
Data = dict[str, Any]
_N = TypeVar("_N", int, Decimal)

FORMAT = 1
"""Version of the run's files; a reader refuses what it does not know."""


class RecordError(ValueError):
    """A stored record does not have the shape of the contract."""


@dataclass(frozen=True, slots=True)
class ArticleRef:
    """Which text a record is about: enough to find it again and to know it when found."""

    id: str
    source: str
    sha256: str
    chars: int

    def to_json(self) -> Data:
        """The contract's ``article`` object."""
        return {"id": self.id, "source": self.source, "sha256": self.sha256, "chars": self.chars}

    @classmethod
    def from_json(cls, raw: Any) -> ArticleRef:
        """Read the contract's ``article`` object; ``source`` and ``chars`` may be absent."""
        if not isinstance(raw, Mapping) or not isinstance(raw.get("id"), str):
            raise RecordError("article has no id")
        if not isinstance(raw.get("sha256"), str):
            raise RecordError("article has no sha256")
        chars = raw.get("chars")
        return cls(
            id=raw["id"],
            source=str(raw.get("source") or ""),
            sha256=raw["sha256"],
            chars=chars if isinstance(chars, int) else 0,
        )


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
        """Read the contract's finding object."""
        if not isinstance(raw, Mapping) or not isinstance(raw.get("rule"), str):
            raise RecordError("finding has no rule")
        severity: Any = raw.get("severity")
        attribution: Any = raw.get("attribution", "unknown")
        if severity not in get_args(Severity) or attribution not in get_args(Attribution):
            raise RecordError(f"finding {one_line(raw['rule'], 40)} has an unknown severity")
        fields, expected = raw.get("fields") or [], raw.get("expected")
        if not isinstance(fields, Sequence) or not all(isinstance(f, str) for f in fields):
            raise RecordError("finding's fields are not names")
        suggestion = raw.get("suggestion")
        return cls(
            rule=raw["rule"],
            severity=severity,
            attribution=attribution,
            fields=tuple(fields),
            message=str(raw.get("message") or ""),
            expected=(expected[0], expected[1]) if expected else None,
            actual=raw.get("actual"),
            suspect=raw.get("suspect"),
            suggestion=(
                Suggestion(suggestion["field"], suggestion["value"], str(suggestion["why"]))
                if suggestion
                else None
            ),
        )


@dataclass(frozen=True, slots=True)
class Usage:
    """What calls used: requests sent, tokens as the server counted them, cost in US dollars.

    ``None`` means unknown, which is not zero. ``cached`` is true where no call was made because a
    stored answer served.
    """

    requests: int = 0
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    cost_usd: Decimal | None = None
    cached: bool = False

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            requests=self.requests + other.requests,
            prompt_tokens=_sum(self, other, self.prompt_tokens, other.prompt_tokens),
            completion_tokens=_sum(self, other, self.completion_tokens, other.completion_tokens),
            cost_usd=_sum(self, other, self.cost_usd, other.cost_usd),
            cached=(self.cached or not self.requests) and (other.cached or not other.requests),
        )

    def to_json(self) -> Data:
        """The contract's ``usage`` object."""
        return {
            "requests": self.requests,
            "prompt_tokens": self.prompt_tokens,
            "completion_tokens": self.completion_tokens,
            "cost_usd": self.cost_usd,
            "cached": self.cached,
        }

    @classmethod
    def from_json(cls, raw: Any) -> Usage:
        """Read the contract's ``usage`` object; absent entries are unknown."""
        if not isinstance(raw, Mapping):
            return cls()
        cost = raw.get("cost_usd")
        return cls(
            requests=raw.get("requests") or 0,
            prompt_tokens=raw.get("prompt_tokens"),
            completion_tokens=raw.get("completion_tokens"),
            cost_usd=Decimal(cost) if cost is not None else None,
            cached=bool(raw.get("cached")),
        )


def _sum(a: Usage, b: Usage, x: _N | None, y: _N | None) -> _N | None:
    """A sum with an unknown part is unknown; a side without requests adds nothing."""
    if not a.requests:
        return y
    if not b.requests:
        return x
    return None if x is None or y is None else x + y


@dataclass(frozen=True, slots=True)
class Attempt:
    """One request sent: to which endpoint, how it ended (``ok`` or an error kind), what it used."""

    endpoint: str
    kind: str
    usage: Usage


@dataclass(frozen=True, slots=True)
class Answer:
    """Where the data came from: who was asked, who said it answered, in which mode."""

    endpoint: str
    model: str
    served_model: str | None
    mode: str
    request_sha256: str
    cached: bool = False


@dataclass(frozen=True, slots=True)
class Failure:
    """Why an article has no result; ``message`` is one line with the provider's own reason."""

    kind: ErrorKind
    message: str


@dataclass(frozen=True, slots=True)
class Record:
    """The result of one article.

    ``crashed`` names checks that broke down, with the reason: their rules are not judged, which is
    neither a finding nor a failure of the article.
    """

    article: ArticleRef
    status: Status
    data: Data | None
    findings: tuple[Finding, ...] = ()
    answer: Answer | None = None
    attempts: tuple[Attempt, ...] = ()
    usage: Usage = field(default_factory=Usage)
    error: Failure | None = None
    crashed: tuple[str, ...] = ()

    def to_json(self) -> Data:
        """The contract's record object, with ``crashed`` where a check did."""
        told: Data = {"crashed": list(self.crashed)} if self.crashed else {}
        return {
            "article": self.article.to_json(),
            "status": self.status,
            "data": self.data,
            "findings": [finding.to_json() for finding in self.findings],
            "answer": (
                {
                    "endpoint": self.answer.endpoint,
                    "model": self.answer.model,
                    "served_model": self.answer.served_model,
                    "mode": self.answer.mode,
                    "request_sha256": self.answer.request_sha256,
                    "cached": self.answer.cached,
                }
                if self.answer
                else None
            ),
            "attempts": [
                {"endpoint": a.endpoint, "kind": a.kind, "usage": a.usage.to_json()}
                for a in self.attempts
            ],
            "usage": self.usage.to_json(),
            "error": (
                {"kind": self.error.kind, "message": self.error.message} if self.error else None
            ),
            **told,
        }

    @classmethod
    def from_json(cls, raw: Any) -> Record:
        """Read a record; ``article`` and ``data`` suffice, so other programs can write it.

        Raises ``RecordError`` where a part that is there has another shape.
        """
        if not isinstance(raw, Mapping):
            raise RecordError("a record is not an object")
        article = ArticleRef.from_json(raw.get("article"))
        data = raw.get("data")
        if data is not None and not isinstance(data, dict):
            raise RecordError("data is not an object")
        try:
            findings = tuple(Finding.from_json(f) for f in raw.get("findings") or ())
            status = raw.get("status")
            if status not in (None, *get_args(Status)):
                raise RecordError("a record has an unknown status")
            if status is None or (status == "failed") != (data is None):
                status = status_of(data, findings)
            answer, error = raw.get("answer"), raw.get("error")
            return cls(
                article=article,
                status=status,
                data=data,
                findings=findings,
                answer=Answer(**answer) if answer else None,
                attempts=tuple(
                    Attempt(a["endpoint"], a["kind"], Usage.from_json(a.get("usage")))
                    for a in raw.get("attempts") or ()
                ),
                usage=Usage.from_json(raw.get("usage")),
                error=Failure(error["kind"], error["message"]) if error else None,
                crashed=tuple(str(name) for name in raw.get("crashed") or ()),
            )
        except (KeyError, TypeError, IndexError) as error:
            raise RecordError(f"a record has another shape: {one_line(str(error), 80)}") from None


def status_of(data: Data | None, findings: Sequence[Finding]) -> Status:
    """``failed`` without data, ``flagged`` with a finding of severity error, else ``ok``."""
    if data is None:
        return "failed"
    return "flagged" if any(f.severity == "error" for f in findings) else "ok"
