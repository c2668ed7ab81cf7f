"""``extractor init``: a new project folder."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from extractor import project as projects
from extractor.cli import terminal


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The new project's folder.")],
) -> None:
    """Make a new project folder."""
    projects.create(folder)
    name = terminal.visible(str(folder))
    terminal.say(f"made the project {name}: extractor.toml, prompts/, schemas/, golden/")
    terminal.say(f"next: cd {name}, then «extractor run ARTICLE…» with the articles' files")
