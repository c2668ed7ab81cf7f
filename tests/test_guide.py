"""What the guide shows is what its commands print, carried out in its order from the first line on.

The model is played by what its instructions say: its answers are the golden files', with the
mistakes that follow from an example that the prompt lacks. ``GUIDE=write`` in the environment puts
what is printed into the guide instead of holding it against it.
"""

from __future__ import annotations

import io
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from extractor import pytest_plugin
from tests.harness import REPOSITORY, MakeProject, ModelServer, ProjectFolder, Reply, completion
from tests.terminal import Terminal
from tests.test_pytest_plugin import INSIDE

GUIDE = REPOSITORY / "docs" / "changing-a-prompt.md"
BUNDLED = REPOSITORY / "golden" / "trade"
ARTICLES = ("a02", "a04", "a06", "a09", "a11", "a12", "a17", "a19")
PROMPT = "prompts/trade.md"
BLOCK = re.compile(r"^```(diff|console)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
STEP = re.compile(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)
VARYING = re.compile(r"\d+\.\d+s\b|\d{4}-\d{2}-\d{2}(?=\)|, prompt)")
"""What differs from one time to the next: how long a session of pytest took, today's date."""


class Model:
    """Answers by what it is told."""

    def __init__(self) -> None:
        self._articles = {(BUNDLED / f"{n}.txt").read_bytes().decode(): n for n in ARTICLES}
        self._asked: Counter[str] = Counter()

    def __call__(self, body: dict[str, Any]) -> Reply:
        told, name = body["messages"][0]["content"], self._articles[body["messages"][1]["content"]]
        data = json.loads((BUNDLED / f"{name}.json").read_text("utf-8"))["data"]
        for figure in _figures(data):
            for part in (figure, figure["change"], figure["plan"]):
                if part:
                    # No model is asked for it.
                    part.pop("span", None)
            words = unicodedata.normalize("NFC", (figure["plan"] or {}).get("text", ""))
            if words.startswith("vượt") and "«vượt" not in told:
                figure["plan"]["percent"] = round(figure["plan"]["percent"] - 100, 1)
            if words.startswith("hoàn thành") and "«hoàn thành" not in told:
                figure["plan"] = None
        statements = data["statements"]
        if name == "a11" and "«hoàn thành" in told:
            statements[1]["total"]["change"]["text"] = "gấp 1,3 lần"
        if name == "a02" and body["model"] == "our-8b":
            statements[0]["import"]["change"] = None
        self._asked[name] += 1
        if name == "a06" and self._asked[name] in (4, 6):
            statements[1]["total"]["approximate"] = False
        answer = json.loads(completion(data))
        return 200, json.dumps({**answer, "model": body["model"]}).encode()


def _figures(data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for statement in data["statements"]:
        for figure in statement.values():
            if isinstance(figure, dict) and "plan" in figure:
                yield figure


class Play:
    """The guide's project, and its steps carried out in it."""

    def __init__(
        self, here: ProjectFolder, server: ModelServer, table: str, patch: pytest.MonkeyPatch
    ) -> None:
        self._here, self._patch, self._url = here, patch, server.base_url
        self.statuses: list[tuple[str, int]] = []
        [self._told_url] = re.findall(r'base_url = "(.*)"', table)
        goldens = here.root / "golden" / "trade"
        goldens.mkdir(parents=True)
        for name in ARTICLES:
            for ending in ("json", "txt"):
                shutil.copy(BUNDLED / f"{name}.{ending}", goldens)
        (goldens / "a04.json").unlink()
        here.write(
            {
                "extractor.toml": table.replace(self._told_url, self._url),
                PROMPT: (REPOSITORY / PROMPT).read_text("utf-8"),
                ".gitignore": "runs/\n",
                "pytest.ini": "[pytest]\n",
            }
        )
        self._begin()

    def _begin(self) -> None:
        """What was done before the guide begins: the answers recorded, accepted and committed."""
        for command in (
            "init -q -b main",
            "config user.name An",
            "config user.email an@example.org",
        ):
            self._git(*command.split())
        self._export()
        self._here.run("run", "golden/trade/a04.txt", "--endpoint", "ours", "--out", "runs/first")
        self._here.run("accept", "runs/first", "a04")
        self._here.run("gate", "--endpoint", "ours", "--record", "--out", "runs/before")
        every = sorted(path.stem for path in (self._here.root / "golden" / "trade").glob("*.txt"))
        # By name, since a04 lacks shares that its article prints.
        self._here.run("accept", "runs/before", *every)
        self._unset()
        self._git("add", ".")
        self._git("commit", "-q", "-m", "What is accepted")

    def change(self, shown: str) -> None:
        """Make the change of the prompt that a diff shows."""
        old, new = (
            "".join(f"{line[1:]}\n" for line in shown.splitlines() if line[0] == sign)
            for sign in "-+"
        )
        content = self._here.files()[PROMPT]
        assert content.count(old) == 1
        self._here.write({PROMPT: content.replace(old, new)})

    def carry_out(self, command: str, shown: str) -> str:
        """What a command prints. The keys in what is shown of it, «> a», are pressed."""
        program, *arguments = shlex.split(command)
        match program:
            case "export":
                return self._export()
            case "unset":
                return self._unset()
            case "git":
                return self._git(*arguments)
            case "pytest":
                return self._pytest(arguments)
        assert program == "extractor"
        if keys := re.findall(r"^> (.)$", shown, re.MULTILINE):
            return self._by_keys(arguments, keys)
        done = self._here.run(*arguments)
        self.statuses.append((arguments[0], done.status))
        return (done.stdout + done.stderr).replace(self._url, self._told_url)

    def _export(self) -> str:
        self._patch.setenv("OURS_KEY", "made-up")
        return ""

    def _unset(self) -> str:
        self._patch.delenv("OURS_KEY")
        return ""

    def _git(self, *arguments: str) -> str:
        done = subprocess.run(
            ["git", *arguments],
            cwd=self._here.root,
            capture_output=True,
            text=True,
            check=True,
            env=self._here.environment({"GIT_CONFIG_GLOBAL": os.devnull, "COLUMNS": "80"}),
        )
        return done.stdout

    def _pytest(self, arguments: list[str]) -> str:
        """One session in this process, where what it imports is there already."""
        out = io.StringIO()
        with self._patch.context() as patch:
            patch.chdir(self._here.root)
            patch.setattr(sys, "stdout", out)
            self.statuses.append(
                ("pytest", pytest.main([*INSIDE, *arguments], plugins=[pytest_plugin]))
            )
        return out.getvalue()

    def _by_keys(self, arguments: list[str], keys: list[str]) -> str:
        seen = ""
        with Terminal(self._here.root, *arguments, env=self._here.environment()) as screen:
            for key in keys:
                seen += screen.expect("q quit\n") + f"> {key}\n"
                screen.press(key)
            self.statuses.append((arguments[0], screen.ended()))
            return seen + screen.shown[len(seen) - len("> a\n") * len(keys) :]


def steady(text: str) -> list[str]:
    """Lines to compare: what varies made the same."""
    return [VARYING.sub("…", line).rstrip() for line in text.strip().splitlines()]


def test_the_guide_shows_what_is_printed(
    project: MakeProject,
    serve_model: Callable[[Callable[[dict[str, Any]], Reply]], ModelServer],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    guide = GUIDE.read_text("utf-8")
    [table] = re.findall(r"```toml\n(.*?)```", guide, re.DOTALL)
    play = Play(project({}), serve_model(Model()), table, monkeypatch)
    writing = os.environ.get("GUIDE") == "write"

    def step(found: re.Match[str]) -> str:
        command, shown = found.groups()
        printed = play.carry_out(command, shown)
        if steady(shown) == steady(printed):
            return found[0]
        assert writing, f"{command} prints:\n{printed}"
        lines = "".join(f"{line.rstrip()}\n" for line in printed.strip("\n").splitlines())
        return f"$ {command}\n{lines}"

    def block(found: re.Match[str]) -> str:
        language, content = found.groups()
        if language == "diff":
            play.change(content)
            return found[0]
        assert content.startswith("$ ")
        return f"```console\n{STEP.sub(step, content)}```"

    played = BLOCK.sub(block, guide)
    if writing:
        GUIDE.write_text(played, "utf-8")
    assert play.statuses == [
        ("gate", 0),
        ("gate", 3),
        ("gate", 1),
        ("review", 1),
        ("gate", 1),
        ("gate", 1),
        ("gate", 0),
        ("accept", 0),
        ("gate", 0),
        ("pytest", 0),
        ("gate", 1),
    ]
