"""Where an answer keeps its report: every envelope that compatible servers send, read into one.

A report may sit in a tool's arguments (text or object), in a legacy function call, in the content
as text, object or list of parts, bare, fenced or after a model's thoughts. Whatever holds no single
report is a failure of its own kind; nothing is guessed, and of several reports none is lost.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from extractor import exact_json
from extractor.endpoint import failure, prices
from extractor.endpoint.config import Endpoint, Mode
from extractor.errors import EndpointError, one_line
from extractor.record import Data, Usage

_LENGTH = frozenset({"length", "max_tokens", "max_output_tokens", "model_length"})
_FILTER = frozenset({"content_filter", "safety", "recitation", "prohibited_content", "blocklist"})
_REFUSAL = frozenset({"refusal"})
_BROKEN = frozenset({"error"})
_FENCE = "```"
_LANGUAGE = re.compile(r"[A-Za-z0-9_-]*[ \t]*\n?")
_THOUGHTS = re.compile(
    r"\A\s*<(think|thinking|thoughts?|reasoning|reflection|analysis)>.*?</\1>",
    re.DOTALL | re.IGNORECASE,
)
_ARGUMENTS = ("arguments", "parameters")
_OF_A_CALL = frozenset({"name", "type", "id", *_ARGUMENTS})
_TAGGED_CALL = re.compile(r"<function=([\w.-]+)>")
_MORE = "raise max_output_tokens, or use a model with more room"
_LONGEST_SAID = 8000
_MOST_OBJECTS = 100
_DECODER = json.JSONDecoder()
_CHECK_URL = "check base_url: it must be the OpenAI-compatible address, often ending in /v1"


def envelope(headers: Mapping[str, str], body: bytes) -> Data:
    """The completion in the body of a response with success.

    Raises ``EndpointError``: the body's own error, or ``not_found`` for what is no completion.
    """
    text = body.decode("utf-8", errors="replace").strip()
    if text.startswith(("data:", "event:", "error:", ":")):
        raise _in_stream(headers, text)
    try:
        document = exact_json.loads(text)
    except exact_json.JsonError as unread:
        if text.startswith(("{", "[")):
            raise _spoilt(text, unread) from None
        found = failure.plain_reason(headers, body)
        if text and not failure.is_page(headers, body):
            found = f"«{found}»"
        raise _no_completion(found) from None
    choices = document.get("choices") if isinstance(document, Mapping) else None
    if not choices and (error := failure.from_document(document, headers)) is not None:
        raise error
    if not isinstance(document, dict) or "choices" not in document:
        raise _no_completion("other JSON")
    return document


def _no_completion(found: str) -> EndpointError:
    """What answers with success and is no model is another address than was meant."""
    return EndpointError("not_found", f"success, but {found} in place of a completion", _CHECK_URL)


def usage(document: Mapping[str, Any], endpoint: Endpoint) -> Usage:
    """What the server says that one request used; unknown where it does not say."""
    counted = document.get("usage")
    if not isinstance(counted, Mapping):
        counted = {}
    prompt, completion = (
        value if isinstance(value := counted.get(key), int) and value >= 0 else None
        for key in ("prompt_tokens", "completion_tokens")
    )
    total = counted.get("total_tokens")
    if isinstance(total, int) and prompt is not None and completion is not None:
        # Some services count a model's thoughts, which cost as much, in the sum alone.
        completion = max(completion, total - prompt)
    return Usage(
        requests=1,
        prompt_tokens=prompt,
        completion_tokens=completion,
        cost_usd=prices.cost(endpoint, prompt, completion),
    )


def report(document: Mapping[str, Any], report_name: str) -> Data:
    """The one report in a completion, as JSON.

    Raises ``EndpointError`` of kind ``refused``, ``truncated``, ``malformed`` or, where the choice
    itself carries an error, the kind of that.
    """
    choices = document["choices"]
    if not isinstance(choices, list) or not choices or not isinstance(choices[0], Mapping):
        raise EndpointError("malformed", "the completion has no choices")
    choice = choices[0]
    if choice.get("error") and (error := failure.from_document(choice)) is not None:
        raise error
    finish = _finish(choice)
    message = choice.get("message")
    if finish in _FILTER:
        raise EndpointError(
            "refused", f"the service's content filter stopped the answer ({finish})"
        )
    if finish in _REFUSAL:
        raise EndpointError("refused", f"the model refused ({finish})")
    if finish in _LENGTH:
        raise EndpointError(
            "truncated",
            f"the answer was cut off at the limit of tokens ({finish})",
            _MORE,
        )
    if not isinstance(message, Mapping):
        raise EndpointError("malformed", "the completion has no message")
    refusal = message.get("refusal")
    if isinstance(refusal, str) and refusal.strip():
        raise EndpointError("refused", f"the model refused: {one_line(refusal, 160)}")
    calls = _calls(message)
    # A call without arguments beside a text is a slip of a server that parses calls.
    if calls and not (_empty(calls) and message.get("content")):
        return _of_calls(calls, report_name)
    if finish in _BROKEN and not message.get("content"):
        raise EndpointError("server", f"the service gave no answer ({finish})")
    return _of_content(message.get("content"), report_name)


def said(document: Mapping[str, Any]) -> str:
    """What the model wrote, whatever it is: for a re-ask to show it to the model again."""
    message = _message(document)
    calls = [arguments for _, arguments in _calls(message)]
    written = calls[0] if calls else message.get("content")
    if isinstance(written, dict | list):
        written = exact_json.dumps(written)
    return written[:_LONGEST_SAID] if isinstance(written, str) else ""


def heeds(document: Mapping[str, Any], mode: Mode) -> bool:
    """Whether an answer has the form that a mode asks for: a call, or content that is JSON."""
    message = _message(document)
    if mode == "tools":
        return bool(_calls(message))
    content = message.get("content")
    return mode == "md_json" or not isinstance(content, str) or content.lstrip()[:1] in "{"


def _message(document: Mapping[str, Any]) -> Mapping[str, Any]:
    choices = document.get("choices")
    choice = choices[0] if isinstance(choices, list) and choices else None
    message = choice.get("message") if isinstance(choice, Mapping) else None
    return message if isinstance(message, Mapping) else {}


def generated(text: str, report_name: str) -> Data:
    """The one report in what a model wrote, which its server refused to pass on as an answer.

    Raises ``EndpointError`` where it holds none.
    """
    return _of_content(text, report_name)


def _in_stream(headers: Mapping[str, str], text: str) -> EndpointError:
    """The error that an unasked event stream carries."""
    for line in text.splitlines():
        name, _, rest = line.partition(":")
        if name not in ("data", "error") or "{" not in rest:
            continue
        try:
            event = exact_json.loads(rest.strip())
        except exact_json.JsonError:
            continue
        if name == "error":
            event = {"error": event}
        if isinstance(event, Mapping) and event.get("error"):
            error = failure.from_document(event, headers)
            if error is not None:
                return error
    return EndpointError("malformed", "an event stream, although none was asked for")


def _spoilt(text: str, error: exact_json.JsonError) -> EndpointError:
    """What began as a completion: cut on its way, or written wrongly by its server."""
    try:
        json.loads(text)
    except json.JSONDecodeError as found:
        if _breaks_off(text, found):
            return EndpointError("network", "the response breaks off within its JSON")
    except RecursionError:
        pass
    return EndpointError("malformed", f"the response cannot be read: {error}")


def _finish(choice: Mapping[str, Any]) -> str:
    details = choice.get("finish_details")
    finish = choice.get("finish_reason") or (
        details.get("type") if isinstance(details, Mapping) else None
    )
    return one_line(finish, 40).lower() if isinstance(finish, str) else ""


def _calls(message: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Names and arguments of the functions called, in the current or the legacy form."""
    calls = []
    tools = message.get("tool_calls")
    if not isinstance(tools, list):
        tools = []
    functions = [call.get("function") for call in tools if isinstance(call, Mapping)]
    for function in functions or [message.get("function_call")]:
        if isinstance(function, Mapping) and function.get("name"):
            calls.append((str(function["name"]), function.get("arguments")))
    return calls


