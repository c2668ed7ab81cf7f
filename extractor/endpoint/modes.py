"""How a request is laid out: one system message, then the article as the one user message.

A mode is how the report is asked for: as a tool's arguments, as a JSON schema to answer by, as a
JSON object, or in words. What a mode adds in words stands in the system message; the user message
is the article unchanged. The body holds nothing that was not set.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from extractor import exact_json
from extractor.endpoint.config import Endpoint, Mode
from extractor.record import Data

if TYPE_CHECKING:
    import instructor
    from openai.types.chat import ChatCompletion

DEFAULT: Mode = "tools"
"""The mode of an endpoint that names none."""


def instructor_mode(mode: Mode) -> instructor.Mode:
    """The same mode in instructor's terms."""
    import instructor

    return {
        "tools": instructor.Mode.TOOLS,
        "json_schema": instructor.Mode.JSON_SCHEMA,
        "json": instructor.Mode.JSON,
        "md_json": instructor.Mode.MD_JSON,
    }[mode]


def body(prepared: Mapping[str, Any], article: str, endpoint: Endpoint) -> Data:
    """The body to send: what instructor prepared for a mode, laid out, with the settings set.

    ``extra_body`` comes last, so that a user can say what this tool does not know of.
    """
    made: Data = {**prepared, "messages": _messages(prepared["messages"], article)}
    if endpoint.strict is not None:
        for holder in _strict_holders(made):
            holder["strict"] = endpoint.strict
    for name, value in (
        ("temperature", endpoint.temperature),
        (endpoint.seed_name, endpoint.seed),
        (endpoint.max_tokens_name, endpoint.max_output_tokens),
    ):
        if value is not None:
            made[name] = value
    made.update(endpoint.extra_body)
    return made


def completion(report: Data, report_name: str, mode: Mode) -> ChatCompletion:
    """A plain completion that holds that report where the mode has it."""
    from openai.types.chat import ChatCompletion

    text = exact_json.dumps(report)
    message: Data = {"role": "assistant", "content": text}
    if mode == "tools":
        call = {"name": report_name, "arguments": text}
        message = {
            "role": "assistant",
            "content": None,
            "tool_calls": [{"id": "call_0", "type": "function", "function": call}],
        }
    return ChatCompletion.model_validate(
        {
            "id": "",
            "object": "chat.completion",
            "created": 0,
            "model": "",
            "choices": [{"index": 0, "finish_reason": "stop", "message": message}],
        }
    )


def _messages(prepared: Sequence[Mapping[str, Any]], article: str) -> list[Data]:
    """Exactly two messages; what a mode wrote behind the article moves to the system message."""
    if [message["role"] for message in prepared] != ["system", "user"]:
        raise AssertionError("a mode laid out other messages than one system and one user message")
    system, user = (str(message["content"]) for message in prepared)
    if not user.startswith(article):
        raise AssertionError("a mode changed the article")
    added = user[len(article) :].strip()
    return [
        {"role": "system", "content": f"{system.strip()}\n\n{added}" if added else system.strip()},
        {"role": "user", "content": article},
    ]


def _strict_holders(made: Data) -> list[Data]:
    """The places where ``strict`` stands."""
    asked = made.get("response_format", {})
    schemas = [asked["json_schema"]] if "json_schema" in asked else []
    return [tool["function"] for tool in made.get("tools", ())] + schemas
