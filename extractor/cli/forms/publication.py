"""What of a comparison may stand where anybody reads it.

The text of an article whose golden is detached is not the project's to publish, nor is that of an
article without a golden or of one that changed since: none of its sentences is here, and no words
longer than its golden file itself might keep. What stands beside a golden is public, also where the
article is another by now. Paths are without the folders of the machine.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from extractor.cli.differences import not_compared
from extractor.cli.words import counted
from extractor.diff import ArticleDiff, Difference, RunDiff
from extractor.golden import LONGEST_QUOTE, Golden, Shelf


@dataclass(frozen=True, slots=True)
class Publication:
    """A comparison without what is not the project's to publish, and where its goldens stand.

    ``root`` is the project's folder; of ``pending`` articles the run has no record.
    """

    found: RunDiff
    shelf: Shelf
    root: Path
    pending: int
    goldens: Mapping[str, Golden]

    @classmethod
    def of(cls, found: RunDiff, shelf: Shelf, root: Path, pending: int = 0) -> Publication:
        """What may be published of ``found``, which was held against ``shelf``."""
        goldens = {golden.article.id: golden for golden in shelf}
        articles = []
        for article in found.articles:
            golden = goldens.get(article.golden_id or "")
            public = golden is not None and not golden.detached
            articles.append(_public(_placeless(article, root, shelf), beside=public))
        return cls(replace(found, articles=tuple(articles)), shelf, root, pending, goldens)

    @property
    def schema(self) -> str:
        """The name of the schema whose goldens they are."""
        return self.shelf.folder.name

    @property
    def headline(self) -> str:
        """What keeps the run from passing, in a few own words."""
        unheld = sum(not_compared(article) is not None for article in self.found.articles)
        told = [
            counted(self.found.regressions, "regression") if self.found.regressions else "",
            f"{counted(unheld, 'article')} not compared" if unheld else "",
            f"{counted(self.pending, 'article')} pending" if self.pending else "",
        ]
        if not any(told) and not any(article.met_golden for article in self.found.articles):
            return "nothing was compared"
        return ", ".join(filter(None, told)) or "nothing regressed"

    def has_text(self, article: ArticleDiff) -> bool:
        """Whether the article's text stands beside its golden."""
        golden = self.goldens.get(article.golden_id or "")
        return golden is not None and not golden.detached

    def path(self, article: ArticleDiff) -> Path | None:
        """The file of the article's golden that people read: the text, else the golden's own."""
        if article.golden_id is None:
            return None
        if (broken := self.shelf.broken.get(article.golden_id)) is not None:
            return broken.path
        golden = self.goldens.get(article.golden_id)
        if golden is not None and golden.text_path is not None:
            return golden.text_path
        return self.shelf.folder / f"{article.golden_id}.json"


def title(article: ArticleDiff) -> str:
    """An article's id, with its golden's where that is named otherwise."""
    if article.golden_id in (None, article.article_id):
        return article.article_id
    return f"{article.article_id} (golden {article.golden_id})"


def cosmetic(article: ArticleDiff) -> int:
    """How many of an article's differences do not gate."""
    return len(article.differences) - article.regressions


def clipped(text: str, length: int) -> str:
    """At most ``length`` characters of a text, with a mark where it went on."""
    return text if len(text) <= length else f"{text[:length]}…"


def _placeless(article: ArticleDiff, root: Path, shelf: Shelf) -> ArticleDiff:
    """An article whose reason names files from the project's folder, or that of the goldens."""
    reason = article.reason
    for folder in (root, shelf.folder.parent):
        if reason is not None and folder.is_absolute():
            reason = reason.replace(f"{folder}/", "")
    return replace(article, reason=reason)


def _public(article: ArticleDiff, *, beside: bool) -> ArticleDiff:
    """What may be published of an article; ``beside`` says that its golden's text is there."""
    # What is wrong with a golden file is said by this program and quotes no article.
    if (beside and not article.article_changed) or article.state == "broken":
        return article
    bare = (_bare(difference, kept=beside) for difference in article.differences)
    return replace(article, reason=_short(article.reason), differences=tuple(bare))


def _bare(difference: Difference, *, kept: bool) -> Difference:
    """A difference in few words, of the sentences but the golden's own, where they are ``kept``."""
    told = {name: _short(getattr(difference, name)) for name in difference.__slots__}
    sentences = difference.sentences if kept else ()
    old = (one for one in sentences if all(mark.side == "golden" for mark in one.marks))
    return Difference(**{**told, "sentences": tuple(old)})


def _short(value: Any) -> Any:
    if isinstance(value, str):
        return clipped(value, LONGEST_QUOTE)
    if isinstance(value, list | tuple):
        return type(value)(map(_short, value))
    return value
