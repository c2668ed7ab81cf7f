"""One article of a run for a person: its figures with their words, intervals, findings, golden."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from extractor import exact_json
from extractor.checks.account import Accounted, counts
from extractor.checks.agreement import Line
from extractor.checks.instead import Instead
from extractor.cli import agreements, causes, context, differences, metrics, words
from extractor.cli.terminal import styled, visible
from extractor.diff import ArticleDiff, diff_run
from extractor.errors import UsageError
from extractor.excerpt import Mark
from extractor.golden import Acceptance, Broken, Golden, Provenance, Shelf
from extractor.numbers.interval import Interval
from extractor.record import Data, Finding, Reask
from extractor.schema import FigureAt, Schema, figures
from extractor.workflow.checking import Rechecked

_NAMED = 12
"""Numbers of one kind that are named; all are in ``--format json``."""


class ArticleView:
    """What is shown of one record, checked anew; ``field`` narrows it to figures that match."""

    def __init__(
        self,
        result: Rechecked,
        schema: Schema,
        golden: Golden | Broken | None,
        field: str | None,
        accepted: Acceptance | None = None,
        between: Sequence[Line] = (),
    ) -> None:
        """``field`` is a measure, or a field's name or its beginning; ``accepted`` the golden's.

        ``between`` is where the article agrees with others of its run and where it does not.
        Raises ``UsageError`` where no figure of the record matches it.
        """
        self._result = result
        self._schema = schema
        self._golden = golden
        self._accepted = accepted
        self._data = result.data if result.status != "failed" else None
        every = list(figures(self._data, schema)) if self._data is not None else []
        self._figures = [
            at for at in every if field is None or _matches(at.path, at.measure, field)
        ]
        self._derived = [
            one
            for one in result.derived(schema)
            if field is None or _matches(one.field, one.measure, field)
        ]
        self._findings = [
            finding
            for finding in result.findings or (result.record.findings if not every else ())
            if field is None or any(words.concerning([finding], at.path) for at in self._figures)
        ]
        whole = field is None and self._data is not None
        self._accounted = result.accounted(schema) if whole else []
        self._between = [line for line in between if field is None or self._is_of(line)]
        if field is not None and not self._figures:
            known = ", ".join(at.path for at in every)
            raise UsageError(f"no figure matches «{field}»", f"there are {known or 'none'}")

    def _is_of(self, line: Line) -> bool:
        """Whether a line of agreement holds a figure that is shown against another."""
        return any(
            said.article_id == self._result.record.article.id
            and said.field.startswith(f"{at.path}.")
            for said in line.says
            for at in self._figures
        )

    def to_json(self) -> Data:
        """The record, its findings derived anew, each figure's interval, reading and context."""
        return {
            "record": self._result.record.to_json(),
            **self._result.to_json(),
            "figures": [
                {
                    "field": at.path,
                    **at.figure,
                    "interval": self._interval(f"{at.path}.value"),
                    "second_reading": self._second_reading(at),
                    "context": self._context(at.figure),
                }
                for at in self._figures
            ],
            "derived": [
                {
                    "field": one.field,
                    "value": exact_json.plain(one.value),
                    "currency": one.currency if one.is_amount else None,
                    "interval": _ends(one.interval),
                    "rule": one.rule,
                    "inputs": list(one.inputs),
                }
                for one in self._derived
            ],
            "numbers": [_accounted_json(one) for one in self._accounted],
            "findings": [finding.to_json() for finding in self._findings],
            "agreement": [line.to_json() for line in self._between],
            "golden": self._golden_json(),
        }

    def lines(self) -> Iterator[str]:
        """The same for a terminal."""
        record, result = self._result.record, self._result
        yield f"{styled(visible(record.article.id), sys.stdout, bold=True)}  {result.status}"
        yield f"  source   {visible(record.article.source) or 'unknown'}"
        if record.answer is not None:
            answer = record.answer
            who = [answer.endpoint, answer.model, answer.mode]
            if answer.served_model not in (None, answer.model):
                who.append(f"served {answer.served_model}")
            yield f"  answer   {visible(', '.join(filter(None, who))) or 'unknown'}"
        if record.reask is not None:
            yield from self._reask_lines(record.reask)
        if result.reason is not None:
            yield f"  {visible(result.reason)}"
        yield from self._figure_lines()
        yield from self._derived_lines()
        yield ""
        yield from self._finding_lines()
        for line in self._between:
            yield from agreements.entry(line)
        yield from self._golden_lines()
        yield from self._account_lines()

    def _reask_lines(self, reask: Reask) -> Iterator[str]:
        """That the model was asked once more, and the answer that was not kept."""
        rules = ", ".join(dict.fromkeys(brief.rule for brief in reask.asked))
        about = visible(rules) or "unknown"
        yield f"  re-ask   about {about}: {reask.outcome}, {visible(reask.why)}"
        other = reask.other
        if other is None:
            return
        which = "first" if reask.outcome == "helped" else "second"
        if other.data is None:
            yield f"  the {which} answer, which was not kept, stands in --raw alone"
        elif not self._schema.problems(other.data):
            yield f"  the {which} answer, which was not kept:"
            for line in words.report_lines(other.data, other.findings, self._schema):
                yield f"  {line}"

    def _figure_lines(self) -> Iterator[str]:
        statement = -1
        for at in self._figures:
            assert self._data is not None
            if at.statement != statement:
                statement = at.statement
                yield ""
                yield words.statement_heading(self._data["statements"][statement])
            marks = words.marks(self._findings, at.path, sys.stdout)
            told = (f"  {visible(at.measure)}", *self._numbers(at), self._read(at), marks)
            yield "  ".join(part for part in told if part)
            for line in self._context(at.figure, styles=True):
                yield f"    {line}"

    def _numbers(self, at: FigureAt) -> Iterator[str]:
        yield words.said(at.figure, self._findings, at.path)
        if at.figure.get("value") is not None:
            currency = visible(str(at.figure.get("currency") or ""))
            yield self._extent(f"{at.path}.value", f" {currency}")
        for name, label in (("change", "change"), ("plan", "of plan")):
            part = at.figure.get(name)
            if part is not None:
                extent = self._extent(f"{at.path}.{name}.percent")
                yield f"{label} {words.plain(part['percent'])}% {extent}".rstrip()

    def _read(self, at: FigureAt) -> str:
        """How the deterministic reader bound the figure, where there is a text that it can read."""
        if self._result.article is None or self._result.data is None:
            return ""
        binding = self._result.bindings.get(at.path)
        return f"reader: {binding.manner}" if binding is not None else "reader: not read so"

    def _second_reading(self, at: FigureAt) -> Data | None:
        binding = self._result.bindings.get(at.path)
        if binding is None:
            return None
        doubts = [{"of": doubt.of, "others": list(doubt.others)} for doubt in binding.doubts]
        return {"manner": binding.manner, "doubts": doubts}

    def _extent(self, field: str, unit: str = "") -> str:
        """What a printed number can stand for, in base units or percent."""
        interval = self._result.intervals.get(field)
        return "" if interval is None else f"({words.extent(interval)}{unit})"

    def _context(self, figure: Data, *, styles: bool = False) -> list[str]:
        if self._result.article is None:
            return []
        text = self._result.article.text
        return list(context.shown(text, context.marks(figure), styles=styles))

    def _interval(self, field: str) -> Data | None:
        interval = self._result.intervals.get(field)
        return None if interval is None else _ends(interval)

    def _derived_lines(self) -> Iterator[str]:
        """What follows from the printed numbers, below and apart from them."""
        statement = -1
        for one in self._derived:
            assert self._data is not None
            if one.statement != statement:
                heading = words.statement_heading(self._data["statements"][one.statement])
                yield ""
                yield f"not printed, but follows · {heading}" if statement < 0 else f"  {heading}"
                statement = one.statement
            yield f"  {words.derived(one)}"
            yield f"    by {one.rule} from {visible(', '.join(one.inputs))}"

    def _account_lines(self) -> Iterator[str]:
        """What becomes of the article's numbers: the open ones in context, the explained named."""
        if not self._accounted:
            return
        number = dict(counts(self._accounted))
        claimed, left = number.pop("claimed", 0), number.pop("open", 0)
        why = ", ".join(f"{count} {reason}" for reason, count in number.items())
        told = f"{sum(number.values())} explained" + (f" ({why})" if why else "")
        yield ""
        yield (
            f"{words.counted(len(self._accounted), 'number')} in the text: "
            f"{claimed} claimed, {told}, {left} open"
        )
        assert self._result.article is not None
        text = self._result.article.text
        for one in self._accounted:
            if one.state != "open":
                continue
            for line in context.shown(text, [Mark(*one.span)], styles=True):
                yield f"  {line}{f'  (reads as {one.reads_as})' if one.reads_as else ''}"
        for reason in number:
            words_of = Counter(one.words for one in self._accounted if one.reason == reason)
            yield f"  {reason}: {', '.join(_named(words_of))}"

    def _finding_lines(self) -> Iterator[str]:
        if self._data is None:
            return
        for name in self._result.crashed:
            yield f"the check {visible(name)} broke down; its rules are not judged"
        if not self._findings:
            yield "no finding" if self._result.status != "unchecked" else "not checked"
        yield from causes.lines(self._findings, self._data, self._instead)

    def _instead(self, finding: Finding) -> Instead | None:
        return self._result.instead(finding, self._schema)

    def _golden_json(self) -> Data | None:
        if self._golden is None:
            return None
        accepted = self._accepted
        return {
            **self._compared(self._golden).to_json(),
            "accepted": accepted.provenance.to_json() if accepted is not None else None,
        }

    def _golden_lines(self) -> Iterator[str]:
        if self._golden is None:
            yield "golden: none"
            return
        compared = self._compared(self._golden)
        if compared.state != "compared":
            yield from differences.article_lines(compared)
        elif not compared.differences:
            yield "golden: the same"
        else:
            yield "golden:"
            yield from differences.lines(compared.differences, "  ")
        if self._accepted is not None:
            yield f"  {_told(self._accepted.provenance)}"

    def _compared(self, golden: Golden | Broken) -> ArticleDiff:
        shelf = Shelf(Path(), [golden])
        text = self._result.article.text if self._result.article is not None else None
        return diff_run(shelf, [self._result.fresh()], self._schema, lambda _: text).articles[0]


