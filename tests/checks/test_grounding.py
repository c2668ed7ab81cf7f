"""Where words stand in the article, and that nothing like them counts."""

import re
import unicodedata
from collections.abc import Callable

import pytest

from extractor.checks.grounding import ArticleText, locate
from tests.checks.held import hold, one, rules
from tests.reports import TRADE, figure, part, statement


def places(text: str, words: str) -> list[str]:
    article = ArticleText.of(text)
    return [article.folded.span(*span).of(text) for span in article.occurrences(words)]


@pytest.mark.parametrize(
    "text",
    [
        "Xuất khẩu 1.425 triệu USD.",
        "Xuất khẩu 425 triệu USDT.",
        "Xuất khẩu 0,425 triệu USD.",
        "Xuất khẩu 425,5 triệu USD, 4250 triệu USD",
        "Xuất khẩu -425 triệu USD.",
        "Xuất khẩu 435 triệu USD.",
        "Xuất khẩu 425 tỷ USD.",
        "Biển số A425 triệu USD",
        "",
    ],
)
def test_a_number_like_it_is_another_number(text: str) -> None:
    assert places(text, "425 triệu USD") == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Xuất khẩu 425\u00a0\u00a0triệu\nUSD.", "425 triệu USD"),
        ("Xuất khẩu 1.\n425 triệu USD.", "1.425 triệu USD"),
        (unicodedata.normalize("NFD", "đạt 425 triệu đô la Mỹ"), "425 triệu đô la Mỹ"),
        ("đạt 425 triệu đô la Mỹ", unicodedata.normalize("NFD", "425 triệu đô la Mỹ")),
        ("tăng 20,8 % so với", "tăng 20,8%"),
        ("tăng 20,8% so với", "tăng 20,8 %"),
        ("Tăng 5% so với", "tăng 5%"),
        ("(+28,3%)", "28,3%"),
        ("(-28,3%)", "-28,3%"),
        ("đạt 3,3 tỉ USD", "3,3 tỷ USD"),
        ("tăng gấp đôi so với", "gấp  đôi"),
    ],
)
def test_spelling_and_spacing_do_not_matter(text: str, words: str) -> None:
    assert len(places(text, words)) == 1


def test_a_year_does_not_ground_its_digits() -> None:
    assert places("năm 2020, 20/10, 20,5%", "20") == []
    assert places("hai mươi (20) xe", "20") == ["20"]


def test_words_are_whole_words() -> None:
    assert places("giảm đôi chút", "giảm đô") == []
    assert places("gấp đôi", "ấp đôi") == []


def test_every_occurrence_is_found_in_order() -> None:
    assert places("640 triệu USD; 1.640 triệu USD; 640 triệu\nUSD", "640 triệu USD") == [
        "640 triệu USD",
        "640 triệu\nUSD",
    ]


def test_what_does_not_stand_there_is_laid_to_the_model() -> None:
    found = hold("Xuất khẩu 425 triệu USD", statement(export=figure(425, change=part(5))))
    finding = one([f for f in found.findings if f.rule == "grounding"])
    assert finding.fields == ("statements.0.export.change.text",)
    assert (finding.attribution, finding.suspect) == ("model", "statements.0.export.change.text")


@pytest.mark.parametrize("text", ["", " ", "\u200b"])
def test_no_words_are_not_grounded(text: str) -> None:
    assert "grounding" in rules("Xuất khẩu 425", statement(export=figure(425, text=text)))


def span_of(text: str, *path: str, **figures: object) -> str:
    found = hold(text, statement(**figures)).data["statements"][0]
    for name in path:
        found = found[name]
    start, end = found["span"]
    return f"{text[max(0, start - 6) : start]}[{text[start:end]}]"


def test_of_several_occurrences_the_one_beside_its_change_is_taken() -> None:
    text = (
        "Tiêu đề: 640 triệu USD\n\nBài: ước 640 triệu USD, tăng 5%.\n\nXem thêm: thu 640 triệu USD"
    )
    assert (
        span_of(text, "total", total=figure(640, change=part(5, "tăng 5%")))
        == ": ước [640 triệu USD]"
    )


