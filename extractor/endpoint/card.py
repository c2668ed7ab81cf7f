"""What a test of an endpoint showed, remembered with its date: ``.extractor/endpoints/NAME.json``.

A card holds no key and nothing of what a model said. It counts only for the address and the model
that were asked; for any other it is as if there were none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, get_args
from urllib.parse import quote

from extractor import __version__, durable, exact_json
from extractor.endpoint.config import Endpoint
from extractor.endpoint.probe import QUESTIONS, Outcome, Question, Result
from extractor.endpoint.settings import Mode
from extractor.errors import StoreError
from extractor.project import Project
from extractor.record import Data

FORMAT = 1

_NEEDS: Mapping[Mode, tuple[Question, ...]] = {
    "tools": ("tools", "tool_choice"),
    "json_schema": ("json_schema", "constrained"),
    "json": ("json",),
    "md_json": (),
}
"""What a server must do for a mode."""


@dataclass(frozen=True, slots=True)
class Card:
    """One test: which endpoint was asked, when (ISO 8601, UTC), and the results in their order."""

    name: str
    base_url: str
    model: str
    results: tuple[Result, ...]
    tested: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))
    version: str = __version__

    @property
    def day(self) -> str:
        """The day of the test."""
        return self.tested[:10]

    def outcome(self, question: Question) -> Outcome:
        """What came of one question; ``unclear`` where it was not asked."""
        found = (result.outcome for result in self.results if result.question == question)
        return next(found, "unclear")

    def modes(self, known: tuple[Mode, ...]) -> tuple[Mode, ...]:
        """Those of ``known`` that the server was not shown to lack, else all of them.

        A JSON schema that it holds an answer to comes first.
        """
        able = [
            mode for mode in known if all(self.outcome(need) != "no" for need in _NEEDS[mode])
        ] or list(known)
        held = self.outcome("json_schema") == self.outcome("constrained") == "yes"
        return tuple(sorted(able, key=lambda mode: not (held and mode == "json_schema")))

    def to_json(self) -> Data:
        """The card as it is written."""
        return {
            "format": FORMAT,
            "name": self.name,
            "base_url": self.base_url,
            "model": self.model,
            "tested": self.tested,
            "version": self.version,
            "results": {
                result.question: {"outcome": result.outcome, "reason": result.reason}
                for result in self.results
            },
        }


def path(project: Project, name: str) -> Path:
    """Where the card of an endpoint is; its name, whatever it holds, is one file's name."""
    return project.derived / "endpoints" / f"{quote(name, safe='')}.json"


def write(project: Project, card: Card) -> Path:
    """Keep a card in place of an earlier one; ``StoreError`` where it cannot be written."""
    project.make_derived()
    where = path(project, card.name)
    durable.replace(where, [durable.encode(exact_json.dumps(card.to_json(), indent=2) + "\n")])
    return where


def read(project: Project, endpoint: Endpoint) -> Card | None:
    """The card that counts for an endpoint, ``None`` where there is none.

    An endpoint without a model has the card of whichever model was asked. Raises ``StoreError`` for
    a file that is no card.
    """
    where = path(project, endpoint.name)
    with durable.reported("read", where):
        try:
            text = where.read_text("utf-8")
        except FileNotFoundError:
            return None
        except UnicodeDecodeError:
            text = ""
    try:
        card = _from_json(exact_json.loads(text))
    except (KeyError, TypeError, ValueError):
        raise StoreError(
            f"{where} is no card of format {FORMAT}", "delete it, or test the endpoint again"
        ) from None
    asked = (card.name, card.base_url) == (endpoint.name, endpoint.base_url)
    return card if asked and endpoint.model in ("", card.model) else None


def informed(project: Project, endpoint: Endpoint) -> Endpoint:
    """The endpoint with its modes in the order that its card advises.

    Without a card, with a mode that is set, and in process it stays as it is. Raises as ``read``.
    """
    if endpoint.mode is not None or endpoint.in_process:
        return endpoint
    card = read(project, endpoint)
    if card is None or (modes := card.modes(endpoint.modes)) == endpoint.modes:
        return endpoint
    origins = MappingProxyType({**endpoint.origins, "modes": f"test of {card.day}"})
    return replace(endpoint, modes=modes, origins=origins)


def _from_json(document: Any) -> Card:
    if document["format"] != FORMAT:
        raise ValueError("another format")
    texts = {key: document[key] for key in ("name", "base_url", "model", "tested", "version")}
    told = document["results"]
    results = tuple(
        Result(question, told[question]["outcome"], told[question]["reason"])
        for question in QUESTIONS
        if question in told
    )
    reasons = [result.reason for result in results if result.reason is not None]
    if not all(isinstance(text, str) for text in (*texts.values(), *reasons)):
        raise TypeError("not a text")
    if any(result.outcome not in get_args(Outcome) for result in results):
        raise ValueError("not an outcome")
    return Card(results=results, **texts)