def _named(printed: Counter[str]) -> Iterator[str]:
    """Numbers as they are printed, in the article's order; of many the first ones."""
    for text, times in list(printed.items())[:_NAMED]:
        yield f"«{visible(text)}»" + (f" {times} times" if times > 1 else "")
    left = list(printed.values())[_NAMED:]
    if left:
        yield f"and {sum(left)} more"


def _accounted_json(one: Accounted) -> Data:
    return {
        "words": one.words,
        "span": list(one.span),
        "state": one.state,
        "fields": list(one.fields),
        "reason": one.reason,
        "reads_as": one.reads_as,
    }


def _told(accepted: Provenance) -> str:
    """Who accepted the golden, when, from what and why."""
    prompt = f", prompt {visible(accepted.prompt)}" if accepted.prompt else ""
    why = f": {visible(accepted.reason)}" if accepted.reason else ""
    return f"accepted by {visible(accepted.by)} from {metrics.origin(accepted)}{prompt}{why}"


def _ends(interval: Interval) -> Data:
    low, high = interval.decimals()
    return {
        "low": low,
        "low_open": interval.low_open,
        "high": high,
        "high_open": interval.high_open,
    }


def _matches(path: str, measure: str, field: str) -> bool:
    return (
        field == measure
        or path == field
        or path.startswith(f"{field}.")
        or field.startswith(f"{path}.")
    )
