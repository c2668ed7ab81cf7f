"""A record's own numbers, each in the place of another."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Iterator
from decimal import Decimal

from benchmarks.plants.known import Known, Plant, Planted
from benchmarks.plants.places import (
    AMOUNT,
    amount_at,
    amount_of,
    named,
    shuffled,
    told,
    valued,
    with_amount,
    with_part,
)
from benchmarks.regressions import Report, at, figures, spoilt, subject
from extractor.schema import base_value

PARTS = ("export", "import")

# ---- within one statement


def exchanged(*keys: str) -> Plant:
    """Exports and imports in each other's place, or only what these keys say of them."""

    def plant(known: Known, _: random.Random) -> Iterator[Planted]:
        for index, statement in enumerate(known.data["statements"]):
            one, other = statement["export"], statement["import"]
            if one and other and any(one[key] != other[key] for key in keys):
                made = copy.deepcopy(known.data)
                for name, figure in (("export", other), ("import", one)):
                    made["statements"][index][name] |= {key: figure[key] for key in keys}
                paths = [(index, name) for name in PARTS]
                where = [
                    amount_at(path) if keys == AMOUNT else (_at(named(path), keys),)
                    for path in paths
                ]
                yield Planted(made, tuple(field for fields in where for field in fields))

    return plant


def _at(path: str, keys: tuple[str, ...]) -> str:
    return f"{path}.{keys[0]}" if len(keys) == 1 else path


def part_as_total(known: Known, dice: random.Random) -> Iterator[Planted]:
    for (index, name), figure in valued(known, dice):
        total = known.data["statements"][index]["total"]
        if name in PARTS and total and total["value"] is not None:
            yield with_amount(known, (index, "total"), amount_of(figure))


def part_moved_to_total(known: Known, dice: random.Random) -> Iterator[Planted]:
    for (index, name), figure in valued(known, dice):
        if name in PARTS and known.data["statements"][index]["total"] is None:
            made = spoilt(known.data, (index,), **{"total": figure, name: None})
            yield Planted(made, (f"statements.{index}.total", f"statements.{index}.{name}"))


def part_doubled_as_total(known: Known, dice: random.Random) -> Iterator[Planted]:
    for (index, name), figure in valued(known, dice):
        if name in PARTS and known.data["statements"][index]["total"] is None:
            yield Planted(
                spoilt(known.data, (index,), total=figure), (f"statements.{index}.total",)
            )


def total_as_part(known: Known, dice: random.Random) -> Iterator[Planted]:
    for (index, name), figure in valued(known, dice):
        for part in PARTS:
            mine = known.data["statements"][index][part]
            if name == "total" and mine and mine["value"] is not None:
                yield with_amount(known, (index, part), amount_of(figure))


def total_moved_to_part(known: Known, dice: random.Random) -> Iterator[Planted]:
    for (index, name), figure in valued(known, dice):
        for part in PARTS:
            if name == "total" and known.data["statements"][index][part] is None:
                made = spoilt(known.data, (index,), **{part: figure, "total": None})
                yield Planted(made, (f"statements.{index}.total", f"statements.{index}.{part}"))


# ---- between statements


def _pairs(
    known: Known, are: Callable[[Report, Report], bool], dice: random.Random
) -> Iterator[tuple[int, int]]:
    """Two statements of which the first can be given what is the second's."""
    statements = list(enumerate(known.data["statements"]))
    for index, statement in dice.sample(statements, len(statements)):
        for other, second in statements:
            if other != index and are(statement, second):
                yield index, other


def other_scope(one: Report, other: Report) -> bool:
    return subject(one) == subject(other) and one["scope"] != other["scope"]


def year_before(one: Report, other: Report) -> bool:
    mine, its = one["period"], other["period"]
    return one["place"] == other["place"] and all(
        int(mine[end][:4]) - 1 == int(its[end][:4]) and mine[end][4:7] == its[end][4:7]
        for end in ("start", "end")
    )


def other_period(one: Report, other: Report) -> bool:
    same_year = one["period"]["end"][:4] == other["period"]["end"][:4]
    return one["place"] == other["place"] and same_year and subject(one) != subject(other)


