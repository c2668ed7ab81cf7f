"""A server that can do everything, and what it is like when it cannot do one thing or another."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from tests.harness import Reply

Body = dict[str, Any]


def message(message: Body, prompt_tokens: int | None = 20, finish: str = "stop") -> Reply:
    document: Body = {
        "id": "x",
        "object": "chat.completion",
        "created": 0,
        "model": "served",
        "choices": [{"index": 0, "finish_reason": finish, "message": message}],
    }
    if prompt_tokens is not None:
        document["usage"] = {"prompt_tokens": prompt_tokens, "completion_tokens": 2}
    return 200, json.dumps(document).encode()


def words(content: str, prompt_tokens: int | None = 20, finish: str = "stop") -> Reply:
    return message({"role": "assistant", "content": content}, prompt_tokens, finish)


def refusal(reason: str, status: int = 400) -> Reply:
    error = {"message": reason, "type": "invalid_request_error", "param": None, "code": None}
    return status, json.dumps({"error": error}).encode()


def able(body: Body) -> Reply:
    """Every question answered as a server does that can do everything."""
    text = body["messages"][-1]["content"]
    if code := re.match(r"The code word is (\w+)\.", text):
        return words(code[1].upper(), prompt_tokens=len(text.split()) + 40)
    if body.get("tools"):
        function = body["tools"][0]["function"]
        call = {"name": function["name"], "arguments": '{"colour": "zarquilon"}'}
        calls = [{"id": "c", "type": "function", "function": call}]
        return message({"role": "assistant", "content": None, "tool_calls": calls})
    form = body.get("response_format", {})
    if form.get("type") == "json_schema":
        allowed = form["json_schema"]["schema"]["properties"]["colour"]["enum"]
        return words(json.dumps({"colour": allowed[0]}))
    if form.get("type") == "json_object":
        return words('{"colour": "blue"}')
    return words("ready")


def ignoring_schemas(body: Body) -> Reply:
    if body.get("response_format", {}).get("type") == "json_schema":
        return words('```json\n{"colour": "blue"}\n```')
    return able(body)


def cutting(at: int) -> Callable[[Body], Reply]:
    """Reads no more than the last ``at`` words, and says nothing of it."""

    def reply(body: Body) -> Reply:
        text = body["messages"][-1]["content"]
        if len(text.split()) > at:
            return words("I see no code word.", prompt_tokens=at)
        return able(body)

    return reply


def without_tools(body: Body) -> Reply:
    if "tools" in body:
        return refusal("tools are not supported by this model")
    return able(body)


def echoing(key: str) -> Callable[[Body], Reply]:
    """Repeats the key in every answer and in every refusal."""

    def reply(body: Body) -> Reply:
        if "tools" in body or "response_format" in body:
            return refusal(f"tools and response_format are not supported for {key}")
        return words(f"ready {key}")

    return reply
