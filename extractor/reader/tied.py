"""Times that belong to the verb of a clause of their own, and to no figure that follows it.

«Vượt qua Đồng Nai ở tháng 6, Bắc Giang đạt …» and «Do phía bạn giữ chính sách đến tận tháng 12, cửa
khẩu chỉ có …» say when something else was so, by a preposition that ties the time to it.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.reader.filling import CONTENT
from extractor.reader.tokens import Kind, Token

_TYING = frozenset({"ở", "từ", "đến", "tới", "hồi", "kể từ", "ngay từ", "mãi", "cho đến"})
"""Tie a time to the verb before it; «trong» and «bước vào» may lead one of all that follows."""
_BETWEEN = frozenset({"tận", "ngay", "mãi", "hết", "cuối", "đầu", "giữa", "khoảng"})
_SURPASSING = frozenset(
    {"vượt", "vượt qua", "bỏ xa", "soán ngôi", "qua mặt", "đứng sau", "xếp sau"}
)
"""Lead a clause on how a place ranks, in which nothing else is told."""
_ENTERING = frozenset(
    {
        *("bước", "chuyển", "sang", "qua", "khép", "khép lại", "kết thúc", "khởi động", "mở đầu"),
        *("khởi đầu", "mở màn", "bắt đầu", "khép sổ", "chốt sổ", "đi hết", "hết", "chia tay"),
    }
)
"""Verbs that begin or end a time: «bước vào tháng 7, …» dates what follows."""
_ENTERED = 4
"""Tokens that such a clause has at most."""
_RUBRIC = frozenset({"điểm", "tổng", "tình hình", "số liệu", "kết quả", "báo cáo"})
"""Known words that the name of a rubric may be made of («Điểm tin»)."""
_TELLING = (Kind.LABEL, Kind.MONEY, Kind.PERCENT, Kind.SAYING, Kind.ESTIMATE, Kind.TARGET)


def is_tied(words: Sequence[Token]) -> bool:
    """Whether the last time of a clause is tied to something that the clause tells by the way.

    It names no measure, has no amount and nobody who says what follows, and something of its own
    stands before the time.
    """
    at = len(words) - 1
    if at < 2 or words[at].kind is not Kind.PERIOD or any(t.kind in _TELLING for t in words):
        return False
    before = at - 1
    while before > 0 and words[before].text in _BETWEEN:
        before -= 1
    if words[before].text not in _TYING:
        return False
    if words[0].text == "theo":
        return False  # «theo số liệu đến tháng 6, …»
    surpasses = words[0].text in _SURPASSING
    return surpasses or any(t.kind in CONTENT for t in words[:before])


def enters(words: Sequence[Token]) -> bool:
    """Whether a clause only leads to the time of what follows: it begins or ends, or is said to be.

    «Bước vào tháng 7, …», «Điều đáng tiếc là năm 2023, …», «Thời sự 7 tháng, …».
    """
    if len(words) < 2 or words[-1].kind is not Kind.PERIOD:
        return False
    begun = len(words) <= _ENTERED and words[0].text.lower() in _ENTERING
    headed = len(words) <= _ENTERED and words[-2].kind is Kind.WORD
    headed = headed and all(t.kind is Kind.WORD or t.text in _RUBRIC for t in words[:-1])
    return begun or headed or words[-2].text == "là"
