"""``extractor diff``: the run against the golden files, field by field."""

from __future__ import annotations

import sys

from extractor.cli import differences, terminal
from extractor.cli.options import Form, FormOption, GoldenFolder, RunName
from extractor.cli.runs import open_run
from extractor.cli.terminal import put, say
from extractor.diff import RunDiff, diff_run
from extractor.golden import Shelf


def diff(run: RunName, golden: GoldenFolder = None, form: FormOption = Form.text) -> int:
    """Hold a run against the golden files.

    Ends with 1 where something changed, is missing or is extra, a finding too; what is merely
    cosmetic does not count.
    """
    opened = open_run(run)
    shelf = Shelf.load(golden or opened.project.goldens, opened.schema.name)
    found = diff_run(shelf, opened.run.records(), opened.schema)
    if form is Form.json:
        terminal.put_json(found.to_json())
    else:
        put_text(found)
    if not found.of_state("compared"):
        say(f"nothing was compared: no golden in {terminal.visible(str(shelf.folder))} fits")
    return status(found)


def put_text(found: RunDiff) -> None:
    """The differences by article, then a line that sums them up.

    A run need not have every golden's article, nor a golden for each of its own: the last line
    counts those, JSON names them.
    """
    for article in found.articles:
        for line in differences.article_lines(article):
            put(line)
    put(f"{terminal.styled(differences.summary(found), sys.stdout, bold=True)}")


def status(found: RunDiff) -> int:
    """The exit status: 1 for a regression, else 3 where something could not be compared."""
    if found.regressions:
        return 1
    return 3 if found.states["failed"] or found.states["unusable"] else 0
