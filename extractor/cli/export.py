"""``extractor export``: tidy rows, one a figure."""

from __future__ import annotations

import io
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from extractor import durable, tidy
from extractor.cli import terminal
from extractor.cli.options import RunName
from extractor.cli.runs import Opened, open_run, say_pending
from extractor.cli.terminal import say, visible
from extractor.errors import UsageError
from extractor.record import Record
from extractor.store import Decisions


class Table(StrEnum):
    """The forms that rows can be written in."""

    csv = "csv"
    jsonl = "jsonl"


_WRITE = {Table.csv: tidy.write_csv, Table.jsonl: tidy.write_jsonl}


def export(
    run: RunName,
    form: Annotated[Table, typer.Option("--format", help="The rows' form.")],
    out: Annotated[
        Path | None, typer.Option("-o", "--out", metavar="FILE", help="Else standard output.")
    ] = None,
) -> int:
    """Write a row for every figure of a run.

    In csv a text that begins with = + - or @ gets an apostrophe before it, so that no spreadsheet
    takes it for a formula; jsonl has every text as it is. Ends with 3 where an article has no rows
    because it has no result of the schema's shape, or is pending.
    """
    if out is not None and not out.parent.is_dir():
        raise UsageError(f"there is no folder {out.parent}", "make it first, or give another -o")
    opened = open_run(run)
    usable = _Usable(opened)
    decisions = Decisions.read(opened.run.folder)
    rows = tidy.rows(usable, opened.run.manifest, opened.schema, decisions)
    text = io.StringIO(newline="")
    _WRITE[form](rows, text)
    if out is None:
        terminal.put_data(text.getvalue())
    else:
        durable.replace(out, [text.getvalue().encode("utf-8")])
    for reason in usable.left_out:
        say(f"no rows of {reason}")
    if usable.unchecked:
        say(f"{usable.unchecked} unchecked: their rows say so; «extractor check» checks them")
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
