"""``extractor schemas``: what there is, what goes to the model, whether providers will take it."""

from __future__ import annotations

from typing import Annotated

import typer

from extractor import exact_json, prompt, tokens
from extractor import project as projects
from extractor.cli import terminal
from extractor.cli.words import counted
from extractor.errors import ConfigurationError
from extractor.schema import Schema, load
from extractor.strict import complaints

schemas = typer.Typer(
    help="List, show and check the schemas.",
    rich_markup_mode=None,
)

Name = Annotated[str, typer.Argument(metavar="NAME", help="A schema's name, or its file.")]


@schemas.callback(invoke_without_command=True)
def list_schemas(context: typer.Context) -> None:
    """List the schemas."""
    if context.invoked_subcommand is not None:
        return
    project = projects.load()
    for resource in project.resources("schema"):
        name = terminal.padded(terminal.visible(resource.name), 16)
        origin = terminal.padded(resource.origin, 10)
        terminal.put(f"{name}{origin}{terminal.visible(str(resource.path))}")


@schemas.command("show")
def show(name: Name) -> None:
    """Print the JSON schema as it goes to the model."""
    terminal.put_json(_load(name).wire())


@schemas.command("check")
def check(name: Name) -> int:
    """Say what strict structured output would refuse, and how large prompt and schema are."""
    schema = _load(name)
    _put_sizes(schema)
    found = complaints(schema.wire(), schema.report_name)
    for complaint in found:
        terminal.put(f"{terminal.visible(complaint)}")
    if found:
        raise ConfigurationError(
            f"strict structured output would refuse schema {schema.name} "
            f"({counted(len(found), 'reason')})"
        )
    unnamed = [m.name for m in schema.measures if not m.description or not m.phrases]
    for measure in unnamed:
        terminal.say(f"note: {measure} has no description or no phrases")
    rules = ", ".join(f"{rule.rule}({', '.join(rule.measures)})" for rule in schema.rules)
    terminal.put(
        f"{terminal.visible(schema.name)}: strict structured output will take it; "
        f"{counted(len(schema.measures), 'measure')}, rules {rules or 'none'}"
    )
    return 0


def _put_sizes(schema: Schema) -> None:
    """What goes to the model beside the article, each time."""
    project = projects.load()
    parts = [("schema", exact_json.dumps(schema.wire()))]
    for resource in project.resources("prompt"):
        if resource.name == schema.name:
            text = prompt.load(resource.name, resource.path).render(schema)
            parts.insert(0, ("prompt", text))
    for what, text in parts:
        terminal.put(
            f"{what}: {len(text.encode())} bytes, about {tokens.tokens_about(text)} tokens "
            f"(estimated at {tokens.BYTES_PER_TOKEN} bytes each)"
        )
    if len(parts) == 1:
        terminal.say(f"note: there is no prompt {terminal.visible(schema.name)}")


def _load(name: str) -> Schema:
    resource = projects.load().resource("schema", name)
    return load(resource.name, resource.path)
