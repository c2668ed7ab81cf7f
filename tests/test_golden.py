import errno
import hashlib
import json
import os
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extractor import golden
from extractor.errors import StoreError
from extractor.golden import AcceptResult, Shelf
from extractor.record import ArticleRef, Data, Failure, Finding, Record
from tests.reports import FISHING, TRADE, catch, figure, part, report, statement

TEXT = "Tổng kim ngạch 6 tháng đạt 100 triệu USD.\r\nHết.\n"
DATA = report(statement(total=figure(100, change=part("5.0"))), statement("Cao Bằng", export=7))


def record(
    article_id: str = "a",
    data: Data | None = DATA,
    *findings: Finding,
    text: str = TEXT,
    source: str = "/home/somebody/articles/a.txt",
) -> Record:
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return Record(
        article=ArticleRef(article_id, source, sha256, len(text)),
        status="failed" if data is None else "ok",
        data=data,
        findings=findings,
        error=Failure("timeout", "no answer") if data is None else None,
    )


def breach(rule: str = "sum", attribution: str = "source", *fields: str) -> Finding:
    return Finding(rule, "error", attribution, fields or ("statements.0.total",), "why")  # type: ignore[arg-type]


def shelf(tmp_path: Path) -> Shelf:
    return Shelf.load(tmp_path, "trade")


def accept(tmp_path: Path, given: Record, text: str | None = TEXT, **how: bool) -> AcceptResult:
    return shelf(tmp_path).accept(given, TRADE, text, **how)


def content(tmp_path: Path, name: str = "a") -> dict[str, Any]:
    raw = json.loads((tmp_path / "trade" / f"{name}.json").read_text("utf-8"))
    assert isinstance(raw, dict)
    return raw


def test_what_is_accepted_comes_back(tmp_path: Path) -> None:
    done = accept(tmp_path, record("2024/a", DATA, breach()))
    (back,) = shelf(tmp_path)
    path = tmp_path / "trade" / "2024" / "a.json"
    assert done == AcceptResult("2024/a", "written", path, golden=back)
    assert back.data == DATA
    assert back.findings == (golden.Breach("sum", ("statements.0.total",)),)
    assert back.text() == TEXT
    assert not back.detached
    assert (tmp_path / "trade" / "2024" / "a.txt").read_bytes() == TEXT.encode()


def test_the_file_has_the_contracts_shape_and_nothing_of_the_run(tmp_path: Path) -> None:
    accept(tmp_path, record("a", DATA, breach("growth_base", "source", "b", "a")))
    raw = content(tmp_path)
    assert list(raw) == ["format", "article", "schema", "data", "findings", "note"]
    assert raw["article"] == {
        "id": "a",
        "source": "a.txt",
        "sha256": hashlib.sha256(TEXT.encode()).hexdigest(),
        "chars": len(TEXT),
        "text": "a.txt",
    }
    assert raw["findings"] == [{"rule": "growth_base", "fields": ["a", "b"]}]
    assert list(raw["data"]["statements"][0])[:4] == ["place", "scope", "period", "total"]
    assert list(raw["data"]["statements"][0]["total"]) == [
        "value",
        "scale",
        "currency",
        "text",
        "approximate",
        "change",
        "plan",
    ]


def test_whatever_else_a_schema_asks_for_is_kept(tmp_path: Path) -> None:
    assert shelf(tmp_path).accept(record("a", catch()), FISHING, TEXT).outcome == "written"
    (back,) = shelf(tmp_path)
    assert back.data == catch()


def test_a_url_stays_as_the_source(tmp_path: Path) -> None:
    accept(tmp_path, record(source="https://example.org/2024/a.html"))
    assert content(tmp_path)["article"]["source"] == "https://example.org/2024/a.html"


def test_a_golden_is_written_so_that_it_diffs_well(tmp_path: Path) -> None:
    data = report(
        statement(total=figure("1200.0", span=[10, 20], change=part("5.00") | {"span": [1, 2]}))
    )
    accept(tmp_path, record("a", data))
    lines = (tmp_path / "trade" / "a.json").read_text("utf-8").splitlines()
    assert '          "value": 1200,' in lines
    assert '          "span": [10, 20],' in lines
    assert '            "percent": 5,' in lines


def test_accepting_the_same_again_leaves_the_file_alone(tmp_path: Path) -> None:
    found = breach("sum", "source", "statements.0.total", "statements.1")
    accept(tmp_path, record("a", DATA, found))
    before = (tmp_path / "trade" / "a.json").read_bytes()
    turned = report(*reversed(DATA["statements"]))
    turned["statements"][1]["total"]["value"] = Decimal("100.00")
    moved = breach("sum", "source", "statements.0", "statements.1.total")
    assert accept(tmp_path, record("a", turned, moved)).outcome == "unchanged"
    assert (tmp_path / "trade" / "a.json").read_bytes() == before


