"""Why a server gave no answer: every error shape that compatible servers send, as one kind each.

The status decides first, then what the body says; a 400, or another such status that has no meaning
of its own here, is a refusal of that one article where it names no setting. A message is one line
and carries the server's own reason, wherever the body keeps it: an ``error`` object, text or list,
``detail``, a flat ``message``, or the metadata of a gateway. What follows there of a model's answer
is left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from extractor import exact_json
from extractor.endpoint import waits
from extractor.errors import EndpointError, ErrorKind, one_line

_BY_STATUS: Mapping[int, ErrorKind] = {
    401: "auth",
    402: "quota",
    405: "not_found",
    408: "timeout",
    410: "not_found",
    413: "too_large",
    423: "server",
    424: "server",
    425: "server",
    431: "too_large",
    451: "refused",
    498: "server",
    499: "server",
}
_TOO_LARGE = re.compile(
    r"context[ _-]?(length|window)|maximum context|prompt (is )?too long"
    r"|too[ _]many[ _](prompt[ _])?tokens|request (entity )?too large|input (is )?too long"
    r"|length of all messages|reduce the length|exceed\w* (?!your\b).{0,60}\b(tokens?|context)\b"
    r"|range of input length|longer than the maximum|maximum model length"
    # What is left for the answer, or the sum of both.
    r"|max_\w*tokens\b.{0,60}\bgot:? -\d|\btokens? \+ \W?max_\w*tokens\W? must be"
    # A text of the request: not where it is one that every request has.
    r"|^(?!.*\b(tools?|functions?|response_format)\b).*\bstring( is |_| )(too[ _]long|above_max)"
)
_REFUSED = re.compile(
    r"content[ _]?(filter|policy|management)|responsible ?ai|safety (system|setting)|moderation"
    r"|flagged"
)
_AUTH = re.compile(
    r"(invalid|incorrect|missing|no|wrong|expired)[ _]+(api[ _]?key|auth)|api[ _]?key[ _]+(is )?"
    r"(not valid|not found|invalid|missing|expired)|authentication|unauthori[sz]ed|unauthenticated"
    r"|organi[sz]ation[ _](has been |is )?(restricted|disabled|suspended|deactivated|header)"
    r"|(invalid|mismatched|no such)[ _]organi[sz]ation|terms[ _](acceptance|required)"
    r"|accept the terms"
)
_QUOTA = re.compile(
    r"insufficient[ _](quota|balance|credits?|funds)|credit balance|billing|payment required"
    r"|exceeded your current quota|out of credits|spend(ing)?[ _-]limit|arrearage"
    r"|reached your .{0,30}usage limit"
)
_NO_MODEL = re.compile(
    r"model[ _]not[ _](found|exist)|deploymentnotfound|(unknown|invalid|no such) model"
    r"|models?\b.{0,80}(does not exist|doesn't exist|not found|is not (a )?valid)"
    r"|not a valid model|model[ _]decommissioned|\bbeen decommissioned|non-serverless model"
)
_NOT_SUPPORTED = re.compile(r"(not|n't|un)[ -]?support|that support")
_SETTING = re.compile(
    r"\b(tools?|functions?|json|schemas?|modes?|grammar|structured)\b|tool[ _](choice|calls?)"
    r"|response[ _]?(format|schema|mime)|json[ _](object|schema|mode)|unrecogni[sz]ed|unknown name"
    r"|\b(parameters?|arguments?|fields?|keywords?|propert(y|ies))\b|extra[ _](inputs|forbidden)"
    r"|invalid[ _](value|type)|supported values|enabled only for"
    r"|\b(temperature|seed|strict|stream\w*|top_\w+|max_\w*tokens|reasoning\w*|thinking"
    r"|system (message|prompt|role|instruction)s?)\b"
)
_NAMES_NO_SETTING = re.compile(
    r"\binvalid (argument|parameter|field|value)s?(?=\W*$)|\bnot json compliant"
)
_CHAT_TEMPLATE = re.compile(r"chat template is no longer|roles must alternate")
_OF_THE_ARTICLE = re.compile(r"(body\W+)?(messages?|contents?|input|prompt)\b")
_RATE = re.compile(r"rate[ _-]?limit|too many requests|resource_exhausted|overloaded")
_DOWN = re.compile(r"\bmodel (was |is |has been )?unloaded|\bmodel (has )?crashed")
_BAD_SAMPLE = re.compile(r"tool_use_failed|json_validate_failed")
_UNREAD_SAMPLE = re.compile(
    r"error parsing tool calls?|failed to parse input at pos(ition)?( \d+)?", re.IGNORECASE
)
_CUT_SAMPLE = re.compile(
    r"max(imum)? (completion|output|new)? ?tokens reached"
    r"|\b(max_\w*tokens|output limit)\b.{0,40}\breached|could not finish the message"
)
_NO_ADDRESS = re.compile(
    r"unexpected endpoint|(no such|unknown|invalid) (endpoint|route|path|url|request url)"
)
_PER_DAY = re.compile(r"per[ -]day|\bdaily\b")
_NEEDS_A_FLAG = re.compile(r"requires? .{0,40}(--\w|flag)")
_BLOCKED = re.compile(r"blocked|suspended|deactivated|disabled")

_Kinds = tuple[tuple[re.Pattern[str], ErrorKind], ...]

_HINT: Mapping[ErrorKind, str] = {
    "auth": "check the key, and api_key_env in extractor.toml",
    "not_found": "check base_url and model",
    "quota": "check the account of this service",
    "unsupported": "check mode and the other settings of the endpoint",
    "too_large": "the article does not fit this model",
}


def from_response(status: int, headers: Mapping[str, str], body: bytes) -> EndpointError:
    """The error that a response without success amounts to."""
    if 300 <= status < 400:
        return EndpointError(
            "not_found",
            f"{status}: redirected to {headers.get('location') or 'nowhere'}",
            "redirects are not followed; set base_url to where the service really is",
        )
    document = _parsed(body)
    if document is None:
        return _build(status, plain_reason(headers, body), "", None, headers)
    reason, words = _reason(document)
    return _build(status, reason, words, document, headers)


def from_document(
    document: Any, headers: Mapping[str, str] = MappingProxyType({})
) -> EndpointError | None:
    """The error that a body delivered with success amounts to, ``None`` where it is none.

    ``headers`` are those of the response, in case they tell a wait.
    """
    error = _first(document)
    if not isinstance(error, Mapping):
        return None
    flat = error.get("object") == "error" or (
        "choices" not in error and (error.get("detail") or error.get("message"))
    )
    if not (error.get("error") or flat):
        return None
    reason, words = _reason(document)
    status = _status_within(error)
    if status is not None and _is_told_in_words(status):
        # Once the service accepted the request, a 400 is no word on what the endpoint supports.
        status = None
    return _build(status, reason, words, document, headers)


def generation(body: bytes) -> str | None:
    """What the model wrote, where the server refused it and sends it along with its refusal."""
    outer = _first(_parsed(body))
    error = outer.get("error") if isinstance(outer, Mapping) else None
    text = error.get("failed_generation") if isinstance(error, Mapping) else None
    return text if isinstance(text, str) and text.strip() else None


def plain_reason(headers: Mapping[str, str], body: bytes) -> str:
    """What can be said of a body that is not JSON."""
    text = body[:2000].decode("utf-8", errors="replace").strip()
    if not text:
        return "an empty body"
    if is_page(headers, body):
        return "an HTML page"
    return one_line(text, 160)


def is_page(headers: Mapping[str, str], body: bytes) -> bool:
    """Whether a body is a page for people."""
    return body.lstrip()[:1] == b"<" or "html" in headers.get("content-type", "")


def _build(
    status: int | None, reason: str, words: str, document: Any, headers: Mapping[str, str]
) -> EndpointError:
    told = waits.told(status, headers, document, reason)
    reason = one_line(reason)
    said = f"{reason} {words}".lower()
    kind = _kind(status, said, told)
    if (
        kind == "unsupported"
        and status is not None
        and _is_told_in_words(status)
        and not _of_a_setting(document, reason, words)
    ):
        # A complaint about nothing that every request has is one about this article.
        kind = "refused"
    if kind == "malformed" and (unread := _UNREAD_SAMPLE.search(reason)):
        # What follows is the model's answer.
        reason = reason[: unread.end()]
    return EndpointError(
        kind,
        one_line(f"{status}: {reason}" if status else reason),
        _HINT.get(kind),
        retry_after=told,
        final=headers.get("x-should-retry", "").lower() == "false",
        words=said,
    )


def _is_told_in_words(status: int) -> bool:
    """Whether a status says no more than that something about the request is wrong."""
    return 400 <= status < 500 and status not in {*_BY_STATUS, 403, 404, 409, 429}


def _kind(status: int | None, words: str, told: float | None) -> ErrorKind:
    if status is not None and status in _BY_STATUS:
        return _BY_STATUS[status]
    if status is not None and status >= 500:
        return _kind_of_500(status, words)
    if status == 403:
        kinds: _Kinds = (
            (_NO_MODEL, "not_found"),
            (_REFUSED, "refused"),
            (_QUOTA, "quota"),
            (_TOO_LARGE, "too_large"),
        )
        return _first_kind(kinds, words, "auth")
    if status == 404:
        # «Not found, or not supported for this method» is said of a model that is not there.
        kinds = ((_NO_MODEL, "not_found"), (_NOT_SUPPORTED, "unsupported"))
        return _first_kind(kinds, words, "not_found")
    if status == 409:
        return "auth" if _BLOCKED.search(words) else "server"
    if status == 429:
        return _kind_of_429(words, told)
    return _kind_by_words(words, "server" if status is None else "unsupported")


def _kind_of_500(status: int, words: str) -> ErrorKind:
    if _UNREAD_SAMPLE.search(words):
        return "malformed"
    # Some servers call what they were not started for an error of their own.
    refused = _NOT_SUPPORTED.search(words) or _NEEDS_A_FLAG.search(words)
    named = (refused and _SETTING.search(words)) or _CHAT_TEMPLATE.search(words)
    return "unsupported" if status == 501 or (status == 500 and named) else "server"


def _kind_of_429(words: str, told: float | None) -> ErrorKind:
    if re.search(r"request (is )?too large", words):
        return "too_large"
    # A per-minute quota is worded like an exhausted one, but says when it is over.
    exhausted = _QUOTA.search(words) or _PER_DAY.search(words)
    if "insufficient_quota" in words or (not told and exhausted):
        return "quota"
    return "rate_limit"


def _kind_by_words(words: str, otherwise: ErrorKind) -> ErrorKind:
    kinds: _Kinds = (
        (_CUT_SAMPLE, "truncated"),
        (_BAD_SAMPLE, "malformed"),
        (_REFUSED, "refused"),
        (_TOO_LARGE, "too_large"),
        (_AUTH, "auth"),
        (_QUOTA, "quota"),
        (_RATE, "rate_limit"),
        (_DOWN, "server"),
        (_NO_MODEL, "not_found"),
        (_NO_ADDRESS, "not_found"),
    )
    return _first_kind(kinds, words, otherwise)


def _first_kind(kinds: _Kinds, words: str, otherwise: ErrorKind) -> ErrorKind:
    return next((kind for pattern, kind in kinds if pattern.search(words)), otherwise)


def _of_a_setting(document: Any, reason: str, codes: str) -> bool:
    """Whether a complaint is about a mode or a parameter, by name or in words."""
    outer = _first(document)
    error = outer.get("error") if isinstance(outer, Mapping) else None
    named = [where.get("param") for where in (error, outer) if isinstance(where, Mapping)]
    details = outer.get("detail") if isinstance(outer, Mapping) else None
    for detail in details if isinstance(details, list) else ():
        place = detail.get("loc") if isinstance(detail, Mapping) else None
        named.append(".".join(map(str, place)) if isinstance(place, list) else None)
    if any(isinstance(name, str) and name and not _OF_THE_ARTICLE.match(name) for name in named):
        return True
    # Codes are worded more broadly than reasons: one «invalid argument» stands for every 400.
    said, codes = _NAMES_NO_SETTING.sub("", reason.lower()), codes.lower()
    return bool(
        _NOT_SUPPORTED.search(f"{said} {codes}")
        or _SETTING.search(said)
        or _CHAT_TEMPLATE.search(said)
        or "parameter" in codes
    )


def _parsed(body: bytes) -> Any:
    try:
        return exact_json.loads(body)
    except exact_json.JsonError:
        return None


def _first(document: Any) -> Any:
    return document[0] if isinstance(document, list) and document else document


def _reason(document: Any) -> tuple[str, str]:
    """The server's own sentence, and the code words beside it."""
    outer = _first(document)
    if not isinstance(outer, Mapping):
        return one_line(str(outer), 160), ""
    error = outer.get("error") or outer
    if not isinstance(error, Mapping):
        error = {**outer, "message": error}
    codes = [
        str(where[key])
        for where in (error, outer)
        for key in ("code", "type", "status", "param")
        if isinstance(where.get(key), str | int)
    ]
    sentence = _sentence(error.get("message")) or _sentence(error.get("detail"))
    upstream = error.get("metadata")
    if isinstance(upstream, Mapping) and isinstance(upstream.get("raw"), str):
        sentence = f"{sentence}: {upstream['raw']}" if sentence else upstream["raw"]
    words = one_line(" ".join(codes))
    # More than is shown: a wait is often told last.
    return one_line(sentence or words or "no reason given", 2000), words


def _sentence(value: Any) -> str:
    """A reason as text; of a list of complaints what is wrong and where, never the input."""
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        where = ".".join(map(str, value["loc"])) if isinstance(value.get("loc"), list) else ""
        said = value.get("msg") or value.get("message")
        return f"{where}: {said}" if where and said else str(said or "")
    if isinstance(value, list):
        return "; ".join(filter(None, map(_sentence, value[:5])))
    return ""


def _status_within(outer: Mapping[str, Any]) -> int | None:
    inner = outer.get("error")
    for where in (inner, outer):
        if isinstance(where, Mapping):
            for key in ("status", "code"):
                text = str(where.get(key))
                if re.fullmatch(r"[45]\d\d", text):
                    return int(text)
    return None
