"""Whose measure a name is: alone, or made that of something else by the content beside it.

«xuất khẩu đạt 5 tỷ» is the measure, «xuất khẩu gạo đạt 5 tỷ», «hoa hồi khô xuất khẩu» and «thu từ
xuất khẩu» are not. All functions look at a sentence's tokens around a position and change nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import dropwhile, takewhile

from extractor.reader import partner
from extractor.reader.items import HAVING, NAMED, PLURAL, is_of_items, is_said_of_item
from extractor.reader.lexicon import MASSES
from extractor.reader.slots import Clause
from extractor.reader.tokens import Kind, Token, is_noun

_ADJECTIVES = frozenset({"chung", "nói chung"})
_ADVERBS = frozenset(
    {
        *("chỉ", "đã", "vẫn", "cũng", "mới", "còn", "đang", "từng", "lại", "đều"),
        *("tham gia", "được", "đem", "đưa"),
    }
)
"""Between a subject and its verb these part nothing («ngành tôm chỉ xuất khẩu được …»)."""
_SERVING = frozenset({"phục vụ", "đáp ứng", "đối với"})
_COMING = frozenset({"từ", "nhờ", "tiền", "cho"})
_ENDING = (Kind.MONEY, Kind.PERCENT, Kind.LABEL, Kind.OPEN, Kind.CLOSE)
_REACH = 6
"""Tokens behind a name among which its verb's amount stands."""
TERRITORIES = frozenset(
    {"địa phương", "tỉnh", "tỉnh thành", "thành phố", "nơi", "cửa khẩu", "các cửa khẩu"}
)
_BEFORE_NAME = frozenset({"toàn bộ", "tất cả", "cả", "được", "đã"})
_POINTING = frozenset({"đó", "đây", "cũng", "chính"})
_MADE_OF = frozenset(
    {"từ", "để", "cho", "nhờ", "là", "vào", "qua", "thuộc", "thuộc về", "đến từ", "nằm ở"}
)
_IN = frozenset({"ở", "tại", "vào", "bên", "nằm ở"})
_COLUMNS = frozenset({"cột", "dòng", "ô", "mục", "phần", "vế", "khoản", "bên", "phía", "chiều"})
"""Parts of a table or a reckoning."""
_TRADING = TERRITORIES | {
    *("cả nước", "nước ta", "cả tỉnh", "toàn tỉnh", "toàn thành phố", "trong tỉnh", "của tỉnh"),
    *("các", "doanh nghiệp", "các doanh nghiệp", "trên địa bàn", "đã", "chúng ta", "của", "ta"),
}
"""Who trades what is a place's trade, and words between."""
_SHARED = frozenset({"tiền", "của", "trong", "tổng", "toàn bộ", "cả"})
_CONSISTING = frozenset({"là", "thuộc", "thuộc về", "do", "đến từ", "nằm ở", "từ"})
_LISTING = frozenset({"là", "gồm", "có", "như"})
_ZONES = frozenset({"kcn", "kcx", "ccn", "kkt", "khu chế xuất"})
_ZONED = frozenset({"công", "kinh", "chế xuất"})
"""«khu công nghiệp», «khu kinh tế»: zones that have a part of a place's trade."""
_CHOSEN = frozenset({"chủ lực", "chủ đạo", "chính", "chủ yếu", "này", "khác", "còn", "trên", "lớn"})
"""Behind «các mặt hàng» these choose some of all goods."""
_SORTS = frozenset({"một", "loại", "chủng loại", "nhóm hàng", "nhóm sản phẩm", "sản phẩm", "nhóm"})
_YIELD = re.compile(
    r"(?:với |tổng )?(?:diện tích|sản lượng|năng suất)"
    r"(?: (?:toàn tỉnh|cả tỉnh|của tỉnh|năm|đạt|là|hơn|gần|khoảng|trên|xấp xỉ|chừng|ước))*"
    r" (?:tấn|ha|tạ|nghìn tấn|triệu tấn|héc ta|hecta)(?:/ha)?"
)
"""How much is grown of what was told of."""
_FRACTION = re.compile(
    r"(?<!\w)(?:phần (?:lớn|nhiều|đông)|đa (?:phần|số)|hầu hết|gần (?:hết|trọn|như toàn bộ)|nửa"
    r"|\w+ phần (?:\w+ )?(?:hai|ba|tư|năm|sáu|bảy|tám|chín|mười))"
    r"(?: (?:của|trong|tổng|giá trị|trị giá|lượng|toàn bộ|cả))*\Z"
)
"""Words for how much of a whole something has."""
_CLAIMING = (Kind.WORD, Kind.FOREIGN, Kind.NARROWING)


