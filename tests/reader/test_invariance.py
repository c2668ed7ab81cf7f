"""Clauses, binding and statements: what may change in a text without changing what is read."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor import schema
from extractor.reader import read
from tests.numbers.test_place import PROVINCES
from tests.reports import TRADE

few = settings(max_examples=20)

Figure = tuple[Any, ...]
TITLE = "Báo cáo xuất nhập khẩu của các địa phương"


def figures(text: str) -> set[Figure]:
    """Place, first and last day, measure, millions, change and share of every figure."""
    data = read(text, TRADE).data
    assert TRADE.problems(data) == []
    found = []
    for at in schema.figures(data, TRADE):
        statement, figure = data["statements"][at.statement], at.figure
        value = schema.base_value(figure)
        found.append(
            (
                statement["place"],
                statement["period"]["start"],
                statement["period"]["end"],
                at.measure,
                None if value is None else value / 10**6,
                *((figure[part] or {}).get("percent") for part in ("change", "plan")),
            )
        )
    assert len(set(found)) == len(found)
    return set(found)


def text(*paragraphs: str) -> str:
    return "\n\n".join((TITLE, *paragraphs))


def said(place: str, year: int, export: int, imported: int, percent: int) -> str:
    """A paragraph of three figures."""
    return (
        f"Năm {year}, tổng kim ngạch xuất nhập khẩu của {place} đạt {export + imported} triệu USD, "
        f"tăng {percent}% so với năm {year - 1}; trong đó, xuất khẩu đạt {export} triệu USD, bằng "
        f"91% kế hoạch; nhập khẩu đạt {imported} triệu USD."
    )


def meant(place: str, year: int, export: int, imported: int, percent: int) -> set[Figure]:
    """What it says."""
    days = (place, f"{year}-01-01", f"{year}-12-31")
    return {
        (*days, "total", export + imported, percent, None),
        (*days, "export", export, None, 91),
        (*days, "import", imported, None, None),
    }


PARTS = st.tuples(
    st.sampled_from(PROVINCES),
    st.integers(2005, 2024),
    st.integers(10, 900),
    st.integers(10, 900),
    st.integers(1, 60),
)
SEVERAL = st.lists(PARTS, min_size=2, max_size=4, unique_by=lambda part: part[0])
ASIDE = st.lists(
    st.sampled_from(
        [
            "Gạo xuất khẩu đạt 120 triệu USD, tăng 8%.",
            "Thu ngân sách đạt 4.500 tỷ đồng, bằng 80% dự toán.",
            "Tổng vốn đầu tư đăng ký mới đạt 310 triệu USD.",
            "Lượng xe thông quan bình quân 832 xe/ngày, cao hơn 14% so với tháng trước.",
            "Công ty An Phát xuất khẩu 35 triệu USD.",
            "Năm 2030, tỉnh phấn đấu xuất khẩu đạt 9 tỷ USD.",
            "Xuất khẩu sang thị trường Hoa Kỳ đạt 45 triệu USD.",
            "Người dân vui mừng vì được mùa.",
        ]
    ),
    max_size=4,
)


@few
@given(PARTS)
def test_every_place_year_and_number_is_read_as_it_stands(part):
    assert figures(text(said(*part))) == meant(*part)


@few
@given(SEVERAL, st.randoms())
def test_paragraphs_of_several_places_may_stand_in_any_order(parts, random):
    expected = set().union(*(meant(*part) for part in parts))
    random.shuffle(parts)
    assert figures(text(*(said(*part) for part in parts))) == expected


@few
@given(PARTS, ASIDE, ASIDE)
def test_what_is_about_something_else_changes_nothing(part, before, behind):
    assert figures(text(*before, said(*part), *behind)) == meant(*part)
    within = " ".join((said(*part), *behind))
    assert figures(text(within)) == meant(*part)


@few
@given(PARTS, st.integers(2, 3))
def test_saying_it_again_adds_nothing(part, times):
    assert figures(text(*[said(*part)] * times)) == meant(*part)


@few
@given(PARTS)
def test_a_rounder_headline_adds_nothing(part):
    place, year, export, *_ = part
    headline = f"{place} xuất khẩu gần {export + 1} triệu USD năm {year}"
    assert figures("\n\n".join((headline, said(*part)))) == meant(*part)


@few
@given(PARTS, st.permutations(["export", "import", "local_export"]))
def test_the_parts_of_a_whole_may_stand_in_any_order(part, order):
    place, year, export, imported, _ = part
    clauses = {
        "export": f"xuất khẩu đạt {export} triệu USD",
        "import": f"nhập khẩu đạt {imported} triệu USD",
        "local_export": "xuất khẩu hàng địa phương đạt 5 triệu USD",
    }
    found = figures(
        text(
            f"Năm {year}, tổng kim ngạch xuất nhập khẩu của {place} đạt {export + imported} triệu "
            f"USD; trong đó, {'; '.join(clauses[name] for name in order)}."
        )
    )
    assert {figure[3]: figure[4] for figure in found} == {
        "total": export + imported,
        "export": export,
        "import": imported,
        "local_export": 5,
    }


@few
@given(
    st.lists(st.integers(10, 900), min_size=2, max_size=2),
    st.lists(st.integers(1, 60), min_size=2, max_size=2),
    st.booleans(),
)
def test_numbers_in_parallel_follow_the_order_of_their_names(amounts, percents, swapped):
    names = ["xuất khẩu", "nhập khẩu"][:: -1 if swapped else 1]
    found = figures(
        text(
            f"Năm 2022, {names[0]} và {names[1]} của Lào Cai lần lượt đạt {amounts[0]} và "
            f"{amounts[1]} triệu USD, tăng lần lượt {percents[0]}% và {percents[1]}% so với cùng "
            "kỳ."
        )
    )
    measures = ["export", "import"][:: -1 if swapped else 1]
    assert {figure[3:6] for figure in found} == set(zip(measures, amounts, percents, strict=True))


ROWS = {
    "total": ("Tổng kim ngạch xuất nhập khẩu", Decimal("1500.5"), "106,9", "80,1"),
    "export": ("- Xuất khẩu", Decimal("900.5"), "94", "82"),
    "import": ("- Nhập khẩu", Decimal("600"), "130", "77,4"),
    "local_export": ("Hàng địa phương xuất khẩu", Decimal("83.6"), "104", "90"),
    None: ("Gạo", Decimal("12.3"), "101", "50"),
}


@few
@given(st.permutations(list(ROWS)), st.sampled_from([" | ", "\t", "|"]), st.booleans())
def test_rows_of_a_table_may_stand_in_any_order(order, mark, swapped):
    header = ["Chỉ tiêu", "Thực hiện 9 tháng", "% so cùng kỳ", "% so kế hoạch"]
    lines = [header] + [
        [name, f"{value:,}".replace(",", " ").replace(".", ",").replace(" ", "."), change, plan]
        for name, value, change, plan in (ROWS[key] for key in order)
    ]
    if swapped:
        lines = [[*line[:2], line[3], line[2]] for line in lines]
    found = figures(
        "Lào Cai: hàng qua cửa khẩu năm 2021\n\nXuất nhập khẩu 9 tháng năm 2021 (ĐVT: triệu USD)\n"
        + "\n".join(mark.join(line) for line in lines)
    )
    assert found == {
        (
            *("Lào Cai", "2021-01-01", "2021-09-30", measure, value),
            Decimal(change.replace(",", ".")) - 100,
            Decimal(plan.replace(",", ".")),
        )
        for measure, (_, value, change, plan) in ROWS.items()
        if measure is not None
    }


@pytest.mark.parametrize(
    ("joint", "count"),
    [(". ", 3), ("; ", 3), (", còn ", 3), (", trong khi ", 3), (" (", 3), ("\n\n", 3)],
)
def test_where_a_clause_ends_its_numbers_end(joint, count):
    close = ")" if joint == " (" else ""
    found = figures(
        text(
            f"Năm 2022, xuất khẩu của Lào Cai đạt 5 triệu USD, tăng 7%{joint}nhập khẩu đạt 6 triệu "
            f"USD, giảm 8%{close}; nhập siêu 1 triệu USD."
        )
    )
    assert {figure[3:6] for figure in found} == {
        ("export", 5, 7),
        ("import", 6, -8),
        ("balance", -1, None),
    }
    assert len(found) == count
