"""What articles of a run say of one key, and of keys that imply each other."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.checks.agreement import Agreement, Line, sayings
from extractor.checks.agreement.said import Said, Witness
from extractor.checks.agreement.voices import Voice, agreeing, common
from extractor.checks.days import Days
from extractor.checks.evidence import Claim
from extractor.exact_json import dumps, loads
from extractor.numbers.interval import Interval
from extractor.record import ArticleRef, Finding, RecordError
from extractor.schema import figures
from tests.reports import TRADE, figure, part, report, statement

Q1 = {"start": "2022-01-01", "end": "2022-03-31"}
Q2 = {"start": "2022-04-01", "end": "2022-06-30"}
HALF = {"start": "2022-01-01", "end": "2022-06-30"}
NINE = {"start": "2022-01-01", "end": "2022-09-30"}
BEFORE = {"start": "2021-01-01", "end": "2021-06-30"}


def claims(data: dict[str, Any], unsound: Sequence[str] = ()) -> list[Claim]:
    """Every number of a report as printed, to its last digit."""
    made = []
    for at in figures(data, TRADE):
        for aspect, number in (
            ("value", at.figure["value"]),
            ("change", (at.figure["change"] or {}).get("percent")),
            ("plan", (at.figure["plan"] or {}).get("percent")),
        ):
            if number is None:
                continue
            unit = Decimal(1).scaleb(min(0, number.as_tuple().exponent))
            interval = Interval.printed(number, unit)
            made.append(
                Claim(
                    at.statement,
                    at.measure,
                    aspect,  # type: ignore[arg-type]
                    number,
                    interval.scaled(10**6) if aspect == "value" else interval,
                    at.figure["currency"],
                    at.figure["scale"] if aspect == "value" else None,
                    sound=f"{at.path}.{aspect}" not in unsound,
                )
            )
    return made


def lines(*reports: dict[str, Any], same_text: bool = False, text: str = "") -> list[Line]:
    """What reports of articles «a», «b», … say between them, all with ``text``, «@» their name."""
    agreement = Agreement(TRADE)
    for letter, data in zip("abcdefgh", reports, strict=False):
        ref = ArticleRef(letter, f"{letter}.txt", "same" if same_text else letter, 1)
        agreement.hear(sayings(ref, text.replace("@", letter), data, claims(data), ()))
    return list(agreement.lines())


def told(*reports: dict[str, Any]) -> list[tuple[str, str, str | None]]:
    return [(line.verdict, line.relation, line.tells) for line in lines(*reports)]


def exported(value: object, when: dict[str, str] = HALF, **more: Any) -> dict[str, Any]:
    scope = more.pop("scope", None)
    return statement(scope=scope, **when, export=figure(value, **more))


def says(value: object, when: dict[str, str] = HALF, **more: Any) -> dict[str, Any]:
    return report(exported(value, when, **more))


def one(found: list[Line]) -> Line:
    (line,) = found
    return line


class TestOneKey:
    def test_numbers_that_can_be_one_are_support(self) -> None:
        line = one(lines(says(640), says("640.3")))
        assert (line.verdict, line.relation, line.tells) == ("support", "same", None)
        assert line.message == (
            "export of Lạng Sơn, 2022-01-01 to 2022-06-30: 2 articles agree on "
            "640.25 to 640.35 million USD"
        )
        assert line.articles == ("a", "b")

    def test_numbers_that_cannot_name_both_sources(self) -> None:
        line = one(lines(says(640), says(912)))
        assert (line.verdict, line.relation, line.tells) == ("disagreement", "same", None)
        assert line.message == (
            "export of Lạng Sơn, 2022-01-01 to 2022-06-30: a says 640 million USD, "
            "b 912 million USD"
        )
        assert [(s.article_id, s.source, s.field) for s in line.says] == [
            ("a", "a.txt", "statements.0.export.value"),
            ("b", "b.txt", "statements.0.export.value"),
        ]

    def test_two_records_of_one_text_are_one_witness(self) -> None:
        assert lines(says(640), says(912), same_text=True) == []

    @pytest.mark.parametrize(
        "other",
        [
            says(912, NINE),
            says(912, currency="VND"),
            says(912, scope="chính ngạch"),
            report(statement("Cao Bằng", export=figure(912))),
            report(statement(import_=figure(912))),
        ],
    )
    def test_what_is_of_something_else_is_not_compared(self, other: dict[str, Any]) -> None:
        assert all(line.verdict == "support" for line in lines(says(640), other))

    def test_one_against_several_is_told_as_an_error_of_the_one(self) -> None:
        support, line = lines(says(640), says(912), says(640), says(640))
        assert (support.verdict, support.articles) == ("support", ("a", "c", "d"))
        assert (line.tells, line.articles) == ("error", ("a", "b"))
        assert line.message.endswith("; 3 articles agree against b: likely an error")

    @pytest.mark.parametrize(
        ("sentence", "tells"),
        [
            ("Xuất khẩu tháng này đạt 640 triệu USD, tăng 4% so với cùng kỳ.", "reading"),
            ("Xuất khẩu đạt 640 triệu USD. So với cùng kỳ tăng 4%.", "reading"),
            ("Báo @: xuất khẩu tháng này đạt 640 triệu USD. Mức này tăng 4%.", "revision"),
        ],
    )
    def test_one_sentence_read_with_two_years_is_no_revision(
        self, sentence: str, tells: str
    ) -> None:
        grown = says(640, change=part(4, "tăng 4%"))
        line = one(lines(grown, says(640, BEFORE), text=sentence))
        other = one(lines(grown, says(625, BEFORE), text=sentence))
        assert (line.relation, line.tells, other.tells) == ("last_year", tells, "revision")
        ends = line.message.endswith(
            "b 640 million USD; the same words are read two ways: likely an error of reading"
        )
        assert ends is (tells == "reading")

    def test_two_numbers_of_one_sentence_are_read_two_ways(self) -> None:
        sentence = "Xuất, nhập khẩu lần lượt đạt 640 triệu USD và 912 triệu USD."
        assert one(lines(says(640), says(912), text=sentence)).tells == "reading"
        apart = sentence.replace(" và", ".\nNay là")
        assert one(lines(says(640), says(912), text=apart)).tells is None

    def test_a_later_final_number_revises_an_estimate(self) -> None:
        later = report(exported(655), exported(900, NINE))
        line = one([x for x in lines(says(640, approximate=True), later) if x.relation == "same"])
        assert line.tells == "revision"
        assert line.message.endswith(
            "b is later, and the other gave an estimate: likely a revision"
        )

    def test_a_small_difference_is_a_revision(self) -> None:
        assert told(says(640), says(655)) == [("disagreement", "same", "revision")]

    def test_another_scope_that_fits_tells(self) -> None:
        other = report(exported(912), exported(640, scope="chính ngạch"))
        line = one(lines(says(640), other))
        assert line.tells == "scope"
        assert line.message.endswith(
            "what a says is what b says of another scope, «chính ngạch»: likely another scope"
        )

    @pytest.mark.parametrize("slipped", ["6.400", "460", "840"])
    def test_a_power_of_ten_a_digit_and_an_exchange_are_slips(self, slipped: str) -> None:
        assert told(says(640), says(slipped)) == [("disagreement", "same", "slip")]

    def test_percentages_are_told_of_where_the_values_agree(self) -> None:
        two = [says(640, change=part(28)), says(640, change=part(14))]
        assert [(x.verdict, x.about["quality"]) for x in lines(*two)] == [
            ("support", "value"),
            ("disagreement", "change"),
        ]
        apart = [says(640, change=part(28)), says(912, change=part(14))]
        assert [(x.verdict, x.about["quality"]) for x in lines(*apart)] == [
            ("disagreement", "value")
        ]


class TestImplied:
    def test_value_and_change_imply_last_years(self) -> None:
        line = one(lines(says(640, change=part(28)), says(500, BEFORE)))
        assert (line.verdict, line.relation) == ("support", "last_year")
        line = one(lines(says(640, change=part(28)), says(800, BEFORE)))
        assert (line.verdict, line.relation) == ("disagreement", "last_year")
        assert line.message == (
            "export of Lạng Sơn, 2021-01-01 to 2021-06-30: a says 640 million USD at a change of "
            "28%, that is 497.665 to 502.353 million, b 800 million USD"
        )
        assert line.says[0].field == "statements.0.export.change.percent"

    def test_value_and_share_imply_the_plan(self) -> None:
        half = says(640, plan=part(50))
        line = one(lines(half, says(960, NINE, plan=part(75))))
        assert (line.verdict, line.relation) == ("support", "plan")
        line = one(lines(half, says(960, NINE, plan=part(96))))
        assert (line.verdict, line.relation) == ("disagreement", "plan")
        assert line.message.endswith("; the plan may have been changed")
        assert line.about["period"] == {"start": "2022-01-01", "end": "2022-12-31"}

    def test_a_part_is_not_more_than_its_whole(self) -> None:
        line = one(lines(says(640, Q1), says(460)))
        assert (line.verdict, line.relation, line.tells) == ("disagreement", "part", None)
        assert line.message == (
            "export of Lạng Sơn: a says 640 million USD for 2022-01-01 to 2022-03-31, more than "
            "460 million USD that b says for all of 2022-01-01 to 2022-06-30"
        )
        assert lines(says(460, Q1), says(640)) == []

    def test_what_has_a_sign_can_be_more_in_a_part(self) -> None:
        quarter = report(statement(**Q1, balance=figure(640)))
        assert lines(quarter, report(statement(**HALF, balance=figure(-460)))) == []

    def test_two_parts_make_their_whole(self) -> None:
        quarters = report(exported(300, Q1), exported(340, Q2))
        assert told(quarters, says(640)) == [("support", "sum", None)]
        assert told(quarters, says(655)) == [("disagreement", "sum", "revision")]
        line = one(lines(quarters, says(912)))
        assert line.message == (
            "export of Lạng Sơn: 300 million USD (a, 2022-01-01 to 2022-03-31) and 340 million USD "
            "(a, 2022-04-01 to 2022-06-30) make 639 to 641 million USD, not 912 million USD "
            "(b, 2022-01-01 to 2022-06-30)"
        )

    def test_what_one_article_says_of_all_periods_is_its_own_affair(self) -> None:
        alone = report(exported(300, Q1), exported(340, Q2), exported(912))
        assert [x for x in lines(alone, says(300, Q1)) if x.relation == "sum"] == []


class TestWhoIsHeard:
    def test_only_sound_numbers_without_an_error_of_their_own(self) -> None:
        data, ref = says(640, change=part(28)), ArticleRef("a", "a.txt", "a", 1)
        keys = [key.quality for key, _ in sayings(ref, "", data, claims(data), ())]
        assert keys == ["value", "change", "value"]
        unsound = claims(data, unsound=["statements.0.export.value"])
        assert [key.quality for key, _ in sayings(ref, "", data, unsound, ())] == ["change"]

    @pytest.mark.parametrize(
        ("attribution", "heard"), [("model", 1), ("unknown", 1), ("source", 3)]
    )
    def test_an_error_of_the_article_itself_leaves_it_a_witness(
        self, attribution: Any, heard: int
    ) -> None:
        data = says(640, change=part(28))
        finding = Finding("sum", "error", attribution, ("statements.0.export.value",), "x")
        ref = ArticleRef("a", "a.txt", "a", 1)
        assert len(sayings(ref, "", data, claims(data), [finding])) == heard

    @pytest.mark.parametrize("start", ["2022-13-01", "2022-07-01", "x"])
    def test_a_period_that_does_not_exist_says_nothing(self, start: str) -> None:
        assert lines(says(640, {"start": start, "end": "2022-06-30"}), says(912)) == []


def voice(text: int, interval: Interval) -> Voice:
    day = Days.of("2022-01-01", "2022-06-30")
    assert day is not None
    witness = Witness(str(text), "", str(text), day.end)
    said = Said(witness, day, "x", None, "f", "printed", Decimal(1), "million", interval, False)
    return Voice(said, interval)


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    low = draw(st.integers(0, 12))
    width = draw(st.integers(0, 5))
    opened = st.booleans() if width else st.just(False)
    return Interval(Fraction(low), Fraction(low + width), draw(opened), draw(opened))


class TestIntervals:
    @given(st.lists(intervals(), min_size=1, max_size=7))
    def test_the_most_that_agree_have_a_number_in_common_and_are_the_most(
        self, drawn: list[Interval]
    ) -> None:
        found = [voice(n, interval) for n, interval in enumerate(drawn)]
        together = agreeing(found)
        shared = common(together)
        assert shared is not None
        # A point of every interval end, and one between, hits every set that has one in common.
        points = [Fraction(n, 2) for n in range(36)]
        assert len(together) == max(sum(p in v.interval for v in found) for p in points)
        for other in found:
            if other not in together:
                assert any(not other.interval.meets(v.interval) for v in together)

    @given(
        st.integers(10_000, 99_999),
        st.lists(st.integers(-2, 2), min_size=2, max_size=5),
    )
    def test_one_truth_is_agreed_on_however_it_is_rounded(
        self, truth: int, digits: list[int]
    ) -> None:
        reports = [
            says(Decimal(truth).scaleb(-1).quantize(Decimal(1).scaleb(min(0, -d)))) for d in digits
        ]
        line = one(lines(*reports))
        assert (line.verdict, len(line.articles)) == ("support", len(digits))

    @given(st.integers(1_000, 9_999), st.integers(-900, 3_000), st.integers(1_000, 9_999))
    def test_what_growth_and_parts_imply_of_a_truth_is_never_a_disagreement(
        self, before: int, growth: int, first: int
    ) -> None:
        """Exact numbers of a world in which all holds, printed to few digits."""
        percent = Decimal(growth) / 10
        now = Fraction(before) * (1 + Fraction(percent) / 100)
        rest = Fraction(first, 7)
        quarter, half = Fraction(first, 3), Fraction(first, 3) + rest
        world = [
            report(exported(rounded(now), NINE, change=part(percent))),
            report(exported(before, {"start": "2021-01-01", "end": "2021-09-30"})),
            report(statement(**Q1, import_=figure(rounded(quarter)))),
            report(statement(**Q2, import_=figure(rounded(rest)))),
            report(statement(**HALF, import_=figure(rounded(half)))),
        ]
        found = lines(*world)
        assert {line.verdict for line in found} == {"support"}
        assert {line.relation for line in found} == {"last_year", "sum"}

    @given(st.permutations(range(4)))
    def test_the_order_of_articles_changes_no_verdict(self, order: list[int]) -> None:
        world = [says(640), says(641), says("640.4"), says(912)]
        usual = sorted((x.verdict, sorted(x.articles)[-1]) for x in lines(*world))
        other = lines(*(world[i] for i in order))
        assert sorted(x.verdict for x in other) == [verdict for verdict, _ in usual]


def rounded(value: Fraction) -> Decimal:
    return Decimal(round(value * 10)) / 10


class TestLine:
    def test_a_line_survives_the_file(self) -> None:
        for line in lines(says(640, change=part(28)), says(800, BEFORE), says(640)):
            assert Line.from_json(loads(dumps(line.to_json()))) == line

    @pytest.mark.parametrize(
        "changes", [{"format": 2}, {"verdict": "x"}, {"says": None}, {"articles": [1]}]
    )
    def test_what_is_no_line_of_this_format_is_refused(self, changes: dict[str, Any]) -> None:
        line = one(lines(says(640), says(912)))
        with pytest.raises(RecordError):
            Line.from_json(line.to_json() | changes)