def _empty(calls: list[tuple[str, Any]]) -> bool:
    return all(arguments in (None, "", {}) for _, arguments in calls)


def _of_calls(calls: list[tuple[str, Any]], report_name: str) -> Data:
    for name, _ in calls:
        if name != report_name:
            raise EndpointError(
                "malformed", f"the model called {one_line(name, 60)}, not {report_name}"
            )
    return _joined([_uncalled(_arguments(arguments), report_name) for _, arguments in calls])


def _joined(reports: list[Data]) -> Data:
    """Calls that say the same are one, others are each a part."""
    if len(reports) == 1:
        return reports[0]
    return _merged(list({exact_json.canonical(one): one for one in reports}.values()))


def _arguments(arguments: Any) -> Data:
    value = arguments
    if isinstance(value, str) and value.lstrip().startswith(_FENCE):
        value = next(iter(_objects_in_fences(value.strip())), value)
    # Some servers encode the arguments twice.
    for _ in range(2):
        if isinstance(value, str):
            try:
                value = exact_json.loads(value)
            except exact_json.JsonError as error:
                raise EndpointError(
                    "malformed", f"the tool's arguments cannot be used: {error}"
                ) from None
    if isinstance(value, list) and len(value) == 1:
        [value] = value
    if not isinstance(value, dict):
        raise EndpointError("malformed", "the tool was called without arguments")
    return value


