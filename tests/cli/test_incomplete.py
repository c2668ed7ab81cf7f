"""Runs that are not whole: pending articles, unreadable lines, data that nobody checked."""

from __future__ import annotations

import csv
import hashlib
import json
from typing import Any

import pytest

from tests.harness import ARTICLE, BROKEN, MakeProject, MakeProjectAfter, ProjectFolder, report

SHA = hashlib.sha256(ARTICLE.encode()).hexdigest()
EXPORT = ("export", "r", "--format", "csv")


def article(number: int) -> str:
    """Another text with the same figures."""
    return f"Bản tin số {number}.\n\n{ARTICLE}"


def foreign(here: ProjectFolder, *records: dict[str, Any] | str, folder: str = "r") -> None:
    """A run of another program: of each record an article of ``ARTICLE``'s text and the data."""
    lines = [
        record
        if isinstance(record, str)
        else json.dumps({"article": {"id": "x", "source": "a/x.txt", "sha256": SHA}} | record)
        for record in records
    ]
    here.write(
        {
            f"{folder}/run.json": '{"format": 1, "schema": "trade"}',
            f"{folder}/results.jsonl": "\n".join(lines) + "\n",
        }
    )


class TestPending:
    @pytest.fixture
    def here(self, project_after: MakeProjectAfter) -> ProjectFolder:
        return project_after(
            {f"a/{n}.txt": article(n) for n in range(5)},
            ("run", "a", "--out", "full"),
            ("accept", "full"),
            ("run", "a", "--limit", "2", "--out", "r"),
        )

    @pytest.mark.parametrize("command", [("check", "r"), ("diff", "r"), EXPORT])
    def test_articles_that_were_not_reached_are_no_success(
        self, here: ProjectFolder, command: tuple[str, ...]
    ) -> None:
        done = here.run(*command)
        assert done.status == 3
        assert "3 pending" in done.stderr
        here.run("run", "a", "--out", "r")
        whole = here.run(*command)
        assert whole.status == 0
        assert "pending" not in whole.stderr

    def test_an_error_comes_before_it(self, here: ProjectFolder) -> None:
        text = here.files("r")["results.jsonl"]
        here.write({"r/results.jsonl": text.replace('"value":425', '"value":426')})
        assert here.run("check", "r").status == 1
        assert here.run("diff", "r").status == 1

    def test_json_is_as_ever(self, here: ProjectFolder) -> None:
        entries = json.loads(here.run("check", "r", "--format", "json").stdout)
        assert [entry["article_id"] for entry in entries] == ["0", "1"]

    def test_show_counts_them(self, here: ProjectFolder) -> None:
        assert "2 ok, 3 pending" in here.run("show", "r").stderr


class TestGoneSources:
    def test_a_failed_source_that_is_deleted_is_forgiven(self, project: MakeProject) -> None:
        here = project({"a/x.txt": ARTICLE, "a/empty.txt": ""})
        assert here.run("run", "a", "--out", "r").status == 3
        (here.root / "a/empty.txt").unlink()
        done = here.run("run", "a", "--out", "r")
        assert done.status == 0
        assert "1 ok, 0 flagged, 0 failed, 0 pending" in done.stderr
        assert "without a result" not in done.stderr
        assert "empty" in here.files("r")["results.jsonl"], "what is known of it stays"
        here.run("accept", "r")
        for command in (("check", "r"), ("diff", "r"), EXPORT):
            assert here.run(*command).status == 0
        fresh = here.run("run", "a")
        assert here.run("run", "a").stdout != fresh.stdout, "nothing is left to go on with"

    def test_a_result_is_kept_where_its_source_cannot_be_read_again(
        self, project: MakeProject
    ) -> None:
        here = project({"a/x.txt": ARTICLE, "a/y.txt": BROKEN})
        here.run("run", "a", "--out", "r")
        before = here.files("r")["results.jsonl"]
        here.write({"a/x.txt": b"\x00\x01"})
        done = here.run("run", "a", "--out", "r")
        assert done.status == 0
        assert "its result is kept: x: a/x.txt is not text" in done.stderr
        assert here.files("r")["results.jsonl"] == before


