"""Runs side by side as lines for a terminal: what each took, what they agree in, where they differ.

The summary fits a screen of 24 rows for two runs; the differences below it fill the terminal, or
are the first few where the output is no terminal.
"""

from __future__ import annotations

import io
import shutil
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from extractor.cli.terminal import cells, styled, visible
from extractor.cli.words import counted
from extractor.diff.sidebyside import Point, Side
from extractor.errors import one_line
from extractor.workflow.account import Account
from extractor.workflow.comparison import Comparison, Disagreement, Row, Support, label

_WIDTH, _ROWS = 80, 48
"""The screen that is filled where the output is no terminal."""
_QUOTE = 40
_NAMES = {"change": "growth", "plan": "share"}


def lines(found: Comparison) -> Iterator[str]:
    """The summary, then as many differences, most serious first, as fit the screen below it.

    The first is shown in any case.
    """
    screen = shutil.get_terminal_size() if sys.stdout.isatty() else None
    width, rows = (screen.columns, screen.lines) if screen else (_WIDTH, _ROWS)
    summary = list(_summary(found, width))
    yield from summary
    entries = list(_entries(found))
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
    yield from _grid(list(_accounts(found.accounts)), width)
    yield ""
    counts = list(_counts(found))
    across = [list(row) for row in zip(*counts, strict=True)]
    yield from _grid(across if _breadth(across) <= width else counts, width, numbers=True)
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


def _accounts(accounts: Sequence[Account]) -> Iterator[list[str]]:
    """What each run took, a row an aspect, a column a run."""
    yield ["", *(f"{label(run)}  {visible(each.folder)}" for run, each in enumerate(accounts))]
    yield ["endpoint", *map(_answered_by, accounts)]
    prompts = _prompts(accounts)
    yield [
        "prompt",
        *(", ".join([prompt, *e.modes]) for prompt, e in zip(prompts, accounts, strict=True)),
    ]
    yield ["articles", *map(_statuses, accounts)]
    yield ["requests", *map(_requests, accounts)]
    yield ["cost", *map(_cost, accounts)]
    yield ["time", *map(_time, accounts)]


def _answered_by(account: Account) -> str:
    manifest = account.manifest
    told = [" ".join(filter(None, (manifest.endpoint, manifest.model))) or "unknown"]
    others: Counter[str] = Counter()
    for (endpoint, model, _), number in account.answered.items():
        if manifest.endpoint and endpoint not in (None, manifest.endpoint):
            others[f"{endpoint} {model or ''}".rstrip()] += number
    told += [f"{number:,} by {name}" for name, number in others.most_common()]
    return visible(", ".join(told))


def _prompts(accounts: Sequence[Account]) -> Iterator[str]:
    """Each run's prompt, with its hash where another run has another text of that name."""
    texts = {(each.manifest.prompt, each.manifest.hashes.get("prompt")) for each in accounts}
    for account in accounts:
        name, sha256 = account.manifest.prompt, account.manifest.hashes.get("prompt")
        alike = [text for other, text in texts if other == name]
        hashed = f" ({(sha256 or 'unknown text')[:12]})" if len(alike) > 1 else ""
        yield visible((name or "unknown") + hashed)


def _statuses(account: Account) -> str:
    told = [f"{number:,} {status}" for status, number in account.statuses.items() if number]
    return ", ".join(told) or "none"


def _requests(account: Account) -> str:
    usage = account.usage
    if usage is None:
        return "unknown"
    told = [f"{usage.requests:,}"]
    if account.cached:
        told.append(f"{account.cached:,} cached")
    sent, received = usage.prompt_tokens, usage.completion_tokens
    if sent is None and received is None:
        told.append("tokens unknown")
    else:
        known = ("?" if tokens is None else f"{tokens:,}" for tokens in (sent, received))
        told.append(f"tokens {' + '.join(known)}")
    return ", ".join(told)


