"""``golden/<schema>/last_accepted.jsonl``: how the last accepted run compared with the goldens.

What a run is measured by beside the goldens themselves. Written by ``accept``, never by ``diff`` or
``gate``. Every file there that ends in ``.json`` is a golden, so this one does not. Like an
acceptance it holds no word of an article and no folder of the machine.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from extractor import durable, exact_json
from extractor.diff.metrics import Metrics
from extractor.errors import StoreError
from extractor.golden import LAST_ACCEPTED, Provenance
from extractor.record import Data, RecordError

FORMAT = 1


@dataclass(frozen=True, slots=True)
class LastAccepted:
    """Who accepted from which run, and how the run compared then.

    ``articles`` counts the records that were or became golden by that; ``metrics`` are those of the
    whole run against the goldens as they were afterwards.
    """

    provenance: Provenance
    articles: int
    metrics: Metrics

    def to_json(self) -> Data:
        """The content of the file."""
        return {
            "format": FORMAT,
            **self.provenance.to_json(),
            "articles": self.articles,
            "metrics": self.metrics.to_json(),
        }

    def repeats(self, other: LastAccepted) -> bool:
        """Whether it says what ``other`` does, at another time."""
        return self == replace(other, provenance=replace(other.provenance, at=self.provenance.at))

    def write(self, folder: Path) -> None:
        """Put it in the schema's folder, ``golden/<schema>``, in place of the one before."""
        text = exact_json.dumps(self.to_json()) + "\n"
        durable.replace(folder / LAST_ACCEPTED, [durable.encode(text)])

    @classmethod
    def read(cls, content: bytes) -> LastAccepted:
        """What the file's content says.

        Raises ``StoreError`` where it cannot be used; nothing but the comparison with it is lost.
        """
        try:
            raw = exact_json.loads(content)
            if not isinstance(raw, dict) or type(raw.get("format")) is not int:
                raise RecordError("it does not say its format")
            if raw["format"] != FORMAT:
                raise RecordError(f"it has format {raw['format']}, this version reads {FORMAT}")
            articles = raw.get("articles")
            if type(articles) is not int or articles < 0:
                raise RecordError("it does not say how many articles were accepted")
            return cls(Provenance.from_json(raw), articles, Metrics.from_json(raw.get("metrics")))
        except (exact_json.JsonError, RecordError) as error:
            raise StoreError(f"{LAST_ACCEPTED} cannot be used: {error}") from None