class TestUnreadableLines:
    def test_the_others_are_checked(self, project: MakeProject) -> None:
        here = project({"a/x.txt": ARTICLE})
        broken = json.dumps({"article": {"id": "y", "sha256": SHA}, "data": {"n": 0}})
        foreign(here, {"data": report()}, "{", broken.replace("0}", "1e400}"), {"data": report()})
        done = here.run("check", "r", "--format", "json")
        assert done.status == 3
        entries = json.loads(done.stdout)
        assert [(e["article_id"], e["status"]) for e in entries] == [
            ("x", "ok"),
            ("line 2 of results.jsonl", "failed"),
            ("y", "failed"),
            ("x", "ok"),
        ]
        assert "line 3 of results.jsonl" in entries[2]["reason"]
        assert here.run("show", "r").status == 0
        exported = here.run(*EXPORT)
        assert exported.status == 3
        assert "no rows of y" in exported.stderr


class TestUnchecked:
    def test_data_that_nobody_checked_is_not_called_ok(self, project: MakeProject) -> None:
        here = project({"a/x.txt": ARTICLE})
        foreign(here, {"data": report()}, {"data": report(), "findings": [], "status": "ok"})
        shown = here.run("show", "r")
        assert shown.stdout.count("x  unchecked") == 2
        assert "2 unchecked" in shown.stderr
        records = json.loads(here.run("show", "r", "--format", "json").stdout)["records"]
        assert {record["status"] for record in records} == {"unchecked"}
        exported = here.run(*EXPORT)
        assert "2 unchecked" in exported.stderr
        rows = csv.DictReader(exported.stdout.splitlines())
        assert {row["status"] for row in rows} == {"unchecked"}

    def test_data_of_another_shape_is_not_called_ok(self, project: MakeProject) -> None:
        here = project({"a/x.txt": ARTICLE})
        here.run("run", "a", "--out", "r")
        text = here.files("r")["results.jsonl"]
        here.write({"r/results.jsonl": text.replace('"percent":10', '"percent":"10"')})
        assert "x  failed" in here.run("show", "r").stdout
        for command in (("show", "r"), ("show", "r", "x"), EXPORT, ("check", "r"), ("accept", "r")):
            done = here.run(*command)
            assert "defect" not in done.stderr, command
            assert "percent" in done.stdout + done.stderr, command
        assert not here.files("golden")


class TestLost:
    @pytest.fixture
    def here(self, project_after: MakeProjectAfter) -> ProjectFolder:
        files = {f"a/{n}.txt": article(n) for n in range(3)}
        made = project_after(files, ("run", "a", "--out", "r"), ("accept", "r"))
        path = made.root / "r/results.jsonl"
        path.write_text(path.read_text("utf-8").split("\n", 1)[1], "utf-8")
        return made

    @pytest.mark.parametrize("command", [("check", "r"), ("diff", "r"), EXPORT])
    def test_a_finished_run_without_some_of_its_records_is_no_success(
        self, here: ProjectFolder, command: tuple[str, ...]
    ) -> None:
        done = here.run(*command)
        assert done.status == 3
        assert "1 pending" in done.stderr


def test_two_records_of_one_id_never_make_one_golden(project: MakeProject) -> None:
    here = project({"a/x.txt": ARTICLE})
    here.run("run", "a", "--out", "own")
    data = json.loads((here.root / "own/results.jsonl").read_text("utf-8"))["data"]
    foreign(here, {"data": data}, {"data": {"statements": []}})
    done = here.run("accept", "r", "x")
    assert done.status == 3
    assert "2 records of the run have this id" in done.stderr
    assert not list(here.root.glob("golden/**/*.json"))


def test_accepting_nothing_is_no_success(project: MakeProject) -> None:
    here = project({"a/x.txt": ""})
    here.run("run", "a", "--out", "r")
    assert here.run("accept", "r").status == 3


def test_an_article_that_is_done_anew_is_named(project: MakeProject) -> None:
    here = project({"a/x.txt": article(1), "a/y.txt": article(2)})
    here.run("run", "a", "--out", "r")
    here.write({"a/x.txt": article(3)})
    again = here.run("run", "a", "--out", "r")
    assert "its text changed, done anew: x" in again.stderr
    assert "done anew" not in here.run("run", "a", "--out", "r").stderr


def test_rows_go_into_no_folder_that_is_not_there(project: MakeProject) -> None:
    here = project({"a/x.txt": ARTICLE})
    here.run("run", "a", "--out", "r")
    done = here.run(*EXPORT, "-o", "nowhere/rows.csv")
    assert done.status == 2
    assert "there is no folder nowhere" in done.stderr
    assert not (here.root / "nowhere").exists()
