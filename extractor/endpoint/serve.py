"""The builtin endpoint over HTTP on 127.0.0.1, for programs that speak to any compatible server.

Answers ``POST /v1/chat/completions`` and ``GET /v1/models``. It listens on the loopback interface
alone, reads at most ``MAX_REQUEST_BYTES`` and prints nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from extractor.endpoint import builtin
from extractor.errors import UsageError
from extractor.record import Data

HOST = "127.0.0.1"
MAX_REQUEST_BYTES = 64 * 1024 * 1024
"""Room for the largest article, escaped, and its prompt."""

_IDLE_S = 60


class Server(ThreadingHTTPServer):
    """A listening server; ``serve_forever`` answers until ``shutdown``.

    Port 0 takes a free one. Raises ``UsageError`` where the port cannot be had.
    """

    daemon_threads = True
    block_on_close = False

    def __init__(self, schemas: builtin.Schemas, port: int = 0) -> None:
        self.schemas = schemas
        try:
            super().__init__((HOST, port), _Handler)
        except (OSError, OverflowError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise UsageError(
                f"cannot listen on {HOST}:{port}: {reason}", "choose another --port"
            ) from None

    @property
    def base_url(self) -> str:
        """What an endpoint's ``base_url`` is to reach this server."""
        return f"http://{HOST}:{self.server_address[1]}/v1"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no event."""


@contextmanager
def serving(schemas: builtin.Schemas, port: int = 0) -> Iterator[Server]:
    """A server that answers in a thread of its own while the context lasts."""
    with Server(schemas, port) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "extractor"
    sys_version = ""
    timeout = _IDLE_S
    # Headers and body in one packet: apart, the second waits for an acknowledgement.
    wbufsize = -1
    server: Server

    def do_GET(self) -> None:
        if self.path.rstrip("/") == "/v1/models":
            self._reply(200, builtin.MODELS)
        else:
            self._refuse(404, f"there is nothing at {self.path[:80]}")

    def do_POST(self) -> None:
        if self.path.rstrip("/") != "/v1/chat/completions":
            self._refuse(404, f"there is nothing at {self.path[:80]}")
            return
        length = self.headers.get("content-length", "")
        if not (length.isascii() and length.isdigit()):
            self._refuse(411, "a content-length is needed")
        elif len(length) > 12 or int(length) > MAX_REQUEST_BYTES:
            self._refuse(413, f"the request is larger than {MAX_REQUEST_BYTES} bytes")
        else:
            body = self.rfile.read(int(length))
            self._reply(*builtin.answer(body, self.server.schemas))

    def log_message(self, format: str, *args: Any) -> None:
        """Requests are not logged: they hold articles."""

    def _refuse(self, status: int, message: str) -> None:
        # What was not read would be taken for the next request.
        self.close_connection = True
        self._reply(
            status, {"error": {"message": message, "type": "invalid_request_error", "code": None}}
        )

    def _reply(self, status: int, document: Data) -> None:
        content = builtin.encode(document)
        self.send_response(status)
        for name, value in builtin.headers(status).items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(content)))
        if self.close_connection:
            self.send_header("connection", "close")
        self.end_headers()
        self.wfile.write(content)
