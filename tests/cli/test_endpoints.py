"""``endpoints`` and ``endpoints test``: settings with their origins, answers with their day."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from extractor.endpoint.card import Card
from extractor.endpoint.config import look_up
from extractor.endpoint.probe import QUESTIONS, Result
from extractor.project import load
from extractor.workflow.setup import prepare
from tests.endpoint import able
from tests.harness import ARTICLE, MakeProject, ModelServer, Reply, completion, report

Serve = Callable[[Callable[[dict[str, Any]], Reply]], ModelServer]
KEY = "sk-proj/42+secret=="


def rows(shown: str) -> dict[str, str]:
    """The outcome of each question as ``endpoints test`` prints them."""
    return dict(line.split()[:2] for line in shown.splitlines())


def test_presets_that_are_not_configured_take_a_line_each(
    project: MakeProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GROQ_API_KEY", KEY)
    done = project({}).run("endpoints")
    assert done.status == 0
    lines = done.stdout.splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith("presets, unverified"))
    assert len(lines) - start - 1 == 14
    assert "  groq        GROQ_API_KEY (set)              https://api.groq.com/openai/v1" in lines
    assert "  openai      OPENAI_API_KEY (not set)        https://api.openai.com/v1" in lines
    assert "  ollama      no key needed                   http://127.0.0.1:11434/v1" in lines
    assert len({line.index("http") for line in lines[start + 1 :] if "http" in line}) == 1
    assert KEY not in done.stdout + done.stderr


def test_a_configured_preset_tells_where_each_setting_comes_from(project: MakeProject) -> None:
    here = project({"extractor.toml": "[endpoints.openai]\nmax_output_tokens = 99\n"})
    shown = here.run("endpoints").stdout
    assert re.search(r"base_url +https://api.openai.com/v1 +preset openai\n", shown)
    assert re.search(r"max_output_tokens +99 +extractor.toml\n", shown)
    assert re.search(r"max_tokens_name +max_completion_tokens +preset openai\n", shown)
    assert re.search(r"modes +tools, json_schema, json, md_json +preset openai\n", shown)
    assert re.search(r"concurrency +4 +default\n", shown)
    assert re.search(r"model +not set, give it with --model\n", shown)
    assert "unverified, see «extractor endpoints test openai»" in shown
    assert "note: Reasoning models" in shown


def test_a_mode_that_is_set_is_the_only_one_told(project: MakeProject) -> None:
    here = project({"extractor.toml": '[endpoints.groq]\nmodel = "m"\nmode = "json"\n'})
    shown = here.run("endpoints").stdout.partition("groq\n")[2].partition("\n\n")[0]
    assert re.search(r"mode +json +extractor.toml", shown)
    assert "modes" not in shown


def test_a_key_that_is_not_taken_over_is_told(project: MakeProject) -> None:
    url = 'base_url = "https://llm.example.org/v1"\n'
    here = project(
        {
            "extractor.toml": f'[endpoints.groq]\nmodel = "m"\n{url}'
            f'[endpoints.fast]\nmodel = "m"\npreset = "groq"\n{url}'
        }
    )
    told = re.findall(r"api_key_env +(none.*)", here.run("endpoints").stdout)
    where = "base_url leads elsewhere than https://api.groq.com/openai/v1"
    assert told == [
        f"none: {where}",
        f"none, nor anything else of the preset of this name: {where}",
    ]


def test_json_has_the_same(project: MakeProject, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GROQ_API_KEY", KEY)
    here = project(
        {"extractor.toml": '[endpoints.groq]\nmodel = "m"\nheaders = {X-Title = "hidden"}\n'}
    )
    done = here.run("endpoints", "--format", "json")
    assert "hidden" not in done.stdout
    assert KEY not in done.stdout
    found = {one["name"]: one for one in json.loads(done.stdout)}
    assert len(found) == 15
    groq = found["groq"]
    assert groq["configured"] is groq["key_set"] is True
    assert groq["settings"]["model"] == {"value": "m", "origin": "extractor.toml"}
    assert groq["settings"]["modes"]["origin"] == "preset groq"
    assert groq["settings"]["headers"]["value"] == ["X-Title"]
    assert groq["source"].startswith("https://console.groq.com")
    assert groq["card"] is None
    assert found["ollama"]["key_set"] is None
    assert found["openai"]["configured"] is found["openai"]["key_set"] is False


def test_a_preset_runs_by_its_name_alone(project: MakeProject) -> None:
    here = project({"x.txt": ARTICLE})
    done = here.run("run", "x.txt", "--endpoint", "groq")
    assert (done.status, "--model" in done.stderr) == (2, True)
    done = here.run("run", "x.txt", "--endpoint", "groq", "--model", "m")
    assert (done.status, "GROQ_API_KEY is not set" in done.stderr) == (2, True)


def test_what_a_server_can_do_is_told_and_remembered(
    project: MakeProject, serve_model: Serve
) -> None:
    server = serve_model(able.able)
    here = project({"extractor.toml": server.configuration()})
    done = here.run("endpoints", "test", "model")
    assert done.status == 0, done.stderr
    assert set(rows(done.stdout).values()) == {"yes"}
    assert "a run tries json_schema, then tools, then json, then md_json" in done.stderr
    files = here.files(".extractor")
    assert files[".gitignore"] == "*\n"
    card = json.loads(files["endpoints/model.json"])
    assert (card["format"], card["name"], card["model"]) == (1, "model", "m")
    assert card["base_url"] == server.base_url
    assert card["results"]["tools"] == {"outcome": "yes", "reason": None}
    shown = here.run("endpoints").stdout
    assert f"  tested {card['tested'][:10]} with m\n    yes      reachable, usage" in shown
    assert re.search(
        r"modes +json_schema, tools, json, md_json +test of " + card["tested"][:10], shown
    )


def test_a_server_that_lacks_something_is_no_failure(
    project: MakeProject, serve_model: Serve
) -> None:
    here = project({"extractor.toml": serve_model(able.without_tools).configuration()})
    done = here.run("endpoints", "test", "model", "--format", "json")
    assert done.status == 0
    card = json.loads(done.stdout)
    assert card["results"]["tools"]["outcome"] == "no"
    shown = here.run("endpoints").stdout
    assert "    no       tools: 400: tools are not supported by this model\n" in shown
    assert "a run tries" not in done.stderr


@pytest.mark.parametrize(
    ("reply", "modes"),
    [
        (able.able, ("json_schema", "tools", "json", "md_json")),
        (able.without_tools, ("json_schema", "json", "md_json")),
        (able.ignoring_schemas, ("tools", "json", "md_json")),
        (able.cutting(2048), ("json_schema", "tools", "json", "md_json")),
        (able.echoing(KEY), ("md_json",)),
    ],
)
def test_a_run_tries_the_modes_that_the_test_showed(
    project: MakeProject,
    serve_model: Serve,
    reply: Callable[[Any], Reply],
    modes: tuple[str, ...],
) -> None:
    here = project({"extractor.toml": serve_model(reply).configuration()})
    assert prepare(load(here.root), endpoint="model").endpoint.modes[0] == "tools"
    assert here.run("endpoints", "test", "model").status == 0
    assert prepare(load(here.root), endpoint="model").endpoint.modes == modes


def test_modes_are_left_as_they_are_where_none_would_be_left() -> None:
    endpoint = look_up({}, "groq", "m")
    lacking = tuple(Result(q, "no") for q in QUESTIONS)
    card = Card("groq", endpoint.base_url, "m", lacking)
    assert card.modes(("tools", "json")) == ("tools", "json")
    assert card.modes(endpoint.modes) == ("md_json",)


def test_a_card_counts_for_its_address_and_model_alone(
    project: MakeProject, serve_model: Serve
) -> None:
    server = serve_model(able.able)
    here = project({"extractor.toml": server.configuration()})
    here.run("endpoints", "test", "model", "--model", "other")
    assert "tested" not in here.run("endpoints").stdout
    here.run("endpoints", "test", "model")
    assert "tested" in here.run("endpoints").stdout
    here.write({"extractor.toml": server.configuration().replace("/v1", "/v2")})
    assert "tested" not in here.run("endpoints").stdout


def test_a_mode_that_is_set_is_kept_whatever_a_test_showed(
    project: MakeProject, serve_model: Serve
) -> None:
    server = serve_model(able.without_tools)
    here = project({"extractor.toml": server.configuration(mode="tools"), "x.txt": ARTICLE})
    done = here.run("endpoints", "test", "model")
    assert "keeps to mode tools" in done.stderr
    server.reply = lambda _: (200, completion(report()))
    done = here.run("run", "x.txt", "--endpoint", "model", "--out", "r")
    assert done.status == 0, done.stderr
    assert "tools" in server.requests[-1]


def test_builtin_can_be_tested(project: MakeProject) -> None:
    done = project({}).run("endpoints", "test", "builtin")
    assert done.status == 0, done.stderr
    found = rows(done.stdout)
    assert found["reachable"] == found["tools"] == found["tool_choice"] == "yes"
    assert found["constrained"] == "no"
    assert found["seed"] == "yes"
    assert "400" not in done.stdout


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ('base_url = "https://a.example/v1/chat/completions/"', "ends before /chat/completions"),
        ("timeout_s = 0", "more than 0"),
        ("timeout_s = -1", "more than 0"),
        ('max_wait_s = "x"', "more than 0"),
    ],
)
def test_a_setting_that_cannot_be_right_is_said_in_one_line(
    project: MakeProject, setting: str, told: str
) -> None:
    done = project({"extractor.toml": f'[endpoints.x]\nmodel = "m"\n{setting}\n'}).run("endpoints")
    assert (done.status, len(done.stderr.splitlines())) == (2, 1)
    assert f"endpoint x: {setting.split()[0]} " in done.stderr
    assert told in done.stderr


BAD = '[endpoints.bad]\nmodel = "m"\ntimeout_s = 0\n'
GOOD = '[endpoints.good]\nbase_url = "https://llm.example.org/v1"\nmodel = "m"\n'


def test_a_table_that_is_wrong_hides_no_other(project: MakeProject) -> None:
    done = project({"extractor.toml": f"{BAD}{GOOD}[endpoints.groq]\nmodell = 1\n"}).run(
        "endpoints"
    )
    assert done.status == 2
    shown = done.stdout.splitlines()
    assert [line for line in shown if line in ("builtin", "bad", "good", "groq")] == [
        "builtin",
        "good",
    ]
    assert any(line.startswith("  openai ") for line in shown)
    assert done.stderr.splitlines() == [
        "extractor: endpoint bad: timeout_s must be a number of seconds, more than 0",
        "extractor: endpoint groq has no setting «modell» (did you mean «model»?)",
    ]


def test_json_lists_what_is_not_wrong(project: MakeProject) -> None:
    done = project({"extractor.toml": BAD + GOOD}).run("endpoints", "--format", "json")
    names = [one["name"] for one in json.loads(done.stdout)]
    assert names[:2] == ["builtin", "good"]
    assert len(names) == 16
    assert (done.status, len(done.stderr.splitlines())) == (2, 1)


def test_a_table_for_builtin_hides_no_other(project: MakeProject) -> None:
    table = '[endpoints.builtin]\nmodel = "m"\n'
    done = project({"extractor.toml": table + GOOD}).run("endpoints")
    assert (done.status, "builtin" in done.stdout.splitlines()) == (2, False)
    assert "good" in done.stdout.splitlines()
    assert done.stderr == (
        "extractor: [endpoints.builtin] cannot be configured (give this endpoint another name)\n"
    )


def test_a_wait_is_kept_and_said(project: MakeProject, serve_model: Serve) -> None:
    asked: list[Any] = []

    def reply(body: dict[str, Any]) -> Reply:
        asked.append(body)
        return able.refusal("try again in 1 s", 429) if len(asked) == 1 else able.able(body)

    here = project({"extractor.toml": serve_model(reply).configuration()})
    done = here.run("endpoints", "test", "model")
    assert done.status == 0
    assert "\nwaits 1 s: 429: try again in 1 s\n" in done.stderr
    assert set(rows(done.stdout).values()) == {"yes"}


def test_a_key_that_a_model_repeats_is_in_no_card(
    project: MakeProject, serve_model: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FARM_KEY", KEY)

    def reply(body: dict[str, Any]) -> Reply:
        call = {"function": {"name": KEY, "arguments": "{}"}}
        said = {"tool_calls": [call]} if "tools" in body else {"refusal": f"Not with {KEY}."}
        return able.message(said)

    server = serve_model(reply)
    here = project({"extractor.toml": server.configuration(api_key_env="FARM_KEY")})
    done = here.run("endpoints", "test", "model")
    assert "another tool was called" in done.stdout
    assert "the model refused" in done.stdout
    for text in (done.stdout, done.stderr, here.run("endpoints").stdout, *here.files().values()):
        assert KEY[:8] not in text


@pytest.mark.parametrize("content", ["{", "[]", '{"format": 2}', "\x00", "\xff"])
def test_a_file_that_is_no_card_is_told(
    project: MakeProject, serve_model: Serve, content: str
) -> None:
    server = serve_model(able.able)
    here = project({"extractor.toml": server.configuration()})
    here.write({".extractor/endpoints/model.json": content.encode("latin-1")})
    done = here.run("endpoints")
    assert (done.status, "model.json is no card" in done.stderr) == (2, True)
    assert here.run("endpoints", "test", "model").status == 0
    assert here.run("endpoints").status == 0


def test_a_name_is_one_file_whatever_it_holds(project: MakeProject, serve_model: Serve) -> None:
    server = serve_model(able.able)
    table = server.configuration().replace("endpoints.model", 'endpoints."../../a b"')
    here = project({"extractor.toml": table})
    assert here.run("endpoints", "test", "../../a b").status == 0
    assert ".extractor/endpoints/..%2F..%2Fa%20b.json" in here.files()
    assert [path.name for path in here.root.parent.iterdir()] == ["project"]


def test_a_wrong_key_ends_the_test_at_once(
    project: MakeProject, serve_model: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FARM_KEY", KEY)
    server = serve_model(lambda _: able.refusal(f"Incorrect API key provided: {KEY}", 401))
    here = project({"extractor.toml": server.configuration(api_key_env="FARM_KEY")})
    done = here.run("endpoints", "test", "model")
    assert (done.status, len(server.requests)) == (3, 1)
    assert "401: Incorrect API key provided: ***" in done.stderr
    assert ".extractor" not in str(here.files())


@pytest.mark.parametrize("name", ["groq", "azure", "nowhere"])
def test_what_cannot_be_asked_is_said_in_one_line(project: MakeProject, name: str) -> None:
    done = project({}).run("endpoints", "test", name)
    assert done.status == 2
    assert len(done.stderr.splitlines()) == 1


def test_a_key_appears_nowhere(
    project: MakeProject, serve_model: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FARM_KEY", KEY)
    server = serve_model(able.echoing(KEY))
    here = project({"extractor.toml": server.configuration(api_key_env="FARM_KEY")})
    told = ""
    for command in (
        ["endpoints"],
        ["endpoints", "test", "model"],
        ["endpoints", "test", "model", "--format", "json"],
        ["--debug", "endpoints", "test", "model"],
        ["endpoints"],
        ["endpoints", "--format", "json"],
    ):
        done = here.run(*command)
        assert done.status == 0
        told += done.stdout + done.stderr
    assert "FARM_KEY (set)" in told
    assert "not supported for ***" in told
    for text in (told, *here.files().values()):
        assert KEY not in text
        assert KEY[:8] not in text


def test_what_a_server_says_reaches_the_terminal_as_plain_text(
    project: MakeProject, serve_model: Serve
) -> None:
    def reply(body: dict[str, Any]) -> Reply:
        if "tools" in body:
            return able.refusal("tools not supported \x1b[2J\u202e[bold]no[/bold]")
        return able.able(body)

    here = project({"extractor.toml": serve_model(reply).configuration()})
    for command in (["endpoints", "test", "model"], ["endpoints"]):
        shown = here.run(*command).stdout
        assert "\x1b" not in shown
        assert "\u202e" not in shown
        assert "[bold]no[/bold]" in shown
