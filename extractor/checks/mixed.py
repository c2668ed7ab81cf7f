"""Statements whose numbers the article tells of several scopes, of which the report makes one.

That the reader sees no scope with a number is no evidence that it has none. Where the article has
another number of that measure, place and period, of the scope of those that it stands among, and
nothing in the report claims that, the number is of another scope than they are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from extractor.checks.grounding import ArticleText
from extractor.checks.naming import is_same_place, official
from extractor.checks.second_reading import NAMES, numbers_of
from extractor.checks.statement import is_same_scope
from extractor.checks.wording import quoted
from extractor.reader import Told
from extractor.record import Data, Finding
from extractor.schema import FigureAt


class Mixed:
    """Tells which numbers of one report that are held against each other are of two scopes."""

    def __init__(
        self,
        article: ArticleText,
        data: Data,
        every: Sequence[FigureAt],
        told: Sequence[Told],
    ) -> None:
        self._statements: Sequence[Data] = data["statements"]
        self._read: dict[str, Told] = {}
        by_start: dict[int, list[Told]] = defaultdict(list)
        for one in told:
            by_start[one.start].append(one)
        claimed: set[int] = set()
        for number in numbers_of(article, every):
            claimed |= number.starts
            period = self._statements[number.at.statement]["period"]
            of = (number.at.measure, number.aspect, period["start"], period["end"])
            place = self._statements[number.at.statement]["place"]
            read = [t for start in number.starts for t in by_start.get(start, ())]
            alike = all(_what(t) == of and is_same_place(t.key.place, place) for t in read)
            if read and alike and len({t.key.scope for t in read}) == 1:
                self._read[number.field] = read[0]
        self._missing: Mapping[tuple[str, ...], dict[str, Told]] = defaultdict(dict)
        for one in told:
            if one.sure and one.key.scope and one.start not in claimed and not one.headline:
                of_what = (*_what(one), official(one.key.place))
                self._missing[of_what].setdefault(one.key.scope, one)

    def told(self, breach: Finding) -> Finding | None:
        """A breach as one between numbers of two scopes, ``None`` where they may be of one."""
        statements = {int(field.split(".")[1]) for field in breach.fields}
        read = {field: self._read[field] for field in breach.fields if field in self._read}
        if len(statements) > 1 or len(read) < len(breach.fields):
            return None
        (index,) = statements
        for scope in dict.fromkeys(t.key.scope for t in read.values()):
            of_it = [field for field, t in read.items() if t.key.scope == scope]
            others = [field for field in read if field not in of_it]
            if scope is None or not others:
                continue
            instead = [self._instead(read[field], scope) for field in others]
            if None in instead:
                continue
            own = " and ".join(quoted(t.words) for t in instead if t is not None)
            names = " and ".join(_name(read[field]) for field in of_it)
            alone = is_same_scope(self._statements[index]["scope"], scope) and len(others) == 1
            return replace(
                breach,
                attribution="model",
                suspect=others[0] if alone else f"statements.{index}.scope",
                message=f"{breach.message}; {names} {'is' if len(of_it) == 1 else 'are'} of the "
                f"scope {quoted(scope)}, {' and '.join(_name(read[f]) for f in others)} is not: "
                f"of that scope the article has {own}",
            )
        return None

    def _instead(self, number: Told, scope: str) -> Told | None:
        """What the article has of a scope and the report has not, where that is another number."""
        own = self._missing.get((*_what(number), official(number.key.place)), {}).get(scope)
        return own if own is not None and not own.interval.meets(number.interval) else None


def _what(told: Told) -> tuple[str, ...]:
    days = told.key.start.isoformat(), told.key.end.isoformat()
    return told.measure, told.aspect, *days


def _name(told: Told) -> str:
    return f"{NAMES[told.aspect]}{told.measure}"
