"""What ends a run: refusals that hold for all, and a server that answers nobody."""

from __future__ import annotations

import asyncio
import threading
import time

import pytest

from tests.faults.service import (
    Asked,
    Reply,
    command,
    done,
    error,
    good,
    ids,
    manifest,
    records,
    serving,
    wait_for,
    with_articles,
)
from tests.harness import MakeProject

REFUSALS = {
    "auth": error(401, "Incorrect API key provided."),
    "quota": error(402, "Insufficient credits, please top up."),
    "quota, as a limit": error(429, "Check your plan.", code="insufficient_quota"),
    "not_found": error(404, "The model m does not exist.", code="model_not_found"),
    "quota, as a wait": error(429, "Daily tokens used up.", {"retry-after": "3600"}),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_what_is_permanent_stops_the_run_at_once(project: MakeProject, case: str) -> None:
    refusal, right = REFUSALS[case], False

    async def reply(asked: Asked) -> Reply:
        if right:
            return good(asked)
        await asyncio.sleep(0.05)
        return refusal

    with serving(reply) as service:
        here = with_articles(project, 40, service.table(concurrency=8))
        ran = here.run(*command())
        asked = len(service.asked)
        assert ran.status == 3
        assert 0 < asked <= 8
        kind, reason = case.partition(",")[0], refusal.body["error"]["message"]
        [stopped] = [line for line in ran.stderr.splitlines() if line.startswith("stopped")]
        assert f": {kind}: {refusal.status}: {reason}" in stopped
        assert len(records(here)) <= asked
        assert {r["error"]["kind"] for r in records(here)} == {kind}
        assert manifest(here)["counts"]["pending"] == 40 - len(records(here)) >= 32
        right = True
        assert here.run(*command()).status == 0
        assert done(here) == ids(40)
        assert len(service.asked) == asked + 40


DEAD = {"nobody listens": "network", "no answer": "timeout", "out of order": "server"}


@pytest.mark.parametrize("how", DEAD)
def test_a_dead_server_costs_little_and_leaves_a_run_that_resumes(
    project: MakeProject, how: str
) -> None:
    async def dead(asked: Asked) -> Reply:
        if how == "no answer":
            await asyncio.sleep(60)
        return error(500, "out of order")

    with serving(dead) as service:
        here = with_articles(project, 30, service.table(timeout_s=2 if how == "no answer" else 60))
        if how == "nobody listens":
            service.down()
        began = time.monotonic()
        ran = here.run(*command())
        assert time.monotonic() - began < 45
        assert ran.status == 3
        [stopped] = [line for line in ran.stderr.splitlines() if line.startswith("stopped")]
        assert f": {DEAD[how]}: " in stopped
        counts = manifest(here)["counts"]
        assert counts["pending"] + counts["failed"] == 30
        assert counts["pending"] >= 20
        assert len(service.asked) <= 4 * 2 + 4
        service.reply = good
        if how == "nobody listens":
            service.up()
        assert here.run(*command()).status == 0
    assert done(here) == ids(30)


def test_a_dead_server_is_stood_in_for(project: MakeProject) -> None:
    with serving(good) as gone, serving(good) as spare:
        tables = gone.table(fallback=["spare"]), spare.table("spare")
        here = with_articles(project, 30, *tables)
        gone.down()
        ran = here.run(*command())
    assert ran.status == 0, ran.stderr
    assert done(here) == ids(30)
    assert ran.stderr.count("spare from here on") == 1
    assert {r["answer"]["endpoint"] for r in records(here)} == {"spare"}


def test_a_server_that_turns_everybody_away_is_given_up(project: MakeProject) -> None:
    away = error(429, "Too many requests.", {"retry-after-ms": "20"})
    with serving(lambda _: away) as service:
        here = with_articles(project, 60, service.table(concurrency=8))
        ran = here.run(*command())
        assert ran.status == 3
        assert len(service.asked) <= 8 * 3 + 12
        [stopped] = [line for line in ran.stderr.splitlines() if line.startswith("stopped")]
        assert ": rate_limit: 429: Too many requests." in stopped
        assert manifest(here)["counts"]["pending"] >= 40
        service.reply = good
        assert here.run(*command()).status == 0
    assert done(here) == ids(60)


@pytest.mark.parametrize(
    ("how", "concurrency"), [("nobody listens", 1), ("nobody listens", 4), ("503", 4)]
)
def test_a_server_that_is_down_for_a_while_loses_nothing(
    project: MakeProject, how: str, concurrency: int
) -> None:
    def outage() -> None:
        wait_for(lambda: len(service.asked) >= 12)
        if how == "503":
            service.reply = lambda _: Reply(b"<html>upstream</html>", 503)
        else:
            service.down()
        # Longer than the tries of one article take.
        time.sleep(3.2)
        if how == "503":
            service.reply = good
        else:
            service.up()

    with serving(lambda asked: good(asked, delay=0.01)) as service:
        here = with_articles(project, 40, service.table(concurrency=concurrency))
        trouble = threading.Thread(target=outage)
        trouble.start()
        ran = here.run(*command())
        trouble.join()
    assert ran.status == 0, ran.stderr
    assert done(here) == ids(40)
    assert len(service.asked) <= 40 + (16 if how == "503" else concurrency)
