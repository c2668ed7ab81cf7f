"""``extractor compare``: runs side by side, and what is lost or won by changing to another."""

from __future__ import annotations

from typing import Annotated

import typer

from extractor.cli import comparison, terminal
from extractor.cli.options import Form, FormOption, GoldenFolder
from extractor.cli.runs import open_run, short
from extractor.cli.terminal import put, say, visible
from extractor.cli.words import counted
from extractor.errors import UsageError
from extractor.golden import Shelf
from extractor.workflow.comparing import compare as compare_runs


def compare(
    runs: Annotated[
        list[str], typer.Argument(metavar="RUN", help="Two runs or more: folders, or «last».")
    ],
    golden: GoldenFolder = None,
    form: FormOption = Form.text,
) -> int:
    """Show where runs disagree, what speaks for which, and what each took.

    Runs are compared point by point, all with all; what is merely cosmetic does not count. Ends
    with 1 where something differs or one run alone has it, else with 3 where an article has no
    result in some run.
    """
    if len(runs) < 2:
        raise UsageError("there is nothing to compare it with", "give two runs or more")
    opened = [open_run(name) for name in runs]
    project, schema = opened[0].project, opened[0].schema
    for other in opened[1:]:
        if other.schema.name != schema.name:
            raise UsageError(
                f"{runs[0]} is of schema {schema.name}, {short(other.run.folder)} of "
                f"{other.schema.name}",
                "only runs of one schema can be compared",
            )
    shelf = Shelf.load(golden or project.goldens, schema.name)
    if golden is not None:
        shelf.require_any()
    named = [(short(each.run.folder), each.run) for each in opened]
    found = compare_runs(project, named, schema, shelf)
    if form is Form.json:
        terminal.put_json(found.to_json())
    else:
        for line in comparison.lines(found):
            put(line)
    if shelf.broken:
        first = next(iter(shelf.broken.values()))
        say(f"{counted(len(shelf.broken), 'golden')} left out: {visible(first.reason)}")
    if found.differ or found.lacking:
        return 1
    return 3 if found.incomplete else 0
