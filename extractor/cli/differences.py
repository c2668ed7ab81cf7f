"""Differences to golden as lines for a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from extractor.cli import context, words
from extractor.cli.terminal import padded, say, styled, visible
from extractor.cli.words import Reasons, counted
from extractor.diff import ArticleDiff, Difference, RunDiff, State
from extractor.golden import MENDED

_NOT_COMPARED: dict[State, str] = {
    "failed": "has no result",
    "stale": "is stale",
    "unusable": "cannot be compared",
    "broken": "cannot be held",
}
_NO_FAULT: frozenset[State] = frozenset({"compared", "new", "absent", "skipped"})
_COLOUR = {"changed": "red", "missing": "red", "extra": "red", "cosmetic": "cyan"}


def article_lines(article: ArticleDiff, reasons: Reasons | None = None) -> Iterator[str]:
    """One article's differences, or why it could not be compared; no line where it is as it was.

    ``reasons`` are those told of the articles above.
    """
    name = styled(visible(article.article_id), sys.stdout, bold=True)
    if (told := not_compared(article, reasons)) is not None:
        yield f"{name}  {told}"
    elif article.differences or article.article_changed:
        changed = "  the article changed since it was accepted" if article.article_changed else ""
        yield f"{name}{changed}"
        yield from lines(article.differences, "  ")


def not_compared(article: ArticleDiff, reasons: Reasons | None = None) -> str | None:
    """Why an article that should have been compared with its golden was not; else nothing.

    A reason that is among ``reasons`` is not told again.
    """
    if article.state in _NO_FAULT:
        return None
    told = _NOT_COMPARED.get(article.state, f"is {article.state}")
    return (reasons or Reasons()).of(told, article.reason or "no reason is given")


def lines(differences: Iterable[Difference], indent: str, *, styles: bool = True) -> Iterator[str]:
    """Differences below the statement that each is of."""
    last: tuple[str | None, ...] = (None, None, None)
    for difference in differences:
        about = (difference.place, difference.period, difference.scope)
        if difference.rule is None and about != last:
            last = about
            yield f"{indent}{statement_line(*about)}"
        yield f"{indent}  {_line(difference, styles=styles)}"
        yield from (f"{indent}    {told}" for told in evidence(difference, styles=styles))


def evidence(difference: Difference, *, styles: bool = False) -> Iterator[str]:
    """What speaks for either side: the article's sentences, the rules that are broken."""
    for sentence in difference.sentences:
        yield context.line(sentence, styles=styles)
    if difference.rule is not None and difference.new_text:
        yield visible(difference.new_text)
    if difference.golden_rules or difference.new_rules:
        sides = (("golden", difference.golden_rules), ("new", difference.new_rules))
        yield "breaks " + "; ".join(
            f"{side}: {', '.join(map(visible, rules)) or 'nothing'}" for side, rules in sides
        )


def statement_line(place: str | None, period: str | None, scope: str | None) -> str:
    """Which statement it is: its place, period and scope."""
    under = f" · scope «{visible(scope)}»" if scope else ""
    return f"{visible(place or '')} · {visible((period or '').replace('/', ' to '))}{under}"


def _line(difference: Difference, *, styles: bool) -> str:
    category = padded(difference.category, 8)
    if styles:
        category = styled(category, sys.stdout, _COLOUR[difference.category])
    if difference.rule is not None:
        told = "appeared" if difference.category == "extra" else "vanished"
        if difference.severity is not None:
            told += f", {difference.severity}, {words.FAULT[difference.attribution or 'unknown']}"
        fields = difference.new if difference.category == "extra" else difference.golden
        where = ", ".join(map(str, fields or ())) or "the article as a whole"
        return f"{category}  finding {told}: {visible(difference.rule)} ({visible(where)})"
    text = f"{category}  {visible(difference.field)}: "
    if difference.category == "missing":
        return f"{text}{shown(difference.golden)} is gone{_quoted(difference.golden_text)}"
    if difference.category == "extra":
        return f"{text}{shown(difference.new)} is new{_quoted(difference.new_text)}"
    text += f"{shown(difference.golden)} → {shown(difference.new)}"
    if difference.golden_text == difference.new_text:
        return text + _quoted(difference.golden_text)
    return f"{text}  {_words(difference.golden_text)} → {_words(difference.new_text)}"


def shown(value: Any) -> str:
    """A value of either side: numbers in full, with commas."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | Decimal):
        return f"{Decimal(value):,f}"
    if value is None:
        return "nothing"
    return visible(str(value))


def _words(text: str | None) -> str:
    return "no words" if text is None else f"«{visible(text)}»"


def _quoted(text: str | None) -> str:
    return "" if text is None else f"  «{visible(text)}»"


def say_how_to_mend(found: RunDiff) -> None:
    """Where a golden, an answer or what is kept beside them is of no use, say what to do.

    On standard error.
    """
    if found.states["broken"]:
        say(f"a golden that cannot be used: {MENDED}")
    if found.states["stale"]:
        say("a stale answer: record it anew with «gate --record», with the key and a server there")
    if found.last_damaged is not None:
        say(f"{visible(found.last_damaged)}; the next «extractor accept» writes it anew")


def summary(found: RunDiff) -> str:
    """How many articles were compared, how many differences of each kind there are."""
    compared = found.of_state("compared")
    same = sum(1 for article in compared if not article.differences)
    told = [f"{counted(len(compared), 'article')} compared, {same} the same"] if compared else []
    told += [
        counted(n, "finding") if name == "findings" else f"{n} {name}"
        for name, n in found.counts.items()
        if n
    ]
    names: dict[State, str] = {
        "failed": "without a result",
        "stale": "stale",
        "unusable": "not comparable",
        "new": "without a golden",
    }
    for state, name in names.items():
        if number := found.states[state]:
            told.append(f"{number if told else counted(number, 'article')} {name}")
    goldens: dict[State, str] = {
        "broken": "that cannot be used",
        "absent": "not in this run",
        "skipped": "skipped",
    }
    told += [
        f"{counted(found.states[state], 'golden')} {name}"
        for state, name in goldens.items()
        if found.states[state]
    ]
    others = found.states.keys() - _NO_FAULT - names.keys() - goldens.keys()
    told += [f"{found.states[state]} {state}" for state in sorted(others) if found.states[state]]
    return ", ".join(told) or "0 articles compared"
