"""A whole run over a socket, and the same run again from the recording of that exchange."""

from __future__ import annotations

import json
from typing import Any

from extractor import schema as schemas
from extractor.endpoint.serve import serving
from tests.endpoint.recorded import NOBODY, played, recorded
from tests.harness import MakeProject, ProjectFolder

SCHEMA = """
from typing import Annotated
from pydantic import Field
from extractor.schema import Figure, Measure, Report, Statement, Sum

class TownStatement(Statement):
    total: Annotated[Figure | None, Measure(phrases=("kim ngạch",))] = Field(description="T")
    export: Annotated[Figure | None, Measure(phrases=("xuất khẩu",))] = Field(description="E")
    bought: Annotated[Figure | None, Measure(phrases=("nhập khẩu",))] = Field(description="I")

class TownReport(Report):
    statements: list[TownStatement]
    rules = (Sum("total", ("export", "bought")),)
"""
FILES = {
    "schemas/town.py": SCHEMA,
    "prompts/town.md": "Report what the article states, as ${report}:\n${measures}\n",
    "news/a.txt": "Năm 2019, tổng kim ngạch của tỉnh Lạng Sơn đạt 900 triệu USD, tăng 12,5% so "
    "với năm 2018. Trong đó, xuất khẩu đạt 500 triệu USD, nhập khẩu đạt 400 triệu USD.\n",
    "news/b.txt": "Năm 2020, kim ngạch của tỉnh Hà Giang đạt 75 triệu USD, trong đó xuất khẩu đạt "
    "50 triệu USD, nhập khẩu đạt 20 triệu USD.\n",
}


def run(project: ProjectFolder, base_url: str, out: str) -> list[dict[str, Any]]:
    project.write({"extractor.toml": f'[endpoints.far]\nbase_url = "{base_url}"\nmodel = "any"\n'})
    ended = project.run("run", "news", "--schema", "town", "--endpoint", "far", "--out", out)
    assert ended.status == 0, ended.stderr
    lines = project.files(out)["results.jsonl"].splitlines()
    return [json.loads(line) for line in lines]


def test_a_run_from_a_recording_is_the_run_over_the_socket(project: MakeProject) -> None:
    folder = project(FILES)
    town = schemas.load("town", folder.root / "schemas" / "town.py")
    with serving({"TownReport": town}.get) as server, recorded("builtin-run"):
        live = run(folder, server.base_url, "live")
    with played("builtin-run", times=2):
        replayed = run(folder, NOBODY, "replayed")
    for one, other in zip(live, replayed, strict=True):
        assert one["answer"].pop("request_sha256") != other["answer"].pop("request_sha256")
        for record in (one, other):
            assert [attempt.pop("seconds") < 60 for attempt in record["attempts"]] == [True]
        assert one == other
    assert [record["status"] for record in replayed] == ["ok", "flagged"]
    assert [record["answer"]["served_model"] for record in replayed] == ["builtin", "builtin"]
    assert [f["rule"] for f in replayed[1]["findings"] if f["severity"] == "error"] == ["sum"]
    values = [
        {name: statement[name]["value"] for name in ("total", "export", "bought")}
        for record in replayed
        for statement in record["data"]["statements"]
    ]
    assert values == [
        {"total": 900, "export": 500, "bought": 400},
        {"total": 75, "export": 50, "bought": 20},
    ]
