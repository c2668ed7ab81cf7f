"""What an amount of money is, by the words around it: a level of some period, or something else.

All functions look at a sentence's tokens around the amount at ``position`` and change nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from extractor.folding import Folded
from extractor.numbers.change import DOWN, UP
from extractor.numbers.quantity import SIGNS, Quantity
from extractor.reader.comparison import COMPARATIVES
from extractor.reader.denial import INSTEAD, is_denial
from extractor.reader.lexicon import EACH, RATE
from extractor.reader.planned import heads_amount
from extractor.reader.tokens import Kind, Token, is_noun

_REACHING = frozenset(
    {"hoàn thành", "hoàn thành được", "thực hiện", "thực hiện được", "đạt", "đạt được", "được"}
)
"""Before a percentage: what was reached of something."""
HEDGES = frozenset({"gần", "hơn", "khoảng", "trên", "xấp xỉ", "chừng", "tới", "đến"})
DIFFERING = frozenset(
    verb
    for verb in (*UP.split("|"), *DOWN.split("|"), "tăng thêm", "nhích thêm", "cộng thêm")
    if verb not in ("hơn", "âm", "dương", "cộng") and verb.split()[-1] not in ("lên", "xuống")
)
"""Verbs of a rise or fall that say by how much, and not how far."""
_BY = frozenset({"đi", "mất", "được", "bớt", "thêm"})
"""Behind such a verb these part it from its amount."""
_DIFFERING_SOMEHOW = re.compile(
    rf"(?<!\w)(?:{'|'.join(sorted(DIFFERING))})"
    r"(?: (?:rất|khá|hơi|quá|ít|tương đối|mạnh|nhẹ|sâu|nhanh|chậm|vọt|đều|ròng|đáng kể|rõ rệt"
    r"|đột ngột|liên tục|tiếp))+"
    rf"(?: (?:{'|'.join(sorted(HEDGES | _BY))}))*\Z"
)
"""«giảm khá sâu gần»: such a verb with how it happened, before an amount."""
_SOMEHOW = 6
RECKONING = frozenset({"cộng", "gộp", "tính", "kể", "góp", "đóng góp"})
"""Verbs of reckoning up."""
_IF = frozenset({"nếu", "khi", "và", "còn"})
NoLevel = Literal[
    "range",
    "rate",
    "unit",
    "price",
    "plan",
    "difference",
    "bound",
    "threshold",
    "instead",
    "lack",
]
"""An end of a range, so much a day or a ton, a table's unit, what one thing costs, what was
planned, by how much a thing rose or fell, what something stays below, what several pass, what did
not come about, what has yet to."""
_LEFT_OVER = re.compile(r"(?<!\w)(?:còn lại|(?<!mặt )(?<!cách )khác)(?!\w)")
"""What of a whole none of those is that were told by name."""
_WITHIN = 80
"""Characters before an amount in which words say that it is what is left."""
_MISSING = frozenset({"thiếu", "còn thiếu", "hụt", "còn hụt"})
_NEEDING = frozenset({"phải", "cần", "chưa"})
_NEEDED = 4
"""Words before «thêm» in which a verb of need stands."""
_PRICE = 10_000
"""Dollars or dong below which an amount without a scale is what one thing costs."""
_FOREKNOWN = frozenset({"số", "con số", "mức", "so với", "số liệu", "kết quả"})
"""Words for what was estimated or planned of an amount."""
_BOUNDS = frozenset({"ngưỡng", "mốc", "mức"})
_ONWARD = frozenset({"lên", "xuống", "đi"})
_ROUND = 2
"""Digits that an amount has at most which is a threshold."""
PASSING_BY = frozenset({"trên", "hơn", "từ", "vượt", "quá", "vượt quá", "vượt mốc", "dưới"})
_SEVERAL_OF = frozenset(
    {
        *("tỉnh", "tỉnh thành", "thành phố", "thành", "địa phương", "mặt hàng", "nhóm hàng"),
        *("thị trường", "doanh nghiệp", "nước", "quốc gia", "ngành hàng", "cửa khẩu", "đơn vị"),
        "địa bàn",
    }
)
_APART = (Kind.MONEY, Kind.PERCENT, Kind.OPEN)
_COUNTS = frozenset("hai ba bốn năm sáu bảy tám chín mười".split())
_MANY_OF = frozenset({"nhiều", "những", "các", "một số", "số", "vài"})
_TOGETHER = frozenset({"tổng", "tổng số", "tổng cộng", "cộng lại", "gộp lại", "chung", "cùng"})
_OR = frozenset({"hay", "hoặc", "tức", "tương ứng", "tương đương", "và"})
_BELONGING = HEDGES | {"của", "tỉnh", "thành phố", "cả", "năm nay", "với", "mức", "ở mức"}
"""Words between a measure's name and the amount planned of it."""
_CAME = frozenset({"đạt", "đạt được", "thực hiện", "hoàn thành", "vượt", "bằng", "được", "đã"})
"""Verbs of what came about, whatever was planned."""
_SETTING = frozenset({"giao", "đặt", "trình", "chốt", "phân", "bổ", "ấn", "thông qua", "đưa ra"})
"""Verbs that set a plan, before it."""
_GIVEN_WITHIN = 4
_ABOUT = frozenset({"về", "tổng", "giá trị", "hàng hóa", "trị giá", "hàng"})
_ANSWERING = frozenset({"tương ứng", "tương đương"})
_PASSING = (Kind.STOP, Kind.OPEN, Kind.PERIOD, Kind.COMPARED, Kind.NEUTRAL, Kind.ATTRIBUTE)
_LEADING = (Kind.NEUTRAL, Kind.PERIOD, Kind.ATTRIBUTE, Kind.OPEN, Kind.TARGET)
_EACH = re.compile(rf"(?<!\w)(?:{EACH})(?!\w)")
_MARK = re.compile(r"(?<!\w)(?:mốc|ngưỡng|vượt|vượt qua|vượt quá|con số) \Z")
_REACH = 80
"""Characters before an amount in which «mỗi tháng» makes it a rate."""
_LED = 24
COUNTED = re.compile(r"1(?:[.,]?000)+ ?(?:usd|đồng|vnd|vnđ|đô la(?: mỹ)?)")
"""«(ĐVT: 1.000 USD)»: where a colon or a bracket leads it, a unit and no amount."""
LINKING = (Kind.NEUTRAL, Kind.ATTRIBUTE)
_NAMED_WITH = (*LINKING, Kind.PERIOD, Kind.PLACE)
_PRICED = (*_NAMED_WITH, Kind.ESTIMATE)
_NAMING = (*_LEADING, Kind.LABEL, Kind.PLACE)


