"""Numbers that a report claims of a measure and that the article's words set apart from it.

The reader does not say what such a number is, and yet the words around it say that it is not what
the report takes it for: a target, a company's or a commodity's amount, a share of a whole, a rise
on the month before, a headline below the article, or a percentage that stands with another amount
or another subject and in no sentence with the figure's own. Every print of the number must be set
apart so; one that is not is no evidence of anything.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from extractor.checks.bearing import Bearing
from extractor.checks.evidence import Aspect, Claim
from extractor.checks.grounding import ArticleText
from extractor.checks.naming import official
from extractor.checks.second_reading import ASPECTS, NAMES, printed_at
from extractor.checks.wording import quoted
from extractor.folding import fold_phrase
from extractor.numbers.period import PeriodMention
from extractor.reader import Around, Aside, Reading, Told
from extractor.reader.addressing import instructions
from extractor.record import Data, Finding
from extractor.schema import FigureAt, Schema
from extractor.span import Span

_STOPS = frozenset(".!?…")


def set_apart(
    article: ArticleText,
    data: Data,
    every: Sequence[FigureAt],
    claims: Sequence[Claim],
    reading: Reading,
    bearing: Bearing,
    schema: Schema,
    readings: Sequence[Finding],
) -> list[Finding]:
    """The numbers of a report that the words around every print of them make something else.

    Of a value that its own words do not say no more is told. Of one that a sum of the report bears
    out it is a warning. Where ``readings`` have another number for a figure's value, or it is of
    another place or time, its percentages may be right beside a value that is not.
    """
    misread = {claim.field for claim in claims if not claim.sound}
    wrong = {finding.suspect for finding in readings if finding.severity == "error"}
    apart = _Apart(article, data, reading, schema)
    findings = []
    for at in every:
        for aspect in ASPECTS:
            part = at.figure if aspect == "value" else at.figure[aspect]
            if part is None or part["text"] is None:
                continue
            field = f"{at.path}.{'value' if aspect == 'value' else f'{aspect}.percent'}"
            of = (f"{at.path}.value", *(f"statements.{at.statement}.{name}" for name in _SETTING))
            alone = aspect != "value" and not wrong.isdisjoint(of)
            why = None if field in misread else apart.why(at, aspect, part["text"], alone=alone)
            if why is not None:
                sums = aspect == "value" and bearing.is_borne_out(at.statement, at.measure)
                findings.append(
                    Finding(
                        rule="second_reading",
                        severity="warning" if sums else "error",
                        attribution="model",
                        fields=(field,),
                        message=f"{NAMES[aspect]}{at.measure}: {quoted(part['text'])} {why}",
                        suspect=field,
                    )
                )
    return findings


def joined(readings: Sequence[Finding], apart: Sequence[Finding]) -> list[Finding]:
    """What two ways of reading a report again found, one of each number, errors before warnings."""
    errors = {finding.suspect for finding in readings if finding.severity == "error"}
    told = {finding.suspect for finding in apart}
    return [
        *(f for f in readings if f.suspect in errors or f.suspect not in told),
        *(f for f in apart if f.suspect not in errors),
    ]


_SETTING = ("place", "period.start")
"""What the second reading suspects of a statement that is of another place or time."""
_SENSE: Mapping[str, str] = {
    "range": "is one end of a range, not a number of its own",
    "rate": "is so much a year, a day, a head or a ton, not the whole",
    "unit": "is what a table counts in",
    "price": "is so little that it is what one thing costs, not all of {measure}",
    "plan": "is what was planned, not what was reached",
    "planned": "stands with {words}: what was planned, not what was reached",
    "difference": "is what something rises, falls or differs by: a difference, not a value",
    "bound": "is what an amount stays below, not the amount",
    "threshold": "is what each of several passes, not the amount of one",
    "instead": "is what did not come about, not the amount",
    "lack": "is what has yet to come about, not the amount",
    "target": "stands with {words}: a target, not what was reached",
    "each": "stands with {words}: of each of several, not all of {measure}",
    "other": "stands with {words}: of that alone, not all of {measure}",
    "measure": "is so much of another measure: no change on the year, no share of plan",
    "share": "stands with {words}: a share of a whole, no change on the year, no share of plan",
}
"""What words that set a number apart make it."""
_COMPARING = re.compile(r"(?<!\w)(?:so với|đặt (?:bên )?cạnh|đem so|so sánh)(?!\w)")


def _written(data: Data, reading: Reading) -> date | None:
    """The day that an article is of, unless it or the report tells of nothing but later times.

    A printed day may as well be that of a licence or of an older article.
    """
    day = reading.published
    if day is None or any(told.key.start > day for told in reading.told):
        return None
    starts = [statement["period"]["start"] for statement in data["statements"]]
    return day if any(start <= day.isoformat() for start in starts) else None


def _made(aside: Aside, measure: str) -> str:
    """What the words that set a number of a measure apart make it."""
    return _SENSE[aside.sense].format(words=quoted(aside.words), measure=measure)


class _Apart:
    """Says of the numbers of one report why the article's words set them apart from it."""

    def __init__(self, article: ArticleText, data: Data, reading: Reading, schema: Schema) -> None:
        self._foreign = frozenset(map(fold_phrase, schema.foreign))
        self._cells = reading.cells
        self._written = _written(data, reading)
        self._article = article
        self._statements: Sequence[Data] = data["statements"]
        self._around = {one.start: one for one in reading.around}
        self._own = reading.own
        self._ends = [span.end for span in reading.own]
        self._told: Mapping[int, list[Told]] = defaultdict(list)
        for told in reading.told:
            self._told[told.start].append(told)

    def why(self, at: FigureAt, aspect: Aspect, words: str, *, alone: bool) -> str | None:
        """Why none of a number's prints can be what the report says, the first print's reason.

        ``alone`` says that with which amount a percentage stands is not asked.
        """
        starts = sorted(printed_at(self._article, words, aspect))
        values = frozenset[int]()
        if aspect != "value" and at.figure["text"] is not None:
            values = printed_at(self._article, at.figure["text"], "value")
        ahead = self._ahead(at) if aspect == "value" else None
        reasons = [
            self._reason(at, aspect, start, values, alone=alone) or ahead for start in starts
        ]
        return reasons[0] if reasons and None not in reasons else None

    def _reason(
        self, at: FigureAt, aspect: Aspect, start: int, values: frozenset[int], *, alone: bool
    ) -> str | None:
        if not self._is_own(start):
            if any(aside.start <= start < aside.end for aside in self._addressed):
                return "stands with words that address a model: none of this article's"
            return "stands below the article, among others: none of this article's"
        if (cell := self._cells.get(start)) is not None:
            ahead = aspect == "value" and cell.planned is not None
            return _made(Aside(cell.planned or "", "planned"), at.measure) if ahead else None
        around = self._around.get(start)
        if around is None or any(self._is_of(told, at, aspect) for told in self._told[start]):
            return None
        if self._is_told_along(at, aspect, start, values):
            return None
        if around.aside is not None and not self._is_scope(at, around.aside.words):
            return _made(around.aside, at.measure)
        if aspect == "value":
            return self._of_sector(at, around)
        if (other := self._compared(at, aspect, around)) is not None:
            return other
        if alone:
            return None
        if any(around.sentence.start <= value < around.sentence.end for value in values):
            return self._behind_other(at, around, values)
        if around.behind is not None:
            return self._of_amount(at, around, around.behind)
        if self._goes_on_with(start, values):
            return None  # «5. Hải Phòng - 15,42 tỷ USD», and on the next line how that grew
        if around.among is not None and at.measure not in around.spoken:
            return f"is told of {quoted(around.among)}, not of {at.measure}"
        return None

    def _goes_on_with(self, start: int, values: frozenset[int]) -> bool:
        """Whether a percentage stands below a line that ends with an amount, which is its figure's.

        Behind a full stop a new sentence may well tell of another thing.
        """
        begin = self._article.sentence_start(start)
        if self._article.folded.text[:begin].rstrip()[-1:] in _STOPS:
            return False
        above = self._article.sentence_start(max(0, begin - 1))
        told = self._article.quantities_in(Span(above, start))
        amounts = [q.number.start for q in told if q.kind == "money"]
        return bool(amounts) and amounts[-1] in values

    def _ahead(self, at: FigureAt) -> str | None:
        """What has yet to begin when an article is written is planned."""
        start = self._statements[at.statement]["period"]["start"]
        if self._written is None or start <= self._written.isoformat():
            return None
        return f"is of a time that begins after {self._written}, when the article was written"

    def _of_sector(self, at: FigureAt, around: Around) -> str | None:
        """«Xuất khẩu của khu vực FDI đạt 1,1 tỷ USD»: of those alone whom the clause names."""
        among = around.among
        if among is None or self._is_scope(at, among):
            return None
        if fold_phrase(among) not in self._foreign:
            return None
        return _made(Aside(among, "other"), at.measure)

    def _is_told_along(
        self, at: FigureAt, aspect: Aspect, start: int, values: frozenset[int]
    ) -> bool:
        """Whether a percentage is read as that of its figure's value, be it of another time.

        Of which time or place the two are is told of the statement, once.
        """
        of = {(told.measure, told.key) for value in values for told in self._told[value]}
        return any(
            (told.measure, told.aspect) == (at.measure, aspect) and (told.measure, told.key) in of
            for told in self._told[start]
        )

    @cached_property
    def _addressed(self) -> Sequence[Span]:
        """What of the article is not for its readers."""
        whole = ArticleText.whole(self._article.folded.original)
        return [one.span for one in instructions(whole.folded)]

    def _is_own(self, start: int) -> bool:
        """Whether a number stands in the article itself and in no list of others."""
        index = bisect_right(self._ends, start)
        return index < len(self._own) and self._own[index].start <= start

    def _compared(self, at: FigureAt, aspect: Aspect, around: Around) -> str | None:
        """Of a percentage that the words beside it compare with something else."""
        compared = around.compared
        if aspect == "change" and around.planned and compared is None:
            return "is compared with a plan: no change on the year"
        if compared is None or around.planned:
            return None
        if aspect == "plan" or self._is_other_time(at, compared):
            no = "share of plan" if aspect == "plan" else "change on the year"
            return f"is compared with {quoted(self._words(compared))}: no {no}"
        return None

    def _behind_other(self, at: FigureAt, around: Around, values: frozenset[int]) -> str | None:
        """Of a percentage that another amount of the sentence parts from its figure's value.

        Where that is known to be something else, or the reader takes the percentage for its own.
        """
        behind = around.behind
        before = [value for value in values if around.sentence.start <= value < around.start]
        if behind is None or (before and behind <= max(before)):
            return None
        aside = before and self._around[behind].aside is not None
        told = [t for t in self._told[behind] if t.sure and t.measure != at.measure]
        if aside or (told and before) or self._go_together(around.start, behind):
            return self._of_amount(at, around, behind)
        return None

    def _of_amount(self, at: FigureAt, around: Around, start: int) -> str | None:
        """Of a percentage that stands with an amount of something else than its figure."""
        place = official(self._statements[at.statement]["place"])
        compared = any(
            told.measure == at.measure and official(told.key.place) == place
            for told in self._told[start]
        )
        if compared and not self._go_together(around.start, start):
            return None  # the same at another time, with which it may be compared
        begin = self._article.sentence_start(start)
        if _COMPARING.search(self._article.folded.lower, begin, start):
            return None  # «Nếu đặt cạnh con số 754,6 triệu USD của năm 2016 thì tăng 15,9%»
        index = self._article.after(start)
        words = quoted(self._words(self._article.quantities[index]))
        return f"stands with {words}: told of that amount, not of this {at.measure}"

    def _go_together(self, percentage: int, value: int) -> bool:
        """Whether the reader takes a percentage for that of an amount."""
        of = {(told.measure, told.key) for told in self._told[value]}
        return any((told.measure, told.key) in of for told in self._told[percentage])

    def _words(self, mention: Any) -> str:
        return str(mention.span.of(self._article.folded.text))

    def _is_of(self, told: Told, at: FigureAt, aspect: Aspect) -> bool:
        """Whether the reader takes a number for what the report does."""
        statement = self._statements[at.statement]
        period = statement["period"]
        key = told.key
        return (told.measure, told.aspect) == (at.measure, aspect) and (
            official(key.place),
            key.start.isoformat(),
            key.end.isoformat(),
        ) == (official(statement["place"]), period["start"], period["end"])

    def _is_scope(self, at: FigureAt, words: str) -> bool:
        """Whether a statement says itself that it is of this."""
        return fold_phrase(words) in fold_phrase(self._statements[at.statement]["scope"] or "")

    def _is_other_time(self, at: FigureAt, compared: PeriodMention) -> bool:
        """Whether a figure is compared with another part of a year than its own."""
        if compared.role != "own":
            return compared.role in ("previous", "within")
        period = self._statements[at.statement]["period"]
        start, end = (date.fromisoformat(period[side]) for side in ("start", "end"))
        if compared.year == end.year:
            return True
        months = (compared.start[0], compared.end[0])
        return compared.kind in ("month", "quarter") and months != (start.month, end.month)
