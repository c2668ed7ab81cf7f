"""A service on 127.0.0.1 that fails as it is told, and projects whose endpoint it is.

It runs on an event loop of its own, so that hundreds of requests may be under way, and speaks
HTTP/1.1 over connections that stay open. ``asked`` are the requests in the order they came, each
with the moments at which it was there as a whole and at which its answer went out.
"""

from __future__ import annotations

import asyncio
import inspect
import json
import re
import threading
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.harness import ARTICLE, MakeProject, ProjectFolder, report

SHOWN_KEY = "sk-test-9f8e7d6c5b4a"
"""What the environment holds where a test needs a key; no service takes it."""


@dataclass
class Asked:
    """One request; ``number`` is its article's, ``again`` how often that was asked before."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]
    moment: float
    again: int
    replied: float = float("inf")

    @property
    def article(self) -> str:
        """The article as it was sent."""
        text: str = self.body["messages"][1]["content"]
        return text

    @property
    def number(self) -> int:
        return numbered(self.article)

    @property
    def mode(self) -> str:
        if "tools" in self.body:
            return "tools"
        asked = self.body.get("response_format", {}).get("type")
        return {"json_schema": "json_schema", "json_object": "json"}.get(asked, "md_json")


@dataclass(frozen=True)
class Reply:
    """One response; ``missing`` bytes of it never come, ``dropped`` is a connection hung up.

    ``last`` hangs up behind it without a word.
    """

    body: Any = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0
    missing: int = 0
    dropped: bool = False
    last: bool = False

    @property
    def content(self) -> bytes:
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


Replying = Callable[[Asked], "Reply | Awaitable[Reply]"]


class Service:
    """Answers each request as ``reply`` says; ``peak`` is the most it had under way at once."""

    def __init__(self, reply: Replying) -> None:
        self.reply = reply
        self.asked: list[Asked] = []
        self.peak = self.under_way = 0
        self._times: Counter[str] = Counter()
        self._connections: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None
        self._port = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.up()

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self._port}/v1"

    def table(self, name: str = "model", **settings: Any) -> str:
        """A table of ``extractor.toml`` for an endpoint that is this service."""
        lines = [f"[endpoints.{name}]", f'base_url = "{self.base_url}"', 'model = "m"']
        return "\n".join([*lines, *(f"{k} = {_toml(v)}" for k, v in settings.items()), ""])

    def up(self) -> None:
        """Listen, on the same port as before."""
        self._do(self._listen())

    def down(self) -> None:
        """Hang up on everybody and listen no more."""
        self._do(self._hang_up())

    def close(self) -> None:
        self.down()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _do(self, work: Any) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(30)

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self._port, backlog=512)
        self._port = self._server.sockets[0].getsockname()[1]

    async def _hang_up(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None
        for connection in self._connections:
            connection.transport.abort()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._connections.add(writer)
        try:
            while await self._exchange(reader, writer):
                pass
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            """A client that went away, or a service that goes down."""
        finally:
            self._connections.discard(writer)
            writer.transport.abort()

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """One request and its response; whether the connection stays open."""
        first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {
            name.lower(): value.strip()
            for name, _, value in (line.partition(":") for line in lines if line)
        }
        body = json.loads(await reader.readexactly(int(headers["content-length"])))
        text = body["messages"][1]["content"]
        asked = Asked(first.split()[1], headers, body, time.monotonic(), self._times[text])
        self._times[text] += 1
        self.asked.append(asked)
        self.under_way += 1
        self.peak = max(self.peak, self.under_way)
        try:
            made = self.reply(asked)
            reply = await made if inspect.isawaitable(made) else made
            await asyncio.sleep(reply.delay)
        finally:
            self.under_way -= 1
        asked.replied = time.monotonic()
        if reply.dropped:
            return False
        content = reply.content
        told = {
            "content-type": "application/json",
            "content-length": str(len(content)),
            **reply.headers,
        }
        head = "".join(f"{name}: {value}\r\n" for name, value in told.items())
        writer.write(f"HTTP/1.1 {reply.status} X\r\n{head}\r\n".encode("latin-1"))
        writer.write(content[: len(content) - reply.missing])
        await writer.drain()
        return not (reply.missing or reply.last)


def _toml(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{k} = {_toml(v)}" for k, v in value.items()) + "}"
    return json.dumps(value)


@contextmanager
def serving(reply: Replying) -> Iterator[Service]:
    """A service for as long as the block lasts."""
    service = Service(reply)
    try:
        yield service
    finally:
        service.close()


# ---- what a service says


def answered(data: Any = None, *, mode: str = "tools", **more: Any) -> dict[str, Any]:
    """A completion with that report, ``report()`` where none is given, in the form of ``mode``."""
    text = data if isinstance(data, str) else json.dumps(report() if data is None else data)
    call = {"id": "c", "type": "function", "function": {"name": "TradeReport", "arguments": text}}
    message = (
        {"role": "assistant", "content": None, "tool_calls": [call]}
        if mode == "tools"
        else {"role": "assistant", "content": text}
    )
    choice = {"index": 0, "finish_reason": "stop", "message": message}
    usage = {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110}
    return {"object": "chat.completion", "model": "served", "choices": [choice], "usage": usage} | (
        more
    )


def good(asked: Asked, **more: Any) -> Reply:
    """The right answer in whatever mode it was asked for."""
    return Reply(answered(mode=asked.mode), **more)


def error(
    status: int, message: str, headers: Mapping[str, str] | None = None, **more: Any
) -> Reply:
    """A refusal with its reason."""
    return Reply({"error": {"message": message, **more}}, status, headers or {})


# ---- projects and runs


def article(number: int) -> str:
    """A text that no other number has, with the same figures."""
    return f"Bản tin số {number}.\n\n{ARTICLE}"


def numbered(text: str) -> int:
    """The number of an article."""
    found = re.match(r"Bản tin số (\d+)\.", text)
    assert found is not None, text
    return int(found[1])


def articles(count: int) -> dict[str, str]:
    """That many articles as files, in the order of their numbers."""
    return {f"a/{number:04}.txt": article(number) for number in range(count)}


def with_articles(project: MakeProject, count: int, *tables: str) -> ProjectFolder:
    """A project of that many articles and these endpoints."""
    return project({"extractor.toml": "\n".join(tables), **articles(count)})


def command(*more: str, out: str = "r", endpoint: str = "model") -> tuple[str, ...]:
    """The run of all articles into ``out``."""
    return ("run", "a", "--endpoint", endpoint, "--out", out, *more)


def records(here: ProjectFolder, out: str = "r") -> list[dict[str, Any]]:
    """A run's records as they stand in its file, but for a last line that was cut off."""
    text = (here.root / out / "results.jsonl").read_text("utf-8", "replace")
    return [json.loads(line) for line in text.split("\n")[:-1]]


def done(here: ProjectFolder, out: str = "r") -> list[str]:
    """The ids of articles with a result, in the file's order."""
    return [r["article"]["id"] for r in records(here, out) if r["status"] in ("ok", "flagged")]


def ids(count: int) -> list[str]:
    return [f"{number:04}" for number in range(count)]


def manifest(here: ProjectFolder, out: str = "r") -> dict[str, Any]:
    found: dict[str, Any] = json.loads((here.root / out / "run.json").read_text("utf-8"))
    return found


def wait_for(condition: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)
