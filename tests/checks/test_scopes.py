"""Two statements of one place and period that have each other's scope."""

from __future__ import annotations

import pytest

from extractor.record import Data
from tests.checks.held import errors, hold
from tests.reports import figure, part, statement

OFFICE, FIRMS = "làm thủ tục tại Cục Hải quan", "doanh nghiệp trong tỉnh"
TEXT = (
    "6 tháng năm 2022, hàng làm thủ tục tại Cục Hải quan Lạng Sơn xuất khẩu 425 triệu USD.\n"
    "Doanh nghiệp trong tỉnh làm ăn khá. Cả kỳ xuất khẩu 75 triệu USD."
)


def told(text: str, one: str | None, other: str | None) -> list[tuple[str, ...]]:
    made = statement(scope=one, export=425), statement(scope=other, export=75)
    return [f.fields for f in hold(text, *made).findings if "each other's" in f.message]


@pytest.mark.parametrize(("one", "other"), [(OFFICE, FIRMS), (OFFICE, None), (None, FIRMS)])
def test_scopes_that_are_exchanged_are_told_once(one: str | None, other: str | None) -> None:
    assert told(TEXT, one, other) == []
    assert told(TEXT, other, one) == [("statements.0.scope", "statements.1.scope")]


def test_it_is_laid_to_the_model() -> None:
    made = statement(scope=FIRMS, export=425), statement(scope=OFFICE, export=75)
    [finding] = [f for f in errors(TEXT, *made) if f.rule == "reading"]
    assert (finding.attribution, finding.suspect) == ("model", "statements.0.scope")


@pytest.mark.parametrize(
    "text",
    [
        "Hàng làm thủ tục tại Cục Hải quan và của doanh nghiệp trong tỉnh: 425 và 75 triệu USD.",
        "Lạng Sơn xuất khẩu 425 triệu USD, 75 triệu USD.",
        TEXT.replace("425", "75"),
        f"{TEXT} Doanh nghiệp trong tỉnh và ngoài tỉnh xuất khẩu 425 triệu USD.",
    ],
)
def test_words_that_stand_with_either_or_none_say_nothing(text: str) -> None:
    assert told(text, OFFICE, FIRMS) == told(text, FIRMS, OFFICE) == []


ONE = "6 tháng năm 2022, hàng làm thủ tục tại Cục Hải quan Lạng Sơn xuất khẩu 425 triệu USD."
TWO = "Doanh nghiệp trong tỉnh xuất khẩu 75 triệu USD, nhập khẩu 60 triệu USD."


def test_one_printed_number_is_not_of_two_scopes() -> None:
    """The one that the words speak against is suspected first."""
    text = f"{ONE}\n{TWO}"
    of = [statement(scope=scope, export=75) for scope in (OFFICE, FIRMS)]
    [finding] = [f for f in errors(text, *of) if "is one number" in f.message]
    assert finding.fields == ("statements.0.export.value", "statements.1.export.value")
    of[0]["export"] = figure(425)
    assert [f for f in errors(text, *of) if "is one number" in f.message] == []


def test_a_number_that_is_printed_twice_may_be_of_two_scopes() -> None:
    text = f"{ONE}\n{TWO}".replace("425", "75")
    of = [statement(scope=scope, export=75) for scope in (OFFICE, FIRMS)]
    assert [f for f in errors(text, *of) if "is one number" in f.message] == []


def test_numbers_of_one_measure_that_stand_with_each_others_scope_are_crossed() -> None:
    """Each is told for itself, and no sum of either statement is laid to the article."""
    text = (
        "6 tháng năm 2022, hàng làm thủ tục tại Cục Hải quan Lạng Sơn đạt 825 triệu USD, tăng "
        "8%; xuất khẩu 425 triệu USD, nhập khẩu 400 triệu USD.\nDoanh nghiệp trong tỉnh làm ăn "
        "khá. Cả kỳ đạt 135 triệu USD, tăng 3%; xuất khẩu 75 triệu USD, nhập khẩu 60 triệu USD."
    )

    def made(one: int, other: int, first: str = "8", second: str = "3") -> list[Data]:
        growth, more = (part(percent, f"tăng {percent}%") for percent in (first, second))
        return [
            statement(scope=OFFICE, total=figure(825, change=growth), export=one, import_=400),
            statement(scope=FIRMS, total=figure(135, change=more), export=other, import_=60),
        ]

    assert errors(text, *made(425, 75)) == []
    found = errors(text, *made(75, 425))
    assert {f.attribution for f in found} == {"model"}
    assert [f.fields for f in found if "whose own is given as" in f.message] == [
        ("statements.0.export.value",),
        ("statements.1.export.value",),
    ]
    crossed = errors(text, *made(425, 75, "3", "8"))
    assert [f.fields for f in crossed if "whose own is given as" in f.message] == [
        ("statements.0.total.change.percent",),
        ("statements.1.total.change.percent",),
    ]