def _merged(reports: list[Data]) -> Data:
    """Several calls, each with a part of the lists, as one report."""
    if len(reports) == 1:
        return reports[0]
    keys = reports[0].keys()
    if any(
        one.keys() != keys or not all(isinstance(value, list) for value in one.values())
        for one in reports
    ):
        raise EndpointError("malformed", "several answers that cannot be put together")
    return {key: [item for one in reports for item in one[key]] for key in keys}


def _of_content(content: Any, report_name: str) -> Data:
    if isinstance(content, dict):
        return _uncalled(content, report_name)
    if isinstance(content, list):
        texts = ({"text": part} if isinstance(part, str) else part for part in content)
        parts = [part for part in texts if isinstance(part, Mapping) and not _thought(part)]
        for part in parts:
            if part.get("type") == "refusal":
                reason = one_line(str(part.get("refusal")), 160)
                raise EndpointError("refused", f"the model refused: {reason}")
        content = "".join(str(part["text"]) for part in parts if isinstance(part.get("text"), str))
    if not isinstance(content, str) or not content.strip():
        raise EndpointError("malformed", "the answer is empty")
    return _of_text(_THOUGHTS.sub("", content, count=1).strip(), report_name)


def _thought(part: Mapping[str, Any]) -> bool:
    kind = part.get("type")
    return isinstance(kind, str) and ("reason" in kind or "think" in kind)


def _uncalled(value: Data, report_name: str) -> Data:
    """The report of a call that stands in a text, since nobody took it for one, or its own name."""
    if list(value) == [report_name] and isinstance(value[report_name], dict):
        return dict(value[report_name])
    keys = [key for key in _ARGUMENTS if key in value]
    if len(keys) != 1 or not isinstance(value.get("name"), str) or value.keys() - _OF_A_CALL:
        return value
    return _of_calls([(value["name"], value[keys[0]])], report_name)


def _of_text(text: str, report_name: str) -> Data:
    if not text.startswith(("{", "```")) and (end := text.rfind("</think>")) >= 0:
        text = text[end + len("</think>") :].strip()
    if re.match(r"<think", text, re.IGNORECASE):
        raise EndpointError("truncated", "the answer breaks off within the model's thoughts", _MORE)
    start = text.find("{")
    if start < 0:
        raise EndpointError("malformed", "the answer holds no JSON")
    if (tagged := _TAGGED_CALL.match(text)) and tagged[1] != report_name:
        raise EndpointError(
            "malformed", f"the model called {one_line(tagged[1], 60)}, not {report_name}"
        )
    found = _objects_in_fences(text) or _objects_from(text, start)
    reports = [_uncalled(one, report_name) for one in found]
    if all(report is not one for report, one in zip(reports, found, strict=True)):
        return _joined(reports)
    return _only(reports)


def _objects_in_fences(text: str) -> list[Data]:
    if text.startswith("{"):
        return []
    found = []
    # Every other piece stands between two fences; behind the last one nothing is closed.
    pieces = text.split(_FENCE)
    for fenced in pieces[1:-1:2]:
        if "{" not in fenced:
            continue
        try:
            value = exact_json.loads(_LANGUAGE.sub("", fenced, count=1))
        except exact_json.JsonError:
            continue
        if isinstance(value, dict):
            found.append(value)
            _not_too_many(found)
    unclosed = _LANGUAGE.sub("", pieces[-1], count=1) if len(pieces) % 2 == 0 else ""
    if found and unclosed.startswith("{"):
        found += _objects_from(unclosed, 0)
    return found


def _objects_from(text: str, start: int) -> list[Data]:
    """The objects of a text, outermost ones only: a piece of an object is never an answer."""
    found: list[Data] = []
    while start >= 0:
        try:
            _, end = _DECODER.raw_decode(text, start)
            found.append(exact_json.loads(text[start:end]))
            _not_too_many(found)
        except json.JSONDecodeError as error:
            if _breaks_off(text, error):
                raise EndpointError(
                    "truncated", "the answer breaks off within its JSON", _MORE
                ) from None
            if found:
                break
            raise EndpointError("malformed", f"the answer is not JSON: {error.msg}") from None
        except (exact_json.JsonError, RecursionError) as error:
            raise EndpointError("malformed", f"the answer cannot be used: {error}") from None
        start = text.find("{", end)
    return found


def _not_too_many(found: list[Data]) -> None:
    if len(found) > _MOST_OBJECTS:
        raise EndpointError("malformed", f"more than {_MOST_OBJECTS} answers in one")


def _breaks_off(text: str, error: json.JSONDecodeError) -> bool:
    rest = text[error.pos :].strip()
    return error.msg.startswith("Unterminated") or any(
        word.startswith(rest) for word in ("true", "false", "null", "-")
    )


def _only(objects: list[Data]) -> Data:
    if any(one != objects[0] for one in objects):
        raise EndpointError("malformed", "several answers in one")
    return objects[0]
