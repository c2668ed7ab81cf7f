"""Figures of the prompt's examples that a report passes off as the article's.

Only what the article does not print can be one: what it does is its own, whatever the examples say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from extractor.checks.evidence import exact
from extractor.checks.wording import quoted
from extractor.folding import fold_phrase
from extractor.record import Data, Finding
from extractor.schema import FigureAt, Schema, figures
from extractor.span import Span

_PARTS = (("", "value"), (".change", "percent"), (".plan", "percent"))


def leaks(
    every: Sequence[FigureAt],
    places: Mapping[str, Span],
    examples: Sequence[Data],
    schema: Schema,
) -> list[Finding]:
    """Figures whose words the article does not print and an example has, for the same measure.

    ``examples`` are reports of the schema, ``places`` where the words of a report are printed.
    """
    known: dict[tuple[Any, ...], str] = {}
    for example in examples:
        for at in figures(example, schema):
            of = example["statements"][at.statement]["place"]
            for _, _, _, told in _told(at):
                known.setdefault(told, of)
    findings = []
    for at in every:
        for path, number, words, told in _told(at):
            if told in known and path not in places:
                findings.append(
                    Finding(
                        rule="example_leak",
                        severity="error",
                        attribution="model",
                        fields=(f"{path}.{number}", f"{path}.text"),
                        message=(
                            f"{at.measure}: {quoted(words)} is a figure of the prompt's example "
                            f"of {quoted(known[told])}; the article does not print it"
                        ),
                        suspect=f"{path}.{number}",
                    )
                )
    return findings


def _told(at: FigureAt) -> Iterator[tuple[str, str, str, tuple[Any, ...]]]:
    """Each number of a figure: its field, its name, its words and what tells it from others.

    The words are compared and not the number alone, which two reports can share by chance.
    """
    for part, number in _PARTS:
        said = at.figure if not part else at.figure[part[1:]]
        if said is not None and said["text"] is not None and said[number] is not None:
            of = (at.measure, part, exact(said[number]), fold_phrase(said["text"]))
            yield f"{at.path}{part}", number, said["text"], of
