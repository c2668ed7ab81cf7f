"""How much of what an article states the deterministic reader takes, and how fast.

    python benchmarks/reader.py [FOLDER...]

Each FOLDER holds articles (``NAME.txt``) with the truth written beside them (``NAME.json``, see
``benchmarks/README.md``); without one, the repository's own articles. A figure is right when
place, period, measure and value are; it is missing when the truth has it and the reader has not,
wrong when the reader has it and neither the truth nor its list of what may come out has, in doubt
when the reader says that it could be another one. Growths and shares are counted apart, over the
figures that are right. What ``--reader-first`` would send to no model is counted too, and how much
of that is not as the truth. Proportions come with a 95% interval after Wilson («Probable inference,
the law of succession, and statistical inference», 1927).
"""

from __future__ import annotations

import argparse
import math
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from extractor import exact_json, schema
from extractor.article import Article
from extractor.reader import read
from extractor.workflow.reading_first import read_whole

ROOT = Path(__file__).resolve().parent.parent
OWN = (
    ROOT / "golden" / "trade",
    ROOT / "benchmarks" / "articles",
    ROOT / "benchmarks" / "unread",
)
TRUTHS = ROOT / "tests" / "truth"

Key = tuple[Any, ...]


@dataclass
class Tally:
    """Counts of figures, growths and shares; ``doubted`` are those right and wrong in doubt."""

    right: int = 0
    missing: int = 0
    wrong: int = 0
    doubted_right: int = 0
    doubted_wrong: int = 0
    percents: Counter[str] = field(default_factory=Counter)

    @property
    def exact(self) -> bool:
        """Whether all is as the truth has it."""
        wrong = self.percents["change wrong"] + self.percents["plan wrong"]
        return not (self.missing or self.wrong or wrong)

    def add(self, other: Tally) -> None:
        self.right += other.right
        self.missing += other.missing
        self.wrong += other.wrong
        self.doubted_right += other.doubted_right
        self.doubted_wrong += other.doubted_wrong
        self.percents.update(other.percents)


def interval(hits: int, cases: int) -> str:
    """A proportion with its 95% interval."""
    if not cases:
        return "      -"
    z, p = 1.959964, hits / cases
    middle = (p + z * z / (2 * cases)) / (1 + z * z / cases)
    half = z * math.sqrt(p * (1 - p) / cases + z * z / (4 * cases * cases)) / (1 + z * z / cases)
    return f"{p:.3f} [{max(0.0, middle - half):.3f}, {min(1.0, middle + half):.3f}] n={cases}"


def stated(truth: dict[str, Any]) -> Iterator[tuple[Key, dict[str, Any]]]:
    for figure in truth["statements"]:
        value = figure["value_usd"] if figure["value_usd"] is not None else figure["value_vnd"]
        yield (
            (
                figure["place"],
                figure["period_start"],
                figure["period_end"],
                figure["flow"],
                None if value is None else Decimal(str(value)),
            ),
            figure,
        )


def measure(text: str, truth: dict[str, Any], of: schema.Schema, manners: Counter[str]) -> Tally:
    """Hold one reading against its truth."""
    reading = read(text, of)
    tally = Tally()
    found: list[tuple[Key, schema.FigureAt]] = []
    for at in schema.figures(reading.data, of):
        statement = reading.data["statements"][at.statement]
        period = statement["period"]
        base = schema.base_value(at.figure)
        found.append(((statement["place"], period["start"], period["end"], at.measure, base), at))
    for key, expected in stated(truth):
        match = next((item for item in found if item[0] == key), None)
        if match is None:
            tally.missing += 1
            continue
        found.remove(match)
        tally.right += 1
        at = match[1]
        manners[f"{reading.bindings[at.path].manner} right"] += 1
        tally.doubted_right += bool(reading.bindings[at.path].doubts)
        for name, percent in (("change", expected["yoy_pct"]), ("plan", expected["plan_pct"])):
            mine = at.figure[name] and at.figure[name]["percent"]
            if percent is None and mine is None:
                continue
            agrees = None not in (mine, percent) and Decimal(mine) == Decimal(str(percent))
            tally.percents[f"{name} {'right' if agrees else 'wrong'}"] += 1
    allowed = [o["stated"] for o in truth["optional"]]
    for _, at in found:
        printed = at.figure["text"] or ""
        if not any(printed in text or text in printed for text in allowed):
            tally.wrong += 1
            manners[f"{reading.bindings[at.path].manner} wrong"] += 1
            tally.doubted_wrong += bool(reading.bindings[at.path].doubts)
    return tally


def line(name: str, tally: Tally) -> str:
    stated_ones, taken = tally.right + tally.missing, tally.right + tally.wrong
    return (
        f"{name:18} right {tally.right:4} missing {tally.missing:3} wrong {tally.wrong:3} "
        f"doubtful {tally.doubted_right + tally.doubted_wrong:3}  "
        f"recall {interval(tally.right, stated_ones)}  precision {interval(tally.right, taken)}"
    )


def run(folder: Path, of: schema.Schema) -> None:
    """Measure one folder and print its tables."""
    total = Tally()
    by_category: dict[str, Tally] = {}
    manners: Counter[str] = Counter()
    seconds, characters, articles = 0.0, 0, 0
    whole: list[bool] = []
    for path in sorted(folder.glob("*.txt")):
        truth_path = path.with_suffix(".json")
        if folder.resolve() == OWN[0]:
            truth_path = TRUTHS / truth_path.name
        text = path.read_bytes().decode()
        truth = exact_json.loads(truth_path.read_text("utf-8"))
        begin = time.perf_counter()
        tally = measure(text, truth, of, manners)
        seconds += time.perf_counter() - begin
        if read_whole(Article(path.stem, path.name, text), of) is not None:
            whole.append(tally.exact)
        characters += len(text)
        articles += 1
        by_category.setdefault(truth["category"], Tally()).add(tally)
        total.add(tally)
    if not articles:
        sys.exit(f"no articles in {folder}")
    print(f"\n{folder.name}: {articles} articles")
    for category, tally in sorted(by_category.items()):
        print(line(category, tally))
    print(line("all", total))
    print(
        f"{'in doubt':18} of the right {interval(total.doubted_right, total.right)}"
        f"  of the wrong {interval(total.doubted_wrong, total.wrong)}"
    )
    inexact = f"{whole.count(False)} of them not as the truth"
    print(f"{'not sent at all':18} {len(whole)} of {articles} articles, {inexact}")
    for name in ("change", "plan"):
        right, wrong = total.percents[f"{name} right"], total.percents[f"{name} wrong"]
        print(f"{name:18} right {right:4} wrong {wrong:3}  {interval(right, right + wrong)}")
    for manner in ("direct", "inherited", "settled"):
        right, wrong = manners[f"{manner} right"], manners[f"{manner} wrong"]
        print(f"{manner:18} right {right:4} wrong {wrong:3}  {interval(right, right + wrong)}")
    print(
        f"{1000 * seconds / articles:.1f} ms an article, "
        f"{seconds / (characters / 1e6):.2f} s a million characters"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    trade = schema.load("trade", ROOT / "schemas" / "trade.py")
    for folder in parser.parse_args().folders or OWN:
        run(folder, trade)


if __name__ == "__main__":
    main()
