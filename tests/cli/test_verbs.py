"""What each verb prints and writes, on a small project."""

from __future__ import annotations

import csv
import json
import re
import signal
from decimal import Decimal

import pytest

from extractor.cli import context, words
from extractor.excerpt import Mark
from extractor.schema import FigureAt
from extractor.store import Decision, Decisions, Run, figure_subject
from tests.forked import started
from tests.harness import ARTICLE, BROKEN, EGGS, MakeProject, MakeProjectAfter, ProjectFolder


@pytest.fixture
def here(project_after: MakeProjectAfter) -> ProjectFolder:
    files = {"a/good.txt": ARTICLE, "a/sub/bad.txt": BROKEN, "a/empty.txt": ""}
    return project_after(files, ("run", "a", "--out", "r"), status=3)


class TestShow:
    def test_a_run_is_a_table_of_all_its_figures(self, here: ProjectFolder) -> None:
        shown = here.run("show", "r").stdout
        assert re.search(r"total +1\.200 triệu USD +\+10%", shown)
        assert re.search(r"import +575 triệu USD +!sum", shown)
        assert "Lạng Sơn · 2021-01-01 to 2021-06-30" in shown
        assert "empty  failed" in shown

    def test_json_is_the_manifest_and_the_records(self, here: ProjectFolder) -> None:
        shown = json.loads(here.run("show", "r", "--format", "json").stdout)
        assert shown["run"]["counts"]["failed"] == 1
        assert [record["article"]["id"] for record in shown["records"]] == [
            "empty",
            "good",
            "sub/bad",
        ]

    def test_an_article_is_shown_with_its_words_intervals_and_findings(
        self, here: ProjectFolder
    ) -> None:
        shown = here.run("show", "r", "sub/bad").stdout
        assert "xuất khẩu đạt [425 triệu USD]" in shown
        assert "424,500,000 to 425,500,000 USD" in shown
        assert "error sum (the article's own)" in shown
        assert "golden: none" in shown
        here.run("accept", "r")
        assert "golden: the same" in here.run("show", "r", "sub/bad").stdout

    def test_how_a_figure_was_bound_and_what_is_in_doubt_is_shown(
        self, project: MakeProject
    ) -> None:
        text = (
            "Lạng Sơn: xuất nhập khẩu\n\n6 tháng đầu năm 2021, xuất khẩu đạt 425 triệu USD, "
            "nhập khẩu đạt 775 triệu USD. Riêng tháng 6 đạt 230 triệu USD.\n"
        )
        here = project({"x.txt": text})
        here.run("run", "x.txt", "--out", "r")
        shown = here.run("show", "r", "x").stdout
        assert re.search(r"export +425 triệu USD .* reader: direct\n", shown)
        assert re.search(r"import +230 triệu USD .* reader: inherited .*!doubt", shown)
        assert "can also be that of export" in shown
        figures = json.loads(here.run("show", "r", "x", "--format", "json").stdout)["figures"]
        read = {f["field"]: f["second_reading"] for f in figures}
        assert read["statements.0.export"] == {"manner": "direct", "doubts": []}
        assert read["statements.1.import"]["doubts"][0]["of"] == "measure"
        assert here.run("check", "r").status == 1

    def test_a_deficit_is_not_shown_as_a_surplus(self, project: MakeProject) -> None:
        deficit = ARTICLE.rstrip()[:-1] + "; nhập siêu 350 triệu USD.\n"
        here = project({"x.txt": deficit})
        here.run("run", "x.txt", "--out", "r")
        assert re.search(r"balance +-350 triệu USD", here.run("show", "r").stdout)
        assert re.search(r"balance +-350 triệu USD", here.run("show", "r", "x").stdout)

    def test_records_of_one_id_are_a_list(self, here: ProjectFolder) -> None:
        record = here.files("r")["results.jsonl"].splitlines()[1]
        here.write(
            {
                "other/run.json": '{"format": 1, "schema": "trade"}',
                "other/results.jsonl": f"{record}\n{record}\n",
            }
        )
        one = json.loads(here.run("show", "r", "good", "--format", "json").stdout)
        several = json.loads(here.run("show", "other", "good", "--format", "json").stdout)
        assert len(several) == 2
        assert [entry["figures"] for entry in several] == [one["figures"]] * 2

    def test_a_field_narrows_it(self, here: ProjectFolder) -> None:
        for field in ("export", "statements.0.export", "statements.0.export.value"):
            shown = here.run("show", "r", "good", "--field", field, "--format", "json")
            (figure,) = json.loads(shown.stdout)["figures"]
            assert figure["field"] == "statements.0.export"
            assert (figure["interval"]["low"], figure["interval"]["high"]) == (424500000, 425500000)
        unknown = here.run("show", "r", "good", "--field", "exports")
        assert unknown.status == 2
        assert "statements.0.export" in unknown.stderr

    def test_raw_is_the_request_and_the_answer(self, here: ProjectFolder) -> None:
        raw = json.loads(here.run("show", "r", "good", "--raw", "--format", "json").stdout)
        roles = [message["role"] for message in raw["request"]["messages"]]
        assert roles == ["system", "user"]
        assert raw["request"]["messages"][1]["content"] == ARTICLE
        assert raw["response"]["choices"]
        text = here.run("show", "r", "good", "--raw").stdout
        assert ARTICLE.splitlines()[0] in text.splitlines()

    def test_an_unknown_article_is_refused_with_the_nearest(self, here: ProjectFolder) -> None:
        done = here.run("show", "r", "god")
        assert done.status == 2
        assert "«good»" in done.stderr

    def test_a_missing_text_leaves_the_figures(self, here: ProjectFolder) -> None:
        (here.root / "a/good.txt").unlink()
        shown = here.run("show", "r", "good").stdout
        assert "425 triệu USD" in shown
        assert "unchecked" in shown


