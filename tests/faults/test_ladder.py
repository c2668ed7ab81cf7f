"""Servers that do not take what they are sent: the next way is found once, for all articles."""

from __future__ import annotations

from collections.abc import Callable
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
    records,
    serving,
    with_articles,
)
from tests.harness import MakeProject

CONCURRENCY = 4


def body_with(name: str) -> Callable[[dict[str, Any]], bool]:
    return lambda body: name in body


def wants_schema(body: dict[str, Any]) -> bool:
    return bool(body.get("response_format", {}).get("type") == "json_schema")


def wants_json(body: dict[str, Any]) -> bool:
    return bool(body.get("response_format", {}).get("type") == "json_object")


Refusal = tuple[Callable[[dict[str, Any]], bool], Reply]

NO_TOOLS: Refusal = (body_with("tools"), error(400, "m does not support tools"))
NO_SCHEMA: Refusal = (
    wants_schema,
    error(400, "response_format of type json_schema is not supported by this model"),
)
NO_JSON: Refusal = (
    wants_json,
    error(400, "'response_format.type' must be 'json_schema' or 'text'"),
)

SERVERS: dict[str, tuple[list[Refusal], str]] = {
    "no tools": ([NO_TOOLS], "json_schema"),
    "no tools without a flag": (
        [(body_with("tools"), error(500, "tools param requires --jinja flag"))],
        "json_schema",
    ),
    "no tools at a gateway": (
        [(body_with("tools"), error(404, "No endpoints found that support tool use."))],
        "json_schema",
    ),
    "no forced choice": (
        [(body_with("tool_choice"), error(400, "This model does not support this tool_choice"))],
        "tools",
    ),
    "no schema": ([NO_TOOLS, NO_SCHEMA], "json"),
    "neither": ([NO_TOOLS, NO_SCHEMA, NO_JSON], "md_json"),
    "another name of the limit": (
        [
            (
                body_with("max_tokens"),
                error(
                    400,
                    "Unsupported parameter: 'max_tokens' is not supported with this model. "
                    "Use 'max_completion_tokens' instead.",
                    param="max_tokens",
                ),
            )
        ],
        "tools",
    ),
}


@pytest.mark.parametrize("name", SERVERS)
def test_the_next_way_is_found_once(project: MakeProject, name: str) -> None:
    refusals, mode = SERVERS[name]
    refused: list[Asked] = []

    def reply(asked: Asked) -> Reply:
        for wanted, refusal in refusals:
            if wanted(asked.body):
                refused.append(asked)
                return refusal
        return good(asked, delay=0.02)

    with serving(reply) as service:
        settings = {"concurrency": CONCURRENCY, "max_output_tokens": 900}
        here = with_articles(project, 16, service.table(**settings))
        ran = here.run(*command())
        assert ran.status == 0, ran.stderr
        assert 1 <= len(refused) <= CONCURRENCY * len(refusals)
        assert len(service.asked) == 16 + len(refused)
        assert {len(asked.body["messages"]) for asked in service.asked} == {2}
    assert done(here) == ids(16)
    assert {r["answer"]["mode"] for r in records(here)} == {mode}
    told = [line for line in ran.stderr.splitlines() if line.startswith("endpoint model: ")]
    assert len(told) == len(refusals)


def test_a_mode_that_is_set_is_kept(project: MakeProject) -> None:
    refuses, refusal = NO_TOOLS
    with serving(lambda asked: refusal if refuses(asked.body) else good(asked)) as service:
        here = with_articles(project, 10, service.table(mode="tools"))
        ran = here.run(*command())
    assert ran.status == 3
    assert len(service.asked) <= CONCURRENCY
    assert {r["error"]["kind"] for r in records(here)} == {"unsupported"}
    [stopped] = [line for line in ran.stderr.splitlines() if line.startswith("stopped")]
    assert ": unsupported: 400: m does not support tools" in stopped


def test_a_server_that_pays_no_heed_is_asked_in_words(project: MakeProject) -> None:
    def reply(asked: Asked) -> Reply:
        if asked.mode == "md_json":
            return good(asked, delay=0.02)
        return Reply(answered("The article tells of trade.", mode="prose"))

    with serving(reply) as service:
        here = with_articles(project, 24, service.table(concurrency=CONCURRENCY))
        ran = here.run(*command())
        assert ran.status == 0, ran.stderr
        # Three other ways are tried, by no more articles than are under way.
        assert len(service.asked) <= 24 + 3 * CONCURRENCY
        again = max(asked.again for asked in service.asked)
        assert again <= 1
    assert done(here) == ids(24)
    assert {r["answer"]["mode"] for r in records(here)} == {"md_json"}
