"""Recorded answers of providers over a socket, and that the measuring of them can fail."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks import recordings
from extractor.checks import check
from tests.harness import REPOSITORY

SHARED = REPOSITORY.parent / "shared" / "recordings" / "recordings.jsonl"
"""Third parties' data, which is not part of the repository."""

RECORDED = recordings.recordings(SHARED) if SHARED.exists() else []

OK = {"class": "ok", "retry": "no", "scope": "document"}
CUT = {"class": "truncated", "retry": "only_with_more_tokens", "scope": "document"}
AUTH = {"class": "auth", "retry": "no", "scope": "run"}
SAMPLE = {"class": "bad_sample", "retry": "resample_once", "scope": "document"}


def line(body: Any, desired: dict[str, str], status: int = 200, **more: Any) -> dict[str, Any]:
    """A recording of our own, in the form of those of others."""
    return {
        "id": "own",
        "status": status,
        "response_headers": {"content-type": "application/json"},
        "response_body": body,
        "request_shape": {"has_tools": False, "response_format": None},
        "kinds": [],
        "desired": desired,
        **more,
    }


def said(message: Any, finish: str = "stop") -> dict[str, Any]:
    return {"choices": [{"index": 0, "finish_reason": finish, "message": message}]}


def call(arguments: Any) -> dict[str, Any]:
    return {"type": "function", "function": {"name": "other", "arguments": arguments}}


@pytest.mark.skipif(not RECORDED, reason="there is no ../shared/recordings")
@pytest.mark.parametrize("recording", RECORDED, ids=[one["id"] for one in RECORDED])
def test_a_recording_comes_out_as_desired(recording: dict[str, Any]) -> None:
    # Each mode by itself is measured by the benchmark.
    for trial in recordings.trials(recording):
        if trial.mode is None:
            assert recordings.deviations(trial) == []


def test_the_report_that_is_served_is_right() -> None:
    checked = check(recordings.ARTICLE, recordings.REPORT, recordings.TRADE)
    assert [f for f in checked.findings if f.severity == "error"] == []


@pytest.mark.parametrize(
    "body",
    [
        said({"content": "words"}),
        said({"content": "```json\n[1]\n```\nsee [1] and [2]"}),
        said({"content": "<think>a {</think>\n\n4"}),
        said({"content": [{"type": "thinking", "thinking": []}, {"type": "text", "text": "4"}]}),
        said({"content": {"a": 1}}),
        said({"content": "so be it", "tool_calls": [call("{}")]}),
        said({"content": None, "tool_calls": [call({"a": 1})]}),
        said({"content": None, "tool_calls": [call('{"a": 1}'), call('{"a": 2}')]}),
        said({"content": "", "tool_calls": [call("{}"), call("{}"), call("{}")]}),
        said({"content": None, "function_call": {"name": "add", "arguments": "{}"}}),
        "\n   \n" + json.dumps(said({"content": "4"})),
    ],
)
def test_the_report_stands_where_the_answer_stood(body: Any) -> None:
    recording = line(body, OK)
    sent = recordings.served(recording).decode()
    for place in ("Lạng Sơn", "Cao Bằng", "Hà Giang"):
        assert place in json.dumps(json.loads(sent), ensure_ascii=False)
    [first, *_] = recordings.trials(recording)
    assert recordings.deviations(first) == []


@pytest.mark.parametrize(
    ("recording", "deviation"),
    [
        (line(said({"content": json.dumps(recordings.REPORT)}), AUTH), "a record, a failure of"),
        (line(said({"content": "", "refusal": "I won't"}), OK), "failed as refused"),
        (line(said({"content": '{"a": "b'}), CUT | {"class": "bad_sample"}), "failed as truncated"),
        (line(said({"content": ""}), SAMPLE | {"retry": "no"}), "2 requests, 1 to 1 wanted"),
        (line({"error": "no key"}, SAMPLE, 401), "failed as auth, malformed is wanted"),
        (line({"error": "no key"}, SAMPLE, 401), "auth is not of the scope document"),
        (line({"error": "no key"}, SAMPLE, 401), "1 requests, 2 to 3 wanted"),
    ],
)
def test_what_comes_out_otherwise_is_said(recording: dict[str, Any], deviation: str) -> None:
    [first, *_] = recordings.trials(recording)
    found = recordings.deviations(first)
    assert any(f"own [no mode set]: {deviation}" in one for one in found), found


def test_a_cut_answer_is_cut_behind_a_whole_statement() -> None:
    recording = line(said({"content": '{"a": "b'}, "stop"), CUT)
    sent = json.loads(recordings.served(recording))["choices"][0]["message"]["content"]
    assert "Lạng Sơn" in sent
    assert sent.endswith('"Cao')
    [first, *_] = recordings.trials(recording)
    assert recordings.deviations(first) == []


def test_the_sum_and_the_status_tell_of_deviations(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [line(said({"content": "4"}), OK), line(said({"content": "4"}), AUTH)]
    file = tmp_path / "own.jsonl"
    file.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    assert recordings.main([str(file)]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "2 recordings: 1 as desired (6 trials)"
    file.write_text(json.dumps(lines[0]), "utf-8")
    assert recordings.main([str(file)]) == 0
