"""Goldens as cases of a project's own test run: what is collected, what passes, what is shown."""

from __future__ import annotations

import io
import json
import re
import shutil
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from extractor import pytest_plugin
from tests.harness import (
    REPOSITORY,
    MakeProject,
    ModelServer,
    Outcome,
    ProjectFolder,
    Reply,
    completion,
)

GOLDENS = ("a02", "a05", "a12")
BUNDLED = REPOSITORY / "golden" / "trade"
SETTINGS = """[pytest]
testpaths = own
addopts = --strict-markers --strict-config --import-mode=importlib
filterwarnings = error
"""


@pytest.fixture
def here(project: MakeProject) -> ProjectFolder:
    """A project with a test of its own and three goldens."""
    folder = project({"pytest.ini": SETTINGS, "own/test_own.py": "def test_own():\n    pass\n"})
    (folder.root / "golden/trade").mkdir(parents=True)
    for name in GOLDENS:
        for ending in ("json", "txt"):
            shutil.copy(BUNDLED / f"{name}.{ending}", folder.root / "golden/trade")
    return folder


INSIDE = (
    "--capture=sys",
    *("-p", "no:faulthandler", "-p", "no:cacheprovider"),
    # Twice a session it goes through all objects of this process; the session around does as well.
    *("-p", "no:unraisableexception"),
)
"""How a session is begun within another."""


def gated(here: ProjectFolder, *arguments: str, endpoint: str | None = "builtin") -> Outcome:
    """One session in this process, where what a session imports is there already."""
    named = ("--extractor-endpoint", endpoint) if endpoint is not None else ()
    out, err = io.StringIO(), io.StringIO()
    with here.monkeypatch.context() as patch:
        patch.chdir(here.root)
        patch.setattr(sys, "stdout", out)
        patch.setattr(sys, "stderr", err)
        status = pytest.main([*INSIDE, *named, *arguments], plugins=[pytest_plugin])
    return Outcome(int(status), out.getvalue(), err.getvalue())


def spawned(here: ProjectFolder, *arguments: str) -> Outcome:
    """One session in a process of its own, without the plugins that only our own tests need."""
    python = ("-m", "pytest", "-p", "xdist", "-p", "extractor.pytest_plugin")
    return here.spawn(*arguments, python=python, env={"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"})


def spoil(here: ProjectFolder, name: str, change: Callable[[dict[str, Any]], object]) -> None:
    path = here.root / f"golden/trade/{name}.json"
    content = json.loads(path.read_text("utf-8"))
    change(content)
    path.write_text(json.dumps(content), "utf-8")


def detach(here: ProjectFolder, name: str) -> Path:
    """Make a golden one without its text, which lies in another folder from then on."""
    spoil(here, name, lambda golden: golden["article"].update(text=None))
    (here.root / "elsewhere").mkdir()
    return (here.root / f"golden/trade/{name}.txt").rename(here.root / f"elsewhere/{name}.txt")


def passed(done: Outcome) -> list[str]:
    return [line.split()[0] for line in done.stdout.splitlines() if " PASSED " in f"{line} "]


def counts(done: Outcome) -> str:
    """The last line without the time it took."""
    return done.stdout.splitlines()[-1].strip("= ").partition(" in ")[0]


def test_goldens_are_gated_beside_the_tests_that_the_project_names(here: ProjectFolder) -> None:
    done = gated(here, "-v")
    assert passed(done) == [
        "own/test_own.py::test_own",
        "golden/trade/a02.json::builtin",
        "golden/trade/a05.json::builtin",
        "golden/trade/a12.json::builtin",
    ]
    assert done.status == 0


