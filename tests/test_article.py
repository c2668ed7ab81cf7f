from __future__ import annotations

import hashlib
import io
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor import article
from extractor.article import find, read
from extractor.errors import ArticleError, UsageError
from extractor.source import Source, collect
from tests.harness import put

TEXT = "Xuất khẩu đạt 5 triệu USD.\r\nNhập khẩu\u00a0đạt 7 triệu USD.\n"


def read_bytes(root: Path, data: bytes) -> str:
    (root / "a.txt").write_bytes(data)
    return read(collect(["a.txt"], root)[0]).text


class TestRead:
    @pytest.mark.parametrize(
        "data",
        [
            TEXT.encode(),
            b"\xef\xbb\xbf" + TEXT.encode(),
            b"\xff\xfe" + TEXT.encode("utf-16-le"),
            b"\xfe\xff" + TEXT.encode("utf-16-be"),
            TEXT.encode("utf-16-le"),
            TEXT.encode("utf-16-be"),
        ],
    )
    def test_every_encoding_yields_the_same_text_newlines_kept(
        self, here: Path, data: bytes
    ) -> None:
        (here / "a.txt").write_bytes(data)
        found = read(collect(["a.txt"], here)[0])
        assert found.text == TEXT
        assert found.sha256 == hashlib.sha256(TEXT.encode()).hexdigest()
        assert found.ref().chars == len(TEXT)

    @given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufeff\ufffe")))
    def test_utf8_comes_out_as_it_went_in(self, text: str) -> None:
        source = Source("stdin", "-", None)
        if text.strip():
            assert read(source, io.BytesIO(text.encode())).text == text
        else:
            with pytest.raises(ArticleError, match="empty"):
                read(source, io.BytesIO(text.encode()))

    @pytest.mark.parametrize(
        "data",
        [
            b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)),
            bytes(range(256)) * 8,
            b"\x7fELF\x02\x01\x01" + b"\0" * 64,
            "Xuất khẩu".encode("cp1258", "replace") + b"\xff",
            b"\xff\xfe\x00",
            b"text\0text",
            "text".encode("utf-32"),
            b"\xff\xfe\x00\xd8\x20\x00",
        ],
    )
    def test_what_is_not_text_is_refused(self, here: Path, data: bytes) -> None:
        with pytest.raises(ArticleError, match=r"a\.txt is not text"):
            read_bytes(here, data)

    @pytest.mark.parametrize("data", [b"", b" \n\t\r\n", b"\xef\xbb\xbf", "\u00a0\n".encode()])
    def test_an_empty_text_is_refused(self, here: Path, data: bytes) -> None:
        with pytest.raises(ArticleError, match="empty"):
            read_bytes(here, data)

    def test_a_text_at_the_limit_is_read(self, here: Path) -> None:
        assert len(read_bytes(here, b"a" * article.MAX_BYTES)) == article.MAX_BYTES

    def test_a_longer_file_is_refused_unread(
        self, here: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with (here / "a.txt").open("wb") as file:
            file.truncate(article.MAX_BYTES + 1)
        monkeypatch.setattr(article, "_bounded", lambda *_: pytest.fail("it was read"))
        with pytest.raises(ArticleError, match="longer than 20 MB"):
            read(collect(["a.txt"], here)[0])

    def test_a_longer_standard_input_is_refused(self) -> None:
        with pytest.raises(ArticleError, match="longer than 20 MB"):
            read(Source("stdin", "-", None), io.BytesIO(b"a" * (article.MAX_BYTES + 9)))

    def test_a_pipe_is_refused_without_waiting_for_a_writer(self, here: Path) -> None:
        os.mkfifo(here / "a.txt")
        with pytest.raises(ArticleError, match="not a regular file"):
            read(collect(["a.txt"], here)[0])

    def test_a_dangling_link_cannot_be_read(self, here: Path) -> None:
        (here / "a.txt").symlink_to(here / "gone")
        with pytest.raises(ArticleError, match=r"a\.txt cannot be read: No such file"):
            read(collect(["a.txt"], here)[0])

    def test_another_kind_of_file_is_refused(self, here: Path) -> None:
        put(here, "page.html")
        with pytest.raises(ArticleError, match=r"page\.html is of a kind"):
            read(collect(["page.html"], here)[0])


class TestFind:
    def test_an_article_is_known_by_its_hash_below_any_root(self, here: Path) -> None:
        put(here, "new/d/x.txt")
        (here / "old/d").mkdir(parents=True)
        (here / "old/d/x.txt").write_text("another text")
        ref = read(collect(["new/d/x.txt"], here / "new")[0]).ref()
        found = find(ref, [here / "old", here / "new"])
        assert found is not None
        assert found.text == "text of new/d/x.txt"
        assert find(ref, [here / "old", here]) is None

    def test_standard_input_is_found_in_the_run_that_kept_it(self, here: Path) -> None:
        ref = read(Source("stdin", "-", None), io.BytesIO(b"text")).ref()
        assert find(ref, [here]) is None
        (here / article.STDIN_FILE).write_bytes(b"text")
        assert find(ref, [here]) is not None

    def test_articles_of_a_folder_are_known_by_hash(self, here: Path) -> None:
        put(here, "d/x.txt", "d/y.md")
        (here / "d/bad.txt").write_bytes(b"\0")
        wanted = hashlib.sha256(b"text of d/y.md").hexdigest()
        found = article.by_hash(here / "d")
        assert len(found) == 2
        assert read(found[wanted]).id == "y"

    def test_a_folder_that_is_not_there_is_refused(self, here: Path) -> None:
        with pytest.raises(UsageError, match="no folder"):
            article.by_hash(here / "nowhere")
