"""Golden files: the accepted extraction of an article, which a later run must reproduce.

``golden/<schema>/<article id>.json`` holds the report and the findings that were accepted with it,
the article's text lies beside it as ``<article id>.txt``. A detached golden has no text: the report
is all it keeps of the article. Nothing of a run is in a golden, so that its file changes only when
the answer does. A golden belongs to the article of the same SHA-256, else, unless it is detached,
to the article of the same id.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, NamedTuple

from extractor import durable, exact_json
from extractor.errors import StoreError, one_line
from extractor.record import ArticleRef, Data, Finding, Record, RecordError
from extractor.schema import Schema

FORMAT = 1

_STATEMENT = ("place", "scope", "period")
_FIGURE = ("value", "scale", "currency", "text", "span", "approximate", "change", "plan")
_PART = ("start", "end", "percent", "text", "span")
_SPAN = re.compile(r'("span": )\[\s+(\d+),\s+(\d+)\s+\]')
_INDEX = re.compile(r"statements\.(\d+)(?=\.|$)")
_MARK = "\ufeff".encode()
_URL = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)


class Breach(NamedTuple):
    """What of a finding is accepted: which rule, concerning which fields."""

    rule: str
    fields: tuple[str, ...]

    @classmethod
    def of(cls, finding: Finding | Breach) -> Breach:
        """The finding without what may differ from run to run."""
        return cls(finding.rule, tuple(sorted(set(finding.fields))))


@dataclass(frozen=True, slots=True)
class Golden:
    """One golden file; ``text_path`` is ``None`` for a detached one."""

    article: ArticleRef
    schema: str
    data: Data
    findings: tuple[Breach, ...] = ()
    note: str = ""
    text_path: Path | None = None

    @property
    def detached(self) -> bool:
        """Whether the article's text is not kept with it."""
        return self.text_path is None

    def text(self) -> str | None:
        """The article's text, ``None`` where it is not kept; ``StoreError`` where it changed."""
        if self.text_path is None:
            return None
        with durable.reported("read", self.text_path):
            content = self.text_path.read_bytes()
        content = content.removeprefix(_MARK)
        if hashlib.sha256(content).hexdigest() != self.article.sha256:
            raise StoreError(
                f"{self.text_path} is not the text that its golden was accepted for",
                "restore it (line breaks count), or delete both files and accept anew",
            )
        return content.decode("utf-8")

    def to_json(self) -> Data:
        """The content of the golden file."""
        return {
            "format": FORMAT,
            "article": {
                **self.article.to_json(),
                "text": self.text_path.name if self.text_path else None,
            },
            "schema": self.schema,
            "data": self.data,
            "findings": [{"rule": f.rule, "fields": list(f.fields)} for f in self.findings],
            "note": self.note,
        }


