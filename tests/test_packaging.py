"""The wheel works outside the checkout, with the schemas and prompts it brings along."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.harness import ARTICLE, IN_TURN, REPOSITORY, statuses


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built wheel."""
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder],
        cwd=REPOSITORY,
        check=True,
        capture_output=True,
    )
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def site(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that it is installed in, compiled by whoever comes first."""
    folder = tmp_path_factory.mktemp("site")
    zipfile.ZipFile(wheel).extractall(folder)
    return folder


def test_the_wheel_holds_the_package_and_its_defaults_alone(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.partition("/")[0] for name in names}
    assert len(tops) == 2
    assert "extractor" in tops
    wanted = "py.typed defaults/schemas/trade.py defaults/prompts/trade.md endpoint/presets.toml"
    for name in wanted.split():
        assert f"extractor/{name}" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not [name for name in names if "/test" in name or "golden/trade" in name]


def test_the_installed_package_runs_outside_the_checkout(site: Path, tmp_path: Path) -> None:
    here = tmp_path / "empty"
    here.mkdir()
    (here / "bài.txt").write_text(ARTICLE, encoding="utf-8")

    def python(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=here,
            env={**os.environ, "PYTHONPATH": str(site)},
            capture_output=True,
            encoding="utf-8",
        )

    run = python("-m", "extractor", "run", "bài.txt", "--out", "r")
    assert run.returncode == 0, run.stderr
    record = json.loads((here / "r/results.jsonl").read_text("utf-8"))
    assert record["status"] == "ok"
    assert record["data"]["statements"][0]["total"]["value"] == 1200
    done = python("-c", IN_TURN, "schemas", "endpoints", "check r", "init new")
    assert statuses(done.stderr) == [0, 0, 0, 0], done.stderr
    assert str(site / "extractor/defaults/schemas/trade.py") in done.stdout
    assert "GROQ_API_KEY" in done.stdout
    assert "[endpoints.local]" in (here / "new/extractor.toml").read_text()


def test_pytest_finds_the_plugin_of_the_installed_package(site: Path, tmp_path: Path) -> None:
    here = tmp_path / "project"
    (here / "golden/trade").mkdir(parents=True)
    (here / "extractor.toml").touch()
    for name in ("a05.json", "a05.txt"):
        content = (REPOSITORY / "golden/trade" / name).read_bytes()
        (here / "golden/trade" / name).write_bytes(content)

    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-v", "--extractor-endpoint=builtin"],
        cwd=here,
        env={**os.environ, "PYTHONPATH": str(site)},
        capture_output=True,
        encoding="utf-8",
    )
    assert "golden/trade/a05.json::builtin PASSED" in done.stdout
