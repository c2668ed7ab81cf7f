from __future__ import annotations

import contextlib
import json
import os
import pty
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.cli.terminal import visible
from tests.forked import started
from tests.harness import ARTICLE, BROKEN, IN_TURN, MakeProject, ProjectFolder, statuses

HOSTILE = "\x1b[31mred\x07 \u202egnirts [bold]x[/bold] \x9b2J"

PIPE_BYTES = 4096
LONG = ["show last", "show last --format json", "check last", "export last --format csv"]


@given(st.text())
def test_visible_text_is_one_line_that_no_terminal_acts_on(text: str) -> None:
    shown = visible(text)
    assert "\n" not in shown
    assert all(c.isprintable() or c.isspace() for c in shown)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("xuất  khẩu\n5 tỷ", "xuất khẩu 5 tỷ"),
        ("\x1b[31m", r"\x1b[31m"),
        ("\u202e", r"\u202e"),
        ("\x9b", r"\x9b"),
        ("\u200b\ufeff", r"\u200b\ufeff"),
        ("[red]x[/red]", "[red]x[/red]"),
        ("\ud800", r"\ud800"),
    ],
)
def test_what_a_terminal_would_act_on_is_spelled_out(text: str, shown: str) -> None:
    assert visible(text) == shown


@pytest.mark.parametrize("text", ["::set-output name=x::y", " ::stop-commands::", "a ##[group]b"])
def test_no_words_are_a_command_to_a_log_that_takes_commands(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    assert visible(text) == text.strip()
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert not visible(text).startswith("::")
    assert "##[" not in visible(text)


def hostile_run(here: ProjectFolder) -> None:
    """A run whose every word is hostile."""
    here.write({"h.txt": f"{HOSTILE} {ARTICLE}"})
    assert here.run("run", "h.txt", "--out", "r").status == 0
    record = json.loads(here.files("r")["results.jsonl"])
    record["article"]["id"] = f"h{HOSTILE}"
    statement = record["data"]["statements"][0]
    statement["place"] = statement["scope"] = statement["period"]["text"] = HOSTILE
    statement["export"]["text"] = statement["export"]["currency"] = HOSTILE
    here.write({"r/results.jsonl": json.dumps(record) + "\n"})


def test_nothing_hostile_reaches_the_terminal(project: MakeProject) -> None:
    here = project({})
    hostile_run(here)
    name = f"h{HOSTILE}"
    for command in (
        ["show", "r"],
        ["show", "r", name],
        ["check", "r"],
        ["diff", "r"],
        ["accept", "r"],
        ["show", "r", HOSTILE],
        ["run", HOSTILE],
        ["run", "h.txt", "--schema", HOSTILE],
        [HOSTILE],
    ):
        done = here.run(*command)
        for stream in (done.stdout, done.stderr):
            assert not set(stream) & {"\x1b", "\x07", "\x9b", "\u202e"}, command


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> ProjectFolder:
    """A finished run whose output is larger than a small pipe holds."""
    here = ProjectFolder(tmp_path_factory.mktemp("finished"), pytest.MonkeyPatch())
    here.write({"extractor.toml": "", "a/x.txt": BROKEN})
    assert here.run("run", "a", "--out", "runs/r").status == 0
    record = here.files("runs/r")["results.jsonl"]
    here.write({"runs/r/results.jsonl": record * 60})
    for command in LONG:
        assert len(here.run(*command.split()).stdout) > 4 * PIPE_BYTES, command
    return here


@pytest.mark.parametrize("command", LONG)
def test_a_reader_that_leaves_early_ends_the_output_quietly(
    finished: ProjectFolder, command: str
) -> None:
    # The smallest there is, so that a short output does not fit in either.
    process = started(finished, *command.split(), pipesize=PIPE_BYTES)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.read(10)
    process.stdout.close()
    stderr = process.stderr.read().decode()
    process.stderr.close()
    assert process.wait(30) == (1 if command.startswith("check") else 0)
    assert "Traceback" not in stderr
    assert "Exception ignored" not in stderr
    assert "roken pipe" not in stderr


def test_closed_streams_are_no_crash(finished: ProjectFolder) -> None:
    for redirect in (">&-", "2>&-", ">&- 2>&-", "<&-"):
        done = subprocess.run(
            f"{sys.executable} -m extractor show last {redirect}",
            shell=True,
            cwd=finished.root,
            env=finished.environment(),
            capture_output=True,
        )
        assert done.returncode == 0
        assert b"Traceback" not in done.stderr


def test_a_full_output_is_said(finished: ProjectFolder) -> None:
    with open("/dev/full", "wb") as full:  # noqa: PTH123
        done = subprocess.run(
            [sys.executable, "-m", "extractor", "show", "last"],
            cwd=finished.root,
            env=finished.environment(),
            stdout=full,
            stderr=subprocess.PIPE,
        )
    assert done.returncode == 2
    assert b"cannot write the output: No space left" in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize(
    "env",
    [
        {"PYTHONIOENCODING": "ascii"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"NO_COLOR": "1", "TERM": "dumb", "COLUMNS": "20"},
    ],
)
def test_any_locale_and_terminal_will_do(project: MakeProject, env: dict[str, str]) -> None:
    here = project({"x.txt": BROKEN})
    commands = ("run x.txt --out r", "show r x", "check r")
    done = here.spawn(*commands, env=env, python=("-c", IN_TURN))
    assert statuses(done.stderr) == [0, 0, 1], done.stderr
    assert done.stdout
    assert "Traceback" not in done.stderr
    assert "\x1b" not in done.stdout + done.stderr


def test_json_spells_out_what_a_terminal_acts_on_and_means_the_same(project: MakeProject) -> None:
    here = project({})
    hostile_run(here)
    text = here.files("r")["results.jsonl"].replace("[bold]", "\\ud800")
    here.write({"r/results.jsonl": text, "y.txt": ARTICLE})
    here.run("run", "y.txt", "--out", "golden-run")
    here.run("accept", "golden-run")
    for command in (["show", "r"], ["check", "r"], ["diff", "r"]):
        done = here.run(*command, "--format", "json")
        assert not set(done.stdout) & {"\x1b", "\x07", "\x9b", "\u202e"}
        json.loads(done.stdout)
    (record,) = json.loads(here.run("show", "r", "--format", "json").stdout)["records"]
    assert record["data"]["statements"][0]["place"] == HOSTILE.replace("[bold]", "\ud800")
    for command in (["show", "r"], ["show", "r", record["article"]["id"]], ["check", "r"]):
        assert "defect" not in here.run(*command).stderr


def on_a_terminal(here: ProjectFolder, *arguments: str) -> bytes:
    """What a command writes where standard output is a terminal."""
    ours, theirs = pty.openpty()
    with started(here, *arguments, stdout=theirs, stderr=subprocess.DEVNULL):
        os.close(theirs)
        written = b""
        # Where all other ends are closed, reading a terminal is an error on Linux.
        with contextlib.suppress(OSError):
            while piece := os.read(ours, 65536):
                written += piece
    os.close(ours)
    return written


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_rows_on_a_terminal_do_not_act_on_it_and_are_exact_elsewhere(
    project: MakeProject, form: str
) -> None:
    here = project({})
    hostile_run(here)
    shown = on_a_terminal(here, "export", "r", "--format", form).replace(b"\r\n", b"\n").decode()
    assert not set(shown) & {"\x1b", "\x07", "\x9b", "\u202e", "\r"}
    assert "\\u001b[31mred\\u0007 \\u202egnirts" in shown
    exact = here.run("export", "r", "--format", form).stdout
    here.run("export", "r", "--format", form, "-o", "rows")
    assert (here.root / "rows").read_bytes().decode() == exact
    assert "\u202egnirts" in exact
    assert (HOSTILE in exact) == (form == "csv")
    assert len(shown.splitlines()) == len(exact.splitlines())


def test_json_is_utf8_whatever_the_locale(project: MakeProject) -> None:
    here = project({"x.txt": ARTICLE})
    here.run("run", "x.txt", "--out", "r")
    done = here.spawn("show", "r", "--format", "json", env={"PYTHONIOENCODING": "ascii"})
    (record,) = json.loads(done.stdout)["records"]
    assert record["data"]["statements"][0]["place"] == "Lạng Sơn"
