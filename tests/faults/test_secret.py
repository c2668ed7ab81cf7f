"""A key from the environment stands in no file and no output, whatever a server does with it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.faults.service import (
    SHOWN_KEY,
    Asked,
    Reply,
    answered,
    command,
    error,
    good,
    records,
    serving,
    with_articles,
)
from tests.harness import MakeProject, Outcome, ProjectFolder, report

KEY_ENV = "TRIED_API_KEY"


def echo(asked: Asked) -> str:
    """The key as the server was sent it."""
    return asked.headers["authorization"].removeprefix("Bearer ")


def placed(key: str) -> dict[str, Any]:
    """A right report whose place is the key."""
    made = report()
    made["statements"][0]["place"] = key
    return made


ECHOES: dict[str, Callable[[str], Reply]] = {
    "a wrong key": lambda key: error(401, f"Incorrect API key provided: {key}."),
    "a right answer": lambda key: Reply(
        answered(id=key, model=key, system_fingerprint=key), headers={"x-key": key}
    ),
    "a place": lambda key: Reply(answered(placed(key))),
    "a name of a field": lambda key: Reply(answered({**report(), key: 1})),
    "prose": lambda key: Reply(answered(f"Your key is {key}.")),
    "an escape": lambda key: Reply(
        json.dumps(answered(placed(key))).replace("sk-", "\\u0073k-").encode()
    ),
    "an error of the server": lambda key: error(
        500, f"crashed with {key}", {"x-key": key, "x-should-retry": "false"}
    ),
    "a page": lambda key: Reply(f"<html>{key}</html>".encode(), 502, {"x-should-retry": "false"}),
    "an error with success": lambda key: Reply({"error": {"message": f"no {key}", "code": 401}}),
    "a wait": lambda key: error(429, f"key {key} is over its limit", {"retry-after": "900"}),
    "a redirect": lambda key: Reply(b"", 307, {"location": f"/v2?key={key}"}),
    "a mode": lambda key: error(400, f"tools are not supported for {key}"),
    "a text that is cut": lambda key: error(400, "x" * 290 + key),
}


@pytest.mark.parametrize("name", ECHOES)
def test_an_echo_is_kept_nowhere(
    project: MakeProject, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(KEY_ENV, SHOWN_KEY)
    with serving(lambda asked: ECHOES[name](echo(asked))) as service:
        here = with_articles(project, 2, service.table(api_key_env=KEY_ENV, max_wait_s=1))
        outcomes = [
            here.run("--debug", *command()),
            here.run(*command("--dry-run")),
            here.run("show", "r"),
            here.run("show", "r", "0000", "--raw"),
            here.run("show", "r", "--format", "json"),
            here.run("check", "r", "--format", "json"),
            here.run("endpoints"),
        ]
    assert {echo(asked) for asked in service.asked} == {SHOWN_KEY}
    assert outcomes[0].status == (0 if name == "a right answer" else 3)
    assert_hidden(here, *outcomes)


def assert_hidden(here: ProjectFolder, *outcomes: Outcome) -> None:
    """Neither the key nor most of it is below the project or was shown."""
    texts = [text for outcome in outcomes for text in (outcome.stdout, outcome.stderr)]
    assert all("defect" not in text for text in texts)
    files = [path.read_bytes().decode("latin-1") for path in here.root.rglob("*") if path.is_file()]
    assert len(files) > 6
    for text in (*texts, *files):
        assert SHOWN_KEY[:10] not in text
        assert SHOWN_KEY[-9:] not in text


def test_it_is_in_no_file_of_a_process_of_its_own(project: MakeProject) -> None:
    with serving(lambda asked: ECHOES["a right answer"](echo(asked))) as service:
        here = with_articles(project, 3, service.table(api_key_env=KEY_ENV))
        environment = {KEY_ENV: SHOWN_KEY, "OPENAI_LOG": "debug"}
        ran = here.spawn("--debug", *command(), env=environment)
    assert ran.status == 0
    assert_hidden(here, ran)


def test_another_origin_gets_neither_key_nor_article(
    project: MakeProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(KEY_ENV, SHOWN_KEY)
    with serving(good) as other:
        away = {"location": f"{other.base_url}/chat/completions"}
        with serving(lambda _: Reply(b"", 308, away)) as service:
            here = with_articles(project, 6, service.table(api_key_env=KEY_ENV))
            ran = here.run(*command())
    assert ran.status == 3
    assert len(service.asked) <= 4
    assert not other.asked
    assert "redirect" in ran.stderr
    assert {r["error"]["kind"] for r in records(here)} == {"not_found"}


def test_each_endpoint_gets_its_own_key(
    project: MakeProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FIRST_API_KEY", "sk-first-0123456789")
    monkeypatch.setenv("SECOND_API_KEY", SHOWN_KEY)
    with serving(lambda _: error(402, "Out of credits.")) as first, serving(good) as second:
        here = with_articles(
            project,
            3,
            first.table(api_key_env="FIRST_API_KEY", fallback=["second"]),
            second.table("second", api_key_env="SECOND_API_KEY"),
        )
        assert here.run(*command()).status == 0
    assert {echo(asked) for asked in first.asked} == {"sk-first-0123456789"}
    assert {echo(asked) for asked in second.asked} == {SHOWN_KEY}
