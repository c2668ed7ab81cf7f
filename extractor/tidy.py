"""Tidy rows: one row a figure, the same columns whatever the schema.

``value`` is in base units, periods are ISO dates, percents as printed. A row is data: in CSV a text
that a spreadsheet would take for a formula begins with an apostrophe, everything else, and all of
JSON lines, is as it is in the record.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any, TextIO

from extractor import durable, exact_json
from extractor.checks.derived import Derived, a_year_before
from extractor.record import Attribution, Data, Number, Record
from extractor.schema import FigureAt, Schema, base_value, figures
from extractor.store import Decisions, Manifest
from extractor.store.decisions import PARTS, FigurePart

COLUMNS = (
    "article_id",
    "source",
    "schema",
    "endpoint",
    "model",
    "statement",
    "place",
    "scope",
    "period_start",
    "period_end",
    "measure",
    "value",
    "currency",
    "text",
    "span_start",
    "span_end",
    "approximate",
    "change_pct",
    "plan_pct",
    "derived",
    "status",
    "findings",
    "fault",
    "suspect",
    "decision",
)
DERIVED_COLUMNS = ("derived_low", "derived_high", "derived_rule", "derived_from")
"""What stands behind the others where derived numbers are asked for."""
_FAULTS: tuple[Attribution, ...] = ("model", "source", "unknown")
# Spreadsheets take the full-width forms for operators too.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def rows(
    records: Iterable[Record],
    manifest: Manifest,
    schema: Schema,
    decisions: Decisions,
    derived: Callable[[Record], Iterable[Derived]] | None = None,
) -> Iterator[Data]:
    """A row for every figure of every record, in their order; failed records have none.

    ``status`` is ``unchecked`` where the record is, since nobody says what checks make of it.
    ``fault`` is that of the gravest findings that concern the figure, those of severity info aside;
    the model's before the source's. ``decision`` is what was decided on value, change and share as
    they are now, a number that was chosen in base units; whatever it is, the row says what was
    extracted. Reports must fit the schema.

    Behind the figures of a record come the numbers that ``derived`` gives for it, a row each, where
    it is given. They have no text and no finding; their value is the middle of what they can be.
    That of a year before has the period of a year before, a planned one a measure of its own
    («export.planned»).
    """
    for record in records:
        if record.data is None:
            continue
        answer = record.answer
        of_record = {
            "article_id": record.article.id,
            "source": record.article.source,
            "schema": manifest.schema,
            "endpoint": answer.endpoint if answer else manifest.endpoint or None,
            "model": answer.model if answer else manifest.model or None,
        }
        for at in figures(record.data, schema):
            statement = record.data["statements"][at.statement]
            yield {
                **of_record,
                **_figure(at, statement),
                **_judged(at, record, schema),
                "decision": _decided(at, statement, record.article.sha256, decisions),
                **(dict.fromkeys(DERIVED_COLUMNS) if derived is not None else {}),
            }
        for one in derived(record) if derived is not None else ():
            yield {**dict.fromkeys(COLUMNS), **of_record, **_derived(one, record.data)}


def _figure(at: FigureAt, statement: Data) -> Data:
    figure, value = at.figure, base_value(at.figure)
    change, plan = figure.get("change"), figure.get("plan")
    start, end = _span(figure)
    return {
        "statement": at.statement,
        "place": statement["place"],
        "scope": statement.get("scope"),
        "period_start": statement["period"]["start"],
        "period_end": statement["period"]["end"],
        "measure": at.measure,
        "value": None if value is None else exact_json.plain(value),
        "currency": figure.get("currency"),
        "text": figure.get("text"),
        "span_start": start,
        "span_end": end,
        "approximate": figure.get("approximate"),
        "change_pct": exact_json.plain(change["percent"]) if change else None,
        "plan_pct": exact_json.plain(plan["percent"]) if plan else None,
        "derived": False,
    }


def _derived(one: Derived, data: Data) -> Data:
    statement = data["statements"][one.statement]
    days = statement["period"]["start"], statement["period"]["end"]
    if one.what == "previous":
        days = a_year_before(days[0]), a_year_before(days[1])
    inputs = {".".join(field.split(".")[2:3]) for field in one.inputs}
    low, high = one.interval.decimals()
    number = exact_json.plain(one.value)
    return {
        "statement": one.statement,
        "place": statement["place"],
        "scope": statement.get("scope"),
        "period_start": days[0],
        "period_end": days[1],
        "measure": f"{one.measure}.planned" if one.what == "planned" else one.measure,
        "value": number if one.is_amount else None,
        "currency": one.currency if one.is_amount else None,
        "approximate": any((statement[m] or {}).get("approximate") for m in inputs),
        "change_pct": number if one.what == "change" else None,
        "plan_pct": number if one.what == "plan" else None,
        "derived": True,
        "status": "ok",
        "findings": [],
        "suspect": False,
        "derived_low": None if low is None else exact_json.plain(low),
        "derived_high": None if high is None else exact_json.plain(high),
        "derived_rule": one.rule,
        "derived_from": list(one.inputs),
    }


def _span(figure: Data) -> tuple[int | None, int | None]:
    """The recorded span; none where another program wrote something else, spans being derived."""
    span = figure.get("span")
    if isinstance(span, list) and len(span) == 2 and all(isinstance(n, int) for n in span):
        return span[0], span[1]
    return None, None


def _judged(at: FigureAt, record: Record, schema: Schema) -> Data:
    others = {f"statements.{at.statement}.{m.name}" for m in schema.measures} - {at.path}

    def concerned(field: str) -> bool:
        """Whether a field is the figure, in it, or of the statement as a whole."""
        if field == at.path or field.startswith(f"{at.path}."):
            return True
        head = f"statements.{at.statement}"
        of_other = any(field == other or field.startswith(f"{other}.") for other in others)
        return (field == head or field.startswith(f"{head}.")) and not of_other

    concerning = [f for f in record.findings if any(map(concerned, f.fields))]
    errors = [f for f in concerning if f.severity == "error"]
    faults = {f.attribution for f in errors or concerning if f.severity != "info"}
    status = "flagged" if errors else "ok"
    return {
        "status": "unchecked" if record.status == "unchecked" else status,
        "findings": list(dict.fromkeys(f.rule for f in concerning)),
        "fault": next((fault for fault in _FAULTS if fault in faults), None),
        "suspect": any(
            f.suspect == at.path or (f.suspect or "").startswith(f"{at.path}.")
            for f in record.findings
        ),
    }


def _decided(at: FigureAt, statement: Data, sha256: str, decisions: Decisions) -> str | None:
    """«confirmed», «corrected: 575000000», «rejected: change», one after the other."""
    told = []
    for part in PARTS:
        decision = decisions.on_figure(sha256, statement, at, part)
        if decision is None:
            continue
        chosen: list[str] = [] if part == "value" else [part]
        if decision.choice in ("suggestion", "corrected"):
            number = _chosen(decision.set_to or {}, part)
            chosen += [] if number is None else [_cell(exact_json.plain(number))]
        told.append(": ".join([decision.choice, *([" ".join(chosen)] if chosen else [])]))
    return "; ".join(told) or None


def _chosen(figure: Data, part: FigurePart) -> Number | None:
    """The number of a figure's or a part's entries; none where they have another shape."""
    number = figure.get("value" if part == "value" else "percent")
    if isinstance(number, bool) or not isinstance(number, Number):
        return None
    return base_value(figure) if part == "value" else number


def write_jsonl(given: Iterable[Data], stream: TextIO) -> None:
    """One JSON object a line, every column present."""
    for row in given:
        stream.write(durable.encode(exact_json.dumps(row)).decode() + "\n")


def write_csv(given: Iterable[Data], stream: TextIO, columns: Sequence[str] = COLUMNS) -> None:
    """A header and one line a row as RFC 4180 has it; ``stream`` must not translate line breaks.

    Nothing is an empty cell, findings are separated by spaces, flags are ``true`` and ``false``.
    """
    # With any other line break Python's writer leaves a lone carriage return unquoted.
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(columns)
    for row in given:
        writer.writerow([_cell(row[column]) for column in columns])


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Decimal):
        return format(value, "f")
    text = durable.encode(" ".join(value) if isinstance(value, list) else str(value)).decode()
    return f"'{text}" if text.startswith(_FORMULA) else text
