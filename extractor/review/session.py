"""Deciding: each decision is carried out and kept as it is made.

What is accepted changes the golden file at once, in nothing but what was decided; every decision
stands in the run's ``decisions.jsonl`` as well. Results are never touched.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from extractor.checks.grounding import ArticleText
from extractor.errors import UsageError
from extractor.golden import Golden, Shelf, acceptance_path
from extractor.record import Data, Number, Record
from extractor.review import changing
from extractor.review.agenda import Agenda
from extractor.review.changing import Change
from extractor.review.item import Item
from extractor.review.printed import Printed, printed
from extractor.review.steps import Refused, Step, Steps, contents, put_back
from extractor.review.values import Values
from extractor.schema import Schema, without_spans
from extractor.store import Choice, Decision, Decisions, Run
from extractor.store.manifest import now
from extractor.workflow.accepting import Acceptor
from extractor.workflow.checking import Texts, recheck_one


class Review:
    """A person's decisions on what is open of a run.

    ``agenda`` says what that is, ``values`` what an item may be set to.
    """

    def __init__(
        self,
        run: Run,
        schema: Schema,
        shelf: Shelf,
        texts: Texts,
        *,
        by: str,
        reason: str | None = None,
    ) -> None:
        """``by`` and ``reason`` are kept with every decision."""
        self._run, self._schema, self._texts = run, schema, texts
        self._by, self._reason = by, reason
        self._decisions = Decisions.read(run.folder)
        self._acceptor = Acceptor(run, schema, shelf, by, reason)
        self._steps = Steps()
        self.agenda = Agenda(run, schema, shelf, texts, self._decisions)
        self.values = Values(self.agenda, schema, texts)

    @property
    def complete(self) -> bool:
        """Whether the run has a record of each of its articles, without which none is accepted."""
        return self._acceptor.complete

    @property
    def decisions(self) -> list[Decision]:
        """The decisions of this review that stand, in order."""
        return [step.decision for step in self._steps]

    @property
    def made(self) -> int:
        """How many decisions of this review stand."""
        return len(self._steps)

    # ---- deciding

    def accept(self, item: Item) -> None:
        """Take a difference into its golden, or confirm a flagged figure as it is printed.

        Nothing is done where an earlier decision settled it along. Raises ``Refused`` where that
        cannot be done.
        """
        if self.agenda.is_open(item):
            with self._steps.group():
                self._accept(self.agenda.current(item))

    def accept_like(self, item: Item) -> int:
        """The same with all that are like the item; how many of those were left out.

        None is taken along that would make its golden break a rule that it did not. Raises
        ``Refused`` where one cannot be taken; what came before it stays decided.
        """
        left_out = 0
        with self._steps.group():
            for given in self.agenda.like(item):
                other = self.agenda.current(given)
                if not self.agenda.is_open(other):
                    continue
                if other.identity != item.identity and self.gains(other):
                    left_out += 1
                else:
                    self._accept(other)
        return left_out

    def gains(self, item: Item) -> tuple[str, ...]:
        """The rules that an item's golden would break with it and does not without."""
        item = self.agenda.current(item)
        if item.kind != "difference" or self.agenda.text(item) is None:
            return ()
        golden, _, _ = self.agenda.held(item)
        return self._change(item).gained(golden)

    def _change(self, item: Item) -> Change:
        golden, difference, _ = self.agenda.held(item)
        record, text = self.agenda.record(item), self.agenda.required_text(item)
        return changing.take(golden, record, difference, item.along, text, self._schema)

    def _accept(self, item: Item) -> None:
        record = self.agenda.record(item)
        if item.kind == "figure":
            self._keep(item, "confirmed")
        elif item.kind == "article":
            fresh = recheck_one(record, self._schema, self._texts).fresh()
            self._write(item, fresh, "accepted")
        else:
            self._write(item, self._change(item).record(record), "accepted")

    def reject(self, item: Item) -> None:
        """Keep the golden as it is: what the run says is wrong."""
        item = self.agenda.current(item)
        if item.kind == "figure":
            raise Refused(
                f"{item.key} has no golden to keep",
                "confirm it, set another number, or leave it open",
            )
        with self._steps.group():
            self._keep(item, "rejected")

    def leave_open(self, item: Item) -> None:
        """Note that a flagged figure cannot be decided for now; it will be asked for again."""
        item = self.agenda.current(item)
        if item.kind != "figure":
            raise Refused(f"{item.key} is a difference to golden", "skip it instead")
        with self._steps.group():
            self._keep(item, "open")

    def take_suggestion(self, item: Item) -> None:
        """Set a flagged figure to what a finding suggests."""
        if (entries := self.values.suggested(item)) is None:
            raise Refused(f"nothing is suggested for {item.key}")
        self._set(self.agenda.current(item), entries, "suggestion")

    def set_number(self, item: Item, number: Printed) -> None:
        """Set a flagged figure to a number of its article, in the reading that breaks least."""
        item = self.agenda.current(item)
        entries = min(number.readings, key=lambda each: self.values.errors(item, each))
        self._set(item, entries, "corrected")

    def set_words(self, item: Item, words: str) -> None:
        """Set a flagged figure, or a golden's, to the number that is printed in these words.

        Raises ``Refused`` where the article prints none in them, or none of that kind.
        """
        item = self.agenda.current(item)
        measure, part = item.measure, item.part
        if measure is None or part is None:
            raise Refused(f"{item.key} takes no number", "edit, accept or reject it")
        found = printed(self.agenda.required_text(item), self._schema.measure(measure), part, words)
        if not found:
            raise Refused(f"the article does not print «{words}» as a number for {item.key}")
        if item.kind == "figure":
            self.set_number(item, found[0])
            return
        entered = self.values.editable(item) or {}
        said = without_spans(found[0].readings[0])
        self.edit(item, {**entered, **said} if part == "value" else {**entered, part: said})

    # ---- editing

    def edit(self, item: Item, entered: Data) -> None:
        """Set an item to what a person entered, in the shape of ``editable``.

        Raises ``Refused`` where that does not fit the schema, or its words are not printed.
        """
        item = self.agenda.current(item)
        before = self.values.editable(item)
        if before is None:
            raise Refused(f"{item.key} cannot be edited", "accept or reject it")
        if entered.keys() != before.keys():
            raise Refused(f"the entries must be {', '.join(before)}")
        if item.kind == "figure":
            self._edit_flagged(item, before, entered)
        else:
            self._edit_golden(item, entered)

    def _edit_flagged(self, item: Item, before: Data, entered: Data) -> None:
        if item.part is None:
            raise Refused(f"{item.key} cannot be edited", "confirm it or leave it open")
        names = ("value", "scale", "currency", "text") if item.part == "value" else (item.part,)
        others = [name for name in before if name not in names and entered[name] != before[name]]
        if others:
            raise Refused(f"{others[0]} is not what is to be decided here")
        entries = {name: entered[name] for name in names}
        if item.part != "value":
            entries = entered[item.part] or {"percent": None}
            if not isinstance(entries, dict):
                raise Refused(f"{item.part} must have a percent and a text, or be null")
        self._set(item, entries, "corrected")

    def _edit_golden(self, item: Item, entered: Data) -> None:
        golden, difference, new = self.agenda.held(item)
        text = self.agenda.required_text(item)
        change, at = changing.put(golden, new, difference, entered, text, self._schema)
        self.values.require_printed(item, change.data, at)
        words = [entered.get("scope"), (entered.get("period") or {}).get("text")]
        for said in filter(None, words):
            if not ArticleText.of(text).occurrences(said):
                raise Refused(f"the article does not print «{said}»", "give its own words")
        accepted = change.record(self.agenda.record(item))
        set_to = entered.get(item.part) if item.part in ("change", "plan") else entered
        with self._steps.group():
            self._write(item, accepted, "corrected", set_to=set_to)
            # What the run says otherwise of what was entered was thereby found to be wrong.
            for other in self.agenda.undecided:
                of_it = other.article_id == item.article_id and other.kind == "difference"
                if of_it and f"{other.name}.".startswith(f"{at}.") and other.part == item.part:
                    self._keep(other, "rejected")

    def _set(self, item: Item, entries: Data, choice: Choice) -> None:
        data = self.values.with_set(item, entries)
        if choice == "corrected" and item.figure is not None:
            self.values.require_printed(item, data, item.figure.path)
        elif problems := self._schema.problems(data):
            raise Refused(f"that does not fit the schema: {problems[0]}")
        number = entries.get("value", entries.get("percent"))
        with self._steps.group():
            self._keep(item, choice, number, entries)

    # ---- taking back

    def undo(self) -> Item | None:
        """Take back what was decided last in this review, as a whole; the first item of it.

        ``None`` where that is none any more. Raises ``Refused`` where there is nothing to take
        back, or a golden was changed since.
        """
        taken = self._steps.take_back()
        if any(step.before for step in taken):
            self._reread()
        for step in taken:
            self._withdraw(step.decision)
        first = taken[-1].decision
        whose = (first.article_id, first.subject)
        of_it = (i for i in self.agenda.undecided if (i.article_id, i.subject) == whose)
        return next(of_it, None)

    def ask_again(self, key: str) -> None:
        """Take back what was rejected or settled, in this review or an earlier one.

        What was accepted is in its golden, where version control can take it back. Raises
        ``UsageError`` where nothing of that key was decided.
        """
        decisions = self.agenda.decided(key)
        if not decisions:
            raise UsageError(
                f"nothing was rejected or settled of «{key}»",
                "what was accepted is in its golden: take that back by version control",
            )
        for decision in decisions:
            self._withdraw(decision)

    def close(self) -> None:
        """Keep how the run compares with the goldens, where it is now accepted as a whole.

        That is where goldens were changed, and nothing is open or was rejected.
        """
        if self._steps.changed_files and not self.agenda.undecided and not self.agenda.closed:
            self._acceptor.finish()

    # ---- carrying out

    def _withdraw(self, decision: Decision) -> None:
        self._decisions.add(replace(decision, choice="withdrawn", at=now()))
        self.agenda.reload(decision.article_id)

    def _write(
        self, item: Item, record: Record, choice: Choice, set_to: Data | None = None
    ) -> None:
        """Make ``record`` the golden of its article and keep the decision."""
        folder = self.agenda.shelf.folder
        existing = self.agenda.shelf.partner(record.article)
        names = {record.article.id} | ({existing.article.id} if existing else set())
        self._require_unchanged(item, existing, names)
        paths = [folder / f"{name}{ending}" for name in names for ending in (".json", ".txt")]
        paths += [acceptance_path(folder, name) for name in names]
        words = existing.text_path if existing is not None else None
        if words is not None and words not in paths:
            paths.append(words)
        before = contents(paths)
        try:
            done = self._acceptor.accept(record, self.agenda.text(item), named=True)
            if done.reason is not None:
                raise Refused(f"not accepted: {item.article_id}: {done.reason}")
            after = contents(paths)
            changed = [path for path in paths if before[path] != after[path]]
            self._keep(
                item,
                choice,
                set_to=set_to,
                before={path: before[path] for path in changed},
                after={path: after[path] for path in changed},
            )
        except BaseException:
            # A golden is changed with its decision or not at all.
            if put_back(before):
                self._reread()
            raise

    def _require_unchanged(self, item: Item, existing: Golden | None, names: set[str]) -> None:
        """Raise ``Refused`` where the golden is not the one that the item was shown of."""
        folder = self.agenda.shelf.folder
        there = Shelf.load(folder.parent, folder.name, names)
        if there.partner(self.agenda.record(item).article) != existing:
            self._reread()
            self.agenda.reload(item.article_id)
            raise Refused(f"the golden of {item.article_id} was changed meanwhile", "look again")

    def _reread(self) -> None:
        """Read the goldens again, which were changed by another way than by accepting."""
        folder = self.agenda.shelf.folder
        self.agenda.shelf = Shelf.load(folder.parent, folder.name)
        self._acceptor = Acceptor(
            self._run, self._schema, self.agenda.shelf, self._by, self._reason
        )

    def _keep(
        self,
        item: Item,
        choice: Choice,
        value: Number | str | None = None,
        set_to: Data | None = None,
        **files: dict[Path, bytes | None],
    ) -> None:
        decision = Decision(
            article_sha256=item.sha256,
            article_id=item.article_id,
            field=item.name,
            subject=item.subject,
            seen=item.seen,
            choice=choice,
            value=value,
            set_to=set_to,
            by=self._by,
            at=now(),
            reason=self._reason,
        )
        self._decisions.add(decision)
        self._steps.add(Step(decision, **files))
        self.agenda.reload(item.article_id)