def is_level(folded: Folded, tokens: Sequence[Token], position: int) -> bool:
    """Whether the amount is a level: no range, rate, plan or difference."""
    return no_level(folded, tokens, position) is None


def no_level(folded: Folded, tokens: Sequence[Token], position: int) -> NoLevel | None:
    """What the amount is where it is no level; ``None`` where it is one."""
    if tokens[position].mention.ranged:
        return "range"
    if is_rate(folded, tokens[position]):
        return "rate"
    if _is_unit(tokens, position):
        return "unit"
    if _is_price(tokens, position):
        return "price"
    if is_plan(tokens, position):
        return "plan"
    if is_difference(tokens, position):
        return "difference"
    if _is_instead(tokens, position):
        return "instead"
    if _is_lacking(tokens, position):
        return "lack"
    if _is_threshold(tokens, position):
        return "threshold"
    return "bound" if _is_bound(tokens, position) else None


def _is_unit(tokens: Sequence[Token], position: int) -> bool:
    """«(Đơn vị tính: 1.000 USD)»: what a table counts in."""
    if not position or COUNTED.fullmatch(tokens[position].text.lower()) is None:
        return False
    before, behind = tokens[position - 1], tokens[position + 1 : position + 2]
    led = before.kind is Kind.OPEN or before.text == ":"
    return led and (not behind or behind[0].kind is Kind.CLOSE or behind[0].text in ".;,")


def _is_price(tokens: Sequence[Token], position: int) -> bool:
    """«Một chiếc điện thoại trị giá 400 USD xuất đi»: what one thing costs, behind no name."""
    quantity: Quantity = tokens[position].mention
    if quantity.scale not in (None, "one") or abs(quantity.value) >= _PRICE:
        return False
    for token in reversed(tokens[:position]):
        if token.kind not in _PRICED:
            return token.kind is not Kind.LABEL
    return True


def is_rate(folded: Folded, token: Token) -> bool:
    """Whether a quantity is so much a year, a head, a ton."""
    low = folded.lower
    if low[token.span.end : token.span.end + 12].lstrip().startswith(RATE):
        return True
    before = low[max(0, token.span.start - _REACH) : token.span.start]
    if _EACH.search(before) is None:
        return False
    *earlier, own = re.split(r",\s", re.split(r"[.;\n]\s", before)[-1])
    # «Bình quân mỗi tháng, xuất khẩu đạt …»: of a clause before only what it begins with counts.
    led = bool(earlier) and _EACH.search(earlier[-1][:_LED]) is not None
    return led or _EACH.search(own) is not None


