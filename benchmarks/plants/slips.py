"""Slips of the pen: a number, its scale, currency or sign written wrongly, in the value, in the
text, or in both alike."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import NamedTuple

from benchmarks.plants.known import Known, Plant, Planted
from benchmarks.plants.places import amount_at, named, told, valued
from benchmarks.regressions import SCALES, Report, spoilt

_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
_OTHER_SEPARATOR = str.maketrans(".,", ",.")
Slip = Callable[[str, random.Random], str | None]


# ---- what becomes of the digits, written with a point and without grouping


def changed(digits: str, dice: random.Random) -> str | None:
    place = dice.choice([i for i, char in enumerate(digits) if char.isdigit()])
    other = dice.choice([d for d in "123456789" if d != digits[place]])
    return digits[:place] + other + digits[place + 1 :]


def dropped(digits: str, dice: random.Random) -> str | None:
    place = dice.choice([i for i, char in enumerate(digits) if char.isdigit()])
    return digits[:place] + digits[place + 1 :]


def added(digits: str, dice: random.Random) -> str | None:
    place = dice.randrange(1, len(digits) + 1)
    return digits[:place] + dice.choice("123456789") + digits[place:]


def transposed(digits: str, dice: random.Random) -> str | None:
    pairs = [
        i
        for i, (one, other) in enumerate(pairwise(digits))
        if one != other and "." not in (one, other)
    ]
    if not pairs:
        return None
    place = dice.choice(pairs)
    return digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]


def tenfold(digits: str, dice: random.Random) -> str | None:
    return f"{Decimal(digits).scaleb(dice.choice((1, -1))):f}"


def separator(digits: str, _: random.Random) -> str | None:
    """«1.200» as 1.2, «627,09» as 62709."""
    if "." in digits:
        return digits.replace(".", "")
    return f"{digits[:-3]}.{digits[-3:]}" if len(digits) > 3 else None


def rounded(digits: str, _: random.Random) -> str | None:
    """To half of its digits, where that is another number."""
    number = Decimal(digits)
    place = Decimal(1).scaleb(number.adjusted() + 1 - (len(digits) + 1) // 2)
    return f"{number.quantize(place, ROUND_HALF_UP):f}"


DIGITS: dict[str, Slip] = {
    "digit changed": changed,
    "digit dropped": dropped,
    "digit added": added,
    "neighbours transposed": transposed,
    "power of ten": tenfold,
    "separator misread": separator,
    "rounded": rounded,
}


# ---- printed numbers


class Printed(NamedTuple):
    """A number as words print it, and its digits with a point for the decimals."""

    number: str
    digits: str


def printed(text: str, value: Decimal) -> Printed | None:
    """The one number of the words, where it is the value as it stands."""
    found = _NUMBER.findall(text)
    if len(found) != 1:
        return None
    vietnamese = found[0].replace(".", "").replace(",", ".")
    english = found[0].replace(",", "")
    for digits in (vietnamese, english):
        if digits.count(".") < 2 and Decimal(digits) == value.copy_abs():
            return Printed(found[0], digits)
    return None


def as_printed(digits: str, like: Printed) -> str:
    """Digits written in the manner of a printed number."""
    whole, _, decimals = digits.partition(".")
    vietnamese = like.digits == like.number.replace(".", "").replace(",", ".")
    plain = len(like.digits.partition(".")[0]) > 3 and re.match(r"[0-9]{4}", like.number)
    grouped = whole if plain else f"{int(whole):,}"
    english = f"{grouped}.{decimals}" if decimals else grouped
    return english.translate(_OTHER_SEPARATOR) if vietnamese else english


def _slipped(text: str, value: Decimal, slip: Slip, dice: random.Random) -> Report | None:
    """The value and the text that a slip makes."""
    like = printed(text, value)
    digits = slip(like.digits, dice) if like is not None else None
    if like is None or not digits or not digits[0].isdigit() or digits[-1] == ".":
        return None
    other = Decimal(digits)
    if other in (value.copy_abs(), 0):
        return None
    number = as_printed(digits, like)
    if slip is separator:
        number = like.number.translate(_OTHER_SEPARATOR)
    if number == like.number:
        return None
    return {"value": other.copy_sign(value), "text": text.replace(like.number, number)}


def of_value(slip: Slip, *parts: str) -> Plant:
    """A slip in figures' values, in the value, the text or both."""

    def plant(known: Known, dice: random.Random) -> Iterator[Planted]:
        for path, figure in valued(known, dice):
            made = _slipped(figure["text"], Decimal(figure["value"]), slip, dice)
            if made is not None:
                wrong = {part: made[part] for part in parts}
                yield Planted(spoilt(known.data, path, **wrong), amount_at(path))

    return plant


