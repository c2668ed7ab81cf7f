"""Who accepted what: kept beside the goldens and apart from them.

``golden/<schema>/accepted/<article id>.jsonl`` has a line for each time that the golden was
written, the latest last: who did it, when, from which endpoint and model, and why where that was
said. A line names the golden it speaks of by the SHA-256 of what was accepted, so that it can be
told whether the golden there is now is still that one. A file an article, so that two branches
that accept different articles never touch the same one; where both touch one, either order of the
lines is right. Nothing in it is the article's words or a folder of the machine.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, NamedTuple

from extractor import durable, exact_json
from extractor.errors import StoreError, one_line
from extractor.golden.canon import digest
from extractor.golden.file import Golden, checked_id
from extractor.record import Answer, Data, RecordError
from extractor.store import Manifest
from extractor.store.manifest import now

FORMAT = 1

ACCEPTED = "accepted"
"""The folder of acceptances beside a schema's goldens."""

LONGEST = 500
"""Characters of a reason, or of any other word, that are kept."""

_FILE = re.compile(r"(?:[a-z]:)?[/\\]|\.{1,2}[/\\]|~|file:|\\", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Provenance:
    """Who accepted, when (ISO 8601, UTC), what it came from, and why.

    ``endpoint``, ``model``, ``served_model`` and ``prompt`` are plain names; ``None`` where nobody
    said. Each is one line.
    """

    at: str
    by: str
    endpoint: str | None = None
    model: str | None = None
    served_model: str | None = None
    prompt: str | None = None
    reason: str | None = None

    @classmethod
    def of(
        cls,
        manifest: Manifest,
        answer: Answer | None,
        by: str,
        reason: str | None = None,
        *,
        served_model: str | None = None,
    ) -> Provenance:
        """An acceptance as of now, of ``answer`` to a run's request.

        Without ``answer`` it is of the run as a whole, ``served_model`` then what served it.
        """
        return cls(
            at=now(),
            by=_line(by) or "unknown",
            endpoint=_name((answer and answer.endpoint) or manifest.endpoint),
            model=_name((answer and answer.model) or manifest.model),
            served_model=_name(answer.served_model if answer else served_model),
            prompt=_name(manifest.prompt),
            reason=_line(reason),
        )

    def to_json(self) -> Data:
        """The provenance as an object, every entry present."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Provenance:
        """Read such an object; ``RecordError`` where it has another shape."""
        said: dict[str, str] = {}
        for name in (field.name for field in fields(cls)):
            value = raw.get(name)
            if value is not None and not isinstance(value, str):
                raise RecordError(f"its {name} is no text")
            if value:
                said[name] = one_line(value, LONGEST)
        if not said.keys() >= {"at", "by"}:
            raise RecordError("it does not say who accepted and when")
        return cls(**said)


@dataclass(frozen=True, slots=True)
class Acceptance:
    """One line: ``sha256`` is that of the golden that was written, as ``digest`` makes it."""

    article_id: str
    sha256: str
    provenance: Provenance

    @classmethod
    def of(cls, golden: Golden, provenance: Provenance) -> Acceptance:
        """The acceptance of a golden as it is now."""
        return cls(golden.article.id, digest(golden), provenance)

    def to_json(self) -> Data:
        """The content of the line."""
        return {"format": FORMAT, "sha256": self.sha256, **self.provenance.to_json()}


class Acceptances(NamedTuple):
    """What is known of an article's acceptances, the latest last; ``damaged`` lines by reason."""

    known: tuple[Acceptance, ...]
    damaged: tuple[str, ...]

    def of(self, golden: Golden) -> Acceptance | None:
        """The latest one of ``golden`` as it is now, ``None`` where none is known."""
        sha256 = digest(golden)
        return next((each for each in reversed(self.known) if each.sha256 == sha256), None)


def note_acceptance(folder: Path, acceptance: Acceptance) -> None:
    """Add a line; ``folder`` is the schema's, ``golden/<schema>``.

    For whoever has written the golden just now. Raises ``StoreError``, the golden then stays.
    """
    path = acceptance_path(folder, acceptance.article_id)
    with durable.reported("write", path):
        path.parent.mkdir(parents=True, exist_ok=True)
        cut_off = path.exists() and durable.whole_lines(path) != path.stat().st_size
    log = durable.Log(path)
    try:
        line = durable.encode(exact_json.dumps(acceptance.to_json()))
        # A line that an editor left open must not swallow this one.
        log.append([b"", line] if cut_off else [line], durable=True)
    finally:
        log.close()


def acceptances(folder: Path, article_id: str) -> Acceptances:
    """All that is known of the acceptances of an article's golden; ``folder`` as above.

    A line that cannot be read takes no other with it. Raises ``StoreError`` where the file cannot
    be read, ``RecordError`` for an id that no golden can have.
    """
    path = acceptance_path(folder, article_id)
    try:
        with durable.reported("read", path):
            content = path.read_bytes()
    except StoreError:
        if not path.exists():
            return Acceptances((), ())
        raise
    known, damaged = [], []
    for number, line in enumerate(content.split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            known.append(_read(exact_json.loads(line), article_id))
        except (exact_json.JsonError, RecordError) as error:
            damaged.append(one_line(f"{path} line {number} cannot be used: {error}"))
    return Acceptances(tuple(known), tuple(damaged))


def _read(raw: Any, article_id: str) -> Acceptance:
    if not isinstance(raw, dict) or type(raw.get("format")) is not int:
        raise RecordError("it does not say its format")
    if raw["format"] != FORMAT:
        raise RecordError(f"it has format {raw['format']}, this version reads {FORMAT}")
    if not isinstance(raw.get("sha256"), str):
        raise RecordError("it does not say which golden it speaks of")
    return Acceptance(article_id, raw["sha256"], Provenance.from_json(raw))


def acceptance_path(folder: Path, article_id: str) -> Path:
    """The file of an article's acceptances; ``RecordError`` for an id that no golden can have."""
    return folder / ACCEPTED / f"{checked_id(article_id)}.jsonl"


def _line(text: str | None) -> str | None:
    return one_line(text or "", LONGEST) or None


def _name(text: str | None) -> str | None:
    """A model's or another's name; of one that is a file, as local servers have it, the last part.

    «openai/gpt-oss-120b» is none.
    """
    line = _line(text)
    if line is None or not _FILE.match(line):
        return line
    return re.split(r"[/\\]", line.rstrip("/\\"))[-1] or None
