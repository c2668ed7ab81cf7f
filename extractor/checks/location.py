"""Where each figure of a report stands in the article, of all the places that print its words.

A number may be printed several times. A figure's words stand close to each other, and the figures
of a statement in the order of the report: a shortest path through the places says which are meant.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice

from extractor.checks.grounding import ArticleText
from extractor.record import Data
from extractor.schema import Schema
from extractor.span import Span

_STEP_BACK = 50
_SAME_PLACE = 10**9
_OTHER_CLAUSE = 200
_PERIOD_FAR = 10
_CLAUSE_END = re.compile(r"[;\n]|\.\s")
_CROWDED = 64
_LANDMARKS = 8

Costed = list[tuple[Span, int]]


@dataclass(frozen=True, slots=True)
class _Printed:
    """Where the words of a figure are printed, each of its three texts on its own.

    ``anchors`` are the places where the figure can stand: its number, or where that is not printed
    what is said of it.
    """

    path: str
    amount: tuple[Span, ...]
    said: Mapping[str, tuple[Span, ...]]
    anchors: tuple[Span, ...]

    @classmethod
    def of(cls, article: ArticleText, path: str, figure: Data) -> _Printed:
        amount = article.amounts(figure["text"]) if figure["text"] is not None else ()
        said = {
            part: spans
            for part in ("change", "plan")
            if figure[part] is not None and (spans := article.occurrences(figure[part]["text"]))
        }
        return cls(path, amount, said, amount or next(iter(said.values()), ()))


def locate(article: ArticleText, data: Data, schema: Schema) -> dict[str, Span]:
    """Where each quoted text of a report stands, by the path of what it belongs to.

    Keys are «statements.0.export», «statements.0.export.change», «statements.0.export.plan»; what
    the article does not print has none. Of several occurrences those are taken that keep a figure
    close to its change and share, and the figures of a statement close to each other in the order
    of the report (a shortest path). Of words that are printed more than ``_CROWDED`` times only the
    places beside the statement's rarest words are weighed, so that the time for a statement does
    not grow with their number.
    """
    places: dict[str, Span] = {}
    for index, statement in enumerate(data["statements"]):
        period = article.occurrences(statement["period"]["text"])
        made = [
            _Printed.of(article, f"statements.{index}.{measure.name}", figure)
            for measure in schema.measures
            if (figure := statement.get(measure.name)) is not None
        ]
        row = _thinned([printed for printed in made if printed.anchors], period)
        for printed, anchor in zip(row, _path(article, row, period), strict=True):
            if printed.amount:
                places[printed.path] = anchor
            for part, spans in printed.said.items():
                places[f"{printed.path}.{part}"] = _nearest(article, anchor, spans)[0]
    return places


def _thinned(row: list[_Printed], period: tuple[Span, ...]) -> list[_Printed]:
    """The figures of a statement, each with few enough anchors to weigh all of them."""
    if all(len(printed.anchors) <= _CROWDED for printed in row):
        return row
    texts = [period, *(s for p in row for s in (p.amount, *p.said.values()))]
    rarest_first = sorted((spans for spans in texts if spans), key=len)
    landmarks = list(islice(chain.from_iterable(rarest_first), _LANDMARKS))
    # As many to either side as the statement has figures, which may all print the same words.
    return [
        printed
        if len(printed.anchors) <= _CROWDED
        else replace(printed, anchors=_beside(printed.anchors, landmarks, len(row)))
        for printed in row
    ]


def _beside(anchors: tuple[Span, ...], landmarks: Sequence[Span], reach: int) -> tuple[Span, ...]:
    """The anchors next to the landmarks, ``reach`` of them to either side, in order."""
    near: set[int] = set()
    for landmark in landmarks:
        at = bisect_left(anchors, landmark)
        near.update(range(max(0, at - reach), min(len(anchors), at + reach + 1)))
    return tuple(anchors[i] for i in sorted(near))


def _path(article: ArticleText, row: Sequence[_Printed], period: tuple[Span, ...]) -> list[Span]:
    """One anchor per figure, the whole path as short as can be; ties go to the earliest."""
    best: list[list[tuple[int, int]]] = []
    for number, printed in enumerate(row):
        own = [_around(article, printed, anchor) for anchor in printed.anchors]
        if number == 0:
            if period:
                own = [
                    cost + _nearest(article, anchor, period)[1] // _PERIOD_FAR
                    for anchor, cost in zip(printed.anchors, own, strict=True)
                ]
            best.append([(cost, -1) for cost in own])
            continue
        before = [
            (span, cost) for span, (cost, _) in zip(row[number - 1].anchors, best[-1], strict=True)
        ]
        reached = _reach(before, printed.anchors)
        best.append([(cost + far, back) for cost, (far, back) in zip(own, reached, strict=True)])
    if not best:
        return []
    at = min(range(len(best[-1])), key=lambda i: best[-1][i][0])
    taken = []
    for number in range(len(row) - 1, -1, -1):
        taken.append(row[number].anchors[at])
        at = best[number][at][1]
    return taken[::-1]


def _reach(before: Costed, anchors: Sequence[Span]) -> list[tuple[int, int]]:
    """The cheapest way from some place before to each anchor: its cost and where it came from.

    Onward costs the distance, back twice that and a step, staying where one is next to everything.
    """
    forward: list[tuple[int, int] | None] = []
    i, cheapest = 0, None
    for anchor in anchors:
        while i < len(before) and before[i][0].start < anchor.start:
            cost = before[i][1] - before[i][0].start
            if cheapest is None or cost < cheapest[0]:
                cheapest = (cost, i)
            i += 1
        forward.append(cheapest and (cheapest[0] + anchor.start, cheapest[1]))
    backward: list[tuple[int, int] | None] = []
    i, cheapest = len(before) - 1, None
    for anchor in reversed(anchors):
        while i >= 0 and before[i][0].start > anchor.start:
            cost = before[i][1] + 2 * before[i][0].start
            if cheapest is None or cost <= cheapest[0]:
                cheapest = (cost, i)
            i -= 1
        backward.append(cheapest and (cheapest[0] - 2 * anchor.start + _STEP_BACK, cheapest[1]))
    stay = {span.start: (cost + _SAME_PLACE, i) for i, (span, cost) in enumerate(before)}
    reached = []
    for anchor, onward, back in zip(anchors, forward, reversed(backward), strict=True):
        ways = [way for way in (onward, back, stay.get(anchor.start)) if way is not None]
        reached.append(min(ways))
    return reached


def _around(article: ArticleText, printed: _Printed, anchor: Span) -> int:
    """How far a figure's change and share stand from it."""
    return sum(_nearest(article, anchor, spans)[1] for spans in printed.said.values())


def _nearest(article: ArticleText, anchor: Span, spans: tuple[Span, ...]) -> tuple[Span, int]:
    """The one of ``spans`` that most likely belongs to what stands at ``anchor``, and how far."""
    text = article.folded.text
    at = bisect_left(spans, anchor)
    candidates = []
    for span in spans[max(0, at - 1) : at + 2]:
        if span.overlaps(anchor):
            candidates.append((0, span))
            continue
        later = span.start >= anchor.end
        low, high = (anchor.end, span.start) if later else (span.end, anchor.start)
        cost = high - low + (0 if later else 3)
        if _CLAUSE_END.search(text, low, min(high, low + _OTHER_CLAUSE)):
            cost += _OTHER_CLAUSE
        candidates.append((cost, span))
    cost, span = min(candidates)
    return span, cost
