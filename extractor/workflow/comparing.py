"""``compare``: several runs held against each other, the golden and the rules against both.

No endpoint is asked and nothing of the runs is changed. Records are read one at a time; only where
the runs have their articles in different orders are some held until their turn. What the rules say
of a difference is derived anew from the article's text, the same as ``check`` does; where the text
cannot be found they do not decide.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from extractor.diff import (
    Accepted,
    Group,
    golden_support,
    points,
    rules_broken,
    rules_support,
    same_articles,
)
from extractor.errors import StoreError, UsageError
from extractor.golden import Shelf
from extractor.project import Project
from extractor.record import Data, Finding, Record
from extractor.schema import Schema, figures
from extractor.store import Run
from extractor.workflow.account import Account, Bookkeeper
from extractor.workflow.checking import Texts, recheck_one
from extractor.workflow.comparison import MOST, Comparison, Disagreement, Lost


def compare(
    project: Project, runs: Sequence[tuple[str, Run]], schema: Schema, shelf: Shelf
) -> Comparison:
    """Hold two or more runs of one schema against each other; each comes with its folder's name.

    Raises ``UsageError`` where a run shares no article with any other, or they are too many.
    """
    if len(runs) > MOST:
        raise UsageError(f"{len(runs)} runs are too many", f"compare at most {MOST} at once")
    accounts, refs = [], []
    for name, run in runs:
        keeper, found = Bookkeeper(name, run), []
        for record in run.records(current=True):
            keeper.note(record)
            found.append(record.article)
        accounts.append(keeper.account())
        refs.append(found)
    groups = same_articles(refs)
    _require_shared(groups, [name for name, _ in runs])
    comparing = _Comparing(project, [run for _, run in runs], schema, shelf, tuple(accounts))
    for group in groups:
        comparing.take(group)
    return comparing.result


def _require_shared(groups: Sequence[Group], names: Sequence[str]) -> None:
    shared = {run for group in groups if len(group.positions) > 1 for run in group.positions}
    for run, name in enumerate(names):
        if run in shared:
            continue
        told = f"{name} shares no article with the other runs"
        if len(names) == 2:
            told = f"{names[0]} and {names[1]} share no article"
        raise UsageError(told, "compare runs over the same articles")


class _Reader:
    """A run's records by their position, each read once and held no longer than needed."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._records = enumerate(run.records(current=True))
        self._held: dict[int, Record] = {}

    def take(self, position: int) -> Record:
        """The record at a position; each can be taken once."""
        while position not in self._held:
            following = next(self._records, None)
            if following is None:
                raise StoreError(
                    f"{self._run.folder} changed while it was read", "wait until its run is done"
                )
            self._held[following[0]] = following[1]
        return self._held.pop(position)


class _Comparing:
    """Takes the runs' articles one by one."""

    def __init__(
        self,
        project: Project,
        runs: Sequence[Run],
        schema: Schema,
        shelf: Shelf,
        accounts: tuple[Account, ...],
    ) -> None:
        self._schema = schema
        self._shelf = shelf
        self._readers = [_Reader(run) for run in runs]
        self._texts = [Texts(project, run.folder) for run in runs]
        self.result = Comparison(schema, accounts)

    def take(self, group: Group) -> None:
        """Compare what the runs have of one article."""
        records = {
            run: self._readers[run].take(position)
            for run, position in sorted(group.positions.items())
        }
        article_id = next(iter(records.values())).article.id
        usable = self._usable(records, article_id)
        if len(usable) < 2:
            return
        self.result.compared += 1
        if group.changed:
            self.result.changed.append(article_id)
        reports = {run: record.data for run, record in usable.items() if record.data is not None}
        found = []
        for point in points(reports, self._schema):
            self.result.count(point)
            if point.cosmetic or point.state != "agree":
                found.append(point)
        golden = None if group.changed else self._golden(usable)
        self.result.with_golden += golden is not None
        if all(point.state == "agree" for point in found):
            self.result.same += 1
            findings = None
        else:
            findings = self._findings(usable)
            self.result.unjudged += findings is None
        accepted = {
            run: Accepted(golden, data, self._schema)
            for run, data in reports.items()
            if golden is not None and found
        }
        for point in found:
            made = Disagreement(article_id, group.changed, point)
            if point.state != "agree":
                made = _judged(made, accepted, findings)
            self.result.disagreements.append(made)

    def _usable(self, records: Mapping[int, Record], article_id: str) -> dict[int, Record]:
        """The records that have a report of the schema; what is lost is noted."""
        usable: dict[int, Record] = {}
        reasons: dict[int, str] = {}
        for run, record in records.items():
            if record.data is None:
                reasons[run] = record.error.message if record.error else "no reason is given"
            elif problems := self._schema.problems(record.data):
                reasons[run] = f"not of the schema's shape: {problems[0]}"
            else:
                usable[run] = record
        there = next((r.data for r in usable.values() if r.data is not None), {})
        count = sum(1 for _ in figures(there, self._schema))
        # A line that cannot be read is of one run alone: which article it was, nobody knows.
        of_a_text = any(record.article.sha256 for record in records.values())
        self.result.lost += [
            Lost(run, article_id, reasons.get(run), count)
            for run in range(len(self._readers))
            if run not in usable and (run in records or of_a_text)
        ]
        return usable

    def _golden(self, records: Mapping[int, Record]) -> Data | None:
        for record in records.values():
            golden = self._shelf.of_text(record.article)
            if golden is not None and not self._schema.problems(golden.data):
                return golden.data
        return None

    def _findings(self, records: Mapping[int, Record]) -> dict[int, Sequence[Finding]] | None:
        """What fresh checks of all records find, ``None`` where one could not be checked whole."""
        found: dict[int, Sequence[Finding]] = {}
        for run, record in records.items():
            # Another program need not say where a text lies that another run knows.
            known = (
                (self._texts[other], same.article)
                for other, same in ((run, record), *records.items())
                if same.article.sha256 == record.article.sha256
            )
            texts, article = next(
                ((texts, ref) for texts, ref in known if texts.find(ref) is not None),
                (self._texts[run], record.article),
            )
            checked = recheck_one(replace(record, article=article), self._schema, texts)
            if checked.status in ("failed", "unchecked") or checked.crashed:
                return None
            found[run] = checked.findings
        return found


def _judged(
    made: Disagreement,
    accepted: Mapping[int, Accepted],
    findings: Mapping[int, Sequence[Finding]] | None,
) -> Disagreement:
    golden = golden_support(made.point, accepted) if accepted else None
    if findings is None:
        return replace(made, golden=golden)
    broken = rules_broken(made.point, findings)
    return replace(made, golden=golden, broken=broken, rules=rules_support(made.point, broken))
