"""``extractor export``: tidy rows, one a figure."""

from __future__ import annotations

import io
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from extractor import durable, tidy
from extractor.checks.derived import Derived
from extractor.cli import terminal
from extractor.cli.options import ArticlesFolder, RunName
from extractor.cli.runs import Opened, open_run, say_edited, say_pending
from extractor.cli.terminal import say, visible
from extractor.errors import UsageError
from extractor.record import Record
from extractor.store import Decisions
from extractor.workflow.checking import Texts, recheck_one


class Table(StrEnum):
    """The forms that rows can be written in."""

    csv = "csv"
    jsonl = "jsonl"


def export(
    run: RunName,
    form: Annotated[Table, typer.Option("--format", help="The rows' form.")],
    out: Annotated[
        Path | None, typer.Option("-o", "--out", metavar="FILE", help="Else standard output.")
    ] = None,
    derived: Annotated[
        bool, typer.Option("--derived", help="Rows too for what follows from printed numbers.")
    ] = False,
    articles: ArticlesFolder = None,
) -> int:
    """Write a row for every figure of a run.

    In csv a text that begins with = + - or @ gets an apostrophe before it, so that no spreadsheet
    takes it for a formula; jsonl has every text as it is. Ends with 3 where an article has no rows
    because it has no result of the schema's shape, or is pending.

    With --derived, rows for numbers that no article prints and that follow from printed ones come
    behind those of each record, marked so, with what they can be, the rule and its inputs in four
    columns more; they need the articles' texts, found where the records say or in DIR.
    """
    if out is not None and not out.parent.is_dir():
        raise UsageError(f"there is no folder {out.parent}", "make it first, or give another -o")
    opened = open_run(run)
    usable = _Usable(opened)
    decisions = Decisions.read(opened.run.folder)
    followed = _Followed(opened, articles) if derived else None
    rows = tidy.rows(usable, opened.run.manifest, opened.schema, decisions, followed)
    text = io.StringIO(newline="")
    if form is Table.jsonl:
        tidy.write_jsonl(rows, text)
    else:
        columns = (*tidy.COLUMNS, *(tidy.DERIVED_COLUMNS if derived else ()))
        tidy.write_csv(rows, text, columns)
    if out is None:
        terminal.put_data(text.getvalue())
    else:
        durable.replace(out, [text.getvalue().encode("utf-8")])
    for reason in usable.left_out:
        say(f"no rows of {reason}")
    for reason in followed.left_out if followed is not None else ():
        say(f"nothing derived of {reason}")
    if usable.unchecked:
        say(f"{usable.unchecked} unchecked: their rows say so; «extractor check» checks them")
    say_edited(opened.run)
    return 3 if say_pending(opened.run) or usable.left_out else 0


class _Usable:
    """The records of a run that have rows; afterwards, which have none and why."""

    def __init__(self, opened: Opened) -> None:
        self.left_out: list[str] = []
        self.unchecked = 0
        self._opened = opened

    def __iter__(self) -> Iterator[Record]:
        for record in self._opened.run.records(current=True):
            name = visible(record.article.id)
            if record.data is None:
                self.left_out.append(f"{name}: it has no result")
            elif problems := self._opened.schema.problems(record.data):
                reason = f"it is not of the schema's shape: {visible(problems[0])}"
                self.left_out.append(f"{name}: {reason}")
            else:
                self.unchecked += record.status == "unchecked"
                yield record


class _Followed:
    """What follows from the printed numbers of a record; afterwards, of which none was looked for.

    The record is checked anew, since what an interval is stands in the article alone.
    """

    def __init__(self, opened: Opened, articles: Path | None) -> None:
        self.left_out: list[str] = []
        self._schema = opened.schema
        self._texts = Texts(opened.project, opened.run.folder, articles)

    def __call__(self, record: Record) -> list[Derived]:
        checked = recheck_one(record, self._schema, self._texts)
        if checked.reason is not None:
            self.left_out.append(f"{visible(record.article.id)}: {visible(checked.reason)}")
        return checked.derived(self._schema)
