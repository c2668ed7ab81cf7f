from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractor.article import read
from extractor.errors import ArticleError, UsageError
from extractor.source import collect, walk
from tests.harness import put


def ids(root: Path, *sources: str) -> list[str]:
    return [source.id for source in collect(sources, root)]


def read_bytes(root: Path, data: bytes) -> str:
    (root / "a.txt").write_bytes(data)
    return read(collect(["a.txt"], root)[0]).text


class TestCollect:
    def test_a_folder_gives_its_articles_sorted_by_path_below_it(self, here: Path) -> None:
        put(here, "d/b.txt", "d/2024/x.md", "d/a.TXT", "d/note.json", "d/a.b.txt")
        assert ids(here, "d") == ["2024/x", "a", "a.b", "b"]

    def test_hidden_files_and_folders_are_no_articles(self, here: Path) -> None:
        put(here, "d/.x.txt", "d/.git/y.txt", "d/z.txt")
        assert ids(here, "d") == ["z"]

    def test_a_file_is_called_by_its_stem(self, here: Path) -> None:
        put(here, "d/2024/x.txt", "plain")
        assert ids(here, "d/2024/x.txt", "plain") == ["x", "plain"]

    def test_sources_keep_the_order_given(self, here: Path) -> None:
        put(here, "b.txt", "a.txt")
        assert ids(here, "b.txt", "-", "a.txt") == ["b", "stdin", "a"]

    def test_a_quoted_glob_counts_ids_from_its_fixed_part(self, here: Path) -> None:
        put(here, "d/2023/x.txt", "d/2024/x.txt", "d/y.md", "d/z.json")
        assert ids(here, "d/**/*") == ["2023/x", "2024/x", "y"]
        assert ids(here, f"{here}/d/2*/x.txt") == ["2023/x", "2024/x"]

    def test_a_file_name_with_brackets_is_that_file(self, here: Path) -> None:
        put(here, "a[1].txt", "a1.txt")
        assert ids(here, "a[1].txt") == ["a[1]"]

    def test_a_file_reached_twice_is_one_source(self, here: Path) -> None:
        put(here, "d/x.txt")
        (here / "link").symlink_to(here / "d")
        assert ids(here, "d", "d/x.txt", "./d/../d/x.txt", "link", "-", "-") == ["x", "stdin"]

    @pytest.mark.parametrize("sources", [["a/x.txt", "b/x.txt"], ["a", "b"], ["c"]])
    def test_two_sources_of_one_id_are_refused_and_both_named(
        self, here: Path, sources: list[str]
    ) -> None:
        put(here, "a/x.txt", "b/x.txt", "c/x.txt", "c/x.md")
        with pytest.raises(UsageError) as refused:
            collect(sources, here)
        first, second = ("c/x.md", "c/x.txt") if sources == ["c"] else ("a/x.txt", "b/x.txt")
        assert first in refused.value.message
        assert second in refused.value.message

    @pytest.mark.parametrize("source", ["nowhere.txt", "no/*.txt", "empty", "", "a\0b"])
    def test_a_source_that_means_nothing_is_refused(self, here: Path, source: str) -> None:
        (here / "empty").mkdir()
        with pytest.raises(UsageError):
            collect([source], here)

    def test_no_source_is_refused(self, here: Path) -> None:
        with pytest.raises(UsageError, match="no source"):
            collect([], here)

    def test_a_folder_that_links_to_itself_ends(self, here: Path) -> None:
        put(here, "d/x.txt")
        (here / "d" / "again").symlink_to(here / "d")
        assert ids(here, "d") == ["x"]

    def test_a_glob_over_a_loop_of_links_takes_the_shortest_path(self, here: Path) -> None:
        put(here, "d/x.txt", "d/e/y.txt")
        (here / "d" / "again").symlink_to(here / "d")
        assert ids(here, "d/**/*.txt") == ["e/y", "x"]

    def test_locations_are_relative_below_the_root_and_absolute_elsewhere(
        self, here: Path, tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        outside = tmp_path_factory.mktemp("outside")
        put(here, "p/x.txt")
        put(outside, "y.txt")
        found = collect(["p/../p/x.txt", str(outside)], here / "p")
        assert [source.location for source in found] == ["x.txt", str(outside / "y.txt")]

    def test_a_name_that_is_no_utf8_can_still_be_stored(self, here: Path) -> None:
        name = os.fsdecode(b"b\xe0i.txt")
        (here / name).write_text("text")
        (source,) = collect([name], here)
        assert (source.id, source.location) == (r"b\xe0i", r"b\xe0i.txt")
        assert read(source).text == "text"

    def test_a_folder_that_cannot_be_listed_is_a_source_of_its_own(
        self, here: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        put(here, "d/x.txt", "d/locked/y.txt")
        listed = Path.iterdir

        def refuse(path: Path) -> Iterator[Path]:
            if path.name == "locked":
                raise PermissionError(13, "Permission denied")
            return listed(path)

        monkeypatch.setattr(Path, "iterdir", refuse)
        locked, found = collect(["d"], here)
        assert (locked.id, found.id) == ("locked", "x")
        with pytest.raises(ArticleError, match="d/locked is not a regular file"):
            read(locked)
        assert [source.id for source in walk(here / "d/locked", here)] == ["locked"]
