"""Killed at any moment, or out of disk: what was finished stays, at most C calls are repeated."""

from __future__ import annotations

import random
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

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
from tests.forked import started
from tests.harness import MakeProject

CONCURRENCY = 6
ARTICLES = 90


@pytest.mark.parametrize("cache", [(), ("--no-cache",)])
def test_killed_at_any_moment(project: MakeProject, cache: tuple[str, ...]) -> None:
    run = command("--concurrency", str(CONCURRENCY), *cache)
    with serving(lambda asked: good(asked, delay=0.02)) as service:
        here = with_articles(project, ARTICLES, service.table())
        for _ in range(10):
            before = len(service.asked)
            process = started(here, *run)
            further = before + random.randint(1, 8)
            wait_for(lambda further=further: len(service.asked) >= further)  # type: ignore[misc]
            time.sleep(random.uniform(0, 0.03))
            process.kill()
            assert process.ended().status == -signal.SIGKILL, "it ended before it was killed"
            finished = set(done(here))
            lost = {f"{asked.number:04}" for asked in service.asked} - finished
            assert len(lost) <= CONCURRENCY
            assert here.run("show", "r").status in (0, 3)
            assert here.run("check", "r").status in (0, 1, 3)
        ran = started(here, *run).ended()
    assert ran.status == 0, ran.stderr
    assert "is not used" not in ran.stderr
    assert [r["article"]["id"] for r in records(here)] == ids(ARTICLES)
    assert done(here) == ids(ARTICLES)
    assert len(service.asked) <= ARTICLES + 10 * CONCURRENCY
    assert service.peak <= CONCURRENCY


def test_what_a_killed_process_left_half_written_is_cleared_away(project: MakeProject) -> None:
    with serving(good) as service:
        here = with_articles(project, 2, service.table())
        assert here.run(*command("--limit", "1")).status == 0
        here.write({"r/.4711.tmp": "half of the res", "r/.notes.tmp": "somebody's own"})
        assert here.run(*command()).status == 0
    left = {path.name for path in (here.root / "r").iterdir()}
    assert ".4711.tmp" not in left
    assert ".notes.tmp" in left


Disk = Callable[[Path, str], AbstractContextManager[Callable[[str], None]]]


@pytest.fixture
def disk() -> Disk:
    """A disk of a given size mounted at a new folder; what it gives changes the size."""

    def mount(*options: str) -> bool:
        tried = subprocess.run(["mount", *options], capture_output=True, check=False)
        return tried.returncode == 0

    @contextmanager
    def mounted(folder: Path, size: str) -> Iterator[Callable[[str], None]]:
        def grow(size: str) -> None:
            assert mount("-o", f"remount,size={size}", str(folder))

        folder.mkdir()
        if not mount("-t", "tmpfs", "-o", f"size={size}", "none", str(folder)):
            pytest.skip("no disk may be mounted here")
        try:
            yield grow
        finally:
            subprocess.run(["umount", str(folder)], capture_output=True, check=True)

    return mounted


class TestFullDisk:
    def test_files_that_may_not_grow(self, project: MakeProject) -> None:
        limited = (
            "import resource; "
            "resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, resource.RLIM_INFINITY)); main()"
        )
        run = command("--concurrency", "4", "--no-cache")
        with serving(lambda asked: good(asked, delay=0.01)) as service:
            here = with_articles(project, 80, service.table())
            full = started(here, *run, code=limited).ended()
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

    def test_a_disk_without_space(self, project: MakeProject, disk: Disk) -> None:
        run = command("--concurrency", "4", out="disk/r")
        with serving(lambda asked: good(asked, delay=0.01)) as service:
            here = with_articles(project, 80, service.table())
            with disk(here.root / "disk", "300k") as grow:
                full = here.run(*run)
                assert full.status == 2
                [line, *_] = full.stderr.strip().splitlines()
                assert "No space left on device" in line
                assert "free some space" in full.stderr
                asked, finished = len(service.asked), done(here, "disk/r")
                assert 0 < len(finished) < 80
                assert asked - len(finished) <= 4
                assert here.run("check", "disk/r").status == 3
                grow("20m")
                assert here.run(*run).status == 0
                assert done(here, "disk/r") == ids(80)
        assert len(service.asked) <= 80 + 4

    def test_a_disk_that_holds_all_results_and_no_more(
        self, project: MakeProject, disk: Disk
    ) -> None:
        run = command("--concurrency", "4", "--no-cache", out="disk/r")
        with serving(good) as service:
            here = with_articles(project, 40, service.table())
            assert here.run(*command("--no-cache", out="whole")).status == 0
            needed = sum(path.stat().st_size for path in (here.root / "whole").iterdir())
            service.asked.clear()
            # To lay the results in order takes as much again.
            with disk(here.root / "disk", str(needed + needed // 4)) as grow:
                full = here.run(*run)
                assert full.status == 2
                assert "No space left on device" in full.stderr
                assert sorted(done(here, "disk/r")) == ids(40)
                assert here.run("check", "disk/r").status == 0
                grow("20m")
                assert here.run(*run).status == 0
                assert done(here, "disk/r") == ids(40)
        assert len(service.asked) == 40
