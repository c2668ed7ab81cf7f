"""Numbers that the reader takes for nothing, against the words that stand nearest to them."""

from __future__ import annotations

from typing import Any

import pytest

from extractor.checks import check
from extractor.checks.bearing import Bearing
from extractor.checks.grounding import ArticleText
from extractor.checks.unread import misnamed
from extractor.reader import Reading, reading_of
from extractor.record import Finding
from extractor.schema import figures
from tests.reports import TRADE, figure, report, statement

HALF = "6 tháng đầu năm 2022"


def unread(text: str, *statements: dict[str, Any], reading: Reading | None = None) -> list[Finding]:
    """What is told where the reader reads nothing at all."""
    data = report(*statements)
    claims = check(text, data, TRADE).claims
    article = ArticleText.of(text)
    nothing = reading or Reading({"statements": []}, {})
    every = list(figures(data, TRADE))
    return list(misnamed(article, data, every, claims, nothing, Bearing(claims, TRADE), TRADE))


@pytest.mark.parametrize(
    ("text", "measure", "named"),
    [
        ("Năm ngoái, kim ngạch xuất khẩu của tỉnh đạt 425 triệu USD.", "import", "export"),
        ("Năm ngoái, kim ngạch xuất khẩu của tỉnh đạt 425 triệu USD.", "export", None),
        ("Cả năm xuất được 425 triệu USD.", "total", "export"),
        ("Tổng kim ngạch XNK qua TP. Đà Nẵng đạt 425 triệu USD.", "balance", "total"),
        ("Xuất khẩu đạt 318 triệu USD, nhập khẩu 425 triệu USD.", "export", "import"),
        # the name is not the amount's, or may be another's as well
        ("Kim ngạch của tỉnh đạt 425 triệu USD.", "import", None),
        ("Nhờ quặng xuất sang Lào, kim ngạch đạt 425 triệu USD.", "total", None),
        ("Nhờ xuất khẩu gỗ: 425 triệu USD.", "total", None),
        ("Xuất khẩu và nhập khẩu đạt 425 triệu USD.", "total", None),
        ("Xuất khẩu cao hơn 425 triệu USD.", "balance", None),
        ("Xuất khẩu lần lượt là 425 triệu USD và 318 triệu USD.", "import", None),
        ("Xuất khẩu đạt 425 triệu USD. Nhập khẩu đạt 425 triệu USD.", "import", None),
        ("Xuất khẩu của doanh nghiệp địa phương đạt 425 triệu USD.", "local_export", None),
        ("Chỉ tiêu | Xuất khẩu | 425 triệu USD |", "import", None),
    ],
)
def test_the_name_right_before_an_amount_is_its_measure(text, measure, named):
    found = unread(text, statement(words="", **{measure: 425}))
    assert [f.message.rpartition(": ")[2] for f in found] == (
        [f"{named}, not {measure}"] if named else []
    )
    for finding in found:
        assert (finding.rule, finding.severity) == ("second_reading", "error")
        assert finding.suspect == f"statements.0.{measure}.value"


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Quý I/2022, tỉnh bán ra 425 triệu USD.", True),
        ("6 tháng đầu năm 2021, tỉnh bán ra 425 triệu USD.", True),
        (f"{HALF}, tỉnh bán ra 425 triệu USD.", False),
        ("6 tháng đầu năm, tỉnh bán ra 425 triệu USD.", False),
        ("Năm 2022, tỉnh bán ra 425 triệu USD.", False),
        (f"Quý I/2022, tỉnh bán ra 425 triệu USD, cả {HALF} còn cao hơn.", False),
        ("Sau quý I/2022, cùng thời gian ấy tỉnh bán ra 425 triệu USD.", False),
        ("So với quý I/2022, tỉnh bán ra 425 triệu USD.", False),
        ("Quý I/2022 cao; trước đó tỉnh bán ra 425 triệu USD.", False),
    ],
)
def test_the_time_of_its_clause_is_an_amounts_own(text, wrong):
    assert bool(unread(text, statement(words=HALF, export=425))) is wrong


def test_an_amount_that_a_sum_bears_out_is_left_alone():
    text = "Xuất nhập khẩu của tỉnh đạt 425 triệu USD. Cộng 743 triệu USD. Còn lại 318 triệu USD."
    amounts = {"total": 743, "import": 318, "export": 425}
    assert unread(text, statement(words="", **amounts)) == []
    assert unread(text, statement(words="", export=425))


def test_what_the_reader_reads_is_left_to_the_second_reading():
    text = f"{HALF}, xuất khẩu của tỉnh Lạng Sơn đạt 425 triệu USD."
    made = statement(words=HALF, **{"import": 425})
    assert unread(text, made, reading=reading_of(text, TRADE)) == []
    found = [f.rule for f in check(text, report(made), TRADE).findings if f.severity == "error"]
    assert found.count("second_reading") == 1


def test_words_that_are_not_printed_are_told_of_elsewhere():
    text = "Năm ngoái, kim ngạch xuất khẩu của tỉnh đạt 425 triệu USD."
    made = statement(words="", **{"import": figure(value=452, text="425 triệu USD")})
    assert unread(text, made) == []
