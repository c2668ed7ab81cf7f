"""``extractor diff``: the run against the golden files, field by field."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from extractor.cli import differences, forms, metrics, terminal
from extractor.cli.options import (
    ArticlesFolder,
    DiffForm,
    DiffFormOption,
    GoldenFolder,
    RunName,
)
from extractor.cli.runs import open_run, say_edited, say_pending
from extractor.cli.terminal import put, say
from extractor.cli.words import Reasons
from extractor.diff import RunDiff, State, diff_run
from extractor.golden import Shelf
from extractor.record import Record
from extractor.store import Run
from extractor.workflow.checking import Texts

_UNPAIRED: dict[State, str] = {
    "new": "without a golden",
    "absent": "goldens not in this run",
    "skipped": "goldens skipped, their articles are not in this run",
}
_NAMED = 12


def diff(
    run: RunName,
    golden: GoldenFolder = None,
    articles: ArticlesFolder = None,
    form: DiffFormOption = DiffForm.text,
) -> int:
    """Hold a run against the golden files.

    Ends with 1 where something changed, is missing or is extra, a finding too; what is merely
    cosmetic does not count. Else with 2 where nothing was compared or a golden cannot be used, and
    with 3 where an article has no result or is pending.
    """
    opened = open_run(run)
    shelf = Shelf.load(golden or opened.project.goldens, opened.schema.name)
    shelf.require_any()
    unchecked: list[str] = []
    texts = Texts(opened.project, opened.run.folder, articles)
    found = diff_run(shelf, _noted(opened.run, unchecked), opened.schema, texts.of)
    put_diff(found, form, shelf, opened.project.root, opened.run.pending)
    if form is DiffForm.text:
        say_unpaired(found)
    differences.say_how_to_mend(found)
    if unchecked:
        say(f"{len(unchecked)} unchecked: findings and spans of theirs were not compared")
    is_compared = any(article.met_golden for article in found.articles)
    if not is_compared:
        say(f"nothing was compared: no golden in {terminal.visible(str(shelf.folder))} fits")
    say_edited(opened.run)
    pending = say_pending(opened.run)
    return status(found) or (3 if pending else 0 if is_compared else 2)


def _noted(run: Run, unchecked: list[str]) -> Iterator[Record]:
    for record in run.records(current=True):
        if record.status == "unchecked":
            unchecked.append(record.article.id)
        yield record


def put_diff(found: RunDiff, form: DiffForm, shelf: Shelf, root: Path, pending: int = 0) -> None:
    """The differences to the goldens of ``shelf`` in a form, on standard output.

    ``root`` is the project's; of ``pending`` articles there is no record.
    """
    if form is DiffForm.text:
        put_text(found)
    elif form is DiffForm.json:
        terminal.put_json(found.to_json())
    else:
        told = forms.Publication.of(found, shelf, root, pending)
        terminal.put_data(forms.WRITERS[form](told))


def put_text(found: RunDiff) -> None:
    """The differences by article, how much is right, then a line that sums them up.

    A run need not have every golden's article, nor a golden for each of its own: the last line
    counts those, ``say_unpaired`` names them.
    """
    reasons = Reasons()
    for article in found.articles:
        for line in differences.article_lines(article, reasons):
            put(line)
    for line in metrics.lines(found):
        put(line)
    put(f"{terminal.styled(differences.summary(found), sys.stdout, bold=True)}")


def say_unpaired(found: RunDiff) -> None:
    """Name on standard error what has no partner, a line each kind; JSON has all of them."""
    for state, kind in _UNPAIRED.items():
        names = [terminal.visible(article.article_id) for article in found.of_state(state)]
        if names:
            more = f" and {len(names) - _NAMED:,} more" if names[_NAMED:] else ""
            say(f"{kind}: {', '.join(names[:_NAMED])}{more}")


def status(found: RunDiff) -> int:
    """The exit status: 1 for a regression, else 2 where a golden cannot be used.

    Else 3 where something could not be compared.
    """
    if found.regressions:
        return 1
    if found.states["broken"]:
        return 2
    return 3 if any(found.states[state] for state in ("failed", "stale", "unusable")) else 0
