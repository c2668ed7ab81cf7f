"""The deterministic reader as an endpoint: the same wire protocol, no network and no key.

``answer`` takes the bytes of a chat completion request and gives the status and document of the
response. The article is the first user message; which report is asked for is the name of the tool,
of the JSON schema, or the title of the schema written into the system message. ``usage`` is null,
because no tokens are counted.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from extractor import exact_json, reader
from extractor.endpoint.config import BUILTIN
from extractor.errors import one_line
from extractor.record import Data
from extractor.schema import Schema
from extractor.threads import aside

if TYPE_CHECKING:
    import httpx2

Schemas = Callable[[str], Schema | None]
"""Finds a schema by its report's class name."""

MODELS: Data = {"object": "list", "data": [{"id": BUILTIN, "object": "model", "owned_by": BUILTIN}]}

_MAX_CANDIDATES = 1000


class _BadRequest(ValueError):
    """The request cannot be answered; the message says why."""


def answer(body: bytes, schemas: Schemas) -> tuple[int, Data]:
    """Answer one chat completion request: HTTP status and JSON document."""
    try:
        request = _request(body)
        name = _report_name(request)
        text = _article(request)
    except _BadRequest as error:
        return 400, _error(str(error), "invalid_request_error")
    schema = schemas(name)
    if schema is None:
        return 404, _error(
            f"there is no schema whose report is called {one_line(name, 80)}",
            "invalid_request_error",
            "schema_not_found",
        )
    try:
        report = exact_json.dumps(reader.reading_of(text, schema).data)
    except Exception as error:
        return 500, _error(f"the reader failed: {type(error).__name__}", "reader_error")
    return 200, _completion(request, name, report)


def encode(document: Data) -> bytes:
    """The document as it goes over the wire."""
    return exact_json.dumps(document).encode("utf-8", errors="backslashreplace")


def headers(status: int) -> dict[str, str]:
    """The response's headers; what one reader made of a text it makes of it again."""
    made = {"content-type": "application/json"}
    if status >= 500:
        made["x-should-retry"] = "false"
    return made


def transport(schemas: Schemas) -> httpx2.AsyncBaseTransport:
    """The endpoint for an HTTP client of this very process.

    A reading that its client gives up is abandoned, not ended: its thread goes on beside others.
    """
    import httpx2

    class _InProcess(httpx2.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
            body = await request.aread()
            status, document = await aside(answer, body, schemas)
            return httpx2.Response(status, headers=headers(status), content=encode(document))

    return _InProcess()


def _request(body: bytes) -> Mapping[str, Any]:
    try:
        request = exact_json.loads(body)
    except exact_json.JsonError:
        raise _BadRequest("the request is not JSON") from None
    if not isinstance(request, Mapping):
        raise _BadRequest("the request is not an object")
    if request.get("stream"):
        raise _BadRequest("streaming is not supported")
    messages = request.get("messages")
    if not isinstance(messages, list) or not all(isinstance(m, Mapping) for m in messages):
        raise _BadRequest("messages is not a list of messages")
    return request


def _article(request: Mapping[str, Any]) -> str:
    for message in request["messages"]:
        if message.get("role") == "user":
            text = _text(message.get("content"))
            if text:
                return text
            raise _BadRequest("the first user message has no text")
    raise _BadRequest("there is no user message")


def _text(content: Any) -> str:
    """A message's text, parts joined."""
    if isinstance(content, list):
        parts = (part.get("text") for part in content if isinstance(part, Mapping))
        return "".join(part for part in parts if isinstance(part, str))
    return content if isinstance(content, str) else ""


def _report_name(request: Mapping[str, Any]) -> str:
    tools = request.get("tools")
    names = (
        [exact_json.at(tool, "function", "name") for tool in tools]
        if isinstance(tools, list)
        else []
    )
    names.append(exact_json.at(request, "response_format", "json_schema", "name"))
    for name in names:
        if isinstance(name, str) and name:
            return name
    for message in request["messages"]:
        if message.get("role") == "system":
            title = _schema_title(_text(message.get("content")))
            if title:
                return title
    raise _BadRequest("the request names no report: no tool, no JSON schema, no schema's title")


def _schema_title(text: str) -> str | None:
    """The title of the last JSON schema written in a text."""
    decoder, title, start = json.JSONDecoder(), None, text.find("{")
    for _ in range(_MAX_CANDIDATES):
        if start < 0:
            break
        try:
            value, end = decoder.raw_decode(text, start)
        except (ValueError, RecursionError):
            end = start + 1
        else:
            if isinstance(value.get("properties"), dict) and isinstance(value.get("title"), str):
                title = value["title"]
        start = text.find("{", end)
    return title


def _completion(request: Mapping[str, Any], name: str, report: str) -> Data:
    """A completion in the form that was asked for."""
    message: Data = {"role": "assistant", "content": report}
    finish = "stop"
    if request.get("tools"):
        call = {"name": name, "arguments": report}
        finish = "tool_calls"
        message = {
            "role": "assistant",
            "content": None,
            "tool_calls": [{"id": "call_builtin", "type": "function", "function": call}],
        }
    return {
        "id": "chatcmpl-builtin",
        "object": "chat.completion",
        "created": 0,
        "model": BUILTIN,
        "choices": [{"index": 0, "finish_reason": finish, "message": message}],
        "usage": None,
    }


def _error(message: str, kind: str, code: str | None = None) -> Data:
    return {"error": {"message": message, "type": kind, "param": None, "code": code}}
