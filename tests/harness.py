"""A project made of a dict of files, and commands that run in it."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Protocol

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent


IN_TURN = """
import sys
from extractor.cli.app import run_command_line
for command in sys.argv[1:]:
    print(f"ended: {run_command_line(command.split())}", file=sys.stderr)
"""
"""Python that runs its arguments, a command each, in one process, which is started but once."""


def statuses(stderr: str) -> list[int]:
    """The exit statuses of the commands of ``IN_TURN``, as far as it came."""
    told = [line.split() for line in stderr.splitlines()]
    return [int(words[1]) for words in told if words[:1] == ["ended:"]]


@dataclass(frozen=True)
class Outcome:
    """How one command ended: its exit status and what it wrote to either stream."""

    status: int
    stdout: str
    stderr: str


@dataclass(frozen=True)
class ProjectFolder:
    """A project in a temporary folder, and commands that run in it."""

    root: Path
    monkeypatch: pytest.MonkeyPatch

    def write(self, files: Mapping[str, str | bytes]) -> None:
        for name, content in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())

    def files(self, below: str = ".") -> dict[str, str]:
        folder = self.root / below
        return {
            path.relative_to(folder).as_posix(): path.read_bytes().decode(
                "utf-8", "backslashreplace"
            )
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }

    def run(self, *arguments: str, stdin: bytes = b"") -> Outcome:
        """One command in this process."""
        from extractor.cli.app import run_command_line

        out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.TextIOWrapper(io.BytesIO(), "utf-8")
        with self.monkeypatch.context() as patch:
            patch.chdir(self.root)
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), "utf-8"))
            patch.setattr(sys, "stdout", out)
            patch.setattr(sys, "stderr", err)
            status = run_command_line(arguments)
        texts = []
        for stream in (out, err):
            stream.flush()
            assert isinstance(stream.buffer, io.BytesIO)
            texts.append(stream.buffer.getvalue().decode())
        return Outcome(status, *texts)

    def spawn(
        self,
        *arguments: str,
        stdin: bytes = b"",
        env: Mapping[str, str] | None = None,
        python: tuple[str, ...] = ("-m", "extractor"),
    ) -> Outcome:
        """One command in a process of its own."""
        done = subprocess.run(
            [sys.executable, *python, *arguments],
            cwd=self.root,
            input=stdin,
            capture_output=True,
            env=self.environment(env),
            timeout=60,
        )
        return Outcome(
            done.returncode,
            done.stdout.decode("utf-8", "backslashreplace"),
            done.stderr.decode("utf-8", "backslashreplace"),
        )

    def environment(self, more: Mapping[str, str] | None = None) -> dict[str, str]:
        return {**os.environ, "PYTHONPATH": str(REPOSITORY), **(more or {})}


MakeProject = Callable[[Mapping[str, "str | bytes"]], ProjectFolder]


class MakeProjectAfter(Protocol):
    """Makes a project of the given files after some commands, each of which ends with ``status``.

    They run once for all tests of a process that begin alike; each test has a copy of its own.
    """

    def __call__(
        self, files: Mapping[str, str | bytes], *commands: tuple[str, ...], status: int = 0
    ) -> ProjectFolder: ...


def put(root: Path, *names: str) -> None:
    """Files below ``root``, each with a text of its own."""
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"text of {name}", encoding="utf-8")


ARTICLE = """Kim ngạch xuất nhập khẩu của tỉnh Lạng Sơn

Theo Sở Công Thương, 6 tháng đầu năm 2021, tổng kim ngạch xuất nhập khẩu của tỉnh Lạng Sơn đạt \
1.200 triệu USD, tăng 10% so với cùng kỳ năm 2020. Trong đó, xuất khẩu đạt 425 triệu USD; \
nhập khẩu đạt 775 triệu USD.
"""
"""A short article whose three figures agree."""

BROKEN = ARTICLE.replace("775", "575")
"""The same with parts that do not make up the total."""

EGGS = """
from __future__ import annotations

from typing import Annotated
from extractor.schema import Figure, Measure, Report, Statement


class EggStatement(Statement):
    eggs: Annotated[Figure | None, Measure(phrases=("trứng",))]


class EggReport(Report):
    statements: list[EggStatement]
"""
"""A schema of a user's own."""


def figure(value: int, text: str) -> dict[str, Any]:
    """A figure in million USD as a model would answer it."""
    return {
        "value": value,
        "scale": "million",
        "currency": "USD",
        "text": text,
        "approximate": False,
        "change": None,
        "plan": None,
    }


def report(total: int = 1200) -> dict[str, Any]:
    """What a model answers to ``ARTICLE``, or that with another total."""
    grown = {"percent": 10, "text": "tăng 10%"}
    statement = {
        "place": "Lạng Sơn",
        "scope": None,
        "period": {
            "start": "2021-01-01",
            "end": "2021-06-30",
            "text": "6 tháng đầu năm 2021",
        },
        "total": figure(total, "1.200 triệu USD") | {"change": grown},
        "export": figure(425, "425 triệu USD"),
        "import": figure(775, "775 triệu USD"),
        "local_export": None,
        "balance": None,
    }
    return {"statements": [statement]}


def completion(data: Any) -> bytes:
    """A chat completion that calls the report's tool with ``data``."""
    call = {"name": "TradeReport", "arguments": json.dumps(data, ensure_ascii=False)}
    message = {
        "role": "assistant",
        "content": None,
        "tool_calls": [{"id": "call_1", "type": "function", "function": call}],
    }
    choice = {"index": 0, "finish_reason": "tool_calls", "message": message}
    usage = {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110}
    body = {
        "id": "x",
        "object": "chat.completion",
        "created": 0,
        "model": "served-model",
        "choices": [choice],
        "usage": usage,
    }
    return json.dumps(body).encode()


Reply = tuple[int, bytes]


class ModelServer:
    """An HTTP server on this machine that answers each request as ``reply`` says.

    ``reply`` gets the request's body; ``requests`` are the bodies so far, ``together`` the most
    that were being answered at one time.
    """

    def __init__(self, reply: Callable[[dict[str, Any]], Reply]) -> None:
        self.reply = reply
        self.requests: list[dict[str, Any]] = []
        self.together = 0
        self._now = 0
        self._lock = threading.Lock()
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                with server._lock:
                    server.requests.append(body)
                    server._now += 1
                    server.together = max(server.together, server._now)
                try:
                    status, answer = server.reply(body)
                finally:
                    with server._lock:
                        server._now -= 1
                self.send_response(status)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_: Any) -> None:
                pass

        class Quiet(ThreadingHTTPServer):
            daemon_threads = True
            block_on_close = False

            def handle_error(self, *_: Any) -> None:
                """A client that went away is expected."""

        self._http = Quiet(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_port}/v1"

    def configuration(self, **settings: Any) -> str:
        """An ``extractor.toml`` whose endpoint «model» is this server."""
        lines = ["[endpoints.model]", f'base_url = "{self.base_url}"', 'model = "m"']
        return "\n".join([*lines, *(f"{k} = {json.dumps(v)}" for k, v in settings.items())])

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()
