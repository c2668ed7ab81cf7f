"""What ``compare`` says of runs side by side."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import struct
import termios
from collections.abc import Callable
from decimal import Decimal
from subprocess import DEVNULL
from typing import Any

import pytest

from tests.forked import Process
from tests.harness import (
    ARTICLE,
    BROKEN,
    EGGS,
    MakeProjectAfter,
    Outcome,
    ProjectFolder,
)

Edit = Callable[[dict[str, Any]], None]
OTHER = ARTICLE.replace("Lạng Sơn", "Cao Bằng")


@pytest.fixture
def here(project_after: MakeProjectAfter) -> ProjectFolder:
    """A project with a run «r» over two articles of three figures each."""
    files = {"a/x.txt": ARTICLE, "a/y.txt": OTHER}
    return project_after(files, ("run", "a", "--out", "r"))


def copy(here: ProjectFolder, name: str, edit: Edit, *, bare: bool = False) -> None:
    """Another run of the same articles: «r» with each record edited, «x» first.

    A bare one has only what the contract asks of other programs.
    """
    records = [json.loads(line) for line in here.files("r")["results.jsonl"].splitlines()]
    manifest = json.loads(here.files("r")["run.json"])
    for record in records:
        edit(record)
    if bare:
        manifest = {"format": 1, "schema": "trade"}
        keys = ("id", "sha256")
        records = [
            {"article": {k: r["article"][k] for k in keys}, "data": r["data"]} for r in records
        ]
    here.write(
        {
            f"{name}/run.json": json.dumps(manifest),
            f"{name}/results.jsonl": "".join(json.dumps(r) + "\n" for r in records),
        }
    )


def of(article_id: str, edit: Edit) -> Edit:
    """An edit of one article's only statement."""

    def edited(record: dict[str, Any]) -> None:
        if record["article"]["id"] == article_id:
            edit(record["data"]["statements"][0])

    return edited


def nothing(_: dict[str, Any]) -> None:
    """The same again."""


def digit(statement: dict[str, Any]) -> None:
    statement["export"]["value"] = 452


def swap(statement: dict[str, Any]) -> None:
    statement["export"], statement["import"] = statement["import"], statement["export"]


def told(here: ProjectFolder, *runs: str, status: int) -> Any:
    done = here.run("compare", *runs, "--format", "json")
    assert done.status == status, done.stderr
    return json.loads(done.stdout)


def test_a_run_agrees_with_itself(here: ProjectFolder) -> None:
    done = here.run("compare", "r", "r")
    assert done.status == 0
    assert done.stdout.startswith("2 articles compared, 2 the same\n")
    assert told(here, "r", "r", status=0)["differences"] == []


