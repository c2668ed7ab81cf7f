"""Reports, findings and failures as lines for a terminal.

Everything that an article or an answer had a part in passes through ``terminal.visible`` here.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, TextIO, TypeVar

from extractor.cli.terminal import padded, styled, visible
from extractor.endpoint.prices import told as dollars
from extractor.numbers.interval import Interval
from extractor.record import (
    Attribution,
    Brief,
    Data,
    Failure,
    Finding,
    Outcome,
    Severity,
    Suggestion,
    Usage,
)
from extractor.schema import Schema, figures

if TYPE_CHECKING:
    # The checks load the reader, which not all that speaks needs.
    from extractor.checks.derived import Derived

_COLOUR: dict[Severity, str] = {"error": "red", "warning": "yellow", "info": "cyan"}
_F = TypeVar("_F", bound=Finding | Brief)
_SIGNED = re.compile(r"^\D*[-−–]\s*\d")
_OUTCOMES: dict[Outcome, str] = {
    "helped": "helped",
    "unchanged": "changed nothing",
    "harmed": "would have harmed",
    "failed": "failed",
}
FAULT: dict[Attribution, str] = {
    "model": "the model's fault",
    "source": "the article's own",
    "unknown": "fault unknown",
}
"""Whose fault a finding looks like."""


def counted(number: int, noun: str) -> str:
    """«1 article», «2 articles»."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


class Reasons:
    """Failures as people read them, each reason in full once."""

    def __init__(self) -> None:
        self._told: set[tuple[str, str]] = set()

    def told(self, error: Failure) -> str:
        """Kind and reason; of a failure that equals one told before, that it does."""
        return self.of(error.kind, error.message)

    def of(self, kind: str, reason: str) -> str:
        """The same of whatever has a kind, in this program's own words, and a reason."""
        if (kind, reason) in self._told:
            return f"{kind}, as above"
        self._told.add((kind, reason))
        return f"{kind}: {visible(reason)}"


def read_first(articles: int, saved: Usage) -> str:
    """How many articles the reader answered, and about what that saved, in one line."""
    told = f"read by builtin and not sent: {counted(articles, 'article')}"
    if not saved.requests:
        return f"{told}, no call saved"
    price = "at prices that are not known" if saved.cost_usd is None else dollars(saved.cost_usd)
    return (
        f"{told}, {counted(saved.requests, 'call')} saved, about {tokens(saved)}, {price} "
        "(estimated as by --dry-run)"
    )


def reasks(counts: Mapping[Outcome, int]) -> str:
    """What came of asking a model once more, in one line."""
    of = counted(sum(counts.values()), "article")
    told = [f"{counts[outcome]} {_OUTCOMES[outcome]}" for outcome in _OUTCOMES if counts[outcome]]
    return f"asked once more about {of}: {', '.join(told)}"


def tokens(usage: Usage) -> str:
    """Tokens read and written, as far as they are known."""
    read, written = usage.prompt_tokens, usage.completion_tokens
    if read is None and written is None:
        return "tokens unknown"
    return f"tokens {' + '.join('?' if n is None else f'{n:,}' for n in (read, written))}"


def plain(number: Decimal | int | None) -> str:
    """A number without an exponent, ``?`` where there is none."""
    return "?" if number is None else f"{Decimal(number):f}"


def extent(interval: Interval) -> str:
    """Both ends of an interval, «over» and «under» where the end itself is left out."""
    low, high = interval.decimals()
    below = "" if low is None else f"{'over ' if interval.low_open else ''}{low:,f}"
    above = "" if high is None else f"{'under ' if interval.high_open else ''}{high:,f}"
    return f"{below} to {above}".strip()


def derived(one: Derived) -> str:
    """A derived number with what it is and what it can be."""
    what = {
        "value": "",
        "change": "change ",
        "plan": "of plan ",
        "previous": "a year before ",
        "planned": "planned ",
    }[one.what]
    unit = f" {visible(one.currency or '')}".rstrip() if one.is_amount else "%"
    return f"{visible(one.measure)}  {what}~{one.value:,f}{unit} ({extent(one.shown)}{unit})"


def printed(figure: Data) -> str:
    """A figure's number with its unit, as the article prints it.

    The unit is added in brackets where the words taken from the article do not hold it, a minus
    sign before a negative value that they say in another way («nhập siêu 1,78 tỷ USD»).
    """
    text = figure.get("text")
    if text is None:
        return "(not printed)"
    value = figure.get("value")
    negative = isinstance(value, int | Decimal) and value < 0
    sign = "-" if negative and not _SIGNED.search(text) else ""
    words = ("~" if figure.get("approximate") else "") + sign + visible(text)
    if any(c.isalpha() or c in "$€£¥%" for c in words):
        return words
    unit = " ".join(
        str(figure[k]) for k in ("scale", "currency") if figure.get(k) not in (None, "one")
    )
    return f"{words} [{visible(unit)}]" if unit else words


