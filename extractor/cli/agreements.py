"""Where the articles of a run agree and where they do not, as lines for a terminal.

Everything that an article or an answer had a part in passes through ``terminal.visible`` here.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

from extractor.checks.agreement import Line
from extractor.cli.terminal import styled, visible
from extractor.cli.words import counted


def section(found: Sequence[Line]) -> Iterator[str]:
    """All disagreements of a run below a heading that counts; nothing where nothing was found."""
    if not found:
        return
    apart = [line for line in found if line.verdict == "disagreement"]
    supports = len(found) - len(apart)
    told = f"{counted(supports, 'agreement')}, {counted(len(apart), 'disagreement')}"
    yield f"{styled('between articles', sys.stdout, bold=True)}  {told}"
    for line in apart:
        for text in entry(line):
            yield f"  {text}"


def of_article(found: Sequence[Line], article_id: str) -> list[Line]:
    """The lines that an article takes part in."""
    return [line for line in found if article_id in line.articles]


def entry(line: Line) -> Iterator[str]:
    """One line of agreement, and where to look."""
    if line.verdict == "support":
        yield f"{styled('agreement', sys.stdout, 'green')}: {visible(line.message)}"
        return
    yield f"{styled('warning', sys.stdout, 'yellow', bold=True)} agreement: {visible(line.message)}"
    for says in line.says:
        yield f"  {visible(says.article_id)}  {visible(says.field)}  {visible(says.source)}"
