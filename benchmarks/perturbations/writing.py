"""Nothing moves: other characters, spellings and lines for what the text says."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Iterator
from itertools import cycle

from benchmarks.perturbations.article import Given, Made, is_row, is_set

# ---- characters


def decomposed(article: Given, _: random.Random) -> Iterator[Made]:
    yield Made(unicodedata.normalize("NFD", article.text))


def no_break(article: Given, _: random.Random) -> Iterator[Made]:
    yield Made(article.text.replace(" ", "\u00a0"))


def narrow_no_break(article: Given, _: random.Random) -> Iterator[Made]:
    yield Made(article.text.replace(" ", "\u202f"))


def doubled_spaces(article: Given, _: random.Random) -> Iterator[Made]:
    """Not where spaces lay out a table or indent a line already."""
    if not is_set(article.text):
        yield Made(re.sub(r"(?<=[^\s|]) (?=[^\s|])", "  ", article.text))


def carriage_returns(article: Given, _: random.Random) -> Iterator[Made]:
    yield Made(re.sub(r"\r?\n", "\r\n", article.text))


INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"


def zero_width(article: Given, _: random.Random) -> Iterator[Made]:
    """One after every fifth character, amid words and numbers too."""
    marks = cycle(INVISIBLE)
    yield Made(re.sub(r"(?s).{5}", lambda m: m.group() + next(marks), article.text))


def dashes(article: Given, _: random.Random) -> Iterator[Made]:
    for dash in "–—−":
        yield Made(article.text.replace("-", dash))
    yield Made(article.text.replace("-", "‑").replace(" ‑ ", " – "))


# ---- spellings

_TONED = dict(
    zip(
        "òa óa ỏa õa ọa òe óe ỏe õe ọe ùy úy ủy ũy ụy".split(),
        "oà oá oả oã oạ oè oé oẻ oẽ oẹ uỳ uý uỷ uỹ uỵ".split(),
        strict=True,
    )
)
_Y = dict(zip("tỷ kỳ quý ký lý".split(), "tỉ kì quí kí lí".split(), strict=True))


def respelled(text: str, spellings: dict[str, str], before: str = "") -> str:
    """Every key as its value, small, capitalised and in capitals; whole syllables' ends only."""
    cased = {
        case(one): case(other)
        for one, other in spellings.items()
        for case in (str.lower, str.capitalize, str.upper)
    }
    return re.sub(rf"{before}(?:{'|'.join(cased)})(?!\w)", lambda m: cased[m.group()], text)


def swapped(spellings: dict[str, str]) -> dict[str, str]:
    return {other: one for one, other in spellings.items()}


def i_for_y(article: Given, _: random.Random) -> Iterator[Made]:
    yield Made(respelled(article.text, _Y, r"(?<!\w)"))


def y_for_i(article: Given, _: random.Random) -> Iterator[Made]:
    yield Made(respelled(article.text, swapped(_Y), r"(?<!\w)"))


def tone_on_the_second(article: Given, _: random.Random) -> Iterator[Made]:
    yield Made(respelled(article.text, _TONED, "(?<![qQ])"))


def tone_on_the_first(article: Given, _: random.Random) -> Iterator[Made]:
    yield Made(respelled(article.text, swapped(_TONED), "(?<![qQ])"))


_DOLLARS = re.compile(r"(?<!\w)(triệu|tỷ|tỉ) (?:USD|đô[ -]la Mỹ)(?!\w)")


def dollars(article: Given, _: random.Random) -> Iterator[Made]:
    for name in ("USD", "đô la Mỹ", "đô-la Mỹ") if not is_set(article.text) else ():
        yield Made(_DOLLARS.sub(rf"\1 {name}", article.text))


def percent_in_words(article: Given, _: random.Random) -> Iterator[Made]:
    """Where lines say something: a table's cells hold signs."""
    if not is_set(article.text):
        lines = article.text.split("\n")
        yield Made(
            "\n".join(
                line if is_row(line) else re.sub(r"(?<=[0-9]) ?%", " phần trăm", line)
                for line in lines
            )
        )


# ---- layout


def broken_lines(article: Given, _: random.Random) -> Iterator[Made]:
    """Every line but a table's rows set to a width."""
    for width in (60, 70, 80, 90) if not is_set(article.text) else ():
        yield Made(
            "\n".join(
                line if len(line) <= width or is_row(line) else set_to(line, width)
                for line in article.text.splitlines()
            )
        )


def set_to(line: str, width: int) -> str:
    """The words of a line in lines as wide as that at most, an accented letter counted as one.

    No line begins with a dash, which would be an item's.
    """
    first, *words = re.split(r"(?<=\S) +(?![-–—] )", line)
    lines = [first]
    for word in words:
        longer = f"{lines[-1]} {word}"
        if len(unicodedata.normalize("NFC", longer)) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return "\n".join(lines)


HARMLESS = (
    "Cùng thời gian, ngành văn hóa tổ chức 12 buổi biểu diễn phục vụ đồng bào vùng cao; ba đội "
    "bóng chuyền dự giải khu vực, thu hút 850 lượt người xem.",
    "Theo đài khí tượng, đợt mưa vừa rồi lượng mưa đo được 143 mm, mực nước các hồ thủy lợi "
    "tăng 12% so với cùng kỳ.",
    "Thu ngân sách nội địa ước đạt 234 tỷ đồng, bằng 56% dự toán; chi thường xuyên 187 tỷ đồng.",
)
"""No number that would tell a point from a comma: a text keeps one convention."""


def more_below(article: Given, _: random.Random) -> Iterator[Made]:
    """A paragraph of something else after the last of the article's own, and at the very end."""
    own = [
        line.end()
        for line in re.finditer(r"(?m)^.{80,}[.!?]$", article.text)
        if article.text[line.end() : line.end() + 2] in ("\n\n", "\n", "")
    ]
    text = article.text
    for paragraph in HARMLESS:
        for end in sorted({*own[-1:], len(text)}):
            yield Made(f"{text[:end].rstrip()}\n\n{paragraph}\n\n{text[end:].lstrip()}")


def shouted_title(article: Given, _: random.Random) -> Iterator[Made]:
    """The first line of five words and more that is no sentence, no menu and has no date."""
    for line in re.finditer(r"(?m)^.+$", article.text):
        words = line.group().split()
        dated = re.search(r"[0-9]{1,2}[/.-][0-9]{1,2}", line.group())
        if len(words) >= 5 and not dated and not re.search(r"[|\t]|[.!?:]$", line.group()):
            start, end = line.span()
            yield Made(article.text[:start] + line.group().upper() + article.text[end:])
            return
