"""The review on a terminal: an item with its evidence, and a key that decides it."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from extractor import exact_json
from extractor.cli import context, differences, grid, words
from extractor.cli.keys import Keys
from extractor.cli.terminal import put, styled, visible
from extractor.excerpt import Mark
from extractor.record import Data
from extractor.review import Item, Printed, Refused, Review

_OFFERED = 9


def heading(item: Item) -> str:
    """What an item is about, on one line."""
    parts = [styled(visible(item.article_id), sys.stdout, bold=True)]
    place, period, scope = (item.subject[:3] + (None,) * 3)[:3]
    difference = item.difference
    if difference is not None:
        place, period, scope = difference.place, difference.period, difference.scope
    if item.kind in ("difference", "figure") and place != "rule":
        parts += [visible(place)] if place else []
        parts += [visible(period.replace("/", " to "))] if period else []
        parts += [f"scope «{visible(scope)}»"] if scope else []
    parts.append(styled(visible(item.name), sys.stdout, "yellow"))
    if item.kind == "figure":
        parts.append("flagged, no golden")
    elif item.kind == "article":
        parts.append("the article changed since it was accepted")
    elif difference is not None:
        parts.append(difference.category)
    return " · ".join(parts)


def lines(review: Review, item: Item) -> Iterator[str]:
    """The article's sentences, both sides, the findings beneath."""
    for sentence in item.sentences:
        yield context.line(sentence, styles=True)
    if item.kind == "difference":
        yield from grid.lines(_sides(item), grid.width() - 2)
    elif item.kind == "article":
        yield from differences.lines(item.along, "")
        return
    elif item.difference is not None:
        told = "appeared" if item.difference.category == "extra" else "vanished"
        yield f"finding {told}: {visible(item.name.replace('@', ' of '))}"
    for finding in item.findings:
        new = "new " if finding.rule in item.newly else ""
        first, *rest = words.finding_lines(finding)
        yield f"{new}{first}"
        yield from rest
    for along in item.along:
        if along.category == "missing":
            yield f"the finding {visible(along.rule or '')} of the golden goes with it"
    suggested = review.suggested(item)
    if suggested is not None:
        yield f"suggested: {', '.join(f'{name} {_plain(v)}' for name, v in suggested.items())}"


def _sides(item: Item) -> list[list[str]]:
    """Golden and new side by side: what differs, and what belongs to it."""
    rows = [["", "golden", "new"]]
    difference = item.difference
    old, new = item.golden or {}, item.new or {}
    if "value" in old or "value" in new:
        for name, side in _figure_rows():
            a, b = side(old) if old else "nothing", side(new) if new else "nothing"
            if (a, b) not in (("", ""), ("nothing", ""), ("", "nothing")):
                rows.append([name, a, b])
    elif difference is not None:
        rows.append(
            [difference.field.split(".", 2)[-1], _plain(difference.golden), _plain(difference.new)]
        )
    if difference is not None and (difference.golden_rules or difference.new_rules):
        sides = (difference.golden_rules, difference.new_rules)
        rows.append(["breaks", *(", ".join(map(visible, rules)) or "nothing" for rules in sides)])
    return rows


def _figure_rows() -> list[tuple[str, Callable[[Data], str]]]:
    def value(figure: Data) -> str:
        parts = [_plain(figure.get(name)) for name in ("value", "scale", "currency")]
        return " ".join(parts) if figure.get("value") is not None else ""

    def part(name: str) -> Callable[[Data], str]:
        def shown(figure: Data) -> str:
            found = figure.get(name)
            return f"{_plain(found.get('percent'))}% {_quoted(found.get('text'))}" if found else ""

        return shown

    return [
        ("value", value),
        ("words", lambda figure: _quoted(figure.get("text"))),
        ("approximate", lambda figure: "yes" if figure.get("approximate") else ""),
        ("growth", part("change")),
        ("share", part("plan")),
    ]


