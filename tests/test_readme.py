"""What the README shows is what the commands print."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from typing import Any

from tests.harness import REPOSITORY, MakeProject, Outcome, ProjectFolder

README = (REPOSITORY / "README.md").read_text("utf-8")


def bundled(project: MakeProject) -> ProjectFolder:
    [tables] = re.findall(r"```toml\n(.*?)```", README, re.DOTALL)
    here = project({"extractor.toml": tables})
    shutil.copytree(REPOSITORY / "golden", here.root / "golden")
    return here


def printed(done: Outcome) -> list[str]:
    return sorted(filter(None, (done.stdout + done.stderr).splitlines()))


def test_the_output_shown_is_the_output_printed(project: MakeProject) -> None:
    here = bundled(project)
    shown = [
        block.strip().split("\n$ ")
        for block in re.findall(r"```console\n\$ (extractor run golden.*?)```", README, re.DOTALL)
    ]
    assert shown
    for command, _, output in (step.partition("\n") for block in shown for step in block):
        done = here.run(*shlex.split(command)[1:])
        assert sorted(filter(None, output.splitlines())) == printed(done), command


def test_the_comparison_shown_is_of_two_runs_one_with_mistakes(project: MakeProject) -> None:
    here = bundled(project)
    here.run("run", "golden/trade", "--out", "runs/mini")
    records = [json.loads(line) for line in here.files("runs/mini")["results.jsonl"].splitlines()]
    told_as(here, "mini", records, seconds=[3.9, 4.1, 4.7], cost=0.0915, wall=12)
    first, second = (records[n]["data"]["statements"][0] for n in (0, 1))
    first["export"]["value"] = 3720.5
    second["import"]["change"] = None
    second["export"]["plan"] = {"percent": 80, "text": "đạt 80% kế hoạch"}
    records[7]["data"] = None
    records[7]["error"] = {"kind": "truncated", "message": "the answer was cut off"}
    told_as(here, "nano", records, seconds=[1.4, 1.5, 1.9], cost=0.0183, wall=5)
    (block,) = re.findall(r"```console\n\$ extractor (compare .*?)```", README, re.DOTALL)
    command, _, output = block.partition("\n")
    done = here.run(*shlex.split(command))
    assert output.splitlines() == done.stdout.splitlines()
    assert done.status == 1


def told_as(
    here: ProjectFolder,
    name: str,
    records: list[dict[str, Any]],
    *,
    seconds: list[float],
    cost: float,
    wall: int,
) -> None:
    """Write a run as if a hosted model had made it."""
    manifest = json.loads(here.files("runs/mini")["run.json"])
    for number, record in enumerate(records):
        record["answer"].update(endpoint="hosted", model=f"gpt-5-{name}", mode="json_schema")
        record["attempts"][0]["seconds"] = seconds[number % len(seconds)]
    usage = {"requests": 20, "prompt_tokens": 81240, "completion_tokens": 9310, "cost_usd": cost}
    manifest.update(
        endpoint="hosted",
        model=f"gpt-5-{name}",
        usage=usage,
        started="2026-01-01T08:00:00+00:00",
        finished=f"2026-01-01T08:00:{wall:02}+00:00",
    )
    here.write(
        {
            f"runs/{name}/run.json": json.dumps(manifest),
            f"runs/{name}/results.jsonl": "".join(json.dumps(r) + "\n" for r in records),
        }
    )
