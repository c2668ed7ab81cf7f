"""Periods as Vietnamese text names them: «6 tháng đầu năm 2022», «quý I/2023», «đến ngày 13/6».

A ``PeriodMention`` says what the words say and no more: without a printed year it has none, and
``resolve`` needs one. Offsets are into ``Folded.text``; all dates are inclusive.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from extractor.folding import Folded
from extractor.span import Span

PeriodKind = Literal["year", "part", "cumulative", "month", "quarter", "years", "date", "relative"]
"""What a mention names: a whole year, a part of one, months counted from January, one month, one
quarter, several years («giai đoạn 2021 - 2025»), one day, or a period known only from its context
(«cùng kỳ», «tháng trước», «thời gian này»)."""

_WORDS = {
    "một": 1,
    "giêng": 1,
    "hai": 2,
    "ba": 3,
    "bốn": 4,
    "tư": 4,
    "năm": 5,
    "sáu": 6,
    "bảy": 7,
    "bẩy": 7,
    "tám": 8,
    "chín": 9,
    "mười": 10,
    "mười một": 11,
    "mười hai": 12,
    "chạp": 12,
}
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "đầu": 1, "cuối": 4, "nhất": 1} | {
    w: n for w, n in _WORDS.items() if n <= 4
}

_LEAP = 2000
"""A year that has every day that any year has."""

_HALF = 15
"""The last day of a month's first half, as customs count."""

_SPANS: dict[str, PeriodKind] = {"tháng": "month", "quý": "quarter", "kỳ": "part"}

_COUNT = r"(?:0?[1-9]|1[0-2]|một|hai|ba|bốn|năm|sáu|bảy|bẩy|tám|chín|mười một|mười hai|mười)"
_NAME = (
    r"(?:0?[1-9]|1[0-2]|một|giêng|hai|ba|tư|năm|sáu|bảy|bẩy|tám|chín|mười một|mười hai|mười|chạp)"
)
_YEAR = r"(?:19[5-9]|20[0-9])[0-9](?![0-9.,]*[0-9]|\w)"
_DAY = r"(?:0?[1-9]|[12][0-9]|3[01])"
_MONTH = r"(?:0?[1-9]|1[0-2])"
_QUARTER = r"(?:iv|iii|ii|i|[1-4]|một|hai|ba|bốn|tư|đầu|cuối)"


def _of_year(name: str) -> str:
    """A year behind a part of it: «/2023», « năm 2023», « 2023»."""
    return rf"(?:(?: năm)?(?: ?[/.-] ?|,? (?:của )?năm |,? )(?P<{name}>{_YEAR}))"


def _tail(name: str) -> str:
    """What may stand behind a part of a year: its year or «(của) năm nay»."""
    return rf"(?:{_of_year(name)}| (?:của )?năm nay)?"


def _date(name: str) -> str:
    """A day with its month, its year optional, under numbered group names."""
    return (
        rf"(?:(?:hết )?(?:ngày )?(?P<d{name}>{_DAY})"
        rf"(?:[/.-]| tháng )(?P<m{name}>{_MONTH})(?![0-9%])"
        rf"(?:(?:[/.-]| năm )(?P<y{name}>{_YEAR}))?)"
    )


_HEDGED = [
    rf"(?<={led} {hedge} )"
    for led in ("trong", "qua", "tính")
    for hedge in ("gần", "hơn", "khoảng")
]
_WITHIN = rf"(?:{'|'.join(_HEDGED)})"
"""Behind these a count of months that is hedged still says when."""
_SUM = r"(?:(?:lũy kế|cộng dồn),? )"


def _since(name: str) -> str:
    """What a count up to a day begins with; each word at most once, so that there is one way to
    match."""
    return (
        rf"(?:{_SUM}?(?:(?:tính|kể) )?từ đầu năm(?: (?P<{name}>{_YEAR}))?,? "
        rf"|{_SUM}?(?:tính|kể) |{_SUM})"
    )


