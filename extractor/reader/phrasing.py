"""Several tokens of a sentence that say one thing: a part of its whole, and a name told twice.

«hàng địa phương thì xuất được …» is the place's own goods, which are exported. What is told of may
be named twice, or explained, before its amount («phần bán ra, tức xuất khẩu, đạt …», «xuất khẩu địa
phương, nghĩa là hàng do tỉnh làm ra, đạt …»).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import dropwhile

from extractor.folding import Folded
from extractor.reader import enumeration
from extractor.reader.clearing import cleared
from extractor.reader.governed import governed
from extractor.reader.homemade import homemade
from extractor.reader.scoping import scoped
from extractor.reader.tokens import Kind, Token, Vocabulary, is_noun
from extractor.span import Span

_NAMED = re.compile(
    r" ?(?:(?:cũng |có |được |còn |ta |mà )?(?:tức|nghĩa|hiểu|gọi|nói cách khác|nói đúng hơn|hay)"
    r"(?: (?:là|còn|gọi|chính|cũng|nôm na|khác đi|gọn|được))*)(?!\w)"
)
"""Leads another name of what stands before it, or what it means."""
_EXPLAINED = re.compile(
    r" ?(?:(?:chủ yếu|phần lớn|đa phần|đa số|phần nhiều|hầu hết|nhất là|đặc biệt là|trước hết là"
    r"|gồm|bao gồm|chỉ gồm|chỉ tính|chỉ kể|không gồm|không kể|không tính|chưa kể|chưa tính|đã trừ"
    r"|sau khi trừ|không bao gồm|ngoại trừ|kể cả|tính cả|gồm cả|tính theo|đếm theo|vốn))(?!\w)"
)
"""Leads what it is made up of or how it is reckoned."""
_REGARDLESS = re.compile(
    r" ?(?:bất kể|bất luận|không phân biệt|không cứ|không cần biết|cho dù|dù|dẫu|mặc cho)(?!\w)"
)
"""Leads what makes no difference."""
_WHICHEVER = re.compile(r"(?<!\w)(?:nào|đâu|ai|gì|hay)(?!\w)")
_ANY_GOODS = frozenset({"hàng", "hàng hóa", "lô hàng", "lô hàng hóa"})
_BY = frozenset({"do", "được", "mà"})
_OFFICES = frozenset(
    {"cục", "chi cục", "hải quan", "đơn vị", "các đơn vị", "các", "của", "tỉnh", "thành phố", "tp"}
)
_FIRMS = frozenset({"doanh nghiệp", "dn"})
_FORMER = frozenset({"cũ", "trước đây", "trước kia"})
_OWN = re.compile(r" (?:của )?(địa phương)\Z")
_THIS = frozenset({"này", "đó", "ấy", "trên", "nói trên", "kể trên", "nêu trên"})
_HEADS = re.compile(r"(?:chiều|phía|bên|khoản|chênh lệch|tiền|vế|mục|đầu)(?!\w)")
"""Nouns of what is measured, whatever it is called."""
_PARTED = re.compile(r"[^\W_]+(?: [^\W_]+)*(?=,| -|-|/|\Z)")
"""The names in one of both: «xuất, nhập khẩu»."""
_GIVERS = 8
"""Tokens behind a plan among which it is told who set it."""
_GIVING = frozenset({"giao", "đề ra", "đặt ra", "thông qua", "phê duyệt", "quyết nghị"})
_LONGEST = 30
"""Tokens that an explanation has at most."""
_QUIET = (Kind.NEUTRAL, Kind.ATTRIBUTE, Kind.ESTIMATE, Kind.PLACE, Kind.PERIOD)
_PART = Kind.INCLUDING
_ENDING = (Kind.MONEY, Kind.PERCENT, Kind.OPEN, Kind.CLOSE, Kind.FOREIGN)
_ADVERBS = frozenset({"thì", "đã", "chỉ", "mới", "cũng", "vẫn", "còn", "lại", "được", "đem", "đưa"})


def phrased(
    folded: Folded,
    tokens: list[Token],
    wholes: Mapping[frozenset[str], str],
    words: Vocabulary,
) -> list[Token]:
    """The tokens with every such phrase as one scope, and with a part named only as that."""
    tokens = cleared(folded, _pointed(_both(tokens, wholes, words), words), words)
    tokens = homemade(folded, governed(tokens, words.meaning), wholes, words.own)
    tokens = _apposed(folded, scoped(folded, _unconceded(folded, tokens), words))
    _name_parts(tokens, wholes)
    _name_handled(tokens, words)
    _quiet_givers(tokens)
    _quiet_former(tokens)
    _single_out(tokens)
    return tokens


def _both(
    tokens: list[Token], wholes: Mapping[frozenset[str], str], words: Vocabulary
) -> list[Token]:
    """«Xuất, nhập khẩu lần lượt đạt 250 và 160 triệu USD»: one name of both, which have two
    numbers in their order."""
    found: list[Token] = []
    for index, token in enumerate(tokens):
        found.append(token)
        if token.kind is not Kind.LABEL or not _has_two(tokens, index):
            continue
        names = [*_PARTED.finditer(token.text.lower())]
        meant = [words.meaning.get(name.group(), (Kind.WORD, None)) for name in names]
        measures = [str(measure) for kind, measure in meant if kind is Kind.LABEL]
        if len(measures) != 2 or wholes.get(frozenset(measures)) != token.mention:
            continue
        begin = token.span.start
        first, second = (
            replace(
                token, span=Span(begin + m.start(), begin + m.end()), text=m.group(), mention=of
            )
            for m, of in zip(names, measures, strict=True)
        )
        gap = Span(first.span.end, first.span.end + 1)
        found[-1:] = [first, Token(Kind.STOP, gap, ","), second]
    return found


def _has_two(tokens: Sequence[Token], index: int) -> bool:
    """Whether two numbers of the name there follow, one each and of one place and time."""
    places = 0
    for at in range(index + 1, len(tokens)):
        token = tokens[at]
        if token.kind is Kind.RESPECTIVELY:
            behind = dropwhile(
                lambda i: tokens[i].kind in (Kind.NEUTRAL, Kind.ATTRIBUTE, Kind.ESTIMATE),
                range(at + 1, len(tokens)),
            )
            first = next(behind, None)
            if first is None:
                return False
            run = enumeration.amounts(tokens, first) or enumeration.percentages(tokens, first)
            return run is not None and len(run.positions) == 2
        places += token.kind is Kind.PLACE
        if token.kind not in _QUIET or places > 1:
            return False
    return False


def _pointed(tokens: list[Token], words: Vocabulary) -> list[Token]:
    """«kim ngạch xuất khẩu của địa phương này»: of the place spoken of, and no goods of its own."""
    found: list[Token] = []
    for index, token in enumerate(tokens):
        found.append(token)
        behind = tokens[index + 1 : index + 2]
        own = _OWN.search(token.text) if token.kind is Kind.LABEL else None
        if own is None or not behind or behind[0].text not in _THIS:
            continue
        name = token.text[: own.start()]
        kind, measure = words.meaning.get(name, (Kind.WORD, None))
        if kind is Kind.LABEL:
            start = token.span.start
            found[-1] = replace(
                token, span=Span(start, start + len(name)), text=name, mention=measure
            )
            at = start + own.start(1)
            place = Token(Kind.NEUTRAL, Span(at, token.span.end), own[1])
            found.append(place)
    return found


def _quiet_givers(tokens: list[Token]) -> None:
    """«chỉ tiêu 1,5 tỷ USD HĐND tỉnh giao», «kế hoạch Chính phủ giao»: who set a plan."""
    for index, token in enumerate(tokens):
        if token.kind is not Kind.PLAN:
            continue
        for end in range(index + 1, min(index + 1 + _GIVERS, len(tokens))):
            if tokens[end].text.lower() in _GIVING:
                tokens[index + 1 : end + 1] = [_quiet(t) for t in tokens[index + 1 : end + 1]]
                break
            if tokens[end].kind not in (*_QUIET, Kind.WORD, Kind.MONEY):
                break


def _single_out(tokens: list[Token]) -> None:
    """«doanh nghiệp lớn nhất tỉnh», «đơn vị có kim ngạch cao nhất»: one company among all."""
    for index, token in enumerate(tokens):
        if token.kind is not Kind.NEUTRAL or token.text not in _FIRMS:
            continue
        end = index + 1
        while end < len(tokens) and (tokens[end].kind is Kind.LABEL or tokens[end].text == "có"):
            end += 1
        behind = " ".join(t.text for t in tokens[end : end + 2]).split()
        if behind[1:2] == ["nhất"]:
            tokens[index] = replace(token, kind=Kind.COMPANY)


def _quiet_former(tokens: list[Token]) -> None:
    """«phía Gia Lai cũ ước …»: a place as it was before it was merged."""
    for index, token in enumerate(tokens[1:], 1):
        if token.text in _FORMER and tokens[index - 1].kind is Kind.PLACE:
            tokens[index] = _quiet(token)


def _unconceded(folded: Folded, tokens: list[Token]) -> list[Token]:
    """The tokens without «, bất kể chủ hàng ở tỉnh nào»: what makes no difference, and no number.

    A question word makes it so; the marks around it go, but for one that leads what is told.
    """
    found: list[Token] = []
    position = 0
    while position < len(tokens):
        end = _conceded(folded, tokens, position)
        if end is None:
            found.append(tokens[position])
            position += 1
        else:
            position = end + 1 if tokens[end].text == "," else end
    return found


def _conceded(folded: Folded, tokens: Sequence[Token], start: int) -> int | None:
    """Where a concession that the comma or dash at ``start`` parts off ends."""
    mark = tokens[start]
    if mark.kind is not Kind.STOP or mark.text not in ",-":
        return None
    match = _REGARDLESS.match(folded.lower, mark.span.end)
    if match is None:
        return None
    for index in range(start + 1, min(start + _LONGEST, len(tokens))):
        token = tokens[index]
        if token.kind in (*_ENDING, Kind.LABEL, Kind.NUMBER):
            return None
        if token.kind is Kind.STOP:
            inner = folded.lower[match.end() : token.span.start]
            return index if _WHICHEVER.search(inner) else None
    return None


def _name_handled(tokens: list[Token], words: Vocabulary) -> None:
    """«hàng do Cục Hải quan Hải Phòng làm thủ tục»: all goods that an office has to do with."""
    for index, token in enumerate(tokens):
        if token.text not in _ANY_GOODS or tokens[index + 1 : index + 2] == []:
            continue
        if tokens[index + 1].text not in _BY or (index and tokens[index - 1].kind is Kind.LABEL):
            continue
        end = index + 2
        while end < len(tokens) and (
            tokens[end].kind is Kind.PLACE or tokens[end].text in _OFFICES
        ):
            end += 1
        handled = index + 2 < end < len(tokens) and tokens[end].text in words.handled
        if handled and not (end + 1 < len(tokens) and tokens[end + 1].kind is Kind.LABEL):
            tokens[index] = replace(token, kind=Kind.LABEL, mention=words.goods)


def _apposed(folded: Folded, tokens: list[Token]) -> list[Token]:
    """The tokens with another name in the place of the first, and without what explains a name.

    Both stand in brackets, or between two commas or dashes, right before the amount's verb.
    """
    position = 0
    while position < len(tokens):
        mark = tokens[position]
        if mark.kind is Kind.OPEN or (mark.kind is Kind.STOP and mark.text in ",-"):
            end = _closing(tokens, position)
            if end is not None and _leads_to_amount(tokens, end):
                inner = tokens[position + 1 : end]
                named = _NAMED.match(folded.lower, mark.span.end)
                start = _start(tokens, position)
                if (named or mark.kind is Kind.OPEN) and (name := _name(inner, named)):
                    if _is_of_measure(folded, tokens[start:position]):
                        before = [_quiet(t) for t in tokens[start:position]]
                        tokens = [*tokens[:start], *before, *name, *tokens[end + 1 :]]
                elif (named or _EXPLAINED.match(folded.lower, mark.span.end)) and _is_named(
                    tokens[start:position], inner
                ):
                    tokens = [*tokens[:position], *tokens[end + 1 :]]
        position += 1
    return tokens


def _closing(tokens: Sequence[Token], start: int) -> int | None:
    """Where what the mark at ``start`` opens is closed, with no number in it."""
    mark = tokens[start]
    for index in range(start + 1, min(start + _LONGEST, len(tokens))):
        token = tokens[index]
        if token.kind is Kind.CLOSE if mark.kind is Kind.OPEN else token.text == mark.text:
            if mark.text == "," and not _leads_to_amount(tokens, index):
                continue  # a list of what it is made up of
            return index if index > start + 1 else None
        if token.kind in (Kind.MONEY, Kind.PERCENT, Kind.NUMBER, Kind.SCOPE) or token.text in ".;:":
            return None
    return None


def _leads_to_amount(tokens: Sequence[Token], end: int) -> bool:
    """Whether a verb and an amount follow at once, of no other name."""
    for index in range(end + 1, len(tokens)):
        if tokens[index].kind is Kind.MONEY:
            return index > end + 1
        if tokens[index].kind not in _QUIET:
            return False
    return False


def _start(tokens: Sequence[Token], position: int) -> int:
    """Where the clause before the mark at ``position`` begins."""
    while position and tokens[position - 1].kind not in (Kind.STOP, Kind.OPEN, _PART):
        position -= 1
    return position


def _name(inner: Sequence[Token], named: re.Match[str] | None) -> list[Token]:
    """The measure's name where the tokens are nothing else, behind the words that lead it."""
    own = [t for t in inner if named is None or t.span.start >= named.end()]
    while own and is_noun(own[0]):
        own = own[1:]
    labels = [t for t in own if t.kind is Kind.LABEL]
    alone = all(t.kind in (Kind.LABEL, Kind.PLACE) or t.kind is Kind.NEUTRAL for t in own)
    return labels[-1:] if own and own[0].kind is Kind.LABEL and alone else []


