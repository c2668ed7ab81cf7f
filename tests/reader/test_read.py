"""The reader on short texts: what binds to what, and what stays out."""

from __future__ import annotations

import unicodedata
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor import schema
from extractor.reader import Doubt, read
from tests.reports import TRADE

TITLE = "Lào Cai: hàng qua cửa khẩu năm 2021\n\n"


def figures(text: str, of: schema.Schema = TRADE) -> dict[tuple[str, str, str], dict[str, Any]]:
    """The figures that the reader takes, by place, last day and measure."""
    data = read(text, of).data
    assert of.problems(data) == []
    found = {}
    for at in schema.figures(data, of):
        statement = data["statements"][at.statement]
        key = (statement["place"], statement["period"]["end"], at.measure)
        assert key not in found
        found[key] = at.figure
    return found


def by_first_day(text: str) -> dict[tuple[str, str], dict[str, Any]]:
    """The figures of a text on one place, by first day and measure."""
    data = read(text, TRADE).data
    return {
        (data["statements"][at.statement]["period"]["start"], at.measure): at.figure
        for at in schema.figures(data, TRADE)
    }


def amounts(text: str) -> dict[str, Any]:
    """Value in millions by measure, for texts with one place and period."""
    return {
        measure: schema.base_value(figure) and schema.base_value(figure) / 10**6
        for (_, _, measure), figure in figures(TITLE + text).items()
    }


def test_a_total_with_its_parts():
    found = figures(
        TITLE + "Trong 6 tháng đầu năm 2021, tổng kim ngạch xuất nhập khẩu qua địa bàn ước đạt "
        "1.500 triệu USD, đạt 40,5% kế hoạch, tăng 12% so với cùng kỳ. Trong đó, xuất khẩu 900 "
        "triệu USD, giảm 3,5%; nhập khẩu 600 triệu USD, vượt 2% kế hoạch."
    )
    total = found["Lào Cai", "2021-06-30", "total"]
    assert (total["value"], total["scale"], total["currency"]) == (1500, "million", "USD")
    assert total["text"] == "1.500 triệu USD"
    assert total["approximate"] is True
    assert total["change"] == {"percent": 12, "text": "tăng 12%"}
    assert total["plan"] == {"percent": Decimal("40.5"), "text": "đạt 40,5% kế hoạch"}
    export = found["Lào Cai", "2021-06-30", "export"]
    assert export["change"] == {"percent": Decimal("-3.5"), "text": "giảm 3,5%"}
    assert export["approximate"] is True, "parts of an estimated total are estimated"
    imported = found["Lào Cai", "2021-06-30", "import"]
    assert imported["plan"] == {"percent": 102, "text": "vượt 2% kế hoạch"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the name before, behind, or in the clause before
        ("Năm 2021, xuất khẩu đạt 5 tỷ USD.", {"export": 5000}),
        ("Năm 2021, tỉnh thu về 5 tỷ USD kim ngạch xuất khẩu.", {"export": 5000}),
        ("Năm 2021 hàng nhập còn tăng nhanh hơn: ước 5 tỷ USD.", {"import": 5000}),
        ("Năm 2021 nhập siêu 1,78 tỷ USD.", {"balance": -1780}),
        # names and numbers in parallel
        (
            "Năm 2021, xuất khẩu và nhập khẩu lần lượt đạt 640 và 680 triệu USD.",
            {"export": 640, "import": 680},
        ),
        (
            "Năm 2021 kim ngạch xuất khẩu, nhập khẩu lần lượt là 3,2 tỷ USD và 2,8 tỷ USD.",
            {"export": 3200, "import": 2800},
        ),
        # something else's measure
        ("Năm 2021, xuất khẩu gạo đạt 5 tỷ USD.", {}),
        ("Năm 2021, hoa hồi khô xuất khẩu đạt 5 tỷ USD.", {}),
        ("Năm 2021, sầu riêng dẫn đầu với kim ngạch xuất khẩu 5 tỷ USD.", {}),
        ("Năm 2021, xuất khẩu sang thị trường Hoa Kỳ đạt 5 tỷ USD.", {}),
        ("Năm 2021, thu từ hoạt động xuất nhập khẩu 1.050 tỷ đồng.", {}),
        ("Năm 2021, xuất khẩu tăng mạnh; gạo 21 triệu USD.", {}),
        ("Năm 2021, tổng vốn đầu tư đạt 150 triệu USD.", {}),
        # targets, plans, ranges and rates
        ("Năm 2022, tỉnh phấn đấu xuất khẩu đạt 5 tỷ USD.", {}),
        ("Mục tiêu năm 2021 là xuất khẩu 5 tỷ USD.", {}),
        ("Dự kiến đến năm 2030 kim ngạch xuất khẩu đạt 5 tỷ USD.", {}),
        ("Xuất khẩu năm 2021 đạt 5 - 6 tỷ USD.", {}),
        ("Xuất khẩu bình quân đạt 5 tỷ USD/năm.", {}),
    ],
)
def test_what_a_number_is_bound_to(text, expected):
    assert amounts(text) == expected


