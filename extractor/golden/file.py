"""One golden file: what it says, read and written."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from extractor import durable, exact_json
from extractor.errors import StoreError, one_line
from extractor.record import ArticleRef, Data, Finding, RecordError

FORMAT = 1

LAST_ACCEPTED = "last_accepted.jsonl"
"""What lies among a schema's goldens and is none: how the last accepted run compared."""

_SPAN = re.compile(r'("span": )\[\s+(\d+),\s+(\d+)\s+\]')
_MARK = "\ufeff".encode()


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


@dataclass(frozen=True, slots=True)
class Broken:
    """A golden file that cannot be used, which is neither a golden nor the absence of one.

    ``article_id`` is what the file's name says, ``reason`` one line. ``golden`` is what the file
    says where it can be read and only the text beside it is gone or another.
    """

    article_id: str
    path: Path
    reason: str
    golden: Golden | None = None


def checked_id(article_id: str) -> str:
    """``article_id``, known to name a file below the golden folder and nowhere else.

    Raises ``RecordError`` for ids that lead out of it or that no file can have.
    """
    parts = article_id.split("/")
    if (
        any(part in ("", ".", "..") or len(part.encode("utf-8", "replace")) > 200 for part in parts)
        or len(article_id) > 1000
        or not article_id.isprintable()
        or "\\" in article_id
    ):
        raise RecordError(f"its id «{one_line(article_id, 60)}» cannot name a golden file")
    return article_id


def load_all(
    golden_dir: Path, schema_name: str, only: Collection[str] | None = None
) -> list[Golden | Broken]:
    """All goldens of a schema, sorted by id; texts are held against their SHA-256.

    ``only`` are the ids to read, all unless given. Raises ``StoreError`` where a folder cannot be
    read.
    """
    folder = golden_dir / schema_name
    goldens = [
        _load(path, folder, schema_name)
        for path in _paths(folder)
        if only is None or _name(path, folder) in only
    ]
    return sorted(goldens, key=lambda g: g.article_id if isinstance(g, Broken) else g.article.id)


def _paths(folder: Path) -> Iterator[Path]:
    def raised(error: OSError) -> None:
        raise error

    with durable.reported("read", folder):
        if not folder.exists():
            return
        # Not Path.rglob, which passes over a folder that it may not read.
        for parent, _, names in os.walk(folder, onerror=raised):
            yield from (Path(parent, name) for name in names if name.endswith(".json"))


def _name(path: Path, folder: Path) -> str:
    return path.relative_to(folder).with_suffix("").as_posix()


def _load(path: Path, folder: Path, schema_name: str) -> Golden | Broken:
    name = _name(path, folder)
    golden = None
    try:
        with durable.reported("read", path):
            content = path.read_bytes()
        golden = _read(exact_json.loads(content), path, schema_name)
        if checked_id(golden.article.id) != name:
            golden = None
            raise RecordError("its article's id is not its file's name")
        golden.text()
    except StoreError as error:
        return Broken(
            name, path, one_line(f"golden {path} cannot be used: {error.message}"), golden
        )
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        return Broken(name, path, one_line(f"golden {path} cannot be used: {error}"), golden)
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


def content_of(text: str) -> bytes:
    """The bytes of a text's file, from which the text is read again as it was."""
    # A reader drops one mark at the beginning, so a text that begins with one needs another.
    content = text.encode("utf-8")
    return _MARK + content if content.startswith(_MARK) else content
