"""Which digits stay in doubt: a factor of a thousand is never silent."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor import schema
from extractor.reader import read

TRADE = schema.load("trade", Path(__file__).resolve().parents[2] / "schemas" / "trade.py")


def told(text: str) -> dict[tuple[str, str], tuple[Decimal, tuple[str, ...]]]:
    """By year and measure the millions taken and the other readings of their digits."""
    reading = read(f"Nam Định năm 2022\n\n{text}", TRADE)
    found = {}
    for at in schema.figures(reading.data, TRADE):
        year = reading.data["statements"][at.statement]["period"]["start"][:4]
        others = [d.others for d in reading.bindings[at.path].doubts if d.of == "number"]
        value = schema.base_value(at.figure)
        assert value is not None
        found[year, at.measure] = value / 10**6, sum(others, ())
    return found


@pytest.mark.parametrize(
    ("text", "millions", "doubted"),
    [
        # The marks are mixed in numbers that add up.
        (
            "Năm 2022, xuất khẩu đạt 2,724 triệu USD, tăng 16,1%; nhập khẩu 1,683 triệu USD. Tổng "
            "kim ngạch đạt 4.407 triệu USD.",
            {"export": 2724, "import": 1683, "total": 4407},
            {"export", "import", "total"},
        ),
        # By the thousand a province would trade for a hundred billions.
        (
            "Năm 2022, tổng kim ngạch đạt 131.527 triệu USD, tăng 16,1%; xuất khẩu 82,316 triệu "
            "USD, nhập khẩu 49,211 triệu USD.",
            {"export": Decimal("82.316"), "import": Decimal("49.211"), "total": Decimal("131.527")},
            {"export", "import", "total"},
        ),
        # Goods, or what is aimed at, are far more than the other reading; investment is not.
        (
            "Năm 2022, xuất khẩu đạt 2,724 triệu USD, tăng 16,1%; nhập khẩu 1,683 triệu USD. Tổng "
            "kim ngạch đạt 4.407 triệu USD. Da giày 341 triệu USD.",
            {"export": 2724, "import": 1683, "total": 4407},
            set(),
        ),
        (
            "Năm 2022, xuất khẩu đạt 2,724 triệu USD, tăng 16,1%; nhập khẩu 1,683 triệu USD. Tổng "
            "kim ngạch đạt 4.407 triệu USD. Năm 2023, tỉnh phấn đấu xuất khẩu 3,1 tỷ USD.",
            {"export": 2724, "import": 1683, "total": 4407},
            set(),
        ),
        (
            "Năm 2022, xuất khẩu đạt 2,724 triệu USD, tăng 16,1%; nhập khẩu 1,683 triệu USD. Tổng "
            "kim ngạch đạt 4.407 triệu USD. Dự án nhà máy sợi có vốn 341 triệu USD.",
            {"export": 2724, "import": 1683, "total": 4407},
            {"export", "import", "total"},
        ),
        (
            "Năm 2022, xuất khẩu đạt 2,724 triệu USD, tăng 16,1%; nhập khẩu 1,683 triệu USD. Tổng "
            "kim ngạch đạt 4.407 triệu USD. Cả nước xuất khẩu da giày 23,9 tỷ USD.",
            {"export": 2724, "import": 1683, "total": 4407},
            {"export", "import", "total"},
        ),
        # All others group, and so does the one.
        (
            "Năm 2022, xuất khẩu đạt 3,184 triệu USD, tăng 14,2%; nhập khẩu 2.047 triệu USD. Tổng "
            "kim ngạch đạt 5.231 triệu USD.",
            {"export": 3184, "import": 2047, "total": 5231},
            set(),
        ),
        # Nothing but three decimals throughout.
        (
            "Năm 2022, xuất khẩu đạt 2,724 triệu USD, tăng 16,1%; nhập khẩu 1,683 triệu USD.",
            {"export": Decimal("2.724"), "import": Decimal("1.683")},
            {"export", "import"},
        ),
        # An amount that can be nothing else shows that thousandths are printed.
        (
            "Năm 2022, xuất khẩu đạt 2,724 triệu USD, tăng 16,1%; nhập khẩu 51.990,563 triệu USD.",
            {"export": Decimal("2.724"), "import": Decimal("51990.563")},
            set(),
        ),
        # Another amount of that size.
        (
            "Năm 2022, xuất khẩu đạt 2,724 triệu USD, tăng 16,1%; nhập khẩu 1,9 triệu USD.",
            {"export": Decimal("2.724"), "import": Decimal("1.9")},
            set(),
        ),
        # Another amount of a thousand times the size.
        (
            "Năm 2022, xuất khẩu đạt 2,724 triệu USD, tăng 16,1%; nhập khẩu 1,9 tỷ USD.",
            {"export": 2724, "import": 1900},
            {"export"},
        ),
        # The value rounded elsewhere.
        (
            "Năm 2022, xuất khẩu đạt 2,7 tỷ USD, tăng 16,1%.\n\nCụ thể, năm 2022 xuất khẩu đạt "
            "2,724 triệu USD.",
            {"export": 2724},
            set(),
        ),
        # A month's amount alone says little of the size of nine months' total.
        (
            "9 tháng năm 2022, tổng kim ngạch đạt 9.845 triệu USD, tăng 12,3%; xuất khẩu 2.215 "
            "triệu USD; nhập khẩu 7.630 triệu USD. Tháng 9/2022, xuất khẩu đạt 268 triệu USD.",
            {"total": 9845, "export": 268, "import": 7630},
            set(),
        ),
        ("Năm 2022, xuất khẩu đạt 2.724 triệu USD, tăng 16,1%.", {"export": 2724}, set()),
        ("Năm 2022, xuất khẩu đạt 2.724 triệu USD, tăng 16.1%.", {"export": 2724}, {"export"}),
        ("Năm 2022, xuất khẩu đạt 2,724 triệu USD, tăng 16.1%.", {"export": 2724}, set()),
        ("Năm 2022, xuất khẩu đạt 2.724 tỷ USD, tăng 16,1%.", {"export": 2724}, set()),
        ("Năm 2022, xuất khẩu đạt 2.724 tỷ đồng, tăng 16,1%.", {"export": 2724000}, set()),
    ],
)
def test_digits(text, millions, doubted):
    found = told(text)
    assert {measure: value for (_, measure), (value, _) in found.items()} == millions
    assert {measure for (_, measure), (_, others) in found.items() if others} == doubted


def amount(value: int, group: str) -> str:
    """Hundred thousands as millions with one decimal where it needs one."""
    whole, tenth = divmod(value, 10)
    printed = f"{whole:,}".replace(",", group)
    return f"{printed},{tenth}" if tenth else printed


values = st.integers(10_010, 99_989)


@settings(max_examples=40)
@given(values, values, st.integers(1, 99))
def test_what_the_convention_and_the_sum_agree_on_is_never_in_doubt(export, import_, growth):
    found = told(
        f"Năm 2022, tổng kim ngạch xuất nhập khẩu đạt {amount(export + import_, '.')} triệu USD, "
        f"tăng {growth},5%; xuất khẩu {amount(export, '.')} triệu USD, nhập khẩu "
        f"{amount(import_, '.')} triệu USD."
    )
    assert found == {
        ("2022", "total"): (Decimal(export + import_) / 10, ()),
        ("2022", "export"): (Decimal(export) / 10, ()),
        ("2022", "import"): (Decimal(import_) / 10, ()),
    }


whole = st.integers(1001, 9998)


@settings(max_examples=40)
@given(whole, whole, st.sets(st.integers(0, 2)), st.sampled_from([",", "."]))
def test_a_comma_planted_in_a_sum_is_settled_or_in_doubt(export, import_, planted, decimal):
    amounts = [export + import_, export, import_]
    total, sold, bought = (
        f"{value:,}".replace(",", "," if number in planted else ".")
        for number, value in enumerate(amounts)
    )
    found = told(
        f"Năm 2022, tổng kim ngạch xuất nhập khẩu đạt {total} triệu USD, tăng 12{decimal}5%; xuất "
        f"khẩu {sold} triệu USD, nhập khẩu {bought} triệu USD."
    )
    for value, measure in zip(amounts, ("total", "export", "import"), strict=True):
        taken, others = found["2022", measure]
        assert taken == value or others


@pytest.mark.parametrize(
    ("text", "doubted"),
    [
        # A month that has more than the year that holds it.
        (
            "Năm 2022, xuất khẩu đạt 240 triệu USD. Tháng 12/2022, xuất khẩu đạt 310 triệu USD.",
            {("2022-12-31", "240"): "period", ("2022-12-31", "310"): "period"},
        ),
        (
            "Năm 2022, xuất khẩu đạt 240 triệu USD. Tháng 12/2022, xuất khẩu đạt 31 triệu USD.",
            {},
        ),
        # A balance of a month may be more than the year's.
        (
            "Năm 2022, tỉnh xuất siêu 24 triệu USD. Tháng 12/2022, tỉnh xuất siêu 31 triệu USD.",
            {},
        ),
        # The lesser of two amounts of one year, unless the text tells of two ways of counting.
        (
            "Năm 2022, xuất khẩu đạt 240 triệu USD, tăng 5%. Tỉnh xuất khẩu 36 triệu USD.",
            {("2022-12-31", "36"): "subject"},
        ),
        (
            "Năm 2022, xuất khẩu đạt 240 triệu USD, tăng 5%. Tỉnh xuất khẩu 36 triệu USD, giảm 2%.",
            {("2022-12-31", "36"): "subject"},
        ),
        (
            "Năm 2022, xuất khẩu đạt 240 triệu USD, tăng 5%. Tỉnh xuất khẩu 36 triệu USD, giảm 2%. "
            "Nếu chỉ tính hàng mở tờ khai tại Cục Hải quan tỉnh, xuất khẩu là 31 triệu USD.",
            {},
        ),
    ],
)
def test_amounts_that_do_not_go_with_each_other_are_in_doubt(text, doubted):
    reading = read(f"Nam Định năm 2022\n\n{text}", TRADE)
    found = {}
    for at in schema.figures(reading.data, TRADE):
        end = reading.data["statements"][at.statement]["period"]["end"]
        for doubt in reading.bindings[at.path].doubts:
            found[end, str(at.figure["value"])] = doubt.of
    assert found == doubted


def against(text: str) -> dict[tuple[str, str | None], tuple[str, ...]]:
    """By measure and printed amount what speaks against its being the place's own."""
    reading = read(f"Nam Định năm 2022\n\n{text}", TRADE)
    return {
        (at.measure, at.figure["text"]): others
        for at in schema.figures(reading.data, TRADE)
        for others in [d.others for d in reading.bindings[at.path].doubts if d.of == "subject"]
    }


