"""The goldens that are gated, each with the text of its article."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from extractor import article as articles
from extractor.article import Article
from extractor.errors import NothingToGate
from extractor.golden import Golden, Shelf
from extractor.source import Source


@dataclass(frozen=True, slots=True)
class Cases:
    """What is gated: ``ready`` are the goldens whose articles are at hand, by id.

    ``without_golden`` are the ids of given articles that no golden is about.
    """

    shelf: Shelf
    ready: tuple[Golden, ...]
    given: dict[str, Source]
    without_golden: tuple[str, ...]

    @classmethod
    def load(
        cls,
        golden_dir: Path,
        schema_name: str,
        folder: Path | None = None,
        only: Collection[str] | None = None,
    ) -> Cases:
        """The goldens of a schema, those of the ids in ``only`` where that is given.

        ``folder`` is where articles of detached goldens are looked for, by SHA-256. Raises
        ``NothingToGate`` where no golden can be used or has an article, unless they were named.
        """
        shelf = Shelf.load(golden_dir, schema_name, only)
        given = articles.by_hash(folder) if folder is not None else {}
        without_golden = tuple(_ungated(shelf, given)) if only is None else ()
        ready = tuple(g for g in shelf if not g.detached or g.article.sha256 in given)
        if not ready and only is None:
            shelf.require_any()
            raise NothingToGate(
                f"no article was given for the {len(shelf)} goldens in {shelf.folder}",
                "all are detached; name their articles' folder with --articles",
            )
        return cls(shelf, ready, given, without_golden)

    @property
    def ids(self) -> list[str]:
        """The ids of the goldens whose articles are at hand."""
        return [golden.article.id for golden in self.ready]

    @property
    def places(self) -> dict[str, Path]:
        """The files of their texts, by id."""
        found = {g.article.id: g.text_path or self.given[g.article.sha256].path for g in self.ready}
        return {name: path for name, path in found.items() if path is not None}

    def articles(self) -> Iterator[Article]:
        """Their articles, one after the other; ``StoreError`` where a text cannot be read."""
        for golden in self.ready:
            text = golden.text()
            if text is None:
                text = articles.read(self.given[golden.article.sha256]).text
            yield Article(golden.article.id, golden.article.source, text)


def _ungated(shelf: Shelf, given: dict[str, Source]) -> Iterator[str]:
    for sha256, source in given.items():
        article = articles.held(source, sha256)
        if article is None:
            continue
        ref = article.ref()
        if shelf.partner(ref) is None and shelf.broken_for(ref) is None:
            yield source.id
