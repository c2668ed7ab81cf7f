"""What a report says twice: a figure that two statements of one place, period and scope have.

Two statements of one thing may have different figures each, or one value in two roundings, never
the same figure in the same words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from extractor.checks.evidence import exact
from extractor.checks.wording import quoted
from extractor.folding import fold_phrase
from extractor.record import Data, Finding
from extractor.schema import FigureAt


def repetitions(data: Data, every: Sequence[FigureAt]) -> list[Finding]:
    """Figures that an earlier statement has, those of a whole statement told once."""
    first: dict[tuple[Any, ...], FigureAt] = {}
    again: dict[int, list[tuple[FigureAt, FigureAt]]] = defaultdict(list)
    count: dict[int, int] = defaultdict(int)
    for at in every:
        count[at.statement] += 1
        key = (*_of(data["statements"][at.statement]), at.measure, *_says(at.figure))
        if first.setdefault(key, at).statement != at.statement:
            again[at.statement].append((at, first[key]))
    findings = []
    for index, pairs in again.items():
        if len(pairs) == count[index]:
            before = sorted({other.statement for _, other in pairs})
            fields = (f"statements.{index}", *(f"statements.{other}" for other in before))
            findings.append(_finding(fields, f"statement {index} says what is said before it"))
            continue
        for at, other in pairs:
            what = f"{at.measure}: {quoted(_words(at.figure))} is said twice of the same"
            findings.append(_finding((at.path, other.path), what))
    return findings


def _of(statement: Data) -> tuple[str, ...]:
    period = statement["period"]
    place, scope = fold_phrase(statement["place"]), fold_phrase(statement["scope"] or "")
    return place, scope, period["start"], period["end"]


def _says(figure: Data) -> tuple[Any, ...]:
    """All that a figure says, in the words that it says it in."""
    said = (figure, figure["change"], figure["plan"])
    return tuple(
        part and (exact(part[number]), fold_phrase(part["text"] or ""))
        for part, number in zip(said, ("value", "percent", "percent"), strict=True)
    )


def _words(figure: Data) -> str:
    said = (figure, figure["change"], figure["plan"])
    return next((part["text"] for part in said if part and part["text"]), "")


def _finding(fields: tuple[str, ...], message: str) -> Finding:
    return Finding(
        rule="repetition",
        severity="error",
        attribution="model",
        fields=fields,
        message=message,
        suspect=fields[0],
    )
