"""What a run may cost, and what it would: a budget is kept, a dry run sends and writes nothing."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from tests.faults.service import (
    Asked,
    Reply,
    answered,
    article,
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
from tests.harness import MakeProject

PRICES = {"price_per_million_input": 1, "price_per_million_output": 10}
LIMIT = 4096
MILLION = Decimal(1_000_000)


def dear(asked: Asked) -> Reply:
    """An answer that uses as much as it may, and as many tokens to read as there are bytes."""
    usage = {"prompt_tokens": size(asked), "completion_tokens": LIMIT}
    return Reply(answered(mode=asked.mode, usage=usage), delay=0.01)


def size(asked: Asked) -> int:
    return int(asked.headers["content-length"])


def most(asked: Asked) -> Decimal:
    """The most that a request can have cost."""
    return (size(asked) + 10 * LIMIT) / MILLION


class TestBudget:
    @pytest.mark.parametrize("missing", PRICES)
    def test_it_needs_both_prices(self, project: MakeProject, missing: str) -> None:
        with serving(good) as service:
            priced = {name: price for name, price in PRICES.items() if name != missing}
            here = with_articles(project, 2, service.table(**priced))
            ran = here.run(*command("--budget", "1"))
        assert ran.status == 2
        assert f"has no {missing}" in ran.stderr
        assert not service.asked
        assert not (here.root / "r").exists()

    def test_it_is_never_exceeded_and_a_larger_one_goes_on(self, project: MakeProject) -> None:
        with serving(dear) as service:
            here = with_articles(project, 40, service.table(concurrency=16, **PRICES))
            ran = here.run(*command("--budget", "1"))
            assert ran.status == 3
            paid = sum(map(most, service.asked), Decimal(0))
            assert Decimal("0.9") < paid <= 1
            assert Decimal(str(manifest(here)["usage"]["cost_usd"])) == paid
            assert {asked.body["max_tokens"] for asked in service.asked} == {LIMIT}
            [stopped] = [line for line in ran.stderr.splitlines() if line.startswith("stopped")]
            assert "budget" in stopped
            assert re.search(r"and \$0\.\d+ of \$1 is left", stopped)
            assert "--budget" in stopped
            sent = len(service.asked)
            assert done(here) == ids(40)[:sent]
            # Nobody was asked of the others: they did not fail, they were not reached.
            assert manifest(here)["counts"]["pending"] == 40 - sent
            assert "failed: " not in ran.stderr
            again = here.run(*command("--budget", "1"))
            assert again.status == 3
            assert len(service.asked) == sent
            assert here.run(*command("--budget", "$20")).status == 0
            assert len(service.asked) == 40
        assert done(here) == ids(40)

    @pytest.mark.parametrize("fault", ["silent", "dropped"])
    def test_what_nobody_counted_counts_as_the_most_it_could_be(
        self, project: MakeProject, fault: str
    ) -> None:
        def reply(asked: Asked) -> Reply:
            if fault == "dropped" and asked.again == 0:
                return Reply(dropped=True)
            return Reply(answered(mode=asked.mode, usage=None))

        with serving(reply) as service:
            here = with_articles(project, 30, service.table(concurrency=4, **PRICES))
            for _ in range(3):
                assert here.run(*command("--budget", "0.6")).status == 3
                assert sum(map(most, service.asked), Decimal(0)) <= Decimal("0.6")
        assert manifest(here)["usage"]["cost_usd"] is None

    def test_what_failed_is_paid_for_too(self, project: MakeProject) -> None:
        def reply(asked: Asked) -> Reply:
            if asked.number % 2:
                return dear(asked)
            usage = {"prompt_tokens": size(asked), "completion_tokens": LIMIT}
            return Reply(answered('{"statements": [1]}', usage=usage))

        with serving(reply) as service:
            here = with_articles(project, 20, service.table(concurrency=4, **PRICES))
            assert here.run(*command("--budget", "0.8")).status == 3
            assert here.run(*command("--budget", "1.1")).status == 3
            paid = sum(map(most, service.asked), Decimal(0))
        assert paid <= Decimal("1.1")
        assert Decimal(str(manifest(here)["usage"]["cost_usd"])) == paid


class TestDryRun:
    def test_it_sends_and_writes_nothing_and_needs_no_key(self, project: MakeProject) -> None:
        with serving(good) as service:
            # Room for the prompt and a short article.
            settings = {"context_tokens": 9000, "max_output_tokens": 500, **PRICES}
            here = with_articles(project, 10, service.table(**settings))
            assert here.run(*command("--limit", "2", out="r")).status == 0
            assert here.run(*command("--limit", "5", out="other")).status == 0
            asked = len(service.asked)
            assert asked == 5
            here.write({"extractor.toml": service.table(api_key_env="ABSENT", **settings)})
            here.write({"a/0008.txt": article(8) * 300, "a/0009.txt": ""})
            before = here.files()
            plan = here.run(*command("--dry-run", "--budget", "0.0001"))
            assert plan.status == 0, plan.stderr
            assert here.files() == before
            assert len(service.asked) == asked
        assert "3 articles to model" in plan.stdout
        assert service.base_url in plan.stdout
        assert "2 articles with a result already in r" in plan.stdout
        assert "3 articles with an answer of another run" in plan.stdout
        assert "1 article with more tokens" in plan.stdout
        assert "1 article with no usable text" in plan.stdout
        assert "tokens to read" in plan.stdout
        assert "at most $" in plan.stdout
        assert "the budget of $0.0001 may end the run" in plan.stdout

    def test_what_it_foresees_is_sent(self, project: MakeProject) -> None:
        with serving(good) as service:
            here = with_articles(project, 6, service.table())
            plan = here.run(*command("--dry-run"))
            assert "6 articles to model" in plan.stdout
            assert "cost unknown" in plan.stdout
            assert not (here.root / "r").exists()
            assert not (here.root / ".extractor").exists()
            assert here.run(*command()).status == 0
            assert len(service.asked) == 6
        assert "0 articles to model" in here.run(*command("--dry-run")).stdout


def test_the_cost_of_every_attempt_is_told(project: MakeProject) -> None:
    def reply(asked: Asked) -> Reply:
        if asked.again == 0 and asked.number == 0:
            return Reply(answered("{}"))
        if asked.again == 0 and asked.number == 1:
            return error(429, "slow down", {"retry-after-ms": "20"})
        return good(asked)

    with serving(reply) as service:
        here = with_articles(project, 3, service.table(**PRICES))
        assert here.run(*command()).status == 0
    one = (100 + 10 * 10) / MILLION
    costs = [Decimal(str(r["usage"]["cost_usd"])) for r in records(here)]
    assert costs == [2 * one, one, one]
    assert [r["usage"]["requests"] for r in records(here)] == [2, 2, 1]
