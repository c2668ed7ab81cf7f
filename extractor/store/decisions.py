"""What a person decided on a run's figures: ``decisions.jsonl`` beside the untouched results.

One decision a line, on the disk as it is made, whoever else makes some meanwhile. A decision is
known by its article's SHA-256 and its subject, which does not depend on the order of statements,
and stands only for what the person saw: where a re-run says something else, nobody has decided yet.
Of several on the very same the last counts. The results never change for a decision, and a run goes
on without touching the file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast, get_args

from extractor import durable, exact_json
from extractor.errors import StoreError, one_line
from extractor.record import Data, Number
from extractor.schema import FigureAt, base_value
from extractor.store.lines import lines

DECISIONS = "decisions.jsonl"
FORMAT = 1

Choice = Literal[
    "accepted", "rejected", "confirmed", "suggestion", "corrected", "open", "withdrawn"
]
"""``accepted`` and ``rejected`` of a difference from the golden; of a figure ``confirmed`` as
printed, the finding's ``suggestion`` or another printed number (``corrected``) in its place, left
``open``. ``withdrawn`` takes the one before back."""

FigurePart = Literal["value", "change", "plan"]
PARTS: tuple[FigurePart, ...] = get_args(FigurePart)
Subject = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision of a person.

    ``field`` names what was decided in the report it was decided on, for people. ``subject`` is
    what identifies it: place, period («start/end»), scope, measure and part, or «rule», the rule
    and its fields. ``seen`` is what was before the person. With ``suggestion`` and ``corrected``,
    ``value`` is the number as the field has it and ``set_to`` the entries that the figure, or its
    change or share, would have. ``at`` is when, ISO 8601.
    """

    article_sha256: str
    article_id: str
    field: str
    subject: Subject
    seen: Data
    choice: Choice
    value: Number | str | None = None
    set_to: Data | None = None
    by: str | None = None
    at: str = ""
    reason: str | None = None

    def to_json(self) -> Data:
        """The decision as a line of the file has it."""
        told = {name: getattr(self, name) for name in self.__slots__}
        return {"format": FORMAT, **told, "subject": list(self.subject)}

    @classmethod
    def from_json(cls, raw: Any) -> Decision:
        """Read a line of the file; ``ValueError`` with the reason where it is no decision."""
        if not isinstance(raw, Mapping):
            raise ValueError("not an object")
        if type(raw.get("format")) is not int:
            raise ValueError("it does not say its format")
        if raw["format"] != FORMAT:
            raise ValueError(f"format {raw['format']}, this version reads {FORMAT}")
        for name in ("article_sha256", "article_id", "field", "at"):
            if not isinstance(raw.get(name), str):
                raise ValueError(f"{name} is no text")
        for name in ("by", "reason"):
            if not isinstance(raw.get(name), str | None):
                raise ValueError(f"{name} is no text")
        subject, value = raw.get("subject"), raw.get("value")
        if not isinstance(subject, list) or not all(isinstance(s, str | None) for s in subject):
            raise ValueError("subject is no list of texts")
        if not isinstance(raw.get("seen"), dict):
            raise ValueError("seen is no object")
        if not isinstance(raw.get("set_to"), dict | None):
            raise ValueError("set_to is no object")
        if isinstance(value, bool) or not isinstance(value, Number | str | None):
            raise ValueError("value is neither a number nor a text")
        if raw.get("choice") not in get_args(Choice):
            raise ValueError(f"unknown choice {one_line(str(raw.get('choice')), 40)}")
        return cls(
            article_sha256=raw["article_sha256"],
            article_id=raw["article_id"],
            field=raw["field"],
            subject=tuple(subject),
            seen=raw["seen"],
            choice=cast(Choice, raw["choice"]),
            value=value,
            set_to=raw.get("set_to"),
            by=raw.get("by"),
            at=raw["at"],
            reason=raw.get("reason"),
        )


