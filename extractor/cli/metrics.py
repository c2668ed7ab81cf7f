"""How much of the goldens a run says again, as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from extractor.cli import grid
from extractor.cli.terminal import visible
from extractor.diff import LastAccepted, Metrics, RunDiff, Tally
from extractor.golden import Provenance


def lines(found: RunDiff) -> Iterator[str]:
    """A table of counts by measure, then how many are right beside the last accepted run.

    Where everything is right no table; where nothing was compared no line.
    """
    metrics = found.metrics
    if not metrics.articles:
        return
    if not metrics.perfect:
        yield from grid.across(list(_counts(metrics)), grid.width())
    yield from _right(metrics, found.last)


def _counts(metrics: Metrics) -> Iterator[list[str]]:
    """A row a measure, then all values, growths and shares; no count that is zero everywhere."""
    columns = [
        *((visible(name), tally) for name, tally in metrics.measures.items()),
        ("all", metrics.all),
        (grid.GROWTH, metrics.growth),
        (grid.SHARE, metrics.share),
    ]
    names = [
        field.name
        for field in fields(Tally)
        if field.name == "right" or any(getattr(tally, field.name) for _, tally in columns)
    ]
    yield ["", *names]
    for name, tally in columns:
        yield [name, *(f"{getattr(tally, count):,}" for count in names)]


def _right(metrics: Metrics, last: LastAccepted | None) -> Iterator[str]:
    told = _rates(metrics)
    if last is None:
        yield f"right {told}"
        return
    before, whence = _rates(last.metrics), origin(last.provenance)
    if told == before:
        yield f"right {told} (as last accepted, {whence})"
    else:
        yield f"right {told}"
        yield f"last accepted {before} ({whence})"


def _rates(metrics: Metrics) -> str:
    """Right ones of those accepted, and how many of all errors nothing points at."""
    kinds = [("figures", metrics.all), ("growths", metrics.growth), ("shares", metrics.share)]
    told = ", ".join(
        f"{tally.right:,} of {tally.accepted:,} {name}"
        for name, tally in kinds
        if tally.accepted or name == "figures"
    )
    errors = sum(tally.errors for _, tally in kinds)
    silent = sum(tally.silent for _, tally in kinds)
    return f"{told}; {silent:,} of {errors:,} errors silent" if errors else told


def origin(provenance: Provenance) -> str:
    """What was accepted and on which day: «hosted gpt-5-mini, 2026-01-01»."""
    told = [provenance.endpoint, provenance.model]
    if provenance.served_model not in (None, provenance.model):
        told.append(f"(served {provenance.served_model})")
    who = " ".join(dict.fromkeys(filter(None, told))) or "an unknown endpoint"
    return f"{visible(who)}, {visible(provenance.at[:10])}"
