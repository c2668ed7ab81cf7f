"""Numbers that the article prints and that mean something else there than the record says."""

from __future__ import annotations

import copy
import random
import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from benchmarks.plants.known import Known, Plant, Planted, said_by
from benchmarks.plants.places import (
    AMOUNT,
    absent,
    amount_at,
    amount_of,
    bare,
    named,
    shuffled,
    told,
    valued,
    with_amount,
    with_part,
)
from benchmarks.regressions import Report, at, figures, spoilt, subject
from extractor.folding import Folded, fold
from extractor.numbers.change import read_change, read_share
from extractor.numbers.place import places
from extractor.numbers.quantity import Quantity, quantities
from extractor.schema import base_value

PARTS = {"export": "import", "import": "export"}

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


_MONTH_BEFORE = re.compile(
    r"[^.;,%0-9]{0,25}so với (?:cùng kỳ )?(?:tháng|quý) (?:trước|liền|[0-9IVX]+(?!/?[0-9]))"
    r"(?!(?:/| năm)(?: trước| ngoái|[0-9]))"
)


def month_on_month(known: Known, dice: random.Random) -> Iterator[Planted]:
    """A change on the month before as that of the figure it stands behind."""
    folded = fold(known.text)
    for quantity in quantities(folded):
        words = _changing(folded, quantity)
        if words is None or not _MONTH_BEFORE.match(folded.text, quantity.span.end):
            continue
        before = [
            (folded.text.rfind(fold(figure["text"]).text, 0, quantity.span.start), path)
            for path, figure in valued(known, dice)
        ]
        offset, path = max(before, default=(-1, (0, "")))
        if offset >= 0 and quantity.span.start - offset < 200:
            said = {"percent": read_change(words)[0].value, "text": words}
            if at(known.data, path)["change"] != said:
                yield with_part(known, path, "change", said)


def other_growth(known: Known, dice: random.Random) -> Iterator[Planted]:
    """A rise or fall of the article that is no figure's."""
    folded = fold(known.text)
    mine = {abs(Decimal(f["change"]["percent"])) for _, f in told(known, dice, "change")}
    for quantity in (q for q in quantities(folded) if q.value not in mine):
        words = _changing(folded, quantity)
        if words is not None:
            said = {"percent": read_change(words)[0].value, "text": words}
            yield from _added(known, dice, "change", said)


_SHARE = re.compile(
    r"(?:đạt|bằng|chiếm|hoàn thành|vượt) (?:[^\W0-9]+ ){0,3}[0-9]+(?:,[0-9]+)? ?%"
    r"(?: (?:so với )?(?:kế hoạch|chỉ tiêu|mục tiêu))?"
)


def other_share(known: Known, dice: random.Random) -> Iterator[Planted]:
    """A share of the article that is no figure's share of plan."""
    mine = {Decimal(f["plan"]["percent"]) for _, f in told(known, dice, "plan")}
    for words in dict.fromkeys(_SHARE.findall(fold(known.text).text)):
        shares = [reading.value for reading in read_share(words)]
        if shares and not mine & set(shares):
            yield from _added(known, dice, "plan", {"percent": shares[0], "text": words})


def _added(known: Known, dice: random.Random, part: str, said: Report) -> Iterator[Planted]:
    for path, figure in shuffled(known, dice):
        if figure[part] is None:
            yield with_part(known, path, part, said)


def _changing(folded: Folded, quantity: Quantity) -> str | None:
    """The shortest words of the article that make a percentage a rise or a fall."""
    if quantity.kind != "percent":
        return None
    either = (said_by(folded, quantity, "change", quantity.value * sign) for sign in (1, -1))
    return min((words for words in either if words is not None), key=len, default=None)


# ---- what the article prints of something else


def aside(why: str, *, where_none: bool = False) -> Plant:
    """An amount that the article's truth says is none of its figures, for this reason."""

    def plant(known: Known, dice: random.Random) -> Iterator[Planted]:
        found = [words for reason, words in known.asides if re.search(why, reason)]
        lexed = [(words, quantities(fold(words))) for words in dice.sample(found, len(found))]
        amounts = [_amount(words, q) for words, ones in lexed for q in ones]
        yield from _instead(known, dice, [a for a in amounts if a is not None], where_none)

    return plant


def _instead(
    known: Known, dice: random.Random, amounts: list[Report], where_none: bool
) -> Iterator[Planted]:
    mine = {base_value(figure) for _, figure in valued(known, dice)}
    for amount in amounts:
        if base_value(amount) in mine:
            continue
        if where_none:
            for path in absent(known, dice):
                made = spoilt(known.data, path[:1], **{path[1]: bare(amount)})
                yield Planted(made, (named(path),))
        else:
            for path, _ in valued(known, dice):
                yield with_amount(known, path, amount)


def _amount(words: str, quantity: Quantity) -> Report | None:
    if quantity.kind != "money" or quantity.scale in (None, "one") or quantity.ranged:
        return None
    return {
        "value": quantity.value,
        "scale": quantity.scale,
        "currency": quantity.currency,
        "text": quantity.span.of(fold(words).text),
    }


_RELATED = re.compile(
    r"(?i)(?:các )?tin (?:liên quan|khác|cùng|đã đưa)|có thể bạn quan tâm|bài liên quan|xem thêm|"
    r"đọc (?:thêm|nhiều)"
)


def headline(known: Known, dice: random.Random) -> Iterator[Planted]:
    """An amount of a headline that stands below the article and leads to another."""
    text = fold(known.text).text
    below = _RELATED.search(text, len(text) // 3)
    lines = text[below.end() :].splitlines() if below else []
    yield from _elsewhere(known, dice, [line for line in lines if _is_headline(line)])


def _is_headline(line: str) -> bool:
    return len(line) < 160 and not line.rstrip().endswith(".")


def other_province(known: Known, dice: random.Random) -> Iterator[Planted]:
    """An amount in a sentence on another province."""
    text = fold(known.text).text
    below = _RELATED.search(text, len(text) // 3)
    body = text[: below.start()] if below else text
    mine = {statement["place"] for statement in known.data["statements"]}
    sentences = []
    for sentence in re.split(r"(?<=[.;])\s|\n", body):
        names = {m.name for m in places(fold(sentence)) if m.kind == "province"}
        if names and not names & mine:
            sentences.append(sentence)
    yield from _elsewhere(known, dice, sentences)


def _elsewhere(known: Known, dice: random.Random, lines: list[str]) -> Iterator[Planted]:
    lexed = ((line, q) for line in lines for q in quantities(fold(line)))
    amounts = [a for a in (_amount(line, q) for line, q in lexed) if a is not None]
    yield from _instead(known, dice, dice.sample(amounts, len(amounts)), False)


_WHOLE = (*AMOUNT, "approximate", "change", "plan")
_OTHER_MONEY = r"tax|revenue|capital|payment|tourism|retail|FDI|invest"

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
    "growth on the month before": month_on_month,
    "growth of something else": other_growth,
    "share of something else": other_share,
    "target as result": aside(r"target|plan|forecast|milestone"),
    "commodity as figure": aside(r"commodit"),
    "company as figure": aside(r"company|trader"),
    "market as figure": aside(r"market"),
    "commodity where nothing is printed": aside(r"commodit|company", where_none=True),
    "tax, capital or revenue as figure": aside(_OTHER_MONEY),
    "difference as figure": aside(r"absolute change|difference"),
    "other province's figure": other_province,
    "related headline's figure": headline,
}
