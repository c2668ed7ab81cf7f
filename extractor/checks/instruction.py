"""Text of an article that is not for its readers: it addresses a model or is markup they never see.

It is material like the rest and nothing is done of what it says; a person is told where it stands,
and the deterministic reader leaves it out. A figure that stands there alone has no support.
"""

from __future__ import annotations

from extractor.checks.grounding import ArticleText
from extractor.checks.wording import quoted
from extractor.folding import Folded
from extractor.reader.addressing import instructions
from extractor.record import Finding
from extractor.schema import FigureAt

_WHAT = {"model": "addresses a model, not a reader", "markup": "is markup that no reader sees"}


def addressed(folded: Folded) -> list[Finding]:
    """One finding for an article that has such text, with the first of it."""
    found = [one for one in instructions(folded) if one.told and not one.led]
    if not found:
        return []
    first = found[0]
    words = first.span.of(folded.text)
    begin = first.span.start + len(words) - len(words.lstrip())
    span = folded.span(begin, first.span.start + len(words.rstrip()))
    number = folded.original.count("\n", 0, span.start) + 1
    more = f", and {len(found) - 1} more" if len(found) > 1 else ""
    return [
        Finding(
            rule="instruction",
            severity="warning",
            attribution="source",
            fields=("statements",),
            message=(
                f"line {number} {_WHAT[first.kind]}, and our reader leaves it out: "
                f"{quoted(span.of(folded.original))}{more}"
            ),
        )
    ]


def unsupported(text: str, path: str, at: FigureAt, words: str) -> Finding | None:
    """What a figure's words come to that stand only where the article addresses a model.

    ``None`` where the readers' text has them, or the article nowhere. Those that stand behind an
    instruction on its line may be its rest: that is a warning.
    """
    whole = ArticleText.whole(text)
    if not (aside := instructions(whole.folded)):
        return None
    spans = whole.occurrences(words)
    over = [[one for one in aside if one.span.overlaps(span)] for span in spans]
    if not spans or not all(over):
        return None
    led = any(all(one.led for one in each) for each in over)
    where = "behind words that address a model" if led else "in text that is not for readers"
    return Finding(
        rule="instruction" if led else "grounding",
        severity="warning" if led else "error",
        attribution="model",
        fields=(f"{path}.text",),
        message=f"{at.measure}: {quoted(words)} stands only {where}",
        suspect=f"{path}.text",
    )
