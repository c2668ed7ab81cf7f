"""Presets: data that holds, and a key that goes to no other service than its own."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest

from extractor.endpoint.config import look_up, names, resolve
from extractor.endpoint.presets import presets
from extractor.errors import ConfigurationError
from tests.endpoint.scripted import GOOD, extract, scripted

KEY = "gsk-1234567890"
LOCAL = {"ollama", "vllm", "llamacpp", "lmstudio"}
WANTED = LOCAL | set(
    "openai azure gemini anthropic groq mistral deepseek openrouter together fireworks".split()
)


def refused(tables: Any, name: str) -> ConfigurationError:
    with pytest.raises(ConfigurationError) as caught:
        resolve(tables, name)
    return caught.value


def test_the_presets_there_are() -> None:
    assert presets().keys() == WANTED
    assert names({})[1:] == sorted(WANTED)
    assert names({"groq": {}, "own": {}})[1:3] == ["groq", "own"]


@pytest.mark.parametrize("name", sorted(WANTED))
def test_a_preset_is_whole(name: str) -> None:
    preset = presets()[name]
    assert (preset.api_key_env is None) == (name in LOCAL)
    assert (preset.base_url is None) == (name == "azure")
    url = urlsplit(preset.base_url or preset.base_url_form or "")
    assert url.scheme == ("http" if name in LOCAL else "https")
    assert (url.hostname == "127.0.0.1") == (name in LOCAL)
    assert len(set(preset.modes)) == len(preset.modes)
    assert preset.modes[-1] == "md_json"
    assert preset.source.startswith("https://")
    assert preset.notes.endswith(".")


@pytest.mark.parametrize("name", sorted(WANTED - {"azure"}))
def test_a_preset_needs_no_table_but_a_model(name: str) -> None:
    endpoint, preset = resolve({}, name, "m"), presets()[name]
    assert endpoint.base_url == preset.base_url
    assert endpoint.api_key_env == preset.api_key_env
    assert endpoint.modes == preset.modes
    assert endpoint.seed_name == preset.seed_name
    assert endpoint.max_tokens_name == preset.max_tokens_name
    assert endpoint.origins["base_url"] == f"preset {name}"
    assert endpoint.origins["model"] == "command line"
    assert "timeout_s" not in endpoint.origins


def test_a_preset_without_a_model_says_what_to_do() -> None:
    error = refused({}, "groq")
    assert error.message == "endpoint groq has no model"
    assert "--model" in str(error.hint)
    assert "[endpoints.groq]" in str(error.hint)
    assert look_up({}, "groq").model == ""


def test_azure_says_what_its_address_looks_like() -> None:
    error = refused({"azure": {"model": "mine"}}, "azure")
    assert error.message == "endpoint azure has no base_url"
    assert "https://RESOURCE.openai.azure.com/openai/v1" in str(error.hint)
    url = "https://mine.openai.azure.com/openai/v1"
    endpoint = resolve({"azure": {"model": "mine", "base_url": url}}, "azure")
    assert endpoint.api_key_env == "AZURE_OPENAI_API_KEY"
    assert endpoint.max_tokens_name == "max_completion_tokens"


@pytest.mark.parametrize(
    "url",
    [
        "http://mine.openai.azure.com/openai/v1",
        "https://mine.openai.azure.com:8443/openai/v1",
        "https://openai.azure.com.example.org/openai/v1",
        "https://mineopenai.azure.com/openai/v1",
        "http://127.0.0.1:1/v1",
    ],
)
def test_the_key_of_azure_goes_to_azure_alone(url: str) -> None:
    own = {"base_url": url, "model": "m"}
    for name, table in (("azure", own), ("mine", {**own, "preset": "azure"})):
        assert resolve({name: table}, name).api_key_env is None


def test_a_table_lies_over_the_preset_of_its_name() -> None:
    endpoint = resolve({"mistral": {"model": "m", "api_key_env": "MY_KEY"}}, "mistral")
    assert endpoint.base_url == "https://api.mistral.ai/v1"
    assert endpoint.api_key_env == "MY_KEY"
    assert endpoint.seed_name == "random_seed"
    assert endpoint.origins["api_key_env"] == endpoint.origins["model"] == "extractor.toml"
    assert endpoint.origins["seed_name"] == "preset mistral"


def test_a_table_lies_over_the_preset_that_it_names() -> None:
    endpoint = resolve({"fast": {"preset": "groq", "model": "m"}}, "fast")
    assert (endpoint.name, endpoint.preset) == ("fast", "groq")
    assert endpoint.api_key_env == "GROQ_API_KEY"
    assert endpoint.base_url == presets()["groq"].base_url


def test_a_preset_that_there_is_not() -> None:
    error = refused({"fast": {"preset": "grok", "model": "m"}}, "fast")
    assert "grok" in error.message
    assert "«groq»" in str(error.hint)
    assert "builtin" in refused({"x": {"preset": "builtin", "model": "m"}}, "x").message


ELSEWHERE = [
    "https://groq.example.org/openai/v1",
    "http://api.groq.com/openai/v1",
    "https://api.groq.com:8443/openai/v1",
    "https://api.groq.com.example.org/openai/v1",
    "http://127.0.0.1:8000/v1",
]


@pytest.mark.parametrize("url", ELSEWHERE)
def test_a_key_is_not_taken_over_for_another_service(url: str) -> None:
    own = {"base_url": url, "model": "m"}
    for name, table in (("groq", own), ("fast", {**own, "preset": "groq"})):
        assert resolve({name: table}, name).api_key_env is None
        table = {**table, "api_key_env": "GROQ_API_KEY"}
        assert resolve({name: table}, name).api_key_env == "GROQ_API_KEY"


@pytest.mark.parametrize(
    "url", ["https://api.groq.com/openai/v1/", "https://API.groq.com:443/openai/v2"]
)
def test_a_key_is_taken_over_for_the_same_service(url: str) -> None:
    assert resolve({"groq": {"base_url": url, "model": "m"}}, "groq").api_key_env == "GROQ_API_KEY"


def test_a_name_alone_makes_no_service_of_another_one_what_it_names() -> None:
    own = {"base_url": "http://127.0.0.1:11434/v1", "model": "mistral"}
    endpoint = resolve({"mistral": own}, "mistral")
    assert (endpoint.preset, endpoint.seed_name) == (None, "seed")
    said = resolve({"mistral": {**own, "preset": "mistral"}}, "mistral")
    assert (said.preset, said.seed_name) == ("mistral", "random_seed")


def test_a_server_of_ones_own_may_be_anywhere() -> None:
    own = {"base_url": "http://gpu.example.org:9000/v1", "model": "m"}
    endpoint = resolve({"vllm": own}, "vllm")
    assert (endpoint.preset, endpoint.modes[0]) == ("vllm", "json_schema")


def test_the_key_of_a_preset_reaches_no_other_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GROQ_API_KEY", KEY)
    with scripted(GOOD) as server:
        own = {"base_url": server.base_url, "model": "m"}
        for name, table in (("groq", own), ("fast", {**own, "preset": "groq"})):
            assert extract(resolve({name: table}, name)).error is None
    assert len(server.headers) == 2
    assert KEY not in str(server.headers)


def test_fallback_names_what_can_be_asked() -> None:
    own = {"base_url": "http://127.0.0.1:1/v1", "model": "m", "fallback": "groq"}
    error = refused({"one": own}, "one")
    assert "groq" in error.message
    assert "[endpoints.groq]" in str(error.hint)
    assert resolve({"one": own, "groq": {"model": "m"}}, "one").fallback == ("groq",)
