"""What no article says: numbers made up, or carried over from the examples of the prompt."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from decimal import Decimal

from benchmarks.plants.known import Known, Plant, Planted
from benchmarks.plants.places import absent, bare, named, shuffled, valued, with_amount, with_part
from benchmarks.regressions import ROOT, Report, figures, spoilt
from extractor import exact_json

EXAMPLES: tuple[Report, ...] = tuple(
    exact_json.loads(found)
    for found in re.findall(
        r"```json\n(.*?)\n```", (ROOT / "prompts" / "trade.md").read_text("utf-8"), re.DOTALL
    )
)
"""The reports of the prompt's examples, whose places and figures are invented."""
EXAMPLE_FIGURES = [figure for example in EXAMPLES for _, figure in figures(example)]


def number(known: Known, dice: random.Random) -> Iterator[Planted]:
    for path in absent(known, dice):
        value = dice.randrange(1001, 9999)
        text = f"{value:,} triệu USD".replace(",", ".")
        made = {"value": value, "scale": "million", "currency": "USD", "text": text}
        yield Planted(spoilt(known.data, path[:1], **{path[1]: bare(made)}), (named(path),))


def percentage(part: str, form: str) -> Plant:
    def plant(known: Known, dice: random.Random) -> Iterator[Planted]:
        for path, figure in shuffled(known, dice):
            if figure[part] is None:
                percent = Decimal(dice.randrange(11, 999)) / 10
                said = {"percent": percent, "text": form.format(f"{percent:f}".replace(".", ","))}
                yield with_part(known, path, part, said)

    return plant


def example_amount(known: Known, dice: random.Random) -> Iterator[Planted]:
    leaked = [figure for figure in EXAMPLE_FIGURES if figure["value"] is not None]
    for path, _ in valued(known, dice):
        yield with_amount(known, path, dice.choice(leaked))


def example_percentage(part: str) -> Plant:
    def plant(known: Known, dice: random.Random) -> Iterator[Planted]:
        leaked = [figure[part] for figure in EXAMPLE_FIGURES if figure[part] is not None]
        for path, _ in shuffled(known, dice):
            yield with_part(known, path, part, dict(dice.choice(leaked)))

    return plant


def example_statement(known: Known, dice: random.Random) -> Iterator[Planted]:
    statements = [one for example in EXAMPLES for one in example["statements"]]
    leaked = dice.choice(statements)
    added = len(known.data["statements"])
    made = {"statements": [*known.data["statements"], leaked]}
    yield Planted(made, (f"statements.{added}",))


INVENTIONS: dict[str, Plant] = {
    "invented number": number,
    "invented growth": percentage("change", "tăng {}%"),
    "invented share": percentage("plan", "đạt {}% kế hoạch"),
    "example's number": example_amount,
    "example's growth": example_percentage("change"),
    "example's share": example_percentage("plan"),
    "example's statement": example_statement,
}
