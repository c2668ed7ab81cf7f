from __future__ import annotations

from extractor.tokens import tokens_about


def test_three_bytes_are_a_token_and_what_is_begun_is_counted() -> None:
    counted = {text: tokens_about(text) for text in ("", "a", "abc", "abcd", "ế", "tăng")}
    assert counted == {"": 0, "a": 1, "abc": 1, "abcd": 2, "ế": 1, "tăng": 2}


def test_the_estimate_grows_with_the_text_and_takes_any() -> None:
    assert tokens_about("xuất khẩu " * 1000) == 4667
    assert tokens_about("\ud800") == 1
