"""A gate is named beside its province, and the words leave open whose the next amounts are."""

from __future__ import annotations

import pytest

from extractor import schema
from extractor.reader import read
from tests.reports import TRADE

TOLD = "Quý I/2023, tỉnh Lai Châu đạt kim ngạch xuất nhập khẩu 38,6 triệu USD. "


def doubted(text: str) -> dict[tuple[str, str], tuple[str, ...]]:
    """By place and measure the other places that the figures can be of."""
    reading = read(TOLD + text, TRADE)
    return {
        (reading.data["statements"][at.statement]["place"], at.measure): doubt.others
        for at in schema.figures(reading.data, TRADE)
        for doubt in reading.bindings[at.path].doubts
        if doubt.of == "place"
    }


GATE, PROVINCE = "cửa khẩu Ma Lù Thàng", "Lai Châu"
NAMED = f"{GATE.capitalize()} đón 60 xe mỗi ngày. ".replace("ma lù thàng", "Ma Lù Thàng")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Parts that add up to what was told before a sentence without trade.
        (NAMED + "Trong đó, xuất khẩu đạt 30,1 triệu USD, nhập khẩu đạt 8,5 triệu USD.", {}),
        (NAMED + "Xuất khẩu đạt 30,1 triệu USD, nhập khẩu đạt 8,5 triệu USD.", {}),
        # Parts that do not, of the amount told last as the word says, or of the gate.
        (
            NAMED + "Trong đó, xuất khẩu đạt 20,1 triệu USD.",
            {(PROVINCE, "export"): (GATE,)},
        ),
        (
            NAMED + "Xuất khẩu đạt 20,1 triệu USD, nhập khẩu đạt 7,2 triệu USD.",
            {(GATE, "export"): (PROVINCE,), (GATE, "import"): (PROVINCE,)},
        ),
        # One amount of several provinces.
        (
            "Kim ngạch hai tỉnh đạt 61,4 triệu USD.",
            {(PROVINCE, "total"): ("hai tỉnh",)},
        ),
        # One amount of two gates, beside the province's own.
        (
            "Tổng kim ngạch qua cửa khẩu Ma Lù Thàng và Lóng Sập đạt 61,4 triệu USD.",
            {(PROVINCE, "total"): ("cửa khẩu Lóng Sập",)},
        ),
        # What the gate's own amount includes.
        (f"{NAMED[:-2]}, kim ngạch đạt 27,3 triệu USD. Trong đó, xuất khẩu 20,1 triệu USD.", {}),
        # A measure told of the province for the same time, behind an amount of the gate.
        (
            "Xuất khẩu đạt 30,1 triệu USD. Qua cửa khẩu Ma Lù Thàng đạt 27,3 triệu USD. Quý I/2023,"
            " xuất khẩu là 30,4 triệu USD.",
            {(GATE, "export"): (PROVINCE,)},
        ),
    ],
)
def test_whose_the_amounts_behind_a_gate_are(text, expected):
    assert doubted(text) == expected


@pytest.mark.parametrize(
    ("title", "others"),
    [
        ("Xuất khẩu của Nam Định và Thái Bình năm 2022", ("Thái Bình",)),
        ("Xuất khẩu của Nam Định năm 2022: Thái Bình theo sau", ()),
    ],
)
def test_a_headline_of_two_provinces_leaves_open_whose_an_amount_is(title, others):
    text = f"{title}\n\nNăm 2022, xuất khẩu đạt 312,5 triệu USD, tăng 5%."
    (binding,) = read(text, TRADE).bindings.values()
    assert sum((d.others for d in binding.doubts if d.of == "place"), ()) == others
