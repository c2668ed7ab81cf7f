"""Who accepted what: written beside the goldens, read again, held against the golden there is."""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from extractor.golden import (
    Acceptance,
    Breach,
    Golden,
    Provenance,
    acceptances,
    author,
    note_acceptance,
)
from extractor.record import Answer, ArticleRef, Data, RecordError
from extractor.store import Manifest
from tests.reports import report, statement

BOTH = [statement(total=100), statement("Cao Bằng", export=7)]
MANIFEST = Manifest("trade", "careful", "hosted", "gpt-5-mini")


def golden(data: Data | None = None, article_id: str = "a") -> Golden:
    return Golden(ArticleRef(article_id, "a.txt", "0" * 64, 5), "trade", data or report(*BOTH))


def provenance(by: str = "An", **changes: str | None) -> Provenance:
    return replace(Provenance.of(MANIFEST, None, by), **changes)


def note(folder: Path, given: Golden, by: str = "An", **changes: str | None) -> None:
    note_acceptance(folder, Acceptance.of(given, provenance(by, **changes)))


def test_what_is_noted_comes_back_the_latest_last(tmp_path: Path) -> None:
    answer = Answer("other", "m", "m-2026", "tools", None)
    first = Acceptance.of(golden(), Provenance.of(MANIFEST, answer, "An", "looks right"))
    note_acceptance(tmp_path, first)
    note(tmp_path, golden(report()), "Bình")
    found = acceptances(tmp_path, "a")
    assert [each.provenance.by for each in found.known] == ["An", "Bình"]
    assert found.known[0] == first
    assert first.provenance.endpoint == "other"
    assert first.provenance.served_model == "m-2026"
    assert first.provenance.prompt == "careful"
    assert first.provenance.reason == "looks right"
    assert found.known[1].provenance.endpoint == "hosted"
    assert not found.damaged


def test_an_article_has_a_file_of_its_own_in_its_folder(tmp_path: Path) -> None:
    note(tmp_path, golden(article_id="2024/a b"))
    note(tmp_path, golden(article_id="2024/c"))
    names = [p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*") if p.is_file()]
    assert sorted(names) == ["accepted/2024/a b.jsonl", "accepted/2024/c.jsonl"]
    (line,) = (tmp_path / "accepted/2024/c.jsonl").read_text("utf-8").splitlines()
    assert set(json.loads(line)) == {
        "format",
        "sha256",
        "at",
        "by",
        "endpoint",
        "model",
        "served_model",
        "prompt",
        "reason",
    }


@pytest.mark.parametrize("article_id", ["../a", "/etc/a", "", "a/../b"])
def test_an_id_never_leads_out_of_the_folder(tmp_path: Path, article_id: str) -> None:
    with pytest.raises(RecordError):
        note(tmp_path / "golden", golden(article_id=article_id))
    with pytest.raises(RecordError):
        acceptances(tmp_path, article_id)
    assert not list(tmp_path.iterdir())


def test_a_line_belongs_to_the_golden_that_it_was_written_for(tmp_path: Path) -> None:
    note(tmp_path, golden(), "An")
    note(tmp_path, golden(report()), "Bình")
    note(tmp_path, golden(), "Chi")
    known = acceptances(tmp_path, "a")
    turned = golden(report(*reversed(BOTH)))
    for same in (golden(), turned, replace(golden(), note="see page 2")):
        accepted = known.of(same)
        assert accepted is not None
        assert accepted.provenance.by == "Chi"
    for other in (
        golden(report(BOTH[0])),
        replace(golden(), findings=(Breach("sum", ("statements.0",)),)),
        replace(golden(), article=replace(golden().article, sha256="1" * 64)),
    ):
        assert known.of(other) is None
    assert acceptances(tmp_path, "b").of(golden()) is None


def test_nothing_of_the_machine_and_nothing_that_a_terminal_acts_on_is_kept() -> None:
    for path in ("/home/an/models/q.gguf", "~/q.gguf", "C:\\models\\q.gguf", "file:///srv/q.gguf"):
        manifest = replace(MANIFEST, model=path)
        assert Provenance.of(manifest, None, "An").model == "q.gguf"
    manifest = replace(MANIFEST, model="openai/gpt-oss-120b")
    kept = Provenance.of(manifest, None, "An\x1b[2J\nBình", "so\u202e " + "x" * 9999)
    assert kept.model == "openai/gpt-oss-120b"
    assert kept.by == "An [2J Bình"
    assert kept.reason is not None
    assert kept.reason.isprintable()
    assert len(kept.reason) <= 500
    assert Provenance.of(manifest, None, " \n", " ").by == "unknown"
    assert Provenance.of(manifest, None, "An", " ").reason is None


@pytest.mark.parametrize(
    "line",
    [
        b"{",
        b"\xff",
        b"[]",
        b"{}",
        b'{"format": 2}',
        b'{"format": 1}',
        b'{"format": 1, "sha256": "0", "at": "2026-01-01"}',
        b'{"format": 1, "sha256": "0", "at": 5, "by": "An"}',
        b'{"format": 1, "sha256": "0", "at": "2026", "by": "An", "model": []}',
    ],
)
def test_a_damaged_line_takes_no_other_with_it(tmp_path: Path, line: bytes) -> None:
    note(tmp_path, golden(), "An")
    path = tmp_path / "accepted/a.jsonl"
    # As a program leaves it that is stopped in the middle.
    path.write_bytes(path.read_bytes() + line)
    note(tmp_path, golden(), "Bình")
    found = acceptances(tmp_path, "a")
    assert [each.provenance.by for each in found.known] == ["An", "Bình"]
    (reason,) = found.damaged
    assert "line 2 cannot be used" in reason


def test_words_of_a_file_that_another_wrote_are_one_line(tmp_path: Path) -> None:
    note(tmp_path, golden(), reason="why")
    path = tmp_path / "accepted/a.jsonl"
    path.write_text(path.read_text("utf-8").replace("why", "\\u001b[2J" + "y" * 9999), "utf-8")
    (found,) = acceptances(tmp_path, "a").known
    assert found.provenance.reason is not None
    assert found.provenance.reason.isprintable()
    assert len(found.provenance.reason) <= 500


class TestAuthor:
    @pytest.fixture(autouse=True)
    def no_configuration(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
            monkeypatch.setenv(name, "/dev/null")
        for name in ("GIT_DIR", "GIT_CONFIG_COUNT", "GIT_CONFIG_PARAMETERS"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
        monkeypatch.setenv("LOGNAME", "login")

    def test_what_is_said_comes_before_git_and_that_before_the_login(self, tmp_path: Path) -> None:
        assert author(tmp_path) == "login"
        subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
        assert author(tmp_path) == "login"
        subprocess.run(["git", "config", "user.name", "An\nNguyễn"], cwd=tmp_path, check=True)
        assert author(tmp_path) == "An Nguyễn"
        assert author(tmp_path, "Bình") == "Bình"
        assert author(tmp_path, " \x1b") == "An Nguyễn"
        assert len(author(tmp_path, "x" * 999)) == 100

    def test_git_need_not_be_there(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PATH", str(tmp_path))
        assert author(tmp_path) == "login"
        assert author(tmp_path / "nowhere") == "login"
