"""Which periods an article reports, and which it compares with, hopes for or counts from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from extractor.folding import Folded
from extractor.numbers.period import LEAP, PeriodMention
from extractor.reader.dateline import is_of_issue
from extractor.reader.layout import Paragraph
from extractor.reader.lexicon import DESPITE, TARGET, WORTH
from extractor.span import Span

_BEFORE = 60
"""Characters before a period in which it is said to be what another is compared with, behind it in
which it is said to be what is hoped for."""
_AMOUNT = r"[0-9.,]+ ?(?:nghìn |ngàn )?(?:triệu|tỷ|tỉ) ?(?:usd|đồng|đô la(?: mỹ)?)"
_COMPARED = re.compile(
    r"(?<!\w)(?:so|so với|(?<!cao )bằng|hơn|kém|thua|gấp đôi|gấp [0-9.,]+ lần)(?: cùng)?"
    rf"(?: (?:mức|con số|{'|'.join(sorted(WORTH))}|kết quả|số))?(?: (?:gần|hơn|khoảng|trên))?"
    rf"(?: {_AMOUNT})? "
    r"(?:(?:của|trong|hồi|vào|ở) )?\Z"
    r"|(?:năm ngoái|năm trước|cùng kỳ) \(\Z"
    r"|(?<!\w)từ (?:(?:mức|con số|chỗ|gần|hơn|khoảng|mới) ){0,2}"
    rf"{_AMOUNT} (?:(?:của|trong|hồi|vào|ở) )?\Z"
    r"|(?<!\w)so với (?:(?!cùng |(?:năm|quý|kỳ|tháng) (?:trước|ngoái|liền))[^\n.,;:()0-9])+\Z"
)
_LED_BY = 24
"""Characters before a year in which it is said that the text does not report it."""
_SINCE = re.compile(r"(?<!\w)(?:kể từ|tính từ|từ) \Z")
"""«tháng giảm đầu tiên kể từ năm 2010»: since when, and nothing that the article reports."""
_LEFT = re.compile(r"(?<!\w)(?:sau|hậu|khác|khác với|khác hẳn)(?: (?:khi|một|cả|trọn|hết))* \Z")
"""«Sau một năm 2023 ảm đạm, …»: a year that is left behind, and nothing that the text reports."""
_BRACKETED = re.compile(
    r"(?: này| đó)?(?::| -|,)?(?: (?:là|đạt|mới|chỉ|được|có|ước|ước đạt|ở mức|gần|hơn|khoảng))*"
    rf" [+-]?{_AMOUNT}\)"
)
"""«4,86 tỷ USD (năm 2016: 4,32 tỷ USD)»: what a bracket holds but a time and an amount."""
_CONCEDED = re.compile(rf"(?<!\w)(?:{'|'.join(sorted(DESPITE))}) \Z")
"""«Xuất khẩu tăng dù bốn tháng giãn cách»: a time of something else, which it says by the way."""
_CONCEDED_REACH = 10
_RIGHTS = re.compile(r"(?:©|\(c\)|copyright|bản quyền)[ :©]*(?:\d{4} ?[-–] ?)?\Z")
"""«© 2020», «Copyright © 2015 - 2020»: since when a page is somebody's."""
_HOPED = re.compile(rf"[^.;\n]*?(?<!\w)(?:{'|'.join(sorted(TARGET - {'sẽ'}))})(?!\w)")
_EXPECTED = re.compile(r"[^.;\n]*?(?<!\w)(?:dự kiến|dự báo|dự tính|ước tính|có thể)(?!\w)")
_AIMED = re.compile(rf"(?<!\w)(?:{'|'.join(sorted(TARGET - {'sẽ'}))})(?!\w)")
_PLAN = (
    r"(?:kế hoạch|phương hướng|nhiệm vụ|chương trình|mục tiêu|giải pháp|định hướng|triển vọng"
    r"|chỉ tiêu)"
)
_PLANNING = re.compile(
    r"[^0-9.;\n]*?\n?(?:(?<!\w)và|[,;–-])(?: [^\W\d]+){0,3}?"
    rf" {_PLAN}(?:(?:,| và| -) {_PLAN})*(?: [^\W\d]+){{0,6}} "
)
"""Between a time and a later one: that of the later one something is planned."""
_TURN = 90
"""Characters between the halves of «kết quả năm 2020 và phương hướng, nhiệm vụ năm 2021»."""
_TURNED = 6
"""Months from which on the later of two times is of the next year."""
_DATA = re.compile(
    r"(?:[(\[]|^[*\s-]*)(?:(?:số liệu|kỳ báo cáo|kỳ số liệu)(?!\w)"
    r"|(?:thời gian|thời điểm|thời kỳ|mốc) (?:báo cáo|số liệu|(?:lấy|chốt|tính) số liệu)(?!\w))"
    r"[^.;\n0-9]{0,40}\Z",
    re.MULTILINE,
)
"""«(Số liệu tính từ …)»: on a line or in a bracket of its own, of what time all figures are."""


@dataclass(frozen=True, slots=True)
class Reported:
    """The periods of an article's paragraphs, each list in the order of the text.

    ``own`` are those that it reports, ``against`` those that they are compared with, ``hoped``
    where years start of which a sentence tells that something is aimed at, ``planned`` where the
    later of two times starts of which only the first is reported.
    """

    own: tuple[PeriodMention, ...]
    against: tuple[PeriodMention, ...]
    hoped: frozenset[int]
    planned: frozenset[int]


