"""``gate``: recorded answers replayed anywhere, stale ones named, several answers told apart."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import pytest

from extractor import project as projects
from extractor.workflow.gating import gate
from extractor.workflow.setup import prepare
from tests.harness import (
    ARTICLE,
    REPOSITORY,
    MakeProject,
    MakeProjectAfter,
    ModelServer,
    Outcome,
    ProjectFolder,
    Reply,
    completion,
    report,
)

StartServer = Callable[[Callable[[dict[str, Any]], Reply]], ModelServer]

GATE = ("gate", "--endpoint", "model")
KEY = "sk-planted-0123456789"
ANSWERS = "answers/model.jsonl"
CARD = {
    "format": 1,
    "name": "model",
    "model": "m",
    "tested": "2026-01-01T00:00:00+00:00",
    "version": "0",
    "results": {
        "tools": {"outcome": "no", "reason": None},
        "json_schema": {"outcome": "yes", "reason": None},
        "constrained": {"outcome": "yes", "reason": None},
    },
}


def numbered(number: int) -> str:
    return f"Bản tin số {number}.\n\n{ARTICLE}"


def growing(total: int = 1200) -> dict[str, Any]:
    """What is accepted of each article."""
    made = report(total)
    change = {"percent": 10, "text": "tăng 10%"}
    made["statements"][0]["total"]["change"] = change
    return made


def right(_: dict[str, Any]) -> Reply:
    return 200, completion(growing())


def of(body: dict[str, Any]) -> str:
    """The article that a request is about."""
    text: str = body["messages"][1]["content"]
    return text


def lines(here: ProjectFolder) -> list[dict[str, Any]]:
    return [json.loads(line) for line in here.files("golden/trade")[ANSWERS].splitlines()]


def states(done: Outcome) -> dict[str, str]:
    return {a["article_id"]: a["state"] for a in json.loads(done.stdout)["articles"]}


PROMPT = (REPOSITORY / "prompts/trade.md").read_text("utf-8")


@pytest.fixture
def accepted(project_after: MakeProjectAfter) -> ProjectFolder:
    """Three articles with a golden each, and none of them answered by «model» yet."""
    files = {f"a/{name}.txt": numbered(n) for n, name in enumerate("xyz")}
    here = project_after(files, ("run", "a", "--out", "r"), ("accept", "r"))
    assert (here.root / "golden/trade/z.json").exists()
    return here


@pytest.fixture
def server(serve_model: StartServer) -> ModelServer:
    return serve_model(right)


@pytest.fixture
def recorded(
    accepted: ProjectFolder, server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> ProjectFolder:
    """The answers recorded with a key, and the key gone."""
    accepted.write({"extractor.toml": server.configuration(api_key_env="MODEL_KEY")})
    with monkeypatch.context() as patch:
        patch.setenv("MODEL_KEY", KEY)
        done = accepted.run(*GATE, "--record")
    assert (done.status, len(server.requests)) == (0, 3)
    assert "3 answers recorded: golden/trade/answers/model.jsonl" in done.stderr
    return accepted


class TestReplay:
    def test_it_needs_neither_server_nor_key_and_writes_nothing(
        self, recorded: ProjectFolder, server: ModelServer
    ) -> None:
        server.close()
        before = recorded.files()
        done = recorded.run(*GATE)
        assert done.status == 0
        assert done.stdout.endswith("\n3 articles compared, 3 the same\n")
        assert "3 recorded answers replayed" in done.stderr
        assert recorded.files() == before
        assert len(server.requests) == 3

    def test_a_regression_shows_as_it_did_when_it_was_recorded(
        self, accepted: ProjectFolder, serve_model: StartServer
    ) -> None:
        server = serve_model(lambda _: (200, completion(growing(1199))))
        accepted.write({"extractor.toml": server.configuration()})
        fresh = accepted.run(*GATE, "--record")
        server.close()
        again = accepted.run(*GATE)
        assert (fresh.status, again.status) == (1, 1)
        assert "1,200,000,000 → 1,199,000,000" in again.stdout
        assert again.stdout == fresh.stdout

    def test_a_line_says_what_it_is_and_no_file_holds_the_key(
        self, recorded: ProjectFolder
    ) -> None:
        rows = lines(recorded)
        assert [row["article"]["id"] for row in rows] == ["x", "y", "z"]
        assert len({row["request_sha256"] for row in rows}) == 3
        told = {
            key: rows[0][key] for key in ("format", "endpoint", "model", "served_model", "mode")
        }
        assert told == {
            "format": 1,
            "endpoint": "model",
            "model": "m",
            "served_model": "served-model",
            "mode": "tools",
        }
        assert rows[0]["response"] == json.loads(completion(growing()))
        assert not any(KEY in content for content in recorded.files().values())

    def test_a_server_that_echoes_the_key_is_recorded_without(
        self, accepted: ProjectFolder, serve_model: StartServer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def echo(_: dict[str, Any]) -> Reply:
            return 200, completion(growing()).replace(b'"id": "x"', f'"id": "{KEY}"'.encode())

        server = serve_model(echo)
        accepted.write({"extractor.toml": server.configuration(api_key_env="MODEL_KEY")})
        with monkeypatch.context() as patch:
            patch.setenv("MODEL_KEY", KEY)
            assert accepted.run(*GATE, "--record").status == 0
        assert lines(accepted)[0]["response"]["id"] == "***"
        assert not any(KEY in content for content in accepted.files().values())
        assert accepted.run(*GATE).status == 0

    @pytest.mark.parametrize("settings", [{}, {"max_output_tokens": 900}])
    def test_what_was_learnt_of_the_server_since_does_not_matter(
        self, accepted: ProjectFolder, server: ModelServer, settings: dict[str, Any]
    ) -> None:
        accepted.write({"extractor.toml": server.configuration(**settings)})
        assert accepted.run(*GATE, "--record").status == 0
        card = json.dumps({**CARD, "base_url": server.base_url})
        accepted.write({".extractor/endpoints/model.json": card})
        server.close()
        done = accepted.run(*GATE)
        assert done.status == 0
        assert "3 recorded answers replayed" in done.stderr

    def test_an_answer_found_by_a_step_down_replays(
        self, accepted: ProjectFolder, serve_model: StartServer
    ) -> None:
        def no_tools(body: dict[str, Any]) -> Reply:
            if "tools" in body:
                return 400, b'{"error": {"message": "tools are not supported"}}'
            message = {"role": "assistant", "content": json.dumps(growing())}
            choice = {"index": 0, "finish_reason": "stop", "message": message}
            return 200, json.dumps({"model": "served", "choices": [choice]}).encode()

        server = serve_model(no_tools)
        accepted.write({"extractor.toml": server.configuration()})
        assert accepted.run(*GATE, "--record").status == 0
        assert {row["mode"] for row in lines(accepted)} == {"json_schema"}
        server.close()
        assert accepted.run(*GATE).status == 0

    def test_what_was_asked_again_or_rescued_replays_to_the_same(
        self, accepted: ProjectFolder, serve_model: StartServer
    ) -> None:
        def rescued(body: dict[str, Any]) -> Reply:
            if "số 0." in of(body) and len(body["messages"]) == 2:
                return 200, completion({"statements": "none"})
            if "số 1." in of(body):
                error = {"code": "tool_use_failed", "failed_generation": json.dumps(growing(1199))}
                return 400, json.dumps({"error": error}).encode()
            return right(body)

        server = serve_model(rescued)
        accepted.write({"extractor.toml": server.configuration(concurrency=1)})
        fresh = accepted.run(*GATE, "--record")
        assert "3 answers recorded" in fresh.stderr
        server.close()
        again = accepted.run(*GATE)
        assert again.stdout == fresh.stdout
        assert "y\n" in again.stdout

    def test_a_fallbacks_answer_replays_too(
        self, accepted: ProjectFolder, serve_model: StartServer
    ) -> None:
        first = serve_model(lambda _: (402, b'{"error": {"message": "out of credits"}}'))
        second = serve_model(right)
        other = second.configuration().replace("endpoints.model", "endpoints.other")
        accepted.write({"extractor.toml": f"{first.configuration(fallback=['other'])}\n{other}"})
        assert accepted.run(*GATE, "--record").status == 0
        assert {row["endpoint"] for row in lines(accepted)} == {"other"}
        first.close()
        second.close()
        again = accepted.run(*GATE, "--out", "kept")
        assert again.status == 0
        answers = [
            json.loads(row)["answer"]
            for row in accepted.files("kept")["results.jsonl"].splitlines()
        ]
        assert {(a["endpoint"], a["model"]) for a in answers} == {("other", "m")}

    @pytest.mark.parametrize("changed", ["model", "other"])
    def test_a_fallbacks_answer_is_stale_once_either_request_changed(
        self, accepted: ProjectFolder, serve_model: StartServer, changed: str
    ) -> None:
        first = serve_model(lambda _: (402, b'{"error": {"message": "out of credits"}}'))
        second = serve_model(right)
        told = {
            "model": first.configuration(fallback=["other"], api_key_env="MODEL_KEY"),
            "other": second.configuration().replace("endpoints.model", "endpoints.other"),
        }
        accepted.write({"extractor.toml": "\n".join(told.values())})
        with accepted.monkeypatch.context() as patch:
            patch.setenv("MODEL_KEY", KEY)
            assert accepted.run(*GATE, "--record").status == 0
        first.close()
        second.close()
        assert accepted.run(*GATE).status == 0
        told[changed] = told[changed].replace('model = "m"', 'model = "another"')
        accepted.write({"extractor.toml": "\n".join(told.values())})
        done = accepted.run(*GATE, "--format", "json")
        assert done.status == 3
        assert set(states(done).values()) == {"stale"}


class TestStale:
    def test_a_changed_prompt_is_named_with_what_to_do(
        self, recorded: ProjectFolder, server: ModelServer
    ) -> None:
        recorded.write({"prompts/trade.md": f"{PROMPT}\nBe exact.\n"})
        before = recorded.files()
        done = recorded.run(*GATE)
        assert done.status == 3
        first, *others, last = done.stdout.splitlines()
        assert first.startswith("x  is stale: no recorded answer fits its request")
        assert first.endswith("MODEL_KEY is not set")
        assert others == ["y  is stale, as above", "z  is stale, as above"]
        assert last == "3 articles stale"
        assert "«gate --record»" in done.stderr
        assert set(states(recorded.run(*GATE, "--format", "json")).values()) == {"stale"}
        assert len(server.requests) == 3
        assert recorded.files() == before

    def test_with_the_key_and_the_server_it_is_asked_and_not_written(
        self, recorded: ProjectFolder, server: ModelServer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        recorded.write({"prompts/trade.md": f"{PROMPT}\nBe exact.\n"})
        before = recorded.files()
        monkeypatch.setenv("MODEL_KEY", KEY)
        assert recorded.run(*GATE).status == 0
        assert len(server.requests) == 6
        assert recorded.files() == before

    @pytest.mark.parametrize("why", ["no key", "no server", "a wrong key"])
    def test_one_alone_is_stale_and_a_regression_elsewhere_comes_first(
        self,
        recorded: ProjectFolder,
        server: ModelServer,
        monkeypatch: pytest.MonkeyPatch,
        why: str,
    ) -> None:
        rows = recorded.files("golden/trade")[ANSWERS].splitlines(keepends=True)
        recorded.write({f"golden/trade/{ANSWERS}": "".join(rows[1:])})
        if why != "no key":
            monkeypatch.setenv("MODEL_KEY", KEY)
        if why == "no server":
            server.close()
        if why == "a wrong key":
            server.reply = lambda _: (401, b'{"error": {"message": "who are you"}}')
        done = recorded.run(*GATE, "--format", "json")
        assert done.status == 3
        assert states(done) == {"x": "stale", "y": "compared", "z": "compared"}
        golden = recorded.files("golden/trade")["z.json"]
        recorded.write({"golden/trade/z.json": golden.replace('"value": 425', '"value": 426')})
        assert recorded.run(*GATE).status == 1

    @pytest.mark.parametrize("setting", [{"temperature": 0.5}, {"mode": "json"}, {"seed": 3}])
    def test_a_setting_that_changes_the_request_finds_nothing(
        self, recorded: ProjectFolder, server: ModelServer, setting: dict[str, Any]
    ) -> None:
        toml = server.configuration(api_key_env="MODEL_KEY", **setting)
        recorded.write({"extractor.toml": toml})
        assert recorded.run(*GATE).status == 3
        recorded.write({"extractor.toml": server.configuration(api_key_env="MODEL_KEY")})
        assert recorded.run(*GATE, "--model", "other").status == 3

    def test_without_any_recorded_answer_a_missing_key_is_the_callers(
        self, recorded: ProjectFolder
    ) -> None:
        (recorded.root / "golden/trade" / ANSWERS).unlink()
        done = recorded.run(*GATE)
        assert (done.status, done.stdout) == (2, "")
        assert done.stderr.count("\n") == 1
        assert "MODEL_KEY is not set" in done.stderr

    @pytest.mark.parametrize("line", ["{", '{"format": 2}', "[]", '{"format": 1}'])
    def test_a_file_that_cannot_be_read_is_an_error_and_stays(
        self, recorded: ProjectFolder, line: str
    ) -> None:
        recorded.write({f"golden/trade/{ANSWERS}": line})
        for command in (GATE, (*GATE, "--record")):
            done = recorded.run(*command)
            assert done.status == 2
            assert "model.jsonl line 1 is no recorded answer" in done.stderr
        assert recorded.files("golden/trade")[ANSWERS] == line


class TestRecord:
    def test_what_failed_keeps_its_answer_while_the_request_is_the_same(
        self, recorded: ProjectFolder, server: ModelServer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("MODEL_KEY", KEY)
        before = lines(recorded)
        server.reply = lambda body: (
            (200, b'{"choices": [{"finish_reason": "content_filter", "message": {}}]}')
            if "số 1." in of(body)
            else (200, completion(growing(1199)))
        )
        done = recorded.run(*GATE, "--record")
        assert done.status == 1
        assert "not recorded: y: refused" in done.stderr
        assert "2 answers recorded, 1 kept from before" in done.stderr
        after = lines(recorded)
        assert after[1] == before[1]
        assert after[0]["request_sha256"] == before[0]["request_sha256"]
        assert "1199" in json.dumps(after[0])

    def test_answers_of_no_golden_go_only_when_all_were_answered(
        self, recorded: ProjectFolder, server: ModelServer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("MODEL_KEY", KEY)
        for name in ("z.json", "z.txt"):
            (recorded.root / "golden/trade" / name).unlink()
        server.reply = lambda body: right(body) if "số 0." in of(body) else (403, b"{}")
        assert recorded.run(*GATE, "--record").status == 3
        assert [row["article"]["id"] for row in lines(recorded)] == ["x", "y", "z"]
        server.reply = right
        done = recorded.run(*GATE, "--record")
        assert done.status == 0
        assert "2 answers recorded, 1 of no golden dropped" in done.stderr
        assert [row["article"]["id"] for row in lines(recorded)] == ["x", "y"]

    def test_nothing_is_recorded_where_no_call_succeeded(
        self, accepted: ProjectFolder, serve_model: StartServer
    ) -> None:
        server = serve_model(lambda _: (401, b'{"error": {"message": "who are you"}}'))
        accepted.write({"extractor.toml": server.configuration()})
        before = accepted.files()
        done = accepted.run(*GATE, "--record")
        assert done.status == 3
        assert "not recorded: " in done.stderr
        assert "nothing was recorded\n" in done.stderr
        assert accepted.files() == before

    def test_builtin_needs_no_recording(self, accepted: ProjectFolder) -> None:
        before = accepted.files()
        done = accepted.run("gate", "--record")
        assert done.status == 0
        assert "nothing is recorded: builtin" in done.stderr
        assert accepted.files() == before

    def test_a_name_leads_nowhere_else(self, accepted: ProjectFolder, server: ModelServer) -> None:
        toml = server.configuration().replace("endpoints.model", 'endpoints."../../evil"')
        accepted.write({"extractor.toml": toml})
        assert accepted.run("gate", "--endpoint", "../../evil", "--record").status == 0
        assert "golden/trade/answers/..%2F..%2Fevil.jsonl" in accepted.files()

    @pytest.mark.parametrize("where", ["content", "arguments", "escaped", "spaced"])
    def test_a_passage_of_a_detached_goldens_article_is_not_recorded(
        self, project: MakeProject, serve_model: StartServer, where: str
    ) -> None:
        passage = ARTICLE[60:175]

        def quoting(body: dict[str, Any]) -> Reply:
            made = json.loads(completion(growing()))
            message = made["choices"][0]["message"]
            if where == "arguments":
                data = growing()
                data["statements"][0]["scope"] = passage
                message["tool_calls"][0]["function"]["arguments"] = json.dumps(data)
            else:
                other = json.dumps(passage) if where == "escaped" else passage
                message["content"] = other.replace(" ", "\n") if where == "spaced" else other
            return 200, json.dumps(made).encode()

        server = serve_model(quoting)
        here = project({"a/x.txt": ARTICLE, "extractor.toml": server.configuration()})
        here.run("run", "a", "--out", "r")
        assert here.run("accept", "r", "--detached").status == 0
        done = here.run(*GATE, "--articles", "a", "--record")
        assert done.status == 3
        assert "not recorded: x: it quotes a passage" in done.stderr
        assert ANSWERS not in here.files("golden/trade")

    def test_a_detached_golden_is_recorded_with_what_it_may_quote(
        self, project: MakeProject, server: ModelServer
    ) -> None:
        here = project({"a/x.txt": ARTICLE, "extractor.toml": server.configuration()})
        here.run("run", "a", "--out", "r")
        here.run("accept", "r", "--detached")
        assert here.run(*GATE, "--articles", "a", "--record").status == 0
        server.close()
        assert here.run(*GATE, "--articles", "a").status == 0
        here.write({"b/y.txt": numbered(1)})
        assert here.run(*GATE, "--articles", "b").status == 2

    def test_an_answer_whose_article_is_not_given_this_time_stays(
        self, accepted: ProjectFolder, server: ModelServer
    ) -> None:
        accepted.write({"b/w.txt": numbered(7), "extractor.toml": server.configuration()})
        accepted.run("run", "b", "--out", "rb")
        accepted.run("accept", "rb", "--detached")
        assert accepted.run(*GATE, "--articles", "b", "--record").status == 0
        assert accepted.run(*GATE, "--record").status == 0
        assert [row["article"]["id"] for row in lines(accepted)] == ["w", "x", "y", "z"]
        server.close()
        done = accepted.run(*GATE, "--articles", "b", "--format", "json")
        assert set(states(done).values()) == {"compared"}

    def test_an_earlier_answer_that_now_tells_too_much_goes(
        self, accepted: ProjectFolder, serve_model: StartServer
    ) -> None:
        def chatty(body: dict[str, Any]) -> Reply:
            made = json.loads(completion(growing()))
            made["choices"][0]["message"]["reasoning"] = of(body)
            return 200, json.dumps(made).encode()

        server = serve_model(chatty)
        accepted.write({"extractor.toml": server.configuration()})
        assert accepted.run(*GATE, "--record").status == 0
        assert len(lines(accepted)) == 3
        accepted.run("accept", "r", "x", "--detached")
        done = accepted.run(*GATE, "--articles", "a", "--record")
        assert done.status == 3
        assert [row["article"]["id"] for row in lines(accepted)] == ["y", "z"]


def test_single_goldens_can_be_gated_by_a_program(
    recorded: ProjectFolder, server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.close()
    monkeypatch.chdir(recorded.root)
    project = projects.load()
    setup = prepare(project, endpoint="model")
    result = gate(setup, project.goldens, only={"y"})
    assert [(a.article_id, a.state) for a in result.diff.articles] == [("y", "compared")]
    assert result.replayed == ("y",)
    assert gate(setup, project.goldens, only={"nobody"}).diff.articles == ()


class TestArticlesWithoutGolden:
    def test_they_are_named(self, accepted: ProjectFolder) -> None:
        accepted.write({"b/new.txt": numbered(9), "b/sub/x.txt": numbered(0), "b/y.txt": "other"})
        done = accepted.run("gate", "--articles", "b")
        assert done.status == 0
        assert done.stderr == "without a golden: new\n"
        told = accepted.run("gate", "--articles", "b", "--format", "json")
        assert json.loads(told.stdout)["without_golden"] == ["new"]


class TestKeptAsARun:
    def test_the_answers_can_be_reviewed_and_checked(
        self, accepted: ProjectFolder, serve_model: StartServer
    ) -> None:
        server = serve_model(lambda _: (200, completion(growing(1300))))
        accepted.write({"extractor.toml": server.configuration()})
        done = accepted.run(*GATE, "--out", "kept")
        assert done.status == 1
        assert "next: extractor review kept" in done.stderr
        shown = accepted.run("review", "kept").stdout
        assert shown.count("statements.0.total.value · changed") == 3
        checked = json.loads(accepted.run("check", "kept", "--format", "json").stdout)
        assert {entry["status"] for entry in checked} == {"flagged"}
        assert accepted.run("diff", "kept").stdout == done.stdout

    def test_what_was_found_is_told_where_it_cannot_be_kept(
        self, accepted: ProjectFolder, serve_model: StartServer
    ) -> None:
        server = serve_model(lambda _: (200, completion(growing(1300))))
        accepted.write({"extractor.toml": server.configuration(), "file": "no folder"})
        done = accepted.run(*GATE, "--out", "file/kept")
        assert done.status == 2
        assert done.stdout.count("1,200,000,000 → 1,300,000,000") == 3

    def test_a_folder_that_holds_something_is_refused_before_anything_is_asked(
        self, accepted: ProjectFolder, server: ModelServer
    ) -> None:
        accepted.write({"extractor.toml": server.configuration(), "kept/notes.txt": "mine"})
        assert accepted.run(*GATE, "--out", "kept").status == 2
        assert server.requests == []

    def test_what_is_stale_is_pending_in_the_run(self, recorded: ProjectFolder) -> None:
        recorded.write({"prompts/trade.md": f"{PROMPT}\nBe exact.\n"})
        assert recorded.run(*GATE, "--out", "kept").status == 3
        assert "3 pending" in recorded.run("diff", "kept").stderr


def saying(*totals: int | None) -> Callable[[dict[str, Any]], Reply]:
    """Answers one total after the other to the first article, without it for ``None``."""
    left: Iterator[int] = count()

    def reply(body: dict[str, Any]) -> Reply:
        if "số 0." not in of(body):
            return right(body)
        total = totals[next(left) % len(totals)]
        data = growing(total or 1200)
        if total is None:
            data["statements"][0]["total"] = None
        return 200, completion(data)

    return reply


class TestRepeat:
    def told(
        self, here: ProjectFolder, server: ModelServer, times: int
    ) -> tuple[Outcome, dict[str, Any]]:
        here.write({"extractor.toml": server.configuration(concurrency=1)})
        done = here.run(*GATE, "--repeat", str(times), "--format", "json")
        found = json.loads(done.stdout)
        fields = {
            field["field"]: field
            for article in found["articles"]
            for field in article["fields"]
            if field["rule"] is None
        }
        assert len(server.requests) == 3 * times
        return done, fields

    def test_right_now_and_then_is_flaky(
        self, accepted: ProjectFolder, serve_model: StartServer
    ) -> None:
        server = serve_model(saying(1200, 1199, 1200, 1199, 1200))
        done, fields = self.told(accepted, server, 5)
        assert done.status == 1
        total = fields["total.value"]
        assert (total["verdict"], total["right"], total["answers"]) == ("flaky", 3, 5)
        assert [(o["value"], o["times"]) for o in total["others"]] == [(1199000000, 2)]
        text = accepted.run(*GATE, "--repeat", "5").stdout
        assert "total.value: 1,200,000,000  «1.200 triệu USD»: right in 3 of 5" in text
        assert "1,199,000,000 «1.200 triệu USD» 2 times" in text
        assert "asked 5 times, 2 always the same" in text

    @pytest.mark.parametrize(("times", "verdict"), [(4, "too few to say"), (5, "regression")])
    def test_never_right_is_a_regression_from_five_on(
        self, accepted: ProjectFolder, serve_model: StartServer, times: int, verdict: str
    ) -> None:
        # Gone or another value: it is the same field that is never as accepted.
        server = serve_model(saying(1199, None))
        done, fields = self.told(accepted, server, times)
        assert done.status == 1
        assert (fields["total.value"]["verdict"], fields["total.value"]["right"]) == (verdict, 0)
        assert {other["value"] for other in fields["total.value"]["others"]} == {1199000000, None}
        # The growth was there where the value was another.
        assert fields["total.change"]["verdict"] == "flaky"

    def test_failed_answers_count_as_neither(
        self, accepted: ProjectFolder, serve_model: StartServer
    ) -> None:
        seen = count()

        def sometimes(body: dict[str, Any]) -> Reply:
            if "số 0." in of(body) and next(seen) == 0:
                return 200, b'{"choices": [{"finish_reason": "content_filter", "message": {}}]}'
            return saying(1199)(body)

        done, fields = self.told(accepted, serve_model(sometimes), 5)
        assert done.status == 1
        assert fields["total.value"]["answers"] == 4
        assert fields["total.value"]["verdict"] == "too few to say"
        (first, *_) = json.loads(done.stdout)["articles"]
        assert ["content filter" in reason for reason in first["failed"]] == [True]

    def test_recorded_answers_do_not_serve(
        self, recorded: ProjectFolder, server: ModelServer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert recorded.run(*GATE, "--repeat", "2").status == 2
        monkeypatch.setenv("MODEL_KEY", KEY)
        before = recorded.files()
        done = recorded.run(*GATE, "--repeat", "2")
        assert (done.status, len(server.requests)) == (0, 9)
        assert done.stdout == "3 articles compared, asked 2 times, 3 always the same\n"
        assert recorded.files() == before

    @pytest.mark.parametrize("more", [("1",), ("0",), ("2", "--record")])
    def test_what_makes_no_sense_is_refused(
        self, accepted: ProjectFolder, more: tuple[str, ...]
    ) -> None:
        done = accepted.run("gate", "--repeat", *more)
        assert (done.status, done.stdout) == (2, "")
        assert "--repeat" in done.stderr
