"""Numbers that the article prints of something else than what the record is about."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from decimal import Decimal

from benchmarks.plants.known import Known, Plant, Planted, said_by
from benchmarks.plants.places import (
    absent,
    bare,
    named,
    shuffled,
    told,
    valued,
    with_amount,
    with_part,
)
from benchmarks.regressions import Report, at, spoilt
from extractor.folding import Folded, fold
from extractor.numbers.change import read_change, read_share
from extractor.numbers.place import places
from extractor.numbers.quantity import Quantity
from extractor.numbers.quantity_lexer import quantities
from extractor.schema import base_value

# ---- percentages

_MONTH_BEFORE = re.compile(
    r"[^.;,%0-9]{0,25}so với (?:cùng kỳ )?(?:tháng|quý) (?:trước|liền|[0-9IVX]+(?!/?[0-9]))"
    r"(?!(?:/| năm)(?: trước| ngoái|[0-9]))"
)


def month_on_month(known: Known, dice: random.Random) -> Iterator[Planted]:
    """A change on the month before as that of the figure it stands behind."""
    folded = fold(known.text)
    for quantity in quantities(folded):
        words = _changing(folded, quantity)
        if words is None or not _MONTH_BEFORE.match(folded.text, quantity.span.end):
            continue
        before = [
            (folded.text.rfind(fold(figure["text"]).text, 0, quantity.span.start), path)
            for path, figure in valued(known, dice)
        ]
        offset, path = max(before, default=(-1, (0, "")))
        if offset >= 0 and quantity.span.start - offset < 200:
            said = {"percent": read_change(words)[0].value, "text": words}
            if at(known.data, path)["change"] != said:
                yield with_part(known, path, "change", said)


def other_growth(known: Known, dice: random.Random) -> Iterator[Planted]:
    """A rise or fall of the article that is no figure's."""
    folded = fold(known.text)
    mine = {abs(Decimal(f["change"]["percent"])) for _, f in told(known, dice, "change")}
    for quantity in (q for q in quantities(folded) if q.value not in mine):
        words = _changing(folded, quantity)
        if words is not None:
            said = {"percent": read_change(words)[0].value, "text": words}
            yield from _added(known, dice, "change", said)


_SHARE = re.compile(
    r"(?:đạt|bằng|chiếm|hoàn thành|vượt) (?:[^\W0-9]+ ){0,3}[0-9]+(?:,[0-9]+)? ?%"
    r"(?: (?:so với )?(?:kế hoạch|chỉ tiêu|mục tiêu))?"
)


def other_share(known: Known, dice: random.Random) -> Iterator[Planted]:
    """A share of the article that is no figure's share of plan."""
    mine = {Decimal(f["plan"]["percent"]) for _, f in told(known, dice, "plan")}
    for words in dict.fromkeys(_SHARE.findall(fold(known.text).text)):
        shares = [reading.value for reading in read_share(words)]
        if shares and not mine & set(shares):
            yield from _added(known, dice, "plan", {"percent": shares[0], "text": words})


def _added(known: Known, dice: random.Random, part: str, said: Report) -> Iterator[Planted]:
    for path, figure in shuffled(known, dice):
        if figure[part] is None:
            yield with_part(known, path, part, said)


def _changing(folded: Folded, quantity: Quantity) -> str | None:
    """The shortest words of the article that make a percentage a rise or a fall."""
    if quantity.kind != "percent":
        return None
    either = (said_by(folded, quantity, "change", quantity.value * sign) for sign in (1, -1))
    return min((words for words in either if words is not None), key=len, default=None)


# ---- amounts


def aside(why: str, *, where_none: bool = False) -> Plant:
    """An amount that the article's truth says is none of its figures, for this reason."""

    def plant(known: Known, dice: random.Random) -> Iterator[Planted]:
        found = [words for reason, words in known.asides if re.search(why, reason)]
        lexed = [(words, quantities(fold(words))) for words in dice.sample(found, len(found))]
        amounts = [_amount(words, q) for words, ones in lexed for q in ones]
        yield from _instead(known, dice, [a for a in amounts if a is not None], where_none)

    return plant


def _instead(
    known: Known, dice: random.Random, amounts: list[Report], where_none: bool
) -> Iterator[Planted]:
    mine = {base_value(figure) for _, figure in valued(known, dice)}
    for amount in amounts:
        if base_value(amount) in mine:
            continue
        if where_none:
            for path in absent(known, dice):
                made = spoilt(known.data, path[:1], **{path[1]: bare(amount)})
                yield Planted(made, (named(path),))
        else:
            for path, _ in valued(known, dice):
                yield with_amount(known, path, amount)


def _amount(words: str, quantity: Quantity) -> Report | None:
    if quantity.kind != "money" or quantity.scale in (None, "one") or quantity.ranged:
        return None
    return {
        "value": quantity.value,
        "scale": quantity.scale,
        "currency": quantity.currency,
        "text": quantity.span.of(fold(words).text),
    }


_RELATED = re.compile(
    r"(?i)(?:các )?tin (?:liên quan|khác|cùng|đã đưa)|có thể bạn quan tâm|bài liên quan|xem thêm|"
    r"đọc (?:thêm|nhiều)"
)


def headline(known: Known, dice: random.Random) -> Iterator[Planted]:
    """An amount of a headline that stands below the article and leads to another."""
    text = fold(known.text).text
    below = _RELATED.search(text, len(text) // 3)
    lines = text[below.end() :].splitlines() if below else []
    yield from _elsewhere(known, dice, [line for line in lines if _is_headline(line)])


def _is_headline(line: str) -> bool:
    return len(line) < 160 and not line.rstrip().endswith(".")


def other_province(known: Known, dice: random.Random) -> Iterator[Planted]:
    """An amount in a sentence on another province."""
    text = fold(known.text).text
    below = _RELATED.search(text, len(text) // 3)
    body = text[: below.start()] if below else text
    mine = {statement["place"] for statement in known.data["statements"]}
    sentences = []
    for sentence in re.split(r"(?<=[.;])\s|\n", body):
        names = {m.name for m in places(fold(sentence)) if m.kind == "province"}
        if names and not names & mine:
            sentences.append(sentence)
    yield from _elsewhere(known, dice, sentences)


def _elsewhere(known: Known, dice: random.Random, lines: list[str]) -> Iterator[Planted]:
    lexed = ((line, q) for line in lines for q in quantities(fold(line)))
    amounts = [a for a in (_amount(line, q) for line, q in lexed) if a is not None]
    yield from _instead(known, dice, dice.sample(amounts, len(amounts)), False)


_OTHER_MONEY = r"tax|revenue|capital|payment|tourism|retail|FDI|invest"

ASIDES: dict[str, Plant] = {
    "growth on the month before": month_on_month,
    "growth of something else": other_growth,
    "share of something else": other_share,
    "target as result": aside(r"target|plan|forecast|milestone"),
    "commodity as figure": aside(r"commodit"),
    "company as figure": aside(r"company|trader"),
    "market as figure": aside(r"market"),
    "commodity where nothing is printed": aside(r"commodit|company", where_none=True),
    "tax, capital or revenue as figure": aside(_OTHER_MONEY),
    "difference as figure": aside(r"absolute change|difference"),
    "other province's figure": other_province,
    "related headline's figure": headline,
}
