"""How a request is laid out: one system message, then the article as the one user message.

A mode is how the report is asked for: as a tool's arguments, as a JSON schema to answer by, as a
JSON object, or in words. What a mode adds in words stands in the system message; the user message
is the article unchanged. The body holds nothing that was not set.

instructor lays each mode out once for a report and a prompt; an article only takes its place in
what was laid out, since to prepare a schema costs more than all the rest of a request.
"""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pydantic import BaseModel

from extractor import exact_json
from extractor.endpoint import logs
from extractor.endpoint.config import Endpoint, Mode
from extractor.record import Data

_ARTICLE = "\ue000article\ue000"
"""Stands for the article in a layout; of characters for private use, so that no prompt holds it."""


@dataclass(frozen=True, slots=True)
class Manner:
    """What may differ between two requests for one report: how it is asked for.

    ``forced`` says that the server is told to call the tool, not merely offered it;
    ``max_tokens_name`` is what it calls the limit of an answer.
    """

    mode: Mode
    forced: bool = True
    max_tokens_name: str = "max_tokens"


@dataclass(frozen=True, slots=True)
class Repair:
    """What a re-ask adds to a request: the answer that was not good enough, and what was wrong."""

    answer: str
    complaint: str


class Layout:
    """The requests for one report from one endpoint."""

    def __init__(self, endpoint: Endpoint, report: type[BaseModel], system: str) -> None:
        """``system`` is the prompt, filled in."""
        logs.quieten()
        self._endpoint = endpoint
        self._system = system
        self.report = _prepared_report(report)
        self.name = report.__name__
        self._made: dict[Manner, Data] = {}
        self._identities: dict[Manner, tuple[str, str]] = {}

    def body(self, manner: Manner, article: str, repair: Repair | None = None) -> Data:
        """The body to send for an article."""
        made = self._layout(manner)
        messages = [made["messages"][0], {"role": "user", "content": article}]
        if repair is not None:
            messages += [
                {"role": "assistant", "content": repair.answer},
                {"role": "user", "content": repair.complaint},
            ]
        return {**made, "messages": messages}

    def sha256(self, manner: Manner, article: str, repair: Repair | None = None) -> str:
        """What identifies a request: where it goes and everything in it."""
        if repair is not None:
            body = self.body(manner, article, repair)
            return _sha256(exact_json.canonical(self._identity(body)))
        if manner not in self._identities:
            identity = exact_json.canonical(self._identity(self.body(manner, _ARTICLE)))
            before, _, behind = identity.partition(exact_json.dumps(_ARTICLE))
            self._identities[manner] = before, behind
        before, behind = self._identities[manner]
        return _sha256(f"{before}{exact_json.dumps(article)}{behind}")

    def _identity(self, body: Data) -> Data:
        return {"base_url": self._endpoint.base_url, "body": body}

    def _layout(self, manner: Manner) -> Data:
        if manner not in self._made:
            prepared = _prepared(self.report, manner.mode, self._system, self._endpoint.model)
            self._made[manner] = _settled(prepared, manner, self._endpoint)
        return self._made[manner]


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", errors="backslashreplace")).hexdigest()


class _Prepared(Exception):
    """Ends a request once instructor has prepared it."""


@lru_cache(maxsize=16)
def _prepared_report(report: type[BaseModel]) -> type[BaseModel]:
    import instructor

    made: type[BaseModel] = instructor.openai_schema(report)
    return made


@lru_cache(maxsize=16)
def _prepared(report: type[BaseModel], mode: Mode, system: str, model: str) -> Data:
    """What instructor would send for a report; nothing is sent. Nobody may change what is given."""
    import instructor
    from instructor.core.exceptions import InstructorRetryException

    modes = {
        "tools": instructor.Mode.TOOLS,
        "json_schema": instructor.Mode.JSON_SCHEMA,
        "json": instructor.Mode.JSON,
        "md_json": instructor.Mode.MD_JSON,
    }
    found: list[Data] = []

    def create(**prepared: Any) -> Any:
        found.append(prepared)
        raise _Prepared

    ask: Any = instructor.patch(create=create, mode=modes[mode])
    with suppress(_Prepared, InstructorRetryException):
        ask(
            response_model=report,
            model=model,
            messages=[
                {"role": "system", "content": system},
                {"role": "user", "content": _ARTICLE},
            ],
            max_retries=0,
        )
    return found[0]


def _settled(prepared: Mapping[str, Any], manner: Manner, endpoint: Endpoint) -> Data:
    """What was prepared with the settings that are set.

    ``extra_body`` comes last, so that a user can say what this tool does not know of.
    """
    made: Data = {**copy.deepcopy(prepared), "messages": _messages(prepared["messages"])}
    if endpoint.strict is not None:
        for holder in _strict_holders(made):
            holder["strict"] = endpoint.strict
    if not manner.forced:
        made.pop("tool_choice", None)
    for name, value in (
        ("temperature", endpoint.temperature),
        (endpoint.seed_name, endpoint.seed),
        (manner.max_tokens_name, endpoint.max_output_tokens),
    ):
        if value is not None:
            made[name] = value
    made.update(endpoint.extra_body)
    return made


def _messages(prepared: Sequence[Mapping[str, Any]]) -> list[Data]:
    """Exactly two messages; what a mode wrote behind the article moves to the system message."""
    if [message["role"] for message in prepared] != ["system", "user"]:
        raise AssertionError("a mode laid out other messages than one system and one user message")
    system, user = (str(message["content"]) for message in prepared)
    if not user.startswith(_ARTICLE):
        raise AssertionError("a mode changed the article")
    added = user[len(_ARTICLE) :].strip()
    return [
        {"role": "system", "content": f"{system.strip()}\n\n{added}" if added else system.strip()},
        {"role": "user", "content": _ARTICLE},
    ]


def _strict_holders(made: Data) -> list[Data]:
    """The places where ``strict`` stands."""
    asked = made.get("response_format", {})
    schemas = [asked["json_schema"]] if "json_schema" in asked else []
    return [tool["function"] for tool in made.get("tools", ())] + schemas
