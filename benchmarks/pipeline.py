"""What a run costs beside the model: N articles against a server on this machine of set latency.

    python benchmarks/pipeline.py [-n ARTICLES] [-c CONCURRENCY] [--latency SECONDS] [--only NAME]

Each way to ask has a process of its own, one after the other, so that its processor time and peak
memory are its own; the server, a process as well, counts what is in flight. Efficiency is N times
latency over C and over the wall time: what part of the time was spent waiting for the model.

``bare``
    an asyncio client over plain sockets: the same bodies, answers read and thrown away
``instructor``
    ``instructor.from_openai(AsyncOpenAI)`` in a loop with a semaphore, its retries off
``calls``
    this package's calls alone: request, answer, report
``checked``
    the same and every report checked
``run``
    a whole run: read, asked, checked, on the disk
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import multiprocessing
import os
import resource
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
ARTICLE = (ROOT / "golden" / "trade" / "a01.txt").read_text("utf-8")
REPORT = json.loads((ROOT / "golden" / "trade" / "a01.json").read_text("utf-8"))["data"]
WAYS = ("bare", "instructor", "calls", "checked", "run")

Ask = Callable[[int], Awaitable[object]]


def article(number: int) -> str:
    return f"{ARTICLE}\n({number})\n"


# ---- the server


def spanless(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: spanless(v) for k, v in value.items() if k != "span"}
    return [spanless(v) for v in value] if isinstance(value, list) else value


def response() -> bytes:
    arguments = json.dumps(spanless(REPORT), ensure_ascii=False)
    call = {"name": "TradeReport", "arguments": arguments}
    message = {
        "role": "assistant",
        "content": None,
        "tool_calls": [{"id": "call_0", "type": "function", "function": call}],
    }
    body = json.dumps(
        {
            "id": "x",
            "object": "chat.completion",
            "created": 0,
            "model": "m",
            "choices": [{"index": 0, "finish_reason": "tool_calls", "message": message}],
            "usage": {"prompt_tokens": 3000, "completion_tokens": 500, "total_tokens": 3500},
        }
    ).encode()
    head = f"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {len(body)}"
    return head.encode() + b"\r\n\r\n" + body


class Flight:
    """How many requests are being answered, and the most there were at one time."""

    now = most = served = 0


class Answering(asyncio.Protocol):
    def __init__(self, flight: Flight, latency: float, answer: bytes) -> None:
        self.flight, self.latency, self.answer = flight, latency, answer
        self.buffer = b""

    def connection_made(self, transport: Any) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        head, found, rest = self.buffer.partition(b"\r\n\r\n")
        if not found:
            return
        length = next(
            int(line.split(b":")[1])
            for line in head.lower().split(b"\r\n")
            if line.startswith(b"content-length:")
        )
        if len(rest) < length:
            return
        self.buffer = rest[length:]
        self.flight.now += 1
        self.flight.most = max(self.flight.most, self.flight.now)
        asyncio.get_running_loop().call_later(self.latency, self.reply)

    def reply(self) -> None:
        self.flight.now -= 1
        self.flight.served += 1
        self.transport.write(self.answer)


def serve(latency: float, port: Connection) -> None:
    async def main() -> None:
        flight, loop, answer = Flight(), asyncio.get_running_loop(), response()
        server = await loop.create_server(
            lambda: Answering(flight, latency, answer), "127.0.0.1", 0, backlog=1024
        )
        port.send(server.sockets[0].getsockname()[1])
        while await loop.run_in_executor(None, port.recv):
            port.send((flight.most, flight.served))
            flight.most = flight.served = 0
        server.close()

    asyncio.run(main())


# ---- the ways to ask


async def bounded(ask: Ask, articles: int, concurrency: int) -> None:
    numbers = iter(range(articles))

    async def work() -> None:
        for number in numbers:
            await ask(number)

    await asyncio.gather(*(work() for _ in range(concurrency)))


@contextlib.asynccontextmanager
async def bare(base_url: str) -> Any:
    host, port = base_url.split("/")[2].split(":")
    idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []
    setup = prepared(base_url)
    system = setup.prompt.render(setup.schema)
    tool = {"name": "TradeReport", "parameters": setup.schema.wire()}

    async def ask(number: int) -> bytes:
        messages = [
            {"role": "system", "content": system},
            {"role": "user", "content": article(number)},
        ]
        tools = [{"type": "function", "function": tool}]
        body = json.dumps({"model": "m", "messages": messages, "tools": tools}).encode()
        reader, writer = idle.pop() if idle else await asyncio.open_connection(host, port)
        head = f"POST /v1/chat/completions HTTP/1.1\r\nhost: {host}\r\ncontent-length: {len(body)}"
        writer.write(head.encode() + b"\r\n\r\n" + body)
        answer = await reader.readuntil(b"\r\n\r\n")
        length = int(answer.lower().split(b"content-length:")[1].split(b"\r\n")[0])
        content = await reader.readexactly(length)
        idle.append((reader, writer))
        return content

    yield ask
    for _, writer in idle:
        writer.close()


@contextlib.asynccontextmanager
async def instructor(base_url: str) -> Any:
    import instructor
    from openai import AsyncOpenAI

    setup = prepared(base_url)
    system = setup.prompt.render(setup.schema)
    client = instructor.from_openai(
        AsyncOpenAI(base_url=base_url, api_key="none", max_retries=0), mode=instructor.Mode.TOOLS
    )

    async def ask(number: int) -> object:
        return await client.chat.completions.create(
            model="m",
            response_model=setup.schema.report,
            max_retries=0,
            messages=[
                {"role": "system", "content": system},
                {"role": "user", "content": article(number)},
            ],
        )

    yield ask


@contextlib.asynccontextmanager
async def calls(base_url: str, *, checked: bool = False) -> Any:
    from extractor.checks import check
    from extractor.extraction import Extractor

    setup = prepared(base_url)
    async with Extractor(setup.endpoint, setup.schema, setup.prompt) as extractor:

        async def ask(number: int) -> object:
            extraction = await extractor.extract(article(number))
            if extraction.data is None:
                raise AssertionError(extraction.error)
            if checked:
                return check(article(number), extraction.data, setup.schema)
            return extraction

        yield ask


def prepared(base_url: str) -> Any:
    from dataclasses import replace

    from extractor import project
    from extractor.endpoint.config import resolve
    from extractor.workflow.setup import prepare

    setup = prepare(project.load(ROOT))
    tables = {"loop": {"base_url": base_url, "model": "m", "mode": "tools"}}
    return replace(setup, endpoint=resolve(tables, "loop"))


class Silent:
    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *_, **__: None


def whole_run(base_url: str, articles: int, concurrency: int) -> float:
    """A run over a folder of articles; the seconds of the run alone."""
    from dataclasses import replace

    from extractor import project
    from extractor.workflow import running

    setup = prepared(base_url)
    setup = replace(setup, endpoint=replace(setup.endpoint, concurrency=concurrency))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "extractor.toml").touch()
        (folder / "articles").mkdir()
        for number in range(articles):
            (folder / "articles" / f"{number:06}.txt").write_text(article(number), "utf-8")
        begin = time.perf_counter()
        result = running.run(
            project.load(folder), [str(folder / "articles")], setup, Silent(), out=folder / "run"
        )
        took = time.perf_counter() - begin
    if result.manifest.counts.failed or result.manifest.counts.pending:
        raise AssertionError(result.manifest.counts)
    return took


# ---- measuring


def measured(way: str, base_url: str, articles: int, concurrency: int, tell: Connection) -> None:
    async def asked() -> float:
        from dataclasses import replace

        global prepared
        plain = prepared

        def wide(url: str) -> Any:
            setup = plain(url)
            return replace(setup, endpoint=replace(setup.endpoint, concurrency=concurrency))

        prepared = wide
        ways = {
            "bare": bare,
            "instructor": instructor,
            "calls": calls,
            "checked": lambda url: calls(url, checked=True),
        }
        async with ways[way](base_url) as ask:
            # Imports, connections and caches are not what is measured.
            await ask(-1)
            nonlocal used, articles
            used = cpu()
            begin = time.perf_counter()
            await bounded(ask, articles, concurrency)
            return time.perf_counter() - begin

    used = cpu()
    took = whole_run(base_url, articles, concurrency) if way == "run" else asyncio.run(asked())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    tell.send((took, cpu() - used, peak))


def cpu() -> float:
    times = os.times()
    return times.user + times.system


def line(
    way: str, base_url: str, server: Connection, articles: int, concurrency: int, latency: float
) -> str:
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(
        target=measured, args=(way, base_url, articles, concurrency, there), daemon=True
    )
    process.start()
    there.close()
    took, used, peak = here.recv()
    process.join()
    server.send(True)
    most, _ = server.recv()
    efficiency = articles * latency / concurrency / took
    return (
        f"{way:12}{took:9.2f}{efficiency:13.3f}{1000 * used / articles:17.2f}{peak:11.0f}{most:11}"
    )


@contextlib.contextmanager
def server(latency: float) -> Iterator[tuple[str, Connection]]:
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=serve, args=(latency, there), daemon=True)
    process.start()
    port = here.recv()
    try:
        yield f"http://127.0.0.1:{port}/v1", here
    finally:
        here.send(False)
        process.join(5)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-n", "--articles", type=int, default=640)
    parser.add_argument("-c", "--concurrency", type=int, default=16)
    parser.add_argument("--latency", type=float, default=0.2, help="seconds an answer takes")
    parser.add_argument("--only", choices=WAYS, action="append", help="this way alone; repeatable")
    given = parser.parse_args()
    print(
        f"{given.articles} articles, {given.concurrency} at once, {given.latency} s an answer; "
        f"ideal {given.articles * given.latency / given.concurrency:.2f} s"
    )
    print(
        f"{'':12}{'wall s':>9}{'efficiency':>13}{'CPU ms/article':>17}{'peak MB':>11}{'peak C':>11}"
    )
    with server(given.latency) as (base_url, control):
        for way in given.only or WAYS:
            print(
                line(way, base_url, control, given.articles, given.concurrency, given.latency),
                flush=True,
            )


if __name__ == "__main__":
    main()
