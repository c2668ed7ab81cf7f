"""Whether the article's own words bind a number to the place or the period that is read of it.

Its measure, of which report and reader say the same, may then stand elsewhere, but nothing of its
place, its period or its subject is in doubt.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence, Set

from extractor.checks.grounding import ArticleText
from extractor.checks.naming import is_same_place
from extractor.reader import Told

_ELSEWHERE = ("number", "measure")
"""What may be in doubt of a number of which the place or the period is asked."""

_TO_MONTH = len("2022-06")


def is_timed(told: Told, start: str, end: str) -> bool:
    """Whether the period that is read, and not that of the report, stands with the number.

    A headline seldom names a day: «giữa tháng 11», told of what the body tells until the 15th.
    """
    key = told.key
    days = (key.start.isoformat(), key.end.isoformat()[:_TO_MONTH])
    rounded = told.headline and days == (start, end[:_TO_MONTH])
    return told.timed and not rounded and _is_settled(told)


def is_placed(told: Told, place: str) -> bool:
    """Whether the place that is read stands with the number.

    In its sentence, or somewhere around, where ``place``, which the report says, does not.
    """
    around = told.key.place in told.around and _is_unopposed(told, place)
    return (told.placed or around) and _is_settled(told)


def are_bound(
    article: ArticleText, numbers: Sequence[tuple[Told, bool]], place: str | None
) -> bool:
    """Whether the words bind all numbers of a statement, each told with whether they bind it.

    Where all are read of one place, and ``place``, which the report says, is named around none of
    those that no words bind, or in their paragraph not behind the last that is bound, what binds
    one of them binds all.
    """
    if place is None or len({told.key.place for told, _ in numbers}) > 1:
        return all(bound for _, bound in numbers)
    return any(bound for _, bound in numbers) and all(
        bound
        or (
            _is_settled(told)
            and (_is_unopposed(told, place) or _goes_on(article, told, numbers, place))
        )
        for told, bound in numbers
    )


def _goes_on(
    article: ArticleText, told: Told, numbers: Sequence[tuple[Told, bool]], place: str
) -> bool:
    """Whether a number follows one that is bound, and ``place`` is not named between them."""
    before = max((t.start for t, bound in numbers if bound and t.start < told.start), default=None)
    if before is None or "\n" in article.folded.text[before : told.start]:
        return False
    first, last = (
        bisect_left(article.places, at, key=lambda named: named.span.start)
        for at in (before, told.start)
    )
    return not any(is_same_place(named.name, place) for named in article.places[first:last])


def goes_on_alike(told: Sequence[Told], alike: Set[int]) -> frozenset[Told]:
    """The numbers without a name of their own whose measure the report itself says.

    Each stands with its place and goes on with the number of its measure, place apart, that was
    told last before it, which the report reads alike (its start is in ``alike``).
    """
    last: dict[tuple[str, str], Told] = {}
    found = set()
    for number in sorted(told, key=lambda t: t.start):
        before = last.get((number.measure, number.aspect))
        if (
            number.manner == "inherited"
            and number.placed
            and not number.doubts
            and before is not None
            and before.start in alike
            and (before.key.start, before.key.end) == (number.key.start, number.key.end)
        ):
            found.add(number)
        last[number.measure, number.aspect] = number
    return frozenset(found)


def _is_unopposed(told: Told, place: str) -> bool:
    return not any(is_same_place(other, place) for other in told.around)


def _is_settled(told: Told) -> bool:
    return all(doubt.of in _ELSEWHERE for doubt in told.doubts)
