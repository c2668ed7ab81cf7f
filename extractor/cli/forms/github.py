"""Differences to golden as annotations, by the workflow commands of GitHub's runner.

A command is one line that begins with ``::``; what it says is escaped as the runner unescapes it
(actions/runner, ``src/Runner.Common/ActionCommand.cs``), so that no text can begin another. Of each
kind GitHub shows the first ten of a step: the most serious come first. The last lines are plain and
hold counts alone.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from textwrap import dedent

from extractor.cli import differences, metrics
from extractor.cli.forms.publication import Publication, clipped, title
from extractor.cli.terminal import visible
from extractor.cli.words import counted
from extractor.diff import ArticleDiff, Difference

_LONGEST = 4000
"""Characters at most of a message; the runner cuts it at 4,096."""
_TITLE = 200
_LISTED = {
    "skipped": "skipped, not passed",
    "absent": "without an article in this run",
    "new": "without a golden",
}


def written(told: Publication) -> str:
    """An error for each regression and each article that could not be compared, then the rest."""
    base = _workspace(told.root)
    errors: list[tuple[int, str]] = []
    changed: list[str] = []
    for article in told.found.articles:
        name, file = title(article), _file(told.path(article), base)
        if (why := differences.not_compared(article)) is not None:
            errors.append((3, _command("error", f"{name}: not compared", why, file)))
        if article.article_changed:
            about = "the article changed since it was accepted"
            changed.append(_command("warning", f"{name}: {about}", about, file))
        for difference in article.differences:
            if not difference.regression:
                continue
            line = _line(difference, article) if told.has_text(article) else None
            message = dedent("\n".join(differences.lines([difference], "", styles=False)))
            errors.append(
                (
                    _rank(difference),
                    _command("error", f"{name}: {_about(difference)}", message, file, line),
                )
            )
    if told.pending:
        about = f"{counted(told.pending, 'article')} pending"
        errors.append((3, _command("error", about, f"{about}: no record in the run")))
    lines = [command for _, command in sorted(errors, key=lambda error: error[0])]
    lines += [*changed, *_notices(told)]
    lines += metrics.lines(told.found)
    lines.append(f"{told.headline}: {differences.summary(told.found)}")
    return "\n".join(lines) + "\n"


def _rank(difference: Difference) -> int:
    """How serious a regression is; 0 is the most."""
    if difference.rule is None:
        return 2
    return 0 if difference.severity == "error" else 1


def _about(difference: Difference) -> str:
    if difference.rule is None:
        return f"{difference.category} {difference.field}"
    return f"{difference.rule} {'appeared' if difference.category == 'extra' else 'vanished'}"


def _line(difference: Difference, article: ArticleDiff) -> int | None:
    """The line of the golden's text where the number stands."""
    for sentence in difference.sentences:
        sides = {mark.side for mark in sentence.marks}
        if not article.article_changed or sides & {"golden", "both"}:
            return sentence.line
    return None


def _notices(told: Publication) -> Iterator[str]:
    for state, about in _LISTED.items():
        names = [title(article) for article in told.found.articles if article.state == state]
        if names:
            noun = "article" if state == "new" else "golden"
            heading = f"{counted(len(names), noun)} {about}"
            yield _command("notice", heading, f"{heading}: {_fitting(names)}")


def _fitting(names: Iterable[str]) -> str:
    """As many whole names as a message holds, and how many more there are."""
    kept: list[str] = []
    room, left = _LONGEST - 500, 0
    for name in map(visible, names):
        room -= len(name) + 2
        if room >= 0:
            kept.append(name)
        else:
            left += 1
    return ", ".join(kept) + (f" and {left} more" if left else "")


def _command(
    kind: str, heading: str, message: str, file: str | None = None, line: int | None = None
) -> str:
    told = {"file": file, "line": line and str(line), "title": clipped(visible(heading), _TITLE)}
    properties = ",".join(
        f"{name}={_escaped(value).replace(':', '%3A').replace(',', '%2C')}"
        for name, value in told.items()
        if value
    )
    return f"::{kind} {properties}::{_escaped(clipped(message, _LONGEST))}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _workspace(root: Path) -> Path:
    """The folder that files are named from: the job's, else the repository's, else the project."""
    root = root.resolve()
    job = os.environ.get("GITHUB_WORKSPACE")
    if job and root.is_relative_to(Path(job).resolve()):
        return Path(job).resolve()
    return next((at for at in (root, *root.parents) if (at / ".git").exists()), root)


def _file(path: Path | None, base: Path) -> str | None:
    """A file as GitHub names it, nothing where it cannot."""
    if path is None or not path.resolve().is_relative_to(base):
        return None
    name = path.resolve().relative_to(base).as_posix()
    return name if name.isprintable() else None
