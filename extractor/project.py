"""A project: the folder whose ``extractor.toml``, schemas, prompts and goldens a command uses.

The root is the nearest folder upwards that holds ``extractor.toml``, else the current one. A name
is looked up in the project first and then in what the package brings along; whole files shadow.
Nothing depends on the user's home.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from extractor import durable
from extractor.errors import ConfigurationError, UsageError

CONFIGURATION = "extractor.toml"

Kind = Literal["schema", "prompt"]

_CLOSE = 0.72
"""Likeness from which on two names are taken for one: a letter in four is another, no more."""
Origin = Literal["project", "packaged", "path"]

_FOLDER: Mapping[Kind, str] = {"schema": "schemas", "prompt": "prompts"}
_ENDING: Mapping[Kind, str] = {"schema": ".py", "prompt": ".md"}


@dataclass(frozen=True, slots=True)
class Resource:
    """A schema's or prompt's file, under the name results carry, and where that name was found."""

    name: str
    path: Path
    origin: Origin


@dataclass(frozen=True, slots=True)
class Project:
    """A project's root and what its ``extractor.toml`` says.

    ``endpoints`` are the tables as written, by name; nothing in them is validated here.
    """

    root: Path
    configured: bool = False
    endpoints: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def runs(self) -> Path:
        """Folder of the runs that were not given one of their own."""
        return self.root / "runs"

    @property
    def goldens(self) -> Path:
        """Folder of the golden files, with a folder for each schema in it."""
        return self.root / "golden"

    @property
    def derived(self) -> Path:
        """Folder of what can be made again, kept out of version control; see ``make_derived``."""
        return self.root / ".extractor"

    def make_derived(self) -> Path:
        """The same folder, made where it is not there; ``StoreError`` where it cannot be."""
        ignoring = self.derived / ".gitignore"
        if not ignoring.exists():
            durable.replace(ignoring, [b"*\n"])
        return self.derived

    def resources(self, kind: Kind) -> list[Resource]:
        """Every schema or prompt that has a name, by name, the project's own shadowing."""
        found: dict[str, Resource] = {}
        for origin, folder in self._folders(kind):
            for path in sorted(folder.glob(f"[!._]*{_ENDING[kind]}")):
                found.setdefault(path.stem, Resource(path.stem, path, origin))
        return sorted(found.values(), key=lambda resource: resource.name)

    def resource(self, kind: Kind, given: str) -> Resource:
        """The file of a name, or of a path: a value with a slash or an ending.

        Raises ``ConfigurationError`` where there is none, with the nearest name.
        """
        if "/" in given or Path(given).suffix:
            path = Path(given)
            if not path.is_file():
                raise ConfigurationError(f"there is no {kind} file {given}")
            return Resource(path.stem, path, "path")
        for origin, folder in self._folders(kind):
            path = folder / f"{given}{_ENDING[kind]}"
            if path.is_file():
                return Resource(given, path, origin)
        known = [resource.name for resource in self.resources(kind)]
        raise ConfigurationError(f"there is no {kind} «{given}»", nearest(given, known))

    def _folders(self, kind: Kind) -> list[tuple[Origin, Path]]:
        return [("project", self.root / _FOLDER[kind]), ("packaged", _defaults() / _FOLDER[kind])]


def load(start: Path | None = None) -> Project:
    """The project around ``start`` (the current folder unless given).

    Raises ``ConfigurationError`` where its ``extractor.toml`` cannot be read, is no TOML or holds
    what is no part of the configuration.
    """
    here = (start or Path()).absolute()
    for folder in (here, *here.parents):
        if (folder / CONFIGURATION).is_file():
            return Project(folder, True, _endpoints(folder / CONFIGURATION))
    return Project(here)


def create(folder: Path) -> None:
    """Make a project: a commented ``extractor.toml`` and empty folders for what it may hold.

    Raises ``UsageError`` where there is one already or the folder cannot be made.
    """
    configuration = folder / CONFIGURATION
    if configuration.exists():
        raise UsageError(f"{folder} is a project already", f"it has an {CONFIGURATION}")
    try:
        for name in (*_FOLDER.values(), "golden"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        with configuration.open("xb") as file:
            file.write((_defaults() / CONFIGURATION).read_bytes())
    except OSError as error:
        raise UsageError(f"the project {folder} cannot be made: {error.strerror}") from None


def nearest(name: str, known: Iterable[str]) -> str:
    """A hint for a name that nobody knows: the one it is a slip of, else all there are."""
    names = sorted(known)
    folded = {other.casefold(): other for other in names}
    close = difflib.get_close_matches(name.casefold(), folded, n=1, cutoff=_CLOSE)
    if close:
        return f"did you mean «{folded[close[0]]}»?"
    return f"known: {', '.join(names)}" if names else "none is known"


def _endpoints(path: Path) -> Mapping[str, Mapping[str, Any]]:
    try:
        tables = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be read: {error.strerror}") from None
    except (UnicodeDecodeError, RecursionError):
        raise ConfigurationError(f"{path} is not TOML: not UTF-8 text") from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(f"{path} is not TOML: {error}") from None
    for name in tables:
        if name != "endpoints":
            raise ConfigurationError(
                f"{path}: unknown entry «{name}»", nearest(name, ["endpoints"])
            )
    endpoints = tables.get("endpoints", {})
    if not isinstance(endpoints, dict):
        raise ConfigurationError(f"{path}: «endpoints» is no table", "write [endpoints.NAME]")
    for name, table in endpoints.items():
        if not isinstance(table, dict):
            raise ConfigurationError(
                f"{path}: «endpoints.{name}» is no table", "write [endpoints.NAME]"
            )
    return endpoints


def _defaults() -> Path:
    """Folder of the packaged schemas and prompts: in a wheel its copies, in a checkout the root."""
    package = Path(__file__).resolve().parent
    copies = package / "defaults"
    return copies if copies.is_dir() else package.parent
