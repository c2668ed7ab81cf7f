"""The validator as a whole: what it promises of every report, whatever the rules."""

import copy
import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from extractor import checks, exact_json
from extractor.checks import ShapeError, check
from extractor.schema import Balance, Figure, Measure, Part, Report, Statement, Sum, of_report
from tests.checks.held import errors, hold, slips
from tests.reports import TRADE, figure, part, report, statement

SHARED = Path(__file__).parents[3] / "shared"

ARTICLE = """Vĩnh Hà: Kim ngạch xuất nhập khẩu nửa đầu năm đạt 2,46 tỷ USD

Sáu tháng đầu năm 2031, tổng kim ngạch xuất nhập khẩu ước đạt 2.460 triệu USD, tăng 12,5% so với
cùng kỳ, đạt 49,2% kế hoạch. Trong đó, xuất khẩu 1.384 triệu USD, tăng 18,3%, đạt 51,26% kế hoạch;
nhập khẩu 1.076 triệu USD, bằng 105,8% so với cùng kỳ, đạt 46,8% kế hoạch; xuất siêu 308 triệu USD.
Hàng địa phương xuất khẩu hơn 93 triệu USD, giảm gần 4%."""


def clean() -> dict:
    return report(
        statement(
            "Vĩnh Hà",
            words="Sáu tháng đầu năm 2031",
            start="2031-01-01",
            end="2031-06-30",
            total=figure(
                2460,
                text="2.460 triệu USD",
                approximate=True,
                change=part("12.5", "tăng 12,5%"),
                plan=part("49.2", "đạt 49,2% kế hoạch"),
            ),
            export=figure(
                1384,
                text="1.384 triệu USD",
                approximate=True,
                change=part("18.3", "tăng 18,3%"),
                plan=part("51.26", "đạt 51,26% kế hoạch"),
            ),
            import_=figure(
                1076,
                text="1.076 triệu USD",
                approximate=True,
                change=part("5.8", "bằng 105,8% so với cùng kỳ"),
                plan=part("46.8", "đạt 46,8% kế hoạch"),
            ),
            local_export=figure(93, text="93 triệu USD", change=part(-4, "giảm gần 4%")),
            balance=figure(308, text="308 triệu USD"),
        )
    )


def test_a_clean_report_has_no_error() -> None:
    assert [f for f in check(ARTICLE, clean(), TRADE).findings if f.severity == "error"] == []


def test_spans_are_derived_and_lead_to_the_words_in_the_original() -> None:
    decomposed = ARTICLE.replace("2.460 triệu", "2.\n460\u00a0\u00a0triệu")
    data = clean()
    data["statements"][0]["total"]["span"] = [0, 3]
    given = copy.deepcopy(data)
    checked = check(decomposed, data, TRADE)
    figures = checked.data["statements"][0]
    start, end = figures["total"]["span"]
    assert decomposed[start:end] == "2.\n460\u00a0\u00a0triệu USD"
    start, end = figures["import"]["change"]["span"]
    assert decomposed[start:end] == "bằng 105,8% so với cùng kỳ"
    assert data == given


def test_what_the_article_does_not_print_has_no_span() -> None:
    data = clean()
    data["statements"][0]["export"]["text"] = "1.385 triệu USD"
    assert check(ARTICLE, data, TRADE).data["statements"][0]["export"]["span"] is None


def test_the_same_report_gives_the_same_findings() -> None:
    data = clean()
    data["statements"][0]["export"]["value"] = 1484
    assert check(ARTICLE, data, TRADE) == check(ARTICLE, copy.deepcopy(data), TRADE)


def test_findings_are_data_that_json_can_hold() -> None:
    data = clean()
    data["statements"][0]["export"]["value"] = Decimal("1484.00")
    findings = check(ARTICLE, data, TRADE).findings
    assert findings
    for finding in findings:
        assert "E+" not in exact_json.dumps(finding.to_json())


def test_intervals_are_told_by_field() -> None:
    intervals = check(ARTICLE, clean(), TRADE).intervals
    local = "statements.0.local_export"
    assert str(intervals[f"{local}.value"]) == "[93000000, 94000000)"
    assert str(intervals[f"{local}.change.percent"]) == "[-4, -3)"