@pytest.mark.parametrize(
    ("words", "percent"),
    [
        ("tăng 12% so với cùng kỳ", 12),
        ("so với cùng kỳ năm trước giảm 12%", -12),
        ("(+12%)", 12),
        ("giảm hơn 12% so với cùng kỳ", -12),
        ("sụt giảm mạnh hơn 12%", -12),
        ("tăng mạnh hơn 12%", 12),
        ("bằng hơn 96% so với cùng kỳ", -4),
        ("bằng 96% so với cùng kỳ", -4),
        ("bằng 96% so với năm 2020", -4),
        ("gấp 1,5 lần cùng kỳ", 50),
        ("tăng gấp đôi năm trước", 100),
        ("tăng 12% so với tháng trước", None),
        ("tăng 12% so với tháng 2", None),
        ("chiếm 12% cả nước", None),
        ("tăng 12 điểm phần trăm", None),
        ("tăng 5 - 6%", None),
    ],
)
def test_which_percentage_is_a_change_on_the_year(words, percent):
    [figure] = figures(f"{TITLE}Năm 2021, xuất khẩu đạt 5 tỷ USD, {words}.").values()
    assert (figure["change"] and figure["change"]["percent"]) == percent


def test_growth_may_stand_before_the_value():
    [figure] = figures(
        f"{TITLE}Năm 2021, xuất khẩu tăng 20,8% so với cùng kỳ, ước 2.720 triệu USD."
    ).values()
    assert (figure["value"], figure["change"]["percent"]) == (2720, Decimal("20.8"))


def test_last_years_amount_is_a_statement_of_last_year():
    found = figures(
        TITLE + "Năm 2021, xuất khẩu đạt 627 triệu USD, tăng 44,8% so với năm 2020 (433 triệu USD)."
    )
    assert {key[1]: f["value"] for key, f in found.items()} == {
        "2021-12-31": 627,
        "2020-12-31": 433,
    }


def test_a_clause_without_a_name_goes_on_with_the_last():
    found = by_first_day(
        TITLE + "Xuất khẩu: Tháng 12/2021 ước đạt 29 triệu USD. Quý IV/2021 ước đạt 89 triệu USD. "
        "Cả năm ước đạt 371 triệu USD."
    )
    assert {key[0]: f["value"] for key, f in found.items()} == {
        "2021-12-01": 29,
        "2021-10-01": 89,
        "2021-01-01": 371,
    }


def test_gates_and_their_province_are_told_apart():
    found = figures(
        "Kon Tum và Gia Lai năm 2023\n\nNăm 2023, kim ngạch xuất nhập khẩu qua cửa khẩu Bờ Y "
        "(Kon Tum) đạt 356 triệu USD. Toàn tỉnh Gia Lai xuất khẩu 690 triệu USD."
    )
    assert {(key[0], key[2]): f["value"] for key, f in found.items()} == {
        ("cửa khẩu Bờ Y", "total"): 356,
        ("Gia Lai", "export"): 690,
    }


def test_two_scopes_stay_two_statements():
    data = read(
        TITLE + "Năm 2021, tổng kim ngạch xuất nhập khẩu tất cả các loại hình đạt 25.244,56 triệu "
        "USD. Kim ngạch xuất nhập khẩu hàng hóa mở tờ khai tại Cục Hải quan Lào Cai đạt 2.720 "
        "triệu USD.",
        TRADE,
    ).data
    assert [(s["scope"], s["total"]["value"]) for s in data["statements"]] == [
        ("tất cả các loại hình", Decimal("25244.56")),
        ("mở tờ khai tại Cục Hải quan Lào Cai", 2720),
    ]


