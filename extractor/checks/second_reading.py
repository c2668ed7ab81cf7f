"""What the deterministic reader binds otherwise than a report does.

A number that stands in the article may still mean something else: another measure, another place,
another period, a share in place of a growth. The reader, given the article alone, says of many
printed numbers what they are. Where it takes every print of a number for something else than the
report does, one of the two is wrong. It is an error of the report where the reader read what
differs beside the number itself (its measure's name in the clause, the period or the place in the
sentence), nothing of it is in doubt and no sum of the report bears out what that says, else a
warning. It is one too where another number is certainly that which the report gives this one for.
What the reader itself leaves open and the report says is its doubt and no fault of the report. What
the reader does not read says nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from fractions import Fraction

from extractor.checks import alternative
from extractor.checks.bearing import Bearing
from extractor.checks.beside import Beside
from extractor.checks.bound import are_bound, goes_on_alike, is_placed, is_timed
from extractor.checks.days import Days
from extractor.checks.evidence import Aspect, Claim, exact
from extractor.checks.grounding import ArticleText
from extractor.checks.naming import is_same_place
from extractor.checks.otherwise import Difference, Number, Otherwise, among, surer
from extractor.checks.second import left_open
from extractor.checks.statement import Statement, statements_of
from extractor.checks.wording import amount, extent, plain_scale, quoted
from extractor.reader import Doubt, Told
from extractor.reader.slots import Left
from extractor.record import Data, Finding
from extractor.schema import SCALE_FACTOR, FigureAt

ASPECTS: tuple[Aspect, ...] = ("value", "change", "plan")
NAMES: Mapping[Aspect, str] = {"value": "", "change": "the change of ", "plan": "the share of "}


def second_readings(
    article: ArticleText,
    data: Data,
    every: Sequence[FigureAt],
    claims: Sequence[Claim],
    told: Sequence[Told],
    bearing: Bearing,
    beside: Beside,
) -> list[Finding]:
    """The numbers of a report that the reader takes for something else, or of another time.

    Of a value that its own words do not say no more is told.
    """
    misread = {claim.field for claim in claims if not claim.sound}
    by_start: dict[int, list[Told]] = defaultdict(list)
    for number in told:
        by_start[number.start].append(number)
    figures: dict[int, list[FigureAt]] = defaultdict(list)
    for at in every:
        figures[at.statement].append(at)
    spoken = [
        (statement, list(numbers_of(article, figures[statement.index])))
        for statement in statements_of(article, data, every)
    ]
    alike = frozenset(
        start
        for statement, numbers in spoken
        for number in numbers
        for start in number.starts
        if any(_difference(t, number, statement) is None for t in by_start.get(start, ()))
    )
    going_on = goes_on_alike(told, alike)
    claimed = frozenset(s for _, numbers in spoken for number in numbers for s in number.starts)
    otherwise = [
        found
        for statement, numbers in spoken
        for found in _of_statement(
            article, statement, numbers, by_start, misread, alike, going_on, bearing, beside
        )
    ]
    said = {
        (at.statement, at.measure, aspect)
        for at in every
        for aspect in ASPECTS
        if (at.figure["value"] if aspect == "value" else at.figure[aspect]) is not None
    }
    open_to = [
        finding
        for statement, numbers in spoken
        for finding in _left_open(statement, numbers, by_start, misread)
    ]
    return [
        *(_finding(found, said) for found in surer(list(among(otherwise, told, claimed, bearing)))),
        *open_to,
    ]


def printed_at(article: ArticleText, words: str, aspect: Aspect) -> frozenset[int]:
    """Where the article prints the first number of a figure's words."""
    spans = article.amounts(words) if aspect == "value" else article.occurrences(words)
    return frozenset(
        found[0].number.start for span in spans if (found := article.quantities_in(span))
    )


def numbers_of(article: ArticleText, every: Sequence[FigureAt]) -> Iterator[Number]:
    """The numbers of figures that say where they are printed."""
    for at in every:
        for aspect in ASPECTS:
            part = at.figure if aspect == "value" else at.figure[aspect]
            if part is not None and part["text"] is not None:
                starts = printed_at(article, part["text"], aspect)
                yield Number(at, aspect, part["text"], starts)


