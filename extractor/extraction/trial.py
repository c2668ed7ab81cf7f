"""One article on its way through endpoints: what was asked for it, and what came of that."""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from extractor import exact_json
from extractor.endpoint.client import Call
from extractor.endpoint.modes import Manner, Repair
from extractor.endpoint.service import Service
from extractor.record import Answer, Attempt, Data, Failure, Usage


@dataclass(frozen=True, slots=True)
class Extraction:
    """What came of one article: ``data`` and ``answer``, or ``error``; ``attempts`` in order.

    ``manner`` is how the one that answered was asked, ``said`` its report as it gave it. ``stops``
    says that the error would befall every further article alike.
    """

    data: Data | None
    answer: Answer | None
    attempts: tuple[Attempt, ...]
    usage: Usage
    error: Failure | None
    exchange: Data | None
    manner: Manner | None = None
    stops: bool = False
    said: str = ""


class Trial:
    """One article on its way: what was asked for it so far.

    ``again`` is what its request adds to the first one, where that was answered already.
    """

    def __init__(self, text: str, again: Repair | None = None) -> None:
        self.text = text
        self.again = again
        self.calls: list[tuple[Service, Call]] = []
        self.attempts: list[Attempt] = []

    def ended(self, service: Service, call: Call, kind: str, seconds: Decimal) -> None:
        """Note an attempt, however it ended, and how long it took."""
        self.calls.append((service, call))
        self.attempts.append(Attempt(service.endpoint.name, kind, call.usage, seconds))

    @property
    def last(self) -> Call:
        """The last attempt."""
        return self.calls[-1][1]

    @property
    def usage(self) -> Usage:
        """What all attempts used."""
        return sum((attempt.usage for attempt in self.attempts), Usage())

    def failed(self, failure: Failure, exchange: Data | None, *, stops: bool = False) -> Extraction:
        """The article without a report."""
        return Extraction(
            None, None, tuple(self.attempts), self.usage, failure, exchange, stops=stops
        )


def succeeded(service: Service, call: Call, trial: Trial) -> Extraction:
    """The article with the report of the call that answered."""
    if call.report is None or call.payload is None:
        raise AssertionError("an answer without a report")
    return Extraction(
        data=_exact(call.report.model_dump(by_alias=True), call.payload),
        answer=Answer(
            endpoint=service.endpoint.name,
            model=service.endpoint.model,
            served_model=call.served_model,
            mode=call.manner.mode,
            request_sha256=service.layout.sha256(call.manner, trial.text, trial.again),
            cached=call.usage.cached,
        ),
        attempts=tuple(trial.attempts),
        usage=trial.usage,
        error=None,
        exchange=service.client.exchange(call),
        manner=call.manner,
        said=exact_json.dumps(call.payload),
    )


def to_the_millisecond(seconds: float) -> Decimal:
    """Seconds as records have them."""
    return Decimal(round(seconds * 1000)) / 1000


def where(error: Exception) -> str:
    """A defect's kind and place; not its text, which may quote an article."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {Path(frame.filename).name}, line {frame.lineno}"


def _exact(dumped: Any, payload: Any) -> Any:
    """The validated report with each number as the answer has it.

    Validation passes numbers through binary floats; the payload was read without.
    """
    if isinstance(dumped, dict) and isinstance(payload, dict):
        return {key: _exact(value, payload.get(key)) for key, value in dumped.items()}
    if isinstance(dumped, list) and isinstance(payload, list) and len(dumped) == len(payload):
        return [_exact(one, other) for one, other in zip(dumped, payload, strict=True)]
    if isinstance(dumped, float | Decimal) and not isinstance(payload, bool):
        number = Decimal(payload) if isinstance(payload, int | Decimal) else Decimal(str(dumped))
        return int(number) if number == number.to_integral_value() else number
    return dumped
