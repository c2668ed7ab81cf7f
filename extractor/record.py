"""What passes between the arms: plain data, with one reader and one writer per file format.

A ``Record`` is one line of ``results.jsonl``. ``data`` is the report as JSON (numbers are ``int``
or ``Decimal``), in the shape of the schema's pydantic model plus the derived ``span`` entries; it
is ``None`` exactly when ``status`` is ``failed``.

Other programs write records too. Of theirs only the article and the data must be there; whatever
else is absent or has another shape is left out, and unknown entries are passed over. Only findings
are taken whole or not at all: data whose findings are not all known is ``unchecked``, never ok.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal, TypeVar, cast, get_args

from extractor.errors import ErrorKind, one_line

Status = Literal["ok", "flagged", "failed", "unchecked"]
Severity = Literal["error", "warning", "info"]
Attribution = Literal["model", "source", "unknown"]
Number = int | Decimal
Data = dict[str, Any]
_N = TypeVar("_N", int, Decimal)

BUILTIN = "builtin"
"""The deterministic reader as an endpoint, and as the model that it says it is."""

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
        return cls(
            id=raw["id"],
            source=_text(raw.get("source")) or "",
            sha256=raw["sha256"],
            chars=_count(raw.get("chars")) or 0,
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
            message=_text(raw.get("message")) or "",
            expected=None if low is high is None else (_number(low), _number(high)),
            actual=_number(raw.get("actual")),
            suspect=_text(raw.get("suspect")),
            suggestion=_suggestion(raw.get("suggestion")),
        )


def _suggestion(raw: Any) -> Suggestion | None:
    if not isinstance(raw, Mapping) or not isinstance(raw.get("field"), str):
        return None
    value = raw.get("value")
    if value is not None and not isinstance(value, str) and _number(value) is None:
        return None
    return Suggestion(raw["field"], value, _text(raw.get("why")) or "")


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _number(value: Any) -> Number | None:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    return value


def _count(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


@dataclass(frozen=True, slots=True)
class Usage:
    """What calls used: requests sent, tokens as the server counted them, cost in US dollars.

    ``None`` means unknown, which is not zero. ``cached`` is true where no call was made because a
    stored answer served. ``budget_usd`` is what a budget counts them as: their cost, or the most
    that it could be where it is not known; ``None`` where no budget was kept.
    """

    requests: int = 0
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    cost_usd: Decimal | None = None
    cached: bool = False
    budget_usd: Decimal | None = None

    @property
    def spent_usd(self) -> Decimal:
        """What is to be taken for the cost, where that must be a number."""
        known = self.cost_usd if self.budget_usd is None else self.budget_usd
        return known or Decimal(0)

    def __add__(self, other: Usage) -> Usage:
        budgeted = (self.budget_usd, other.budget_usd) != (None, None)
        return Usage(
            requests=self.requests + other.requests,
            prompt_tokens=_sum(self, other, self.prompt_tokens, other.prompt_tokens),
            completion_tokens=_sum(self, other, self.completion_tokens, other.completion_tokens),
            cost_usd=_sum(self, other, self.cost_usd, other.cost_usd),
            cached=(self.cached or other.cached) and not (self.requests or other.requests),
            budget_usd=self.spent_usd + other.spent_usd if budgeted else None,
        )

    def to_json(self) -> Data:
        """The contract's ``usage`` object, with ``budget_usd`` where a budget was kept."""
        counted: Data = {} if self.budget_usd is None else {"budget_usd": self.budget_usd}
        return {
            "requests": self.requests,
            "prompt_tokens": self.prompt_tokens,
            "completion_tokens": self.completion_tokens,
            "cost_usd": self.cost_usd,
            "cached": self.cached,
            **counted,
        }

    @classmethod
    def from_json(cls, raw: Any) -> Usage:
        """Read the contract's ``usage`` object; absent entries are unknown."""
        if not isinstance(raw, Mapping):
            return cls()
        cost, counted = _number(raw.get("cost_usd")), _number(raw.get("budget_usd"))
        return cls(
            requests=_count(raw.get("requests")) or 0,
            prompt_tokens=_count(raw.get("prompt_tokens")),
            completion_tokens=_count(raw.get("completion_tokens")),
            cost_usd=Decimal(cost) if cost is not None else None,
            cached=raw.get("cached") is True,
            budget_usd=Decimal(counted) if counted is not None else None,
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
    """One request sent: to which endpoint, how it ended (``ok`` or an error kind), what it used.

    ``seconds`` is what it took, to the millisecond. ``None`` where another program did not say.
    """

    endpoint: str | None
    kind: str | None
    usage: Usage
    seconds: Decimal | None = None

    def to_json(self) -> Data:
        """An entry of the contract's ``attempts``, with ``seconds`` where it is known."""
        told: Data = {} if self.seconds is None else {"seconds": self.seconds}
        return {"endpoint": self.endpoint, "kind": self.kind, "usage": self.usage.to_json(), **told}

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Attempt:
        """Read an entry of the contract's ``attempts``."""
        seconds = _number(raw.get("seconds"))
        return cls(
            _text(raw.get("endpoint")),
            _text(raw.get("kind")),
            Usage.from_json(raw.get("usage")),
            Decimal(seconds) if seconds is not None and seconds >= 0 else None,
        )


@dataclass(frozen=True, slots=True)
class Answer:
    """Where the data came from: who was asked, who said it answered, in which mode.

    ``None`` where a server or another program did not say.
    """

    endpoint: str | None
    model: str | None
    served_model: str | None
    mode: str | None
    request_sha256: str | None
    cached: bool = False

    @classmethod
    def from_json(cls, raw: Any) -> Answer | None:
        """Read the contract's ``answer`` object, ``None`` where it is none."""
        if not isinstance(raw, Mapping):
            return None
        return cls(
            endpoint=_text(raw.get("endpoint")),
            model=_text(raw.get("model")),
            served_model=_text(raw.get("served_model")),
            mode=_text(raw.get("mode")),
            request_sha256=_text(raw.get("request_sha256")),
            cached=raw.get("cached") is True,
        )


def by_reader(answer: Answer | None) -> bool:
    """Whether the deterministic reader answered, in this process or over a port."""
    return answer is not None and BUILTIN in (answer.endpoint, answer.served_model)


@dataclass(frozen=True, slots=True)
class Failure:
    """Why an article has no result; ``message`` is one line with the provider's own reason."""

    kind: ErrorKind
    message: str

    @classmethod
    def from_json(cls, raw: Any) -> Failure | None:
        """Read the contract's ``error`` object, ``None`` where it is none.

        A kind that is not the contract's is ``internal``.
        """
        if not isinstance(raw, Mapping):
            return None
        kind = raw.get("kind")
        return cls(
            cast(ErrorKind, kind if kind in get_args(ErrorKind) else "internal"),
            _text(raw.get("message")) or "the record says no reason",
        )


@dataclass(frozen=True, slots=True)
class Record:
    """The result of one article.

    ``status`` is ``unchecked`` where there is data and nobody says what checks make of it.
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
        """The contract's record object, with ``crashed`` where a check did.

        An unchecked record is one that another program wrote; it is shown and never written.
        """
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
            "attempts": [attempt.to_json() for attempt in self.attempts],
            "usage": self.usage.to_json(),
            "error": (
                {"kind": self.error.kind, "message": self.error.message} if self.error else None
            ),
            **told,
        }

    @classmethod
    def from_json(cls, raw: Any) -> Record:
        """Read a record; ``article`` and ``data`` suffice, so other programs can write it.

        Raises ``RecordError`` where one of these two has another shape.
        """
        if not isinstance(raw, Mapping):
            raise RecordError("a record is not an object")
        article = ArticleRef.from_json(raw.get("article"))
        data = raw.get("data")
        if data is not None and not isinstance(data, dict):
            raise RecordError("data is not an object")
        findings = _findings(raw.get("findings"))
        return cls(
            article=article,
            status=status_of(data, findings),
            data=data,
            findings=findings or (),
            answer=Answer.from_json(raw.get("answer")),
            attempts=tuple(
                Attempt.from_json(attempt)
                for attempt in _listed(raw.get("attempts"))
                if isinstance(attempt, Mapping)
            ),
            usage=Usage.from_json(raw.get("usage")),
            error=Failure.from_json(raw.get("error")),
            crashed=tuple(filter(None, map(_text, _listed(raw.get("crashed"))))),
        )


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _findings(raw: Any) -> tuple[Finding, ...] | None:
    """All findings or none: without one of them the others would say too little."""
    if not isinstance(raw, list):
        return None
    try:
        return tuple(Finding.from_json(finding) for finding in raw)
    except RecordError:
        return None


def status_of(data: Data | None, findings: Sequence[Finding] | None) -> Status:
    """``failed`` without data, ``unchecked`` without knowing the findings.

    Otherwise ``flagged`` with a finding of severity error, else ``ok``.
    """
    if data is None:
        return "failed"
    if findings is None:
        return "unchecked"
    return "flagged" if any(f.severity == "error" for f in findings) else "ok"
