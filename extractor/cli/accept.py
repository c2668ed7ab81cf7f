"""``extractor accept``: make a run's results golden without asking."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Annotated

import typer

from extractor.cli.diff import say_unpaired
from extractor.cli.options import ArticlesFolder, GoldenFolder, RunName
from extractor.cli.runs import open_run, short
from extractor.cli.terminal import say, visible
from extractor.cli.words import counted
from extractor.errors import UsageError
from extractor.golden import MENDED, Shelf, author
from extractor.project import nearest
from extractor.review import Agenda, corrected
from extractor.store import Decisions
from extractor.workflow.accepting import Acceptor
from extractor.workflow.checking import Texts, recheck_one

_NAMED = 12


def accept(
    run: RunName,
    articles: Annotated[
        list[str] | None,
        typer.Argument(metavar="ARTICLE", help="Articles' ids; without any, all."),
    ] = None,
    golden: GoldenFolder = None,
    texts: ArticlesFolder = None,
    detached: Annotated[
        bool, typer.Option("--detached", help="Keep no text of the articles.")
    ] = False,
    reason: Annotated[
        str | None, typer.Option("--reason", metavar="TEXT", help="Why, kept beside the goldens.")
    ] = None,
    by: Annotated[
        str | None,
        typer.Option("--by", metavar="NAME", help="Who accepts; else git's user.name."),
    ] = None,
) -> int:
    """Make the run's results golden.

    They are judged by a fresh check, with the numbers that were set in review. Failed records never
    become golden, nor those whose article is not found, whose id is not theirs alone or of which
    something was rejected in review; those flagged against the model only when named. An incomplete
    run makes new goldens and replaces none. Who accepted, when and from what is kept
    below accepted/, apart from the data. Ends with 3 where nothing was accepted, or not all that
    was named.
    """
    opened = open_run(run)
    wanted = set(articles or ())
    known = Counter(record.article.id for record in opened.run.records())
    for name in wanted - set(known):
        raise UsageError(f"the run has no article «{name}»", nearest(name, known))
    found = Texts(opened.project, opened.run.folder, texts)
    shelf = Shelf.load(golden or opened.project.goldens, opened.schema.name)
    acceptor = Acceptor(opened.run, opened.schema, shelf, author(opened.project.root, by), reason)
    outcomes = acceptor.outcomes
    decisions = Decisions.read(opened.run.folder)
    rejections = Counter(
        made.article_id
        for made in Agenda(opened.run, opened.schema, shelf, found, decisions).closed.values()
        if made.choice == "rejected"
    )
    told: set[str] = set()
    flagged: list[str] = []
    for record in opened.run.records():
        if wanted and record.article.id not in wanted:
            continue
        if known[record.article.id] > 1:
            # Which of them is meant nobody can say; the last would silently win.
            outcomes["refused"] += 1
            if record.article.id not in told:
                told.add(record.article.id)
                say(
                    f"not accepted: {visible(record.article.id)}: "
                    f"{known[record.article.id]} records of the run have this id"
                )
            continue
        if (rejected := rejections[record.article.id]) > 0:
            outcomes["refused"] += 1
            told.add(record.article.id)
            say(
                f"not accepted: {visible(record.article.id)}: {counted(rejected, 'difference')} of "
                "it rejected in review; accept the others there"
            )
            continue
        data, mended = corrected(record, decisions, opened.schema)
        if mended:
            say(
                f"{visible(record.article.id)}: with {counted(len(mended), 'figure')} set in review"
            )
            record = replace(record, data=data)
        checked = recheck_one(record, opened.schema, found)
        result = acceptor.accept(
            checked.fresh(),
            checked.article.text if checked.article is not None else None,
            named=record.article.id in wanted,
            detached=detached,
        )
        if checked.status == "flagged" and result.golden is not None:
            flagged.append(result.article_id)
        if result.reason is not None:
            told.add(result.article_id)
            say(f"not accepted: {visible(result.article_id)}: {visible(result.reason)}")
    for broken in shelf.broken.values():
        if broken.article_id not in told:
            say(f"{visible(broken.reason)} ({MENDED})")
    if not acceptor.complete:
        say(
            f"the run is incomplete ({opened.run.pending} pending) and replaces no golden: repeat "
            f"its command with --out {visible(short(opened.run.folder))}, without --limit, "
            "then accept again"
        )
    say_unpaired(acceptor.finish(whole=not wanted))
    if flagged:
        names = ", ".join(map(visible, flagged[:_NAMED]))
        more = f" and {len(flagged) - _NAMED} more" if flagged[_NAMED:] else ""
        say(
            f"flagged among them, which their goldens keep: {names}{more}; "
            f"«extractor review {visible(short(opened.run.folder))}» decides each finding"
        )
    say(
        f"{outcomes['written']} written, {outcomes['unchanged']} unchanged, "
        f"{outcomes['refused']} not accepted, in {visible(short(shelf.folder))}"
    )
    nothing = not outcomes["written"] + outcomes["unchanged"]
    return 3 if outcomes["refused"] and (wanted or nothing) else 0
