"""Times that words name and no days follow from: «tuần qua», «sau Tết», «ba năm gần đây».

A figure behind such words, of a sentence that names no other time, may be of that and not of the
time that was spoken of.
"""

from __future__ import annotations

import re

from extractor.numbers.period import PeriodMention
from extractor.reader.slots import Slot
from extractor.reader.wording import Wording
from extractor.span import Span

_COUNT = r"(?:mấy|vài|những|các|nhiều|một|hai|ba|bốn|năm|sáu|mười|[0-9]{1,2})"
_SPANS = r"(?:ngày|tuần|tháng|quý|năm|thập niên|thập kỷ)"
_SAID = "".join(
    f"(?<!{verb} )"
    for verb in ("công bố", "đưa ra", "phát hành", "báo cáo", "cung cấp", "cho biết")
)
"""«theo số liệu đưa ra tuần rồi»: when something was said, and no time of what it says."""
_NAMELESS = re.compile(
    rf"(?<!\w){_SAID}(?:(?:tuần|hôm) (?:qua|trước|rồi|nay|kia)"
    rf"|{_COUNT} {_SPANS} (?:qua|vừa qua|gần đây|gần nhất|liên tiếp|liền|trở lại đây|nay|trước)"
    r"|(?:trước|sau|dịp|trong|giáp|cận) tết"
    r"|(?:niên|đầu|giữa|cuối|cả|trong|mùa) vụ"
    r"|(?:thời gian|giai đoạn|lúc|thời) (?:trước|gần đây|cao điểm|hoàng kim)"
    r"|gần đây|dạo này|trước kia|trước đây|ngày trước|hồi trước|thuở \w+|ban đầu|buổi đầu"
    r"|(?:trước|sau|trong) (?:đại )?dịch"
    rf"|(?:mỗi|hằng|hàng|từng|bình quân|trung bình)(?: (?:mỗi|một))? {_SPANS}"
    r"|(?:kể )?từ [^,.;:]{2,24} (?:(?:đến|tới) nay|trở lại đây|lại đây))(?!\w)"
)
_REACH = 160
"""Characters of a sentence before an amount among which such words stand."""


class Untimed(Wording):
    """Notes the time that a figure without one may be of, whenever that was."""

    def _note_aside(self, slot: Slot) -> None:
        super()._note_aside(slot)
        if self.period is not None or slot.back or slot.quantity is None:
            return
        end = slot.quantity.span.start
        start = max(self.tokens[0].span.start, end - _REACH)
        lower = self.work.folded.lower
        start = max(start, lower.rfind("; ", start, end))
        if (words := _NAMELESS.search(lower, start, end)) is not None:
            mention = PeriodMention(Span(*words.span()), "relative")
            slot.meanwhile = (*slot.meanwhile, mention)
