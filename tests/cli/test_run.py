"""What ``run`` says of itself."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.endpoint import able
from tests.harness import ARTICLE, MakeProject, ModelServer, Reply, completion, report

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


def test_what_to_do_next_is_a_diff_only_where_there_are_goldens(project: MakeProject) -> None:
    here = project({"x.txt": ARTICLE})
    done = here.run("run", "x.txt", "--out", "r")
    assert done.stderr.endswith("\nnext: extractor show r\n")
    assert here.run("accept", "r").status == 0
    done = here.run("run", "x.txt", "--out", "s")
    assert done.stderr.endswith("\nnext: extractor show s\n      extractor diff s\n")


def test_a_folder_of_hidden_files_can_become_a_run(project: MakeProject) -> None:
    here = project({"x.txt": ARTICLE, "r/.gitignore": "*"})
    assert here.run("run", "x.txt", "--out", "r").status == 0


def test_a_reason_is_told_in_full_where_it_is_new_and_where_the_run_stops(
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
    assert len(re.findall("^failed: 0: auth: 401: Incorrect API key", done.stderr, re.M)) == 1
    assert len(re.findall("^stopped, .* alike: auth: 401: Incorrect", done.stderr, re.M)) == 1


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
