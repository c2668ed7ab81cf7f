"""``extractor endpoints``: what is configured and where it comes from, what a server can do.

Never a key, only whether its variable is set.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import Annotated, Any

import typer

from extractor import project as projects
from extractor.cli import terminal
from extractor.cli.options import Form, FormOption, Model
from extractor.cli.terminal import padded, put, say, visible
from extractor.endpoint import card as cards
from extractor.endpoint.card import Card
from extractor.endpoint.config import BUILTIN, Endpoint, look_up, names, resolve
from extractor.endpoint.pace import Waiting
from extractor.endpoint.presets import presets
from extractor.endpoint.probe import Result
from extractor.errors import ExtractorError
from extractor.project import Project
from extractor.record import Data

endpoints = typer.Typer(
    help="List the endpoints and where each setting comes from.",
    rich_markup_mode=None,
)

Name = Annotated[str, typer.Argument(metavar="NAME", help="An endpoint or a preset.")]

_NO_SETTING = frozenset({"name", "origins", "preset"})


@endpoints.callback(invoke_without_command=True)
def list_endpoints(context: typer.Context, form: FormOption = Form.text) -> int:
    """List the endpoints and where each setting comes from.

    What cannot be used is told on a line of its own; then it ends with 2.
    """
    if context.invoked_subcommand is not None:
        return 0
    project = projects.load()
    found, wrong = _known(project)
    if form is Form.json:
        terminal.put_json([_to_json(project, *one) for one in found])
    else:
        _put_list(project, found)
    for error in wrong:
        terminal.say_error(error)
    return max((error.exit_status for error in wrong), default=0)


def _known(project: Project) -> tuple[list[tuple[Endpoint, Card | None]], list[ExtractorError]]:
    """The endpoints that can be told of, and why the others cannot."""
    found, wrong = [], []
    # A table for builtin, which may not be, is told once and not of every name.
    others = {name: table for name, table in project.endpoints.items() if name != BUILTIN}
    for name in names(project.endpoints):
        try:
            endpoint = look_up(project.endpoints if name == BUILTIN else others, name)
            found.append((cards.informed(project, endpoint), cards.read(project, endpoint)))
        except ExtractorError as error:
            wrong.append(error)
    return found, wrong


def _put_list(project: Project, found: Sequence[tuple[Endpoint, Card | None]]) -> None:
    if not project.configured:
        say("there is no extractor.toml here or above; what follows is built in")
    configured = [(e, c) for e, c in found if e.name == BUILTIN or e.name in project.endpoints]
    for endpoint, card in configured:
        _put_endpoint(endpoint, card)
    if len(configured) < len(found):
        put("presets, unverified where no day is told; give them --model, and set their key")
    for line in _preset_lines(found[len(configured) :]):
        put(line)


@endpoints.command("test")
def ask_server(name: Name, model: Model = None, form: FormOption = Form.text) -> None:
    """Ask a server by a few tiny requests what it can do, and remember it."""
    project = projects.load()
    endpoint = resolve(project.endpoints, name, model)
    say(f"asking {visible(endpoint.base_url)} for {visible(endpoint.model)}")
    told = _put_result if form is Form.text else lambda _: None
    # Only here: it loads the reader, which answers for the builtin endpoint.
    from extractor.workflow.probing import examine

    made = examine(project, endpoint, told, _say_wait)
    if form is Form.json:
        terminal.put_json(made.to_json())
        return
    if endpoint.mode is not None:
        say(f"a run keeps to mode {endpoint.mode}, which is set")
    else:
        say(f"a run tries {', then '.join(cards.informed(project, endpoint).modes)}")


def _put_endpoint(endpoint: Endpoint, card: Card | None) -> None:
    put(visible(endpoint.name))
    rows = [(name, why, "") for name, why in _missing(endpoint)]
    width = 0
    for name, value, origin in _settings(endpoint):
        rows.append((name, visible(_plain(name, value)), origin))
        width = max(width, min(len(rows[-1][1]), 40))
    for name, value, origin in rows:
        setting = padded(name, max(len(row[0]) for row in rows))
        put(f"  {setting}  {padded(value, width)}  {origin}".rstrip())
    if card is not None:
        put(f"  tested {visible(card.day)} with {visible(card.model)}")
        for line in _told(card):
            put(f"    {line}")
    elif endpoint.name != BUILTIN:
        put(f"  unverified, see «extractor endpoints test {visible(endpoint.name)}»")
    if endpoint.preset is not None:
        put(f"  note: {presets()[endpoint.preset].notes}")
    put("")


def _missing(endpoint: Endpoint) -> Iterator[tuple[str, str]]:
    """What an endpoint has not, although it needs it or its preset has it."""
    preset = presets().get(endpoint.preset or endpoint.name)
    if not endpoint.base_url:
        form = preset.base_url_form if preset is not None else None
        yield "base_url", f"not set, has the form {form}" if form else "not set"
    if not endpoint.model:
        yield "model", "not set, give it with --model"
    if preset is None or preset.api_key_env is None or endpoint.api_key_env is not None:
        return
    what = "none" if endpoint.preset else "none, nor anything else of the preset of this name"
    where = preset.base_url or preset.base_url_form
    yield "api_key_env", f"{what}: base_url leads elsewhere than {where}"


def _preset_lines(found: Sequence[tuple[Endpoint, Card | None]]) -> Iterator[str]:
    """A line each: name, key, and the address, which may be long, at the end."""
    rows = []
    for endpoint, card in found:
        variable = endpoint.api_key_env
        key = "no key needed" if variable is None else f"{variable} {_whether_set(variable)}"
        tested = f"  tested {visible(card.day)}" if card is not None else ""
        rows.append((endpoint.name, key, f"{endpoint.base_url or 'needs its base_url'}{tested}"))
    widths = [max((len(row[column]) for row in rows), default=0) for column in (0, 1)]
    for name, key, rest in rows:
        yield f"  {padded(name, widths[0])}  {padded(key, widths[1])}  {rest}"


def _put_result(result: Result) -> None:
    reason = f"  {visible(result.reason)}" if result.reason is not None else ""
    put(f"{padded(result.question, 17)}  {padded(result.outcome, 7)}{reason}".rstrip())
    terminal.flush()


def _say_wait(pause: Waiting) -> None:
    say(f"waits {pause.seconds:.0f} s: {visible(pause.reason)}")


def _told(card: Card) -> Iterator[str]:
    """The results: what the server does on one line, each thing that it does not on its own."""
    for outcome in ("yes", "unclear"):
        asked = [result.question for result in card.results if result.outcome == outcome]
        if asked:
            yield f"{padded(outcome, 7)}  {', '.join(asked)}"
    for result in card.results:
        if result.outcome == "no":
            why = f": {visible(result.reason)}" if result.reason is not None else ""
            yield f"{padded('no', 7)}  {result.question}{why}"


def _settings(endpoint: Endpoint) -> Iterator[tuple[str, Any, str]]:
    """Setting, value and origin, less what is neither set nor has a default."""
    for field in fields(endpoint):
        value: Any = getattr(endpoint, field.name)
        origin = endpoint.origins.get(field.name)
        empty = value in (None, "") or (origin is None and value in ((), {}))
        # A mode that is set is kept, whatever else the service has.
        if field.name in _NO_SETTING or empty or (field.name == "modes" and endpoint.mode):
            continue
        if field.name in ("max_tokens_name", "seed_name") and value == field.default:
            continue
        yield field.name, value, origin or "default"


def _plain(name: str, value: Any) -> str:
    if name == "api_key_env":
        return f"{value} {_whether_set(value)}"
    if isinstance(value, tuple):
        return ", ".join(value)
    if hasattr(value, "items"):
        # Names alone: a value may be a secret under a name that does not say so.
        return ", ".join(value)
    return str(value)


def _whether_set(variable: str) -> str:
    return "(set)" if os.environ.get(variable, "").strip() else "(not set)"


def _to_json(project: Project, endpoint: Endpoint, card: Card | None) -> Data:
    preset = presets().get(endpoint.preset or "")
    variable = endpoint.api_key_env
    return {
        "name": endpoint.name,
        "configured": endpoint.name in project.endpoints,
        "preset": endpoint.preset,
        "settings": {
            name: {"value": _json_value(value), "origin": origin}
            for name, value, origin in _settings(endpoint)
        },
        "key_set": None if variable is None else _whether_set(variable) == "(set)",
        "notes": preset.notes if preset is not None else None,
        "source": preset.source if preset is not None else None,
        "checked": preset.checked.isoformat() if preset is not None else None,
        "card": card.to_json() if card is not None else None,
    }


def _json_value(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) or hasattr(value, "items") else value
