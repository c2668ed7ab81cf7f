"""Phrases of several tokens that say what of a place's trade is counted: each is one scope.

«nếu kể cả hàng quá cảnh, tạm nhập tái xuất và hàng khai ở nơi khác thì …», «tách riêng loại hình
kinh doanh, …», «của các doanh nghiệp trong tỉnh, …», however much they list. Two figures of one
measure, place and period, of which one has such a phrase, are two counts and no contradiction.
How such a phrase is put together is the language's, what is counted in it the schema's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractor.folding import Folded, fold_phrase
from extractor.numbers.place import is_site
from extractor.reader.lexicon import WORTH
from extractor.reader.tokens import OF_NAME, Kind, Token, Vocabulary, any_of, is_noun
from extractor.schema import Counting
from extractor.span import Span

_AND = r"(?:còn |nhưng |song |và )?"
_LED = rf"{_AND}(?:nếu |khi )?"
_HOW = (
    r"(?P<how>(?:chỉ |chưa |không )?(?:tính|kể|lấy|xét|gộp|cộng|gồm|bao gồm|thêm|loại trừ|trừ|loại"
    r"|đếm|bỏ|gạt)"
    r"(?: (?:gộp|chung|riêng|luôn|thêm|vào|ra|đi|bỏ|bớt|rộng|cả|mọi|tất cả|toàn bộ|hết)){0,4})"
)
_COUNTED = re.compile(
    r"(?:^|.* )(?:cả|thêm|luôn|chung|gộp|hết|tất cả|toàn bộ|mọi|trừ|loại|bớt|không|chưa"
    r"|(?:bỏ|gạt) (?:ra|đi|bỏ)|chỉ)(?!\w)"
)
"""How a phrase says so without «nếu»: «gồm hàng dệt may» only lists."""
_ONLY = re.compile(r"(?<!\w)(?:riêng|chỉ|hẹp|gọn|tách|bóc|khoanh|thu hẹp|giới hạn)(?!\w)")
_TOGETHER = re.compile(r"tính chung")
"""Leads all goods of a name («tính chung hàng hóa xuất nhập khẩu»), and none beside."""
_SHORT = re.compile(
    r"(?:nếu |khi )?(?:(?:không|chưa) (?:tính|kể|gồm|cộng|gộp)(?: (?:vào|thêm|cả))?"
    r"|(?:trừ|loại|bỏ)(?: (?:đi|ra|hết)){1,2})(?: (?:phần|khoản|số) (?:này|đó|ấy))?"
    r"(?= (?:thì|chỉ|còn|là|đạt|ước|được|con số|[0-9]))"
)
"""Behind what is counted in: that this is left out («không tính thì chỉ 401,6 triệu USD»)."""
_SENSE = re.compile(
    rf"{_LED}"
    r"(?P<how>(?:(?:tính|đo|xét|đếm|hiểu|nhìn) )?(?:theo|ở|trong|trên|với) )"
    r"(?:nghĩa|phạm vi|diện|cách (?:tính|đếm|hiểu)) (?:hẹp|rộng)(?: (?:hơn|nhất|hẳn))?(?!\w)"
)
"""In how wide a sense an amount is told."""
_SEATED = frozenset({"đóng", "đặt", "trụ", "sở", "khác", "ngoài", "đăng", "ký", "lân", "cận"})
_SAYING_WHERE = (Kind.NEUTRAL, Kind.ATTRIBUTE, Kind.PERIOD)
_TERRITORY = re.compile(r"(?<!\w)(?:tỉnh|thành phố|tp|địa bàn|địa phương)(?!\w)")
_HAVING = frozenset({"có", "đã", "không", "chưa"})
_WITHOUT = frozenset({"trừ", "loại trừ", "ngoại trừ", "kể", "tính", "kể cả"})
_WHOLLY = WORTH | {"cả", "luôn", "thêm", "kể cả"}
_LED_BY = 4
"""Tokens behind such a phrase among which the first gate stands."""
_GOODS = 4
"""Words of goods that a name counts in at most."""
_MOST = 6
"""Words of what goods are told with at most."""
_WITH = frozenset({"và", "cùng", "lẫn", "cộng", "với"})
_ENDING = (Kind.MONEY, Kind.PERCENT, Kind.OPEN, Kind.CLOSE, Kind.FOREIGN)
_REACHING = frozenset(
    {"đạt", "là", "được", "lên", "lên tới", "lên đến", "còn", "chỉ còn", "ước đạt"}
)


@dataclass(frozen=True, slots=True)
class _Leads:
    """What begins a phrase of what is counted, each with its verb as the group ``how``.

    ``counting`` leads what an amount has in it or leaves out, ``alone`` a way of which alone it is,
    ``aside`` what is left out, between a verb and where it is put, ``basis`` what it is reckoned
    by, ``owners`` the enterprises whose figures it is.
    """

    counting: re.Pattern[str]
    alone: re.Pattern[str]
    aside: re.Pattern[str]
    basis: re.Pattern[str]
    owners: re.Pattern[str]


@lru_cache(maxsize=8)
def _leads(counting: Counting, nouns: tuple[str, ...]) -> _Leads:
    """The patterns that a schema's words make."""
    kinds, ways, passing, goods = map(
        _any, (counting.kinds, counting.ways, counting.passing, nouns)
    )
    counted = _any((*counting.things, *counting.kinds, *counting.ways, *counting.passing))
    return _Leads(
        counting=re.compile(
            rf"{_AND}(?P<if>nếu |khi )?{_HOW} (?:(?:số|lượng|phần|các|những|lô) ){{0,2}}{counted}"
        ),
        alone=re.compile(
            rf"{_LED}(?P<how>(?:(?:chỉ|tính|kể|lấy|xét|đếm|tách|bóc|bóc tách|khoanh|thu hẹp"
            r"|giới hạn|nhìn|với|đối với|riêng|lại|ra|ở|trong|vào|hẹp|gọn) ){1,5})"
            r"(?:(?:số|lượng|phần|các|những|mảng|nhóm) ){0,2}"
            rf"(?:{kinds}(?! {passing})|{goods} {ways})"
        ),
        aside=re.compile(
            rf"{_LED}(?P<how>(?:gạt|bỏ|bóc|tách|trừ|loại|để|lấy)(?: riêng)?)"
            rf" (?:(?:hết|bớt|các|những|số|lượng|phần|khối) ){{0,2}}{counted}[^,.;:()0-9]{{0,60}}?"
            r" (?:ra|đi|sang một bên|sang bên|qua một bên|ra ngoài|riêng ra)(?=,| thì)"
        ),
        basis=re.compile(
            rf"{_LED}(?P<how>(?:tính|đo|xét|đếm|thống kê|căn cứ|dựa|kể)"
            r"(?: (?:theo|trên|vào)){1,2})"
            r" (?:(?:các|những|số|cách) ){0,2}(?:(?:nơi|chỗ|địa điểm|doanh nghiệp|trụ sở|chủ hàng"
            rf"|lô hàng|cửa khẩu|cơ quan)(?!\w)|{kinds})"
        ),
        owners=re.compile(
            rf"{_LED}(?P<how>(?:(?:của|do|với|từ|tính|kể|xét|đếm|lấy|gộp|cộng|chỉ|riêng|cả|thêm"
            rf"|tất cả|mọi|toàn bộ|tách|bóc|phần|con số|số|mức|{goods}) ){{1,6}})"
            r"(?:(?:các|khối|những) ){0,2}(?:doanh nghiệp|đơn vị|chủ hàng|cơ sở)(?!\w)"
        ),
    )


