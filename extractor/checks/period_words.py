"""Whether a statement's period is the one that its own words name.

«năm 2018» names the year that a period lies in, any other words with a year name its very days.
Words without a year, with several periods or years, or of a comparison say nothing that could be
held against the days.
"""

from __future__ import annotations

from extractor.checks.dated import dated
from extractor.checks.wording import quoted
from extractor.folding import fold
from extractor.numbers.period_lexer import periods
from extractor.record import Data, Finding

_UNSAYING = frozenset({"date", "relative", "years"})


def check_words(data: Data) -> list[Finding]:
    """The statements whose words name another period than their days, one finding each."""
    findings = []
    for statement in dated(data):
        named = [m for m in periods(fold(statement.words)) if m.kind not in _UNSAYING]
        if len(named) != 1:
            continue
        [mention] = named
        if mention.role != "own" or mention.year is None or mention.begun is not None:
            continue
        start, end = statement.start, statement.end
        first, last = mention.resolve(mention.year)
        within = first <= start and end <= last
        if (first, last) == (start, end) or (mention.kind == "year" and within):
            continue
        message = (
            f"the words {quoted(statement.words)} name {first} to {last}, "
            f"the period is {start} to {end}"
        )
        suspect = "start" if first != start else "end"
        findings.append(statement.wrong(rule="reading", message=message, suspect=suspect))
    return findings
