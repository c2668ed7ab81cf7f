"""What the tool makes of recorded answers of providers, served to it over a socket.

    python benchmarks/recordings.py FILE

``FILE`` is a file of recordings, one JSON object a line: ``id``, ``status``, ``response_headers``,
``response_body``, ``request_shape``, ``kinds``, ``desired``. Where the recorded model's answer sits
in a body, a right report for an article of our own is put, cut or spoilt where the recorded answer
is; a body without an answer is served as it is. Each recording is tried with no ``mode`` set and in
the modes that it fits. ``desired`` says what should come of it: a class, how often to ask again,
and whether it concerns the one article or the run.

Prints a line for each trial that came out otherwise and the sum; exit status 1 where some did.
"""

from __future__ import annotations

import asyncio
import copy
import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from threading import Thread
from typing import Any

from extractor import exact_json, prompt, schema
from extractor.endpoint.config import Endpoint, resolve
from extractor.endpoint.pace import Clock
from extractor.errors import PERMANENT_KINDS, one_line
from extractor.extraction import Extraction, Extractor

ROOT = Path(__file__).resolve().parent.parent
TRADE = schema.load("trade", ROOT / "schemas" / "trade.py")
PROMPT = prompt.load("trade", ROOT / "prompts" / "trade.md")

ARTICLE = (
    "6 tháng đầu năm 2031, tổng kim ngạch xuất nhập khẩu của tỉnh Lạng Sơn đạt 1.200 triệu USD. "
    "Trong đó, xuất khẩu đạt 425 triệu USD; nhập khẩu đạt 775 triệu USD.\n\n"
    "6 tháng đầu năm 2031, tổng kim ngạch xuất nhập khẩu của tỉnh Cao Bằng đạt 312,5 triệu USD.\n\n"
    "6 tháng đầu năm 2031, tổng kim ngạch xuất nhập khẩu của tỉnh Hà Giang đạt 98 triệu USD.\n"
)


def _figure(value: float, text: str) -> dict[str, Any]:
    return {
        "value": value,
        "scale": "million",
        "currency": "USD",
        "text": f"{text} triệu USD",
        "approximate": False,
        "change": None,
        "plan": None,
    }


def _statement(place: str, **figures: Any) -> dict[str, Any]:
    period = {"start": "2031-01-01", "end": "2031-06-30", "text": "6 tháng đầu năm 2031"}
    return {
        "place": place,
        "scope": None,
        "period": period,
        **TRADE.empty_statement(),
        **figures,
    }


REPORT: dict[str, Any] = {
    "statements": [
        _statement(
            "Lạng Sơn",
            total=_figure(1200, "1.200"),
            export=_figure(425, "425"),
            **{"import": _figure(775, "775")},
        ),
        _statement("Cao Bằng", total=_figure(312.5, "312,5")),
        _statement("Hà Giang", total=_figure(98, "98")),
    ]
}
"""What ``ARTICLE`` says: three statements, so that several calls can share them."""

KINDS: Mapping[str, str | None] = {
    "ok": None,
    "ok_extra_calls": None,
    "no_answer": "malformed",
    "bad_sample": "malformed",
    "refused": "refused",
    "filtered": "refused",
    "document_too_large": "too_large",
    "not_found": "not_found",
    "not_an_llm_endpoint": "not_found",
    "param_unsupported": "unsupported",
    "schema_rejected": "unsupported",
    "rate_limited": "rate_limit",
    "server_error": "server",
    "error_in_200": "server",
    "auth": "auth",
    "truncated": "truncated",
}
"""The kind of failure that a recording's class is, ``None`` for a record; others are kinds."""

REQUESTS: Mapping[str, range] = {
    "no": range(1, 2),
    "resample_once": range(2, 4),
    "backoff": range(2, 9),
    "wait": range(2, 11),
    "only_with_more_tokens": range(1, 9),
    "drop_param": range(1, 5),
}
"""How many requests each way of asking again may cost."""

_LIMITS = ("max_tokens", "max_completion_tokens")
_TOLD = re.compile(r"(?:in|after) (\d+(?:\.\d+)?) ?s(?:ec|\b)", re.IGNORECASE)
_THOUGHTS = re.compile(r"\A\s*<think(?:ing)?>.*</think(?:ing)?>\s*", re.DOTALL)
_FENCED = re.compile(r"\A(.*?```[\w-]*\s*)(?:\{|\[).*?(\s*```.*)\Z", re.DOTALL)


