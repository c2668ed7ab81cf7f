from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor import exact_json
from extractor.exact_json import JsonError

NUMBERS = st.integers(-(10**40), 10**40) | st.decimals(
    allow_nan=False, allow_infinity=False, min_value=-(10**40), max_value=10**40, places=20
)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(VALUES)
def test_what_is_written_is_read_back(value: object) -> None:
    assert exact_json.loads(exact_json.dumps(value)) == value
    assert exact_json.loads(exact_json.canonical(value).encode("utf-8", "surrogatepass")) == value


def test_numbers_keep_their_digits() -> None:
    assert str(exact_json.loads("[0.1000]")) == "[Decimal('0.1000')]"
    assert exact_json.dumps([Decimal("38.80"), 5]) == "[38.80,5]"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "NaN",
        "-Infinity",
        "[1,]",
        "{'a': 1}",
        '{"a": 1, "b": 2, "a": 3}',
        '[{"x": {"a": null, "a": null}}]',
        "[1e101]",
        "[1e-101]",
        "[1e9999999999999999999999]",
        "1" + "0" * 101,
        "-" + "9" * 5000,
        "[" * 100_000,
        '{"a":' * 100_000,
        b"\xff\xfe",
        "1 2",
    ],
)
def test_what_is_not_plain_json_is_refused(text: str | bytes) -> None:
    with pytest.raises(JsonError) as caught:
        exact_json.loads(text)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("Infinity"), float("nan")])
def test_what_is_no_number_is_not_written(value: object) -> None:
    with pytest.raises(ValueError, match="not JSON"):
        exact_json.dumps(value)


def test_canonical_is_one_spelling_per_value() -> None:
    assert exact_json.canonical({"b": 1, "a": "ć"}) == '{"a":"ć","b":1}'


@given(NUMBERS)
def test_plain_is_one_spelling_per_number(number: int | Decimal) -> None:
    plain = exact_json.plain(number)
    assert plain == number
    padded = f"{Decimal(number):f}" + ("000" if "." in f"{Decimal(number):f}" else ".000")
    assert str(plain) == str(exact_json.plain(Decimal(padded)))
    assert isinstance(plain, int) == (number == int(number))


@pytest.mark.parametrize(
    ("number", "spelling"),
    [("1200.0", "1200"), ("1.2E+3", "1200"), ("38.80", "38.8"), ("-0.0", "0"), ("1E-3", "0.001")],
)
def test_plain_drops_what_says_nothing(number: str, spelling: str) -> None:
    assert str(exact_json.plain(Decimal(number))) == spelling
