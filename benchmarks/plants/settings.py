"""Right numbers in a wrong period or place, and what is left out, given twice or marked wrongly."""

from __future__ import annotations

import calendar
import copy
import random
from collections.abc import Callable, Iterator
from datetime import date

from benchmarks.plants.known import Known, Plant, Planted
from benchmarks.plants.places import named, shuffled, told, with_part
from benchmarks.regressions import Report, figures, spoilt
from extractor.folding import fold
from extractor.numbers.place import places

Days = tuple[date, date]

# ---- period


def month_as_cumulative(start: date, end: date) -> Days | None:
    is_month = (start.year, start.month) == (end.year, end.month)
    return (date(start.year, 1, 1), end) if is_month and start.month > 1 else None


def cumulative_as_month(start: date, end: date) -> Days | None:
    is_longer = start.year == end.year and start.month < end.month
    return (end.replace(day=1), end) if is_longer else None


def last_year(start: date, end: date) -> Days | None:
    return _year_back(start), _year_back(end)


def _year_back(day: date) -> date:
    last = calendar.monthrange(day.year - 1, day.month)[1]
    return day.replace(year=day.year - 1, day=min(day.day, last))


def quarter_and_half(start: date, end: date) -> Days | None:
    months = (start.month, end.month)
    other = {(1, 6): (4, 6), (4, 6): (1, 6), (1, 3): (1, 6), (1, 9): (7, 9), (7, 9): (1, 9)}
    if start.year != end.year or start.day != 1 or months not in other:
        return None
    first, last = other[months]
    ends = calendar.monthrange(end.year, last)[1]
    return date(start.year, first, 1), date(end.year, last, ends)


def whole_year(start: date, end: date) -> Days | None:
    is_begun = (start.month, start.day) == (1, 1) and (end.month, end.day) != (12, 31)
    return (start, date(end.year, 12, 31)) if is_begun else None


def month_beside(start: date, end: date) -> Days | None:
    """The month after, or one month more."""
    if end.month == 12 or start.year != end.year:
        return None
    last = calendar.monthrange(end.year, end.month + 1)[1]
    first = start.replace(month=end.month + 1) if start.month == end.month else start
    return first, date(end.year, end.month + 1, last)


def of_period(move: Callable[[date, date], Days | None]) -> Plant:
    def plant(known: Known, dice: random.Random) -> Iterator[Planted]:
        for index, statement in _statements(known, dice):
            period = statement["period"]
            moved = move(date.fromisoformat(period["start"]), date.fromisoformat(period["end"]))
            if moved is not None:
                ends = dict(zip(("start", "end"), map(date.isoformat, moved), strict=True))
                yield Planted(spoilt(known.data, (index, "period"), **ends), _all_of(index))

    return plant


def _statements(known: Known, dice: random.Random) -> list[tuple[int, Report]]:
    found = list(enumerate(known.data["statements"]))
    return dice.sample(found, len(found))


def _all_of(index: int) -> tuple[str, ...]:
    return (f"statements.{index}",)


def exchanged(key: str) -> Plant:
    """The periods or the places of two statements, each as the other's."""

    def plant(known: Known, dice: random.Random) -> Iterator[Planted]:
        for index, one in _statements(known, dice):
            for other, second in _statements(known, dice):
                ends = [
                    {**s, "period": (s["period"]["start"], s["period"]["end"])}
                    for s in (one, second)
                ]
                if index < other and ends[0][key] != ends[1][key]:
                    made = copy.deepcopy(known.data)
                    first, last = made["statements"][index], made["statements"][other]
                    first[key], last[key] = last[key], first[key]
                    yield Planted(made, (*_all_of(index), *_all_of(other)))

    return plant


# ---- place