def test_a_figure_that_stands_with_a_scope_which_lacks_it_was_moved() -> None:
    text = f"{ONE}\n{TWO}"
    right = statement(scope=OFFICE, export=425), statement(scope=FIRMS, export=75, import_=60)
    moved = statement(scope=OFFICE, export=425, import_=60), statement(scope=FIRMS, export=75)
    wanted = ["statements.0.import.value"]
    assert [f.suspect for f in errors(text, *moved) if "stands with «doanh" in f.message] == wanted
    assert [f for f in errors(text, *right) if "stands with «" in f.message] == []


def test_a_scope_whose_words_stand_with_no_number_is_a_warning() -> None:
    def told(scope: str) -> list[str]:
        findings = hold(ONE, statement(scope=scope, export=425)).findings
        return [f.severity for f in findings if f.fields == ("statements.0.scope",)]

    assert told(OFFICE) == []
    assert told("tạm nhập tái xuất") == ["warning"]


def test_a_made_up_scope_is_an_error_where_there_is_nothing_that_it_could_tell_apart() -> None:
    text = "6 tháng năm 2022, Lạng Sơn xuất khẩu 425 triệu USD."

    def told(text: str) -> list[tuple[str, str]]:
        findings = hold(text, statement(scope="chính ngạch", export=425)).findings
        return [(f.severity, f.rule) for f in findings if f.suspect == "statements.0.scope"]

    assert told(text) == [("error", "grounding")]
    assert told(f"{text} Kỳ này xuất khẩu qua địa bàn 75 triệu USD.") == [
        ("warning", "second_reading")
    ]
    assert told(text.replace("Lạng Sơn", "xuất khẩu chính ngạch của Lạng Sơn")) == []


def test_a_scope_that_the_reader_reads_with_another_number_of_the_same_is_not_this_ones() -> None:
    text = (
        "6 tháng năm 2022, Lạng Sơn xuất nhập khẩu 425 triệu USD, trong đó xuất nhập khẩu "
        "chính ngạch 300 triệu USD."
    )
    wrong, right = (statement(scope="chính ngạch", total=n) for n in (425, 300))
    [finding] = [f for f in errors(text, wrong) if f.fields == ("statements.0.scope",)]
    assert (finding.rule, finding.attribution) == ("second_reading", "model")
    assert finding.message == (
        "total: «425 triệu USD» reads as one of no scope, and «300 triệu USD» as that of "
        "«chính ngạch»"
    )
    assert [f for f in errors(text, right) if f.fields == ("statements.0.scope",)] == []


WHOLE = (
    "6 tháng năm 2022, tổng giá trị xuất nhập khẩu của tất cả các loại hình qua các cửa khẩu tỉnh "
    "Lạng Sơn đạt 825 triệu USD; xuất khẩu đạt 425 triệu USD.\n\nCùng thời gian, kim ngạch hàng "
    "hóa mở tờ khai tại Cục Hải quan tỉnh Lạng Sơn đạt 135 triệu USD; xuất khẩu 75 triệu USD."
)
ALL, DECLARED = "tất cả các loại hình", "mở tờ khai tại Cục Hải quan tỉnh Lạng Sơn"


@pytest.mark.parametrize(("one", "other", "index"), [(None, DECLARED, 0), (ALL, None, 1)])
def test_one_of_two_scopes_that_is_left_out_is_an_error(
    one: str | None, other: str | None, index: int
) -> None:
    def found(one: str | None, other: str | None) -> list[str | None]:
        made = [
            statement(scope=one, total=825, export=425),
            statement(scope=other, total=135, export=75),
        ]
        return [f.suspect for f in errors(WHOLE, *made)]

    assert found(ALL, DECLARED) == []
    assert found(one, other) == [f"statements.{index}.scope"]


