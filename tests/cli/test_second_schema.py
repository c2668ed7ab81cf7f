"""Every verb in a project whose only schema is of another subject than trade."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.harness import MakeProjectAfter, ProjectFolder

SCHEMA = (Path(__file__).parents[1] / "schemas" / "budget.py").read_text("utf-8")
PROSE = """Kiên Giang: thu ngân sách 9 tháng

9 tháng năm 2023, tổng thu ngân sách nhà nước ước đạt 9.500 tỷ đồng, bằng 81% dự toán, tăng 6% so \
với cùng kỳ. Trong đó, thu nội địa 9.100 tỷ đồng; thu từ hoạt động xuất nhập khẩu 400 tỷ đồng. \
Xuất khẩu đạt 650 triệu USD.
"""
LIST = """Đắk Nông: ngân sách năm 2022

- Tổng thu: 3.400 tỷ đồng
- Thu nội địa: 3.300 tỷ đồng
- Thu hải quan: 250 tỷ đồng
"""
NOTHING = "Hà Nội năm 2023\n\nNăm 2023, xuất khẩu của Hà Nội đạt 16 tỷ USD, tăng 5%.\n"
RUN = ("run", "a", "--schema", "budget", "--out", "r")


@pytest.fixture
def here(project_after: MakeProjectAfter) -> ProjectFolder:
    """The project with a finished run."""
    files = {
        "schemas/budget.py": SCHEMA,
        "prompts/budget.md": "Report as ${report}.\n",
        "a/list.txt": LIST,
        "a/nothing.txt": NOTHING,
        "a/prose.txt": PROSE,
    }
    return project_after(files, RUN)


def test_run_takes_what_the_schema_names(here: ProjectFolder) -> None:
    records = {
        record["article"]["id"]: record
        for record in map(json.loads, here.files("r")["results.jsonl"].splitlines())
    }
    assert {name: r["status"] for name, r in records.items()} == {
        "list": "flagged",
        "nothing": "ok",
        "prose": "ok",
    }
    assert records["nothing"]["data"] == {"statements": []}
    [statement] = records["prose"]["data"]["statements"]
    assert statement["revenue"]["text"] == "9.500 tỷ đồng"
    start, end = statement["revenue"]["span"]
    assert PROSE[start:end] == "9.500 tỷ đồng"
    assert [name for name, figure in statement.items() if figure is None] == [
        *("scope", "spending", "investment", "balance")
    ]
    assert json.loads(here.files("r")["run.json"])["schema"] == "budget"


def test_show_prints_its_measures(here: ProjectFolder) -> None:
    table = here.run("show", "r").stdout
    assert re.search(r"revenue +~9\.500 tỷ đồng +\+6% +81% plan", table)
    assert "customs" in table
    one = here.run("show", "r", "prose", "--field", "domestic").stdout
    assert "9,099,500,000,000 to 9,100,500,000,000 VND" in one
    assert "thu nội địa [9.100 tỷ đồng]" in one


def test_check_holds_it_against_its_own_rules(here: ProjectFolder) -> None:
    done = here.run("check", "r", "--format", "json")
    assert done.status == 1
    broken = [
        (checked["article_id"], finding["rule"], finding["fields"])
        for checked in json.loads(done.stdout)
        for finding in checked["findings"]
        if finding["severity"] == "error"
    ]
    assert broken == [
        (
            "list",
            "sum",
            [f"statements.0.{name}.value" for name in ("revenue", "domestic", "customs")],
        )
    ]
    here.write({"a/list.txt": LIST.replace("250", "100")})
    again = here.run(*RUN)
    assert again.status == 0, again.stderr
    assert here.run("check", "r").status == 0


def test_diff_holds_it_against_its_own_goldens(here: ProjectFolder) -> None:
    here.run("accept", "r", "list", "nothing", "prose")
    assert here.run("diff", "r").status == 0
    golden = here.files("golden/budget")["prose.json"]
    here.write({"golden/budget/prose.json": golden.replace("9100", "9200")})
    done = here.run("diff", "r", "--format", "json")
    assert done.status == 1
    assert "statements.0.domestic" in done.stdout
    assert here.run("gate", "--schema", "budget").status == 1
    here.write({"golden/budget/prose.json": golden})
    assert here.run("gate", "--schema", "budget").status == 0


def test_schemas_check_takes_it(here: ProjectFolder) -> None:
    done = here.run("schemas", "check", "budget")
    assert done.status == 0
    assert "sum(revenue, domestic, customs)" in done.stdout
    assert "balance(balance, revenue, spending), part(investment, spending)" in done.stdout
    shown = json.loads(here.run("schemas", "show", "budget").stdout)
    assert shown["title"] == "BudgetReport"
    assert set(shown["$defs"]["BudgetStatement"]["properties"]) == {
        *("place", "scope", "period", "revenue", "domestic", "customs", "spending"),
        *("investment", "balance"),
    }


def test_rows_name_its_measures(here: ProjectFolder) -> None:
    rows = here.run("export", "r", "--format", "csv").stdout.splitlines()
    measure = rows[0].split(",").index("measure")
    assert {row.split(",")[measure] for row in rows[1:]} == {"revenue", "domestic", "customs"}