class TestExport:
    def test_csv_and_jsonl_have_a_row_a_figure(self, here: ProjectFolder) -> None:
        table = here.run("export", "r", "--format", "csv")
        assert table.status == 3
        assert "empty: it has no result" in table.stderr
        rows = list(csv.DictReader(table.stdout.splitlines()))
        lines = here.run("export", "r", "--format", "jsonl").stdout.splitlines()
        assert len(rows) == len(lines) == 6
        assert (rows[0]["measure"], rows[0]["value"]) == ("total", "1200000000")
        assert json.loads(lines[0])["value"] == 1200000000
        assert {row["status"] for row in rows if row["article_id"] == "sub/bad"} == {"flagged"}

    def test_a_row_says_what_was_decided_on_its_figure(self, here: ProjectFolder) -> None:
        (record,) = (r for r in Run.open(here.root / "r").records() if r.article.id == "sub/bad")
        assert record.data is not None
        said = record.data["statements"][0]
        subject, seen = figure_subject(said, FigureAt(0, "import", said["import"]), "value")
        decided = Decision(
            *(record.article.sha256, "sub/bad", "statements.0.import.value", subject, seen),
            choice="corrected",
            set_to={"value": 775, "scale": "million"},
        )
        before = here.files("r")
        Decisions.read(here.root / "r").add(decided)
        rows = csv.DictReader(here.run("export", "r", "--format", "csv").stdout.splitlines())
        told = {(r["article_id"], r["measure"]): (r["value"], r["decision"]) for r in rows}
        assert told.pop(("sub/bad", "import")) == ("575000000", "corrected: 775000000")
        assert {decision for _, decision in told.values()} == {""}
        assert here.run("run", "a", "--out", "r").status == 3
        again = here.run("export", "r", "--format", "jsonl").stdout.splitlines()
        assert "corrected: 775000000" in {json.loads(line)["decision"] for line in again}
        assert here.files("r")["results.jsonl"] == before["results.jsonl"]

    def test_a_file_gets_the_same_bytes(self, here: ProjectFolder) -> None:
        printed = here.run("export", "r", "--format", "csv").stdout
        done = here.run("export", "r", "--format", "csv", "-o", "rows.csv")
        assert done.stdout == ""
        assert here.files()["rows.csv"] == printed


def goldens(here: ProjectFolder) -> list[str]:
    """The files of the goldens themselves."""
    kept = ("accepted/", "last_accepted.jsonl")
    return [name for name in here.files("golden/trade") if not name.startswith(kept)]