class TestDifferences:
    def test_a_wrong_digit_is_told_with_both_texts_and_what_speaks_for_whom(
        self, here: ProjectFolder
    ) -> None:
        here.run("accept", "r")
        copy(here, "b", of("x", digit))
        done = here.run("compare", "r", "b")
        assert done.status == 1
        assert "2 articles compared, 1 the same; points: 1 differ\n" in done.stdout
        assert "the golden supports A 1, B 0\nthe rules support A 1, B 0\n" in done.stdout
        assert (
            "x · Lạng Sơn · 2021-01-01 to 2021-06-30 · export (golden: A, rules: A)\n"
            "  A 425,000,000 USD «425 triệu USD»\n"
            "  B 452,000,000 USD «425 triệu USD» !reading !sum\n"
        ) in done.stdout

    def test_json_has_all_of_it(self, here: ProjectFolder) -> None:
        here.run("accept", "r")
        copy(here, "b", of("x", digit))
        found = told(here, "b", "r", status=1)
        (difference,) = found["differences"]
        field = "statements.0.export.value"
        assert difference == {
            "article_id": "x",
            "article_changed": False,
            "category": "differ",
            "part": "value",
            "measure": "export",
            "place": "Lạng Sơn",
            "period": "2021-01-01/2021-06-30",
            "scope": None,
            "sides": {
                "A": {
                    "field": field,
                    "value": 452000000,
                    "currency": "USD",
                    "text": "425 triệu USD",
                    "breaks": ["reading", "sum"],
                },
                "B": {
                    "field": field,
                    "value": 425000000,
                    "currency": "USD",
                    "text": "425 triệu USD",
                    "breaks": [],
                },
            },
            "golden": {
                "field": field,
                "value": 425000000,
                "currency": "USD",
                "text": "425 triệu USD",
            },
            "supported_by_golden": ["B"],
            "supported_by_rules": ["B"],
        }
        assert found["golden"] == {"supported": {"A": 0, "B": 1}, "none": 0, "silent": 0}
        counts = {(c["part"], c["measure"]): c for c in found["counts"]}
        assert counts["value", "export"]["agree"] == counts["value", "export"]["differ"] == 1
        assert counts["value", "total"]["agree"] == 2
        assert counts["change", "total"]["agree"] == 2

    def test_swapped_parts_are_for_the_golden_to_decide(self, here: ProjectFolder) -> None:
        copy(here, "b", of("y", swap))
        found = told(here, "r", "b", status=1)
        assert [d["measure"] for d in found["differences"]] == ["export", "import"]
        assert found["golden"]["silent"] == 2
        here.run("accept", "r")
        found = told(here, "r", "b", status=1)
        assert found["golden"]["supported"] == {"A": 2, "B": 0}

    def test_a_golden_that_neither_reproduces_says_what_is_right(self, here: ProjectFolder) -> None:
        copy(here, "g", of("x", lambda s: s["export"].update(value=424.5)))
        here.run("accept", "g", "x")
        copy(here, "b", of("x", digit))
        done = here.run("compare", "r", "b")
        assert "the golden supports A 0, B 0, neither 1\n" in done.stdout
        assert "(golden: 424,500,000 USD «425 triệu USD», rules: A)" in done.stdout

    def test_a_detached_golden_counts(self, here: ProjectFolder) -> None:
        assert here.run("accept", "r", "--detached").status == 0
        copy(here, "b", of("x", swap))
        assert told(here, "r", "b", status=1)["golden"]["supported"] == {"A": 2, "B": 0}

    def test_another_folder_of_goldens(self, here: ProjectFolder) -> None:
        here.run("accept", "r")
        (here.root / "golden").rename(here.root / "kept")
        copy(here, "b", of("x", swap))
        done = here.run("compare", "r", "b", "--golden", "kept")
        assert "the golden supports A 2, B 0\n" in done.stdout
        assert "golden supports" not in here.run("compare", "r", "b").stdout
        refused = here.run("compare", "r", "b", "--golden", "nowhere")
        assert refused.status == 2
        assert refused.stdout == ""

    def test_a_missing_statement_is_told_figure_by_figure(self, here: ProjectFolder) -> None:
        def empty(record: dict[str, Any]) -> None:
            if record["article"]["id"] == "x":
                record["data"]["statements"] = []

        copy(here, "b", empty)
        found = told(here, "r", "b", status=1)
        assert {d["category"] for d in found["differences"]} == {"lacking"}
        assert all(d["sides"]["B"] is None for d in found["differences"])
        assert [(d["part"], d["measure"]) for d in found["differences"]] == [
            ("value", "total"),
            ("change", "total"),
            ("value", "export"),
            ("value", "import"),
        ]
        shown = here.run("compare", "r", "b").stdout
        assert "points: 4 in one alone" in shown
        assert shown.count("B nothing") == 3

    def test_of_a_figure_that_both_have_each_part_that_one_lacks_is_told(
        self, here: ProjectFolder
    ) -> None:
        growth, share = {"percent": 5, "text": "x"}, {"percent": 80, "text": "y"}
        copy(here, "b", of("x", lambda s: s["export"].update(change=growth, plan=share)))
        shown = here.run("compare", "r", "b").stdout
        assert "A nothing   B +5% «x» !grounding" in shown
        assert "A nothing   B 80% «y» !grounding" in shown

    def test_a_shifted_period_is_one_difference(self, here: ProjectFolder) -> None:
        copy(here, "b", of("x", lambda s: s["period"].update(end="2021-07-31")))
        (difference,) = told(here, "r", "b", status=1)["differences"]
        assert (difference["part"], difference["measure"]) == ("period", None)
        assert difference["sides"]["B"]["value"] == "2021-01-01/2021-07-31"

    @pytest.mark.parametrize(
        "edit",
        [
            lambda s: s["export"].update(value=425000, scale="thousand"),
            lambda s: s["export"].update(value=425.0),
            lambda s: s["export"].update(span=[0, 1]),
        ],
        ids=["other unit", "other spelling", "moved span"],
    )
    def test_the_same_value_is_no_difference(self, here: ProjectFolder, edit: Edit) -> None:
        copy(here, "b", of("x", edit))
        found = told(here, "r", "b", status=0)
        assert (found["differences"], found["articles"]["same"]) == ([], 2)

    @pytest.mark.parametrize(
        ("edit", "part"),
        [
            (lambda s: s.update(scope="theo Sở Công Thương"), "scope"),
            (lambda s: s["export"].update(text="425 triệu"), "value"),
            (lambda s: s["period"].update(text="6 tháng"), "period"),
        ],
    )
    def test_other_words_are_cosmetic(self, here: ProjectFolder, edit: Edit, part: str) -> None:
        copy(here, "b", of("x", edit))
        found = told(here, "r", "b", status=0)
        assert [(d["category"], d["part"]) for d in found["differences"]] == [("cosmetic", part)]
        assert found["articles"]["same"] == 2
        assert "1 cosmetic" in here.run("compare", "r", "b").stdout

    def test_what_is_decided_comes_first(self, here: ProjectFolder) -> None:
        def both(record: dict[str, Any]) -> None:
            of("x", swap)(record)
            of("y", digit)(record)

        copy(here, "b", both)
        here.run("accept", "r", "y")
        done = here.run("compare", "r", "b").stdout
        assert done.index("y · Cao Bằng") < done.index("x · Lạng Sơn")
        assert "the golden supports A 1, B 0, not covered 2\n" in done