def following(tokens: Sequence[Token], position: int) -> Token | None:
    """The first token behind ``position`` that is not an adjective of the name there."""
    for index in range(position + 1, len(tokens)):
        token = tokens[index]
        if not is_noun(token) and (token.kind is not Kind.NEUTRAL or token.text not in _ADJECTIVES):
            return token
    return None


def is_unit(tokens: Sequence[Token], index: int) -> bool:
    """«5,2 triệu tấn hàng hóa xuất nhập khẩu»: the word is what a number counts."""
    counted = index > 0 and tokens[index - 1].kind is Kind.NUMBER
    return counted and tokens[index].text in MASSES


def superseded(tokens: Sequence[Token], position: int) -> bool:
    """Whether a more specific name follows at once («kim ngạch xuất khẩu»)."""
    after = following(tokens, position)
    return after is not None and after.kind is Kind.LABEL


def leads_nowhere(tokens: Sequence[Token], position: int) -> bool:
    """«làm thủ tục cho 60.000 lượt xe»: a name that ends in a preposition, and no amount of it."""
    if not tokens[position].text.lower().endswith(" cho"):
        return False
    for token in tokens[position + 1 :]:
        if token.kind not in (Kind.NEUTRAL, Kind.ATTRIBUTE, Kind.ESTIMATE):
            return token.kind is not Kind.MONEY
    return True


def claimed(tokens: Sequence[Token], position: int, clause: Clause) -> bool:
    """Whether unknown content makes the name at ``position`` the measure of something else."""
    if clause.counted and tokens[clause.start].kind is Kind.ATTRIBUTE:
        return True  # «sản lượng thép đạt 3 triệu tấn, mang về giá trị xuất khẩu 524 triệu USD»
    if _of_crop(tokens, clause) or partner.is_named_before(tokens, position, clause.start):
        return True
    if is_said_of_item(tokens, position, clause):
        return True
    if _claimed_before(tokens, position, clause) or is_of_items(tokens, position, clause):
        return True
    after = following(tokens, position)
    if after is None:
        return False
    if after.text == "của":
        owner = following(tokens, position + 1)
        if owner is not None and owner.kind is Kind.WORD and owner.name:
            return True  # «xuất khẩu của Formosa»
    if _is_verb(tokens, position):
        return partner.narrowed(tokens, position)
    if _of_some(tokens, position):
        return True
    if after.kind in _CLAIMING and not _only_moves(tokens, position):
        return True
    if _of_sorts(tokens, position):
        return True
    if partner.narrowed(tokens, position):
        return True
    if after.kind is Kind.ATTRIBUTE and after.text in partner.LEADING:
        # «nhập siêu từ Trung Quốc»: with one partner.
        source = after.text == "từ"
        after = following(tokens, position + 1)
        if source and after is not None and after.kind in (Kind.WORD, Kind.NARROWING):
            return True  # «xuất khẩu từ cà phê»: what it comes of
        if after is not None and partner.is_pointed_to(after):
            return True
    return after is not None and partner.is_abroad(after)