@dataclass(frozen=True)
class Trial:
    """One recording in one mode; ``limit`` is the user's limit of tokens, where one is set."""

    recording: Mapping[str, Any]
    mode: str | None
    limit: int | None = None
    mends: bool = False
    """Whether the server answers well once the parameter that it complains about is gone."""

    @property
    def name(self) -> str:
        limited = f", limit {self.limit}" if self.limit else ""
        mended = ", right once the parameter is gone" if self.mends else ""
        return f"{self.recording['id']} [{self.mode or 'no mode set'}{limited}{mended}]"


@dataclass
class Log:
    """What happened in one trial, in order: a request's body, or the seconds waited."""

    events: list[dict[str, Any] | float] = field(default_factory=list)

    @property
    def requests(self) -> list[dict[str, Any]]:
        return [event for event in self.events if isinstance(event, dict)]

    def waits(self) -> list[float]:
        """Seconds waited before each request but the first."""
        waited: list[float] = []
        for event in self.events:
            if isinstance(event, dict):
                waited.append(0.0)
            elif waited:
                waited[-1] += event
        return waited[:-1]


def trials(recording: Mapping[str, Any]) -> list[Trial]:
    """The recording without a mode, and in those modes whose answers look like it."""
    asked, kinds = recording["request_shape"], set(recording["kinds"])
    if kinds & {"tool", "legacy", "tool_use_failed"} or asked.get("has_tools"):
        fits = ["tools"]
    elif asked.get("response_format") == "json_schema":
        fits = ["json_schema"]
    elif asked.get("response_format") == "json_object":
        fits = ["json"]
    else:
        fits = ["json", "md_json"]
    made = [Trial(recording, mode) for mode in (None, *fits)]
    if _parameter(recording) in _LIMITS:
        made += [Trial(recording, None, 4096, mends) for mends in (False, True)]
    return made


def kind_wanted(recording: Mapping[str, Any]) -> str | None:
    """The kind of failure that should come of a recording, ``None`` where a record should."""
    wanted: str = recording["desired"]["class"]
    return KINDS.get(wanted, wanted)


def served(recording: Mapping[str, Any]) -> bytes:
    """The recorded body with our report in the place of the model's answer."""
    body = recording["response_body"]
    if kind_wanted(recording) not in (None, "truncated", "malformed"):
        return _encoded(body)
    if not isinstance(body, str):
        return _encoded(_with_report(body, recording))
    try:
        document = json.loads(body)
    except ValueError:
        return body.encode()
    # Some servers keep the connection alive by blanks before the body.
    blank = body[: len(body) - len(body.lstrip())]
    return blank.encode() + _encoded(_with_report(document, recording))


def _encoded(body: Any) -> bytes:
    return (body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)).encode()


def _with_report(document: Any, recording: Mapping[str, Any]) -> Any:
    document = copy.deepcopy(document)
    choices = document.get("choices") if isinstance(document, dict) else None
    for choice in choices if isinstance(choices, list) else ():
        message = choice.get("message") if isinstance(choice, dict) else None
        if isinstance(message, dict) and not message.get("refusal"):
            _fill(message, recording)
    return document


def _fill(message: dict[str, Any], recording: Mapping[str, Any]) -> None:
    calls = [
        call["function"]
        for call in message.get("tool_calls") or ()
        if isinstance(call, dict) and isinstance(call.get("function"), dict)
    ]
    legacy = message.get("function_call")
    if not calls and isinstance(legacy, dict) and legacy.get("name"):
        calls = [legacy]
    if calls:
        parts = _parts(calls)
        for function, part in zip(calls, parts, strict=True):
            function["name"] = TRADE.report_name
            if "arguments" in function:
                function["arguments"] = _like(function["arguments"], part, recording)
    elif not message.get("tool_calls"):
        message["content"] = _content(message.get("content"), recording)


