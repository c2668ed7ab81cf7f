"""What a run ends with, for people: what to look at first, how it ended, what to do next."""

from __future__ import annotations

import shlex
import sys
from collections import Counter
from collections.abc import Iterator, Set
from dataclasses import dataclass, field

from extractor.checks.causes import causes
from extractor.cli import terminal, words
from extractor.cli.bill import Bill
from extractor.cli.causes import summary
from extractor.cli.progress import RunProgress
from extractor.cli.runs import short
from extractor.cli.terminal import say, styled, visible
from extractor.cli.words import counted
from extractor.endpoint.config import COMMAND_LINE, Endpoint
from extractor.errors import PERMANENT_KINDS, StoreError
from extractor.golden import Shelf
from extractor.project import Project
from extractor.record import Failure, Record
from extractor.schema import Schema, figures
from extractor.store import Run
from extractor.workflow.running import RunResult

_SHOWN = 5
"""Articles that are named of each kind."""
_UNUSABLE = frozenset({"malformed", "truncated", "refused"})
_SET_WRONG = frozenset({"auth", "not_found", "unsupported"})
_ROWS = 17
_WIDTH = 80
"""Rows, of so many cells, that what is flagged may take before the summary."""


@dataclass
class _Digest:
    """What a person should look at first, as far as it is shown, and how much more there is.

    ``right`` are the articles with figures of which none is flagged, ``kinds`` why others have no
    result; ``paired``: a golden of ``shelf`` is of one of those that have; ``unusable`` is the
    first that was answered without one.
    """

    shelf: Shelf
    articles: int = 0
    statements: int = 0
    figures: int = 0
    warnings: int = 0
    crashed: int = 0
    unnamed: int = 0
    right: int = 0
    paired: bool = False
    unusable: str | None = None
    kinds: Counter[str] = field(default_factory=Counter)
    failed: list[Record] = field(default_factory=list)
    by_model: list[Record] = field(default_factory=list)
    by_source: list[Record] = field(default_factory=list)

    def add(self, record: Record, schema: Schema, named: Set[str]) -> None:
        self.articles += record.data is not None
        if record.data is not None:
            self.statements += len(record.data.get("statements") or ())
            found = sum(1 for _ in figures(record.data, schema))
            self.figures += found
            self.right += record.status == "ok" and found > 0
            golden = self.shelf.partner(record.article) or self.shelf.broken_for(record.article)
            self.paired = self.paired or golden is not None
        self.crashed += bool(record.crashed)
        self.warnings += any(f.severity == "warning" for f in record.findings)
        if record.status == "failed":
            kind = record.error.kind if record.error else "internal"
            self.kinds[kind] += 1
            if self.unusable is None and kind in _UNUSABLE:
                self.unusable = record.article.id
            if record.article.id in named:
                return
            self.unnamed += 1
            kept = self.failed
        elif record.status == "flagged":
            model = any(
                f.severity == "error" and f.attribution != "source" for f in record.findings
            )
            kept = self.by_model if model else self.by_source
        else:
            return
        if len(kept) < _SHOWN:
            kept.append(record)

    @property
    def flagged(self) -> list[Record]:
        """Those flagged against the model before those that are the articles' own."""
        return [*self.by_model, *self.by_source][:_SHOWN]


def summarise(
    project: Project,
    result: RunResult,
    schema: Schema,
    endpoint: Endpoint,
    progress: RunProgress,
) -> int:
    """Say on standard error what to look at first, how a run ended and what to do next.

    What failed while ``progress`` was shown was said already. Returns in how many articles a check
    broke down, so that its rules are not judged.
    """
    counts, bill = result.manifest.counts, Bill()
    digest = _Digest(_shelf(project, schema))
    articles = frozenset(result.manifest.articles or ())
    earlier = 0
    for record in Run.open(result.folder).records():
        bill.add(record)
        if record.article.id in articles:
            digest.add(record, schema, progress.named)
        else:
            earlier += record.data is not None
    name = shlex.quote(visible(short(result.folder)))
    _say_flagged(digest, counts.flagged, name)
    if digest.failed:
        say("without a result:")
        for record in digest.failed:
            error = record.error or Failure("internal", "the record says no reason")
            say(f"  {visible(record.article.id)}: {progress.reasons.told(error)}")
        _more(digest.unnamed - len(digest.failed), "failed article", name)
        say()
    if digest.articles or not counts.failed:
        say(
            f"{counted(digest.figures, 'figure')} in {counted(digest.statements, 'statement')} "
            f"of {counted(digest.articles, 'article')}"
        )
    else:
        say("no article has a result")
    told = [
        (f"{counts.ok} ok", "green" if counts.ok else None),
        (f"{counts.flagged} flagged", "red" if counts.flagged else None),
        (f"{counts.failed} failed", "red" if counts.failed else None),
        (f"{counts.pending} pending", "yellow" if counts.pending else None),
    ]
    tail = f", {digest.warnings} with warnings" if digest.warnings else ""
    say(", ".join(styled(text, sys.stderr, colour) for text, colour in told) + tail)
    if not endpoint.in_process:
        say(bill.told(result.manifest.superseded))
    if result.manifest.reader_first:
        say(words.read_first(result.manifest.by_reader, result.manifest.saved))
    if result.manifest.reasks:
        say(words.reasks(Counter(result.manifest.reasks)))
    if earlier:
        are, their = ("is", "its result is") if earlier == 1 else ("are", "their results are")
        say(
            f"{counted(earlier, 'earlier article')} {are} not among these sources; "
            f"{their} kept in the folder"
        )
    if digest.crashed:
        crashed = counted(digest.crashed, "article")
        say(f"\n{crashed} with a check that broke down, see «extractor show {name}»")
    _say_end(result, digest)
    for line in _next(result, digest, endpoint, name):
        say(line)
    return digest.crashed