def test_a_scope_that_no_statement_has_is_named_and_no_right_figure_suspected() -> None:
    found = errors(WHOLE, statement(scope=ALL, total=825, export=425))
    assert {f.suspect for f in found} == {"statements"}
    assert all(f"of the scope «{DECLARED}» that no statement has" in f.message for f in found)
    assert len(found) == 2


def test_a_figure_of_a_scope_that_a_statement_has_is_missing_there() -> None:
    made = statement(scope=ALL, total=825, export=425), statement(scope=DECLARED, total=135)
    assert [f.suspect for f in errors(WHOLE, *made)] == ["statements.1.export"]


PLAIN = "6 tháng năm 2022, tỉnh Lạng Sơn xuất khẩu 425 triệu USD, nhập khẩu 400 triệu USD."


def test_what_is_told_again_with_another_scope_leaves_the_right_figures_alone() -> None:
    made = [statement(scope=scope, export=425, import_=400) for scope in (None, "chính ngạch")]
    assert {f.suspect for f in errors(PLAIN, *made)} == {"statements.1.scope"}
    assert {f.suspect for f in errors(PLAIN, *reversed(made))} == {"statements.0.scope"}


@pytest.mark.parametrize(
    ("sentence", "scope"),
    [
        ("Hàng dệt may đạt 61 triệu USD", "Hàng dệt may"),
        ("Công ty TNHH May Hưng Thịnh xuất khẩu 61 triệu USD", "Công ty TNHH May Hưng Thịnh"),
        ("Xuất khẩu sang Hoa Kỳ đạt 61 triệu USD", "sang Hoa Kỳ"),
        ("Xuất khẩu sang thị trường EU đạt 61 triệu USD", "thị trường EU"),
        ("Ngành hồi xuất khẩu 61 triệu USD", "ngành hồi"),
        ("Xuất khẩu hạt mắc ca đạt 61 triệu USD", "hạt mắc ca"),
    ],
)
def test_goods_companies_and_markets_are_no_scopes(sentence: str, scope: str) -> None:
    made = statement(export=425, import_=400), statement(scope=scope, export=61)
    found = errors(f"{PLAIN} {sentence}.", *made)
    assert [f.suspect for f in found] == ["statements.1.scope"]


@pytest.mark.parametrize("scope", ["Năm 2022", "6 tháng đầu năm", "tỉnh Lạng Sơn"])
def test_a_time_and_the_place_itself_are_no_scopes(scope: str) -> None:
    made = statement(scope=scope, export=425, import_=400)
    assert [f.suspect for f in errors(PLAIN, made)] == ["statements.0.scope"]


@pytest.mark.parametrize(
    ("sentence", "scope"),
    [
        ("Xuất khẩu của khu vực FDI đạt 61 triệu USD", "khu vực FDI"),
        ("Không kể dầu thô, xuất khẩu của tỉnh đạt 61 triệu USD", "Không kể dầu thô"),
        ("Xuất khẩu qua địa bàn đạt 61 triệu USD", "qua địa bàn"),
        ("Xuất khẩu của doanh nghiệp tỉnh đạt 61 triệu USD", "doanh nghiệp tỉnh"),
        ("Xuất khẩu loại hình kinh doanh đạt 61 triệu USD", "loại hình kinh doanh"),
        ("Xuất khẩu dịch vụ đạt 61 triệu USD", "dịch vụ"),
    ],
)
def test_what_tells_trades_apart_is_a_scope(sentence: str, scope: str) -> None:
    made = statement(export=425, import_=400), statement(scope=scope, export=61)
    assert errors(f"{PLAIN} {sentence}.", *made) == []


def test_one_ordinary_word_of_a_made_up_scope_does_not_bear_it_out() -> None:
    """«doanh nghiệp» stands in every article; that alone is no word of the scope."""
    text = f"{PLAIN} Doanh nghiệp gặp khó."
    found = hold(text, statement(scope="doanh nghiệp có vốn nhà nước", export=425, import_=400))
    assert [f.suspect for f in found.findings if f.severity != "info"] == ["statements.0.scope"]
