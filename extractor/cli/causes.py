"""Findings of one article as lines for people: of what they are, which one leads, what goes along.

The leading finding of a group stands there whole, below it the others in one line each.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TextIO

from extractor.checks.causes import Cause, causes
from extractor.checks.instead import Instead
from extractor.cli import words
from extractor.cli.terminal import styled, visible
from extractor.errors import one_line
from extractor.record import Data, Finding

_LONGEST = 240
"""Characters of a message where a run is summed up; «show» has it whole."""


def lines(
    findings: Sequence[Finding], data: Data, instead: Callable[[Finding], Instead | None]
) -> Iterator[str]:
    """All findings of a report in groups, for standard output; what cannot be judged comes last.

    ``instead`` is what the article says of the number that a finding suspects.
    """
    for cause in causes([f for f in findings if f.severity != "info"]):
        lead, *told = _lead(cause, data, sys.stdout)
        yield lead
        if (found := instead(cause.lead)) is not None:
            claimed, reads = visible(found.claimed), visible(found.words)
            yield f"  claimed {claimed}, the article reads «{reads}»"
        yield from told
        for finding in cause.others:
            yield f"  also {words.finding_line(finding, sys.stdout, beside=cause.lead)}"
    for finding in findings:
        if finding.severity == "info":
            yield words.finding_line(finding, sys.stdout)
            yield f"  fields: {visible(', '.join(finding.fields))}"


def summary(cause: Cause, data: Data) -> Iterator[str]:
    """One group in short, for standard error: of the findings below the leading one their rules."""
    lead = replace(cause.lead, message=one_line(cause.lead.message, _LONGEST))
    yield from _lead(replace(cause, lead=lead), data, sys.stderr, most=1)
    if cause.others:
        also = Counter(f"{f.severity} {visible(f.rule)}" for f in cause.others)
        told = (f"{what} ({number} times)" if number > 1 else what for what, number in also.items())
        yield f"  also {', '.join(told)}"


def _lead(cause: Cause, data: Data, stream: TextIO, *, most: int | None = None) -> Iterator[str]:
    """What a group is of, its leading finding, where to look, ``most`` ways to mend it."""
    lead = cause.lead
    yield styled(_subject(cause.roots, data), stream, bold=True)
    yield f"  {words.finding_line(lead, stream)}"
    if lead.suspect is not None:
        yield f"    suspect: {visible(lead.suspect)}"
    elif lead.fields:
        yield f"    fields: {visible(', '.join(lead.fields))}"
    repairs = (finding.suggestion for finding in cause.findings)
    mended = dict.fromkeys(words.repair(one) for one in repairs if one is not None)
    yield from (f"    {told}" for told in list(mended)[:most])


def _subject(roots: Sequence[str], data: Data) -> str:
    """What fields are of: measures or what else, then place, period and scope of the first."""
    parts = [root.split(".") for root in roots]
    if not parts:
        return "the article"
    if parts == [["statements"]]:
        return "what no statement has"
    named = dict.fromkeys(visible(part[2]) for part in parts if len(part) > 2)
    told = [", ".join(named)] if named else []
    statements = data.get("statements") or []
    indices = [int(part[1]) for part in parts if len(part) > 1 and part[1].isdecimal()]
    if indices and indices[0] < len(statements):
        told.append(words.statement_heading(statements[indices[0]]))
    return " · ".join(told)
