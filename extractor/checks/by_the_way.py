"""Words before a number that tell it by the way, so that a right report may leave it out.

All are looked for in the folded text in small letters.
"""

from __future__ import annotations

import re

from extractor.reader.lexicon import INCLUDING

_SERIES = re.compile(
    r"[\W_]*(?:(?:tóm tắt )?(?:kỳ|số|bài|phần|tập) (?:sau|tới|tiếp|tiếp theo|kế tiếp|trước)"
    r"|(?:mời [\w ]{,30})?đón đọc)(?!\w)"
)
"""Words that begin a line on another part of a series: «Kỳ sau: …», «Tóm tắt kỳ trước: …»."""
_FORECAST = re.compile(r"(?<!\w)(?:dự kiến|dự báo|dự tính|dự đoán)(?!\w)")
_WORDS = "|".join(sorted(map(re.escape, INCLUDING), key=len, reverse=True)).replace(r"\ ", " ")
_INCLUDED = re.compile(rf"(?<!\w)(?:{_WORDS})(?!\w)")
_OTHER = re.compile(r"(?<!\w)(?:khác|còn lại)(?!\w)")
_EACH = re.compile(r"(?<!\w)(?:đều|cùng)(?: (?:đạt|vượt|có|ở mức|trên|hơn))+ ?\Z")
_NUMBERED = re.compile(r"[0-9] ?(?:nghìn|ngàn|triệu|tỷ|tỉ|usd|đồng|%)")


def is_of_series(text: str, start: int) -> bool:
    """Whether the line of the number at ``start`` announces or recalls another article."""
    return _SERIES.match(text, text.rfind("\n", 0, start) + 1) is not None


def is_forecast(words: str) -> bool:
    """Whether words of a sentence say that what follows is expected."""
    return _FORECAST.search(words) is not None


def including(words: str) -> int | None:
    """Where the last word stands that says that what follows is part of what was told before."""
    found = [match.start() for match in _INCLUDED.finditer(words)]
    return found[-1] if found else None


def is_of_each(words: str) -> bool:
    """«tháng 7 và 8 đều đạt trên»: whether each of several comes to what follows."""
    return _EACH.search(words, _numbered(words)) is not None


def is_of_the_rest(words: str) -> bool:
    """«Các loại hình khác»: whether what follows is what is left beside what is told."""
    return _OTHER.search(words, _numbered(words)) is not None


def _numbered(words: str) -> int:
    """Where the last number before ends."""
    return max((match.end() for match in _NUMBERED.finditer(words)), default=0)
