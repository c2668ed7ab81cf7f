"""The command line as a whole: its verbs, and the one place where errors become text and a status.

Exit statuses: 0 done; 1 a difference or an error finding; 2 the call or the configuration is wrong;
3 some articles have no result; 130 interrupted.
"""

from __future__ import annotations

import signal
import traceback
from collections.abc import Sequence
from importlib import import_module
from typing import Annotated

import typer

from extractor import __version__
from extractor.cli import terminal
from extractor.errors import INTERRUPTED, ExtractorError, UsageError, one_line

VERBS = {
    "run": "Extract and check the figures of articles, kept as a run.",
    "show": "Show a run's table, or one article with its evidence.",
    "check": "Derive spans and findings anew; no endpoint is asked.",
    "diff": "Hold a run against the golden files.",
    "review": "Decide differences and flagged figures, one at a time.",
    "accept": "Make the run's results golden.",
    "gate": "Run the golden articles again, as a regression gate.",
    "compare": "Show where runs disagree, what speaks for which, and what each took.",
    "export": "Write a row for every figure of a run.",
    "schemas": "List, show and check the schemas.",
    "endpoints": "List the endpoints and where each setting comes from.",
    "cache": "Size of the response cache; clear it.",
    "serve": "Serve the builtin endpoint over HTTP on this machine.",
    "init": "Make a new project folder.",
}
"""The verbs and what each does; the module of a verb is imported when it is the one called."""


def _print_version(wanted: bool) -> None:
    if wanted:
        terminal.put(f"extractor {__version__}")
        raise typer.Exit


def _globals(
    version: Annotated[
        bool,
        typer.Option("--version", is_eager=True, callback=_print_version, help="Show the version."),
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show tracebacks of errors.")] = False,
) -> None:
    """Take the options that stand before a verb; ``--debug`` is read before parsing."""


def _app(called: str | None, *, alone: bool) -> typer.Typer:
    """The command line, with the verb that is called; unless it is alone, the others as names."""
    app = typer.Typer(
        name="extractor",
        help="Figures from articles, each with its evidence and its arithmetic checked.",
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_globals)
    for name, told in VERBS.items():
        if name != called:
            if not alone:
                app.command(name, help=told)(lambda: None)
            continue
        verb = getattr(import_module(f"extractor.cli.{name}"), name)
        if isinstance(verb, typer.Typer):
            app.add_typer(verb, name=name)
        else:
            app.command(name)(verb)
    return app


def run_command_line(arguments: Sequence[str]) -> int:
    """Run one command and return its exit status; every error ends here as one line."""
    terminal.prepare()
    debug = "--debug" in arguments
    on_interrupt = signal.getsignal(signal.SIGINT)
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
    finally:
        # A command that was interrupted no longer hears it.
        if signal.getsignal(signal.SIGINT) is not on_interrupt:
            signal.signal(signal.SIGINT, on_interrupt)


def _in_plain_words(message: str) -> str:
    """What typer says of an option's value, without what only its library calls so."""
    plain = message.replace("Value error, ", "").replace("Input should be", "it should be")
    return plain.partition(", unable to parse")[0]


def _invoke(arguments: list[str]) -> int:
    if not arguments:
        arguments = ["--help"]
    called = next((a for a in arguments if not a.startswith("-")), None)
    try:
        # Not in standalone mode: there typer itself would print errors and end the process.
        # What stands before a verb may ask for the others: «--help».
        app = _app(called, alone=arguments[0] in VERBS)
        status = app(arguments, prog_name="extractor", standalone_mode=False)
    except typer.TyperException as error:
        message = _in_plain_words(one_line(error.format_message())).rstrip(".")
        verb = f"{called} " if called in VERBS else ""
        raise UsageError(message, f"see «extractor {verb}--help»") from None
    except typer.Abort:
        status = INTERRUPTED
    # Typer makes this status of an interrupt, a run that ended in good order has it of itself.
    if status == INTERRUPTED:
        terminal.say("extractor: interrupted")
    return status if isinstance(status, int) else 0
