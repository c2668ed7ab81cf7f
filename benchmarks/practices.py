"""How numbers are checked elsewhere: four simple practices, each on top of the one before.

Typed answers alone; totals within 1% of their parts; every number in the text; every text there and
parsed to its value and percentage. Each gives what it complains of, as a set, so that what a
planted error adds can be told from what was there before.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import lru_cache

from benchmarks.regressions import TRADE, Report, figures
from extractor.schema import SCALE_FACTOR, base_value

_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
_SCALES = {"nghìn": "thousand", "ngàn": "thousand", "triệu": "million", "tỷ": "billion"}


def typed(_: str, data: Report) -> Iterator[str]:
    yield from TRADE.problems(data)


def sums(_: str, data: Report) -> Iterator[str]:
    for statement in data["statements"]:
        total, one, other = (
            statement[name] and base_value(statement[name])
            for name in ("total", "export", "import")
        )
        if None not in (total, one, other) and abs(total - one - other) > abs(total) / 100:
            yield f"{total} is not {one} and {other}"


def numbers_in_text(text: str, data: Report) -> Iterator[str]:
    printed = _printed(text)
    for number in _numbers(data):
        if abs(number) not in printed:
            yield f"{number} is not in the text"


@lru_cache(maxsize=4)
def _printed(text: str) -> frozenset[Decimal]:
    return frozenset(n for digits in _NUMBER.findall(text) for n in _readings(digits))


def texts_parsed(text: str, data: Report) -> Iterator[str]:
    for _, figure in figures(data):
        for said, number, factor in _said(figure):
            digits = _NUMBER.search(said)
            if said not in text:
                yield f"{said} is not in the text"
            elif digits is None or number * factor not in {
                reading * _factor(said, factor) for reading in _readings(digits.group())
            }:
                yield f"{said} does not parse to {number}"


def _said(figure: Report) -> Iterator[tuple[str, Decimal, int]]:
    if figure["value"] is not None:
        factor = SCALE_FACTOR[figure["scale"] or "one"]
        yield figure["text"] or "", abs(Decimal(figure["value"])), factor
    for part in ("change", "plan"):
        if figure[part] is not None:
            percent = Decimal(figure[part]["percent"])
            falls = "giảm" in figure[part]["text"].lower()
            yield figure[part]["text"], -percent if falls else percent, 1


def _factor(said: str, otherwise: int) -> int:
    word = re.search(r"[0-9] (nghìn|ngàn|triệu|tỷ)(?!\w)", said)
    return SCALE_FACTOR[_SCALES[word[1]]] if word else otherwise


def _numbers(data: Report) -> Iterator[Decimal]:
    for _, figure in figures(data):
        if figure["value"] is not None:
            yield Decimal(figure["value"])
        yield from (Decimal(figure[p]["percent"]) for p in ("change", "plan") if figure[p])


def _readings(digits: str) -> Iterator[Decimal]:
    """A number in the Vietnamese way, and as it stands where that can be."""
    for number in (digits.replace(".", "").replace(",", "."), digits.replace(",", "")):
        if number.count(".") < 2:
            yield Decimal(number)


_STEPS: tuple[tuple[str, Callable[[str, Report], Iterator[str]]], ...] = (
    ("typed", typed),
    ("+ 1% sum", sums),
    ("+ in text", numbers_in_text),
    ("+ parsed", texts_parsed),
)
PRACTICES = tuple(name for name, _ in _STEPS)


def complaints(text: str, data: Report) -> list[set[str]]:
    """What each practice complains of, in the order of ``PRACTICES``."""
    found: set[str] = set()
    every = []
    for _, step in _STEPS:
        found = found | set(step(text, data))
        every.append(found)
    return every
