"""A whole run held against its goldens."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from extractor.checks import check
from extractor.diff.compare import Difference, diff
from extractor.diff.evidence import Reading, with_evidence
from extractor.diff.last import LastAccepted
from extractor.diff.metrics import Metrics, measured
from extractor.errors import StoreError
from extractor.golden import Breach, Broken, Golden, Shelf
from extractor.record import Data, Record, by_reader
from extractor.schema import Schema, without_spans

TextOf = Callable[[Record], str | None]
"""The text of a record's article, ``None`` where it is not at hand."""

State = Literal["compared", "failed", "stale", "unusable", "new", "absent", "skipped", "broken"]
"""What became of an article: ``compared`` with its golden; ``failed``, the run has no result of it;
``stale``, no recorded answer fits its request, and it could not be asked; ``unusable``, the two
cannot be compared; ``new``, it has no golden; ``absent``, a golden without an article in the run;
``skipped``, the same for a detached golden; ``broken``, a golden file that cannot be used, with its
article or without."""


@dataclass(frozen=True, slots=True)
class ArticleDiff:
    """One article, or one golden without an article.

    ``article_changed``: paired by id alone, the text is another than the one accepted. ``reason``
    says why it failed, is stale, unusable or broken. ``metrics`` are those of a compared article.
    """

    article_id: str
    golden_id: str | None
    state: State
    differences: tuple[Difference, ...] = ()
    article_changed: bool = False
    reason: str | None = None
    metrics: Metrics | None = None

    @property
    def met_golden(self) -> bool:
        """Whether there is a golden of an article of the run, compared or not."""
        return self.golden_id is not None and self.state not in ("absent", "skipped")

    @property
    def regressions(self) -> int:
        """How many of the differences gate."""
        return sum(difference.regression for difference in self.differences)

    def to_json(self) -> Data:
        """The article as an object, every entry present."""
        return {
            "article_id": self.article_id,
            "golden_id": self.golden_id,
            "state": self.state,
            "article_changed": self.article_changed,
            "reason": self.reason,
            "differences": [difference.to_json() for difference in self.differences],
            "metrics": self.metrics and self.metrics.to_json(),
        }


@dataclass(frozen=True, slots=True)
class RunDiff:
    """All articles in the run's order, then the goldens that the run has no article of.

    ``last`` is how the last accepted run compared; ``last_damaged`` says why that is not known
    where it should be.
    """

    articles: tuple[ArticleDiff, ...]
    last: LastAccepted | None = None
    last_damaged: str | None = None

    @property
    def metrics(self) -> Metrics:
        """The counts of all compared articles; those without a result are not among them."""
        return Metrics.total(each.metrics for each in self.articles if each.metrics is not None)

    @property
    def regressions(self) -> int:
        """How many differences gate, over all articles."""
        return sum(article.regressions for article in self.articles)

    def of_state(self, state: State) -> list[ArticleDiff]:
        """The articles of one state."""
        return [article for article in self.articles if article.state == state]

    @property
    def counts(self) -> dict[str, int]:
        """How many differences of each category; findings are counted by themselves."""
        found = Counter(
            "findings" if difference.rule else difference.category
            for article in self.articles
            for difference in article.differences
        )
        names = ("changed", "missing", "extra", "cosmetic", "findings")
        return {name: found[name] for name in names}

    @property
    def states(self) -> dict[str, int]:
        """How many articles of each state."""
        found = Counter(article.state for article in self.articles)
        return {state: found[state] for state in get_args(State)}

    def to_json(self) -> Data:
        """The comparison as an object: counts first, then every article."""
        return {
            "regressions": self.regressions,
            "counts": self.counts,
            "states": self.states,
            "metrics": self.metrics.to_json(),
            "last_accepted": self.last and self.last.to_json(),
            "last_damaged": self.last_damaged,
            "articles": [article.to_json() for article in self.articles],
        }


def diff_run(
    goldens: Shelf, records: Iterable[Record], schema: Schema, text_of: TextOf = lambda _: None
) -> RunDiff:
    """Hold each record against the golden of its article, by SHA-256, then by id.

    Of an unchecked record spans and findings are not known; they are not compared. ``text_of`` is
    asked where something differs and the golden does not hold the text.
    """
    last, damaged = None, None
    if goldens.last_accepted is not None:
        try:
            last = LastAccepted.read(goldens.last_accepted)
        except StoreError as error:
            damaged = error.message
    return RunDiff(tuple(_articles(goldens, records, schema, text_of)), last, damaged)


