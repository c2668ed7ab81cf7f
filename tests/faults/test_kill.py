"""Killed at any moment, or out of disk: what was finished stays, at most C calls are repeated."""

from __future__ import annotations

import random
import subprocess
import time
from pathlib import Path

import pytest

from tests.faults.forked import forks
from tests.faults.service import (
    command,
    done,
    good,
    ids,
    records,
    serving,
    wait_for,
    with_articles,
)
from tests.harness import MakeProject

CONCURRENCY = 6
ARTICLES = 90


@pytest.mark.parametrize("cache", [(), ("--no-cache",)])
def test_killed_at_any_moment(project: MakeProject, cache: tuple[str, ...]) -> None:
    run = command("--concurrency", str(CONCURRENCY), *cache)
    with serving(lambda asked: good(asked, delay=0.02)) as service:
        here = with_articles(project, ARTICLES, service.table())
        with forks(here) as forked:
            for _ in range(10):
                before = len(service.asked)
                process = forked.start(run)
                further = before + random.randint(1, 8)
                wait_for(lambda further=further: len(service.asked) >= further)  # type: ignore[misc]
                time.sleep(random.uniform(0, 0.03))
                assert forked.kill(process), "it ended before it was killed"
                finished = set(done(here)) if whole(here.root / "r") else set()
                lost = {f"{asked.number:04}" for asked in service.asked} - finished
                assert len(lost) <= CONCURRENCY
                assert here.run("show", "r").status in (0, 3)
                assert here.run("check", "r").status in (0, 1, 3)
            forked.start(run)
            ran = forked.ended()
    assert ran.status == 0, ran.stderr
    assert [r["article"]["id"] for r in records(here)] == ids(ARTICLES)
    assert done(here) == ids(ARTICLES)
    assert len(service.asked) <= ARTICLES + 10 * CONCURRENCY
    assert service.peak <= CONCURRENCY


def whole(folder: Path) -> bool:
    """Whether the results end with a whole line; one that is cut off is mended and counted."""
    path = folder / "results.jsonl"
    content = path.read_bytes()
    if content and not content.endswith(b"\n"):
        path.write_bytes(content[: content.rfind(b"\n") + 1])
    return bool(content)


class TestFullDisk:
    def test_files_that_may_not_grow(self, project: MakeProject) -> None:
        limited = (
            "import resource, sys; from extractor.cli.app import run_command_line; "
            "resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, resource.RLIM_INFINITY)); "
            "sys.exit(run_command_line(sys.argv[1:]))"
        )
        run = command("--concurrency", "4", "--no-cache")
        with serving(lambda asked: good(asked, delay=0.01)) as service:
            here = with_articles(project, 80, service.table())
            full = here.spawn(*run, python=("-c", limited))
            assert full.status == 2
            assert len(full.stderr.strip().splitlines()) <= 2, full.stderr
            assert "File too large" in full.stderr
            asked, finished = len(service.asked), done(here)
            assert 0 < len(finished) < 80
            assert asked - len(finished) <= 4
            assert f"{80 - len(finished)} pending" in here.run("show", "r").stderr
            again = here.run(*run)
        assert again.status == 0
        assert done(here) == ids(80)
        assert len(service.asked) <= 80 + 4

    def test_a_disk_without_space(self, project: MakeProject) -> None:
        run = command("--concurrency", "4")
        with serving(lambda asked: good(asked, delay=0.01)) as service:
            here = with_articles(project, 80, service.table())
            disk = here.root / "r"
            disk.mkdir()
            size = ("-o", "size=300k")
            mounted = subprocess.run(
                ["mount", "-t", "tmpfs", *size, "none", str(disk)], capture_output=True, check=False
            )
            if mounted.returncode:
                pytest.skip("no disk may be mounted here")
            try:
                full = here.run(*run)
                assert full.status == 2
                [line, *_] = full.stderr.strip().splitlines()
                assert "No space left on device" in line
                assert "free some space" in full.stderr
                asked, finished = len(service.asked), done(here)
                assert 0 < len(finished) < 80
                assert asked - len(finished) <= 4
                assert here.run("check", "r").status == 3
                subprocess.run(
                    ["mount", "-o", "remount,size=20m", str(disk)], check=True, capture_output=True
                )
                again = here.run(*run)
                assert again.status == 0
                assert done(here) == ids(80)
            finally:
                subprocess.run(["umount", str(disk)], check=True, capture_output=True)
        assert len(service.asked) <= 80 + 4