class TestOtherPrograms:
    def test_a_run_of_articles_and_data_alone_is_compared(self, here: ProjectFolder) -> None:
        copy(here, "b", of("x", digit), bare=True)
        found = told(here, "r", "b", status=1)
        assert found["runs"]["B"]["usage"] is None
        assert found["runs"]["B"]["articles"]["unchecked"] == 2
        (difference,) = found["differences"]
        # Its records do not say where the text is; the other run's do.
        assert difference["supported_by_rules"] == ["A"]

    def test_records_of_one_text_pair_by_id(self, here: ProjectFolder) -> None:
        copy(here, "b", nothing, bare=True)
        line = here.files("b")["results.jsonl"].splitlines()[0]
        twice = line + "\n" + line.replace('"x"', '"x2"') + "\n"
        here.write({"b/results.jsonl": twice, "c/results.jsonl": twice})
        here.write({"c/run.json": here.files("b")["run.json"]})
        assert told(here, "b", "c", status=0)["articles"]["compared"] == 2

    def test_text_that_is_gone_leaves_the_rules_undecided(self, here: ProjectFolder) -> None:
        copy(here, "b", of("x", digit))
        (here.root / "a/x.txt").unlink()
        found = told(here, "r", "b", status=1)
        assert found["differences"][0]["supported_by_rules"] is None
        assert found["differences"][0]["sides"]["A"]["breaks"] is None
        assert found["articles"]["unjudged"] == 1

    def test_recorded_findings_are_not_believed(self, here: ProjectFolder) -> None:
        made_up = {"rule": "sum", "severity": "error", "fields": ["statements.0.export.value"]}

        def blame(record: dict[str, Any]) -> None:
            record["findings"] = [made_up]

        copy(here, "b", blame)
        copy(here, "c", of("x", digit))
        (difference,) = told(here, "b", "c", status=1)["differences"]
        assert difference["supported_by_rules"] == ["A"]

    def test_what_came_from_outside_does_nothing_to_a_terminal(self, here: ProjectFolder) -> None:
        evil = "\x1b[2J\u202e[red]evil[/red]"

        def edit(record: dict[str, Any]) -> None:
            record["article"]["id"] += evil
            statement = record["data"]["statements"][0]
            statement.update(place=evil, scope=evil)
            statement["export"].update(text=evil, value=1, currency=evil)

        copy(here, "b", edit)
        manifest = json.loads(here.files("b")["run.json"])
        for name in ("endpoint", "model", "prompt"):
            manifest[name] = evil
        here.write({"b/run.json": json.dumps(manifest)})
        for runs in (("r", "b"), ("b", "r")):
            done = here.run("compare", *runs)
            assert done.status == 1
            assert "[red]evil[/red]" in done.stdout.replace("\n", "")
            assert not {"\x1b", "\u202e"} & set(done.stdout + done.stderr)


