"""Which statement of a golden report and which of a new one speak of the same thing.

Statements pair by place and period, then by the best agreement of figures and scope, never by
order; what is left pairs across places and periods where the figures agree. Statements of one
place, period and scope that have no measure in common are one statement in several parts. Every
statement of either report is in exactly one pair.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from extractor import exact_json
from extractor.diff.assignment import assign
from extractor.folding import fold_phrase
from extractor.record import Data
from extractor.schema import FigureAt, Schema, base_value, figures

# What agrees counts level by level: no number of agreements on one outweighs a higher one.
_LEVEL = 1 << 20
# Beyond, no article is read but an attack: what is left is paired in its order, in linear time.
_LARGEST = 250_000


@dataclass(frozen=True, eq=False)
class Node:
    """What one report says of one place, one period and one scope.

    ``indexes`` are its statements' places in the report, ``figures`` its figures by measure,
    ``rest`` what else the schema asks of a statement.
    """

    indexes: tuple[int, ...]
    place: str
    scope: str | None
    start: str
    end: str
    words: tuple[str, ...]
    figures: Mapping[str, FigureAt]
    rest: Data
    spelling: str

    @property
    def group(self) -> tuple[str, str, str]:
        """Place and period as they are compared."""
        return folded(self.place), self.start, self.end

    @property
    def scope_key(self) -> str | None:
        """The scope as it is compared."""
        return _scope_key(self.scope)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two statements that belong together, or one that is alone.

    ``merged``: the scope told the golden statement from all others of its place and period, but
    the new one's scope is also that of another.
    """

    golden: Node | None
    new: Node | None
    merged: bool = False


@dataclass(frozen=True, slots=True)
class Move:
    """A figure that stands under another scope of its place and period, the same number.

    ``scope`` and ``new_scope`` are the two statements' scopes; ``merged`` unless the two can be one
    for want of others.
    """

    golden: FigureAt
    new: FigureAt
    scope: str | None
    new_scope: str | None
    merged: bool


@lru_cache(maxsize=4096)
def folded(words: str) -> str:
    """Words without differences of Unicode form, spaces and case."""
    return fold_phrase(words)


def _scope_key(scope: str | None) -> str | None:
    return (folded(scope) or None) if scope else None


Numbers = tuple[Decimal | None, str | None, Decimal | None, Decimal | None]


def numbers(figure: Data) -> Numbers:
    """What a figure says: value in base units, currency, change and share in percent."""
    value = base_value(figure)
    change, plan = figure.get("change"), figure.get("plan")
    return (
        value,
        figure.get("currency") if value is not None else None,
        Decimal(change["percent"]) if change else None,
        Decimal(plan["percent"]) if plan else None,
    )


def pair(golden: Data, new: Data, schema: Schema) -> list[Pair]:
    """Pair the statements of two reports that fit the schema; in the golden report's order."""
    olds, news = _nodes(golden, schema), _nodes(new, schema)
    groups: dict[tuple[str, str, str], tuple[list[Node], list[Node]]] = defaultdict(
        lambda: ([], [])
    )
    for node in olds:
        groups[node.group][0].append(node)
    for node in news:
        groups[node.group][1].append(node)
    pairs: list[Pair] = []
    left: tuple[list[Node], list[Node]] = ([], [])
    for ours, theirs in groups.values():
        matched = list(_within(ours, theirs))
        alike, other_alike = (Counter(n.scope_key for n in side) for side in (ours, theirs))
        pairs += [
            Pair(a, b, alike[a.scope_key] == 1 < other_alike[b.scope_key]) for a, b in matched
        ]
        for side, nodes, taken in (
            (left[0], ours, {id(a) for a, _ in matched}),
            (left[1], theirs, {id(b) for _, b in matched}),
        ):
            side += [node for node in nodes if id(node) not in taken]
    across = _best(*left, _weight_across)
    pairs += [Pair(a, b) for a, b in across]
    taken = {id(node) for both in across for node in both}
    pairs += [Pair(node, None) for node in left[0] if id(node) not in taken]
    pairs += [Pair(None, node) for node in left[1] if id(node) not in taken]
    return sorted(pairs, key=_position)


def moves(pairs: Iterable[Pair]) -> list[Move]:
    """Figures that no pair of statements holds, but that both reports have in one place and period.

    Whether a total belongs to the statement of a sole scope or to one of its own, without a scope,
    is often for the reader to say.
    """
    lone: dict[tuple[object, ...], tuple[list[_Lone], list[_Lone]]] = defaultdict(lambda: ([], []))
    scopes: tuple[dict[object, set[str | None]], ...] = (defaultdict(set), defaultdict(set))
    for both in pairs:
        for side, (node, other) in enumerate(((both.golden, both.new), (both.new, both.golden))):
            if node is None:
                continue
            scopes[side][node.group].add(node.scope_key)
            for measure, at in node.figures.items():
                if other is None or measure not in other.figures:
                    said = numbers(at.figure)
                    lone[node.group, measure, said][side].append(_Lone(node.spelling, node, at))
    found = []
    for (group, *_), sides in lone.items():
        # Sorted by what their statements say: the reports' order decides nothing.
        for old, new in zip(
            *(sorted(side, key=lambda x: x.spelling) for side in sides), strict=False
        ):
            keys = old.node.scope_key, new.node.scope_key
            one = keys[0] == keys[1] or _sole(keys[0], scopes[0][group], keys[1], scopes[1][group])
            found.append(Move(old.at, new.at, old.node.scope, new.node.scope, not one))
    return found


class _Lone(NamedTuple):
    spelling: str
    node: Node
    at: FigureAt


