"""Periods: what the words name, the year only where it is printed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.folding import fold
from extractor.numbers.period_lexer import periods


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("6 tháng đầu năm 2022", "2022-01-01", "2022-06-30"),
        ("6 tháng cuối năm 2022", "2022-07-01", "2022-12-31"),
        ("nửa đầu năm 2021", "2021-01-01", "2021-06-30"),
        ("9 tháng năm 2025", "2025-01-01", "2025-09-30"),
        ("Bốn tháng đầu năm 2019", "2019-01-01", "2019-04-30"),
        ("11 tháng/2021", "2021-01-01", "2021-11-30"),
        ("10 tháng 2015", "2015-01-01", "2015-10-31"),
        ("quý I/2023", "2023-01-01", "2023-03-31"),
        ("Quý IV-2022", "2022-10-01", "2022-12-31"),
        ("quý 2 năm 2020", "2020-04-01", "2020-06-30"),
        ("tháng 2/2024", "2024-02-01", "2024-02-29"),
        ("tháng 5.2023", "2023-05-01", "2023-05-31"),
        ("tháng Mười Hai năm 2022", "2022-12-01", "2022-12-31"),
        ("nửa đầu tháng 12/2022", "2022-12-01", "2022-12-15"),
        ("tính đến ngày 13/6/2024", "2024-01-01", "2024-06-13"),
        ("từ đầu năm đến hết ngày 15/10/2023", "2023-01-01", "2023-10-15"),
        ("lũy kế đến hết tháng 8/2023", "2023-01-01", "2023-08-31"),
        ("từ 1/1 đến 15/10/2023", "2023-01-01", "2023-10-15"),
        ("đến hết tháng 9/2025", "2025-01-01", "2025-09-30"),
        ("hết tháng 8/2025", "2025-01-01", "2025-08-31"),
        ("đến cuối tháng 6/2020", "2020-01-01", "2020-06-30"),
        ("tính đến hết quý III/2024", "2024-01-01", "2024-09-30"),
        ("đến ngày 20/1/2025", "2025-01-01", "2025-01-20"),
        ("ba quý đầu năm 2019", "2019-01-01", "2019-09-30"),
        ("15 ngày đầu tháng 11/2021", "2021-11-01", "2021-11-15"),
        ("tháng đầu tiên của năm 2023", "2023-01-01", "2023-01-31"),
        ("T8/2021", "2021-08-01", "2021-08-31"),
        ("cả năm 2022", "2022-01-01", "2022-12-31"),
        ("từ ngày 1/1-20/2/2022", "2022-01-01", "2022-02-20"),
        ("(1/1-20/2/2022)", "2022-01-01", "2022-02-20"),
        ("từ ngày 1 tháng 7 đến 15 tháng 9 năm 2021", "2021-07-01", "2021-09-15"),
        ("từ ngày 1 đến hết 15-12-2021", "2021-12-01", "2021-12-15"),
        ("(16-30/9/2021)", "2021-09-16", "2021-09-30"),
        ("hai tuần đầu tháng 9/2021", "2021-09-01", "2021-09-15"),
        ("tuần đầu tiên của tháng 3/2022", "2022-03-01", "2022-03-07"),
        ("kỳ 2 của tháng 9/2021", "2021-09-16", "2021-09-30"),
        ("hai tháng đầu quý III/2021", "2021-07-01", "2021-08-31"),
        ("ba tháng quý I năm 2021", "2021-01-01", "2021-03-31"),
        ("tháng cuối quý II/2021", "2021-06-01", "2021-06-30"),
        ("ba tháng 7, 8 và 9/2021", "2021-07-01", "2021-09-30"),
        ("đến giữa tháng 11/2022", "2022-01-01", "2022-11-15"),
        ("nửa năm đầu 2023", "2023-01-01", "2023-06-30"),
        ("8 tháng đầu năm năm 2022", "2022-01-01", "2022-08-31"),
        ("9 tháng đầu của năm 2022", "2022-01-01", "2022-09-30"),
        ("từ đầu năm 2023 tới hết tháng 8", "2023-01-01", "2023-08-31"),
        ("11T/2022", "2022-01-01", "2022-11-30"),
        ("ngày 5 tháng 7 năm 2023", "2023-07-05", "2023-07-05"),
        ("2023-07-05", "2023-07-05", "2023-07-05"),
        ("2021-02", "2021-02-28", "2021-02-28"),
        ("giai đoạn 2021 - 2025", "2021-01-01", "2025-12-31"),
        ("hai năm 2021 và 2022", "2021-01-01", "2022-12-31"),
        ("ba năm 2020, 2021 và 2022", "2020-01-01", "2022-12-31"),
    ],
)
def test_named_with_its_year(text, start, end):
    [mention] = periods(fold(f"Kim ngạch {text}, tăng"))
    assert mention.year is not None
    assert mention.resolve(1900) == (date.fromisoformat(start), date.fromisoformat(end))


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("trong quý I, tình", "2030-01-01", "2030-03-31"),
        ("10 tháng qua", "2030-01-01", "2030-10-31"),
        ("Riêng tháng 3, kim", "2030-03-01", "2030-03-31"),
        ("Cả năm, kim", "2030-01-01", "2030-12-31"),
        ("tháng Một", "2030-01-01", "2030-01-31"),
        ("lấy tháng Giêng và tháng Hai cộng lại", "2030-01-01", "2030-02-28"),
        ("gộp tháng 4, tháng 5 và tháng 6, tỉnh", "2030-04-01", "2030-06-30"),
        ("tính chung quý II và quý III, tỉnh", "2030-04-01", "2030-09-30"),
    ],
)
def test_named_without_a_year_takes_the_one_given(text, start, end):
    [mention] = periods(fold(text))
    assert mention.year is None
    assert mention.resolve(2030) == (date.fromisoformat(start), date.fromisoformat(end))


@pytest.mark.parametrize(
    ("text", "role", "year"),
    [
        ("so với cùng kỳ", "last_year", None),
        ("so cùng kỳ năm 2018 tăng", "last_year", 2018),
        ("cùng kì năm trước", "last_year", None),
        ("so với tháng trước", "previous", None),
        ("so với 15 ngày trước đó", "previous", None),
        ("so với kỳ liền trước", "previous", None),
        ("so với kỳ 1;", "within", None),
        ("nửa sau của tháng thặng dư", "within", None),
        ("gộp ba tháng trong quý", "within", None),
        ("hai tháng đầu của quý", "within", None),
        ("cũng cùng thời gian này,", "same", None),
        ("đến năm 2030", "until", 2030),
        ("trong tháng, xuất", "this", None),
        ("nhập khẩu trong quý đạt", "this", None),
        ("tháng này", "this", None),
        ("trong 15 ngày, giảm", "this", None),
        ("nửa tháng này", "this", None),
        ("lũy kế, cả nước", "to_date", None),
        ("từ đầu năm đến thời điểm này", "to_date", None),
        ("đến 2030", "until", 2030),
    ],
)
def test_a_period_known_from_its_context(text, role, year):
    [mention] = periods(fold(text))
    assert (mention.role, mention.year) == (role, year)


@pytest.mark.parametrize("text", ["quý I năm nay", "10 tháng của năm nay", "hết tháng 10 năm nay"])
def test_this_year_is_said_and_has_no_number(text):
    [mention] = periods(fold(text))
    assert (mention.current, mention.year) == (True, None)


@pytest.mark.parametrize(
    "text",
    [
        *("12 năm", "2.000 xe", "mốc 1088/2", "1.200 triệu USD", "lần 3"),
        *("hơn ba tháng thực hiện", "sau nửa năm", "những năm qua", "hai năm qua"),
    ],
)
def test_what_names_no_period(text):
    assert periods(fold(text)) == []


@given(st.integers(1, 12), st.integers(1990, 2089))
def test_a_count_of_months_ends_with_the_last_of_them(months, year):
    [mention] = periods(fold(f"{months} tháng đầu năm {year}"))
    start, end = mention.resolve(0 + year)
    assert (start, end.month, end.year) == (date(year, 1, 1), months, year)
    assert (end.toordinal() + 1) == (date(year + months // 12, months % 12 + 1, 1).toordinal())


# One of every kind of words that name a period, with what they name: «Y» is the year.
FORMS = {
    "nửa đầu năm Y": ("01-01", "06-30"),
    "nửa đầu Y": ("01-01", "06-30"),
    "nửa năm đầu Y": ("01-01", "06-30"),
    "nửa cuối năm Y": ("07-01", "12-31"),
    "6 tháng năm Y": ("01-01", "06-30"),
    "06 tháng đầu năm Y": ("01-01", "06-30"),
    "sáu tháng đầu của năm Y": ("01-01", "06-30"),
    "6T/Y": ("01-01", "06-30"),
    "9T Y": ("01-01", "09-30"),
    "10 tháng qua của năm Y": ("01-01", "10-31"),
    "mười một tháng năm Y": ("01-01", "11-30"),
    "lũy kế 2 tháng năm Y": None,
    "quý I-Y": ("01-01", "03-31"),
    "quý II/Y": ("04-01", "06-30"),
    "Quý 3 năm Y": ("07-01", "09-30"),
    "quý tư năm Y": ("10-01", "12-31"),
    "quý đầu tiên của năm Y": ("01-01", "03-31"),
    "Q4/Y": ("10-01", "12-31"),
    "hai quý đầu năm Y": ("01-01", "06-30"),
    "tháng Một năm Y": ("01-01", "01-31"),
    "tháng Giêng, năm Y": ("01-01", "01-31"),
    "tháng Tư/Y": ("04-01", "04-30"),
    "tháng 11-Y": ("11-01", "11-30"),
    "tháng Chạp năm Y": ("12-01", "12-31"),
    "T8/Y": ("08-01", "08-31"),
    "tính đến ngày 13/6/Y": ("01-01", "06-13"),
    "tính đến hết ngày 13 tháng 6 năm Y": ("01-01", "06-13"),
    "tính tới 13-6-Y": ("01-01", "06-13"),
    "từ đầu năm đến hết ngày 15/10/Y": ("01-01", "10-15"),
    "từ đầu năm Y đến hết ngày 15/10": ("01-01", "10-15"),
    "từ đầu năm Y đến hết tháng 8": ("01-01", "08-31"),
    "lũy kế từ đầu năm đến 15/10/Y": ("01-01", "10-15"),
    "luỹ kế đến hết tháng 9/Y": ("01-01", "09-30"),
    "cộng dồn đến hết quý III/Y": ("01-01", "09-30"),
    "nửa đầu tháng 10/Y": ("10-01", "10-15"),
    "nửa cuối tháng 4 năm Y": ("04-16", "04-30"),
    "kỳ 2 tháng 5/Y": ("05-16", "05-31"),
    "20 ngày đầu tháng 3/Y": ("03-01", "03-20"),
    "từ ngày 1/10 đến ngày 15/10/Y": ("10-01", "10-15"),
    "từ ngày 16 đến ngày 31/10/Y": ("10-16", "10-31"),
    "từ 1-15/10/Y": ("10-01", "10-15"),
    "từ tháng 4 đến hết tháng 6/Y": ("04-01", "06-30"),
    "tháng 1-9/Y": ("01-01", "09-30"),
    "3 tháng cuối năm Y": ("10-01", "12-31"),
    "cả năm Y": ("01-01", "12-31"),
    "năm Y": ("01-01", "12-31"),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("year", [2023, 2024])
def test_every_kind_of_words(form, year):
    [mention] = periods(fold(f"Theo báo cáo, {form.replace('Y', str(year))}, xuất khẩu tăng."))
    assert (mention.year, mention.role) == (year, "own")
    start, end = FORMS[form] or ("01-01", "02-29" if year == 2024 else "02-28")
    assert [day.isoformat() for day in mention.resolve(1900)] == [
        f"{year}-{start}",
        f"{year}-{end}",
    ]


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("tháng 2/2024", 29),
        ("tháng 2/2023", 28),
        ("tháng 2/2000", 29),
        ("nửa cuối tháng 2/2024", 29),
        ("kỳ 2 tháng 2/2023", 28),
        ("hai tháng đầu năm 2024", 29),
        ("tính đến 29/2/2024", 29),
        ("tính đến 29/2/2023", 28),
        ("hết tháng 2/2020", 29),
    ],
)
def test_february_ends_as_its_year_has_it(text, last):
    [mention] = periods(fold(text))
    assert (mention.resolve(1900)[1].month, mention.resolve(1900)[1].day) == (2, last)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("từ tháng 11 đến tháng 3/2024", "2023-11-01", "2024-03-31"),
        ("từ ngày 15/12 đến ngày 15/1/2024", "2023-12-15", "2024-01-15"),
        ("từ ngày 25 đến ngày 5/10/2023", "2023-09-25", "2023-10-05"),
        ("từ mùng 1 đến hết ngày 7/6/2024", "2024-06-01", "2024-06-07"),
        ("từ ngày mùng 3 đến mùng 9 tháng 6 năm 2024", "2024-06-03", "2024-06-09"),
        ("từ đầu tháng đến mồng 9/6/2024", "2024-06-01", "2024-06-09"),
        ("từ đầu tháng 9 đến ngày 15/11/2023", "2023-09-01", "2023-11-15"),
        ("từ ngày 25 đến ngày 5/1/2024", "2023-12-25", "2024-01-05"),
    ],
)
def test_a_period_over_new_year_ends_in_the_year_that_is_printed(text, start, end):
    [mention] = periods(fold(text))
    assert [day.isoformat() for day in mention.resolve(1900)] == [start, end]


@pytest.mark.parametrize(
    "texts",
    [
        ("nửa đầu năm 2023", "6 tháng năm 2023", "6 tháng đầu năm 2023", "6T/2023"),
        ("quý I/2023", "3 tháng đầu năm 2023", "từ tháng 1 đến tháng 3/2023"),
        ("tháng 2/2023", "từ 1/2 đến 29/2/2023", "từ tháng 2 đến tháng 2/2023"),
        ("tính đến 30/9/2023", "9 tháng năm 2023", "ba quý đầu năm 2023"),
    ],
)
def test_one_part_of_a_year_looks_alike_in_all_its_forms(texts):
    [found] = {(m.start, m.end) for text in texts for m in periods(fold(text))}
    assert found


@given(st.sampled_from(sorted(FORMS)), st.integers(1950, 2098))
def test_another_year_moves_the_period_and_nothing_else(form, year):
    [here] = periods(fold(form.replace("Y", str(year))))
    [there] = periods(fold(form.replace("Y", str(year + 1))))
    assert (here.kind, here.start, here.end) == (there.kind, there.start, there.end)
    moved = [day.replace(year=day.year + 1, day=min(day.day, 28)) for day in here.resolve(1900)]
    assert [day.replace(day=min(day.day, 28)) for day in there.resolve(1900)] == moved


_PIECES = st.sampled_from(
    [
        *("từ ", "đến ", "hết ", "tháng ", "quý ", "năm ", "ngày ", "nửa ", "đầu ", "cuối ", "kỳ "),
        *(
            "lũy kế ",
            "tính ",
            "cả ",
            "giai đoạn ",
            "cùng ",
            "1",
            "2 ",
            "15",
            "29/2",
            "31/4/",
            "12 ",
        ),
        *("2023", "2024 ", "2025-2021", "/", "-", ", ", "I ", "IV", "Mười ", "T", "qua ", "này "),
    ]
)


@given(st.lists(_PIECES, max_size=12).map("".join), st.integers(1950, 2098))
def test_no_words_make_a_period_that_ends_before_it_starts(text, year):
    folded = fold(text)
    end = 0
    for mention in periods(folded):
        assert end <= mention.span.start < mention.span.end <= len(folded.text)
        end = mention.span.end
        start, last = mention.resolve(year)
        assert start <= last


@pytest.mark.parametrize(
    ("text", "spoken", "start", "end"),
    [
        ("ba tháng của quý", "tháng 9/2021", "2021-07-01", "2021-09-30"),
        ("hai tháng đầu quý", "quý II/2021", "2021-04-01", "2021-05-31"),
        ("tháng cuối quý này", "quý IV/2021", "2021-12-01", "2021-12-31"),
        ("kỳ 1", "tháng 2/2021", "2021-02-01", "2021-02-15"),
        ("nửa cuối tháng", "kỳ 1 tháng 6/2021", "2021-06-16", "2021-06-30"),
    ],
)
def test_a_part_of_what_was_spoken_of(text, spoken, start, end):
    [part], [whole] = periods(fold(text)), periods(fold(spoken))
    found = part.set_within(whole)
    assert found.role == "own"
    assert found.resolve(2030) == (date.fromisoformat(start), date.fromisoformat(end))


@pytest.mark.parametrize(
    "text",
    [
        "theo giá so sánh 2010",
        "(giá cố định năm 1994)",
        "năm gốc 2010",
        "còn nửa tháng",
        "hơn 15 ngày",
    ],
)
def test_prices_of_a_year_and_what_is_left_are_no_time(text):
    assert periods(fold(f"Giá trị sản xuất {text} tăng 5%")) == []


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("tháng 4 và tháng 5 năm 2023", [2023, 2023]),
        ("quý I, quý II/2023", [2023, 2023]),
        ("tháng 12 và tháng 1/2024", [2023, 2024]),
        ("tháng 4 tăng, tháng 5/2023", [None, 2023]),
    ],
)
def test_the_year_of_the_last_of_a_row_is_of_all(text, years):
    assert [p.year for p in periods(fold(f"Trong {text}, xuất khẩu"))] == years
