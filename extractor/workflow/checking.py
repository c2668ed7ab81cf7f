"""``check``: spans and findings anew, from the recorded data and the articles alone.

No endpoint is asked and nothing of the run is changed. A record without a result, a record whose
article cannot be found, and a record whose data has another shape than the schema are told apart
from one that was checked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from extractor import article as articles
from extractor import prompt as prompts
from extractor.article import Article
from extractor.checks import ShapeError, check
from extractor.checks.account import Accounted, account
from extractor.checks.agreement import Sayings, sayings
from extractor.checks.derived import Derived, derive
from extractor.checks.evidence import Claim
from extractor.checks.instead import Instead, read_instead
from extractor.errors import ConfigurationError, StoreError, one_line
from extractor.numbers.interval import Interval
from extractor.project import Project
from extractor.reader import Binding
from extractor.record import (
    ArticleRef,
    Data,
    Failure,
    Finding,
    Record,
    Status,
    by_reader,
    status_of,
)
from extractor.schema import Schema
from extractor.store import Manifest, Run


@dataclass(frozen=True, slots=True)
class Rechecked:
    """What a fresh check says of one record.

    ``status`` is ``unchecked`` where the article's text cannot be found, ``failed`` where there is
    no result or none of the schema's shape; ``reason`` then says why. ``data`` is the report with
    the spans just derived, ``intervals`` has by field what each printed number can stand for,
    ``bindings`` by figure how the deterministic reader bound what it reads alike, ``claims`` the
    report's numbers with what is known of each, ``said`` what the article says that others can be
    held against, ``apart`` the numbers that a contradiction lays to the article. ``moved`` says
    that no file is where the text was, or one with another text. ``crashed`` names
    checks that broke down, whose rules are not judged.
    """

    record: Record
    article: Article | None
    status: Status
    data: Data | None
    findings: tuple[Finding, ...] = ()
    crashed: tuple[str, ...] = ()
    reason: str | None = None
    intervals: Mapping[str, Interval] = field(default_factory=dict)
    bindings: Mapping[str, Binding] = field(default_factory=dict)
    claims: tuple[Claim, ...] = ()
    said: Sayings = ()
    apart: frozenset[int] = frozenset()
    moved: bool = False

    def accounted(self, schema: Schema) -> list[Accounted]:
        """What becomes of each number of the article; nothing where it was not checked."""
        if self.data is None or self.article is None:
            return []
        return account(self.article.text, self.data, self.claims, schema, self.apart)

    def derived(self, schema: Schema) -> list[Derived]:
        """What follows from the printed numbers; nothing where the record was not checked."""
        if self.data is None:
            return []
        return derive(self.data, self.claims, self.findings, schema)

    def instead(self, finding: Finding, schema: Schema) -> Instead | None:
        """What the article says of the number that a finding suspects, where that is known."""
        if self.data is None or self.article is None:
            return None
        return read_instead(self.article.text, self.data, self.claims, schema, finding)

    def fresh(self) -> Record:
        """The record as it is today: what was just derived in place of what was recorded."""
        error = self.record.error
        if self.data is None and self.reason is not None and self.record.data is not None:
            error = Failure("malformed", self.reason)
        return replace(
            self.record,
            status=self.status,
            data=self.data,
            findings=self.findings,
            error=error,
            crashed=self.crashed,
        )

    def to_json(self) -> Data:
        """The contract's entry of ``check --format json``, with ``reason`` where there is one."""
        entry: Data = {
            "article_id": self.record.article.id,
            "status": self.status,
            "findings": [finding.to_json() for finding in self.findings],
        }
        if self.reason is not None:
            entry["reason"] = self.reason
        if self.crashed:
            entry["crashed"] = list(self.crashed)
        return entry


class Texts:
    """Finds the articles that records are about, by source or in a folder by their hash.

    With them what else was before the model: the examples of the run's prompt.
    """

    def __init__(self, project: Project, run: Path, folder: Path | None = None) -> None:
        """``folder`` is looked through for what is not where its record says.

        Raises ``UsageError`` where that folder does not exist.
        """
        run = run.absolute()
        # A source is relative to the root of the project that ran it, which may have moved.
        self._roots = [project.root, Path(), run, run.parent, run.parent.parent]
        self._by_hash = articles.by_hash(folder) if folder is not None else {}
        self._last: Article | None = None
        self._project = project
        self._run = run
        self._examples: tuple[Data, ...] | None = None

    def find(self, ref: ArticleRef) -> Article | None:
        """The article with the record's SHA-256, or ``None``."""
        if self._last is None or self._last.sha256 != ref.sha256:
            source = self._by_hash.get(ref.sha256)
            given = articles.held(source, ref.sha256) if source is not None else None
            self._last = given or articles.find(ref, self._roots)
        return self._last

    def hindrance(self, ref: ArticleRef) -> str | None:
        """Why the file that a record names cannot be read, where there is one."""
        return articles.hindrance(ref, self._roots)

    def of(self, record: Record) -> str | None:
        """The text of a record's article, or ``None``."""
        article = self.find(record.article)
        return article.text if article is not None else None

    def examples(self, schema: Schema) -> tuple[Data, ...]:
        """The reports that the run's prompt shows; none where that very prompt is not at hand."""
        if self._examples is None:
            self._examples = self._shown(schema)
        return self._examples

    def _shown(self, schema: Schema) -> tuple[Data, ...]:
        try:
            manifest = Manifest.read(self._run)
            for resource in self._project.resources("prompt"):
                if resource.name == manifest.prompt:
                    prompt = prompts.load(resource.name, resource.path)
                    same = manifest.hashes.get("prompt") in (None, prompt.sha256)
                    return prompts.examples(prompt, schema) if same else ()
        except (StoreError, ConfigurationError):
            # Without a prompt its examples are not known, which takes no other rule with it.
            pass
        return ()


def recheck(run: Run, schema: Schema, texts: Texts) -> Iterator[Rechecked]:
    """Every record of a run checked anew, in the run's order.

    Failures of articles that are no longer among the run's are passed over.
    """
    for record in run.records(current=True):
        yield recheck_one(record, schema, texts)


def recheck_one(record: Record, schema: Schema, texts: Texts) -> Rechecked:
    """One record checked anew."""
    if record.data is None:
        reason = record.error or Failure("internal", "the record says no reason")
        return Rechecked(
            record, None, "failed", None, reason=one_line(f"{reason.kind}: {reason.message}")
        )
    article = texts.find(record.article)
    if article is None:
        hindered = texts.hindrance(record.article)
        missing = f"no text with the SHA-256 of {one_line(record.article.id, 80)} was found"
        said = missing if hindered is None else one_line(hindered)
        moved = hindered is None
        return Rechecked(record, None, "unchecked", record.data, reason=said, moved=moved)
    try:
        checked = check(
            article.text,
            record.data,
            schema,
            by_reader=by_reader(record.answer),
            examples=texts.examples(schema),
        )
    except ShapeError as error:
        return Rechecked(record, article, "failed", None, reason=one_line(f"malformed: {error}"))
    return Rechecked(
        record,
        article,
        status_of(checked.data, checked.findings),
        checked.data,
        checked.findings,
        checked.crashed,
        intervals=checked.intervals,
        bindings=checked.bindings,
        claims=checked.claims,
        said=sayings(record.article, article.text, checked.data, checked.claims, checked.findings),
        apart=checked.apart,
    )
