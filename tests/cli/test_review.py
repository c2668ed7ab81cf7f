"""Deciding differences and flagged figures, by commands and by keys."""

from __future__ import annotations

import json
import os
import shlex
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.harness import (
    ARTICLE,
    BROKEN,
    MakeProject,
    MakeProjectAfter,
    ProjectFolder,
    report,
)
from tests.terminal import Terminal

PLACES = ("Lạng Sơn", "Cao Bằng", "Hà Giang", "Lào Cai", "Quảng Ninh")
GOLDEN = "golden/trade/{}.json"


def article(place: str) -> str:
    """Imports are «hơn 775 triệu USD», which may be called approximate or not."""
    return ARTICLE.replace("Lạng Sơn", place).replace("đạt 775", "đạt hơn 775")


@pytest.fixture
def here(project_after: MakeProjectAfter) -> ProjectFolder:
    """Five articles with their goldens, and a run that says the same of them."""
    files = {f"in/a{n}.txt": article(place) for n, place in enumerate(PLACES, 1)}
    made = project_after(files, ("run", "in", "--out", "r"), ("accept", "r", "--by", "An"))
    assert len(made.files("golden/trade/accepted")) == len(PLACES)
    return made


def records(here: ProjectFolder) -> list[dict[str, Any]]:
    return [json.loads(line) for line in here.files("r")["results.jsonl"].splitlines()]


def plant(here: ProjectFolder, **changes: dict[str, Any]) -> None:
    """Change figures of the run: ``a1={"export.value": 452}``."""
    found = records(here)
    for record in found:
        for path, value in changes.get(record["article"]["id"], {}).items():
            *parents, last = path.split(".")
            place = record["data"]["statements"][0]
            for name in parents:
                place = place[name]
            place[last] = value
    text = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in found)
    here.write({"r/results.jsonl": text})


def record_findings(here: ProjectFolder) -> None:
    """Let the run record what its checks find of it as it is now."""
    found = records(here)
    checked = json.loads(here.run("check", "r", "--format", "json").stdout)
    for record, entry in zip(found, checked, strict=True):
        record.update(status=entry["status"], findings=entry["findings"])
    here.write({"r/results.jsonl": "".join(json.dumps(record) + "\n" for record in found)})