@pytest.mark.parametrize(
    "given",
    [
        record("a", report(statement(total=101))),
        record("a", DATA),
        record("a", DATA, breach("balance")),
        record("a", DATA, breach("sum", "source", "statements.1.total")),
    ],
)
def test_another_answer_is_written(tmp_path: Path, given: Record) -> None:
    accept(tmp_path, record("a", DATA, breach()))
    assert accept(tmp_path, given).outcome == "written"
    (back,) = shelf(tmp_path)
    assert back.data == given.data


def test_a_persons_note_outlives_the_answer(tmp_path: Path) -> None:
    accept(tmp_path, record())
    path = tmp_path / "trade" / "a.json"
    path.write_text(path.read_text("utf-8").replace('"note": ""', '"note": "see page 2"'), "utf-8")
    accept(tmp_path, record("a", report(statement(total=101))))
    assert content(tmp_path)["note"] == "see page 2"


def test_what_cannot_be_accepted_is_refused_with_the_reason(tmp_path: Path) -> None:
    model = record("a", DATA, breach("reading", "model"))
    misfit = record("a", {"statements": [{"place": "x"}]})
    cases: list[tuple[Record, str | None, dict[str, bool], str]] = [
        (record("a", None), TEXT, {"named": True}, "no result"),
        (model, TEXT, {}, "laid to the model"),
        (record(), None, {}, "not found"),
        (record(), TEXT + " ", {}, "changed since"),
        (misfit, TEXT, {"named": True}, "does not fit"),
        (replace(record(), status="unchecked"), TEXT, {"named": True}, "never checked"),
        (replace(record(), status="unchecked"), None, {"detached": True}, "not found"),
        (replace(record(), crashed=("sum: Error",)), TEXT, {}, "sum: Error broke down"),
    ]
    for given, text, how, reason in cases:
        done = accept(tmp_path, given, text, **how)
        assert done.outcome == "refused"
        assert done.reason is not None
        assert reason in done.reason
    assert not list(tmp_path.iterdir())


def test_the_models_fault_is_accepted_when_named(tmp_path: Path) -> None:
    model = record("a", DATA, breach("reading", "model"))
    assert accept(tmp_path, model, named=True).outcome == "written"


def test_warnings_and_the_sources_fault_do_not_hinder(tmp_path: Path) -> None:
    warning = Finding("coverage", "warning", "model", ("statements",), "why")
    assert accept(tmp_path, record("a", DATA, breach(), warning)).outcome == "written"


def test_a_detached_golden_keeps_no_text_and_stays_detached(tmp_path: Path) -> None:
    assert accept(tmp_path, record(), None, detached=True).outcome == "written"
    assert content(tmp_path)["article"]["text"] is None
    assert accept(tmp_path, record("a", report(statement(total=9))), TEXT).outcome == "written"
    (back,) = shelf(tmp_path)
    assert back.detached
    assert back.text() is None
    assert [path.name for path in (tmp_path / "trade").iterdir()] == ["a.json"]


def test_a_detached_golden_does_not_quote_the_article_at_length(tmp_path: Path) -> None:
    words = "chữ " * 30
    for data in (
        report(statement(total=figure(1, text=words))),
        report(statement(scope=words, total=1)),
        report(statement(total=figure(1, change=part(5, words)))),
    ):
        done = accept(tmp_path, record("a", data), detached=True, named=True)
        assert done.outcome == "refused"
        assert "chữ" not in (done.reason or "")
        assert accept(tmp_path, record("full", data)).outcome == "written"


def test_detaching_removes_the_text(tmp_path: Path) -> None:
    accept(tmp_path, record())
    accept(tmp_path, record(), detached=True)
    assert [path.name for path in (tmp_path / "trade").iterdir()] == ["a.json"]
    assert shelf(tmp_path).of_text(record().article) is not None


def test_goldens_of_other_articles_stay(tmp_path: Path) -> None:
    accept(tmp_path, record("a"))
    accept(tmp_path, record("b", text="khác"), "khác")
    before = (tmp_path / "trade" / "a.json").read_bytes()
    accept(tmp_path, record("b", report(statement(total=1)), text="khác"), "khác")
    assert (tmp_path / "trade" / "a.json").read_bytes() == before


def test_a_text_that_is_not_the_goldens_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "trade").mkdir()
    (tmp_path / "trade" / "a.txt").write_text("something else")
    done = accept(tmp_path, record())
    assert done.outcome == "refused"
    assert (tmp_path / "trade" / "a.txt").read_text() == "something else"


def test_an_article_changed_since_is_accepted_with_its_new_text(tmp_path: Path) -> None:
    accept(tmp_path, record())
    other = TEXT + "Thêm."
    assert accept(tmp_path, record(text=other), other).outcome == "written"
    (back,) = shelf(tmp_path)
    assert back.text() == other