def is_left_over(folded: Folded, tokens: Sequence[Token], position: int) -> bool:
    """«Các lối mở còn lại cộng lại được 7 triệu USD»: what no place has that was named."""
    amount = tokens[position].span.start
    start = max(tokens[0].span.start, amount - _WITHIN)
    for index in range(position - 1, -1, -1):
        token = tokens[index]
        if token.span.end <= start:
            break
        if token.kind is Kind.MONEY or token.text == ";":
            start = token.span.end
            break
    return _LEFT_OVER.search(folded.lower, start, amount) is not None


def is_mark(folded: Folded, quantity: Quantity) -> bool:
    """«vượt mốc 700 tỷ USD», «cán mốc …», «vượt 5 tỷ USD»: a round number that was passed."""
    return (
        _MARK.search(folded.lower, max(0, quantity.span.start - 24), quantity.span.start)
        is not None
    )


def is_plan(tokens: Sequence[Token], position: int) -> bool:
    """«kế hoạch năm là 6,9 tỷ USD»: the plan itself and no result."""
    index = position - 1
    while index >= 0 and tokens[index].kind in _LEADING:
        index -= 1
    if index > 0 and tokens[position - 1].text == "là":
        # «kế hoạch xuất khẩu của tỉnh là 1.000 triệu USD»
        while index > 0 and tokens[index].kind in _NAMING:
            index -= 1
    elif index >= 0 and tokens[index].kind in (Kind.LABEL, Kind.PLACE):
        index = _planned(tokens, position)
    if index < 0 or tokens[index].kind is not Kind.PLAN:
        return heads_amount(tokens, position)
    return index == 0 or tokens[index - 1].kind is not Kind.PERCENT


def _planned(tokens: Sequence[Token], position: int) -> int:
    """«hoàn thành kế hoạch xuất khẩu năm 2022 của tỉnh 1.650 triệu USD»: where its plan stands.

    The plan right before the measure's name, whose amount no verb reaches; one that the words
    before it set («tỉnh giao ngành chỉ tiêu kim ngạch qua các cửa khẩu 930 triệu USD») whatever
    else belongs to the name; -1 without one.
    """
    index = position - 1
    alone = True
    while index > 0 and tokens[index].kind is not Kind.LABEL:
        token = tokens[index]
        if token.kind not in _NAMED_WITH or token.text in _CAME:
            return -1
        alone = alone and (token.kind in (Kind.PERIOD, Kind.PLACE) or token.text in _BELONGING)
        index -= 1
    while index > 0 and (tokens[index].kind is Kind.LABEL or tokens[index].text in _ABOUT):
        index -= 1
    led = tokens[max(0, index - _GIVEN_WITHIN) : index]
    return index if alone or any(t.text.lower() in _SETTING for t in led) else -1


def _is_bound(tokens: Sequence[Token], position: int) -> bool:
    """«bốn tỉnh dưới ngưỡng 100 triệu USD»: what an amount stays below, and no amount."""
    index = position - 1
    while index > 0 and tokens[index].text in _BOUNDS:
        index -= 1
    return index >= 0 and tokens[index].text == "dưới"


def _is_lacking(tokens: Sequence[Token], position: int) -> bool:
    """«còn hơn 837 triệu USD phải thực hiện», «còn thiếu 113 triệu USD», «113 triệu USD nữa»."""
    behind = tokens[position + 1].text if position + 1 < len(tokens) else ""
    index = position - 1
    while index > 0 and tokens[index].text in HEDGES:
        index -= 1
    if index < 0:
        return False
    before = tokens[index].text
    if behind == "nữa" or before in _MISSING or (before == "còn" and behind in _NEEDING):
        return True
    led = tokens[max(0, index - _NEEDED) : index]
    return before == "thêm" and any(t.text in _NEEDING for t in led)


def _is_threshold(tokens: Sequence[Token], position: int) -> bool:
    """«từ 10 tỷ USD trở lên», «9 tỉnh, thành phố có kim ngạch đạt trên 1 tỷ USD»: what each of
    several passes, and no amount of any."""
    behind = [t.text for t in tokens[position + 1 : position + 3]]
    if len(behind) == 2 and behind[0] == "trở" and behind[1] in _ONWARD:
        return True
    quantity: Quantity = tokens[position].mention
    round_one = len(quantity.value.normalize().as_tuple().digits) <= _ROUND
    if not position or tokens[position - 1].text not in PASSING_BY or not round_one:
        return False
    for index in range(position - 1, 0, -1):
        token, before, after = tokens[index], tokens[index - 1], tokens[index + 1]
        if token.text in _SEVERAL_OF:
            if after.kind in (Kind.PLACE, Kind.WORD):
                return False  # «13 tỉnh Đồng bằng sông Cửu Long xuất khẩu hơn 10 tỷ USD»: together
            if before.kind is Kind.NUMBER or before.text in _COUNTS:
                return True
            if before.text in _MANY_OF and after.text == "có":
                return True
        elif (
            token.text in _TOGETHER
            or token.kind in _APART
            or (token.kind is Kind.STOP and not {before.text, after.text} <= _SEVERAL_OF)
        ):
            return False  # but «tỉnh, thành phố» is one word
    return False


