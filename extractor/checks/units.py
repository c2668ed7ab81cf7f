"""Which unit and sign the article gives a number whose own words do not hold them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from extractor.checks.grounding import ArticleText
from extractor.folding import fold, fold_phrase
from extractor.numbers.quantity import Quantity
from extractor.numbers.quantity_lexer import quantities
from extractor.numbers.unit import Unit, unit
from extractor.schema import Measure
from extractor.span import Span

_LIST_REACH = 160
_SIGN_REACH = 300
_AFTER_REACH = 40

_CAPTION = re.compile(
    r"(?<!\w)(?:đvt|đơn vị tính|đơn vị)[ :.]*(?P<marked>[^\n|();:]{1,40})"
    r"|\((?P<alone>[^\n|();:0-9]{1,40})\)"
)


def governing_unit(article: ArticleText, number: Span) -> Unit | None:
    """The unit of a number beside which none is printed; ``None`` where nothing says.

    In this order: the next amount of money in the same sentence («lần lượt là 640 và 680 triệu
    USD»), the one before it there, the nearest caption before it («ĐVT: triệu USD»).
    """
    begin, end = article.sentence_start(number.start), article.sentence_end(number.end)
    at = article.after(number.end)
    for quantity in article.quantities[at : at + 8]:
        if quantity.span.end > end or quantity.span.start - number.end > _LIST_REACH:
            break
        if (beside := _unit_of(quantity)) is not None:
            return beside
    at = article.after(number.start)
    for quantity in reversed(article.quantities[max(0, at - 8) : at]):
        if quantity.span.start < begin:
            break
        if (beside := _unit_of(quantity)) is not None:
            return beside
    return _caption_before(article, number.start)


def _unit_of(amount: Quantity) -> Unit | None:
    if amount.scale is None or amount.currency is None:
        return None
    return Unit(amount.scale, amount.currency)


def _caption_before(article: ArticleText, offset: int) -> Unit | None:
    nearest = None
    for start, found in _captions(article):
        if start >= offset:
            break
        nearest = found
    return nearest


@lru_cache(maxsize=1)
def _captions(article: ArticleText) -> tuple[tuple[int, Unit], ...]:
    return tuple(_find_captions(article))


def _find_captions(article: ArticleText) -> Iterator[tuple[int, Unit]]:
    for match in _CAPTION.finditer(article.folded.lower):
        if match["marked"] is not None:
            named = unit(match["marked"])
            if named is not None:
                yield match.start(), named
            continue
        # In brackets a unit is a caption only where nothing else stands there.
        words = fold(f"1 {match['alone'].strip()}")
        read = quantities(words)
        if len(read) == 1 and read[0].span == (0, len(words.text)):
            alone = _unit_of(read[0])
            if alone is not None:
                yield match.start(), alone


def is_negative(article: ArticleText, measure: Measure, number: Span) -> bool:
    """Whether the words around a number of a signed measure take it with a minus sign.

    The nearest phrase of the measure before the number decides, within its sentence; where the
    sentence has none there, the nearest behind it; where it has none at all, the nearest before it
    in the paragraph.
    """
    begin = article.sentence_start(number.start)
    end = min(article.sentence_end(number.end), number.end + _AFTER_REACH)
    for start, stop, last in (
        (begin, number.end, True),
        (number.end, end, False),
        (max(0, number.start - _SIGN_REACH), number.start, True),
    ):
        said = negative_words(article.folded.lower[start:stop], measure, last=last)
        if said is not None:
            return said
    return False


def negative_words(words: str, measure: Measure, *, last: bool = True) -> bool | None:
    """Whether the last (or first) phrase of a measure in folded ``words`` is a negative one.

    «thâm hụt cán cân thương mại» is negative by its neighbour. ``None`` where there is no phrase.
    """
    found = list(_phrases(measure.phrases).finditer(words))
    if not found:
        return None
    negative = _folded(measure.negative)
    if not last:
        return found[0].group() in negative
    if found[-1].group() in negative:
        return True
    return (
        len(found) > 1
        and found[-2].group() in negative
        and not words[found[-2].end() : found[-1].start()].strip()
    )


@lru_cache(maxsize=64)
def _folded(phrases: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(fold_phrase, phrases))


@lru_cache(maxsize=64)
def _phrases(phrases: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(_folded(phrases), key=lambda phrase: (-len(phrase), phrase))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
