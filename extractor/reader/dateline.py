"""Where and when an article was written: datelines, signatures, and the day of publication.

A place of one of these, or of the name of an organisation, is none that anything is told of.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from extractor.folding import LOWER, UPPER, Folded
from extractor.numbers.period import PeriodMention
from extractor.numbers.place import PlaceMention

_PUBLISHED = re.compile(r"(?:đăng|cập nhật|xuất bản|ra ngày|số ra)[^\n]{0,40}$")
_ISSUED = re.compile(
    r"(?<!\w)(?:giấy phép|gp|gpxb|quyết định|nghị định|nghị quyết|thông tư|công văn|bản quyền"
    r"|chứng nhận|văn bản|hiệp định)(?!\w)[^\n]*\Z"
)
"""«Giấy phép số 21/GP-BTTTT cấp ngày …»: when a paper was issued, and no article."""
_TODAY = re.compile(r"\W*(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật)(?!\w)")
"""What the clock of a page begins with, and a dateline too."""
_LONG_LINE = re.compile(r"^[^\n]{120}", re.MULTILINE)
_ON_DAY = re.compile(r"ngày[^\n]{0,12}$")
_CLOCK = re.compile(r"^[^\n]{0,12}gmt")
_DATELINE_WORDS = 14
_SIGNED = re.compile(r" ?\([^)\n]{1,30}\)\s*")
_BY = re.compile(
    r"(?:bài|tin|ảnh|bài và ảnh|bài, ảnh|tin, ảnh|tin và ảnh|tác giả|thực hiện|pv|ctv|phóng viên)"
    r" ?[:,-]?"
)
DAY = re.compile(r"(?<![0-9])[0-9]{1,2}(?:[/.-]| tháng )[0-9]{1,2}(?:[/.-]|,? năm )[0-9]{4}")
_ORGANISED = re.compile(
    r"(?<!\w)(?:(?i:thông tấn xã|ngân hàng|hiệp hội|liên đoàn|tạp chí|thời báo|tập đoàn"
    r"|tổng công ty|công ty|học viện|cảng vụ|ban chỉ đạo|câu lạc bộ)|Hội|Phòng|Đài|Báo|Viện"
    r"|Đại học|Trung tâm|Quỹ|Đảng|Liên minh|Liên hiệp)"
    rf"(?: (?:và |- )?[{UPPER}][{LOWER}]*(?: [{LOWER}]+){{0,2}}){{0,6}} \Z"
)
"""What stands before a place in the name of an organisation: «Hiệp hội Dệt may Việt Nam»."""
_IN_GENERAL = re.compile(r" nói (?:chung|riêng)(?!\w)")
_BETWEEN = re.compile(r"(?<!\w)giữa \Z")
_SOURCE = re.compile(r"(?:(?:theo )?nguồn|theo|nguồn tin|tư liệu|dữ liệu) ?: ?[^\n]*")
"""A line that says where a text was taken from."""
PARTING = re.compile(r"[,;|()/•·]|\s[-–—]\s|:\s")
"""What stands between the office, the place and the day of a dateline."""
_PLACED = re.compile(r" ?(?:tại )?(?:(?:tp\.?|thành phố|tỉnh|thủ đô) ?)?")
_PROVINCIAL_OFFICE = re.compile(
    r"(?<!\w)(?:sở|ubnd|ủy ban nhân dân|hđnd|hội đồng nhân dân|tỉnh ủy|thành ủy|chi cục)(?!\w)"
)
"""Offices that a province has: their place is what they are of."""
_PROSE = re.compile(r",? [^\W\d_]")
_REPORTED = ("month", "cumulative", "quarter")
"""Kinds of times that news tells of when they are just over."""
MONTH = timedelta(days=31)
"""How long before or after the end of a time news tells of it."""
_PLACE_AHEAD = re.compile(
    rf"[^\w\n]{{0,4}}(?:(?:TP\.?|Tỉnh|Thành phố) ?)?[{UPPER}][{LOWER}{UPPER}]*"
    rf"(?:[ -]{{1,3}}[{UPPER}][{LOWER}{UPPER}]*){{1,4}}"
    r"(?: \([^)\n]{1,16}\))?,?(?: [-|–])? ?\(?(?:(?i:ngày) )?\Z"
)
_PARTED = re.compile(r"\)? ?[.:)–-](?!\w)")
"""What stands before and behind the day of a dateline from which the text goes on in its line."""
_ISSUE = re.compile(
    r"\W{0,2}(?:số|(?:[^\n.;:]* )?(?:bản tin|tạp chí|báo|(?:đặc|chuyên|tập|nội) san|ấn phẩm)(?!\w)"
    r"[^\n.;:]*?(?<!\w)số)(?: ra)?(?: [0-9]{1,5}(?:[-/+][0-9]{1,4})?)?[ ,(–-]*(?:ra |phát hành )?\Z"
)
"""«(Bản tin Hội nhập số 17, tháng 9 năm 2011)»: leads the month that an issue is of."""
_MID = 15
"""The day of its month that an issue is taken to come out on."""
_SHORT = 60
_NAMED = 80
"""Characters before a place in which the name of an organisation stands."""
_DATED = re.compile(
    r"(?: \([^)\n]{1,16}\))?,?(?: [-|])? (?:ngày )?[0-9]{1,2}(?:[/.-]| tháng )[0-9]{1,2}(?![0-9])"
)
_AGENCY = re.compile(
    r" ?\((?:(?:[A-ZĐ]{3,}[^)\n]{0,20}|[^)\n ]{2,20}\.vn|(?:Báo|PV)(?: [^)\n]{1,24})?)\),? ?- "
    r"|[A-ZĐ]{3,}[^)\n0-9]{0,4}(?:ngày )?[0-9]{1,2}[/.-][0-9]{1,2}(?:[/.-][0-9]{2,4})?\))"
)
"""«Hà Nội (TTXVN) - …», «Hà Nội (TTXVN 29/3) …»: the agency of a dateline."""


def written(folded: Folded, places: Sequence[PlaceMention]) -> frozenset[int]:
    """Where the places start that only say where, by whom or for whom the text was written."""
    return frozenset(
        p.span.start
        for p in places
        if is_dateline(folded, p) or _is_signature(folded, p) or _is_of_name(folded, p)
    )


def is_dateline(folded: Folded, place: PlaceMention) -> bool:
    """«Hà Nội, 29/12/2022» at the head of a line: where it was written, not what it is about.

    So is a place that stands alone on a short line with the day, in whatever order with an office.
    """
    start, end = place.span
    before = folded.text[max(0, start - 1) : start]
    if before in ("", "\n", "\t", "(") and _DATED.match(folded.lower, end):
        return True
    if before in ("", "\n") and _AGENCY.match(folded.text, end):
        return True
    head = folded.lower[max(0, start - _NAMED) : start]
    led, *_ = reversed(head.split("\n"))
    follows = folded.lower[end : end + _NAMED].split("\n", 1)[0]
    if (led == head and start > _NAMED) or len(led) + end - start + len(follows) > _NAMED:
        return False
    alone = _PLACED.fullmatch(PARTING.split(led)[-1]) and not PARTING.split(follows)[0].strip()
    dated = DAY.search(led) or DAY.search(follows)
    return bool(alone and dated) and not _PROVINCIAL_OFFICE.search(led + follows)


def _is_signature(folded: Folded, place: PlaceMention) -> bool:
    """«Thái Bình (tổng hợp)», «Bài, ảnh: Thái Bình», «Thái Bình» beside a date: who wrote it."""
    text = folded.lower
    start = text.rfind("\n", 0, place.span.start) + 1
    end = text.find("\n", place.span.end)
    end = end if end >= 0 else len(text)
    if not start or end - start > _SHORT:
        return False
    if before := text[start : place.span.start].strip():
        return bool(_BY.fullmatch(before)) and not text[place.span.end : end].strip()
    if _SIGNED.fullmatch(text, place.span.end, end):
        return True
    if text[place.span.end : end].strip():
        return False
    above = text[max(0, text.rfind("\n", 0, start - 1) + 1) : start]
    below = text[end + 1 : end + 1 + _SHORT].split("\n", 1)[0]
    return any(len(line) < _SHORT and DAY.search(line) for line in (above, below))


def _is_of_name(folded: Folded, place: PlaceMention) -> bool:
    """«Thông tấn xã Việt Nam», «Nguồn: Báo Lào Cai», «giữa Việt Nam và …»: of whom no one tells.

    The province of an office that has its figures is one that a text is of.
    """
    start, end = place.span
    before = folded.text[max(0, start - _NAMED) : start].rsplit("\n", 1)[-1]
    if place.kind in ("country", "region"):
        if _ORGANISED.search(before) or _IN_GENERAL.match(folded.lower, end):
            return True
        return place.kind == "country" and _BETWEEN.search(before.lower()) is not None
    line = folded.lower.rfind("\n", 0, start) + 1
    return start - line < _SHORT and _SOURCE.fullmatch(folded.lower, line, start) is not None


def published(folded: Folded, periods: Sequence[PeriodMention]) -> date | None:
    """The article's date: one said to be of publication, else the first on a short line.

    A page's own clock only where there is no other; where it looks like a dateline, the day that
    stands below it above the text.
    """
    candidates: list[date] = []
    prose = _LONG_LINE.search(folded.text)
    head = prose.start() if prose is not None else 0
    clocks: list[date] = []
    page: date | None = None
    for mention in periods:
        if mention.kind != "date" or mention.year is None:
            continue
        line_start = folded.lower.rfind("\n", 0, mention.span.start) + 1
        line_end = folded.lower.find("\n", mention.span.end)
        line = folded.lower[line_start : line_end if line_end >= 0 else None]
        behind = folded.lower[mention.span.end : mention.span.end + 20]
        try:
            day = mention.resolve(mention.year)[0]
        except ValueError:
            continue
        before = folded.lower[max(line_start, mention.span.start - _SHORT) : mention.span.start]
        if _ISSUED.search(before):
            continue
        said = _PUBLISHED.search(before) is not None and not _PROSE.match(behind)
        if said or (_ON_DAY.search(before) and not behind.strip()):
            return day
        if not candidates and _is_dateline_of(folded, line_start, mention):
            candidates.append(day)
        near = mention.span.start < head and line.count(" ") <= _DATELINE_WORDS
        if page is not None and candidates[:1] == [page] and near and day <= page:
            return day  # below the clock of the page, above the text
        if _TODAY.match(line) and not candidates and line_start < head:
            page = day
        if line.count(" ") <= _DATELINE_WORDS or _is_iso(mention.span.of(folded.text)):
            (clocks if _CLOCK.search(behind) else candidates).append(day)
    issues = (p for p in periods if p.kind == "month" and is_of_issue(folded, p))
    month = next((date(p.year, p.end[0], _MID) for p in issues if p.year is not None), None)
    return next(iter(candidates or clocks), month)


def _is_dateline_of(folded: Folded, line: int, mention: PeriodMention) -> bool:
    """«Bến Tre, 12/01/2024. Năm ngoái, …»: whether a day stands behind a place that begins a text
    or a line, and a mark parts it from what is told."""
    start, end = mention.span
    if start - line > _SHORT or _PARTED.match(folded.lower, end) is None:
        return False
    return _PLACE_AHEAD.match(folded.text[line:start]) is not None


def is_of_issue(folded: Folded, period: PeriodMention) -> bool:
    """Whether a time only says when a paper came out, on a short line that says so."""
    start, end = period.span
    line = folded.lower.rfind("\n", max(0, start - _NAMED), start) + 1
    close = folded.lower.find("\n", end, end + _SHORT)
    if not line and start > _NAMED:
        return False
    alone = not folded.lower[end : close if close >= 0 else end + _SHORT].strip(" )].")
    return alone and _ISSUE.match(folded.lower, line, start) is not None


def told(periods: Sequence[PeriodMention]) -> date | None:
    """The first day that prose dates right behind a time that it tells of without a year.

    «… trả lời như sau (ngày 6/9/2023). Từ đầu năm đến hết tháng 8 …»: news, and of that year.
    """
    times = [p for p in periods if p.year is None and p.kind in _REPORTED and p.role == "own"]
    for mention in periods:
        if mention.kind != "date" or mention.year is None or mention.role != "own":
            continue
        day = mention.resolve(mention.year)[0]
        if any(abs(time.resolve(day.year)[1] - day) <= MONTH for time in times):
            return day
    return None


def _is_iso(date: str) -> bool:
    """«2025-08-14»: no prose writes a day so."""
    return date[:4].isdigit()
