"""What headings say of the cells of a table: planned, estimated, counted from 100; and plans."""

from __future__ import annotations

from typing import Any

import pytest

from extractor.record import Finding
from tests.checks.held import errors, hold, one
from tests.reports import figure, part, statement

ABOVE = "Xuất nhập khẩu của tỉnh Lạng Sơn năm 2022\n\nĐơn vị: triệu USD\n\n"
YEAR = {"start": "2022-01-01", "end": "2022-12-31", "words": "năm 2022"}


def cell(number: str, **changes: Any) -> dict[str, Any]:
    value = number.replace(".", "").replace(",", ".")
    return figure(value, text=number, **changes)


def growth(percent: str, text: str | None = None) -> dict[str, Any]:
    return part(percent, text if text is not None else percent.replace(".", ","))


def of(text: str, **figures: Any) -> list[Finding]:
    findings = hold(text, statement(**YEAR, **figures)).findings
    return [f for f in findings if f.rule not in ("coverage", "doubt", "not_evaluable")]


def table(heading: str, *rows: str, above: str = ABOVE) -> str:
    bars = "|---" * heading.count("|") + "|"
    return f"{above}| Chỉ tiêu | {heading}\n{bars}\n" + "\n".join(f"| {row} |" for row in rows)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            table("Kế hoạch năm 2022 | Thực hiện năm 2022 |", "Xuất khẩu | 750,5 | 691,2"),
            "Kế hoạch năm 2022",
        ),
        (table("KH 2022 | TH 2022 | TH/KH (%) |", "Xuất khẩu | 750,5 | 691,2 | 92,1"), "KH 2022"),
        (table("Dự toán giao | Ước năm 2022 |", "Xuất khẩu | 750,5 | 691,2"), "Dự toán giao"),
        (
            table("Xuất khẩu |", "Kế hoạch năm 2022 | 750,5", "Thực hiện năm 2022 | 691,2"),
            "kế hoạch năm 2022",
        ),
    ],
)
def test_what_stands_under_a_plan_is_no_result(text: str, words: str) -> None:
    found = one(of(text, export=cell("750,5")))
    assert (found.severity, found.suspect) == ("error", "statements.0.export.value")
    assert found.message == (
        f"export: «750,5» stands with «{words}»: what was planned, not what was reached"
    )


@pytest.mark.parametrize(
    "above",
    [
        "Kết quả thực hiện kế hoạch xuất nhập khẩu năm 2022 tỉnh Lạng Sơn (triệu USD)\n\n",
        "Phòng Kế hoạch: xuất nhập khẩu năm 2022 của tỉnh Lạng Sơn (triệu USD)\n\n",
        "Một số chỉ tiêu xuất nhập khẩu năm 2022 của tỉnh Lạng Sơn (triệu USD)\n\n",
    ],
)
def test_a_caption_that_tells_of_results_makes_nothing_planned(above: str) -> None:
    text = table("Năm 2022 |", "Xuất khẩu | 750,5", above=above)
    assert of(text, export=cell("750,5")) == []
    planned = above.replace("Kết quả thực hiện kế hoạch", "Kế hoạch")
    if planned != above:
        text = table("Năm 2022 |", "Xuất khẩu | 750,5", above=planned)
        assert one(of(text, export=cell("750,5"))).severity == "error"


@pytest.mark.parametrize(
    ("heading", "rows"),
    [
        # Settled by the amounts of the rows, whatever the heading says.
        (
            "Năm 2021 | Năm 2022 | Tăng trưởng (%) |",
            ("600,0 | 691,2 | 115,2", "560,0 | 501,0 | 89,5"),
        ),
        # By a column beside it that the amounts settle.
        (
            "T11/2022 | T12/2022 | Năm 2022 | T12 so T11 (%) | Năm 2022 so cùng kỳ (%) |",
            ("60,0 | 69,1 | 691,2 | 115,2 | 115,2", "56,0 | 50,1 | 501,0 | 89,5 | 121,4"),
        ),
        # By its values.
        ("Năm 2022 | So với năm 2021 (%) |", ("691,2 | 115,2", "501,0 | 97,0")),
    ],
)
def test_an_index_given_as_a_growth_is_laid_to_the_model(
    heading: str, rows: tuple[str, str]
) -> None:
    text = table(heading, f"Xuất khẩu | {rows[0]}", f"Nhập khẩu | {rows[1]}")
    assert of(text, export=cell("691,2", change=growth("15.2", "115,2"))) == []
    found = one(of(text, export=cell("691,2", change=growth("115.2"))))
    assert (found.severity, found.attribution) == ("error", "model")
    assert found.suspect == "statements.0.export.change.percent"
    assert found.message == (
        "the change of export: «115,2» is an index with the year before as 100: a change of 15.2%"
    )


