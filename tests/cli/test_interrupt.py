"""Ctrl-C: at the first one a command ends, says how far it came, and shows no traceback."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.forked import started
from tests.harness import ARTICLE, MakeProject, ModelServer, Reply


def reads_input(process: Any) -> bool:
    """Whether a process waits for its standard input, as the system tells of its main thread."""
    # The call «read», as x86-64 and as ARM number it, of file 0.
    calls = [["0", "0x0"], ["63", "0x0"]]
    return Path(f"/proc/{process.pid}/syscall").read_text().split()[:2] in calls


def wait_for(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_waiting_for_standard_input_can_be_interrupted(project: MakeProject) -> None:
    here = project({"x.txt": ARTICLE})
    before = here.files()
    with started(here, "run", "-", "x.txt", stdin=subprocess.PIPE) as process:
        wait_for(lambda: reads_input(process))
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 130
        stderr = process.stderr.read()
    assert stderr.split() == [b"extractor:", b"interrupted"]
    assert here.files() == before


def test_a_terminal_is_told_that_an_article_is_read_from_it(project: MakeProject) -> None:
    here = project({})
    ours, theirs = pty.openpty()
    with started(here, "run", "-", "--out", "r", stdin=theirs) as process:
        os.close(theirs)
        assert b"standard input" in process.stderr.readline()
        os.write(ours, b"Nothing.\n\x04")
        assert process.wait(30) == 0
    os.close(ours)
    assert (here.root / "r/stdin").read_text() == "Nothing.\n"
    assert "standard input" not in here.run("run", "-", "--out", "s", stdin=b"Nothing.").stderr


@pytest.mark.parametrize("often", [1, 3, 200])
def test_a_run_interrupted_again_and_again_still_says_how_far_it_came(
    project: MakeProject, serve_model: Callable[[Callable[..., Reply]], ModelServer], often: int
) -> None:
    arrived, free = threading.Event(), threading.Event()

    def stuck(_: dict[str, Any]) -> Reply:
        arrived.set()
        free.wait(30)
        return 500, b""

    here = project({"x.txt": ARTICLE, "extractor.toml": serve_model(stuck).configuration()})
    with started(here, "run", "x.txt", "--endpoint", "model", "--out", "r") as process:
        assert arrived.wait(30)
        for _ in range(often):
            process.send_signal(signal.SIGINT)
            time.sleep(0.01)
        assert process.wait(30) == 130
        stdout, stderr = process.stdout.read(), process.stderr.read()
    free.set()
    assert stdout == b"r\n"
    assert b"what was finished is kept" in stderr
    assert b"Traceback" not in stderr
    assert b"Exception" not in stderr
    assert json.loads(here.files("r")["run.json"])["counts"]["pending"] == 1


BEFORE_ALL = """
import sys
class Interrupting:
    def find_spec(self, name, *_):
        if name == "extractor.cli.app":
            raise KeyboardInterrupt
sys.meta_path.insert(0, Interrupting())
from extractor.__main__ import main
main()
"""


def test_an_interrupt_while_the_command_line_is_imported_is_told(project: MakeProject) -> None:
    done = subprocess.run(
        [sys.executable, "-c", BEFORE_ALL],
        env=project({}).environment(),
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (130, b"")
    assert done.stderr == b"extractor: interrupted\n"


def test_no_moment_of_a_run_shows_a_traceback(project: MakeProject) -> None:
    here = project({"x.txt": ARTICLE})
    for delay in (0, 300, 700):
        folder = here.root / f"r{delay}"
        # Started, so that its imports are among the moments.
        with subprocess.Popen(
            [sys.executable, "-m", "extractor", "run", "x.txt", "--out", folder.name],
            cwd=here.root,
            env=here.environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as process:
            wait_for((folder / "run.json").exists)
            time.sleep(delay / 1000)
            process.send_signal(signal.SIGINT)
            process.send_signal(signal.SIGINT)
            assert process.wait(30) in (0, 130)
            stdout, stderr = process.communicate()
            assert b"Traceback" not in stderr
            assert stdout.decode() == f"{folder.name}\n"
