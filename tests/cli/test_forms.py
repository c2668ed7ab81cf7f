"""The forms of a comparison that are made to be published: Markdown, annotations, JUnit."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from markdown_it import MarkdownIt

from extractor.cli.forms import WRITERS, Publication
from extractor.cli.options import DiffForm
from extractor.diff import ArticleDiff, RunDiff
from extractor.golden import Shelf
from tests.harness import ARTICLE, MakeProjectAfter, ProjectFolder

HOSTILE = (
    "| `x` ``y``` [a](http://evil.example) ![b](//e.example/i.png) <img src=x onerror=1> @team #1 "
    "GH-2 $a$ **b** </details> &lt; \\` \u202egnirts \x1b[31m \ufffe \r\n::set-output name=a::b\n"
    "::stop-commands::t\n# heading %0A::error::z ]]> ##[add-mask]q \ud800"
)
FORMS = ("markdown", "github", "junit")

PARAGRAPH = ARTICLE.splitlines()[2]

Record = dict[str, Any]


def other(number: int) -> str:
    """An article of its own text."""
    return f"Tin số {number}\n\n{ARTICLE}"


def edit(here: ProjectFolder, change: Callable[[Record], None], *names: str) -> None:
    """Change records of the run ``r``, as another program may."""
    records = [json.loads(line) for line in here.files("r")["results.jsonl"].splitlines()]
    for record in records:
        if not names or record["article"]["id"] in names:
            change(record)
    here.write({"r/results.jsonl": "".join(json.dumps(record) + "\n" for record in records)})


def statement(record: Record) -> Any:
    return record["data"]["statements"][0]


def another_digit(record: Record) -> None:
    statement(record)["export"]["value"] = 452
    record["findings"] = [
        {
            "rule": "sum",
            "severity": "error",
            "attribution": "model",
            "fields": ["statements.0.total.value", "statements.0.export.value"],
            "message": "export 452 + import 775 = 1,227",
        }
    ]


def no_import(record: Record) -> None:
    statement(record)["import"] = None


def other_words(record: Record) -> None:
    statement(record)["export"]["text"] = "đạt 425 triệu USD"


def many_statements(record: Record) -> None:
    one = statement(record)
    record["data"]["statements"] += [{**one, "scope": f"chữ ` {n} " * 40} for n in range(60)]


def no_result(record: Record) -> None:
    record.update(data=None, error={"kind": "truncated", "message": "the answer was cut off"})


@pytest.fixture
def accepted(project_after: MakeProjectAfter) -> ProjectFolder:
    """Six articles, a run of them, all accepted."""
    files = {f"a/n{number}.txt": other(number) for number in range(6)}
    return project_after(files, ("run", "a", "--out", "r"), ("accept", "r"))


@pytest.fixture
def planted(accepted: ProjectFolder) -> ProjectFolder:
    """A difference of each kind: a digit, a figure gone, other words, no result, none, broken."""
    edit(accepted, another_digit, "n0")
    edit(accepted, no_import, "n1")
    edit(accepted, other_words, "n2")
    edit(accepted, no_result, "n3")
    accepted.write({"golden/trade/n5.json": "{"})
    return accepted


def told(here: ProjectFolder, form: str, status: int = 1) -> str:
    done = here.run("diff", "r", "--format", form)
    assert done.status == status, done.stderr
    assert "defect" not in done.stderr
    return done.stdout


def junit(text: str) -> tuple[dict[str, str], dict[str, ElementTree.Element]]:
    root = ElementTree.fromstring(text)
    (suite,) = root
    assert (root.tag, suite.tag) == ("testsuites", "testsuite")
    return suite.attrib, {case.attrib["name"]: case for case in suite.iter("testcase")}


class Annotation(dict[str, str]):
    """A workflow command as the runner reads it."""

    def __init__(self, line: str) -> None:
        head, self.message = line.removeprefix("::").split("::", 1)
        self.kind, _, properties = head.partition(" ")
        super().__init__(pair.split("=", 1) for pair in properties.split(","))
        for name, value in self.items():
            self[name] = self._read(value.replace("%3A", ":").replace("%2C", ","))
        self.message = self._read(self.message)

    @staticmethod
    def _read(text: str) -> str:
        return text.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")


def annotations(text: str) -> list[Annotation]:
    lines = text.splitlines()
    commands = [line for line in lines if re.match("::(error|warning|notice) ", line)]
    plain = lines[len(commands) :]
    assert lines == commands + plain
    assert plain
    assert not any("::" in line or "##[" in line for line in plain)
    return [Annotation(line) for line in commands]


def words_outside_code(text: str) -> Iterator[tuple[str, str]]:
    """Each token that is neither a code span nor structure, by its type."""
    for block in MarkdownIt("commonmark").enable(["table"]).parse(text):
        for token in block.children or ([block] if block.content else []):
            if token.type not in ("code_inline", "softbreak") and token.content:
                yield token.type, token.content


class TestMarkdown:
    def test_it_shows_what_gates_in_the_article_s_own_sentence(
        self, planted: ProjectFolder
    ) -> None:
        text = told(planted, "markdown")
        head = text.splitlines()[0]
        assert head == "### Against the golden files: 3 regressions, 2 articles not compared"
        assert re.findall("^#### `(.*)`$", text, re.MULTILINE) == ["n0", "n1", "n3", "n5"]
        appeared = text.index("**finding appeared** `sum` (error, the model's fault)")
        changed = text.index("**changed** `statements.0.export.value`")
        assert appeared < changed
        assert "`425,000,000` → `452,000,000`" in text
        assert "sentence `Trong đó, xuất khẩu đạt` **`425 triệu USD`** `;`" in text
        assert "breaks golden: nothing; new: `reading, sum`" in text
        assert "**missing** `statements.0.import`" in text
        assert "- **not compared** `has no result: the answer was cut off`" in text
        assert "- **not compared** `cannot be held: golden golden/trade/n5.json" in text

    def test_what_is_cosmetic_is_counted_and_folded_away(self, planted: ProjectFolder) -> None:
        text = told(planted, "markdown")
        assert "<details><summary>not gating: 1 cosmetic difference</summary>" in text
        assert "- `n2`: 1" in text
        assert "đạt 425" not in text

    def test_a_comment_too_large_is_cut_in_whole_entries(self, accepted: ProjectFolder) -> None:
        edit(accepted, many_statements, "n0")
        text = told(accepted, "markdown")
        assert 40_000 < len(text) < 60_000
        entries = len(re.findall("^- ", text, re.MULTILINE))
        (left,) = re.findall(r"\*\*(\d+) more entries are left out here\*\*", text)
        assert entries + int(left) == json.loads(told(accepted, "json"))["regressions"]
        assert "`--format text`" in text

    def test_nothing_hostile_is_markup(self, accepted: ProjectFolder) -> None:
        edit(accepted, hostile)
        text = told(accepted, "markdown")
        outside = list(words_outside_code(text))
        assert {kind for kind, _ in outside} <= {"text", "html_block", "fence"}
        for kind, content in outside:
            assert not set(content) & set("@|[]`\\&$%\u202e\x1b\r"), content
            if kind == "html_block":
                assert re.fullmatch(
                    r"<details><summary>[\w ,:]+</summary>|</details>", content.strip()
                )
            else:
                assert not re.search("[#<>]|evil|stop-commands", content)
        assert "onerror" in text


def hostile(record: Record) -> None:
    """Every word that a model or another program has a part in."""
    another_digit(record)
    figure = statement(record)["export"]
    figure["text"] = figure["currency"] = HOSTILE
    statement(record)["scope"] = statement(record)["place"] = HOSTILE
    statement(record)["period"]["text"] = HOSTILE
    record["findings"][0].update(rule=HOSTILE, message=HOSTILE, fields=[HOSTILE])
    if record["article"]["id"] == "n0":
        record["article"]["id"] = f"n0{HOSTILE}"
    if record["article"]["id"] == "n1":
        no_result(record)
        record["error"]["message"] = HOSTILE
    if record["article"]["id"] == "n2":
        record["article"]["id"] = HOSTILE
        record["article"]["sha256"] = "0" * 64


class TestGitHub:
    def test_a_regression_is_laid_on_the_line_of_its_number(self, planted: ProjectFolder) -> None:
        found = annotations(told(planted, "github"))
        errors = [note for note in found if note.kind == "error"]
        assert [(e.get("file"), e.get("line"), e["title"]) for e in errors] == [
            ("golden/trade/n0.txt", "5", "n0: sum appeared"),
            ("golden/trade/n0.txt", "5", "n0: changed statements.0.export.value"),
            ("golden/trade/n1.txt", "5", "n1: missing statements.0.import"),
            ("golden/trade/n3.txt", None, "n3: not compared"),
            ("golden/trade/n5.json", None, "n5: not compared"),
        ]
        assert "425,000,000 → 452,000,000" in errors[1].message
        assert "Trong đó, xuất khẩu đạt [425 triệu USD];" in errors[1].message
        assert "breaks golden: nothing; new: reading, sum" in errors[1].message

    def test_the_most_serious_come_first(self, accepted: ProjectFolder) -> None:
        edit(accepted, no_result, "n0")
        edit(accepted, no_import, "n1")
        edit(accepted, another_digit, "n2")
        assert [note["title"] for note in annotations(told(accepted, "github"))] == [
            "n2: sum appeared",
            "n1: missing statements.0.import",
            "n2: changed statements.0.export.value",
            "n0: not compared",
        ]

    def test_the_last_line_is_plain_and_counts(self, planted: ProjectFolder) -> None:
        last = told(planted, "github").splitlines()[-1]
        assert last.startswith("3 regressions, 2 articles not compared: 4 articles compared")
        assert last.endswith(
            "1 cosmetic, 1 finding, 1 without a result, 1 golden that cannot be used"
        )

    def test_where_nothing_was_compared_the_last_line_says_why(
        self, accepted: ProjectFolder
    ) -> None:
        edit(accepted, no_result)
        last = told(accepted, "github", 3).splitlines()[-1]
        assert last == "6 articles not compared: 6 articles without a result"

    def test_files_are_named_from_the_repository_around(self, planted: ProjectFolder) -> None:
        (planted.root.parent / ".git").mkdir()
        files = {note.get("file") for note in annotations(told(planted, "github"))}
        assert "project/golden/trade/n0.txt" in files

    def test_files_are_named_from_the_workspace_of_a_job(
        self, planted: ProjectFolder, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (planted.root / ".git").mkdir()
        monkeypatch.setenv("GITHUB_WORKSPACE", str(planted.root.parent))
        files = {note.get("file") for note in annotations(told(planted, "github"))}
        assert "project/golden/trade/n0.txt" in files

    def test_nothing_hostile_is_a_command(self, accepted: ProjectFolder) -> None:
        edit(accepted, hostile)
        text = told(accepted, "github")
        found = annotations(text)
        assert len(found) > 10
        assert {name for note in found for name in note} == {"file", "line", "title"}
        assert not set(text) & {"\x1b", "\u202e", "\r"}
        assert any("%0A::error::z" in note.message for note in found)
        assert "##[" not in text.splitlines()[-1]


class TestJUnit:
    def test_each_golden_is_a_case(self, planted: ProjectFolder) -> None:
        counts, cases = junit(told(planted, "junit"))
        assert {k: counts[k] for k in ("tests", "failures", "errors", "skipped")} == {
            "tests": "6",
            "failures": "2",
            "errors": "2",
            "skipped": "0",
        }
        outcomes = {name: [child.tag for child in case] for name, case in cases.items()}
        assert outcomes == {
            "n0": ["failure"],
            "n1": ["failure"],
            "n2": ["system-out"],
            "n3": ["error"],
            "n4": [],
            "n5": ["error"],
        }
        assert {case.attrib["classname"] for case in cases.values()} == {"golden.trade"}
        failure = cases["n0"][0]
        assert failure.attrib["message"] == "2 regressions"
        assert "statements.0.export.value: 425,000,000 → 452,000,000" in (failure.text or "")
        assert "Trong đó, xuất khẩu đạt [425 triệu USD];" in (failure.text or "")
        assert cases["n2"][0].text == "1 cosmetic difference"
        assert cases["n3"][0].attrib["message"] == "has no result: the answer was cut off"

    def test_an_article_without_result_or_golden_is_an_error(self, accepted: ProjectFolder) -> None:
        edit(accepted, no_result, "n3")
        for ending in ("json", "txt"):
            (accepted.root / f"golden/trade/n3.{ending}").unlink()
        counts, cases = junit(told(accepted, "junit", 3))
        assert counts["errors"] == "1"
        assert cases["n3"][0].attrib["type"] == "failed"

    def test_any_text_makes_valid_xml(self, accepted: ProjectFolder) -> None:
        edit(accepted, hostile)
        _, cases = junit(told(accepted, "junit"))
        assert any("onerror" in name for name in cases)
        assert any("]]>" in (failure.text or "") for c in cases.values() for failure in c)


class TestSkipped:
    @pytest.fixture
    def apart(self, accepted: ProjectFolder) -> ProjectFolder:
        """A run of two articles, one new, beside goldens of which one is detached."""
        accepted.run("accept", "r", "n4", "--detached")
        accepted.write({"b/n0.txt": other(0), "b/fresh.txt": other(77)})
        accepted.run("run", "b", "--out", "b-run")
        return accepted

    def test_skipped_is_not_passed(self, apart: ProjectFolder) -> None:
        markdown, github, xml = (
            apart.run("diff", "b-run", "--format", form).stdout for form in FORMS
        )
        assert "1 golden skipped, not passed: the article was not given" in markdown
        assert "- `n4`" in markdown
        assert "4 goldens without an article in this run" in markdown
        assert "1 article without a golden" in markdown
        notes = {note["title"]: note for note in annotations(github)}
        assert {note.kind for note in notes.values()} == {"notice"}
        assert notes["1 golden skipped, not passed"].message.endswith(": n4")
        assert notes["1 article without a golden"].message.endswith(": fresh")
        counts, cases = junit(xml)
        assert (counts["tests"], counts["skipped"]) == ("6", "5")
        assert cases["n4"][0].attrib["message"].startswith("skipped, not passed")
        assert "fresh" not in cases

    def test_a_changed_article_is_named(self, accepted: ProjectFolder) -> None:
        accepted.write({"a/n0.txt": f"{other(0)} Đã sửa."})
        accepted.run("run", "a/n0.txt", "--out", "c-run")
        markdown, github, xml = (accepted.run("diff", "c-run", "--format", form) for form in FORMS)
        assert {markdown.status, github.status, xml.status} == {0}
        assert "the article **changed** since it was accepted" in markdown.stdout
        assert "nothing regressed" in markdown.stdout.splitlines()[0]
        assert annotations(github.stdout)[0].kind == "warning"
        case = junit(xml.stdout)[1]["n0"]
        assert case[0].text == "the article changed since it was accepted"


class TestPublished:
    @pytest.mark.parametrize("form", FORMS)
    def test_no_sentence_of_a_detached_golden_s_article(
        self, accepted: ProjectFolder, form: str
    ) -> None:
        accepted.run("accept", "r", "n0", "--detached")
        edit(accepted, another_digit, "n0")
        edit(accepted, lambda r: statement(r)["export"].update(text=PARAGRAPH), "n0")
        local = told(accepted, "text")
        assert "Trong đó, xuất khẩu đạt [425 triệu USD];" in local
        text = told(accepted, form)
        assert "425,000,000" in text
        assert "452,000,000" in text
        assert "425 triệu USD" in text
        assert "Trong đó" not in text
        assert "golden/trade/n0.txt" not in text

    @pytest.mark.parametrize("form", FORMS)
    def test_of_an_article_that_changed_only_the_text_beside_its_golden(
        self, accepted: ProjectFolder, form: str
    ) -> None:
        another = other(0).replace("Trong đó, xuất khẩu đạt 425", "Chưa công bố, xuất khẩu đạt 452")
        accepted.write({"a/n0.txt": another})
        accepted.run("run", "a/n0.txt", "--out", "c-run")
        assert "Chưa công bố" in accepted.run("diff", "c-run").stdout
        text = accepted.run("diff", "c-run", "--format", form).stdout
        assert "452,000,000" in text
        assert "Trong đó" in text
        assert "Chưa công bố" not in text

    @pytest.mark.parametrize("form", FORMS)
    def test_goldens_elsewhere_are_named_without_the_folder_they_are_in(
        self, accepted: ProjectFolder, form: str, tmp_path: Path
    ) -> None:
        elsewhere = tmp_path / "else where"
        (accepted.root / "golden").rename(elsewhere)
        (elsewhere / "trade/n0.txt").write_text("another text")
        done = accepted.run("diff", "r", "--golden", str(elsewhere), "--format", form)
        assert done.status == 2
        assert "trade/n0.txt is not the text" in done.stdout
        assert str(tmp_path) not in done.stdout

    @pytest.mark.parametrize("form", FORMS)
    def test_the_forms_end_alike_and_say_no_path_of_the_machine(
        self, planted: ProjectFolder, form: str
    ) -> None:
        assert str(planted.root) not in told(planted, form)
        edit(planted, no_result)
        planted.write({"golden/trade/n5.json": planted.files("golden/trade")["n4.json"]})
        assert told(planted, "text", 2).startswith("n0  has no result")
        told(planted, form, 2)
        (planted.root / "golden/trade/n5.json").unlink()
        told(planted, form, 3)

    @pytest.mark.parametrize("form", FORMS)
    def test_what_became_of_an_article_in_a_way_yet_unknown_is_told(self, form: str) -> None:
        found = RunDiff((ArticleDiff("a", "a", "odd", reason="nobody knows"),))
        shelf = Shelf(Path("golden/trade"))
        text = WRITERS[DiffForm(form)](Publication.of(found, shelf, Path()))
        assert "is odd: nobody knows" in text
        assert "nothing" not in text

    @pytest.mark.parametrize("form", FORMS)
    def test_articles_without_a_record_are_told(self, accepted: ProjectFolder, form: str) -> None:
        manifest = json.loads(accepted.files("r")["run.json"])
        manifest["finished"] = None
        lines = accepted.files("r")["results.jsonl"].splitlines(keepends=True)
        accepted.write({"r/run.json": json.dumps(manifest), "r/results.jsonl": "".join(lines[:4])})
        assert "2 articles pending" in told(accepted, form, 3)