def test_data_of_another_shape_is_refused_with_its_problems() -> None:
    data = clean()
    del data["statements"][0]["export"]["scale"]
    with pytest.raises(ShapeError, match=r"statements\.0\.export\.scale") as caught:
        check(ARTICLE, data, TRADE)
    assert len(caught.value.problems) == 1


def test_a_crashed_check_is_told_and_takes_no_other_with_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError("no such luck")

    monkeypatch.setattr(checks, "check_numbers", fails)
    data = clean()
    data["statements"][0]["export"]["value"] = 1484
    checked = check(ARTICLE, data, TRADE)
    assert checked.crashed == ("range: RuntimeError: no such luck",)
    assert {"reading", "sum"} <= {f.rule for f in checked.findings}


def test_every_changed_digit_is_found() -> None:
    data = clean()
    for path, field, changed in slips(data):
        found = check(ARTICLE, data, TRADE).findings
        assert any(
            f.severity == "error" and f.rule in ("grounding", "reading") and path in f.fields[0]
            for f in found
        ), (path, field, changed)
    assert data == clean()


@pytest.mark.skipif(not (SHARED / "answers").is_dir(), reason="the shared answers are not here")
def test_every_changed_digit_of_the_shared_answers_is_found() -> None:
    # Without what holds numbers against each other: the article alone gives each of them away.
    alone, count = replace(TRADE, rules=()), 0
    for file in sorted((SHARED / "answers").glob("*.json")):
        (source,) = SHARED.glob(f"*/{file.stem}.txt")
        text, data = source.read_bytes().decode("utf-8-sig"), exact_json.loads(file.read_bytes())
        for path, field, changed in slips(data):
            count += 1
            assert any(
                f.severity == "error" and f.rule in ("grounding", "reading") and path in f.fields[0]
                for f in check(text, data, alone).findings
            ), (file.stem, path, field, changed)
    assert count > 1000


@pytest.mark.skipif(not (SHARED / "answers").is_dir(), reason="the shared answers are not here")
def test_of_the_shared_answers_only_those_whose_source_errs_have_errors() -> None:
    flagged = {}
    for file in sorted((SHARED / "answers").glob("*.json")):
        (source,) = SHARED.glob(f"*/{file.stem}.txt")
        checked = check(
            source.read_bytes().decode("utf-8-sig"), exact_json.loads(file.read_bytes()), TRADE
        )
        assert checked.crashed == ()
        found = {(f.rule, f.attribution) for f in checked.findings if f.severity == "error"}
        if found:
            flagged[file.stem[:3]] = found
    assert flagged == {
        "004": {("growth_base", "source")},
        "a16": {("sum", "source"), ("growth_base", "source")},
    }


def test_the_rules_are_the_schemas_alone() -> None:
    class Harvest(Statement):
        paddy: Figure | None = None
        spring: Figure | None = None

    Harvest.model_fields["paddy"].metadata.append(Measure(phrases=("lúa",)))
    Harvest.model_fields["spring"].metadata.append(Measure(phrases=("vụ xuân",)))

    class HarvestReport(Report):
        statements: list[Harvest]
        rules = (Sum("paddy", ("spring",)), Part("spring", "paddy"))

    schema = of_report("harvest", HarvestReport)
    made = {k: v for k, v in statement().items() if k in ("place", "scope", "period")}
    data = {"statements": [made | {"paddy": figure(80), "spring": figure(90)}]}
    found = check("Lúa 80 triệu USD, vụ xuân 90 triệu USD", data, schema).findings
    assert [f.rule for f in found] == ["sum", "part"]
    assert not isinstance(schema.rules[0], Balance)


def test_hostile_text_stays_out_of_messages() -> None:
    finding = errors("Không có gì.", statement(export=figure(5, text="5\x1b[31m\n\u202e tỷ")))[0]
    assert finding.message.isprintable()


def test_absurd_numbers_are_told_and_not_spelled_out() -> None:
    huge = statement(export=figure(5, change=part(5)), import_=figure(6))
    huge["export"]["value"] = Decimal("1E+999999")
    huge["export"]["change"]["percent"] = Decimal("1E-999999")
    found = errors("Xuất khẩu 5 triệu USD, 5%; nhập khẩu 6 triệu USD", huge)
    assert [f.rule for f in found] == ["reading", "reading"]
    assert all(len(json.dumps(f.message)) < 300 for f in found)


def test_an_empty_report_has_nothing_to_find() -> None:
    assert hold("Không có gì.").findings == ()
