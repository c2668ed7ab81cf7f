"""Several reports of one article side by side, point by point.

A point is one thing that a report can say: a figure's value, its change on the year, its share of
plan, whether it is approximate, or the place, period or scope of a statement. The reports are laid
out along their union, which begins with the first and grows by what each further one alone has, so
that a point that the first lacks is still one point for all others. Who belongs to whom is what
``pairing`` says, how two statements differ what ``compare`` says; numbers compare in base units.

Spans are derived and not compared. Other words or another scale for the same is ``cosmetic``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from extractor import exact_json
from extractor.diff.compare import Difference, heads, rescoped
from extractor.diff.pairing import Node, moves, numbers, pair
from extractor.record import Data
from extractor.schema import FigureAt, Schema, figures, without_spans

State = Literal["agree", "differ", "lacking"]
"""``differ``: two reports say different things; ``lacking``: some say nothing of it, the others the
same."""

FIGURE_PARTS = ("value", "change", "plan", "approximate")
"""The parts of a point that belongs to a figure; any other part is of a statement or a report."""

_HEADS = ("place", "period", "scope")


@dataclass(frozen=True, slots=True)
class Side:
    """What one report says of a point.

    ``field`` names it in that report. ``value`` is in base units of ``currency``, percents as
    printed, a flag or words; ``text`` the article's words for it.
    """

    field: str
    value: Any
    currency: str | None = None
    text: str | None = None

    def to_json(self) -> Data:
        """The side as an object, every entry present."""
        return {name: getattr(self, name) for name in self.__slots__}

    @property
    def said(self) -> tuple[Any, str | None]:
        """What is compared."""
        return self.value, self.currency


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that at least one of the reports says.

    ``part`` is one of ``FIGURE_PARTS``, «place», «period», «scope», «statement» for one without
    figures, or another field's name; ``measure`` names the figure. ``place``, ``period`` (ISO,
    «start/end») and ``scope`` are the statement's in the first report that has it. ``sides`` are by
    report, ``lacking`` the reports that should say it and do not.
    """

    part: str
    measure: str | None
    place: str | None
    period: str | None
    scope: str | None
    sides: Mapping[int, Side]
    lacking: tuple[int, ...] = ()
    cosmetic: bool = False

    @property
    def state(self) -> State:
        """Whether the reports agree; where they differ only cosmetically they do."""
        first, *others = self.sides.values()
        if not self.cosmetic and any(side.said != first.said for side in others):
            return "differ"
        return "lacking" if self.lacking else "agree"


def points(reports: Mapping[int, Data], schema: Schema) -> Iterator[Point]:
    """Every point of two or more reports of one article, by whatever numbers they are known.

    All reports fit the schema (spans allowed). In the first one's order, what others add after.
    """
    (first, data), *others = ((run, without_spans(data)) for run, data in reports.items())
    union = _Union(first, data, schema)
    for run, other in others:
        union.add(run, other)
    yield from union.points()


