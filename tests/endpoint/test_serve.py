"""The builtin endpoint over a port."""

from __future__ import annotations

import http.client
import json
import socket
from collections.abc import Iterator
from typing import Any

import pytest

from extractor import reader
from extractor.endpoint import serve
from extractor.errors import UsageError
from tests.endpoint.scripted import ARTICLE, FARM, REPORT, endpoint, extract, reading


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[serve.Server]:
    monkeypatch.setattr(reader, "read", reading(REPORT), raising=False)
    with serve.serving({"FarmReport": FARM}.get) as running:
        yield running


def asked(
    server: serve.Server, method: str, path: str, body: bytes = b"", **headers: str
) -> tuple[int, Any]:
    connection = http.client.HTTPConnection(serve.HOST, server.server_address[1], timeout=10)
    try:
        connection.request(method, path, body, {k.replace("_", "-"): v for k, v in headers.items()})
        response = connection.getresponse()
        return response.status, json.loads(response.read())
    finally:
        connection.close()


def test_an_extraction_over_the_port(server: serve.Server) -> None:
    extraction = extract(endpoint(server.base_url))
    assert extraction.error is None
    assert extraction.data == REPORT
    assert extraction.answer is not None
    assert (extraction.answer.model, extraction.answer.served_model) == ("model-7", "builtin")


def test_it_lists_its_model(server: serve.Server) -> None:
    status, document = asked(server, "GET", "/v1/models")
    assert (status, [model["id"] for model in document["data"]]) == (200, ["builtin"])


@pytest.mark.parametrize(("method", "path"), [("GET", "/"), ("POST", "/v1/completions")])
def test_other_addresses_are_not_found(server: serve.Server, method: str, path: str) -> None:
    status, document = asked(server, method, path, b"{}")
    assert status == 404
    assert path in document["error"]["message"]


def test_bad_input_is_answered_and_the_server_lives_on(
    server: serve.Server, capfd: pytest.CaptureFixture[str]
) -> None:
    path = "/v1/chat/completions"
    assert asked(server, "POST", path, b"\x00")[0] == 400
    assert asked(server, "POST", path, content_length="-1")[0] == 411
    assert asked(server, "POST", path, content_length="9" * 13)[0] == 413
    assert asked(server, "POST", path, content_length=str(serve.MAX_REQUEST_BYTES + 1))[0] == 413
    with socket.create_connection((serve.HOST, server.server_address[1])) as gone:
        gone.sendall(b"POST /v1/chat/completions HTTP/1.1\r\ncontent-length: 10\r\n\r\n{")
    request = {
        "messages": [{"role": "user", "content": ARTICLE}],
        "tools": [{"function": {"name": "FarmReport"}}],
    }
    assert asked(server, "POST", path, json.dumps(request).encode())[0] == 200
    assert capfd.readouterr() == ("", "")


def test_it_listens_on_this_machine_alone(server: serve.Server) -> None:
    assert server.server_address[0] == "127.0.0.1"
    assert server.base_url.startswith("http://127.0.0.1:")


@pytest.mark.parametrize("port", [70_000, -1])
def test_a_port_that_cannot_be_had_is_said(port: int) -> None:
    with pytest.raises(UsageError, match=str(port)):
        serve.Server({}.get, port)


def test_a_port_in_use_is_said(server: serve.Server) -> None:
    port = server.server_address[1]
    with pytest.raises(UsageError, match=str(port)):
        serve.Server({}.get, port)
