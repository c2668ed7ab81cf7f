"""What a person decides a difference by: the article's own sentence, and the rules of either side.

A number is marked where its report says that it stands. Words of a report that are of the article
without being a number (a period, a scope) are marked where the article has them, nearest to a
figure of their statement.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from extractor.diff.compare import Difference
from extractor.excerpt import Mark, Sentence, sentences
from extractor.golden import Breach
from extractor.record import Data

INFO_RULES = frozenset({"not_evaluable"})
"""Rules whose findings say that nothing is broken."""
_SAYING = frozenset({"grounding", "reading"})
"""Rules by which a report's words are in the article and say its numbers."""
_PARTS = ("change", "plan")
_MOST = 3
"""Sentences at most on either side of a difference: a finding may concern a whole article."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One side of a comparison: a report, what is found of it, and its article.

    ``text`` is ``None`` where it is not at hand.
    """

    data: Data
    breaches: Sequence[Breach]
    text: str | None


def with_evidence(
    differences: Iterable[Difference], golden: Reading, new: Reading
) -> Iterator[Difference]:
    """The differences of two readings with ``golden_rules``, ``new_rules`` and ``sentences``.

    Other words are cosmetic as long as they say the same number: where the article does not print
    them, or they say another, that is a change.
    """
    for difference in differences:
        old_fields, new_fields = _fields(difference)
        before = _rules(old_fields, golden) if difference.rule is None else ()
        now = _rules(new_fields, new) if difference.rule is None else ()
        unsaid = _SAYING.intersection(now) - set(before)
        worse = difference.category == "cosmetic" and unsaid and new.text is not None
        yield replace(
            difference,
            category="changed" if worse else difference.category,
            golden_rules=before,
            new_rules=now,
            sentences=tuple(_sentences(golden, old_fields, new, new_fields)),
        )


def _fields(difference: Difference) -> tuple[list[str], list[str]]:
    if difference.rule is not None:
        return list(difference.golden or ()), list(difference.new or ())
    # What only the new report has is named as there.
    return (
        [] if difference.alone else [difference.field],
        [] if difference.new_field is None else [difference.new_field],
    )


def _rules(fields: Sequence[str], side: Reading) -> tuple[str, ...]:
    """The rules by which a finding concerns any of the fields."""
    return tuple(
        dict.fromkeys(
            breach.rule
            for breach in side.breaches
            if breach.rule not in INFO_RULES
            and any(_same_part(name, field) for name in breach.fields for field in fields)
        )
    )


def _same_part(name: str, field: str) -> bool:
    """Whether a finding's field is of the same number as a difference's, or of what holds it."""
    part, other = _part(name), _part(field)
    return part == other or other[: len(part)] == part or part[: len(other)] == other


def _part(field: str) -> tuple[str, ...]:
    """The number that a field is of; of a figure's value where it is of no percent."""
    head = field.split(".")
    if head[0] != "statements" or len(head) < 4:
        return tuple(head)
    return (*head[:3], head[3] if head[3] in _PARTS else "value")


def _sentences(
    golden: Reading,
    old_fields: Sequence[str],
    new: Reading,
    new_fields: Sequence[str],
) -> Iterator[Sentence]:
    sides = (("golden", old_fields, golden), ("new", new_fields, new))
    marks = [
        [Mark(*span, side) for field in fields for span in _spans(field, reading)]
        for side, fields, reading in sides
    ]
    if not any(marks):
        # No words of either side stand in the article: at least a figure that they are of.
        marks = [
            [Mark(*span, side) for field in fields for span in _figures(field, reading)[:1]]
            for side, fields, reading in sides
        ]
    if golden.text == new.text:
        both = set.intersection(*({mark[:2] for mark in of_side} for of_side in marks))
        one = [m._replace(side="both") if m[:2] in both else m for side in marks for m in side]
        if golden.text is not None:
            yield from sentences(golden.text, dict.fromkeys(one))[: 2 * _MOST]
        return
    for reading, of_side in zip((golden, new), marks, strict=True):
        if reading.text is not None:
            yield from sentences(reading.text, of_side)[:_MOST]


def _spans(field: str, reading: Reading) -> Iterator[tuple[int, int]]:
    """Where in its article stands what a field says."""
    parts = field.split(".")
    statements = reading.data.get("statements") or []
    if reading.text is None or parts[0] != "statements":
        return
    if len(parts) < 2 or not parts[1].isdigit() or int(parts[1]) >= len(statements):
        return
    statement = statements[int(parts[1])]
    figure = statement.get(parts[2]) if len(parts) > 2 else None
    if isinstance(figure, dict) and "value" in figure:
        percent = parts[3] if len(parts) > 3 and parts[3] in _PARTS else None
        if percent is not None:
            yield from _stands(figure.get(percent), reading.text)
        elif found := list(_stands(figure, reading.text)):
            yield from found
        else:
            for name in _PARTS:
                yield from _stands(figure.get(name), reading.text)
        return
    every = _figures(field, reading)
    near = every[0][0] if every else 0
    words = _words(statement, parts[2:])
    if words and (at := _nearest(reading.text, words, near)) is not None:
        yield at, at + len(words)


def _figures(field: str, reading: Reading) -> list[tuple[int, int]]:
    """Where the figures stand of the statement that a field is of."""
    parts = field.split(".")
    statements = reading.data.get("statements") or []
    if reading.text is None or parts[0] != "statements" or len(parts) < 2:
        return []
    if not parts[1].isdigit() or int(parts[1]) >= len(statements):
        return []
    return [
        span
        for value in statements[int(parts[1])].values()
        if isinstance(value, dict) and "value" in value
        for span in _stands(value, reading.text)
    ]


def _stands(part: Data | None, text: str) -> Iterator[tuple[int, int]]:
    span = (part or {}).get("span")
    if isinstance(span, list) and len(span) == 2 and all(type(at) is int for at in span):
        start, end = span
        if 0 <= start < end <= len(text):
            yield start, end


def _words(statement: Data, names: Sequence[str]) -> str | None:
    """The article's words for a period, a scope or a place."""
    if not names:
        return None
    value = statement.get(names[0])
    said = value.get("text") if isinstance(value, dict) else value
    return said if isinstance(said, str) and said.strip() else None


def _nearest(text: str, words: str, near: int) -> int | None:
    before, after = text.rfind(words, 0, near), text.find(words, near)
    # What a figure is said of stands before it more often than after.
    return before if before >= 0 else after if after >= 0 else None
