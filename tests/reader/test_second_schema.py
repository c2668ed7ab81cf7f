"""Other subjects than trade need a schema and nothing else: what passages do not show of it.

Their figures are in ``budget.txt`` and ``tourism.txt``, read by ``test_passages``.
"""

from __future__ import annotations

import ast
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor import schema
from extractor.reader import read
from extractor.schema import Counting
from tests.reports import BUDGET, INSURANCE, TOURISM, TRADE

ROOT = Path(__file__).resolve().parents[2]
ARTICLES = ROOT / "golden" / "trade"
TITLE = "Bình Phước: ngân sách\n\n"

# What the articles on trade print of the budget beside it, by measure.
BESIDE = {
    "a01": {"revenue": "28.300 tỷ đồng", "customs": "11.450 tỷ đồng"},
    "a06": {
        "revenue": "4.889 tỷ đồng",
        "domestic": "1.067 tỷ đồng",
        "customs": "1.934 tỷ đồng",
        "spending": "8.982 tỷ đồng",
    },
    "a08": {
        "revenue": "7.399 tỷ đồng",
        "domestic": "2.021 tỷ đồng",
        "customs": "4.392 tỷ đồng",
        "spending": "7.225 tỷ đồng",
    },
    "a10": {"customs": "6.294 tỷ đồng"},
    "a16": {"customs": "1.673 tỷ đồng"},
}


def printed(text: str, of: schema.Schema) -> dict[str, str | None]:
    """The words of each figure by measure, for texts that have one of each."""
    data = read(text, of).data
    assert of.problems(data) == []
    found = [(at.measure, at.figure["text"]) for at in schema.figures(data, of)]
    assert len(dict(found)) == len(found)
    return dict(found)


@pytest.mark.parametrize("article", sorted(ARTICLES.glob("a*.txt")), ids=lambda path: path.stem)
def test_each_schema_takes_its_own_of_one_article(article):
    text = article.read_text("utf-8")
    assert printed(text, BUDGET) == BESIDE.get(article.stem, {})
    assert printed(text, TOURISM) == {}


def test_no_figure_of_one_subject_is_one_of_another():
    text = (
        "An Giang năm 2023\n\nNăm 2023, tổng thu ngân sách đạt 7.900 tỷ đồng, tổng kim ngạch xuất "
        "nhập khẩu đạt 1,2 tỷ USD, doanh thu du lịch 5.100 tỷ đồng."
    )
    assert printed(text, BUDGET) == {"revenue": "7.900 tỷ đồng"}
    assert printed(text, TRADE) == {"total": "1,2 tỷ USD"}
    assert printed(text, TOURISM) == {"revenue": "5.100 tỷ đồng"}


def test_scopes_are_the_schemas():
    data = read(
        TITLE + "Năm 2023, thu ngân sách không kể tiền sử dụng đất đạt 9.000 tỷ đồng. Thu ngân "
        "sách do Cục Thuế quản lý đạt 7.000 tỷ đồng.",
        BUDGET,
    ).data
    assert [(s["scope"], s["revenue"]["value"]) for s in data["statements"]] == [
        ("không kể tiền sử dụng đất", 9000),
        ("do Cục Thuế quản lý", 7000),
    ]


COUNTED = "Đồng Nai: bảo hiểm\n\nNăm 2023, phí bảo hiểm đạt 900 tỷ đồng. "


@pytest.mark.parametrize(
    ("words", "scope"),
    [
        ("Nếu chỉ tính hợp đồng khai thác mới,", "chỉ tính hợp đồng khai thác mới"),
        ("Nếu tính cả đồng bảo hiểm và nhận tái thì", "tính cả đồng bảo hiểm và nhận tái"),
        ("Tách riêng nghiệp vụ tái tục,", "Tách riêng nghiệp vụ tái tục"),
        ("Chỉ nhìn riêng vào đơn tái tục,", "Chỉ nhìn riêng vào đơn tái tục"),
        ("Gạt phí kỳ hai ra ngoài thì", "Gạt phí kỳ hai ra ngoài"),
        ("Tính theo hợp đồng,", "Tính theo hợp đồng"),
    ],
)
def test_ways_of_counting_are_the_schemas(words, scope):
    text = f"{COUNTED}{words} phí bảo hiểm đạt 300 tỷ đồng."
    told = [(s["scope"], s["premiums"]["value"]) for s in read(text, INSURANCE).data["statements"]]
    assert told == [(None, 900), (scope, 300)]
    without = read(text, replace(INSURANCE, counting=Counting())).data
    assert {s["scope"] for s in without["statements"]} == {None}