def test_paths_that_hold_no_golden_are_said_to_gate_nothing(here: ProjectFolder) -> None:
    told = "extractor: no golden was collected, nothing is gated: name golden/trade as well"
    for quiet in ((), ("-q",)):
        done = gated(here, "own", *quiet)
        assert told in done.stdout.splitlines()
        assert counts(done) == "1 passed"
    for paths in ((), ("own", "golden/trade"), ("golden/trade/a05.json",), ("-k", "own")):
        shown = gated(here, "--collect-only", *paths).stdout
        assert "no golden was collected" not in shown


def test_without_the_option_nothing_is_collected_or_imported(here: ProjectFolder) -> None:
    here.write(
        {
            "own/test_own.py": "import sys\ndef test_own():\n"
            "    ours = {m for m in sys.modules if m.partition('.')[0] == 'extractor'}\n"
            "    assert ours == {'extractor', 'extractor.pytest_plugin'}\n"
        }
    )
    assert counts(spawned(here, ".")) == "1 passed"


@pytest.mark.parametrize(
    "named",
    [
        ("golden/trade/a05.json",),
        ("golden/trade/a05.json::builtin",),
        ("-k", "a05"),
        ("golden", "-k", "a05"),
    ],
)
def test_cases_are_chosen_as_any_others(here: ProjectFolder, named: tuple[str, ...]) -> None:
    assert passed(gated(here, "-v", *named)) == ["golden/trade/a05.json::builtin"]


def test_a_failing_case_shows_the_lines_of_diff_and_nothing_of_ours(here: ProjectFolder) -> None:
    def change(golden: dict[str, Any]) -> None:
        golden["data"]["statements"][0]["export"]["value"] = 1

    spoil(here, "a05", change)
    done = gated(here)
    here.run("run", "golden/trade/a05.txt", "--out", "r")
    told = here.run("diff", "r").stdout.splitlines()
    # Beneath the article's lines the counts of the run as a whole.
    lines = [line for line in told if line == "a05" or line.startswith("  ")][:-1]
    assert len(lines) > 2
    shown = done.stdout
    assert "\n".join(lines) in shown
    assert "Traceback" not in shown
    assert "pytest_plugin" not in shown
    assert "\x1b" not in shown
    assert counts(done) == "1 failed, 3 passed"


def test_other_words_for_the_same_number_pass(here: ProjectFolder) -> None:
    def change(golden: dict[str, Any]) -> None:
        export = golden["data"]["statements"][0]["export"]
        export["text"] = export["text"] + " (xuất khẩu)"
        export["span"] = [0, 1]

    spoil(here, "a05", change)
    assert counts(gated(here)) == "4 passed"


def test_a_detached_golden_is_skipped_until_its_article_is_given(here: ProjectFolder) -> None:
    detach(here, "a05")
    skipped = gated(here, "-rs")
    assert counts(skipped) == "3 passed, 1 skipped"
    assert "--extractor-articles" in skipped.stdout
    assert counts(gated(here, "golden/trade/a05.json")) == "1 skipped"
    assert counts(gated(here, "--extractor-articles", "elsewhere")) == "4 passed"


def test_a_golden_that_cannot_be_used_fails_and_takes_no_other_with_it(here: ProjectFolder) -> None:
    here.write({"golden/trade/a05.txt": "another text", "golden/trade/x.json": "{"})
    done = gated(here)
    assert counts(done) == "2 failed, 3 passed"
    shown = done.stdout
    assert "is not the text that its golden was accepted for" in shown
    assert "restore it from version control" in shown
    assert "Traceback" not in shown


def test_a_model_is_asked_for_all_at_once_and_for_each_once(
    here: ProjectFolder,
    serve_model: Callable[[Callable[[dict[str, Any]], Reply]], ModelServer],
) -> None:
    def reply(body: dict[str, Any]) -> Reply:
        together.wait(20)
        return 200, completion(answers[body["messages"][1]["content"]])

    together = threading.Barrier(3)
    answers = {
        (BUNDLED / f"{name}.txt").read_bytes().decode(): spanless(
            json.loads((BUNDLED / f"{name}.json").read_text("utf-8"))["data"]
        )
        for name in GOLDENS
    }
    server = serve_model(reply)
    here.write({"extractor.toml": server.configuration(mode="tools")})
    assert counts(gated(here, endpoint="model")) == "4 passed"
    assert len(server.requests) == 3