class TestAccept:
    def test_what_has_a_result_becomes_golden_and_stays_so(self, here: ProjectFolder) -> None:
        done = here.run("accept", "r")
        assert done.status == 0
        assert "not accepted: empty" in done.stderr
        files = here.files("golden/trade")
        assert list(files) == [
            "accepted/good.jsonl",
            "accepted/sub/bad.jsonl",
            "good.json",
            "good.txt",
            "last_accepted.jsonl",
            "sub/bad.json",
            "sub/bad.txt",
        ]
        assert here.run("diff", "r").status == 3
        assert "2 unchanged" in here.run("accept", "r").stderr
        assert here.files("golden/trade") == files

    def test_only_named_articles_are_touched(self, here: ProjectFolder) -> None:
        assert here.run("accept", "r", "good").status == 0
        assert goldens(here) == ["good.json", "good.txt"]
        assert here.run("accept", "r", "empty").status == 3
        assert here.run("accept", "r", "godo").status == 2

    def test_what_is_laid_to_the_model_needs_its_name(self, here: ProjectFolder) -> None:
        text = here.files("r")["results.jsonl"]
        assert '"value":425' in text
        here.write({"r/results.jsonl": text.replace('"value":425', '"value":435')})
        done = here.run("accept", "r")
        assert "not accepted: good: its findings are laid to the model" in done.stderr
        assert not here.files("golden")
        assert here.run("accept", "r", "good").status == 0
        assert goldens(here) == ["good.json", "good.txt"]

    def test_findings_are_derived_anew_and_not_believed(self, here: ProjectFolder) -> None:
        lines = here.files("r")["results.jsonl"].splitlines()
        records = [json.loads(line) for line in lines]
        for record in records:
            record["findings"] = []
            for statement in (record["data"] or {}).get("statements", ()):
                statement["export"]["value"] = 7
                statement["export"]["span"] = [0, 1]
        here.write({"r/results.jsonl": "\n".join(map(json.dumps, records))})
        assert "0 written" in here.run("accept", "r").stderr

    def test_what_cannot_be_checked_is_never_accepted(self, here: ProjectFolder) -> None:
        (here.root / "a/good.txt").unlink()
        for how in ((), ("--detached",)):
            done = here.run("accept", "r", "good", *how)
            assert done.status == 3
            assert "good: its article was not found" in done.stderr
        assert not here.files("golden")


class TestDiff:
    def test_text_says_what_changed_in_which_article(self, here: ProjectFolder) -> None:
        here.run("accept", "r")
        golden = here.files("golden/trade")["good.json"]
        here.write({"golden/trade/good.json": golden.replace('"value": 425,', '"value": 424.5,')})
        done = here.run("diff", "r")
        assert done.status == 1
        assert "statements.0.export.value: 424,500,000 → 425,000,000" in done.stdout
        assert "2 articles compared, 1 the same, 1 changed" in done.stdout

    def test_cosmetic_differences_do_not_gate(self, project: MakeProject) -> None:
        here = project({"a/x.txt": ARTICLE})
        here.run("run", "a", "--out", "r")
        here.run("accept", "r")
        golden = here.files("golden/trade")["x.json"]
        other = golden.replace('"text": "425 triệu USD"', '"text": "đạt 425 triệu USD"')
        assert other != golden
        here.write({"golden/trade/x.json": other})
        done = here.run("diff", "r", "--format", "json")
        assert done.status == 0
        assert json.loads(done.stdout)["counts"]["cosmetic"] == 1

    def test_without_a_golden_it_cannot_be_called_the_same(self, here: ProjectFolder) -> None:
        for folder in ((), ("--golden", "nowhere"), ("--golden", "a")):
            done = here.run("diff", "r", *folder, "--format", "json")
            assert done.status == 2
            assert done.stdout == ""
            assert "there is no golden in" in done.stderr

    def test_goldens_of_other_articles_are_told_from_failures(self, here: ProjectFolder) -> None:
        here.run("accept", "r", "good")
        here.write({"b/other.txt": f"Khác. {ARTICLE}", "c/good.txt": ""})
        here.run("run", "b", "--out", "b-run")
        unmet = here.run("diff", "b-run")
        assert (unmet.status, "nothing was compared" in unmet.stderr) == (2, True)
        here.run("run", "c", "--out", "c-run")
        failed = here.run("diff", "c-run")
        assert failed.status == 3
        assert "nothing was compared" not in failed.stderr
        assert "good  has no result" in failed.stdout


