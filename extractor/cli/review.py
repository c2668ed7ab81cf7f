"""``extractor review``: differences to golden and flagged figures, decided one at a time.

On a terminal by single keys; anywhere else what there is to decide is printed with the commands
that would decide it, and those commands do.
"""

from __future__ import annotations

import shlex
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from typing import Annotated

import typer

from extractor import exact_json
from extractor.cli import reviewing
from extractor.cli.options import ArticlesFolder, GoldenFolder, RunName
from extractor.cli.runs import open_run, say_pending
from extractor.cli.terminal import put, say, visible
from extractor.cli.words import counted
from extractor.errors import UsageError, one_line
from extractor.golden import Shelf, author
from extractor.review import Item, Review
from extractor.workflow.checking import Texts

Keys = Annotated[list[str] | None, typer.Option(metavar="KEY")]


def _keys(flag: str, told: str) -> object:
    return typer.Option(flag, metavar="KEY", help=told)


def review(
    run: RunName,
    golden: GoldenFolder = None,
    articles: ArticlesFolder = None,
    accept: Annotated[
        list[str] | None, _keys("--accept", "Take it into the golden; confirm a flagged figure.")
    ] = None,
    accept_like: Annotated[
        list[str] | None, _keys("--accept-like", "The same for all of its kind.")
    ] = None,
    reject: Annotated[list[str] | None, _keys("--reject", "Keep the golden.")] = None,
    suggestion: Annotated[
        list[str] | None, _keys("--suggestion", "Take what a finding suggests.")
    ] = None,
    set_to: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="KEY=VALUE", help="Words of the article, or JSON."),
    ] = None,
    leave_open: Annotated[list[str] | None, _keys("--open", "Leave a flagged figure open.")] = None,
    undo: Annotated[list[str] | None, _keys("--undo", "Ask for it again.")] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who decides.")] = None,
    reason: Annotated[str | None, typer.Option("--reason", metavar="TEXT", help="Why.")] = None,
) -> int:
    """Decide differences and flagged figures, one at a time.

    Differences are those to the golden files, flagged figures those of articles that have none.
    What is accepted changes the golden file at once, and nothing else in it; each decision is kept
    in the run's decisions.jsonl as it is made. Without a terminal it prints what is to be decided
    and the commands that would. Ends with 1 where something is left to decide, else with 3 where
    articles could not be reviewed.
    """
    opened = open_run(run)
    shelf = Shelf.load(golden or opened.project.goldens, opened.schema.name)
    texts = Texts(opened.project, opened.run.folder, articles)
    who = author(opened.project.root, by)
    session = Review(opened.run, opened.schema, shelf, texts, by=who, reason=reason)
    for key in undo or ():
        session.ask_again(key)
    # What is decided one by one comes before all of a kind, which takes what is left.
    commands: list[tuple[list[str] | None, Callable[[Item], None]]] = [
        (reject, session.reject),
        (leave_open, session.leave_open),
        (suggestion, session.take_suggestion),
        (accept, session.accept),
        (accept_like, lambda item: reviewing.say_left_out(session.accept_like(item))),
    ]
    values = [_value(session, given) for given in set_to or ()]
    asked: list[tuple[str, Callable[[Item], None]]] = [
        (key, partial(_set, session, value)) for key, value in values
    ]
    asked += [(key, decide) for keys, decide in commands for key in keys or ()]
    # All of them before the first is carried out, which may move the fields of others.
    named = session.agenda.named(key for key, _ in asked)
    if len({item.identity for item in named.values()}) < len(asked):
        raise UsageError("one item is to be decided twice", "give each key once")
    try:
        for key, decide in asked:
            decide(named[key])
        if not asked and not undo and sys.stdin.isatty() and sys.stdout.isatty():
            reviewing.loop(session)
    finally:
        session.close()
    if not asked and not undo and not (sys.stdin.isatty() and sys.stdout.isatty()):
        given = {"--golden": golden, "--articles": articles, "--by": by, "--reason": reason}
        again = [word for flag, value in given.items() if value for word in (flag, str(value))]
        _print(session, [run, *again])
    return _ended(session, asked=bool(asked or undo), pending=say_pending(opened.run))


def _value(session: Review, given: str) -> tuple[str, str]:
    """A key and the value to set, of «KEY=VALUE»; a key can hold the sign itself."""
    keys = {key for item in session.agenda.undecided for key in (item.key, item.short_key)}
    for at in (i for i, character in enumerate(given) if character == "="):
        if given[:at] in keys:
            return given[:at], given[at + 1 :]
    raise UsageError(
        f"--set {one_line(given, 80)}: nothing to decide is called so", "give --set KEY=VALUE"
    )


def _set(session: Review, value: str, item: Item) -> None:
    if not value.lstrip().startswith("{"):
        session.set_words(item, value)
        return
    try:
        entered = exact_json.loads(value)
    except exact_json.JsonError as error:
        raise UsageError(f"--set {item.short_key}: {error}") from None
    session.edit(item, entered)


def _print(session: Review, again: list[str]) -> None:
    """What there is to decide, each with the commands that would decide it."""
    items = session.agenda.undecided
    alike = Counter(item.like for item in items if not item.newly)
    for number, item in enumerate(items, 1):
        put(f"[{number}/{len(items)}] {reviewing.heading(item)}")
        for line in reviewing.lines(session, item):
            put(f"  {line}" if line else "")
        more = 0 if item.newly or item.kind == "article" else alike[item.like] - 1
        for flag, value, told in _decisions(session, item, more):
            command = shlex.join(["extractor", "review", *again, flag, value])
            put(f"  {visible(command)}" + (f"  # {told}" if told else ""))
        put("")


def _decisions(session: Review, item: Item, more: int) -> Iterator[tuple[str, str, str]]:
    figure = item.kind == "figure"
    yield "--accept", item.key, "as printed" if figure else ""
    if more:
        yield "--accept-like", item.key, f"and {more} more of its kind"
    if not figure:
        yield "--reject", item.key, ""
        if session.values.editable(item) is not None:
            yield "--set", f"{item.key}={{…}}", "the figure or the statement's head, as JSON"
        return
    yield "--open", item.key, ""
    if session.values.suggested(item) is not None:
        yield "--suggestion", item.key, ""
    if item.figure is not None:
        yield "--set", f"{item.key}=…", "in the article's words"


def _ended(session: Review, *, asked: bool, pending: bool) -> int:
    left = len(session.agenda.undecided)
    if left and not session.complete:
        say("the run is incomplete: until it is complete nothing can be accepted into its goldens")
    for line in session.agenda.left_out:
        say(f"not reviewed: {visible(line)}")
    decided = session.agenda.closed
    if decided and not asked:
        say(f"{counted(len(decided), 'item')} rejected or settled; --undo KEY asks again:")
        for key, decision in list(decided.items())[:12]:
            say(f"  {visible(key)}  {decision.choice}")
    told = f"{counted(session.made, 'decision')} made, " if session.made else ""
    say(f"{told}{left or 'nothing'} left to decide")
    if left:
        return 1
    return 3 if session.agenda.left_out or pending else 0
