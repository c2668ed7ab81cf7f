"""Regions of several provinces, as texts name them and point back to them.

Offsets are into ``Folded.text``. A region's name stands for all of it also behind «các tỉnh», «cả
13 tỉnh, thành phố trong khu vực», which belong to it; what is said of a few of its provinces is not
said of it. «cả vùng», «trong vùng» point to the region named last.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.folding import Folded
from extractor.span import Span

_CENTRAL = "Bắc Trung Bộ và Duyên hải miền Trung"
_SPELLED = {
    "Đồng bằng sông Cửu Long": "đồng bằng sông cửu long|đbscl|(?:miền )?tây nam bộ|miền tây",
    "Đồng bằng sông Hồng": "đồng bằng sông hồng|đbsh|đồng bằng bắc bộ",
    "Đông Nam Bộ": "(?:miền )?đông nam bộ",
    "Tây Nguyên": "tây nguyên",
    _CENTRAL: "bắc trung bộ(?:,? và|,|,? -) (?:duyên hải|ven biển) (?:miền trung|nam trung bộ)",
    "Bắc Trung Bộ": "bắc trung bộ",
    "Duyên hải Nam Trung Bộ": "(?:duyên hải )?nam trung bộ",
    "Duyên hải miền Trung": "duyên hải miền trung",
    "Trung du và miền núi phía Bắc": (
        "trung du(?:,? và|,|,? -)? miền núi (?:phía bắc|bắc bộ)|miền núi phía bắc"
    ),
    "vùng kinh tế trọng điểm phía Nam": "kinh tế trọng điểm (?:phía nam|nam bộ)",
    "vùng kinh tế trọng điểm phía Bắc": "kinh tế trọng điểm (?:phía bắc|bắc bộ)",
    "vùng kinh tế trọng điểm miền Trung": "kinh tế trọng điểm (?:miền trung|trung bộ)",
    "miền Trung": "miền trung(?:,? và|,? -) tây nguyên|miền trung",
    "miền Bắc": "miền bắc",
    "miền Nam": "miền nam",
}
"""Regions by their usual name and how texts write them, a longer one before what it begins with."""
REGIONS = frozenset(_SPELLED)
_MEMBERS = {
    "Đồng bằng sông Cửu Long": (13, 5),
    "Đồng bằng sông Hồng": (11, 10, 6),
    "Đông Nam Bộ": (6, 3),
    "Tây Nguyên": (5,),
    _CENTRAL: (14, 11),
    "Bắc Trung Bộ": (6, 5),
    "Duyên hải miền Trung": (8,),
    "Duyên hải Nam Trung Bộ": (8, 6),
    "Trung du và miền núi phía Bắc": (14, 9),
    "vùng kinh tế trọng điểm phía Nam": (8,),
    "vùng kinh tế trọng điểm phía Bắc": (7,),
    "vùng kinh tế trọng điểm miền Trung": (5,),
}
"""How many provinces the regions have, before the mergers of 2025 and after them."""
_WORDS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")
_NUMBERS = {
    **{word: number for number, word in enumerate(_WORDS)},
    **{f"mười {_WORDS[n]}": 10 + n for n in range(1, 10)},
}
_GOING_ON = (
    "này|đó|ấy|đạt|là|có|xuất|nhập|thu|chi|ước|tăng|giảm|trong|năm|tháng|quý|đã|đều|vẫn|cũng|chỉ"
    "|còn|lên|mang|đem|với|và|phải|khi|được|ở|mới|vừa|qua|theo|về|lại|gồm|ghi|tiếp|vượt|cán|chiếm"
    "|kim ngạch|lũy kế|so|bằng|chưa|không|bán|mua|kiếm|bỏ|thì|xấp xỉ|khoảng|hơn|gần|trên|đứng|do"
)
_NAME = re.compile(
    rf"(?<!\w)(?:(?P<name>{'|'.join(_SPELLED.values())})"
    rf"|vùng(?= ?(?:[^\w\s]|[0-9]|\n|\Z| (?:{_GOING_ON})(?!\w))))(?!\w)"
)
_LED = re.compile(
    r"(?<!\w)(?:(?P<all>cả|toàn bộ|tất cả|tổng số) )?"
    rf"(?:(?P<count>[0-9]{{1,2}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})|các|những)"
    r" (?:tỉnh|địa phương|thành phố)(?:(?:,| và| -|-)? ?thành(?: phố)?)?"
    r" (?:(?:của|thuộc|ở|trong|tại|trên|khắp) )?(?:(?:toàn |cả )?(?:vùng|khu vực) )?\Z"
)
"""What stands before a region's name and is all of it."""
_SORT = re.compile(r"(?<!\w)(?:(?:cả|toàn) )?(?:(?:vùng|khu vực)(?: kinh tế(?: trọng điểm)?)?) \Z")
_POINTING = re.compile(r"(?<!\w)(?:cả|toàn|nội|trong|của) \Z")
_WIDE = frozenset({"cả ", "toàn "})
_REACH = 64


def regions(folded: Folded) -> Iterator[tuple[Span, str]]:
    """Every mention of a region with its usual name, in order.

    A name counts where some of it is capitalised; «miền tây Nghệ An» is a part of a province.
    """
    text, lower = folded.text, folded.lower
    waiting: list[Span] = []
    spoken: str | None = None
    for match in _NAME.finditer(lower):
        start, end = match.span()
        printed = match.group("name")
        name = spoken
        if printed is not None:
            if not any(c.isupper() for c in text[start:end]):
                continue
            if printed.startswith("miền") and text[end : end + 2].strip()[:1].isupper():
                continue
            name = next(n for n, ways in _SPELLED.items() if re.fullmatch(ways, printed))
            spoken = name
            for span in waiting:
                yield span, name
            waiting.clear()
        begin = _beginning(text, lower, start, name, pointing=printed is None)
        if begin is None:
            continue
        span = Span(begin, end)
        if name is not None:
            yield span, name
        else:
            waiting.append(span)


def _beginning(text: str, lower: str, start: int, name: str | None, pointing: bool) -> int | None:
    """Where the words begin that are all of the region; ``None`` where none point to it."""
    reach = max(0, start - _REACH)
    led = _LED.search(lower, reach, start)
    if led is not None and (led["all"] or led["count"] is None or _is_all(led["count"], name)):
        return led.start()
    if not pointing:
        sort = _SORT.search(lower, reach, start)
        return sort.start() if sort is not None else start
    before = _POINTING.search(lower, reach, start)
    if before is not None:
        return before.start() if before.group() in _WIDE else start
    # «Vùng có 6 địa phương …»: at the head of a sentence.
    return start if text[start].isupper() or lower.startswith("vùng này", start) else None


def _is_all(count: str, name: str | None) -> bool:
    number = _NUMBERS.get(count)
    number = int(count) if number is None else number
    return name is not None and number in _MEMBERS.get(name, ())
