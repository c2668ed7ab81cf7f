"""When the place that a word points back to may be another one."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor import schema
from extractor.reader import read

TRADE = schema.load("trade", Path(__file__).resolve().parents[2] / "schemas" / "trade.py")


@pytest.mark.parametrize(
    ("said", "others"),
    [
        ("Cách đó chưa đầy 100 km, Tân Thanh lại chững.", ()),
        ("Nhiều chủ hàng đã chuyển xe sang Tân Thanh.", ("cửa khẩu Chi Ma",)),
    ],
)
def test_a_gate_that_leads_its_sentence_is_the_one_pointed_to(said, others):
    text = (
        "Lạng Sơn năm 2022\n\nTổng kết năm 2022, cửa khẩu Chi Ma ghi nhận kim ngạch 402,8 triệu "
        f"USD.\n\n{said} Kim ngạch qua cửa khẩu này lùi về 321,5 triệu USD, giảm 8,6%."
    )
    reading = read(text, TRADE)
    (doubts,) = [
        reading.bindings[at.path].doubts
        for at in schema.figures(reading.data, TRADE)
        if at.figure["text"] == "321,5 triệu USD"
    ]
    assert sum((d.others for d in doubts if d.of == "place"), ()) == others


def test_what_an_office_of_the_state_tells_is_of_the_country_though_a_text_names_a_province():
    reading = read(
        "Xuất nhập khẩu nửa cuối tháng 11\n\nTheo Tổng cục Hải quan, tổng trị giá xuất nhập khẩu "
        "trong kỳ 2 tháng 11/2020 đạt 25,12 tỷ USD.\n\nMột doanh nghiệp ở Hà Nội đã có thêm đơn.",
        TRADE,
    )
    (statement,) = reading.data["statements"]
    (binding,) = reading.bindings.values()
    assert (statement["place"], binding.doubts) == ("Việt Nam", ())
