"""What ``diff`` catches of regressions planted in the bundled goldens, and what it lets pass.

    python benchmarks/regressions.py

Each accepted report is spoilt in every place where a kind of mistake can be made, checked anew as a
run would, and held against its golden. A planted mistake is caught where the report itself differs,
not only what the rules say of it; a harmless change passes where nothing gates, findings included.
Ends with 1 where anything was missed.
"""

from __future__ import annotations

import copy
import random
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from extractor import schema
from extractor.checks import check
from extractor.diff import Difference, diff
from extractor.golden import Golden, Shelf
from extractor.schema import without_spans

ROOT = Path(__file__).resolve().parent.parent
TRADE = schema.load("trade", ROOT / "schemas" / "trade.py")
MEASURES = tuple(measure.name for measure in TRADE.measures)
SCALES = ("one", "thousand", "million", "billion", "trillion")
SEED = 4

Report = dict[str, Any]
Made = Iterator[Report]


@dataclass
class Count:
    """How often a kind was planted, and where it came out otherwise than it should."""

    planted: int = 0
    missed: list[str] = field(default_factory=list)


def counted(goldens: Iterable[Golden]) -> dict[str, Count]:
    """Every kind of mistake and of harmless change, planted wherever these goldens have a place."""
    dice = random.Random(SEED)
    counts = {kind: Count() for kind in (*MISTAKES, VANISHED, *HARMLESS)}
    for golden in goldens:
        for kind, plant in (*MISTAKES.items(), *HARMLESS.items()):
            for made in plant(copy.deepcopy(golden.data), dice):
                found = held(golden, made)
                told = any(d.regression and (d.rule is None or kind in HARMLESS) for d in found)
                noted(counts[kind], golden, good=told is (kind in MISTAKES))
        for left_out in range(len(golden.findings) if golden.text_path else 0):
            found = held(golden, golden.data, left_out)
            noted(counts[VANISHED], golden, good=[d.category for d in found] == ["missing"])
    return counts


def noted(count: Count, golden: Golden, *, good: bool) -> None:
    count.planted += 1
    if not good:
        count.missed.append(golden.article.id)


def held(golden: Golden, made: Report, left_out: int | None = None) -> list[Difference]:
    """What differs where a run gives ``made``, without one of its findings if so said."""
    text = golden.text()
    if text is None:
        return diff(without_spans(golden.data), (), without_spans(made), (), TRADE)
    checked = check(text, made, TRADE)
    data, findings = checked.data, list(checked.findings)
    if left_out is not None:
        del findings[left_out]
    for path, span in spans(made):
        if span == MOVED:
            at(data, path)["span"] = MOVED
    return diff(golden.data, golden.findings, data, findings, TRADE)


# ---- mistakes


def digit(report: Report, dice: random.Random) -> Made:
    for path, figure in valued(report):
        digits = str(figure["value"])
        place = dice.choice([i for i, char in enumerate(digits) if char.isdigit()])
        other = dice.choice([d for d in "123456789" if d != digits[place]])
        yield spoilt(report, path, value=Decimal(digits[:place] + other + digits[place + 1 :]))


def swapped(report: Report, _: random.Random) -> Made:
    for index, statement in enumerate(report["statements"]):
        if statement["export"] and statement["import"]:
            made = copy.deepcopy(report)
            parts = made["statements"][index]
            parts["export"], parts["import"] = parts["import"], parts["export"]
            yield made


def no_statement(report: Report, _: random.Random) -> Made:
    for index in range(len(report["statements"])):
        made = copy.deepcopy(report)
        del made["statements"][index]
        yield made


def no_figure(report: Report, _: random.Random) -> Made:
    for (index, measure), _ in figures(report):
        yield spoilt(report, (index,), **{measure: None})


def shifted(report: Report, _: random.Random) -> Made:
    for index, statement in enumerate(report["statements"]):
        dates = {end: date.fromisoformat(statement["period"][end]) for end in ("start", "end")}
        back = {
            end: day.replace(year=day.year - 1, day=min(day.day, 28)).isoformat()
            for end, day in dates.items()
        }
        yield spoilt(report, (index, "period"), **back)


def misplaced(report: Report, _: random.Random) -> Made:
    for index in range(len(report["statements"])):
        yield spoilt(report, (index,), place="Cà Mau")


def regrown(report: Report, dice: random.Random) -> Made:
    for path, figure in figures(report):
        if figure["change"]:
            step = Decimal(dice.choice(["0.1", "-0.1", "10"]))
            percent = figure["change"]["percent"] + step
            yield spoilt(report, (*path, "change"), percent=percent)


def invented(report: Report, dice: random.Random) -> Made:
    for index, statement in enumerate(report["statements"]):
        for measure in MEASURES:
            if statement[measure] is None:
                value = dice.randrange(1001, 9999)
                figure = {
                    "value": value,
                    "scale": "million",
                    "currency": "USD",
                    "text": f"{value} triệu USD",
                    "approximate": False,
                    "change": None,
                    "plan": None,
                }
                yield spoilt(report, (index,), **{measure: figure})