def gate_for_province(known: Known, dice: random.Random) -> Iterator[Planted]:
    """A gate that the article names in place of its province, or the reverse."""
    mentions = places(fold(known.text))
    for index, statement in _statements(known, dice):
        is_gate = any(m.kind == "gate" and m.name == statement["place"] for m in mentions)
        wanted = "province" if is_gate else "gate"
        names = sorted({m.name for m in mentions if m.kind == wanted} - {statement["place"]})
        if names:
            yield Planted(spoilt(known.data, (index,), place=dice.choice(names)), _all_of(index))


def printed_province(known: Known, dice: random.Random) -> Iterator[Planted]:
    mine = {statement["place"] for statement in known.data["statements"]}
    names = sorted({m.name for m in places(fold(known.text)) if m.kind == "province"} - mine)
    for index, _ in _statements(known, dice) if names else ():
        yield Planted(spoilt(known.data, (index,), place=dice.choice(names)), _all_of(index))


def country(known: Known, dice: random.Random) -> Iterator[Planted]:
    for index, statement in _statements(known, dice):
        if statement["place"] != "Việt Nam":
            yield Planted(spoilt(known.data, (index,), place="Việt Nam"), _all_of(index))


def absent_province(known: Known, dice: random.Random) -> Iterator[Planted]:
    for index, _ in _statements(known, dice):
        names = [name for name in ("Cà Mau", "Lai Châu", "Trà Vinh") if name not in known.text]
        if names:
            yield Planted(spoilt(known.data, (index,), place=dice.choice(names)), _all_of(index))


# ---- omissions, repetitions, marks


def no_figure(known: Known, dice: random.Random) -> Iterator[Planted]:
    for (index, name), _ in shuffled(known, dice):
        if sum(at == index for (at, _), _ in figures(known.data)) > 1:
            made = spoilt(known.data, (index,), **{name: None})
            yield Planted(made, (named((index, name)), "statements"))


def none_of(part: str) -> Plant:
    def plant(known: Known, dice: random.Random) -> Iterator[Planted]:
        for path, figure in told(known, dice, part):
            if figure["value"] is not None:
                yield with_part(known, path, part, None)

    return plant


def no_statement(known: Known, dice: random.Random) -> Iterator[Planted]:
    for index, _ in _statements(known, dice):
        if len(known.data["statements"]) > 1:
            made = copy.deepcopy(known.data)
            del made["statements"][index]
            yield Planted(made, ("statements",))


def nothing(known: Known, _: random.Random) -> Iterator[Planted]:
    if known.data["statements"]:
        yield Planted({"statements": []}, ("statements",))


def twice(known: Known, dice: random.Random) -> Iterator[Planted]:
    added = len(known.data["statements"])
    for index, statement in _statements(known, dice):
        made = {"statements": [*known.data["statements"], copy.deepcopy(statement)]}
        yield Planted(made, (*_all_of(index), *_all_of(added)))


def estimate_flag(known: Known, dice: random.Random) -> Iterator[Planted]:
    for path, figure in shuffled(known, dice):
        if figure["value"] is not None:
            made = spoilt(known.data, path, approximate=not figure["approximate"])
            yield Planted(made, (f"{named(path)}.approximate",))


PERIODS: dict[str, Plant] = {
    "month as cumulative": of_period(month_as_cumulative),
    "cumulative as month": of_period(cumulative_as_month),
    "the year before": of_period(last_year),
    "quarter for half-year and the like": of_period(quarter_and_half),
    "the whole year": of_period(whole_year),
    "one month on": of_period(month_beside),
    "periods of two statements exchanged": exchanged("period"),
}
PLACES: dict[str, Plant] = {
    "gate for province": gate_for_province,
    "another province that is printed": printed_province,
    "the country for a province": country,
    "a province that is not printed": absent_province,
    "places of two statements exchanged": exchanged("place"),
}
OMISSIONS: dict[str, Plant] = {
    "figure left out": no_figure,
    "growth left out": none_of("change"),
    "share left out": none_of("plan"),
    "statement left out": no_statement,
    "everything left out": nothing,
}
MARKS: dict[str, Plant] = {
    "statement given twice": twice,
    "estimate flag": estimate_flag,
}
