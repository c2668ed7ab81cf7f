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
from typing import Any, NamedTuple

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
    if item.kind == "figure" and item.new is not None:
        extracted = [[name, side(item.new)] for name, side in _figure_rows()]
        yield from grid.lines([row for row in extracted if row[1]], grid.width() - 2)
    if item.kind == "difference":
        yield from grid.lines(_sides(item), grid.width() - 2)
    elif item.kind == "article":
        yield from differences.lines(item.along, "")
        return
    elif item.difference is not None:
        told = "appeared" if item.difference.category == "extra" else "vanished"
        yield f"finding {told}: {visible(item.name.replace('@', ' of '))}"
    for finding in review.agenda.findings(item):
        new = "new " if finding.rule in item.newly else ""
        first, *rest = words.finding_lines(finding)
        yield f"{new}{first}"
        yield from rest
    gained = [rule for rule in review.gains(item) if rule not in item.newly]
    if gained:
        yield f"with it alone the golden would newly break {', '.join(map(visible, gained))}"
    for along in item.along:
        if along.category == "missing":
            yield f"the finding {visible(along.rule or '')} of the golden goes with it"
    suggested = review.values.suggested(item)
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
                rows.append([name if a == b else f"{name} ≠", a or "nothing", b or "nothing"])
    elif difference is not None:
        rows.append(
            [difference.field.split(".", 2)[-1], _plain(difference.golden), _plain(difference.new)]
        )
    if difference is not None and difference.field.split(".")[3:] == ["scope"]:
        rows.append(["scope ≠", _plain(difference.golden), _plain(difference.new)])
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
        ("approximate", lambda figure: "yes" if figure.get("approximate") else "no"),
        ("growth", part("change")),
        ("share", part("plan")),
    ]


def _plain(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | Decimal):
        return words.plain(value)
    return visible(str(value))


def _quoted(text: Any) -> str:
    return f"«{visible(text)}»" if isinstance(text, str) and text else ""


def loop(review: Review) -> None:
    """Go through what is open, one item after the other, until all was seen or a person quits."""
    with Keys() as keys:
        try:
            _go(review, keys)
        except EOFError:
            return


def _go(review: Review, keys: Keys) -> None:
    items = review.agenda.items
    at = 0
    while at < len(items):
        if not review.agenda.is_open(items[at]):
            at += 1
            continue
        item = review.agenda.current(items[at])
        put("")
        put(f"{styled(f'[{at + 1}/{len(items)}]', sys.stdout, bold=True)} {heading(item)}")
        for line in lines(review, item):
            put(f"  {line}" if line else "")
        step = _asked(review, item, keys)
        if step is None:
            return
        if isinstance(step, Item):
            at = next(n for n, other in enumerate(items) if other.identity == step.identity)
        else:
            at += step


def _asked(review: Review, item: Item, keys: Keys) -> int | Item | None:
    """Ask until something was decided; how far to go on, or to which item, ``None`` to quit."""
    offers = {offer.key: offer for offer in _offers(review, item, keys)}
    while True:
        put(
            "  ".join(
                f"{styled(offer.key, sys.stdout, 'green', bold=True)} {offer.name}"
                for offer in offers.values()
            )
        )
        key = keys.next()
        if key not in offers:
            put(styled(f"no key of these: {visible(key) or 'that one'}", sys.stdout, "red"))
            continue
        try:
            return offers[key].action()
        except Refused as refused:
            put(styled(visible(str(refused)), sys.stdout, "red"))


class _Offer(NamedTuple):
    """A key, what it does, and doing it, which says how far to go on."""

    key: str
    name: str
    action: Callable[[], int | Item | None]


def _offers(review: Review, item: Item, keys: Keys) -> Iterator[_Offer]:
    def done(action: Callable[[], None]) -> Callable[[], int]:
        def carried_out() -> int:
            before = review.made
            action()
            for decision in review.decisions[before:]:
                put(f"{decision.choice}: {visible(decision.article_id)}:{visible(decision.field)}")
            # What is still open was left so, and is not asked for again at once.
            return int(review.agenda.is_open(item))

        return carried_out

    like = review.agenda.like(item)
    accept = "confirm as printed" if item.kind == "figure" else "accept"
    yield _Offer("a", accept, done(lambda: review.accept(item)))
    if item.kind != "figure":
        yield _Offer("r", "reject", done(lambda: review.reject(item)))
    elif review.values.suggested(item) is not None:
        yield _Offer("t", "take the suggestion", done(lambda: review.take_suggestion(item)))
    if item.kind == "figure" and item.figure is not None:
        yield _Offer("n", "another number", done(lambda: _choose(review, item, keys)))
    if review.values.editable(item) is not None:
        drafts: list[str] = []
        yield _Offer("e", "edit", done(lambda: _edit(review, item, keys, drafts)))
    if item.kind == "figure":
        yield _Offer("o", "leave open", done(lambda: review.leave_open(item)))
    if len(like) > 1:
        more = f"{accept}, with {len(like) - 1} more like it"
        yield _Offer("A", more, done(lambda: _accept_like(review, item)))
    yield _Offer("s", "skip", lambda: 1)
    yield _Offer("u", "undo", lambda: review.undo() or 0)
    yield _Offer("q", "quit", lambda: None)


def _accept_like(review: Review, item: Item) -> None:
    say_left_out(review.accept_like(item))


def say_left_out(count: int) -> None:
    """Say how many were not accepted along with another."""
    if count:
        put(
            f"{count} of its kind would newly break a rule and {'is' if count == 1 else 'are'} left"
        )


def _choose(review: Review, item: Item, keys: Keys) -> None:
    """Let a person choose another number of the article."""
    found = review.values.numbers(item)[:_OFFERED]
    text = review.agenda.text(item)
    if not found or text is None:
        raise Refused("the article prints no other number of this kind")
    for number, offered in enumerate(found, 1):
        put(f"  {number}  {_offered(text, offered)}")
    put("which one? any other key goes back")
    key = keys.next()
    if key not in map(str, range(1, len(found) + 1)):
        raise Refused("none chosen")
    review.set_number(item, found[int(key) - 1])


def _offered(text: str, offered: Printed) -> str:
    mark = Mark(offered.span.start, offered.span.end)
    return " ".join(context.shown(text, [mark], styles=True))


def _edit(review: Review, item: Item, keys: Keys, drafts: list[str]) -> None:
    """Let a person edit an item in their editor; what was refused is there again next time."""
    before = exact_json.dumps(review.values.editable(item), indent=2) + "\n"
    text = drafts[-1] if drafts else before
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "item.json"
        path.write_text(text, "utf-8")
        try:
            with keys.lent():
                done = subprocess.run([*shlex.split(editor), str(path)])
            after = path.read_text("utf-8")
        except (OSError, ValueError) as error:
            raise Refused(f"{editor} cannot be used: {error}", "set EDITOR") from None
    if done.returncode:
        raise Refused(f"{editor} ended with {done.returncode}; nothing was changed")
    if after == before:
        raise Refused("nothing was changed")
    drafts.append(after)
    try:
        entered = exact_json.loads(after)
    except exact_json.JsonError as error:
        raise Refused(f"what was saved cannot be used: {error}") from None
    if not isinstance(entered, dict):
        raise Refused("what was saved is no object")
    review.edit(item, entered)
