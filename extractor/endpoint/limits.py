"""How much may be sent: requests and tokens per minute, held before a server has to complain.

A ``Window`` counts what was sent within the last seconds, so that no stretch of that length, from
wherever it is counted, holds more than its limit. Tokens are estimated before a request and put
right by what the server counted.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field

from extractor.endpoint.config import Endpoint
from extractor.record import Usage

ANSWER_TOKENS = 1000
"""What an answer is taken to have before one was seen."""

_MINUTE_S = 60.5
"""A minute and what a request may be faster than the one before it on its way."""
_SECOND_S = 1.05
_WEIGHT = 0.2


@dataclass(slots=True)
class _Sent:
    moment: float
    amount: float


@dataclass(slots=True)
class Window:
    """At most ``limit`` within any ``span_s`` seconds."""

    limit: float
    span_s: float
    _sent: deque[_Sent] = field(default_factory=deque)
    _total: float = 0

    def wait(self, now: float, amount: float) -> float:
        """Seconds until ``amount`` may be sent; what is more than the limit goes alone."""
        while self._sent and self._sent[0].moment + self.span_s <= now:
            self._total -= self._sent.popleft().amount
        over = self._total + min(amount, self.limit) - self.limit
        for sent in self._sent:
            if over <= 0:
                break
            over -= sent.amount
            if over <= 0:
                return sent.moment + self.span_s - now
        return 0.0

    def take(self, now: float, amount: float) -> _Sent:
        """Count ``amount`` as sent now."""
        sent = _Sent(now, amount)
        self._sent.append(sent)
        self._total += amount
        return sent

    def correct(self, sent: _Sent, amount: float) -> None:
        """Put right what something sent came to."""
        if any(one is sent for one in self._sent):
            self._total += amount - sent.amount
            sent.amount = amount


@dataclass(slots=True)
class Taken:
    """What was counted for one request."""

    estimated: int
    tokens: _Sent | None


class Limits:
    """The limits of one endpoint, shared by all its requests; without any nothing waits."""

    def __init__(self, endpoint: Endpoint) -> None:
        per_minute, tokens = endpoint.requests_per_minute, endpoint.tokens_per_minute
        self._requests = (
            # Services enforce a minute's limit second by second.
            (Window(per_minute, _MINUTE_S), Window(math.ceil(per_minute / 60), _SECOND_S))
            if per_minute is not None
            else ()
        )
        self._tokens = Window(tokens, _MINUTE_S) if tokens is not None else None
        self._answer = float(endpoint.max_output_tokens or ANSWER_TOKENS)
        self._ratio = 1.0

    def wait(self, now: float, prompt_tokens: int) -> float:
        """Seconds until a request of about that many tokens may be sent."""
        waits = [window.wait(now, 1) for window in self._requests]
        if self._tokens is not None:
            waits.append(self._tokens.wait(now, self._expected(prompt_tokens)))
        return max(waits, default=0.0)

    def take(self, now: float, prompt_tokens: int) -> Taken:
        """Count a request as sent now."""
        for window in self._requests:
            window.take(now, 1)
        if self._tokens is None:
            return Taken(prompt_tokens, None)
        return Taken(prompt_tokens, self._tokens.take(now, self._expected(prompt_tokens)))

    def settle(self, taken: Taken, usage: Usage) -> None:
        """Put right what a request came to, and expect of the next ones what was seen."""
        prompt, completion = usage.prompt_tokens, usage.completion_tokens
        if self._tokens is None or taken.tokens is None or prompt is None or completion is None:
            return
        self._tokens.correct(taken.tokens, prompt + completion)
        # What a refused request used says nothing of the next one.
        if taken.estimated and prompt:
            self._ratio += _WEIGHT * (prompt / taken.estimated - self._ratio)
            self._answer += _WEIGHT * (completion - self._answer)

    def _expected(self, prompt_tokens: int) -> float:
        return prompt_tokens * self._ratio + self._answer