class _Union:
    """One report that says what any of several says, and where each of them says it."""

    def __init__(self, run: int, data: Data, schema: Schema) -> None:
        self._schema = schema
        self._given = {run: data}
        # What is added must change no report.
        self._data = without_spans(data)
        count = range(len(data.get("statements") or ()))
        # By statement of the union, the same statement's index in each report that has it.
        self._statements: dict[int, dict[int, int]] = {index: {run: index} for index in count}
        self._parts: set[int] = set()
        self._figures: dict[str, dict[int, FigureAt]] = {
            at.path: {run: at} for at in figures(data, schema)
        }
        # By statement and name, what a report says otherwise than the union.
        self._heads: dict[tuple[int, str], dict[int, Difference]] = {}
        self._scopes: list[tuple[str, int, int, Difference]] = []

    def add(self, run: int, data: Data) -> None:
        """Lay another report beside those that are there."""
        same = next((other for other, given in self._given.items() if given == data), None)
        self._given[run] = data
        if same is not None:
            self._repeat(same, run)
            return
        pairs = pair(self._data, data, self._schema)
        elsewhere = {move.new.path: move for move in moves(pairs)}
        for both in pairs:
            if both.golden is not None:
                self._parts.update(both.golden.indexes[1:])
            if both.new is None:
                continue
            at = both.golden.indexes[0] if both.golden else self._append(data, both.new)
            self._statements[at][run] = both.new.indexes[0]
            for difference in heads(both):
                name = difference.field.partition(".")[2].partition(".")[2]
                self._heads.setdefault((at, name), {})[run] = difference
            ours = both.golden.figures if both.golden else {}
            for measure, figure in both.new.figures.items():
                if (move := elsewhere.get(figure.path)) is not None:
                    path = move.golden.path
                    if (other := rescoped(move, {})) is not None:
                        owner = next(iter(self._figures[path]))
                        self._scopes.append((path, owner, run, other))
                elif measure in ours:
                    path = ours[measure].path
                else:
                    path = FigureAt(at, measure, figure.figure).path
                    self._data["statements"][at][measure] = figure.figure
                self._figures.setdefault(path, {})[run] = figure

    def _append(self, data: Data, node: Node) -> int:
        """Add a statement that no report so far has, as yet without figures."""
        added = data["statements"][node.indexes[0]] | self._schema.empty_statement()
        self._data["statements"].append(added)
        at = len(self._data["statements"]) - 1
        self._statements[at] = {}
        return at

    def _repeat(self, same: int, run: int) -> None:
        """Lay a report beside the others that says what report ``same`` says."""
        by_report: list[dict[int, Any]] = [
            *self._statements.values(),
            *self._figures.values(),
            *self._heads.values(),
        ]
        for sides in by_report:
            if same in sides:
                sides[run] = sides[same]
        self._scopes += [
            (path, owner, run, difference)
            for path, owner, other, difference in self._scopes
            if other == same
        ]

    def points(self) -> Iterator[Point]:
        """Every point, the report's own fields first, then statement by statement."""
        yield from self._fields()
        scopes = sorted(self._scopes, key=lambda found: found[:3])
        for index in range(len(self._data.get("statements") or ())):
            yield from self._of_statement(index)
            for measure in self._schema.measures:
                path = FigureAt(index, measure.name, {}).path
                yield from self._of_figure(index, measure.name, self._figures.get(path, {}))
                for at, owner, run, difference in scopes:
                    if at == path:
                        yield self._rescoped(index, measure.name, owner, run, difference)

    def _fields(self) -> Iterator[Point]:
        for name in self._data:
            if name != "statements":
                sides = {run: Side(name, data.get(name)) for run, data in self._given.items()}
                yield Point(name, None, None, None, None, sides)

    def _about(self, index: int) -> tuple[str, str, str | None]:
        statement = self._data["statements"][index]
        period = statement["period"]
        return statement["place"], f"{period['start']}/{period['end']}", statement.get("scope")

    def _of_statement(self, index: int) -> Iterator[Point]:
        present, about = self._statements[index], self._about(index)
        statement = self._data["statements"][index]
        measures = {measure.name for measure in self._schema.measures}
        if not any(statement.get(measure) for measure in measures) and index not in self._parts:
            sides = {run: Side(f"statements.{own}", about[0]) for run, own in present.items()}
            lacking = tuple(run for run in self._given if run not in present)
            yield Point("statement", None, *about, sides, lacking)
        if len(present) < 2:
            return
        said = dict(zip(_HEADS, about, strict=True))
        if (index, "period.text") in self._heads and (index, "period") not in self._heads:
            said = {"period.text" if name == "period" else name: v for name, v in said.items()}
            said["period.text"] = statement["period"].get("text")
        said |= {
            name: value
            for name, value in statement.items()
            if name not in measures and name not in _HEADS
        }
        for name, value in said.items():
            others = self._heads.get((index, name), {})
            sides = {
                run: Side(f"statements.{own}.{name}", others[run].new if run in others else value)
                for run, own in present.items()
            }
            cosmetic = bool(others) and all(not d.regression for d in others.values())
            part = name.partition(".")[0]
            yield Point(part, None, *about, sides, cosmetic=cosmetic)

    def _of_figure(
        self, index: int, measure: str, figures: Mapping[int, FigureAt]
    ) -> Iterator[Point]:
        about = self._about(index)
        for part in FIGURE_PARTS:
            sides = {
                run: side
                for run, at in sorted(figures.items())
                if (side := figure_side(at, part)) is not None
            }
            lacking: tuple[int, ...] = ()
            if part != "approximate":
                lacking = tuple(run for run in sorted(self._given) if run not in sides)
            elif len(sides) < 2:
                continue
            if not sides:
                continue
            same = len({side.said for side in sides.values()}) == 1
            words = {side.text for side in sides.values()}
            cosmetic = part != "approximate" and same and len(words) > 1
            yield Point(part, measure, *about, sides, lacking, cosmetic)

    def _rescoped(
        self, index: int, measure: str, owner: int, run: int, difference: Difference
    ) -> Point:
        figure = self._figures[FigureAt(index, measure, {}).path][owner]
        sides = {
            owner: Side(f"{figure.path}.scope", difference.golden, None, difference.golden_text),
            run: Side(str(difference.new_field), difference.new, None, difference.new_text),
        }
        cosmetic = not difference.regression
        return Point("scope", measure, *self._about(index), sides, cosmetic=cosmetic)


def figure_side(at: FigureAt, part: str) -> Side | None:
    """What a figure says of one of its parts, ``None`` where it says nothing of it."""
    value, currency, change, plan = numbers(at.figure)
    if part == "value":
        if value is None:
            return None
        text = at.figure.get("text")
        return Side(f"{at.path}.value", exact_json.plain(value), currency, text)
    if part == "approximate":
        if value is None:
            return None
        return Side(f"{at.path}.{part}", at.figure.get(part), None, at.figure.get("text"))
    percent = change if part == "change" else plan
    if percent is None:
        return None
    text = (at.figure.get(part) or {}).get("text")
    return Side(f"{at.path}.{part}.percent", exact_json.plain(percent), None, text)
