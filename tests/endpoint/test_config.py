"""Settings of an endpoint: what is accepted, what is refused and how it is said."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from extractor.endpoint.config import BUILTIN, names, resolve
from extractor.errors import ConfigurationError

LEAST = {"base_url": "http://127.0.0.1:1/v1", "model": "m"}


def refused(tables: Any, name: str = "one") -> ConfigurationError:
    with pytest.raises(ConfigurationError) as caught:
        resolve(tables, name)
    return caught.value


def test_builtin_is_always_there_and_costs_nothing() -> None:
    endpoint = resolve({}, BUILTIN)
    assert endpoint.in_process
    assert endpoint.model == "builtin"
    assert endpoint.price_per_million_input == endpoint.price_per_million_output == 0
    assert endpoint.key() is None
    assert names({"b": {}, "a": {}})[:3] == ["builtin", "a", "b"]


def test_builtin_cannot_be_made_something_else() -> None:
    assert "builtin" in refused({"builtin": LEAST}).message


def test_what_is_not_set_is_none() -> None:
    endpoint = resolve({"one": LEAST}, "one")
    assert endpoint.origins == {"base_url": "extractor.toml", "model": "extractor.toml"}
    assert (endpoint.mode, endpoint.strict, endpoint.temperature, endpoint.seed) == (None,) * 4
    assert (endpoint.max_output_tokens, endpoint.api_key_env) == (None, None)
    assert (endpoint.timeout_s, endpoint.max_wait_s) == (120, 300)
    assert not endpoint.in_process


def test_every_setting_of_the_contract_is_read() -> None:
    table = {
        **LEAST,
        "api_key_env": "SOME_KEY",
        "mode": "json_schema",
        "strict": True,
        "temperature": 0.2,
        "seed": 7,
        "max_output_tokens": 4096,
        "context_tokens": 128_000,
        "timeout_s": 30,
        "max_wait_s": 60.5,
        "concurrency": 8,
        "requests_per_minute": 60,
        "tokens_per_minute": 90_000,
        "price_per_million_input": 0.15,
        "price_per_million_output": Decimal("0.60"),
        "headers": {"X-Title": "farm"},
        "extra_body": {"provider": {"require_parameters": True}},
        "fallback": "builtin",
    }
    endpoint = resolve({"one": table}, "one")
    assert endpoint.origins == dict.fromkeys(table, "extractor.toml")
    for key, value in table.items():
        expected = ("builtin",) if key == "fallback" else value
        if key.startswith("price"):
            expected = Decimal(str(value))
        assert getattr(endpoint, key) == expected, key


def test_a_model_given_takes_the_place_of_its_own() -> None:
    endpoint = resolve({"one": LEAST}, "one", "other")
    assert endpoint.model == "other"
    assert endpoint.origins["model"] == "command line"
    assert resolve({"one": {"base_url": LEAST["base_url"]}}, "one", "other").model == "other"
    assert resolve({}, BUILTIN, "other").model == "other"


@pytest.mark.parametrize("missing", ["base_url", "model"])
def test_base_url_and_model_are_needed(missing: str) -> None:
    table = {key: value for key, value in LEAST.items() if key != missing}
    assert missing in refused({"one": table}).message


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    error = refused({"groq-fast": LEAST}, "grok-fast")
    assert "grok-fast" in error.message
    assert "groq-fast" in str(error.hint)
    assert "«mistral»" in str(refused({}, "mistal").hint)


def test_an_unknown_setting_is_answered_with_the_nearest() -> None:
    error = refused({"one": {**LEAST, "temprature": 0}})
    assert "temprature" in error.message
    assert "temperature" in str(error.hint)
    assert "max_output_tokens" in str(refused({"one": {**LEAST, "max_tokens": 5}}).hint)


@pytest.mark.parametrize(
    "name",
    (
        "api_key key token Authorization secret apiKey API_KEY accessToken auth_token "
        "client_secret x-api-key openai_key password bearer APIKey"
    ).split(),
)
def test_a_key_in_the_file_is_refused_and_not_repeated(name: str) -> None:
    error = refused({"one": {**LEAST, name: "sk-very-secret"}})
    assert "does not belong in extractor.toml" in error.message
    assert "api_key_env" in str(error.hint)
    assert "very-secret" not in str(error)
    for depth in ({name: "sk-very-secret"}, {"a": {"b": [{name: "sk-very-secret"}]}}):
        error = refused({"one": {**LEAST, "extra_body": depth}})
        assert "extra_body" in error.message
        assert name in error.message
        assert "api_key_env" in str(error.hint)
        assert "very-secret" not in str(error)


@pytest.mark.parametrize(
    "name", ["X-Auth", "X-Api-Key", "api-key", "Cookie", "X-Access-Token", "X-AUTHTOKEN", "Secret"]
)
def test_a_key_in_a_header_is_refused_and_not_repeated(name: str) -> None:
    error = refused({"one": {**LEAST, "headers": {name: "sk-very-secret"}}})
    assert name in error.message
    assert "api_key_env" in str(error.hint)
    assert "very-secret" not in str(error)


def test_what_only_sounds_like_a_key_is_accepted() -> None:
    body = {
        "prompt_cache_key": "farm",
        "stop_token_ids": [1],
        "max_completion_tokens": 5,
        "chat_template_kwargs": {"eos_token": "x", "author": "y"},
    }
    endpoint = resolve({"one": {**LEAST, "extra_body": body, "headers": {"X-Author": "z"}}}, "one")
    assert endpoint.extra_body == body


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("base_url", "api.example.org/v1"),
        ("base_url", "ftp://example.org"),
        ("base_url", "http://"),
        ("base_url", "http://example.org:port/v1"),
        ("base_url", "https://me:sk-very-secret@example.org/v1"),
        ("base_url", "https://example.org/v1?key=sk-very-secret"),
        ("model", ""),
        ("model", 3),
        ("api_key_env", "sk-very-secret"),
        ("mode", "functions"),
        ("strict", "yes"),
        ("temperature", -1),
        ("temperature", float("nan")),
        ("temperature", True),
        ("seed", 1.5),
        ("max_output_tokens", 0),
        ("timeout_s", 0),
        ("max_wait_s", "long"),
        ("concurrency", 0),
        ("requests_per_minute", -1),
        ("price_per_million_input", -0.1),
        ("headers", ["a"]),
        ("headers", {"X-Api-Key": "sk-very-secret"}),
        ("headers", {"X Y": "a"}),
        ("headers", {"X": "a\r\nY: b"}),
        ("extra_body", {"messages": []}),
        ("extra_body", {"when": object()}),
        ("fallback", "nowhere"),
        ("fallback", [1]),
    ],
)
def test_a_value_that_cannot_be_right_is_refused_by_name(key: str, value: Any) -> None:
    error = refused({"one": {**LEAST, key: value}})
    assert "one" in error.message
    assert key in error.message
    assert "very-secret" not in str(error)


def test_strict_needs_a_mode_that_knows_it() -> None:
    for mode in ("json", "md_json"):
        assert "strict" in refused({"one": {**LEAST, "strict": True, "mode": mode}}).message
    assert resolve({"one": {**LEAST, "strict": True}}, "one").strict is True


def test_the_key_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    endpoint = resolve({"one": {**LEAST, "api_key_env": "FARM_KEY"}}, "one")
    monkeypatch.setenv("FARM_KEY", "  abc-123\n")
    assert endpoint.key() == "abc-123"
    assert "abc-123" not in repr(endpoint)


@pytest.mark.parametrize("value", [None, "", " ", "two words", "line\nbreak", "ключ"])
def test_a_key_that_is_missing_or_none_names_its_variable(
    monkeypatch: pytest.MonkeyPatch, value: str | None
) -> None:
    if value is None:
        monkeypatch.delenv("FARM_KEY", raising=False)
    else:
        monkeypatch.setenv("FARM_KEY", value)
    endpoint = resolve({"one": {**LEAST, "api_key_env": "FARM_KEY"}}, "one")
    with pytest.raises(ConfigurationError, match="FARM_KEY") as caught:
        endpoint.key()
    assert not value or not value.strip() or value not in str(caught.value)
