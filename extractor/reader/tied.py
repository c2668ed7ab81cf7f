"""Times that belong to the verb of a clause of their own, and to no figure that follows it.

«Vượt qua Đồng Nai ở tháng 6, Bắc Giang đạt …» and «Do phía bạn giữ chính sách đến tận tháng 12, cửa
khẩu chỉ có …» say when something else was so, by a preposition that ties the time to it.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.reader.filling import CONTENT
from extractor.reader.tokens import Kind, Token, is_noun

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
_GOODS = (
    "mặt hàng",
    "các mặt hàng",
    "nhóm hàng",
    "nhóm mặt hàng",
    "ngành hàng",
    "sản phẩm",
    "hàng",
)
_SEVERAL = frozenset({"các", "những", "nhiều", "một số", "số", "vài"})
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
    headed = len(words) <= _ENTERED and all(t.kind is Kind.WORD for t in words[:-1])
    return begun or headed or words[-2].text == "là"


def example_of_goods(words: Sequence[Token]) -> Token | None:
    """«Nhiều mặt hàng góp vào kim ngạch của tỉnh như sợi»: what is given as one of several goods
    that the sentence tells of.

    Not «kim ngạch của tỉnh với các mặt hàng như sợi», where the goods only say what the whole has.
    """
    first = next((t for t in words[:_ENTERED] if t.kind is not Kind.NEUTRAL or is_noun(t)), None)
    if first is None or not first.text.lower().startswith(_GOODS):
        return None
    labels = (i for i in range(len(words) - 1, -1, -1) if words[i].kind is Kind.LABEL)
    for index in range(next(labels, len(words)) + 1, len(words) - 1):
        if words[index].text.lower().startswith(_GOODS) or words[index].kind in (
            Kind.MONEY,
            Kind.NUMBER,
        ):
            return None
        if words[index].text == "như":
            return words[index + 1]
    return None


def goods_at_end(words: Sequence[Token]) -> Token | None:
    """The first word of «sợi» where a clause ends in «mặt hàng sợi», and not in several kinds."""
    end = len(words)
    while end and words[end - 1].kind is Kind.WORD and words[end - 1].text not in _GOODS:
        end -= 1
    if end < 1 or end == len(words) or words[end - 1].text not in _GOODS:
        return None
    several = end > 1 and words[end - 2].text in _SEVERAL
    return None if several or words[end - 1].text.startswith("các") else words[end]
