"""Numbers that the article's words bind to their place: a report that has them otherwise errs."""

from __future__ import annotations

from tests.checks.held import errors, one
from tests.reports import figure, part, statement


def amount(number: str) -> dict:
    return figure(number.replace(",", "."), text=f"{number} triệu USD")


def test_what_goes_on_with_a_placed_number_is_of_its_place() -> None:
    text = (
        "Đường về cửa khẩu Hữu Nghị đông xe tải. Trong 6 tháng năm 2022, xuất nhập khẩu qua địa "
        "bàn tỉnh Lạng Sơn đạt 984,6 triệu USD. Xuất khẩu đạt 372,4 triệu USD."
    )
    said = {"total": amount("984,6"), "export": amount("372,4")}
    assert errors(text, statement(**said)) == []
    found = one(errors(text, statement("cửa khẩu Hữu Nghị", **said)))
    assert (found.rule, found.suspect) == ("second_reading", "statements.0.place")


def test_what_goes_on_behind_another_place_may_be_of_that() -> None:
    text = (
        "Trong 6 tháng năm 2022, xuất nhập khẩu qua địa bàn tỉnh Lạng Sơn đạt 984,6 triệu USD. "
        "Hàng về cửa khẩu Hữu Nghị đông. Xuất khẩu đạt 372,4 triệu USD."
    )
    said = {"total": amount("984,6"), "export": amount("372,4")}
    assert not [f for f in errors(text, statement(**said)) if f.rule == "second_reading"]


def test_a_place_that_another_is_merged_with_is_named_in_passing() -> None:
    text = (
        "Sau khi hợp nhất với tỉnh Bắc Giang, tỉnh Bắc Ninh công bố những con số đầu tiên. "
        "6 tháng năm 2022, xuất khẩu toàn tỉnh đạt 372,4 triệu USD."
    )
    assert errors(text, statement("Bắc Ninh", export=amount("372,4"))) == []
    found = one(errors(text, statement("Bắc Giang", export=amount("372,4"))))
    assert (found.rule, found.suspect) == ("second_reading", "statements.0.place")


def test_the_last_row_of_a_table_is_no_other_articles() -> None:
    text = (
        "Xuất khẩu một số địa phương 6 tháng năm 2022 (triệu USD)\n\n| Địa phương | Xuất khẩu |\n"
        "|---|---|\n| Bắc Ninh | 984,6 |\n| Nam Định | 372,4 |\n"
    )
    first = statement("Bắc Ninh", export=figure("984.6", text="984,6"))
    last = statement("Nam Định", export=figure("372.4", text="372,4"))
    assert errors(text, first, last) == []
    found = one(errors(text, first))
    assert (found.rule, found.suspect) == ("coverage", "statements")


def test_a_headline_without_a_time_has_no_other_value_of_last_year() -> None:
    text = (
        "Lạng Sơn: Xuất khẩu từ 820 lên 916 triệu USD chỉ sau một năm\n\n18/01/2024\n\n"
        "Một năm trước, ít ai tin vào con số ấy. Vậy mà kim ngạch xuất khẩu của tỉnh "
        "Lạng Sơn đã tăng từ 820 triệu USD năm 2022 lên 916 triệu USD năm 2023, tăng 11,7%.\n"
    )
    year = {"start": "2023-01-01", "end": "2023-12-31", "words": "năm 2023"}
    before = {"start": "2022-01-01", "end": "2022-12-31", "words": "năm 2022"}
    now = statement(**year, export=amount("916") | {"change": part("11.7", "tăng 11,7%")})
    assert errors(text, now, statement(**before, export=amount("820"))) == []
    found = one(errors(text, now))
    assert (found.rule, found.suspect) == ("coverage", "statements")