def _plain(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return words.plain(value)
    return visible(str(value))


def _quoted(text: Any) -> str:
    return f"«{visible(text)}»" if isinstance(text, str) and text else ""


def loop(review: Review) -> None:
    """Go through what is open, one item after the other, until all was seen or a person quits."""
    with Keys() as keys:
        _go(review, keys)


def _go(review: Review, keys: Keys) -> None:
    items = review.agenda.items
    at, told = 0, ""
    while at < len(items):
        if not review.agenda.is_open(items[at]):
            at += 1
            continue
        item = review.agenda.current(items[at])
        put("")
        put(f"{styled(f'[{at + 1}/{len(items)}]', sys.stdout, bold=True)} {heading(item)}")
        for line in lines(review, item):
            put(f"  {line}" if line else "")
        if told:
            put(styled(told, sys.stdout, "red"))
        put(_offer(review, item))
        try:
            key = keys.next()
        except EOFError:
            return
        told = ""
        if key == "q":
            return
        if key == "u":
            back = _try(review.undo)
            if isinstance(back, str):
                told = back
            elif back is None:
                told = "nothing of this review to undo"
            else:
                at = _position(review, back, at)
            continue
        if key == "s":
            at += 1
            continue
        told = _decided(review, item, key, keys) or ""
        # What was left open is still open, and not asked for again at once.
        at += key == "o" and not told


def _position(review: Review, item: Item, default: int) -> int:
    for at, other in enumerate(review.agenda.items):
        if (other.article_id, other.subject) == (item.article_id, item.subject):
            return at
    return default


def _offer(review: Review, item: Item) -> str:
    like = len(review.agenda.like(item)) - 1
    if item.kind == "figure":
        keys = [("a", "confirm as printed")]
        keys += [("t", "take the suggestion")] if review.suggested(item) is not None else []
        keys += [("n", "another number"), ("e", "edit")] if item.figure is not None else []
        keys += [("o", "leave open")]
    else:
        keys = [("a", "accept"), ("r", "reject")]
        keys += [("e", "edit")] if review.editable(item) is not None else []
    keys += [("A", f"{keys[0][1]}, with {like} more like it")] if like else []
    keys += [("s", "skip"), ("u", "undo"), ("q", "quit")]
    return "  ".join(f"{styled(key, sys.stdout, 'green', bold=True)} {name}" for key, name in keys)


def _decided(review: Review, item: Item, key: str, keys: Keys) -> str | None:
    """Carry out a key; what to tell where it was not one, or could not be."""
    figure = item.kind == "figure"
    actions: dict[str, Callable[[], Any]] = {
        "a": lambda: review.accept([item]),
        "A": lambda: review.accept(review.agenda.like(item)),
        "e": lambda: _edit(review, item, keys),
    }
    if figure:
        actions |= {
            "c": lambda: review.accept([item]),
            "t": lambda: review.take_suggestion(item),
            "n": lambda: _choose(review, item, keys),
            "o": lambda: review.leave_open(item),
        }
    else:
        actions["r"] = lambda: review.reject(item)
    if key not in actions:
        return f"no key of these: {visible(key) or 'that'}"
    outcome = _try(actions[key])
    return outcome if isinstance(outcome, str) else None


def _try(action: Callable[[], Any]) -> Any:
    """What an action returns; the line to tell where it was refused."""
    try:
        return action()
    except Refused as refused:
        return visible(str(refused))


def _choose(review: Review, item: Item, keys: Keys) -> str | None:
    """Let a person choose another number of the article."""
    found = review.numbers(item)[:_OFFERED]
    text = review.agenda.text(item)
    if not found or text is None:
        return "the article prints no other number of this kind"
    for number, offered in enumerate(found, 1):
        put(f"  {number}  {_offered(text, offered)}")
    put("which one? any other key goes back")
    key = keys.next()
    if key.isdigit() and 0 < int(key) <= len(found):
        review.set_number(item, found[int(key) - 1])
    return None


def _offered(text: str, offered: Printed) -> str:
    mark = Mark(offered.span.start, offered.span.end)
    return " ".join(context.shown(text, [mark], styles=True))


def _edit(review: Review, item: Item, keys: Keys) -> str | None:
    """Let a person edit an item in ``$EDITOR``, until it fits or they give it up."""
    before = review.editable(item)
    if before is None:
        return "there is nothing to edit"
    text = exact_json.dumps(before, indent=2) + "\n"
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "item.json"
        path.write_text(text, "utf-8")
        try:
            with keys.lent():
                done = subprocess.run([*shlex.split(editor), str(path)])
        except (OSError, ValueError) as error:
            return f"the editor {visible(editor)} cannot be started: {visible(str(error))}"
        if done.returncode:
            return f"the editor ended with {done.returncode}; nothing was changed"
        try:
            after = path.read_text("utf-8")
            if after == text:
                return "nothing was changed"
            entered = exact_json.loads(after)
        except (OSError, UnicodeDecodeError, exact_json.JsonError) as error:
            return f"what was saved cannot be used: {visible(str(error))}"
    if not isinstance(entered, dict):
        return "what was saved is no object"
    review.edit(item, entered)
    return None