def _parts(calls: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The report for each call: the same where the calls say the same, else each a part of it."""
    said = [call.get("arguments") for call in calls]
    if all(one == said[0] for one in said):
        return [REPORT for _ in calls]
    statements, count = REPORT["statements"], len(calls)
    size = len(statements)
    return [
        {"statements": statements[i * size // count : (i + 1) * size // count]}
        for i in range(count)
    ]


def _content(content: Any, recording: Mapping[str, Any]) -> Any:
    if isinstance(content, list):
        for part in content:
            if isinstance(part, dict) and isinstance(part.get("text"), str):
                part["text"] = _like(part["text"], REPORT, recording)
                break
        return content
    if not isinstance(content, str):
        return _like(content, REPORT, recording) if isinstance(content, dict) else content
    if not content.strip():
        return content
    thoughts = _THOUGHTS.match(content)
    if thoughts is None and re.match(r"\s*<think", content):
        # Cut within the thoughts: the answer was not begun.
        return content
    before = thoughts[0] if thoughts else ""
    rest = content[len(before) :]
    if fenced := _FENCED.match(rest):
        return f"{before}{fenced[1]}{_text(REPORT)}{fenced[2]}"
    return before + str(_like(rest, REPORT, recording))


def _like(recorded: Any, report: dict[str, Any], recording: Mapping[str, Any]) -> Any:
    """``report`` as an object or text as the recorded answer is, and broken as that is."""
    wanted = recording["desired"]["class"]
    if not isinstance(recorded, str):
        return report if wanted in ("ok", "ok_extra_calls") else recorded
    text = _text(report)
    if wanted in ("ok", "ok_extra_calls"):
        return text
    if wanted == "truncated" or "truncated" in recording["kinds"]:
        # Within a text, behind a whole statement that could be taken for the answer.
        return text[: text.index("Cao Bằng") + 3]
    if "args_invalid" in recording["kinds"]:
        return text.replace('"million"', "million", 1)
    return recorded


def _text(report: dict[str, Any]) -> str:
    return json.dumps(report, ensure_ascii=False)


def _parameter(recording: Mapping[str, Any]) -> str | None:
    """The parameter that a refusal names, where dropping one is what should be done."""
    if recording["desired"]["retry"] != "drop_param":
        return None
    error = recording["response_body"].get("error")
    return error.get("param") if isinstance(error, dict) else None


def _good() -> bytes:
    message = {"role": "assistant", "content": _text(REPORT)}
    choice = {"index": 0, "finish_reason": "stop", "message": message}
    return _encoded({"object": "chat.completion", "model": "m", "choices": [choice]})


@contextmanager
def serving(trial: Trial, log: Log) -> Iterator[str]:
    """A server that gives the trial's answer to every request; its base URL."""
    recorded = trial.recording
    content, parameter = served(recorded), _parameter(recorded)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1

        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
            log.events.append(asked)
            status, headers, answer = recorded["status"], recorded["response_headers"], content
            if trial.mends and parameter not in asked:
                status, headers, answer = 200, {"content-type": "application/json"}, _good()
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, format: str, *args: Any) -> None:
            """Only what came of the trial is told."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        block_on_close = False

    server = Server(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1"
    finally:
        server.shutdown()
        server.server_close()


class Noted(Clock):
    """A clock on which waiting takes no time and is noted."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self._passed = 0.0

    def now(self) -> float:
        return super().now() + self._passed

    async def sleep(self, seconds: float) -> None:
        self._passed += seconds
        self._log.events.append(seconds)


def tried(trial: Trial) -> tuple[Extraction, Log]:
    """One article through an endpoint that answers like the recording; waits are not waited."""
    log = Log()

    async def run(endpoint: Endpoint) -> Extraction:
        async with Extractor(endpoint, TRADE, PROMPT, clock=Noted(log)) as extractor:
            return await extractor.extract(ARTICLE)

    with serving(trial, log) as base_url:
        settings: dict[str, Any] = {"base_url": base_url, "model": "m", "timeout_s": 20}
        if trial.mode is not None:
            settings["mode"] = trial.mode
        if trial.limit is not None:
            settings["max_output_tokens"] = trial.limit
        return asyncio.run(run(resolve({"tried": settings}, "tried"))), log


def deviations(trial: Trial) -> list[str]:
    """What came of the trial other than is desired, a line each."""
    extraction, log = tried(trial)
    desired = trial.recording["desired"]
    found = list(_of_outcome(trial, extraction))
    count, allowed = len(log.requests), REQUESTS[desired["retry"]]
    if desired["class"] == "error_in_200" and extraction.error is not None:
        # A body that names another kind may be treated as that.
        allowed = range(1, 9) if extraction.error.kind != "server" else allowed
    if count not in allowed:
        found.append(f"{count} requests, {allowed.start} to {allowed.stop - 1} wanted")
    told = _wait_told(trial.recording)
    if desired["retry"] == "wait" and any(wait < told for wait in log.waits()):
        found.append(f"asked again after {min(log.waits()):g} s, told to wait {told:g} s")
    if desired["retry"] == "only_with_more_tokens":
        limits = [max(r.get(name) or 0 for name in _LIMITS) for r in log.requests]
        if any(later <= earlier for earlier, later in pairwise(limits)):
            found.append(f"asked again without a larger limit of tokens: {limits}")
    return [f"{trial.name}: {line}" for line in found]


