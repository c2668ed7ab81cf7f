"""Recorded answers: what an endpoint said to each golden article, kept beside the goldens.

``golden/<schema>/answers/<endpoint>.jsonl`` has a line an answer, by article id, so that version
control shows what changed. A line is found by the hash of the endpoint's own first request, also
where a fallback answered in its place: whatever changes that request (prompt, schema, model, a
setting) leaves it unfound. What a fallback said serves only while its own request is the same too.
An article whose model was asked once more has a second line, found by the hash of that request.
The response is as it was received, the key hidden, and it is hostile: it is read as any answer is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args
from urllib.parse import quote

from extractor import durable, exact_json
from extractor.endpoint.config import Endpoint
from extractor.endpoint.modes import Manner
from extractor.endpoint.settings import Mode
from extractor.errors import StoreError, one_line
from extractor.record import Data

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Recorded:
    """One answer: which first request or re-ask it belongs to, who gave it, and the response.

    ``request_sha256`` is of the request to the endpoint that was asked first, ``answered_sha256``
    of the one to who answered, ``endpoint``: the same, or a fallback; of a re-ask both are its own.
    ``model`` and ``manner`` are the answering one's. ``day`` is ISO 8601, in UTC. ``response`` is
    the JSON document, or a text where it was none.
    """

    request_sha256: str
    answered_sha256: str
    article_id: str
    article_sha256: str
    endpoint: str
    model: str
    served_model: str | None
    manner: Manner
    day: str
    response: Data | str

    def to_json(self) -> Data:
        """The line as it is written."""
        return {
            "format": FORMAT,
            "request_sha256": self.request_sha256,
            "answered_sha256": self.answered_sha256,
            "article": {"id": self.article_id, "sha256": self.article_sha256},
            "endpoint": self.endpoint,
            "model": self.model,
            "served_model": self.served_model,
            "mode": self.manner.mode,
            "forced": self.manner.forced,
            "max_tokens_name": self.manner.max_tokens_name,
            "day": self.day,
            "response": self.response,
        }

    def find(self, endpoint: Endpoint, request_sha256: str, mode: Mode) -> str | None:
        """The response, where it is that endpoint's to that request in that mode."""
        answered = self.endpoint, self.answered_sha256, self.manner.mode
        if answered != (endpoint.name, request_sha256, mode):
            return None
        if isinstance(self.response, str):
            return self.response
        return durable.encode(exact_json.dumps(self.response)).decode()


class Recordings:
    """The recorded answers of one endpoint, in the order of their articles."""

    def __init__(self, path: Path, rows: Iterable[Recorded] = ()) -> None:
        """``path`` is the file that they are in, or are to be."""
        self.path = path
        self.rows = tuple(sorted(rows, key=lambda row: (row.article_id, row.request_sha256)))
        self._by_request: dict[str, list[Recorded]] = {}
        for row in self.rows:
            self._by_request.setdefault(row.request_sha256, []).append(row)

    @classmethod
    def load(cls, folder: Path, endpoint: str) -> Recordings:
        """The answers of an endpoint to the goldens in ``folder``, none where there is no file.

        Raises ``StoreError`` for a line that cannot be read.
        """
        # Whatever the endpoint's name holds, it is one file's name.
        path = folder / "answers" / f"{quote(endpoint, safe='')}.jsonl"
        with durable.reported("read", path):
            try:
                content = path.read_bytes()
            except FileNotFoundError:
                content = b""
        return cls.of(path, content)

    @classmethod
    def of(cls, path: Path, content: bytes) -> Recordings:
        """The answers in a file of that content; raises as ``load`` does."""
        return cls(path, _read(path, content))

    def __iter__(self) -> Iterator[Recorded]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def to(self, request_sha256: str) -> Sequence[Recorded]:
        """What was answered, by whomever, where that request was the first."""
        return self._by_request.get(request_sha256, ())

    def content(self) -> bytes:
        """What the file is to hold."""
        rows = (exact_json.dumps(row.to_json()) for row in self.rows)
        return b"".join(durable.encode(f"{row}\n") for row in rows)

    def write(self) -> None:
        """Put the file in place of the one that was there, unless it says the same.

        Raises ``StoreError`` where that cannot be done; the old file is then still there.
        """
        content = self.content()
        with durable.reported("read", self.path):
            there = self.path.read_bytes() if self.path.exists() else b""
        if content != there:
            durable.replace(self.path, [content])


def _read(path: Path, content: bytes) -> Iterator[Recorded]:
    for number, line in enumerate(content.split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            yield _row(exact_json.loads(line))
        except (KeyError, TypeError, ValueError) as error:
            reason = f"it has no {error}" if isinstance(error, KeyError) else str(error)
            raise StoreError(
                f"{path} line {number} is no recorded answer: {one_line(reason, 120)}",
                "restore the file from version control, or delete it and record anew",
            ) from None


def _row(raw: Any) -> Recorded:
    if not isinstance(raw, Mapping):
        raise TypeError("it is not an object")
    if raw["format"] != FORMAT:
        raise ValueError(f"it has format {raw['format']}, this version reads {FORMAT}")
    article, served, response = raw["article"], raw["served_model"], raw["response"]
    names = (
        "request_sha256",
        "answered_sha256",
        "endpoint",
        "model",
        "max_tokens_name",
        "day",
    )
    texts = [*(raw[name] for name in names), article["id"], article["sha256"]]
    if (
        not all(isinstance(text, str) for text in texts)
        or not isinstance(served, str | None)
        or not isinstance(response, str | dict)
        or not isinstance(raw["forced"], bool)
        or raw["mode"] not in get_args(Mode)
    ):
        raise TypeError("its entries have another shape")
    return Recorded(
        request_sha256=raw["request_sha256"],
        answered_sha256=raw["answered_sha256"],
        article_id=article["id"],
        article_sha256=article["sha256"],
        endpoint=raw["endpoint"],
        model=raw["model"],
        served_model=served,
        manner=Manner(raw["mode"], raw["forced"], raw["max_tokens_name"]),
        day=raw["day"],
        response=response,
    )
