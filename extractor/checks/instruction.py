"""Text of an article that addresses a model, which no reader of news has a use for.

It is material like the rest and nothing is done of what it says; a person is told where it stands,
since an answer may have followed it, and the deterministic reader leaves its line out.
"""

from __future__ import annotations

from extractor.checks.wording import quoted
from extractor.folding import Folded
from extractor.reader.layout import instructions
from extractor.record import Finding


def addressed(folded: Folded) -> list[Finding]:
    """One finding for an article that has such lines, with the first of them."""
    lines = instructions(folded)
    if not lines:
        return []
    first = folded.span(*lines[0])
    number = folded.original.count("\n", 0, first.start) + 1
    more = f", and {len(lines) - 1} more" if len(lines) > 1 else ""
    return [
        Finding(
            rule="instruction",
            severity="warning",
            attribution="source",
            fields=("statements",),
            message=(
                f"line {number} addresses a model, not a reader, and our reader leaves it out: "
                f"{quoted(first.of(folded.original))}{more}"
            ),
        )
    ]
