"""One spelling per answer, so that a golden changes only when the answer does."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from extractor import durable, exact_json
from extractor.golden.file import Golden
from extractor.record import Data
from extractor.schema import Schema

_STATEMENT = ("place", "scope", "period")
_FIGURE = ("value", "scale", "currency", "text", "span", "approximate", "change", "plan")
_PART = ("start", "end", "percent", "text", "span")
_INDEX = re.compile(r"statements\.(\d+)(?=\.|$)")


def settled(golden: Golden) -> str:
    """Everything that makes a golden another one; the order of its statements does not."""
    statements = golden.data.get("statements", [])
    order = sorted(range(len(statements)), key=lambda i: exact_json.canonical(statements[i]))
    place = {old: new for new, old in enumerate(order)}

    def moved(field: str) -> str:
        return _INDEX.sub(lambda m: f"statements.{place.get(int(m[1]), m[1])}", field)

    breaches = sorted((f.rule, sorted(map(moved, f.fields))) for f in golden.findings)
    return exact_json.canonical(
        {
            **golden.to_json(),
            "data": {**golden.data, "statements": [statements[i] for i in order]},
            "findings": breaches,
        }
    )


def digest(golden: Golden) -> str:
    """SHA-256 of what was accepted: the same for goldens between which ``accept`` sees no change.

    Not of the file, whose bytes differ where version control translates line breaks or a program
    lays it out anew; and without the note, which a person adds to what was accepted already.
    """
    return hashlib.sha256(durable.encode(settled(replace(golden, note="")))).hexdigest()


def ordered(data: Data, schema: Schema) -> Data:
    """Report data with its entries in the schema's order and its numbers in one spelling."""
    measures = [measure.name for measure in schema.measures]

    def figure(raw: Mapping[str, Any]) -> Any:
        parts = {k: _sorted(v, _PART) if k in ("change", "plan") else v for k, v in raw.items()}
        return _sorted(parts, _FIGURE)

    def statement(raw: Mapping[str, Any]) -> Any:
        parts = {k: figure(v) if k in measures and v else _sorted(v, _PART) for k, v in raw.items()}
        return _sorted(parts, (*_STATEMENT, *measures))

    return {
        key: [statement(s) for s in value] if key == "statements" else _plain(value)
        for key, value in data.items()
    }


def _sorted(value: Any, order: Sequence[str]) -> Any:
    """A mapping by ``order``, whatever else it has after that; anything else as it is."""
    if not isinstance(value, Mapping):
        return _plain(value)
    known = [key for key in order if key in value]
    return {key: _plain(value[key]) for key in known + sorted(value.keys() - set(known))}


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    return exact_json.plain(value) if isinstance(value, Decimal) else value