class TestArticles:
    def test_an_article_without_a_result_is_lost_and_not_a_difference(
        self, here: ProjectFolder
    ) -> None:
        def fail(record: dict[str, Any]) -> None:
            if record["article"]["id"] == "x":
                record["data"] = None
                record["error"] = {"kind": "timeout", "message": "no answer within 60 s"}

        copy(here, "b", fail)
        done = here.run("compare", "r", "b")
        assert done.status == 3
        assert "1 article compared, 1 the same" in done.stdout
        assert "B has no result of 1 article (3 figures elsewhere): x\n" in done.stdout
        assert told(here, "r", "b", status=3)["articles"]["lost"] == [
            {"run": "B", "article_id": "x", "reason": "no answer within 60 s", "figures": 3}
        ]

    def test_a_difference_goes_before_a_lost_article(self, here: ProjectFolder) -> None:
        copy(here, "b", of("x", digit))
        line = here.files("b")["results.jsonl"].splitlines()[0]
        here.write({"b/results.jsonl": line + "\n"})
        assert told(here, "r", "b", status=1)["articles"]["lost"][0]["reason"] is None

    def test_data_of_another_shape_is_no_result(self, here: ProjectFolder) -> None:
        copy(here, "b", of("x", lambda s: s.pop("export")))
        (lost,) = told(here, "r", "b", status=3)["articles"]["lost"]
        assert (lost["run"], lost["article_id"]) == ("B", "x")
        assert lost["reason"].startswith("not of the schema's shape")

    def test_a_line_that_cannot_be_read_is_lost_where_it_stands(self, here: ProjectFolder) -> None:
        copy(here, "b", nothing)
        second = here.files("b")["results.jsonl"].splitlines()[1]
        here.write({"b/results.jsonl": f'{{"article": no\n{second}\n'})
        lost = told(here, "r", "b", status=3)["articles"]["lost"]
        assert [(each["run"], each["article_id"]) for each in lost] == [
            ("B", "x"),
            ("B", "line 1 of results.jsonl"),
        ]

    def test_a_run_that_is_not_done_is_compared_as_far_as_it_is(self, here: ProjectFolder) -> None:
        copy(here, "b", nothing)
        manifest = json.loads(here.files("b")["run.json"])
        first = here.files("b")["results.jsonl"].splitlines()[0]
        here.write(
            {
                "b/run.json": json.dumps({**manifest, "finished": None}),
                "b/results.jsonl": f"{first}\n",
            }
        )
        found = told(here, "r", "b", status=3)
        assert found["runs"]["B"]["articles"]["pending"] == 1
        assert found["runs"]["B"]["wall_seconds"] is None
        assert (found["articles"]["compared"], found["differences"]) == (1, [])

    def test_a_changed_article_is_compared_and_named(self, here: ProjectFolder) -> None:
        here.run("accept", "r")
        here.write({"a/x.txt": ARTICLE.replace("425", "415").replace("775", "785")})
        here.run("run", "a", "--out", "b")
        done = here.run("compare", "r", "b")
        assert done.status == 1
        assert "1 article changed between the runs: x\n" in done.stdout
        assert "export · the article changed" in done.stdout
        assert "golden:" not in done.stdout

    def test_a_moved_article_is_the_same(self, here: ProjectFolder) -> None:
        (here.root / "a").rename(here.root / "b")
        (here.root / "b/x.txt").rename(here.root / "b/z.txt")
        here.run("run", "b", "--out", "q")
        found = told(here, "r", "q", status=0)["articles"]
        assert (found["compared"], found["changed"]) == (2, [])


