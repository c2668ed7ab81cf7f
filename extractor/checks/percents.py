"""Whether a change or a share of plan says what its words say, and which percentages they leave."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal

from extractor.checks.evidence import Aspect, exact, own_unit, spread
from extractor.checks.grounding import ArticleText
from extractor.checks.subject import Subject
from extractor.checks.wording import grouped, quoted
from extractor.folding import fold
from extractor.numbers.change import read_change, read_share
from extractor.numbers.hedge import Hedge
from extractor.numbers.interval import Interval
from extractor.numbers.quantity import Quantity, Reading
from extractor.numbers.quantity_lexer import quantities
from extractor.span import Span

_READ: Mapping[Aspect, Callable[[str, str], tuple[Reading, ...]]] = {
    "change": read_change,
    "plan": read_share,
}
_NAMES: Mapping[Aspect, str] = {"change": "change", "plan": "share of plan"}

_OVER = re.compile(r"vượt(?: quá)? ?\Z")
_MORE = re.compile(r"(?:hơn|trên) ?\Z")


def read_percent(subject: Subject, aspect: Aspect) -> None:
    """Read the figure's change or share of plan, where it has one."""
    said = subject.figure[aspect]
    if said is None:
        return
    place, path = subject.place(aspect), subject.path(aspect)
    name, label = f"{path}.percent", f"{subject.measure.name} {_NAMES[aspect]}"
    claimed = exact(said["percent"])
    if claimed is None:
        message = f"{label}: the percentage is none that an article can print"
        subject.wrong([name], message, suspect=name)
        return
    options = _options(subject.article, aspect, said["text"], place)
    read = next((r for r in options if r.value == claimed), None)
    if (other := _otherwise(subject.article, said["text"])) is not None:
        message = f"{label}: {quoted(said['text'])} is printed as {other}, not a percentage"
        subject.wrong([f"{path}.text"], message, suspect=f"{path}.text")
    elif read is None:
        says = " or ".join(dict.fromkeys(grouped(r.value) for r in options)) or "no percentage"
        subject.wrong(
            [name],
            f"{label}: the text {quoted(said['text'])} says {says}, the report {grouped(claimed)}",
            expected=[r.value for r in options],
            actual=claimed,
            suspect=name if place is not None and options else f"{path}.text",
        )
    interval = (
        _interval(subject, aspect, said["text"], read)
        if read is not None
        else Interval.printed(claimed, own_unit(claimed))
    )
    subject.add(aspect, claimed, interval, sound=read is not None and other is None)


def _otherwise(article: ArticleText, text: str) -> str | None:
    """What the numbers of the words are at each of their places that are no percentages.

    ``None`` where the words are one at any place, or nothing says what they are.
    """
    told = None
    for span in article.occurrences(text):
        for quantity in article.quantities_in(span):
            # «tăng 5 đồng thời …» is no amount of 5 đồng.
            is_amount = quantity.kind == "money" and quantity.scale != "one"
            what = "an amount of money" if is_amount else article.otherwise(quantity)
            if what is None:
                return None
            told = told or what
    return told


def _options(
    article: ArticleText, aspect: Aspect, text: str, place: Span | None
) -> tuple[Reading, ...]:
    """What the words can say, the words before them in the sentence taken in where they must be."""
    read = _READ[aspect]
    alone = read(text, "")
    if place is None:
        return alone
    beside = read(text, _words_before(article, place))
    if beside != alone:
        return beside
    # A verb further back may govern this number as well or the one between alone.
    begin = article.sentence_start(place.start)
    return tuple(dict.fromkeys(alone + read(text, article.folded.text[begin : place.start])))


def _words_before(article: ArticleText, place: Span) -> str:
    """What stands between a place and the number before it, within the sentence."""
    begin = article.sentence_start(place.start)
    at = article.after(place.start)
    if at:
        begin = max(begin, min(article.quantities[at - 1].span.end, place.start))
    return article.folded.text[begin : place.start]


def _interval(subject: Subject, aspect: Aspect, text: str, read: Reading) -> Interval:
    """What a printed percentage leaves open, where the words turn it into another («bằng 96%»)."""
    exactly = Interval.point(read.value)
    rounded = exactly + Interval.printed(0, read.unit)
    words = fold(text)
    lexed = quantities(words)
    stated = [q for q in lexed if q.kind in ("percent", "multiple")]
    stated = stated or [q for q in lexed if q.kind == "plain"]
    if not stated:
        return rounded
    number = stated[0]
    hedge = subject.hedge(words, number, subject.printed(words, number, aspect))
    place = subject.place(aspect)
    before = _words_before(subject.article, place) if place is not None else ""
    head = words.lower[: number.number.start]
    if hedge is Hedge.NONE or _is_verb(fold(before).lower + head, hedge, aspect, number):
        return rounded
    # «gần 90%» is below 90, «giảm gần 90%» above -90: the words tell which way the number counts.
    probe = _READ[aspect](f"{head}7%", before)
    turned = bool(probe) and probe[0].value in (Decimal(-7), Decimal(93))
    times = 100 if number.kind == "multiple" else 1
    digits = next((r for r in number.readings if r.unit * times == read.unit), number.readings[0])
    away = spread(digits.value.copy_abs(), digits.unit, hedge).scaled(times)
    return exactly - away if turned else exactly + away


def _is_verb(head: str, hedge: Hedge, aspect: Aspect, number: Quantity) -> bool:
    """Whether the word that looks like a hedge is what says the change: «hơn 3,6%», «vượt 8,1%»."""
    if hedge is not Hedge.MORE or number.kind == "multiple":
        return False
    if aspect == "plan":
        return _OVER.search(head) is not None
    more = _MORE.search(head)
    # Behind a verb it is a hedge («tăng hơn 18%»): the verb alone leaves one reading.
    return more is not None and len(read_change(f"{head[: more.start()]}7%")) > 1
