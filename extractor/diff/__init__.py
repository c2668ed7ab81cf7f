"""A run held against its golden files, difference by difference.

A difference is ``changed``, ``missing`` or ``extra`` (each a regression) or ``cosmetic`` (the same
number in other words or at another place, which never gates). Nothing is lost: each figure of
either report is compared with one of the other, or is ``missing``, or is ``extra``.
"""

from extractor.diff.compare import Category, Difference, diff
from extractor.diff.pairing import Move, Node, Pair, moves, pair
from extractor.diff.whole import ArticleDiff, RunDiff, State, diff_run

__all__ = [
    "ArticleDiff",
    "Category",
    "Difference",
    "Move",
    "Node",
    "Pair",
    "RunDiff",
    "State",
    "diff",
    "diff_run",
    "moves",
    "pair",
]