def _position(both: Pair) -> tuple[bool, int]:
    node = both.golden or both.new
    return both.golden is None, node.indexes[0] if node else 0


def _within(ours: Sequence[Node], theirs: Sequence[Node]) -> Iterator[tuple[Node, Node]]:
    """Pairs within one place and period."""
    waiting = defaultdict(list)
    for node in _in_order(theirs):
        waiting[node.scope_key, _content(node)].append(node)
    rest: list[Node] = []
    # What agrees in everything is in some best assignment anyhow.
    for node in _in_order(ours):
        equal = waiting.get((node.scope_key, _content(node)))
        if equal:
            yield node, equal.pop(0)
        else:
            rest.append(node)
    scopes, other_scopes = {n.scope_key for n in ours}, {n.scope_key for n in theirs}

    def weight(a: Node, b: Node) -> int:
        agreeing = _agreement(a, b)
        same = a.scope_key == b.scope_key
        if not (same or agreeing or _sole(a.scope_key, scopes, b.scope_key, other_scopes)):
            return 0
        named = same and a.scope_key is not None
        common = len(a.figures.keys() & b.figures.keys())
        return ((named * _LEVEL + agreeing) * _LEVEL + same) * _LEVEL + common + 1

    yield from _best(rest, [node for nodes in waiting.values() for node in nodes], weight)


def _sole(
    mine: str | None, scopes: Set[str | None], other: str | None, other_scopes: Set[str | None]
) -> bool:
    """Whether different scopes can be one for want of others: null and a sole scope, two sole."""
    if mine is not None and other is not None:
        return len(scopes) == len(other_scopes) == 1
    return len((other_scopes if mine is None else scopes) - {None}) == 1


def _weight_across(a: Node, b: Node) -> int:
    """Weight of a pair of different place or period; none where too few figures agree."""
    equal = sum(
        _same_value(numbers(figure.figure), numbers(b.figures[measure].figure))
        for measure, figure in a.figures.items()
        if measure in b.figures
    )
    place, period = a.group[0] == b.group[0], a.group[1:] == b.group[1:]
    # With neither place nor period in common, one round number alike is chance.
    enough = 1 if place or period else max(2, max(len(a.figures), len(b.figures)) // 2 + 1)
    if equal < enough:
        return 0
    return (_agreement(a, b) * _LEVEL + place + period) * _LEVEL + (a.scope_key == b.scope_key) + 1


def _same_value(a: Numbers, b: Numbers) -> bool:
    """Whether two figures are the same number; where no value is printed, the same change."""
    if a[0] is None and b[0] is None:
        return a[2:] == b[2:]
    return a[:2] == b[:2]


def _agreement(a: Node, b: Node) -> int:
    """How much of the figures agrees; a value weighs more than its change and share together."""
    total = 0
    for measure, figure in a.figures.items():
        if (other := b.figures.get(measure)) is not None:
            mine, theirs = numbers(figure.figure), numbers(other.figure)
            total += 3 * (mine[0] is not None and mine[:2] == theirs[:2])
            total += sum(
                x is not None and x == y for x, y in zip(mine[2:], theirs[2:], strict=True)
            )
    return total


def _content(node: Node) -> frozenset[tuple[str, Numbers]]:
    return frozenset((measure, numbers(at.figure)) for measure, at in node.figures.items())


def _in_order(nodes: Iterable[Node]) -> list[Node]:
    """The nodes by what they say: an order that does not depend on the report's."""
    return sorted(nodes, key=lambda node: node.spelling)


def _best(
    ours: Iterable[Node], theirs: Iterable[Node], weight: Callable[[Node, Node], int]
) -> list[tuple[Node, Node]]:
    ours, theirs = _in_order(ours), _in_order(theirs)
    if len(ours) * len(theirs) > _LARGEST:
        return [both for both in zip(ours, theirs, strict=False) if weight(*both) > 0]
    table = [[weight(a, b) for b in theirs] for a in ours]
    return [(ours[row], theirs[column]) for row, column in assign(table)]


def _nodes(data: Data, schema: Schema) -> list[Node]:
    """The statements of a report, those that are parts of one statement put together."""
    statements = data.get("statements") or []
    at: dict[int, dict[str, FigureAt]] = {index: {} for index in range(len(statements))}
    for figure in figures(data, schema):
        at[figure.statement][figure.measure] = figure
    by_key: dict[tuple[str | None, ...], list[int]] = defaultdict(list)
    for index, statement in enumerate(statements):
        scope, period = statement.get("scope"), statement["period"]
        by_key[
            folded(statement["place"]),
            _scope_key(scope),
            period["start"],
            period["end"],
        ].append(index)
    nodes = []
    for indexes in by_key.values():
        measures = [measure for index in indexes for measure in at[index]]
        parts = [tuple(indexes)] if len(set(measures)) == len(measures) else [(i,) for i in indexes]
        nodes += [_node([statements[i] for i in part], part, at, schema) for part in parts]
    return nodes


def _node(
    parts: Sequence[Data],
    indexes: tuple[int, ...],
    at: Mapping[int, Mapping[str, FigureAt]],
    schema: Schema,
) -> Node:
    known = {"place", "scope", "period", *(measure.name for measure in schema.measures)}
    first = min(parts, key=exact_json.canonical)
    return Node(
        indexes=indexes,
        place=first["place"],
        scope=first.get("scope"),
        start=first["period"]["start"],
        end=first["period"]["end"],
        words=tuple(sorted({part["period"].get("text") or "" for part in parts})),
        figures={measure: figure for i in indexes for measure, figure in at[i].items()},
        rest={name: value for name, value in first.items() if name not in known},
        spelling="\n".join(sorted(map(exact_json.canonical, parts))),
    )
