"""What a person can get wrong: one clear line, the right status, nothing lost."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from typing import Any

import pytest

from tests.harness import ARTICLE, EGGS, MakeProject, ModelServer, Outcome, completion, report

KEY = "not-a-real-key-0123456789"


def lines(outcome: Outcome) -> list[str]:
    return [line for line in outcome.stderr.splitlines() if line]


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["run"], "SOURCE"),
        (["run", "empty"], "holds no article"),
        (["run", "nowhere.txt"], "there is no file or folder nowhere.txt"),
        (["run", "no*.txt"], "no article matches no*.txt"),
        (["run", "a/x.txt", "b/x.txt"], "a/x.txt and b/x.txt"),
        (["run", "a", "--schema", "trad"], "no schema «trad» (did you mean «trade»?)"),
        (["run", "a", "--schema", "trad", "--prompt", "x", "--endpoint", "y"], "no schema «trad»"),
        (["run", "a", "--prompt", "trad"], "no prompt «trad» (did you mean «trade»?)"),
        (["run", "a", "--endpoint", "buildin"], "no endpoint «buildin» (did you mean «builtin»?)"),
        (["run", "a", "--concurrency", "0"], "'--concurrency': it should be greater than"),
        (["run", "a", "--limit", "few"], "'--limit': it should be a valid integer (see"),
        (["run", "a", "--schema", "./schemas/broken.py"], "takes a name"),
        (["run", "a", "--schema", "broken"], "broken.py does not import: ZeroDivisionError"),
        (["run", "a", "--schema", "silent"], "silent.py does not import: SystemExit"),
        (["run", "a", "--schema", "eggs"], "prompts/eggs.md, or name another with --prompt"),
        (["run", "a", "--out", "file"], "file"),
        (["run", "a", "--out", "b"], "b already holds x.txt"),
        (["run", "a", "--out", "."], "already holds a"),
        (["run", "a", "--out", ""], "--out names no folder"),
        (["run", "a", "--out", "a/x.txt/r"], "a/x.txt/r"),
        (["run", "a", "--endpoint", "keyed"], "MISSING_KEY is not set"),
        (["show", "last"], "no run"),
        (["show", "nowhere"], "no run at nowhere"),
        (["check", "a"], "holds no run"),
        (["diff", "nowhere"], "no run at nowhere"),
        (["accept", "nowhere"], "no run at nowhere"),
        (["export", "nowhere", "--format", "csv"], "no run at nowhere"),
        (["export", "nowhere", "--format", "xlsx"], "'--format': 'xlsx' is not one of 'csv'"),
        (["gate"], "no golden"),
        (["gate", "--schema", "trad"], "no schema «trad» (did you mean «trade»?)"),
        (["gate", "--schema", "broken"], "broken.py does not import: ZeroDivisionError"),
        (["gate", "--schema", "eggs"], "prompts/eggs.md, or name another with --prompt"),
        (["schemas", "show", "trad"], "no schema «trad» (did you mean «trade»?)"),
        (["schemas", "check", "broken"], "broken.py does not import: ZeroDivisionError"),
        (["schemas", "check", "silent"], "silent.py does not import: SystemExit"),
        (["init", "."], "a project already"),
        (["rum", "a"], "rum"),
        (["run", "a", "--budget", "much"], "--budget takes US dollars"),
        (["run", "a", "--budget", "-1"], "--budget takes US dollars"),
        (["run", "a", "--budget", "nan"], "--budget takes US dollars"),
    ],
)
def test_a_wrong_call_is_one_line_and_status_2(
    project: MakeProject, command: list[str], said: str
) -> None:
    here = project(
        {
            "a/x.txt": ARTICLE,
            "b/x.txt": ARTICLE,
            "empty/.hidden.txt": ARTICLE,
            "file": "not a folder",
            "schemas/broken.py": "1 / 0",
            "schemas/silent.py": "raise SystemExit(0)",
            "schemas/eggs.py": EGGS,
            "extractor.toml": '[endpoints.keyed]\nbase_url = "http://127.0.0.1:9/v1"\n'
            'model = "m"\napi_key_env = "MISSING_KEY"\n',
        }
    )
    before = here.files()
    done = here.run(*command)
    assert done.status == 2
    assert done.stdout == ""
    assert len(lines(done)) == 1
    assert done.stderr.startswith("extractor: ")
    assert said in done.stderr
    assert here.files() == before


def test_a_broken_configuration_is_named_with_its_line(project: MakeProject) -> None:
    here = project({"x.txt": ARTICLE, "extractor.toml": "[endpoints.a]\nmodel = = 1\n"})
    for command in (["run", "x.txt"], ["endpoints"], ["schemas"], ["show", "last"]):
        done = here.run(*command)
        assert done.status == 2
        assert len(lines(done)) == 1
        assert "extractor.toml" in done.stderr
        assert "line 2" in done.stderr


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n\t", "empty"),
        ("binary.txt", b"\x89PNG\x00\x01", "not text"),
        ("long.txt", b"a" * (50 * 1024 * 1024), "longer than 20 MB"),
        ("page.html", b"<p>text</p>", "kind that cannot be read"),
    ],
)
def test_an_unusable_article_is_a_failed_record_and_the_others_go_on(
    project: MakeProject, name: str, content: bytes, said: str
) -> None:
    here = project({"good.txt": ARTICLE, name: content})
    done = here.run("run", "good.txt", name, "--out", "r")
    assert done.status == 3
    found = [json.loads(line) for line in here.files("r")["results.jsonl"].splitlines()]
    assert [record["status"] for record in found] == ["ok", "failed"]
    assert found[1]["error"]["kind"] == "article"
    assert said in found[1]["error"]["message"]
    assert f"{name} " in done.stderr


def test_an_unreadable_file_in_a_folder_is_a_failed_record(project: MakeProject) -> None:
    here = project({"a/good.txt": ARTICLE})
    (here.root / "a/gone.txt").symlink_to(here.root / "nowhere")
    done = here.run("run", "a", "--out", "r")
    assert done.status == 3
    assert "gone.txt cannot be read" in done.stderr
    assert "1 ok" in done.stderr


def test_a_server_that_is_not_there_is_said_per_article(project: MakeProject) -> None:
    here = project(
        {
            "x.txt": ARTICLE,
            "extractor.toml": f'[endpoints.gone]\nbase_url = "http://127.0.0.1:{free_port()}/v1"\n'
            'model = "m"\nmax_wait_s = 1\n',
        }
    )
    done = here.run("run", "x.txt", "--endpoint", "gone", "--out", "r")
    assert done.status == 3
    (record,) = map(json.loads, here.files("r")["results.jsonl"].splitlines())
    assert record["error"]["kind"] == "network"
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "answer", [b"<html>It works!</html>", b"", b"[]", b'{"choices": []}', b'{"choices": null}']
)
def test_a_server_that_answers_nonsense_is_said(
    project: MakeProject,
    serve_model: Callable[[Callable[[dict[str, Any]], tuple[int, bytes]]], ModelServer],
    answer: bytes,
) -> None:
    server = serve_model(lambda _: (200, answer))
    here = project({"x.txt": ARTICLE, "extractor.toml": server.configuration(max_wait_s=1)})
    done = here.run("run", "x.txt", "--endpoint", "model", "--out", "r")
    assert done.status == 3
    (record,) = map(json.loads, here.files("r")["results.jsonl"].splitlines())
    assert record["status"] == "failed"
    assert record["error"]["kind"] in {"malformed", "not_found", "server"}
    assert "NoneType" not in record["error"]["message"]


def test_a_key_appears_nowhere(
    project: MakeProject,
    serve_model: Callable[[Callable[[dict[str, Any]], tuple[int, bytes]]], ModelServer],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MODEL_KEY", KEY)
    refusing = {"error": {"message": f"Incorrect API key provided: {KEY}."}}
    replies = [(200, completion(report())), (401, json.dumps(refusing).encode())]
    server = serve_model(lambda _: replies[min(len(server.requests), 2) - 1])
    here = project(
        {
            "x.txt": ARTICLE,
            "y.txt": ARTICLE,
            "extractor.toml": server.configuration(api_key_env="MODEL_KEY", concurrency=1),
        }
    )
    commands = [
        ["run", "x.txt", "y.txt", "--endpoint", "model", "--out", "r"],
        ["endpoints"],
        ["show", "r"],
        ["show", "r", "x", "--raw"],
        ["show", "r", "y", "--raw"],
        ["show", "r", "x", "--format", "json"],
        ["--debug", "check", "r"],
    ]
    for command in commands:
        done = here.run(*command)
        assert KEY not in done.stdout + done.stderr
    assert "MODEL_KEY (set)" in here.run("endpoints").stdout
    assert not [name for name, text in here.files().items() if KEY in text]


def test_a_defect_is_called_one_and_its_traceback_needs_debug(
    project: MakeProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    def defect(*_: object) -> None:
        raise RuntimeError("something of ours")

    monkeypatch.setattr("extractor.project.load", defect)
    here = project({})
    plain, debug = here.run("endpoints"), here.run("endpoints", "--debug")
    assert "Traceback" not in plain.stderr
    assert "RuntimeError: something of ours" in plain.stderr
    assert "Traceback" in debug.stderr
    assert plain.status == debug.status == 2


def test_a_text_that_cannot_be_read_is_not_told_as_one_that_is_gone(project: MakeProject) -> None:
    here = project({"a/x.txt": ARTICLE, "a/y.txt": ARTICLE.replace("1.240", "1.250")})
    here.run("run", "a", "--out", "r")
    here.write({"a/x.txt": b"\xff\xfe\xfd"})
    done = here.run("check", "r")
    assert done.status == 3
    assert "  a/x.txt is not text (articles are UTF-8 or UTF-16)\n" in done.stdout
    assert "--articles" not in done.stderr
    (here.root / "a/y.txt").unlink()
    done = here.run("check", "r")
    assert "a/x.txt is not text" in done.stdout
    assert "no text with the SHA-256 of y was found" in done.stdout
    assert "--articles" in done.stderr


def test_a_run_in_which_all_fail_counts_no_figures(project: MakeProject) -> None:
    here = project({"a/x.txt": "", "a/y.txt": " "})
    done = here.run("run", "a")
    assert done.status == 3
    assert "no article has a result\n0 ok, 0 flagged, 2 failed" in done.stderr
    assert "figure" not in done.stderr
