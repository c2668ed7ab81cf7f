"""Answers kept for other runs: what they save, what misses them, and what becomes of a bad file."""

from __future__ import annotations

from typing import Any

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

PRICES = {"price_per_million_input": 1, "price_per_million_output": 10}


def test_a_second_run_sends_nothing_and_costs_nothing(project: MakeProject) -> None:
    with serving(good) as service:
        here = with_articles(project, 10, service.table(**PRICES))
        assert here.run(*command(out="first")).status == 0
        assert here.run(*command(out="second")).status == 0
        assert len(service.asked) == 10
    assert done(here, "second") == ids(10)
    first, second = records(here, "first"), records(here, "second")
    assert {r["answer"]["cached"] for r in first} == {False}
    assert {r["answer"]["cached"] for r in second} == {True}
    assert [r["data"] for r in first] == [r["data"] for r in second]
    assert {(r["usage"]["requests"], r["usage"]["cost_usd"]) for r in second} == {(0, 0)}
    assert manifest(here, "second")["usage"]["cost_usd"] == 0
    assert manifest(here, "first")["usage"]["cost_usd"] > 0
    assert here.run("show", "second", "0000", "--raw").status == 0


MISSES: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    "model": ({}, ("--model", "other")),
    "prompt": ({}, ("--prompt", "terse")),
    "seed": ({"seed": 7}, ()),
    "temperature": ({"temperature": 0.5}, ()),
    "mode": ({"mode": "json_schema"}, ()),
    "headers": ({"headers": {"x-tier": "slow"}}, ()),
    "base_url": ({}, ()),
}


@pytest.mark.parametrize("what", MISSES)
def test_what_can_change_an_answer_misses(project: MakeProject, what: str) -> None:
    settings, options = MISSES[what]
    with serving(good) as service, serving(good) as other:
        here = with_articles(project, 3, service.table())
        here.write({"prompts/terse.md": "Report what the article says, as ${report}."})
        assert here.run(*command(out="first")).status == 0
        asked = other if what == "base_url" else service
        here.write({"extractor.toml": asked.table(**settings)})
        before = len(asked.asked)
        ran = here.run(*command(*options, out="second"))
        assert ran.status == 0, ran.stderr
        assert len(asked.asked) == before + 3
        assert here.run(*command(*options, out="third")).status == 0
        assert len(asked.asked) == before + 3
    assert "6 answers" in here.run("cache").stdout


def test_without_it_nothing_is_read_or_kept(project: MakeProject) -> None:
    with serving(good) as service:
        here = with_articles(project, 3, service.table())
        here.run(*command("--no-cache", out="first"))
        assert "0 answers" in here.run("cache").stdout
        here.run(*command(out="second"))
        assert len(service.asked) == 6
        here.run(*command("--no-cache", out="third"))
        assert len(service.asked) == 9
    assert {r["answer"]["cached"] for r in records(here, "third")} == {False}


def test_it_is_shown_and_cleared(project: MakeProject) -> None:
    with serving(good) as service:
        here = with_articles(project, 3, service.table())
        assert "0 answers" in here.run("cache").stdout
        here.run(*command(out="first"))
        assert here.run("cache").stdout.startswith("3 answers, ")
        assert here.run("cache", "clear").stdout.startswith("3 answers, ")
        assert here.run("cache").stdout.startswith("0 answers, ")
        here.run(*command(out="second"))
        assert len(service.asked) == 6
    assert done(here, "first") == done(here, "second") == ids(3)


def test_failures_are_never_kept(project: MakeProject) -> None:
    cut = {"finish_reason": "length", "message": {"content": '{"statements": ['}}
    replies = [
        Reply(answered("{}")),
        Reply(answered(choices=[cut])),
        error(400, "Blocked by our content policy.", code="content_filter"),
        error(413, "Request too large."),
        Reply({"error": {"message": "flagged by moderation", "code": 400}}),
        Reply(answered(choices=[])),
    ]
    with serving(lambda asked: replies[asked.number]) as service:
        here = with_articles(project, len(replies), service.table(mode="tools"))
        assert here.run(*command()).status == 3
        assert {r["status"] for r in records(here)} == {"failed"}
        assert "0 answers" in here.run("cache").stdout
        service.reply = good
        assert here.run(*command()).status == 0


def test_an_answer_to_a_second_asking_does_not_serve_a_first(project: MakeProject) -> None:
    def reply(asked: Asked) -> Reply:
        return Reply(answered('{"statements": 1}')) if asked.again == 0 else good(asked)

    with serving(reply) as service:
        here = with_articles(project, 2, service.table(mode="tools"))
        assert here.run(*command(out="first")).status == 0
        assert here.run(*command(out="second")).status == 0
    assert len(service.asked) == 6


def test_two_processes_share_it(project: MakeProject) -> None:
    with serving(lambda asked: good(asked, delay=0.02)) as service:
        here = with_articles(project, 40, service.table())
        both = [started(here, *command(out=name)) for name in ("x", "y")]
        for process in both:
            ran = process.ended()
            assert ran.status == 0
            assert "is not used" not in ran.stderr
        assert 40 <= len(service.asked) <= 80
        assert "40 answers" in here.run("cache").stdout
        asked = len(service.asked)
        assert here.run(*command(out="z")).status == 0
        assert len(service.asked) == asked
    assert done(here, "x") == done(here, "y") == ids(40)


BAD_FILES = {
    "corrupt": {".extractor/cache.sqlite": b"SQLite format 3\x00" + b"rubbish " * 999},
    "no database": {".extractor/cache.sqlite": b"rubbish"},
}


@pytest.mark.parametrize("bad", BAD_FILES)
def test_a_file_that_cannot_be_used_does_no_harm(project: MakeProject, bad: str) -> None:
    with serving(good) as service:
        here = with_articles(project, 8, service.table())
        here.write(BAD_FILES[bad])
        ran = here.run(*command())
        assert ran.status == 0, ran.stderr
        assert ran.stderr.count("is not used") == 1
        assert len(service.asked) == 8
        plan = here.run(*command("--dry-run", out="s"))
        assert plan.status == 0, plan.stderr
        assert "8 articles to model" in plan.stdout
    assert done(here) == ids(8)
    told = here.run("cache")
    assert told.status in (0, 2)
    assert "defect" not in told.stderr


def test_a_file_that_may_not_be_written_does_no_harm(project: MakeProject) -> None:
    with serving(good) as service:
        here = with_articles(project, 4, service.table())
        here.write({".extractor/cache.sqlite": b""})
        (here.root / ".extractor/cache.sqlite").unlink()
        # Even who may write everywhere cannot write into a folder of that name.
        (here.root / ".extractor/cache.sqlite").mkdir()
        ran = here.run(*command())
    assert ran.status == 0, ran.stderr
    assert ran.stderr.count("is not used") == 1
    assert done(here) == ids(4)


def test_a_second_run_in_a_mode_that_was_stepped_down_to_sends_nothing(
    project: MakeProject,
) -> None:
    def reply(asked: Asked) -> Reply:
        return error(400, "m does not support tools") if asked.mode == "tools" else good(asked)

    with serving(reply) as service:
        here = with_articles(project, 10, service.table())
        assert here.run(*command(out="first")).status == 0
        service.asked.clear()
        assert "10 articles with an answer" in here.run(*command("--dry-run", out="x")).stdout
        assert here.run(*command(out="second")).status == 0
        assert not service.asked
