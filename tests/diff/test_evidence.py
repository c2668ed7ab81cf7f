"""What stands beside a difference: the article's sentence and the rules of either side."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from pathlib import Path

from extractor.checks import check
from extractor.diff import Difference, diff_run
from extractor.golden import Breach, Golden, Shelf
from extractor.record import ArticleRef, Data, Record, status_of
from tests.reports import TRADE, part, report, statement
from tests.reports import figure as printed

TEXT = (
    "Lạng Sơn: 6 tháng đầu năm 2022, xuất nhập khẩu đạt 1.200 triệu USD. "
    "Trong đó xuất khẩu đạt 425 triệu USD, tăng 5%; nhập khẩu đạt 775 triệu USD."
)
GOOD = report(
    statement(
        words="6 tháng đầu năm 2022",
        total=printed(1200, text="1.200 triệu USD"),
        export=printed(425, text="425 triệu USD", change=part(5, "tăng 5%")),
        import_=printed(775, text="775 triệu USD"),
    )
)


SHA256 = hashlib.sha256(TEXT.encode()).hexdigest()


def compared(
    new: Data, text: str | None = TEXT, sha256: str = SHA256, kept: Path | None = None
) -> list[Difference]:
    """The golden of ``GOOD``, and a run that says ``new`` of its article in another text or not."""
    accepted = check(TEXT, GOOD, TRADE)
    golden = Golden(
        ArticleRef("a", "a.txt", SHA256, len(TEXT)),
        "trade",
        accepted.data,
        tuple(sorted(map(Breach.of, accepted.findings))),
        text_path=kept,
    )
    checked = check(text or TEXT, new, TRADE)
    record = Record(
        ArticleRef("a", "a.txt", sha256, 1),
        status_of(checked.data, checked.findings),
        checked.data,
        checked.findings,
    )
    shelf = Shelf(Path(), [golden])
    return list(diff_run(shelf, [record], TRADE, lambda _: text).articles[0].differences)


def changed(measure: str, **entries: object) -> Data:
    (only,) = GOOD["statements"]
    return {"statements": [{**only, measure: {**only[measure], **entries}}]}


def test_findings_come_first_and_say_whose_fault_they_look_like() -> None:
    found = compared(changed("export", value=Decimal(452)))
    assert [(d.rule, d.severity, d.attribution) for d in found][:2] == [
        ("reading", "error", "model"),
        ("sum", "error", "model"),
    ]
    assert found[-1].field == "statements.0.export.value"


def test_a_number_is_shown_in_its_sentence_with_what_either_side_breaks() -> None:
    found = compared(changed("export", value=Decimal(452)))[-1]
    (sentence,) = found.sentences
    assert sentence.text == "Trong đó xuất khẩu đạt 425 triệu USD, tăng 5%;"
    assert [(piece, mark.side) for piece, mark in sentence.pieces() if mark] == [
        ("425 triệu USD", "both")
    ]
    assert (found.golden_rules, found.new_rules) == ((), ("reading", "sum"))


def test_two_numbers_of_one_sentence_are_marked_each_for_its_side() -> None:
    found = compared(changed("export", value=Decimal(775), text="775 triệu USD"))[-1]
    marks = [
        (piece, mark.side)
        for sentence in found.sentences
        for piece, mark in sentence.pieces()
        if mark
    ]
    assert marks == [("425 triệu USD", "golden"), ("775 triệu USD", "new")]


def test_a_growth_is_judged_by_itself() -> None:
    found = compared(changed("export", change=part(7, "tăng 5%")))[-1]
    assert found.field == "statements.0.export.change.percent"
    assert found.new_rules == ("reading",)
    assert [piece for s in found.sentences for piece, m in s.pieces() if m] == ["tăng 5%"]


def test_what_is_gone_is_shown_where_it_was() -> None:
    (only,) = GOOD["statements"]
    found = compared({"statements": [{**only, "import": None}]})
    gone = next(d for d in found if d.rule is None)
    assert (gone.category, gone.golden_text) == ("missing", "775 triệu USD")
    assert [(piece, m.side) for s in gone.sentences for piece, m in s.pieces() if m] == [
        ("775 triệu USD", "golden")
    ]


def test_a_period_is_shown_by_the_words_of_the_article() -> None:
    (only,) = GOOD["statements"]
    period = {**only["period"], "end": "2022-07-31"}
    (found,) = compared({"statements": [{**only, "period": period}]})[-1:]
    assert found.field == "statements.0.period"
    assert [piece for s in found.sentences for piece, m in s.pieces() if m] == [
        "6 tháng đầu năm 2022"
    ]


def test_without_a_text_nothing_is_quoted_and_the_recorded_rules_are_told() -> None:
    found = compared(changed("export", value=Decimal(452)), text=None)[-1]
    assert found.sentences == ()
    assert found.new_rules == ("reading", "sum")


def test_each_side_is_shown_in_its_own_text_where_the_article_changed(tmp_path: Path) -> None:
    other = TEXT.replace("Trong đó xuất khẩu đạt 425", "Riêng xuất khẩu đạt 452")
    new = changed("export", value=Decimal(452), text="452 triệu USD")
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    found = compared(new, other, hashlib.sha256(other.encode()).hexdigest(), tmp_path / "a.txt")[-1]
    assert [sentence.text.partition(",")[0] for sentence in found.sentences] == [
        "Trong đó xuất khẩu đạt 425 triệu USD",
        "Riêng xuất khẩu đạt 452 triệu USD",
    ]
