"""A value against the words that are quoted for it: digits, scale, currency, sign, hedge."""

from decimal import Decimal

import pytest

from tests.checks.held import errors, hold, one, rules
from tests.reports import figure, statement


def export(value: object, scale: str, text: str, **changes: object) -> dict:
    return statement(export=figure(value, scale, text=text, **changes))


def balance(value: object, text: str = "1,78 tỷ USD") -> dict:
    return statement(balance=figure(value, "billion", text=text))


@pytest.mark.parametrize(
    ("value", "scale", "text"),
    [
        ("1200", "million", "1.200 triệu USD"),
        ("1200.0", "million", "1.200 triệu USD"),
        ("1.2", "billion", "1.200 triệu USD"),
        ("1200000000", "one", "1.200 triệu USD"),
        ("25244.56", "million", "25.244,56 triệu USD"),
        ("51990.563", "million", "51.990,563 triệu USD"),
        ("1312", "billion", "1.312 tỷ USD"),
        ("1.312", "billion", "1.312 tỷ USD"),
        ("5679.9", "trillion", "5.679,9 nghìn tỷ USD"),
    ],
)
def test_what_the_digits_can_say_is_right(value: str, scale: str, text: str) -> None:
    assert errors(f"Xuất khẩu đạt {text}.", export(value, scale, text)) == []


@pytest.mark.parametrize(
    ("value", "scale", "field"),
    [
        ("1300", "million", "value"),
        ("120", "million", "value"),
        ("1200", "billion", "scale"),
        ("1200", "thousand", "scale"),
        ("-1200", "million", "value"),
    ],
)
def test_what_they_cannot_say_is_laid_to_the_model(value: str, scale: str, field: str) -> None:
    text = "1.200 triệu USD"
    found = errors(f"Xuất khẩu đạt {text}.", export(value, scale, text))
    finding = next(f for f in found if f.rule == "reading")
    assert finding.fields == (f"statements.0.export.{field}",)
    assert (finding.attribution, finding.suspect) == ("model", f"statements.0.export.{field}")
    assert finding.expected == (1_200_000_000, 1_200_000_000)


def test_a_number_with_decimals_and_thousands_has_one_reading() -> None:
    text = "51.990,563 triệu USD"
    assert rules(f"đạt {text}", export("51990563", "million", text)) == ["reading"]


def test_the_message_has_both_numbers() -> None:
    finding = one(errors("đạt 425 triệu USD", export("435", "million", "425 triệu USD")))
    assert finding.message == "export: the text «425 triệu USD» says 425, the report 435"
    assert finding.actual == 435_000_000


@pytest.mark.parametrize(
    ("value", "text", "says"),
    [
        ("10.000000000000001", "10 triệu USD", "says 10, the report 10.000000000000001"),
        ("25244.563", "25.244,56 triệu USD", "says 25,244.56, the report 25,244.563"),
    ],
)
def test_the_message_has_as_many_digits_as_tell_them_apart(
    value: str, text: str, says: str
) -> None:
    assert one(errors(f"đạt {text}", export(value, "million", text))).message.endswith(says)


def test_another_currency_is_wrong() -> None:
    finding = one(
        errors("đạt 425 triệu USD", export(425, "million", "425 triệu USD", currency="EUR"))
    )
    assert finding.fields == ("statements.0.export.currency",)


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"value": None}, ("scale", "currency", "text")),
        ({"value": None, "scale": None, "currency": None}, ("text",)),
        ({"text": None}, ("text",)),
        ({"scale": None, "currency": None}, ("scale", "currency")),
    ],
)
def test_value_and_unit_and_text_stand_or_fall_together(
    changes: dict[str, None], fields: tuple[str, ...]
) -> None:
    found = errors("đạt 425 triệu USD", statement(export=figure(425) | changes))
    finding = next(f for f in found if f.rule == "reading")
    assert finding.fields == tuple(f"statements.0.export.{name}" for name in fields)


def test_a_figure_without_a_value_is_no_error() -> None:
    assert errors("Xuất khẩu tăng", statement(export=figure(None))) == []


