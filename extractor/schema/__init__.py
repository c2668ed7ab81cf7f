"""What a schema is: a pydantic report, the measures it declares and the edit rules that tie them.

A schema file (``schemas/NAME.py``) defines one subclass of ``Report`` whose ``statements`` is a
list of a subclass of ``Statement``; each field of that annotated with a ``Measure`` is a figure.
Nothing here or in the rest of the package knows the name of any measure: labels, phrases and rules
are data of the schema.

A schema file is executed Python, trusted like the rest of the user's project.
"""

from __future__ import annotations

import hashlib
import inspect
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Context, Decimal
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any, get_args

from pydantic import ValidationError

from extractor import exact_json
from extractor.errors import ConfigurationError, one_line
from extractor.numbers.interval import Interval
from extractor.numbers.quantity import EXPONENTS
from extractor.record import Data
from extractor.schema.counting import Counting
from extractor.schema.declared import ANY_NUMBER, Balance, EditRule, Measure, Part, Sum
from extractor.schema.report import Change, Figure, Period, PlainNumber, Report, Share, Statement

__all__ = [
    "ANY_NUMBER",
    "SCALE_FACTOR",
    "Balance",
    "Change",
    "Counting",
    "EditRule",
    "Figure",
    "FigureAt",
    "Measure",
    "Part",
    "Period",
    "PlainNumber",
    "Report",
    "Schema",
    "Share",
    "Statement",
    "Sum",
    "base_value",
    "figures",
    "load",
    "of_report",
    "without_spans",
]

SCALE_FACTOR: Mapping[str, int] = {scale: 10**power for scale, power in EXPONENTS.items()}
# The default context would round numbers of more than 28 digits, and make different ones equal.
_EXACT = Context(prec=10_000)


@dataclass(frozen=True, slots=True)
class Schema:
    """A loaded schema.

    ``name`` is how people call it (the file's stem), ``report_name`` how the wire calls it (the
    report's class), ``sha256`` the hash of the file. ``generic`` are those among the names that
    name whatever measure is being spoken of where one is. ``neutral`` are words that may stand
    around a measure's name without changing what it measures, ``nouns`` those among them that may
    be part of the name («hàng hóa xuất khẩu»), ``items`` what is counted one by one, so that what
    is said of a number of them is said of each, ``narrowing`` words that behind a name make it the
    measure of a part («xuất khẩu sang …»), ``scopes`` phrases that tell two figures of one measure
    apart, ``counting`` words of the subject that others are made of, ``foreign`` words that make it
    another subject, ``lookalikes`` words that hold a measure's name and mean something else,
    ``subjects`` what else such articles tell numbers of (goods, sectors), so that a number beside
    one of these is of it.
    """

    name: str
    report: type[Report]
    measures: tuple[Measure, ...]
    rules: tuple[EditRule, ...]
    generic: tuple[str, ...]
    neutral: tuple[str, ...]
    nouns: tuple[str, ...]
    items: tuple[str, ...]
    narrowing: tuple[str, ...]
    scopes: tuple[str, ...]
    counting: Counting
    foreign: tuple[str, ...]
    lookalikes: tuple[str, ...]
    subjects: tuple[str, ...]
    sha256: str
    path: Path | None = None
    _by_name: dict[str, Measure] = field(default_factory=dict, compare=False)

    @property
    def report_name(self) -> str:
        """The report's class name: the tool's or JSON schema's name on the wire."""
        return self.report.__name__

    @property
    def plain_names(self) -> tuple[str, ...]:
        """What each measure is called where nothing else is said of it, in the schema's order."""
        return tuple(name for measure in self.measures for name in measure.phrases[:1])

    def measure(self, name: str) -> Measure:
        """The measure of that field name; ``KeyError`` where the schema has none."""
        return self._by_name[name]

    def __hash__(self) -> int:
        # Whatever is kept by schema asks for this, and a schema is much to go through.
        return hash((self.name, self.sha256))

    def wire(self) -> Data:
        """The JSON schema as it goes to the model."""
        return self.report.model_json_schema()

    def empty_statement(self) -> Data:
        """A statement without figures: every measure ``None``, in the schema's order."""
        return dict.fromkeys(m.name for m in self.measures)

    def problems(self, data: Data) -> list[str]:
        """Where ``data`` (spans allowed) does not have the report's shape, one line each."""
        try:
            self.report.model_validate(without_spans(data))
        except ValidationError as error:
            return [
                f"{'.'.join(str(part) for part in e['loc'])}: {one_line(e['msg'], 120)}"
                for e in error.errors(include_url=False, include_input=False, include_context=False)
            ]
        except RecursionError:
            return ["nested too deeply"]
        return []


@dataclass(frozen=True, slots=True)
class FigureAt:
    """A figure and where it stands in a report."""

    statement: int
    measure: str
    figure: Data

    @property
    def path(self) -> str:
        """The figure's field name, as findings use it: ``statements.0.export``."""
        return f"statements.{self.statement}.{self.measure}"


