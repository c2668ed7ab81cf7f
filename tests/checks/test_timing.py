"""Times that only the context of their words tells are named all the same."""

import pytest

from extractor.checks.grounding import ArticleText
from extractor.checks.timing import unnamed_periods


@pytest.mark.parametrize(
    ("words", "start", "end", "named"),
    [
        ("Năm ngoái", "2023-01-01", "2023-12-31", True),
        ("Năm trước", "2023-01-01", "2023-12-31", True),
        ("Năm ngoái", "2023-01-01", "2023-06-30", False),
        ("Quý trước", "2023-10-01", "2023-12-31", True),
        ("Quý trước", "2023-11-01", "2023-12-31", False),
        ("Quý trước", "2023-09-01", "2023-11-30", False),
    ],
)
def test_a_time_before_is_named_by_its_length(words: str, start: str, end: str, named: bool):
    article = ArticleText.of(f"Quý I đạt 420 triệu USD. {words} đạt 390 triệu USD.")
    data = {"statements": [{"period": {"start": start, "end": end, "text": words}}]}
    assert (unnamed_periods(article, data) == []) is named
