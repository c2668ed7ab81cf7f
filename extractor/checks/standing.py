"""Where the numbers that do not fit stand, as far as that speaks against an article's own fault.

Nobody contradicts himself within a sentence or a row: two values of one thing there are of two
things, of which one was missed. And a number in a clause that names other places alone may not be
of the place that it is given for.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from extractor.checks.beside import Beside
from extractor.checks.grounding import ArticleText
from extractor.checks.naming import is_same_place
from extractor.checks.second_reading import numbers_of
from extractor.record import Data
from extractor.schema import FigureAt, Schema


class Standing:
    """Looks at the numbers of one report where its article prints them."""

    def __init__(
        self, article: ArticleText, data: Data, every: Sequence[FigureAt], schema: Schema
    ) -> None:
        self._article = article
        self._statements: Sequence[Data] = data["statements"]
        self._beside = Beside(article, schema)
        self._places = [place for place in article.places if place.kind != "foreign"]
        self._begins = [place.span.start for place in self._places]
        self._starts = {number.field: number.starts for number in numbers_of(article, every)}

    def is_together(self, fields: Iterable[str]) -> bool:
        """Whether some numbers, each printed once, stand in one sentence or one row."""
        starts = [self._starts.get(field, frozenset()) for field in fields]
        if any(len(of_one) != 1 for of_one in starts):
            return False
        lines = {self._article.sentence_start(start) for of_one in starts for start in of_one}
        return len(lines) == 1

    def is_elsewhere(self, field: str) -> bool:
        """Whether the clause of a number names places and none that its statement is of."""
        starts = self._starts.get(field, frozenset())
        own = self._statements[int(field.split(".")[1])]["place"]
        return bool(starts) and all(self._names_others(start, own) for start in starts)

    def _names_others(self, start: int, own: str) -> bool:
        begin, end = self._beside.clause(start)
        first, last = bisect_left(self._begins, begin), bisect_left(self._begins, end)
        named = [place.name for place in self._places[first:last]]
        return bool(named) and not any(is_same_place(name, own) for name in named)