def claimed(figure: Data) -> str:
    """A figure's value as the report gives it, its words aside: «452 million USD»."""
    parts = (plain(figure.get("value")), figure.get("scale"), figure.get("currency"))
    return " ".join(visible(str(part)) for part in parts if part not in (None, "one"))


def said(figure: Data, findings: Sequence[Finding | Brief], path: str) -> str:
    """A figure as printed, with what the report makes of its words where these say otherwise."""
    fields = {f"{path}.{part}" for part in ("value", "scale", "currency")}
    misread = any(
        finding.rule == "reading" and not fields.isdisjoint(finding.fields) for finding in findings
    )
    words, known = printed(figure), isinstance(figure.get("value"), int | Decimal)
    return f"{words}, claimed {claimed(figure)}" if misread and known else words


def statement_heading(statement: Data) -> str:
    """A statement's place, period and scope."""
    period = statement.get("period") or {}
    start, end = visible(str(period.get("start"))), visible(str(period.get("end")))
    parts = [visible(str(statement.get("place"))), f"{start} to {end}"]
    if period.get("text"):
        parts.append(f"«{visible(str(period['text']))}»")
    if statement.get("scope") is not None:
        parts.append(f"scope «{visible(str(statement['scope']))}»")
    return " · ".join(parts)


def report_lines(
    data: Data, findings: Sequence[Finding | Brief], schema: Schema, stream: TextIO | None = None
) -> Iterator[str]:
    """A report's figures: a heading a statement, below it a line a figure.

    What is found of a statement and of no figure that it has is marked at its heading.
    """
    stream = stream or sys.stdout
    width = max(len(measure.name) for measure in schema.measures)
    statements = data.get("statements") or []
    if not statements:
        yield "  no figure"
    last = -1
    paths = [at.path for at in figures(data, schema)]
    unplaced = [f for f in findings if not any(concerning([f], path) for path in paths)]
    for at in figures(data, schema):
        if at.statement != last:
            last = at.statement
            heading = "  " + statement_heading(statements[last])
            yield f"{heading}  {marks(unplaced, f'statements.{last}', stream)}".rstrip()
        columns = [
            "    " + padded(visible(at.measure), width),
            padded(said(at.figure, findings, at.path), 26),
            padded(_percent(at.figure.get("change"), "+"), 9),
            padded(_percent(at.figure.get("plan")), 11),
            marks(findings, at.path, stream),
        ]
        yield "  ".join(columns).rstrip()


def _percent(part: Data | None, sign: str = "") -> str:
    if part is None:
        return ""
    percent = part.get("percent")
    if sign:
        return f"{Decimal(percent):+f}%" if percent is not None else "?"
    return f"{plain(percent)}% plan"


def concerning(findings: Sequence[_F], path: str) -> list[_F]:
    """The findings that concern a field or anything below it."""
    return [f for f in findings if any(n == path or n.startswith(f"{path}.") for n in f.fields)]


def marks_of_all(findings: Sequence[_F], stream: TextIO) -> str:
    """The rules that concern a report as a whole and no statement that it has."""
    return marks([f for f in findings if set(f.fields) == {"statements"}], "statements", stream)


def marks(findings: Sequence[Finding | Brief], path: str, stream: TextIO) -> str:
    """The rules that a figure breaks: ``!`` before an error, ``?`` before a warning."""
    told = {}
    for finding in concerning(findings, path):
        if finding.severity != "info":
            sign = "!" if finding.severity == "error" else "?"
            told[finding.rule] = styled(sign + finding.rule, stream, _COLOUR[finding.severity])
    return " ".join(told.values())


def finding_lines(finding: Finding, stream: TextIO | None = None) -> Iterator[str]:
    """What is wrong, whose fault it looks like, and where to look."""
    yield finding_line(finding, stream or sys.stdout)
    if finding.suspect is not None:
        yield f"  suspect: {visible(finding.suspect)}"
    if finding.suggestion is not None:
        yield f"  {repair(finding.suggestion)}"


def finding_line(finding: Finding, stream: TextIO, *, beside: Finding | None = None) -> str:
    """What is wrong and whose fault it looks like, unless ``beside`` already says whose."""
    severity = styled(finding.severity, stream, _COLOUR[finding.severity], bold=True)
    told = finding.severity == "info" or (beside and beside.attribution == finding.attribution)
    about = "" if told else f" ({FAULT[finding.attribution]})"
    return f"{severity} {visible(finding.rule)}{about}: {visible(finding.message)}"


def repair(suggestion: Suggestion) -> str:
    """A repair under which all rules hold."""
    value = suggestion.value
    said = visible(value) if isinstance(value, str) else plain(value)
    return f"would hold with {visible(suggestion.field)} = {said}: {visible(suggestion.why)}"
