"""Faults of the way: every article is done once, waits are kept, requests are bounded."""

from __future__ import annotations

import asyncio
from itertools import count

import pytest

from tests.faults.service import (
    Asked,
    Reply,
    answered,
    command,
    done,
    error,
    good,
    ids,
    manifest,
    records,
    serving,
    with_articles,
)
from tests.forked import started
from tests.harness import MakeProject

WAIT_S = 0.9
_ON_THE_WIRE_S = 0.6
"""How long after an answer a request may come that went out before the answer was read: a busy
machine takes its time between the two."""


class TestOneInTen:
    def test_all_are_done_and_waits_are_kept(self, project: MakeProject) -> None:
        waits: list[tuple[Asked, float]] = []
        spoilt: set[int] = set()
        turn = count(1)

        def wait(asked: Asked, seconds: float, headers: dict[str, str], words: str) -> Reply:
            waits.append((asked, seconds))
            return error(429, words, headers)

        def faulty(asked: Asked) -> Reply:
            number = next(turn)
            if number % 10:
                return good(asked, delay=0.01)
            kind = number // 10 % 9
            if kind == 0 and number < 150:
                return wait(asked, 1, {"retry-after": "1"}, "too many requests")
            if kind == 1 and number < 150:
                return wait(asked, WAIT_S, {"retry-after-ms": "900"}, "slow down")
            if kind == 2 and number < 150:
                return wait(asked, WAIT_S, {}, "Rate limit reached. Please try again in 900ms.")
            if kind == 3:
                return error(500, "internal error")
            if kind == 4:
                return Reply(dropped=True)
            if kind == 5:
                return Reply(answered(), missing=40)
            if kind == 6:
                return Reply(Reply(answered()).content[:-40])
            if kind == 7 and asked.number not in spoilt:
                spoilt.add(asked.number)
                return Reply(answered('{"statements": [{"place": "Lạng'))
            return error(503, "try later")

        with serving(faulty) as service:
            here = with_articles(project, 300, service.table())
            ran = started(here, *command("--concurrency", "16")).ended()
            assert ran.status == 0, ran.stderr
            assert done(here) == ids(300)
            assert [r["article"]["id"] for r in records(here)] == ids(300)
            assert manifest(here)["usage"]["requests"] == len(service.asked)
            # One in ten fails: a tenth more requests, and what is on its way when one does.
            assert 300 < len(service.asked) <= 360
            assert len(waits) == 5
            assert spoilt
            assert service.peak <= 16
            for told, seconds in waits:
                early = [
                    one.moment - told.replied
                    for one in service.asked
                    if _ON_THE_WIRE_S < one.moment - told.replied < seconds
                ]
                assert early == []


class TestConcurrency:
    @pytest.mark.parametrize("concurrency", [16, 128])
    def test_it_is_exact(self, project: MakeProject, concurrency: int) -> None:
        articles = concurrency + concurrency // 2

        async def together(asked: Asked) -> Reply:
            if len(service.asked) <= concurrency:
                # Nobody is answered before all are there, and one more has had the time to come.
                async with asyncio.timeout(20):
                    while service.under_way < concurrency:
                        await asyncio.sleep(0.01)
                await asyncio.sleep(0.3)
            return good(asked, delay=0.05)

        with serving(together) as service:
            here = with_articles(project, articles, service.table())
            ran = here.run(*command("--concurrency", str(concurrency)))
        assert ran.status == 0, ran.stderr
        assert service.peak == concurrency
        assert len(service.asked) == articles
        assert done(here) == ids(articles)

    def test_it_backs_off_and_recovers_by_itself(self, project: MakeProject) -> None:
        # How many were under way when each request came that a busy service sees.
        crowd: list[int] = []
        recovered = asyncio.Event()

        async def narrow(asked: Asked) -> Reply:
            if len(crowd) < 40:
                crowd.append(service.under_way)
                if service.under_way > 4:
                    return error(429, "too many at once", {"retry-after-ms": "20"})
            elif len(service.asked) > 140 and not recovered.is_set():
                # The last ones are answered once as many are there as ever may be.
                async with asyncio.timeout(20):
                    while service.under_way < 12 and not recovered.is_set():
                        await asyncio.sleep(0.01)
                recovered.set()
            return good(asked, delay=0.04)

        with serving(narrow) as service:
            here = with_articles(project, 180, service.table())
            ran = here.run(*command("--concurrency", "12"))
        assert ran.status == 0, ran.stderr
        assert done(here) == ids(180)
        assert recovered.is_set()
        assert service.peak == 12
        assert sum(crowd[-20:]) / 20 <= 7, "held where it is taken"
        assert len(service.asked) <= 180 + 40


def test_an_answer_that_is_cut_fails_its_own_article(project: MakeProject) -> None:
    def short(asked: Asked) -> Reply:
        if asked.number != 3:
            return good(asked, delay=0.02)
        cut = answered('{"statements": [{"place": "Lạng Sơn", "scope"')
        cut["choices"][0]["finish_reason"] = "length"
        return Reply(cut)

    with serving(short) as service:
        here = with_articles(project, 12, service.table(concurrency=4))
        ran = here.run(*command())
    assert ran.status == 3
    assert len(service.asked) == 12
    [failed] = [r for r in records(here) if r["status"] == "failed"]
    assert failed["article"]["id"] == "0003"
    assert failed["error"]["kind"] == "truncated"
    assert done(here) == [i for i in ids(12) if i != "0003"]


def test_connections_that_are_closed_behind_an_answer_cost_nothing(project: MakeProject) -> None:
    with serving(lambda asked: good(asked, delay=0.01, last=True)) as service:
        here = with_articles(project, 30, service.table(concurrency=4))
        ran = here.run(*command())
    assert ran.status == 0, ran.stderr
    assert done(here) == ids(30)
    assert len(service.asked) <= 32
