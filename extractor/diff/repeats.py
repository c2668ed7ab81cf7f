"""Several answers to each golden article: what differs always, and what differs now and then.

An answer is held against the golden as a run's would be, and each field of the golden counts in how
many answers it was not as accepted. A field that a figure lacks because the figure is gone counts
as much as one that has another value, and so does one whose statement stands under another place or
period. Answers without a result count as neither right nor wrong.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal, NamedTuple, get_args

from extractor import exact_json
from extractor.diff.compare import Difference
from extractor.diff.whole import ArticleDiff, State, diff_run
from extractor.golden import Shelf
from extractor.record import Data, Record
from extractor.schema import Schema, base_value

Verdict = Literal["regression", "flaky", "too few to say", "cosmetic"]

UNLIKELY = Fraction(1, 20)
"""What happens by chance less often than this is not laid to chance."""

_INDEX = re.compile(r"\bstatements\.\d+")
_HEADS = ("place", "period")
_PART = {"text": "value", "scale": "value", "span": "value"}


@dataclass(frozen=True, slots=True)
class Other:
    """What answers said in place of the accepted value, ``None`` for nothing, and how many did."""

    value: Any
    text: str | None
    times: int

    def to_json(self) -> Data:
        """The value as an object."""
        return {"value": self.value, "text": self.text, "times": self.times}


@dataclass(frozen=True, slots=True)
class Repeated:
    """One field that not every answer gave as it was accepted.

    ``field`` names it below its statement, which ``place``, ``period`` and ``scope`` tell; a
    finding has ``rule``. ``answers`` could be compared, ``wrong`` of them differ in more than
    words. ``others`` are the distinct values of those, most frequent first.
    """

    field: str
    place: str | None
    period: str | None
    scope: str | None
    rule: str | None
    golden: Any
    golden_text: str | None
    answers: int
    wrong: int
    others: tuple[Other, ...]

    @property
    def right(self) -> int:
        """How many answers have it as accepted."""
        return self.answers - self.wrong

    @property
    def verdict(self) -> Verdict:
        """Whether it is a regression, judged by a sign test.

        A field that is right at least half the time is wrong in all of n answers with a probability
        of at most (1/2)ⁿ; below ``UNLIKELY`` (from five answers on) that is given up. Source: the
        one-sided sign test (Dixon and Mood, The statistical sign test, J. Amer. Statist. Assoc. 41,
        1946, 557-566). Answers are taken to be independent.
        """
        if not self.wrong:
            return "cosmetic"
        if self.right:
            return "flaky"
        return "regression" if Fraction(1, 2**self.answers) < UNLIKELY else "too few to say"

    def to_json(self) -> Data:
        """The field as an object, every entry present."""
        return {
            "verdict": self.verdict,
            "field": self.field,
            "place": self.place,
            "period": self.period,
            "scope": self.scope,
            "rule": self.rule,
            "golden": self.golden,
            "golden_text": self.golden_text,
            "answers": self.answers,
            "right": self.right,
            "others": [other.to_json() for other in self.others],
        }


@dataclass(frozen=True, slots=True)
class ArticleRepeats:
    """One golden article: ``answers`` compared, why others could not be, and what differed.

    ``state`` is ``compared`` where any answer could be.
    """

    article_id: str
    golden_id: str | None
    state: State
    answers: int
    reasons: tuple[str, ...]
    fields: tuple[Repeated, ...]

    def to_json(self) -> Data:
        """The article as an object, every entry present."""
        return {
            "article_id": self.article_id,
            "golden_id": self.golden_id,
            "state": self.state,
            "answers": self.answers,
            "failed": list(self.reasons),
            "fields": [field.to_json() for field in self.fields],
        }


@dataclass(frozen=True, slots=True)
class Repeats:
    """All articles, asked ``times`` times each."""

    times: int
    articles: tuple[ArticleRepeats, ...]

    @property
    def counts(self) -> dict[Verdict, int]:
        """How many fields of each verdict."""
        found = Counter(field.verdict for article in self.articles for field in article.fields)
        return {verdict: found[verdict] for verdict in get_args(Verdict)}

    @property
    def regressions(self) -> int:
        """How many fields gate: everything but ``cosmetic`` does."""
        return sum(number for verdict, number in self.counts.items() if verdict != "cosmetic")

    def of_state(self, state: State) -> list[ArticleRepeats]:
        """The articles of one state."""
        return [article for article in self.articles if article.state == state]

    def to_json(self) -> Data:
        """The comparison as an object: counts first, then every article."""
        return {
            "repeat": self.times,
            "counts": {verdict.replace(" ", "_"): n for verdict, n in self.counts.items()},
            "articles": [article.to_json() for article in self.articles],
        }


def repeats(
    goldens: Shelf, records: Mapping[str, Sequence[Record]], times: int, schema: Schema
) -> Repeats:
    """Hold several records of each article against its golden.

    ``records`` has them by the golden's id; ``times`` is how many there were to be.
    """
    found: dict[str, list[ArticleDiff]] = {}
    for number in range(times):
        given = [rows[number] for rows in records.values() if number < len(rows)]
        for article in diff_run(goldens, given, schema).articles:
            # A golden whose article has fewer records is absent from the later ones.
            known = article.article_id in records
            if not (article.state in ("absent", "skipped") if known else number):
                found.setdefault(article.article_id, []).append(article)
    reports = {golden.article.id: golden.data for golden in goldens}
    return Repeats(
        times,
        tuple(
            _article(diffs, reports.get(diffs[0].golden_id or ""), schema)
            for diffs in found.values()
        ),
    )


def _article(diffs: Sequence[ArticleDiff], golden: Data | None, schema: Schema) -> ArticleRepeats:
    compared = [one for one in diffs if one.state == "compared"]
    first = (compared or diffs)[0]
    reasons = tuple(
        one.reason or "no reason is given"
        for one in diffs
        if one.state in ("failed", "unusable", "broken")
    )
    tally = _Tally(golden or {}, schema)
    for one in compared:
        tally.add(one.differences)
    return ArticleRepeats(
        first.article_id,
        first.golden_id,
        first.state,
        len(compared),
        reasons,
        tuple(tally.fields()),
    )


class _Slot(NamedTuple):
    """A field of the golden, by its statement's number in it; what is extra, by words alone."""

    statement: int | None
    place: str | None
    period: str | None
    scope: str | None
    field: str
    rule: str | None
    extra: bool


