"""How a planted record stands to its article and to itself, told without the product's rules.

A number leaves the text where the article does not print its words, or where they say another
number. A rule is broken where the schema's sums, balances and parts do not hold, on the values, on
the bases that growths imply or on plans, however widely the printed numbers are taken: a whole unit
of the last digit that is not zero either way, which is as much as any hedge opens. What a known
record has of this already does not count.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any, Literal

from benchmarks.plants.known import Known
from benchmarks.regressions import MEASURES, TRADE, Report, figures
from extractor.folding import fold, fold_phrase
from extractor.numbers.change import read_change, read_share
from extractor.numbers.interval import Interval
from extractor.numbers.quantity_lexer import quantities
from extractor.schema import SCALE_FACTOR, Balance, Part, base_value

Standing = Literal["leaves the text", "breaks a rule", "all printed, all sums hold"]
STANDINGS: tuple[Standing, ...] = (
    "leaves the text",
    "breaks a rule",
    "all printed, all sums hold",
)


def standing(known: Known, data: Report) -> Standing:
    """Which of the three a planted record is in, the first that fits."""
    mine = set(_said(known.data))
    if any(not _is_said(known, one) for one in _said(data) if one not in mine):
        return "leaves the text"
    if breaches(data) - _of(known):
        return "breaks a rule"
    return "all printed, all sums hold"


# ---- what the words say

Said = tuple[str, str, Any, str | None]


def _said(data: Report) -> Iterator[Said]:
    """Each number with its words: which part it is, the words, the number and its currency."""
    for _, figure in figures(data):
        if figure["value"] is not None:
            yield "value", _plain(figure["text"]), base_value(figure), figure["currency"]
        for part in ("change", "plan"):
            if figure[part] is not None:
                percent = Decimal(figure[part]["percent"])
                yield part, _plain(figure[part]["text"]), percent, None


@lru_cache(maxsize=256)
def _plain(text: str) -> str:
    return " ".join(fold(text or "").lower.split()).replace(" %", "%")


def _is_said(known: Known, said: Said) -> bool:
    part, words, number, currency = said
    text = _plain(known.text)
    if not re.search(rf"(?<![\w])(?<![0-9][.,]){re.escape(words)}(?!\w|[.,][0-9])", text):
        return False
    # What a right record says in these words is what they say.
    known_to_say = [one for one in _said(known.data) if one[:2] == (part, words)]
    if known_to_say:
        return said in known_to_say
    if part != "value":
        reads = read_change if part == "change" else read_share
        return number in [reading.value for reading in reads(words)]
    return any(
        q.currency in (None, currency)
        and any(
            reading.value * SCALE_FACTOR[scale] == number
            for reading in q.readings
            for scale in ([q.scale] if q.scale else SCALE_FACTOR)
        )
        for q in quantities(fold(words))
    )


# ---- what numbers make of each other


@lru_cache(maxsize=4)
def _of(known: Known) -> Counter[str]:
    """The breaches of a right record."""
    return breaches(known.data)


def breaches(data: Report) -> Counter[str]:
    """How often each rule is broken, whatever the rounding."""
    found: Counter[str] = Counter()
    groups: dict[tuple[str, ...], list[Report]] = defaultdict(list)
    for statement in data["statements"]:
        period = statement["period"]
        found["range"] += period["end"] < period["start"]
        scope = fold_phrase(statement["scope"] or "")
        groups[statement["place"], period["start"], period["end"], scope].append(statement)
    for statements in groups.values():
        for basis in ("value", "change", "plan"):
            amounts = [
                {m: a for m in MEASURES if (a := _amount(one[m], basis))} for one in statements
            ]
            found["conflict"] += _disagree(statements, basis)
            joined = {name: a for one in reversed(amounts) for name, a in one.items()}
            found.update(_broken(joined, basis))
    for (_, name), figure in figures(data):
        below = figure["value"] is not None and Decimal(figure["value"]) < 0
        found["range"] += below and not TRADE.measure(name).signed
        found["range"] += bool(figure["change"] and figure["change"]["percent"] < -100)
    return +found


Amount = tuple[str | None, Interval]


def _amount(figure: Report | None, basis: str) -> Amount | None:
    """A figure's value, or what it implies of the year before or of the plan."""
    if figure is None or figure["value"] is None or (basis != "value" and figure[basis] is None):
        return None
    percent = None if basis == "value" else figure[basis]["percent"]
    worth = _worth(figure["value"], figure["scale"], percent, 100 if basis == "change" else 0)
    return (figure["currency"], worth) if worth is not None else None


# Most of a planted record is the right one's, again and again.
@lru_cache(maxsize=4096)
def _worth(value: Decimal, scale: str, percent: Decimal | None, above: int) -> Interval | None:
    """A value, divided by the level that a percentage above so much makes."""
    worth = _widest(Decimal(value)).scaled(SCALE_FACTOR[scale])
    if percent is None:
        return worth
    level = (_widest(Decimal(percent)) + Interval.point(above)).scaled(Fraction(1, 100))
    return worth / level if level.low is not None and level.low > 0 else None


def _widest(number: Decimal) -> Interval:
    exponent = number.normalize().as_tuple().exponent
    assert isinstance(exponent, int)
    return Interval.point(number).widened(Decimal(1).scaleb(exponent))


def _disagree(statements: list[Report], basis: str) -> int:
    """Measures of which two statements give numbers that cannot both hold."""
    count = 0
    for measure in MEASURES:
        numbers = []
        for statement in statements:
            figure = statement[measure]
            if basis == "value" and (amount := _amount(figure, basis)) is not None:
                numbers.append(amount)
            elif basis != "value" and figure is not None and figure[basis] is not None:
                numbers.append((None, _widest(Decimal(figure[basis]["percent"]))))
        count += any(
            one[0] == other[0] and not one[1].meets(other[1])
            for one in numbers
            for other in numbers
        )
    return count


def _broken(amounts: dict[str, Amount], basis: str) -> Iterator[str]:
    for rule in TRADE.rules:
        of = [amounts.get(measure) for measure in rule.measures]
        known = [one for one in of if one is not None]
        if len(known) < len(of) or len({currency for currency, _ in known}) > 1:
            continue
        composed, *parts = (interval for _, interval in known)
        if isinstance(rule, Part):
            holds = composed.meets(parts[0].up_to())
        elif isinstance(rule, Balance):
            holds = composed.meets(parts[0] - parts[1])
        else:
            holds = composed.meets(parts[0] + parts[1])
        if not holds:
            yield f"{rule.rule} {basis}"
