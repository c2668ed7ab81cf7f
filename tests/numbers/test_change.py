"""Changes, shares and hedges: the words' meaning in percent and in open sides."""

from decimal import Decimal

import pytest

from extractor.folding import fold
from extractor.numbers.change import read_change, read_share
from extractor.numbers.hedge import Hedge, hedge_before
from extractor.numbers.quantity import quantities


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("giảm 38,8%", "-38.8"),
        ("tăng 20,8 %", "20.8"),
        ("+28,3%", "28.3"),
        ("-5,1%", "-5.1"),
        ("bằng 96% so với cùng kỳ", "-4"),
        ("bằng 92,5% cùng kỳ", "-7.5"),
        ("tăng gấp đôi", "100"),
        ("gấp 1,5 lần", "50"),
        ("gấp 1,3 lần cùng kỳ", "30"),
        ("tăng trưởng âm 9,2%", "-9.2"),
        ("tăng trưởng 12,6%", "12.6"),
        ("tăng gần 44%", "44"),
        ("kém 1,6 % so với", "-1.6"),
        ("giảm một nửa", "-50"),
    ],
)
def test_change(text, percent):
    [reading] = read_change(text)
    assert reading.value == Decimal(percent)


def test_a_bare_cell_is_a_change_or_an_index():
    assert [r.value for r in read_change("106,9")] == [Decimal("106.9"), Decimal("6.9")]


def test_the_verb_may_stand_before_the_text():
    assert [r.value for r in read_change("20%", before="giảm lần lượt 10% và ")] == [Decimal(-20)]
    assert [r.value for r in read_change("20%", before="tăng lần lượt 10% và ")] == [Decimal(20)]


def test_words_without_a_number_state_no_change():
    assert read_change("tăng mạnh") == ()
    assert read_share("vượt kế hoạch") == ()


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("đạt 21,8% kế hoạch", "21.8"),
        ("bằng 82,4% kế hoạch năm", "82.4"),
        ("hoàn thành 55,7% kế hoạch", "55.7"),
        ("vượt 8,1% kế hoạch", "108.1"),
        ("vượt kế hoạch 2%", "102"),
        ("vượt kế hoạch, đạt 107,2%", "107.2"),
        ("83,5", "83.5"),
    ],
)
def test_share(text, percent):
    assert read_share(text)[0].value == Decimal(percent)


@pytest.mark.parametrize(
    ("text", "hedge"),
    [
        ("đạt hơn 27 tỷ", Hedge.MORE),
        ("trên 27 tỷ", Hedge.MORE),
        ("vượt mốc 5 tỷ", Hedge.MORE),
        ("gần 8,59 tỷ", Hedge.LESS),
        ("ở mức gần 59 tỷ", Hedge.LESS),
        ("khoảng 2.700 tỷ", Hedge.ABOUT),
        ("ước khoảng 2.700 tỷ", Hedge.ABOUT),
        ("tăng hơn 18%", Hedge.MORE),
        ("cao hơn 14%", Hedge.NONE),
        ("ước đạt 14 tỷ", Hedge.NONE),
    ],
)
def test_hedge(text, hedge):
    folded = fold(text)
    assert hedge_before(folded, quantities(folded)[0].number.start) is hedge