class TestBrokenGoldens:
    @pytest.fixture
    def broken(self, here: ProjectFolder) -> ProjectFolder:
        (here.root / "a/empty.txt").unlink()
        here.run("run", "a", "--out", "r")
        assert here.run("accept", "r").status == 0
        (here.root / "golden/trade/good.txt").unlink()
        return here

    @pytest.mark.parametrize("verb", [("diff", "r"), ("gate",)])
    def test_one_is_named_and_the_others_are_held(
        self, broken: ProjectFolder, verb: tuple[str, ...]
    ) -> None:
        done = broken.run(*verb)
        assert done.status == 2
        assert "good  cannot be held: golden " in done.stdout
        assert "good.txt" in done.stdout
        assert "accept" in done.stderr
        assert "1 article compared, 1 the same" in done.stdout
        found = json.loads(broken.run(*verb, "--format", "json").stdout)
        assert (found["states"]["broken"], found["states"]["compared"]) == (1, 1)

    def test_a_difference_comes_first(self, broken: ProjectFolder) -> None:
        golden = broken.files("golden/trade")["sub/bad.json"]
        broken.write({"golden/trade/sub/bad.json": golden.replace('"value": 425', '"value": 426')})
        assert broken.run("diff", "r").status == 1
        assert broken.run("gate").status == 1

    def test_none_that_can_be_used_cannot_be_gated(self, broken: ProjectFolder) -> None:
        broken.write({"golden/trade/sub/bad.json": "{"})
        named = broken.run("accept", "r", "good")
        assert "sub/bad.json cannot be used" in named.stderr
        (broken.root / "golden/trade/good.txt").unlink()
        for verb in (("diff", "r"), ("gate",)):
            done = broken.run(*verb)
            assert done.status == 2
            assert "none of the 2 goldens" in done.stderr

    def test_accepting_its_article_mends_it(self, broken: ProjectFolder) -> None:
        assert "golden: none" not in broken.run("show", "r", "good").stdout
        assert "1 unchanged" in broken.run("accept", "r").stderr
        assert "good.txt" not in broken.files("golden/trade")
        assert broken.run("accept", "r", "good").status == 0
        assert broken.run("diff", "r").status == 0
        assert broken.run("gate").status == 0


class TestSchemas:
    def test_the_list_says_where_each_comes_from(self, project: MakeProject) -> None:
        here = project({"schemas/eggs.py": EGGS})
        shown = here.run("schemas").stdout
        assert re.search(r"^eggs +project +", shown, re.MULTILINE)
        assert re.search(r"^trade +packaged +", shown, re.MULTILINE)
        assert json.loads(here.run("schemas", "show", "eggs").stdout)["title"] == "EggReport"

    def test_what_strict_output_refuses_is_said(self, project: MakeProject) -> None:
        here = project({"schemas/eggs.py": EGGS.replace("))]", "))] = None")})
        done = here.run("schemas", "check", "eggs")
        assert done.status == 2
        assert "eggs: not required" in done.stdout
        assert here.run("schemas", "check", "trade").status == 0

    def test_the_size_of_what_goes_to_the_model_is_said(self, project: MakeProject) -> None:
        here = project({"schemas/eggs.py": EGGS, "prompts/eggs.md": "Trứng: ${report}!"})
        done = here.run("schemas", "check", "eggs")
        assert done.status == 0
        # Of «Trứng: EggReport!», whose one letter beyond ASCII has three bytes.
        assert "prompt: 19 bytes, about 7 tokens (estimated at 3 bytes each)" in done.stdout
        wire = json.loads(here.run("schemas", "show", "eggs").stdout)
        size = len(json.dumps(wire, ensure_ascii=False, separators=(",", ":")).encode())
        assert f"schema: {size} bytes, about {-(-size // 3)} tokens" in done.stdout
        (here.root / "prompts" / "eggs.md").unlink()
        done = here.run("schemas", "check", "eggs")
        assert (done.status, "there is no prompt eggs" in done.stderr) == (0, True)

    def test_a_schema_of_the_project_is_read_by_builtin(self, project: MakeProject) -> None:
        here = project(
            {
                "schemas/eggs.py": EGGS,
                "prompts/eggs.md": "Report as ${report}.",
                "x.txt": "Năm 2021, doanh thu trứng của tỉnh Lạng Sơn đạt 12 tỷ đồng.",
            }
        )
        done = here.run("run", "x.txt", "--schema", "eggs", "--out", "r")
        assert done.status == 0, done.stderr
        assert json.loads(here.files("r")["run.json"])["prompt"] == "eggs"
        assert here.run("check", "r").status in (0, 1)


def test_endpoints_tell_settings_and_origins(project: MakeProject) -> None:
    here = project(
        {
            "extractor.toml": '[endpoints.local]\nbase_url = "http://127.0.0.1:1/v1"\n'
            'model = "m"\napi_key_env = "NOT_SET_KEY"\n'
        }
    )
    shown = here.run("endpoints").stdout
    assert shown.startswith("builtin\n")
    assert re.search(r"model +m +extractor\.toml", shown)
    assert re.search(r"timeout_s +\d+ +default", shown)
    assert "NOT_SET_KEY (not set)" in shown


