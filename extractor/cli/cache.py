"""``extractor cache``: how much is kept of earlier answers, and clearing it."""

from __future__ import annotations

import typer

from extractor import project as projects
from extractor.cli import terminal
from extractor.cli.runs import short
from extractor.cli.words import counted
from extractor.endpoint import cache as caches
from extractor.endpoint.cache import Size

cache = typer.Typer(
    help="Size of the response cache; clear it.",
    rich_markup_mode=None,
)


@cache.callback(invoke_without_command=True)
def show(context: typer.Context) -> None:
    """Say how many answers are kept, and where."""
    if context.invoked_subcommand is None:
        file = caches.path(projects.load())
        terminal.put(f"{_told(caches.size(file))} in {terminal.visible(short(file))}")


@cache.command("clear")
def clear() -> None:
    """Forget all answers that are kept; runs keep theirs."""
    held = caches.clear(caches.path(projects.load()))
    terminal.put(f"{_told(held)} cleared")


def _told(size: Size) -> str:
    return f"{counted(size.answers, 'answer')}, {size.bytes / 1024:,.0f} kB"