def figures(data: Data, schema: Schema) -> Iterator[FigureAt]:
    """Every figure of a report, statements in order, measures in the schema's order."""
    for index, statement in enumerate(data.get("statements") or ()):
        for measure in schema.measures:
            figure = statement.get(measure.name)
            if figure is not None:
                yield FigureAt(index, measure.name, figure)


def without_spans(value: Any) -> Any:
    """A copy of report data without its derived ``span`` entries."""
    if isinstance(value, dict):
        return {k: without_spans(v) for k, v in value.items() if k != "span"}
    if isinstance(value, list):
        return [without_spans(v) for v in value]
    return value


def load(name: str, path: Path) -> Schema:
    """Execute a schema file and return what it declares.

    The bytes that are hashed are the ones that are executed; a process executes them once, so that
    what was made of a schema (readings, requests) serves whoever loads it again. Raises
    ``ConfigurationError`` with the reason where the file does not import, ends the program
    included, or declares no usable report.
    """
    try:
        source = path.read_bytes()
    except OSError as error:
        raise ConfigurationError(f"cannot read schema {path}: {error.strerror}") from None
    return _executed(name, path, source)


@lru_cache(maxsize=16)
def _executed(name: str, path: Path, source: bytes) -> Schema:
    module_name = f"_extractor_schema_{hashlib.sha256(str(path).encode()).hexdigest()[:12]}"
    module = ModuleType(module_name)
    module.__file__ = str(path)
    # Registered before it runs: pydantic resolves forward references through sys.modules.
    sys.modules[module_name] = module
    try:
        # Not through the import system, which may run stale bytecode and leaves some behind.
        exec(compile(source, str(path), "exec", dont_inherit=True), vars(module))
    except BaseException as error:
        del sys.modules[module_name]
        if not isinstance(error, Exception | SystemExit):
            raise
        reason = one_line(f"{type(error).__name__}: {error}", 200)
        raise ConfigurationError(f"schema {path} does not import: {reason}") from error
    reports = [
        value
        for value in vars(module).values()
        if inspect.isclass(value)
        and issubclass(value, Report)
        and value.__module__ == module_name
        and "statements" in value.model_fields
    ]
    if len(reports) != 1:
        raise ConfigurationError(
            f"schema {path} declares {len(reports)} reports",
            "a schema file has exactly one subclass of Report with a field «statements»",
        )
    return of_report(name, reports[0], hashlib.sha256(source).hexdigest(), path)


def of_report(
    name: str, report: type[Report], sha256: str | None = None, path: Path | None = None
) -> Schema:
    """The schema that a report class declares; the way in for reports defined in code."""
    arguments = get_args(report.model_fields["statements"].annotation)
    statement = arguments[0] if arguments else None
    if not (inspect.isclass(statement) and issubclass(statement, Statement)):
        raise ConfigurationError(
            f"schema {name}: «statements» is not a list of a Statement subclass"
        )
    measures = []
    for field_name, info in statement.model_fields.items():
        for marker in info.metadata:
            if isinstance(marker, Measure):
                measures.append(
                    replace(
                        marker,
                        name=info.alias or field_name,
                        description=info.description or "",
                    )
                )
    for declared in measures:
        if not all(
            isinstance(b, Interval) for b in (declared.values, declared.changes, declared.shares)
        ):
            raise ConfigurationError(
                f"schema {name}: what {declared.name} can be is no interval",
                "declare it as in values=Interval.between(0, 10**12)",
            )
    if not isinstance(report.counting, Counting):
        raise ConfigurationError(
            f"schema {name}: what it says of its ways of counting is no Counting",
            "declare it as in counting = Counting(ways=(...))",
        )
    known = {m.name: m for m in measures}
    if not known:
        raise ConfigurationError(f"schema {name} declares no measure")
    for rule in report.rules:
        for measure in rule.measures:
            if measure not in known:
                raise ConfigurationError(
                    f"schema {name}: rule «{rule.rule}» names {measure}, which is no measure"
                )
    if sha256 is None:
        sha256 = hashlib.sha256(
            exact_json.canonical(report.model_json_schema()).encode()
        ).hexdigest()
    return Schema(
        name=name,
        report=report,
        measures=tuple(measures),
        rules=tuple(report.rules),
        generic=report.generic,
        neutral=report.neutral,
        nouns=report.nouns,
        items=report.items,
        narrowing=report.narrowing,
        scopes=report.scopes,
        counting=report.counting,
        foreign=report.foreign,
        lookalikes=report.lookalikes,
        subjects=report.subjects,
        sha256=sha256,
        path=path,
        _by_name=known,
    )


def base_value(figure: Data) -> Decimal | None:
    """A figure's value in base units (1200 million is 1200000000), ``None`` without a value."""
    value, scale = figure.get("value"), figure.get("scale")
    if value is None:
        return None
    return _EXACT.multiply(Decimal(value), SCALE_FACTOR.get(scale or "one", 1))
