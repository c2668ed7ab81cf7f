"""Regions: how texts name them, all that belongs to a name, and what points back to one."""

from __future__ import annotations

import pytest

from extractor.folding import fold
from extractor.numbers.region import regions

DELTA = "Đồng bằng sông Cửu Long"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("xuất khẩu của vùng ĐBSCL đạt", [("vùng ĐBSCL", DELTA)]),
        (f"13 tỉnh, thành phố khu vực {DELTA}", [(f"13 tỉnh, thành phố khu vực {DELTA}", DELTA)]),
        (f"Mười ba tỉnh thành {DELTA}", [(f"Mười ba tỉnh thành {DELTA}", DELTA)]),
        ("các địa phương miền Tây", [("các địa phương miền Tây", DELTA)]),
        ("6 tỉnh Đông Nam bộ", [("6 tỉnh Đông Nam bộ", "Đông Nam Bộ")]),
        ("4 tỉnh Đông Nam Bộ", [("Đông Nam Bộ", "Đông Nam Bộ")]),
        ("Tây Nguyên. Cả vùng đạt", [("Tây Nguyên",) * 2, ("Cả vùng", "Tây Nguyên")]),
        ("Toàn vùng xuất; Tây Nguyên", [("Toàn vùng", "Tây Nguyên"), ("Tây Nguyên",) * 2]),
        ("Tây Nguyên. Vùng có 5 tỉnh", [("Tây Nguyên",) * 2, ("Vùng", "Tây Nguyên")]),
    ],
)
def test_regions(text, found):
    taken = [(span.of(text), name) for span, name in regions(fold(text))]
    assert sorted(taken) == sorted(found)


@pytest.mark.parametrize(
    "text",
    [
        "miền Tây Nghệ An",
        "đi về miền tây",
        "cả vùng đạt 5 tỷ USD",
        "vùng nguyên liệu, vùng cao, cả vùng biên giới",
    ],
)
def test_no_region(text):
    assert not [*regions(fold(text))]
