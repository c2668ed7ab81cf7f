"""Nothing moves: what stands for itself in another order."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from itertools import pairwise

from benchmarks.perturbations.article import Given, Made
from benchmarks.perturbations.moving import GATES, PROVINCES
from extractor.folding import fold

_NAMES = "|".join((*PROVINCES, *GATES, "Việt Nam", "[Cc]ả nước"))
_MEASURE = re.compile(
    r"(?i)(?<!\w)(?:xuất|nhập|mua|bán|thương mại|kim ngạch|hai chiều|ngoại thương)(?!\w)"
)
_PLACE = re.compile(rf"(?<!\w)(?:{_NAMES})(?!\w)")
_TIME = re.compile(r"(?i)(?<!\w)(?:năm|tháng|quý|kỳ|ngày|20[0-9]{2})(?!\w)|[0-9]/[0-9]")
_YEAR = re.compile(r"(?i)(?:năm |tháng [0-9]+/|quý [IV]+/)20[0-9]{2}")
_AMOUNT = re.compile(r"[0-9] (?:triệu|tỷ) (?:USD|đô[ -]la Mỹ)")
_NUMBER = re.compile(r"(?i)[0-9] ?%|phần trăm|USD|đô[ -]la|(?<!\w)(?:triệu|tỷ)(?!\w)")
_LEANING = re.compile(
    r"(?i)(?<!\w)(?:này|đó|ấy|trên|riêng|còn|cũng|trong khi|ngược lại|như vậy|cụ thể|tương tự|"
    r"cộng|tính chung|tại đây|ngoài ra|bên cạnh|phần|lần lượt|cùng(?! kỳ))(?!\w)"
)
_AFTER = r"(?<=[.!?]) (?=[A-ZĐ0-9])"


def paragraphs_exchanged(article: Given, _: random.Random) -> Iterator[Made]:
    """Two paragraphs with amounts below the title, which both begin with what stands alone.

    Such a sentence names its measure, its place and its year beside an amount, and no word of it
    leans on what stands before; a paragraph goes with its first sentence.
    """
    lines = article.text.split("\n")
    told = [at for at, line in enumerate(lines) if _AMOUNT.search(fold(line).text)]
    for one, other in pairwise(told):
        if one > 1 and all(stands_alone(fold(lines[at]).text) for at in (one, other)):
            yield Made(exchanged(lines, one, other))


def stands_alone(paragraph: str) -> bool:
    first = re.split(_AFTER, paragraph)[0]
    names = (_MEASURE, _PLACE, _YEAR, _AMOUNT)
    ends = paragraph.rstrip().endswith((".", "!"))
    return ends and all(part.search(first) for part in names) and not _LEANING.search(first)


def asides_exchanged(article: Given, _: random.Random) -> Iterator[Made]:
    """A paragraph that names no measure, place, time and amount, with the one beside it."""
    lines = article.text.split("\n")
    prose = [at for at, line in enumerate(lines) if re.search(r"^.{80,}[.!?]$", line)]
    for one, other in pairwise(prose):
        beside = other == one + 2 and not lines[one + 1]
        if beside and any(is_aside(fold(lines[at]).text) for at in (one, other)):
            yield Made(exchanged(lines, one, other))


def is_aside(paragraph: str) -> bool:
    said = (_MEASURE, _PLACE, _TIME, _NUMBER, _LEANING)
    return not any(part.search(paragraph) for part in said)


def exchanged(lines: list[str], one: int, other: int) -> str:
    made = list(lines)
    made[one], made[other] = lines[other], lines[one]
    return "\n".join(made)


_REST = r"(?:[^;.\n]|[.](?=[0-9]))+"
_END = r"(?=[.](?:\s|$))"
_FLOW = r"(?:(?:kim ngạch|giá trị|trị giá) )?(?:hàng )?(?:xuất|nhập)(?: khẩu)?(?= )"
_FLOWS = re.compile(
    rf"(?im)(?:(?<=trong đó )|(?<=trong đó, )|(?<=: )|(?<=cụ thể, )|(?<=[.] )|^)"
    rf"(?P<one>{_FLOW}{_REST}); (?P<other>{_FLOW}{_REST}){_END}"
)
_NAMED = rf"(?:(?:tỉnh|cửa khẩu(?: quốc tế)?) )?(?:{_NAMES}) "
_PLACES = re.compile(
    rf"(?<=[:,] )(?P<one>{_NAMED}{_REST}); (?P<other>{_NAMED}{_REST}){_END}"
    rf"|(?m:(?<=[.] )|^)(?P<first>{_NAMED}{_REST}[.]) (?P<next>{_NAMED}{_REST}[.])(?=$|\s)"
)
_OPEN = re.compile(
    r"(?i)(?<!\w)(?:tháng|quý|năm|trước|trong|riêng|còn|gồm|này|đó|lần lượt|cả|hai)(?!\w)"
)
_ESTIMATED = re.compile(r"(?i)(?<!\w)(?:ước|khoảng|gần|xấp xỉ|dự kiến)(?!\w)")


def flows_exchanged(article: Given, _: random.Random) -> Iterator[Made]:
    """«xuất khẩu A; nhập khẩu B.» the other way round.

    Each clause has one amount and its own measure, names no time and no place, and both are
    estimates or none is.
    """
    for pair in _FLOWS.finditer(article.text):
        one, other = pair["one"], pair["other"]
        measures = {"xuất" in one.lower(), "xuất" in other.lower()}
        plain = all(bare(clause) == bare(clause).lower() for clause in (one, other))
        if len(measures) == 2 and plain and are_alike(one, other):
            if one[0].isupper():
                one, other = one[0].lower() + one[1:], other[0].upper() + other[1:]
            yield Made(f"{article.text[: pair.start()]}{other}; {one}{article.text[pair.end() :]}")


def places_exchanged(article: Given, _: random.Random) -> Iterator[Made]:
    """«tỉnh A xuất khẩu …; tỉnh B xuất khẩu ….» the other way round, and so two sentences.

    Each begins with its place and has one amount; both or neither name a measure and are
    estimates, and neither names a time: it is that of what stands before both.
    """
    for pair in _PLACES.finditer(article.text):
        between = "; " if pair["one"] else " "
        one, other = pair["one"] or pair["first"], pair["other"] or pair["next"]
        measures = {bool(_MEASURE.search(clause)) for clause in (one, other)}
        if len(measures) == 1 and are_alike(one, other):
            text = f"{other}{between}{one}"
            yield Made(f"{article.text[: pair.start()]}{text}{article.text[pair.end() :]}")


def are_alike(one: str, other: str) -> bool:
    estimated = {bool(_ESTIMATED.search(clause)) for clause in (one, other)}
    return len(estimated) == 1 and all(
        len(_AMOUNT.findall(fold(clause).text)) == 1 and not _OPEN.search(clause[1:])
        for clause in (one, other)
    )


def bare(clause: str) -> str:
    return re.sub(r"USD|Mỹ", "", clause)[1:]
