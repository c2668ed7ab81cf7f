"""A line of ``agreement.jsonl``: that articles of a run agree on something, or that two do not.

``format`` is the version of the line; other programs may add entries, which are passed over.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal, cast, get_args

from extractor.record import Data, Number, RecordError

FORMAT = 1
RULE = "agreement"
Verdict = Literal["support", "disagreement"]
Relation = Literal["same", "last_year", "plan", "part", "sum"]
Tells = Literal["revision", "scope", "slip", "error", "reading"]


@dataclass(frozen=True, slots=True)
class Says:
    """What one article says: the number as people read it, its interval, the field it is in."""

    article_id: str
    source: str
    field: str
    words: str
    interval: tuple[Number | None, Number | None]


@dataclass(frozen=True, slots=True)
class Line:
    """One support or one disagreement.

    ``relation`` is what ties the numbers: one key (``same``), last year's value by value and change
    (``last_year``), the plan by value and share (``plan``), a period within another (``part``), two
    periods that make a third (``sum``). ``tells`` is what a disagreement looks like, ``None`` where
    nothing tells. ``says`` are the numbers that are held against each other, of a support some of
    them; ``articles`` are the ids of all that take part. ``about`` says what the numbers are of.
    """

    verdict: Verdict
    relation: Relation
    tells: Tells | None
    about: Data
    message: str
    says: tuple[Says, ...]
    articles: tuple[str, ...]

    def to_json(self) -> Data:
        """The line as an object."""
        return {
            "format": FORMAT,
            "rule": RULE,
            "severity": "warning" if self.verdict == "disagreement" else None,
            "verdict": self.verdict,
            "relation": self.relation,
            "tells": self.tells,
            "about": self.about,
            "message": self.message,
            "says": [
                {
                    "article_id": said.article_id,
                    "source": said.source,
                    "field": said.field,
                    "words": said.words,
                    "interval": list(said.interval),
                }
                for said in self.says
            ],
            "articles": list(self.articles),
        }

    @classmethod
    def from_json(cls, raw: Any) -> Line:
        """Read a line; raises ``RecordError`` where it is none of this format."""
        if not isinstance(raw, Mapping) or raw.get("format") != FORMAT:
            raise RecordError("no line of a format that is known")
        try:
            return cls(
                cast(Verdict, _one_of(Verdict, raw["verdict"])),
                cast(Relation, _one_of(Relation, raw["relation"])),
                cast(
                    "Tells | None", None if raw["tells"] is None else _one_of(Tells, raw["tells"])
                ),
                dict(raw["about"]),
                _text(raw["message"]),
                tuple(_says(each) for each in raw["says"]),
                tuple(_text(each) for each in raw["articles"]),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise RecordError(f"no line of agreement: {error}") from None


def _says(raw: Mapping[str, Any]) -> Says:
    low, high = raw["interval"]
    if not all(end is None or isinstance(end, int | Decimal) for end in (low, high)):
        raise TypeError("an end of an interval is no number")
    return Says(
        _text(raw["article_id"]),
        _text(raw["source"]),
        _text(raw["field"]),
        _text(raw["words"]),
        (low, high),
    )


def _one_of(literal: Any, value: Any) -> Any:
    if value not in get_args(literal):
        raise ValueError("an entry has an unknown value")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("an entry is no text")
    return value
