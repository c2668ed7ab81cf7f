"""Runs side by side as lines for a terminal: what each took, what they agree in, where they differ.

The summary fits a screen of 24 rows for two runs; the differences below it fill the terminal, or
are the first few where the output is no terminal.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from extractor.cli import accounts, grid
from extractor.cli.terminal import cells, styled, visible
from extractor.cli.words import counted
from extractor.diff import Point, Side
from extractor.workflow.comparison import Comparison, Disagreement, Row, Support, label

_ROWS = 48
"""Rows of the screen that is filled where the output is no terminal."""
_QUOTE = 40
_NAMES = {"change": grid.GROWTH, "plan": grid.SHARE}


def lines(found: Comparison) -> Iterator[str]:
    """The summary, then as many differences, most serious first, as fit the screen below it.

    The first is shown in any case.
    """
    screen = shutil.get_terminal_size() if sys.stdout.isatty() else None
    width, rows = (screen.columns, screen.lines) if screen else (grid.WIDTH, _ROWS)
    summary = list(_summary(found, width))
    yield from summary
    entries = _entries(found)
    # The last row is the shell's, one more says how many are not shown.
    left = rows - len(summary) - 3
    for shown, entry in enumerate(entries):
        told = list(_entry(entry, width))
        left -= sum(-(-cells(line) // width) for line in told)
        if shown and left < 0:
            yield f"and {len(entries) - shown:,} more, see --format json"
            break
        yield from told if shown else ["", *told]


def _summary(found: Comparison, width: int) -> Iterator[str]:
    yield styled(_headline(found), sys.stdout, bold=True)
    yield from grid.lines(list(accounts.rows(found.accounts)), width)
    yield ""
    yield from grid.across(list(_counts(found)), width)
    if found.differ or found.lacking:
        if found.with_golden:
            yield f"the golden supports {_support(found.by_golden, found, 'not covered')}"
        yield f"the rules support {_support(found.by_rules, found, 'undecided')}"
    yield from _notes(found)


def _headline(found: Comparison) -> str:
    lacking = sum(each.point.state == "lacking" for each in found.differences)
    told = [f"{found.same:,} the same"]
    told += [f"{differ:,} differ" for differ in [sum(found.differ.values())] if differ]
    if lacking:
        told.append(
            f"{lacking:,} {'in one alone' if len(found.accounts) == 2 else 'lacking in some'}"
        )
    if cosmetic := sum(found.cosmetic.values()):
        told.append(f"{cosmetic:,} cosmetic")
    compared = f"{counted(found.compared, 'article')} compared, {told[0]}"
    return "; ".join([compared, *([f"points: {', '.join(told[1:])}"] if told[1:] else [])])


def _counts(found: Comparison) -> Iterator[list[str]]:
    """A row a measure, then all values, growths, shares, and whatever else differs."""
    runs = range(len(found.accounts))
    # What A alone has is what B lacks.
    order = [1, 0] if len(runs) == 2 else list(runs)
    heads = ["only A", "only B"] if len(runs) == 2 else [f"{label(run)} lacks" for run in runs]
    yield ["", "agree", "differ", *heads]

    def row(name: str, rows: Sequence[Row]) -> list[str]:
        numbers = [sum(count[each] for each in rows) for count in (found.agree, found.differ)]
        numbers += [sum(found.lacking[each, run] for each in rows) for run in order]
        return [visible(name), *(f"{number:,}" for number in numbers)]

    every = found.rows()
    values = [each for each in every if each[0] == "value"]
    yield from (row(str(each[1]), [each]) for each in values)
    yield row("all", values)
    for part, name in _NAMES.items():
        yield row(name, [each for each in every if each[0] == part])
    others = row("other", [each for each in every if each[0] not in ("value", *_NAMES)])
    if set(others[2:]) != {"0"}:
        yield others


def _support(support: Support, found: Comparison, silent: str) -> str:
    runs = range(len(found.accounts))
    told = [f"{label(run)} {support.runs.get(run, 0)}" for run in runs]
    told += [f"{'neither' if len(runs) == 2 else 'none'} {support.none}"] if support.none else []
    told += [f"{silent} {support.silent}"] if support.silent else []
    return ", ".join(told)


def _notes(found: Comparison) -> Iterator[str]:
    for run in range(len(found.accounts)):
        lost = [each for each in found.lost if each.run == run]
        if lost:
            figures = sum(each.figures for each in lost)
            yield (
                f"{label(run)} has no result of {counted(len(lost), 'article')} "
                f"({counted(figures, 'figure')} elsewhere): {_few(e.article_id for e in lost)}"
            )
    if found.changed:
        yield (
            f"{counted(len(found.changed), 'article')} changed between the runs: "
            f"{_few(found.changed)}"
        )
    if found.unjudged:
        yield (
            f"{counted(found.unjudged, 'article')} could not be checked anew, "
            "the rules do not decide there"
        )


def _few(ids: Iterable[str]) -> str:
    named = [_short(each) for each in ids]
    return ", ".join([*named[:3], *(["…"] if named[3:] else [])])


def _entries(found: Comparison) -> list[Disagreement]:
    """The differences; where a figure's value is lacking, its growth and share are not told too."""

    def figure(each: Disagreement) -> tuple[object, ...]:
        heads = ((run, *side.field.split(".")[:3]) for run, side in each.point.sides.items())
        return each.article_id, *heads

    differences = found.differences
    lacking = [each for each in differences if each.point.state == "lacking"]
    values = {figure(each) for each in lacking if each.point.part == "value"}
    return [
        each
        for each in differences
        if not (
            each.point.state == "lacking" and each.point.part in _NAMES and figure(each) in values
        )
    ]


