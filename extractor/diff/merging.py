"""A golden's report with some of its differences from a new one taken over, and nothing else.

What is taken over is what the difference says and what cannot be told apart from it: with a value
its scale, text and span, and its currency where one report alone has a value; with a scale the
number that is counted in it; with a percent its words; with a period its words. Accepting none
gives the golden's report, accepting all one that differs from the new report in nothing.

Differences are taken one by one. Three things come along, since no report can be without them: a
statement that the golden lacks comes with its place, period, scope and whatever else it says
besides figures as soon as one of its figures does; a statement or a part of one goes with its last
figure, unless it is all that is left of a statement that the new report has; and a statement in
parts of which anything is taken over has one spelling of its head and its figures where the new
report has them, as far as that is no difference.

What was not accepted is never taken over. Where what was makes statements conflict or become one,
or makes others agree better, ``diff`` may tell what is left in other words.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from copy import deepcopy

from extractor.diff.compare import Difference, diff
from extractor.diff.pairing import Move, Node, Pair, moves, pair
from extractor.record import Data
from extractor.schema import Schema

# What belongs to a part of a figure, by the last name of the difference's field.
_TAKEN = {
    "value": ("value", "scale", "text", "span"),
    "scale": ("value", "scale"),
    "currency": ("currency",),
    "text": ("text", "span"),
    "span": ("span",),
    "approximate": ("approximate",),
}


def merged(golden: Data, new: Data, schema: Schema, accepted: Collection[Difference]) -> Data:
    """The golden's report with ``accepted`` taken over from the new one; a copy.

    Both reports fit the schema, and so does the result. ``accepted`` are some of what ``diff`` says
    of these very reports; findings among them are passed over.
    """
    drafts = _Drafts(golden, new, schema)
    head = dict(golden)
    for difference in accepted:
        if difference.rule is None and not difference.field.startswith("statements."):
            head[difference.field] = new[difference.field]
        elif difference.rule is None:
            drafts.take(difference)
    result = head | {"statements": drafts.statements()}
    known = {(d.category, d.field) for d in accepted if d.rule is None}
    if known and known >= {(d.category, d.field) for d in diff(golden, (), new, (), schema)}:
        # Statements in conflict, one of them in parts, may be told apart by the new layout alone.
        result = new if diff(result, (), new, (), schema) else result
    return deepcopy(result)


class _Drafts:
    """The statements of both reports, pair by pair, while differences are taken over."""

    def __init__(self, golden: Data, new: Data, schema: Schema) -> None:
        self._golden, self._new = golden["statements"], new["statements"]
        self._empty = schema.empty_statement()
        pairs = pair(golden, new, schema)
        self._drafts = [_Draft(both) for both in pairs]
        self._ours: dict[int, _Draft] = {}
        self._theirs: dict[int, _Draft] = {}
        for draft in self._drafts:
            for node, drafts in ((draft.ours, self._ours), (draft.theirs, self._theirs)):
                drafts.update(dict.fromkeys(node.indexes if node else (), draft))
        self._elsewhere = {move.golden.path: move for move in moves(pairs)}
        self._moving: list[Move] = []

    def take(self, difference: Difference) -> None:
        """Take over a difference between statements."""
        _, index, *path = difference.field.split(".")
        alone = len(path) < 2 and (not path or path[0] in self._empty)
        if alone and difference.category == "extra":
            self._theirs[int(index)].add(path)
            return
        draft = self._ours[int(index)]
        if alone:
            draft.drop(path)
        elif path[0] not in self._empty:
            draft.take_head(path[0])
        else:
            _, there, measure, *_ = str(difference.new_field).split(".")
            if path[1] == "scope":
                self._moving.append(self._elsewhere.pop(f"statements.{index}.{measure}"))
            else:
                draft.take(measure, path[1:], self._new[int(there)][measure])

    def statements(self) -> list[Data]:
        """The statements as they are now: the golden's in its order, after them what it lacks."""
        # Not before all is taken: what differs in a figure is named by the place where it stood.
        for move in self._moving:
            self._move(move)
        for move in self._elsewhere.values():
            # Under the same scope this is no difference, and nothing to be decided.
            source, target = self._ours[move.golden.statement], self._theirs[move.new.statement]
            if move.scope == move.new_scope and (target.touched or source.heads):
                self._move(move)
        places: dict[int, list[Data]] = {}
        for draft in self._drafts:
            for place, statement in draft.laid_out(self._golden, self._new, self._empty):
                places.setdefault(place, []).append(statement)
        return [statement for place in sorted(places) for statement in places[place]]

    def _move(self, move: Move) -> None:
        measure = move.golden.measure
        figure = self._ours[move.golden.statement].give(measure)
        self._theirs[move.new.statement].put(measure, figure)


