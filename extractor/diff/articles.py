"""Which records of several runs are about one article: by SHA-256, then by id.

What pairs by id alone is an article whose text changed. Runs of other programs may hold several
records of one text or one id; each is in exactly one group.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import NamedTuple

from extractor.record import ArticleRef

_KEYS: tuple[Callable[[ArticleRef], object], ...] = (
    lambda ref: (ref.sha256, ref.id) if ref.sha256 else None,
    lambda ref: ref.sha256 or None,
    lambda ref: ref.id,
)


class Group(NamedTuple):
    """One article: the position of its record in each run that has it, by the run's number."""

    positions: dict[int, int]
    changed: bool
    """Whether the runs have different texts of it."""


def same_articles(runs: Sequence[Sequence[ArticleRef]]) -> list[Group]:
    """The articles of several runs, in the first one's order, what others add after."""
    groups: list[dict[int, int]] = []
    for run, refs in enumerate(runs):
        left = dict(enumerate(refs))
        for key in _KEYS:
            free: dict[object, list[int]] = defaultdict(list)
            for index in reversed(range(len(groups))):
                if run not in groups[index]:
                    for known in {key(runs[r][at]) for r, at in groups[index].items()}:
                        free[known].append(index)
            for position, ref in list(left.items()):
                waiting = free.get(key(ref)) if key(ref) is not None else None
                while waiting:
                    index = waiting.pop()
                    if run not in groups[index]:
                        groups[index][run] = position
                        del left[position]
                        break
        groups += [{run: position} for position in left]
    return [
        Group(group, len({runs[run][position].sha256 for run, position in group.items()}) > 1)
        for group in groups
    ]