def test_a_headline_repeats_and_related_articles_are_not_read():
    found = figures(
        "Lào Cai xuất khẩu gần 3,3 tỷ USD\n\nNăm 2021, xuất khẩu của Lào Cai đạt 3.268 triệu USD.\n"
        "\nTin liên quan\n\nHà Giang xuất khẩu năm 2021 đạt 700 triệu USD.\n"
    )
    assert {key[0]: f["value"] for key, f in found.items()} == {"Lào Cai": 3268}


def test_a_table_takes_its_unit_from_the_caption():
    found = figures(
        TITLE + "Xuất nhập khẩu 9 tháng năm 2021 (ĐVT: triệu USD)\n"
        "Chỉ tiêu | Thực hiện 9 tháng | % so kế hoạch | % so cùng kỳ\n"
        "Tổng kim ngạch | 1.500,5 | 80,1 | 106,9\n- Xuất khẩu | 900,5 | 82 | 94\n"
        "- Nhập khẩu | 600,0 | 77,4 | 130\nGạo | 12,3 | 50 | 101\n"
    )
    total = found["Lào Cai", "2021-09-30", "total"]
    assert (total["value"], total["scale"], total["text"]) == (
        Decimal("1500.5"),
        "million",
        "1.500,5",
    )
    assert total["change"] == {"percent": Decimal("6.9"), "text": "106,9"}
    assert total["plan"] == {"percent": Decimal("80.1"), "text": "80,1"}
    assert found["Lào Cai", "2021-09-30", "export"]["change"]["percent"] == -6
    assert len(found) == 3


def test_the_sum_settles_what_a_separator_leaves_open():
    text = (
        "Năm 2021, tổng kim ngạch xuất nhập khẩu đạt 2.890 triệu USD; trong đó xuất khẩu 1.312 tỷ "
        "USD, nhập khẩu 1.578 tỷ USD."
    )
    assert amounts(text) == {"total": 2890, "export": 1312, "import": 1578}


@pytest.mark.parametrize(
    "spell",
    [
        lambda t: unicodedata.normalize("NFD", t),
        lambda t: t.replace(" ", "\u00a0"),
        lambda t: t.replace(" triệu", "  triệu"),
        lambda t: t.replace("1.500,25", "1.500,\n25"),
        lambda t: t.replace("tỷ", "tỉ").replace("kỳ", "kì"),
        lambda t: t.replace("\n", "\r\n"),
    ],
)
def test_spelling_does_not_change_what_is_read(spell):
    text = (
        TITLE + "Năm 2021, tổng kim ngạch xuất nhập khẩu đạt 1.500,25 triệu USD, tăng 12% so với "
        "cùng kỳ; xuất khẩu 1 tỷ USD."
    )
    expected = {k: (f["value"], f["scale"]) for k, f in figures(text).items()}
    assert len(expected) == 2
    assert {k: (f["value"], f["scale"]) for k, f in figures(spell(text)).items()} == expected


@given(st.text(alphabet="xuấtkhẩu đạt0123456789.,%()|;:\n\tUSDtriệunăm tăng", max_size=300))
def test_no_text_makes_the_reader_fail(text):
    assert TRADE.problems(read(text, TRADE).data) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "xuất khẩu của tỉnh Bắc Giang và tỉnh Thái Nguyên lần lượt đạt 22,5 và 29,9 tỷ USD.",
            {("Bắc Giang", "2022"): 22500, ("Thái Nguyên", "2022"): 29900},
        ),
        (
            "Lào Cai tăng xuất khẩu từ 2,8 tỷ USD lên 3,7 tỷ USD so với năm 2021.",
            {("Lào Cai", "2021"): 2800, ("Lào Cai", "2022"): 3700},
        ),
        (
            "Lào Cai xuất khẩu 34,3 tỷ USD (tương đương 806.050 tỷ đồng).",
            {("Lào Cai", "2022"): 34300},
        ),
        ("Lào Cai xuất khẩu 2 tỷ 50 triệu USD.", {("Lào Cai", "2022"): 2050}),
        ("xuất khẩu, nhập khẩu qua Lào Cai đạt 5 tỷ USD.", {("Lào Cai", "2022"): 5000}),
        ("Lào Cai xuất khẩu tăng 2 tỷ USD, đạt 5 tỷ USD.", {("Lào Cai", "2022"): 5000}),
    ],
)
def test_amounts_of_several_places_and_years(text, expected):
    found = figures(f"Năm 2022, {text}")
    assert {
        (place, day[:4]): schema.base_value(figure) / 10**6
        for (place, day, _), figure in found.items()
    } == expected


