"""What follows from printed numbers, as «show» and «export --derived» give it."""

import csv
import io
import json

import pytest

from tests.harness import MakeProject, ProjectFolder

TEXT = """Lạng Sơn: quý I năm 2023

Quý I năm 2023, tổng kim ngạch xuất nhập khẩu của Lạng Sơn đạt 640 triệu USD, tăng 31,96% so với \
cùng kỳ. Trong đó, xuất khẩu 300 triệu USD, tăng 85,71%; nhập khẩu 340 triệu USD.
"""


@pytest.fixture
def here(project: MakeProject) -> ProjectFolder:
    made = project({"in/a.txt": TEXT})
    made.run("run", "in/a.txt", "--out", "r")
    return made


def test_show_tells_it_below_the_figures_and_apart(here: ProjectFolder) -> None:
    lines = here.run("show", "r", "a").stdout.splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith("not printed, but follows"))
    assert "  import  change ~5.1% (4.74 to 5.49%)" in lines[start:]
    assert not any("~5.1%" in line for line in lines[:start])
    told = lines[lines.index("  import  change ~5.1% (4.74 to 5.49%)") + 1]
    assert told.startswith("    by growth_base from statements.0.import.value, ")
    only = here.run("show", "r", "a", "--field", "export").stdout
    assert "export  a year before ~" in only
    assert "import  change" not in only


def test_show_gives_it_as_json(here: ProjectFolder) -> None:
    shown = json.loads(here.run("show", "r", "a", "--format", "json").stdout)
    derived = {entry["field"]: entry for entry in shown["derived"]}
    assert derived["statements.0.import.change.percent"]["value"] == 5.1
    assert derived["statements.0.export.previous"]["currency"] == "USD"
    assert shown["record"]["data"]["statements"][0]["import"]["change"] is None


def test_export_gives_it_rows_of_their_own_only_where_asked(here: ProjectFolder) -> None:
    plain = here.run("export", "r", "--format", "csv").stdout
    asked = here.run("export", "r", "--format", "csv", "--derived").stdout
    rows = list(csv.DictReader(io.StringIO(asked)))
    printed = [row for row in rows if row["derived"] == "false"]
    derived = [row for row in rows if row["derived"] == "true"]
    assert [row["derived"] for row in csv.DictReader(io.StringIO(plain))] == ["false"] * 3
    assert [row["measure"] for row in printed] == ["total", "export", "import"]
    assert all(row["text"] == "" and row["article_id"] == "a" for row in derived)
    growth = next(row for row in derived if row["change_pct"])
    assert (growth["measure"], growth["change_pct"], growth["value"]) == ("import", "5.1", "")
    before = next(row for row in derived if row["period_start"] == "2022-01-01")
    assert (before["measure"], before["period_end"]) == ("total", "2022-03-31")
    assert float(before["derived_low"]) < float(before["value"]) < float(before["derived_high"])
    assert before["derived_rule"] == "change"
    assert before["derived_from"] == "statements.0.total.value statements.0.total.change.percent"


def test_without_its_text_nothing_is_derived_of_an_article_and_that_is_said(
    here: ProjectFolder,
) -> None:
    (here.root / "in/a.txt").rename(here.root / "b.txt")
    done = here.run("export", "r", "--format", "jsonl", "--derived")
    assert all(not json.loads(line)["derived"] for line in done.stdout.splitlines())
    assert "nothing derived of a: " in done.stderr
    found = here.run("export", "r", "--format", "jsonl", "--derived", "--articles", ".")
    assert any(json.loads(line)["derived"] for line in found.stdout.splitlines())