def spanless(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: spanless(inner) for key, inner in value.items() if key != "span"}
    return [spanless(inner) for inner in value] if isinstance(value, list) else value


def test_an_article_without_a_result_fails_with_the_reason(
    here: ProjectFolder,
    serve_model: Callable[[Callable[[dict[str, Any]], Reply]], ModelServer],
) -> None:
    refused = json.dumps({"error": {"message": "Incorrect API key"}}).encode()
    server = serve_model(lambda _: (401, refused))
    here.write({"extractor.toml": server.configuration(concurrency=1)})
    done = gated(here, endpoint="model")
    assert counts(done) == "3 failed, 1 passed"
    shown = done.stdout
    assert "has no result" in shown
    assert shown.count("\nnot reached: auth: 401: Incorrect API key") == 2
    assert "Traceback" not in shown


KEYED = """[endpoints.keyed]
base_url = "http://127.0.0.1:9/v1"
model = "m"
api_key_env = "NOT_SET_HERE"
"""


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--extractor-endpoint", "buildin"), "did you mean «builtin»?"),
        (("--extractor-endpoint", "keyed"), "NOT_SET_HERE"),
        (("--extractor-endpoint", "builtin", "--extractor-schema", "tradee"), "«trade»"),
        (("--extractor-endpoint", "builtin", "--extractor-prompt", "none"), "no prompt «none»"),
        (("--extractor-endpoint", "builtin", "--extractor-golden", "own"), "no golden in"),
        (("--extractor-endpoint", "builtin", "--extractor-articles", "none"), "no folder /"),
    ],
)
def test_a_call_that_cannot_be_followed_is_one_line(
    here: ProjectFolder, arguments: tuple[str, ...], said: str
) -> None:
    here.write({"extractor.toml": KEYED})
    done = gated(here, *arguments, endpoint=None)
    assert done.status == pytest.ExitCode.USAGE_ERROR
    (line,) = filter(None, done.stderr.splitlines())
    assert line.startswith("ERROR: ")
    assert said in line
    assert "Traceback" not in done.stdout


def test_goldens_elsewhere_are_gated_where_they_are_named(here: ProjectFolder) -> None:
    (here.root / "golden").rename(here.root / "accepted")
    done = gated(here, "-v", "--extractor-golden", "own/../accepted")
    assert passed(done)[1:] == [f"accepted/trade/{name}.json::builtin" for name in GOLDENS]


def test_each_case_goes_by_itself_where_processes_share_them(here: ProjectFolder) -> None:
    def change(golden: dict[str, Any]) -> None:
        golden["data"]["statements"][0]["export"]["value"] = 1

    spoil(here, "a05", change)
    detach(here, "a12")
    done = spawned(here, "-n", "2", "--extractor-endpoint", "builtin")
    assert done.status == 1
    assert "1 failed, 2 passed, 1 skipped" in done.stdout
    assert "export.value: 1,000,000 → " in done.stdout
    assert "Traceback" not in done.stdout


def test_the_plugin_named_twice_is_one(here: ProjectFolder) -> None:
    here.write({"conftest.py": 'pytest_plugins = ["extractor.pytest_plugin"]\n'})
    done = spawned(here, "--collect-only", "-q", "--extractor-endpoint", "builtin")
    assert done.stdout.count("golden/trade/a02.json::builtin") == 1, done.stdout


def test_the_readme_names_the_options_there_are(here: ProjectFolder) -> None:
    named = set(re.findall(r"--extractor-\w+", (REPOSITORY / "README.md").read_text("utf-8")))
    told = set(re.findall(r"--extractor-\w+", gated(here, "--help", endpoint=None).stdout))
    assert named == told
