"""What a person is to decide, one thing at a time, and in which order.

An item is a difference to golden with the findings that change along with it, an article whose
text is not the one that was accepted, or a flagged figure of an article that has no golden.
Findings that change for no difference of the data are items of their own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from extractor import durable, exact_json
from extractor.diff import ArticleDiff, Difference
from extractor.excerpt import Mark, Sentence, sentences
from extractor.record import Data, Finding, Record
from extractor.schema import FigureAt, Schema, figures
from extractor.store.decisions import (
    PARTS,
    FigurePart,
    Subject,
    figure_subject,
    statement_subject,
)
from extractor.workflow.checking import Rechecked

Kind = Literal["difference", "finding", "article", "figure"]


Identity = tuple[str, Subject, str]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to decide about an article of the run.

    ``name`` is that of the item in its article: the field in the golden report, with «+» before it
    where only the new report has it, «RULE@FIELD» of a finding.
    ``subject`` and ``seen`` are what a decision is kept by. ``along`` are the findings that change
    with a difference, all differences of an ``article``; ``golden`` and ``new`` the figure or the
    statement on either side. ``newly`` are the rules that the new side breaks and the golden did
    not, ``findings`` the errors of a flagged figure.
    """

    kind: Kind
    article_id: str
    sha256: str
    name: str
    subject: Subject
    seen: Data
    difference: Difference | None = None
    along: tuple[Difference, ...] = ()
    golden: Data | None = None
    new: Data | None = None
    findings: tuple[Finding, ...] = ()
    newly: tuple[str, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    figure: FigureAt | None = None
    measure: str | None = None
    part: FigurePart | None = None

    @property
    def short_key(self) -> str:
        """What a person may call the item on a command line: «ARTICLE:NAME»."""
        return f"{self.article_id}:{self.name}"

    @property
    def key(self) -> str:
        """The same with the item's mark: it names no other once fields have moved."""
        return f"{self.short_key}:{self.mark}"

    @property
    def mark(self) -> str:
        """A few letters of what the item is about and what was seen of it."""
        return hashlib.sha256(durable.encode(repr(self.identity))).hexdigest()[:4]

    @property
    def identity(self) -> Identity:
        """What makes it the same item whatever was decided on others meanwhile."""
        return self.article_id, self.subject, exact_json.canonical(self.seen)

    @property
    def like(self) -> tuple[str, ...]:
        """What items have in common that may be accepted together."""
        if self.kind == "figure":
            rules = sorted({f.rule for f in self.findings if f.severity == "error"})
            return (self.kind, self.article_id, *rules)
        if self.difference is None:
            return (self.kind,)
        what = self.difference.rule or _tail(self.difference)
        return (self.kind, self.difference.category, what)

    @property
    def rank(self) -> int:
        """How serious it is, 0 the most."""
        faults = {f.attribution for f in self.findings if f.severity == "error"}
        if self.kind == "figure":
            return 1 if "model" in faults else 3
        if self.difference is None:
            return 4
        if self.difference.rule is not None:
            return 0 if self.difference.severity == "error" else 4
        if not self.difference.regression:
            return 5
        return 0 if self.newly else 2


def differing(article: ArticleDiff, golden: Data, record: Record) -> Iterator[Item]:
    """The items of an article that was compared with its golden, whose report is ``golden``."""
    made = _Made(article, record.article.sha256, golden, record.data or {})
    if article.article_changed:
        yield made.whole()
        return
    rules = [d for d in article.differences if d.rule is not None]
    others = [d for d in article.differences if d.rule is None]
    carried: set[int] = set()
    for difference in others:
        along = [rule for rule in rules if difference.regression and _goes_with(rule, difference)]
        carried.update(map(id, along))
        yield made.difference(difference, along)
    for rule in rules:
        if id(rule) not in carried:
            yield made.finding(rule)


class _Made:
    """Makes the items of one article."""

    def __init__(self, article: ArticleDiff, sha256: str, golden: Data, new: Data) -> None:
        self._article = article
        self._sha256 = sha256
        self._golden, self._new = golden, new

    def difference(self, difference: Difference, along: Sequence[Difference]) -> Item:
        field = None if difference.alone else difference.field
        new = difference.new_field
        subject, seen = self._identity(difference)
        newly = [r for r in difference.new_rules if r not in difference.golden_rules]
        newly += [str(d.rule) for d in along if d.category == "extra" and d.severity != "info"]
        return Item(
            kind="difference",
            article_id=self._article.article_id,
            sha256=self._sha256,
            name=f"+{new}" if field is None else field,
            subject=subject,
            seen=seen,
            difference=difference,
            along=tuple(along),
            golden=_at(self._golden, field),
            new=_at(self._new, new),
            newly=tuple(dict.fromkeys(newly)),
            sentences=difference.sentences,
            measure=_measure(difference),
            part=_part(difference),
        )

    def finding(self, difference: Difference) -> Item:
        fields = [*(difference.golden or ()), *(difference.new or ())]
        return Item(
            kind="finding",
            article_id=self._article.article_id,
            sha256=self._sha256,
            name=f"{difference.rule}@{difference.field}",
            subject=_rule_subject(
                difference.rule, fields, self._new if difference.new else self._golden
            ),
            seen={"category": difference.category, "message": difference.new_text},
            difference=difference,
            newly=(difference.rule or "",) if difference.severity == "error" else (),
            sentences=difference.sentences,
        )

    def whole(self) -> Item:
        return Item(
            kind="article",
            article_id=self._article.article_id,
            sha256=self._sha256,
            name="article",
            subject=("article",),
            seen={"differences": [_said(d) for d in self._article.differences]},
            along=self._article.differences,
        )

    def _identity(self, difference: Difference) -> tuple[Subject, Data]:
        """A figure's number is known as in an export, so that what was decided stands there."""
        parts = (difference.new_field or "").split(".")
        part = _part_of(parts)
        figure = _at(self._new, difference.new_field)
        if part is None and difference.alone and figure is not None and len(parts) == 3:
            # A figure that is new is known by its value.
            part = "value"
        elif part is not None and _tail(difference) != _NUMBER[part]:
            part = None
        if part is not None and figure is not None:
            statement = self._new["statements"][int(parts[1])]
            at = FigureAt(int(parts[1]), parts[2], figure)
            subject, seen = figure_subject(statement, at, part)
            return subject, {"golden": difference.golden, "new": seen}
        measure = difference.field.split(".")[2:3]
        # By the new report where it has it: the golden becomes another while others are decided.
        head = parts[0] == "statements" and len(parts) > 1
        about = (
            statement_subject(self._new["statements"][int(parts[1])])
            if head
            else (difference.place, difference.period, difference.scope)
        )
        return (*about, *measure, _tail(difference)), _said(difference)


def _rule_subject(rule: str | None, fields: Iterable[object], data: Data) -> Subject:
    """A finding by its rule and fields, each field by its statement whatever its number is."""
    return ("rule", rule, *sorted(_placed(str(field), data) for field in fields))


def _placed(field: str, data: Data) -> str:
    head, _, rest = field.partition(".")
    number, _, rest = rest.partition(".")
    statements = data.get("statements") or []
    if head != "statements" or not number.isdigit() or int(number) >= len(statements):
        return field
    return " | ".join(filter(None, (*statement_subject(statements[int(number)]), rest)))


_NUMBER = {"value": "value", "change": "change.percent", "plan": "plan.percent"}


def _said(difference: Difference) -> Data:
    names = ("category", "golden", "new", "golden_text", "new_text")
    return {name: getattr(difference, name) for name in names}


def _tail(difference: Difference) -> str:
    """Which part of a figure or of a statement it is; «figure» of a whole one."""
    parts = difference.field.split(".")
    if parts[0] != "statements":
        return difference.field
    if len(parts) == 3 and difference.category in ("missing", "extra"):
        return "figure"
    return ".".join(parts[3:] or parts[2:]) or "statement"


def _measure(difference: Difference) -> str | None:
    """The measure of a difference that is of a figure."""
    parts = difference.field.split(".")
    of_figure = len(parts) > 3 or difference.category in ("missing", "extra")
    return parts[2] if parts[0] == "statements" and len(parts) > 2 and of_figure else None


def _part(difference: Difference) -> FigurePart | None:
    """The number of a figure that a difference is of; of one as a whole its value."""
    if _measure(difference) is None:
        return None
    parts = difference.field.split(".")
    return next((part for part in PARTS if part in parts[3:4]), "value")


def _part_of(parts: Sequence[str]) -> FigurePart | None:
    if len(parts) < 4 or parts[0] != "statements":
        return None
    return next((part for part in PARTS if part == parts[3]), None)


def _goes_with(rule: Difference, difference: Difference) -> bool:
    """Whether a finding changed because of a difference: it concerns the same figure."""
    appeared = rule.category == "extra"
    field = difference.new_field if appeared else difference.field
    if field is None:
        # A figure that is gone may be why what is left breaks a rule.
        field = difference.field
    head = ".".join(field.split(".")[:3])
    fields = (rule.new if appeared else rule.golden) or ()
    return any(_within(str(name), head) or _within(head, str(name)) for name in fields)


def _within(field: str, head: str) -> bool:
    return field == head or field.startswith(f"{head}.")


def concerning(findings: Iterable[Finding], item: Item) -> Iterator[Finding]:
    """Those of the findings of an item's record that speak of it, infos aside."""
    difference = item.difference
    if difference is None or difference.new_field is None:
        return
    head = ".".join(difference.new_field.split(".")[:3])
    for finding in findings:
        if difference.rule is not None:
            if finding.rule == difference.rule and {*finding.fields} == {*difference.new}:
                yield finding
        elif finding.severity != "info" and any(_within(name, head) for name in finding.fields):
            yield finding


def _at(data: Data, field: str | None) -> Data | None:
    """The figure or the statement that a field is of."""
    parts = (field or "").split(".")
    if parts[0] != "statements" or len(parts) < 2:
        return None
    statement: Data = data["statements"][int(parts[1])]
    figure = statement.get(parts[2]) if len(parts) > 2 else None
    return figure if isinstance(figure, dict) and "value" in figure else statement


def flagged(
    record: Rechecked, findings: Iterable[Finding], schema: Schema, *, suspects: bool = True
) -> Iterator[Item]:
    """A figure each that an error among ``findings`` lies at, and each error that lies at none.

    An error lies at the number that it suspects, and where it suspects none, or ``suspects`` are
    not asked for, at all that it concerns. The numbers that errors suspect come first.
    """
    if record.data is None or record.article is None:
        return
    errors = [f for f in findings if f.severity == "error"]
    every = list(figures(record.data, schema))
    at_fault = {id(f): _lies_at(f, every) if suspects else f.fields for f in errors}
    found: list[tuple[bool, Item]] = []
    covered: set[int] = set()
    ref = record.record.article
    for at in every:
        for part in PARTS:
            mine = [f for f in errors if any(_of_part(n, at, part) for n in at_fault[id(f)])]
            if not mine:
                continue
            covered.update(map(id, mine))
            statement = record.data["statements"][at.statement]
            subject, seen = figure_subject(statement, at, part)
            suspect = any(f.suspect is not None and _of_part(f.suspect, at, part) for f in mine)
            said = at.figure if part == "value" else at.figure.get(part) or {}
            marks = [Mark(*said["span"])] if said.get("span") else []
            found.append(
                (
                    suspect,
                    Item(
                        kind="figure",
                        article_id=ref.id,
                        sha256=ref.sha256,
                        name=at.path if part == "value" else f"{at.path}.{part}",
                        subject=subject,
                        seen=seen,
                        new=at.figure,
                        findings=tuple(mine),
                        sentences=tuple(sentences(record.article.text, marks)),
                        figure=at,
                        measure=at.measure,
                        part=part,
                    ),
                )
            )
    yield from (item for _, item in sorted(found, key=lambda each: not each[0]))
    for finding in errors:
        if id(finding) not in covered:
            field = finding.fields[0] if finding.fields else "article"
            yield Item(
                kind="figure",
                article_id=ref.id,
                sha256=ref.sha256,
                name=f"{finding.rule}@{field}",
                subject=_rule_subject(finding.rule, finding.fields, record.data),
                seen={"message": finding.message},
                findings=(finding,),
            )


def _lies_at(error: Finding, every: Sequence[FigureAt]) -> Sequence[str]:
    """The fields that an error asks about: the suspect alone where that is a number."""
    suspect = error.suspect
    if suspect is not None and any(_of_part(suspect, at, part) for at in every for part in PARTS):
        return (suspect,)
    return error.fields


def _of_part(field: str, at: FigureAt, part: FigurePart) -> bool:
    """Whether a finding's field is a part of a figure; its value where it names none."""
    if not _within(field, at.path):
        return False
    named = field[len(at.path) + 1 :].split(".")[0]
    return named == part or (part == "value" and named not in PARTS)