def _any(phrases: tuple[str, ...]) -> str:
    return any_of(map(fold_phrase, phrases))


def scoped(folded: Folded, tokens: Sequence[Token], words: Vocabulary) -> list[Token]:
    """The tokens with each phrase of what is counted as one scope.

    What the schema knows as a subject of its own, as goods of one sort, is no scope where it alone
    is counted. A period within it still holds for what follows, and the place of its enterprises.
    """
    found: list[Token] = []
    position = 0
    while position < len(tokens):
        token = tokens[position]
        if (short := _left_out(folded, found, token)) is not None:
            while tokens[position].span.end < short.end:
                position += 1
            found.append(Token(Kind.SCOPE, short, short.of(folded.text)))
            position += 1
            continue
        begin, placed = token.span.start, False
        end = _scope_end(tokens, position)
        mention = None
        if end is not None:
            while found and found[-1].text in _HAVING:
                begin = found.pop().span.start
        elif (end := _with_end(tokens, position)) is not None:
            mention = OF_NAME
        elif (phrase := _phrase(folded, tokens, position, words)) is not None:
            begin, end, placed = phrase
        if end is None or _parts_gates(tokens, position, end):
            found.append(token)
            position += 1
            continue
        whole = Span(begin, tokens[end - 1].span.end)
        if placed:
            found += [t for t in tokens[position:end] if t.kind is Kind.PLACE]
        found.append(Token(Kind.SCOPE, whole, whole.of(folded.text), mention))
        found += [t for t in tokens[position:end] if t.kind is Kind.PERIOD]
        position = end
    return found