# The first that matches at a place counts, so the longer forms stand before what they contain.
_FORMS: dict[str, str] = {
    "range": rf"(?:từ |(?=(?:ngày )?{_DAY}/))(?:ngày )?(?P<dr0>{_DAY})(?:[/.-]| tháng )"
    rf"(?P<mr0>{_MONTH})(?:(?:[/.-]| năm )(?P<yr0>{_YEAR}))? ?(?:-|đến|tới) ?{_date('r1')}",
    "days": rf"(?:từ |(?<=\())(?:ngày )?(?P<ds>{_DAY}) ?(?:-|đến|tới) ?(?:hết )?(?:ngày )?"
    rf"(?P<de>{_DAY})(?:[/.-]| tháng )(?P<dsm>{_MONTH})(?![0-9%])"
    rf"(?:(?:[/.-]| năm )(?P<yds>{_YEAR}))?",
    "todate": rf"{_since('st1')}(?:(?:cho )?(?:đến|tới) |(?=hết )){_date('t1')}",
    # «chiếm đến 2/3»: a bare day has two digits, or it may be a fraction.
    "today": r"(?:(?:đến|tới) (?=hết ngày |hết [0-9]|ngày |[0-3][0-9](?:/| tháng ))"
    rf"|hết (?=ngày |[0-3][0-9]/)){_date('t2')}",
    "tomonth": rf"{_since('stm')}(?:đến|tới) (?:hết |cuối )?tháng (?P<nm>{_NAME})"
    rf"{_tail('ytm')}",
    "tomid": rf"(?:{_since('smi')}?(?:đến|tới)(?: hết)?|{_since('smh')}hết)"
    rf" (?:giữa|trung tuần|nửa đầu|(?:kỳ|đợt) (?:1|i)) (?:của )?tháng (?P<mid>{_NAME})(?![\w%])"
    rf"{_tail('ymid')}",
    "throughmonth": rf"(?:(?:đến|tới) (?:hết|cuối)|hết) tháng (?P<hmo>{_NAME})(?![\w%])"
    rf"{_tail('yhmo')}",
    "toquarter": rf"(?:{_since('sqh')}?(?:(?:đến|tới) )?hết|{_since('sqe')}(?:đến|tới)(?: cuối)?"
    rf"|(?:đến|tới) cuối) quý (?P<qh>{_QUARTER})(?![\w%])"
    rf"{_tail('yqh')}",
    "firstdays": rf"(?P<fd>{_DAY}) ngày đầu (?:của )?tháng (?P<fdm>{_NAME})(?![\w%])"
    rf"{_tail('yfd')}",
    "weeks": rf"(?:(?P<wk>2|3|hai|ba) )?tuần (?:lễ )?đầu(?: tiên)?(?: của)? tháng "
    rf"(?P<wkm>{_NAME})(?![\w%]){_tail('ywk')}",
    "quartersum": r"(?:(?<=gộp )|(?<=chung )|(?<=dồn )|(?<=lũy kế )|(?<=sau )|(?<=hết ))"
    rf"(?P<fs>[23]|hai|ba) quý(?:{_of_year('yfs')}| năm(?: nay)?)?(?! (?:đầu|liên|cuối|gần|trước))",
    "firstquarters": rf"(?P<fq>[23]|hai|ba) quý đầu(?: của)?(?:{_of_year('yfq')}| năm(?: nay)?)?",
    "firstmonth": r"tháng đầu(?: tiên)?(?: của)?(?P<fmo> năm)(?: (?:nay|mới)(?!\w))?"
    rf"(?: (?P<yfmo>{_YEAR}))?",
    "tonow": rf"{_SUM}?(?:(?:tính|kể) )?từ đầu năm(?: (?P<yn>{_YEAR})| nay)? (?:cho )?(?:đến|tới) "
    r"(?:nay|(?:thời điểm|lúc) (?:này|hiện tại))",
    "todatebare": rf"(?:{_SUM}|tính |kể )?từ đầu năm(?! đến| tới)"
    rf"|(?:lũy kế|cộng dồn)(?=,? (?!{_COUNT} (?:tháng|quý)|[0-9]{{1,2}}(?:/| ?t(?!\w))"
    r"|từ|đến|tới|trong|qua|cả năm|hết|tháng|quý|năm|sau|nửa|kỳ)\w)",
    "until": rf"(?:đến|tới) (?:hết |cuối )?(?:năm )?(?P<yu>{_YEAR})",
    "halfmonth": rf"nửa (?P<hm>đầu|cuối) (?:của )?tháng (?P<hmn>{_NAME}){_tail('yhm')}",
    "monthrange": rf"từ (?:đầu )?tháng (?P<ra>{_NAME}) (?:đến|tới) "
    rf"(?:hết |cuối )?tháng (?P<rb>{_NAME}){_tail('yra')}",
    "ofmonths": rf"tháng (?P<oa>{_MONTH}) ?- ?(?:tháng )?(?P<ob>{_MONTH}){_of_year('yob')}",
    "listed": rf"(?:(?P<lc>{_COUNT}) tháng|các tháng) \(?(?P<la>{_MONTH})"
    rf"(?:, ?{_MONTH}){{0,9}} ?(?:và|-) ?(?P<lb>{_MONTH})(?![\w%]|[.,][0-9])\)?{_tail('yli')}",
    "ofquarter": r"(?:(?P<oq>[1-3]|một|hai|ba) tháng(?: (?P<oqw>đầu|cuối))?"
    r"|tháng (?P<oqo>đầu|giữa|cuối))(?: tiên| cùng)?(?: (?:trong|của|thuộc))?(?: cả)? quý"
    rf"(?: (?P<oqn>{_QUARTER})(?![\w%])(?: tiên)?{_tail('yoq')}| này)?(?! (?:trước|sau|tới|liền))",
    "fortnight": r"(?:kỳ|đợt) (?P<fk>1|2|ii|i)(?: của| trong)?[ /]"
    rf"tháng (?P<fm>{_NAME})(?![\w%]){_tail('yf')}",
    "ofmonth": r"(?:kỳ|đợt) (?P<om>1|2|ii|i)(?: này)?(?![\w%]|[/.,-][0-9])"
    r"|nửa (?P<omh>đầu|trước|cuối|sau) (?:của )?tháng(?: này)?(?! (?:trước|sau|tới|[^\W_]*[0-9]))"
    r"|nửa tháng (?P<omw>đầu|cuối)(?! năm)",
    "half": r"(?:nửa(?: năm)?|6 tháng|sáu tháng) (?P<hh>đầu|cuối)(?: của)?"
    rf"(?:{_of_year('yh')}| năm(?: nay)?(?! (?:qua|trước|ngoái)))?",
    "halfyear": r"(?<!sau )(?<!hơn )(?<!gần )(?<!suốt )(?<!vòng )(?<!một )nửa năm"
    r"(?P<hy> cuối| đầu)?"
    rf"(?! (?:trước|sau|tới|nữa|ngoái)){_tail('yhy')}",
    "finalmonth": rf"tháng (?:cuối cùng|cuối)(?: của)?"
    rf"(?: năm(?: nay)?(?! (?:ngoái|trước))|{_of_year('yfin')})(?: (?P<yfn>{_YEAR}))?",
    "lastmonths": rf"(?P<ln>{_COUNT}) tháng cuối(?: của)?(?:{_of_year('yl')}| năm(?: nay)?)?",
    "early": r"(?:những|các|mấy) tháng (?:đầu|qua|cuối|gần đây|vừa qua)(?: năm)?"
    rf"(?: {_YEAR}| nay)?",
    # «hơn ba tháng thực hiện …» tells how long, not when; «trong gần 10 tháng, …» when.
    "months": rf"(?:(?<!hơn )(?<!gần )(?<!suốt )(?<!vòng )"
    rf"|(?=\w+(?: \w+)? tháng(?:,? (?:của )?(?:đầu )?(?:năm|{_YEAR})| đầu|/| đã qua| vừa qua| qua))"
    rf"|{_WITHIN}(?=\w+(?: \w+)? tháng[,;]))"
    rf"(?P<mn>{_COUNT}) tháng(?! (?:nay|tới|sau|nữa|liên tiếp|liền|một lần|gần đây|trước|rưỡi))"
    rf"(?: (?:đầu tiên|đầu|qua(?! đây)|vừa qua|vừa rồi|đã qua))?(?: của)?"
    rf"(?:{_of_year('ym')}| (?:đầu )?năm(?: nay)?(?! (?:qua|trước|ngoái)))?",
    "counted": rf"(?P<cn>{_MONTH}) ?t(?: đầu năm)? ?[/.-]? ?(?P<ycn>{_YEAR})",
    "monthshalf": rf"(?P<mhn>{_COUNT}) tháng rưỡi(?: của| đầu(?: của)?)?"
    rf"(?:{_of_year('ymh')}| năm(?: nay)?(?! (?:qua|trước|ngoái)))",
    "quarter": rf"(?:quý|q) ?(?P<qn>{_QUARTER})(?![\w%])(?: tiên)?"
    rf"{_tail('yq')}",
    "shortmonth": rf"t(?P<sn>{_MONTH})[/.-](?P<ysn>{_YEAR})",
    "this": r"(?:trong|cả|trọn|hết|của) (?P<th>tháng|quý|kỳ)(?: này)?"
    rf"(?! (?:{_NAME}|{_QUARTER}|đầu|trước|này|tới|sau)\b)"
    r"|(?P<tn>tháng|quý|kỳ) này",
    "month": rf"tháng (?P<on>{_NAME})(?![\w%]|[.,][0-9]{{1,3}}(?![0-9]))"
    rf"{_tail('yo')}",
    "years": rf"(?:(?:{_COUNT} năm (?:qua )?)?(?:giai đoạn|thời kỳ|các năm|nhiệm kỳ)"
    rf"|{_COUNT} năm|trong) \(?(?:từ )?(?:năm )?(?P<ya>{_YEAR}) ?(?:-|đến) ?(?:năm )?"
    rf"(?P<yb>{_YEAR})",
    "samelast": r"cùng (?:kỳ|(?:thời gian|thời điểm|giai đoạn|tháng|quý)"
    r"(?= (?:của )?(?:năm|[12][0-9]{3}))|thời kỳ)(?! này)"
    rf"(?: (?:của )?(?:năm )?(?P<yc>{_YEAR})| năm (?:(?:liền )?trước(?: đó)?|ngoái))?"
    r"|yoy|y/y|y-o-y",
    "lastyear": r"năm (?:trước đó|liền trước|trước|ngoái)",
    "previous": r"(?:nửa tháng|tháng|quý|kỳ|đợt|tuần|[0-9]{2} ngày)"
    r" (?:trước đó|liền trước|liền kề|kề trước|trước)|mom|qoq|m/m|q/q",
    "then": r"(?:khi|lúc|hồi) (?:ấy|đó)",
    "thisspan": r"(?:cùng )?(?:thời gian|khoảng thời gian|thời điểm) (?:này|trên)"
    r"|cùng (?:thời gian|thời điểm|giai đoạn)",
    "date": rf"(?:ngày )?(?P<dd>{_DAY})(?P<sep>[/.-])(?P<dm>{_MONTH})(?P=sep)(?P<dy>{_YEAR})",
    "longdate": rf"ngày (?P<ld>{_DAY}) tháng (?P<lm>{_MONTH}),? năm (?P<ly>{_YEAR})",
    "isodate": rf"(?P<iy>{_YEAR})-(?P<im>0[1-9]|1[0-2])(?:-(?P<id>{_DAY}))?(?![0-9/-])",
    "daymonth": r"(?:ngày|sáng|chiều|tối|trưa) (?:ngày )?"
    rf"(?P<ed>{_DAY})/(?P<em>{_MONTH})(?![0-9/])",
    "year": rf"(?:(?:cả|trong|hết|trọn) )?năm (?P<yy>{_YEAR})",
    "wholeyear": r"(?:cả|trọn|hết|trong) năm(?: (?:nay|qua(?! đây)|vừa qua|vừa rồi))?(?! tháng)"
    r"|(?<!những )(?<!nhiều )(?<!các )(?<!mấy )(?<![0-9] )(?<!hai )(?<!ba )(?<!bốn )(?<!năm )"
    r"(?<!vài )năm (?:nay|qua(?! đây)|vừa qua|vừa rồi)",
    "bareyear": rf"(?P<by>{_YEAR})",
}
_FIRST = (
    r"[0-9]|[qt][0-9]|(?:từ|tính|lũy|cộng|kể|cho|đến|tới|hết|tháng|nửa|kỳ|đợt|quý|q|trong|giai|thời|các"
    r"|nhiệm|cùng|năm|tuần|khi|lúc|hồi|khoảng|ngày|sáng|chiều|tối|trưa|cả|trọn|những|mấy|một|hai|ba"
    r"|bốn|sáu|bảy|bẩy|tám|chín|mười)[ ,]|y(?:oy|/y|-o)|mom|qoq|m/m|q/q"
)
"""What a form begins with: almost every word of a text is passed over by it."""
_PATTERN = re.compile(
    rf"(?<![\w/])(?={_FIRST})(?<![0-9][.,-])(?:"
    + "|".join(f"(?P<{name}>{form})" for name, form in _FORMS.items())
    + r")(?!\w)"
)


