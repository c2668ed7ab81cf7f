from __future__ import annotations

from pathlib import Path

import pytest

from extractor.errors import ConfigurationError
from extractor.project import Project, load, nearest


def test_the_root_is_the_nearest_folder_with_a_configuration(tmp_path: Path) -> None:
    (tmp_path / "a/b/c").mkdir(parents=True)
    (tmp_path / "extractor.toml").write_text("")
    (tmp_path / "a/extractor.toml").write_text("")
    assert load(tmp_path / "a/b/c").root == tmp_path / "a"
    assert load(tmp_path).root == tmp_path


def test_without_a_configuration_the_root_is_where_one_stands(tmp_path: Path) -> None:
    project = load(tmp_path)
    assert (project.root, project.configured, project.endpoints) == (tmp_path, False, {})


def test_endpoint_tables_come_as_written(tmp_path: Path) -> None:
    (tmp_path / "extractor.toml").write_text('[endpoints.local]\nmodel = "m"\nconcurrency = 2\n')
    assert load(tmp_path).endpoints == {"local": {"model": "m", "concurrency": 2}}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[endpoints.x\n", "line 1"),
        ("a = 1\nb = = 2\n", "line 2"),
        ("[endpoint.x]\n", "did you mean «endpoints»"),
        ("endpoints = 3\n", "no table"),
        ("[endpoints]\nx = 3\n", "endpoints.x"),
    ],
)
def test_a_broken_configuration_is_refused_with_its_place(
    tmp_path: Path, text: str, reason: str
) -> None:
    (tmp_path / "extractor.toml").write_text(text)
    with pytest.raises(ConfigurationError, match=r"extractor\.toml") as refused:
        load(tmp_path)
    assert reason in str(refused.value)


def test_a_configuration_that_is_no_utf8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "extractor.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigurationError, match="not UTF-8"):
        load(tmp_path)


def test_the_project_shadows_what_the_package_brings(tmp_path: Path) -> None:
    packaged = Project(tmp_path).resource("schema", "trade")
    assert packaged.origin == "packaged"
    (tmp_path / "schemas").mkdir()
    (tmp_path / "schemas/trade.py").write_text("")
    (tmp_path / "schemas/other.py").write_text("")
    (tmp_path / "schemas/_private.py").write_text("")
    own = Project(tmp_path).resource("schema", "trade")
    assert (own.origin, own.path) == ("project", tmp_path / "schemas/trade.py")
    assert [(r.name, r.origin) for r in Project(tmp_path).resources("schema")] == [
        ("other", "project"),
        ("trade", "project"),
    ]


def test_a_value_with_a_slash_or_an_ending_is_a_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.md").write_text("")
    for given in ("mine.md", "./mine.md", str(tmp_path / "mine.md")):
        found = Project(tmp_path).resource("prompt", given)
        assert (found.name, found.origin) == ("mine", "path")
    with pytest.raises(ConfigurationError, match="no prompt file"):
        Project(tmp_path).resource("prompt", "./trade")


@pytest.mark.parametrize(("given", "hint"), [("trad", "«trade»"), ("..", "trade"), ("", "trade")])
def test_an_unknown_name_is_refused_with_the_nearest(tmp_path: Path, given: str, hint: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        Project(tmp_path).resource("schema", given)
    assert refused.value.hint is not None
    assert hint in refused.value.hint


@pytest.mark.parametrize(
    ("given", "hint"),
    [
        ("nope", "known: builtin, openai, together"),
        ("demo", "known: builtin, openai, together"),
        ("opnai", "did you mean «openai»?"),
        ("OpenAI", "did you mean «openai»?"),
        ("togehter", "did you mean «together»?"),
    ],
)
def test_only_a_name_that_is_close_is_suggested(given: str, hint: str) -> None:
    assert nearest(given, ["openai", "builtin", "together"]) == hint
