"""Words that open a printed number to one side or both: «hơn 27», «gần 8,59», «khoảng 2.700»."""

from __future__ import annotations

import re
from enum import Enum

from extractor.folding import Folded

_REACH = 48
"""Characters before a number in which its hedge stands."""


class Hedge(Enum):
    """Which side of the printed number is open."""

    NONE = "none"
    MORE = "more"
    LESS = "less"
    ABOUT = "about"

    @property
    def approximate(self) -> bool:
        """Whether the hedge makes the figure approximate; «hơn» need not."""
        return self in (Hedge.LESS, Hedge.ABOUT)


_WORDS: dict[str, Hedge] = {
    **dict.fromkeys(("hơn", "trên", "vượt", "quá", "vượt quá", "không dưới"), Hedge.MORE),
    **dict.fromkeys(
        ("gần", "dưới", "ngót", "chưa tới", "chưa đến", "chưa đầy", "suýt soát", "không quá"),
        Hedge.LESS,
    ),
    **dict.fromkeys(
        ("khoảng", "xấp xỉ", "chừng", "quanh", "cỡ", "tầm", "độ chừng", "áng chừng", "≈", "~"),
        Hedge.ABOUT,
    ),
}
_HEDGE = re.compile(
    r"(?<!\w)(?P<word>"
    + "|".join(sorted(map(re.escape, _WORDS), key=len, reverse=True)).replace(r"\ ", " ")
    + r")(?: (?:mức|mốc|ngưỡng|con số|tới|đến|lên|bằng))*(?: ?(?:us\$|usd|\$))? ?$"
)
# «tăng hơn 18%» hedges; «cao hơn 14%» and «nhiều hơn 29%» are verbs of change.
_COMPARATIVE = re.compile(r"(?:cao|nhiều|lớn|thấp|ít|nhỏ|kém|nhanh|mạnh) $")


def hedge_before(folded: Folded, start: int) -> Hedge:
    """The hedge that governs the number whose first folded offset is ``start``."""
    window = folded.lower[max(0, start - _REACH) : start]
    match = _HEDGE.search(window)
    if match is None:
        return Hedge.NONE
    hedge = _WORDS[match["word"]]
    if hedge is Hedge.MORE and _COMPARATIVE.search(window[: match.start()]):
        return Hedge.NONE
    return hedge