class TestRefused:
    def refused(self, here: ProjectFolder, *runs: str) -> Outcome:
        done = here.run("compare", *runs, "--format", "json")
        assert (done.status, done.stdout) == (2, "")
        return done

    def test_fewer_than_two(self, here: ProjectFolder) -> None:
        assert "give two runs or more" in self.refused(here, "r").stderr

    def test_one_that_cannot_be_read(self, here: ProjectFolder) -> None:
        assert "no run at nowhere" in self.refused(here, "r", "nowhere").stderr

    def test_other_schemas(self, here: ProjectFolder) -> None:
        here.write({"schemas/eggs.py": EGGS, "e/run.json": '{"format": 1, "schema": "eggs"}'})
        here.write({"e/results.jsonl": ""})
        assert "r is of schema trade, e of eggs" in self.refused(here, "r", "e").stderr

    def test_no_article_in_common(self, here: ProjectFolder) -> None:
        here.write({"b/z.txt": BROKEN})
        here.run("run", "b", "--out", "z")
        assert "r and z share no article" in self.refused(here, "r", "z").stderr
        assert "z shares no article with" in self.refused(here, "r", "r", "z").stderr


class TestThreeRuns:
    def test_all_are_held_against_all(self, here: ProjectFolder) -> None:
        here.run("accept", "r")
        copy(here, "b", of("x", digit))
        copy(here, "c", of("x", lambda s: s.update(export=None)))
        found = told(here, "b", "c", "r", status=1)
        (difference,) = found["differences"]
        values = {run: side and side["value"] for run, side in difference["sides"].items()}
        assert values == {"A": 452000000, "B": None, "C": 425000000}
        assert difference["supported_by_golden"] == ["C"]
        assert difference["supported_by_rules"] == ["B", "C"]

    def test_the_table_says_which_lack_it(self, here: ProjectFolder) -> None:
        copy(here, "c", of("x", lambda s: s.update(export=None)))
        shown = here.run("compare", "r", "c", "c").stdout.splitlines()
        rows = {line[:7]: line[7:].split() for line in shown}
        assert rows["       "] == ["total", "export", "import", "all", "growth", "share"]
        assert rows["A lacks"] == ["0", "0", "0", "0", "0", "0"]
        assert rows["B lacks"] == rows["C lacks"] == ["0", "1", "0", "1", "0", "0"]