@pytest.mark.parametrize(
    "words", ["Tách riêng loại hình kinh doanh,", "Tính theo tờ khai,", "Nếu tính cả quá cảnh thì"]
)
def test_a_schema_knows_no_others_ways_of_counting(words):
    trade = "Đồng Nai năm 2023\n\nNăm 2023, xuất khẩu đạt 900 triệu USD. "
    told = read(f"{trade}{words} xuất khẩu đạt 300 triệu USD.", TRADE).data["statements"]
    assert [s["scope"] is None for s in told] == [True, False]
    told = read(f"{COUNTED}{words} phí bảo hiểm đạt 300 tỷ đồng.", INSURANCE).data["statements"]
    assert {s["scope"] for s in told} == {None}


def literals(path: Path) -> Iterator[str]:
    """The strings of a module that are no docstrings."""
    tree = ast.parse(path.read_text("utf-8"))
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.value


@pytest.mark.parametrize("package", ["reader", "checks"])
def test_no_name_of_a_schemas_stands_in_the_code(package):
    names = [name for of in (TRADE, BUDGET, TOURISM) for name in (*of.plain_names, *of.generic)]
    names += TRADE.counting.passing
    modules = sorted((ROOT / "extractor" / package).rglob("*.py"))
    assert modules
    held = [(m.name, n) for m in modules for text in literals(m) for n in names if n in text]
    assert held == []


def test_the_schemas_own_rules_settle_and_pass_on_an_estimate():
    reading = read(
        TITLE + "Năm 2021, tổng thu ngân sách ước đạt 4.289 triệu đồng; trong đó thu nội địa "
        "2.711 tỷ đồng, thu hải quan 1.578 tỷ đồng. Tổng chi là 3,9 tỷ đồng.",
        BUDGET,
    )
    [statement] = reading.data["statements"]
    assert (statement["domestic"]["value"], statement["customs"]["value"]) == (
        Decimal("2.711"),
        Decimal("1.578"),
    )
    assert reading.bindings["statements.0.domestic"].manner == "settled"
    assert [statement[m]["approximate"] for m in ("revenue", "domestic", "customs")] == [True] * 3
    assert statement["spending"]["approximate"] is False
    assert [bound.doubts for bound in reading.bindings.values()] == [()] * 4


def test_an_estimate_is_passed_on_without_any_word_but_names():
    data = read(
        "Cà Mau năm 2023\n\nNăm 2023, doanh thu du lịch ước đạt 3.000 tỷ đồng, trong đó khách nội "
        "địa 2.400 tỷ đồng, khách quốc tế 600 tỷ đồng.",
        TOURISM,
    ).data
    assert [
        data["statements"][0][m]["approximate"] for m in ("revenue", "domestic", "foreign")
    ] == [True] * 3


@pytest.mark.parametrize(
    ("words", "value"),
    [("bội thu 120 tỷ đồng", 120), ("bội chi 120 tỷ đồng", -120), ("bội chi hộ 120 tỷ đồng", None)],
)
def test_the_schema_says_which_names_are_negative_and_which_only_look_like_one(words, value):
    data = read(f"{TITLE}Năm 2023, tỉnh {words}.", BUDGET).data
    assert [s["balance"]["value"] for s in data["statements"]] == ([] if value is None else [value])


PROSE = (
    "Kiên Giang: ngân sách\n\n9 tháng năm 2023, tổng thu ngân sách nhà nước ước đạt {0} tỷ đồng, "
    "bằng 81% dự toán; trong đó thu nội địa {1} tỷ đồng, thu từ hoạt động xuất nhập khẩu {2} tỷ "
    "đồng, tăng {3}% so với cùng kỳ."
)


@settings(max_examples=25)
@given(
    st.integers(100, 900),
    st.integers(100, 900),
    st.integers(1, 40),
    st.sampled_from(["NFC", "NFD"]),
    st.sampled_from([" ", "\u00a0", "  "]),
    st.sampled_from([str, str.upper]),
)
def test_figures_are_read_whatever_they_are(domestic, customs, percent, form, space, case):
    text = PROSE.format(domestic + customs, domestic, customs, percent).replace(" ", space)
    head, body = unicodedata.normalize(form, text).split("\n\n")
    data = read(f"{case(head)}\n\n{body}", BUDGET).data
    [statement] = data["statements"]
    assert (statement["place"], statement["period"]["end"]) == ("Kiên Giang", "2023-09-30")
    values = {m: f["value"] for m, f in statement.items() if m in BESIDE["a06"] and f}
    assert values == {"revenue": domestic + customs, "domestic": domestic, "customs": customs}
    assert statement["customs"]["change"]["percent"] == percent
    assert statement["revenue"]["plan"]["percent"] == 81