def _of_statement(
    article: ArticleText,
    statement: Statement,
    numbers: Sequence[Number],
    by_start: Mapping[int, Sequence[Told]],
    misread: Set[str],
    alike: Set[int],
    going_on: Set[Told],
    bearing: Bearing,
    beside: Beside,
) -> Iterator[Otherwise]:
    """What is told of one statement; a place or a period of most of its figures is told once.

    What a sum ties to figures that are the statement's own is told of each number.

    ``alike`` is where the numbers stand that report and reader read alike, ``going_on`` are the
    numbers without a name that go on with those.
    """
    elsewhere: dict[Difference, list[tuple[Number, Told, bool]]] = defaultdict(list)
    agreed: set[str] = set()
    scope_is_read = False
    values = {n.at.path: n.starts for n in numbers if n.aspect == "value"}
    settled = set(alike)
    for number in numbers:
        found = [told for start in number.starts for told in by_start.get(start, ())]
        if not found or number.field in misread:
            continue
        differences = [(_difference(told, number, statement), told) for told in found]
        if any(difference is None for difference, _ in differences):
            agreed.add(number.at.path)
            scope_is_read |= any(d is None and t.key.scope is not None for d, t in differences)
            continue
        if any(_doubt(told, number, statement) is not None for told in found):
            continue
        difference, told = min(differences, key=lambda d: _ORDER.index(d[0] or "number"))
        assert difference is not None
        everywhere = len({t.start for t in found}) == len(number.starts)
        certain = everywhere and all(_is_certain(t, d, statement, going_on) for d, t in differences)
        own = values.get(number.at.path, frozenset()) & settled
        if any(_is_supported(t, d, number, statement, own, beside) for d, t in differences):
            certain = False
            settled |= number.starts
        elsewhere[difference].append((number, told, certain))
    for difference, items in elsewhere.items():
        astray = {number.at.path for number, _, _ in items}
        borne = bool(agreed) and any(
            bearing.is_borne_out(statement.index, number.at.measure) for number, _, _ in items
        )
        if difference in ("number", "value") or borne or len(agreed) >= len(astray):
            # A growth is taken for another measure's with the value that it stands behind.
            along = {(n.at.path, t.measure) for n, t, _ in items if n.aspect == t.aspect == "value"}
            for number, told, certain in items:
                goes_along = difference != "number" or (number.at.path, told.measure) in along
                borne_out = goes_along and _is_borne_out(number, told, difference, bearing)
                if difference == "scope" and scope_is_read:
                    certain = certain or statement.is_without(number.at.measure, told)
                certain = certain and not borne_out
                of = ((number, told),)
                yield Otherwise((number.field,), of, difference, certain, borne_out, statement)
        else:
            every = tuple((number, told) for number, told, _ in items)
            place = statement.of[0] if difference == "place" else None
            certain = are_bound(article, [(told, certain) for _, told, certain in items], place)
            certain = certain or (bool(agreed) and any(certain for _, _, certain in items))
            fields = tuple(f"{statement.path}.{part}" for part in _PARTS[difference])
            yield Otherwise(fields, every, difference, certain, False, statement)


def _left_open(
    statement: Statement,
    numbers: Sequence[Number],
    by_start: Mapping[int, Sequence[Told]],
    misread: Set[str],
) -> Iterator[Finding]:
    """The doubts of the reader in which a statement says what it leaves open, one a figure."""
    doubted = set()
    for number in numbers:
        found = [told for start in number.starts for told in by_start.get(start, ())]
        if number.field in misread or any(
            _difference(told, number, statement) is None for told in found
        ):
            continue
        doubt = next(filter(None, (_doubt(told, number, statement) for told in found)), None)
        if doubt is None or (number.at.path, doubt.of) in doubted:
            continue
        doubted.add((number.at.path, doubt.of))
        what = f"{NAMES[number.aspect]}{number.at.measure}"
        yield Finding(
            rule="doubt",
            severity="warning",
            attribution="unknown",
            fields=(number.field,),
            message=f"{what}: {left_open(number.at.figure, number.text, doubt)}",
            suspect=number.field,
        )


def _doubt(told: Told, number: Number, statement: Statement) -> Doubt | None:
    """What the reader doubts of a number, where a report says just what that leaves open."""
    key, at, (place, *days) = told.key, number.at, statement.of
    if told.aspect != number.aspect or not statement.is_scope_of(told):
        return None
    others: list[tuple[Left, str, bool]] = []
    if told.measure != at.measure:
        named = at.measure in alternative.others_of(told, "measure")
        others.append(("measure", told.measure, named))
    if not is_same_place(key.place, place):
        others.append(("place", key.place, alternative.may_be_at(told, place)))
    if [key.start.isoformat(), key.end.isoformat()] != days:
        others.append(("period", key.text, alternative.may_be_in(told, days)))
    if number.aspect == "value" and not _says(at.figure, told):
        # Its words say what is claimed, in the other of their readings.
        read = bool(alternative.others_of(told, "number"))
        others.append(("number", _printed(told, at.figure), read))
    if not others or not all(is_open for _, _, is_open in others):
        return None
    of, other, _ = others[0]
    reckoned = any(doubt.of == of and doubt.reckoned for doubt in told.doubts)
    return Doubt(of, (other,), reckoned)


def _printed(told: Told, figure: Data) -> str:
    """The amount that the reader takes a number for, in the figure's unit."""
    low, high = told.interval.low, told.interval.high
    assert low is not None
    assert high is not None
    scale = None if figure["scale"] == "one" else figure["scale"]
    read = amount((low + high) / 2, scale)
    return " ".join(filter(None, (read, scale, figure["currency"])))