class Decisions:
    """The decisions of one run's folder, in the order in which they were made."""

    def __init__(self, path: Path) -> None:
        """Without any yet; ``read`` is the way in for a run's folder."""
        self._path = path
        self._made: dict[str, list[Decision]] = defaultdict(list)

    @classmethod
    def read(cls, run_folder: Path) -> Decisions:
        """The decisions made in a run's folder; none where there is no file of them.

        A last line that a kill cut off counts for nothing. Raises ``StoreError`` that names the
        line where another one cannot be read.
        """
        decisions = cls(run_folder / DECISIONS)
        if not decisions._path.exists():
            return decisions
        with durable.reported("read", decisions._path), decisions._path.open("rb") as file:
            for line in lines(file):
                try:
                    decision = Decision.from_json(exact_json.loads(line.content))
                except ValueError as error:
                    if not line.whole:
                        break
                    raise StoreError(
                        f"{decisions._path} line {line.number} cannot be read: {error}",
                        "mend or delete that line; no other depends on it",
                    ) from None
                decisions._made[decision.article_sha256].append(decision)
        return decisions

    def of(self, article_sha256: str) -> list[Decision]:
        """Every decision on an article, the ones that no longer count included."""
        return list(self._made.get(article_sha256, ()))

    def standing(self, article_sha256: str, subject: Subject, seen: Data) -> Decision | None:
        """The decision that counts for what is seen now, ``None`` where nobody has decided."""
        wanted = exact_json.canonical(seen)
        for decision in reversed(self._made.get(article_sha256, ())):
            # Two figures of one statement and measure can be in conflict: what was seen tells them.
            if decision.subject == subject and exact_json.canonical(decision.seen) == wanted:
                return decision if decision.choice != "withdrawn" else None
        return None

    def on_figure(
        self, article_sha256: str, statement: Data, at: FigureAt, part: FigurePart
    ) -> Decision | None:
        """The decision that counts for a part of a figure as it is now.

        What was seen is what ``figure_subject`` says, or has that as «new» beside a golden's.
        """
        subject, seen = figure_subject(statement, at, part)
        wanted = exact_json.canonical(seen)
        for decision in reversed(self._made.get(article_sha256, ())):
            of_it = decision.seen.get("new", decision.seen)
            if decision.subject == subject and exact_json.canonical(of_it) == wanted:
                return decision if decision.choice != "withdrawn" else None
        return None

    def add(self, decision: Decision) -> None:
        """Add a decision; it is on the disk when this returns, else ``StoreError``."""
        line = durable.encode(exact_json.dumps(decision.to_json()))
        try:
            kept = Decision.from_json(exact_json.loads(line))
        except ValueError as error:
            raise StoreError(f"a decision on {decision.field} cannot be kept: {error}") from None
        # Else a line that another process is about to write would look like one that was cut off.
        with durable.alone(self._path):
            self._mend()
            self._append(line)
        self._made[decision.article_sha256].append(kept)

    def _mend(self) -> None:
        """Leave whole lines alone: a last one that a kill cut off is ended, or removed."""
        whole = durable.whole_lines(self._path)
        with durable.reported("read", self._path), self._path.open("rb") as file:
            file.seek(whole)
            last = file.read()
        if not last:
            return
        try:
            Decision.from_json(exact_json.loads(last))
        except ValueError:
            durable.truncate(self._path, whole)
        else:
            self._append(b"")

    def _append(self, line: bytes) -> None:
        log = durable.Log(self._path)
        try:
            log.append([line], durable=True)
        finally:
            log.close()


def statement_subject(statement: Data) -> Subject:
    """What identifies a statement in its article: place, period («start/end») and scope."""
    period = statement["period"]
    return statement["place"], f"{period['start']}/{period['end']}", statement.get("scope")


def figure_subject(statement: Data, at: FigureAt, part: FigurePart) -> tuple[Subject, Data]:
    """What identifies a part of a figure in its article, and what a person sees of it.

    The value is in base units, percents are as printed; all ``None`` where there is no such part.
    """
    subject = (*statement_subject(statement), at.measure, part)
    if part == "value":
        value = base_value(at.figure)
        return subject, {
            "value": None if value is None else exact_json.plain(value),
            "currency": at.figure.get("currency"),
            "text": at.figure.get("text"),
        }
    said = at.figure.get(part) or {"percent": None, "text": None}
    percent = said["percent"]
    return subject, {
        "percent": None if percent is None else exact_json.plain(percent),
        "text": said.get("text"),
    }
