"""``run --reader-first``: what is not sent to a model, who is said to have read it, the savings."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.endpoint import able
from tests.harness import (
    ARTICLE,
    BROKEN,
    REPOSITORY,
    MakeProject,
    ModelServer,
    ProjectFolder,
    Reply,
    completion,
    report,
)

Serve = Callable[[Callable[[dict[str, Any]], Reply]], ModelServer]

PRICES = {"price_per_million_input": 10, "price_per_million_output": 10, "max_output_tokens": 800}
COMMAND = ("run", "a", "--endpoint", "model", "--reader-first", "--out", "r")

OPEN = {
    "an amount of something": f"{ARTICLE}\nDoanh thu bán cà phê đạt 27 triệu USD.\n",
    "a bare amount": f"{ARTICLE}\n31 triệu USD.\n",
    "a bare growth": f"{ARTICLE}\nĐạt 31,5%.\n",
    "an unread row": f"{ARTICLE}\nMặt hàng | Xuất khẩu\nCà phê | 12,5\nXuất khẩu chè | 7,5\n",
    "no place": ARTICLE.replace(" của tỉnh Lạng Sơn", ""),
    "a broken rule": BROKEN,
    "a doubt": ARTICLE.replace("1.200 triệu USD", "1.200 tỷ USD")
    .replace("tỉnh Lạng Sơn", "cả nước")
    .split("Trong đó")[0],
    "nothing to read": "Hôm nay trời đẹp.\n",
    "no text of trade": "Doanh thu của công ty đạt 5 tỷ đồng.\n",
}
"""Articles that the reader does not read whole."""


def records(here: ProjectFolder, run: str = "r") -> dict[str, dict[str, Any]]:
    lines = here.files(run)["results.jsonl"].splitlines()
    return {(record := json.loads(line))["article"]["id"]: record for line in lines}


def manifest(here: ProjectFolder, run: str = "r") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(here.files(run)["run.json"])
    return found


@pytest.fixture
def server(serve_model: Serve) -> ModelServer:
    return serve_model(lambda _: (200, completion(report())))


@pytest.fixture
def two(project: MakeProject, server: ModelServer) -> ProjectFolder:
    """An article that is read whole, and one that is not."""
    articles = {"a/open.txt": OPEN["an amount of something"], "a/whole.txt": ARTICLE}
    return project({**articles, "extractor.toml": server.configuration(**PRICES)})


def test_what_is_read_whole_is_not_sent_and_says_who_read_it(
    two: ProjectFolder, server: ModelServer
) -> None:
    done = two.run(*COMMAND)
    assert done.status == 0, done.stderr
    assert [body["messages"][1]["content"] for body in server.requests] == [
        OPEN["an amount of something"]
    ]
    found = records(two)
    assert found["open"]["answer"]["endpoint"] == "model"
    assert "saved" not in found["open"]
    whole = found["whole"]
    assert whole["status"] == "ok"
    assert whole["answer"] == {
        "endpoint": "builtin",
        "model": "builtin",
        "served_model": "builtin",
        "mode": None,
        "request_sha256": None,
        "cached": False,
    }
    assert (whole["attempts"], whole["usage"]["requests"]) == ([], 0)
    values = {m: whole["data"]["statements"][0][m]["value"] for m in ("total", "export", "import")}
    assert values == {"total": 1200, "export": 425, "import": 775}
    assert manifest(two)["usage"]["requests"] == 1
    assert manifest(two)["endpoint"] == "model"
    assert two.run("check", "r").status == 0


@pytest.mark.parametrize("text", OPEN.values(), ids=OPEN)
def test_whatever_is_left_open_is_sent(
    project: MakeProject, server: ModelServer, text: str
) -> None:
    here = project({"a/x.txt": text, "extractor.toml": server.configuration()})
    done = here.run(*COMMAND)
    assert len(server.requests) == 1
    assert records(here)["x"]["answer"]["endpoint"] == "model"
    assert "read by builtin and not sent: 0 articles, no call saved\n" in done.stderr


def test_what_it_saves_is_counted_as_a_dry_run_does(
    two: ProjectFolder, server: ModelServer
) -> None:
    (two.root / "a/open.txt").rename(two.root / "open.txt")
    [about] = [
        line
        for line in two.run("run", "a", "--endpoint", "model", "--dry-run").stdout.splitlines()
        if line.startswith("about $")
    ]
    done = two.run(*COMMAND)
    assert server.requests == []
    amount = about.split(",")[0].removeprefix("about ")
    (told,) = [line for line in done.stderr.splitlines() if line.startswith("read by builtin")]
    assert told.startswith("read by builtin and not sent: 1 article, 1 call saved, about tokens ")
    assert told.endswith(f" + 800, {amount} (estimated as by --dry-run)")
    assert "0 requests, tokens 0 + 0, cost nothing" in done.stderr
    kept = manifest(two)["reader_first"]
    assert kept["articles"] == kept["saved"]["requests"] == 1
    assert kept["saved"] == records(two)["whole"]["saved"]


def test_without_prices_only_the_tokens_are_told(project: MakeProject, server: ModelServer) -> None:
    here = project({"a/x.txt": ARTICLE, "extractor.toml": server.configuration()})
    told = here.run(*COMMAND).stderr
    assert " + 1,000, at prices that are not known (estimated as by --dry-run)\n" in told


def test_an_answer_that_is_kept_would_have_cost_no_call(two: ProjectFolder) -> None:
    two.run("run", "a", "--endpoint", "model", "--out", "before")
    done = two.run(*COMMAND)
    assert "read by builtin and not sent: 1 article, no call saved\n" in done.stderr
    anew = two.run(*COMMAND[:-1], "anew", "--no-cache")
    assert "1 article, 1 call saved" in anew.stderr


def test_a_dry_run_foresees_it(two: ProjectFolder) -> None:
    told = two.run(*COMMAND, "--dry-run").stdout
    assert told.startswith("1 article to model (")
    assert "1 article with nothing in it that builtin leaves open, and would not be sent\n" in told


def test_it_goes_on_where_it_stopped(two: ProjectFolder, server: ModelServer) -> None:
    server.reply = lambda _: able.refusal("Incorrect API key", 401)
    assert two.run(*COMMAND, "--concurrency", "1").status == 3
    server.reply = lambda _: (200, completion(report()))
    done = two.run(*COMMAND)
    assert done.status == 0
    assert "going on with r" in done.stderr
    assert "read by builtin and not sent: 1 article, 1 call saved" in done.stderr
    assert {name: r["answer"]["endpoint"] for name, r in records(two).items()} == {
        "open": "model",
        "whole": "builtin",
    }
    again = two.run(*COMMAND)
    assert "1 article, 1 call saved" in again.stderr


def test_a_run_is_read_first_or_not(two: ProjectFolder, server: ModelServer) -> None:
    two.run(*COMMAND)
    refused = two.run("run", "a", "--endpoint", "model", "--out", "r")
    assert refused.status == 2
    assert refused.stderr == (
        "extractor: r holds a run of articles read by builtin first, not articles read by the "
        "endpoint alone (give another folder with --out)\n"
    )
    server.reply = lambda _: able.refusal("flagged by moderation")
    failed = two.run("run", "a", "--endpoint", "model", "--no-cache")
    assert failed.status == 3
    other = two.run("run", "a", "--endpoint", "model", "--no-cache", "--reader-first")
    assert "going on" not in other.stderr
    assert other.stdout != failed.stdout


def test_builtin_itself_needs_no_other_reader_first(two: ProjectFolder) -> None:
    done = two.run("run", "a", "--reader-first")
    assert done.status == 2
    assert done.stderr == (
        "extractor: --reader-first names nobody to ask next, since builtin is the reader "
        "(name another --endpoint, or leave --reader-first out)\n"
    )


def test_who_answered_is_shown(two: ProjectFolder) -> None:
    two.run(*COMMAND)
    lines = two.run("show", "r").stdout.splitlines()
    assert "whole  ok  by builtin" in lines
    assert not any(line.startswith("open ") and " by " in line for line in lines)
    assert "  answer   builtin" in two.run("show", "r", "whole").stdout
    two.run("export", "r", "--format", "jsonl", "-o", "rows.jsonl")
    rows = [json.loads(line) for line in two.files()["rows.jsonl"].splitlines()]
    assert {(row["article_id"], row["endpoint"]) for row in rows} == {
        ("open", "model"),
        ("whole", "builtin"),
    }
    two.run("run", "a", "--out", "b")
    assert "model m, 1 by builtin  " in two.run("compare", "r", "b").stdout
    assert two.run("accept", "r").status == 0
    provenance = Path(two.root / "golden/trade/accepted").rglob("*")
    assert any("builtin" in path.read_text("utf-8") for path in provenance if path.is_file())


def test_of_the_bundled_articles_some_are_read_whole_and_all_of_those_rightly(
    project: MakeProject, server: ModelServer
) -> None:
    here = project({"extractor.toml": server.configuration()})
    shutil.copytree(REPOSITORY / "golden", here.root / "golden")
    here.run("run", "golden/trade", "--endpoint", "model", "--reader-first", "--out", "r")
    compared = json.loads(here.run("diff", "r", "--format", "json").stdout)["articles"]
    same = {one["article_id"] for one in compared if not one["differences"]}
    read = {name for name, one in records(here).items() if one["answer"]["endpoint"] == "builtin"}
    assert read >= {"a05", "a07", "a17", "a18"}
    assert read <= same
