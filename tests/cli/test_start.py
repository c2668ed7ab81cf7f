"""What starting costs: the heavy libraries are for live calls alone."""

from __future__ import annotations

import inspect
from importlib import import_module

import pytest
import typer

from extractor.cli.app import VERBS
from tests.harness import ARTICLE, MakeProject

_IMPORTED = """
import sys
from extractor.cli.app import run_command_line
for command in sys.argv[1:]:
    status = run_command_line(command.split())
    heavy = {"openai", "instructor", "httpx2"} & {name.partition(".")[0] for name in sys.modules}
    heavy |= {"extractor.reader"} & sys.modules.keys()
    print(f"{command}: {status} {sorted(heavy)}", file=sys.stderr)
"""
LIGHT = (
    "--help",
    "schemas",
    "schemas show trade",
    "endpoints",
    "cache",
    "init new",
)
READING = (
    "run --help",
    "show r",
    "show r x",
    "show r x --raw",
    "check r",
    "diff r",
    "compare r r",
    "accept r",
    "export r --format csv",
)


def test_only_live_calls_import_what_they_need(project: MakeProject) -> None:
    here = project({"x.txt": ARTICLE})
    here.run("run", "x.txt", "--out", "r")
    here.run("accept", "r")
    # In one process, where what a command imports is there to the end.
    done = here.spawn(*LIGHT, *READING, python=("-c", _IMPORTED))
    assert done.status == 0, done.stderr
    told = [line for line in done.stderr.splitlines() if line.startswith((*LIGHT, *READING))]
    assert told == [
        *(f"{command}: 0 []" for command in LIGHT),
        *(f"{command}: 0 ['extractor.reader']" for command in READING),
    ]


def test_a_live_call_does_import_them(project: MakeProject) -> None:
    here = project({"x.txt": ARTICLE})
    done = here.spawn("run x.txt", python=("-c", _IMPORTED))
    assert done.stderr.splitlines()[-1].startswith("run x.txt: 0 ['")
    assert "openai" in done.stderr.splitlines()[-1]


@pytest.mark.parametrize(("name", "told"), VERBS.items())
def test_a_verb_is_told_of_as_its_module_tells_of_it(name: str, told: str) -> None:
    verb = getattr(import_module(f"extractor.cli.{name}"), name)
    own = verb.info.help if isinstance(verb, typer.Typer) else inspect.getdoc(verb)
    assert own.splitlines()[0] == told