WORDS = "words stand with it that may be what it is of"
ANOTHER = "another amount is told of the same measure, place and period"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Unknown words stand before an amount without a name.
        (
            "Năm 2022, xuất khẩu của tỉnh đạt 900 triệu USD, tăng 5%. Dịp cuối thu nhộn nhịp hẳn; "
            "quý IV đạt 90 triệu USD.",
            {("export", "90 triệu USD"): (WORDS,)},
        ),
        # They point back to the measure, or name a place whose it is.
        (
            "Năm 2022, xuất khẩu của tỉnh đạt 900 triệu USD, tăng 5%. Dịp cuối thu nhộn nhịp hẳn, "
            "quý IV con số này đạt 90 triệu USD.",
            {},
        ),
        (
            "Năm 2022, xuất khẩu qua cửa khẩu Hữu Nghị đạt 900 triệu USD, tăng 5%. Dịp cuối thu "
            "nhộn nhịp hẳn, cửa khẩu Chi Ma (Lộc Bình) đạt 90 triệu USD.",
            {},
        ),
        # Two amounts of the same; the one that has a growth is the likelier one.
        (
            "Năm 2022, xuất khẩu của tỉnh đạt 900 triệu USD, tăng 5%. Trong năm, tỉnh xuất khẩu "
            "70 triệu USD.",
            {("export", "70 triệu USD"): (ANOTHER,)},
        ),
        # One is told with a share of plan: it is of a narrower count, and no part of some goods.
        (
            "Năm 2022, nhập khẩu qua hải quan tỉnh là 900 triệu USD. Theo Sở Công Thương, xuất "
            "khẩu của tỉnh ước 300 triệu USD, đạt 95% kế hoạch; nhập khẩu ước 200 triệu USD, tăng "
            "5%.",
            {("import", "900 triệu USD"): (ANOTHER,)},
        ),
        (
            "Năm 2022, nhập khẩu của tỉnh là 900 triệu USD, tăng 4%. Theo Sở Công Thương, xuất "
            "khẩu của tỉnh ước 300 triệu USD, tăng 3%; nhập khẩu ước 200 triệu USD, tăng 5%.",
            {("import", "200 triệu USD"): (ANOTHER,)},
        ),
        # The more of two that an amount without a name goes on with, where a growth is told of it.
        (
            "Năm 2022, xuất khẩu của tỉnh khởi sắc, đạt 900 triệu USD, tăng 5%. Trong năm, tỉnh "
            "xuất khẩu 70 triệu USD.",
            {("export", "70 triệu USD"): (ANOTHER,)},
        ),
        # Its sum bears an amount out, whatever stands around it.
        (
            "Năm 2022, xuất khẩu của tỉnh đạt 900 triệu USD, nhập khẩu đạt 500 triệu USD. Nhờ đó "
            "bức tranh sáng hơn: tổng kim ngạch đạt 1.400 triệu USD.",
            {},
        ),
        # The only one in its currency, and far from all others of its measure.
        (
            "Năm 2022, xuất khẩu của tỉnh đạt 900 triệu USD, tăng 5%; nhập khẩu đạt 500 triệu USD, "
            "tăng 4%; xuất siêu 400 triệu USD. Tháng 12/2022, xuất khẩu đạt 70 tỷ đồng, tăng 3%.",
            {("export", "70 tỷ đồng"): ("most amounts are in another currency",)},
        ),
        (
            "Năm 2022, xuất khẩu của tỉnh đạt 900 triệu USD, tăng 5%; quý III xuất khẩu đạt 250 "
            "triệu USD, tăng 4%; quý IV xuất khẩu đạt 3 triệu USD, tăng 3%.",
            {("export", "3 triệu USD"): ("it is far from all other amounts of that measure",)},
        ),
        # A balance can be of any size.
        (
            "Năm 2022, cán cân của tỉnh thặng dư 900 triệu USD. Tháng 12/2022, tỉnh xuất siêu 3 "
            "triệu USD.",
            {},
        ),
        # What a sentence begins with may be what has the amount behind it, unless a place does.
        (
            "Năm 2022, nhập khẩu của tỉnh đạt 500 triệu USD, tăng 4%. Đồ uống - thứ hàng ít ai để "
            "ý - lại là điểm sáng, xuất khẩu ước 96 triệu USD, tăng 18%.",
            {("export", "96 triệu USD"): (WORDS,)},
        ),
        (
            "Năm 2022, nhập khẩu của tỉnh đạt 500 triệu USD, tăng 4%. Bức tranh sáng hơn hẳn, xuất "
            "khẩu của tỉnh ước 96 triệu USD, tăng 18%.",
            {},
        ),
        # Goods that are pointed at have what follows.
        (
            "Năm 2022, nhập khẩu của tỉnh đạt 500 triệu USD, tăng 4%. Quý II/2022, mặt hàng này "
            "xuất khẩu được 96 triệu USD.",
            {("export", "96 triệu USD"): (WORDS,)},
        ),
        # Who speaks may tell of what is their own.
        (
            "Năm 2022, nhập khẩu của tỉnh đạt 500 triệu USD, tăng 4%. Năm ngoái chúng tôi xuất 480 "
            "triệu USD.",
            {("export", "480 triệu USD"): (WORDS,)},
        ),
        # Not where it is a share of a plan, nor where they are said of a time between two dashes.
        (
            "Năm 2022, nhập khẩu của tỉnh đạt 500 triệu USD, tăng 4%. Năm ngoái chúng tôi xuất 480 "
            "triệu USD, đạt 96% kế hoạch.",
            {},
        ),
        (
            "Năm 2022, quý II - quãng thời gian cam go nhất - xuất khẩu dừng ở 90 triệu USD, nhập "
            "khẩu 80 triệu USD.",
            {},
        ),
        # A plan is named before an amount, and nothing says what came of it; or something does.
        (
            "Năm 2022, xuất khẩu của tỉnh đạt 900 triệu USD, tăng 5%. Tỉnh có chỉ tiêu tăng trưởng "
            "9%, xuất siêu 300 triệu USD.",
            {("balance", "300 triệu USD"): ("a plan is told of before it",)},
        ),
        (
            "Năm 2022, xuất khẩu của tỉnh đạt 900 triệu USD, tăng 5%. Vượt xa chỉ tiêu, tỉnh đã "
            "xuất siêu 300 triệu USD.",
            {},
        ),
        # A growth alone.
        (
            "Năm 2022, xuất khẩu của tỉnh tăng 5% so với năm 2021.",
            {("export", None): ("a growth is told of it and no amount",)},
        ),
    ],
)
def test_what_speaks_against_an_amount_is_in_doubt(text, expected):
    assert against(text) == expected


