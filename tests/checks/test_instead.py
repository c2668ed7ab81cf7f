"""What an article says of the very figure that a report has another number of."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from extractor.checks.instead import read_instead
from extractor.reader import read
from tests.checks.held import hold
from tests.reports import TRADE, figure, part

TEXT = (
    "Tây Ninh 9 tháng năm 2022\n\n9 tháng năm 2022, xuất khẩu của Tây Ninh đạt 525 triệu USD, "
    "tăng 9,3%, bằng 78,4% kế hoạch năm; nhập khẩu đạt 315 triệu USD, tăng 4,1%. "
    "Hàng dệt may chiếm 29% kim ngạch.\n"
)
SCOPES = (
    "Lào Cai 8 tháng năm 2022\n\n8 tháng năm 2022, tổng giá trị xuất nhập khẩu hàng hóa của tất cả "
    "các loại hình qua các cửa khẩu tỉnh Lào Cai đạt 1.462,5 triệu USD. Trong đó xuất khẩu đạt "
    "864,2 triệu USD; nhập khẩu đạt 598,3 triệu USD.\n\nCùng thời gian, kim ngạch hàng hóa mở tờ "
    "khai tại Cục Hải quan tỉnh Lào Cai đạt 917,8 triệu USD; xuất khẩu 513,6 triệu USD; nhập khẩu "
    "404,2 triệu USD.\n"
)


def statements(text: str) -> list[dict[str, Any]]:
    return read(text, TRADE).data["statements"]  # type: ignore[no-any-return]


def told(text: str, *given: dict[str, Any]) -> dict[str, str]:
    """By what is suspected the words that the article has there."""
    checked = hold(text, *given)
    found = {
        finding.suspect: read_instead(text, checked.data, checked.claims, TRADE, finding)
        for finding in checked.findings
        if finding.suspect is not None
    }
    return {field: instead.words for field, instead in found.items() if instead is not None}


@pytest.mark.parametrize(
    ("measure", "changes", "words"),
    [
        ("export", {"value": 552}, "525 triệu USD"),
        ("export", {"value": 552, "text": "552 triệu USD"}, "525 triệu USD"),
        ("export", {"value": 315, "text": "315 triệu USD"}, "525 triệu USD"),
        ("export", {"change": part("78.4", "bằng 78,4%")}, "tăng 9,3%"),
        ("export", {"change": part("4.1", "tăng 4,1%")}, "tăng 9,3%"),
        ("export", {"plan": part("9.3", "tăng 9,3%")}, "bằng 78,4% kế hoạch năm"),
    ],
)
def test_the_number_of_that_very_figure_is_named(
    measure: str, changes: Mapping[str, Any], words: str
) -> None:
    [statement] = statements(TEXT)
    statement[measure] |= changes
    assert set(told(TEXT, statement).values()) == {words}


@pytest.mark.parametrize(
    ("measure", "changes"),
    [
        ("total", figure(840, text="525 triệu USD")),
        ("balance", figure(210, text="315 triệu USD")),
        ("import", {"plan": part("29", "chiếm 29%")}),
        ("import", {"plan": part("78.4", "bằng 78,4% kế hoạch năm")}),
    ],
)
def test_of_a_figure_that_the_article_does_not_have_nothing_is_named(
    measure: str, changes: Mapping[str, Any]
) -> None:
    [statement] = statements(TEXT)
    statement[measure] = {**(statement[measure] or {}), **changes}
    assert hold(TEXT, statement).findings
    assert told(TEXT, statement) == {}


@pytest.mark.parametrize(
    "scope",
    [
        "tất cả các loại hình",
        "tất cả các loại hình qua các cửa khẩu tỉnh Lào Cai",
        "hàng hóa của tất cả các loại hình qua các cửa khẩu tỉnh Lào Cai",
    ],
)
def test_a_scope_in_fewer_or_more_words_is_the_same_and_both_ways_are_as_grave(scope: str) -> None:
    [wide, narrow] = statements(SCOPES)
    wide["scope"] = scope
    wide["import"], narrow["import"] = narrow["import"], wide["import"]
    fields = {"statements.0.import.value", "statements.1.import.value"}
    found = [f for f in hold(SCOPES, wide, narrow).findings if f.rule == "second_reading"]
    assert {f.suspect: f.severity for f in found} == dict.fromkeys(fields, "error")
    words = told(SCOPES, wide, narrow)
    assert {words[field] for field in fields} == {"598,3 triệu USD", "404,2 triệu USD"}


def test_of_a_statement_without_its_scope_no_other_scopes_number_is_named() -> None:
    [wide, narrow] = statements(SCOPES)
    wide["scope"] = None
    wide["import"] |= {"value": Decimal("404.2"), "text": "404,2 triệu USD"}
    assert "statements.0.import.value" not in told(SCOPES, wide, narrow)
