"""What the README shows is what the commands print."""

from __future__ import annotations

import re
import shlex
import shutil

from tests.harness import REPOSITORY, MakeProject


def test_the_output_shown_is_the_output_printed(project: MakeProject) -> None:
    here = project({})
    shutil.copytree(REPOSITORY / "golden", here.root / "golden")
    readme = (REPOSITORY / "README.md").read_text("utf-8")
    shown = [
        block.strip().split("\n$ ")
        for block in re.findall(r"```console\n\$ (extractor run golden.*?)```", readme, re.DOTALL)
    ]
    assert shown
    for command, _, output in (step.partition("\n") for block in shown for step in block):
        done = here.run(*shlex.split(command)[1:])
        printed = (done.stdout + done.stderr).splitlines()
        assert sorted(filter(None, output.splitlines())) == sorted(filter(None, printed)), command
