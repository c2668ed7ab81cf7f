"""Places and times that an article does not name cannot be what its numbers are of."""

from __future__ import annotations

import pytest

from extractor.checks.naming import is_same_place
from extractor.numbers.merger import merged_with
from tests.checks.held import errors, hold
from tests.reports import statement

TEXT = "6 tháng năm 2022, Lạng Sơn xuất khẩu 425 triệu USD qua cửa khẩu Hữu Nghị."


def told(text: str, **changes: str) -> list[tuple[str, ...]]:
    """The fields of what is said to be named nowhere."""
    findings = hold(text, statement(export=425, **changes)).findings
    return [f.fields for f in findings if f.rule == "grounding"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (TEXT, "Lạng Sơn"),
        (TEXT, "cửa khẩu quốc tế Hữu Nghị"),
        (TEXT, "Việt Nam"),
        ("LẠNG SƠN: xuất khẩu 425 triệu USD", "Lạng Sơn"),
        ("Lang Son: xuất khẩu 425 triệu USD qua Móng Cái", "Lạng Sơn"),
        ("Hà Nội, 3/5/2022. Xuất khẩu của TP.HCM 425 triệu USD", "Hồ Chí Minh"),
        ("Hà Nội, 3/5/2022. Xuất khẩu của HCM 425 triệu USD", "Hồ Chí Minh"),
        ("Theo Cục Hải quan Quảng Ninh, xuất khẩu 425 triệu USD", "Quảng Ninh"),
        ("Vĩnh Phúc xuất khẩu 425 triệu USD", "Phú Thọ"),
        ("Huế xuất khẩu 425 triệu USD", "Thừa Thiên Huế"),
        ("Hàng qua cảng Cái Lân, Quảng Ninh đạt 425 triệu USD", "cửa khẩu Cái Lân"),
        ("Xuất khẩu đạt 425 triệu USD", "Cà Mau"),
    ],
)
def test_a_place_is_named_in_whatever_form(text: str, place: str) -> None:
    assert told(text, place=place) == []


@pytest.mark.parametrize("place", ["Cà Mau", "cửa khẩu Chi Ma", "Vĩnh Hà", "Hà Nội"])
def test_a_place_that_is_named_nowhere_is_laid_to_the_model(place: str) -> None:
    [finding] = [f for f in errors(TEXT, statement(place, export=425)) if f.rule == "grounding"]
    assert finding.suspect == "statements.0.place"
    assert finding.attribution == "model"
    assert finding.message == f"the article names «{place}» nowhere"


def test_a_gate_and_a_port_of_one_name_are_one_place_and_a_province_is_none() -> None:
    assert is_same_place("cửa khẩu Cái Lân", "cảng Cái Lân")
    assert is_same_place("ga đường sắt quốc tế Lào Cai", "Ga Lào Cai")
    assert not is_same_place("Ga Lào Cai", "Lào Cai")
    assert not is_same_place("Lạng Sơn", "Cao Bằng")


def test_every_province_of_a_merger_knows_the_others() -> None:
    assert (
        merged_with("Nam Định") == merged_with("Ninh Bình") == {"Hà Nam", "Nam Định", "Ninh Bình"}
    )
    assert merged_with("Hà Nội") == {"Hà Nội"}


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        (TEXT, "2022-01-01", "2022-06-30"),
        (TEXT, "2021-01-01", "2021-06-30"),
        ("Tháng 6, cao hơn tháng trước: xuất khẩu 425 triệu USD", "2022-05-01", "2022-05-31"),
        ("Từ đầu năm đến nay, nhất là quý I, xuất 425 triệu USD", "2022-01-01", "2022-05-20"),
        ("Tháng này, sau quý I, xuất khẩu 425 triệu USD", "2022-04-01", "2022-04-30"),
        ("Quý I tăng. Năm ngoái, xuất khẩu 425 triệu USD", "2021-01-01", "2021-12-31"),
        ("Quý I/2022. Năm trước nữa, xuất khẩu 425 triệu USD", "2020-01-01", "2020-12-31"),
        ("Quý I tăng. Quý trước, xuất khẩu 425 triệu USD", "2021-10-01", "2021-12-31"),
        ("Quý III tăng. Quý trước, xuất khẩu 425 triệu USD", "2022-04-01", "2022-06-30"),
        ("Ngày 10/4/2022. Quý I tăng. Tháng trước xuất 425 triệu USD", "2022-03-01", "2022-03-31"),
        ("Ngày 10/5/2022, cả năm 2021. Quý trước xuất 425 triệu USD", "2022-01-01", "2022-03-31"),
        ("Xuất khẩu 425 triệu USD", "2022-04-01", "2022-04-30"),
    ],
)
def test_a_time_is_named_in_whatever_form(text: str, start: str, end: str) -> None:
    assert told(text, start=start, end=end) == []


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        (TEXT, "2022-06-01", "2022-06-30"),
        (TEXT, "2022-01-01", "2022-07-31"),
        (TEXT, "2022-01-01", "2022-12-31"),
        ("Tháng 6, cao hơn tháng trước: xuất khẩu 425 triệu USD", "2022-04-01", "2022-04-30"),
        ("Từ đầu năm đến nay, nhất là quý I, xuất 425 triệu USD", "2022-02-01", "2022-05-20"),
        ("Quý I tăng. Năm ngoái, xuất khẩu 425 triệu USD", "2021-01-01", "2021-06-30"),
        ("Quý I/2022 cao hơn năm ngoái: xuất khẩu 425 triệu USD", "2021-01-01", "2021-12-31"),
        ("Quý I/2022. Năm trước nữa, xuất khẩu 425 triệu USD", "2021-01-01", "2021-12-31"),
        ("Quý I/2022 tăng. Năm ngoái, xuất khẩu 425 triệu USD", "2022-01-01", "2022-12-31"),
        ("Quý I tăng. Năm ngoái cùng thời điểm, xuất 425 triệu USD", "2021-01-01", "2021-12-31"),
        ("Quý III tăng. Quý trước, xuất khẩu 425 triệu USD", "2022-01-01", "2022-03-31"),
        ("Ngày 10/4/2022. Quý I tăng. Tháng trước xuất 425 triệu USD", "2022-01-01", "2022-01-31"),
    ],
)
def test_a_time_that_is_named_nowhere_is_laid_to_the_model(text: str, start: str, end: str) -> None:
    path = "statements.0.period"
    assert told(text, start=start, end=end) == [(f"{path}.start", f"{path}.end")]


def test_of_an_impossible_time_it_is_not_asked_whether_it_is_named() -> None:
    assert told(TEXT, start="2022-06-30", end="2022-06-01") == []
    assert told(TEXT, start="2022-06-30", end="2022-06-31") == []


def test_the_statement_whose_time_is_not_named_is_the_one_told() -> None:
    made = statement(export=425), statement(export=425, start="2022-01-01", end="2022-03-31")
    [finding] = [f for f in hold(TEXT, *made).findings if f.rule == "grounding"]
    path = "statements.1.period"
    assert (finding.fields, finding.suspect) == ((f"{path}.start", f"{path}.end"), f"{path}.start")
    assert (finding.severity, finding.attribution) == ("error", "model")