def _of_crop(tokens: Sequence[Token], clause: Clause) -> bool:
    """«Diện tích 560 ha, sản lượng 3.100 tấn, giá trị xuất khẩu 4,2 triệu USD»: of what is grown.

    The clause before says how much there is of it and names nothing.
    """
    end = clause.start - 1
    if end < 1 or tokens[end].text != ",":
        return False
    start = end
    while start and tokens[start - 1].kind is not Kind.STOP:
        start -= 1
    words = " ".join(
        t.text.lower() for t in tokens[start:end] if t.kind in (Kind.WORD, Kind.NEUTRAL)
    )
    counted = any(t.kind is Kind.NUMBER for t in tokens[start:end])
    return counted and _YIELD.fullmatch(words) is not None


def _of_sorts(tokens: Sequence[Token], position: int) -> bool:
    """«nhập các loại phân bón», «xuất khẩu một số mặt hàng gỗ»: of the goods that are named."""
    words = [t for t in tokens[position + 1 : position + 5] if not is_noun(t)]
    several = any(t.text in PLURAL for t in tokens[position + 1 : position + 3])
    words = list(dropwhile(lambda t: t.text in PLURAL or t.text in _SORTS, words))
    return several and bool(words) and words[0].kind is Kind.WORD and words[0].text not in _CHOSEN


def _only_moves(tokens: Sequence[Token], position: int) -> bool:
    """«Hàng xuất đi: 1.571 triệu USD»: the way that goods go, and no one that they go to."""
    way, *behind = tokens[position + 1 : position + 4] or [tokens[position]]
    if way.kind is not Kind.NARROWING or " " in way.text:
        return False
    if behind and behind[0].text in ":-":
        behind = behind[1:]
    return bool(behind) and behind[0].kind in (Kind.MONEY, Kind.ESTIMATE)


def _of_some(tokens: Sequence[Token], position: int) -> bool:
    """«xuất khẩu mặt hàng chủ lực như hạt điều …», «… từ các công ty trong KCN»: of a part."""
    named = False
    for index in range(position + 1, len(tokens) - 1):
        token, behind = tokens[index], tokens[index + 1]
        low = token.text.lower()
        if low in _ZONES or (low == "khu" and behind.text.lower() in _ZONED):
            return True
        if named and (low in _CHOSEN or (low == "như" and behind.kind is Kind.WORD)):
            return True
        if token.kind in _ENDING or token.kind in (Kind.STOP, Kind.PERIOD, Kind.ESTIMATE):
            return False
        named = named or low.endswith(("mặt hàng", "sản phẩm"))
    return False


def _is_verb(tokens: Sequence[Token], position: int) -> bool:
    """«nhập khẩu ngốn 6,9 tỷ USD», «xuất khẩu neo ở mức 8 tỷ USD»: one word, before an amount.

    What is traded has several syllables or is known to the schema as something else.
    """
    word, *rest = tokens[position + 1 : position + 1 + _REACH] or [tokens[position]]
    if word.kind is not Kind.WORD or word.name:
        return False
    for token in rest:
        if token.kind is Kind.MONEY:
            return True
        if token.kind not in (Kind.NEUTRAL, Kind.ATTRIBUTE, Kind.ESTIMATE) and token.text != ",":
            return False
    return False


def shared(tokens: Sequence[Token], position: int, generic: frozenset[str]) -> bool:
    """«chiếm 80% kim ngạch xuất khẩu», «94% tiền nhập khẩu là …»: the whole that has shares.

    Also where the share is a word («chiếm quá nửa kim ngạch xuất khẩu», «Tôm gánh phần lớn kim
    ngạch»), unless a place has it, whose own is told then. The names in
    ``generic`` may stand before the one at ``position``.
    """
    words = (t.text.lower() for t in tokens[max(0, position - _REACH) : position])
    before = " ".join(word for word in words if word not in generic)
    if _FRACTION.search(before) is not None:
        own = takewhile(lambda t: t.kind is not Kind.STOP, reversed(tokens[:position]))
        led = next((t for t in reversed([*own]) if t.kind in NAMED), None)
        return led is None or led.kind is not Kind.PLACE or led.mention.kind == "foreign"
    index = position - 1
    close, equated = True, False
    while index >= 0 and tokens[index].kind in (Kind.NEUTRAL, Kind.ATTRIBUTE, Kind.LABEL):
        token = tokens[index]
        equated = equated or token.text == "là"
        close = close and (token.kind is Kind.LABEL or is_noun(token) or token.text in _SHARED)
        index -= 1
    if index >= 0 and tokens[index].kind is Kind.PERCENT:
        if close and _is_share(tokens, position):
            return True
        index, equated = index - 1, False
        while index >= 0 and tokens[index].kind is Kind.NEUTRAL:
            index -= 1
    # «Đóng góp lớn hơn là xuất khẩu với 3,2 tỷ USD»: what has the share.
    return index >= 0 and tokens[index].kind is Kind.PROPORTION and not equated


