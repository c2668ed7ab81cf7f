"""The records of a run and what was asked and answered: reading, adding, laying in order."""

from __future__ import annotations

import hashlib
import json
import re
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import BinaryIO, NamedTuple

from extractor import durable, exact_json
from extractor.errors import StoreError, UsageError, one_line
from extractor.record import (
    ArticleRef,
    Data,
    Failure,
    Outcome,
    Record,
    RecordError,
    Status,
    Usage,
)
from extractor.store.folders import refuse_used
from extractor.store.lines import Raw, lines, rewrite
from extractor.store.manifest import MANIFEST, Counts, Manifest, now

RESULTS, EXCHANGES = "results.jsonl", "exchanges.jsonl"
_HELD = "results"
"""Under what the manifest keeps the SHA-256 of the records as they were laid in order."""
_EXCHANGE_OF = re.compile(rb'\{"article_id":("(?:[^"\\]|\\.)*")')


class _Line(NamedTuple):
    """Where an article's record stands in ``results.jsonl`` and what matters of it for going on."""

    offset: int
    sha256: str
    status: Status
    usage: Usage
    reask: Outcome | None
    saved: Usage | None

    @property
    def finished(self) -> bool:
        """Whether there is a result that need not be made again."""
        return self.status in ("ok", "flagged")


