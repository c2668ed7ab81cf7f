"""From characters to periods: every form that names one, as a mention of it.

A mention has the days that the form's words and numbers name, in some year; what only lasts as long
(«hoạt động 5 tháng») is none. Two forms that name one part of a year give equal days.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Literal

from extractor.folding import Folded
from extractor.numbers.period import LEAP, PeriodKind, PeriodMention
from extractor.numbers.period_forms import PERIOD
from extractor.span import Span

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
_MONTHS = {"tháng": 1, "quý": 3, "năm": 12}
_SPANS: dict[str, PeriodKind] = {"tháng": "month", "quý": "quarter", "kỳ": "part"}


_FIRST_HALF = ("đầu", "trước")
_SAME = ("cùng kỳ", "cùng thời kỳ")


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
    first = (m["om"] or m["omh"] or m["omw"] or m["omd"]) in ("1", "i", "đầu", "trước")
    start, end = ((1, 1), (1, 15)) if first else ((1, 16), (1, 31))
    return PeriodMention(span, "part", start, end, role="within")


def _range(m: re.Match[str], span: Span) -> PeriodMention:
    return PeriodMention(
        span,
        "part",
        (int(m["mr0"]), int(m["dr0"])),
        (int(m["mr1"]), int(m["dr1"])),
        _year(m["yr1"], m["yr0"]),
    )


def _days(m: re.Match[str], span: Span) -> PeriodMention:
    """Days of one month, or of the one before it on («từ ngày 25 đến ngày 5/10»).

    «Từ đầu tháng 9 đến ngày 15/11» begins with the month named.
    """
    first, last, month = int(m["ds"] or 1), int(m["de"]), int(m["dsm"])
    begin = month if first <= last else (month - 1 or 12)
    if m["dsn"] is not None:
        begin = _number(m["dsn"])
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
    start, end = ((month, 1), (month, 15)) if m["hm"] in _FIRST_HALF else ((month, 16), (month, 31))
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


def _away(m: re.Match[str], span: Span) -> PeriodMention:
    """So many months from the one spoken of; a year before it is ``last_year``."""
    if m["alu"] is not None:
        return PeriodMention(span, "relative", role="away", months=_MONTHS[m["alu"]])
    back = m["aen"] or m["aes"] or ("2" if m["aet"] is not None else None)
    years = -_number(back) if back is not None else _number(m["aln"] or m["als"])
    role: Literal["last_year", "away"] = (
        "last_year" if years == -1 and not m[0].startswith("cách") else "away"
    )
    return PeriodMention(span, "relative", role=role, months=12 * years)


def _spanning(m: re.Match[str], span: Span) -> PeriodMention:
    """Months from one year to another, which may be the same."""
    first, last = _year(m["ypb"], m["ypa"], m["ypc"]), int(m["ypz"] or m["ypn"])
    start, _ = _months(m["mpa"] or m["mpc"], m["qpa"] or m["qpc"])
    counted = m["cpz"] or "6"  # «nửa đầu năm 2023»
    _, end = _months(m["mpz"] if m["ypz"] else counted, m["qpz"])
    begun = first if first is not None and first < last else None
    kind: PeriodKind = "cumulative" if begun is None and start == (1, 1) else "part"
    return PeriodMention(span, kind, start, end, last, begun=begun)


def _months(month: str | None, quarter: str | None) -> tuple[tuple[int, int], tuple[int, int]]:
    """The first and the last day of a month or a quarter, of the year without either."""
    if quarter is not None:
        number = _quarter_number(quarter)
        return (3 * number - 2, 1), (3 * number, 31)
    if month is not None:
        return (_number(month), 1), (_number(month), 31)
    return (1, 1), (12, 31)


def _together(m: re.Match[str], span: Span) -> PeriodMention:
    """From the first of some months or quarters to the last."""
    start, _ = _months(m["tma"], m["tqa"])
    _, end = _months(m["tmb"], m["tqb"])
    kind: PeriodKind = "cumulative" if start == (1, 1) else "part"
    return PeriodMention(span, kind, start, end, _year(m["ytg"]))


_Builder = Callable[[re.Match[str], Span], PeriodMention]
_BUILDERS: dict[str, _Builder] = {
    "spanning": _spanning,
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
    "tolast": lambda m, s: PeriodMention(s, "relative", year=_year(m["slm"]), role="to_date"),
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
    "together": _together,
    "fewdays": lambda _, s: PeriodMention(s, "part", (1, 1), (1, 15), role="this"),
    "monthshalf": lambda m, s: PeriodMention(
        s, "cumulative", (1, 1), (_number(m["mhn"]) % 12 + 1, 15), _year(m["ymh"])
    ),
    "quarter": _quarter,
    "month": _month_mention,
    "years": lambda m, s: PeriodMention(s, "years", year=int(m["ya"]), last_year=int(m["yb"])),
    "away": _away,
    "samelast": lambda m, s: PeriodMention(s, "relative", year=_year(m["yc"]), role="last_year"),
    "wholelast": lambda _, s: PeriodMention(s, "year", role="last_year"),
    "lastyear": lambda _, s: PeriodMention(s, "relative", role="last_year"),
    "previous": lambda _, s: PeriodMention(s, "relative", role="previous"),
    "this": lambda m, s: PeriodMention(s, _SPANS[m["th"] or m["tn"] or m["tp"]], role="this"),
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
_LEFT = re.compile(
    rf"{_LASTING.pattern}|(?<!\w)(?:còn|sau|trước|mỗi|cứ|thêm|hơn|gần|suốt|hết|từng|vài) \Z"
)
"""Before «nửa tháng» these say how long something lasted, or lasts yet."""
_ONE_MONTH = frozenset({"một tháng", "1 tháng"})
"""«chỉ riêng một tháng»: the one spoken of, and not January."""
_PRICES = re.compile(
    r"(?<!\w)(?:giá(?: trị)? (?:so sánh|cố định|gốc|kỳ gốc|bất biến)|năm gốc"
    r"|(?:theo|quy về|mặt bằng) (?:mặt bằng )?giá)(?: của)?[ (]+\Z"
)
"""«theo giá so sánh 2010»: before a year, whose prices something is reckoned in."""


_EACH = re.compile(
    r"(?:[^.;\n]|[.;](?! )){0,160}?(?:(?<!\w)(?:lần lượt|tương ứng|đều|mỗi|từng)(?!\w)"
    r"|[0-9](?: ?(?:triệu|tỷ|tỉ|nghìn)(?: (?:usd|đồng|đô la(?: mỹ)?))?)? và [0-9])"
)
"""Behind «hai năm 2022 và 2023»: that what is told is of each of them and not of both together."""
_PRINTED = re.compile(r"(?:năm )?(?<!\d)\d{4}")


def periods(folded: Folded) -> list[PeriodMention]:
    """Every mention of a period or a day in the text, in order, none overlapping."""
    found: list[PeriodMention] = []
    for match in PERIOD.finditer(folded.lower):
        name = match.lastgroup  # the form's, which ends behind all numbers in it
        assert name is not None
        if name == "eachyear":
            found.extend(_in_years(folded, match))
            continue
        mention = _in_month(_BUILDERS[name](match, Span(match.start(), match.end())))
        if name == "months" and match["ym"] is None and _lasts(folded, match):
            continue
        if name == "months" and match.group() in _ONE_MONTH:
            mention = PeriodMention(mention.span, "month", role="this")
        if name == "listed" and not _in_row(match):
            continue
        if name == "fewdays" and _LEFT.search(
            folded.lower, max(0, match.start() - _HOW_LONG), match.start()
        ):
            continue
        if name in ("year", "bareyear") and _is_of_prices(folded, match.start()):
            continue
        if match.group().endswith("năm nay"):
            mention = replace(mention, current=True)
        last = found[-1] if found else None
        past = name == "lastyear" or match.group().startswith(_SAME)
        if past and last is not None and _is_part_of(folded, last, mention):
            whole = Span(last.span.start, mention.span.end)
            found[-1] = replace(last, span=whole, role="last_year", year=mention.year)
            continue
        if last is not None and _shares_year(folded, last, mention):
            turned = last.start > mention.start  # «tháng 12 và tháng 1/2024»
            found[-1] = replace(last, year=(mention.year or 0) - turned)
        found.append(mention)
    return found


def _shares_year(folded: Folded, first: PeriodMention, second: PeriodMention) -> bool:
    """«tháng 4 và tháng 5 năm 2024», «quý I, quý II/2023»: of one year, printed with the last."""
    joined = folded.lower[first.span.end : second.span.start] in (" và ", " cùng ", " với ", ", ")
    if not joined or first.year is not None or second.year is None or first.current:
        return False
    return first.kind == second.kind in ("month", "quarter") and first.role == second.role == "own"


def _in_years(folded: Folded, match: re.Match[str]) -> list[PeriodMention]:
    """«hai năm 2022 và 2023»: both together, or each where the text goes on with each."""
    single = [
        PeriodMention(Span(m.start(), m.end()), "year", year=int(m.group()[-4:]))
        for m in _PRINTED.finditer(folded.lower, match.end("eyc"), match.end())
    ]
    years = [m.year or 0 for m in single]
    row = list(range(years[0], years[0] + _number(match["eyc"])))
    if years != row or _EACH.match(folded.lower, match.end()) is not None:
        return single
    return [PeriodMention(Span(*match.span()), "years", year=years[0], last_year=years[-1])]


def _lasts(folded: Folded, months: re.Match[str]) -> bool:
    """«lối mở chỉ hoạt động 5 tháng»: how long, unless counted from the year's beginning."""
    start = months.start()
    bare = months.group().endswith("tháng")
    return bare and _LASTING.search(folded.lower, max(0, start - _HOW_LONG), start) is not None


def _is_of_prices(folded: Folded, start: int) -> bool:
    """«giá trị sản xuất (giá so sánh 2010)»: whose prices are reckoned in, and no time."""
    return _PRICES.search(folded.lower, max(0, start - _HOW_LONG), start) is not None


def _in_row(months: re.Match[str]) -> bool:
    """«ba tháng 7, 8 và 9»: as many as there are from the first to the last."""
    count = int(months["lb"]) - int(months["la"]) + 1
    told = _number(months["lc"]) if months["lc"] else 1 + len(months.group().split(",")[1:]) + 1
    return count == told


def _in_month(mention: PeriodMention) -> PeriodMention:
    """The mention with an end that its month has in some year: one part of a year looks alike in
    all its forms."""
    month, day = mention.end
    last = calendar.monthrange(LEAP, month)[1]
    return replace(mention, end=(month, last)) if day > last else mention


def _is_part_of(folded: Folded, part: PeriodMention, year: PeriodMention) -> bool:
    """«quý I năm ngoái», «6 tháng cùng kỳ năm 2015»: that part of the year before."""
    beside = folded.text[part.span.end : year.span.start] == " "
    return beside and part.role == "own" and part.kind != "date" and part.year is None