@pytest.mark.parametrize(("text", "says"), [("triệu USD", "holds no number"), ("5%", "percentage")])
def test_words_without_an_amount_are_no_evidence(text: str, says: str) -> None:
    finding = one(errors(f"đạt {text}", export(5, "million", text)))
    assert says in finding.message
    assert finding.suspect == "statements.0.export.text"


def test_a_bare_number_that_is_printed_as_a_percentage_is_no_amount() -> None:
    finding = one(errors("Xuất khẩu tăng 20%", export(20, "million", "20")))
    assert "printed as a percentage" in finding.message


def test_words_with_several_amounts_are_not_judged_silently() -> None:
    found = hold(
        "từ 1,98 tỷ USD lên 2,28 tỷ USD", export("2.28", "billion", "1,98 tỷ USD lên 2,28 tỷ USD")
    )
    assert [f.rule for f in found.findings] == ["not_evaluable"]


LISTED = "Xuất khẩu và nhập khẩu lần lượt là 640 và 680 triệu USD, thu 90 tỷ đồng."
TABLE = "Biểu 1 (ĐVT: triệu USD)\n| Xuất khẩu | 640 | 83,5 |\nBiểu 2 (tỷ đồng)\n| Thu | 90 |"


@pytest.mark.parametrize(
    "text", [LISTED, TABLE, "Xuất khẩu 640\u00a0triệu USD", "Thu 5 triệu USD, 640"]
)
def test_a_bare_number_has_the_unit_that_governs_it(text: str) -> None:
    assert hold(text, export(640, "million", "640")).findings == ()
    finding = one(errors(text, export(640, "billion", "640")))
    assert finding.fields == ("statements.0.export.scale",)
    finding = one(errors(text, export(640, "million", "640", currency="VND")))
    assert finding.fields == ("statements.0.export.currency",)


def test_a_currency_that_ends_the_line_before_is_not_a_numbers_own() -> None:
    text = "Biểu (triệu USD)\nTổng 1.200 triệu USD\n640 | 83,5"
    assert hold(text, export(640, "million", "640")).findings == ()


def test_a_caption_may_count_in_thousands() -> None:
    text = "Đơn vị tính: 1.000 USD\n| Xuất khẩu | 640 |"
    assert hold(text, export(640, "thousand", "640")).findings == ()
    assert rules(text, export(640, "million", "640")) == ["reading"]


def test_a_unit_that_is_printed_nowhere_cannot_be_judged() -> None:
    found = hold("| Xuất khẩu | 640 |", export(640, "million", "640")).findings
    assert [(f.rule, f.severity, f.attribution) for f in found] == [
        ("not_evaluable", "info", "unknown")
    ]


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("Lạng Sơn nhập siêu 1,78 tỷ USD.", -1),
        ("Lạng Sơn xuất siêu 1,78 tỷ USD.", 1),
        ("Tháng trước nhập siêu 2 tỷ USD, nay xuất siêu 1,78 tỷ USD.", 1),
        ("Tháng trước xuất siêu 2 tỷ USD. Nay nhập siêu lũy kế rút xuống hơn 1,78 tỷ USD.", -1),
        ("Thâm hụt cán cân thương mại là 1,78 tỷ USD", -1),
        ("Cán cân thương mại thặng dư 1,78 tỷ USD", 1),
        ("Cán cân thương mại: 1,78 tỷ USD", 1),
        ("1,78 tỷ USD là mức thâm hụt của quý", -1),
        ("Nhập siêu của vùng tăng.\n6 tháng: 1,78 tỷ USD", -1),
    ],
)
def test_the_words_around_a_balance_give_its_sign(text: str, sign: int) -> None:
    assert errors(text, balance(sign * Decimal("1.78"))) == []
    finding = one(errors(text, balance(-sign * Decimal("1.78"))))
    assert finding.rule == "reading"
    assert finding.fields == ("statements.0.balance.value",)


def test_a_printed_minus_is_a_minus() -> None:
    assert errors("Cán cân: -1,78 tỷ USD", balance("-1.78", "-1,78 tỷ USD")) == []
    assert rules("Cán cân: -1,78 tỷ USD", balance("1.78", "-1,78 tỷ USD")) == ["reading"]


