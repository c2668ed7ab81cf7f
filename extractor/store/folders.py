"""Where runs lie: the newest one, one to go on with, a place for a new one."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from extractor import durable
from extractor.errors import StoreError, UsageError
from extractor.store.decisions import DECISIONS
from extractor.store.manifest import MANIFEST, Manifest


def _runs(folder: Path) -> list[tuple[str, Path]]:
    """Run folders below ``folder`` with when they were last worked on, latest first."""
    found = []
    with durable.reported("read", folder):
        for path in folder.iterdir() if folder.is_dir() else ():
            if (path / MANIFEST).is_file():
                try:
                    manifest = Manifest.read(path)
                    time = max(manifest.started, manifest.resumed or "")
                except StoreError:
                    # Not skipped: where it is the newest, opening it says what is wrong with it.
                    modified = (path / MANIFEST).stat().st_mtime
                    time = datetime.fromtimestamp(modified, UTC).isoformat(timespec="milliseconds")
                found.append((time, path))
    return sorted(found, reverse=True)


def find_open(folder: Path, manifest: Manifest) -> Path | None:
    """The newest run below ``folder`` that the same command would go on with, if there is one.

    It has the manifest's sources, schema, prompt, endpoint and model, and an article failed or
    pending.
    """
    for _, path in _runs(folder):
        try:
            found = Manifest.read(path)
        except StoreError:
            continue
        if (
            found.unfinished
            and sorted(found.sources) == sorted(manifest.sources)
            and found.mismatch(manifest) is None
        ):
            return path
    return None


def locate(name: str, folder: Path) -> Path:
    """The run that RUN on the command line means: a folder, or «last», the newest below ``folder``.

    Raises ``UsageError`` where there is no run to be the last.
    """
    if name != "last":
        return Path(name)
    runs = _runs(folder)
    if not runs:
        raise UsageError(f"no run in {folder} yet", "make one with «extractor run SOURCE»")
    return runs[0][1]


def new_folder(folder: Path, manifest: Manifest) -> Path:
    """Make and return a new folder below ``folder``, named ``<time>-<schema>-<endpoint>``."""
    time = re.sub(r"[^0-9T]", "", manifest.started[:19])
    name = re.sub(r"[^\w.-]+", "_", f"{time}-{manifest.schema}-{manifest.endpoint}")[:120]
    with durable.reported("make", folder / name):
        folder.mkdir(parents=True, exist_ok=True)
        for suffix in count(1):
            path = folder / (name if suffix == 1 else f"{name}-{suffix}")
            try:
                path.mkdir()
            except FileExistsError:
                continue
            return path
    raise AssertionError


def refuse_used(folder: Path) -> None:
    """Raise ``UsageError`` where no run can begin in ``folder``, since it holds something."""
    if not folder.exists():
        return
    with durable.reported("read", folder):
        held = sorted(
            path.name
            for path in folder.iterdir()
            if not path.name.startswith(".") and path.name != DECISIONS
        )
    if held:
        raise UsageError(
            f"{folder} already holds {held[0]}",
            "a run has a folder of its own: give another one with --out",
        )
