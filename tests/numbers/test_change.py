"""Changes and shares: the words' meaning in percent."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.numbers.change import read_change, read_share


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
        # «hơn» behind a verb hedges the number and is no rise
        ("giảm hơn 18%", "-18"),
        ("sụt giảm mạnh hơn 18%", "-18"),
        ("giảm nhiều hơn 18%", "-18"),
        ("giảm thêm 5%", "-5"),
        ("tăng thêm hơn 5%", "5"),
        ("bằng hơn 96% cùng kỳ", "-4"),
        ("hơn 5% so với cùng kỳ", "5"),
        ("vẫn còn thấp hơn 5%", "-5"),
    ],
)
def test_change(text, percent):
    [reading] = read_change(text)
    assert reading.value == Decimal(percent)


def test_a_bare_cell_is_a_change_or_an_index():
    assert [r.value for r in read_change("106,9")] == [Decimal("106.9"), Decimal("6.9")]


def test_what_is_left_is_a_level_before_it_is_a_fall():
    assert [r.value for r in read_change("giảm xuống còn 96%")] == [-4, -96]


def test_a_change_farther_off_says_nothing_of_a_share():
    assert read_share("91% kế hoạch", before="tăng 5% so với cùng kỳ, ")[0].value == 91
    assert read_share("tăng 5% kế hoạch", before="đạt 7 tỷ USD, ")[0].value == 105


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
        ("tăng 5% so với kế hoạch", "105"),
        ("cao hơn 5% so với kế hoạch", "105"),
        ("giảm 5% so với kế hoạch", "95"),
        ("đạt hơn 91% kế hoạch", "91"),
    ],
)
def test_share(text, percent):
    assert read_share(text)[0].value == Decimal(percent)


RISING = ("tăng", "cao hơn", "nhiều hơn", "lớn hơn", "nhích", "vọt", "nhỉnh hơn", "thêm")
FALLING = ("giảm", "sụt", "thấp hơn", "ít hơn", "kém", "hụt", "lùi", "tăng trưởng âm")
NUMBERS = st.decimals(1, 99, places=1, allow_nan=False, allow_infinity=False)


def spelled(number: Decimal) -> str:
    return str(number).replace(".", ",")


@given(
    NUMBERS,
    st.sampled_from(["", " gần", " hơn", " khoảng"]),
    st.sampled_from(["%", " %", " phần trăm"]),
    st.sampled_from(["", " so với cùng kỳ", " so với năm trước"]),
)
def test_what_rises_falls_and_equals_is_told_by_its_verb(number, hedge, percent, behind):
    rest = f"{hedge} {spelled(number)}{percent}{behind}"
    for verb in RISING:
        assert [r.value for r in read_change(verb + rest)] == [number]
    for verb in FALLING:
        assert [r.value for r in read_change(verb + rest)] == [-number]
    assert [r.value for r in read_change(f"bằng{rest}")] == [number - 100]


@given(NUMBERS)
def test_a_share_is_of_the_plan_whichever_way_it_is_said(number):
    printed = spelled(number)
    assert read_share(f"đạt {printed}% kế hoạch")[0].value == number
    assert read_share(f"vượt {printed}% kế hoạch")[0].value == 100 + number
    assert read_share(f"thấp hơn {printed}% kế hoạch")[0].value == 100 - number
    assert {r.unit for r in read_share(f"bằng {printed}% kế hoạch")} == {Decimal("0.1")}