def golden(here: ProjectFolder, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(here.files()[GOLDEN.format(name)])
    return found


def first(here: ProjectFolder, name: str) -> dict[str, Any]:
    statement: dict[str, Any] = golden(here, name)["data"]["statements"][0]
    return statement


def commands(shown: str) -> list[list[str]]:
    lines = [line.strip() for line in shown.splitlines()]
    told = [line.partition("  # ")[0] for line in lines if line.startswith("extractor review")]
    return [shlex.split(line)[1:] for line in told]


class TestWithoutATerminal:
    def test_nothing_to_decide_is_said(self, here: ProjectFolder) -> None:
        done = here.run("review", "r")
        assert (done.status, done.stdout) == (0, "")
        assert "nothing left to decide" in done.stderr

    def test_each_difference_is_shown_with_the_commands_that_decide_it(
        self, here: ProjectFolder
    ) -> None:
        plant(here, a1={"export.value": 452})
        done = here.run("review", "r")
        assert done.status == 1
        assert "[1/1] a1 · Lạng Sơn · 2021-01-01 to 2021-06-30 · statements.0.export.value" in (
            done.stdout
        )
        assert "xuất khẩu đạt [425 triệu USD]" in done.stdout
        assert "new error sum" in done.stdout
        told = commands(done.stdout)
        assert [command[2] for command in told] == ["--accept", "--reject", "--set"]
        assert all("a1:statements.0.export.value:" in command[-1] for command in told)

    def test_what_is_accepted_changes_the_golden_in_nothing_else(self, here: ProjectFolder) -> None:
        plant(here, a2={"total.change": None, "import.approximate": True})
        before, files = golden(here, "a2"), here.files("golden")
        shown = commands(here.run("review", "r").stdout)
        keys = [command[-1] for command in shown if command[2] == "--accept"]
        assert len(keys) == 2
        done = here.run("review", "r", "--accept", next(k for k in keys if "approximate" in k))
        assert done.status == 1
        before["data"]["statements"][0]["import"]["approximate"] = True
        assert golden(here, "a2") == before
        changed = {name for name, text in here.files("golden").items() if files.get(name) != text}
        assert changed <= {"trade/a2.json", "trade/accepted/a2.jsonl", "trade/last_accepted.jsonl"}
        assert here.run("review", "r", "--accept", *[k for k in keys if "change" in k]).status == 0
        assert first(here, "a2")["total"]["change"] is None
        assert here.run("diff", "r").status == 0

    def test_a_golden_gets_the_findings_that_follow_from_what_was_accepted(
        self, here: ProjectFolder
    ) -> None:
        plant(here, a1={"export.value": 452, "import.approximate": True})
        record_findings(here)
        shown = here.run("review", "r").stdout
        assert "[1/2] a1" in shown
        assert "new error sum" in shown
        assert here.run("review", "r", "--accept", "a1:statements.0.export.value").status == 1
        rules = {finding["rule"] for finding in golden(here, "a1")["findings"]}
        assert {"sum", "reading"} <= rules
        assert here.run("diff", "r").stdout.count("approximate") == 1
        assert here.run("review", "r", "--accept", "a1:statements.0.import.approximate").status == 0
        assert here.run("diff", "r").status == 0

    def test_a_share_that_is_new_is_shown_beside_the_figure_that_the_golden_has(
        self, here: ProjectFolder
    ) -> None:
        plant(here, a1={"export.plan": {"percent": 10, "text": "10%"}})
        shown = here.run("review", "r").stdout
        values = next(line for line in shown.splitlines() if line.startswith("  value "))
        assert values.split("  ")[-2:] == ["425 million USD"] * 2
        assert here.run("review", "r", "--accept", "a1:statements.0.export.plan.percent").status < 2
        assert first(here, "a1")["export"]["plan"]["percent"] == 10

    def test_a_finding_that_vanished_by_itself_is_decided_by_itself(
        self, here: ProjectFolder
    ) -> None:
        found = golden(here, "a1")
        found["findings"].append({"rule": "sum", "fields": ["statements.0.total.value"]})
        here.write({GOLDEN.format("a1"): json.dumps(found)})
        plant(here, a1={"import.approximate": True})
        keys = [c[-1] for c in commands(here.run("review", "r").stdout) if c[2] == "--accept"]
        assert len(keys) == 2
        here.run("review", "r", "--accept", "a1:statements.0.import.approximate")
        assert any(f["rule"] == "sum" for f in golden(here, "a1")["findings"])
        done = here.run("review", "r", "--accept", "a1:sum@statements.0.total.value")
        assert done.status == 0
        assert not any(f["rule"] == "sum" for f in golden(here, "a1")["findings"])

    def test_what_is_rejected_is_not_asked_for_again(self, here: ProjectFolder) -> None:
        plant(here, a1={"export.value": 452})
        before = here.files("golden")
        key = "a1:statements.0.export.value"
        assert here.run("review", "r", "--reject", key).status == 0
        assert here.run("review", "r").stdout == ""
        assert here.files("golden") == before
        assert here.run("diff", "r").status == 1
        undone = here.run("review", "r", "--undo", key)
        assert undone.status == 1
        assert key in here.run("review", "r").stdout

    def test_another_value_than_the_rejected_one_is_asked_for(self, here: ProjectFolder) -> None:
        plant(here, a1={"export.value": 452})
        here.run("review", "r", "--reject", "a1:statements.0.export.value")
        plant(here, a1={"export.value": 542})
        assert "a1:statements.0.export.value" in here.run("review", "r").stdout

    def test_all_of_a_kind_never_carries_along_what_newly_breaks_a_rule(
        self, here: ProjectFolder
    ) -> None:
        plant(
            here,
            a1={"total.change.text": "10%"},
            a2={"total.change.text": "10%"},
            a3={"total.change.text": "tăng 11%"},
        )
        done = here.run("review", "r", "--accept-like", "a1:statements.0.total.change.text")
        assert done.status == 1
        texts = [first(here, f"a{n}")["total"]["change"]["text"] for n in (1, 2, 3)]
        assert texts == ["10%", "10%", "tăng 10%"]

    def test_a_name_that_means_nothing_is_one_line(self, here: ProjectFolder) -> None:
        done = here.run("review", "r", "--accept", "a1:nothing")
        assert done.status == 2
        assert len(done.stderr.splitlines()) == 1

    def test_an_article_whose_text_changed_is_taken_as_a_whole(self, here: ProjectFolder) -> None:
        here.write({"in/a1.txt": article("Lạng Sơn").replace("425", "430").replace("775", "770")})
        assert here.run("run", "in", "--out", "r").status == 0
        assert "the article changed since it was accepted" in here.run("review", "r").stdout
        assert here.run("review", "r", "--accept", "a1:article").status == 0
        assert first(here, "a1")["export"]["value"] == 430
        assert "430" in here.files()["golden/trade/a1.txt"]
        assert here.run("diff", "r").status == 0

    def test_a_dropped_statement_is_decided_figure_by_figure(self, here: ProjectFolder) -> None:
        found = records(here)
        found[0]["data"]["statements"] = []
        here.write({"r/results.jsonl": "".join(json.dumps(r) + "\n" for r in found)})
        keys = [c[-1] for c in commands(here.run("review", "r").stdout) if c[2] == "--accept"]
        assert len(keys) == 3
        for key in keys:
            here.run("review", "r", "--accept", key)
        assert golden(here, "a1")["data"]["statements"] == []
        assert here.run("diff", "r").status == 0


def statements(*totals: tuple[str, int]) -> list[dict[str, Any]]:
    """Statements that say a total of a place, whatever is printed."""
    made = []
    for place, total in totals:
        statement = report(total)["statements"][0]
        made.append({**statement, "place": place, "export": None, "import": None})
    return made


def say(here: ProjectFolder, *totals: tuple[str, int]) -> None:
    """Let the run's first record say these totals."""
    found = records(here)
    found[0]["data"]["statements"] = statements(*totals)
    here.write({"r/results.jsonl": "".join(json.dumps(record) + "\n" for record in found)})


class TestKeysOfItems:
    def test_a_printed_command_decides_what_it_was_printed_for(self, here: ProjectFolder) -> None:
        say(here, ("Lạng Sơn", 200), ("Cao Bằng", 300), ("Hà Giang", 400))
        here.run("accept", "r", "a1")
        say(here, ("Cao Bằng", 301), ("Hà Giang", 401))
        told = commands(here.run("review", "r").stdout)
        accepts = {c[-1].rpartition(":")[0]: c for c in told if c[2] == "--accept"}
        here.run(*accepts["a1:statements.0.total"])
        here.run(*accepts["a1:statements.1.total.value"])
        values = {s["place"]: s["total"]["value"] for s in golden(here, "a1")["data"]["statements"]}
        assert values == {"Cao Bằng": 301, "Hà Giang": 400}

    def test_several_in_one_call_are_what_they_were_before_the_first(
        self, here: ProjectFolder
    ) -> None:
        say(here, ("Lạng Sơn", 200), ("Cao Bằng", 300), ("Hà Giang", 400))
        here.run("accept", "r", "a1")
        say(here, ("Cao Bằng", 301), ("Hà Giang", 401))
        names = ("a1:statements.0.total", "a1:statements.1.total.value")
        here.run("review", "r", *(word for name in names for word in ("--accept", name)))
        values = {s["place"]: s["total"]["value"] for s in golden(here, "a1")["data"]["statements"]}
        assert values == {"Cao Bằng": 301, "Hà Giang": 400}

    def test_one_item_is_not_decided_twice_in_one_call(self, here: ProjectFolder) -> None:
        plant(here, a1={"export.value": 452})
        before = here.files("golden")
        key = "a1:statements.0.export.value"
        assert here.run("review", "r", "--accept", key, "--reject", key).status == 2
        assert here.files("golden") == before

    def test_figures_in_conflict_are_each_decided(self, project: MakeProject) -> None:
        here = project({"in/a1.txt": ARTICLE})
        here.run("run", "in", "--out", "r")
        say(here, ("Lạng Sơn", 1200), ("Lạng Sơn", 425))
        record_findings(here)
        for _ in range(6):
            told = [c for c in commands(here.run("review", "r").stdout) if c[2] == "--accept"]
            if not told:
                break
            here.run(*told[0])
        assert here.run("review", "r").status == 0

    def test_the_commands_say_where_the_goldens_are(self, here: ProjectFolder) -> None:
        (here.root / "golden").rename(here.root / "elsewhere")
        plant(here, a1={"export.value": 452})
        shown = here.run("review", "r", "--golden", "elsewhere", "--by", "An")
        told = commands(shown.stdout)
        assert all(c[:6] == ["review", "r", "--golden", "elsewhere", "--by", "An"] for c in told)
        assert here.run(*told[0]).status == 0
        assert '"by":"An"' in here.files("elsewhere/trade/accepted")["a1.jsonl"]


class TestWhatFollows:
    @pytest.mark.parametrize("entered", ["x", [1], {"percent": "x", "text": 1}, 5])
    def test_what_has_another_shape_is_refused_in_one_line(
        self, project: MakeProject, entered: object
    ) -> None:
        here = project({"in/a1.txt": ARTICLE})
        here.run("run", "in", "--out", "r")
        plant(here, a1={"total.change.percent": 11})
        record_findings(here)
        key = "a1:statements.0.total.change"
        figure = {**records(here)[0]["data"]["statements"][0]["total"], "change": entered}
        del figure["span"]
        done = here.run("review", "r", "--set", f"{key}={json.dumps(figure)}")
        assert done.status == 2
        assert len(done.stderr.splitlines()) == 1
        assert "defect" not in done.stderr

    def test_what_breaks_only_its_golden_is_not_carried_along(self, here: ProjectFolder) -> None:
        plants = {"total.value": 425, "total.text": "425 triệu USD", "import": None}
        plant(here, a1=plants, a2=plants)
        record_findings(here)
        done = here.run("review", "r", "--accept-like", "a1:statements.0.total.value")
        assert "1 of its kind would newly break a rule" in done.stdout
        assert first(here, "a2")["total"]["value"] == 1200

    def test_of_a_run_that_nobody_checked_the_golden_gets_the_findings(
        self, here: ProjectFolder
    ) -> None:
        plant(here, a1={"export.value": 452})
        found = [{key: r[key] for key in ("article", "data")} for r in records(here)]
        here.write(
            {
                "r/results.jsonl": "".join(json.dumps(r) + "\n" for r in found),
                "r/run.json": json.dumps({"format": 1, "schema": "trade"}),
            }
        )
        here.run("review", "r", "--accept", "a1:statements.0.export.value")
        assert {"reading", "sum"} <= {f["rule"] for f in golden(here, "a1")["findings"]}

    def test_accepting_all_takes_neither_what_was_rejected_nor_what_was_set_otherwise(
        self, here: ProjectFolder
    ) -> None:
        plant(here, a1={"export.value": 452}, a2={"import.approximate": True})
        here.run("review", "r", "--reject", "a1:statements.0.export.value")
        done = here.run("accept", "r")
        assert "1 difference of it rejected in review" in done.stderr
        assert first(here, "a1")["export"]["value"] == 425
        assert first(here, "a2")["import"]["approximate"] is True

    def test_a_number_set_in_review_becomes_golden(self, project: MakeProject) -> None:
        here = project({"in/bad.txt": BROKEN})
        here.run("run", "in", "--out", "r")
        here.run("review", "r", "--set", "bad:statements.0.import=425 triệu USD")
        done = here.run("accept", "r", "bad")
        assert "with 1 figure set in review" in done.stderr
        assert first(here, "bad")["import"]["value"] == 425

    def test_a_golden_is_set_in_the_article_s_words(self, here: ProjectFolder) -> None:
        plant(here, a1={"export.value": 452, "export.change": {"percent": 5, "text": "tăng 10%"}})
        key = "a1:statements.0.export.value"
        assert here.run("review", "r", "--set", f"{key}=775 triệu USD").status == 1
        export = first(here, "a1")["export"]
        # The growth is another difference, and still to be decided.
        assert (export["value"], export["text"], export["change"]) == (775, "775 triệu USD", None)
        assert "change" in here.run("review", "r").stdout

    def test_an_acceptance_that_cannot_be_kept_changes_no_golden(self, here: ProjectFolder) -> None:
        plant(here, a1={"export.value": 452})
        before = here.files("golden")
        (here.root / "r/decisions.jsonl").mkdir()
        assert here.run("review", "r", "--accept", "a1:statements.0.export.value").status == 2
        assert here.files("golden") == before


@pytest.fixture
def flagged(project_after: MakeProjectAfter) -> ProjectFolder:
    files = {"in/good.txt": ARTICLE, "in/bad.txt": BROKEN}
    return project_after(files, ("run", "in", "--out", "r"))


class TestFlaggedFigures:
    def test_each_is_shown_and_confirmed(self, flagged: ProjectFolder) -> None:
        results = flagged.files("r")["results.jsonl"]
        shown = flagged.run("review", "r")
        assert shown.status == 1
        keys = [c[-1] for c in commands(shown.stdout) if c[2] == "--accept"]
        assert len(keys) == 3
        assert all(key.startswith("bad:statements.0.") for key in keys)
        done = flagged.run("review", "r", "--accept-like", keys[0], "--by", "An")
        assert done.status == 0
        assert flagged.files("r")["results.jsonl"] == results
        decisions = [json.loads(x) for x in flagged.files("r")["decisions.jsonl"].splitlines()]
        assert {(d["choice"], d["by"], d["article_id"]) for d in decisions} == {
            ("confirmed", "An", "bad")
        }
        assert not (flagged.root / "golden").exists()

    def test_an_error_is_asked_about_once_where_its_suspect_is_known(
        self, flagged: ProjectFolder
    ) -> None:
        found = [json.loads(line) for line in flagged.files("r")["results.jsonl"].splitlines()]
        for finding in (f for record in found for f in record["findings"]):
            finding["suspect"] = "statements.0.import.value"
        flagged.write({"r/results.jsonl": "".join(json.dumps(r) + "\n" for r in found)})
        shown = flagged.run("review", "r").stdout
        keys = [c[-1] for c in commands(shown) if c[2] == "--accept"]
        assert [key.rpartition(":")[0] for key in keys] == ["bad:statements.0.import"]
        assert flagged.run("review", "r", "--accept", *keys).status == 0

    def test_what_the_article_does_not_print_is_no_other_number(
        self, flagged: ProjectFolder
    ) -> None:
        done = flagged.run("review", "r", "--set", "bad:statements.0.import=9.999 triệu USD")
        assert done.status == 2
        assert "does not print «9.999 triệu USD»" in done.stderr

    def test_decisions_stand_in_the_export_and_survive_a_re_run(
        self, flagged: ProjectFolder
    ) -> None:
        flagged.run("review", "r", "--set", "bad:statements.0.import=425 triệu USD")
        rows = exported(flagged)
        assert rows["import"]["decision"] == "corrected: 425000000"
        assert rows["import"]["value"] == 575000000
        flagged.run("review", "r", "--accept", "bad:statements.0.total")
        flagged.write({"in/more.txt": ARTICLE})
        assert flagged.run("run", "in", "--out", "r").status == 0
        rows = exported(flagged)
        assert rows["total"]["decision"] == "confirmed"
        assert rows["import"]["decision"] == "corrected: 425000000"
        assert rows["export"]["decision"] is None

    def test_what_is_left_open_is_asked_for_again(self, flagged: ProjectFolder) -> None:
        assert flagged.run("review", "r", "--open", "bad:statements.0.total").status == 1
        assert exported(flagged)["total"]["decision"] == "open"
        assert "bad:statements.0.total" in flagged.run("review", "r").stdout

    def test_a_suggestion_is_taken(self, flagged: ProjectFolder) -> None:
        found = [json.loads(line) for line in flagged.files("r")["results.jsonl"].splitlines()]
        for record in found:
            for finding in record["findings"]:
                finding["suggestion"] = {
                    "field": "statements.0.import.value",
                    "value": 775,
                    "why": "the sum would hold",
                }
        flagged.write({"r/results.jsonl": "".join(json.dumps(r) + "\n" for r in found)})
        shown = flagged.run("review", "r").stdout
        assert "--suggestion" in shown
        done = flagged.run("review", "r", "--suggestion", "bad:statements.0.import")
        # With it the sum holds, so that the other figures are settled too.
        assert done.status == 0
        assert exported(flagged)["import"]["decision"] == "suggestion: 775000000"


def exported(here: ProjectFolder) -> dict[str, dict[str, Any]]:
    rows = map(json.loads, here.run("export", "r", "--format", "jsonl").stdout.splitlines())
    return {row["measure"]: row for row in rows if row["article_id"] == "bad"}


def review(here: ProjectFolder, *arguments: str, **env: str) -> Terminal:
    return Terminal(here.root, "review", "r", *arguments, env=here.environment(env))


PROMPT = "q quit"


class TestKeys:
    def test_differences_are_decided_one_by_one_and_kept_when_killed(
        self, here: ProjectFolder
    ) -> None:
        plant(
            here,
            a1={"export.value": 452},
            a2={"total.change": None},
            a3={"import.approximate": True},
            a4={"period.text": "6 tháng"},
        )
        with review(here) as screen:
            assert "[1/4] a1 " in screen.expect(PROMPT)
            screen.press("r")
            assert "[2/4] a2 " in screen.expect(PROMPT)
            screen.press("a")
            screen.expect(PROMPT)
            screen.kill()
        assert first(here, "a2")["total"]["change"] is None
        with review(here) as screen:
            assert "[1/2] a3 " in screen.expect(PROMPT)
            screen.press("s")
            assert "[2/2] a4 " in screen.expect(PROMPT)
            screen.press("a")
            assert screen.ended() == 1
        assert first(here, "a1")["export"]["value"] == 425
        assert first(here, "a3")["import"]["approximate"] is False
        assert first(here, "a4")["period"]["text"] == "6 tháng"

    def test_undo_takes_back_the_last_decision_and_its_golden(self, here: ProjectFolder) -> None:
        plant(here, a1={"total.change": None}, a2={"total.change": None})
        before = here.files("golden")
        with review(here) as screen:
            screen.expect(PROMPT)
            screen.press("A")
            screen.expect("to decide")
            assert screen.ended() == 0
        assert first(here, "a1")["total"]["change"] is first(here, "a2")["total"]["change"] is None
        here.write({f"golden/{name}": text for name, text in before.items()})
        with review(here) as screen:
            screen.expect(PROMPT)
            screen.press("a")
            screen.expect(PROMPT)
            screen.press("u")
            assert "[1/2] a1 " in screen.expect(PROMPT)
            screen.press("q")
            assert screen.ended() == 1
        assert here.files("golden")["trade/a1.json"] == before["trade/a1.json"]

    def test_what_comes_between_decisions_taken_together_is_not_counted(
        self, here: ProjectFolder
    ) -> None:
        share = {"percent": 50, "text": "10%"}
        plant(
            here,
            a1={f"{name}.plan": share for name in ("total", "export", "import")},
            a2={"total.change.text": "10%"},
        )
        record_findings(here)
        with review(here) as screen:
            shown = screen.expect(PROMPT)
            while "[4/" not in shown:
                screen.press("A" if "A accept" in shown else "a")
                shown = screen.expect(PROMPT)
            assert "[4/4] a2 " in shown

    def test_a_golden_is_edited(self, here: ProjectFolder, tmp_path: Path) -> None:
        plant(here, a1={"export.value": 452, "export.text": "452 triệu USD"})
        editor = tmp_path / "edit.py"
        editor.write_text(
            "import sys, pathlib\n"
            "p = pathlib.Path(sys.argv[1])\n"
            "p.write_text(p.read_text().replace('452', '775'))\n"
        )
        command = shlex.join([sys.executable, str(editor)])
        with review(here, EDITOR=command) as screen:
            screen.expect(PROMPT)
            screen.press("e")
            assert screen.ended() == 0
        export = first(here, "a1")["export"]
        assert (export["value"], export["text"]) == (775, "775 triệu USD")

    def test_words_that_are_not_printed_cannot_become_golden(
        self, here: ProjectFolder, tmp_path: Path
    ) -> None:
        plant(here, a1={"export.value": 452})
        before = here.files("golden")
        editor = tmp_path / "edit.py"
        editor.write_text(
            "import sys, pathlib\n"
            "p = pathlib.Path(sys.argv[1])\n"
            "p.write_text(p.read_text().replace('425 triệu', '999 triệu'))\n"
        )
        with review(here, EDITOR=shlex.join([sys.executable, str(editor)])) as screen:
            screen.expect(PROMPT)
            screen.press("e")
            screen.expect("only what the article prints can be set")
            screen.expect(PROMPT)
            screen.press("q")
            assert screen.ended() == 1
        assert here.files("golden") == before

    def test_another_number_is_chosen(self, flagged: ProjectFolder) -> None:
        with review(flagged) as screen:
            screen.expect(PROMPT)
            screen.press("n")
            assert "1  " in screen.expect("any other key goes back")
            screen.press("1")
            screen.expect(PROMPT)
            screen.press("q")
            screen.ended()
        decided = json.loads(flagged.files("r")["decisions.jsonl"].splitlines()[0])
        assert decided["choice"] == "corrected"

    def test_a_golden_that_was_changed_meanwhile_is_not_written_over(
        self, here: ProjectFolder
    ) -> None:
        plant(here, a1={"total.change": None, "import.approximate": True})
        with review(here) as screen:
            screen.expect(PROMPT)
            other = here.run("review", "r", "--accept", "a1:statements.0.import.approximate")
            assert other.status == 1
            screen.press("a")
            screen.expect("was changed meanwhile")
            screen.expect(PROMPT)
            screen.press("a")
            screen.ended()
        assert first(here, "a1")["import"]["approximate"] is True

    @pytest.mark.skipif(not hasattr(os, "killpg"), reason="no process groups")
    def test_an_interrupt_ends_it_and_keeps_what_was_decided(self, here: ProjectFolder) -> None:
        plant(here, a1={"total.change": None}, a2={"import.approximate": True})
        with review(here) as screen:
            screen.expect(PROMPT)
            screen.press("a")
            screen.expect(PROMPT)
            screen.press("\x03")
            assert screen.ended() == 130
        assert here.run("review", "r").stdout.startswith("[1/1] ")
