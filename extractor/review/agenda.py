"""What of a run is open, found anew for an article after each decision on it.

An item is closed by what was decided of the very same thing: a rejection where it differs from its
golden, a number or a confirmation where it is flagged. What was accepted is in its golden and
therefore differs no more.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Set
from dataclasses import replace

from extractor.diff import Difference, diff_run
from extractor.errors import StoreError, UsageError
from extractor.golden import Breach, Golden, Shelf
from extractor.record import Data, Finding, Record
from extractor.review import changing
from extractor.review.item import Identity, Item, concerning, differing, flagged
from extractor.review.steps import Refused
from extractor.schema import Schema
from extractor.store import Decision, Decisions, Run
from extractor.workflow.checking import Texts, recheck_one


def _united(recorded: Iterable[Finding], fresh: Iterable[Finding]) -> list[Finding]:
    """Findings as they are recorded, which may hold a suggestion, and what else is found today."""
    known = list(recorded)
    breaches = set(map(Breach.of, known))
    return known + [finding for finding in fresh if Breach.of(finding) not in breaches]


def _settles(decision: Decision, item: Item, mended: Set[str]) -> bool:
    """Whether a decision leaves nothing to decide; a number that cannot be put in does not."""
    if decision.choice == "open":
        return False
    return decision.set_to is None or (item.figure is not None and item.figure.path in mended)


def _figure(field: str) -> str:
    return ".".join(field.split(".")[:3])


class Agenda:
    """The items of a run, most serious first; which of them are open changes with the decisions.

    ``items`` are those of the beginning, and what was asked for again since. ``closed`` has by its
    key what was decided of what would otherwise be open. ``left_out`` says in a line each which
    articles cannot be reviewed, and why. ``shelf`` is to be set anew where goldens were changed by
    another way than it.
    """

    def __init__(
        self, run: Run, schema: Schema, shelf: Shelf, texts: Texts, decisions: Decisions
    ) -> None:
        """All records of the run are read once; those of which nothing is to decide are let go."""
        self.shelf = shelf
        self.left_out: list[str] = []
        self.closed: dict[str, Decision] = {}
        self._schema, self._texts, self._decisions = schema, texts, decisions
        self._records: dict[str, Record] = {}
        self._open: dict[str, dict[Identity, Item]] = {}
        self.items = sorted(self._all(run), key=lambda item: item.rank)
        self._first = {item.identity for item in self.items}

    def _all(self, run: Run) -> Iterator[Item]:
        known = Counter(record.article.id for record in run.records(current=True))
        for name, count in known.items():
            if count > 1:
                self.left_out.append(f"{name}: {count} records of the run have this id")
        for record in run.records(current=True):
            if known[record.article.id] > 1:
                continue
            if record.data is None:
                self._leave_out(record, "it has no result")
            else:
                yield from self._load(record)

    def reload(self, article_id: str) -> None:
        """Find anew what is open of an article."""
        found = self._load(self._records[article_id])
        known = {item.identity for item in self.items if item.article_id == article_id}
        self.items += [item for item in found if item.identity not in known]
        # What only came between two decisions taken together is nothing that a person was asked.
        self.items[:] = [i for i in self.items if i.identity in self._first or self.is_open(i)]

    def _load(self, record: Record) -> list[Item]:
        """The items of one record, known from now on as they are now."""
        name = record.article.id
        for key in [key for key, made in self.closed.items() if made.article_id == name]:
            del self.closed[key]
        found = list(self._items(record))
        if (
            found
            or name in self._records
            or any(made.article_id == name for made in self.closed.values())
        ):
            self._records[name] = record
            self._open[name] = {item.identity: item for item in found}
        return found

    def _items(self, record: Record) -> Iterator[Item]:
        if (broken := self.shelf.broken_for(record.article)) is not None:
            self._leave_out(record, broken.reason)
            return
        golden = self.shelf.partner(record.article)
        if golden is None:
            # Nobody says of what was never checked whether it is flagged.
            if record.status in ("flagged", "unchecked"):
                yield from self._flagged(record)
            return
        for twin in self.shelf.all_of_text(record.article):
            if twin is not golden:
                self._leave_out(record, f"the golden {twin.article.id} is of the same text")
        one = Shelf(self.shelf.folder, [golden])
        article = diff_run(one, [record], self._schema, self._texts.of).articles[0]
        if article.state != "compared":
            self._leave_out(record, article.reason or article.state)
        elif article.differences or article.article_changed:
            if self._text(record) is None:
                self._leave_out(record, "its article was not found, so nothing can be accepted")
            for item in differing(article, golden.data, record):
                standing = self._standing(item)
                if standing is not None and standing.choice == "rejected":
                    self.closed[item.key] = standing
                else:
                    yield item

    def _leave_out(self, record: Record, reason: str) -> None:
        told = f"{record.article.id}: {reason}"
        if told not in self.left_out:
            self.left_out.append(told)

    def _flagged(self, record: Record) -> Iterator[Item]:
        checked = recheck_one(record, self._schema, self._texts)
        if checked.article is None:
            self._leave_out(record, checked.reason or "its article was not found")
            return
        items = list(flagged(checked, _united(record.findings, checked.findings), self._schema))
        # With what was decided put in, figures may break no rule any more that did before.
        data, mended = changing.corrected(record, self._decisions, self._schema)
        now = recheck_one(replace(record, data=data), self._schema, self._texts)
        kept = [f for f in record.findings if not mended.intersection(map(_figure, f.fields))]
        # A number that now is the suspect may be one that was decided: the others are still open.
        found = flagged(now, _united(kept, now.findings), self._schema, suspects=False)
        still = {item.subject for item in found}
        for item in items:
            standing = self._standing(item)
            if standing is not None and _settles(standing, item, mended):
                self.closed[item.key] = standing
            elif item.subject in still:
                yield item

    def _standing(self, item: Item) -> Decision | None:
        return self._decisions.standing(item.sha256, item.subject, item.seen)

    def is_open(self, item: Item) -> bool:
        """Whether the item is still to be decided."""
        return item.identity in self._open.get(item.article_id, {})

    def current(self, item: Item) -> Item:
        """The item as it is now: its field may be another once a statement is gone."""
        return self._open.get(item.article_id, {}).get(item.identity, item)

    @property
    def undecided(self) -> list[Item]:
        """What is still to be decided, in order."""
        return [self.current(item) for item in self.items if self.is_open(item)]

    def named(self, keys: Iterable[str]) -> dict[str, Item]:
        """The open items of these keys, whole or short.

        Raises ``UsageError`` where a key names none, or a short one several.
        """
        short: dict[str, list[Item]] = defaultdict(list)
        marked: dict[str, list[Item]] = defaultdict(list)
        for item in self.undecided:
            short[item.short_key].append(item)
            marked[item.mark].append(item)
        found = {}
        for key in keys:
            same = marked.get(key.rpartition(":")[2], ())
            items = [i for i in same if key.startswith(f"{i.article_id}:")] or short.get(key, [])
            if len(items) > 1:
                told = " and ".join(item.key for item in items[:2])
                raise UsageError(f"«{key}» names several items", f"such as {told}")
            if not items:
                made = self.decided(key)
                hint = "without a terminal «extractor review RUN» lists what there is"
                if made:
                    hint = f"it was {made[0].choice}; --undo asks for it again"
                raise UsageError(f"nothing to decide is called «{key}»", hint)
            found[key] = items[0]
        return found

    def findings(self, item: Item) -> list[Finding]:
        """What today's checks find of an item, infos aside."""
        if item.kind == "figure":
            return list(item.findings)
        checked = recheck_one(self._records[item.article_id], self._schema, self._texts)
        return list(concerning(checked.findings, item))

    def decided(self, key: str) -> list[Decision]:
        """What was rejected or settled under a key, whole or short."""
        return [
            made
            for name, made in self.closed.items()
            if name == key or name.rpartition(":")[0] == key
        ]

    def record(self, item: Item) -> Record:
        """The record that an item is of."""
        return self._records[item.article_id]

    def text(self, item: Item) -> str | None:
        """The text of an item's article, ``None`` where it is not at hand."""
        return self._text(self._records[item.article_id])

    def _text(self, record: Record) -> str | None:
        if (text := self._texts.of(record)) is not None:
            return text
        golden = self.shelf.of_text(record.article)
        try:
            return golden.text() if golden is not None else None
        except StoreError:
            return None

    def required_text(self, item: Item) -> str:
        """The text of an item's article; raises ``Refused`` where it is not at hand."""
        text = self.text(item)
        if text is None:
            raise Refused(
                f"the article of {item.article_id} was not found", "name its folder with --articles"
            )
        return text

    def held(self, item: Item) -> tuple[Golden, Difference, Data]:
        """The golden that an item is held against, its difference and the run's report."""
        record = self.record(item)
        golden = self.shelf.partner(record.article)
        if golden is None or item.difference is None or record.data is None:
            raise Refused(f"{item.key} has no golden any more")
        return golden, item.difference, record.data

    def like(self, item: Item) -> list[Item]:
        """What may be accepted together with an item, itself first.

        Differences of the same kind in all articles; of a flagged figure those of its article that
        break the very same rules. None that newly breaks a rule goes along, nor with one that does.
        """
        item = self.current(item)
        if item.kind == "article" or item.newly:
            return [item]
        return [
            item,
            *(
                other
                for other in self.undecided
                if other.like == item.like and not other.newly and other.key != item.key
            ),
        ]