def _cost(account: Account) -> str:
    cost = account.usage.cost_usd if account.usage is not None else None
    if cost is None:
        return "unknown"
    if 0 < cost < Decimal("0.0001"):
        return "under $0.0001"
    return f"${cost:,.4f}" if cost % 1 else f"${cost:,.0f}"


def _time(account: Account) -> str:
    told = []
    if account.seconds is not None:
        some = account.timed < sum(account.statuses.values())
        told.append(
            f"{_seconds(account.seconds)} an article" + (f" (of {account.timed:,})" if some else "")
        )
    if account.wall is not None:
        told.append(f"{_seconds(account.wall)} in all")
    return ", ".join(told) or "unknown"


def _seconds(seconds: Decimal) -> str:
    if seconds >= 600:
        return f"{seconds / 60:,.0f} min"
    return f"{seconds:,.1f} s" if seconds >= Decimal("0.1") else f"{seconds * 1000:.0f} ms"


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
    named = [visible(one_line(each, _QUOTE)) for each in ids]
    return ", ".join([*named[:3], *(["…"] if named[3:] else [])])


def _breadth(rows: Sequence[Sequence[str]]) -> int:
    """Cells of a terminal that rows take in columns with two between."""
    columns = zip(*rows, strict=True)
    return sum(max(map(cells, column)) + 2 for column in columns) - 2


def _grid(rows: Sequence[Sequence[str]], width: int, *, numbers: bool = False) -> Iterator[str]:
    """Rows in columns as wide as their cells; where they do not fit, cells are wrapped."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    grid = Table.grid(padding=(0, 2))
    for column in range(len(rows[0])):
        grid.add_column(justify="right" if numbers and column else "left", overflow="fold")
    for row in rows:
        grid.add_row(*map(Text, row))
    console = Console(file=io.StringIO(), width=width, color_system=None)
    with console.capture() as capture:
        console.print(grid)
    yield from (line.rstrip() for line in capture.get().splitlines())


def _entries(found: Comparison) -> Iterator[Disagreement]:
    """The differences, a figure that some run lacks as a whole but once."""
    told: set[tuple[object, ...]] = set()
    for each in found.differences:
        point = each.point
        if point.state == "lacking" and point.measure is not None:
            fields = {
                run: side.field.rsplit(f".{point.part}", 1)[0] for run, side in point.sides.items()
            }
            figure = (each.article_id, *fields.items())
            if figure in told:
                continue
            told.add(figure)
        yield each


def _entry(each: Disagreement, width: int) -> Iterator[str]:
    """One difference: where it is and what speaks for whom, then what each run says."""
    point = each.point
    where = [styled(visible(one_line(each.article_id, _QUOTE)), sys.stdout, bold=True)]
    if point.place is not None:
        where.append(visible(one_line(point.place, _QUOTE)))
    if point.period is not None:
        where.append(visible(point.period.replace("/", " to ")))
    if point.scope is not None:
        where.append(f"scope «{visible(one_line(point.scope, _QUOTE))}»")
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
        said = f"{Decimal(value):{sign},f}"
        said += (
            "%"
            if point.part in ("change", "plan")
            else f" {visible(one_line(side.currency or '', _QUOTE))}"
        )
    elif value is None:
        said = "none"
    else:
        words = str(value).replace("/", " to ") if point.part == "period" else str(value)
        said = visible(one_line(words, _QUOTE))
    quoted = side.text is not None and point.part != "scope"
    return f"{said} «{visible(one_line(side.text or '', _QUOTE))}»" if quoted else said.rstrip()


def _verdict(each: Disagreement) -> str:
    """Which runs the golden and the rules support, and what is golden where that is none."""
    told = []
    if (golden := each.golden) is not None:
        who = " ".join(map(label, golden.reports))
        told.append(f"golden: {who or _said(golden.accepted, each.point)}")
    if each.rules is not None:
        told.append(f"rules: {' '.join(map(label, each.rules))}")
    return styled(f" ({', '.join(told)})", sys.stdout, "green") if told else ""
