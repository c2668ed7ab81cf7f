"""The goldens of a project as test cases: ``pytest --extractor-endpoint NAME``.

A case is one golden, ``golden/<schema>/<id>.json::<endpoint>``: its article is taken through the
endpoint and the answer held against it, as ``gate`` does. It passes where nothing but wording
differs, is skipped where the golden is detached and its article was not given, and fails with the
lines of ``extractor diff`` or the reason why nothing could be compared.

pytest loads this module wherever the package is installed: without the option it adds options and
imports nothing of the package. All selected cases are gated together when the first is reached, so
that an endpoint has as many at once as it allows; with xdist each goes by itself.
"""

from __future__ import annotations

import contextlib
import io
import shlex
import signal
import threading
from collections import defaultdict
from collections.abc import Generator, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from extractor.diff import ArticleDiff
    from extractor.workflow.gating import GateResult
    from extractor.workflow.setup import Setup

Key = tuple[str, str]
"""A golden: its schema and its id."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare ``--extractor-endpoint`` and what else decides a gate."""
    group = parser.getgroup("extractor", "golden files of extractor")
    for name, metavar, told in (
        ("endpoint", "NAME", "collect the project's golden files, read anew by this endpoint"),
        ("schema", "NAME", "those of this schema alone"),
        ("model", "M", "a model in place of the endpoint's own"),
        ("prompt", "P", "a prompt's name, or its file; else the schema's"),
        ("golden", "DIR", "golden files; else the project's"),
        ("articles", "DIR", "where to look for texts of detached goldens by their SHA-256"),
    ):
        group.addoption(f"--extractor-{name}", metavar=metavar, help=told)


def pytest_configure(config: pytest.Config) -> None:
    """Take part in the session only where an endpoint is named."""
    if config.getoption("extractor_endpoint") is not None:
        with _as_usage():
            config.pluginmanager.register(_Gating(config), "extractor-gating")


class _Gating:
    """The goldens of one session, and what gating them together gave."""

    def __init__(self, config: pytest.Config) -> None:
        from extractor import project as projects
        from extractor.golden import Shelf
        from extractor.workflow.setup import prepare

        def folder(name: str) -> Path | None:
            given = config.getoption(f"extractor_{name}")
            return None if given is None else config.invocation_params.dir / given

        project = projects.load(config.rootpath)
        self.endpoint: str = config.getoption("extractor_endpoint")
        self._golden_dir = folder("golden") or project.goldens
        self._articles = folder("articles")
        self._alone = hasattr(config, "workerinput")
        self._met = False
        self._gated: dict[Key, ArticleDiff | str] | None = None
        named = config.getoption("extractor_schema")
        known = [schema.name for schema in project.resources("schema")]
        self._setups: dict[str, Setup] = {}
        self._keys: dict[Path, Key] = {}
        for name in known if named is None else [named]:
            shelf = Shelf.load(self._golden_dir, name)
            ids = [*(golden.article.id for golden in shelf), *shelf.broken]
            if named is None and not ids:
                continue
            self._setups[name] = prepare(
                project,
                schema=name,
                endpoint=self.endpoint,
                model=config.getoption("extractor_model"),
                prompt=config.getoption("extractor_prompt"),
            )
            self._keys |= {_real(shelf.folder / f"{id}.json"): (name, id) for id in ids}
        if not self._keys:
            where = self._golden_dir if named is None else self._golden_dir / named
            raise pytest.UsageError(
                f"there is no golden in {where} (make some with «extractor accept»)"
            )
        self._folders = [self._golden_dir / name for name in self._setups]
        if config.args_source is not pytest.Config.ArgsSource.ARGS:
            config.args += map(str, self._folders)

    def pytest_collect_file(
        self, file_path: Path, parent: pytest.Collector
    ) -> pytest.Collector | None:
        """A golden file of a gated schema, whether it can be used or not."""
        if file_path.suffix != ".json" or (key := self._keys.get(_real(file_path))) is None:
            return None
        self._met = True
        file: _GoldenFile = _GoldenFile.from_parent(parent, path=file_path)
        file.gating, file.key = self, key
        return file

    def pytest_report_collectionfinish(self, config: pytest.Config) -> str | None:
        """Say so where the paths that were named hold no golden: nothing is gated then."""
        if self._met:
            return None
        from extractor.cli.terminal import visible

        here = config.invocation_params.dir
        folders = (at.relative_to(here) if at.is_relative_to(here) else at for at in self._folders)
        named = visible(shlex.join(map(str, folders)))
        return f"extractor: no golden was collected, nothing is gated: name {named} as well"

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        """Gate all cases before the first one begins: the time that takes is not one case's."""
        if isinstance(item, _GoldenCase) and self._gated is None and not self._alone:
            keys = [case.key for case in item.session.items if isinstance(case, _GoldenCase)]
            with _as_usage():
                self._gated = self._gate(keys)
        return (yield)

    def of(self, key: Key) -> ArticleDiff | str:
        """What became of a case, or why it was not reached; asked anew where it is run again."""
        if self._gated and key in self._gated:
            return self._gated.pop(key)
        return self._gate([key])[key]

    def _gate(self, keys: Iterable[Key]) -> dict[Key, ArticleDiff | str]:
        from extractor.workflow.gating import gate

        by_schema: dict[str, list[str]] = defaultdict(list)
        for schema, name in keys:
            by_schema[schema].append(name)
        found: dict[Key, ArticleDiff | str] = {}
        for schema, names in by_schema.items():
            with _interruptible():
                result = gate(
                    self._setups[schema], self._golden_dir, self._articles, only=frozenset(names)
                )
            if result.interrupted:
                raise KeyboardInterrupt
            found |= {(schema, name): _not_reached(result) for name in result.pending}
            found |= {
                (schema, article.golden_id): article
                for article in result.diff.articles
                if article.golden_id is not None
            }
        return found


