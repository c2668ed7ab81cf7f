"""What of an article that is not the project's to publish may stand in a recorded answer."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from typing import Any

import pytest

from extractor.golden import quotes
from tests.harness import ARTICLE

FLAT = " ".join(ARTICLE.split())
START = 50


def passage(length: int, start: int = START) -> str:
    return FLAT[start : start + length]


# Where neither end is a blank, which would not count.
STARTS = [s for s in range(120) if " " not in FLAT[s] + FLAT[s + 99 : s + 101]]


@pytest.mark.parametrize("before", ["", "x" * 13, "số 1. " * 30])
def test_a_hundred_characters_may_be_quoted_and_no_more(before: str) -> None:
    assert len(STARTS) > 50
    for start in STARTS:
        assert not quotes(f"{before}\ue000{passage(100, start)}\ue000", ARTICLE)
        assert quotes(f"{before}\ue000{passage(101, start)}\ue000", ARTICLE)


@pytest.mark.parametrize(
    "written",
    [
        lambda text: {"choices": [{"message": {"content": text}}]},
        lambda text: {"arguments": json.dumps({"scope": text})},
        lambda text: {"arguments": json.dumps({"scope": json.dumps({"x": text})})},
        lambda text: {text: 1},
        lambda text: [text.upper()],
        lambda text: text.replace(" ", " \n"),
        lambda text: unicodedata.normalize("NFD", text),
        lambda text: f"```json\n{json.dumps([text])}\n```",
    ],
)
def test_a_passage_is_found_in_whatever_spelling(written: Callable[[str], Any]) -> None:
    assert quotes(written(passage(130)), ARTICLE)
    assert not quotes(written(passage(60)), ARTICLE)
    assert not quotes(written(passage(130)), "Một bài báo khác về chuyện khác.")