@pytest.mark.parametrize(
    ("printed", "interval"),
    [
        ("27 tỷ USD", "[26500000000, 27500000000]"),
        ("27,0 tỷ USD", "[26950000000, 27050000000]"),
        ("hơn 27 tỷ USD", "[27000000000, 28000000000)"),
        ("gần 8,59 tỷ USD", "(8580000000, 8590000000]"),
        ("khoảng 2.700 triệu USD", "[2600000000, 2800000000]"),
        ("ước 2.700 triệu USD", "[2699500000, 2700500000]"),
    ],
)
def test_digits_and_hedge_leave_an_interval(printed: str, interval: str) -> None:
    text = printed if printed[0].isdigit() else printed.split(" ", 1)[1]
    number = text.split()[0].replace(".", "").replace(",", ".")
    approximate = printed.startswith(("gần", "khoảng", "ước"))
    scale = "billion" if "tỷ" in text else "million"
    made = export(number, scale, text, approximate=approximate)
    found = hold(f"Xuất khẩu đạt {printed}.", made)
    assert found.findings == ()
    assert str(found.intervals["statements.0.export.value"]) == interval


def test_a_hedge_on_a_deficit_opens_toward_or_away_from_zero() -> None:
    found = hold("Nhập siêu gần 3,6 tỷ USD.", balance("-3.6", "3,6 tỷ USD"))
    assert str(found.intervals["statements.0.balance.value"]) == "[-3600000000, -3500000000)"


def test_a_value_in_another_scale_is_as_exact_as_it_is_printed() -> None:
    found = hold("đạt 1,2 tỷ USD", export(1200, "million", "1,2 tỷ USD"))
    assert str(found.intervals["statements.0.export.value"]) == "[1150000000, 1250000000]"


COUNTS = (
    "Trong 6 tháng đầu năm 2022, xuất khẩu của tỉnh Lạng Sơn đạt 640 triệu USD. Cả tỉnh xuất khẩu "
    "35 nghìn tấn gạo; số tờ khai: 1.250; có 28 doanh nghiệp."
)


@pytest.mark.parametrize(
    ("value", "scale", "text", "printed"),
    [
        ("35", "thousand", "35 nghìn", "a count of «tấn»"),
        ("35", "thousand", "35 nghìn tấn", "a count of «tấn»"),
        ("35", "million", "35", "a count of «tấn»"),
        ("1250", "million", "1.250", "a count of «tờ khai»"),
        ("28", "million", "28 doanh nghiệp", "a count of «doanh nghiệp»"),
        ("2022", "million", "2022", "a part of «6 tháng đầu năm 2022»"),
        ("6", "million", "6 tháng", "a part of «6 tháng đầu năm 2022»"),
    ],
)
def test_what_is_printed_as_something_else_is_no_amount(
    value: str, scale: str, text: str, printed: str
) -> None:
    finding = one([f for f in errors(COUNTS, export(value, scale, text)) if f.rule == "reading"])
    assert finding.message == f"export: «{text}» is printed as {printed}, not an amount"
    assert (finding.attribution, finding.suspect) == ("model", "statements.0.export.text")


@pytest.mark.parametrize(
    "more",
    [
        " Xuất khẩu đạt 35, nhập khẩu 20.",
        " Nhập khẩu và xuất khẩu lần lượt là 20 và 35 triệu USD.",
        " Đơn vị tính: triệu USD\nXuất khẩu\t35\n",
    ],
)
def test_a_number_that_stands_anywhere_without_what_it_counts_may_be_an_amount(more: str) -> None:
    found = hold(f"{COUNTS}\n{more}", export("35", "million", "35")).findings
    assert [f for f in found if "is printed as" in f.message] == []


@pytest.mark.parametrize(
    "row", ["Xuất khẩu 640 doanh nghiệp FDI 340", "Xuất khẩu 640 Doanh nghiệp FDI 340"]
)
def test_below_a_unit_what_follows_a_number_may_be_the_next_row(row: str) -> None:
    found = hold(f"Đơn vị tính: triệu USD\n{row}", export("640", "million", "640")).findings
    assert [f for f in found if "is printed as" in f.message] == []