def test_endpoints_tell_no_values_that_may_be_secret(project: MakeProject) -> None:
    table = {
        "headers": '{X-Title = "value-of-a-header"}',
        "extra_body": '{user = "value-in-a-body", provider = {sort = "value-in-a-body"}}',
    }
    settings = "".join(f"{name} = {value}\n" for name, value in table.items())
    here = project(
        {
            "extractor.toml": '[endpoints.local]\nbase_url = "http://127.0.0.1:1/v1"\n'
            f'model = "m"\n{settings}'
        }
    )
    shown = here.run("endpoints").stdout
    assert "value-" not in shown
    assert re.search(r"headers +X-Title +extractor\.toml\n", shown)
    assert re.search(r"extra_body +user, provider +extractor\.toml\n", shown)


def test_a_new_project_runs(project: MakeProject) -> None:
    here = project({"new/x.txt": ARTICLE})
    assert here.run("init", "new").status == 0
    inside = ProjectFolder(here.root / "new", here.monkeypatch)
    assert (here.root / "new/golden").is_dir()
    assert inside.run("run", "x.txt").status == 0
    assert (here.root / "new/runs").is_dir()


def test_serve_answers_like_any_server(project: MakeProject) -> None:
    here = project({"x.txt": ARTICLE})
    process = started(here, "serve", "--port", "0")
    try:
        assert process.stdout is not None
        url = process.stdout.readline().decode().strip()
        here.write({"extractor.toml": f'[endpoints.s]\nbase_url = "{url}"\nmodel = "builtin"\n'})
        assert here.run("run", "x.txt", "--endpoint", "s", "--out", "over").status == 0
        assert here.run("run", "x.txt", "--out", "within").status == 0
        over, within = (json.loads(here.files(r)["results.jsonl"]) for r in ("over", "within"))
        assert over["data"] == within["data"]
    finally:
        process.send_signal(signal.SIGINT)
        _, stderr = process.communicate(timeout=20)
    assert process.returncode == 130
    assert b"Traceback" not in stderr


class TestWords:
    @pytest.mark.parametrize(
        ("value", "text", "shown"),
        [
            ("-1.78", "1,78 tỷ USD", "-1,78 tỷ USD"),
            ("1.78", "1,78 tỷ USD", "1,78 tỷ USD"),
            ("-640", "640", "-640 [million USD]"),
            ("-1.78", "-1,78 tỷ USD", "-1,78 tỷ USD"),
            ("-1.78", "− 1,78 tỷ USD", "− 1,78 tỷ USD"),
            ("-1.78", "USD 1,78-1,80", "-USD 1,78-1,80"),
        ],
    )
    def test_a_negative_value_is_told_from_a_positive_one(
        self, value: str, text: str, shown: str
    ) -> None:
        figure = {"value": Decimal(value), "text": text, "scale": "million", "currency": "USD"}
        assert words.printed(figure) == shown
        assert words.printed({**figure, "approximate": True}) == f"~{shown}"

    @pytest.mark.parametrize(
        ("text", "approximate", "shown"),
        [
            ("1.200 triệu USD", False, "1.200 triệu USD"),
            ("1.200 triệu USD", True, "~1.200 triệu USD"),
            ("640", False, "640 [million USD]"),
            (None, False, "(not printed)"),
        ],
    )
    def test_a_number_is_shown_as_printed_with_its_unit(
        self, text: str | None, approximate: bool, shown: str
    ) -> None:
        figure = {
            "text": text,
            "approximate": approximate,
            "scale": "million",
            "currency": "USD",
        }
        assert words.printed(figure) == shown

    def test_a_sentence_is_cut_at_its_ends_and_marks_what_was_read(self) -> None:
        text = "Trước.\nXuất khẩu đạt 1.200 triệu USD, tăng 5%. Sau đó thì thôi."
        at = [
            Mark(text.index("1.200"), text.index(", tăng")),
            Mark(text.index("tăng"), text.index(". Sau")),
        ]
        assert list(context.shown(text, at, styles=False)) == [
            "Xuất khẩu đạt [1.200 triệu USD], [tăng 5%]."
        ]

    def test_a_long_sentence_is_cut_visibly(self) -> None:
        text = "từ " * 200 + "5 tỷ USD" + " từ" * 200
        (shown,) = context.shown(text, [Mark(600, 608)], styles=False)
        assert shown.startswith("…")
        assert shown.endswith("…")
        assert "[5 tỷ USD]" in shown
        assert len(shown) < 400
