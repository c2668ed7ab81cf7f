"""Exchanges recorded of the builtin endpoint over a socket, and how they are played.

After a change of what is sent, record them anew:
``EXTRACTOR_RECORD=1 python -m pytest tests/test_extraction.py tests/test_recorded_run.py``.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import vcr

CASSETTES = Path(__file__).resolve().parent.parent / "cassettes"
RECORD = os.environ.get("EXTRACTOR_RECORD") == "1"
NOBODY = "http://127.0.0.1:9/v1"
"""Where nobody answers: what comes from there comes from a recording."""


KEPT = frozenset({"content-type"})
"""The headers that are written down; of the others some hold keys, cookies and accounts."""


@contextmanager
def recorded(name: str) -> Iterator[None]:
    """Records what happens within, where recording is asked for."""
    if not RECORD:
        yield
        return
    (CASSETTES / f"{name}.yaml").unlink(missing_ok=True)
    with player("once").use_cassette(f"{name}.yaml"):
        yield


@contextmanager
def played(name: str, times: int) -> Iterator[None]:
    """Plays a recording in place of the network, and holds it to have been played so often."""
    with player("none").use_cassette(f"{name}.yaml") as tape:
        yield
    assert tape.play_count == times
    assert tape.all_played == (times > 0)


def player(mode: str, folder: Path = CASSETTES) -> vcr.VCR:
    """Records or plays below a folder; host, path and body are matched, the port is not."""
    return vcr.VCR(
        cassette_library_dir=str(folder),
        record_mode=mode,
        match_on=["method", "scheme", "host", "path", "query", "body"],
        before_record_request=_request,
        before_record_response=_response,
    )


def _request(made: Any) -> Any:
    made.uri = re.sub(r":\d+/", "/", made.uri)
    made.headers = _kept(made.headers)
    return made


def _response(made: Any) -> Any:
    made["headers"] = _kept(made["headers"])
    return made


def _kept(headers: Mapping[str, Any]) -> dict[str, Any]:
    return {name.lower(): value for name, value in headers.items() if name.lower() in KEPT}
