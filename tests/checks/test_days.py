import pytest

from extractor.checks.days import Days


@pytest.mark.parametrize(
    ("start", "end", "before"),
    [
        ("2022-01-01", "2022-06-30", "2021-01-01 to 2021-06-30"),
        ("2024-01-01", "2024-02-29", "2023-01-01 to 2023-02-28"),
        ("2025-01-01", "2025-02-28", "2024-01-01 to 2024-02-29"),
        ("2024-02-29", "2024-03-05", "2023-02-28 to 2023-03-05"),
        ("2020-11-01", "2021-03-31", "2019-11-01 to 2020-03-31"),
        ("0001-01-01", "0001-06-30", "None"),
    ],
)
def test_the_year_before_has_the_same_days(start: str, end: str, before: str) -> None:
    days = Days.of(start, end)
    assert days is not None
    assert str(days.year_before()) == before


@pytest.mark.parametrize("end", ["2022-02-30", "2021-12-31", "30/6/2022", ""])
def test_what_is_no_period_has_no_days(end: str) -> None:
    assert Days.of("2022-01-01", end) is None


def test_the_rest_of_a_period_begins_the_day_after_its_first_part() -> None:
    whole, first, later = (
        Days.of(f"2022-{start}", f"2022-{end}")
        for start, end in (("01-01", "06-30"), ("01-01", "03-31"), ("02-01", "06-30"))
    )
    assert whole is not None
    assert first is not None
    assert later is not None
    assert str(whole.rest(first)) == "2022-04-01 to 2022-06-30"
    assert (whole.rest(whole), whole.rest(later), first.rest(whole)) == (None, None, None)
    assert whole.holds(first)
    assert not whole.holds(whole)
    assert not first.holds(later)