class TestAccounts:
    def manifest(self, here: ProjectFolder, name: str, **changes: Any) -> None:
        manifest = json.loads(here.files(name)["run.json"])
        here.write({f"{name}/run.json": json.dumps({**manifest, **changes})})

    def test_cost_and_time_stand_beside(self, here: ProjectFolder) -> None:
        def timed(record: dict[str, Any]) -> None:
            record["attempts"][0]["seconds"] = 2.5
            record["answer"]["mode"] = "json_schema"

        copy(here, "b", timed)
        usage = {"requests": 3, "prompt_tokens": 1200, "completion_tokens": 90, "cost_usd": 0.0123}
        self.manifest(
            here,
            "b",
            model="mini",
            usage=usage,
            started="2026-01-01T00:00:00+00:00",
            finished="2026-01-01T00:00:04+00:00",
        )
        shown = here.run("compare", "b", "r").stdout
        for expected in (
            "builtin mini",
            "trade, json_schema",
            "3, tokens 1,200 + 90",
            "$0.0123",
            "2.5 s an article, 4.0 s in all",
        ):
            assert expected in shown
        account = told(here, "b", "r", status=0)["runs"]["A"]
        assert Decimal(str(account["usage"]["cost_usd"])) == Decimal("0.0123")
        assert account["answered"] == [
            {"endpoint": "builtin", "model": "builtin", "mode": "json_schema", "articles": 2}
        ]

    def test_what_is_unknown_is_never_nothing(self, here: ProjectFolder) -> None:
        copy(here, "b", nothing, bare=True)
        shown = {
            line.split()[0]: line.split()[1:]
            for line in here.run("compare", "b", "b").stdout.splitlines()
            if line
        }
        for row in ("endpoint", "prompt", "requests", "cost", "time"):
            assert shown[row] == ["unknown", "unknown"]

    def test_answers_from_a_store_cost_nothing_and_say_so(self, here: ProjectFolder) -> None:
        def cached(record: dict[str, Any]) -> None:
            record["answer"]["cached"] = True
            record["usage"] = {"requests": 0, "cached": True}

        copy(here, "b", cached)
        self.manifest(here, "b", usage={"requests": 0, "cached": True}, resumed="2026")
        shown = here.run("compare", "b", "r").stdout
        assert "0, 2 cached, tokens unknown" in shown
        assert "none, all cached" in shown
        assert "in all with" in shown
        assert "pauses" in shown

    def test_prompts_of_one_name_and_other_texts_have_their_hashes(
        self, here: ProjectFolder
    ) -> None:
        copy(here, "b", nothing)
        assert "trade (" not in here.run("compare", "r", "b").stdout
        hashes = json.loads(here.files("r")["run.json"])["hashes"]
        self.manifest(here, "b", hashes={**hashes, "prompt": "f" * 64})
        shown = here.run("compare", "r", "b").stdout
        assert f"trade ({hashes['prompt'][:12]})" in shown
        assert "trade (ffffffffffff)" in shown


def test_thousands_of_differences_are_bounded_and_all_in_json(here: ProjectFolder) -> None:
    line = here.files("r")["results.jsonl"].splitlines()[0]
    many = [line.replace('"id":"x"', f'"id":"x{n}"') for n in range(700)]
    edits = [m.replace('"value":425,', '"value":452,').replace("1200,", "1201,") for m in many]
    for name, records in (("m", many), ("n", edits)):
        here.write({f"{name}/run.json": '{"format": 1, "schema": "trade"}'})
        here.write({f"{name}/results.jsonl": "\n".join(records)})
    (here.root / "a/x.txt").unlink()
    shown = here.run("compare", "m", "n").stdout.splitlines()
    assert len(shown) <= 48
    summary = shown[: shown.index("")]
    assert "700 articles compared, 0 the same; points: 1,400 differ" in summary
    assert shown.index("", len(summary) + 1) < 24
    assert shown[-1].startswith("and 1,3")
    assert shown[-1].endswith(" more, see --format json")
    assert len(told(here, "m", "n", status=1)["differences"]) == 1400


def on_a_screen(here: ProjectFolder, *arguments: str) -> tuple[int, list[str]]:
    """What a terminal of 24 rows and 80 columns without colours gets."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    environment = here.environment({"TERM": "dumb"})
    for name in ("COLUMNS", "LINES"):
        environment.pop(name, None)
    process = Process(here.root, arguments, environment, stdout=theirs, stderr=DEVNULL)
    os.close(theirs)
    shown = b""
    try:
        while piece := os.read(ours, 65536):
            shown += piece
    except OSError:
        # The other end is closed.
        pass
    os.close(ours)
    return process.wait(timeout=30), shown.decode().splitlines()


def test_a_small_terminal_holds_the_summary_and_the_first_difference(here: ProjectFolder) -> None:
    here.run("accept", "r")

    def worse(record: dict[str, Any]) -> None:
        for statement in record["data"]["statements"]:
            swap(statement)
            digit(statement)

    copy(here, "b", worse)
    status, shown = on_a_screen(here, "compare", "r", "b")
    assert status == 1
    assert shown[0].startswith("2 articles compared, 0 the same")
    assert shown[-1].startswith("and ")
    assert any(line.startswith("x · Lạng Sơn") for line in shown)
    # One row is the shell's.
    assert len(shown) <= 23
    assert max(map(len, shown)) <= 80