def test_goldens_belong_to_articles_by_text_then_by_id(tmp_path: Path) -> None:
    accept(tmp_path, record("a"))
    accept(tmp_path, record("b"))
    accept(tmp_path, record("c", text="khác"), "khác")
    accept(tmp_path, record("d", text="rời"), "rời", detached=True)
    goldens = shelf(tmp_path)

    def partner(article_id: str, text: str) -> str | None:
        found = goldens.partner(record(article_id, text=text).article)
        return found.article.id if found else None

    assert [g.article.id for g in goldens] == ["a", "c", "d"], "one text has one golden"
    assert partner("b", TEXT) == "a"
    assert partner("c", TEXT) == "a", "its text comes before its id"
    assert partner("c", "mới") == "c", "the article changed"
    assert partner("d", "mới") is None, "a detached golden is for its text alone"
    assert partner("x", "rời") == "d"
    assert partner("x", "mới") is None


@pytest.mark.parametrize(
    "article_id",
    [
        "..",
        "../a",
        "a/../../b",
        "/etc/passwd",
        "a//b",
        "",
        ".",
        "a/",
        "a\0b",
        "a\nb",
        "a\x1b[2J",
        "a\u202eb",
        "a\\..\\b",
        "x" * 5000,
        "x" * 201,
        "/".join("x" * 600),
    ],
)
def test_an_id_never_leads_out_of_the_folder(tmp_path: Path, article_id: str) -> None:
    done = accept(tmp_path / "golden", record(article_id))
    assert done.outcome == "refused"
    assert done.reason is not None
    assert "\n" not in done.reason
    assert "\x1b" not in done.reason
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "article_id", ["bài viết số 1", "a.txt", "2024/a.b", "table#12", "...", "-rf", "~", "=1+1"]
)
def test_odd_ids_are_names_all_the_same(tmp_path: Path, article_id: str) -> None:
    assert accept(tmp_path, record(article_id)).outcome == "written"
    assert [g.article.id for g in shelf(tmp_path)] == [article_id]


def spoiled(tmp_path: Path, **changes: object) -> None:
    accept(tmp_path, record())
    path = tmp_path / "trade" / "a.json"
    path.write_text(json.dumps(content(tmp_path) | changes), "utf-8")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"format": 2}, "format 2"),
        ({"format": None}, "format"),
        ({"schema": "other"}, "schema trade"),
        ({"article": None}, "no id"),
        ({"article": {"id": "b", "sha256": ""}}, "its file's name"),
        ({"article": {"id": "../a", "sha256": ""}}, "cannot name"),
        ({"article": {"id": "a", "sha256": "", "text": "../secret"}}, "beside it"),
        ({"article": {"id": "a", "sha256": "", "text": "/etc/passwd"}}, "beside it"),
        ({"article": {"id": "a", "sha256": "", "text": 5}}, "beside it"),
        ({"data": None}, "shape"),
        ({"findings": {"rule": "sum"}}, "shape"),
        ({"findings": [{"rule": "sum", "fields": "abc"}]}, "shape"),
        ({"findings": ["sum"]}, "indices"),
        ({"note": 5}, "shape"),
    ],
)
def test_a_golden_that_cannot_be_used_is_named(
    tmp_path: Path, changes: dict[str, object], message: str
) -> None:
    spoiled(tmp_path, **changes)
    (broken,) = shelf(tmp_path).broken.values()
    assert message in broken.reason
    assert "a.json" in broken.reason


@pytest.mark.parametrize("content", [b"", b"\xff", b"[" * 99999, b'{"format": NaN}', b"[]"])
def test_a_golden_that_is_not_json_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "trade").mkdir()
    (tmp_path / "trade" / "a.json").write_bytes(content)
    (broken,) = shelf(tmp_path).broken.values()
    assert "a.json" in broken.reason


@pytest.mark.parametrize("content", [TEXT.replace("\r\n", "\n").encode(), b"\xff", None])
def test_a_text_that_is_not_the_accepted_one_is_named(
    tmp_path: Path, content: bytes | None
) -> None:
    accept(tmp_path, record())
    path = tmp_path / "trade" / "a.txt"
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)
    (broken,) = shelf(tmp_path).broken.values()
    assert "a.txt" in broken.reason
    assert broken.golden is not None


@pytest.mark.parametrize("text", ["\ufeffhai dấu", "một\r\nhai\n\rba", " "])
def test_any_text_comes_back_as_it_was(tmp_path: Path, text: str) -> None:
    accept(tmp_path, record(text=text), text)
    (back,) = shelf(tmp_path)
    assert back.text() == text