class Run:
    """A run's folder, open for reading or, after ``create`` and ``resume``, for writing.

    ``notice`` says in one line what a person should know of the state it was found in.
    """

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        """For ``open``, ``create`` and ``resume``."""
        self.folder = folder
        self.manifest = manifest
        self.notice: str | None = None
        self._latest: dict[str, _Line] = {}
        self._superseded = manifest.superseded
        self._lock: durable.Lock | None = None
        self._results: durable.Log | None = None
        self._exchanges: durable.Log | None = None
        self._writing = threading.Lock()

    # ---- reading

    @classmethod
    def open(cls, folder: Path) -> Run:
        """A run to read from; raises ``StoreError`` where there is none that can be read."""
        run = cls(folder, Manifest.read(folder))
        if not (folder / RESULTS).is_file():
            raise StoreError(f"{folder} holds no {RESULTS}")
        if run.manifest.finished is None:
            run._index()
        return run

    @property
    def pending(self) -> int:
        """How many of the run's articles have no record yet."""
        manifest = self.manifest
        if manifest.finished is not None:
            return max(manifest.counts.pending, self._lost())
        if manifest.articles is None:
            return max(0, manifest.counts.total - len(self._latest))
        return sum(article_id not in self._latest for article_id in manifest.articles)

    @cached_property
    def edited(self) -> bool:
        """Whether somebody else has changed the records since they were laid in order.

        Their findings are then those of other data, for all that is known.
        """
        held = self.manifest.hashes.get(_HELD)
        return held is not None and held != self._digest()

    def _digest(self) -> str:
        path = self.folder / RESULTS
        with durable.reported("read", path), path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def _lost(self) -> int:
        """How many articles of a finished run have no line any more."""
        if self.manifest.articles is None:
            return 0
        path = self.folder / RESULTS
        with durable.reported("read", path), path.open("rb") as file:
            lines = sum(1 for line in file if line.strip())
        return max(0, len(self.manifest.articles) - lines)

    def records(self, *, current: bool = False) -> Iterator[Record]:
        """Every article's record, one at a time, in the file's order.

        A line that cannot be read is a failed record of kind ``malformed`` that names the line; its
        article is that of the line where that much can be read, else has the line for an id.
        Data of a run that does not say whether it finished is unchecked, whatever its records say.
        With ``current``, failures of articles that are no longer among the run's are passed over.
        """
        path = self.folder / RESULTS
        # One file for both passes: a writer may put another in its place in between.
        with durable.reported("read", path), path.open("rb") as file:
            if self.manifest.finished is not None:
                yield from (record for _, record in self._read(file, current=current))
                return
            latest = {record.article.id: offset for offset, record in self._read(file)}
            file.seek(0)
            for offset, record in self._read(file, current=current):
                if latest.get(record.article.id) == offset:
                    yield record

    def exchange(self, article_id: str) -> Data | None:
        """The last request and answer of an article, ``None`` where none was kept."""
        path, found = self.folder / EXCHANGES, None
        if not path.exists():
            return None
        with durable.reported("read", path), path.open("rb") as file:
            for line in lines(file):
                match = _EXCHANGE_OF.match(line.content)
                if match and exact_json.loads(match[1]) == article_id:
                    found = line
        if found is None:
            return None
        try:
            exchange = exact_json.loads(found.content)
        except exact_json.JsonError as error:
            raise StoreError(f"{path} line {found.number}: {error}") from None
        return exchange if isinstance(exchange, dict) else None

    def _read(self, file: BinaryIO, *, current: bool = False) -> Iterator[tuple[int, Record]]:
        articles = self.manifest.articles if current else None
        known = None if articles is None else frozenset(articles)
        for line in lines(file):
            try:
                record = Record.from_json(exact_json.loads(line.content))
            except (exact_json.JsonError, RecordError) as error:
                if not line.whole and self.manifest.finished is None:
                    self.notice = (
                        f"the last line of {file.name} was cut off when the run was stopped; "
                        "its article has no result yet"
                    )
                    return
                yield line.offset, _unreadable(line, error)
                continue
            if record.data is None and known is not None and record.article.id not in known:
                continue
            if self.manifest.finished == "" and record.data is not None:
                record = replace(record, status="unchecked")
            yield line.offset, record

    def _index(self) -> None:
        path = self.folder / RESULTS
        with durable.reported("read", path), path.open("rb") as file:
            for offset, record in self._read(file):
                self._note(offset, record)

    def _note(self, offset: int, record: Record) -> None:
        ref = record.article
        if (replaced := self._latest.get(ref.id)) is not None:
            self._superseded = self._superseded + replaced.usage
        reask = record.reask.outcome if record.reask is not None else None
        self._latest[ref.id] = _Line(
            offset, ref.sha256, record.status, record.usage, reask, record.saved
        )

    # ---- writing

    @classmethod
    def create(cls, folder: Path, manifest: Manifest) -> Run:
        """Begin a run in ``folder``, made if absent; ``manifest.counts.total`` is expected of it.

        Raises ``UsageError`` where another process uses the folder or it holds anything that is not
        hidden, decisions of an earlier run aside, ``StoreError`` where it cannot be written.
        """
        with durable.reported("make", folder):
            folder.mkdir(parents=True, exist_ok=True)
        # Asked before, so that a folder of something else is left as it is, and again once no other
        # process can make it a run's.
        refuse_used(folder)
        lock = durable.Lock(folder)
        try:
            refuse_used(folder)
            run = cls(folder, manifest)
            run._begin(lock)
        except BaseException:
            lock.release()
            raise
        return run

    @classmethod
    def resume(cls, folder: Path, manifest: Manifest) -> Run:
        """Go on with the run in ``folder``, which must be what ``manifest`` describes.

        Raises ``UsageError`` where it is another one or another process uses it, ``StoreError``
        where it cannot be read or written.
        """
        Manifest.read(folder)
        lock = durable.Lock(folder)
        try:
            found = Manifest.read(folder)
            if (mismatch := found.mismatch(manifest)) is not None:
                raise UsageError(
                    f"{folder} holds a run of {mismatch}", "give another folder with --out"
                )
            run = cls(folder, found)
            durable.sweep(folder)
            # Absent where the process was killed before its first article.
            durable.Log(folder / RESULTS).close()
            run._index()
            # Before anything is added; what was changed stays so, whatever comes to it.
            held = {_HELD: found.hashes[_HELD]} if run.edited else {}
            run._mend()
            run.manifest = replace(
                found,
                version=manifest.version,
                hashes={**manifest.hashes, **held},
                sources=manifest.sources,
                articles=manifest.articles,
                resumed=now(),
                finished=None,
                counts=replace(found.counts, total=manifest.counts.total),
            )
            run._begin(lock)
        except BaseException:
            lock.release()
            raise
        return run

    def _mend(self) -> None:
        """Leave ``results.jsonl`` and ``exchanges.jsonl`` with whole lines alone."""
        path = self.folder / RESULTS
        size = path.stat().st_size
        whole = durable.whole_lines(path)
        if whole < size and self.notice is None:
            last = durable.Log(path)
            last.append([b""], durable=True)
            last.close()
        elif whole < size:
            durable.truncate(path, whole)
        if (self.folder / EXCHANGES).exists():
            durable.truncate(self.folder / EXCHANGES, durable.whole_lines(self.folder / EXCHANGES))

    def _begin(self, lock: durable.Lock) -> None:
        try:
            self._results = durable.Log(self.folder / RESULTS)
            self._exchanges = durable.Log(self.folder / EXCHANGES)
            self._write_manifest()
        except BaseException:
            self.close()
            raise
        self._lock = lock

    def done(self, article: ArticleRef) -> bool:
        """Whether this very text has a result already."""
        line = self._latest.get(article.id)
        return line is not None and line.sha256 == article.sha256 and line.finished

    def has_result(self, article_id: str) -> bool:
        """Whether any text of that id has a result."""
        line = self._latest.get(article_id)
        return line is not None and line.finished

    def append(self, *records: Record, exchanges: Sequence[Data | None] = ()) -> None:
        """Add records of articles; they are on the disk when this returns.

        ``exchanges`` are theirs, ``{"request", "response"}`` without headers and keys. Raises
        ``StoreError``: of the records as many are kept as find room, the others count as pending.
        """
        results, log = self._results, self._exchanges
        if results is None or log is None:
            raise StoreError(f"{self.folder} is not open for writing")
        with self._writing:
            try:
                self._add(results, records)
            except StoreError:
                for record in records if len(records) > 1 else ():
                    self._add(results, [record])
                raise
            kept = [
                durable.encode(exact_json.dumps({"article_id": record.article.id, **exchange}))
                for record, exchange in zip(records, exchanges, strict=False)
                if exchange is not None
            ]
            if kept:
                log.append(kept, durable=False)

    def _add(self, results: durable.Log, records: Sequence[Record]) -> None:
        lines = [durable.encode(exact_json.dumps(record.to_json())) for record in records]
        for record, offset in zip(records, results.append(lines, durable=True), strict=True):
            self._note(offset, record)

    def add_usage(self, usage: Usage) -> None:
        """Count what was used for articles that have no record."""
        self._superseded += usage

    def spent(self) -> Decimal:
        """US dollars that a budget counts for all attempts of the run so far.

        Where a cost is not known and no budget was kept, it is not counted.
        """
        used = [self._superseded, *(line.usage for line in self._latest.values())]
        return sum((usage.spent_usd for usage in used), Decimal(0))

    def counts(self, order: Sequence[str]) -> Counts:
        """Counts as of now over the articles of ``order``, ids, each once.

        What was never checked is done anew and is pending until then.
        """
        found = Counter(self._latest[name].status for name in order if name in self._latest)
        by_status = {status: found[status] for status in ("ok", "flagged", "failed")}
        pending = len(order) - sum(by_status.values())
        return Counts(**by_status, pending=pending, total=len(order))

    def finish(self, order: Sequence[str]) -> Manifest:
        """Lay the records in input order, bring the manifest up to date and close.

        ``order`` are the ids of all articles of the run; records of others are kept after theirs
        and count no more.
        ``finished`` is set when no article is pending. Raises ``StoreError``; every record that was
        appended is then still there.
        """
        with self._writing:
            if self._results is None:
                raise StoreError(f"{self.folder} is not open for writing")
            counts = self.counts(order)
            latest = [self._latest[name] for name in order if name in self._latest]
            saved = [line.saved for line in latest if line.saved is not None]
            self._compact(list(dict.fromkeys([*order, *self._latest])))
            held = self.manifest.hashes.get(_HELD) or self._digest()
            self.manifest = replace(
                self.manifest,
                hashes={**self.manifest.hashes, _HELD: held},
                finished=None if counts.pending else now(),
                articles=tuple(order),
                counts=counts,
                usage=sum((line.usage for line in self._latest.values()), self._superseded),
                superseded=self._superseded,
                reasks=Counter(line.reask for line in latest if line.reask is not None),
                by_reader=len(saved),
                saved=sum(saved, Usage()),
            )
            self._write_manifest()
        self.close()
        return self.manifest

    def _compact(self, order: Sequence[str]) -> None:
        """Rewrite both files to one line an article; each is replaced as a whole."""
        exchanges = {}
        path = self.folder / EXCHANGES
        with durable.reported("read", path), path.open("rb") as file:
            for line in lines(file):
                if match := _EXCHANGE_OF.match(line.content):
                    exchanges[exact_json.loads(match[1])] = line.offset
        rewrite(path, [exchanges[i] for i in order if i in exchanges])
        ids = [i for i in order if i in self._latest]
        offsets = rewrite(self.folder / RESULTS, [self._latest[i].offset for i in ids])
        self._latest = {
            i: self._latest[i]._replace(offset=offset)
            for i, offset in zip(ids, offsets, strict=True)
        }

    def _write_manifest(self) -> None:
        text = exact_json.dumps(self.manifest.to_json(), indent=2) + "\n"
        durable.replace(self.folder / MANIFEST, [durable.encode(text)])

    def close(self) -> None:
        """Let go of the folder; without ``finish`` the run stays open, to be gone on with."""
        for held in (self._results, self._exchanges):
            if held is not None:
                held.close()
        self._results = self._exchanges = None
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def __enter__(self) -> Run:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _unreadable(line: Raw, error: ValueError) -> Record:
    where = f"line {line.number} of {RESULTS}"
    try:
        # What makes the line useless, a number out of range say, need not be in its article.
        article = ArticleRef.from_json(json.loads(line.content)["article"])
    except (ValueError, TypeError, KeyError, RecursionError):
        article = ArticleRef(where, "", "", 0)
    failure = Failure("malformed", one_line(f"{where} cannot be read: {error}"))
    return Record(article, "failed", None, error=failure)