def test_the_figures_of_a_statement_stand_together_and_apart() -> None:
    text = (
        "Xuất khẩu 300 triệu USD.\n\nTổng 600 triệu USD, xuất khẩu 300 triệu USD, "
        "nhập khẩu 300 triệu USD."
    )
    figures = {"total": 600, "export": 300, "import_": 300}
    assert span_of(text, "export", **figures) == " khẩu [300 triệu USD]"
    found = hold(text, statement(**figures)).data["statements"][0]
    spans = [found[name]["span"] for name in ("total", "export", "import")]
    assert spans == sorted(spans)
    assert spans[1] != spans[2]
    assert spans[1][0] > text.index("Tổng")


def test_a_change_goes_with_its_own_figure() -> None:
    text = "Xuất khẩu tăng 5%, đạt 300 triệu USD, nhập khẩu tăng 5%, đạt 340 triệu USD"
    figures = {
        "export": figure(300, change=part(5, "tăng 5%")),
        "import_": figure(340, change=part(5, "tăng 5%")),
    }
    found = hold(text, statement(**figures)).data["statements"][0]
    assert found["export"]["change"]["span"][0] == text.index("tăng")
    assert found["import"]["change"]["span"][0] == text.rindex("tăng")


def test_a_bare_number_is_not_looked_for_among_percentages() -> None:
    text = "Tăng 82% so với cùng kỳ.\nBiểu (ĐVT: triệu USD)\nXuất khẩu | 82 | 111"
    assert span_of(text, "export", export=figure(82, text="82")) == "hẩu | [82]"


def test_words_that_are_printed_everywhere_are_found_beside_rare_ones() -> None:
    line = "tổng 640 triệu USD, tăng 5%, xuất 640 triệu USD, nhập 640 triệu USD.\n"
    text = line * 100 + "6 tháng, " + line + line * 100
    figures = {
        "total": figure(640, change=part(5, "tăng 5%")),
        "export": figure(640),
        "import_": figure(640),
    }
    found = hold(text, statement(words="6 tháng", **figures)).data["statements"][0]
    begin = text.index("6 tháng,")
    printed = [begin + at.start() for at in re.finditer("640", text[begin:])]
    assert [found[name]["span"][0] for name in ("total", "export", "import")] == printed[:3]
    assert found["total"]["change"]["span"][0] == text.index("tăng", begin)


def test_a_number_is_whole_whichever_of_several_is_the_rarest() -> None:
    text = "1.640 và 680 triệu USD; 640 và 680 triệu USD; -640 và 680 triệu USD; 640 triệu; 640"
    assert places(text, "640 và 680 triệu USD") == ["640 và 680 triệu USD"]
    assert places(text, "-640 và 680 triệu USD") == ["-640 và 680 triệu USD"]


def _one_text(size: int) -> None:
    text = "6 tháng, tổng 640 triệu USD, tăng 5%, xuất 640 triệu USD.\n" * size
    figures = {"total": figure(640, change=part(5, "tăng 5%")), "export": figure(640)}
    _locate(text, [statement(**figures) for _ in range(size)])


def _periods_that_begin_alike(size: int) -> None:
    periods = [f"6 tháng đầu năm {10_000 + i}" for i in range(size)]
    text = "\n".join(f"{words}, xuất {i + 1} triệu USD." for i, words in enumerate(periods))
    _locate(text, [statement(words=w, export=i + 1) for i, w in enumerate(periods)])


def _locate(text: str, statements: list[dict]) -> None:
    found = locate(ArticleText.of(text), {"statements": statements}, TRADE)
    assert len(found) >= len(statements)


@pytest.mark.parametrize("locate_in", [_one_text, _periods_that_begin_alike])
def test_words_that_are_printed_often_are_found(locate_in: Callable[[int], None]) -> None:
    locate_in(1200)