def of_part(part: str, slip: Slip, *parts: str) -> Plant:
    """A slip in changes or shares."""

    def plant(known: Known, dice: random.Random) -> Iterator[Planted]:
        for path, figure in told(known, dice, part):
            said = figure[part]
            made = _slipped(said["text"], Decimal(said["percent"]), slip, dice)
            if made is not None:
                made["percent"] = made["value"]
                wrong = {name: made[name] for name in parts}
                where = (*path, part)
                yield Planted(spoilt(known.data, where, **wrong), (f"{named(path)}.{part}",))

    return plant


# ---- units and signs


_SCALE_WORDS = {"thousand": "nghìn", "million": "triệu", "billion": "tỷ"}
_SCALE_WORD = re.compile(r"(?<=[0-9] )(?:nghìn|ngàn|triệu|tỷ|tỉ)(?=\s|$)")
_CURRENCY_WORD = re.compile(r"USD|đô la Mỹ|đô la|đồng")


def of_scale(*parts: str) -> Plant:
    def plant(known: Known, dice: random.Random) -> Iterator[Planted]:
        for path, figure in valued(known, dice):
            step = dice.choice((1, -1))
            at = SCALES.index(figure["scale"]) + step
            other = SCALES[at] if 0 <= at < len(SCALES) else None
            if "text" in parts:
                words = _SCALE_WORD.search(figure["text"])
                if words is None or other not in _SCALE_WORDS:
                    continue
                text = _SCALE_WORD.sub(_SCALE_WORDS[other], figure["text"])
            else:
                text = figure["text"]
            if other is not None:
                wrong = {part: {"scale": other, "text": text}[part] for part in parts}
                yield Planted(spoilt(known.data, path, **wrong), amount_at(path))

    return plant


def of_currency(*parts: str) -> Plant:
    def plant(known: Known, dice: random.Random) -> Iterator[Planted]:
        for path, figure in valued(known, dice):
            other, word = ("USD", "USD") if figure["currency"] == "VND" else ("VND", "đồng")
            text = _CURRENCY_WORD.sub(word, figure["text"])
            if "text" not in parts or text != figure["text"]:
                wrong = {part: {"currency": other, "text": text}[part] for part in parts}
                yield Planted(spoilt(known.data, path, **wrong), amount_at(path))

    return plant


def value_sign(known: Known, dice: random.Random) -> Iterator[Planted]:
    for path, figure in valued(known, dice):
        yield Planted(spoilt(known.data, path, value=-Decimal(figure["value"])), amount_at(path))


def growth_sign(*parts: str) -> Plant:
    def plant(known: Known, dice: random.Random) -> Iterator[Planted]:
        for path, figure in told(known, dice, "change"):
            said = figure["change"]
            verbs = re.findall(r"(?i)tăng|giảm", said["text"])
            if not Decimal(said["percent"]) or ("text" in parts and len(verbs) != 1):
                continue
            other = "giảm" if verbs and verbs[0].lower() == "tăng" else "tăng"
            text = re.sub(r"(?i)tăng trưởng|tăng|giảm", other, said["text"])
            made = {"percent": -Decimal(said["percent"]), "text": text}
            wrong = {part: made[part] for part in parts}
            yield Planted(
                spoilt(known.data, (*path, "change"), **wrong), (f"{named(path)}.change",)
            )

    return plant


_MODES = {"value": ("value",), "text": ("text",), "both": ("value", "text")}

SLIPS: dict[str, Plant] = {
    **{
        f"{name}, in {'the ' if mode != 'both' else ''}{mode}": of_value(slip, *parts)
        for name, slip in DIGITS.items()
        for mode, parts in _MODES.items()
    },
    "scale, in the value": of_scale("scale"),
    "scale, in the text": of_scale("text"),
    "scale, in both": of_scale("scale", "text"),
    "currency, in the value": of_currency("currency"),
    "currency, in the text": of_currency("text"),
    "currency, in both": of_currency("currency", "text"),
    "sign of a value": value_sign,
    "sign of a growth, in the value": growth_sign("percent"),
    "sign of a growth, in the text": growth_sign("text"),
    "sign of a growth, in both": growth_sign("percent", "text"),
    **{
        f"growth: {name}, in {'the ' if mode != 'both' else ''}{mode}": of_part(
            "change", DIGITS[name], *("percent" if part == "value" else part for part in parts)
        )
        for name in ("digit changed", "neighbours transposed", "separator misread", "rounded")
        for mode, parts in _MODES.items()
    },
    "share: digit changed, in the value": of_part("plan", changed, "percent"),
    "share: digit changed, in both": of_part("plan", changed, "percent", "text"),
}