def _is_of_measure(folded: Folded, before: Sequence[Token]) -> bool:
    """Whether a clause is about something measured, as «phần tỉnh làm ra», and no goods."""
    for token in before:
        head = _HEADS.match(folded.lower, token.span.start)
        if head is not None or token.kind is Kind.LABEL or is_noun(token):
            end = head.end() if head is not None else token.span.end
            behind = next((t for t in before if t.span.start >= end), None)
            return behind is None or behind.kind not in (Kind.WORD, Kind.FOREIGN, Kind.COMPANY)
        if token.kind not in _QUIET:
            return False
    return False


def _is_named(before: Sequence[Token], inner: Sequence[Token]) -> bool:
    """Whether a clause ends in a measure's name, and nothing goes on within the explanation."""
    for token in reversed(before):
        if token.kind is Kind.LABEL:
            return bool(inner)
        if token.kind not in _QUIET:
            return False
    return False


def _quiet(token: Token) -> Token:
    kinds = (Kind.WORD, Kind.LABEL)
    return replace(token, kind=Kind.NEUTRAL, mention=None) if token.kind in kinds else token


def _name_parts(tokens: list[Token], wholes: Mapping[frozenset[str], str]) -> None:
    """«xuất khẩu hàng hóa qua cửa khẩu», «hàng địa phương chỉ xuất được»: of the part alone.

    A whole's name that the name of one of its parts leads with nothing to part them but a list of
    what it is; or that has it right behind its amount («xuất được 14 triệu USD hàng địa phương»).
    """
    led: str | None = None
    listed = False
    named: int | None = None
    for index, token in enumerate(tokens):
        behind = index > 0 and tokens[index - 1].kind is Kind.MONEY
        if token.kind is Kind.LABEL:
            if behind and named is not None and not _leads_amount(tokens, index):
                whole = tokens[named].mention
                if wholes.get(frozenset((token.mention,))) == whole:
                    tokens[named] = replace(tokens[named], mention=token.mention)
                    tokens[index] = replace(token, kind=Kind.NEUTRAL, mention=None)
                    continue
            named = index
            if any(led in parts and whole == token.mention for parts, whole in wholes.items()):
                tokens[index] = replace(token, kind=Kind.NEUTRAL, mention=None)
            else:
                led = token.mention
            listed = False
        elif (
            token.text == "," and tokens[index + 1 : index + 2] and tokens[index + 1].kind is _PART
        ):
            continue
        elif token.kind is _PART and led is not None:
            listed = True
        elif led is not None and (
            token.kind in (Kind.MONEY, Kind.PERCENT)
            or token.text == ";"
            or not (listed or is_noun(token) or token.kind is Kind.PERIOD or token.text in _ADVERBS)
        ):
            led = None


def _leads_amount(tokens: Sequence[Token], index: int) -> bool:
    """Whether the name there has an amount of its own."""
    for token in tokens[index + 1 :]:
        if token.kind in (Kind.MONEY, Kind.PERCENT):
            return token.kind is Kind.MONEY
        if token.kind in (Kind.STOP, Kind.LABEL):
            return False
    return False
