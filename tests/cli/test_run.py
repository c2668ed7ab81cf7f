"""What ``run`` says of itself."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable
from typing import Any

import pytest

from extractor.cli.progress import RunProgress
from extractor.endpoint.pace import Waiting
from tests.endpoint import able
from tests.harness import (
    ARTICLE,
    BROKEN,
    MakeProject,
    ModelServer,
    Outcome,
    Reply,
    completion,
    report,
)
from tests.terminal import Terminal

Serve = Callable[[Callable[[dict[str, Any]], Reply]], ModelServer]
PRICES = {"price_per_million_input": 1000, "price_per_million_output": 1000}
COMMAND = ("run", "a", "--endpoint", "model", "--out", "r", "--no-cache")


def lost(document: bytes) -> bytes:
    """The same answer without a word on what it used."""
    return json.dumps({**json.loads(document), "usage": None}).encode()


def test_what_failed_is_said_once(project: MakeProject) -> None:
    here = project({"a/x.txt": ARTICLE, **{f"a/empty{n}.txt": "" for n in range(7)}})
    done = here.run("run", "a", "--out", "r")
    assert done.status == 3
    for n in range(7):
        assert done.stderr.count(f"empty{n}.txt is empty") == 1
    assert "7 failed" in done.stderr


def test_what_failed_before_and_is_not_tried_now_is_said(project: MakeProject) -> None:
    here = project({f"a/empty{n}.txt": "" for n in range(3)})
    here.run("run", "a", "--out", "r")
    (here.root / "a/empty0.txt").write_text(ARTICLE, "utf-8")
    done = here.run("run", "a", "--out", "r", "--limit", "1")
    for n in (1, 2):
        assert done.stderr.count(f"empty{n}.txt is empty") == 1


def test_one_is_not_several(project: MakeProject) -> None:
    here = project({"x.txt": "Năm 2021, xuất khẩu của tỉnh Lạng Sơn đạt 425 triệu USD."})
    done = here.run("run", "x.txt", "--out", "r")
    assert done.stderr.startswith("1 figure in 1 statement of 1 article\n")
    assert "1 article: 1 ok" in here.run("check", "r").stderr
    here.run("accept", "r")
    assert here.run("diff", "r").stdout.endswith("\n1 article compared, 1 the same\n")


def test_an_article_whose_text_changed_is_not_called_done(project: MakeProject) -> None:
    here = project({"x.txt": ARTICLE})
    here.run("run", "x.txt", "--out", "r")
    here.write({"x.txt": f"{ARTICLE}\n"})
    again = here.run("run", "x.txt", "--out", "r").stderr
    assert "going on with r: 1 of 1 article had a result, 0 failed, 0 pending" in again


def test_the_last_run_is_named(project: MakeProject) -> None:
    here = project({"x.txt": ARTICLE, "y.txt": ARTICLE})
    last = here.run("run", "x.txt").stdout.strip()
    here.run("run", "y.txt", "--out", "elsewhere")
    for command in ("show", "check", "diff"):
        assert here.run(command, "last").stderr.startswith(f"run {last}\n")
    assert "run elsewhere\n" not in here.run("show", "elsewhere").stderr


def following(done: Outcome) -> list[list[str]]:
    """The commands that a run ends with."""
    lines = done.stderr.split("\nnext: ")[1].splitlines() if "\nnext: " in done.stderr else []
    return [shlex.split(line, comments=True)[1:] for line in lines]


def test_each_command_that_a_run_ends_with_has_something_to_work_on(project: MakeProject) -> None:
    other = ARTICLE.replace("Lạng Sơn", "Cao Bằng")
    here = project({"a/x.txt": ARTICLE, "a/bad.txt": BROKEN, "b/other.txt": other})
    first = following(here.run("run", "a", "--out", "r"))
    assert first == [["show", "r", "bad"], ["review", "r"], ["accept", "r"]]
    assert [here.run(*command).status for command in first] == [0, 1, 0]
    again = following(here.run("run", "a", "--out", "s"))
    assert again == [["show", "s", "bad"], ["diff", "s"]]
    assert [here.run(*command).status for command in again] == [0, 0]
    # There are goldens, but none of this article.
    assert following(here.run("run", "b", "--out", "t")) == [["show", "t"], ["accept", "t"]]


def test_where_nothing_was_extracted_it_says_what_to_mend(project: MakeProject) -> None:
    here = project({"a/empty.txt": "", "b/blank.txt": "Trời hôm nay đẹp."})
    done = here.run("run", "a", "--out", "r")
    assert following(done) == []
    assert "goes on from here" not in done.stderr
    told = "\nwhat cannot be read is tried again by the same command: mend or leave out\n"
    assert done.stderr.endswith(told)
    done = here.run("run", "b", "--out", "s")
    assert "\nno figure was found: builtin reads Vietnamese trade news alone" in done.stderr
    assert following(done) == [["show", "s"]]


def test_files_that_are_no_articles_are_passed_over_in_one_line_unless_they_are_named(
    project: MakeProject,
) -> None:
    here = project({"a/x.txt": ARTICLE, "a/page.html": "<p>", "a/d/y.pdf": "%PDF"})
    told = "passed over, no article by its ending: 2 files: a/d/y.pdf, a/page.html\n"
    for number, given in enumerate((["a"], ["a/**"])):
        done = here.run("run", *given, "--out", f"r{number}")
        assert (done.status, done.stderr.count(told)) == (0, 1)
        assert "1 ok, 0 flagged, 0 failed" in done.stderr
        assert told in here.run("run", *given, "--out", f"s{number}", "--dry-run").stderr
    named = here.run("run", "a/x.txt", "a/page.html", "--out", "n")
    assert (named.status, "passed over" in named.stderr) == (3, False)
    assert "1 ok, 0 flagged, 1 failed" in named.stderr
    for given in (["a/*.html"], ["a/d"]):
        done = here.run("run", *given, "--out", "r9")
        assert done.status == 2
        assert "what is given holds no article: 1 file: a/" in done.stderr
        assert len(done.stderr.splitlines()) == 1


def test_what_is_flagged_leaves_room_for_the_summary(project: MakeProject) -> None:
    here = project({f"a/{n}.txt": f"{n}. {BROKEN}" for n in range(9)})
    lines = here.run("run", "a", "--out", "r").stderr.splitlines()
    end = lines.index("")
    assert lines[0] == "look here first:"
    assert 4 < end <= 19
    shown = sum(re.fullmatch(r"  \d", line) is not None for line in lines[:end])
    assert lines[end - 1] == f"  and {9 - shown} more flagged articles: extractor show r"
    assert lines[end + 2] == "0 ok, 9 flagged, 0 failed, 0 pending"


def test_a_folder_of_hidden_files_can_become_a_run(project: MakeProject) -> None:
    here = project({"x.txt": ARTICLE, "r/.gitignore": "*"})
    assert here.run("run", "x.txt", "--out", "r").status == 0


def test_a_reason_is_told_in_full_once_and_where_the_run_stops_there(
    project: MakeProject, serve_model: Serve
) -> None:
    server = serve_model(lambda _: able.refusal("flagged by moderation", 400))
    articles = {f"a/{n}.txt": ARTICLE for n in range(3)}
    here = project({**articles, "extractor.toml": server.configuration(concurrency=1)})
    done = here.run(*COMMAND)
    assert done.stderr.count("flagged by moderation") == 1
    assert len(re.findall(r"^failed: \d: refused, as above$", done.stderr, re.M)) == 2
    server.reply = lambda _: able.refusal("Incorrect API key", 401)
    done = here.run(*COMMAND)
    assert len(re.findall("^failed: 0: auth, which ends the run$", done.stderr, re.M)) == 1
    assert len(re.findall("^stopped, .* alike: auth: 401: Incorrect", done.stderr, re.M)) == 1
    assert done.stderr.count("Incorrect API key") == 1
    assert "\nafter that the same command goes on from here\n" in done.stderr
    assert following(done) == [["endpoints", "test", "model"]]


def test_a_wait_is_told_once_with_its_end_and_how_many_there_were(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with RunProgress() as progress:
        for turn in range(1, 11):
            reason = f"429: again in {turn} s"
            progress.waiting(Waiting("model", 0.0, 2.0, reason, turn, 10))
    assert capsys.readouterr().err.splitlines() == [
        "endpoint model waits 2 s (given up after 10 waits in a row): 429: again in 1 s",
        "endpoint model waited 10 times, 20 s in all: 429: again in 10 s",
    ]


def test_long_waits_are_not_passed_in_silence(capsys: pytest.CaptureFixture[str]) -> None:
    with RunProgress() as progress:
        for reason in ("429: slow down", "429: slow down", "503: loading", "429: slow down"):
            progress.waiting(Waiting("model", 0.0, 45.0, reason))
    assert capsys.readouterr().err.splitlines() == [
        "endpoint model waits 45 s: 429: slow down",
        "endpoint model waits 45 s: 503: loading",
        "endpoint model waits 45 s, the last of 3 waits so far: 429: slow down",
    ]


def test_with_a_limit_the_bar_counts_what_is_done_now(project: MakeProject) -> None:
    here = project({f"a/{n}.txt": ARTICLE for n in range(5)})
    for _ in range(2):
        arguments = ("run", "a", "--out", "r", "--limit", "2")
        with Terminal(here.root, *arguments, env=here.environment()) as screen:
            screen.expect("0/2")
            assert screen.ended() == 0
    with Terminal(
        here.root, "run", "a", "--out", "r", "--limit", "2", env=here.environment()
    ) as screen:
        screen.expect("0/1")


def test_a_budget_that_is_used_up_asks_for_a_larger_one(
    project: MakeProject, serve_model: Serve
) -> None:
    server = serve_model(lambda _: (200, completion(report())))
    settings = server.configuration(max_output_tokens=50, concurrency=1, **PRICES)
    here = project({"a/x.txt": ARTICLE, "extractor.toml": settings})
    done = here.run(*COMMAND, "--budget", "0.01")
    assert done.status == 3
    assert re.search(
        r"^stopped by the budget: .*; go on with a larger --budget$", done.stderr, re.M
    )
    assert "alike" not in done.stderr
    assert "goes on from here" not in done.stderr


def test_a_lost_answer_leaves_the_rest_of_the_account_known(
    project: MakeProject, serve_model: Serve
) -> None:
    server = serve_model(lambda _: (200, completion(report())))
    settings = server.configuration(concurrency=1, **PRICES)
    here = project({"a/x.txt": ARTICLE, "a/y.txt": ARTICLE, "extractor.toml": settings})
    replies = [(200, completion(report())), (200, lost(completion(report())))]
    server.reply = lambda _: replies.pop(0)
    told = "2 requests, tokens 100 + 10, cost $0.1100, and 1 request of which nothing is known\n"
    assert told in here.run(*COMMAND).stderr


def test_what_earlier_tries_used_is_told_as_far_as_it_is_known(
    project: MakeProject, serve_model: Serve
) -> None:
    server = serve_model(lambda _: (200, lost(able.message({"refusal": "no"})[1])))
    settings = server.configuration(concurrency=1, **PRICES)
    here = project({"a/x.txt": ARTICLE, "extractor.toml": settings})
    assert "1 request, tokens unknown, cost unknown\n" in here.run(*COMMAND).stderr
    server.reply = lambda _: (200, completion(report()))
    told = (
        "2 requests, tokens 100 + 10, cost $0.1100 and that of requests of earlier tries, "
        "which is unknown\n"
    )
    assert told in here.run(*COMMAND).stderr


@pytest.mark.parametrize("prices", [PRICES, {}])
def test_what_was_refused_unread_used_nothing(
    project: MakeProject, serve_model: Serve, prices: dict[str, int]
) -> None:
    server = serve_model(lambda _: able.refusal("Incorrect API key", 401))
    settings = server.configuration(concurrency=1, **prices)
    here = project({"a/x.txt": ARTICLE, "extractor.toml": settings})
    assert "1 request, tokens 0 + 0, cost nothing\n" in here.run(*COMMAND).stderr
    server.reply = lambda _: (200, completion(report()))
    cost = "cost $0.1100" if prices else "cost unknown"
    assert f"2 requests, tokens 100 + 10, {cost}\n" in here.run(*COMMAND).stderr


def test_articles_that_are_no_longer_meant_are_kept_and_not_counted(project: MakeProject) -> None:
    here = project({"a/x.txt": ARTICLE, "a/y.txt": ARTICLE, "b/z.txt": ARTICLE})
    here.run("run", "a", "--out", "r")
    done = here.run("run", "b", "--out", "r")
    assert done.status == 0
    assert "3 figures in 1 statement of 1 article\n1 ok, 0 flagged, 0 failed" in done.stderr
    told = "2 earlier articles are not among these sources; their results are kept in the folder\n"
    assert told in done.stderr
    shown = here.run("show", "r").stdout
    assert all(name in shown for name in "xyz")
    (here.root / "a/y.txt").unlink()
    done = here.run("run", "a", "--out", "r")
    assert "3 figures in 1 statement of 1 article\n1 ok, 0 flagged, 0 failed" in done.stderr
    assert "2 earlier articles are not among" in done.stderr
