"""Work in threads that nobody waits for, and commands that end although it goes on."""

from __future__ import annotations

import asyncio
import signal
import threading
import time
from decimal import Decimal, getcontext, localcontext
from typing import Any

import pytest

from extractor.threads import aside
from tests.forked import started
from tests.harness import ARTICLE, MakeProject


def test_what_a_function_gives_or_raises_comes_of_it() -> None:
    def divided(a: Decimal, *, by: Decimal) -> tuple[Decimal, bool]:
        return a / by, threading.current_thread().daemon

    async def run() -> Any:
        with localcontext() as context:
            context.prec = 3
            assert await aside(divided, Decimal(1), by=Decimal(3)) == (Decimal("0.333"), True)
        with pytest.raises(ZeroDivisionError):
            await aside(divided, Decimal(1), by=Decimal(0))

    before = getcontext().prec
    with localcontext() as context:
        context.traps = getcontext().traps
        asyncio.run(run())
    assert getcontext().prec == before


def test_whoever_is_cancelled_does_not_wait() -> None:
    begun, free = threading.Event(), threading.Event()

    def work() -> None:
        begun.set()
        free.wait(60)

    async def run() -> None:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.1):
                await aside(work)

    started = time.monotonic()
    asyncio.run(run())
    assert begun.is_set()
    assert time.monotonic() - started < 20
    free.set()


ENDLESS = """
import sys, pathlib
from extractor import reader
from extractor.workflow import pipeline
def endless(*_, **__):
    pathlib.Path("begun").touch()
    while True:
        pass
{patch} = endless
main()
"""


@pytest.mark.parametrize("patch", ["reader.read", "pipeline.check"])
def test_an_interrupt_ends_a_run_although_the_work_goes_on(
    project: MakeProject, patch: str
) -> None:
    here = project({"x.txt": ARTICLE, "y.txt": ARTICLE})
    with started(here, "run", ".", "--out", "r", code=ENDLESS.format(patch=patch)) as process:
        try:
            end = time.monotonic() + 30
            while not (here.root / "begun").exists():
                assert time.monotonic() < end
                time.sleep(0.02)
            process.send_signal(signal.SIGINT)
            stdout, stderr = process.communicate(timeout=20)
        finally:
            process.kill()
    assert process.returncode == 130
    assert stdout == b"r\n"
    assert b"2 pending" in stderr
    assert b"Traceback" not in stderr
