"""Whether what is read of an article moves as it should where the article is written otherwise.

    python -m benchmarks.perturb [--show N] [FOLDER...]

Each FOLDER holds articles (``NAME.txt``); without one, the bundled goldens' and the benchmark's own
but for those that nobody reads. Each perturbation is made of every article where it has a place. A
figure that was read of the article as it stands is held against what is read of the other text: it
is as required where it comes out as the perturbation says, all that is told of it compared, and has
moved wrongly else; a figure that appears is counted apart. Nothing is compared with the truth: a
figure read wrongly must move as well. Proportions come with a 95% interval after Wilson.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.perturbations import PERTURBATIONS
from benchmarks.perturbations.article import Given, Made, Perturbation, Seen, given, seen
from benchmarks.reader import interval
from extractor import schema

ROOT = Path(__file__).resolve().parent.parent
OWN = (ROOT / "golden" / "trade", ROOT / "benchmarks" / "articles")
TRADE = schema.load("trade", ROOT / "schemas" / "trade.py")
SEED = 5


@dataclass(frozen=True)
class Violation:
    """What of one text did not come out as required."""

    article: str
    text: str
    missing: tuple[Seen, ...]
    appeared: tuple[Seen, ...]


@dataclass
class Count:
    """What came of one perturbation."""

    articles: int = 0
    texts: int = 0
    figures: int = 0
    right: int = 0
    violations: list[Violation] = field(default_factory=list)

    @property
    def appeared(self) -> int:
        """Figures beyond those that moved wrongly."""
        return sum(max(0, len(v.appeared) - len(v.missing)) for v in self.violations)


def articles(
    folders: Iterable[Path], names: Collection[str] | None = None
) -> Iterator[tuple[str, Given]]:
    """The articles of the folders by name, or those named alone."""
    for folder in folders:
        for path in sorted(folder.glob("*.txt")):
            if names is None or path.stem in names:
                yield path.stem, given(path.read_bytes().decode(), TRADE)


def counted(
    perturbation: Perturbation, of: Iterable[tuple[str, Given]], most: int | None = None
) -> Count:
    """One perturbation made of every article where it has a place, of each at most so many texts.

    Which of them is left to dice that fall alike each time.
    """
    dice = random.Random(SEED)
    count = Count()
    for name, article in of:
        made = [one for one in perturbation(article, dice) if one.text != article.text]
        if most is not None:
            made = dice.sample(made, min(most, len(made)))
        count.articles += bool(made)
        for one in made:
            count.texts += 1
            held(count, name, article, one)
    return count


def held(count: Count, name: str, article: Given, made: Made) -> None:
    """Add to the count what came of one text."""
    required = Counter(made.move(figure.seen) for figure in article.figures)
    found = Counter(seen(made.text, TRADE))
    missing, appeared = required - found, found - required
    count.figures += required.total()
    count.right += (required & found).total()
    if missing or appeared:
        count.violations.append(
            Violation(name, made.text, tuple(missing.elements()), tuple(appeared.elements()))
        )


def shown(violation: Violation) -> Iterator[str]:
    for mark, figures in (("-", violation.missing), ("+", violation.appeared)):
        for figure in figures:
            said = " ".join(str(part) for part in figure if part not in (None, "", ()))
            yield f"      {violation.article} {mark} {said}"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="the first N violations")
    options = parser.parse_args()
    given_ones = list(articles(options.folders or OWN))
    print(f"{'':26}articles texts figures  moved wrongly  appeared  as required")
    for name, perturbation in PERTURBATIONS.items():
        count = counted(perturbation, given_ones)
        wrong = count.figures - count.right
        print(
            f"{name:26}{count.articles:8} {count.texts:5} {count.figures:7}  {wrong:13}"
            f"  {count.appeared:8}  {interval(count.right, count.figures)}"
        )
        for violation in count.violations[: options.show]:
            print("\n".join(shown(violation)))


if __name__ == "__main__":
    main()
