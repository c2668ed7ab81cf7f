"""``accept``: records of a run become golden, and who accepted what is kept beside them."""

from __future__ import annotations

from collections import Counter

from extractor.diff import LastAccepted, RunDiff, diff_run
from extractor.golden import (
    Acceptance,
    AcceptResult,
    Provenance,
    Shelf,
    note_acceptance,
)
from extractor.record import Record
from extractor.schema import Schema
from extractor.store import Run


class Acceptor:
    """Makes records of one run golden for one person; ``outcomes`` counts what became of them."""

    def __init__(
        self, run: Run, schema: Schema, shelf: Shelf, by: str, reason: str | None = None
    ) -> None:
        """``by`` is who accepts, as ``golden.author`` says; ``reason`` is theirs."""
        self._run, self._schema, self._shelf = run, schema, shelf
        self._by, self._reason = by, reason
        self._served: set[str | None] = set()
        self.outcomes: Counter[str] = Counter()
        self.complete = not run.pending and run.manifest.finished is not None

    def accept(
        self, record: Record, text: str | None, *, named: bool = False, detached: bool = False
    ) -> AcceptResult:
        """Make a record golden, or say why not; see ``Shelf.accept``.

        Where the golden was written, who did it is kept. Raises ``StoreError``.
        """
        done = self._shelf.accept(
            record,
            self._schema,
            text,
            named=named,
            detached=detached,
            complete=self.complete,
        )
        self.outcomes[done.outcome] += 1
        if done.golden is not None:
            self._served.add(record.answer.served_model if record.answer else None)
        if done.outcome == "written" and done.golden is not None:
            provenance = Provenance.of(self._run.manifest, record.answer, self._by, self._reason)
            note_acceptance(self._shelf.folder, Acceptance.of(done.golden, provenance))
        return done

    def finish(self, *, whole: bool = True) -> RunDiff:
        """Hold the run against the goldens as they are now, and keep how it compared.

        That is kept of a complete run alone, where it was accepted as a ``whole``: how the rest
        compares of a run of which one article was accepted says nothing of what was. Nothing is
        written where nothing of the run became or was golden, or where what is kept already says
        all but the time.
        """
        found = diff_run(self._shelf, self._run.records(current=True), self._schema)
        accepted = self.outcomes["written"] + self.outcomes["unchanged"]
        if accepted and whole and self.complete:
            provenance = Provenance.of(
                self._run.manifest,
                None,
                self._by,
                self._reason,
                served_model=next(iter(self._served)) if len(self._served) == 1 else None,
            )
            last = LastAccepted(provenance, accepted, found.metrics)
            if found.last is None or not last.repeats(found.last):
                last.write(self._shelf.folder)
        return found
