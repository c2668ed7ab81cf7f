"""Printed numbers: every honest reading, the unit beside them, nothing else."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.folding import fold
from extractor.numbers.quantity import readings
from extractor.numbers.quantity_lexer import quantities
from extractor.numbers.unit import unit


@pytest.mark.parametrize(
    ("digits", "values"),
    [
        ("425", ["425"]),
        ("1.200", ["1200", "1.200"]),
        ("1,312", ["1.312", "1312"]),
        ("25.244,56", ["25244.56"]),
        ("51.990,563", ["51990.563"]),
        ("1,234.56", ["1234.56"]),
        ("12,34", ["12.34"]),
        ("0,312", ["0.312"]),
        ("0.5", ["0.5"]),
        ("1.234.567", ["1234567"]),
        ("1.2.3", []),
        ("12.05.2019", []),
        ("9" * 50, []),
    ],
)
def test_readings(digits, values):
    assert [r.value for r in readings(digits)] == [Decimal(v) for v in values]


@pytest.mark.parametrize(
    ("text", "span", "value", "scale", "currency", "kind"),
    [
        ("đạt 1.200 triệu USD,", "1.200 triệu USD", "1200", "million", "USD", "money"),
        ("3.702,5 triệu đô la Mỹ (", "3.702,5 triệu đô la Mỹ", "3702.5", "million", "USD", "money"),
        ("gần 3,3 tỉ USD", "3,3 tỷ USD", "3.3", "billion", "USD", "money"),
        ("5.679,9 nghìn tỷ đồng", "5.679,9 nghìn tỷ đồng", "5679.9", "trillion", "VND", "money"),
        ("1,2 tỷ đô", "1,2 tỷ đô", "1.2", "billion", "USD", "money"),
        ("US$1.2 billion", "US$1.2 billion", "1.2", "billion", "USD", "money"),
        ("USD 1,2 tỷ", "USD 1,2 tỷ", "1.2", "billion", "USD", "money"),
        ("500.000 đồng/lượng", "500.000 đồng", "500000", "one", "VND", "money"),
        ("506 triệu kWh", "506 triệu", "506", "million", None, "plain"),
        ("tăng 20,8 % so", "20,8 %", "20.8", None, None, "percent"),
        ("+28,3%)", "+28,3%", "28.3", None, None, "percent"),
        ("gấp 2 năm trước", "2", "2", None, None, "multiple"),
        ("gấp hai lần rưỡi,", "hai lần rưỡi", "2.5", None, None, "multiple"),
        ("chỉ bằng một nửa năm trước", "một nửa", "50", None, None, "percent"),
        ("905/1.000 triệu USD,", "905/1.000 triệu USD", "905", "million", "USD", "money"),
        ("gấp 1,5 lần", "1,5 lần", "1.5", None, None, "multiple"),
        ("tăng gấp đôi năm", "đôi", "2", None, None, "multiple"),
        ("giảm gần một nửa so", "một nửa", "50", None, None, "percent"),
        ("đạt 2 724 triệu USD", "2 724 triệu USD", "2724", "million", "USD", "money"),
        ("2\u202f724,5 triệu USD", "2 724,5 triệu USD", "2724.5", "million", "USD", "money"),
        ("2'724 triệu USD", "2'724 triệu USD", "2724", "million", "USD", "money"),
        ("\u00a012\u00a0724 (tấn)", "12 724", "12724", None, None, "plain"),
        ("hơn một tỷ USD", "một tỷ USD", "1", "billion", "USD", "money"),
        ("gần nửa tỷ đô la", "nửa tỷ đô la", "0.5", "billion", "USD", "money"),
        ("hai tỷ rưỡi USD", "hai tỷ rưỡi USD", "2.5", "billion", "USD", "money"),
        ("1 tỷ rưỡi USD", "1 tỷ rưỡi USD", "1.5", "billion", "USD", "money"),
        ("hai trăm triệu USD", "hai trăm triệu USD", "200", "million", "USD", "money"),
        ("1 tỷ 250 triệu USD", "1 tỷ 250 triệu USD", "1250", "million", "USD", "money"),
        ("862 triệu đô Mỹ", "862 triệu đô Mỹ", "862", "million", "USD", "money"),
        ("USD862 triệu", "USD 862 triệu", "862", "million", "USD", "money"),
        ("đạt612 triệuUSD", "612 triệu USD", "612", "million", "USD", "money"),
        ("tăng12,3% so", "12,3%", "12.3", None, None, "percent"),
        ("đạt 29.215 tỷ USD", "29.215 tỷ USD", "29.215", "billion", "USD", "money"),
        ("đạt 29.215 tỷ đồng", "29.215 tỷ đồng", "29215", "billion", "VND", "money"),
        ("29.215 triệu USD", "29.215 triệu USD", "29215", "million", "USD", "money"),
    ],
)
def test_unit(text, span, value, scale, currency, kind):
    folded = fold(text)
    [found] = quantities(folded)
    assert found.span.of(folded.text) == span
    assert (found.value, found.scale, found.currency, found.kind) == (
        Decimal(value),
        scale,
        currency,
        kind,
    )


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("tháng 9 346 triệu USD", [9, 346]),
        ("quý 2 724 triệu USD", [2, 724]),
        ("trên 12 724 tờ khai", [12, 724]),
        ("2 608 346 1 tấn", [2, 608, 346, 1]),
        ("năm mười hai triệu USD", []),
    ],
)
def test_a_space_parts_numbers_where_nothing_says_that_it_groups(text, values):
    assert [q.value for q in quantities(fold(text))] == values


@pytest.mark.parametrize("text", ["mốc 1088/2-1089", "13/6/2024", "Covid19", "A4", "tháng 01/2020"])
def test_parts_of_dates_and_names_are_no_quantities(text):
    assert all(q.kind == "plain" for q in quantities(fold(text)))
    assert not [q for q in quantities(fold(text)) if q.scale or q.currency]


def test_both_ends_of_a_range_are_marked():
    assert [q.ranged for q in quantities(fold("tăng 5 - 6%, từ 724 đến 1.198 xe, rồi 3%"))] == [
        True,
        True,
        True,
        True,
        False,
    ]


@pytest.mark.parametrize("place", ["Đồng Nai", "ĐỒNG THÁP", "Yên Bái", "Lâm Đồng", "HƯNG YÊN"])
def test_a_name_is_no_unit(place):
    assert unit(f"Xuất khẩu của {place} (triệu USD)") == ("million", "USD")


def test_a_range_runs_upwards():
    [year, percent] = quantities(fold("ít hơn năm 2022 đến 11,3%"))
    assert (year.ranged, percent.ranged) == (False, False)


def test_numbers_before_an_order_are_no_multiples():
    assert quantities(fold("năm 2022 lần lượt"))[0].kind == "plain"


@given(
    st.decimals(min_value=0, max_value=10**9, places=2, allow_nan=False, allow_infinity=False),
    st.sampled_from(["triệu", "tỷ", "tỉ", "nghìn"]),
)
def test_what_is_printed_by_the_convention_is_read_back(value, scale):
    whole, _, fraction = f"{value:,.2f}".partition(".")
    printed = f"ước đạt {whole.replace(',', '.')},{fraction} {scale} USD."
    quantity = next(q for q in quantities(fold(printed)) if q.kind == "money")
    assert quantity.value == value
    assert quantity.readings[0].unit == Decimal("0.01")


def grouped(value: Decimal, thousands: str, point: str) -> str:
    """The value as a convention prints it."""
    whole, _, fraction = f"{value:,}".partition(".")
    return whole.replace(",", thousands) + (point + fraction if fraction else "")


@given(
    st.integers(0, 10**12),
    st.integers(0, 4),
    st.sampled_from([(".", ","), (",", "."), ("", ","), ("", ".")]),
    st.sampled_from(["triệu USD", "tỷ đồng", "%", "lần", "xe"]),
)
def test_what_either_convention_prints_is_among_the_readings(digits, places, marks, unit):
    value = Decimal(digits).scaleb(-places)
    [quantity] = quantities(fold(f"đạt {grouped(value, *marks)} {unit}."))
    assert value in [r.value for r in quantity.readings]
    assert Decimal(1).scaleb(-places) in [r.unit for r in quantity.readings]


@given(st.integers(1, 999), st.integers(1, 999))
def test_a_compound_counts_both_its_parts(larger, smaller):
    [quantity] = quantities(fold(f"đạt {larger} tỷ {smaller} triệu USD"))
    assert (quantity.value, quantity.scale) == (1000 * larger + smaller, "million")


@given(
    st.integers(1, 400),
    st.integers(1, 400),
    st.sampled_from([" - ", "-", " – ", " đến ", " tới "]),
    st.sampled_from(["%", " tỷ USD", " lần"]),
)
def test_only_what_rises_is_a_range(low, step, dash, unit):
    ends = quantities(fold(f"tăng {low}{dash}{low + step}{unit}, rồi {low}{unit}"))
    assert [q.ranged for q in ends] == [True, True, False]
    falls = quantities(fold(f"từ {low + step}{unit} đến {low}{unit}"))
    assert [q.ranged for q in falls] == [False, False]


@pytest.mark.parametrize(
    ("text", "factor"),
    [
        ("gấp rưỡi", "1.5"),
        ("gấp hai lần", "2"),
        ("gấp hơn ba lần", "3"),
        ("gấp gần 2,5 lần", "2.5"),
        ("gấp tới 10 lần", "10"),
    ],
)
def test_multiples(text, factor):
    [quantity] = quantities(fold(f"tăng {text} năm trước"))
    assert (quantity.kind, quantity.value) == ("multiple", Decimal(factor))


@given(st.text(alphabet="0123456789.,-+/% ()đồngUSDtriệu\n", max_size=200))
def test_spans_lie_in_the_text_in_order_without_overlap(text):
    folded = fold(text)
    end = 0
    for quantity in quantities(folded):
        assert quantity.readings
        assert end <= quantity.span.start < quantity.span.end <= len(folded.text)
        assert quantity.span.contains(quantity.number)
        end = quantity.span.end


def test_a_unit_is_of_one_number_alone():
    found = quantities(fold("đạt 5 tỷ USD 1.200 xe, USD 6 tỷ"))
    assert [q.currency for q in found] == ["USD", None, "USD"]


@pytest.mark.parametrize("text", ["5 trİệu USD", "5 trıệu USD", "haı trİệu USD", "ſáu tỷ USD"])
def test_a_letter_of_another_language_is_no_letter_of_a_unit(text):
    assert not [q for q in quantities(fold(text)) if q.scale not in (None, "one")]
    assert unit(text) in (None, ("one", "USD"), ("billion", "USD"))