def _articles(
    goldens: Shelf, records: Iterable[Record], schema: Schema, text_of: TextOf
) -> Iterator[ArticleDiff]:
    texts = Counter(golden.article.sha256 for golden in goldens)
    met: set[str] = set()
    # A second golden of a text is held against the record of that text all the same.
    shared: dict[str, Record] = {}
    for record in records:
        broken = goldens.broken_for(record.article)
        if broken is not None:
            met.add(broken.article_id)
            yield _broken(broken, record.article.id)
            continue
        golden = goldens.partner(record.article)
        if golden is not None:
            met.add(golden.article.id)
        if texts[record.article.sha256] > 1:
            shared[record.article.sha256] = record
        yield _article(golden, record, schema, text_of)
    for golden in goldens:
        if golden.article.id in met:
            continue
        if (same := shared.get(golden.article.sha256)) is not None:
            yield _article(golden, same, schema, text_of)
        else:
            state: State = "skipped" if golden.detached else "absent"
            yield ArticleDiff(golden.article.id, golden.article.id, state)
    for broken in goldens.broken.values():
        if broken.article_id not in met:
            yield _broken(broken, broken.article_id)


def _broken(broken: Broken, article_id: str) -> ArticleDiff:
    return ArticleDiff(article_id, broken.article_id, "broken", reason=broken.reason)


def _article(golden: Golden | None, record: Record, schema: Schema, text_of: TextOf) -> ArticleDiff:
    article_id, golden_id = record.article.id, golden.article.id if golden else None
    if record.data is None:
        reason = record.error.message if record.error else None
        return ArticleDiff(article_id, golden_id, "failed", reason=reason)
    if golden is None:
        return ArticleDiff(article_id, None, "new")
    changed = golden.article.sha256 != record.article.sha256
    spans = not changed and record.status != "unchecked"
    try:
        differences = _differences(golden, record, record.data, schema, text_of, spans=spans)
    except _Unusable as unusable:
        reason = f"golden {golden.article.id} cannot be used: {unusable}"
        return ArticleDiff(article_id, golden_id, "broken", (), changed, reason)
    except _Misfit as misfit:
        return ArticleDiff(article_id, golden_id, "unusable", (), changed, str(misfit))
    counts = None
    # What equals its golden was not asked whether it fits.
    if differences or not schema.problems(record.data):
        counts = measured(golden, record, schema)
    return ArticleDiff(article_id, golden_id, "compared", differences, changed, metrics=counts)


class _Misfit(ValueError):
    """A report that does not fit the schema cannot be compared."""


class _Unusable(ValueError):
    """The golden is the one that does not fit."""


def _differences(
    golden: Golden, record: Record, new: Data, schema: Schema, text_of: TextOf, *, spans: bool
) -> tuple[Difference, ...]:
    old, given = golden.data, new
    checked = record.status != "unchecked"
    accepted, found = (golden.findings, record.findings) if checked else ((), ())
    try:
        if old == new and list(accepted) == sorted(map(Breach.of, found)):
            return ()
    except RecursionError:
        # Left to the schema, which says what is wrong with it.
        pass
    if problems := schema.problems(old):
        raise _Unusable(f"it does not fit the schema: {problems[0]}")
    if problems := schema.problems(new):
        raise _Misfit(f"the result does not fit the schema: {problems[0]}")
    if not spans:
        # In another text the same words stand elsewhere; where nobody checked, spans mean nothing.
        old, new = without_spans(old), without_spans(new)
    kept = _kept_text(golden)
    same = golden.article.sha256 == record.article.sha256
    text = kept if same and kept is not None else text_of(record)
    kept = text if same else kept
    differences = diff(old, accepted, new, found, schema)
    return tuple(
        with_evidence(
            differences,
            Reading(golden.data, accepted, kept),
            Reading(given, _broken_by(given, record, text, schema), text if checked else None),
        )
    )


def _broken_by(data: Data, record: Record, text: str | None, schema: Schema) -> list[Breach]:
    """What a report breaks: by a fresh check, since another program may have edited it.

    Where the text is not at hand, by what is recorded.
    """
    if text is None:
        return list(map(Breach.of, record.findings))
    findings = check(text, data, schema, by_reader=by_reader(record.answer)).findings
    return list(map(Breach.of, findings))


def _kept_text(golden: Golden) -> str | None:
    try:
        return golden.text()
    except StoreError:
        # Changed since it was loaded: the differences are told without it.
        return None
