"""The goldens of a schema: found by their articles, made of records."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from extractor import durable
from extractor.errors import NothingToGate
from extractor.golden.canon import ordered, settled
from extractor.golden.file import (
    LAST_ACCEPTED,
    Breach,
    Broken,
    Golden,
    checked_id,
    content_of,
    dump,
    load_all,
)
from extractor.record import ArticleRef, Record, RecordError
from extractor.schema import Schema

LONGEST_QUOTE = 100
"""Characters in a row that a golden may keep of a text that is not the project's to publish."""

MENDED = "restore it from version control, or name its article to «extractor accept»"
"""What to do about a golden that cannot be used."""

_URL = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)


class Refused(ValueError):
    """A record cannot become golden; the message completes «not accepted: …»."""


Outcome = Literal["written", "unchanged", "refused"]


@dataclass(frozen=True, slots=True)
class AcceptResult:
    """What became of one record that was to be accepted; ``reason`` says why it was refused.

    ``golden`` is the article's golden as it is now, ``None`` where the record was refused.
    """

    article_id: str
    outcome: Outcome
    path: Path | None = None
    reason: str | None = None
    golden: Golden | None = None


class Shelf:
    """The goldens of one schema, found by their articles; ``broken`` are those of no use, by id."""

    def __init__(
        self,
        folder: Path,
        goldens: Iterable[Golden | Broken] = (),
        last_accepted: bytes | None = None,
    ) -> None:
        """``folder`` is ``golden/<schema>``, ``last_accepted`` what its file of that name holds."""
        self.folder = folder
        self.last_accepted = last_accepted
        self.broken: dict[str, Broken] = {}
        self._by_id: dict[str, Golden] = {}
        self._by_text: dict[str, list[Golden]] = {}
        for golden in goldens:
            if isinstance(golden, Broken):
                self.broken[golden.article_id] = golden
            else:
                self._put(golden)

    @classmethod
    def load(cls, golden_dir: Path, schema_name: str, only: Collection[str] | None = None) -> Shelf:
        """Read the goldens of a schema, all or ``only`` those of some ids; see ``load_all``."""
        folder = golden_dir / schema_name
        return cls(folder, load_all(golden_dir, schema_name, only), _last_accepted(folder))

    def __iter__(self) -> Iterator[Golden]:
        return iter(self._by_id.values())

    def __len__(self) -> int:
        return len(self._by_id)

    def require_any(self) -> None:
        """Raise ``NothingToGate`` where there is no golden that can be used."""
        if self._by_id:
            return
        for broken in self.broken.values():
            raise NothingToGate(
                f"none of the {len(self.broken)} goldens in {self.folder} can be used, the first: "
                f"{broken.reason}",
                MENDED,
            )
        raise NothingToGate(
            f"there is no golden in {self.folder}", "make some with «extractor accept»"
        )

    def of_text(self, article: ArticleRef) -> Golden | None:
        """The golden of this very text, the one of the same id where there are several."""
        same = self._by_text.get(article.sha256, ())
        return next((g for g in same if g.article.id == article.id), same[0] if same else None)

    def all_of_text(self, article: ArticleRef) -> Sequence[Golden]:
        """Every golden of this very text."""
        return self._by_text.get(article.sha256, ())

    def partner(self, article: ArticleRef) -> Golden | None:
        """The golden that a result of ``article`` is held against.

        Where its SHA-256 differs from the article's, the article changed since it was accepted.
        """
        named = self._by_id.get(article.id)
        return self.of_text(article) or (named if named and not named.detached else None)

    def broken_for(self, article: ArticleRef) -> Broken | None:
        """The golden that a result of ``article`` would be held against, if it could be used."""
        if self.of_text(article) is not None:
            return None
        for broken in self.broken.values():
            if broken.golden is not None and broken.golden.article.sha256 == article.sha256:
                return broken
        return self.broken.get(article.id)

    def accept(
        self,
        record: Record,
        schema: Schema,
        text: str | None,
        *,
        named: bool = False,
        detached: bool = False,
        complete: bool = True,
    ) -> AcceptResult:
        """Make a record golden, or say why not; goldens of other articles stay untouched.

        ``text`` is the article's, ``None`` where it was not found. ``named``: the person asked for
        this very article, without which a golden that cannot be used is not written over. What is
        detached stays detached. ``complete``: the run has a record of each of its articles. Raises
        ``StoreError`` where files cannot be written.

        A golden that is there gives way neither to a record of an incomplete run nor to one of
        which a check broke down, named or not. Either may become a new golden, the latter when
        named: a record is whole by itself and takes nothing from anybody, whereas goldens replaced
        by half of a run would be half of one prompt or model and half of another.
        """
        broken = self.broken_for(record.article)
        try:
            if not named:
                _unquestioned(record, broken)
            existing = (
                self.of_text(record.article)
                or (broken and broken.golden)
                or self._by_id.get(record.article.id)
            )
            golden = self._made_of(record, schema, text, existing, broken, detached=detached)
            same = existing is not None and not broken and settled(existing) == settled(golden)
            if (existing or broken) and not same:
                _whole(record, complete=complete)
        except (Refused, RecordError) as refusal:
            return AcceptResult(record.article.id, "refused", reason=str(refusal))
        path = self._path(golden.article.id, ".json")
        if same:
            return AcceptResult(record.article.id, "unchanged", path, golden=existing)
        if golden.text_path is not None:
            durable.replace(golden.text_path, [content_of(text or "")])
        durable.replace(path, [durable.encode(dump(golden))])
        if golden.detached and existing and existing.text_path:
            with durable.reported("remove", existing.text_path):
                existing.text_path.unlink(missing_ok=True)
        self._put(golden)
        self.broken.pop(golden.article.id, None)
        return AcceptResult(record.article.id, "written", path, golden=golden)

    def _made_of(
        self,
        record: Record,
        schema: Schema,
        text: str | None,
        existing: Golden | None,
        broken: Broken | None,
        *,
        detached: bool,
    ) -> Golden:
        if record.data is None:
            reason = f": {record.error.message}" if record.error else ""
            raise Refused(f"it has no result{reason}")
        if record.status == "unchecked":
            raise Refused("its article was not found" if text is None else "it was never checked")
        if problems := schema.problems(record.data):
            raise Refused(f"its data does not fit the schema: {problems[0]}")
        article = replace(record.article, source=_public(record.article.source))
        if existing and existing.article.sha256 == article.sha256:
            article = existing.article
        text_path: Path | None = None
        if not detached and not (existing and existing.detached):
            text_path = self._text_path(article, text, existing, broken)
        elif any(len(words) > LONGEST_QUOTE for words in _words(record.data)):
            raise Refused(
                f"it quotes more than {LONGEST_QUOTE} characters of a text that is not kept"
            )
        return Golden(
            article=article,
            schema=schema.name,
            data=ordered(record.data, schema),
            findings=tuple(sorted(Breach.of(f) for f in record.findings)),
            note=existing.note if existing else "",
            text_path=text_path,
        )

    def _text_path(
        self, article: ArticleRef, text: str | None, existing: Golden | None, broken: Broken | None
    ) -> Path:
        if text is None:
            raise Refused("its article was not found")
        if hashlib.sha256(text.encode("utf-8")).hexdigest() != article.sha256:
            raise Refused("its article changed since the run")
        if existing and existing.text_path:
            return existing.text_path
        path = self._path(article.id, ".txt")
        with durable.reported("read", path):
            there = path.exists()
            if broken and not there:
                # Whether the text may be published can no longer be told.
                raise Refused(
                    f"{broken.path} cannot be read and may be detached; accept with --detached, "
                    "or delete it first"
                )
            if there and not broken and path.read_bytes() not in (text.encode(), content_of(text)):
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


def _unquestioned(record: Record, broken: Broken | None) -> None:
    """Raise ``Refused`` for what becomes golden only when a person names it."""
    reason = None
    if record.data is not None and broken is not None:
        reason = broken.reason
    elif any(f.severity == "error" and f.attribution == "model" for f in record.findings):
        reason = "its findings are laid to the model"
    elif record.crashed:
        reason = f"the check {record.crashed[0]} broke down"
    if reason is not None:
        raise Refused(f"{reason}; name it to accept it all the same")


def _whole(record: Record, *, complete: bool) -> None:
    """Raise ``Refused`` for what may be a new golden and replaces none."""
    if record.crashed:
        raise Refused(f"the check {record.crashed[0]} broke down, which replaces no golden")
    if not complete:
        raise Refused("its run is incomplete, which replaces no golden")


def _last_accepted(folder: Path) -> bytes | None:
    path = folder / LAST_ACCEPTED
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError:
        # No golden depends on it: what cannot be read is as good as damaged.
        return b""


def _public(source: str) -> str:
    """A source without the folders of the machine it was read on."""
    return source if _URL.match(source) else re.split(r"[/\\]", source)[-1]


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping | list):
        for inner in value.values() if isinstance(value, Mapping) else value:
            yield from _words(inner)