def _entry(each: Disagreement, width: int) -> Iterator[str]:
    """One difference: where it is and what speaks for whom, then what each run says."""
    point = each.point
    where = [styled(_short(each.article_id), sys.stdout, bold=True)]
    if point.place is not None:
        where.append(_short(point.place))
    if point.period is not None:
        where.append(visible(point.period.replace("/", " to ")))
    if point.scope is not None:
        where.append(f"scope «{_short(point.scope)}»")
    where.append(styled(_what(point), sys.stdout, "yellow"))
    if each.article_changed:
        where.append("the article changed")
    yield " · ".join(where) + _verdict(each)
    sides = []
    for run in sorted({*point.sides, *point.lacking}):
        side = point.sides.get(run)
        broken = (each.broken or {}).get(run, ())
        marks = "".join(styled(f" !{visible(rule)}", sys.stdout, "red") for rule in broken)
        sides.append(f"{label(run)} {_said(side, point)}{marks}")
    yield from _beside(sides, width)


def _beside(sides: Sequence[str], width: int) -> Iterator[str]:
    """Sides on one line where they fit, else on lines of their own."""
    line = "  " + "   ".join(sides)
    if cells(line) <= width:
        yield line
    else:
        yield from (f"  {side}" for side in sides)


def _what(point: Point) -> str:
    name = _NAMES.get(point.part, point.part)
    if point.measure is None:
        return visible(name)
    return visible(point.measure if point.part == "value" else f"{point.measure}, {name}")


def _said(side: Side | None, point: Point) -> str:
    if side is None:
        return "nothing"
    value = side.value
    if isinstance(value, bool):
        return "approximate" if value else "exact"
    if isinstance(value, int | Decimal):
        sign = "+" if point.part == "change" else ""
        unit = "%" if point.part in _NAMES else f" {_short(side.currency or '')}"
        said = f"{Decimal(value):{sign},f}{unit}".rstrip()
    elif point.part == "period":
        said = _short(str(value).replace("/", " to "))
    else:
        said = "none" if value is None else _short(str(value))
    if side.text is None or point.part == "scope":
        return said
    return f"{said} «{_short(side.text)}»"


def _short(text: str) -> str:
    """The beginning of a text, fit for a terminal; JSON has it whole."""
    shown = visible(text[: 4 * _QUOTE])
    return shown if len(shown) <= _QUOTE else f"{shown[: _QUOTE - 1]}…"


def _verdict(each: Disagreement) -> str:
    """Which runs the golden and the rules support, and what is golden where that is none."""
    told = []
    if (golden := each.golden) is not None:
        who = " ".join(map(label, golden.reports))
        told.append(f"golden: {who or _said(golden.accepted, each.point)}")
    if each.rules is not None:
        told.append(f"rules: {' '.join(map(label, each.rules))}")
    return styled(f" ({', '.join(told)})", sys.stdout, "green") if told else ""
