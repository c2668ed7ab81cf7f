"""Which records of several runs are about one article."""

from __future__ import annotations

from extractor.diff.articles import same_articles
from extractor.record import ArticleRef


def refs(*named: tuple[str, str]) -> list[ArticleRef]:
    return [ArticleRef(article_id, "", sha256, 0) for article_id, sha256 in named]


def groups(*runs: list[ArticleRef]) -> list[tuple[dict[int, int], bool]]:
    return [(group.positions, group.changed) for group in same_articles(runs)]


def test_a_text_is_known_whatever_its_id_and_place() -> None:
    assert groups(refs(("a", "1"), ("b", "2")), refs(("x", "2"), ("a", "1"))) == [
        ({0: 0, 1: 1}, False),
        ({0: 1, 1: 0}, False),
    ]


def test_an_id_alone_is_a_changed_article() -> None:
    assert groups(refs(("a", "1")), refs(("a", "2"))) == [({0: 0, 1: 0}, True)]


def test_the_text_goes_before_the_id() -> None:
    assert groups(refs(("a", "1"), ("b", "2")), refs(("a", "2"), ("b", "3"))) == [
        ({0: 0}, False),
        ({0: 1, 1: 0}, False),
        ({1: 1}, False),
    ]


def test_records_of_one_text_pair_by_id_then_one_by_one() -> None:
    one = refs(("a", "1"), ("b", "1"), ("c", "1"))
    assert groups(one, refs(("c", "1"), ("x", "1"))) == [
        ({0: 0, 1: 1}, False),
        ({0: 1}, False),
        ({0: 2, 1: 0}, False),
    ]


def test_what_the_first_run_lacks_is_one_article_of_the_others() -> None:
    assert groups(refs(("a", "1")), refs(("b", "2")), refs(("b", "2"), ("a", "1"))) == [
        ({0: 0, 2: 1}, False),
        ({1: 0, 2: 0}, False),
    ]


def test_lines_without_a_text_pair_by_id_alone() -> None:
    assert groups(refs(("a", "")), refs(("b", ""))) == [({0: 0}, False), ({1: 0}, False)]
