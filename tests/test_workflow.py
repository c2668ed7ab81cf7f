"""Runs, checks and gates through the command line's own entry, against servers on this machine."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path
from subprocess import DEVNULL
from typing import Any

import pytest

from tests.forked import started
from tests.harness import ARTICLE, BROKEN, MakeProject, ModelServer, completion, report

StartServer = Callable[[Callable[[dict[str, Any]], tuple[int, bytes]]], ModelServer]


def article(number: int) -> str:
    """Another text with the same figures."""
    return f"Bản tin số {number}.\n\n{ARTICLE}"


def records(folder: Path) -> dict[str, dict[str, Any]]:
    lines = (folder / "results.jsonl").read_text("utf-8").splitlines()
    return {(record := json.loads(line))["article"]["id"]: record for line in lines}


def manifest(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "run.json").read_text("utf-8"))
    return found


def asked_of(body: dict[str, Any]) -> str:
    text = body["messages"][1]["content"]
    assert isinstance(text, str)
    return text


def error(status: int, message: str, code: str | None = None) -> tuple[int, bytes]:
    return status, json.dumps({"error": {"message": message, "code": code}}).encode()


class TestRun:
    def test_builtin_and_a_server_go_the_same_way(
        self, project: MakeProject, serve_model: StartServer
    ) -> None:
        server = serve_model(lambda _: (200, completion(report())))
        here = project({"a/x.txt": ARTICLE, "extractor.toml": server.configuration()})
        for endpoint in ("builtin", "model"):
            done = here.run("run", "a", "--endpoint", endpoint, "--out", endpoint)
            assert done.status == 0, done.stderr
            assert done.stdout == f"{endpoint}\n"
            record = records(here.root / endpoint)["x"]
            assert record["status"] == "ok"
            (statement,) = record["data"]["statements"]
            assert {m: statement[m]["value"] for m in ("total", "export", "import")} == {
                "total": 1200,
                "export": 425,
                "import": 775,
            }
            start, end = statement["export"]["span"]
            assert ARTICLE[start:end] == "425 triệu USD"
            assert record["answer"]["endpoint"] == endpoint
        assert [asked_of(body) for body in server.requests] == [ARTICLE]
        assert manifest(here.root / "model")["usage"]["prompt_tokens"] == 100

    def test_what_an_article_prints_wrongly_is_flagged_and_said(self, project: MakeProject) -> None:
        here = project({"good.txt": ARTICLE, "bad.txt": BROKEN})
        done = here.run("run", ".", "--out", "r")
        assert done.status == 0
        assert records(here.root / "r")["good"]["status"] == "ok"
        (finding,) = [f for f in records(here.root / "r")["bad"]["findings"] if f["rule"] == "sum"]
        assert (finding["severity"], finding["attribution"]) == ("error", "source")
        assert "1 ok, 1 flagged" in done.stderr
        assert "error sum (the article's own)" in done.stderr

    def test_concurrency_is_bounded_as_asked(
        self, project: MakeProject, serve_model: StartServer
    ) -> None:
        def slow(_: dict[str, Any]) -> tuple[int, bytes]:
            time.sleep(0.05)
            return 200, completion(report())

        server = serve_model(slow)
        here = project(
            {f"a/{n}.txt": article(n) for n in range(9)}
            | {"extractor.toml": server.configuration(concurrency=2)}
        )
        assert here.run("run", "a", "--endpoint", "model").status == 0
        assert server.together == 2
        wider = ("--concurrency", "3", "--no-cache")
        assert here.run("run", "a", "--endpoint", "model", *wider).status == 0
        assert server.together == 3

    def test_results_lie_in_input_order_whatever_finished_first(
        self, project: MakeProject, serve_model: StartServer
    ) -> None:
        first = threading.Event()

        def later(body: dict[str, Any]) -> tuple[int, bytes]:
            if "số 0." in asked_of(body):
                first.wait(5)
            else:
                first.set()
            return 200, completion(report())

        server = serve_model(later)
        here = project(
            {f"a/{n}.txt": article(n) for n in range(3)}
            | {"extractor.toml": server.configuration(concurrency=3)}
        )
        assert here.run("run", "a", "--endpoint", "model", "--out", "r").status == 0
        assert list(records(here.root / "r")) == ["0", "1", "2"]

    def test_a_failure_of_one_article_leaves_the_others(
        self, project: MakeProject, serve_model: StartServer
    ) -> None:
        def one_refused(body: dict[str, Any]) -> tuple[int, bytes]:
            if "số 1." in asked_of(body):
                return error(400, "this article is not to our taste", "content_filter")
            return 200, completion(report())

        server = serve_model(one_refused)
        here = project(
            {f"a/{n}.txt": article(n) for n in range(3)}
            | {"a/binary.txt": b"\x00\x01", "extractor.toml": server.configuration()}
        )
        done = here.run("run", "a", "--endpoint", "model", "--out", "r")
        assert done.status == 3
        found = records(here.root / "r")
        assert {name: record["status"] for name, record in found.items()} == {
            "0": "ok",
            "1": "failed",
            "2": "ok",
            "binary": "failed",
        }
        assert found["1"]["data"] is None
        assert "not to our taste" in found["1"]["error"]["message"]
        assert found["binary"]["error"]["kind"] == "article"
        assert "2 failed" in done.stderr

    @pytest.mark.parametrize(
        ("status", "code", "kind"),
        [
            (401, "invalid_api_key", "auth"),
            (429, "insufficient_quota", "quota"),
            (404, "model_not_found", "not_found"),
        ],
    )
    def test_a_permanent_failure_stops_the_run_and_the_rest_is_pending(
        self,
        project: MakeProject,
        serve_model: StartServer,
        status: int,
        code: str,
        kind: str,
    ) -> None:
        server = serve_model(lambda _: error(status, "the reason of the provider", code))
        here = project(
            {f"a/{n}.txt": article(n) for n in range(20)}
            | {"extractor.toml": server.configuration(concurrency=2)}
        )
        done = here.run("run", "a", "--endpoint", "model", "--out", "r")
        assert done.status == 3
        assert len(server.requests) <= 2
        counts = manifest(here.root / "r")["counts"]
        assert counts["failed"] == len(server.requests)
        assert counts["pending"] == 20 - counts["failed"]
        assert f"{kind}: " in done.stderr
        assert "the reason of the provider" in done.stderr

    def test_a_check_that_breaks_down_is_neither_a_finding_nor_a_failure(
        self, project: MakeProject, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def broken(*_: object) -> None:
            raise ZeroDivisionError

        here = project({"x.txt": BROKEN})
        with monkeypatch.context() as patch:
            patch.setattr("extractor.checks.conflicts", broken)
            done = here.run("run", "x.txt", "--out", "r")
            assert here.run("check", "r").status == 1
        assert done.status == 3
        assert "a check that broke down" in done.stderr
        record = records(here.root / "r")["x"]
        assert [crash.partition(":")[0] for crash in record["crashed"]] == ["conflict"]
        assert record["status"] == "flagged"
        assert record["data"]["statements"]
        assert "the check conflict" in here.run("show", "r").stdout


class TestGoingOn:
    def test_the_same_command_keeps_what_is_finished_and_tries_the_rest_again(
        self, project: MakeProject, serve_model: StartServer
    ) -> None:
        broken = True

        def flaky(body: dict[str, Any]) -> tuple[int, bytes]:
            if broken and "số 1." in asked_of(body):
                return error(400, "not today")
            return 200, completion(report())

        server = serve_model(flaky)
        here = project(
            {f"a/{n}.txt": article(n) for n in range(3)}
            | {"extractor.toml": server.configuration()}
        )
        command = ("run", "a", "--endpoint", "model")
        first = here.run(*command)
        assert first.status == 3
        asked = len(server.requests)
        broken = False
        again = here.run(*command)
        assert again.status == 0
        assert again.stdout == first.stdout
        assert "going on with" in again.stderr
        assert [asked_of(body) for body in server.requests[asked:]] == [article(1)]
        third = here.run(*command)
        assert third.stdout != first.stdout
        assert "going on" not in third.stderr

    def test_an_article_whose_text_changed_is_done_anew(self, project: MakeProject) -> None:
        here = project({"a/x.txt": ARTICLE, "a/y.txt": ARTICLE})
        here.run("run", "a", "--out", "r")
        before = records(here.root / "r")
        here.write({"a/y.txt": BROKEN})
        assert here.run("run", "a", "--out", "r").status == 0
        after = records(here.root / "r")
        assert after["x"] == before["x"]
        assert (before["y"]["status"], after["y"]["status"]) == ("ok", "flagged")

    def test_limit_leaves_the_rest_pending_for_the_next_call(self, project: MakeProject) -> None:
        here = project({f"a/{n}.txt": article(n) for n in range(5)})
        first = here.run("run", "a", "--limit", "2")
        assert first.status == 0
        folder = here.root / first.stdout.strip()
        assert list(records(folder)) == ["0", "1"]
        assert manifest(folder)["counts"]["pending"] == 3
        second = here.run("run", "a")
        assert second.stdout == first.stdout
        assert list(records(folder)) == ["0", "1", "2", "3", "4"]
        assert manifest(folder)["counts"]["pending"] == 0

    @pytest.mark.parametrize("other", [("--prompt", "other"), ("--model", "m2")])
    def test_a_folder_with_another_run_is_refused_untouched(
        self, project: MakeProject, other: tuple[str, str]
    ) -> None:
        here = project({"x.txt": ARTICLE, "prompts/other.md": "Report as ${report}."})
        here.run("run", "x.txt", "--out", "r")
        before = here.files("r")
        done = here.run("run", "x.txt", "--out", "r", *other)
        assert done.status == 2
        assert "--out" in done.stderr
        assert here.files("r") == before

    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
    def test_a_signal_ends_a_run_in_good_order(
        self, project: MakeProject, serve_model: StartServer, number: signal.Signals
    ) -> None:
        arrived, free = threading.Event(), threading.Event()

        def stuck_at_the_third(body: dict[str, Any]) -> tuple[int, bytes]:
            if "số 2." in asked_of(body):
                arrived.set()
                free.wait(20)
            return 200, completion(report())

        server = serve_model(stuck_at_the_third)
        here = project(
            {f"a/{n}.txt": article(n) for n in range(5)}
            | {"extractor.toml": server.configuration(concurrency=1)}
        )
        command = ["run", "a", "--endpoint", "model", "--out", "r"]
        process = started(here, *command)
        assert arrived.wait(20)
        os.kill(process.pid, number)
        _, stderr = process.communicate(timeout=20)
        free.set()
        assert process.returncode == 130
        assert b"Traceback" not in stderr
        assert b"what was finished is kept" in stderr
        assert list(records(here.root / "r")) == ["0", "1"]
        counts = manifest(here.root / "r")["counts"]
        assert (counts["ok"], counts["pending"]) == (2, 3)
        assert here.run(*command).status == 0
        assert list(records(here.root / "r")) == ["0", "1", "2", "3", "4"]

    def test_a_killed_run_loses_nothing_that_was_recorded(
        self, project: MakeProject, serve_model: StartServer
    ) -> None:
        arrived, free = threading.Event(), threading.Event()

        def stuck_at_the_third(body: dict[str, Any]) -> tuple[int, bytes]:
            if "số 2." in asked_of(body) and not free.is_set():
                arrived.set()
                free.wait(20)
            return 200, completion(report())

        server = serve_model(stuck_at_the_third)
        here = project(
            {f"a/{n}.txt": article(n) for n in range(4)}
            | {"extractor.toml": server.configuration(concurrency=1)}
        )
        command = ["run", "a", "--endpoint", "model"]
        process = started(here, *command, stdout=DEVNULL, stderr=DEVNULL)
        assert arrived.wait(20)
        process.kill()
        process.wait(20)
        free.set()
        asked = len(server.requests)
        done = here.run(*command)
        assert done.status == 0
        assert "2 of 4 articles had a result" in done.stderr
        assert len(server.requests) - asked == 2


class TestCheck:
    @pytest.mark.parametrize(
        ("old", "new"), [('"value":425', '"value":426'), ("425 triệu", "435 triệu"), ("10,", "11,")]
    )
    def test_a_changed_digit_is_found(self, project: MakeProject, old: str, new: str) -> None:
        here = project({"x.txt": ARTICLE})
        here.run("run", "x.txt", "--out", "r")
        assert here.run("check", "r").status == 0
        text = here.files("r")["results.jsonl"]
        old, new = ('"percent":10', '"percent":11') if old == "10," else (old, new)
        assert old in text
        here.write({"r/results.jsonl": text.replace(old, new)})
        done = here.run("check", "r", "--format", "json")
        assert done.status == 1
        (entry,) = json.loads(done.stdout)
        assert (entry["article_id"], entry["status"]) == ("x", "flagged")
        assert {f["attribution"] for f in entry["findings"] if f["severity"] == "error"}

    def test_a_run_written_by_another_program_is_checked(self, project: MakeProject) -> None:
        here = project({"texts/x.txt": ARTICLE})
        here.run("run", "texts", "--out", "r")
        ref = records(here.root / "r")["x"]["article"]
        wrong = report(1300)
        lines = [
            {"article": {"id": name, "sha256": ref["sha256"]}, "data": data}
            for name, data in (("one", report()), ("two", wrong), ("three", report()))
        ]
        here.write(
            {
                "other/run.json": '{"format": 1, "schema": "trade"}',
                "other/results.jsonl": "\n".join(map(json.dumps, lines)) + "\n",
            }
        )
        lost = here.run("check", "other", "--format", "json")
        assert lost.status == 3
        assert {e["status"] for e in json.loads(lost.stdout)} == {"unchecked"}
        done = here.run("check", "other", "--articles", "texts", "--format", "json")
        assert done.status == 1
        assert [(e["article_id"], e["status"]) for e in json.loads(done.stdout)] == [
            ("one", "ok"),
            ("two", "flagged"),
            ("three", "ok"),
        ]

    def test_data_of_another_shape_is_no_crash(self, project: MakeProject) -> None:
        here = project({"x.txt": ARTICLE})
        here.run("run", "x.txt", "--out", "r")
        text = here.files("r")["results.jsonl"]
        here.write({"r/results.jsonl": text.replace('"value":425', '"value":"much"')})
        done = here.run("check", "r", "--format", "json")
        assert done.status == 3
        (entry,) = json.loads(done.stdout)
        assert entry["status"] == "failed"
        assert "malformed" in entry["reason"]
        for command in (["show", "r"], ["show", "r", "x"], ["export", "r", "--format", "csv"]):
            assert "defect" not in here.run(*command).stderr

    def test_articles_are_found_where_the_project_moved(self, project: MakeProject) -> None:
        here = project({"a/x.txt": ARTICLE})
        here.run("run", "a")
        here.root.rename(here.root.with_name("moved"))
        moved = type(here)(here.root.with_name("moved"), here.monkeypatch)
        assert moved.run("check", "last").status == 0

    def test_standard_input_can_be_checked_afterwards(self, project: MakeProject) -> None:
        here = project({})
        assert here.run("run", "-", stdin=ARTICLE.encode()).status == 0
        assert here.run("check", "last").status == 0
        assert "holds no article" in here.run("run", ".").stderr


class TestGate:
    def test_a_golden_that_holds_passes_and_a_changed_one_does_not(
        self, project: MakeProject
    ) -> None:
        here = project({"a/x.txt": ARTICLE})
        here.run("run", "a")
        assert here.run("accept", "last").status == 0
        assert here.run("gate").status == 0
        golden = here.files("golden/trade")["x.json"]
        here.write({"golden/trade/x.json": golden.replace('"value": 425', '"value": 426')})
        done = here.run("gate", "--format", "json")
        assert done.status == 1
        assert json.loads(done.stdout)["counts"]["changed"] == 1
        assert here.run("diff", "last").status == 1

    def test_a_finding_that_appears_is_a_difference(self, project: MakeProject) -> None:
        here = project({"a/x.txt": BROKEN})
        here.run("run", "a")
        here.run("accept", "last")
        assert here.run("gate").status == 0
        golden = json.loads(here.files("golden/trade")["x.json"])
        golden["findings"] = []
        here.write({"golden/trade/x.json": json.dumps(golden)})
        assert here.run("gate").status == 1

    def test_a_detached_golden_needs_its_article(self, project: MakeProject) -> None:
        here = project({"a/x.txt": ARTICLE})
        here.run("run", "a")
        here.run("accept", "last", "--detached")
        assert [name for name in here.files("golden/trade") if name.startswith("x")] == ["x.json"]
        alone = here.run("gate")
        assert alone.status == 2
        assert "--articles" in alone.stderr
        assert here.run("gate", "--articles", "a").status == 0
        here.write({"b/y.txt": article(1)})
        here.run("run", "b")
        here.run("accept", "last")
        skipped = here.run("gate", "--format", "json")
        assert skipped.status == 0
        assert json.loads(skipped.stdout)["states"]["skipped"] == 1

    def test_no_golden_at_all_cannot_be_gated(self, project: MakeProject) -> None:
        done = project({}).run("gate")
        assert done.status == 2
        assert done.stdout == ""

    def test_an_article_without_an_answer_is_neither_passed_nor_a_difference(
        self, project: MakeProject, serve_model: StartServer
    ) -> None:
        server = serve_model(lambda _: error(401, "who are you"))
        here = project(
            {f"a/{n}.txt": article(n) for n in range(4)}
            | {"extractor.toml": server.configuration(concurrency=1)}
        )
        here.run("run", "a")
        here.run("accept", "last")
        done = here.run("gate", "--endpoint", "model", "--format", "json")
        assert done.status == 3
        found = json.loads(done.stdout)
        assert (found["states"]["failed"], len(found["pending"])) == (1, 3)
        assert found["states"]["absent"] == 0
        assert found["stopped_by"]["kind"] == "auth"