class _Draft:
    """One pair of statements; ``figures`` are those that the golden's has by now, by measure."""

    def __init__(self, both: Pair) -> None:
        self.ours, self.theirs = both.golden, both.new
        self.figures: dict[str, Data] = _figures(self.ours)
        self.touched = False
        self.heads: set[str] = set()

    def put(self, measure: str, figure: Data) -> None:
        """Give it a figure, or another in its place."""
        self.figures[measure] = figure
        self.touched = True

    def give(self, measure: str) -> Data:
        """Let go of a figure that stands elsewhere."""
        self.touched = True
        return self.figures.pop(measure)

    def add(self, path: Sequence[str]) -> None:
        """Take over a figure that the new report alone has, or a statement without any."""
        for measure in path:
            self.figures[measure] = _figures(self.theirs)[measure]
        self.touched = True

    def drop(self, path: Sequence[str]) -> None:
        """Let go of a figure that the golden alone has, or of a statement without any."""
        for measure in path:
            del self.figures[measure]
        self.touched = True

    def take_head(self, name: str) -> None:
        """Take over place, period or its words, scope, or what else a statement says."""
        self.heads.add(name)
        self.touched = True

    def take(self, measure: str, path: Sequence[str], new: Data) -> None:
        """Take over a part of a figure that both reports have."""
        old, name = self.figures[measure], path[0]
        if len(path) == 1:
            names = _TAKEN[name]
            if name == "value" and None in (old.get("value"), new.get("value")):
                names = (*names, "currency")
            self.put(measure, _with(old, new, names))
        elif path[1] == "percent":
            self.put(measure, old | {name: new.get(name)})
        else:
            self.put(measure, old | {name: _with(old[name], new[name], _TAKEN[path[1]])})

    def laid_out(
        self, golden: Sequence[Data], new: Sequence[Data], empty: Data
    ) -> Iterator[tuple[int, Data]]:
        """What becomes of the statement, each part with its place among the golden's."""
        ours, theirs = self.ours, self.theirs
        if not self.touched:
            yield from ((index, golden[index]) for index in (ours.indexes if ours else ()))
            return
        if theirs is None and not self.figures:
            return
        node, said = ours or theirs, golden if ours else new
        assert node is not None
        head = _head(node)
        periods = {index: said[index]["period"] for index in node.indexes}
        if ours and theirs:
            head |= {k: v for k, v in _head(theirs).items() if k in self.heads}
        if ours and theirs and "period" in self.heads:
            if len(theirs.words) > 1:
                node, periods = theirs, {index: new[index]["period"] for index in theirs.indexes}
            else:
                periods = dict.fromkeys(ours.indexes, new[theirs.indexes[0]]["period"])
        home = {measure: at.statement for measure, at in node.figures.items()}
        by_words = {period["text"]: index for index, period in reversed(periods.items())}
        for measure, at in theirs.figures.items() if theirs else ():
            words = new[at.statement]["period"]["text"]
            if measure not in home and words in by_words:
                home[measure] = by_words[words]
        for index, figures in self._parts(periods, home, theirs.words if ours and theirs else ()):
            place = index if node is ours else ours.indexes[0] if ours else len(golden) + index
            yield place, empty | head | {"period": periods[index]} | figures

    def _parts(
        self, periods: Mapping[int, Data], home: Mapping[str, int], kept: Collection[str]
    ) -> Iterator[tuple[int, Data]]:
        """The figures in parts, each where its ``home`` is, else in the first.

        A part without figures is there for its words alone: where no other part says them, and it
        never had any figures or the words are among those ``kept``.
        """
        parts = [i for i in periods if any(home.get(m) == i for m in self.figures)]
        words = {periods[index]["text"] for index in parts}
        for index, period in periods.items():
            there = index not in home.values() or period["text"] in kept
            if there and period["text"] not in words:
                words.add(period["text"])
                parts.append(index)
        parts = parts or [min(periods)]
        for index in parts:
            yield index, {m: f for m, f in self.figures.items() if home.get(m, parts[0]) == index}


def _figures(node: Node | None) -> dict[str, Data]:
    return {measure: at.figure for measure, at in node.figures.items()} if node else {}


def _head(node: Node) -> Data:
    return {"place": node.place, "scope": node.scope, **node.rest}


def _with(old: Data, new: Mapping[str, object], names: Collection[str]) -> Data:
    """``old`` with what ``new`` says under ``names``, nothing where it says nothing."""
    kept = {name: value for name, value in old.items() if name not in names}
    return kept | {name: new[name] for name in names if name in new}
