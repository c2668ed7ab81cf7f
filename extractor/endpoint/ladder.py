"""How an endpoint is asked, learnt once and for all its articles: the ways it may take, in order.

Each way that the server refuses gives place to the next one, for every article from then on; an
article whose request was under way meanwhile is simply asked anew. What a user has set is kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import get_args

from extractor.endpoint.config import Endpoint, Mode
from extractor.endpoint.modes import Manner
from extractor.errors import EndpointError

_OTHER_NAME = {"max_tokens": "max_completion_tokens", "max_completion_tokens": "max_tokens"}
_ABOUT: dict[Mode, re.Pattern[str]] = {
    "tools": re.compile(r"\btools?\b|tool[ _-]?(use|choice|call)|\bfunctions?\b|function[ _]call"),
    "json_schema": re.compile(
        r"response[ _]?format|response[ _]?mime|json[ _-]?schema|structured[ _]output|grammar"
        r"|guided|\bschemas?\b|json[ _-]?mode"
    ),
    "json": re.compile(r"response[ _]?format|response[ _]?mime|json[ _-]?(object|mode|output)"),
}
_CHOICE = re.compile(r"tool[ _]?choice")
_OWN_SCHEMA = re.compile(r"invalid[ _](schema|function[ _]parameters|json[ _]schema)")


class Ladder:
    """The way one endpoint is asked at present, ``manner``, and what comes after it."""

    def __init__(self, endpoint: Endpoint, tell: Callable[[str], None] = lambda _: None) -> None:
        """``tell`` hears of each step down, in one line."""
        self._limited = endpoint.max_output_tokens is not None
        self._set = endpoint.mode
        first, *rest = (endpoint.mode,) if endpoint.mode is not None else endpoint.modes
        self.manner = Manner(first, max_tokens_name=endpoint.max_tokens_name)
        self._rest: list[Mode] = rest
        self._proven: set[Mode] = set()
        self._renamed = False
        self._name = endpoint.name
        self._tell = tell

    def steps_down(self, asked: Manner, error: EndpointError) -> bool:
        """Whether a request in that manner, refused so, is to be made again in the present one."""
        if error.kind != "unsupported":
            return False
        if asked != self.manner:
            return True
        if (other := self._other_name(asked, error)) is not None:
            self._renamed = True
            self.manner = replace(asked, max_tokens_name=other)
            self._tell(f"endpoint {self._name}: {error.message}; {other} from here on")
        elif asked.mode == "tools" and asked.forced and _CHOICE.search(error.words):
            self.manner = replace(asked, forced=False)
            self._tell(f"endpoint {self._name}: {error.message}; the tool is offered, not forced")
        elif self._rest and _refuses(asked.mode, error):
            self._next(error.message)
        else:
            return False
        return True

    @property
    def last(self) -> Manner:
        """The manner that asks least of a server."""
        mode = self._rest[-1] if self._rest else self.manner.mode
        return Manner(mode, max_tokens_name=self.manner.max_tokens_name)

    def ways(self, manner: Manner) -> list[Manner]:
        """In which manners an answer may have come to a request that would be made in this one.

        Others than itself only while nothing is known of the server.
        """
        if self._proven or manner != self.manner:
            return [manner]
        return self._among((manner.mode, *self._rest))

    def every_way(self) -> list[Manner]:
        """In which manners an answer may ever have come, whatever has been learnt since.

        Those of every mode, where none is set: what a test of the server showed may leave out or
        put last the one by which it was asked before.
        """
        return self._among(get_args(Mode) if self._set is None else (self._set,))

    def _among(self, modes: Iterable[Mode]) -> list[Manner]:
        names = [self.manner.max_tokens_name]
        if self._limited:
            names.append(_OTHER_NAME.get(names[0], names[0]))
        return [
            Manner(mode, forced, name)
            for mode in modes
            for forced in ((True, False) if mode == "tools" else (True,))
            for name in names
        ]

    def worked(self, manner: Manner) -> None:
        """A report came of that manner: now, or in an earlier run that had learnt it."""
        if not self._proven and manner != self.manner:
            self.manner = manner
            if manner.mode in self._rest:
                self._rest = self._rest[self._rest.index(manner.mode) + 1 :]
        self._proven.add(manner.mode)

    @property
    def proven(self) -> bool:
        """Whether any report has come."""
        return bool(self._proven)

    def has_worked(self, manner: Manner) -> bool:
        """Whether a report has come of requests in that manner."""
        return manner == self.manner and manner.mode in self._proven

    def unproven(self, manner: Manner) -> bool:
        """Whether no report has come of that manner, and another one is left."""
        return bool(self._rest) and manner.mode not in self._proven

    def unheeded(self, manner: Manner) -> None:
        """A report came only when it was asked for in another manner than that one."""
        if manner == self.manner and self.unproven(manner):
            self._next(f"mode {manner.mode} is not heeded")

    def _next(self, reason: str) -> None:
        mode = self._rest.pop(0)
        self.manner = Manner(mode, max_tokens_name=self.manner.max_tokens_name)
        self._tell(f"endpoint {self._name}: {reason}; mode {mode} from here on")

    def _other_name(self, asked: Manner, error: EndpointError) -> str | None:
        if self._renamed or not re.search(rf"\b{asked.max_tokens_name}\b", error.words):
            return None
        return _OTHER_NAME.get(asked.max_tokens_name)


def _refuses(mode: Mode, error: EndpointError) -> bool:
    """Whether a refusal is about the mode; one of the schema itself would meet every mode."""
    pattern = _ABOUT.get(mode)
    return (
        pattern is not None
        and pattern.search(error.words) is not None
        and _OWN_SCHEMA.search(error.words) is None
    )