def reported(folded: Folded, periods: Sequence[PeriodMention], published: date | None) -> Reported:
    """Tell the periods apart, of an article that was published on the day given, if any."""
    named = [
        p
        for p in periods
        if p.role == "own"
        and p.kind not in ("years", "date", "relative")
        and not is_of_issue(folded, p)
    ]
    against = tuple(
        p
        for p in named
        if _COMPARED.search(folded.lower, max(0, p.span.start - _BEFORE), p.span.start)
    )
    days = [p.year for p in periods if p.kind == "date" and p.year is not None]
    hoped_for = _planned(folded, named, min(days, default=None))
    compared = {p.span for p in (*against, *hoped_for)} | {
        p.span
        for p in named
        if p.kind == "year"
        and any(
            led.search(folded.lower, max(0, p.span.start - _LED_BY), p.span.start)
            for led in (_SINCE, _LEFT, _RIGHTS)
        )
    }
    aside = _bracketed(folded, [p for p in named if p.span not in compared])
    against = tuple(sorted((*against, *aside), key=lambda p: p.span.start))
    compared |= {p.span for p in aside}
    halves = dict(_halves(folded, named))
    planned = {later.span for later in halves.values()}
    own = tuple(_dated(p, halves.get(p.span)) for p in named if p.span not in compared | planned)
    if published is not None:
        # What has yet to begin is a plan: it is not what the article reports.
        own = tuple(p for p in own if p.year is None or p.resolve(p.year)[0] <= published)
    hoped = frozenset(p.span.start for p in own if p.kind == "year" and _is_hoped(folded, p))
    return Reported(own, against, hoped, frozenset(s.start for s in planned))


def main_period(
    folded: Folded, paragraphs: Sequence[Paragraph], own: Sequence[PeriodMention]
) -> PeriodMention | None:
    """The one that a line says the data are of, else the title's, else the first one named."""
    for mention in own:
        before = folded.lower[max(0, mention.span.start - _BEFORE) : mention.span.start]
        behind = folded.lower[mention.span.end : mention.span.end + 2].lstrip(" ")[:1]
        if behind in (")", "]", "\n", "") and _DATA.search(before) is not None:
            return mention
    for paragraph in paragraphs:
        if paragraph.title:
            for mention in own:
                if paragraph.span.contains(mention.span) and not _is_conceded(folded, mention):
                    return mention
    dated = [m for m in own if m.year is not None]
    return next(iter(dated or own), None)


def _is_conceded(folded: Folded, mention: PeriodMention) -> bool:
    start = mention.span.start
    return _CONCEDED.search(folded.lower, max(0, start - _CONCEDED_REACH), start) is not None


def _bracketed(folded: Folded, named: Sequence[PeriodMention]) -> list[PeriodMention]:
    """«4,86 tỷ USD (năm 2016: 4,32 tỷ USD)»: times that brackets hold with an amount of then,
    where the text reports a later year."""
    within = {
        p.span: p.year
        for p in named
        if p.year is not None
        and folded.lower.startswith("(", p.span.start - 1)
        and _BRACKETED.match(folded.lower, p.span.end)
    }
    last = max((p.year for p in named if p.year and p.span not in within), default=0)
    return [p for p in named if p.span in within and (p.year or last) < last]


def _is_hoped(folded: Folded, year: PeriodMention) -> bool:
    """«Kịch bản tỉnh đưa ra: năm 2025 kim ngạch đạt 6 tỷ USD»: behind a word of aim."""
    before = folded.lower[max(0, year.span.start - 2 * _BEFORE) : year.span.start]
    return _AIMED.search(re.split(r"[.;\n]\s", before)[-1]) is not None


def _halves(folded: Folded, named: Sequence[PeriodMention]) -> Iterator[tuple[Span, PeriodMention]]:
    """«Kết quả 6 tháng đầu năm và phương hướng, nhiệm vụ 6 tháng cuối năm 2020»: the first's place
    in the text and the later one, of which nothing is reported yet."""
    for first, later in pairwise(named):
        gap = later.span.start - first.span.end
        if not 0 < gap <= _TURN:
            continue
        words = folded.lower[first.span.end : later.span.start]
        if _PLANNING.fullmatch(words) and _begins_later(first, later):
            yield first.span, later


def _begins_later(first: PeriodMention, later: PeriodMention) -> bool:
    """Whether the second time begins behind the first, of one year where it alone has one.

    Of two years where the first is of the end of one.
    """
    year = later.year or first.year or LEAP
    turned = first.year is None and first.start[0] - later.start[0] > _TURNED
    return turned or later.resolve(year)[0] > first.resolve(year)[0]


def _dated(mention: PeriodMention, later: PeriodMention | None) -> PeriodMention:
    """«6 tháng đầu năm và phương hướng 6 tháng cuối năm 2020»: the year is of both."""
    if later is None or later.year is None or mention.year is not None:
        return mention
    return replace(mention, year=later.year - (mention.start[0] - later.start[0] > _TURNED))


def _planned(
    folded: Folded, named: Sequence[PeriodMention], dated: int | None
) -> list[PeriodMention]:
    """«Năm 2023, tỉnh kỳ vọng …»: years of which the text tells what is hoped for.

    Or expected, where that is a later year than that of the first day which the text dates.
    """
    return [
        p
        for p in named
        if p.kind == "year"
        and (
            _HOPED.match(folded.lower, p.span.end, p.span.end + _BEFORE)
            or (
                dated is not None
                and dated < (p.year or 0)
                and _EXPECTED.match(folded.lower, p.span.end, p.span.end + _BEFORE)
            )
        )
    ]
