"""Differences to golden as a comment for a pull request.

Whatever an article, a model or a file had a part in stands in a code span, in which nothing is
markup, a link, a mention or a reference; all else are words of this program.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from extractor.cli import differences, metrics, words
from extractor.cli.forms.publication import Publication, clipped, cosmetic, title
from extractor.cli.terminal import visible
from extractor.cli.words import counted
from extractor.diff import ArticleDiff, Difference
from extractor.excerpt import Sentence

LARGEST = 50_000
"""Characters of a comment at most; GitHub refuses more than 65,536."""
_FOLDED = 5_000
"""Characters at most of each list that is folded away."""
_LONGEST = 300
"""Characters at most of any one text."""

_FENCE = re.compile("`+")
_LISTED = {
    "skipped": "skipped, not passed: the article was not given",
    "absent": "without an article in this run",
    "new": "without a golden",
}


def written(told: Publication) -> str:
    """The comment: what keeps the run from passing, then what differs by article, then lists."""
    head = [
        f"### Against the golden files: {told.headline}",
        f"Schema {code(told.schema)}: {differences.summary(told.found)}.",
        *_counts(told),
    ]
    foot = list(_folded(told))
    room = LARGEST - sum(len(block) + 2 for block in head + foot) - 200
    blocks: list[str] = []
    left = 0
    for article in told.found.articles:
        heading, fitting = f"#### {code(title(article))}", []
        room -= len(heading) + 2
        for entry in _entries(article):
            if len(entry) < room:
                room -= len(entry) + 1
                fitting.append(entry)
            else:
                left += 1
        if fitting:
            blocks += [heading, "\n".join(fitting)]
        else:
            room += len(heading) + 2
    if left:
        entries = "entry is" if left == 1 else "entries are"
        blocks.append(
            f"**{left} more {entries} left out here**; the same command shows "
            "everything with `--format text`."
        )
    return "\n\n".join([*head, *blocks, *foot]) + "\n"


def _counts(told: Publication) -> Iterator[str]:
    """How much is right, as the table that a terminal shows."""
    lines = list(metrics.lines(told.found))
    if lines:
        longest = max((len(run) for line in lines for run in _FENCE.findall(line)), default=0)
        fence = "`" * max(3, longest + 1)
        yield "\n".join([f"{fence}text", *lines, fence])


def code(text: str) -> str:
    """A text that is nobody's markup, as a code span on one line."""
    shown = clipped(visible(text), _LONGEST)
    if not shown:
        return "no words"
    fence = "`" * (1 + max(map(len, _FENCE.findall(shown)), default=0))
    space = " " if shown[0] == "`" or shown[-1] == "`" else ""
    return f"{fence}{space}{shown}{space}{fence}"


def _entries(article: ArticleDiff) -> Iterator[str]:
    if (why := differences.not_compared(article)) is not None:
        yield f"- **not compared** {code(why)}"
    if article.article_changed:
        yield "- the article **changed** since it was accepted"
    for difference in article.differences:
        if difference.regression:
            yield "\n  - ".join([f"- {_line(difference)}", *_evidence(difference)])


def _line(difference: Difference) -> str:
    if difference.rule is not None:
        appeared = difference.category == "extra"
        fields = difference.new if appeared else difference.golden
        told = f"**finding {'appeared' if appeared else 'vanished'}** {code(difference.rule)}"
        if difference.severity is not None:
            fault = words.FAULT[difference.attribution or "unknown"]
            told += f" ({difference.severity}, {fault})"
        return f"{told}: {_listed(map(str, fields or ())) or 'the article as a whole'}"
    told = f"**{difference.category}** {code(difference.field)}"
    about = [difference.place, (difference.period or "").replace("/", " to "), difference.scope]
    if any(about):
        told += f" ({_listed(filter(None, about))})"
    return f"{told}: {_value(difference.golden)} → {_value(difference.new)}"


def _evidence(difference: Difference) -> Iterator[str]:
    old, new = difference.golden_text, difference.new_text
    if difference.rule is not None:
        if new:
            yield code(new)
    elif old == new:
        if old:
            yield f"words {code(old)}"
    else:
        yield f"words {code(old or '')} → {code(new or '')}"
    yield from map(_sentence, difference.sentences)
    if difference.golden_rules or difference.new_rules:
        yield (
            f"breaks golden: {_listed(difference.golden_rules) or 'nothing'}; "
            f"new: {_listed(difference.new_rules) or 'nothing'}"
        )


def _value(value: object) -> str:
    return "nothing" if value is None else code(differences.shown(value))


def _sentence(sentence: Sentence) -> str:
    told = len({mark.side for mark in sentence.marks}) > 1
    pieces = []
    for piece, mark in sentence.pieces():
        if mark is not None:
            side = f" ({mark.side})" if told and mark.side in ("golden", "new") else ""
            pieces.append(f"**{code(piece)}**{side}")
        elif piece.strip():
            pieces.append(code(piece))
    before, after = "… " * sentence.cut_before, " …" * sentence.cut_after
    return f"sentence {before}{' '.join(pieces)}{after}"


def _listed(names: Iterable[str]) -> str:
    joined = ", ".join(map(visible, names))
    return code(joined) if joined else ""


def _folded(told: Publication) -> Iterator[str]:
    """What does not gate: a line that counts it, with the names folded away below."""
    for state, about in _LISTED.items():
        names = [code(title(a)) for a in told.found.articles if a.state == state]
        if names:
            noun = "article" if state == "new" else "golden"
            yield _details(f"{counted(len(names), noun)} {about}", names)
    counts = [(a, cosmetic(a)) for a in told.found.articles if cosmetic(a)]
    if counts:
        summary = f"not gating: {counted(sum(n for _, n in counts), 'cosmetic difference')}"
        yield _details(summary, [f"{code(title(a))}: {n}" for a, n in counts])


def _details(summary: str, items: list[str]) -> str:
    kept: list[str] = []
    room = _FOLDED
    for item in items:
        room -= len(item) + 3
        if room < 0:
            break
        kept.append(f"- {item}")
    if len(kept) < len(items):
        kept.append(f"- and {len(items) - len(kept)} more")
    listed = "\n".join(kept)
    return f"<details><summary>{summary}</summary>\n\n{listed}\n\n</details>"
