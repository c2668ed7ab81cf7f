"""What a server can do, found out by a few tiny requests.

Each question is put to the server itself, and each answer is one of three: it does (``yes``), it
does not (``no``, with the server's own reason), or the exchange did not tell (``unclear``). Nothing
of what a model said is told or kept: what is wrong with an answer is said in words of our own,
since a completion is read as received and may hold the key anywhere.

At most ``MOST_REQUESTS`` are made, one after the other; all but the last have a few words to read.
What fails in passing is asked again, after the wait that the server asks for, at most
``MOST_REPEATS`` times a request.

The schema that the server is held to allows two words that no text would suggest, so that an answer
with one of them was constrained, and an answer with another word was not.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from extractor import exact_json
from extractor.endpoint import answer
from extractor.endpoint.client import Client
from extractor.endpoint.pace import OUTAGE, Clock, Waiting
from extractor.endpoint.retry import bounded
from extractor.errors import EndpointError, ErrorKind
from extractor.record import Data

Outcome = Literal["yes", "no", "unclear"]
Question = Literal[
    "reachable",
    "usage",
    "max_output_tokens",
    "tools",
    "tool_choice",
    "json_schema",
    "constrained",
    "strict",
    "json",
    "seed",
    "long_input",
]
"""What is asked of a server, in order.

``tool_choice`` is whether a tool can be forced, ``constrained`` whether an answer by a JSON schema
is held to it, ``long_input`` whether an input of several thousand tokens is read as a whole or
refused, and not cut without a word.
"""

QUESTIONS: tuple[Question, ...] = get_args(Question)

MOST_REQUESTS = 9
"""Requests of a whole test, repeats apart."""

MOST_REPEATS = 2
"""Repeats of one request that is turned away; of one that an outage ends there is one."""

LONG_WORDS = 6000
"""Words of the long input, each at least one token, more than a context of 4096 takes."""

_ANSWER_TOKENS = 1024
"""Room for an answer of one word after a model's thoughts."""

_UNTOLD_WAIT_S = 1.0
_SHORTEST_LONG = 500
_NAME = "Probe"
_ALLOWED = ("zarquilon", "mopentha")
_CODE_WORD = "velbrandic"
_QUESTION = "Which colour has a clear sky at noon? Answer as JSON: an object with the key colour."
_SCHEMA: Data = {
    "title": _NAME,
    "type": "object",
    "properties": {"colour": {"type": "string", "enum": list(_ALLOWED)}},
    "required": ["colour"],
    "additionalProperties": False,
}
_TOOL: Data = {
    "type": "function",
    "function": {"name": _NAME, "description": "Report a colour.", "parameters": _SCHEMA},
}
_FORCED: Data = {"type": "function", "function": {"name": _NAME}}
_NOT_THAT: frozenset[ErrorKind] = frozenset({"unsupported", "refused", "not_found"})
"""Kinds of a refusal that, once a plain request was answered, is of what was added to it."""

_ANSWERED: frozenset[ErrorKind] = frozenset({"unsupported", "refused", "malformed", "truncated"})
"""Kinds of a failure after which a server is known to be there and to have taken the key."""

