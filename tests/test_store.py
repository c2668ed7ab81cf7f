import errno
import json
import os
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from extractor import durable, store
from extractor.errors import StoreError, UsageError
from extractor.record import Answer, ArticleRef, Attempt, Failure, Finding, Record, Usage

SHA = "0" * 64


def record(
    article_id: str, sha256: str = SHA, *, failed: bool = False, value: int = 1, requests: int = 0
) -> Record:
    return Record(
        article=ArticleRef(article_id, f"{article_id}.txt", sha256, 10),
        status="failed" if failed else "ok",
        data=None if failed else {"statements": [], "n": value},
        error=Failure("timeout", "no answer") if failed else None,
        usage=Usage(requests=requests, prompt_tokens=requests * 10, completion_tokens=0),
    )


def manifest(total: int = 2, **changes: object) -> store.Manifest:
    settings: dict[str, object] = {
        "schema": "trade",
        "prompt": "trade",
        "endpoint": "builtin",
        "model": "builtin",
        "hashes": {"schema": "s1", "prompt": "p1"},
        "sources": ("articles",),
        "counts": store.Counts(pending=total, total=total),
    }
    return store.Manifest(**(settings | changes))  # type: ignore[arg-type]


def ids(run: store.Run) -> list[str]:
    return [r.article.id for r in run.records()]


def lines(folder: Path, name: str = "results.jsonl") -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / name).read_text("utf-8").splitlines()]


def edited(folder: Path) -> bool:
    return store.Run.open(folder).edited


