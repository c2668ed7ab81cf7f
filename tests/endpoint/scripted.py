"""A server on 127.0.0.1 that answers as told and remembers what it was asked, and what it is asked.

``FARM`` is a schema of the tests' own, ``REPORT`` a report of it.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Annotated, Any

from pydantic import Field

from extractor.endpoint.config import Endpoint, resolve
from extractor.endpoint.pace import Clock
from extractor.extraction import Extraction, Extractor
from extractor.prompt import Prompt
from extractor.schema import Figure, Measure, Report, Schema, Statement, of_report


class FarmStatement(Statement):
    eggs: Annotated[Figure | None, Measure(phrases=("trứng",))] = Field(description="Eggs sold.")


class FarmReport(Report):
    statements: list[FarmStatement]


FARM = of_report("farm", FarmReport)
PROMPT = Prompt("farm", "Report what the article says, as ${report}.", "0" * 64)
ARTICLE = "Trại An Bình:\n\n bán {{ 12,5 }} triệu đồng trứng trong năm 2031. \n"


def statement(value: Any = 12.5, place: str = "An Bình") -> dict[str, Any]:
    return {
        "place": place,
        "scope": None,
        "period": {"start": "2031-01-01", "end": "2031-12-31", "text": "năm 2031"},
        "eggs": {
            "value": value,
            "scale": "million",
            "currency": "VND",
            "text": "12,5 triệu đồng",
            "approximate": False,
            "change": None,
            "plan": None,
        },
    }


REPORT: dict[str, Any] = {"statements": [statement()]}


@dataclass(frozen=True)
class Reply:
    """One response; ``body`` is sent as JSON unless it is bytes."""

    body: Any
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: {"content-type": "application/json"})
    delay: float = 0

    @property
    def content(self) -> bytes:
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


def with_message(message: Any, finish: str | None = "stop", **more: Any) -> dict[str, Any]:
    return {
        "id": "x",
        "object": "chat.completion",
        "model": "served-7",
        "choices": [{"index": 0, "finish_reason": finish, "message": message}],
        "usage": {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120},
        **more,
    }


def with_content(content: Any, finish: str | None = "stop") -> dict[str, Any]:
    return with_message({"role": "assistant", "content": content}, finish)


def with_call(arguments: Any, name: str = "FarmReport", finish: str = "tool_calls") -> Any:
    return with_calls([(name, arguments)], finish)


def with_calls(calls: Sequence[tuple[str, Any]], finish: str = "tool_calls") -> dict[str, Any]:
    return with_message(
        {
            "role": "assistant",
            "content": None,
            "tool_calls": [
                {"id": f"c{i}", "type": "function", "function": {"name": n, "arguments": a}}
                for i, (n, a) in enumerate(calls)
            ],
        },
        finish,
    )


GOOD = Reply(with_call(json.dumps(REPORT)))


@dataclass
class Scripted:
    """What the server was asked, in order."""

    port: int
    paths: list[str] = field(default_factory=list)
    bodies: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"


@contextmanager
def scripted(*replies: Reply) -> Iterator[Scripted]:
    """A server that gives these replies one after the other, the last one for good."""
    seen: Scripted

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1

        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers["content-length"]))
            reply = replies[min(len(seen.bodies), len(replies) - 1)]
            seen.paths.append(self.path)
            seen.headers.append({k.lower(): v for k, v in self.headers.items()})
            seen.bodies.append(json.loads(content))
            if reply.delay:
                stop.wait(reply.delay)
            try:
                self.send_response(reply.status)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                self.send_header("content-length", str(len(reply.content)))
                self.end_headers()
                self.wfile.write(reply.content)
            except OSError:
                self.close_connection = True

        def log_message(self, format: str, *args: Any) -> None:
            pass

    from threading import Event

    stop = Event()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.block_on_close = False
    seen = Scripted(server.server_address[1])
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield seen
    finally:
        stop.set()
        server.shutdown()
        server.server_close()
        thread.join()


class Passing(Clock):
    """A clock on which waiting takes no time; ``waits`` are the seconds waited."""

    def __init__(self) -> None:
        self.waits: list[float] = []

    def now(self) -> float:
        return super().now() + sum(self.waits)

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        await asyncio.sleep(0)


def endpoint(base_url: str, **settings: Any) -> Endpoint:
    return resolve({"tried": {"base_url": base_url, "model": "model-7", **settings}}, "tried")


def extract(
    asked: Endpoint,
    text: str = ARTICLE,
    *,
    schema: Schema = FARM,
    prompt: Prompt = PROMPT,
    waits: list[float] | None = None,
) -> Extraction:
    """One extraction, waits noted instead of waited."""
    clock = Passing()

    async def run() -> Extraction:
        async with Extractor(asked, schema, prompt, clock=clock) as extractor:
            return await extractor.extract(text)

    extraction = asyncio.run(run())
    if waits is not None:
        waits.extend(clock.waits)
    return extraction


def outcome(*replies: Reply, **settings: Any) -> tuple[Extraction, Scripted]:
    """What comes of one article when a server replies like that."""
    with scripted(*replies) as server:
        return extract(endpoint(server.base_url, **settings)), server


class FakeReading:
    def __init__(self, data: Any) -> None:
        self.data = data


def reading(data: Any) -> Callable[[str, Schema], FakeReading]:
    """A reader that reads that out of every text."""
    return lambda text, schema: FakeReading(data)
