"""The command line as a whole: its verbs, and the one place where errors become text and a status.

Exit statuses: 0 done; 1 a difference or an error finding; 2 the call or the configuration is wrong;
3 some articles have no result; 130 interrupted.
"""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from typing import Annotated

import typer

from extractor import __version__
from extractor.cli import (
    accept,
    check,
    diff,
    endpoints,
    export,
    gate,
    init,
    run,
    schemas,
    serve,
    show,
    terminal,
)
from extractor.errors import INTERRUPTED, ExtractorError, one_line

app = typer.Typer(
    name="extractor",
    help="Figures from articles, each with its evidence and its arithmetic checked.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("run")(run.run)
app.command("show")(show.show)
app.command("check")(check.check)
app.command("diff")(diff.diff)
app.command("accept")(accept.accept)
app.command("gate")(gate.gate)
app.command("export")(export.export)
app.add_typer(schemas.app, name="schemas")
app.command("endpoints")(endpoints.endpoints)
app.command("serve")(serve.serve)
app.command("init")(init.init)


def _print_version(wanted: bool) -> None:
    if wanted:
        terminal.put(f"extractor {__version__}")
        raise typer.Exit


@app.callback()
def _globals(
    version: Annotated[
        bool,
        typer.Option("--version", is_eager=True, callback=_print_version, help="Show the version."),
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show tracebacks of errors.")] = False,
) -> None:
    """Take the options that stand before a verb; ``--debug`` is read before parsing."""


def run_command_line(arguments: Sequence[str]) -> int:
    """Run one command and return its exit status; every error ends here as one line."""
    terminal.prepare()
    debug = "--debug" in arguments
    try:
        status = _invoke([a for a in arguments if a != "--debug"])
        terminal.flush()
        return status
    except Exception as error:
        if debug:
            terminal.say("".join(traceback.format_exception(error)).rstrip())
        if not isinstance(error, ExtractorError):
            reason = one_line(f"{type(error).__name__}: {error}")
            terminal.say(f"extractor: a defect of extractor itself: {terminal.visible(reason)}")
            terminal.say("extractor: run it again with --debug and report what it prints")
            return ExtractorError.exit_status
        terminal.say_error(error)
        return error.exit_status


def _invoke(arguments: list[str]) -> int:
    try:
        # Not in standalone mode: there typer itself would print errors and end the process.
        status = app(arguments, prog_name="extractor", standalone_mode=False)
    except typer.TyperException as error:
        message = one_line(error.format_message())
        # No arguments at all: typer's message is then the whole help text.
        if not arguments:
            terminal.say(error.format_message())
        else:
            terminal.say(f"extractor: {terminal.visible(message)} (see «extractor --help»)")
        return ExtractorError.exit_status
    except (KeyboardInterrupt, typer.Abort):
        terminal.say("extractor: interrupted")
        return INTERRUPTED
    return status if isinstance(status, int) else 0