def test_what_only_the_reader_takes_for_an_index_is_a_warning() -> None:
    text = table("Năm 2022 | So với năm 2021 (%) |", "Xuất khẩu | 691,2 | 115,2")
    found = one(of(text, export=cell("691,2", change=growth("115.2"))))
    assert (found.severity, found.suspect) == ("warning", "statements.0.export.change.percent")


def test_large_growths_that_the_amounts_bear_out_are_growths() -> None:
    text = table(
        "Năm 2021 | Năm 2022 | So với cùng kỳ (%) |",
        *("Xuất khẩu | 600,0 | 991,2 | 65,2", "Nhập khẩu | 300,0 | 501,0 | 67,0"),
    )
    assert of(text, export=cell("991,2", change=growth("65.2"))) == []
    found = one(of(text, export=cell("991,2", change=growth("-34.8", "65,2"))))
    assert found.suspect == "statements.0.export.change.percent"
    assert found.message == (
        "the change of export: «65,2» is a growth and no index: a change of 65.2%"
    )


def test_headings_say_what_is_estimated() -> None:
    text = table("Thực hiện năm 2021 | Ước năm 2022 |", "Xuất khẩu | 600,5 | 691,2")
    assert of(text, export=cell("691,2", approximate=True)) == []
    found = one(of(text, export=cell("691,2")))
    assert found.message == ("export: «691,2» is printed as an estimate, the report calls it exact")
    year = {"start": "2021-01-01", "end": "2021-12-31", "words": "năm 2021"}
    marked = statement(**year, export=cell("600,5", approximate=True))
    marks = [f for f in errors(text, marked) if f.suspect == "statements.0.export.approximate"]
    assert "is printed without a word of estimate" in one(marks).message


@pytest.mark.parametrize(
    ("caption", "marked"), [("số liệu ước đến hết năm 2022", True), ("số liệu năm 2022", None)]
)
def test_a_caption_says_what_is_estimated(caption: str, marked: bool | None) -> None:
    above = f"Xuất khẩu của tỉnh Lạng Sơn ({caption}; đơn vị: triệu USD)\n\n"
    text = table("Năm 2022 |", "Xuất khẩu | 691,2", above=above)
    found = of(text, export=cell("691,2"))
    assert [f.suspect for f in found] == (["statements.0.export.approximate"] if marked else [])


@pytest.mark.parametrize(
    ("sentence", "is_plan"),
    [
        ("Kế hoạch năm 2023, tỉnh dự kiến kim ngạch xuất khẩu 750,5 triệu USD.", True),
        ("Kế hoạch năm 2023: nhập khẩu 230 triệu USD; xuất khẩu 750,5 triệu USD.", True),
        ("Theo kế hoạch năm 2023, kim ngạch xuất khẩu của tỉnh đạt 750,5 triệu USD.", True),
        ("KH năm 2023: xuất khẩu 750,5 triệu USD.", True),
        ("Dự toán năm 2023, kim ngạch xuất khẩu 750,5 triệu USD.", True),
        ("HĐND tỉnh giao kim ngạch xuất khẩu năm 2023 là 750,5 triệu USD.", True),
        ("II. KẾ HOẠCH NĂM 2023\n\nKim ngạch xuất khẩu: 750,5 triệu USD.", True),
        ("Thực hiện kế hoạch năm 2023, kim ngạch xuất khẩu của tỉnh đạt 750,5 triệu USD.", False),
        ("Vượt kế hoạch năm 2023, kim ngạch xuất khẩu của tỉnh đạt 750,5 triệu USD.", False),
        ("Kế hoạch năm 2023 là 700 triệu USD, xuất khẩu của tỉnh đạt 750,5 triệu USD.", False),
        ("Kế hoạch năm 2023: 700 triệu USD; thực hiện: xuất khẩu 750,5 triệu USD.", False),
        ("Hoàn thành kế hoạch cả năm, xuất khẩu năm 2023 đạt 750,5 triệu USD.", False),
        ("Sở Kế hoạch cho biết năm 2023, kim ngạch xuất khẩu đạt 750,5 triệu USD.", False),
    ],
)
def test_a_plan_that_heads_a_sentence_makes_its_amounts_planned(
    sentence: str, is_plan: bool
) -> None:
    text = f"Năm 2022, xuất khẩu của tỉnh Lạng Sơn đạt 691,2 triệu USD.\n\n{sentence}\n"
    year = {"start": "2023-01-01", "end": "2023-12-31", "words": "năm 2023"}
    said = statement(**year, export=figure("750.5", text="750,5 triệu USD"))
    found = [f for f in errors(text, said) if "planned" in f.message]
    assert [f.suspect for f in found] == (["statements.0.export.value"] if is_plan else [])


