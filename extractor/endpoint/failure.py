"""Why a server gave no answer: every error shape that compatible servers send, as one kind each.

The status decides first, then what the body says; a 400 that says nothing of what the endpoint
supports is a refusal of that one article. A message is one line and carries the server's
own reason, wherever the body keeps it: an ``error`` object, text or list, ``detail``, a flat
``message``, or the metadata of a gateway.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from email.utils import parsedate_to_datetime
from typing import Any

from extractor import exact_json
from extractor.errors import EndpointError, ErrorKind, one_line

_TOO_LARGE = re.compile(
    r"context[ _-]?(length|window)|maximum context|prompt (is )?too long"
    r"|too[ _]many[ _](prompt[ _])?tokens|request (entity )?too large|input (is )?too long"
    r"|length of all messages|reduce the length|exceed\w* .{0,60}\b(tokens?|context)\b"
)
_REFUSED = re.compile(
    r"content[ _]?(filter|policy|management)|responsible ?ai|safety (system|setting)|moderation"
    r"|flagged"
)
_AUTH = re.compile(
    r"(invalid|incorrect|missing|no|wrong|expired)[ _]+(api[ _]?key|auth)|api[ _]?key[ _]+(is )?"
    r"(not valid|not found|invalid|missing|expired)|authentication|unauthori[sz]ed|unauthenticated"
)
_QUOTA = re.compile(
    r"insufficient[ _](quota|balance|credits?|funds)|credit balance|billing|payment required"
    r"|exceeded your current quota|out of credits|spending limit"
)
_NO_MODEL = re.compile(
    r"model[ _]not[ _](found|exist)|deploymentnotfound|(unknown|invalid|no such) model"
    r"|model\b.{0,80}(does not exist|doesn't exist|not found|is not (a )?valid)"
)
_NOT_SUPPORTED = re.compile(r"(not|n't|un)[ -]?support|that support")
_SETTING = re.compile(
    r"\b(tools?|functions?|json|schemas?|modes?|grammar|structured)\b|tool[ _](choice|calls?)"
    r"|response[ _]?(format|schema|mime)|json[ _](object|schema|mode)|unrecogni[sz]ed|unknown name"
    r"|\b(parameters?|arguments?|fields?|keywords?|propert(y|ies))\b|extra[ _](inputs|forbidden)"
    r"|invalid[ _](value|type)|supported values"
    r"|\b(temperature|seed|strict|stream\w*|top_\w+|max_\w*tokens|reasoning\w*|thinking"
    r"|system (message|prompt|role|instruction)s?)\b"
)
_OF_THE_ARTICLE = re.compile(r"(body\W+)?(messages?|contents?|input|prompt)\b")
_RATE = re.compile(r"rate[ _-]?limit|too many requests|resource_exhausted|overloaded")
_BAD_SAMPLE = re.compile(r"tool_use_failed|json_validate_failed")
_CUT_SAMPLE = re.compile(r"max(imum)? (completion|output|new)? ?tokens reached")
_NO_ADDRESS = re.compile(
    r"unexpected endpoint|(no such|unknown|invalid) (endpoint|route|path|url|request url)"
)
_PER_DAY = re.compile(r"per[ -]day|\bdaily\b")
_NEEDS_A_FLAG = re.compile(r"requires? .{0,40}(--\w|flag)")
_BLOCKED = re.compile(r"blocked|suspended|deactivated|disabled")

_HINT: Mapping[ErrorKind, str] = {
    "auth": "check the key, and api_key_env in extractor.toml",
    "not_found": "check base_url and model",
    "quota": "check the account of this service",
    "unsupported": "check mode and the other settings of the endpoint",
    "too_large": "the article does not fit this model",
}

_TOLD_IN_WORDS = re.compile(
    r"(?:try again|retry|available|reset)\w*\s+(?:again\s+)?(?:in|after)\s+"
    r"((?:\d+(?:\.\d+)?\s*(?:ms|h|m|s)[a-z]*\s*)+)"
)
_DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*(ms|h|m|s)")
_RESET = re.compile(r"(x-)?ratelimit-reset(-\w+)*")
_SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0}


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


def from_document(document: Any) -> EndpointError | None:
    """The error that a body delivered with success amounts to, ``None`` where it is none."""
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
    # Once the service accepted the request, a 400 is no word on what the endpoint supports.
    return _build(None if status in (400, 422) else status, reason, words, document, {})


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


def wait_told(headers: Mapping[str, str], document: Any, message: str) -> float | None:
    """The longest wait in seconds that the server asks for anywhere, ``None`` where it does not."""
    waits = [*_waits_in_headers(headers), *_waits_in_details(document)]
    if not waits or not max(waits):
        waits += _resets(headers, document)
    for told in _TOLD_IN_WORDS.finditer(message.lower()):
        waits.append(_duration(told[1]))
    return max(waits) if waits else None


def _build(
    status: int | None, reason: str, words: str, document: Any, headers: Mapping[str, str]
) -> EndpointError:
    told = wait_told(headers, document, reason)
    kind = _kind(status, f"{reason} {words}".lower(), told)
    if (
        kind == "unsupported"
        and status in (400, 422)
        and not _of_a_setting(document, reason, words)
    ):
        # A complaint about nothing that every request has is one about this article.
        kind = "refused"
    return EndpointError(
        kind,
        one_line(f"{status}: {reason}" if status else reason),
        _HINT.get(kind),
        retry_after=told,
        final=headers.get("x-should-retry", "").lower() == "false",
        words=f"{reason} {words}".lower(),
    )


def _kind(status: int | None, words: str, told: float | None) -> ErrorKind:
    if status == 401:
        return "auth"
    if status == 402:
        return "quota"
    if status in (405, 410):
        return "not_found"
    if status == 408:
        return "timeout"
    if status == 413:
        return "too_large"
    if status is not None and status >= 500:
        # Some servers call what they were not started for an error of their own.
        refused = _NOT_SUPPORTED.search(words) or _NEEDS_A_FLAG.search(words)
        named = status == 501 or (status == 500 and refused and _SETTING.search(words))
        return "unsupported" if named else "server"
    if status == 403:
        if _NO_MODEL.search(words):
            return "not_found"
        if _REFUSED.search(words):
            return "refused"
        return "quota" if _QUOTA.search(words) else "auth"
    if status == 404:
        return "unsupported" if _NOT_SUPPORTED.search(words) else "not_found"
    if status == 409:
        return "auth" if _BLOCKED.search(words) else "server"
    if status == 429:
        return _kind_of_429(words, told)
    return _kind_by_words(words, "server" if status is None else "unsupported")


def _kind_of_429(words: str, told: float | None) -> ErrorKind:
    if re.search(r"request (is )?too large", words):
        return "too_large"
    # A per-minute quota is worded like an exhausted one, but says when it is over.
    exhausted = _QUOTA.search(words) or _PER_DAY.search(words)
    if "insufficient_quota" in words or (not told and exhausted):
        return "quota"
    return "rate_limit"


def _kind_by_words(words: str, otherwise: ErrorKind) -> ErrorKind:
    kinds: tuple[tuple[re.Pattern[str], ErrorKind], ...] = (
        (_CUT_SAMPLE, "truncated"),
        (_BAD_SAMPLE, "malformed"),
        (_REFUSED, "refused"),
        (_TOO_LARGE, "too_large"),
        (_AUTH, "auth"),
        (_QUOTA, "quota"),
        (_RATE, "rate_limit"),
        (_NO_MODEL, "not_found"),
        (_NO_ADDRESS, "not_found"),
    )
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
    said, codes = reason.lower(), codes.lower()
    return bool(
        _NOT_SUPPORTED.search(f"{said} {codes}") or _SETTING.search(said) or "parameter" in codes
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
    return one_line(sentence or words or "no reason given"), words


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


def _waits_in_headers(headers: Mapping[str, str]) -> Iterator[float]:
    milliseconds = headers.get("retry-after-ms", "")
    if re.fullmatch(r"\d{1,12}(\.\d+)?", milliseconds):
        yield float(milliseconds) / 1000
    told = headers.get("retry-after", "")
    if re.fullmatch(r"\d{1,9}(\.\d+)?", told):
        yield float(told)
    elif told:
        try:
            moment = parsedate_to_datetime(told)
            if moment.tzinfo is None:
                moment = moment.replace(tzinfo=UTC)
            yield max(0.0, (moment - datetime.now(UTC)).total_seconds())
        except (ValueError, OverflowError):
            return


def _waits_in_details(document: Any) -> Iterator[float]:
    outer = _first(document)
    error = outer.get("error") if isinstance(outer, Mapping) else None
    details = error.get("details") if isinstance(error, Mapping) else None
    for detail in details if isinstance(details, list) else ():
        if isinstance(detail, Mapping) and isinstance(detail.get("retryDelay"), str):
            yield _duration(detail["retryDelay"])


def _resets(headers: Mapping[str, str], document: Any) -> Iterator[float]:
    """When a limit that is used up is lifted, as headers tell it, some of them within the body."""
    within = exact_json.at(_first(document), "error", "metadata", "headers")
    for told in (headers, within if isinstance(within, Mapping) else {}):
        named = {str(name).lower(): str(value).strip() for name, value in told.items()}
        for name, value in named.items():
            if _RESET.fullmatch(name) and named.get(name.replace("reset", "remaining"), "0") == "0":
                yield from _until(value)
    estimated = exact_json.at(_first(document), "estimated_time")
    if isinstance(estimated, int | Decimal) and not isinstance(estimated, bool) and estimated > 0:
        yield float(min(estimated, 10**9))


def _until(value: str) -> Iterator[float]:
    """Seconds of a duration («7.66s», «12»), or until a moment in seconds or milliseconds."""
    if not re.fullmatch(r"\d{1,14}(\.\d{1,6})?", value):
        if re.fullmatch(rf"({_DURATION.pattern})+", value):
            yield _duration(value)
        return
    number = float(value)
    moment = number / 1000 if number > 1e11 else number
    yield max(0.0, moment - datetime.now(UTC).timestamp()) if moment > 1e9 else moment


def _duration(text: str) -> float:
    return sum(float(number[:12]) * _SECONDS[unit] for number, unit in _DURATION.findall(text))
