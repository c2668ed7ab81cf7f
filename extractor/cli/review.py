"""``extractor review``: differences to golden and flagged figures, decided one at a time.

On a terminal by single keys; anywhere else what there is to decide is printed with the commands
that would decide it, and those commands do.
"""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable
from typing import Annotated

import typer

from extractor import exact_json
from extractor.cli import reviewing
from extractor.cli.options import ArticlesFolder, GoldenFolder, RunName
from extractor.cli.runs import open_run, say_pending
from extractor.cli.terminal import put, say, visible
from extractor.cli.words import counted
from extractor.errors import UsageError
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
    commands: list[tuple[list[str] | None, Callable[[str], None]]] = [
        (undo, session.ask_again),
        (accept, lambda key: session.accept([session.agenda.named(key)])),
        (accept_like, lambda key: session.accept(session.agenda.like(session.agenda.named(key)))),
        (reject, lambda key: session.reject(session.agenda.named(key))),
        (suggestion, lambda key: session.take_suggestion(session.agenda.named(key))),
        (set_to, lambda given: _set(session, given)),
        (leave_open, lambda key: session.leave_open(session.agenda.named(key))),
    ]
    asked = [(key, decide) for keys, decide in commands for key in keys or ()]
    try:
        for key, decide in asked:
            decide(key)
        if not asked and sys.stdin.isatty() and sys.stdout.isatty():
            reviewing.loop(session)
    finally:
        session.close()
    if not asked and not (sys.stdin.isatty() and sys.stdout.isatty()):
        _print(session, run)
    return _ended(session, asked=bool(asked), pending=say_pending(opened.run))


def _set(session: Review, given: str) -> None:
    for at in (i for i, character in enumerate(given) if character == "="):
        key, value = given[:at], given[at + 1 :]
        if any(item.key == key for item in session.agenda.undecided):
            item = session.agenda.named(key)
            if not value.lstrip().startswith("{"):
                session.set_words(item, value)
                return
            try:
                entered = exact_json.loads(value)
            except exact_json.JsonError as error:
                raise UsageError(f"--set {key}: {error}") from None
            session.edit(item, entered)
            return
    raise UsageError(
        f"--set {visible(given[:80])}: nothing to decide is called so", "give --set KEY=VALUE"
    )


def _print(session: Review, run: str) -> None:
    """What there is to decide, each with the commands that would decide it."""
    items = session.agenda.undecided
    for number, item in enumerate(items, 1):
        put(f"[{number}/{len(items)}] {reviewing.heading(item)}")
        for line in reviewing.lines(session, item):
            put(f"  {line}" if line else "")
        for flag, told in _decisions(session, item):
            put(f"  {_command(run, flag, item)}" + (f"  # {told}" if told else ""))
        put("")


def _decisions(session: Review, item: Item) -> list[tuple[str, str]]:
    like = len(session.agenda.like(item)) - 1
    if item.kind != "figure":
        found = [("--accept", ""), ("--reject", "")]
    else:
        found = [("--accept", "as printed"), ("--open", "")]
        if session.suggested(item) is not None:
            found.append(("--suggestion", ""))
        if item.figure is not None:
            found.append(("--set", "in the article's words"))
    if like:
        found.insert(1, ("--accept-like", f"and {like} more of its kind"))
    return found


def _command(run: str, flag: str, item: Item) -> str:
    value = f"{item.key}=WORDS" if flag == "--set" else item.key
    return visible(shlex.join(["extractor", "review", run, flag, value]))


def _ended(session: Review, *, asked: bool, pending: bool) -> int:
    left = len(session.agenda.undecided)
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
