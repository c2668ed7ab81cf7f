"""Scopes that tell two statements of one place and period apart: left out, made up, exchanged."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator

from benchmarks.plants.known import Known, Plant, Planted
from benchmarks.plants.places import shuffled
from benchmarks.regressions import Report, spoilt, subject
from extractor.folding import fold_phrase

_MADE_UP = ("chính ngạch", "không kể dầu thô", "doanh nghiệp có vốn nhà nước", "hàng quá cảnh")
"""What articles call scopes."""
_NONE = ("Hàng dệt may", "Công ty TNHH May Hưng Thịnh", "sang Hoa Kỳ", "Năm {year}")
"""Goods, a company, a market and a time."""


def _beside(known: Known, dice: random.Random) -> list[tuple[int, Report]]:
    """The statements beside which there is one of another scope."""
    every = list(enumerate(known.data["statements"]))
    found = [
        (index, one)
        for index, one in every
        if any(subject(two) == subject(one) and two["scope"] != one["scope"] for _, two in every)
    ]
    return dice.sample(found, len(found))


def left_out(known: Known, dice: random.Random) -> Iterator[Planted]:
    """All that is told of one of several scopes of a place and period."""
    for _, one in _beside(known, dice):
        made = [
            two
            for two in known.data["statements"]
            if subject(two) != subject(one) or two["scope"] != one["scope"]
        ]
        yield Planted({"statements": copy.deepcopy(made)}, ("statements",))


def none_told(known: Known, dice: random.Random) -> Iterator[Planted]:
    """Every scope of a place and period is null."""
    for _, one in _beside(known, dice):
        made, wrong = copy.deepcopy(known.data), []
        for index, two in enumerate(made["statements"]):
            if subject(two) == subject(one) and two["scope"] is not None:
                two["scope"] = None
                wrong.append(f"statements.{index}")
        yield Planted(made, tuple(wrong))


def one_untold(known: Known, dice: random.Random) -> Iterator[Planted]:
    """One scope is null where another statement has none either."""
    for index, one in _beside(known, dice):
        alike = (two["scope"] for two in known.data["statements"] if subject(two) == subject(one))
        if one["scope"] is not None and None in alike:
            yield Planted(spoilt(known.data, (index,), scope=None), (f"statements.{index}",))


def made_up(known: Known, dice: random.Random) -> Iterator[Planted]:
    """A scope that the article does not print, on a statement without one."""
    text = fold_phrase(known.text)
    words = [one for one in _MADE_UP if one not in text]
    statements = list(enumerate(known.data["statements"]))
    for index, one in dice.sample(statements, len(statements)) if words else ():
        if one["scope"] is None:
            made = spoilt(known.data, (index,), scope=dice.choice(words))
            yield Planted(made, (f"statements.{index}",))


def no_scope(known: Known, dice: random.Random) -> Iterator[Planted]:
    """What tells no trade from another as the scope of a statement without one."""
    statements = list(enumerate(known.data["statements"]))
    for index, one in dice.sample(statements, len(statements)):
        if one["scope"] is None:
            words = dice.choice(_NONE).format(year=one["period"]["end"][:4])
            made = spoilt(known.data, (index,), scope=words)
            yield Planted(made, (f"statements.{index}",))


def told_again(known: Known, dice: random.Random) -> Iterator[Planted]:
    """A statement without a scope once more, with one that the article does not print."""
    text = fold_phrase(known.text)
    words = [one for one in _MADE_UP if one not in text]
    for one in dice.sample(known.data["statements"], len(known.data["statements"])):
        if words and one["scope"] is None:
            made = copy.deepcopy(known.data)
            made["statements"].append({**copy.deepcopy(one), "scope": dice.choice(words)})
            yield Planted(made, (f"statements.{len(made['statements']) - 1}",))


def of_another(known: Known, dice: random.Random) -> Iterator[Planted]:
    """The scope of one statement on another, of the same place and period or not."""
    scopes = sorted({one["scope"] for one in known.data["statements"] if one["scope"]})
    indexes = list(dict.fromkeys(index for (index, _), _ in shuffled(known, dice)))
    for index in indexes if scopes else ():
        own = known.data["statements"][index]["scope"]
        others = [scope for scope in scopes if scope != own]
        if others:
            made = spoilt(known.data, (index,), scope=dice.choice(others))
            yield Planted(made, (f"statements.{index}",))


SCOPES: dict[str, Plant] = {
    "one of several scopes left out": left_out,
    "all scopes null": none_told,
    "one scope null beside another that is": one_untold,
    "made-up scope": made_up,
    "goods, a company, a market or a time as scope": no_scope,
    "statement told again with a made-up scope": told_again,
    "another statement's scope": of_another,
}
