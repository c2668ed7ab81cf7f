"""Everything that can go wrong, as one tree.

::

    ExtractorError                 one line for people, a hint, an exit status
    ├── UsageError             (2) the call is wrong
    ├── ConfigurationError     (2) extractor.toml, a schema file or a prompt is wrong
    ├── StoreError             (2) a run's folder cannot be read or written
    ├── NothingToGate          (2) no golden could be held against anything
    ├── ArticleError           (3) one source has no usable text        kind ``article``
    └── EndpointError          (3) one call has no usable answer        kind as in the contract

Errors are raised anywhere, turned into text and an exit status only by the outermost command line
layer. Messages are one line, hold no key and no article text.
"""

from __future__ import annotations

from typing import ClassVar, Literal

ErrorKind = Literal[
    "article",
    "network",
    "timeout",
    "server",
    "rate_limit",
    "quota",
    "auth",
    "not_found",
    "unsupported",
    "too_large",
    "refused",
    "truncated",
    "malformed",
    "budget",
    "internal",
]

PERMANENT_KINDS: frozenset[ErrorKind] = frozenset({"auth", "quota", "not_found", "unsupported"})
"""Kinds that hold for the endpoint as a whole and stop a run at their first occurrence."""


INTERRUPTED = 130
"""Exit status of a command that a person or a signal ended."""


def one_line(text: str, limit: int = 300) -> str:
    """``text`` without control characters or line breaks, cut to ``limit`` characters."""
    flat = " ".join("".join(c if c.isprintable() else " " for c in text[: limit * 4]).split())
    return flat if len(flat) <= limit else flat[: limit - 1] + "…"


class ExtractorError(Exception):
    """Root of all errors that a user can do something about.

    ``message`` says in one line what is wrong, ``hint`` what to do.
    """

    exit_status: ClassVar[int] = 2

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = one_line(message)
        self.hint = one_line(hint) if hint else None

    def __str__(self) -> str:
        return f"{self.message} ({self.hint})" if self.hint else self.message


class UsageError(ExtractorError):
    """The command was called with arguments that cannot be followed."""


class ConfigurationError(ExtractorError):
    """``extractor.toml``, a schema file or a prompt cannot be used."""


class StoreError(ExtractorError):
    """A run's folder or a file in it cannot be read or written."""


class NothingToGate(ExtractorError):
    """No golden could be held against an article."""


class ArticleError(ExtractorError):
    """One source has no usable text; the run goes on with the others."""

    exit_status = 3
    kind: ErrorKind = "article"


class EndpointError(ExtractorError):
    """One call to an endpoint has no usable answer.

    ``kind`` is one of the contract's kinds; ``retry_after`` is the wait in seconds that the server
    asked for, where it did. ``final`` says that asking again is of no use whatever the kind,
    ``unreached`` that there was no connection to send anything over.
    ``words`` are the server's own, in lower case with its codes: to decide by, never to be shown.
    """

    exit_status = 3

    def __init__(
        self,
        kind: ErrorKind,
        message: str,
        hint: str | None = None,
        *,
        retry_after: float | None = None,
        final: bool = False,
        unreached: bool = False,
        words: str = "",
    ) -> None:
        super().__init__(message, hint)
        self.kind: ErrorKind = kind
        self.retry_after = retry_after
        self.final = final
        self.unreached = unreached
        self.words = words

    def saying(self, message: str) -> EndpointError:
        """The same error with another message."""
        return EndpointError(
            self.kind,
            message,
            self.hint,
            retry_after=self.retry_after,
            final=self.final,
            unreached=self.unreached,
            words=self.words,
        )
