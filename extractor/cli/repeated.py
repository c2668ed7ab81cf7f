"""What several answers to the golden articles came to, as lines for a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from extractor.cli.differences import shown, statement_line
from extractor.cli.terminal import padded, put, styled, visible
from extractor.cli.words import counted
from extractor.diff import ArticleRepeats, Other, Repeated, Repeats

_COLOUR = {"regression": "red", "flaky": "yellow", "too few to say": "yellow", "cosmetic": "cyan"}


def put_text(found: Repeats) -> None:
    """What differed by article, then a line that sums it up."""
    for article in found.articles:
        for line in _article_lines(article):
            put(line)
    put(styled(_summary(found), sys.stdout, bold=True))


def status(found: Repeats) -> int:
    """The exit status: 1 where anything was not always as accepted.

    Else 2 where a golden cannot be used, 3 where an article has no answer to compare.
    """
    if found.regressions:
        return 1
    if found.of_state("broken"):
        return 2
    return 3 if found.of_state("failed") or found.of_state("unusable") else 0


def _article_lines(article: ArticleRepeats) -> Iterator[str]:
    if not article.fields and not article.reasons:
        return
    told = ""
    if article.state == "broken":
        told = f"  cannot be held: {visible(article.reasons[0])}"
    elif article.reasons:
        number = counted(len(article.reasons), "answer")
        told = f"  {number} without a result: {visible(article.reasons[0])}"
    yield styled(visible(article.article_id), sys.stdout, bold=True) + told
    last: tuple[str | None, ...] = (None, None, None)
    for field in article.fields:
        about = (field.place, field.period, field.scope)
        if field.rule is None and about != last:
            last = about
            yield f"  {statement_line(*about)}"
        yield f"    {_line(field)}"


def _line(field: Repeated) -> str:
    verdict = styled(padded(field.verdict, 14), sys.stdout, _COLOUR[field.verdict])
    name = visible(field.field)
    if field.rule is not None:
        told = f"finding {visible(field.rule)} ({name or 'the article as a whole'})"
        return f"{verdict}  {told}: as accepted in {field.right} of {field.answers}"
    words = f"  «{visible(field.golden_text)}»" if field.golden_text else ""
    line = f"{verdict}  {name}: {shown(field.golden)}{words}: right in {field.right} of "
    line += str(field.answers)
    return line + "".join(f"; {_other(other)}" for other in field.others)


def _other(other: Other) -> str:
    words = f" «{visible(other.text)}»" if other.text else ""
    return f"{shown(other.value)}{words} {counted(other.times, 'time')}"


def _summary(found: Repeats) -> str:
    compared = found.of_state("compared")
    same = sum(1 for article in compared if not article.fields)
    told = [f"{counted(len(compared), 'article')} compared, asked {found.times} times"]
    told += [f"{same} always the same"]
    told += [
        counted(n, verdict) if verdict == "regression" else f"{n} {verdict}"
        for verdict, n in found.counts.items()
        if n
    ]
    failed = sum(len(a.reasons) for a in found.articles if a.state != "broken")
    if failed:
        told.append(f"{counted(failed, 'answer')} without a result")
    if broken := found.of_state("broken"):
        told.append(f"{counted(len(broken), 'golden')} that cannot be used")
    if skipped := found.of_state("skipped"):
        told.append(f"{counted(len(skipped), 'golden')} skipped")
    return ", ".join(told)
