"""When and where a figure may be of as well, where neither words nor arithmetic decide."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor import schema
from extractor.reader import read

TRADE = schema.load("trade", Path(__file__).resolve().parents[2] / "schemas" / "trade.py")


@pytest.mark.parametrize(
    ("text", "doubted"),
    [
        # What an aside before the figure names may be the aside's alone.
        (
            "Năm 2022\n\nKho bãi ở Quảng Bình đã kín chỗ suốt quý II/2022, xuất khẩu đạt 412,5 "
            "triệu USD, tăng 8%.",
            {"period": ("Năm 2022",), "place": ("Hà Tĩnh",)},
        ),
        (
            "Năm 2022\n\nQuý II/2022, hàng đi đã thông hơn, xuất khẩu đạt 412,5 triệu USD.",
            {},
        ),
        ("Năm 2022\n\nQuảng Bình nhộn nhịp hơn, xuất khẩu đạt 412,5 triệu USD, tăng 8%.", {}),
        # A year that only another part of the text prints, and a later day of publication.
        (
            "Xuất khẩu\n\nThứ Sáu, 28/12/2023\n\nQuý I, xuất khẩu đạt 412,5 triệu USD, tăng 8%.\n\n"
            "Nhà máy mở năm 2022 nay chạy hết công suất.",
            {"period": ("2023",)},
        ),
        (
            "Xuất khẩu\n\nThứ Sáu, 28/4/2023\n\nQuý I, xuất khẩu đạt 412,5 triệu USD, tăng 8%.\n\n"
            "Nhà máy mở năm 2022 nay chạy hết công suất.",
            {},
        ),
        (
            "Xuất khẩu\n\nThứ Sáu, 28/4/2023\n\nQuý I, xuất khẩu đạt 412,5 triệu USD, tăng 8% so "
            "với cùng kỳ năm 2022.\n\nNhà máy mở năm 2021 nay chạy hết công suất.",
            {},
        ),
        # A year that the paragraph only recalls, and a later day of publication.
        (
            "Xuất khẩu\n\nThứ Sáu, 28/12/2023\n\nTháng 12/2022 có sương muối. Quý I, xuất khẩu "
            "đạt 412,5 triệu USD, tăng 8%.",
            {"period": ("2023",)},
        ),
        (
            "Xuất khẩu\n\nThứ Sáu, 28/12/2022\n\nTháng 10/2022 có bão. Quý I, xuất khẩu đạt 412,5 "
            "triệu USD, tăng 8%.",
            {},
        ),
        # A quarter that was over only a year before, where the text may hope for the next one.
        (
            "Xuất khẩu quý I/2023\n\nThứ Sáu, 7/4/2023\n\nQuý II, xuất khẩu đạt 412,5 triệu USD, "
            "tăng 8%.",
            {"period": ("2023",)},
        ),
        (
            "Xuất khẩu quý II/2023\n\nThứ Sáu, 7/7/2023\n\nQuý II, xuất khẩu đạt 412,5 triệu USD, "
            "tăng 8%.",
            {},
        ),
        # What is hoped for of the year after is no later time that the text may report.
        (
            "Xuất khẩu\n\nSố ra ngày 22/1/2013\n\nCả năm, xuất khẩu đạt 412,5 triệu USD, tăng 8%."
            "\n\nMục tiêu của năm 2013 là 450 triệu USD.",
            {},
        ),
        # Nor is the day of a page where the text says what year it compares with.
        (
            "Xuất khẩu 11 tháng\n\nSo với cùng kỳ năm 2016:\n\n- Xuất khẩu: 412,5 triệu USD, tăng "
            "8%.\n\nCập nhật: 14/3/2021",
            {},
        ),
        # What is gone on with is over where its year is, printed or not.
        (
            "Xuất khẩu\n\nThứ Sáu, 22/11/2024\n\nTháng 10, cầu mới thông xe.\n\nXuất khẩu đạt "
            "412,5 triệu USD, tăng 8%.\n\nNăm 2022 có bão.",
            {},
        ),
        # A time of which no days are known.
        (
            "Năm 2022, cầu mới thông xe. Tuần qua, xuất khẩu đạt 412,5 triệu USD.",
            {"period": ("Tuần qua",)},
        ),
        (
            "Năm 2022\n\nTừ quý III/2021 đến nay, xuất khẩu đạt 412,5 triệu USD, tăng 8%.",
            {"period": ("Từ quý III/2021 đến nay",)},
        ),
        ("Năm 2022\n\nTuần qua mưa lớn; xuất khẩu đạt 412,5 triệu USD, tăng 8%.", {}),
        ("Năm 2022\n\nSố liệu công bố tuần qua: xuất khẩu đạt 412,5 triệu USD, tăng 8%.", {}),
        ("Tuần qua, Sở báo cáo: quý I/2022, xuất khẩu đạt 412,5 triệu USD, tăng 8%.", {}),
        # The year that is over, or the twelve months up to the day.
        (
            "Xuất khẩu\n\nThứ Ba, 5/7/2022\n\nMột năm qua, xuất khẩu đạt 412,5 triệu USD, tăng 8%.",
            {"period": ("2022",)},
        ),
        (
            "Xuất khẩu\n\nThứ Tư, 5/1/2022\n\nMột năm qua, xuất khẩu đạt 412,5 triệu USD, tăng 8%.",
            {},
        ),
        (
            "Xuất khẩu năm 2021\n\nThứ Ba, 5/7/2022\n\nCả năm, xuất khẩu đạt 412,5 triệu USD, tăng "
            "8%.",
            {},
        ),
        # When something else was so, told by the way.
        (
            "Năm 2022\n\nDo đường hỏng đến tận tháng 9, xuất khẩu chỉ đạt 412,5 triệu USD.",
            {"period": ("tháng 9",)},
        ),
        ("Năm 2022\n\nBước sang tháng 9, xuất khẩu đạt 412,5 triệu USD, tăng 8%.", {}),
        # A year that the paragraph only recalls, behind a later one; «năm nay» where a year turns.
        (
            "Tin tháng 5/2023. Đường mới mở năm 2022. Quý I, xuất khẩu đạt 412,5 triệu USD.",
            {"period": ("2023",)},
        ),
        ("Tin tháng 5/2022. Đường mới mở năm 2022. Quý I, xuất khẩu đạt 412,5 triệu USD.", {}),
        (
            "Tháng 12/2023, hàng về nhiều. Tháng 1 năm nay, xuất khẩu đạt 41,5 triệu USD.",
            {"period": ("2024",)},
        ),
        ("Tháng 11/2023, hàng về nhiều. Tháng 1 năm nay, xuất khẩu đạt 41,5 triệu USD.", {}),
    ],
)
def test_when_and_where(text, doubted):
    reading = read(f"Hà Tĩnh: {text}", TRADE)
    (binding,) = reading.bindings.values()
    assert {doubt.of: doubt.others for doubt in binding.doubts} == doubted


def test_amounts_of_one_mention_and_two_years_are_in_doubt():
    text = (
        "Hà Tĩnh năm 2024\n\nQuý I, xuất khẩu của Hà Tĩnh đạt 412,5 triệu USD; nhập khẩu đạt 98,2 "
        "triệu USD, so với quý III-2022 tăng 4%."
    )
    reading = read(text, TRADE)
    years = [s["period"]["start"][:4] for s in reading.data["statements"]]
    doubts = [b.doubts for b in reading.bindings.values()]
    assert [(d.of, d.others) for (d,) in doubts] == [("period", (y,)) for y in reversed(years)]


def test_what_is_reckoned_with_doubted_amounts_is_in_doubt():
    text = (
        "Năm 2022\n\nHà Tĩnh: Do đường hỏng đến tận tháng 9, xuất khẩu chỉ đạt 412,5 triệu USD, "
        "nhập khẩu 112,5 triệu USD. Cán cân thặng dư 300 triệu USD."
    )
    reading = read(text, TRADE)
    assert len(reading.bindings) == 3
    for binding in reading.bindings.values():
        assert ("period", ("tháng 9",)) in [(d.of, d.others) for d in binding.doubts]


def test_a_place_that_another_paragraph_names_and_no_headline_is_in_doubt():
    text = (
        "Đường mới tới cửa khẩu {}\n\nXe từ đây đi cửa khẩu Chi Ma nhanh hơn hai giờ.\n\n"
        "Năm 2023, xuất khẩu qua cửa khẩu này đạt 318,5 triệu USD, tăng 12%."
    )
    (other,) = read(text.format("Tân Thanh"), TRADE).bindings.values()
    assert [(doubt.of, doubt.others) for doubt in other.doubts] == [
        ("place", ("cửa khẩu Tân Thanh",))
    ]
    (same,) = read(text.format("Chi Ma"), TRADE).bindings.values()
    assert same.doubts == ()


def test_the_line_above_a_figure_says_where_it_is_of():
    text = (
        "Ai bán nhiều nhất?\n\nDưới đây là thứ hạng theo kim ngạch xuất khẩu năm 2023.\n\n1. Long "
        "An\n318,5 triệu USD, tăng 12%.\n\n2. Cà Mau\n212,4 triệu USD, giảm 3%.\n\nCả Việt Nam "
        "vượt khó. Việt Nam còn tiến xa."
    )
    reading = read(text, TRADE)
    assert [s["place"] for s in reading.data["statements"]] == ["Long An", "Cà Mau"]
    assert all(binding.doubts == () for binding in reading.bindings.values())


def test_a_gate_that_is_pointed_at_is_no_province():
    text = (
        "Đường mới của Lạng Sơn\n\nXe từ đây đi cửa khẩu Chi Ma nhanh hơn hai giờ.\n\n"
        "Năm 2023, xuất khẩu qua cửa khẩu này đạt 318,5 triệu USD, tăng 12%."
    )
    (binding,) = read(text, TRADE).bindings.values()
    assert binding.doubts == ()


@pytest.mark.parametrize(
    ("growths", "others"),
    [
        (("", ""), ("9 tháng năm 2022",)),
        ((", tăng 20%", ""), ()),  # not of the nine months, by their growth
        (("", ", tăng 13,5%"), ()),  # the quarter's, by its growth
    ],
)
def test_the_period_of_a_base_is_in_doubt_where_no_growth_decides(growths, others):
    whole, part = growths
    reading = read(
        f"9 tháng năm 2022, xuất khẩu của tỉnh Nam Định đạt 865 triệu USD{whole}. Quý III/2022, "
        f"xuất khẩu đạt 512 triệu USD{part}. Cùng kỳ năm 2021, xuất khẩu đạt 451 triệu USD.",
        TRADE,
    )
    periods = [s["period"]["start"] for s in reading.data["statements"]]
    number = periods.index("2021-07-01")
    doubts = reading.bindings[f"statements.{number}.export"].doubts
    assert sum((d.others for d in doubts if d.of == "period"), ()) == others


def test_a_text_of_a_province_that_it_does_not_name_is_not_silently_of_the_country():
    reading = read(
        "Hàng xuất khẩu tìm đường mới\n\nTheo Sở Công Thương, kim ngạch xuất khẩu tháng 7/2012 của "
        "tỉnh đạt 19,4 triệu USD, tăng 8,3% so với cùng kỳ.",
        TRADE,
    )
    (binding,) = reading.bindings.values()
    assert [(doubt.of, doubt.others) for doubt in binding.doubts] == [
        ("place", ("a province that the text does not name",))
    ]


def test_items_go_on_with_the_time_of_their_lead_also_where_it_prints_no_year():
    text = (
        "Hà Tĩnh: quý II/2023, tổng kim ngạch đạt 612,8 triệu USD.\n\n{}, tổng kim ngạch đạt "
        "1.094,6 triệu USD. Cụ thể:\n- Xuất khẩu: 643,1 triệu USD\n- Nhập khẩu: 451,5 triệu USD"
    )
    told = read(text.format("Lũy kế 6 tháng đầu năm"), TRADE).bindings
    assert [binding.doubts for binding in told.values()] == [()] * 4
    over = read(text.format("Lũy kế 6 tháng đầu năm 2022"), TRADE).bindings
    doubts = [doubt for binding in over.values() for doubt in binding.doubts]
    assert {(doubt.of, doubt.others) for doubt in doubts} == {("period", ("quý II/2023",))}
