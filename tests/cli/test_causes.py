"""Findings as a person reads them: grouped by what is wrong, with what was claimed of what."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.harness import ARTICLE, MakeProject, ModelServer, ProjectFolder, completion, report

Statement = dict[str, Any]
SUBJECT = "Lạng Sơn · 2021-01-01 to 2021-06-30 · «6 tháng đầu năm 2021»"
SUM = (
    "export 452 + import 775 = 1,227 (1,226 to 1,228) million USD, "
    "but total is 1,200 (1,199.5 to 1,200.5)"
)
MENDED = (
    "would hold with statements.0.export.value = 425: two digits in each other's place, "
    "452 for 425; every rule then holds"
)


def exchanged_digits(statement: Statement) -> None:
    statement["export"]["value"] = 452


def made_up(statement: Statement) -> None:
    statement["export"].update(value=452, text="452 triệu USD")


def another_month(statement: Statement) -> None:
    statement["period"].update(start="2021-06-01", text="tháng 6")


def no_import(statement: Statement) -> None:
    statement["import"] = None


@pytest.fixture
def claimed(project: MakeProject) -> Callable[[Callable[[Statement], None]], ProjectFolder]:
    """A run «r» in which a model answered to ``ARTICLE`` with one mistake."""

    def make(mistake: Callable[[Statement], None], text: str = ARTICLE) -> ProjectFolder:
        here = project({"a.txt": text})
        here.run("run", "a.txt", "--out", "r")
        record = json.loads(here.files("r")["results.jsonl"])
        record["data"] = report()
        record["answer"] |= {"endpoint": "model", "served_model": None}
        mistake(record["data"]["statements"][0])
        here.write({"r/results.jsonl": json.dumps(record) + "\n"})
        return here

    return make


Claimed = Callable[..., ProjectFolder]


def findings(here: ProjectFolder) -> list[str]:
    """What «show» says of findings."""
    lines = here.run("show", "r", "a").stdout.splitlines()
    end = lines.index("golden: none")
    start = max(i for i, line in enumerate(lines[:end]) if not line)
    return lines[start + 1 : end]


def test_one_mistake_is_one_group_that_begins_with_what_the_article_says(claimed: Claimed) -> None:
    here = claimed(exchanged_digits)
    group = [
        f"export · {SUBJECT}",
        "  claimed 452 million USD, the article reads «425 triệu USD»",
        "  error reading (the model's fault): export: the text «425 triệu USD» says 425, "
        "the report 452",
        "    suspect: statements.0.export.value",
        f"    {MENDED}",
        f"  also error sum: {SUM}",
    ]
    assert findings(here) == group
    checked = here.run("check", "r")
    assert checked.stdout.splitlines() == ["a  flagged", *(f"  {line}" for line in group)]
    (entry,) = json.loads(here.run("check", "r", "--format", "json").stdout)
    assert [f["rule"] for f in entry["findings"]] == ["reading", "sum"]
    assert [len(f["fields"]) for f in entry["findings"]] == [1, 3]


def test_what_is_claimed_stands_beside_words_that_say_otherwise(claimed: Claimed) -> None:
    here = claimed(exchanged_digits)
    (line,) = [x for x in here.run("show", "r", "a").stdout.splitlines() if x[:8] == "  export"]
    assert line.startswith("  export  425 triệu USD, claimed 452 million USD  (451,500,000 to ")
    here.run("run", "a.txt", "--out", "right")
    assert ", claimed" not in here.run("show", "right", "a").stdout
    assert ", claimed" not in here.run("show", "right").stdout


def test_of_words_that_are_printed_nowhere_the_reader_says_what_is_read(claimed: Claimed) -> None:
    told = findings(claimed(made_up))
    assert told[:4] == [
        f"export · {SUBJECT}",
        "  claimed 452 million USD, the article reads «425 triệu USD»",
        "  error grounding (the model's fault): export: «452 triệu USD» does not stand in the "
        "article",
        "    suspect: statements.0.export.text",
    ]
    assert [line.split(":")[0] for line in told[5:]] == [
        "  also error coverage",
        "  also error sum",
    ]


def test_a_growth_of_another_figure_is_told_with_the_growth_that_is_read(claimed: Claimed) -> None:
    def borrow(statement: Statement) -> None:
        statement["export"]["change"] = {"percent": 7, "text": "tăng 7%"}

    text = ARTICLE.replace("425 triệu USD", "425 triệu USD, tăng 5%").replace(
        "775 triệu USD", "775 triệu USD, tăng 7%"
    )
    told = findings(claimed(borrow, text))
    assert told[:2] == [f"export · {SUBJECT}", "  claimed 7%, the article reads «tăng 5%»"]


@pytest.mark.parametrize(
    "mistake",
    [
        lambda s: s["export"].update(approximate=True),
        lambda s: s.update(balance=s["export"] | {"value": 350, "text": "350 triệu USD"}),
    ],
)
def test_an_estimate_or_a_sign_is_no_other_number(
    claimed: Claimed, mistake: Callable[[Statement], None]
) -> None:
    told = findings(claimed(mistake, ARTICLE.rstrip()[:-1] + "; nhập siêu 350 triệu USD.\n"))
    assert told[1].startswith("  error reading (the model's fault): ")


def test_another_place_is_named_as_the_report_does(claimed: Claimed) -> None:
    told = findings(claimed(lambda statement: statement.update(place="Cao Bằng")))
    assert told[0] == "place · Cao Bằng · 2021-01-01 to 2021-06-30 · «6 tháng đầu năm 2021»"
    assert told[-1].startswith("  also error second_reading: ")
    assert told[-1].endswith(" of «Lạng Sơn», 2021-01-01 to 2021-06-30, not of «Cao Bằng»")


def test_what_a_statement_is_of_is_named_and_no_number_is_claimed_of_it(claimed: Claimed) -> None:
    told = findings(claimed(another_month))
    assert told[0] == "period · Lạng Sơn · 2021-06-01 to 2021-06-30 · «tháng 6»"
    assert told[1].startswith("  error grounding (the model's fault): the article names no time")
    assert [line for line in told if "claimed" in line] == []


def test_what_cannot_be_judged_stands_below_with_its_fields(claimed: Claimed) -> None:
    told = findings(claimed(no_import))
    assert told[0] == f"import · {SUBJECT}"
    assert told[-2:] == [
        "info not_evaluable: sum cannot be judged: import is not given",
        "  fields: statements.0.total.value, statements.0.export.value",
    ]


def test_a_breach_without_a_suspect_names_its_fields(project: MakeProject) -> None:
    here = project({"a.txt": ARTICLE.replace("425", "613").replace("775", "281")})
    here.run("run", "a.txt", "--out", "r")
    told = findings(here)
    assert told[0] == f"total, export, import · {SUBJECT}"
    assert told[1].startswith("  error sum (the article's own): export 613 + import 281 = 894 ")
    assert told[2] == (
        "    fields: statements.0.total.value, statements.0.export.value, statements.0.import.value"
    )


def test_a_run_ends_with_the_leading_findings_and_the_rules_of_the_others(
    project: MakeProject, serve_model: Callable[..., ModelServer]
) -> None:
    answer = report()
    made_up(answer["statements"][0])
    server = serve_model(lambda _: (200, completion(answer)))
    here = project({"a.txt": ARTICLE, "extractor.toml": server.configuration()})
    said = here.run("run", "a.txt", "--endpoint", "model", "--out", "r").stderr
    begin = said.index("look here first:")
    assert said[begin : said.index("\n3 figures in ")].splitlines()[1:] == [
        "  a",
        f"    export · {SUBJECT}",
        "      error grounding (the model's fault): export: «452 triệu USD» does not stand in the "
        "article",
        "        suspect: statements.0.export.text",
        f"        {MENDED}",
        "      also error coverage, error sum",
    ]
