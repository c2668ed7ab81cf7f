"""What the deterministic reader makes of a report: how it bound the figures, what it doubts."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from extractor.checks import Checked, check
from extractor.reader import read
from tests.checks.held import hold, one
from tests.reports import TRADE, figure, statement

TITLE = "Lạng Sơn: xuất nhập khẩu 6 tháng năm 2022\n\n"
PLAIN = (
    f"{TITLE}6 tháng năm 2022, kim ngạch xuất khẩu đạt 425 triệu USD, nhập khẩu đạt 775 triệu USD."
)
LEFT_OPEN = (
    f"{TITLE}6 tháng năm 2022, kim ngạch xuất khẩu đạt 2.938 triệu USD, tăng 5.1%, đạt 48,3% kế "
    "hoạch."
)
NAMELESS = f"{PLAIN} Quý I đạt 210 triệu USD."


def by_reader(text: str) -> Checked:
    return check(text, read(text, TRADE).data, TRADE, by_reader=True)


def test_what_the_reader_reads_alike_is_known_by_how_it_was_bound():
    checked = hold(PLAIN, statement(export=425, import_=775))
    assert {path: b.manner for path, b in checked.bindings.items()} == {
        "statements.0.export": "direct",
        "statements.0.import": "direct",
    }


@pytest.mark.parametrize(
    "changed",
    [
        {"export": 426},
        {"place": "Cao Bằng", "export": 425},
        {"end": "2022-03-31", "export": 425},
        {"import_": 425},
        {"export": figure(425, "billion")},
        {"export": figure(425, currency="VND")},
        {"export": figure("1E+30")},
    ],
)
def test_another_figure_is_not_read_alike(changed: dict[str, Any]):
    assert hold(PLAIN, statement(**changed)).bindings == {}


def test_the_same_value_in_another_scale_is_read_alike():
    told = figure(Decimal("0.425"), "billion", text="425 triệu USD")
    assert list(hold(PLAIN, statement(export=told)).bindings) == ["statements.0.export"]


def test_a_number_that_nothing_settles_is_in_doubt():
    checked = by_reader(LEFT_OPEN)
    doubt = one([f for f in checked.findings if f.rule == "doubt"])
    assert (doubt.severity, doubt.attribution) == ("error", "unknown")
    assert doubt.fields == ("statements.0.export.value",)
    assert doubt.suspect == "statements.0.export.value"
    assert "2.938 million USD" in doubt.message


def test_a_measure_that_is_not_named_is_in_doubt():
    doubt = one([f for f in by_reader(NAMELESS).findings if f.rule == "doubt"])
    assert "«210 triệu USD» stands without a name, and can also be that of export" in doubt.message


def test_an_amount_that_may_be_of_something_else_is_in_doubt():
    text = (
        "Cao Bằng quý I/2022\n\nQuý I/2022, xuất khẩu của Cao Bằng đạt 425 triệu USD, tăng 5%. "
        "Dịp đầu xuân nhộn nhịp hẳn; tháng 3 đạt 90 triệu USD.\n"
    )
    doubt = one([f for f in by_reader(text).findings if f.rule == "doubt"])
    assert "«90 triệu USD» may not be the place's own: words stand with it" in doubt.message


def test_of_another_ones_answer_a_doubt_is_a_warning():
    [first, second] = read(NAMELESS, TRADE).data["statements"]
    doubt = one([f for f in hold(NAMELESS, first, second).findings if f.rule == "doubt"])
    assert doubt.severity == "warning"
    second["export"], second["import"] = second["import"], None
    [told] = hold(NAMELESS, first, second).findings
    assert (told.rule, told.severity, told.attribution) == ("doubt", "warning", "unknown")
    assert told.message == (
        "export: «210 triệu USD» stands without a name, and can also be that of import"
    )


def test_what_is_settled_is_not_in_doubt():
    beside = LEFT_OPEN.replace("kế hoạch.", "kế hoạch; nhập khẩu 3,1 tỷ USD.")
    for text in (PLAIN, LEFT_OPEN.replace("5.1%", "5,1%"), beside):
        assert [f.rule for f in by_reader(text).findings if f.severity != "info"] == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "Nam Định: Bản tin tháng 5/2023. Đường mới mở năm 2022. Quý I, xuất khẩu đạt 425 triệu "
            "USD.",
            "«425 triệu USD» names no year of its own, and can also be of «2023»",
        ),
        (
            "Nam Định: Quý II/2022, xuất khẩu đạt 310 triệu USD. Tháng 6, xuất khẩu đạt 425 triệu "
            "USD.",
            "«425 triệu USD» does not go with amounts of other times, and can also be of «Quý "
            "II/2022»",
        ),
    ],
)
def test_a_doubt_of_the_period_says_whether_the_words_name_none(text: str, says: str):
    messages = [f.message for f in by_reader(text).findings if f.rule == "doubt"]
    assert f"export: {says}" in messages