@pytest.mark.parametrize(
    "piece",
    [
        *("lũy kế tính từ đầu năm ", "tính ", "từ ngày 1/1 đến ", "6 tháng ", "# Hà Nội\n"),
        *("xuất khẩu, ", "lần lượt 1,5, ", "- xuất khẩu: 5 triệu USD\n", "(", ".\n", "1\t", "| "),
        *("a\n1\n", "a\n1\n2\n", "a; 1; 2\n"),
    ],
)
def test_repetition_brings_no_pattern_to_its_knees(piece):
    # An ambiguous pattern would not end here within the lifetime of the test run.
    assert TRADE.problems(read(piece * 2000, TRADE).data) == []


PLACELESS = """Lạng Sơn: hàng qua cửa khẩu

Năm 2023, tổng kim ngạch xuất nhập khẩu qua cửa khẩu Hữu Nghị đạt 3 tỷ USD.

Trong quý I, kim ngạch xuất nhập khẩu {}đạt 800 triệu USD.
"""


def test_a_paragraph_without_a_place_behind_another_places_figures_is_in_doubt():
    [_, binding] = read(PLACELESS.format(""), TRADE).bindings.values()
    assert binding.doubts == (Doubt("place", ("cửa khẩu Hữu Nghị",)),)
    [_, binding] = read(PLACELESS.format("của tỉnh "), TRADE).bindings.values()
    assert binding.doubts == ()


YEARLESS = """Kinh tế Hòa Bình

Quý II, xuất khẩu của tỉnh đạt 300 triệu USD.

Năm 2021, xuất khẩu đạt 1,2 tỷ USD. Năm 2022, xuất khẩu đạt 1,4 tỷ USD.
"""


def test_an_undated_period_of_a_text_that_prints_a_later_year_is_in_doubt():
    by_year = [b.doubts for b in read(YEARLESS, TRADE).bindings.values()]
    assert by_year == [(Doubt("period", ("2022",)),), (), ()]
    dated = YEARLESS.replace("\n\nQuý", "\n\nCập nhật: 01/07/2022\n\nQuý")
    assert all(b.doubts == () for b in read(dated, TRADE).bindings.values())


@pytest.mark.parametrize(
    ("text", "estimated"),
    [
        ("tháng 5/2022 ước đạt 142 triệu USD; lũy kế 5 tháng đạt 812 triệu USD", [True, False]),
        ("tháng 5/2022 ước đạt 142 triệu USD, 5 tháng đã đạt 812 triệu USD", [True, False]),
        # Without a verb of its own the second has that of the first.
        ("tháng 5/2022 ước đạt 142 triệu USD, 5 tháng 812 triệu USD", [True, True]),
        ("tháng 5/2022 ước đạt 142 triệu USD; nhập khẩu đạt 98 triệu USD", [True, False]),
        ("tháng 5/2022 ước đạt 142 triệu USD, nhập khẩu ước 98 triệu USD", [True, True]),
    ],
)
def test_an_estimate_ends_with_its_clause(text, estimated):
    data = read(f"Xuất khẩu của tỉnh Lào Cai {text}.", TRADE).data
    values = {
        schema.base_value(at.figure): at.figure["approximate"] for at in schema.figures(data, TRADE)
    }
    assert list(values.values()) == estimated


def test_what_is_estimated_of_all_is_so_throughout():
    for lead in ("Theo ước tính, tháng 5/2022", "Ước tháng 5/2022"):
        text = f"{lead}, tỉnh Lào Cai xuất khẩu đạt 142 triệu USD; nhập khẩu đạt 98 triệu USD."
        found = [at.figure for at in schema.figures(read(text, TRADE).data, TRADE)]
        assert [figure["approximate"] for figure in found] == [True, True]
