from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from extractor import article as articles
from extractor.project import Project
from extractor.source import Source
from extractor.workflow.checking import Texts
from tests.harness import ARTICLE, BROKEN


@pytest.mark.parametrize(
    "spoil", [Path.unlink, lambda path: path.write_bytes(b"\0\1"), lambda path: path.write_text("")]
)
def test_a_file_of_a_folder_that_is_spoiled_meanwhile_is_a_text_not_found(
    tmp_path: Path, spoil: Callable[[Path], object]
) -> None:
    path = tmp_path / "given" / "x.txt"
    path.parent.mkdir()
    path.write_text(ARTICLE, "utf-8")
    ref = articles.read(Source("x", "gone.txt", path)).ref()
    texts = Texts(Project(tmp_path), tmp_path / "runs/r", path.parent)
    spoil(path)
    assert texts.find(ref) is None


def test_a_file_of_a_folder_counts_only_while_it_has_the_text(tmp_path: Path) -> None:
    given, moved = tmp_path / "given" / "x.txt", tmp_path / "moved.txt"
    given.parent.mkdir()
    given.write_text(ARTICLE, "utf-8")
    ref = articles.read(Source("x", "moved.txt", given)).ref()
    texts = Texts(Project(tmp_path), tmp_path / "runs/r", given.parent)
    given.write_text(BROKEN, "utf-8")
    assert texts.find(ref) is None
    moved.write_text(ARTICLE, "utf-8")
    found = texts.find(ref)
    assert found is not None
    assert found.text == ARTICLE