_ORDER: tuple[Difference, ...] = ("scope", "value", "period", "place", "number")
_PARTS: Mapping[Difference, tuple[str, ...]] = {
    "place": ("place",),
    "period": ("period.start", "period.end"),
    "scope": ("scope",),
}


def _difference(told: Told, number: Number, statement: Statement) -> Difference | None:
    """In what a reading differs most from what the report says; ``None`` where they agree."""
    key = told.key
    place, *period = statement.of
    if (told.measure, told.aspect) != (number.at.measure, number.aspect):
        return "number"
    if not is_same_place(key.place, place):
        return "place"
    if [key.start.isoformat(), key.end.isoformat()] != period:
        return "period"
    if number.aspect == "value" and not _says(number.at.figure, told):
        return "value"
    return None if statement.is_scope_of(told) else "scope"


def _says(figure: Data, told: Told) -> bool:
    """Whether a figure's value is what the reader reads its digits as."""
    value = exact(figure["value"])
    if value is None:
        return True
    return Fraction(value) * SCALE_FACTOR[figure["scale"] or "one"] in told.interval


def _is_borne_out(number: Number, told: Told, difference: Difference, bearing: Bearing) -> bool:
    """Whether the figure's value goes with the others of its statement as the report has it."""
    at = number.at
    if difference == "number":
        other = told.measure != at.measure and told.aspect == number.aspect
        return other and bearing.is_borne_out(at.statement, at.measure, told.measure)
    own = number.aspect == "value" and difference != "scope"
    return own and bearing.is_borne_out(at.statement, at.measure)


def _is_certain(
    told: Told, difference: Difference | None, statement: Statement, going_on: Set[Told]
) -> bool:
    """Whether what differs stands beside the number."""
    if difference == "place":
        return is_placed(told, statement.of[0])
    if difference == "period":
        return is_timed(told, *statement.of[1:])
    if difference == "scope" and not statement.scopes.have(told.key.scope):
        return False  # that the reader saw no scope is no evidence, nor one that nothing here has
    if difference == "number" and told in going_on:
        return is_same_place(told.key.place, statement.of[0])
    return told.sure and difference is not None


def _is_supported(
    told: Told,
    difference: Difference | None,
    number: Number,
    statement: Statement,
    values: Set[int],
    beside: Beside,
) -> bool:
    """Whether the words right beside a number speak for the report.

    ``values`` is where the amount of a percentage stands that nothing certain is said of.
    """
    if told.aspect != number.aspect:
        return False
    if number.aspect != "value" and beside.stands_behind(told.start, values):
        return True
    if difference == "number":
        return number.aspect == "value" and beside.says_measure(told.start, number.at.measure)
    if difference == "period":
        days = Days.of(*statement.of[1:])
        return days is not None and beside.says_time(told, days)
    return difference == "scope" and beside.says_scope(told, statement.words)


def _finding(found: Otherwise, said: Set[tuple[int, str, Aspect]]) -> Finding:
    """``said`` are the numbers that each statement of the report has."""
    statement, difference, fields = found.statement, found.difference, found.fields
    number, told = found.numbers[0]
    _, *period = statement.of
    given = {
        "place": f", not of {quoted(statement.place)}",
        "period": f", not {' to '.join(period)}",
    }
    without = ""
    if difference == "number" and statement.is_of(told) and _is_lost(told, statement.index, said):
        without = ", of which the statement has none"
        part = "" if told.aspect == "value" else f".{told.aspect}"
        fields = (*fields, f"{statement.path}.{told.measure}{part}")
    return Finding(
        rule="second_reading",
        severity="error" if found.certain else "warning",
        attribution="model",
        fields=fields,
        message=f"{NAMES[number.aspect]}{number.at.measure}: {quoted(number.text)} reads as "
        f"{_reading(number, told, difference)}{given.get(difference, '')}{without}",
        suspect=fields[0],
    )


def _is_lost(told: Told, index: int, said: Set[tuple[int, str, Aspect]]) -> bool:
    """Whether a statement has no such number; a percentage goes with its value."""
    known = told.aspect == "value" or (index, told.measure, "value") in said
    return known and (index, told.measure, told.aspect) not in said


def _reading(number: Number, told: Told, difference: Difference) -> str:
    if difference == "value":
        scale = number.at.figure["scale"]
        return f"{extent(told.interval, scale)} {plain_scale(scale)}"
    if difference == "scope":
        return f"one of the scope {quoted(told.key.scope)}" if told.key.scope else "one of no scope"
    key = told.key
    what = f"{NAMES[told.aspect]}{told.measure}"
    return f"{what} of {quoted(key.place)}, {key.start} to {key.end}"
