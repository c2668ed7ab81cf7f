"""What the way to a server can do to a request, and what of it a user is told."""

from __future__ import annotations

import logging
import socket

import pytest

from extractor.endpoint import client
from extractor.errors import ConfigurationError
from tests.endpoint.scripted import (
    ARTICLE,
    GOOD,
    Reply,
    endpoint,
    extract,
    outcome,
    scripted,
    with_content,
)

KEY = "sk-0123456789-farm"


@pytest.fixture
def key(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("FARM_KEY", KEY)
    return KEY


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def test_a_server_that_is_not_there_is_named() -> None:
    port = free_port()
    extraction = extract(endpoint(f"http://127.0.0.1:{port}/v1"))
    assert extraction.error is not None
    assert extraction.error.kind == "network"
    assert f"127.0.0.1:{port}" in extraction.error.message
    assert "base_url" in extraction.error.message
    assert len(extraction.attempts) == 4
    assert extraction.exchange is not None
    assert extraction.exchange["response"] is None


def test_a_connection_that_breaks_is_a_network_failure() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        from threading import Thread

        def slam() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                connection.recv(65536)
                connection.close()

        Thread(target=slam, daemon=True).start()
        extraction = extract(endpoint(f"http://127.0.0.1:{server.getsockname()[1]}/v1"))
        server.close()
    assert extraction.error is not None
    assert extraction.error.kind == "network"


def test_an_attempt_as_a_whole_is_bounded_in_time() -> None:
    extraction, server = outcome(Reply(b"{}", delay=5), timeout_s=0.2)
    assert extraction.error is not None
    assert extraction.error.kind == "timeout"
    assert "timeout_s" in extraction.error.message
    assert len(server.bodies) == 2


@pytest.mark.parametrize("status", [200, 400])
def test_a_response_without_end_is_not_read_to_its_end(
    monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    monkeypatch.setattr(client, "MAX_RESPONSE_BYTES", 10_000)
    extraction, server = outcome(Reply(b"x" * 300_000, status))
    assert extraction.error is not None
    assert "larger than 10000 bytes" in extraction.error.message
    assert len(server.bodies) == 1


def test_a_redirect_is_not_followed() -> None:
    with scripted(GOOD) as other:
        target = Reply(b"", 308, {"location": f"{other.base_url}/chat/completions"})
        extraction, server = outcome(target)
    assert extraction.error is not None
    assert extraction.error.kind == "not_found"
    assert f"127.0.0.1:{other.port}" in extraction.error.message
    assert (len(server.bodies), other.bodies) == (1, [])


def test_the_key_is_sent_and_appears_nowhere_else(
    key: str, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    echoing = [
        GOOD,
        Reply({"error": {"message": f"Incorrect API key provided: {key}"}}, 401),
        Reply({"error": {"message": f"Bearer {key} is slow"}}, 500),
        Reply(with_content(f"{{ {key}")),
        Reply(f"you sent {key}".encode()),
        *(Reply({"error": "x" * n + key}, 500) for n in (140, 150, 280, 290, 295)),
        Reply(b"", 302, {"location": f"/v1?key={key}"}),
    ]
    for reply in echoing:
        extraction, server = outcome(reply, api_key_env="FARM_KEY")
        assert server.headers[0]["authorization"] == f"Bearer {key}"
        assert key[:6] not in repr(extraction)
        if reply is not GOOD:
            assert "***" in repr(extraction)
    assert key not in caplog.text
    streams = capsys.readouterr()
    assert streams.out + streams.err == ""


def test_a_missing_key_is_said_before_anything_is_sent() -> None:
    with scripted(GOOD) as server:
        with pytest.raises(ConfigurationError, match="FARM_KEY"):
            extract(endpoint(server.base_url, api_key_env="FARM_KEY"))
        assert server.bodies == []


def test_nothing_meant_for_one_provider_is_sent_to_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("API_KEY", "ADMIN_KEY", "ORG_ID", "PROJECT_ID"):
        monkeypatch.setenv(f"OPENAI_{name}", "meant-for-one")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:1/meant-for-one")
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "X-Extra: meant-for-one")
    extraction, server = outcome(GOOD)
    assert extraction.error is None
    assert "meant-for-one" not in str(server.headers)


def test_answers_and_articles_reach_no_log_and_no_terminal(
    caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.INFO)
    secret = '{"statements": [{"place": "words of an answer"}]}'
    extraction, _ = outcome(Reply(with_content(secret)))
    assert extraction.error is not None
    assert extraction.error.kind == "malformed"
    assert "statements.0" in extraction.error.message
    for shown in (caplog.text, *capsys.readouterr(), str(extraction.error)):
        assert "words of an answer" not in shown
        assert ARTICLE.strip() not in shown


def test_a_compressed_response_is_not_asked_for() -> None:
    _, server = outcome(GOOD)
    assert server.headers[0]["accept-encoding"] == "identity"