class _Tally:
    """What became of each field of one golden, answer by answer."""

    def __init__(self, golden: Data, schema: Schema) -> None:
        self._statements: Sequence[Data] = golden.get("statements") or ()
        self._measures = {measure.name for measure in schema.measures}
        self._answers = 0
        self._wrong: dict[_Slot, dict[int, tuple[Any, str | None]]] = {}
        self._golden: dict[_Slot, tuple[Any, str | None]] = {}
        self._gone: dict[tuple[int, str], set[int]] = {}
        """By statement and measure of the golden, the answers that have no such figure."""

    def add(self, differences: Sequence[Difference]) -> None:
        """Take one more answer into account."""
        answer = self._answers
        self._answers += 1
        for difference in differences:
            for slot, accepted in self._slots(difference):
                self._golden.setdefault(slot, accepted)
                wrong = self._wrong.setdefault(slot, {})
                if difference.regression:
                    wrong[answer] = difference.new, difference.new_text
            path = difference.field.split(".")
            if difference.category == "missing" and difference.rule is None and len(path) == 3:
                self._gone.setdefault((int(path[1]), path[2]), set()).add(answer)

    def fields(self) -> Iterator[Repeated]:
        """The fields that differed at all, in the golden's order, then what is extra, findings."""
        self._hold_together()
        order = sorted(
            self._wrong, key=lambda slot: (slot.rule is not None, slot.extra, slot.statement or 0)
        )
        for slot in order:
            golden, text = self._golden[slot]
            others = Counter(
                (exact_json.canonical(value), words) for value, words in self._wrong[slot].values()
            )
            values = {exact_json.canonical(value): value for value, _ in self._wrong[slot].values()}
            yield Repeated(
                field=slot.field,
                place=slot.place,
                period=slot.period,
                scope=slot.scope,
                rule=slot.rule,
                golden=golden,
                golden_text=text,
                answers=self._answers,
                wrong=len(self._wrong[slot]),
                others=tuple(
                    Other(values[spelling], words, times)
                    for (spelling, words), times in others.most_common()
                ),
            )

    def _hold_together(self) -> None:
        """A field is not right where what it is told of is gone or stands elsewhere.

        Only fields that are wrong by themselves in some answer are looked at.
        """
        elsewhere: dict[int, set[int]] = {}
        for slot, wrong in self._wrong.items():
            if slot.statement is not None and slot.field in _HEADS:
                elsewhere.setdefault(slot.statement, set()).update(wrong)
        for slot, wrong in self._wrong.items():
            if slot.statement is None or not wrong or self._golden[slot][0] is None:
                continue
            if slot.field in _HEADS:
                nowhere = self._without(slot.statement)
            else:
                measure = slot.field.partition(".")[0]
                nowhere = self._gone.get((slot.statement, measure), set())
                nowhere = nowhere | elsewhere.get(slot.statement, set())
            for answer in nowhere:
                wrong.setdefault(answer, (None, None))

    def _without(self, index: int) -> set[int]:
        """The answers that have no figure of a statement."""
        statement = self._statements[index]
        measures = [name for name in self._measures if statement.get(name) is not None]
        gone = [self._gone.get((index, measure), set()) for measure in measures]
        return set.intersection(*gone) if gone else set()

    def _slots(self, difference: Difference) -> Iterator[tuple[_Slot, tuple[Any, str | None]]]:
        """The fields that a difference is of, and what was accepted of each."""
        accepted = difference.golden, difference.golden_text
        about = difference.place, difference.period, difference.scope
        if difference.rule is not None:
            # Without the statements' numbers, which their order in an answer may change.
            fields = difference.golden or difference.new or ()
            where = ", ".join(sorted({_INDEX.sub("statements", name) for name in fields}))
            extra = difference.category == "extra"
            yield _Slot(None, *about, where, difference.rule, extra), accepted
            return
        head, *path = difference.field.split(".")
        if head != "statements" or not path:
            yield _Slot(None, *about, difference.field, None, extra=False), accepted
            return
        index, *rest = path
        whole = len(rest) < 2 and (not rest or rest[0] in self._measures)
        if whole and difference.category == "extra":
            yield _Slot(None, *about, ".".join(rest) or "statement", None, extra=True), accepted
        elif whole and rest:
            for part, value, text in _parts(self._statements[int(index)][rest[0]]):
                slot = _Slot(int(index), *about, f"{rest[0]}.{part}", None, extra=False)
                yield slot, (value, text)
        else:
            yield _Slot(int(index), *about, self._named(rest), None, extra=False), accepted

    def _named(self, path: Sequence[str]) -> str:
        """A field below its statement, without what is only its wording."""
        if not path:
            return "statement"
        if path[0] not in self._measures:
            return path[0]
        part = _PART.get(path[1], path[1])
        return f"{path[0]}.{part}"


def _parts(figure: Data) -> Iterator[tuple[str, Any, str | None]]:
    """What a figure says: its value, its change and its share of the plan."""
    if (value := base_value(figure)) is not None:
        yield "value", exact_json.plain(value), figure.get("text")
    for name in ("change", "plan"):
        if part := figure.get(name):
            yield name, exact_json.plain(part["percent"]), part.get("text")