def test_a_byte_order_mark_is_not_part_of_the_text(tmp_path: Path) -> None:
    accept(tmp_path, record())
    path = tmp_path / "trade" / "a.txt"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    (back,) = shelf(tmp_path)
    assert back.text() == TEXT


def test_goldens_are_sorted_and_a_schema_without_any_has_none(tmp_path: Path) -> None:
    for name in ("b", "a/z", "a-b"):
        accept(tmp_path, record(name, text=name), name)
    assert [g.article.id for g in shelf(tmp_path)] == ["a-b", "a/z", "b"]
    assert list(Shelf.load(tmp_path, "other")) == []
    assert len(Shelf.load(tmp_path / "nowhere", "trade")) == 0


def test_a_folder_that_cannot_be_read_is_not_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    accept(tmp_path, record("2024/a"))
    scandir = os.scandir

    def denied(path: str) -> object:
        if str(path).endswith("2024"):
            raise PermissionError(errno.EACCES, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", denied)
    with pytest.raises(StoreError, match="Permission denied"):
        shelf(tmp_path)


def test_a_full_disk_leaves_the_old_golden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    accept(tmp_path, record())
    before = {p.name: p.read_bytes() for p in (tmp_path / "trade").iterdir()}

    def no_space(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as full:
        full.setattr(os, "fsync", no_space)
        with pytest.raises(StoreError, match="No space left"):
            accept(tmp_path, record("a", report(statement(total=1))))
    assert {p.name: p.read_bytes() for p in (tmp_path / "trade").iterdir()} == before


def test_a_shelf_knows_what_it_just_accepted(tmp_path: Path) -> None:
    goldens = shelf(tmp_path)
    goldens.accept(record("a"), TRADE, TEXT)
    goldens.accept(record("b"), TRADE, TEXT)
    assert len(goldens) == 1, "the second is the same text"
    assert len(shelf(tmp_path)) == 1


def damaged(tmp_path: Path, name: str, content: bytes | None) -> None:
    """Goldens «a» and «b» of two texts, of which a file of «a» is another or gone."""
    accept(tmp_path, record("a"))
    accept(tmp_path, record("b", text="khác"), "khác")
    path = tmp_path / "trade" / name
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)


DAMAGES = [("a.txt", None), ("a.txt", b"another"), ("a.json", b"{"), ("a.json", b'{"format": 9}')]


@pytest.mark.parametrize(("name", "content"), DAMAGES)
def test_one_broken_golden_leaves_the_others(
    tmp_path: Path, name: str, content: bytes | None
) -> None:
    damaged(tmp_path, name, content)
    goldens = shelf(tmp_path)
    assert [g.article.id for g in goldens] == ["b"]
    assert list(goldens.broken) == ["a"]
    assert goldens.broken_for(record("a").article) is goldens.broken["a"]
    assert goldens.broken_for(record("b", text="khác").article) is None
    other = record("b", report(statement(total=1)), text="khác")
    assert accept(tmp_path, other, "khác").outcome == "written"


@pytest.mark.parametrize(("name", "content"), DAMAGES)
def test_a_broken_golden_is_mended_by_accepting_its_article_by_name(
    tmp_path: Path, name: str, content: bytes | None
) -> None:
    damaged(tmp_path, name, content)
    before = {p.name: p.read_bytes() for p in (tmp_path / "trade").iterdir()}
    unasked = accept(tmp_path, record("a"))
    assert unasked.outcome == "refused"
    assert "name it" in (unasked.reason or "")
    assert {p.name: p.read_bytes() for p in (tmp_path / "trade").iterdir()} == before
    goldens = shelf(tmp_path)
    assert goldens.accept(record("a"), TRADE, TEXT, named=True).outcome == "written"
    assert not goldens.broken
    again = shelf(tmp_path)
    assert not again.broken
    assert [g.text() for g in again] == [TEXT, "khác"]


def test_a_broken_golden_without_a_text_is_not_given_one(tmp_path: Path) -> None:
    accept(tmp_path, record("a"), detached=True)
    (tmp_path / "trade" / "a.json").write_text("{")
    done = accept(tmp_path, record("a"), named=True)
    assert done.outcome == "refused"
    assert "--detached" in (done.reason or "")
    assert accept(tmp_path, record("a"), named=True, detached=True).outcome == "written"
    assert [path.name for path in (tmp_path / "trade").iterdir()] == ["a.json"]


def test_a_note_outlives_the_loss_of_its_text(tmp_path: Path) -> None:
    accept(tmp_path, record())
    path = tmp_path / "trade" / "a.json"
    path.write_text(path.read_text("utf-8").replace('"note": ""', '"note": "see page 2"'), "utf-8")
    (tmp_path / "trade" / "a.txt").unlink()
    accept(tmp_path, record("elsewhere"), named=True)
    assert content(tmp_path)["note"] == "see page 2"
    assert shelf(tmp_path).broken == {}
