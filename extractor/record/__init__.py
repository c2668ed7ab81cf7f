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

from extractor.errors import ErrorKind
from extractor.record.finding import Attribution as Attribution
from extractor.record.finding import Finding as Finding
from extractor.record.finding import Severity as Severity
from extractor.record.finding import Suggestion as Suggestion
from extractor.record.reask import Brief as Brief
from extractor.record.reask import Other as Other
from extractor.record.reask import Outcome as Outcome
from extractor.record.reask import Reask as Reask
from extractor.record.shape import Data as Data
from extractor.record.shape import Number as Number
from extractor.record.shape import RecordError as RecordError
from extractor.record.shape import count_of, listed_of, number_of, text_of

Status = Literal["ok", "flagged", "failed", "unchecked"]
_N = TypeVar("_N", int, Decimal)

BUILTIN = "builtin"
"""The deterministic reader as an endpoint, and as the model that it says it is."""

FORMAT = 1
"""Version of the run's files; a reader refuses what it does not know."""


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
            source=text_of(raw.get("source")) or "",
            sha256=raw["sha256"],
            chars=count_of(raw.get("chars")) or 0,
        )


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
        cost, counted = number_of(raw.get("cost_usd")), number_of(raw.get("budget_usd"))
        return cls(
            requests=count_of(raw.get("requests")) or 0,
            prompt_tokens=count_of(raw.get("prompt_tokens")),
            completion_tokens=count_of(raw.get("completion_tokens")),
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
        seconds = number_of(raw.get("seconds"))
        return cls(
            text_of(raw.get("endpoint")),
            text_of(raw.get("kind")),
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
            endpoint=text_of(raw.get("endpoint")),
            model=text_of(raw.get("model")),
            served_model=text_of(raw.get("served_model")),
            mode=text_of(raw.get("mode")),
            request_sha256=text_of(raw.get("request_sha256")),
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
            text_of(raw.get("message")) or "the record says no reason",
        )


@dataclass(frozen=True, slots=True)
class Record:
    """The result of one article.

    ``status`` is ``unchecked`` where there is data and nobody says what checks make of it.
    ``crashed`` names checks that broke down, with the reason: their rules are not judged, which is
    neither a finding nor a failure of the article. ``reask`` is there where a model was asked once
    more. ``saved`` is about what the call would have used that was not made, since the reader
    answered in its place.
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
    reask: Reask | None = None
    saved: Usage | None = None

    def to_json(self) -> Data:
        """The contract's record object, with ``crashed``, ``reask`` and ``saved`` where they are.

        An unchecked record is one that another program wrote; it is shown and never written.
        """
        told: Data = {"crashed": list(self.crashed)} if self.crashed else {}
        if self.reask is not None:
            told["reask"] = self.reask.to_json()
        if self.saved is not None:
            told["saved"] = self.saved.to_json()
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
                for attempt in listed_of(raw.get("attempts"))
                if isinstance(attempt, Mapping)
            ),
            usage=Usage.from_json(raw.get("usage")),
            error=Failure.from_json(raw.get("error")),
            crashed=tuple(filter(None, map(text_of, listed_of(raw.get("crashed"))))),
            reask=Reask.from_json(raw.get("reask")),
            saved=Usage.from_json(raw["saved"]) if isinstance(raw.get("saved"), Mapping) else None,
        )


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
