"""Arguments and options that several verbs share."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

SchemaName = Annotated[str, typer.Option("--schema", metavar="NAME", help="What to extract.")]
Endpoint = Annotated[str, typer.Option("--endpoint", metavar="NAME", help="Who reads.")]
Model = Annotated[
    str | None, typer.Option("--model", metavar="M", help="A model in place of the endpoint's own.")
]
Prompt = Annotated[
    str | None,
    typer.Option("--prompt", metavar="P", help="A prompt's name, or its file; else the schema's."),
]
RunName = Annotated[str, typer.Argument(metavar="RUN", help="A run's folder, or «last».")]
GoldenFolder = Annotated[
    Path | None, typer.Option("--golden", metavar="DIR", help="Golden files; else the schema's.")
]
ArticlesFolder = Annotated[
    Path | None,
    typer.Option("--articles", metavar="DIR", help="Where to look for texts by their SHA-256."),
]


class Form(StrEnum):
    """What a command prints: text for people or JSON alone."""

    text = "text"
    json = "json"


FormOption = Annotated[Form, typer.Option("--format", help="Text for people, or JSON alone.")]


class DiffForm(StrEnum):
    """What a comparison with golden files prints; the last three are made to be published."""

    text = "text"
    json = "json"
    markdown = "markdown"
    github = "github"
    junit = "junit"


DiffFormOption = Annotated[
    DiffForm,
    typer.Option(
        "--format",
        help="Text, JSON alone, a pull request's comment, GitHub's annotations, JUnit's XML.",
    ),
]