def _is_share(tokens: Sequence[Token], position: int) -> bool:
    """«gần 94% tiền nhập khẩu là tư liệu sản xuất»: what the share is follows."""
    after = following(tokens, position)
    return after is not None and after.text in _CONSISTING


def itemised(tokens: Sequence[Token], position: int, clause: Clause) -> bool:
    """«hàng xuất nhiều nhất là thanh long 287 triệu USD»: the amount is an item's."""
    content = False
    for index in range(position - 1, clause.start - 1, -1):
        token = tokens[index]
        if token.kind is Kind.WORD:
            content = True
        elif content and token.text in _LISTING:
            return True
        elif content or token.kind not in (Kind.NEUTRAL, Kind.ATTRIBUTE, Kind.ESTIMATE):
            return False
    return False


def is_of_goods(tokens: Sequence[Token], position: int, *, nameless: bool = False) -> bool:
    """«96 triệu USD gỗ nguyên liệu», «5 triệu USD hàng may mặc được nhập về»: worth of goods.

    What the schema knows as goods stands right behind the amount, or unknown words that a name goes
    with there.
    """
    index = position + 1
    while index < len(tokens) and is_noun(tokens[index]):
        index += 1
    if nameless and index < len(tokens) and tokens[index].text in _COMING:
        # «thu về 52 tỷ USD từ điện thoại»
        return tokens[index + 1 : index + 2] != [] and tokens[index + 1].kind is Kind.WORD
    first = index
    while index < len(tokens) and tokens[index].kind is Kind.WORD:
        index += 1
    if index == first:
        return False
    goods = tokens[first]
    if goods.name and goods.text[0].islower():
        return True
    while index < len(tokens) and tokens[index].text in _BEFORE_NAME:
        index += 1
    apart = nameless and index < len(tokens) and tokens[index].kind is Kind.FOREIGN
    return apart or (index < len(tokens) and tokens[index].kind is Kind.LABEL)  # «vốn FDI»


def name_behind(tokens: Sequence[Token], position: int, alone: bool) -> range | None:
    """The measure's name right behind an amount («156 triệu USD hàng xuất khẩu»).

    Or behind a word that says what the amount came of or went into, where the clause is ``alone``
    about that («tỉnh thu về 905 triệu USD từ xuất khẩu», «cả nước chi 229 tỷ USD để nhập hàng»).
    The range covers the tokens of one name, the most specific last.
    """
    first = _copula(tokens, position)
    if first < len(tokens) and tokens[first].text in _MADE_OF and alone:
        first += 1
    while first < len(tokens) and (is_noun(tokens[first]) or tokens[first].text in _BEFORE_NAME):
        first += 1
    first = _by_whom(tokens, _in_column(tokens, first))
    if first >= len(tokens) or tokens[first].kind is not Kind.LABEL:
        return None
    last = first
    while last + 1 < len(tokens) and tokens[last + 1].kind is Kind.LABEL:
        last += 1
    after = following(tokens, last)
    if after is not None and after.kind in (*_CLAIMING, Kind.MONEY, Kind.NUMBER):
        return None
    return range(first, last + 1)


def _in_column(tokens: Sequence[Token], first: int) -> int:
    """«27,3 tỷ USD ở cột xuất khẩu»: behind where in a table an amount stands, if that is said."""
    words = [t.text.lower() for t in tokens[first : first + 2]]
    return first + 2 if len(words) == 2 and words[0] in _IN and words[1] in _COLUMNS else first