_WITHOUT_REPORT: Mapping[ErrorKind, str] = {
    "refused": "the model refused",
    "truncated": "the answer was cut off at the limit of tokens",
    "malformed": "no JSON in the answer",
}
"""What is told of an answer without a report."""


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one question; ``reason`` is one line, where there is one to tell."""

    question: Question
    outcome: Outcome
    reason: str | None = None


async def probe(
    client: Client,
    *,
    waiting: Callable[[Waiting], None] = lambda _: None,
    clock: Clock | None = None,
) -> AsyncIterator[Result]:
    """Ask the server behind an open client; a result as soon as it is known, in their order.

    ``waiting`` hears of each wait before a repeat. Raises the ``EndpointError`` of the first call
    where the server cannot be used at all.
    """
    asking = _Asking(client, waiting, clock or Clock())
    async for result in asking.hello():
        yield result
    yield await asking.tools()
    yield await asking.tool_choice()
    async for result in asking.json_schema():
        yield result
    yield await asking.json()
    yield await asking.seed()
    yield await asking.long_input()


class _Asking:
    """The questions, and what earlier ones mean for later ones."""

    def __init__(self, client: Client, waiting: Callable[[Waiting], None], clock: Clock) -> None:
        self._client = client
        self._waiting = waiting
        self._clock = clock
        self._endpoint = client.endpoint
        self._limited = True
        self._answered = False

    async def hello(self) -> AsyncIterator[Result]:
        """``reachable``, ``usage`` and ``max_output_tokens``, by one or two requests."""
        document: Data = {}
        refusal: EndpointError | None = None
        reached = Result("reachable", "yes")
        try:
            try:
                document = await self._ask("Answer with one word: ready.")
            except EndpointError as error:
                if error.kind != "unsupported":
                    raise
                refusal, self._limited = error, False
                document = await self._ask("Answer with one word: ready.")
        except EndpointError as error:
            if error.kind not in _ANSWERED:
                raise
            reached = Result("reachable", "yes", f"but not answered: {error.message}")
            # Without the limit it was refused as well, so it was not refused for the limit.
            refusal, self._limited = None, True
        self._answered = bool(document)
        yield reached
        counted = answer.usage(document, self._endpoint).prompt_tokens is not None
        yield Result("usage", ("yes" if counted else "no") if self._answered else "unclear")
        if refusal is not None:
            yield Result("max_output_tokens", "no", refusal.message)
        else:
            yield Result("max_output_tokens", "yes" if self._answered else "unclear")

    async def tools(self) -> Result:
        return await self._called(
            "tools",
            f"Call the tool {_NAME} with a colour.",
            {"tools": [_TOOL]},
            otherwise="unclear",
        )

    async def tool_choice(self) -> Result:
        return await self._called(
            "tool_choice",
            "Say good morning.",
            {"tools": [_TOOL], "tool_choice": _FORCED},
            otherwise="no",
        )

    async def json_schema(self) -> AsyncIterator[Result]:
        """``json_schema``, ``constrained`` and ``strict``, by two requests."""
        asked: Data = {"name": _NAME, "schema": _SCHEMA}
        known, held = await self._by_schema(asked)
        yield Result("json_schema", *known)
        yield Result("constrained", *held)
        known, held = await self._by_schema({**asked, "strict": True})
        yield Result("strict", *(known if known[0] != "yes" else held))

    async def json(self) -> Result:
        try:
            # As the mode asks: the schema in words.
            document = await self._ask(
                _QUESTION,
                {"response_format": {"type": "json_object"}},
                system=f"Answer by this JSON schema: {exact_json.dumps(_SCHEMA)}",
            )
        except EndpointError as error:
            return Result("json", *self._refusal(error))
        try:
            answer.report(document, _NAME)
        except EndpointError as error:
            return Result("json", "no" if error.kind == "malformed" else "unclear", _said(error))
        return Result("json", "yes")

    async def seed(self) -> Result:
        try:
            await self._ask("Answer with one word: ready.", {self._endpoint.seed_name: 7})
        except EndpointError as error:
            return Result("seed", *self._refusal(error))
        return Result("seed", "yes", "accepted; whether it has an effect is not known")

    async def long_input(self) -> Result:
        words = LONG_WORDS
        if self._endpoint.context_tokens is not None:
            # A common word is one token or two, and the answer needs its room.
            words = min(words, (self._endpoint.context_tokens - _ANSWER_TOKENS) // 2)
        if words < _SHORTEST_LONG:
            return Result("long_input", "unclear", "context_tokens leaves no room for a long one")
        filler = " ".join(_FILLER[i % len(_FILLER)] for i in range(words))
        try:
            document = await self._ask(
                f"The code word is {_CODE_WORD}.\n\n{filler}",
                system="Answer with the code word that stands at the beginning of the text, alone.",
            )
        except EndpointError as error:
            if error.kind == "too_large":
                return Result("long_input", "yes", f"refused, not cut: {error.message}")
            return Result("long_input", "unclear", error.message)
        read = answer.usage(document, self._endpoint).prompt_tokens
        cut = read is not None and read < words
        counted = f"{read} tokens were counted of {words} or more"
        if _CODE_WORD in _text(document).lower():
            return Result("long_input", "unclear" if cut else "yes", counted if cut else None)
        if cut:
            return Result("long_input", "no", f"cut without a word: {counted}")
        return Result("long_input", "unclear", "its beginning was not repeated")

    async def _called(
        self, question: Question, words: str, asked: Data, *, otherwise: Outcome
    ) -> Result:
        """Whether the tool is called; ``otherwise`` is what an answer without it amounts to."""
        try:
            document = await self._ask(words, asked)
        except EndpointError as error:
            return Result(question, *self._refusal(error))
        called = _called(document)
        try:
            answer.report(document, _NAME)
        except EndpointError as error:
            if error.kind != "malformed":
                return Result(question, "unclear", _said(error))
            if called - {_NAME, ""}:
                return Result(question, "unclear", "another tool was called")
            if called:
                return Result(question, "unclear", "called with what cannot be used")
        return Result(question, "yes") if called else Result(question, otherwise, "not called")

    async def _by_schema(
        self, asked: Data
    ) -> tuple[tuple[Outcome, str | None], tuple[Outcome, str | None]]:
        """Whether a JSON schema is taken, and whether the answer is held to it."""
        form = {"type": "json_schema", "json_schema": asked}
        try:
            document = await self._ask(_QUESTION, {"response_format": form})
        except EndpointError as error:
            return self._refusal(error), ("unclear", None)
        try:
            said = answer.report(document, _NAME)
        except EndpointError as error:
            if error.kind == "malformed":
                return ("yes", None), ("no", "taken, and answered without it")
            return ("yes", None), ("unclear", _said(error))
        if said.get("colour") in _ALLOWED and len(said) == 1:
            return ("yes", None), ("yes", None)
        return ("yes", None), ("no", "taken, and answered otherwise than it allows")

    def _refusal(self, error: EndpointError) -> tuple[Outcome, str | None]:
        refused = self._answered and error.kind in _NOT_THAT
        return "no" if refused else "unclear", error.message

    async def _ask(self, words: str, more: Data | None = None, system: str | None = None) -> Data:
        if self._endpoint.in_process:
            # Whatever it is asked, it reads a text for a report, which has to be named.
            system = f"{system or ''}\n{exact_json.dumps(_SCHEMA)}"
        messages = [{"role": "system", "content": system}] if system is not None else []
        body: Data = {
            "model": self._endpoint.model,
            "messages": [*messages, {"role": "user", "content": words}],
            **(more or {}),
        }
        if self._endpoint.temperature is not None:
            body["temperature"] = self._endpoint.temperature
        if self._limited:
            set_to = self._endpoint.max_output_tokens or _ANSWER_TOKENS
            body[self._endpoint.max_tokens_name] = min(set_to, _ANSWER_TOKENS)
        return await self._post({**body, **self._endpoint.extra_body})

    async def _post(self, body: Data) -> Data:
        """The answer to a body, which is sent again where it failed in passing."""
        repeats = 0
        while True:
            try:
                return await self._client.post(body)
            except EndpointError as error:
                failure = bounded(error, self._endpoint.max_wait_s)
                if failure.final or repeats >= _most_repeats(failure):
                    raise failure from None
            repeats += 1
            # A moment that has passed is no wait.
            seconds = failure.retry_after or _UNTOLD_WAIT_S
            until = self._clock.now() + seconds
            self._waiting(Waiting(self._endpoint.name, until, seconds, failure.message))
            await self._clock.sleep(seconds)


def _most_repeats(error: EndpointError) -> int:
    if error.kind == "rate_limit" or error.retry_after is not None:
        return MOST_REPEATS
    return 1 if error.kind in OUTAGE else 0


def _said(error: EndpointError) -> str:
    """What is told of an answer without a report: never the error's words, which quote it."""
    return _WITHOUT_REPORT.get(error.kind, "the answer is an error of the service")


def _called(document: Mapping[str, Any]) -> frozenset[str]:
    """The names of the tools that were called, empty ones where they cannot be read."""
    message = _message(document)
    calls = message.get("tool_calls")
    if not isinstance(calls, list):
        calls = []
    functions = [exact_json.at(call, "function") for call in calls]
    if message.get("function_call"):
        functions.append(message["function_call"])
    names = [exact_json.at(function, "name") for function in functions]
    return frozenset(name if isinstance(name, str) else "" for name in names)


def _message(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """The first choice's message, empty where there is none."""
    choices = document.get("choices")
    first = choices[0] if isinstance(choices, list) and choices else None
    message = first.get("message") if isinstance(first, Mapping) else None
    return message if isinstance(message, Mapping) else {}


def _text(document: Mapping[str, Any]) -> str:
    """A message's text, whether plain or in parts."""
    content = _message(document).get("content")
    if isinstance(content, list):
        parts = [part.get("text") for part in content if isinstance(part, Mapping)]
        return "".join(part for part in parts if isinstance(part, str))
    return content if isinstance(content, str) else ""


_FILLER = (
    "morning river stone market window bread garden letter silver winter road table water summer "
    "paper forest engine castle button candle dinner island ladder mirror needle orange pencil"
).split()