def _is_instead(tokens: Sequence[Token], position: int) -> bool:
    """«nhập siêu 1,7 tỷ USD thay vì xuất siêu 0,3 tỷ USD»: what did not come about.

    Or what was told wrongly before and is denied.
    """
    for index in range(position - 1, max(0, position - INSTEAD), -1):
        if tokens[index].kind in (Kind.MONEY, Kind.PERCENT, Kind.STOP):
            return False
        if tokens[index].text in ("vì", "cho") and tokens[index - 1].text.lower() == "thay":
            return True
        if is_denial(tokens, index):
            return True
    return False


def is_difference(tokens: Sequence[Token], position: int) -> bool:
    """«giảm 2,75 tỷ USD», «tăng 11,8% (tương ứng 1,48 tỷ USD)»: how much more or less."""
    if _is_signed(tokens, position):
        return True
    words = " ".join(t.text.lower() for t in tokens[max(0, position - _SOMEHOW) : position])
    if _DIFFERING_SOMEHOW.search(words) is not None:
        return True
    index = position - 1
    while index >= 0 and tokens[index].text in HEDGES:
        index -= 1
    if _is_reckoned(tokens, index):
        return False
    if index > 0 and tokens[index].text in _BY and tokens[index - 1].text in DIFFERING:
        index -= 1
    if index >= 0 and tokens[index].text in _ANSWERING:
        index -= 1
        while index >= 0 and tokens[index].kind in _PASSING:
            index -= 1
        return index >= 0 and tokens[index].kind is Kind.PERCENT and not _is_level(tokens, index)
    if index >= 1 and tokens[index].kind is Kind.LABEL:
        # «nhiều hơn nhập khẩu 113 triệu USD»
        while index >= 1 and (tokens[index].kind is Kind.LABEL or is_noun(tokens[index])):
            index -= 1
        led = tokens[index].text
        return led in COMPARATIVES or led == "vượt" or led.endswith(" hơn")
    if index >= 1 and tokens[index].kind is Kind.PERIOD:
        # «nhiều hơn năm trước 113 triệu USD»
        while index >= 1 and tokens[index].kind in (Kind.PERIOD, Kind.COMPARED, Kind.ATTRIBUTE):
            index -= 1
        return tokens[index].text in COMPARATIVES
    if index >= 1 and tokens[index].kind in (Kind.ESTIMATE, Kind.PLAN, Kind.TARGET):
        # «cao hơn số ước tính 258 triệu USD»
        index -= 1
        while index > 0 and tokens[index].text in _FOREKNOWN:
            index -= 1
        return tokens[index].text in COMPARATIVES
    return index >= 0 and tokens[index].text in DIFFERING


def _is_level(tokens: Sequence[Token], index: int) -> bool:
    """«hoàn thành 71,4%, tương ứng 894 triệu USD»: whether a percentage is of what was reached."""
    index -= 1
    while index > 0 and tokens[index].text in HEDGES:
        index -= 1
    return index >= 0 and tokens[index].text in _REACHING


def _is_reckoned(tokens: Sequence[Token], index: int) -> bool:
    """«Cộng thêm 38,2 triệu USD qua cảng Cửa Việt, …»: at the head of its clause what makes up a
    whole with others, and no rise of anything."""
    if index > 0 and tokens[index].text == "thêm" and tokens[index - 1].text in RECKONING:
        index -= 1
    elif index < 0 or not tokens[index].text.endswith(" thêm"):
        return False
    if tokens[index].text.removesuffix(" thêm") not in RECKONING:
        return False
    led = index == 0 or tokens[index - 1].kind is Kind.STOP or tokens[index - 1].text in _IF
    return led or tokens[index - 1].kind is Kind.PLACE


def _is_signed(tokens: Sequence[Token], position: int) -> bool:
    """«tăng 1,8% (+305,3 triệu USD)»: a sign makes it a change, unless it is a balance's own."""
    if position < 2 or tokens[position].text[0] not in SIGNS:
        return False
    index = position - 1
    while index > 0 and (tokens[index].kind is Kind.STOP or tokens[index].text in _OR):
        index -= 1
    if tokens[index].kind is Kind.OPEN:
        index -= 1
    return tokens[index].kind in (Kind.PERCENT, Kind.MONEY, Kind.PERIOD)