def merged(report: Report, _: random.Random) -> Made:
    """Two scopes of one place and period as one, which has what either said.

    Not a scope with none where no measure is in both: null pairs with a sole scope.
    """
    statements = report["statements"]
    for one, first in enumerate(statements):
        for other, second in enumerate(statements):
            told = first["scope"] and second["scope"]
            both = any(first[name] and second[name] for name in MEASURES)
            differ = first["scope"] != second["scope"] and (told or both)
            if one != other and differ and subject(first) == subject(second):
                made = copy.deepcopy(report)
                kept, gone = made["statements"][one], made["statements"][other]
                kept |= {name: kept[name] or gone[name] for name in MEASURES}
                del made["statements"][other]
                yield made


# ---- harmless changes


def reordered(report: Report, dice: random.Random) -> Made:
    if len(report["statements"]) > 1:
        for order in ("reversed", "shuffled"):
            made = copy.deepcopy(report)
            made["statements"].reverse()
            if order == "shuffled":
                dice.shuffle(made["statements"])
            yield made


def rescaled(report: Report, _: random.Random) -> Made:
    """Not where the digits are those printed all the same: «1.312 tỷ» does not say 1312 million."""
    for path, figure in valued(report):
        scale = SCALES.index(figure["scale"])
        printed = re.sub(r"[^0-9]", "", figure["text"].partition(" ")[0])
        for step in (1, -1):
            value = Decimal(figure["value"]).scaleb(-3 * step)
            if 0 <= scale + step < len(SCALES) and f"{abs(value):f}" != printed:
                yield spoilt(report, path, value=value, scale=SCALES[scale + step])


MOVED = [0, 1]


def moved(report: Report, _: random.Random) -> Made:
    for path, figure in figures(report):
        if figure.get("span"):
            yield spoilt(report, path, span=MOVED)


def other_scope(report: Report, _: random.Random) -> Made:
    for index, statement in enumerate(report["statements"]):
        if statement["scope"]:
            yield spoilt(report, (index,), scope=f"tính {statement['scope']}")


def no_unit(report: Report, _: random.Random) -> Made:
    for path, figure in valued(report):
        number, _, unit = figure["text"].partition(" ")
        if unit and number[-1].isdigit():
            yield spoilt(report, path, text=number)


def no_scope(report: Report, _: random.Random) -> Made:
    subjects = [subject(statement) for statement in report["statements"]]
    for index, statement in enumerate(report["statements"]):
        if statement["scope"] and subjects.count(subjects[index]) == 1:
            yield spoilt(report, (index,), scope=None)


Plant = Callable[[Report, random.Random], Made]
VANISHED = "a vanished finding"
MISTAKES: dict[str, Plant] = {
    "a digit": digit,
    "exports and imports swapped": swapped,
    "a dropped statement": no_statement,
    "a dropped figure": no_figure,
    "a shifted period": shifted,
    "a wrong place": misplaced,
    "a changed growth": regrown,
    "an invented figure": invented,
    "two scopes merged": merged,
}
HARMLESS: dict[str, Plant] = {
    "statements reordered": reordered,
    "another unit, the same value": rescaled,
    "a moved span": moved,
    "other words for a scope": other_scope,
    "a text without its unit": no_unit,
    "null for a sole scope": no_scope,
}


def subject(statement: Report) -> tuple[str, ...]:
    return (statement["place"], statement["period"]["start"], statement["period"]["end"])


Where = tuple[int | str, ...]


def figures(report: Report) -> Iterator[tuple[tuple[int, str], Report]]:
    for index, statement in enumerate(report["statements"]):
        for measure in MEASURES:
            if statement[measure] is not None:
                yield (index, measure), statement[measure]


def valued(report: Report) -> Iterator[tuple[tuple[int, str], Report]]:
    return ((path, figure) for path, figure in figures(report) if figure["value"] is not None)


def spans(report: Report) -> Iterator[tuple[Where, Any]]:
    return ((path, figure.get("span")) for path, figure in figures(report))


def at(report: Report, path: Where) -> Report:
    found: Any = report["statements"]
    for step in path:
        found = found[step]
    return found


def spoilt(report: Report, path: Where, **changes: object) -> Report:
    made = copy.deepcopy(report)
    at(made, path).update(changes)
    return made


def lines(counts: dict[str, Count]) -> Iterator[str]:
    for title, told, kinds in (
        ("planted mistakes", "caught", (*MISTAKES, VANISHED)),
        ("harmless changes", "passed", tuple(HARMLESS)),
    ):
        yield f"{title:32}{'planted':>8}{told:>8}"
        for kind in kinds:
            count = counts[kind]
            right = count.planted - len(count.missed)
            where = f"   not in {', '.join(dict.fromkeys(count.missed))}" if count.missed else ""
            yield f"  {kind:30}{count.planted:8,}{right:8,}{where}"


def main() -> int:
    counts = counted(Shelf.load(ROOT / "golden", "trade"))
    for line in lines(counts):
        print(line)
    return 1 if any(count.missed or not count.planted for count in counts.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
