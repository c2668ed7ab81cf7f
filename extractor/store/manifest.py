"""``run.json``: what was run, with what, and how far it came."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, get_args

from extractor import __version__, durable, exact_json
from extractor.errors import StoreError
from extractor.record import FORMAT, Data, Outcome, Usage

MANIFEST = "run.json"


def now() -> str:
    """The present moment as the manifest writes it: ISO 8601, UTC, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of a run's articles came out how; ``pending`` ones have no result yet."""

    ok: int = 0
    flagged: int = 0
    failed: int = 0
    pending: int = 0
    total: int = 0

    def to_json(self) -> Data:
        """The contract's ``counts`` object."""
        return {
            "ok": self.ok,
            "flagged": self.flagged,
            "failed": self.failed,
            "pending": self.pending,
            "total": self.total,
        }


@dataclass(frozen=True, slots=True)
class Manifest:
    """What was run, as ``run.json`` says it.

    ``schema``, ``prompt``, ``endpoint`` and ``model`` are plain names, ``hashes`` what stood behind
    them (``schema`` and ``prompt`` at least). ``sources`` are as given, in a spelling that does not
    depend on the current folder. ``articles`` are the ids of what they meant, in order, ``None``
    where another program did not say. ``finished`` is ``None`` while articles are pending or a
    process is at work, the empty string where another program did not say. ``superseded`` is the
    usage of attempts whose records were replaced by later ones; ``usage`` contains it. ``reasks``
    counts what came of asking a model once more. With ``reader_first`` the reader answered what it
    read whole, ``by_reader`` articles; ``saved`` is about what asking for them would have used.
    """

    schema: str
    prompt: str = ""
    endpoint: str = ""
    model: str = ""
    hashes: Mapping[str, str] = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    articles: tuple[str, ...] | None = None
    version: str = __version__
    started: str = field(default_factory=now)
    resumed: str | None = None
    finished: str | None = None
    counts: Counts = field(default_factory=Counts)
    usage: Usage = field(default_factory=Usage)
    superseded: Usage = field(default_factory=Usage)
    reasks: Mapping[Outcome, int] = field(default_factory=dict)
    reader_first: bool = False
    by_reader: int = 0
    saved: Usage = field(default_factory=Usage)

    @property
    def unfinished(self) -> bool:
        """Whether the same command would go on here: something is pending or failed."""
        return self.finished is None or self.counts.failed > 0 or self.counts.pending > 0

    def mismatch(self, other: Manifest) -> str | None:
        """What keeps two runs from being one, in words; ``None`` where nothing does."""
        for name in ("schema", "prompt", "endpoint", "model"):
            mine, theirs = getattr(self, name), getattr(other, name)
            if mine != theirs:
                return f"{name} {mine or 'unknown'}, not {theirs or 'unknown'}"
            hashes = self.hashes.get(name), other.hashes.get(name)
            if name in ("schema", "prompt") and None not in hashes and hashes[0] != hashes[1]:
                return f"another text of {name} {mine}"
        if self.reader_first != other.reader_first:
            ways = ("articles read by the endpoint alone", "articles read by builtin first")
            return f"{ways[self.reader_first]}, not {ways[other.reader_first]}"
        return None

    def to_json(self) -> Data:
        """The content of ``run.json``, with ``reask`` and ``reader_first`` where they were."""
        told: Data = {}
        if self.reasks:
            told["reask"] = {outcome: self.reasks.get(outcome, 0) for outcome in get_args(Outcome)}
        if self.reader_first:
            told["reader_first"] = {"articles": self.by_reader, "saved": self.saved.to_json()}
        return {
            "format": FORMAT,
            "version": self.version,
            "schema": self.schema,
            "prompt": self.prompt,
            "endpoint": self.endpoint,
            "model": self.model,
            "hashes": dict(self.hashes),
            "sources": list(self.sources),
            "articles": None if self.articles is None else list(self.articles),
            "started": self.started,
            "resumed": self.resumed,
            "finished": self.finished,
            "counts": self.counts.to_json(),
            "usage": self.usage.to_json(),
            "superseded": self.superseded.to_json(),
            **told,
        }

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        """Read a run's manifest.

        Raises ``StoreError`` where there is none, or none of a format that is known.
        """
        path = folder / MANIFEST
        if not folder.is_dir():
            raise StoreError(f"no run at {folder}", "give a run's folder, or «last»")
        if not path.is_file():
            raise StoreError(f"{folder} holds no run", f"a run's folder has a {MANIFEST}")
        with durable.reported("read", path):
            content = path.read_bytes()
        try:
            raw = exact_json.loads(content)
        except exact_json.JsonError as error:
            raise StoreError(f"{path} is damaged: {error}") from None
        if not isinstance(raw, dict) or type(raw.get("format")) is not int:
            raise StoreError(f"{path} does not say its format")
        if raw["format"] != FORMAT:
            raise StoreError(
                f"{path} has format {raw['format']}, this version reads {FORMAT}",
                "use the version of extractor that wrote it, or a newer one",
            )
        if not isinstance(raw.get("schema"), str):
            raise StoreError(f"{path} does not name its schema")
        try:
            return cls._of(raw)
        except (TypeError, ValueError, ArithmeticError) as error:
            raise StoreError(f"{path} is damaged: {error}") from None

    @classmethod
    def _of(cls, raw: Data) -> Manifest:
        def text(key: str) -> str:
            return str(_typed(raw, key, str, ""))

        counts = _typed(raw, "counts", dict, {})
        hashes = _typed(raw, "hashes", dict, {})
        sources = _typed(raw, "sources", list, [])
        articles = _typed(raw, "articles", list, None)
        reasks = _typed(raw, "reask", dict, {})
        reader = _typed(raw, "reader_first", dict, None)
        if not all(isinstance(s, str) for s in [*hashes.values(), *sources, *(articles or ())]):
            raise TypeError("hashes, sources and articles must be texts")
        return cls(
            schema=raw["schema"],
            prompt=text("prompt"),
            endpoint=text("endpoint"),
            model=text("model"),
            hashes=hashes,
            sources=tuple(sources),
            articles=None if articles is None else tuple(articles),
            version=text("version"),
            started=text("started"),
            resumed=text("resumed") or None,
            finished=None if "finished" in raw and raw["finished"] is None else text("finished"),
            counts=Counts(*(_typed(counts, name, int, 0) for name in Counts.__slots__)),
            usage=Usage.from_json(raw.get("usage")),
            superseded=Usage.from_json(raw.get("superseded")),
            reasks={
                outcome: number
                for outcome in get_args(Outcome)
                if (number := _typed(reasks, outcome, int, 0))
            },
            reader_first=reader is not None,
            by_reader=_typed(reader or {}, "articles", int, 0),
            saved=Usage.from_json((reader or {}).get("saved")),
        )


def _typed(raw: Mapping[str, Any], key: str, kind: type, default: Any) -> Any:
    value = raw.get(key)
    if value is None:
        return default
    if not isinstance(value, kind) or isinstance(value, bool):
        raise TypeError(f"{key} has another type")
    return value