def _parts_gates(tokens: Sequence[Token], start: int, end: int) -> bool:
    """«Xét theo cửa khẩu, Mộc Bài dẫn đầu với …»: a whole told gate by gate, and no other count."""
    behind = [t for t in tokens[end : end + _LED_BY] if t.kind not in (Kind.NEUTRAL, Kind.STOP)]
    gates = any(t.text == "cửa khẩu" for t in tokens[start:end])
    return (
        gates and bool(behind) and behind[0].kind is Kind.PLACE and is_site(behind[0].mention.name)
    )


def _left_out(folded: Folded, before: Sequence[Token], token: Token) -> Span | None:
    """Where a clause begins with words that leave out what was counted in before."""
    if not before or before[-1].kind is not Kind.STOP:
        return None
    match = _SHORT.match(folded.lower, token.span.start)
    counted = match is not None and any(t.kind is Kind.SCOPE for t in before)
    return Span(*match.span()) if match is not None and counted else None


def _scope_end(tokens: Sequence[Token], start: int) -> int | None:
    """«xuất khẩu kể cả dầu thô ước đạt …»: where what a name counts in ends.

    Goods right behind a name and before its verb, time or estimate, which have no amount of their
    own.
    """
    token = tokens[start]
    if token.kind is not Kind.INCLUDING and token.text not in _WITHOUT:
        return None
    led = start - 1
    while led >= 0 and (is_noun(tokens[led]) or tokens[led].text in _HAVING):
        led -= 1
    if led < 0 or tokens[led].kind is not Kind.LABEL:
        return None
    end = start + 1
    while end < len(tokens) and (tokens[end].text in _WHOLLY or is_noun(tokens[end])):
        end += 1
    first = end
    while end < len(tokens) and tokens[end].kind in (Kind.WORD, Kind.FOREIGN):
        end += 1
    if not first < end <= first + _GOODS or end >= len(tokens):
        return None
    verb = tokens[end]
    if verb.kind not in (Kind.ESTIMATE, Kind.PERIOD) and verb.text not in _REACHING:
        return None
    amounts = 0
    for behind in tokens[end:]:
        if behind.text == ";" or behind.kind in (Kind.OPEN, Kind.LABEL):
            break
        amounts += behind.kind is Kind.MONEY
    return end if amounts == 1 else None


def _with_end(tokens: Sequence[Token], start: int) -> int | None:
    """«xuất khẩu hàng hóa và doanh thu dịch vụ thu ngoại tệ đạt …»: where what goods are told with
    ends, before the name's verb, time or place."""
    if tokens[start].text not in _WITH or start < 2 or not is_noun(tokens[start - 1]):
        return None
    led = start - 1
    while led >= 0 and is_noun(tokens[led]):
        led -= 1
    if led < 0 or tokens[led].kind is not Kind.LABEL:
        return None
    end = start + 1
    if tokens[end : end + 1] == [] or tokens[end].kind is Kind.FOREIGN:
        return None  # «hàng hóa và dịch vụ» is one name
    foreign = False
    while end < len(tokens) and (tokens[end].kind in (Kind.WORD, Kind.FOREIGN)):
        foreign = foreign or tokens[end].kind is Kind.FOREIGN
        end += 1
    return end if foreign and end <= start + 1 + _MOST else None


