"""What all tests share: no keys, no network beyond this machine, and projects made of a dict."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests.harness import MakeProject, MakeProjectAfter, ModelServer, ProjectFolder, Reply

# How long an example takes says more of the machine's other work than of the code.
settings.register_profile("steady", deadline=None)
settings.load_profile("steady")

# Else each process that a test starts, and each that shares the tests, compiles all anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def pytest_collection_finish() -> None:
    """What is there by now is there to the end: no collection of garbage goes through it again.

    Of what comes, garbage is looked for as seldom as in a command.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000)


@pytest.fixture(autouse=True)
def no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that needs a key sets one of its own."""
    for name in list(os.environ):
        if name.endswith("_API_KEY") or name.startswith(("OPENAI_", "AZURE_")):
            monkeypatch.delenv(name)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, which is the current one."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MakeProject:
    """Makes a project of the given files (name to content) in an empty folder."""

    def make(files: Mapping[str, str | bytes]) -> ProjectFolder:
        folder = ProjectFolder(tmp_path / "project", monkeypatch)
        folder.root.mkdir()
        folder.write({"extractor.toml": "", **files})
        return folder

    return make


@pytest.fixture(scope="session")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Makes the folders that ``project_after`` copies, each when it is first asked for."""

    @cache
    def begin(
        files: tuple[tuple[str, str | bytes], ...],
        commands: tuple[tuple[str, ...], ...],
        status: int,
    ) -> Path:
        with pytest.MonkeyPatch.context() as patch:
            folder = ProjectFolder(tmp_path_factory.mktemp("begun"), patch)
            folder.write({"extractor.toml": "", **dict(files)})
            for command in commands:
                done = folder.run(*command)
                assert done.status == status, done.stderr
        return folder.root

    return begin


@pytest.fixture
def project_after(project: MakeProject, begun: Callable[..., Path]) -> MakeProjectAfter:
    """Makes a project as ``project`` does, and what some commands leave in it."""

    def make(
        files: Mapping[str, str | bytes], *commands: tuple[str, ...], status: int = 0
    ) -> ProjectFolder:
        made = project({})
        shutil.copytree(
            begun(tuple(files.items()), commands, status), made.root, dirs_exist_ok=True
        )
        return made

    return make


@pytest.fixture
def serve_model() -> Iterator[Callable[[Callable[[dict[str, Any]], Reply]], ModelServer]]:
    """Starts a server that answers as it is told; all are closed when the test ends."""
    servers: list[ModelServer] = []

    def start(reply: Callable[[dict[str, Any]], Reply]) -> ModelServer:
        servers.append(ModelServer(reply))
        return servers[-1]

    yield start
    for server in servers:
        server.close()
