"""Recordings: what is written down of an exchange, when it is played, and that it tells nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.endpoint.leaks import leaks
from tests.endpoint.recorded import CASSETTES, NOBODY, player
from tests.endpoint.scripted import GOOD, REPORT, Reply, endpoint, extract, scripted

KEY = "sk-" + "planted-0123456789abcdef"
TELLING = {
    "Content-Type": "application/json",
    "Set-Cookie": "__cf_bm=planted; path=/",
    "OpenAI-Organization": "org-planted123",
    "OpenAI-Project": "proj_planted123",
    "X-Request-Id": "req_planted123",
    "CF-Ray": "planted-HAN",
    "X-RateLimit-Remaining-Requests": "4999",
}
CLEAN: dict[str, Any] = {
    "interactions": [
        {
            "request": {
                "uri": "http://127.0.0.1/v1/chat/completions",
                "method": "POST",
                "headers": {"content-type": ["application/json"]},
                "body": '{"messages": [{"role": "user", "content": "Năm 2019 đạt 1.200,5 triệu"}]}',
            },
            "response": {
                "headers": {"content-type": ["application/json"]},
                "body": {"string": '{"id": "chatcmpl-builtin", "model": "builtin"}'},
                "status": {"code": 200, "message": "OK"},
            },
        }
    ],
    "version": 1,
}


@pytest.fixture
def taped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A recording of one exchange with a server whose headers tell more than they should."""
    monkeypatch.setenv("PLANTED_KEY", KEY)
    with scripted(Reply(GOOD.body, headers=TELLING)) as server:
        asked = endpoint(server.base_url, api_key_env="PLANTED_KEY", headers={"X-Title": "planted"})
        with player("once", tmp_path).use_cassette("tape.yaml"):
            assert extract(asked).data == REPORT
    assert server.headers[0]["authorization"] == f"Bearer {KEY}"
    assert server.headers[0]["x-title"] == "planted"
    return tmp_path


def test_of_headers_only_the_kind_of_content_is_written(taped: Path) -> None:
    written = (taped / "tape.yaml").read_text("utf-8")
    [exchange] = yaml.safe_load(written)["interactions"]
    for side in ("request", "response"):
        assert exchange[side]["headers"] == {"content-type": ["application/json"]}
    assert exchange["request"]["uri"] == "http://127.0.0.1/v1/chat/completions"
    assert "planted" not in written
    for name in TELLING.keys() - {"Content-Type"}:
        assert name.lower() not in written.lower()


def test_the_same_request_is_played_without_a_key_and_from_any_port(taped: Path) -> None:
    with player("none", taped).use_cassette("tape.yaml") as tape:
        extraction = extract(endpoint(NOBODY))
    assert (tape.play_count, extraction.error) == (1, None)
    assert extraction.data == REPORT


@pytest.mark.parametrize(
    ("text", "settings"),
    [
        ("another article", {}),
        (None, {"model": "model-8"}),
        (None, {"temperature": 0.5}),
        (None, {"seed": 1}),
        (None, {"max_output_tokens": 100}),
        (None, {"mode": "json"}),
        (None, {"strict": True}),
        (None, {"extra_body": {"top_p": 1}}),
        (None, {"base_url": NOBODY.replace("/v1", "/v2")}),
    ],
)
def test_a_request_that_differs_is_not_played(
    taped: Path, text: str | None, settings: dict[str, Any]
) -> None:
    with player("none", taped).use_cassette("tape.yaml") as tape:
        asked = endpoint(**({"base_url": NOBODY} | settings))
        extraction = extract(asked) if text is None else extract(asked, text)
    assert tape.play_count == 0
    assert extraction.data is None
    assert extraction.error is not None


@pytest.mark.parametrize("path", sorted(CASSETTES.glob("*.yaml")), ids=lambda path: path.stem)
def test_no_recording_tells_of_a_key_an_account_or_a_machine(path: Path) -> None:
    text = path.read_text("utf-8")
    assert leaks(text) == set()
    for exchange in yaml.safe_load(text)["interactions"]:
        assert exchange["request"]["uri"] == "http://127.0.0.1/v1/chat/completions"
        assert exchange["request"]["headers"].keys() == {"content-type"}
        assert exchange["response"]["headers"].keys() == {"content-type"}
        assert json.loads(exchange["response"]["body"]["string"])["model"] == "builtin"


def test_every_recording_is_looked_at() -> None:
    names = {path.stem for path in CASSETTES.iterdir()}
    assert names == {f"builtin-{n}" for n in ("json", "json_schema", "md_json", "run", "tools")}


def test_a_clean_recording_is_clean() -> None:
    assert leaks(yaml.safe_dump(CLEAN)) == set()


PLANTED = [
    ("key", "sk-proj-abc123def"),
    ("key", "gsk_abcdef123456"),
    ("key", "AIzaSyA-planted"),
    ("key", "AKIAPLANTED12345"),
    ("key", "Bearer planted"),
    ("key", "Authorization"),
    ("key", "x-api-key"),
    ("key", "eyJhbGciOiJI.planted"),
    ("cookie", "Set-Cookie"),
    ("cookie", "__cf_bm=planted"),
    ("organisation", "openai-organization"),
    ("organisation", "org-a1b2c3d4"),
    ("organisation", "proj_a1b2c3d4"),
    ("account", "user_2abc9def"),
    ("account", "accounts/12ab34cd/ai"),
    ("account", "acct_1a2b3c4d"),
    ("account", "0f8fad5b-d9cb-469f-a165-70867728950e"),
    ("request", "x-request-id"),
    ("request", "req_0418a55d"),
    ("path", "/home/me/project"),
    ("path", "File /" + "root/x.py"),
    ("path", "file:///tmp/x"),
    ("path", "C:\\Users\\me"),
    ("path", "~/extractor"),
    ("address", "someone@example.com"),
    ("host", "https://api.example.com/v1"),
    ("host", "http://127.0.0.1:8000/v1"),
    ("token", "Zq3nT7vXw2Lk9PbR5yHd"),
    ("token", "9f86d081884c7d659a2feaa0c55ad015"),
]


@pytest.mark.parametrize(("kind", "planted"), PLANTED)
def test_what_is_planted_is_found_wherever_it_stands(kind: str, planted: str) -> None:
    for place in ("uri", "header name", "header", "question", "answer", "escaped", "comment"):
        tape = json.loads(json.dumps(CLEAN))
        [exchange] = tape["interactions"]
        asked, answered = exchange["request"], exchange["response"]
        if place == "uri":
            asked["uri"] = f"{asked['uri']}?a= {planted}"
        elif place == "header name":
            answered["headers"][planted] = ["x"]
        elif place == "header":
            answered["headers"]["x"] = [planted]
        elif place == "question":
            asked["body"] = "bài " * 40 + planted
        elif place == "answer":
            answered["body"]["string"] = json.dumps({"id": planted})
        elif place == "escaped":
            answered["body"]["string"] = json.dumps({"id": planted}).replace("/", "\\/")
        written = yaml.safe_dump(tape, allow_unicode=False, width=30)
        if place == "comment":
            written += f"# {planted}\n"
        assert kind in leaks(written), place
