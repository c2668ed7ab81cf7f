"""Where words stand in the article, and that nothing like them counts."""

import unicodedata

import pytest

from extractor.checks.grounding import ArticleText
from tests.checks.held import hold, one, rules
from tests.reports import figure, part, statement


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
        ("Một tỷ USD thâm hụt", "một tỷ USD"),
        ("thâm hụt một tỷ USD", "Một tỷ USD"),
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


def test_a_number_is_whole_whichever_of_several_is_the_rarest() -> None:
    text = "1.640 và 680 triệu USD; 640 và 680 triệu USD; -640 và 680 triệu USD; 640 triệu; 640"
    assert places(text, "640 và 680 triệu USD") == ["640 và 680 triệu USD"]
    assert places(text, "-640 và 680 triệu USD") == ["-640 và 680 triệu USD"]