@pytest.mark.parametrize(
    ("text", "rivals"),
    [
        # Two names of one whole before an amount, and no word that says whose it is.
        ("Năm 2022, xuất khẩu kéo theo nhập khẩu đạt 512,4 triệu USD.", ("export",)),
        ("Năm 2022, xuất khẩu nhiều hơn nhập khẩu, đạt 512,4 triệu USD.", ()),
        # The only part spoken of so far, or the whole.
        ("Xuất khẩu giữ được đà tăng.\n\nKim ngạch năm 2022 đạt 512,4 triệu USD.", ("total",)),
        ("Xuất khẩu giữ được đà tăng.\n\nTổng kim ngạch năm 2022 đạt 512,4 triệu USD.", ()),
    ],
)
def test_a_name_that_may_be_passed_over_is_a_rival(text, rivals):
    reading = read(f"Nam Định năm 2022\n\n{text}", TRADE)
    (binding,) = reading.bindings.values()
    assert sum((d.others for d in binding.doubts if d.of == "measure"), ()) == rivals


@pytest.mark.parametrize(
    ("day", "doubted"), [("", [("period", ("2017",))]), ("Ngày 26/2/2019\n\n", [])]
)
def test_a_year_that_is_over_may_be_the_one_before_where_nothing_dates_the_text(day, doubted):
    reading = read(
        f"Chợ đầu mối nông sản\n\n{day}Hội nghị năm 2018 vừa được tổ chức.\n\nTổng kim ngạch "
        "xuất nhập khẩu của Cần Thơ trong năm qua là 2,1 tỷ USD.",
        TRADE,
    )
    (binding,) = reading.bindings.values()
    assert [(doubt.of, doubt.others) for doubt in binding.doubts] == doubted


def test_half_a_year_held_against_a_month_within_it_is_in_doubt():
    reading = read(
        "Sau 9 tháng năm 2021, Bình Dương xuất siêu 4,36 tỷ USD.\n\nKim ngạch xuất nhập khẩu ở mức "
        "3,18 tỷ USD, giảm 12,4% so với tháng 8/2021.",
        TRADE,
    )
    doubts = reading.bindings["statements.0.total"].doubts
    assert [(doubt.of, doubt.others) for doubt in doubts] == [("period", ("tháng 8/2021",))]