def _of_outcome(trial: Trial, extraction: Extraction) -> Iterator[str]:
    wanted = None if trial.mends else kind_wanted(trial.recording)
    error = extraction.error
    if wanted is None:
        if error is not None:
            yield f"failed as {error.kind}, a record is wanted: {error.message}"
        elif exact_json.canonical(extraction.data) != exact_json.canonical(_exact(REPORT)):
            yield "the record is not the report that was served"
        return
    if error is None:
        yield f"a record, a failure of kind {wanted} is wanted"
        return
    if error.kind != wanted and error.kind not in _kinds_named(trial.recording):
        yield f"failed as {error.kind}, {wanted} is wanted: {error.message}"
    if (error.kind in PERMANENT_KINDS) != (trial.recording["desired"]["scope"] == "run"):
        yield f"{error.kind} is not of the scope {trial.recording['desired']['scope']}"
    reason = _reason(trial.recording)
    if reason and reason not in error.message:
        yield f"the reason «{reason}» is not told: {error.message}"
    if trial.recording["desired"]["class"] == "not_an_llm_endpoint" and (
        "base_url" not in error.message
    ):
        yield f"no hint at base_url: {error.message}"


def _exact(report: Any) -> Any:
    return exact_json.loads(json.dumps(report))


def _errors(recording: Mapping[str, Any]) -> list[Any]:
    """The documents in a body that may hold an error: itself, or the events of a stream."""
    body = recording["response_body"]
    if not isinstance(body, str):
        return [body[0] if isinstance(body, list) and body else body]
    found = []
    for line in body.splitlines():
        _, _, rest = line.partition(":")
        if rest.strip().startswith("{"):
            try:
                found.append(json.loads(rest))
            except ValueError:
                continue
    return [one for one in found if isinstance(one, dict) and one.get("error")]


def _reason(recording: Mapping[str, Any]) -> str:
    """The beginning of the provider's own reason, empty where the body gives none."""
    for document in _errors(recording):
        if not isinstance(document, dict):
            continue
        error = document.get("error")
        upstream = error.get("metadata") if isinstance(error, dict) else None
        for said in (
            upstream.get("raw") if isinstance(upstream, dict) else None,
            error.get("message") if isinstance(error, dict) else error,
            document.get("detail"),
            document.get("message"),
        ):
            if isinstance(said, str) and said:
                return one_line(said)[:40].rstrip("…")
    return ""


def _kinds_named(recording: Mapping[str, Any]) -> set[str]:
    """Kinds that an error within a success names by itself."""
    if recording["desired"]["class"] != "error_in_200":
        return set()
    said = json.dumps(_errors(recording)).lower()
    named = {
        "tool_use_failed": "malformed",
        "json_validate_failed": "malformed",
        "token limit": "truncated",
        "rate limit": "rate_limit",
    }
    return {kind for words, kind in named.items() if words in said}


def _wait_told(recording: Mapping[str, Any]) -> float:
    """Seconds that a recording asks to wait, by its headers or in words; 0 where it does not."""
    headers = {k.lower(): v for k, v in recording["response_headers"].items()}
    told = [0.0]
    for name, unit in (("retry-after", 1.0), ("retry-after-ms", 1000.0)):
        if re.fullmatch(r"\d+(\.\d+)?", headers.get(name, "")):
            told.append(float(headers[name]) / unit)
    told += [float(found[1]) for found in _TOLD.finditer(_reason(recording))]
    return max(told)


def recordings(path: Path) -> list[dict[str, Any]]:
    """The recordings of a file, in order."""
    lines = path.read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def main(arguments: Sequence[str]) -> int:
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    read = recordings(Path(arguments[0]))
    right = count = 0
    for recording in read:
        made = trials(recording)
        count += len(made)
        found = [line for trial in made for line in deviations(trial)]
        right += not found
        for line in found:
            print(line, flush=True)
    print(f"{len(read)} recordings: {right} as desired ({count} trials)")
    return int(right < len(read))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