def test_what_begins_after_the_article_was_written_is_planned() -> None:
    text = (
        "Lạng Sơn, ngày 30/12/2022\n\n"
        "Năm 2022, xuất khẩu của tỉnh Lạng Sơn đạt 691,2 triệu USD.\n\n"
        "Năm 2023, tỉnh dự kiến kim ngạch xuất khẩu đạt 750,5 triệu USD.\n"
    )
    year = {"start": "2023-01-01", "end": "2023-12-31", "words": "năm 2023"}
    said = statement(**year, export=figure("750.5", text="750,5 triệu USD", approximate=True))
    own = statement(**YEAR, export=figure("691.2", text="691,2 triệu USD"))
    found = one(errors(text, own, said))
    assert found.suspect == "statements.1.export.value"
    assert found.message == (
        "export: «750,5 triệu USD» is of a time that begins after 2022-12-30, when the article "
        "was written"
    )


@pytest.mark.parametrize(
    ("above", "coarse", "value"),
    [
        ("Lạng Sơn: xuất khẩu gần 0,7 tỷ USD", "0,7 tỷ USD", "0.7"),
        ("Xuất khẩu năm 2022 của Lạng Sơn là 691 triệu USD", "691 triệu USD", "0.691"),
        ("Lần đầu tiên, xuất khẩu của Lạng Sơn vượt mốc 0,6 tỷ USD.", "0,6 tỷ USD", "0.6"),
    ],
)
def test_a_coarser_number_is_a_warning_that_names_the_precise(
    above: str, coarse: str, value: str
) -> None:
    text = f"{above}\n\nNăm 2022, xuất khẩu của tỉnh Lạng Sơn đạt 691,2 triệu USD.\n"
    assert of(text, export=figure("691.2", text="691,2 triệu USD")) == []
    said = figure(value, text=coarse, scale="billion", approximate="gần" in above)
    found = one([f for f in of(text, export=said) if "more precisely" in f.message])
    assert (found.severity, found.suspect) == ("warning", "statements.0.export.value")
    assert found.message == (f"export: «{coarse}» is printed more precisely as «691,2 triệu USD»")
    alone = f"{above}\n\nTỉnh Lạng Sơn công bố số liệu năm 2022.\n"
    assert not [f for f in of(alone, export=said) if "more precisely" in f.message]


@pytest.mark.parametrize(
    "who",
    [
        "Ông Hoàng Khánh D.:",
        "- PV:",
        "Theo ông Nguyễn Văn An,",
        "Theo ông Nguyễn Văn An",
        "Phó Cục trưởng Nguyễn Văn An:",
        "Nguyễn Văn An:",
    ],
)
def test_who_speaks_is_nothing_that_a_number_is_told_of(who: str) -> None:
    text = (
        "Năm 2022, xuất khẩu của tỉnh Lạng Sơn đạt 691,2 triệu USD.\n\n"
        f"{who} chúng tôi đạt 84% kế hoạch năm.\n"
    )
    plan = part(84, "đạt 84% kế hoạch năm")
    said = statement(**YEAR, export=figure("691.2", text="691,2 triệu USD", plan=plan))
    assert errors(text, said) == []
    other = text.replace(who, "Ngành dệt may:")
    assert one(errors(other, said)).suspect == "statements.0.export.plan.percent"


@pytest.mark.parametrize("what", ["Chỉ số IIP", "IIP", "Chỉ số giá", "Bán lẻ", "Thu ngân sách"])
def test_a_growth_of_something_else_carries_on_in_its_sentence(what: str) -> None:
    text = (
        "Năm 2022, xuất khẩu của tỉnh Lạng Sơn đạt 691,2 triệu USD.\n\n"
        f"{what} tháng 12 tăng 3,9% so với tháng trước; cả năm tăng 5,1%.\n"
    )
    change = part("5.1", "tăng 5,1%")
    said = statement(**YEAR, export=figure("691.2", text="691,2 triệu USD", change=change))
    found = one(errors(text, said))
    assert found.suspect == "statements.0.export.change.percent"
    told_of = what.removeprefix("Chỉ số ")
    assert found.message == (
        f"the change of export: «tăng 5,1%» is told of «{told_of}», not of export"
    )


def test_the_same_digits_in_a_table_are_no_more_precise() -> None:
    prose = "Năm 2022, xuất khẩu của tỉnh Lạng Sơn đạt 691 triệu USD.\n\n"
    text = table("Năm 2022 |", "Xuất khẩu | 691", above=f"{prose}{ABOVE}")
    assert of(text, export=figure(691, text="691 triệu USD")) == []
    text = table("Năm 2022 |", "Xuất khẩu | 691,2", above=f"{prose}{ABOVE}")
    found = one(of(text, export=figure(691, text="691 triệu USD")))
    assert found.message == "export: «691 triệu USD» is printed more precisely as «691,2»"