@dataclass(frozen=True, slots=True)
class PeriodMention:
    """Words that name a period, month and day known, the year only where it is printed.

    ``role`` is ``last_year`` for the same period a year before, ``previous`` for the period before
    of the same length, ``this`` for the month or quarter reported on, ``same`` for the one just
    spoken of, ``then`` for the past one just spoken of, ``to_date`` for the year up to the one
    spoken of, ``until`` for a horizon ahead, ``within`` for a part of the quarter or month spoken
    of («hai tháng đầu quý», «kỳ 1»), whose days are counted as if that began with the year, else
    ``own``. ``current`` says «năm nay».
    """

    span: Span
    kind: PeriodKind
    start: tuple[int, int] = (1, 1)
    end: tuple[int, int] = (12, 31)
    year: int | None = None
    role: Literal[
        "own", "last_year", "previous", "same", "until", "to_date", "then", "this", "within"
    ] = "own"
    last_year: int | None = None
    current: bool = False

    def resolve(self, year: int) -> tuple[date, date]:
        """First and last day, in ``year`` where none is printed."""
        own = self.year if self.year is not None else year
        if self.kind == "years":
            last = self.last_year or own
            return date(min(own, last), 1, 1), date(max(own, last), 12, 31)
        # «từ tháng 11 đến tháng 3/2024» begins in the year before the one that is printed.
        return _day(own - (self.start > self.end), self.start), _day(own, self.end)

    def set_within(self, spoken: PeriodMention) -> PeriodMention:
        """A part of the quarter or month spoken of as the days of it, which the last of them is."""
        last = spoken.end[0]
        begin = 3 * ((last - 1) // 3) if self.kind == "quarter" else last - 1
        months = self.end[0] - self.start[0]
        kind: PeriodKind = "part"
        if self.kind == "quarter" and months != 1:
            kind = "quarter" if months else "month"
        start, end = (self.start[0] + begin, self.start[1]), (self.end[0] + begin, self.end[1])
        if end[1] > _HALF:
            end = end[0], _day(_LEAP, (end[0], 31)).day
        return replace(self, kind=kind, start=start, end=end, year=spoken.year, role="own")

    def may_equal(self, other: PeriodMention) -> bool:
        """Whether both name the same days of a year, and no two different years."""
        years = {year for year in (self.year, other.year) if year is not None}
        leap = 2000
        mine, others = replace(self, year=leap), replace(other, year=leap)
        return len(years) < 2 and mine.resolve(leap) == others.resolve(leap)


def _day(year: int, month_day: tuple[int, int]) -> date:
    """The date, the month's last day where it has fewer."""
    month, day = month_day
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _WORDS[word]


def _quarter_number(word: str) -> int:
    return int(word) if word.isdigit() else _QUARTERS[word]


def _year(*printed: str | None) -> int | None:
    return next((int(p) for p in printed if p), None)


def _listed(m: re.Match[str], span: Span) -> PeriodMention:
    first, last = int(m["la"]), int(m["lb"])
    return PeriodMention(span, "part", (first, 1), (last, 31), _year(m["yli"]))


def _of_quarter(m: re.Match[str], span: Span) -> PeriodMention:
    """Months of a quarter, of the one spoken of where it has no number."""
    count = _number(m["oq"] or "1")
    where = m["oqw"] or m["oqo"] or "đầu"
    first = {"đầu": 1, "giữa": 2, "cuối": 4 - count}[where]
    mention = PeriodMention(span, "quarter", (first, 1), (first + count - 1, 31), role="within")
    if m["oqn"] is None:
        return mention
    quarter = PeriodMention(span, "quarter", year=_year(m["yoq"]))
    begin = 3 * _quarter_number(m["oqn"]) - 2
    return mention.set_within(replace(quarter, start=(begin, 1), end=(begin + 2, 31)))


def _of_month(m: re.Match[str], span: Span) -> PeriodMention:
    """A half of the month spoken of."""
    first = (m["om"] or m["omh"] or m["omw"]) in ("1", "i", "đầu", "trước")
    start, end = ((1, 1), (1, 15)) if first else ((1, 16), (1, 31))
    return PeriodMention(span, "part", start, end, role="within")


_Builder = Callable[[re.Match[str], Span], PeriodMention]


def _range(m: re.Match[str], span: Span) -> PeriodMention:
    return PeriodMention(
        span,
        "part",
        (int(m["mr0"]), int(m["dr0"])),
        (int(m["mr1"]), int(m["dr1"])),
        _year(m["yr1"], m["yr0"]),
    )


def _days(m: re.Match[str], span: Span) -> PeriodMention:
    """Days of one month, or of the one before it on («từ ngày 25 đến ngày 5/10»)."""
    first, last, month = int(m["ds"]), int(m["de"]), int(m["dsm"])
    begin = month if first <= last else (month - 1 or 12)
    return PeriodMention(span, "part", (begin, first), (month, last), _year(m["yds"]))


def _to_date(m: re.Match[str], span: Span) -> PeriodMention:
    end = (int(m["mt1"]), int(m["dt1"]))
    return PeriodMention(span, "cumulative", (1, 1), end, _year(m["yt1"], m["st1"]))


def _today(m: re.Match[str], span: Span) -> PeriodMention:
    end = (int(m["mt2"]), int(m["dt2"]))
    return PeriodMention(span, "cumulative", (1, 1), end, _year(m["yt2"]))


def _half(m: re.Match[str], span: Span) -> PeriodMention:
    start, end = ((1, 1), (6, 30)) if m["hh"] == "đầu" else ((7, 1), (12, 31))
    return PeriodMention(span, "part", start, end, _year(m["yh"]))


def _half_month(m: re.Match[str], span: Span) -> PeriodMention:
    month = _number(m["hmn"])
    start, end = ((month, 1), (month, 15)) if m["hm"] == "đầu" else ((month, 16), (month, 31))
    return PeriodMention(span, "part", start, end, _year(m["yhm"]))


def _weeks(m: re.Match[str], span: Span) -> PeriodMention:
    month = _number(m["wkm"])
    last = {1: 7, 2: 15, 3: 21}[_number(m["wk"] or "1")]
    return PeriodMention(span, "part", (month, 1), (month, last), _year(m["ywk"]))


def _half_year(m: re.Match[str], span: Span) -> PeriodMention:
    start, end = ((7, 1), (12, 31)) if m["hy"] == " cuối" else ((1, 1), (6, 30))
    return PeriodMention(span, "part", start, end, _year(m["yhy"]))


def _fortnight(m: re.Match[str], span: Span) -> PeriodMention:
    month = _number(m["fm"])
    first = m["fk"] in ("1", "i")
    start, end = ((month, 1), (month, 15)) if first else ((month, 16), (month, 31))
    return PeriodMention(span, "part", start, end, _year(m["yf"]))


def _quarter(m: re.Match[str], span: Span) -> PeriodMention:
    number = _quarter_number(m["qn"])
    return PeriodMention(span, "quarter", (3 * number - 2, 1), (3 * number, 31), _year(m["yq"]))


def _month_mention(m: re.Match[str], span: Span) -> PeriodMention:
    month = _number(m["on"])
    return PeriodMention(span, "month", (month, 1), (month, 31), _year(m["yo"]))


_BUILDERS: dict[str, _Builder] = {
    "range": _range,
    "days": _days,
    "tomid": lambda m, s: PeriodMention(
        s, "cumulative", (1, 1), (_number(m["mid"]), 15), _year(m["ymid"], m["smi"], m["smh"])
    ),
    "weeks": _weeks,
    "halfyear": _half_year,
    "longdate": lambda m, s: PeriodMention(
        s, "date", (int(m["lm"]), int(m["ld"])), (int(m["lm"]), int(m["ld"])), int(m["ly"])
    ),
    "isodate": lambda m, s: PeriodMention(
        s,
        "date",
        (int(m["im"]), int(m["id"] or 28)),
        (int(m["im"]), int(m["id"] or 28)),
        int(m["iy"]),
    ),
    "todate": _to_date,
    "today": _today,
    "shortmonth": lambda m, s: PeriodMention(
        s, "month", (int(m["sn"]), 1), (int(m["sn"]), 31), int(m["ysn"])
    ),
    "tomonth": lambda m, s: PeriodMention(
        s, "cumulative", (1, 1), (_number(m["nm"]), 31), _year(m["ytm"], m["stm"])
    ),
    "throughmonth": lambda m, s: PeriodMention(
        s, "cumulative", (1, 1), (_number(m["hmo"]), 31), _year(m["yhmo"])
    ),
    "toquarter": lambda m, s: PeriodMention(
        s,
        "cumulative",
        (1, 1),
        (3 * _quarter_number(m["qh"]), 31),
        _year(m["yqh"], m["sqh"], m["sqe"]),
    ),
    "firstdays": lambda m, s: PeriodMention(
        s, "part", (_number(m["fdm"]), 1), (_number(m["fdm"]), int(m["fd"])), _year(m["yfd"])
    ),
    "firstquarters": lambda m, s: PeriodMention(
        s, "cumulative", (1, 1), (3 * _number(m["fq"]), 31), _year(m["yfq"])
    ),
    "quartersum": lambda m, s: PeriodMention(
        s, "cumulative", (1, 1), (3 * _number(m["fs"]), 31), _year(m["yfs"])
    ),
    "firstmonth": lambda m, s: PeriodMention(s, "month", (1, 1), (1, 31), _year(m["yfmo"])),
    "tonow": lambda m, s: PeriodMention(s, "relative", year=_year(m["yn"]), role="to_date"),
    "todatebare": lambda _, s: PeriodMention(s, "relative", role="to_date"),
    "until": lambda m, s: PeriodMention(s, "year", year=int(m["yu"]), role="until"),
    "halfmonth": _half_month,
    "monthrange": lambda m, s: PeriodMention(
        s, "part", (_number(m["ra"]), 1), (_number(m["rb"]), 31), _year(m["yra"])
    ),
    "ofmonths": lambda m, s: PeriodMention(
        s, "part", (int(m["oa"]), 1), (int(m["ob"]), 31), _year(m["yob"])
    ),
    "counted": lambda m, s: PeriodMention(
        s, "cumulative", (1, 1), (int(m["cn"]), 31), _year(m["ycn"])
    ),
    "listed": _listed,
    "ofquarter": _of_quarter,
    "ofmonth": _of_month,
    "fortnight": _fortnight,
    "half": _half,
    "early": lambda _, s: PeriodMention(s, "relative", role="same"),
    "finalmonth": lambda m, s: PeriodMention(
        s, "month", (12, 1), (12, 31), _year(m["yfin"], m["yfn"])
    ),
    "lastmonths": lambda m, s: PeriodMention(
        s, "part", (13 - _number(m["ln"]), 1), (12, 31), _year(m["yl"])
    ),
    "months": lambda m, s: PeriodMention(
        s, "cumulative", (1, 1), (_number(m["mn"]), 31), _year(m["ym"])
    ),
    "monthshalf": lambda m, s: PeriodMention(
        s, "cumulative", (1, 1), (_number(m["mhn"]) % 12 + 1, 15), _year(m["ymh"])
    ),
    "quarter": _quarter,
    "month": _month_mention,
    "years": lambda m, s: PeriodMention(s, "years", year=int(m["ya"]), last_year=int(m["yb"])),
    "samelast": lambda m, s: PeriodMention(s, "relative", year=_year(m["yc"]), role="last_year"),
    "lastyear": lambda _, s: PeriodMention(s, "relative", role="last_year"),
    "previous": lambda _, s: PeriodMention(s, "relative", role="previous"),
    "this": lambda m, s: PeriodMention(s, _SPANS[m["th"] or m["tn"]], role="this"),
    "then": lambda _, s: PeriodMention(s, "relative", role="then"),
    "thisspan": lambda _, s: PeriodMention(s, "relative", role="same"),
    "date": lambda m, s: PeriodMention(
        s, "date", (int(m["dm"]), int(m["dd"])), (int(m["dm"]), int(m["dd"])), int(m["dy"])
    ),
    "daymonth": lambda m, s: PeriodMention(
        s, "date", (int(m["em"]), int(m["ed"])), (int(m["em"]), int(m["ed"]))
    ),
    "year": lambda m, s: PeriodMention(s, "year", year=int(m["yy"])),
    "wholeyear": lambda _, s: PeriodMention(s, "year"),
    "bareyear": lambda m, s: PeriodMention(s, "year", year=int(m["by"])),
}


_LASTING = re.compile(
    r"(?<!\w)(?:hoạt động|mở cửa|mở lại|đóng cửa|kéo dài|dừng|ngừng|gián đoạn|nghỉ|ngưng|vận hành"
    r"|chờ|trễ|chậm|muộn|sớm|liên tục|liền|chưa đầy|khoảng|chừng|ngót|thời hạn|kỳ hạn|cách đây|mất"
    r"|tồn kho|dự trữ|trong vòng|ròng rã|tròn|vỏn vẹn|đúng)"
    r"(?: (?:được|trong|hơn|gần|tới|đến|cả))? \Z"
)
"""Before «5 tháng» these say how long something lasted, not when."""
_HOW_LONG = 24


def periods(folded: Folded) -> list[PeriodMention]:
    """Every mention of a period or a day in the text, in order, none overlapping."""
    found: list[PeriodMention] = []
    for match in _PATTERN.finditer(folded.lower):
        name = next(n for n in _BUILDERS if match[n] is not None)
        mention = _in_month(_BUILDERS[name](match, Span(match.start(), match.end())))
        if name == "months" and match["ym"] is None and _lasts(folded, match):
            continue
        if name == "listed" and not _in_row(match):
            continue
        if match.group().endswith("năm nay"):
            mention = replace(mention, current=True)
        last = found[-1] if found else None
        if name == "lastyear" and last is not None and _is_part_of(folded, last, mention):
            whole = Span(last.span.start, mention.span.end)
            found[-1] = replace(last, span=whole, role="last_year")
            continue
        found.append(mention)
    return found


def _lasts(folded: Folded, months: re.Match[str]) -> bool:
    """«lối mở chỉ hoạt động 5 tháng»: how long, unless counted from the year's beginning."""
    start = months.start()
    bare = months.group().endswith("tháng")
    return bare and _LASTING.search(folded.lower, max(0, start - _HOW_LONG), start) is not None


def _in_row(months: re.Match[str]) -> bool:
    """«ba tháng 7, 8 và 9»: as many as there are from the first to the last."""
    count = int(months["lb"]) - int(months["la"]) + 1
    told = _number(months["lc"]) if months["lc"] else 1 + len(months.group().split(",")[1:]) + 1
    return count == told


def _in_month(mention: PeriodMention) -> PeriodMention:
    """The mention with an end that its month has in some year: one part of a year looks alike in
    all its forms."""
    month, day = mention.end
    last = calendar.monthrange(_LEAP, month)[1]
    return replace(mention, end=(month, last)) if day > last else mention


def _is_part_of(folded: Folded, part: PeriodMention, year: PeriodMention) -> bool:
    """«quý I năm ngoái»: that part of the year before."""
    beside = folded.text[part.span.end : year.span.start] == " "
    return beside and part.role == "own" and part.kind != "date" and part.year is None