def test_a_run_knows_whether_its_records_were_changed_since(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    with store.Run.create(folder, manifest(2)) as run:
        run.append(record("a"))
        assert not edited(folder)
        run.finish(["a", "b"])
    assert not edited(folder)
    with store.Run.resume(folder, manifest(2)) as run:
        run.append(record("b", failed=True))
        run.finish(["a", "b"])
    assert not edited(folder)
    results = folder / "results.jsonl"
    results.write_text(results.read_text("utf-8").replace('"n":1', '"n":3'), "utf-8")
    assert edited(folder)
    with store.Run.resume(folder, manifest(2)) as run:
        run.append(record("b"))
        run.finish(["a", "b"])
    assert edited(folder), "what was changed was not checked by going on"


def test_of_a_run_of_another_program_nobody_knows_whether_it_was_changed(tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text('{"format": 1, "schema": "trade"}')
    (tmp_path / "results.jsonl").write_text("")
    assert not edited(tmp_path)


def test_a_finished_run_has_one_line_an_article_in_input_order(tmp_path: Path) -> None:
    with store.Run.create(tmp_path / "run", manifest(3)) as run:
        run.append(record("c", requests=1))
        run.append(record("a", failed=True, requests=1))
        run.append(record("b"), exchanges=[{"request": {"q": 1}, "response": "…"}])
        run.append(record("a", value=2, requests=2))
        done = run.finish(["a", "b", "c"])
    assert [line["article"]["id"] for line in lines(tmp_path / "run")] == ["a", "b", "c"]
    assert done.finished is not None
    assert done.counts == store.Counts(ok=3, total=3)
    assert done.usage.requests == 4
    assert done.usage.prompt_tokens == 40
    again = store.Run.open(tmp_path / "run")
    assert [r.data["n"] for r in again.records() if r.data] == [2, 1, 1]
    assert again.manifest == done
    assert again.pending == 0


def test_the_manifest_says_what_the_contract_asks(tmp_path: Path) -> None:
    with store.Run.create(tmp_path, manifest(1)) as run:
        run.append(record("a"))
        run.finish(["a"])
    raw = json.loads((tmp_path / "run.json").read_text())
    assert raw["format"] == 1
    assert {
        "format",
        "version",
        "schema",
        "prompt",
        "endpoint",
        "model",
        "hashes",
        "sources",
        "started",
        "finished",
        "counts",
        "usage",
    } <= raw.keys()


def test_a_record_is_on_the_disk_when_append_returns(tmp_path: Path) -> None:
    with store.Run.create(tmp_path, manifest()) as run:
        run.append(record("a"))
        assert [line["article"]["id"] for line in lines(tmp_path)] == ["a"]
        assert ids(store.Run.open(tmp_path)) == ["a"]


def test_numbers_and_findings_come_back_as_they_were(tmp_path: Path) -> None:
    given = Record(
        article=ArticleRef("a", "a.txt", SHA, 10),
        status="flagged",
        data={"statements": [], "x": Decimal("38.80"), "y": 10**30, "z": "\ud800 \u2028 \x1b[31m"},
        findings=(Finding("sum", "error", "source", ("statements.0.total",), "m", (1, None), 3),),
        usage=Usage(1, 2, 3, Decimal("0.0000001")),
    )
    with store.Run.create(tmp_path, manifest(1)) as run:
        run.append(given)
        run.finish(["a"])
    (back,) = store.Run.open(tmp_path).records()
    assert back == given
    assert str(back.data and back.data["x"]) == "38.80"


def test_the_last_line_of_an_article_counts_while_the_run_is_open(tmp_path: Path) -> None:
    with store.Run.create(tmp_path, manifest()) as run:
        run.append(record("a", failed=True))
        run.append(record("b"))
        run.append(record("a", value=7))
    assert [(r.article.id, r.status) for r in store.Run.open(tmp_path).records()] == [
        ("b", "ok"),
        ("a", "ok"),
    ]
    assert store.Run.open(tmp_path).pending == 0


def test_a_stopped_run_is_gone_on_with(tmp_path: Path) -> None:
    with store.Run.create(tmp_path, manifest(3)) as run:
        run.append(record("a"))
        run.append(record("b", failed=True, requests=1))
    with store.Run.resume(tmp_path, manifest(4)) as run:
        assert run.done(ArticleRef("a", "", SHA, 0))
        assert not run.done(ArticleRef("a", "", "1" * 64, 0)), "its text changed"
        assert not run.done(ArticleRef("b", "", SHA, 0)), "it failed"
        assert not run.done(ArticleRef("c", "", SHA, 0))
        order = ["a", "b", "c", "d"]
        assert run.counts(order) == store.Counts(ok=1, failed=1, pending=2, total=4)
        run.append(record("b", requests=1))
        done = run.finish(order)
    assert done.finished is None
    assert done.counts == store.Counts(ok=2, pending=2, total=4)
    assert done.usage.requests == 2
    assert store.Run.open(tmp_path).pending == 2
    assert ids(store.Run.open(tmp_path)) == ["a", "b"]


def test_usage_of_replaced_records_is_counted_once_over_many_resumes(tmp_path: Path) -> None:
    with store.Run.create(tmp_path, manifest(1)) as run:
        run.append(record("a", failed=True, requests=1))
        run.finish(["a"])
    for expected in (2, 3, 4):
        with store.Run.resume(tmp_path, manifest(1)) as run:
            run.append(record("a", failed=True, requests=1))
            assert run.finish(["a"]).usage.requests == expected


def test_records_of_articles_no_longer_among_the_sources_stay_and_count_no_more(
    tmp_path: Path,
) -> None:
    with store.Run.create(tmp_path, manifest(1)) as run:
        run.append(record("gone"))
        run.append(record("lost", failed=True, requests=3))
        run.append(record("a"))
        done = run.finish(["a"])
    assert done.counts == store.Counts(ok=1, total=1)
    assert not done.unfinished
    assert done.usage.requests == 3, "what it used was used"
    read = store.Run.open(tmp_path)
    assert ids(read) == ["a", "gone", "lost"]
    assert [r.article.id for r in read.records(current=True)] == ["a", "gone"]


def test_what_a_killed_run_has_not_reached_is_known(tmp_path: Path) -> None:
    given = manifest(3, articles=("a", "b", "c"))
    with store.Run.create(tmp_path, given) as run:
        run.append(record("gone"))
        run.append(record("b"))
    assert store.Run.open(tmp_path).pending == 2


def torn(folder: Path) -> None:
    with store.Run.create(folder, manifest(2)) as run:
        run.append(record("a"))
        run.append(record("b"), exchanges=[{"request": 1}])
    for name in ("results.jsonl", "exchanges.jsonl"):
        content = (folder / name).read_bytes()
        (folder / name).write_bytes(content[:-20])


def test_a_line_cut_off_by_a_kill_is_said_and_done_again(tmp_path: Path) -> None:
    torn(tmp_path)
    read = store.Run.open(tmp_path)
    assert ids(read) == ["a"]
    assert read.notice is not None
    assert "cut off" in read.notice
    with store.Run.resume(tmp_path, manifest(2)) as run:
        assert run.notice == read.notice
        assert not run.done(ArticleRef("b", "", SHA, 0))
        run.append(record("b", value=5), exchanges=[{"request": 2}])
        assert ids(store.Run.open(tmp_path)) == ["a", "b"], "nothing is left of the torn line"
        run.finish(["a", "b"])
    assert [line["data"]["n"] for line in lines(tmp_path)] == [1, 5]
    assert store.Run.open(tmp_path).exchange("b") == {"article_id": "b", "request": 2}
    assert store.Run.open(tmp_path).notice is None


def test_a_last_line_without_its_break_is_whole_all_the_same(tmp_path: Path) -> None:
    with store.Run.create(tmp_path, manifest(2)) as run:
        run.append(record("a"))
    path = tmp_path / "results.jsonl"
    path.write_bytes(path.read_bytes().rstrip(b"\n"))
    with store.Run.resume(tmp_path, manifest(2)) as run:
        assert run.notice is None
        run.append(record("b"))
        run.finish(["a", "b"])
    assert ids(store.Run.open(tmp_path)) == ["a", "b"]


@pytest.mark.parametrize(
    "bad",
    [
        b"{",
        b"[]",
        b"null",
        b'{"article": {"id": "x"}, "data": {}}',
        b'{"article": {"id": 1, "sha256": ""}, "data": {}}',
        b'{"article": {"id": "x", "sha256": ""}, "data": [1]}',
        b'{"article": {"id": "x", "sha256": ""}, "data": {"n": NaN}}',
        b'{"article": {"id": "x", "sha256": ""}, "data": {"n": 1, "n": 2}}',
        b'{"article": {"id": "x", "sha256": ""}, "data": {"n": 1e999999999999999999999}}',
        b"\xff\xfe",
        b"[" * 100_000,
    ],
)
def test_a_bad_line_is_a_failure_that_names_it_and_stops_no_other(
    tmp_path: Path, bad: bytes
) -> None:
    with store.Run.create(tmp_path, manifest(2)) as run:
        run.append(record("a"))
        run.append(record("b"))
        run.finish(["a", "b"])
    path = tmp_path / "results.jsonl"
    first, second = path.read_bytes().splitlines()
    path.write_bytes(b"\n".join([first, bad, second, b""]))
    for current in (False, True):
        before, told, after = store.Run.open(tmp_path).records(current=current)
        assert (before.article.id, after.article.id) == ("a", "b")
        assert (told.status, told.data) == ("failed", None)
        assert told.error is not None
        assert told.error.kind == "malformed"
        assert "line 2 of results.jsonl" in told.error.message


def test_a_bad_line_is_laid_to_its_article_where_that_can_be_read(tmp_path: Path) -> None:
    with store.Run.create(tmp_path, manifest(2)) as run:
        run.append(record("a"))
        run.append(record("b"))
    path = tmp_path / "results.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"n":1', b'"n":1e400', 1))
    assert [
        (r.article.id, r.article.sha256, r.status) for r in store.Run.open(tmp_path).records()
    ] == [("a", SHA, "failed"), ("b", SHA, "ok")]
    with store.Run.resume(tmp_path, manifest(2)) as run:
        assert not run.done(ArticleRef("a", "", SHA, 0))
        run.append(record("a", value=3))
        run.finish(["a", "b"])
    assert [line["data"]["n"] for line in lines(tmp_path)] == [3, 1]


def test_a_finished_run_that_was_cut_off_is_damaged(tmp_path: Path) -> None:
    with store.Run.create(tmp_path, manifest(1)) as run:
        run.append(record("a"))
        run.finish(["a"])
    path = tmp_path / "results.jsonl"
    path.write_bytes(path.read_bytes()[:-9])
    (told,) = store.Run.open(tmp_path).records()
    assert told.error is not None
    assert "line 1" in told.error.message


@pytest.mark.parametrize(
    "more",
    [
        {"status": "done"},
        {"answer": {"endpoint": "e", "model": "m"}},
        {"answer": {"endpoint": "e", "temperature": 0, "model": 5}},
        {"answer": "x"},
        {"attempts": [{"endpoint": "e"}, 5]},
        {"attempts": {}},
        {"error": {"kind": "odd"}},
        {"error": "no"},
        {"usage": {"cost_usd": "?", "requests": "2", "prompt_tokens": -1}},
        {"usage": []},
        {"crashed": [1]},
        {"article": {"id": "a", "sha256": SHA, "chars": "many", "source": []}},
        {"anything": {"else": [1]}},
    ],
)
def test_what_check_does_not_need_makes_no_record_unreadable(
    tmp_path: Path, more: dict[str, object]
) -> None:
    (tmp_path / "run.json").write_text('{"format": 1, "schema": "trade", "finished": "today"}')
    whole = {"article": {"id": "a", "sha256": SHA}, "data": {"n": 1}, "findings": []} | more
    (tmp_path / "results.jsonl").write_text(json.dumps(whole) + "\n")
    (read,) = store.Run.open(tmp_path).records()
    assert (read.article.id, read.status, read.data) == ("a", "ok", {"n": 1})
    json.dumps(read.to_json())


def test_the_parts_that_can_be_used_are_kept(tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text('{"format": 1, "schema": "trade", "finished": "today"}')
    finding = {"rule": "sum", "severity": "error", "expected": ["low"], "suggestion": {"field": 1}}
    whole = {
        "article": {"id": "a", "sha256": SHA},
        "data": {"n": 1},
        "answer": {"model": "m"},
        "attempts": [{"kind": "ok"}],
        "findings": [finding],
    }
    failed = {"article": {"id": "b", "sha256": SHA}, "data": None, "error": {"kind": "timeout"}}
    (tmp_path / "results.jsonl").write_text(json.dumps(whole) + "\n" + json.dumps(failed) + "\n")
    read, lost = store.Run.open(tmp_path).records()
    assert read.status == "flagged"
    assert read.findings == (Finding("sum", "error", "unknown", (), ""),)
    assert read.answer == Answer(None, "m", None, None, None)
    assert read.attempts == (Attempt(None, "ok", Usage()),)
    assert lost.error == Failure("timeout", "the record says no reason")


@pytest.mark.parametrize(
    "findings",
    [
        None,
        5,
        {},
        ["sum"],
        [{"rule": "sum"}],
        [{"rule": "sum", "severity": "grave"}],
        [{"rule": "sum", "severity": "info"}, {"rule": "sum", "severity": "error", "fields": "x"}],
    ],
)
def test_data_whose_findings_are_not_all_known_is_unchecked(
    tmp_path: Path, findings: object
) -> None:
    (tmp_path / "run.json").write_text('{"format": 1, "schema": "trade", "finished": "today"}')
    whole = {"article": {"id": "a", "sha256": SHA}, "data": {}, "status": "ok"}
    (tmp_path / "results.jsonl").write_text(json.dumps(whole | {"findings": findings}) + "\n")
    (read,) = store.Run.open(tmp_path).records()
    assert (read.status, read.findings) == ("unchecked", ())


def test_what_was_never_checked_is_done_anew(tmp_path: Path) -> None:
    with store.Run.create(tmp_path, manifest(1)) as run:
        run.append(record("a"))
    path = tmp_path / "results.jsonl"
    path.write_text(path.read_text().replace('"findings":[]', '"findings":null'))
    with store.Run.resume(tmp_path, manifest(1)) as run:
        assert not run.done(ArticleRef("a", "", SHA, 0))
        assert run.counts(["a"]) == store.Counts(pending=1, total=1)


def test_a_run_of_another_program_needs_little(tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text('{"format": 1, "schema": "trade"}')
    line = '{"article": {"id": "a", "sha256": "00"}, "data": {"statements": []}}\n'
    (tmp_path / "results.jsonl").write_text(line * 3 + "\n" + line.replace('"a"', '"b"'))
    run = store.Run.open(tmp_path)
    assert ids(run) == ["a", "a", "a", "b"], "many records may share one text"
    assert run.manifest.schema == "trade"
    assert run.pending == 0
    assert run.exchange("a") is None
    assert {r.status for r in run.records()} == {"unchecked"}


def test_a_run_that_does_not_say_whether_it_finished_is_unchecked(tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text('{"format": 1, "schema": "trade"}')
    lines = [
        {"article": {"id": "a", "sha256": SHA}, "data": {}, "findings": []},
        {"article": {"id": "b", "sha256": SHA}, "data": None, "findings": []},
    ]
    (tmp_path / "results.jsonl").write_text("\n".join(map(json.dumps, lines)))
    assert [r.status for r in store.Run.open(tmp_path).records()] == ["unchecked", "failed"]


def test_status_follows_data(tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text('{"format": 1, "schema": "trade", "finished": "today"}')
    (tmp_path / "results.jsonl").write_text(
        '{"article": {"id": "a", "sha256": "0"}, "data": null, "status": "ok"}\n'
        '{"article": {"id": "b", "sha256": "0"}, "data": {}, "status": "failed", "findings": []}\n'
    )
    assert [r.status for r in store.Run.open(tmp_path).records()] == ["failed", "ok"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "damaged"),
        ("[]", "format"),
        ('{"schema": "trade"}', "format"),
        ('{"format": true, "schema": "trade"}', "format"),
        ('{"format": 2, "schema": "trade"}', "format 2"),
        ('{"format": 1}', "schema"),
        ('{"format": 1, "schema": ["trade"]}', "schema"),
        ('{"format": 1, "schema": "trade", "sources": "x"}', "sources"),
        ('{"format": 1, "schema": "trade", "articles": [1]}', "articles"),
        ('{"format": 1, "schema": "trade", "hashes": {"schema": 1}}', "damaged"),
        ('{"format": 1, "schema": "trade", "counts": {"ok": "1"}}', "damaged"),
        ('{"format": 1, "format": 1, "schema": "trade"}', "twice"),
    ],
)
def test_a_manifest_that_cannot_be_used_is_refused(
    tmp_path: Path, content: str, message: str
) -> None:
    (tmp_path / "run.json").write_text(content)
    (tmp_path / "results.jsonl").touch()
    with pytest.raises(StoreError, match=message):
        store.Run.open(tmp_path)


def test_no_run_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no run at"):
        store.Run.open(tmp_path / "nowhere")
    with pytest.raises(StoreError, match="holds no run"):
        store.Run.open(tmp_path)


@pytest.mark.parametrize(
    "other",
    [
        {"schema": "other"},
        {"prompt": "short"},
        {"endpoint": "local"},
        {"model": "m2"},
        {"hashes": {"schema": "s2", "prompt": "p1"}},
        {"hashes": {"schema": "s1", "prompt": "p2"}},
    ],
)
def test_a_folder_with_another_run_is_refused_and_left_alone(
    tmp_path: Path, other: dict[str, object]
) -> None:
    with store.Run.create(tmp_path, manifest(1)) as run:
        run.append(record("a"))
        run.finish(["a"])
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    with pytest.raises(UsageError, match="holds a run of"):
        store.Run.resume(tmp_path, manifest(1, **other))
    with pytest.raises(UsageError, match="already holds"):
        store.Run.create(tmp_path, manifest(1))
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == before


def test_a_folder_in_use_by_another_process_is_refused(tmp_path: Path) -> None:
    with store.Run.create(tmp_path, manifest(1)) as run:
        run.append(record("a"))
    code = (
        "import sys; from pathlib import Path; from extractor import durable\n"
        "lock = durable.Lock(Path(sys.argv[1])); print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path(store.__file__).parents[2])},
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(UsageError, match="in use"):
            store.Run.resume(tmp_path, manifest(1))
        assert ids(store.Run.open(tmp_path)) == ["a"], "reading needs no lock"
        other.kill()
    store.Run.resume(tmp_path, manifest(1)).close()


def test_a_killed_process_loses_at_most_the_article_it_was_at(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from tests.test_store import *\n"
        "run = store.Run.create(Path(sys.argv[1]), manifest(10**6))\n"
        "for n in range(10**6):\n"
        "    run.append(record(str(n))); print(n, flush=True)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path / "run")],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path(store.__file__).parents[2])},
    ) as other:
        assert other.stdout is not None
        said = [other.stdout.readline() for _ in range(20)]
        other.kill()
        said += other.stdout.readlines()
    with store.Run.resume(tmp_path / "run", manifest(10**6)) as run:
        found = ids(run)
    assert found[: len(said)] == [line.decode().strip() for line in said]
    assert len(found) <= len(said) + 1


def full_disk(monkeypatch: pytest.MonkeyPatch, after: int) -> None:
    """Every file opened by a log from now on takes ``after`` more bytes."""
    left = after

    class Full:
        def __init__(self, file: object) -> None:
            self.file = file

        def write(self, data: memoryview) -> int:
            nonlocal left
            if left <= 0:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            written = self.file.write(data[:left])  # type: ignore[attr-defined]
            left -= written
            return int(written)

        def __getattr__(self, name: str) -> object:
            return getattr(self.file, name)

    opened = durable.Log.__init__

    def init(self: durable.Log, path: Path) -> None:
        opened(self, path)
        self._file = Full(self._file)  # type: ignore[assignment]

    monkeypatch.setattr(durable.Log, "__init__", init)


def test_a_full_disk_is_said_and_what_was_finished_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    size = len(json.dumps(record("a").to_json(), separators=(",", ":"))) + 1
    with monkeypatch.context() as full:
        full_disk(full, after=size + 30)
        with store.Run.create(tmp_path, manifest(2)) as run:
            run.append(record("a"))
            with pytest.raises(StoreError, match="No space left"):
                run.append(record("b"))
    read = store.Run.open(tmp_path)
    assert ids(read) == ["a"]
    assert read.notice is None, "no half line stays behind"
    with store.Run.resume(tmp_path, manifest(2)) as run:
        run.append(record("b"))
        assert run.finish(["a", "b"]).counts == store.Counts(ok=2, total=2)


def test_a_failed_rewrite_leaves_the_run_readable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with store.Run.create(tmp_path, manifest(2)) as run:
        run.append(record("b"))
        run.append(record("a"))

        def no_space(descriptor: int) -> None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        monkeypatch.setattr(os, "fsync", no_space)
        with pytest.raises(StoreError, match="No space left"):
            run.finish(["a", "b"])
    assert sorted(ids(store.Run.open(tmp_path))) == ["a", "b"]
    assert not list(tmp_path.glob("*.tmp"))


@pytest.mark.parametrize("make", [store.Run.create, store.Run.resume])
def test_a_folder_that_cannot_be_written_is_an_error(
    tmp_path: Path, make: Callable[[Path, store.Manifest], store.Run]
) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="file"):
        make(tmp_path / "file" / "run", manifest(1))


def finished(folder: Path, when: str, *, failed: bool = False, **changes: object) -> Path:
    with store.Run.create(folder, manifest(1, started=when, **changes)) as run:
        run.append(record("a", failed=failed))
        run.finish(["a"])
    return folder


def test_the_same_command_goes_on_in_the_newest_unfinished_run(tmp_path: Path) -> None:
    assert store.find_open(tmp_path / "runs", manifest()) is None
    finished(tmp_path / "1", "2026-01-01T00:00:00.000+00:00", failed=True)
    second = finished(tmp_path / "2", "2026-01-02T00:00:00.000+00:00", failed=True)
    finished(tmp_path / "3", "2026-01-03T00:00:00.000+00:00")
    finished(tmp_path / "4", "2026-01-04T00:00:00.000+00:00", failed=True, sources=("others",))
    finished(tmp_path / "5", "2026-01-05T00:00:00.000+00:00", failed=True, model="m2")
    (tmp_path / "6").mkdir()
    (tmp_path / "6" / "run.json").write_text("{")
    (tmp_path / "7").touch()
    assert store.find_open(tmp_path, manifest()) == second
    killed = store.Run.create(tmp_path / "8", manifest(1))
    killed.close()
    assert store.find_open(tmp_path, manifest()) == tmp_path / "8"


def test_last_is_the_run_worked_on_last(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no run"):
        store.locate("last", tmp_path)
    first = finished(tmp_path / "x", "2026-01-02T00:00:00.000+00:00", failed=True)
    second = finished(tmp_path / "y", "2026-01-03T00:00:00.000+00:00")
    assert store.locate("last", tmp_path) == second
    with store.Run.resume(first, manifest(1)) as run:
        run.finish(["a"])
    assert store.locate("last", tmp_path) == first
    assert store.locate("some/run", tmp_path) == Path("some/run")


def test_new_folders_never_meet(tmp_path: Path) -> None:
    given = manifest(endpoint="../../x y", started="2026-01-02T03:04:05.678+00:00")
    made = {store.new_folder(tmp_path / "runs", given) for _ in range(3)}
    assert len(made) == 3
    assert {path.parent for path in made} == {tmp_path / "runs"}
    assert min(made, key=lambda p: len(p.name)).name == "20260102T030405-trade-.._.._x_y"


def test_exchanges_are_found_by_article_and_the_last_one_counts(tmp_path: Path) -> None:
    name = 'b"\\ ć'
    with store.Run.create(tmp_path, manifest(2)) as run:
        run.append(record(name, failed=True), exchanges=[{"request": 1, "response": "no"}])
        run.append(record("a"), exchanges=[{"request": 2, "response": "yes"}])
        run.append(record(name), exchanges=[{"request": 3, "response": "yes"}])
        assert run.exchange(name) == {"article_id": name, "request": 3, "response": "yes"}
        run.finish(["a", name])
    read = store.Run.open(tmp_path)
    assert read.exchange(name) == {"article_id": name, "request": 3, "response": "yes"}
    assert read.exchange("c") is None
    assert len(lines(tmp_path, "exchanges.jsonl")) == 2


def test_a_reader_is_not_confused_by_a_run_that_finishes_meanwhile(tmp_path: Path) -> None:
    run = store.Run.create(tmp_path, manifest(3))
    for name in ("c", "b", "a"):
        run.append(record(name))
    read = store.Run.open(tmp_path)
    first = next(iter(records := read.records()))
    run.finish(["a", "b", "c"])
    assert [first.article.id, *(r.article.id for r in records)] == ["c", "b", "a"]
    assert sorted(ids(read)) == ["a", "b", "c"]
