"""A run held against its golden files, difference by difference, and runs against each other.

A difference is ``changed``, ``missing`` or ``extra`` (each a regression) or ``cosmetic`` (the same
number in other words or at another place, which never gates). Nothing is lost: each figure of
either report is compared with one of the other, or is ``missing``, or is ``extra``.

Runs side by side have no accepted one among them: their reports are laid out as points, in which
they agree, differ, or some say nothing; ``support`` is what golden files and rules say of those.
"""

from extractor.diff.articles import Group, same_articles
from extractor.diff.compare import Category, Difference, diff
from extractor.diff.evidence import INFO_RULES
from extractor.diff.last import LastAccepted
from extractor.diff.merging import merged
from extractor.diff.metrics import Metrics, Tally, measured
from extractor.diff.pairing import Move, Node, Pair, moves, pair
from extractor.diff.repeats import ArticleRepeats, Other, Repeated, Repeats, Verdict, repeats
from extractor.diff.sidebyside import FIGURE_PARTS, Point, Side, points
from extractor.diff.support import (
    Accepted,
    GoldenSupport,
    golden_support,
    rules_broken,
    rules_support,
)
from extractor.diff.whole import ArticleDiff, RunDiff, State, diff_run

__all__ = [
    "FIGURE_PARTS",
    "INFO_RULES",
    "Accepted",
    "ArticleDiff",
    "ArticleRepeats",
    "Category",
    "Difference",
    "GoldenSupport",
    "Group",
    "LastAccepted",
    "Metrics",
    "Move",
    "Node",
    "Other",
    "Pair",
    "Point",
    "Repeated",
    "Repeats",
    "RunDiff",
    "Side",
    "State",
    "Tally",
    "Verdict",
    "diff",
    "diff_run",
    "golden_support",
    "measured",
    "merged",
    "moves",
    "pair",
    "points",
    "repeats",
    "rules_broken",
    "rules_support",
    "same_articles",
]