Outcome = Literal["written", "unchanged", "refused"]


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What became of one record that was to be accepted; ``reason`` says why it was refused."""

    article_id: str
    outcome: Outcome
    path: Path | None = None
    reason: str | None = None


class Shelf:
    """The goldens of one schema, found by their articles."""

    def __init__(self, folder: Path, goldens: Iterable[Golden] = ()) -> None:
        """``folder`` is ``golden/<schema>``."""
        self.folder = folder
        self._by_id: dict[str, Golden] = {}
        self._by_text: dict[str, list[Golden]] = {}
        for golden in goldens:
            self._put(golden)

    @classmethod
    def load(cls, golden_dir: Path, schema_name: str) -> Shelf:
        """Read all goldens of a schema; see ``load_all``."""
        return cls(golden_dir / schema_name, load_all(golden_dir, schema_name))

    def __iter__(self) -> Iterator[Golden]:
        return iter(self._by_id.values())

    def __len__(self) -> int:
        return len(self._by_id)

    def of_text(self, article: ArticleRef) -> Golden | None:
        """The golden of this very text, the one of the same id where there are several."""
        same = self._by_text.get(article.sha256, ())
        return next((g for g in same if g.article.id == article.id), same[0] if same else None)

    def partner(self, article: ArticleRef) -> Golden | None:
        """The golden that a result of ``article`` is held against.

        Where its SHA-256 differs from the article's, the article changed since it was accepted.
        """
        named = self._by_id.get(article.id)
        return self.of_text(article) or (named if named and not named.detached else None)

    def accept(
        self,
        record: Record,
        schema: Schema,
        text: str | None,
        *,
        named: bool = False,
        detached: bool = False,
    ) -> Acceptance:
        """Make a record golden, or say why not; goldens of other articles stay untouched.

        ``text`` is the article's, ``None`` where it was not found. ``named``: the person asked for
        this very article. What is detached stays detached. Raises ``StoreError`` where files cannot
        be written.
        """
        try:
            existing = self.of_text(record.article) or self._by_id.get(record.article.id)
            golden = self._made_of(record, schema, text, existing, detached=detached, named=named)
        except Refused as refusal:
            return Acceptance(record.article.id, "refused", reason=str(refusal))
        path = self._path(golden.article.id, ".json")
        if existing and _settled(existing) == _settled(golden):
            return Acceptance(record.article.id, "unchanged", path)
        if golden.text_path is not None:
            durable.replace(golden.text_path, [_content(text or "")])
        durable.replace(path, [durable.encode(dump(golden))])
        if golden.detached and existing and existing.text_path:
            with durable.reported("remove", existing.text_path):
                existing.text_path.unlink(missing_ok=True)
        self._put(golden)
        return Acceptance(record.article.id, "written", path)

    def _made_of(
        self,
        record: Record,
        schema: Schema,
        text: str | None,
        existing: Golden | None,
        *,
        detached: bool,
        named: bool,
    ) -> Golden:
        if record.data is None:
            raise Refused("it has no result")
        if not named and any(
            f.severity == "error" and f.attribution == "model" for f in record.findings
        ):
            raise Refused("its findings are laid to the model; name it to accept it all the same")
        if problems := schema.problems(record.data):
            raise Refused(f"its data does not fit the schema: {problems[0]}")
        article = replace(record.article, source=_public(record.article.source))
        if existing and existing.article.sha256 == article.sha256:
            article = existing.article
        text_path: Path | None = None
        if not detached and not (existing and existing.detached):
            text_path = self._text_path(article, text, existing)
        return Golden(
            article=article,
            schema=schema.name,
            data=_ordered(record.data, schema),
            findings=tuple(sorted(Breach.of(f) for f in record.findings)),
            note=existing.note if existing else "",
            text_path=text_path,
        )

    def _text_path(self, article: ArticleRef, text: str | None, existing: Golden | None) -> Path:
        if text is None:
            raise Refused("its article was not found")
        if hashlib.sha256(text.encode("utf-8")).hexdigest() != article.sha256:
            raise Refused("its article changed since the run")
        if existing and existing.text_path:
            return existing.text_path
        path = self._path(article.id, ".txt")
        with durable.reported("read", path):
            if path.exists() and path.read_bytes() not in (text.encode("utf-8"), _content(text)):
                raise Refused(f"{path} holds another text")
        return path

    def _put(self, golden: Golden) -> None:
        old = self._by_id.get(golden.article.id)
        if old is not None:
            self._by_text[old.article.sha256].remove(old)
        self._by_id[golden.article.id] = golden
        self._by_text.setdefault(golden.article.sha256, []).append(golden)

    def _path(self, article_id: str, ending: str) -> Path:
        return self.folder / f"{checked_id(article_id)}{ending}"


class Refused(ValueError):
    """A record cannot become golden; the message completes «not accepted: …»."""


def checked_id(article_id: str) -> str:
    """``article_id``, known to name a file below the golden folder and nowhere else.

    Raises ``Refused`` for ids that lead out of it or that no file can have.
    """
    parts = article_id.split("/")
    if (
        any(part in ("", ".", "..") or len(part.encode("utf-8", "replace")) > 200 for part in parts)
        or len(article_id) > 1000
        or not article_id.isprintable()
        or "\\" in article_id
    ):
        raise Refused(f"its id «{one_line(article_id, 60)}» cannot name a golden file")
    return article_id


def load_all(golden_dir: Path, schema_name: str) -> list[Golden]:
    """All goldens of a schema, sorted by id; texts are held against their SHA-256.

    Raises ``StoreError`` naming the file that cannot be used.
    """
    folder = golden_dir / schema_name
    goldens = [_load(path, folder, schema_name) for path in _paths(folder)]
    return sorted(goldens, key=lambda golden: golden.article.id)


def _paths(folder: Path) -> Iterator[Path]:
    def raised(error: OSError) -> None:
        raise error

    with durable.reported("read", folder):
        if not folder.exists():
            return
        # Not Path.rglob, which passes over a folder that it may not read.
        for parent, _, names in os.walk(folder, onerror=raised):
            yield from (Path(parent, name) for name in names if name.endswith(".json"))


def _load(path: Path, folder: Path, schema_name: str) -> Golden:
    with durable.reported("read", path):
        content = path.read_bytes()
    try:
        raw = exact_json.loads(content)
        golden = _read(raw, path, schema_name)
        if f"{checked_id(golden.article.id)}.json" != path.relative_to(folder).as_posix():
            raise RecordError("its article's id is not its file's name")
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise StoreError(f"golden {path} cannot be used: {error}") from None
    golden.text()
    return golden


def _read(raw: Any, path: Path, schema_name: str) -> Golden:
    if not isinstance(raw, dict) or type(raw.get("format")) is not int:
        raise RecordError("it does not say its format")
    if raw["format"] != FORMAT:
        raise RecordError(f"it has format {raw['format']}, this version reads {FORMAT}")
    if raw.get("schema") != schema_name:
        raise RecordError(f"it is not of schema {schema_name}")
    article = ArticleRef.from_json(raw.get("article"))
    text = raw["article"].get("text")
    if text is not None and (not isinstance(text, str) or text != Path(text).name or "\0" in text):
        raise RecordError("its text is not a file beside it")
    data, findings, note = raw.get("data"), raw.get("findings") or [], raw.get("note") or ""
    if not isinstance(data, dict) or not isinstance(findings, list) or not isinstance(note, str):
        raise RecordError("its data, findings or note have another shape")
    breaches = []
    for finding in findings:
        rule, fields = finding["rule"], finding.get("fields") or []
        names = [rule, *fields] if isinstance(fields, list) else [None]
        if not all(isinstance(name, str) for name in names):
            raise RecordError("its findings have another shape")
        breaches.append(Breach(rule, tuple(sorted(set(fields)))))
    return Golden(
        article=article,
        schema=schema_name,
        data=data,
        findings=tuple(sorted(breaches)),
        note=note,
        text_path=path.with_name(text) if text else None,
    )


def dump(golden: Golden) -> str:
    """The text of a golden file: one entry a line, a span on one line."""
    return _SPAN.sub(r"\1[\2, \3]", exact_json.dumps(golden.to_json(), indent=2)) + "\n"


def _content(text: str) -> bytes:
    # A reader drops one mark at the beginning, so a text that begins with one needs another.
    content = text.encode("utf-8")
    return _MARK + content if content.startswith(_MARK) else content


def _public(source: str) -> str:
    """A source without the folders of the machine it was read on."""
    return source if _URL.match(source) else re.split(r"[/\\]", source)[-1]


def _settled(golden: Golden) -> str:
    """Everything that makes a golden another one; the order of its statements does not."""
    statements = golden.data.get("statements", [])
    order = sorted(range(len(statements)), key=lambda i: exact_json.canonical(statements[i]))
    place = {old: new for new, old in enumerate(order)}

    def moved(field: str) -> str:
        return _INDEX.sub(lambda m: f"statements.{place.get(int(m[1]), m[1])}", field)

    breaches = sorted((f.rule, sorted(map(moved, f.fields))) for f in golden.findings)
    return exact_json.canonical(
        {
            **golden.to_json(),
            "data": {**golden.data, "statements": [statements[i] for i in order]},
            "findings": breaches,
        }
    )


def _ordered(data: Data, schema: Schema) -> Data:
    """Report data with its entries in the schema's order and its numbers in one spelling."""
    measures = [measure.name for measure in schema.measures]

    def figure(raw: Mapping[str, Any]) -> Any:
        parts = {k: _sorted(v, _PART) if k in ("change", "plan") else v for k, v in raw.items()}
        return _sorted(parts, _FIGURE)

    def statement(raw: Mapping[str, Any]) -> Any:
        parts = {k: figure(v) if k in measures and v else _sorted(v, _PART) for k, v in raw.items()}
        return _sorted(parts, (*_STATEMENT, *measures))

    return {
        key: [statement(s) for s in value] if key == "statements" else _plain(value)
        for key, value in data.items()
    }


def _sorted(value: Any, order: Sequence[str]) -> Any:
    """A mapping by ``order``, whatever else it has after that; anything else as it is."""
    if not isinstance(value, Mapping):
        return _plain(value)
    known = [key for key in order if key in value]
    return {key: _plain(value[key]) for key in known + sorted(value.keys() - set(known))}


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    return exact_json.plain(value) if isinstance(value, Decimal) else value
