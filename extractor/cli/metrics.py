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

    Where everything is right that one line; no line where nothing was compared.
    """
    metrics = found.metrics
    if not metrics.articles:
        return
    if not metrics.perfect:
        yield from grid.across(list(_counts(metrics)), grid.width())
    yield _right(metrics, found.last)


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


def _right(metrics: Metrics, last: LastAccepted | None) -> str:
    told = f"right {_rates(metrics)}"
    if metrics.all.errors or metrics.growth.errors or metrics.share.errors:
        told += f", {_silent(metrics)}"
    if last is None:
        return told
    silent = "" if last.metrics.perfect else f", {_silent(last.metrics)}"
    return f"{told} (last accepted {_rates(last.metrics)}{silent}, {origin(last.provenance)})"


def _rates(metrics: Metrics) -> str:
    """Right ones of those accepted; what was never accepted is left out."""
    kinds = [("figures", metrics.all), ("growths", metrics.growth), ("shares", metrics.share)]
    return ", ".join(
        f"{tally.right:,} of {tally.accepted:,} {name}"
        for name, tally in kinds
        if tally.accepted or name == "figures"
    )


def _silent(metrics: Metrics) -> str:
    every = (metrics.all, metrics.growth, metrics.share)
    errors, silent = sum(t.errors for t in every), sum(t.silent for t in every)
    return f"{silent:,} of {errors:,} errors silent"


def origin(provenance: Provenance) -> str:
    """What was accepted and on which day: «hosted gpt-5-mini, 2026-01-01»."""
    told = [provenance.endpoint, provenance.model]
    if provenance.served_model not in (None, provenance.model):
        told.append(f"(served {provenance.served_model})")
    who = " ".join(dict.fromkeys(filter(None, told))) or "an unknown endpoint"
    return f"{visible(who)}, {visible(provenance.at[:10])}"
