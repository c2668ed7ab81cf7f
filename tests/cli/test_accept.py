"""``accept`` in full: what is kept beside the goldens, and what replaces none of them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.harness import ARTICLE, MakeProject, MakeProjectAfter, ProjectFolder

LAST = "golden/trade/last_accepted.jsonl"


def article(number: int) -> str:
    """Another text with the same figures."""
    return f"Bản tin số {number}.\n\n{ARTICLE}"


def lines(here: ProjectFolder, name: str) -> list[dict[str, Any]]:
    path = here.root / f"golden/trade/accepted/{name}.jsonl"
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def goldens(here: ProjectFolder) -> dict[str, str]:
    """The files of the goldens themselves."""
    return {
        name: content for name, content in here.files("golden").items() if "accepted" not in name
    }


def changed(here: ProjectFolder, old: str, new: str, run: str = "r") -> None:
    text = here.files(run)["results.jsonl"]
    assert old in text
    here.write({f"{run}/results.jsonl": text.replace(old, new)})


def spoil(here: ProjectFolder, *articles: str, run: str = "r") -> None:
    """Give these articles another export than is printed."""
    records = [json.loads(line) for line in here.files(run)["results.jsonl"].splitlines()]
    for record in records:
        if record["article"]["id"] in articles:
            record["data"]["statements"][0]["export"]["value"] = 435
    here.write({f"{run}/results.jsonl": "".join(json.dumps(r) + "\n" for r in records)})


@pytest.fixture
def here(project_after: MakeProjectAfter) -> ProjectFolder:
    files = {f"a/{n}.txt": article(n) for n in range(3)}
    return project_after(files, ("run", "a", "--out", "r"))


class TestWhoAccepted:
    def test_it_is_kept_apart_from_the_data(self, here: ProjectFolder) -> None:
        done = here.run("accept", "r", "0", "--by", "An", "--reason", "as printed")
        assert done.status == 0
        (line,) = lines(here, "0")
        assert line["by"] == "An"
        assert line["reason"] == "as printed"
        assert line["endpoint"] == "builtin"
        assert line["prompt"] == "trade"
        assert line["at"].startswith("20")
        assert not (here.root / "golden/trade/accepted/1.jsonl").exists()
        assert LAST not in here.files()
        here.run("accept", "r", "--by", "An", "--reason", "as printed")
        kept = json.dumps(line, ensure_ascii=False) + here.files()[LAST]
        assert str(here.root) not in kept
        assert "Lạng Sơn" not in kept
        assert "An" not in json.loads(goldens(here)["trade/0.json"]).values()

    def test_only_what_is_written_is_noted(self, here: ProjectFolder) -> None:
        here.run("accept", "r", "--by", "An")
        before = here.files("golden")
        assert "3 unchanged" in here.run("accept", "r", "--by", "An").stderr
        assert here.files("golden") == before
        spoil(here, "0")
        assert "not accepted" in here.run("accept", "r", "--by", "Bình").stderr
        assert len(lines(here, "0")) == 1
        assert here.run("accept", "r", "0", "--by", "Bình").status == 0
        assert [line["by"] for line in lines(here, "0")] == ["An", "Bình"]
        assert len({line["sha256"] for line in lines(here, "0")}) == 2

    def test_show_says_it_of_the_golden_that_is_there(self, here: ProjectFolder) -> None:
        here.run("accept", "r", "--by", "An", "--reason", "first\x1b[2J")
        shown = here.run("show", "r", "0").stdout
        assert "golden: the same\n  accepted by An from builtin" in shown
        assert ", prompt trade: first" in shown
        assert "\x1b" not in shown
        told = json.loads(here.run("show", "r", "0", "--format", "json").stdout)
        assert told["golden"]["accepted"]["by"] == "An"
        path = "golden/trade/0.json"
        here.write({path: here.files()[path].replace('"value": 425', '"value": 426')})
        assert "accepted by" not in here.run("show", "r", "0").stdout
        told = json.loads(here.run("show", "r", "0", "--format", "json").stdout)
        assert told["golden"]["accepted"] is None

    def test_a_damaged_line_is_said_and_passed_over(self, here: ProjectFolder) -> None:
        here.run("accept", "r", "--by", "An")
        path = "golden/trade/accepted/0.jsonl"
        here.write({path: "{\n" + here.files()[path]})
        shown = here.run("show", "r", "0")
        assert "accepted by An" in shown.stdout
        assert "0.jsonl line 1 cannot be used" in shown.stderr
        assert here.run("diff", "r").status == 0


class TestIncomplete:
    @pytest.fixture
    def half(self, here: ProjectFolder) -> ProjectFolder:
        """Goldens of two articles, and a run of which one is pending that has one wrong."""
        assert here.run("accept", "r", "0", "2").status == 0
        assert here.run("run", "a", "--limit", "2", "--out", "half").status == 0
        spoil(here, "0", run="half")
        return here

    @pytest.mark.parametrize("named", [(), ("0",), ("0", "1")])
    def test_it_replaces_no_golden(self, half: ProjectFolder, named: tuple[str, ...]) -> None:
        before = goldens(half)
        done = half.run("accept", "half", *named)
        assert {name: goldens(half)[name] for name in before} == before
        assert "not accepted: 0: its" in done.stderr
        assert "the run is incomplete (1 pending)" in done.stderr
        assert "--out half" in done.stderr
        assert done.status == (3 if named else 0)
        assert len(lines(half, "0")) == 1

    def test_it_makes_new_ones_and_the_completed_run_replaces(self, half: ProjectFolder) -> None:
        assert half.run("accept", "half", "1").status == 0
        assert "trade/1.json" in goldens(half)
        assert half.run("run", "a", "--out", "half").status == 0
        spoil(half, "0", run="half")
        done = half.run("accept", "half", "0")
        assert done.status == 0
        assert "incomplete" not in done.stderr
        assert '"value": 435' in goldens(half)["trade/0.json"]

    def test_the_same_is_the_same_all_the_same(self, half: ProjectFolder) -> None:
        assert half.run("run", "a", "--limit", "1", "--out", "one").status == 0
        done = half.run("accept", "one", "0")
        assert done.status == 0
        assert "1 unchanged" in done.stderr

    def test_a_run_that_is_open_is_incomplete(self, here: ProjectFolder) -> None:
        here.run("accept", "r")
        spoil(here, "0")
        manifest = json.loads(here.files("r")["run.json"])
        here.write({"r/run.json": json.dumps(manifest | {"finished": None})})
        done = here.run("accept", "r", "0")
        assert done.status == 3
        assert "incomplete" in done.stderr


def test_a_record_of_which_a_check_broke_down_replaces_no_golden(
    here: ProjectFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    from extractor.workflow import checking

    here.run("accept", "r", "0")
    before = goldens(here)
    spoil(here, "0")
    check = checking.check

    def crashing(*arguments: Any, **named: Any) -> Any:
        from dataclasses import replace

        return replace(check(*arguments, **named), crashed=("sum: Error",))

    monkeypatch.setattr(checking, "check", crashing)
    for named in ((), ("0",)):
        done = here.run("accept", "r", *named)
        assert "not accepted: 0: " in done.stderr
        assert goldens(here) == before
    assert "broke down, which replaces no golden" in done.stderr
    assert done.status == 3
    assert here.run("accept", "r", "1").status == 0, "a new golden is for a person to want"


class TestNames:
    def test_what_has_no_partner_is_named(self, here: ProjectFolder) -> None:
        here.run("run", "a/0.txt", "--out", "zero")
        accepted = here.run("accept", "r", "1", "2")
        assert "without a golden: 0\n" in accepted.stderr
        done = here.run("diff", "zero")
        assert "without a golden: 0\n" in done.stderr
        assert "goldens not in this run: 1, 2\n" in done.stderr
        assert done.stdout.endswith("1 article without a golden, 2 goldens not in this run\n")
        told = here.run("diff", "zero", "--format", "json")
        assert "not in this run" not in told.stderr

    def test_a_dozen_are_named_and_the_rest_counted(self, project: MakeProject) -> None:
        here = project({f"a/{n:02}.txt": article(n) for n in range(15)})
        here.run("run", "a", "--out", "r")
        told = here.run("accept", "r", "14").stderr
        assert "without a golden: 00, 01, " in told
        assert ", 11 and 2 more\n" in told

    def test_names_do_not_reach_the_terminal_as_they_are(self, here: ProjectFolder) -> None:
        changed(here, '"id":"0"', '"id":"\\u001b[2J"')
        assert "\x1b" not in here.run("accept", "r", "1").stderr
        assert "\x1b" not in here.run("diff", "r").stderr


class TestMetrics:
    def test_what_is_wrong_is_counted_beside_the_last_accepted(self, here: ProjectFolder) -> None:
        here.run("accept", "r")
        kept = json.loads(here.files()[LAST])
        assert kept["articles"] == kept["metrics"]["articles"] == 3
        assert kept["metrics"]["all"]["right"] == 9
        assert here.run("check", "r").status == 0
        spoil(here, "0", "1")
        changed(here, '"percent": 10', '"percent": 11')
        before = here.files("golden")
        done = here.run("diff", "r")
        assert done.status == 1
        assert here.files("golden") == before, "nothing is written"
        rows = [line.split() for line in done.stdout.splitlines()]
        head = next(row for row in rows if row[:2] == ["total", "export"])
        assert head[-3:] == ["all", "growth", "share"]
        assert ["right", "3", "1", "3", "0", "0", "7", "0", "0"] in rows
        assert ["wrong", "0", "2", "0", "0", "0", "2", "3", "0"] in rows
        assert ["silent", "0", "2", "0", "0", "0", "2", "3", "0"] in rows
        assert not any(row[0] in ("missing", "extra", "flagged") for row in rows if row)
        day = kept["at"][:10]
        assert (
            "right 7 of 9 figures, 0 of 3 growths; 5 of 5 errors silent\n"
            f"last accepted 9 of 9 figures, 3 of 3 growths (builtin, {day})\n"
        ) in done.stdout
        told = json.loads(here.run("diff", "r", "--format", "json").stdout)
        assert told["metrics"]["measures"]["export"]["wrong"] == 2
        assert told["last_accepted"] == kept
        assert told["articles"][0]["metrics"]["growth"]["silent"] == 1

    def test_the_gate_says_the_same_and_writes_nothing(self, here: ProjectFolder) -> None:
        here.run("accept", "r")
        before = here.files()
        done = here.run("gate")
        assert done.status == 0
        assert "right 9 of 9 figures, 3 of 3 growths (as last accepted, builtin, " in done.stdout
        told = json.loads(here.run("gate", "--format", "json").stdout)
        assert told["metrics"]["all"]["right"] == 9
        assert told["last_accepted"]["endpoint"] == "builtin"
        assert here.files() == before

    def test_what_has_no_result_is_not_right(self, here: ProjectFolder) -> None:
        here.run("accept", "r")
        lost = json.loads(here.files("r")["results.jsonl"].splitlines()[0])
        lost |= {"data": None, "error": {"kind": "timeout", "message": "late"}}
        rest = here.files("r")["results.jsonl"].split("\n", 1)[1]
        here.write({"r/results.jsonl": json.dumps(lost) + "\n" + rest})
        told = json.loads(here.run("diff", "r", "--format", "json").stdout)
        assert told["metrics"]["articles"] == 2
        assert told["metrics"]["all"]["right"] == 6
        assert told["articles"][0]["metrics"] is None

    def test_an_accept_of_nothing_keeps_nothing(self, project: MakeProject) -> None:
        here = project({"a/x.txt": ""})
        here.run("run", "a", "--out", "r")
        assert here.run("accept", "r").status == 3
        assert not here.files("golden")

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"{",
            b"\xff",
            b"[]",
            b'{"format": 2}',
            b'{"format": 1}',
            b'{"format": 1, "articles": 1}',
        ],
    )
    def test_a_damaged_one_is_told_and_passed_over(
        self, here: ProjectFolder, content: bytes
    ) -> None:
        here.run("accept", "r")
        here.write({LAST: content})
        for form in ("text", "json"):
            done = here.run("diff", "r", "--format", form)
            assert done.status == 0
            assert done.stderr.count("last_accepted.jsonl cannot be used") == 1
        told = json.loads(done.stdout)
        assert told["last_accepted"] is None
        assert "last_accepted.jsonl cannot be used" in told["last_damaged"]
        assert here.run("accept", "r").status == 0
        assert "cannot be used" not in here.run("diff", "r").stderr

    def test_it_is_no_golden_and_takes_no_article_s_place(self, project: MakeProject) -> None:
        here = project({"a/last_accepted.txt": ARTICLE, "a/sub/last_accepted.txt": article(1)})
        here.run("run", "a", "--out", "r")
        assert here.run("accept", "r").status == 0
        assert json.loads(here.files()[LAST])["articles"] == 2
        assert "2 articles compared, 2 the same" in here.run("diff", "r").stdout


class TestWhatIsFlagged:
    def test_it_is_named_where_it_became_golden(self, project: MakeProject) -> None:
        wrong = ARTICLE.replace("1.200", "1.900")
        assert wrong != ARTICLE
        here = project({"a/good.txt": ARTICLE, "a/wrong.txt": f"Bản tin.\n\n{wrong}"})
        assert "1 flagged" in here.run("run", "a", "--out", "r").stderr
        done = here.run("accept", "r", "--by", "An")
        assert "flagged among them, which their goldens keep: wrong; «extractor review r»" in (
            done.stderr
        )
        assert "flagged" not in here.run("accept", "r", "good", "--by", "An").stderr

    def test_of_records_that_were_edited_recorded_findings_are_said_to_be_old(
        self, here: ProjectFolder
    ) -> None:
        said = "its findings are those of before; «extractor check r» judges anew"
        here.run("accept", "r", "--by", "An")
        recorded = (["show", "r"], ["diff", "r"], ["export", "r", "--format", "csv"])
        for command in recorded:
            assert said not in here.run(*command).stderr
        spoil(here, "0")
        for command in recorded:
            assert here.run(*command).stderr.count(said) == 1
        for command in (["show", "r", "0"], ["check", "r"], ["show", "r", "--format", "json"]):
            done = here.run(*command)
            assert (said in done.stderr) is (command[-1] == "json")
