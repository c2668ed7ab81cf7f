"""Another endpoint takes over where the first one gives up, on all articles or on one."""

from __future__ import annotations

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
    records,
    serving,
    with_articles,
)
from tests.harness import MakeProject

GIVEN_UP = {
    "auth": error(401, "Incorrect API key provided."),
    "quota": error(402, "Out of credits."),
    "not_found": error(404, "The model m does not exist."),
}


@pytest.mark.parametrize("kind", GIVEN_UP)
def test_it_takes_over_from_one_that_gives_up(project: MakeProject, kind: str) -> None:
    with serving(lambda _: GIVEN_UP[kind]) as first, serving(good) as second:
        tables = first.table(fallback=["second"]), second.table("second")
        here = with_articles(project, 20, *tables)
        ran = here.run(*command())
        assert ran.status == 0, ran.stderr
        assert len(first.asked) <= 4
        assert len(second.asked) == 20
        assert ran.stderr.count("second from here on") == 1
    assert done(here) == ids(20)
    assert {r["answer"]["endpoint"] for r in records(here)} == {"second"}
    tried = [[a["endpoint"] for a in r["attempts"]] for r in records(here)]
    assert sum(one == ["model", "second"] for one in tried) == len(first.asked)
    assert all(one[-1] == "second" for one in tried)


ONE_ARTICLE = {
    "refused": error(400, "Blocked by our content policy.", code="content_filter"),
    "too_large": error(413, "Request too large."),
    "truncated": Reply(
        answered(choices=[{"finish_reason": "length", "message": {"content": '{"statements": ['}}])
    ),
}


@pytest.mark.parametrize("kind", ONE_ARTICLE)
def test_it_takes_the_one_article_that_the_first_cannot(project: MakeProject, kind: str) -> None:
    def reply(asked: Asked) -> Reply:
        return ONE_ARTICLE[kind] if asked.number == 2 else good(asked)

    with serving(reply) as first, serving(good) as second:
        tables = first.table(fallback=["second"]), second.table("second")
        here = with_articles(project, 8, *tables)
        assert here.run(*command()).status == 0
    assert done(here) == ids(8)
    assert [asked.number for asked in second.asked] == [2]
    for record in records(here):
        by = "second" if record["article"]["id"] == "0002" else "model"
        assert record["answer"]["endpoint"] == by
    attempts = records(here)[2]["attempts"]
    assert [(a["endpoint"], a["kind"]) for a in attempts] == [("model", kind), ("second", "ok")]


def test_where_all_give_up_the_run_stops(project: MakeProject) -> None:
    with (
        serving(lambda _: error(402, "Out of credits.")) as first,
        serving(lambda _: error(401, "Incorrect API key provided.")) as second,
    ):
        tables = first.table(fallback=["second"]), second.table("second")
        here = with_articles(project, 20, *tables)
        ran = here.run(*command())
    assert ran.status == 3
    assert "401: Incorrect API key" in ran.stderr
    assert len(first.asked) <= 4
    assert len(second.asked) <= 4


def test_a_key_that_is_missing_is_told_before_anything_is_sent(project: MakeProject) -> None:
    with serving(good) as first, serving(good) as second:
        tables = first.table(fallback=["second"]), second.table("second", api_key_env="ABSENT")
        here = with_articles(project, 3, *tables)
        ran = here.run(*command())
    assert ran.status == 2
    assert "ABSENT is not set" in ran.stderr
    assert not first.asked
    assert not second.asked
    assert not (here.root / "r").exists()
