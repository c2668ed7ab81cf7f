"""What becomes of an article's numbers, as «show» tells it."""

import json

import pytest

from tests.harness import ARTICLE, MakeProject, ProjectFolder, report

TEXT = f"{ARTICLE}\nTháng 5 năm 2021, xuất khẩu của tỉnh đạt 80 triệu USD, với 12 doanh nghiệp.\n"


@pytest.fixture
def here(project: MakeProject) -> ProjectFolder:
    made = project({"in/a.txt": TEXT})
    made.run("run", "in/a.txt", "--out", "r")
    record = json.loads(made.files("r")["results.jsonl"])
    record["data"] = report()
    record["answer"]["endpoint"] = "model"
    made.write({"r/results.jsonl": json.dumps(record) + "\n"})
    return made


def test_show_ends_with_what_becomes_of_them_the_open_ones_in_their_words(
    here: ProjectFolder,
) -> None:
    lines = here.run("show", "r", "a").stdout.splitlines()
    start = next(i for i, line in enumerate(lines) if " in the text: " in line)
    assert lines[start - 1 :] == [
        "",
        "11 numbers in the text: 4 claimed, 6 explained (5 date or period, 1 count or quantity), "
        "1 open",
        "  Tháng 5 năm 2021, xuất khẩu của tỉnh đạt [80 triệu USD], với 12 doanh nghiệp.  "
        "(reads as export of «Lạng Sơn», 2021-05-01 to 2021-05-31)",
        "  date or period: «6», «2021» 2 times, «2020», «5»",
        "  count or quantity: «12»",
    ]
    assert " in the text: " not in here.run("show", "r", "a", "--field", "export").stdout


def test_show_gives_each_as_json(here: ProjectFolder) -> None:
    numbers = json.loads(here.run("show", "r", "a", "--format", "json").stdout)["numbers"]
    assert [TEXT[slice(*one["span"])] for one in numbers] == [one["words"] for one in numbers]
    assert numbers[2] == {
        "words": "1.200 triệu USD",
        "span": [TEXT.index("1.200"), TEXT.index("1.200") + len("1.200 triệu USD")],
        "state": "claimed",
        "fields": ["statements.0.total.value"],
        "reason": None,
        "reads_as": None,
    }
    assert [(one["words"], one["reads_as"]) for one in numbers if one["state"] == "open"] == [
        ("80 triệu USD", "export of «Lạng Sơn», 2021-05-01 to 2021-05-31")
    ]
