"""Where the articles of a run agree: what is kept of it and what is shown."""

import json
from typing import Any

import pytest

from extractor import durable
from tests.harness import (
    ARTICLE,
    MakeProject,
    ModelServer,
    ProjectFolder,
    completion,
    figure,
    report,
)

BEFORE = """Sở Công Thương tỉnh Lạng Sơn cho biết, 6 tháng đầu năm 2020, xuất khẩu của tỉnh đạt \
350 triệu USD, kim ngạch xuất nhập khẩu đạt 1.091 triệu USD.
"""
OTHER = """Sở Công Thương tỉnh Lạng Sơn cho biết, 6 tháng đầu năm 2021, xuất khẩu của tỉnh đạt \
912 triệu USD.
"""
APART = (
    "export of Lạng Sơn, 2021-01-01 to 2021-06-30: now says 425 million USD, other 912 million USD"
)
ALIKE = (
    "total of Lạng Sơn, 2020-01-01 to 2020-06-30: 2 articles agree on "
    "1,090.5 to 1,091.5 million USD"
)


@pytest.fixture
def here(project: MakeProject) -> ProjectFolder:
    made = project({"a/before.txt": BEFORE, "a/now.txt": ARTICLE, "a/other.txt": OTHER})
    assert made.run("run", "a", "--out", "r").status == 0
    return made


def kept(here: ProjectFolder) -> list[dict[str, Any]]:
    content = (here.root / "r/agreement.jsonl").read_text("utf-8")
    return [json.loads(line) for line in content.splitlines()]


class TestRun:
    def test_agreement_is_kept_when_a_run_ends_and_touches_no_record(
        self, here: ProjectFolder
    ) -> None:
        assert [(line["verdict"], line["message"]) for line in kept(here)] == [
            ("support", ALIKE),
            ("disagreement", APART),
        ]
        line = kept(here)[1]
        assert (line["format"], line["rule"], line["severity"]) == (1, "agreement", "warning")
        assert [said["source"] for said in line["says"]] == ["a/now.txt", "a/other.txt"]
        records = (here.root / "r/results.jsonl").read_text("utf-8").splitlines()
        assert [json.loads(record)["status"] for record in records] == ["ok"] * 3
        assert not any("agreement" in record for record in records)

    def test_a_run_that_goes_on_hears_what_it_has_already(self, project: MakeProject) -> None:
        made = project({"a/before.txt": BEFORE, "a/now.txt": ARTICLE})
        assert made.run("run", "a", "--out", "r", "--limit", "1").status == 0
        assert kept(made) == []
        assert made.run("run", "a", "--out", "r").status == 0
        assert [line["message"] for line in kept(made)] == [ALIKE]

    def test_a_run_by_another_program_needs_no_such_file(self, here: ProjectFolder) -> None:
        (here.root / "r/agreement.jsonl").unlink()
        shown = here.run("show", "r")
        assert (shown.status, "between articles" in shown.stdout) == (0, False)
        assert json.loads(here.run("show", "r", "--format", "json").stdout)["agreement"] == []


class TestCheck:
    def test_it_finds_the_same_anew_and_keeps_it(self, here: ProjectFolder) -> None:
        before = here.files("r")
        (here.root / "r/agreement.jsonl").unlink()
        done = here.run("check", "r")
        assert done.status == 0
        assert here.files("r") == before
        assert f"  warning agreement: {APART}\n" in done.stdout
        assert "    other  statements.0.export.value  a/other.txt\n" in done.stdout
        assert "between articles  1 agreement, 1 disagreement\n" in done.stdout

    def test_json_has_it_with_each_article_that_is_named(self, here: ProjectFolder) -> None:
        entries = json.loads(here.run("check", "r", "--format", "json").stdout)
        assert [list(entry) for entry in entries] == [
            ["article_id", "status", "findings", "agreement"]
        ] * 3
        messages = [[line["message"] for line in entry["agreement"]] for entry in entries]
        assert messages == [[ALIKE], [ALIKE, APART], [APART]]

    def test_what_no_other_article_tells_of_adds_nothing(self, project: MakeProject) -> None:
        made = project({"a/now.txt": ARTICLE})
        made.run("run", "a", "--out", "r")
        entries = json.loads(made.run("check", "r", "--format", "json").stdout)
        assert [list(entry) for entry in entries] == [["article_id", "status", "findings"]]
        assert "between articles" not in made.run("check", "r").stdout

    def test_a_run_of_article_and_data_alone_is_enough(self, here: ProjectFolder) -> None:
        records = (here.root / "r/results.jsonl").read_text("utf-8").splitlines()
        bare = [{k: json.loads(r)[k] for k in ("article", "data")} for r in records]
        here.write(
            {
                "b/run.json": json.dumps({"format": 1, "schema": "trade"}),
                "b/results.jsonl": "".join(json.dumps(record) + "\n" for record in bare),
            }
        )
        assert APART in here.run("check", "b").stdout
        assert APART in here.run("show", "b", "other").stdout

    def test_a_folder_in_use_is_checked_and_left(self, here: ProjectFolder) -> None:
        (here.root / "r/agreement.jsonl").unlink()
        lock = durable.Lock(here.root / "r")
        try:
            done = here.run("check", "r")
        finally:
            lock.release()
        assert APART in done.stdout
        assert "where the articles agree is not kept: " in done.stderr
        assert not (here.root / "r/agreement.jsonl").exists()

    def test_records_of_one_text_are_one_witness(self, here: ProjectFolder) -> None:
        (record,) = (
            line
            for line in (here.root / "r/results.jsonl").read_text("utf-8").splitlines()
            if json.loads(line)["article"]["id"] == "other"
        )
        twin = json.loads(record)
        twin["article"]["id"] = "twin"
        here.write(
            {
                "b/run.json": json.dumps({"format": 1, "schema": "trade"}),
                "b/results.jsonl": f"{record}\n{json.dumps(twin)}\n",
            }
        )
        assert "between articles" not in here.run("check", "b").stdout


