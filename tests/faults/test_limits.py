"""Requests and tokens per minute are kept before a server has to complain."""

from __future__ import annotations

import json
import signal
import time
from typing import Any

import pytest

from extractor.tokens import tokens_about
from tests.faults.service import (
    Asked,
    Reply,
    answered,
    command,
    done,
    good,
    ids,
    manifest,
    serving,
    wait_for,
    with_articles,
)
from tests.forked import started
from tests.harness import MakeProject


def test_a_minutes_requests_are_spread_over_its_seconds(project: MakeProject) -> None:
    with serving(good) as service:
        settings: dict[str, Any] = {"concurrency": 16, "requests_per_minute": 120}
        here = with_articles(project, 16, service.table(**settings))
        assert here.run(*command()).status == 0
    assert done(here) == ids(16)
    moments = [asked.moment for asked in service.asked]
    # Two a second, which tests/endpoint/test_limits.py holds exactly, take seven seconds. Unspread
    # they would all be there at once; a busy machine may hold up the first on its way.
    assert moments[-1] - moments[0] > 4


ANSWER = 1000


@pytest.mark.parametrize("limit", ["requests_per_minute", "tokens_per_minute"])
def test_a_minutes_share_is_not_exceeded(project: MakeProject, limit: str) -> None:
    used: list[int] = []

    def reply(asked: Asked) -> Reply:
        prompt = tokens_about(json.dumps(asked.body, ensure_ascii=False))
        used.append(prompt + ANSWER)
        usage = {"prompt_tokens": prompt, "completion_tokens": ANSWER}
        return Reply(answered(usage=usage))

    with serving(reply) as service:
        here = with_articles(project, 1, service.table())
        assert here.run(*command("--no-cache", out="one")).status == 0
        [tokens] = used
        share = 3 if limit == "requests_per_minute" else tokens * 3 + tokens // 2
        settings: dict[str, Any] = {limit: share, "max_output_tokens": ANSWER, "concurrency": 8}
        here.write({"extractor.toml": service.table(**settings)})
        here.write({f"a/{n:04}.txt": f"Bản tin số {n}.\n\nKhông có gì." for n in range(10)})
        used.clear()
        with started(here, *command("--no-cache")) as process:
            wait_for(lambda: len(used) >= 3 and len(done(here)) == 3)
            time.sleep(1)
            process.send_signal(signal.SIGINT)
            ran = process.ended()
    assert ran.status == 130
    assert len(used) == 3
    assert manifest(here)["counts"]["pending"] == 7
