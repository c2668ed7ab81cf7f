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
from extractor.cli.runs import Opened, open_run
from extractor.cli.terminal import say, visible
from extractor.record import Record


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
    takes it for a formula; jsonl has every text as it is. Ends with 3 where a record has no rows
    because it has no result of the schema's shape.
    """
    opened = open_run(run)
    left_out: list[str] = []
    rows = tidy.rows(_usable(opened, left_out), opened.run.manifest, opened.schema)
    text = io.StringIO(newline="")
    _WRITE[form](rows, text)
    if out is None:
        terminal.put_data(text.getvalue())
    else:
        durable.replace(out, [text.getvalue().encode("utf-8")])
    for reason in left_out:
        say(f"no rows of {reason}")
    return 3 if left_out else 0


def _usable(opened: Opened, left_out: list[str]) -> Iterator[Record]:
    for record in opened.run.records():
        name = visible(record.article.id)
        if record.data is None:
            left_out.append(f"{name}: it has no result")
        elif problems := opened.schema.problems(record.data):
            left_out.append(f"{name}: it is not of the schema's shape: {visible(problems[0])}")
        else:
            yield record
