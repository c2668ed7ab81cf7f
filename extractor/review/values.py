"""What an item may be set to besides what the run says of it: only what its article prints."""

from __future__ import annotations

from dataclasses import replace

from extractor.golden import Breach
from extractor.record import Data, Finding
from extractor.review import changing
from extractor.review.agenda import Agenda
from extractor.review.item import Item
from extractor.review.printed import Printed, printed
from extractor.review.steps import Refused
from extractor.schema import Schema, without_spans
from extractor.workflow.checking import Texts, recheck_one


class Values:
    """Suggestions, the article's numbers and what can be edited of the items of a run."""

    def __init__(self, agenda: Agenda, schema: Schema, texts: Texts) -> None:
        """For the items of ``agenda``, as they are at each time."""
        self._agenda, self._schema, self._texts = agenda, schema, texts

    def suggested(self, item: Item) -> Data | None:
        """What a finding suggests for a flagged figure, as the entries it would then have."""
        item = self._agenda.current(item)
        if item.figure is None or item.part is None:
            return None
        number = "value" if item.part == "value" else "percent"
        path = item.figure.path if item.part == "value" else f"{item.figure.path}.{item.part}"
        for finding in item.findings:
            if (offered := finding.suggestion) and offered.field == f"{path}.{number}":
                figure = item.figure.figure
                unit = {"scale": figure["scale"], "currency": figure["currency"]}
                entries = {number: offered.value, **(unit if item.part == "value" else {})}
                if self._mends(item, entries, finding):
                    return entries
        return None

    def _mends(self, item: Item, entries: Data, finding: Finding) -> bool:
        """Whether a suggestion does what it promises: its finding is none any more."""
        data = self.with_set(item, entries)
        if self._schema.problems(data):
            return False
        record = replace(self._agenda.record(item), data=data)
        found = recheck_one(record, self._schema, self._texts).findings
        return Breach.of(finding) not in map(Breach.of, found)

    def numbers(self, item: Item) -> list[Printed]:
        """The other numbers of the article that a flagged figure could have, the nearest first."""
        item = self._agenda.current(item)
        text = self._agenda.text(item)
        if text is None or item.figure is None or item.part is None:
            return []
        said = item.figure.figure if item.part == "value" else item.figure.figure[item.part] or {}
        start = (said.get("span") or [0])[0]
        now = {name: said.get(name) for name in ("value", "scale", "currency", "percent")}
        others = []
        for number in printed(text, self._schema.measure(item.figure.measure), item.part):
            left = tuple(
                r for r in number.readings if any(r.get(n) != now[n] for n in now if n in r)
            )
            if left:
                others.append(replace(number, readings=left))
        return sorted(others, key=lambda number: abs(number.span.start - start))

    def editable(self, item: Item) -> Data | None:
        """The figure, or the head of the statement, as a person may set it; ``None``: nothing."""
        item = self._agenda.current(item)
        raw = item.golden if item.new is None else item.new
        if raw is None or item.kind in ("finding", "article"):
            return None
        if item.kind == "difference" and item.golden is not None and "value" in item.golden:
            # As the golden would be with this difference alone: no other is decided along.
            raw = changing.figure_with(*self._agenda.held(item), self._schema) or raw
        measures = {measure.name for measure in self._schema.measures}
        kept = raw if "value" in raw else {k: v for k, v in raw.items() if k not in measures}
        found: Data = without_spans(kept)
        return found

    def require_printed(self, item: Item, data: Data, at: str) -> None:
        """Raise ``Refused`` where ``data`` does not fit the schema, or ``at`` is not printed."""
        if problems := self._schema.problems(data):
            raise Refused(f"that does not fit the schema: {problems[0]}")
        record = replace(self._agenda.record(item), data=data)
        checked = recheck_one(record, self._schema, self._texts)
        for finding in checked.findings:
            if finding.rule == "grounding" and any(
                f"{f}.".startswith(f"{at}.") for f in finding.fields
            ):
                raise Refused(finding.message, "only what the article prints can be set")

    def with_set(self, item: Item, entries: Data) -> Data:
        """The report of a flagged figure's record with the figure set so."""
        data = self._agenda.record(item).data
        if data is None or item.figure is None or item.part is None:
            raise Refused(f"{item.key} takes no number", "confirm it or leave it open")
        return changing.set_part(data, item.figure, item.part, entries)

    def errors(self, item: Item, entries: Data) -> int:
        """How many errors its article would have with a flagged figure set so."""
        record = replace(self._agenda.record(item), data=self.with_set(item, entries))
        found = recheck_one(record, self._schema, self._texts).findings
        return sum(finding.severity == "error" for finding in found)