def _shelf(project: Project, schema: Schema) -> Shelf:
    """The goldens, none where they cannot be read: that is for whoever asks for them to say."""
    try:
        return Shelf.load(project.goldens, schema.name)
    except StoreError:
        return Shelf(project.goldens / schema.name)


def _say_flagged(digest: _Digest, flagged: int, name: str) -> None:
    """What to look at first, in no more rows than leave room for what is said below.

    One group of findings of each article, the first one whatever its length.
    """
    shown = left = 0
    for record in digest.flagged:
        found = [c for c in causes(record.findings) if c.lead.severity == "error"]
        told = [f"    {line}" for c in found[:1] for line in summary(c, record.data or {})]
        more = sum(len(cause.findings) for cause in found[1:])
        if more:
            article = shlex.quote(visible(record.article.id))
            told.append(f"    and {counted(more, 'more finding')}: extractor show {name} {article}")
        rows = 1 + sum(terminal.rows(line, _WIDTH) for line in told)
        if shown and rows > left:
            break
        if not shown:
            say("look here first:")
            left = _ROWS
        say(f"  {styled(visible(record.article.id), sys.stderr, bold=True)}")
        for line in told:
            say(line)
        shown, left = shown + 1, left - rows
    _more(flagged - shown, "flagged article", name)
    if shown:
        say()


def _say_end(result: RunResult, digest: _Digest) -> None:
    """What ended the run before its end, and whether the same command would go on."""
    counts, stopped = result.manifest.counts, result.stopped_by
    if stopped is not None and stopped.kind == "budget":
        say(f"\nstopped by the budget: {visible(stopped.message)}; go on with a larger --budget")
        return
    if stopped is not None:
        say(
            f"\nstopped, since every further article would fail alike: {stopped.kind}: "
            f"{visible(stopped.message)}"
        )
    if result.interrupted:
        say("\nwhat was finished is kept")
    if counts.pending or digest.kinds.keys() - {"article"}:
        after = "after that " if stopped and stopped.kind in PERMANENT_KINDS else ""
        say(f"\n{after}the same command goes on from here")
    if unread := digest.kinds["article"]:
        what = "what cannot be read is" if unread == 1 else f"the {unread} that cannot be read are"
        say(f"\n{what} tried again by the same command: mend or leave out")


def _next(result: RunResult, digest: _Digest, endpoint: Endpoint, name: str) -> Iterator[str]:
    """The commands of use now, each of which has something to work on."""
    commands = []
    if digest.articles:
        first = f" {shlex.quote(visible(digest.flagged[0].article.id))}" if digest.flagged else ""
        commands.append(f"show {name}{first}")
    elif digest.unusable is not None and result.stopped_by is None:
        article = shlex.quote(visible(digest.unusable))
        commands.append(f"show {name} {article} --raw  # what was asked and answered")
    if digest.articles and not digest.figures:
        what = (
            "builtin reads Vietnamese trade news alone, others by another --endpoint"
            if endpoint.in_process
            else "«extractor show RUN ARTICLE --raw» has what was asked and answered"
        )
        yield f"\nno figure was found: {what}"
    elif digest.paired and not result.interrupted:
        commands.append(f"diff {name}")
    elif not result.interrupted:
        if digest.flagged:
            commands.append(f"review {name}  # decide what is flagged")
        if digest.right or digest.by_source:
            commands.append(f"accept {name}  # make golden what seems right")
    if result.stopped_by is not None and result.stopped_by.kind in _SET_WRONG:
        named = endpoint.origins.get("model") == COMMAND_LINE
        asked = [
            "endpoints",
            "test",
            endpoint.name,
            *(["--model", endpoint.model] if named else []),
        ]
        commands.append(visible(shlex.join(asked)))
    for number, command in enumerate(commands):
        yield ("      " if number else "\nnext: ") + f"extractor {command}"


def _more(count: int, noun: str, run: str) -> None:
    if count > 0:
        say(f"  and {counted(count, f'more {noun}')}: extractor show {run}")