def _real(path: Path) -> Path:
    """Where a file stands, however its folder was come by."""
    return path.parent.resolve() / path.name


class _GoldenFile(pytest.File):
    gating: _Gating
    key: Key

    def collect(self) -> Iterator[pytest.Item]:
        case: _GoldenCase = _GoldenCase.from_parent(self, name=self.gating.endpoint)
        case.gating, case.key = self.gating, self.key
        yield case


class _GoldenCase(pytest.Item):
    gating: _Gating
    key: Key

    def runtest(self) -> None:
        from extractor.errors import ExtractorError

        try:
            found = self.gating.of(self.key)
        except ExtractorError as error:
            raise _Regression(str(error)) from None
        if isinstance(found, str):
            raise _Regression(found)
        if found.state == "skipped":
            pytest.skip("its article was not given (name its folder with --extractor-articles)")
        if found.state != "compared" or found.regressions:
            raise _Regression(_told(found))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        if isinstance(excinfo.value, _Regression):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, None, str]:
        schema, name = self.key
        return self.path, None, f"{schema} {name} by {self.name}"


class _Regression(Exception):
    """A case failed; the message is all there is to show."""


def _told(found: ArticleDiff) -> str:
    """The lines of ``extractor diff``, without colours: where they go is not known here."""
    from extractor.cli import differences
    from extractor.golden import MENDED

    with contextlib.redirect_stdout(io.StringIO()):
        lines = list(differences.article_lines(found))
    if found.state == "broken":
        lines.append(f"  {MENDED}")
    return "\n".join(lines) or f"{found.article_id}  was not compared: {found.state}"


def _not_reached(result: GateResult) -> str:
    from extractor.cli.terminal import visible

    stopped = result.stopped_by
    reason = "" if stopped is None else f": {stopped.kind}: {visible(stopped.message)}"
    return f"not reached{reason}"


@contextlib.contextmanager
def _as_usage() -> Iterator[None]:
    """Turn what is wrong with the call or the project into pytest's own error of one line."""
    from extractor.errors import ExtractorError

    try:
        yield
    except ExtractorError as error:
        raise pytest.UsageError(str(error)) from None


@contextlib.contextmanager
def _interruptible() -> Iterator[None]:
    """Hear interrupts again afterwards: only the gate was to end in good order, not the session."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.getsignal(signal.SIGINT)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
