"""``extractor serve``: the builtin endpoint over HTTP on this machine."""

from __future__ import annotations

from typing import Annotated

import typer

from extractor import project as projects
from extractor.cli import terminal
from extractor.endpoint.serve import Server
from extractor.workflow.setup import by_report


def serve(
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, metavar="N", help="0 takes a free one.")
    ] = 8765,
) -> None:
    """Serve the builtin endpoint over HTTP on this machine.

    Prints the base URL and serves until interrupted.
    """
    schemas = by_report(projects.load())
    with Server(schemas.get, port) as server:
        terminal.put(f"{server.base_url}")
        terminal.flush()
        terminal.say("serving until interrupted; nothing leaves this machine")
        server.serve_forever(poll_interval=0.2)