def other_place(one: Report, other: Report) -> bool:
    return one["place"] != other["place"]


def taken_from(are: Callable[[Report, Report], bool]) -> Plant:
    """A value of one statement in another's figure of the same measure."""

    def plant(known: Known, dice: random.Random) -> Iterator[Planted]:
        for index, other in _pairs(known, are, dice):
            for (of, name), figure in valued(known, dice):
                mine = known.data["statements"][index][name]
                is_there = of == other and mine is not None and mine["value"] is not None
                if is_there and base_value(mine) != base_value(figure):
                    yield with_amount(known, (index, name), amount_of(figure))

    return plant


def scopes_exchanged(known: Known, dice: random.Random) -> Iterator[Planted]:
    for index, other in _pairs(known, other_scope, dice):
        made = copy.deepcopy(known.data)
        one, two = made["statements"][index], made["statements"][other]
        one["scope"], two["scope"] = two["scope"], one["scope"]
        yield Planted(made, (f"statements.{index}", f"statements.{other}"))


def merged(are: Callable[[Report, Report], bool]) -> Plant:
    """A figure of one statement among those of another, where it had none."""

    def plant(known: Known, dice: random.Random) -> Iterator[Planted]:
        for index, other in _pairs(known, are, dice):
            for (of, name), figure in shuffled(known, dice):
                if of == other and known.data["statements"][index][name] is None:
                    made = spoilt(known.data, (index,), **{name: figure})
                    at(made, (other,))[name] = None
                    if any(two == other for (two, _), _ in figures(made)):
                        yield Planted(made, (named((index, name)), named((other, name))))

    return plant


# ---- growths and shares


def neighbour(part: str, *, where_none: bool) -> Plant:
    """The change or share of another figure of the record."""

    def plant(known: Known, dice: random.Random) -> Iterator[Planted]:
        for path, figure in shuffled(known, dice):
            for other, its in told(known, dice, part):
                mine = figure[part]
                differs = mine is None or mine["percent"] != its[part]["percent"]
                if other != path and differs and (mine is None) is where_none:
                    yield with_part(known, path, part, dict(its[part]))

    return plant


def taken_for(part: str, other: str) -> Plant:
    """A change reported as a share or a share as a change, its percentage as printed."""

    def plant(known: Known, dice: random.Random) -> Iterator[Planted]:
        for path, figure in told(known, dice, part):
            if figure[other] is None:
                said = {**figure[part], "percent": abs(Decimal(figure[part]["percent"]))}
                made = spoilt(known.data, path, **{part: None, other: said})
                yield Planted(made, (f"{named(path)}.{part}", f"{named(path)}.{other}"))

    return plant


_WHOLE = (*AMOUNT, "approximate", "change", "plan")

ROLES: dict[str, Plant] = {
    "export and import exchanged": exchanged(*_WHOLE),
    "export and import exchanged, values only": exchanged(*AMOUNT),
    "export and import exchanged, growths only": exchanged("change"),
    "export and import exchanged, shares only": exchanged("plan"),
    "part as the total": part_as_total,
    "part moved to the total": part_moved_to_total,
    "part given as the total too": part_doubled_as_total,
    "total as a part": total_as_part,
    "total moved to a part": total_moved_to_part,
    "value of the other scope": taken_from(other_scope),
    "scopes exchanged": scopes_exchanged,
    "last year's value": taken_from(year_before),
    "value of another period": taken_from(other_period),
    "value of another place's statement": taken_from(other_place),
    "figure moved to another period": merged(other_period),
    "figure moved to another place": merged(other_place),
    "figure moved to the other scope": merged(other_scope),
    "growth of a neighbour": neighbour("change", where_none=False),
    "growth of a neighbour where none is printed": neighbour("change", where_none=True),
    "share of a neighbour": neighbour("plan", where_none=False),
    "share of a neighbour where none is printed": neighbour("plan", where_none=True),
    "growth for share": taken_for("change", "plan"),
    "share for growth": taken_for("plan", "change"),
}