class TestShow:
    def test_a_run_counts_and_tells_its_disagreements(self, here: ProjectFolder) -> None:
        shown = here.run("show", "r").stdout
        assert "between articles  1 agreement, 1 disagreement\n" in shown
        assert f"  warning agreement: {APART}\n" in shown
        assert ALIKE not in shown
        made = json.loads(here.run("show", "r", "--format", "json").stdout)
        assert made["agreement"] == kept(here)

    def test_an_article_shows_what_it_takes_part_in(self, here: ProjectFolder) -> None:
        assert f"agreement: {ALIKE}\n" in here.run("show", "r", "before").stdout
        shown = here.run("show", "r", "now").stdout
        assert f"agreement: {ALIKE}\n" in shown
        assert f"warning agreement: {APART}\n" in shown
        found = json.loads(here.run("show", "r", "other", "--format", "json").stdout)
        assert [line["message"] for line in found["agreement"]] == [APART]

    def test_a_field_shows_what_it_takes_part_in_alone(self, here: ProjectFolder) -> None:
        shown = here.run("show", "r", "now", "--field", "export").stdout
        assert (APART in shown, ALIKE in shown) == (True, False)
        shown = here.run("show", "r", "now", "--field", "total").stdout
        assert (APART in shown, ALIKE in shown) == (False, True)

    def test_a_damaged_line_is_said_and_takes_no_other_with_it(self, here: ProjectFolder) -> None:
        path = here.root / "r/agreement.jsonl"
        first, second = path.read_text("utf-8").splitlines()
        path.write_text(f"{first[:-5]}\n{second}\n", "utf-8")
        shown = here.run("show", "r")
        assert APART in shown.stdout
        assert "1 line of agreement.jsonl cannot be read" in shown.stderr

    def test_hostile_words_are_shown_and_not_obeyed(self, here: ProjectFolder) -> None:
        path = here.root / "r/agreement.jsonl"
        content = path.read_text("utf-8").replace("Lạng Sơn", "\\u001b[31mLạng\\u202eSơn")
        path.write_text(content, "utf-8")
        for arguments in (("show", "r"), ("show", "r", "now")):
            shown = here.run(*arguments).stdout
            assert "\x1b[31m" not in shown
            assert "\u202e" not in shown


class TestExampleLeak:
    @pytest.fixture
    def leaked(self, project: MakeProject, serve_model: Any) -> ProjectFolder:
        data = report()
        data["statements"][0]["export"] = figure(0, "451,3 triệu USD") | {"value": 451.3}
        server: ModelServer = serve_model(lambda _: (200, completion(data)))
        made = project({"extractor.toml": server.configuration(), "x.txt": ARTICLE})
        assert made.run("run", "x.txt", "--endpoint", "model", "--out", "r").status == 0
        return made

    def rules(self, here: ProjectFolder) -> set[str]:
        (entry,) = json.loads(here.run("check", "r", "--format", "json").stdout)
        return {finding["rule"] for finding in entry["findings"]}

    def test_the_run_and_a_check_know_the_prompts_examples(self, leaked: ProjectFolder) -> None:
        (line,) = (leaked.root / "r/results.jsonl").read_text("utf-8").splitlines()
        assert "example_leak" in {f["rule"] for f in json.loads(line)["findings"]}
        assert "example_leak" in self.rules(leaked)

    def test_without_that_very_prompt_a_check_is_silent(self, leaked: ProjectFolder) -> None:
        leaked.write({"prompts/trade.md": "another prompt"})
        assert "example_leak" not in self.rules(leaked)
        assert "grounding" in self.rules(leaked)

    @pytest.mark.parametrize("prompt", [None, "nobody's", "../trade", "/etc/passwd"])
    def test_a_run_that_names_no_prompt_of_the_project_is_checked_without(
        self, leaked: ProjectFolder, prompt: str | None
    ) -> None:
        manifest = leaked.root / "r/run.json"
        raw = json.loads(manifest.read_text("utf-8"))
        manifest.write_text(json.dumps(raw | {"prompt": prompt, "hashes": {}}), "utf-8")
        assert "example_leak" not in self.rules(leaked)
