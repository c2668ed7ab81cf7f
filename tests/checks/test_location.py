"""Which of the places that print its words a figure stands in."""

import re
from collections.abc import Callable

import pytest

from extractor.checks.grounding import ArticleText
from extractor.checks.location import locate
from tests.checks.held import hold
from tests.reports import TRADE, figure, part, statement


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
