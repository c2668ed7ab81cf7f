"""Answers kept for other runs: by all that can change them, and never in the way."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from extractor.endpoint import cache
from extractor.endpoint.cache import Cache
from extractor.endpoint.config import Endpoint
from extractor.errors import StoreError
from extractor.extraction import Extraction, Extractor
from extractor.project import Project
from extractor.prompt import Prompt
from tests.endpoint.scripted import (
    ARTICLE,
    FARM,
    GOOD,
    PROMPT,
    REPORT,
    Passing,
    Reply,
    endpoint,
    scripted,
    statement,
    with_call,
    with_content,
)

Ask = Callable[..., Extraction]


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    """One article through an endpoint with the cache of one project."""

    def asked(chosen: Endpoint, text: str = ARTICLE, prompt: Prompt = PROMPT) -> Extraction:
        async def run() -> Extraction:
            kept = Cache(Project(tmp_path))
            extractor = Extractor(chosen, FARM, prompt, kept=kept, clock=Passing())
            try:
                async with extractor:
                    return await extractor.extract(text)
            finally:
                kept.close()

        return asyncio.run(run())

    return asked


def test_the_same_request_is_answered_once_and_then_from_what_was_kept(ask: Ask) -> None:
    with scripted(GOOD) as server:
        chosen = endpoint(server.base_url, price_per_million_input=1, price_per_million_output=1)
        first, second = ask(chosen), ask(chosen)
    assert len(server.bodies) == 1
    assert second.data == first.data == REPORT
    assert second.answer is not None
    assert first.answer is not None
    assert (first.answer.cached, second.answer.cached) == (False, True)
    assert replace(second.answer, cached=False) == first.answer
    assert second.usage.cached
    assert (second.usage.requests, second.usage.cost_usd) == (0, 0)
    assert (second.usage.prompt_tokens, second.usage.completion_tokens) == (0, 0)
    assert second.exchange == first.exchange


@pytest.mark.parametrize(
    "other",
    [
        {"model": "model-8"},
        {"mode": "json_schema"},
        {"seed": 1},
        {"temperature": 0.5},
        {"max_output_tokens": 100},
        {"headers": {"x-variant": "b"}},
        {"extra_body": {"top_p": 0.1}},
        {"strict": True},
    ],
)
def test_what_can_change_an_answer_asks_anew(ask: Ask, other: dict[str, Any]) -> None:
    with scripted(GOOD) as server:
        ask(endpoint(server.base_url))
        ask(endpoint(server.base_url, **other))
        assert len(server.bodies) == 2
        ask(endpoint(server.base_url), text=f"{ARTICLE} ")
        ask(endpoint(server.base_url), prompt=replace(PROMPT, text="Another ${report}."))
        ask(endpoint(f"{server.base_url}/"))
        assert len(server.bodies) == 4
        ask(endpoint(server.base_url, concurrency=9, timeout_s=9, max_wait_s=9))
        assert len(server.bodies) == 4, "what cannot change an answer asks nobody"


@pytest.mark.parametrize(
    "bad",
    [
        Reply(b"", 500),
        Reply(with_content("prose")),
        Reply(with_content("{", "length")),
        Reply(with_call(json.dumps({"statements": [statement("many")]}))),
        Reply({"error": {"code": "tool_use_failed", "failed_generation": json.dumps(REPORT)}}, 400),
    ],
)
def test_failures_are_not_kept(ask: Ask, tmp_path: Path, bad: Reply) -> None:
    with scripted(bad) as server:
        ask(endpoint(server.base_url, mode="tools"))
    assert cache.size(cache.path(Project(tmp_path))).answers == 0


def test_of_an_answer_only_what_was_asked_at_first_is_kept(ask: Ask, tmp_path: Path) -> None:
    with scripted(Reply(with_content("prose")), GOOD) as server:
        assert ask(endpoint(server.base_url, mode="tools")).error is None
    assert cache.size(cache.path(Project(tmp_path))).answers == 0


def test_the_key_is_not_kept(ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FARM_KEY", "sk-farm-0123456789")
    echoing = {**GOOD.body, "note": "sk-farm-0123456789"}
    with scripted(Reply(echoing)) as server:
        chosen = endpoint(server.base_url, api_key_env="FARM_KEY")
        assert ask(chosen).error is None
        assert ask(chosen).usage.cached
    for path in tmp_path.rglob("*"):
        assert not path.is_file() or b"sk-farm" not in path.read_bytes()


@pytest.mark.parametrize("spoilt", ["not a database", "another format", "a folder"])
def test_a_cache_that_cannot_be_used_is_told_and_stands_in_nobodys_way(
    ask: Ask, tmp_path: Path, spoilt: str
) -> None:
    file = cache.path(Project(tmp_path))
    file.parent.mkdir()
    if spoilt == "a folder":
        file.mkdir()
    elif spoilt == "another format":
        with sqlite3.connect(file) as connection:
            connection.execute("PRAGMA user_version = 99")
        connection.close()
    else:
        file.write_text("not a database" * 100)
    with scripted(GOOD) as server:
        assert ask(endpoint(server.base_url)).error is None
    kept = Cache(Project(tmp_path))
    assert kept.find(endpoint("http://127.0.0.1:1/v1"), "x", "json") is None
    assert kept.trouble is not None
    assert "cache.sqlite" in kept.trouble
    if spoilt != "a folder":
        with pytest.raises(StoreError, match=r"cache\.sqlite"):
            cache.size(file)


def test_clearing_forgets_everything(ask: Ask, tmp_path: Path) -> None:
    file = cache.path(Project(tmp_path))
    assert cache.clear(file).answers == 0
    with scripted(GOOD) as server:
        ask(endpoint(server.base_url))
        assert cache.clear(file).answers == 1
        assert cache.size(file).answers == 0
        ask(endpoint(server.base_url))
    assert len(server.bodies) == 2


def test_two_connections_share_one_file(tmp_path: Path) -> None:
    one, other = Cache(Project(tmp_path)), Cache(Project(tmp_path))
    asked = endpoint("http://127.0.0.1:1/v1")
    one.keep(asked, "a", "json", "first")
    other.keep(asked, "a", "json", "second")
    other.keep(asked, "b", "json", "third")
    found = [
        kept.find(asked, name, "json") for kept, name in ((one, "a"), (one, "b"), (other, "a"))
    ]
    assert found == ["first", "third", "first"]
    one.close()
    other.close()