def _by_whom(tokens: Sequence[Token], first: int) -> int:
    """«190 tỷ USD hàng hóa mà cả nước xuất khẩu», «… do tỉnh nhập về»: behind who traded."""
    if first >= len(tokens) or tokens[first].text not in ("mà", "do"):
        return first
    index = first + 1
    while index < len(tokens) and (
        tokens[index].text in _TRADING
        or (tokens[index].kind is Kind.PLACE and tokens[index].mention.kind != "foreign")
    ):
        index += 1
    return index if index > first + 1 else first


def _copula(tokens: Sequence[Token], position: int) -> int:
    """Where «: đó là …» or «, cũng là …» behind an amount ends, right behind it without one."""
    words = [t.text for t in tokens[position + 1 : position + 4]]
    if len(words) == 3 and words[0] in ",:-" and words[2] == "là" and words[1] in _POINTING:
        return position + 4
    if words[:2] == ["còn", "lại"]:
        return position + 3  # «6,45 tỷ USD còn lại là nhập khẩu»
    if words[:1] in ([","], ["-"], [")"]) and words[1:2] == ["là"] and _is_rest(tokens, position):
        return position + 3
    return position + 1


def _is_rest(tokens: Sequence[Token], position: int) -> bool:
    """«phần còn lại, 6,45 tỷ USD, là nhập khẩu»: the amount of the rest of a whole, set apart."""
    return [t.text for t in tokens[max(0, position - 3) : position - 1]] == ["còn", "lại"]


def _is_list_of_places(tokens: Sequence[Token], index: int) -> bool:
    """«xếp hạng những địa phương có kim ngạch xuất khẩu lớn:», whatever leads to them."""
    return (
        index > 1
        and tokens[-1].text == ":"
        and tokens[index].text in HAVING
        and tokens[index - 1].text in TERRITORIES
        and (tokens[index - 2].text in PLURAL or tokens[index - 2].kind is Kind.NUMBER)
    )


def _claimed_before(tokens: Sequence[Token], position: int, clause: Clause) -> bool:
    """Whether content before the name claims it: beside it, or with it as an attribute.

    Behind a period or a place only the clause's own subject still claims it («cà phê Gia Lai xuất
    khẩu …»).
    """
    attribute = apart = False
    bracketed = 0
    beside = True
    for index in range(position - 1, clause.start - 1, -1):
        token = tokens[index]
        if token.kind in (Kind.OPEN, Kind.CLOSE):
            bracketed += 1 if token.kind is Kind.CLOSE else -1
        if token.text == "nơi":
            continue  # «Đây cũng là nơi nhập khẩu nhiều nhất»: the place itself
        if is_unit(tokens, index) or bracketed > 0 or token.kind is Kind.OPEN:
            continue  # «nguyên liệu (bông, sợi) nhập khẩu …»: a bracket parts nothing
        if token.kind in (Kind.WORD, Kind.FOREIGN):
            if apart:
                return clause.subject is False
            return attribute or beside
        if token.text in _SERVING and clause.unknown and clause.subject is False:
            return True  # «vốn đầu tư hạ tầng phục vụ xuất khẩu»
        if token.kind is Kind.ATTRIBUTE or token.text in HAVING:
            # «sầu riêng … với kim ngạch xuất khẩu», «thu ngân sách 5 tỷ từ xuất khẩu»: the clause's
            # own subject has the measure.
            if _is_list_of_places(tokens, index):
                return False
            if clause.unknown and (clause.subject is False or clause.foreign):
                return True
            attribute = True
        elif token.kind in (Kind.PLACE, Kind.PERIOD, Kind.ESTIMATE) or token.text in _ADVERBS:
            apart = True  # «Hàng giày dép ước xuất 121 triệu USD»
        elif token.kind in (Kind.MONEY, Kind.PERCENT) or (
            token.kind is Kind.NEUTRAL and not is_noun(token) and not attribute
        ):
            return False
        beside = beside and (token.kind is Kind.LABEL or is_noun(token))
    return False
