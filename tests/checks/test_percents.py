"""Changes and shares of plan against their words, and what those leave open."""

import pytest

from tests.checks.held import errors, hold, one, rules
from tests.reports import figure, part, statement


def changed(percent: object, words: str) -> dict:
    return statement(export=figure(5, change=part(percent, words)))


def planned(percent: object, words: str) -> dict:
    return statement(export=figure(5, plan=part(percent, words)))


@pytest.mark.parametrize(
    ("percent", "words", "interval"),
    [
        ("37.28", "tăng 37,28%", "[37.275, 37.285]"),
        ("-38.8", "giảm 38,8%", "[-38.85, -38.75]"),
        ("-4", "bằng 96% so với cùng kỳ", "[-4.5, -3.5]"),
        ("50", "gấp 1,5 lần", "[45, 55]"),
        ("100", "tăng gấp đôi", "[50, 150]"),
        ("44", "tăng gần 44%", "(43, 44]"),
        ("18", "tăng hơn 18%", "[18, 19)"),
        ("-50", "giảm gần 50%", "[-50, -40)"),
        ("-10", "bằng gần 90% so với cùng kỳ", "(-20, -10]"),
        ("50", "gấp hơn 1,5 lần", "[50, 60)"),
        ("3.6", "hơn 3,6%", "[3.55, 3.65]"),
    ],
)
def test_a_change_is_read_with_its_hedge(percent: str, words: str, interval: str) -> None:
    found = hold(f"Xuất khẩu 5 triệu USD, {words}.", changed(percent, words))
    assert found.findings == ()
    assert str(found.intervals["statements.0.export.change.percent"]) == interval


@pytest.mark.parametrize(
    ("percent", "words", "interval"),
    [
        ("21.8", "đạt 21,8% kế hoạch", "[21.75, 21.85]"),
        ("108.1", "vượt 8,1% kế hoạch", "[108.05, 108.15]"),
        ("90", "đạt gần 90% kế hoạch", "(80, 90]"),
        ("108", "vượt hơn 8% kế hoạch", "[108, 109)"),
    ],
)
def test_a_share_is_read_with_its_hedge(percent: str, words: str, interval: str) -> None:
    found = hold(f"Xuất khẩu 5 triệu USD, {words}.", planned(percent, words))
    assert found.findings == ()
    assert str(found.intervals["statements.0.export.plan.percent"]) == interval


@pytest.mark.parametrize(("percent", "words"), [("38.8", "giảm 38,8%"), ("96", "bằng 96% cùng kỳ")])
def test_another_percentage_is_laid_to_the_model(percent: str, words: str) -> None:
    finding = one(errors(f"Xuất khẩu 5 triệu USD, {words}.", changed(percent, words)))
    assert finding.rule == "reading"
    assert finding.fields == ("statements.0.export.change.percent",)
    assert finding.suspect == "statements.0.export.change.percent"


def test_words_without_a_percentage_are_no_evidence() -> None:
    finding = one(errors("Xuất khẩu 5 triệu USD, tăng mạnh.", changed(5, "tăng mạnh")))
    assert finding.suspect == "statements.0.export.change.text"


def test_the_verb_before_a_bare_percentage_decides() -> None:
    text = "Xuất khẩu 5 triệu USD, giảm lần lượt 12% và 7%"
    assert errors(text, changed(-12, "12%")) == []
    assert rules(text, changed(12, "12%")) == ["reading"]


def test_a_verb_further_back_may_or_may_not_govern() -> None:
    text = "Xuất khẩu 5 triệu USD giảm 12%, nhập khẩu (7%)"
    assert errors(text, changed(-7, "7%")) == []
    assert errors(text, changed(7, "7%")) == []


def test_a_bare_cell_is_a_change_or_an_index() -> None:
    text = "Xuất khẩu 5 triệu USD\n| 106,9 |"
    assert errors(text, changed("6.9", "106,9")) == []
    assert rules(text, changed("7.9", "106,9")) == ["reading"]


@pytest.mark.parametrize(
    ("percent", "text", "printed"),
    [
        ("540", "640", "an amount of money"),
        ("640", "640 triệu USD", "an amount of money"),
        ("28", "28", "a count of «doanh nghiệp»"),
        ("28", "28 doanh nghiệp", "a count of «doanh nghiệp»"),
        ("2022", "2022", "a part of «6 tháng năm 2022»"),
    ],
)
def test_what_is_printed_as_something_else_is_no_percentage(
    percent: str, text: str, printed: str
) -> None:
    article = "6 tháng năm 2022, xuất khẩu đạt 640 triệu USD, tăng 5%; có 28 doanh nghiệp."
    grown = statement(export=figure(640, change=part(percent, text)))
    finding = one([f for f in errors(article, grown) if f.rule == "reading"])
    assert finding.message == f"export change: «{text}» is printed as {printed}, not a percentage"
    assert (finding.attribution, finding.suspect) == ("model", "statements.0.export.change.text")


def test_a_bare_percentage_that_stands_anywhere_without_what_it_counts_may_be_one() -> None:
    article = "Có 28 doanh nghiệp. Xuất khẩu đạt 640 triệu USD, nhập khẩu 410; tăng 28 và 5%."
    found = hold(article, statement(export=figure(640, change=part(28, "28")))).findings
    assert [f for f in found if "is printed as" in f.message] == []