def _phrase(
    folded: Folded, tokens: Sequence[Token], position: int, words: Vocabulary
) -> tuple[int, int, bool] | None:
    """Where the words of a scope begin that the token at ``position`` leads, the token at which it
    ends, and whether it says whose the figures are."""
    token = tokens[position]
    if token.kind in (Kind.STOP, Kind.MONEY, Kind.PERIOD, Kind.PLACE, Kind.LABEL):
        return None
    lower, start = folded.lower, token.span.start
    leads = _leads(words.counting, words.nouns)
    match = leads.counting.match(lower, start)
    if match is not None and _TOGETHER.fullmatch(match["how"]):
        return None
    if match is None or not (match["if"] or _COUNTED.match(match["how"])):
        match = leads.alone.match(lower, start)
        if match is None or not _ONLY.search(match["how"]):
            match = leads.basis.match(lower, start)
    if match is not None:
        basis = leads.basis.match(lower, start) is not None
        end = _end(tokens, position, match.end(), basis=basis)
        if end is not None and _ONLY.search(match["how"]):
            inner = tokens[end - 1].span.end
            if any(
                t.span.start >= match.end()
                and t.span.end <= inner
                and words.subjects.match(lower, t.span.start)
                for t in tokens[position:end]
            ):
                return None  # «chỉ tính hàng may mặc, con số là …»
        return (match.start("how"), end, False) if end is not None else None
    if (match := leads.aside.match(lower, start)) is not None:
        end = next((i for i in range(position, len(tokens)) if _begins(tokens, i, match)), None)
        return (match.start("how"), end, False) if end is not None else None
    heads = not position or tokens[position - 1].kind is Kind.STOP
    if heads and (match := _SENSE.match(lower, start)) is not None:
        end = next((i for i in range(position, len(tokens)) if _begins(tokens, i, match)), None)
        return (match.start("how"), end, False) if end is not None else None
    if heads and (match := leads.owners.match(lower, start)) is not None:
        end = _owners_end(folded, tokens, position, match.end())
        return (match.start("how"), end, True) if end is not None else None
    return None


def _begins(tokens: Sequence[Token], index: int, match: re.Match[str]) -> bool:
    return tokens[index].span.start >= match.end()


def _is_led(tokens: Sequence[Token], index: int) -> bool:
    """Whether an amount follows a verb at once."""
    while index < len(tokens) and tokens[index].kind in (Kind.NEUTRAL, Kind.ESTIMATE):
        index += 1
    return index < len(tokens) and tokens[index].kind is Kind.MONEY


def _owners_end(folded: Folded, tokens: Sequence[Token], start: int, behind: int) -> int | None:
    """«của các doanh nghiệp trong tỉnh, …»: the comma at which the phrase ends, or its verb.

    It only says where the enterprises are, and names no measure.
    """
    places = 0
    for index in range(start, len(tokens)):
        token = tokens[index]
        tells = token.text in _REACHING and _is_led(tokens, index + 1)
        if token.text in (",", ":", "thì") or tells:
            words = folded.lower[behind : token.span.start]
            return index if places or _TERRITORY.search(words) else None
        if token.kind is Kind.PLACE:
            places += 1
            if places > 1 or token.mention.kind == "foreign":
                return None
        elif token.kind not in _SAYING_WHERE and token.text not in _SEATED:
            return None
    return None


def _end(tokens: Sequence[Token], start: int, behind: int, *, basis: bool) -> int | None:
    """Where the phrase ends: at «thì», at the last comma before what is told, or at its verb.

    At a colon where it says by what is counted, the ``basis``, and not what is.
    """
    end = None
    for index in range(start + 1, len(tokens)):
        token = tokens[index]
        if token.span.start < behind:
            continue
        if token.text == "thì" or (token.text == ":" and basis and end is None):
            return index
        if token.kind is Kind.MONEY and end is None:
            end = index
            while tokens[end - 1].kind in (Kind.NEUTRAL, Kind.ATTRIBUTE, Kind.ESTIMATE):
                end -= 1
            return end if end > start + 1 and tokens[end].text in _REACHING else None
        paired = token.kind is Kind.LABEL and tokens[index - 1].text in (",", "và", "lẫn")
        if paired and tokens[index - 2].kind is Kind.LABEL:
            end = None  # «phần mở tờ khai xuất khẩu, nhập khẩu tại Cục …»
        if token.kind in _ENDING or (token.kind is Kind.LABEL and end is not None):
            break
        if token.kind is Kind.STOP:
            if token.text != ",":
                break
            end = index
    return end
